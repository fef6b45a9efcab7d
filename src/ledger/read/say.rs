//! Words of returned cells: quarters and statuses.
//!
//! In:  a cell, a title, the name of a sheet or file.
//! Out: the quarter that it names, the status that it says.

use crate::ledger::words::{Class, Status, progress_words};
use crate::lexicon::words::Code as _;

/// A text without spaces and with half-width digits and brackets.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect()
}

/// The number of the quarter that a text names: `第一季度`, `2季度`, `Q3`, `上半年`, `1-9月`, `全年`. Several give none, but for
/// `前三季度`, which ends with its last.
pub(super) fn quarter(text: &str) -> Option<u8> {
    let text = folded(text);
    let mut found: Vec<u8> = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    for at in 0..chars.len() {
        let ends = |word: &str| chars[at..].iter().copied().take(word.chars().count()).eq(word.chars());
        let before = at.checked_sub(1).map(|at| chars[at]);
        if ends("季度") || ends("季") && !ends("季节") {
            found.extend(before.and_then(number));
        } else if matches!(chars[at], 'Q' | 'q') && !before.is_some_and(|c| c.is_ascii_alphabetic()) {
            found.extend(chars.get(at + 1).copied().and_then(number));
        } else if ends("上半年") {
            found.push(2);
        } else if ends("全年") && chars.len() <= 8 {
            found.push(4);
        } else if chars[at] == '月' {
            found.extend(months(&chars[..at]));
        }
    }
    found.dedup();
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn number(c: char) -> Option<u8> {
    let number = match c {
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        c => c.to_digit(10)? as u8,
    };
    (1..=4).contains(&number).then_some(number)
}

/// The quarter that `1-9` before 月 ends with.
fn months(before: &[char]) -> Option<u8> {
    let text: String = before.iter().collect();
    let (head, last) = text.rsplit_once(['-', '至', '—', '~'])?;
    let first = head.trim_end_matches('月');
    let last: u8 = last.parse().ok()?;
    let opens = first.strip_suffix('1').is_some_and(|before| !before.ends_with(|c: char| c.is_ascii_digit()));
    (opens && last.is_multiple_of(3) && (3..=12).contains(&last)).then_some(last / 3)
}

/// What a cell of statuses says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    Status(Status),
    /// Words, but no status.
    Other,
}

/// The status that a cell says: the whole cell, else the longest word in it that ends last.
pub(super) fn status(text: &str) -> Said {
    let text = folded(text);
    let text = text.trim_matches(|c: char| "。.;；,，、:：".contains(c));
    if text.is_empty() {
        return Said::Nothing;
    }
    let words = progress_words();
    let parse = |code: &str| Status::parse(code).ok();
    if let Some(status) = words.value(Class::Status, text).and_then(parse) {
        return Said::Status(status);
    }
    // 是 and 否 say something as whole cells only
    let held = words.pairs(Class::Status).filter(|(word, _)| word.chars().count() > 1);
    let held = held.filter_map(|(word, code)| Some((text.rfind(word)? + word.len(), word.len(), code)));
    let Some((end, length, code)) = held.max_by_key(|(end, length, _)| (*end, *length)) else { return Said::Other };
    match parse(code) {
        // 未完工, 没有办结, 不达标
        Some(Status::Done | Status::OnTrack) if text[..end - length].ends_with(['未', '没', '不', '无']) => {
            Said::Status(Status::Behind)
        }
        Some(Status::Done | Status::OnTrack) if text[..end - length].ends_with("没有") => {
            Said::Status(Status::Behind)
        }
        Some(status) => Said::Status(status),
        None => Said::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_of_titles() {
        for (text, want) in [
            ("2025年一季度目标任务进展情况", Some(1)),
            ("（第 2 季度）", Some(2)),
            ("前三季度完成情况", Some(3)),
            ("2025Q4", Some(4)),
            ("截至2025年1-9月", Some(3)),
            ("上半年进展情况", Some(2)),
            ("完成值填年初至本季度末的累计数", None),
            ("一季度、二季度完成情况", None),
            ("11-12月", None),
            ("洪山区2025年任务书", None),
        ] {
            assert_eq!(quarter(text), want, "{text}");
        }
    }

    #[test]
    fn statuses_of_cells() {
        use Status::{Behind, Done, NotBegun, OnTrack};
        for (text, want) in [
            ("已完成", Said::Status(Done)),
            (" 已 完成。", Said::Status(Done)),
            ("未完成", Said::Status(Behind)),
            ("已启动，正在推进", Said::Status(OnTrack)),
            ("尚未启动", Said::Status(NotBegun)),
            ("还未完工", Said::Status(Behind)),
            ("没有办结", Said::Status(Behind)),
            ("是", Said::Status(Done)),
            ("待定", Said::Other),
            ("", Said::Nothing),
        ] {
            assert_eq!(status(text), want, "{text}");
        }
    }
}
