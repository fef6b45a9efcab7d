//! Numbers in every writing: Arabic, full-width, Chinese, 大写, with 万 and 亿, 百分之, 分之, 成, 翻番.

use super::line::Line;

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// With digits: `2.4万`, `1,200`.
    Digits,
    /// In characters: `二十`, `叁万`.
    Chinese,
    /// Only 十百千万亿: `突破千亿`.
    Scale,
    /// It carries its measure: 百分之九十, 八成, 三分之一 (%), 千分之五 (‰), 翻一番 (倍).
    Whole(&'static str),
}

/// A number as read; positions are characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numeral {
    pub(super) end: usize,
    pub(super) value: f64,
    /// The value without 万 and 亿, and their power of ten.
    pub(super) plain: f64,
    pub(super) power: i32,
    /// Followed by 余 or 多.
    pub(super) more: bool,
    pub(super) form: Form,
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '兩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn scale(c: char) -> Option<i32> {
    Some(match c {
        '十' | '拾' => 1,
        '百' | '佰' => 2,
        '千' | '仟' => 3,
        '万' | '萬' => 4,
        '亿' | '億' => 8,
        _ => return None,
    })
}

/// Whether a number may begin with this character.
pub(super) fn is_start(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some() || scale(c).is_some() || c == '翻'
}

fn is_chinese(c: char) -> bool {
    digit(c).is_some() || scale(c).is_some()
}

/// Reads the number that begins at `start`. A run of Chinese numerals is read whole.
pub(super) fn read(line: &Line, start: usize) -> Option<Numeral> {
    let first = line.get(start)?;
    if first == '翻' {
        return doubling(line, start);
    }
    for (word, power, measure) in [("百分之", 0, "%"), ("千分之", 0, "‰"), ("万分之", -2, "%")] {
        if line.starts(start, word) {
            let part = plain(line, start + 3)?;
            let value = shift(part.value, power);
            return Some(Numeral { value, plain: value, power: 0, form: Form::Whole(measure), ..part });
        }
    }
    let number = plain(line, start)?;
    let after = line.get(number.end);
    if line.starts(number.end, "分之") {
        let top = plain(line, number.end + 2)?;
        if number.value < 2.0 {
            return None;
        }
        let value = top.value / number.value * 100.0;
        return Some(Numeral { end: top.end, value, plain: value, power: 0, more: false, form: Form::Whole("%") });
    }
    if after == Some('成') && (1.0..10.0).contains(&number.value) && number.power == 0 {
        let mut end = number.end + 1;
        let mut value = number.value * 10.0;
        match line.get(end) {
            Some('半') => {
                value += 5.0;
                end += 1;
            }
            Some(c) if digit(c).is_some() && number.form == Form::Chinese => {
                value += digit(c).map_or(0.0, |low| low as f64);
                end += 1;
            }
            _ => {}
        }
        return Some(Numeral { end, value, plain: value, power: 0, more: false, form: Form::Whole("%") });
    }
    Some(number)
}

/// Behind the run of numerals at `start` that is no number.
pub(super) fn skip(line: &Line, start: usize) -> usize {
    let run = line.chars[start..].iter().take_while(|c| is_chinese(**c)).count();
    start + run.max(1)
}

fn doubling(line: &Line, start: usize) -> Option<Numeral> {
    // 翻一番, 翻了一番.
    let times = plain(line, start + 1 + usize::from(line.get(start + 1) == Some('了')))?;
    if line.get(times.end) != Some('番') || !(1.0..=6.0).contains(&times.value) {
        return None;
    }
    let value = times.value.exp2();
    Some(Numeral { end: times.end + 1, value, plain: value, power: 0, more: false, form: Form::Whole("倍") })
}

fn plain(line: &Line, start: usize) -> Option<Numeral> {
    let first = line.get(start)?;
    if first.is_ascii_digit() {
        return Some(arabic(line, start));
    }
    if is_chinese(first) { chinese(line, start) } else { None }
}

/// `value` times a power of ten, rounded once.
fn shift(value: f64, power: i32) -> f64 {
    format!("{value}e{power}").parse().unwrap_or(value)
}

fn arabic(line: &Line, start: usize) -> Numeral {
    let mut printed = String::new();
    let mut here = start;
    let digits = |mut position: usize, printed: &mut String| {
        while let Some(c) = line.get(position).filter(char::is_ascii_digit) {
            // More digits than any figure has are kept out of the number, not out of the text.
            if printed.len() < 40 {
                printed.push(c);
            }
            position += 1;
        }
        position
    };
    here = digits(here, &mut printed);
    // 1,200 and 12,345,678: groups of three behind one to three digits.
    if printed.len() <= 3 {
        while line.get(here) == Some(',') {
            let group = (1..4).all(|step| line.get(here + step).is_some_and(|c| c.is_ascii_digit()));
            if !group || line.get(here + 4).is_some_and(|c| c.is_ascii_digit()) {
                break;
            }
            here = digits(here + 1, &mut printed);
        }
    }
    if line.get(here) == Some('.') && line.get(here + 1).is_some_and(|c| c.is_ascii_digit()) {
        printed.push('.');
        here = digits(here + 1, &mut printed);
    }
    let mut end = here;
    let mut more = false;
    let mut power = 0;
    loop {
        let next = line.skip_blanks(end);
        match line.get(next) {
            Some('余' | '多') if !more && next == end && !is_word_of_more(line, next) => {
                more = true;
                end += 1;
            }
            Some(c @ ('百' | '千' | '万' | '亿' | '萬' | '億')) => {
                let Some(step) = scale(c) else { break };
                // 500千瓦 has a measure, 3千人 a thousand.
                if c == '千'
                    && line.get(next + 1).is_some_and(|c| matches!(c, '瓦' | '米' | '克' | '伏' | '卡' | '帕' | '兆'))
                {
                    break;
                }
                if power >= 12 {
                    break;
                }
                power += step;
                end = next + 1;
            }
            _ => break,
        }
    }
    let plain = printed.parse().unwrap_or(0.0);
    let value = format!("{printed}e{power}").parse().unwrap_or(plain);
    Numeral { end, value, plain, power, more, form: Form::Digits }
}

/// 多 that begins a word: 新建3多层厂房, 多元.
fn is_word_of_more(line: &Line, position: usize) -> bool {
    line.any_at(position, &["多层", "多元", "多功能", "多媒体", "多式", "余热", "余项", "多种", "多样"]).is_some()
}

fn chinese(line: &Line, start: usize) -> Option<Numeral> {
    let mut end = start;
    while line.get(end).is_some_and(is_chinese) {
        end += 1;
    }
    let run = &line.chars[start..end];
    let scales = run.iter().filter(|c| scale(**c).is_some()).count();
    if scales == 0 {
        // 二〇二五 is read digit by digit, 三五 is no number.
        let value = run.iter().try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(digit(*c)?))?;
        let mut value = value as f64;
        let mut whole_end = end;
        if run.len() == 1 && line.get(end) == Some('点') {
            let tail: String = line.chars[end + 1..]
                .iter()
                .take_while(|c| digit(**c).is_some())
                .filter_map(|c| digit(*c).map(|low| low.to_string()))
                .collect();
            if !tail.is_empty() {
                value = format!("{value}.{tail}").parse().unwrap_or(value);
                whole_end = end + 1 + tail.len();
                let mut power = 0;
                while let Some(c @ ('万' | '亿')) = line.get(whole_end) {
                    power += scale(c)?;
                    whole_end += 1;
                }
                let whole = shift(value, power.min(16));
                return Some(Numeral {
                    end: whole_end,
                    value: whole,
                    plain: value,
                    power,
                    more: false,
                    form: Form::Chinese,
                });
            }
        }
        return Some(Numeral { end: whole_end, value, plain: value, power: 0, more: false, form: Form::Chinese });
    }
    let form = if scales == run.len() && run.len() <= 2 && run[0] != '十' { Form::Scale } else { Form::Chinese };
    let (mut total, mut section, mut number) = (0.0_f64, 0.0_f64, None::<f64>);
    for c in run {
        if let Some(low) = digit(*c) {
            number = Some(low as f64);
            continue;
        }
        let power = scale(*c)?;
        let factor = 10f64.powi(power);
        if power < 4 {
            section += number.take().unwrap_or(1.0) * factor;
        } else {
            let mut part = section + number.take().unwrap_or(0.0);
            if part == 0.0 && total == 0.0 {
                part = 1.0;
            }
            // 两万亿: the 亿 multiplies what stands before it.
            if power == 8 {
                total = (total + part) * factor;
            } else {
                total += part * factor;
            }
            section = 0.0;
        }
        if total > 1e20 {
            return None;
        }
    }
    let value = total + section + number.unwrap_or(0.0);
    let more = matches!(line.get(end), Some('余' | '多')) && !is_word_of_more(line, end);
    Some(Numeral { end: end + usize::from(more), value, plain: value, power: 0, more, form })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, value: f64, words: &str) {
        let line = Line::new(text);
        let found = read(&line, 0).expect("a number");
        assert!((found.value - value).abs() < 1e-6 * value.abs().max(1.0), "{text}: {found:?}");
        assert_eq!(line.words(0..found.end), words);
    }

    #[test]
    fn every_writing() {
        check("2.4万人", 24_000.0, "2.4万");
        check("1.85万亩", 18_500.0, "1.85万");
        check("1,200个", 1_200.0, "1,200");
        check("１２３个", 123.0, "１２３");
        check("3万亿元", 3e12, "3万亿");
        check("100余家", 100.0, "100余");
        check("3万多人", 30_000.0, "3万多");
        check("二十个", 20.0, "二十");
        check("一百零五", 105.0, "一百零五");
        check("两万亿", 2e12, "两万亿");
        check("叁拾万", 300_000.0, "叁拾万");
        check("二〇二五年", 2025.0, "二〇二五");
        check("三点五万", 35_000.0, "三点五万");
        check("百分之九十", 90.0, "百分之九十");
        check("百分之98.5", 98.5, "百分之98.5");
        check("千分之四点五", 4.5, "千分之四点五");
        check("八成以上", 80.0, "八成");
        check("九成五", 95.0, "九成五");
        check("四分之一", 25.0, "四分之一");
        check("翻一番", 2.0, "翻一番");
        check("翻两番", 4.0, "翻两番");
        check("翻了一番", 2.0, "翻了一番");
        check("千亿元", 1e11, "千亿");
        check("500千瓦", 500.0, "500");
        check("3千人", 3000.0, "3千");
    }

    #[test]
    fn no_number() {
        for text in ["翻新", "百分之", "成都", ""] {
            assert_eq!(read(&Line::new(text), 0), None, "{text}");
        }
    }
}
