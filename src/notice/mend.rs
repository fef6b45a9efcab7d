//! Mending: what copying, converting and scraping did to a page is undone, and said.
//!
//! In:  the plain text of a document.
//! Out: a [`Traced`] text whose scanned form is simplified, half-width and free of inserted pinyin, and a problem for each
//!      kind of repair. Full-width punctuation is folded silently: it is a way of printing, not damage.
//! Not here: lost brackets and separators; they need to know roles and names ([`super::assignment`]).

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use encoding_rs::GB18030;
use regex::Regex;
use rustc_hash::FxHashMap;

use super::han::is_han;
use super::{Code, Problem, column, noise};
use crate::lexicon;
use crate::source::traced::{self, Glyph, Traced};

/// Share of traditional characters among all Chinese characters from which a page counts as traditional. Characters such
/// as 著 or 乾 are right in simplified pages too, so single ones prove nothing.
const TRADITIONAL_SHARE: f64 = 0.03;

/// Mends a plain text. Every repair of a kind is one problem at its first place, with the count.
pub(super) fn mend(plain: &str, problems: &mut Vec<Problem>) -> Traced {
    let bars = bars(plain);
    let bar = |glyph: Glyph| match glyph.scan == '\t' && bars.contains(&glyph.start) {
        true => Glyph { scan: '|', shown: '|', ..glyph },
        false => glyph,
    };
    let text: Traced = traced::glyphs(plain).map(bar).map(fold).collect();
    let text = mend_broken_numbers(text, problems);
    let text = drop_pinyin(text, problems);
    let text = simplify(text, problems);
    let text = drop_doubled_marks(text, problems);
    join_numbers(text, problems)
}

/// Bytes of the tabs that become bars: those between the cells of a table, from a line on whose cells are heads.
fn bars(plain: &str) -> HashSet<u32> {
    /// Fewer cells are a line's own spacing.
    const FEWEST: usize = 3;
    let mut bars = HashSet::new();
    if !plain.contains('\t') {
        return bars;
    }
    let mut table = false;
    let mut start = 0;
    for line in plain.split_inclusive('\n') {
        let cells: Vec<&str> = line.trim_end().split('\t').map(str::trim).collect();
        let heads = cells.iter().filter(|cell| column::is_head(cell)).count();
        table |= heads >= FEWEST && heads * 2 >= cells.len();
        if table && cells.len() >= FEWEST {
            bars.extend(line.match_indices('\t').map(|(at, _)| (start + at) as u32));
        }
        start += line.len();
    }
    bars
}

/// Full-width letters, digits and marks become half-width for scanning. Digits are shown half-width too.
fn fold(glyph: Glyph) -> Glyph {
    let scan = match glyph.scan {
        '\u{3000}' | '\u{a0}' | '\t' | '\u{2002}' | '\u{2003}' | '\u{2009}' | '\u{200a}' => ' ',
        '\u{200b}' | '\u{feff}' | '\u{200d}' | '\u{200c}' => ' ',
        '﹝' => '〔',
        '﹞' => '〕',
        '〈' | '＜' | '‹' | '﹤' => '<',
        '〉' | '＞' | '›' | '﹥' => '>',
        '﹑' => '、',
        '∶' | '︰' | '﹕' => ':',
        '﹐' => ',',
        '﹔' => ';',
        '﹙' => '(',
        '﹚' => ')',
        '．' | '﹒' | '․' => '.',
        '℅' | '﹪' => '%',
        c @ '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    let shown = match glyph.shown {
        c @ ('０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '．') => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        _ if scan == ' ' => ' ',
        c => c,
    };
    Glyph { scan, shown, ..glyph }
}

/// Reports repairs of one kind once, at the first place.
fn report(problems: &mut Vec<Problem>, code: Code, places: &[std::ops::Range<usize>], what: &str, help: &str) {
    if let Some(first) = places.first() {
        let several = places.len() > 1;
        problems.push(Problem::new(
            code,
            first.clone(),
            if several { format!("{what}（共{}处）", places.len()) } else { what.to_owned() },
            help,
        ));
    }
}

/// `發(fā)展` is `發展`: pinyin in brackets behind a character.
fn drop_pinyin(text: Traced, problems: &mut Vec<Problem>) -> Traced {
    static PINYIN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\(\s*[a-zɑɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,6}\s*\)").expect("a fixed pattern"));
    const TONES: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ";
    let scan = text.scan();
    let behind_han = |at: usize| scan[..at].chars().next_back().is_some_and(is_han);
    let found: Vec<_> = PINYIN.find_iter(scan).filter(|m| behind_han(m.start())).map(|m| m.range()).collect();
    let toned = found.iter().filter(|range| scan[(*range).clone()].chars().any(|c| TONES.contains(c))).count();
    // Brackets without a tone mark count as pinyin only in a page that is full of it: (km) is a measure.
    let drop: Vec<_> = found
        .into_iter()
        .filter(|range| toned >= 3 || scan[range.clone()].chars().any(|c| TONES.contains(c)))
        .collect();
    if drop.is_empty() {
        return text;
    }
    let places: Vec<_> = drop.iter().map(|range| text.span(range.clone())).collect();
    report(problems, Code::DroppedPinyin, &places, "字后夹有拼音", "已删去括号中的拼音");
    without(&text, &drop)
}

/// The text without some parts of it.
fn without(text: &Traced, drop: &[std::ops::Range<usize>]) -> Traced {
    let mut kept = Traced::default();
    let mut from = 0;
    for range in drop {
        kept.append(&text.slice(from..range.start));
        from = range.end.max(from);
    }
    kept.append(&text.slice(from..text.len()));
    kept
}

struct Traditional {
    chars: FxHashMap<char, char>,
    phrases: Vec<(Vec<char>, Vec<char>)>,
}

fn traditional() -> &'static Traditional {
    static TRADITIONAL: OnceLock<Traditional> = OnceLock::new();
    lexicon::once(&TRADITIONAL, &[lexicon::TRADITIONAL], read_traditional)
}

fn read_traditional() -> Traditional {
    let mut table = Traditional { chars: FxHashMap::default(), phrases: Vec::new() };
    for row in lexicon::rows(lexicon::TRADITIONAL) {
        let (from, to): (Vec<char>, Vec<char>) = (row[0].chars().collect(), row[1].chars().collect());
        match (from.as_slice(), to.as_slice()) {
            (&[from], &[to]) => {
                table.chars.insert(from, to);
            }
            _ => table.phrases.push((from, to)),
        }
    }
    table.phrases.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    table
}

/// Traditional characters and Taiwan wordings become the mainland's, in pages that are written so.
fn simplify(text: Traced, problems: &mut Vec<Problem>) -> Traced {
    let table = traditional();
    let han = text.glyphs().iter().filter(|glyph| is_han(glyph.scan)).count();
    let old = text.glyphs().iter().filter(|glyph| table.chars.contains_key(&glyph.scan)).count();
    if old < 5 || (old as f64) < TRADITIONAL_SHARE * han as f64 {
        return text;
    }
    let first = text.glyphs().iter().find(|glyph| table.chars.contains_key(&glyph.scan));
    if let Some(first) = first {
        problems.push(Problem::new(
            Code::FoldedTraditional,
            first.start as usize..first.end as usize,
            format!("页面为繁体（{old}字）"),
            "已转为简体后读取；原文见 sources",
        ));
    }
    let glyphs = text.glyphs();
    let mut out = Traced::default();
    let mut i = 0;
    while i < glyphs.len() {
        let phrase = table.phrases.iter().find(|(from, _)| {
            glyphs[i..].len() >= from.len() && from.iter().zip(&glyphs[i..]).all(|(&c, glyph)| c == glyph.scan)
        });
        if let Some((from, to)) = phrase {
            let (start, end) = (glyphs[i].start, glyphs[i + from.len() - 1].end);
            out.extend(to.iter().map(|&c| Glyph { scan: c, shown: c, start, end }));
            i += from.len();
        } else {
            let glyph = glyphs[i];
            let c = table.chars.get(&glyph.scan).copied();
            out.push(Glyph { scan: c.unwrap_or(glyph.scan), shown: c.unwrap_or(glyph.shown), ..glyph });
            i += 1;
        }
    }
    out
}

/// `,,` and `、、` are one mark.
fn drop_doubled_marks(text: Traced, problems: &mut Vec<Problem>) -> Traced {
    let glyphs = text.glyphs();
    let doubled = |i: usize| {
        i > 0 && glyphs[i].scan == glyphs[i - 1].scan && matches!(glyphs[i].scan, ',' | '、' | ';' | '。' | ':')
    };
    let places: Vec<_> =
        (0..glyphs.len()).filter(|&i| doubled(i)).map(|i| glyphs[i].start as usize..glyphs[i].end as usize).collect();
    if places.is_empty() {
        return text;
    }
    report(problems, Code::DoubledMark, &places, "标点重复", "按一个标点读取");
    (0..glyphs.len()).filter(|&i| !doubled(i)).map(|i| glyphs[i]).collect()
}

/// Spaces between a number and its measure (`6 %`, `2021 年`) and inside a number (`1 200`) go; so do those inside words
/// in lines that print a space after nearly every character.
fn join_numbers(text: Traced, problems: &mut Vec<Problem>) -> Traced {
    let glyphs = text.glyphs();
    let mut drop = vec![false; glyphs.len()];
    for i in 1..glyphs.len().saturating_sub(1) {
        if glyphs[i].scan != ' ' {
            continue;
        }
        let (before, after) = (glyphs[i - 1].scan, glyphs[i + 1].scan);
        let measure = matches!(after, '%' | '‰' | '年' | '月' | '日' | '号' | '亿' | '万' | '元' | '个');
        let number_then_measure = before.is_ascii_digit() && measure;
        // `于 2023` and `增长 6 %` but not the start of a row `… 7`: only where the digits belong to a measure.
        let word_then_number = is_han(before)
            && after.is_ascii_digit()
            && glyphs[i + 1..]
                .iter()
                .map(|glyph| glyph.scan)
                .find(|c| !(c.is_ascii_digit() || matches!(c, '.' | ' ')))
                .is_some_and(|c| matches!(c, '%' | '‰' | '年' | '亿' | '万'))
            && glyphs[i - 1..=i].windows(2).all(|pair| pair[0].scan != '\n');
        let inside = is_inside_a_figure(glyphs, i);
        // `20 21 年`: the space stands inside a year.
        let digits =
            |glyphs: &mut dyn Iterator<Item = &Glyph>| glyphs.take_while(|glyph| glyph.scan.is_ascii_digit()).count();
        let century = digits(&mut glyphs[..i].iter().rev()) == 2
            && matches!((glyphs[i - 2].scan, before), ('2', '0') | ('1', '9'));
        let rest = digits(&mut glyphs[i + 1..].iter());
        let year = century
            && rest == 2
            && glyphs[i + 3..]
                .iter()
                .map(|glyph| glyph.scan)
                .find(|c| *c != ' ')
                .is_some_and(|c| matches!(c, '年' | '〕' | ']'));
        drop[i] = number_then_measure || word_then_number || inside || year;
    }
    let menus = spaced_words(glyphs, &mut drop);
    // Menus stand in their order.
    let said = |at: usize| menus.get(menus.partition_point(|menu| menu.end <= at)).is_none_or(|menu| at < menu.start);
    let places: Vec<_> = (0..glyphs.len())
        .filter(|&i| drop[i] && said(i))
        .map(|i| glyphs[i].start as usize..glyphs[i].end as usize)
        .collect();
    if !drop.contains(&true) {
        return text;
    }
    report(problems, Code::SpacedWord, &places, "数字或词语中夹有空格", "已去掉空格后读取");
    (0..glyphs.len()).filter(|&i| !drop[i]).map(|i| glyphs[i]).collect()
}

/// `完成8. 5亿元`, `增长6 . 5%`: whether a space stands beside a figure's point, not behind a line's own number.
fn is_inside_a_figure(glyphs: &[Glyph], space: usize) -> bool {
    /// A figure with its spaces is no longer.
    const REACH: usize = 40;
    let plain = |c: &char| *c != ' ';
    let mut before = glyphs[..space].iter().rev().take(REACH).map(|glyph| glyph.scan).filter(plain).peekable();
    let mut after = glyphs[space + 1..].iter().take(REACH).map(|glyph| glyph.scan).filter(plain).peekable();
    let points = usize::from(before.next_if_eq(&'.').is_some()) + usize::from(after.next_if_eq(&'.').is_some());
    points == 1
        && before.peek().is_some_and(char::is_ascii_digit)
        && after.peek().is_some_and(char::is_ascii_digit)
        && before.find(|c| !c.is_ascii_digit()).is_some_and(|c| is_han(c) || c == '、')
        && after.find(|c| !c.is_ascii_digit()).is_some_and(|c| is_han(c) || matches!(c, '%' | '‰'))
}

/// Marks the single spaces of words printed with a space after every character: `责 任 单 位`, `庆 祝`. Out: those of a
/// page's own menus (`大 中 小`), which are no damage.
fn spaced_words(glyphs: &[Glyph], drop: &mut [bool]) -> Vec<Range<usize>> {
    let mut menus = Vec::new();
    let mut i = 0;
    while i < glyphs.len() {
        // A run is three or more single Chinese characters with one space between each two, or two within a sentence.
        let mut end = i;
        while end + 2 < glyphs.len()
            && is_han(glyphs[end].scan)
            && glyphs[end + 1].scan == ' '
            && is_han(glyphs[end + 2].scan)
        {
            end += 2;
        }
        let characters = (end - i) / 2 + 1;
        let alone_before = i == 0 || !is_han(glyphs[i - 1].scan);
        let alone_after = end + 1 >= glyphs.len() || !is_han(glyphs[end + 1].scan);
        if characters >= 3 && alone_before && alone_after {
            for at in (i + 1..end).step_by(2) {
                drop[at] = true;
            }
            let word: String = glyphs[i..=end].iter().map(|glyph| glyph.scan).filter(|c| *c != ' ').collect();
            if noise::is_menu(&word) {
                menus.push(i..end + 1);
            }
        }
        i = end.max(i + 1);
    }
    menus
}

/// Second bytes of GBK's 0xA8 row and the numeral whose first byte they are: `（三）` loses a byte and becomes `?。ㄈ`.
const BROKEN: [(char, char); 10] = [
    ('ㄒ', '一'),
    ('ǘ', '二'),
    ('ㄈ', '三'),
    ('ㄋ', '四'),
    ('ㄎ', '五'),
    ('ㄌ', '六'),
    ('ㄆ', '七'),
    ('è', '八'),
    ('ň', '九'),
    ('ㄊ', '十'),
];

/// `?。ㄈ┬陆ü珗@3座` was `（三）新建公园3座`: one byte was lost, so the rest is read shifted until the next ASCII byte.
fn mend_broken_numbers(text: Traced, problems: &mut Vec<Problem>) -> Traced {
    let glyphs = text.glyphs();
    let starts = |i: usize| {
        matches!(glyphs.get(i..i + 3), Some([a, b, c])
            if a.scan == '?' && b.scan == '。' && (BROKEN.iter().any(|(broken, _)| *broken == c.scan)))
    };
    if !(0..glyphs.len()).any(starts) {
        return text;
    }
    let mut out = Traced::default();
    let mut places = Vec::new();
    let mut i = 0;
    while i < glyphs.len() {
        if !starts(i) {
            out.push(glyphs[i]);
            i += 1;
            continue;
        }
        let broken = glyphs[i + 2].scan;
        let numeral = BROKEN.iter().find(|(b, _)| *b == broken).map_or('一', |(_, numeral)| *numeral);
        let (start, end) = (glyphs[i].start, glyphs[i + 2].end);
        places.push(start as usize..end as usize);
        out.extend(['(', numeral, ')'].map(|c| Glyph { scan: c, shown: c, start, end }));
        i += 3;
        let run = glyphs[i..].iter().take_while(|glyph| !glyph.scan.is_ascii()).count();
        let words: String = glyphs[i..i + run].iter().map(|glyph| glyph.scan).collect();
        if let Some(mended) = unshift(&words) {
            let (start, end) = (glyphs[i].start, glyphs[i + run - 1].end);
            out.extend(mended.chars().map(|c| Glyph { scan: c, shown: c, start, end }));
            i += run;
            // A lone trail byte reads as an ASCII mark.
            if glyphs.get(i).is_some_and(|glyph| matches!(glyph.scan, '@' | '?' | '!' | '`' | '|')) {
                i += 1;
            }
        }
    }
    report(problems, Code::BrokenNumber, &places, "编号的字节损坏", "已按字节推回编号，请核对原文");
    out
}

/// Reads text whose bytes are shifted by one: behind the lost `）`'s second byte 0xA9 the true characters begin.
fn unshift(words: &str) -> Option<String> {
    let (bytes, _, failed) = GB18030.encode(words);
    if failed {
        return None;
    }
    let at = bytes.iter().take(4).position(|&byte| byte == 0xa9)?;
    let rest = &bytes[at + 1..];
    let whole = &rest[..rest.len() - rest.len() % 2];
    // Only the common characters of GB 2312's first level count as a right reading.
    let common = whole.chunks(2).filter(|pair| (0xb0..=0xd7).contains(&pair[0]) && pair[1] >= 0xa1).count();
    (!whole.is_empty() && common * 2 == whole.len()).then(|| GB18030.decode_without_bom_handling(whole).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(plain: &str, want: &str, codes: &[Code]) {
        let mut problems = Vec::new();
        let text = mend(plain, &mut problems);
        assert_eq!(text.scan(), want);
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), codes);
        for glyph in text.glyphs() {
            assert!(plain.get(glyph.start as usize..glyph.end as usize).is_some_and(|printed| !printed.is_empty()));
        }
    }

    #[test]
    fn punctuation_is_folded_without_a_word() {
        check("（责任单位：区发改局，区财政局）增长５％", "(责任单位:区发改局,区财政局)增长5%", &[]);
        check("各区〔县、市〕政府", "各区〔县、市〕政府", &[]);
    }

    #[test]
    fn tabs_of_a_table_become_bars() {
        check(
            "类别\t序号\t任务\t责任单位\n投资\t1\t修路\t区交通局\n\t2\t建校\t区教育局\n",
            "类别|序号|任务|责任单位\n投资|1|修路|区交通局\n|2|建校|区教育局\n",
            &[],
        );
        check("来源:\t区政府\t时间:\t今天\n", "来源: 区政府 时间: 今天\n", &[]);
    }

    #[test]
    fn pinyin_goes() {
        check("市發(fā)改委財(cái)政局", "市發改委財政局", &[Code::DroppedPinyin]);
        check("长度(km)与面积(m)", "长度(km)与面积(m)", &[]);
    }

    #[test]
    fn traditional_pages_are_read_simplified() {
        check("責任單位:區發改局、區財政局", "责任单位:区发改局、区财政局", &[Code::FoldedTraditional]);
        check("深入推進網際網路產業與軟體專案", "深入推进互联网产业与软件专案", &[Code::FoldedTraditional]);
        check("乾县著名景区", "乾县著名景区", &[]);
    }

    #[test]
    fn broken_numbers_are_mended() {
        check("?。ㄈ┬陆ü珗@3座", "(三)新建公3座", &[Code::BrokenNumber]);
    }

    #[test]
    fn spaces_in_numbers_and_spaced_words_go() {
        check("地区生产总值增长 6 %", "地区生产总值增长6%", &[Code::SpacedWord]);
        check("2021 年", "2021年", &[Code::SpacedWord]);
        check("增长6 . 5%", "增长6.5%", &[Code::SpacedWord]);
        check("完成8. 5亿元", "完成8.5亿元", &[Code::SpacedWord]);
        check("控制在 7‰以内", "控制在7‰以内", &[Code::SpacedWord]);
        check("3 . 5家企业", "3 . 5家企业", &[]);
        check("20 21 年任务 12 34", "2021年任务 12 34", &[Code::SpacedWord]);
        check("能耗、排放分别下降2.1%、3. 4%", "能耗、排放分别下降2.1%、3.4%", &[Code::SpacedWord]);
        check("责 任 单 位 :区水务局", "责任单位 :区水务局", &[Code::SpacedWord]);
        check("文明交通 畅行武汉", "文明交通 畅行武汉", &[]);
        check("共建,,共享", "共建,共享", &[Code::DoubledMark]);
    }
}
