//! Which lists are compared: rules that spare work, stated and counted.
//!
//! In:  lists, which of them are on the left and on the right, [`Rules`].
//! Out: a [`Plan`]: pairs of lists, and how many pairs of tasks each rule spared.

use super::ListInfo;

/// What two lists must have in common to be compared; a list is never compared with itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// Both of one year.
    pub same_year: bool,
    /// Of different levels: what a city asks of its districts.
    pub across_levels: bool,
    /// Of one level: cities with cities.
    pub same_level: bool,
    /// One region is the other's parent, or both are one region.
    pub kin: bool,
}

/// Why a pair of lists is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spared {
    OtherYear,
    SameLevel,
    OtherLevel,
    NoKin,
}

impl Spared {
    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::OtherYear => "年份不同",
            Self::SameLevel => "层级相同",
            Self::OtherLevel => "层级不同",
            Self::NoKin => "地区无隶属关系",
        }
    }
}

/// The pairs of lists to compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Numbers of lists, the upper level on the left, each pair once.
    pub pairs: Vec<(u32, u32)>,
    /// Pairs of tasks spared, by the first rule that spared them.
    pub spared: Vec<(Spared, u64)>,
}

impl Plan {
    /// Every pair turned as where all lists are on both sides: the upper level left, then the smaller number.
    pub fn turned(mut self, lists: &[ListInfo]) -> Self {
        let place = |list: u32| (rank(&lists[list as usize].level), list);
        for (left, right) in self.pairs.iter_mut().filter(|(left, right)| place(*right) < place(*left)) {
            std::mem::swap(left, right);
        }
        self
    }
}

/// Chooses the pairs of lists. `tasks` is the number of tasks of each list.
///
/// Where a list is on both sides, a pair is planned once: the upper level left, then the smaller number.
pub fn plan(
    lists: &[ListInfo],
    tasks: &[usize],
    left: impl Fn(usize) -> bool,
    right: impl Fn(usize) -> bool,
    rules: Rules,
) -> Plan {
    let mut plan = Plan::default();
    for a in 0..lists.len() {
        for b in a + 1..lists.len() {
            let (forth, back) = (left(a) && right(b), left(b) && right(a));
            let turned = back && (!forth || rank(&lists[b].level) < rank(&lists[a].level));
            if !forth && !back {
                continue;
            }
            match spare(&lists[a], &lists[b], rules) {
                Some(why) => {
                    let size = (tasks.get(a).unwrap_or(&0) * tasks.get(b).unwrap_or(&0)) as u64;
                    match plan.spared.iter_mut().find(|(rule, _)| *rule == why) {
                        Some((_, count)) => *count += size,
                        None => plan.spared.push((why, size)),
                    }
                }
                None if turned => plan.pairs.push((b as u32, a as u32)),
                None => plan.pairs.push((a as u32, b as u32)),
            }
        }
    }
    plan.spared.sort_unstable();
    plan
}

fn spare(a: &ListInfo, b: &ListInfo, rules: Rules) -> Option<Spared> {
    let kin = a.region == b.region || a.region == b.parent || b.region == a.parent;
    if rules.same_year && a.year != b.year {
        Some(Spared::OtherYear)
    } else if rules.across_levels && a.level == b.level {
        Some(Spared::SameLevel)
    } else if rules.same_level && a.level != b.level {
        Some(Spared::OtherLevel)
    } else if rules.kin && !kin {
        Some(Spared::NoKin)
    } else {
        None
    }
}

/// Upper levels first.
fn rank(level: &str) -> usize {
    ["nation", "province", "city", "district", "township"].iter().position(|name| *name == level).unwrap_or(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(region: &str, parent: &str, level: &str, year: i32) -> ListInfo {
        ListInfo {
            level: level.to_owned(),
            region: region.to_owned(),
            parent: parent.to_owned(),
            year: Some(year),
            ..ListInfo::default()
        }
    }

    #[test]
    fn pairs_come_once_and_upper_levels_left() {
        let lists = [
            list("甲区", "乙市", "district", 2023),
            list("乙市", "", "city", 2023),
            list("丙区", "丁市", "district", 2020),
        ];
        let all = |_| true;
        let found = plan(&lists, &[10, 20, 30], all, all, Rules::default());
        assert_eq!(found.pairs, [(1, 0), (0, 2), (1, 2)]);
        let found = plan(&lists, &[10, 20, 30], all, all, Rules { same_year: true, kin: true, ..Rules::default() });
        assert_eq!(found, Plan { pairs: vec![(1, 0)], spared: vec![(Spared::OtherYear, 900)] });
        let found = plan(&lists, &[10, 20, 30], |at| at == 2, |at| at == 0, Rules::default());
        assert_eq!(found.pairs, [(2, 0)]);
        assert_eq!(found.turned(&lists).pairs, [(0, 2)]);
        let found = plan(&lists, &[10, 20, 30], |at| at == 0, |at| at == 1, Rules::default());
        assert_eq!((found.pairs.clone(), found.turned(&lists).pairs), (vec![(0, 1)], vec![(1, 0)]));
        let found = plan(&lists, &[10, 20, 30], all, all, Rules { across_levels: true, kin: true, ..Rules::default() });
        assert_eq!(found.spared, [(Spared::SameLevel, 300), (Spared::NoKin, 600)]);
        let found = plan(&lists, &[10, 20, 30], all, all, Rules { same_level: true, ..Rules::default() });
        assert_eq!((found.pairs, found.spared), (vec![(0, 2)], vec![(Spared::OtherLevel, 800)]));
    }
}
