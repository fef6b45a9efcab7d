//! What was read so far: the ids that are taken, and which notices say the same.
//!
//! In:  notices in the order of their paths, with the hashes of their tasks' texts.
//! Out: each with its own id, as people corrected it, and with a problem where it repeats an earlier one.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

use super::ReadNotice;
use super::correct::Corrector;
use crate::notice::{Code, Problem, Task};

/// Share of common tasks from which two notices count as copies of one another.
const COPY_SHARE: f64 = 0.9;

/// What was read so far, as far as later notices need to know.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// What people overrule, if anything.
    corrector: Option<Corrector>,
    /// As [`Self::ids`], of the ids without corrections.
    machine_ids: HashMap<String, usize>,
    /// How many notices have an id.
    ids: HashMap<String, usize>,
    /// Id, path and number of different texts of each notice.
    notices: Vec<(String, String, usize)>,
    /// The first notices that hold a text, by its hash.
    holders: HashMap<u64, Vec<u32>>,
}

impl Seen {
    /// Nothing yet, and what people overrule.
    pub fn with(corrector: Option<Corrector>) -> Self {
        Self { corrector, ..Self::default() }
    }

    /// What people overrule, once everything is read.
    pub fn into_corrector(self) -> Option<Corrector> {
        self.corrector
    }

    /// The notice with an id of its own, and a problem where it repeats nearly all tasks of an earlier one. Ids are
    /// `<region as people say it>-<year>`, numbered `~2`, `~3` where several notices have the same.
    pub fn add(&mut self, mut notice: ReadNotice, mut texts: BTreeSet<u64>) -> ReadNotice {
        let mut machine = String::new();
        if let Some(corrector) = &mut self.corrector {
            machine = numbered(&self.machine_ids, &notice.id);
            *self.machine_ids.entry(notice.id.clone()).or_insert(0) += 1;
            notice = corrector.about(notice, &machine, |id| numbered(&self.ids, id));
        }
        let id = numbered(&self.ids, &notice.id);
        *self.ids.entry(std::mem::replace(&mut notice.id, id)).or_insert(0) += 1;
        if let Some(corrector) = &mut self.corrector {
            corrector.numbered(&notice);
            notice = corrector.within(notice, &machine);
            texts = self::texts(&notice);
        }
        if let Some((earlier, common)) = self.copied(&texts) {
            let (id, path, _) = &self.notices[earlier as usize];
            let message = format!("与“{id}”（{path}）有{common}项任务相同");
            let help = "可能是同一通知的另一份文件；比较时请只留一份";
            notice.notice.problems.insert(0, Problem::new(Code::NearDuplicate, 0..0, message, help));
        }
        for text in &texts {
            /// Phrases that very many notices share cannot tell copies apart and would cost time.
            const MOST: usize = 50;
            let holding = self.holders.entry(*text).or_default();
            if holding.len() < MOST {
                holding.push(self.notices.len() as u32);
            }
        }
        self.notices.push((notice.id.clone(), notice.document.path.display().to_string(), texts.len()));
        notice
    }

    /// The first earlier notice of which these texts are nearly all tasks, and how many they share.
    fn copied(&self, texts: &BTreeSet<u64>) -> Option<(u32, usize)> {
        let mut common: BTreeMap<u32, usize> = BTreeMap::new();
        for &earlier in texts.iter().filter_map(|text| self.holders.get(text)).flatten() {
            *common.entry(earlier).or_insert(0) += 1;
        }
        common.into_iter().find(|&(earlier, count)| {
            let most = texts.len().max(self.notices[earlier as usize].2);
            count >= 3 && count as f64 >= COPY_SHARE * most as f64
        })
    }
}

/// The next id of notices of which so many have one.
fn numbered(ids: &HashMap<String, usize>, id: &str) -> String {
    match ids.get(id) {
        Some(count) => format!("{id}~{}", count + 1),
        None => id.to_owned(),
    }
}

/// The texts of a notice's tasks as copies are told by: hashes of nothing but letters and digits.
pub(super) fn texts(notice: &ReadNotice) -> BTreeSet<u64> {
    let hash = |task: &Task| {
        let mut hasher = DefaultHasher::new();
        task.words.shown().chars().filter(|c| c.is_alphanumeric()).for_each(|c| c.hash(&mut hasher));
        hasher.finish()
    };
    notice.notice.lists.iter().flat_map(|list| &list.tasks).map(hash).collect()
}
