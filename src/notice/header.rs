//! The head of a notice: title, document number, issuer, dates.
//!
//! In:  the first lines of a notice, and what the file's own metadata said.
//! Out: a [`Header`].
//! Source of the words: `datasets/lexicon/head-words.tsv`.
//! Not here: the place it speaks of ([`super::region`]).

use super::Header;
use super::han::{is_han, parse_numeral};
use super::line::{self, Line};
use crate::lexicon::code::{HeadClass as Class, HeadItem as Item};
use crate::lexicon::words::{self, Code, Words};

words::words!(HEAD_WORDS, Class);

pub(super) type Pattern = words::Pattern<Class>;

/// The words of heads.
pub(super) fn head_words() -> &'static Words<Class> {
    words()
}

/// A pattern of these words, for a static of a function that needs it.
pub(super) const fn pattern(template: &'static str) -> Pattern {
    Pattern::new(words, template)
}

/// How many lines at the top may hold metadata and the title.
const HEAD_LINES: usize = 60;

/// The metadata that a page prints, in its order.
struct Fields(Vec<(Item, String)>);

impl Fields {
    /// The fields of the head that give something of it.
    fn read(lines: &[Line]) -> Self {
        static NAME: Pattern = pattern(r"(?:^|[ |\[【])(?P<name>{~field}) *[\]】]?(?: *[::] *\|? *| *\| *| +)");
        /// No value is longer, in characters.
        const LONGEST: usize = 200;
        let mut out = Vec::new();
        for line in lines {
            let shown = line.text.scan();
            let mut found = NAME.captures_iter(shown).peekable();
            while let Some(captures) = found.next() {
                let name: String = captures["name"].chars().filter(|c| *c != ' ').collect();
                let item = words().value(Class::Field, &name).and_then(|item| Item::parse(item).ok());
                let Some(item) = item else { continue };
                let from = captures.get(0).map_or(0, |whole| whole.end());
                let to = found.peek().and_then(|next| next.get(0)).map_or(shown.len(), |next| next.start()).max(from);
                let value = shown[from..to].trim_matches([' ', '|', ':', ']', '】']).trim();
                if !value.is_empty() && value.chars().count() <= LONGEST {
                    let value = line.text.shown_at(from..to);
                    out.push((item, value.trim_matches([' ', '|', ':', '：']).to_owned()));
                }
            }
        }
        Self(out)
    }

    /// What the first field that gives `wanted` and can be read says of it.
    fn first<T>(&self, wanted: Item, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.0.iter().filter(|(item, _)| *item == wanted).find_map(|(_, value)| read(value))
    }
}

/// Reads a date as printed, with or without lost characters: `2023年1月3日`, `2023-01-03`, `20251月6`, `二〇一二年三月五日`.
pub(super) fn date(text: &str) -> Option<String> {
    // The 年 may be lost: the year's four digits run into the month.
    static MARKED: Pattern = pattern(r"((?:19|20)\d\d) ?{:year}? ?(\d\d?) ?{:month} ?(\d\d?) ?{:day}?");
    static POINTED: Pattern = pattern(r"((?:19|20)\d\d)[-./](\d\d?)[-./](\d\d?)");
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        for form in [&MARKED, &POINTED] {
            if let Some(found) = form.captures(text) {
                let number = |index: usize| found[index].parse::<u32>().ok();
                return valid(number(1)? as i32, number(2)?, number(3)?);
            }
        }
    }
    let (year, month, day, _) = han_date(text)?;
    valid(year, month, day)
}

fn valid(year: i32, month: u32, day: u32) -> Option<String> {
    let date = jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()?;
    Some(date.to_string())
}

/// A date in Chinese digits: year, month, day, its bytes.
fn han_date(text: &str) -> Option<(i32, u32, u32, std::ops::Range<usize>)> {
    text.match_indices('年').find_map(|(at, mark)| {
        let (start, year) = han_year(&text[..at])?;
        let (month, rest) = text[at + mark.len()..].split_once('月')?;
        let (day, rest) = rest.split_once('日')?;
        let number =
            |text: &str, most: usize| parse_numeral(text).filter(|_| (1..=most).contains(&text.chars().count()));
        Some((year, number(month, 2)?, number(day, 3)?, start..text.len() - rest.len()))
    })
}

/// The year in four Chinese digits that a text ends with, and where it begins.
fn han_year(text: &str) -> Option<(usize, i32)> {
    let (start, first) = text.char_indices().rev().nth(3)?;
    let year = text[start..].chars().try_fold(0, |year, c| Some(year * 10 + han_digit(c)?))?;
    matches!(first, '一' | '二').then_some((start, year))
}

pub(super) fn han_digit(c: char) -> Option<i32> {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '〇' | '○' | '零' | 'O' | 'o' | '0' => Some(0),
        c => DIGITS.iter().position(|digit| *digit == c).map(|at| at as i32 + 1),
    }
}

/// Whether a line is nothing but a date, as under a signature.
pub(super) fn is_date_line(scan: &str) -> bool {
    static LINE: Pattern = pattern(r"^\(?(?:19|20)\d\d ?{:year}? ?\d\d? ?{:month} ?\d\d? ?{:day}?\)?$");
    /// No date is longer, in bytes.
    const LONGEST: usize = 40;
    let scan = scan.trim();
    if scan.len() > LONGEST {
        return false;
    }
    let bare = scan.strip_prefix('(').unwrap_or(scan);
    let bare = bare.strip_suffix(')').unwrap_or(bare);
    LINE.is_match(scan) || han_date(bare).is_some_and(|(.., range)| range == (0..bare.len()))
}

/// The first four-digit year in a text that a report could be of.
pub(super) fn year(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + first;
        let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if end - start == 4
            && let Some(year @ 1980..=2049) = text[start..end].parse().ok()
            && !words().opens(Class::Counted, &text[end..])
        {
            return Some(year);
        }
        at = end;
    }
    let within = |year: &i32| (2000..=2049).contains(year);
    // `〇〇八年`: the 二 before it is lost.
    let lost = |before: &str| {
        let zero = before.starts_with(['〇', '○', '零']) && before.chars().count() == 3;
        before.chars().try_fold(2, |year, c| Some(year * 10 + han_digit(c)?)).filter(|_| zero)
    };
    let han = |at: usize| han_year(&text[..at]).map(|(_, year)| year).or_else(|| lost(&text[..at])).filter(within);
    text.match_indices('年').find_map(|(at, _)| han(at))
}

/// A document number: `洪政办〔2025〕1号`, also with a lost bracket.
pub(super) fn doc_number(text: &str) -> Option<String> {
    static NUMBER: Pattern = pattern(
        r"([\x{4e00}-\x{9fff}]{2,12}(?:\([\x{4e00}-\x{9fff}]{1,4}\)|〔[\x{4e00}-\x{9fff}]{1,4}〕)?) ?[〔\[(【<﹝]\s?((?:19|20)\d\d)\s?{:year}?[〕\])】>﹞]?\s?{:nth}?\s?(\d{1,5})\s?{:number}",
    );
    let found = NUMBER.captures(text)?;
    let mut organ = &found[1];
    // `文号洪政办〔2025〕1号`: the field's name ran into it.
    let names = words().list_of(Class::Field, Item::Number.code());
    if let Some(rest) = names.filter_map(|name| organ.strip_prefix(name)).min_by_key(|rest| rest.len()) {
        organ = rest;
    }
    let organ = organ.trim_start_matches('号');
    (organ.chars().count() >= 2).then(|| format!("{organ}〔{}〕{}{}", &found[2], &found[3], '号'))
}

/// A line up to the first other document that it cites with its number in a sentence: `已下发《关于…的通知》(云政办〔2010〕8号)。`
fn before_citation(scan: &str) -> &str {
    static CITED: Pattern = pattern(r"《[^《》]{4,60}{:document}》\(");
    let cited = CITED.find(scan).filter(|found| scan[found.end()..].contains(['。', ';']));
    cited.map_or(scan, |found| &scan[..found.start()])
}

/// Whether a line could be a notice's title.
fn title_score(line: &str) -> i32 {
    static ABOUT: Pattern = pattern(r"{:about}.*{:document}(?:$|>)");
    let length = line.chars().filter(|c| is_han(*c)).count();
    if !(6..=120).contains(&length) || line.ends_with(['。', ';', ':']) {
        return 0;
    }
    let mut score = 0;
    for (weight, holds) in [
        (6, ABOUT.is_match(line)),
        (3, words().within(Class::GovernmentReport, line)),
        (2, words().within(Class::Division, line)),
        (1, year(line).is_some()),
        (-4, is_told(line)),
        (-5, line.contains('。')),
    ] {
        score += if holds { weight } else { 0 };
    }
    score
}

/// Whether a line is the page's path or tells of a document.
fn is_told(line: &str) -> bool {
    words().within(Class::Path, line)
        || line.contains('>') && !line.contains('<')
        || words().within(Class::Citing, line)
}

/// Whether a text has so many Chinese characters that it can be a title.
fn is_long(title: &str) -> bool {
    title.chars().filter(|c| is_han(*c)).count() >= 6
}

/// The title: a titled field, the best line of the head, two lines of it joined, or the page's own title.
fn title(head: &[Line], fields: &Fields, hint: Option<&str>) -> String {
    let fielded = |title: &str| (is_long(title) && title_score(title) > 0).then(|| clean_title(title));
    if let Some(title) = fields.first(Item::Title, fielded) {
        return title;
    }
    let scored = head.iter().enumerate().map(|(index, line)| (title_score(line.scan()), std::cmp::Reverse(index)));
    if let Some((score, std::cmp::Reverse(index))) = scored.max().filter(|(score, _)| *score >= 3) {
        let joined = if score < 7 { broken_title(head) } else { None };
        return clean_title(&joined.unwrap_or_else(|| whole_title(head, index)));
    }
    let named = || head.iter().find_map(|line| report_named_in(line.text.shown().as_str()));
    if let Some(title) = broken_title(head).or_else(named) {
        return clean_title(&title);
    }
    let hint = hint.map(|hint| clean_title(hint.split(['_', '|', '-']).next().unwrap_or(hint)));
    hint.filter(|hint| is_long(hint)).or_else(|| first_words(head)).unwrap_or_default()
}

/// A title broken over two or three lines.
fn broken_title(head: &[Line]) -> Option<String> {
    (0..head.len().min(20)).find_map(|index| {
        (2..=3).find_map(|count| {
            let part = head.get(index..index + count)?;
            let open = !part[0].scan().ends_with(['。', ':', ';'])
                && part[0].scan().chars().count() >= 4
                && !is_letterhead(part[0].scan());
            let joined: String = part.iter().filter(|_| open).map(|line| line.text.shown()).collect();
            (open && title_score(&joined) >= 7).then_some(joined)
        })
    })
}

/// Whether a line is the red head of an office's paper: `某区人民政府办公室文件`.
fn is_letterhead(scan: &str) -> bool {
    words().before(Class::Letterhead, scan).is_some_and(|issuer| words().ends(Class::Issuer, issuer.trim_end()))
}

/// A title's line with what stands of it on the lines around.
fn whole_title(head: &[Line], index: usize) -> String {
    let scan = head[index].scan();
    // `某区人民政府办公室` on one line, `关于…的通知` on the next.
    let issuer = index.checked_sub(1).map(|before| &head[before]).filter(|before| {
        let before = before.scan();
        words().opens(Class::About, scan)
            && before.chars().count() <= 30
            && before.chars().all(is_han)
            && words().ends(Class::Issuer, before)
    });
    // `关于印发…的` on one line, `通 知` on the next.
    let kind = head.get(index + 1).filter(|_| scan.ends_with('的')).filter(|next| {
        let word: String = next.scan().chars().filter(|c| !c.is_whitespace()).collect();
        words().is(Class::Document, &word)
    });
    let shown = |line: Option<&Line>| line.map(|line| line.text.shown()).unwrap_or_default();
    shown(issuer) + &head[index].text.shown() + &shown(kind)
}

/// The first line of the head that is words and nothing known.
fn first_words(head: &[Line]) -> Option<String> {
    let first = head.iter().map(|line| line.text.shown()).find(|line| {
        let han = line.chars().filter(|c| is_han(*c)).count();
        (4..=80).contains(&han)
            && (!line.contains(['|', '>']) || line.contains('《'))
            && !super::label::has_label(line)
            && !super::noise::is_furniture(line)
            && !line.ends_with(['。', ':', '：'])
            && line::Marker::split(line).is_none_or(|(marker, _)| marker.bare)
    });
    first.map(|line| clean_title(&line))
}

/// The name of a report at the end of a path (`首页 > 报告 > 2008年云柘省政府工作报告`) or at the head of a long line.
fn report_named_in(line: &str) -> Option<String> {
    static NAMED: Pattern =
        pattern(r"^(?:\d{1,2}[.、])?\s*((?:20\d\d{:year})?[^，。,;；:：>\d]{0,24}{:government_report})");
    if let Some((_, last)) = line.rsplit_once('>') {
        return (title_score(last) >= 3).then(|| last.to_owned());
    }
    let named = NAMED.captures(line)?[1].to_owned();
    let mentioned = named.starts_with(['据', '在', '向']) || words().opens(Class::Citing, &named);
    (!mentioned).then_some(named)
}

/// The issuer that a title opens with: `某县人民政府关于…`.
fn issuer_of(title: &str) -> Option<String> {
    let issuer = &title[..words().find(Class::About, title)?];
    let office = words().ends(Class::Issuer, issuer) && (3..=30).contains(&issuer.chars().count());
    (office && issuer.chars().all(is_han)).then(|| issuer.to_owned())
}

/// A title without the page's marks, its line breaks, `附件:` and the document number that some sites print at its ends.
fn clean_title(title: &str) -> String {
    static AROUND: Pattern = pattern(
        r"^{:annex}[:：]\s*(?:1[.、]\s*)?|^[(（]?[\x{4e00}-\x{9fff}]{2,12}[〔\[【(（]\s?(?:19|20)\d\d\s?[〕\]】)）]\s?{:nth}?\s?\d{1,5}\s?{:number}[)）]?\s*[—\-:：]*\s*|(?:\s*[(（]|\s+)[\x{4e00}-\x{9fff}]{2,12}[〔\[【(（]\s?(?:19|20)\d\d\s?[〕\]】)）]\s?{:nth}?\s?\d{1,5}\s?{:number}[)）]?$",
    );
    // `称: 2009年政府工作报告`: a field whose name was cut.
    let title = match title.split_once([':', '：', '|']) {
        Some((label, rest)) if label.trim().chars().count() <= 4 && title_score(rest.trim()) >= 3 => rest,
        _ => title,
    };
    let bare = AROUND.replace_all(title.trim(), "");
    let title = if is_long(&bare) { &*bare } else { title };
    let words = title.trim_matches([' ', '|', '【', '】', '*', '#']).split_whitespace();
    let mut out = String::new();
    for word in words {
        // A space between Chinese words is the page's line break.
        if out.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric())
            && word.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The document number of a line of the head that is the notice's own.
fn own_number(scan: &str) -> Option<String> {
    let own = scan.chars().count() <= 160 && !words().within(Class::Citing, scan);
    own.then(|| doc_number(before_citation(scan))).flatten()
}

/// The date of a line such as `时间:2023-01-03 来源:…`.
fn dated_line(scan: &str) -> Option<String> {
    let named = || words().list_of(Class::Field, Item::Source.code()).any(|name| scan.contains(name));
    let line = scan.chars().count() <= 60 && !is_date_line(scan) && !scan.contains('号');
    (line && (scan.contains(':') || named())).then(|| date(scan)).flatten()
}

/// Reads the head. `signature` is the line before the date that closes the covering letter, and that date.
pub(super) fn read(lines: &[Line], hints: &[(String, String)], signature: Option<(&str, &str)>) -> Header {
    let head = &lines[..lines.len().min(HEAD_LINES)];
    let fields = Fields::read(head);
    let hint = |wanted: &dyn Fn(&str) -> bool| {
        let value = hints.iter().find(|(name, _)| wanted(name)).map(|(_, value)| value.trim().to_owned());
        value.filter(|value| !value.is_empty())
    };
    let is = |name: &str, names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    let titled = |name: &str| {
        is(name, &["title", "meta:ArticleTitle"])
            || words().list_of(Class::Field, Item::Title.code()).any(|own| own == name)
    };
    let published = |name: &str| is(name, &["meta:PubDate", "meta:publishdate"]);
    let title = title(head, &fields, hint(&titled).as_deref());
    let issuer = |value: &str| {
        let issuer = value.split(['【', '[']).next().unwrap_or("").trim();
        let fits = issuer.chars().filter(|c| is_han(*c)).count() >= 2 && issuer.chars().count() <= 40;
        fits.then(|| issuer.to_owned())
    };
    Header {
        doc_number: fields
            .first(Item::Number, doc_number)
            .or_else(|| head.iter().take(30).find_map(|line| own_number(line.scan()))),
        index_number: fields.first(Item::Index, |value| value.split_whitespace().next().map(str::to_owned)),
        issuer: fields
            .first(Item::Issuer, issuer)
            .or_else(|| signature.map(|(issuer, _)| issuer.to_owned()).filter(|issuer| !issuer.is_empty()))
            .or_else(|| issuer_of(&title)),
        issued_on: fields.first(Item::Issued, date).or_else(|| signature.and_then(|(_, day)| date(day))),
        published_on: fields
            .first(Item::Published, date)
            .or_else(|| hint(&published).and_then(|value| date(&value)))
            .or_else(|| head.iter().take(12).find_map(|line| dated_line(line.scan()))),
        title,
    }
}

#[cfg(test)]
mod tests;
