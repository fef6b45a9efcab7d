//! Scales: figures of one indicator are all shown in 亿, in 万 or as they are, so that they compare and add up.

use std::collections::HashMap;
use std::hash::Hash;

use super::entry::Entry;

/// A power of ten and its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    by: f64,
    name: &'static str,
}

const PLAIN: Scale = Scale { by: 1.0, name: "" };

impl Scale {
    /// The scale that the figure in the middle reads well in.
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        match values.get(values.len() / 2) {
            Some(middle) if *middle >= 1e8 => Self { by: 1e8, name: "亿" },
            Some(middle) if *middle >= 1e4 => Self { by: 1e4, name: "万" },
            _ => PLAIN,
        }
    }

    pub fn number(self, value: Option<f64>) -> Entry {
        // a power of ten is no binary fraction: 0.3亿 is not to read 0.30000000000000004
        value.map_or(Entry::None, |value| Entry::Number((value / self.by * 1e6).round() / 1e6))
    }

    /// `万人` of 人.
    pub fn measure(self, measure: &str) -> String {
        format!("{}{measure}", self.name)
    }
}

/// The scale of each indicator.
#[derive(Debug)]
pub(super) struct Scales<K>(HashMap<K, Scale>);

impl<K: Eq + Hash> Scales<K> {
    pub fn of(figures: impl Iterator<Item = (K, f64)>) -> Self {
        let mut all: HashMap<K, Vec<f64>> = HashMap::new();
        for (key, value) in figures.filter(|(_, value)| value.is_finite()) {
            all.entry(key).or_default().push(value.abs());
        }
        Self(all.into_iter().map(|(key, values)| (key, Scale::of(values))).collect())
    }

    pub fn get(&self, key: &K) -> Scale {
        self.0.get(key).copied().unwrap_or(PLAIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_an_indicator_have_one_scale() {
        let scales = Scales::of([("投资", 5e11), ("投资", 3e7), ("投资", 2e9), ("岗位", 7000.0)].into_iter());
        let shown = |key, value| (scales.get(&key).number(Some(value)), scales.get(&key).measure("元"));
        assert_eq!(shown("投资", 5e11), (Entry::Number(5000.0), "亿元".to_owned()));
        assert_eq!(shown("投资", 3e7), (Entry::Number(0.3), "亿元".to_owned()));
        assert_eq!(shown("岗位", 7000.0), (Entry::Number(7000.0), "元".to_owned()));
        assert_eq!(scales.get(&"none"), PLAIN);
    }
}
