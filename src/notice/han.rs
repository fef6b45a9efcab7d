//! Chinese characters and numerals.

/// Whether a character is a Chinese one.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{20000}'..='\u{2ebef}')
}

/// The digits, from nought.
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A Chinese numeral below a thousand, `二十三` is 23.
pub(super) fn parse_numeral(text: &str) -> Option<u32> {
    let mut total = 0;
    let mut digit = 0;
    for c in text.chars() {
        match DIGITS.iter().position(|numeral| *numeral == c) {
            Some(value) => digit = value as u32,
            None => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => return None,
                };
                total += digit.max(1) * unit;
                digit = 0;
            }
        }
    }
    Some(total + digit)
}

/// The Chinese numeral of a number below a hundred.
pub(super) fn numeral(value: u32) -> String {
    let digit = |value: u32| DIGITS.get(value as usize).map(std::string::ToString::to_string).unwrap_or_default();
    match value {
        0..=9 => digit(value),
        10..=99 => {
            let tens = if value < 20 { String::new() } else { digit(value / 10) };
            let ones = if value.is_multiple_of(10) { String::new() } else { digit(value % 10) };
            format!("{tens}{}{ones}", '十')
        }
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_go_both_ways() {
        for value in 1..100 {
            assert_eq!(parse_numeral(&numeral(value)), Some(value));
        }
    }
}
