//! Additions: what each named part added to a sum, as a column.

use std::borrow::Cow;

use polars::prelude::*;

use super::cell::{BETWEEN, Cell, FieldKind, Value, lists};

/// What each named part added to a sum, in hundredths; a list of `name=1.25` in files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Additions(pub Vec<(Cow<'static, str>, i32)>);

impl Additions {
    /// `name=1.25`. There are millions of them in a large table, so no float is formatted.
    pub(super) fn push(out: &mut String, name: &str, cents: i32) {
        out.push_str(name);
        out.push('=');
        if cents < 0 {
            out.push('-');
        }
        let cents = cents.unsigned_abs();
        let digit = |out: &mut String, place: u32| out.push(char::from(b'0' + (cents / place % 10) as u8));
        let mut place = 100;
        while cents / place >= 10 {
            place *= 10;
        }
        while place >= 100 {
            digit(out, place);
            place /= 10;
        }
        out.push('.');
        digit(out, 10);
        digit(out, 1);
    }

    fn read<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let read = |text: &str| {
            let (name, added) = text.split_once('=')?;
            Some((Cow::Owned(name.to_owned()), (added.parse::<f64>().ok()? * 100.0).round() as i32))
        };
        Self(texts.filter_map(read).collect())
    }
}

impl Value for Additions {
    const KIND: FieldKind = FieldKind::List;
    const REQUIRED: bool = true;

    fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
        let mut builder = ListStringChunkedBuilder::new(name.into(), values.len(), values.len() * 12);
        // There are tens of millions of these texts: none gets a string of its own.
        let (mut texts, mut ends) = (String::new(), Vec::new());
        for value in values {
            texts.clear();
            ends.clear();
            for (name, cents) in &value.0 {
                Self::push(&mut texts, name, *cents);
                ends.push(texts.len());
            }
            let starts = std::iter::once(0).chain(ends.iter().copied());
            builder.append_values_iter(starts.zip(&ends).map(|(start, &end)| &texts[start..end]));
        }
        builder.finish().into_series().into()
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        let cells = lists(column, |texts| Self::read(texts.iter().flatten()))?;
        Ok(cells.into_iter().map(Option::unwrap_or_default).collect())
    }

    fn of(cell: Cell) -> Self {
        Self::read(Vec::<String>::of(cell).iter().map(String::as_str))
    }

    fn text<'a>(&'a self, room: &'a mut String) -> (&'a str, bool) {
        room.clear();
        for (name, cents) in &self.0 {
            if !room.is_empty() {
                room.push_str(BETWEEN);
            }
            Self::push(room, name, *cents);
        }
        (room, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_read_as_they_were_written() {
        let added = Additions(vec![("start".into(), -841), ("concept".into(), 5), ("words".into(), 1230)]);
        assert_eq!(added.text(&mut String::new()).0, "start=-8.41 / concept=0.05 / words=12.30");
        let texts = ["start=-8.41", "concept=0.05", "words=12.30"].map(str::to_owned);
        assert_eq!(Additions::of(Cell::List(texts.to_vec())), added);
        let column = Value::column("signals", [&added, &Additions::default()].into_iter());
        assert_eq!(Additions::values(&column).unwrap(), [added, Additions::default()]);
    }
}
