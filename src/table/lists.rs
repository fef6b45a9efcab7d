//! The lists of some rows, and whose they are: the city's list in a district's notice belongs to the city.

use std::collections::HashMap;

use super::schema::{ListRow, NoticeRow, TaskRow};
use crate::place::Level;

/// The lists of tasks, in the order of their first ones.
pub fn lists(notices: &[NoticeRow], tasks: &[TaskRow]) -> Vec<ListRow> {
    let notices: HashMap<&str, &NoticeRow> = notices.iter().map(|row| (row.notice_id.as_str(), row)).collect();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut lists: Vec<ListRow> = Vec::new();
    for task in tasks {
        let at = *places.entry(&task.list_id).or_insert_with(|| {
            lists.push(list(task, notices.get(task.notice_id.as_str()).copied()));
            lists.len() - 1
        });
        lists[at].tasks += 1;
    }
    lists
}

/// The list of a task of a notice.
fn list(task: &TaskRow, notice: Option<&NoticeRow>) -> ListRow {
    let (region, region_code) = notice.map(|notice| owner(notice, task.level)).unwrap_or_default();
    ListRow {
        list_id: task.list_id.clone(),
        notice_id: task.notice_id.clone(),
        level: task.level,
        title: task.list_title.clone(),
        region,
        region_code,
        year: notice.and_then(|notice| notice.year),
        tasks: 0,
    }
}

/// The full name and the code of the place that a list of some level in a notice belongs to: the notice's own place, or the one
/// above it.
fn owner(notice: &NoticeRow, level: Level) -> (String, Option<String>) {
    let own = || (notice.region.clone(), notice.region_code.clone());
    let Some(own_level) = own_level(notice) else { return own() };
    if level >= own_level {
        return own();
    }
    let code = |digits: usize| {
        let head = notice.region_code.as_deref().filter(|code| code.len() == 6)?.get(..digits)?;
        Some(format!("{head:0<6}"))
    };
    match (level, &notice.province, &notice.city) {
        (Level::Nation, ..) => (NATION.to_owned(), None),
        (Level::City, province, Some(city)) if province.as_ref() != Some(city) => {
            (format!("{}{city}", province.as_deref().unwrap_or_default()), code(4))
        }
        (Level::Province | Level::City, Some(province), _) => (province.clone(), code(2)),
        _ => own(),
    }
}

/// The region of what the nation sets.
const NATION: &str = "全国";

/// The level of the place that a notice is of.
pub fn own_level(notice: &NoticeRow) -> Option<Level> {
    match (&notice.district, &notice.city, &notice.province) {
        (Some(_), ..) => Some(Level::District),
        (None, Some(_), _) => Some(Level::City),
        (None, None, Some(_)) => Some(Level::Province),
        (None, None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(province: &str, city: &str, district: &str, code: &str) -> NoticeRow {
        let some = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let region =
            if city == province { format!("{province}{district}") } else { format!("{province}{city}{district}") };
        let (province, city, district) = (some(province), some(city), some(district));
        NoticeRow { province, city, district, region, region_code: some(code), ..NoticeRow::default() }
    }

    #[test]
    fn a_list_belongs_to_the_place_of_its_level() {
        let district = notice("湖北省", "武汉市", "武昌区", "420106");
        let municipal = notice("重庆市", "重庆市", "渝中区", "500103");
        let city = notice("湖北省", "武汉市", "", "420100");
        for (notice, level, want, code) in [
            (&district, Level::District, "湖北省武汉市武昌区", Some("420106")),
            (&district, Level::City, "湖北省武汉市", Some("420100")),
            (&district, Level::Province, "湖北省", Some("420000")),
            (&district, Level::Nation, "全国", None),
            (&district, Level::Township, "湖北省武汉市武昌区", Some("420106")),
            (&municipal, Level::City, "重庆市", Some("500000")),
            (&city, Level::City, "湖北省武汉市", Some("420100")),
            (&city, Level::Province, "湖北省", Some("420000")),
        ] {
            assert_eq!(owner(notice, level), (want.to_owned(), code.map(str::to_owned)), "{want} {level:?}");
        }
    }
}
