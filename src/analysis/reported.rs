//! Reported figures to targets: which number of a filled-in cell is of which target of its task.
//!
//! In:  the text of a cell, the targets of the task in the order in which the ledger prints them.
//! Out: a [`Figure`] a target where one is told, and what was unclear.
//! Source of the rules: `docs/ledger.md`.

use crate::quantity::{Reported, Statement, one_measure, reported};
use crate::table::schema::TargetRow;

/// What was reported for a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// In the target's measure.
    Value(f64),
    /// So much of it is done: 0.98 of `已完成98%` for a target in 个.
    Share(f64),
}

/// What is wrong with a cell that should hold figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No number in it.
    NoNumber,
    /// A number of something else: km where the target counts 个.
    OtherMeasure(String),
    /// Several numbers, and nothing tells which is meant.
    Unclear,
    /// A number too small to be in the target's base measure was read in the printed one: `150` of `200亿元`.
    Scaled(String),
    /// A figure, but no target to hold it against.
    NoTarget,
}

/// The figures of a cell, one place a target, and its faults.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    pub figures: Vec<Option<Figure>>,
    pub faults: Vec<Fault>,
}

/// The targets of tasks that a ledger tracks: what is to be reached, not what is granted or was done.
pub fn tracked(targets: &[TargetRow]) -> impl Iterator<Item = &TargetRow> {
    targets.iter().filter(|row| row.task_id.is_some() && row.statement == Statement::Target)
}

/// Reads a cell.
pub fn figures(text: &str, targets: &[&TargetRow]) -> Told {
    let mut told = Told { figures: vec![None; targets.len()], faults: Vec::new() };
    let text = text.trim();
    if text.is_empty() {
        return told;
    }
    match targets {
        [] => {
            if !reported(text).is_empty() {
                told.faults.push(Fault::NoTarget);
            }
        }
        [only] => one(text, only, 0, &mut told),
        several => many(text, several, &mut told),
    }
    told
}

/// The figure of one target in a text.
fn one(text: &str, target: &TargetRow, at: usize, told: &mut Told) {
    let all = reported(text);
    let fits = |figure: &&Reported| {
        figure.measure.is_empty()
            || one_measure(&figure.measure, &target.measure)
            || figure.measure == "个" && is_count(target)
    };
    let own: Vec<&Reported> = all.iter().filter(fits).collect();
    let is_share = |figure: &&Reported| figure.measure == "%" && !target.measure.starts_with('%');
    let chosen = match own.as_slice() {
        [only] => Some(*only),
        [] => None,
        several => {
            let done = several.iter().filter(|figure| is_done(&text[..figure.range.start])).collect::<Vec<_>>();
            match done.as_slice() {
                [only] => Some(**only),
                _ => {
                    told.faults.push(Fault::Unclear);
                    return;
                }
            }
        }
    };
    told.figures[at] = match (chosen, all.as_slice()) {
        (Some(figure), _) => Some(Figure::Value(scaled(figure, target, told))),
        (None, []) => {
            told.faults.push(Fault::NoNumber);
            None
        }
        (None, [share]) if is_share(&share) => Some(Figure::Share(share.value / 100.0)),
        (None, [other, ..]) => {
            told.faults.push(Fault::OtherMeasure(other.measure.clone()));
            None
        }
    };
}

/// Whether what a target counts may be called 个 by those who report.
fn is_count(target: &TargetRow) -> bool {
    !target.measure.contains(['元', '%', '/', '米', '吨', '里', '亩', '时', '瓦'])
}

/// Whether the words right before a number say that it was reached.
fn is_done(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "约近超了到为:：".contains(c));
    ["完成", "累计", "达", "实现", "已有", "实际", "建成", "新增"].iter().any(|word| before.ends_with(word))
}

/// A number in the target's base measure. A bare one below a thousandth of the target is of the printed one: 万 or 亿.
fn scaled(figure: &Reported, target: &TargetRow, told: &mut Told) -> f64 {
    const LEAST: f64 = 1e-3;
    let power = [('亿', 1e8), ('万', 1e4)].into_iter().find(|(sign, _)| target.raw.contains(*sign));
    match power {
        Some((sign, power))
            if figure.measure.is_empty() && figure.value != 0.0 && figure.value.abs() < target.value.abs() * LEAST =>
        {
            told.faults.push(Fault::Scaled(format!("{sign}{}", target.measure)));
            figure.value * power
        }
        _ => figure.value,
    }
}

/// The figures of several targets: by the number before each, else by the words or the measure, else by their order.
fn many(text: &str, targets: &[&TargetRow], told: &mut Told) {
    let marked = marked(text, targets.len());
    if !marked.is_empty() {
        for (at, piece) in marked.into_iter().filter(|(_, piece)| !piece.trim().is_empty()) {
            one(piece.trim(), targets[at], at, told);
        }
        return;
    }
    let pieces: Vec<&str> = text
        .split(['\n', '；', ';', '，', ',', '、'])
        .map(str::trim)
        .filter(|piece| !reported(piece).is_empty())
        .collect();
    if pieces.is_empty() {
        told.faults.push(Fault::NoNumber);
        return;
    }
    if pieces.len() == targets.len() && !is_told_apart(&pieces, targets) {
        for (at, piece) in pieces.iter().enumerate() {
            one(piece, targets[at], at, told);
        }
        return;
    }
    for piece in pieces {
        match place(piece, targets) {
            Some(at) if told.figures[at].is_none() => one(piece, targets[at], at, told),
            _ => told.faults.push(Fault::Unclear),
        }
    }
}

/// Whether every piece names a target of its own.
fn is_told_apart(pieces: &[&str], targets: &[&TargetRow]) -> bool {
    let mut places: Vec<usize> = pieces.iter().filter_map(|piece| named(piece, targets)).collect();
    places.sort_unstable();
    places.dedup();
    places.len() == pieces.len()
}

/// The one target whose indicator a piece names.
fn named(piece: &str, targets: &[&TargetRow]) -> Option<usize> {
    let mut holding = targets.iter().enumerate().filter(|(_, target)| {
        let indicator = target.indicator.as_str();
        !indicator.is_empty()
            && (piece.contains(indicator) || piece_words(piece).is_some_and(|words| indicator.contains(words)))
    });
    let (at, _) = holding.next()?;
    holding.next().is_none().then_some(at)
}

/// The words before the number of a piece, where they are more than a verb.
fn piece_words(piece: &str) -> Option<&str> {
    let first = reported(piece).first().map(|figure| figure.range.start)?;
    let words = piece[..first].trim().trim_end_matches(['约', '达', '到', '为', ':', '：']);
    (words.chars().count() >= 3).then_some(words)
}

/// The target that a piece is of: named, or the only one of its measure.
fn place(piece: &str, targets: &[&TargetRow]) -> Option<usize> {
    named(piece, targets).or_else(|| {
        let figures = reported(piece);
        let [figure] = figures.as_slice() else { return None };
        let mut same = targets.iter().enumerate().filter(|(_, target)| one_measure(&figure.measure, &target.measure));
        let (at, _) = same.next()?;
        same.next().is_none().then_some(at)
    })
}

/// The pieces behind `①`, `(1)`, with the place of their target; nothing where no such number stands.
fn marked(text: &str, targets: usize) -> Vec<(usize, &str)> {
    let mut marks: Vec<(usize, usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        if ('①'..='⑳').contains(&c) {
            marks.push((at, at + c.len_utf8(), c as usize - '①' as usize));
        } else if let Some(rest) = text[at..].strip_prefix(['(', '（'])
            && let Some(end) = rest.find([')', '）'])
            && let Ok(number) = rest[..end].parse::<usize>()
            && number > 0
        {
            let open = text[at..].len() - rest.len();
            let close = rest[end..].chars().next().map_or(0, char::len_utf8);
            marks.push((at, at + open + end + close, number - 1));
        }
    }
    let ends = marks.iter().skip(1).map(|(at, ..)| *at).chain([text.len()]).collect::<Vec<_>>();
    let pieces = marks.iter().zip(ends).filter(|((.., number), _)| *number < targets);
    pieces.map(|((_, start, number), end)| (*number, &text[*start..end])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(indicator: &str, value: f64, measure: &str, raw: &str) -> TargetRow {
        TargetRow {
            indicator: indicator.into(),
            value,
            measure: measure.into(),
            raw: raw.into(),
            ..TargetRow::default()
        }
    }

    #[track_caller]
    fn check(text: &str, targets: &[TargetRow], want: &[Option<Figure>], faults: &[Fault]) {
        let told = figures(text, &targets.iter().collect::<Vec<_>>());
        assert_eq!(told.figures, want, "{text}");
        assert_eq!(told.faults, faults, "{text}");
    }

    #[test]
    fn a_figure_of_one_target() {
        use Figure::{Share, Value};
        let jobs = [target("城镇新增就业", 24_000.0, "人", "2.4万人")];
        check("23000", &jobs, &[Some(Value(23_000.0))], &[]);
        check("2.3万人", &jobs, &[Some(Value(23_000.0))], &[]);
        check("2.3", &jobs, &[Some(Value(23_000.0))], &[Fault::Scaled("万人".into())]);
        check("已完成98%", &jobs, &[Some(Share(0.98))], &[]);
        check("全年2.4万人，已完成1.2万人", &jobs, &[Some(Value(12_000.0))], &[]);
        check("1万人、2万人", &jobs, &[None], &[Fault::Unclear]);
        check("正在推进", &jobs, &[None], &[Fault::NoNumber]);
        check("5公里", &jobs, &[None], &[Fault::OtherMeasure("公里".into())]);
        check("", &jobs, &[None], &[]);
        check("5个", &[], &[], &[Fault::NoTarget]);
        check("约300个", &[target("小区", 320.0, "家", "320家")], &[Some(Value(300.0))], &[]);
        check("6.2%", &[target("总值增长", 6.0, "%", "6%")], &[Some(Value(6.2))], &[]);
    }

    #[test]
    fn figures_of_several_targets() {
        use Figure::Value;
        let three = [
            target("产学研项目", 100.0, "个", "100个"),
            target("成果转化项目", 5.0, "个", "5个"),
            target("技术合同成交额", 2e10, "元", "200亿元"),
        ];
        let all = [Some(Value(98.0)), Some(Value(4.0)), Some(Value(1.5e10))];
        check("①98个 ②4 ③150亿元", &three, &all, &[]);
        check("(1)98\n(2)4\n(3)150亿元", &three, &all, &[]);
        check("98；4；150亿元", &three, &all, &[]);
        check("技术合同成交额150亿元，成果转化项目4个，产学研项目98个", &three, &all, &[]);
        check("③150亿元", &three, &[None, None, Some(Value(1.5e10))], &[]);
        check("150亿元", &three, &[None, None, Some(Value(1.5e10))], &[]);
        check("98个", &three, &[None, None, None], &[Fault::Unclear]);
    }
}
