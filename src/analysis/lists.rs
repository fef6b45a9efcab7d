//! The lists of some rows: whose tasks are whose.

use std::collections::HashMap;

use crate::table::Rows;

/// The lists in the order of their first tasks.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    pub ids: Vec<String>,
    /// The notice of each.
    pub notices: Vec<String>,
    /// Places of the tasks of each in [`Rows::tasks`].
    pub tasks: Vec<Vec<u32>>,
    /// The list of each task.
    pub of: Vec<u32>,
}

impl Lists {
    pub fn new(rows: &Rows) -> Self {
        let mut lists = Self::default();
        let mut places: HashMap<&str, u32> = HashMap::new();
        for (at, task) in (0..).zip(&rows.tasks) {
            let list = *places.entry(&task.list_id).or_insert_with(|| {
                lists.ids.push(task.list_id.clone());
                lists.notices.push(task.notice_id.clone());
                lists.tasks.push(Vec::new());
                lists.ids.len() as u32 - 1
            });
            lists.tasks[list as usize].push(at);
            lists.of.push(list);
        }
        lists
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The place of a list.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|known| known == id)
    }
}
