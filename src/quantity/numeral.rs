//! Numbers in every writing: Arabic, full-width, Chinese, 大写, with 万 and 亿, 百分之, 分之, 成, 翻番.

use super::bound;
use super::exclude::ends_here;
use super::line::Line;
use super::words::Class;

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
    /// 过半: half of the whole, or more.
    Half,
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
    c.is_ascii_digit() || digit(c).is_some() || scale(c).is_some() || matches!(c, '翻' | '过')
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
    if first == '过' {
        return half(line, start);
    }
    for (word, power, measure) in
        [(Class::PerHundred, 0, "%"), (Class::PerThousand, 0, "‰"), (Class::PerTenThousand, -2, "%")]
    {
        if let Some(end) = line.any_at(start, word) {
            let part = plain(line, end)?;
            let value = shift(part.value, power);
            return Some(Numeral { value, plain: value, power: 0, form: Form::Whole(measure), ..part });
        }
    }
    let number = plain(line, start)?;
    let after = line.get(number.end);
    if let Some(end) = line.any_at(number.end, Class::PartsOf) {
        let top = plain(line, end)?;
        return (number.value >= 2.0).then(|| share(top.end, top.value, number.value));
    }
    if after == Some('/')
        && let Some(part) = slashed(line, start, number)
    {
        return Some(part);
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

/// A part of the whole in per cent.
fn share(end: usize, top: f64, whole: f64) -> Numeral {
    let value = top / whole * 100.0;
    Numeral { end, value, plain: value, power: 0, more: false, form: Form::Whole("%") }
}

/// 闲置土地1/3以上: a proper fraction of one digit each, of what stands before it; no date (1/12), no 24/7, not 1/3的村.
fn slashed(line: &Line, start: usize, top: Numeral) -> Option<Numeral> {
    let bottom = line.get(top.end + 1)?.to_digit(10).filter(|_| top.end == start + 1)?;
    let end = top.end + 2;
    let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '+' | '年' | '月');
    let alone = !line.get(end).is_some_and(joined) && !line.get(start.wrapping_sub(1)).is_some_and(joined);
    let behind = bound::behind(line, end).map_or(end, |(end, _)| end);
    let proper = alone && ends_here(line, behind);
    (proper && top.value >= 1.0 && top.value < f64::from(bottom)).then(|| share(end, top.value, f64::from(bottom)))
}

/// Behind the run of numerals at `start` that is no number.
pub(super) fn skip(line: &Line, start: usize) -> usize {
    let run = line.chars[start..].iter().take_while(|c| is_chinese(**c)).count();
    start + run.max(1)
}

/// 翻一番, 翻了两番, 翻番, 翻倍.
fn doubling(line: &Line, start: usize) -> Option<Numeral> {
    let twofold = |end, times: f64| {
        let value = times.exp2();
        Numeral { end, value, plain: value, power: 0, more: false, form: Form::Whole("倍") }
    };
    if matches!(line.get(start + 1), Some('番' | '倍')) {
        return is_reached(line, start).then(|| twofold(start + 2, 1.0));
    }
    let times = plain(line, start + 1 + usize::from(line.get(start + 1) == Some('了')))?;
    let fits = line.get(times.end) == Some('番') && (1.0..=6.0).contains(&times.value);
    fits.then(|| twofold(times.end + 1, times.value))
}

/// 占比过半, 覆盖率首次过半: only a share can be more than half; not 任务过半, 工程过半.
fn half(line: &Line, start: usize) -> Option<Numeral> {
    if line.get(start + 1) != Some('半') || !ends_here(line, start + 2) {
        return None;
    }
    let noun = line.any_before(start, Class::Link).unwrap_or(start);
    line.any_before(noun, Class::ShareNoun)?;
    Some(Numeral { end: start + 2, value: 50.0, plain: 50.0, power: 0, more: false, form: Form::Half })
}

/// Whether 翻番 is said of what stands before it: 规模实现翻番 and no more; not 翻番行动, “两个翻番”, 三年翻番.
fn is_reached(line: &Line, start: usize) -> bool {
    let ends = matches!(line.get(line.skip_blanks(start + 2)), None | Some(',' | '。' | ';' | '、' | ')'));
    let clause = line.clause_start(start);
    let stop = line.any_before(start, Class::Link).unwrap_or(start);
    let named = line.get(stop.wrapping_sub(1)).is_some_and(|c| !matches!(c, '个' | '月'));
    // 三年, 3年; 2020年 is what it is compared with.
    let timed = (clause + 1..start).any(|here| {
        let digits = line.chars[clause..here].iter().rev().take_while(|c| c.is_ascii_digit()).count();
        line.get(here) == Some('年') && (digits > 0 && digits < 4 || line.get(here - 1).is_some_and(is_chinese))
    });
    ends && named && !timed && stop >= clause + 2
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

/// A number in digits with what multiplies it: `2.4万`, `1,200`, and of 3亿2千万 the `3亿`.
struct Group {
    printed: String,
    end: usize,
    more: bool,
    /// Power of ten that 十百千 give it.
    low: i32,
    /// Power of ten that 万 and 亿 give it and what stands before it.
    high: i32,
}

impl Group {
    fn power(&self) -> i32 {
        self.low + self.high
    }

    /// Without 万 and 亿; exact for the short whole numbers that are added up.
    fn section(&self) -> f64 {
        scaled(&self.printed, self.low)
    }
}

fn scaled(printed: &str, power: i32) -> f64 {
    format!("{printed}e{power}").parse().unwrap_or(0.0)
}

fn arabic(line: &Line, start: usize) -> Numeral {
    let first = group(line, start);
    let plain: f64 = first.printed.parse().unwrap_or(0.0);
    let value = scaled(&first.printed, first.power());
    let one = Numeral { end: first.end, value, plain, power: first.power(), more: first.more, form: Form::Digits };
    added(line, one, &first).unwrap_or(one)
}

/// Groups that add up to one number: 3亿2千万, 1万2千, 2千5百万, 1万2000.
fn added(line: &Line, one: Numeral, first: &Group) -> Option<Numeral> {
    let mut sum = Sum { total: 0.0, section: 0.0, lowest: i32::MAX };
    sum.add(first)?;
    let (mut end, mut more, mut power) = (first.end, first.more, first.power());
    while !more {
        let Some(next) = next_group(line, end, power) else { break };
        if sum.add(&next).is_none() {
            break;
        }
        (end, more, power) = (next.end, next.more, next.power());
    }
    (end > first.end).then(|| {
        let value = sum.total + sum.section;
        Numeral { end, value, plain: shift(value, -power), power, more, form: one.form }
    })
}

/// What the groups read so far make.
struct Sum {
    total: f64,
    /// What the next 万 or 亿 multiplies.
    section: f64,
    /// A group to come is smaller than ten to this power.
    lowest: i32,
}

impl Sum {
    /// Adds a group if it goes on with the number: whole, and smaller than what the last one counted in.
    fn add(&mut self, group: &Group) -> Option<()> {
        let whole = group.printed.len() <= 4 && group.printed.bytes().all(|byte| byte.is_ascii_digit());
        if !whole || group.power() == 0 && self.lowest == i32::MAX {
            return None;
        }
        // 1万2千亿: the 亿 multiplies all that stands before it.
        let of_all = self.lowest == 4 && group.high == 8 && self.section == 0.0;
        let size = if of_all || self.section > 0.0 { group.section() } else { scaled(&group.printed, group.power()) };
        if self.lowest != i32::MAX && size >= 10f64.powi(self.lowest) {
            return None;
        }
        self.section += group.section();
        if group.high > 0 {
            let before = if of_all { std::mem::take(&mut self.total) } else { 0.0 };
            self.total += (before + std::mem::take(&mut self.section)) * 10f64.powi(group.high);
        }
        self.lowest = if group.high > 0 { group.high } else { group.low };
        Some(())
    }
}

/// The group at `end` that may go on with a number counted in ten to the `power`: with a power of its own, or with all
/// its digits, 1万2000.
fn next_group(line: &Line, end: usize, power: i32) -> Option<Group> {
    let start = line.skip_blanks(end);
    line.get(start).filter(char::is_ascii_digit)?;
    let next = group(line, start);
    let full = start == end && matches!(power, 3 | 4) && next.printed.len() == power as usize;
    let other = matches!(line.get(line.skip_blanks(next.end)), Some('年' | '岁' | '-' | '~' | '/' | '.'));
    (next.power() > 0 || full && !other && !next.printed.starts_with('0')).then_some(next)
}

fn group(line: &Line, start: usize) -> Group {
    let mut printed = String::new();
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
    let mut here = digits(start, &mut printed);
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
    let mut group = Group { printed, end: here, more: false, low: 0, high: 0 };
    scales(line, &mut group);
    group
}

/// Takes the 余 and the 十百千万亿 behind a number in digits.
fn scales(line: &Line, group: &mut Group) {
    loop {
        let next = line.skip_blanks(group.end);
        match line.get(next) {
            Some('余' | '多') if !group.more && next == group.end && !line.is_swallowed(next..next + 1) => {
                group.more = true;
                group.end += 1;
            }
            Some(c @ ('百' | '千' | '万' | '亿' | '萬' | '億')) => {
                let Some(step) = scale(c) else { break };
                // 500千瓦 has a measure, 3千人 a thousand.
                if c == '千'
                    && line.get(next + 1).is_some_and(|c| matches!(c, '瓦' | '米' | '克' | '伏' | '卡' | '帕' | '兆'))
                {
                    break;
                }
                if group.power() >= 12 {
                    break;
                }
                if step < 4 && group.high == 0 {
                    group.low += step;
                } else {
                    group.high += step;
                }
                group.end = next + 1;
            }
            _ => break,
        }
    }
}

fn chinese(line: &Line, start: usize) -> Option<Numeral> {
    let run = line.chars[start..].iter().take_while(|c| is_chinese(**c)).count();
    let end = start + run;
    let run = &line.chars[start..end];
    let scales = run.iter().filter(|c| scale(**c).is_some()).count();
    // 二〇二五 is read digit by digit, 三五 is no number.
    let value = if scales == 0 {
        run.iter().try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(digit(*c)?))? as f64
    } else {
        summed(run)?
    };
    let form = match scales {
        0 => Form::Chinese,
        _ if scales == run.len() && run.len() <= 2 && run[0] != '十' => Form::Scale,
        _ => Form::Chinese,
    };
    if (scales > 0 || run.len() == 1)
        && form == Form::Chinese
        && let Some(found) = with_point(line, end, value)
    {
        return Some(found);
    }
    let more = scales > 0 && matches!(line.get(end), Some('余' | '多')) && !line.is_swallowed(end..end + 1);
    let whole = Numeral { end: end + usize::from(more), value, plain: value, power: 0, more, form };
    // 三亿2千万: the rest is in digits.
    let lowest = run.last().and_then(|c| scale(*c)).filter(|power| *power >= 4 && !more);
    let rest = lowest.and_then(|power| next_group(line, end, power).filter(|next| next.power() > 0));
    Some(match (lowest, rest) {
        (Some(lowest), Some(next)) if scaled(&next.printed, next.power()) < 10f64.powi(lowest) => {
            let value = value + scaled(&next.printed, next.power());
            Numeral { end: next.end, value, plain: value, more: next.more, form: Form::Chinese, ..whole }
        }
        _ => whole,
    })
}

/// 八十五点五, 三点五万: `value` with the digits behind 点, which is no point in 十点五十分.
fn with_point(line: &Line, point: usize, value: f64) -> Option<Numeral> {
    if line.get(point) != Some('点') {
        return None;
    }
    let tail: String = line.chars[point + 1..]
        .iter()
        .map_while(|c| digit(*c))
        .take(20)
        .map(|low| char::from(b'0' + u8::try_from(low).unwrap_or(0)))
        .collect();
    let mut end = point + 1 + tail.len();
    if tail.is_empty() || matches!(line.get(end), Some('十' | '百' | '千' | '点' | '时')) {
        return None;
    }
    let plain: f64 = format!("{value}.{tail}").parse().ok()?;
    let mut power = 0;
    while let Some(c @ ('万' | '亿')) = line.get(end).filter(|_| power < 16) {
        power += scale(c)?;
        end += 1;
    }
    Some(Numeral { end, value: shift(plain, power), plain, power, more: false, form: Form::Chinese })
}

/// The number that a run of Chinese numerals with 十百千万亿 says.
fn summed(run: &[char]) -> Option<f64> {
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
    Some(total + section + number.unwrap_or(0.0))
}

#[cfg(test)]
mod tests;
