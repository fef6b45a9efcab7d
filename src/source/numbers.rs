//! Numbers as lists print them.
//!
//! In:  a count and a style.
//! Out: `三`, `III`, `c`, `③` …; Arabic digits where a style has no sign for the count.

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Decimal,
    /// `01`.
    DecimalZero,
    /// `１`.
    FullWidth,
    /// `①`.
    Circled,
    /// `⑴`.
    Parenthesized,
    /// `⒈`.
    Dotted,
    /// `十二`.
    Chinese,
    /// `一二`.
    ChineseDigits,
    /// `拾贰`.
    Formal,
    /// `甲`.
    Stems,
    /// `子`.
    Branches,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

/// The number in its style.
pub(super) fn print(number: u32, style: Style) -> String {
    let sign = |first: char, most: u32| {
        let sign = (1..=most).contains(&number).then(|| char::from_u32(first as u32 + number - 1)).flatten();
        sign.map(String::from)
    };
    let of = |signs: &[char]| (number as usize).checked_sub(1).and_then(|at| signs.get(at)).map(char::to_string);
    let decimal = || number.to_string();
    match style {
        Style::Decimal => decimal(),
        Style::DecimalZero => format!("{number:02}"),
        Style::FullWidth => {
            decimal().bytes().filter_map(|digit| char::from_u32(u32::from(digit) - 0x30 + 0xff10)).collect()
        }
        Style::Circled => sign('①', 20).unwrap_or_else(decimal),
        Style::Parenthesized => sign('⑴', 20).unwrap_or_else(decimal),
        Style::Dotted => sign('⒈', 20).unwrap_or_else(decimal),
        Style::Chinese => chinese(number, DIGITS, ['十', '百', '千', '万']),
        Style::ChineseDigits => decimal().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect(),
        Style::Formal => chinese(number, FORMAL, ['拾', '佰', '仟', '万']),
        Style::Stems => of(&STEMS).unwrap_or_else(decimal),
        Style::Branches => of(&BRANCHES).unwrap_or_else(decimal),
        Style::LowerLetter => letters(number).to_ascii_lowercase(),
        Style::UpperLetter => letters(number),
        Style::LowerRoman => roman(number).to_ascii_lowercase(),
        Style::UpperRoman => roman(number),
    }
}

/// A count up to 99,999,999 in Chinese: `一百零二`, and `十二` instead of `一十二`.
fn chinese(number: u32, digits: [char; 10], places: [char; 4]) -> String {
    if number >= 100_000_000 {
        return number.to_string();
    }
    if number >= 10_000 {
        let rest = number % 10_000;
        let gap = if rest > 0 && rest < 1000 { "零" } else { "" };
        let tail = if rest > 0 { chinese(rest, digits, places) } else { String::new() };
        return format!("{}{}{gap}{tail}", chinese(number / 10_000, digits, places), places[3]);
    }
    if number == 0 {
        return digits[0].to_string();
    }
    let mut text = String::new();
    let mut gap = false;
    for (unit, place) in [(1000, Some(places[2])), (100, Some(places[1])), (10, Some(places[0])), (1, None)] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap |= !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push('零');
        }
        if !(unit == 10 && digit == 1 && text.is_empty()) {
            text.push(digits[digit as usize]);
        }
        text.extend(place);
    }
    text
}

/// `A` to `Z`, then `AA`.
fn letters(number: u32) -> String {
    let mut left = number;
    let mut signs = Vec::new();
    while left > 0 {
        left -= 1;
        signs.push((b'A' + (left % 26) as u8) as char);
        left /= 26;
    }
    signs.iter().rev().collect()
}

fn roman(number: u32) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_in_every_style() {
        for (number, style, want) in [
            (3, Style::Chinese, "三"),
            (10, Style::Chinese, "十"),
            (12, Style::Chinese, "十二"),
            (20, Style::Chinese, "二十"),
            (102, Style::Chinese, "一百零二"),
            (110, Style::Chinese, "一百一十"),
            (2020, Style::Chinese, "二千零二十"),
            (10_500, Style::Chinese, "一万零五百"),
            (12, Style::ChineseDigits, "一二"),
            (12, Style::Formal, "拾贰"),
            (2, Style::Stems, "乙"),
            (12, Style::Branches, "亥"),
            (5, Style::Circled, "⑤"),
            (21, Style::Circled, "21"),
            (0, Style::Circled, "0"),
            (3, Style::Parenthesized, "⑶"),
            (12, Style::FullWidth, "１２"),
            (7, Style::DecimalZero, "07"),
            (28, Style::LowerLetter, "ab"),
            (26, Style::UpperLetter, "Z"),
            (14, Style::UpperRoman, "XIV"),
            (4000, Style::LowerRoman, "4000"),
        ] {
            assert_eq!(print(number, style), want);
        }
    }
}
