//! Shared indicators side by side: one row an indicator, one dot a value, each row on its own scale.

use std::cmp::Ordering;

use super::drawing::{Anchor, Drawing, style};
use super::frame::{self, MARGIN, NAME, ROW_LEADING, SMALL, WIDTH};
use super::narrow::{self, Around, Track};
use super::palette::{self, ACCENT, Colour, GREY, INK, RULE};
use super::{Caption, Chart, Name, font};

/// Indicators that several notices set a target for.
#[derive(Clone, Debug, Default)]
pub struct Indicators {
    pub caption: Caption,
    pub notices: Vec<Name>,
    /// Drawn in this order.
    pub rows: Vec<IndicatorRow>,
}

#[derive(Clone, Debug, Default)]
pub struct IndicatorRow {
    pub indicator: String,
    /// The base measure of the values: `人`, `%`.
    pub measure: String,
    pub values: Vec<IndicatorValue>,
}

#[derive(Clone, Debug, Default)]
pub struct IndicatorValue {
    /// Which of [`Indicators::notices`].
    pub notice: usize,
    /// In the row's measure.
    pub value: f64,
    /// As printed: `2.4万人以上`.
    pub text: String,
}

const MOST: usize = 30;
/// Beyond it a value is a slip of the pen.
const LARGEST: f64 = 1e30;
const RADIUS: f32 = 5.5;
const LEADING: f32 = 16.0;
/// The size of a value.
const VALUE: f32 = 13.0;
/// Where the tracks begin, and the range where they end.
const LEFT: f32 = 320.0;
const RIGHT: (f32, f32) = (850.0, 1080.0);
/// Words beside a dot wrap here, so that they fit right of the shortest track.
const LABEL: f32 = WIDTH - MARGIN - RIGHT.0 - 12.0;

/// At most so many lines of names beside one value.
const MOST_LINES: usize = 4;
/// A picture does not grow beyond this height, but has one row at least.
const MOST_HEIGHT: f32 = 4000.0;

/// The same value of one or more notices, with the words beside its dots.
#[derive(Clone)]
struct Group {
    x: f32,
    notices: Vec<usize>,
    /// The value as printed.
    value: String,
    /// Who has it, below the value.
    names: Vec<String>,
    side: Side,
    /// Below the track, set by [`settle`].
    y: f32,
}

/// The ends of a row: 0 and its largest value, or its least value below 0.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// `values` go from small to large.
    fn of(values: &[&IndicatorValue]) -> Self {
        let end = |value: Option<&&IndicatorValue>| value.map_or(0.0, |v| v.value);
        Self { low: end(values.first()).min(0.0), high: end(values.last()).max(0.0) }
    }

    /// Where `value` stands, from 0 to 1.
    fn part(&self, value: f64) -> f32 {
        let span = self.high - self.low;
        if span > 0.0 { ((value - self.low) / span) as f32 } else { 0.0 }
    }
}

/// To which side of the dot the words run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Right,
    Left,
    Both,
}

impl Group {
    fn width(&self) -> f32 {
        let names = self.names.iter().map(|line| font::width(line, SMALL.size));
        names.fold(font::width(&self.value, VALUE), f32::max)
    }

    fn height(&self) -> f32 {
        (1 + self.names.len()) as f32 * LEADING + 4.0
    }

    /// The left edge of the words.
    fn left(&self) -> f32 {
        match self.side {
            Side::Right if self.y > 0.0 => self.x + 5.0,
            Side::Right => self.x - 4.0,
            Side::Left => self.x + 4.0 - self.width(),
            Side::Both => self.x - self.width() / 2.0,
        }
    }

    /// Left, top, right, bottom of the words with white around them.
    fn bounds(&self) -> [f32; 4] {
        let left = self.left();
        [left - 6.0, self.y, left + self.width() + 6.0, self.y + self.height()]
    }
}

impl Indicators {
    /// The values that can be drawn: numbers of known notices, from small to large.
    fn values<'a>(&self, row: &'a IndicatorRow) -> Vec<&'a IndicatorValue> {
        let mut values: Vec<&IndicatorValue> =
            row.values.iter().filter(|v| v.value.abs() <= LARGEST && v.notice < self.notices.len()).collect();
        values.sort_by(|a, b| {
            a.value.total_cmp(&b.value).then_with(|| a.text.cmp(&b.text)).then(a.notice.cmp(&b.notice))
        });
        values
    }

    fn drawn(&self) -> Vec<(&IndicatorRow, Vec<&IndicatorValue>)> {
        let rows = self.rows.iter().map(|row| (row, self.values(row)));
        rows.filter(|(_, values)| !values.is_empty()).collect()
    }

    fn headline(&self, drawn: &[(&IndicatorRow, Vec<&IndicatorValue>)]) -> String {
        let widest = drawn.iter().filter_map(|(row, values)| {
            let (low, high) = (values.first()?, values.last()?);
            let ratio = high.value / low.value;
            (low.value > 0.0 && ratio > 1.0).then_some((ratio, *row, *low, *high))
        });
        let widest =
            widest.reduce(|best, next| if next.0.total_cmp(&best.0) == Ordering::Greater { next } else { best });
        match (drawn.len(), widest) {
            (0, _) => "各地共有的指标：没有可画的数据".to_owned(),
            (n, Some((ratio, row, low, high))) => {
                let ratio = if ratio >= 10.0 { format!("{ratio:.0}") } else { format!("{ratio:.1}") };
                format!(
                    "{n} 个指标可以并列比较；“{}”相差最大：{}是{}的 {ratio} 倍",
                    row.indicator,
                    self.notices[high.notice].phrase(),
                    self.notices[low.notice].phrase(),
                )
            }
            (n, None) => format!("{n} 个指标可以并列比较"),
        }
    }

    fn colour(&self, notice: usize) -> Colour {
        if self.notices.len() <= palette::KINDS.len() { palette::KINDS[notice] } else { ACCENT }
    }

    fn groups(&self, values: &[&IndicatorValue], measure: &str, place: impl Fn(f64) -> f32) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let same = |a: &IndicatorValue, b: &IndicatorValue| a.value == b.value && a.text == b.text;
        for chunk in values.chunk_by(|a, b| same(a, b)) {
            let first = chunk[0];
            let printed = font::clean(&first.text);
            let printed = if printed.is_empty() { format!("{}{measure}", plain(first.value)) } else { printed };
            let mut notices: Vec<usize> = chunk.iter().map(|v| v.notice).collect();
            notices.dedup();
            let value = font::shorten(&printed, LABEL, VALUE);
            groups.push(Group {
                x: place(first.value),
                names: self.names(&notices),
                notices,
                value,
                side: Side::Right,
                y: 0.0,
            });
        }
        groups
    }

    /// The names of `notices` in at most [`MOST_LINES`] lines; those without room are counted.
    fn names(&self, notices: &[usize]) -> Vec<String> {
        let mut names: Vec<String> = notices.iter().map(|&notice| font::clean(&self.notices[notice].line())).collect();
        names.dedup();
        let all = names.len();
        let wrap = |text: &str| font::wrap(text, LABEL, SMALL.size, MOST_LINES + 1);
        let mut lines = wrap(&names.join("、"));
        while lines.len() > MOST_LINES && names.len() > 1 {
            names.pop();
            lines = wrap(&format!("{}等 {all} 份", names.join("、")));
        }
        if lines.len() > MOST_LINES { font::wrap(&names.join("、"), LABEL, SMALL.size, MOST_LINES) } else { lines }
    }
}

/// Sets where each group's words stand below the track, so that neither words nor the lines down to them meet;
/// returns how far down they reach.
///
/// Taken from right to left, words run to the right from their dot, at the least depth that is free. So a line down
/// from a dot meets nothing that is placed already, and new words keep off the words and lines to their right. Words
/// right below the track may also run to the left or to both sides where no other dot needs the place.
fn settle(groups: &mut [Group]) -> f32 {
    let dots: Vec<f32> = groups.iter().map(|group| group.x).collect();
    let mut placed: Vec<[f32; 4]> = Vec::new();
    let mut lowest = 0.0f32;
    for (i, group) in groups.iter_mut().enumerate().rev() {
        let free = |group: &Group, placed: &[[f32; 4]]| {
            let [left, top, right, bottom] = group.bounds();
            placed.iter().all(|[l, t, r, b]| right <= *l || *r <= left || bottom <= *t || *b <= top)
        };
        let alone = |group: &Group| {
            let [left, _, right, _] = group.bounds();
            left > LEFT - 60.0 && dots.iter().enumerate().all(|(j, x)| i == j || *x < left - 3.0 || right + 3.0 < *x)
        };
        let mut best = None;
        for side in [Side::Right, Side::Both, Side::Left] {
            let tried = Group { side, y: 0.0, ..group.clone() };
            if free(&tried, &placed) && (side == Side::Right || alone(&tried)) {
                best = Some(tried);
                break;
            }
        }
        let mut depths: Vec<f32> = placed.iter().map(|taken| taken[3]).filter(|y| *y > 0.0).collect();
        depths.push(lowest + 1.0);
        depths.sort_by(f32::total_cmp);
        let deeper = depths.into_iter().map(|y| Group { side: Side::Right, y, ..group.clone() });
        // Below everything there is always room.
        if let Some(found) = best.or_else(|| deeper.into_iter().find(|tried| free(tried, &placed))) {
            *group = found;
        }
        placed.push(group.bounds());
        placed.push([group.x - 3.0, 0.0, group.x + 3.0, group.y]);
        lowest = lowest.max(group.y + group.height());
    }
    lowest
}

/// Where dots stand above the track: dots that would meet go on top of each other.
fn stack(groups: &[Group]) -> Vec<(f32, u32, usize)> {
    let mut dots: Vec<(f32, u32, usize)> = Vec::new();
    for group in groups {
        for &notice in &group.notices {
            let taken: Vec<u32> =
                dots.iter().filter(|(x, ..)| (x - group.x).abs() < 2.0 * RADIUS).map(|(_, level, _)| *level).collect();
            let level = (0..=taken.len() as u32).find(|level| !taken.contains(level)).unwrap_or(0);
            dots.push((group.x, level, notice));
        }
    }
    dots
}

/// A number as people print it, without needless decimals.
pub(super) fn plain(value: f64) -> String {
    let (part, word) = match value.abs() {
        size if size >= 1e15 => return format!("{value:.1e}"),
        size if size >= 1e8 => (value / 1e8, "亿"),
        size if size >= 1e5 => (value / 1e4, "万"),
        _ => (value, ""),
    };
    let text = format!("{part:.2}");
    format!("{}{word}", text.trim_end_matches('0').trim_end_matches('.')).replace('-', "−")
}

impl Chart for Indicators {
    fn draw(&self) -> Drawing {
        let drawn = self.drawn();
        let headline = self.headline(&drawn);
        if drawn.is_empty() {
            let why = "没有一个指标在两份以上的文件中都有目标值，无可画的数据。";
            return frame::nothing(&self.caption, &headline, why);
        }
        let (mut drawing, mut y) = frame::open(&self.caption, headline, WIDTH);
        if self.notices.len() <= palette::KINDS.len() {
            let entries: Vec<_> =
                self.notices.iter().enumerate().map(|(i, name)| (palette::KINDS[i], name.line())).collect();
            y = frame::legend(&mut drawing, y, &entries);
        }
        y += 8.0;
        let right = drawn.iter().take(MOST).map(|(row, values)| self.right(row, values)).fold(RIGHT.1, f32::min);
        let mut rows = 0;
        for (row, values) in drawn.iter().take(MOST) {
            if rows > 0 && y > MOST_HEIGHT {
                break;
            }
            y = self.draw_row(&mut drawing, y, right, row, values);
            rows += 1;
        }

        let mut notes = vec!["每行一个指标，各行的刻度不同，从 0 到该行最大值；点的下方是原文的目标值。".to_owned()];
        if rows < drawn.len() {
            notes.push(format!("另有 {} 个指标未画出。", drawn.len() - rows));
        }
        let values: usize = drawn.iter().map(|(_, values)| values.len()).sum();
        let n = format!("样本：{} 份文件，{} 个指标，{values} 个目标值", self.notices.len(), drawn.len());
        frame::close(drawing, &self.caption, y, &notes, &n)
    }

    fn draw_narrow(&self) -> Option<Drawing> {
        let track = |row: &IndicatorRow| {
            let mut values: Vec<&IndicatorValue> =
                row.values.iter().filter(|value| value.value.abs() < LARGEST).collect();
            values.sort_by(|a, b| a.value.total_cmp(&b.value));
            let (first, last) = (*values.first()?, *values.last()?);
            let text = match first.value < last.value {
                true => format!("{} – {}", first.text, last.text),
                false => format!("都是{}", first.text),
            };
            Some(Track {
                name: row.indicator.clone(),
                text,
                dots: values.iter().map(|value| value.value).collect(),
                range: (first.value, last.value),
                colour: ACCENT,
            })
        };
        let rows: Vec<Track> = self.rows.iter().filter_map(track).collect();
        let around = Around {
            caption: &self.caption,
            headline: format!("{}个指标在多处各定了一个数", rows.len()),
            legend: Vec::new(),
            notes: vec!["每行从最低的数到最高的数，一点一个数；哪里定的见表格。".to_owned()],
            sample: format!("样本：{} 个指标", rows.len()),
        };
        (!rows.is_empty()).then(|| narrow::tracks(around, &rows, false))
    }
}

impl Indicators {
    /// The longest track for which the words of `row` fit right of their dots.
    fn right(&self, row: &IndicatorRow, values: &[&IndicatorValue]) -> f32 {
        let part = |value: f64| Scale::of(values).part(value);
        let groups = self.groups(values, &row.measure, part);
        let room = groups.iter().filter(|group| group.x > 0.0).map(|group| {
            let most = WIDTH - MARGIN - 12.0 - group.width();
            LEFT + (most - LEFT) / group.x
        });
        room.fold(RIGHT.1, f32::min).max(RIGHT.0)
    }

    fn draw_row(
        &self,
        drawing: &mut Drawing,
        top: f32,
        right: f32,
        row: &IndicatorRow,
        values: &[&IndicatorValue],
    ) -> f32 {
        let measure = font::clean(&row.measure);
        let scale = Scale::of(values);
        let place = |value: f64| LEFT + (right - LEFT) * scale.part(value);
        let mut groups = self.groups(values, &measure, place);
        let dots = stack(&groups);
        let levels = dots.iter().map(|(_, level, _)| *level).max().unwrap_or(0) as f32;
        let words = settle(&mut groups);

        drawing.line((MARGIN, top), (WIDTH - MARGIN, top), 0.5, RULE);
        let track = top + 20.0 + levels * 2.0 * RADIUS;
        let lines = font::wrap(&row.indicator, LEFT - MARGIN - 84.0, NAME.size, 3);
        let measured = if measure.is_empty() { String::new() } else { format!("单位：{measure}") };
        let mut y = top + 20.0;
        for line in &lines {
            drawing.write(line, (MARGIN, y), Anchor::Left, NAME);
            y += ROW_LEADING + 1.0;
        }
        drawing.write(&font::shorten(&measured, LEFT - MARGIN - 84.0, SMALL.size), (MARGIN, y), Anchor::Left, SMALL);
        let named = y + 12.0 - top;

        drawing.line((LEFT, track), (right, track), 1.0, RULE);
        for x in [LEFT, right] {
            drawing.line((x, track - 4.0), (x, track + 4.0), 1.0, RULE);
        }
        let ends = [plain(scale.low), plain(scale.high)].map(|text| font::shorten(&text, 66.0, 11.0));
        drawing.write(&ends[0], (LEFT - 12.0, track), Anchor::Right, style(11.0, GREY));
        drawing.write(&ends[1], (right + 12.0, track), Anchor::Left, style(11.0, GREY));
        if let (Some(first), Some(last)) = (groups.first(), groups.last()) {
            drawing.line((first.x, track), (last.x, track), 3.0, palette::ROLES[2]);
        }
        let below = track + 14.0;
        for group in &groups {
            if group.y > 0.0 {
                drawing.line((group.x, track), (group.x, below + group.y + 12.0), 1.0, RULE);
            }
            let (anchor, x) = match group.side {
                Side::Right => (Anchor::Left, group.left()),
                Side::Left => (Anchor::Right, group.x + 4.0),
                Side::Both => (Anchor::Middle, group.x),
            };
            let mut y = below + group.y + LEADING / 2.0;
            drawing.write(&group.value, (x, y), anchor, style(VALUE, INK));
            for line in &group.names {
                y += LEADING;
                drawing.write(line, (x, y), anchor, SMALL);
            }
        }
        for (x, level, notice) in dots {
            let centre = (x, track - level as f32 * 2.0 * RADIUS);
            drawing.dot(centre, RADIUS + 1.0, palette::PAPER);
            drawing.dot(centre, RADIUS, self.colour(notice));
        }
        top + named.max(track - top + 14.0 + words + 6.0)
    }
}
