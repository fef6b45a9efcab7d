//! Cells: the values that a table may hold, and how each type of column reads and writes them.

use std::fmt::Write as _;

use polars::prelude::*;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What stands between the texts of a list in CSV and XLSX.
pub(super) const BETWEEN: &str = " / ";

/// One cell of a frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Null,
    Text(String),
    Integer(i64),
    Number(f64),
    List(Vec<String>),
    Bool(bool),
}

impl Cell {
    pub(super) fn of(value: &AnyValue<'_>) -> Self {
        match value {
            AnyValue::Null => Self::Null,
            AnyValue::String(text) => Self::Text((*text).to_owned()),
            AnyValue::StringOwned(text) => Self::Text(text.to_string()),
            AnyValue::Boolean(value) => Self::Bool(*value),
            AnyValue::Float64(value) => Self::Number(*value),
            AnyValue::Float32(value) => Self::Number(f64::from(*value)),
            AnyValue::List(list) => {
                let texts =
                    list.str().map(|texts| texts.iter().map(|text| text.unwrap_or_default().to_owned()).collect());
                Self::List(texts.unwrap_or_default())
            }
            other => match other.extract::<i64>() {
                Some(value) => Self::Integer(value),
                None => Self::Text(other.to_string()),
            },
        }
    }

    /// The number of a cell that holds one.
    fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Number(value) => Some(*value),
            _ => None,
        }
    }

    pub(super) fn json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Integer(value) => (*value).into(),
            Self::Number(value) => number_json(*value),
            Self::List(values) => values.clone().into(),
            Self::Bool(value) => (*value).into(),
        }
    }
}

/// A whole number is printed as one: 24000, not 24000.0.
fn number_json(value: f64) -> serde_json::Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { (value as i64).into() } else { value.into() }
}

/// A cell as text, lists joined with ` / `.
pub fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(value) => value.to_string(),
        Cell::Number(value) => number_json(*value).to_string(),
        Cell::List(values) => values.join(BETWEEN),
        Cell::Bool(value) => value.to_string(),
    }
}

impl<'de> Deserialize<'de> for Cell {
    /// Takes any JSON value; of an object nothing is kept, of a list its texts.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Cell;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a value")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
                Ok(Cell::Bool(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Cell, E> {
                Ok(Cell::Integer(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Cell, E> {
                Ok(i64::try_from(value).map_or(Cell::Number(value as f64), Cell::Integer))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Cell, E> {
                Ok(Cell::Number(value))
            }

            fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell::Text(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Cell, E> {
                Ok(Cell::Text(text))
            }

            fn visit_unit<E>(self) -> Result<Cell, E> {
                Ok(Cell::Null)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Cell, A::Error> {
                let mut texts = Vec::new();
                while let Some(item) = items.next_element::<Cell>()? {
                    if let Cell::Text(text) = item {
                        texts.push(text);
                    }
                }
                Ok(Cell::List(texts))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Cell, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Cell::Null)
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// Columns that tables of earlier versions lack.
const LATER: [&str; 2] = ["corrected", "url"];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Integer,
    Number,
    Bool,
    /// Texts.
    List,
}

/// The type of a cell.
pub trait Value: Sized {
    const KIND: FieldKind;
    /// Whether it is never null.
    const REQUIRED: bool;
    fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column
    where
        Self: 'a;
    fn values(column: &Column) -> PolarsResult<Vec<Self>>;
    /// The values of a column of a frame. Columns that came later than tables that people keep may be missing: nulls.
    fn values_of(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Self>> {
        match frame.column(name) {
            Err(_) if LATER.contains(&name) => Ok((0..frame.height()).map(|_| Self::of(Cell::Null)).collect()),
            column => Self::values(column?),
        }
    }
    /// From a cell of any type; what does not fit is null, empty or zero.
    fn of(cell: Cell) -> Self;
    /// As text, lists joined with ` / `, in `room` where it is not text already; whether it came from words that people
    /// wrote, and not from a number.
    fn text<'a>(&'a self, room: &'a mut String) -> (&'a str, bool);
}

impl Value for String {
    const KIND: FieldKind = FieldKind::Text;
    const REQUIRED: bool = true;

    fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
        StringChunked::from_iter_values(name.into(), values.map(String::as_str)).into_column()
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.str()?.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
    }

    fn of(cell: Cell) -> Self {
        match cell {
            Cell::Text(text) => text,
            _ => Self::default(),
        }
    }

    fn text<'a>(&'a self, _: &'a mut String) -> (&'a str, bool) {
        (self, true)
    }
}

impl Value for Option<String> {
    const KIND: FieldKind = FieldKind::Text;
    const REQUIRED: bool = false;

    fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
        StringChunked::from_iter_options(name.into(), values.map(Option::as_deref)).into_column()
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.str()?.iter().map(|value| value.map(str::to_owned)).collect())
    }

    fn of(cell: Cell) -> Self {
        match cell {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    fn text<'a>(&'a self, _: &'a mut String) -> (&'a str, bool) {
        (self.as_deref().unwrap_or_default(), true)
    }
}

/// A column of lists of texts.
pub(super) fn list_column<S: AsRef<str>, L: AsRef<[S]>>(name: &str, lists: impl ExactSizeIterator<Item = L>) -> Column {
    let mut builder = ListStringChunkedBuilder::new(name.into(), lists.len(), lists.len() * 4);
    for list in lists {
        builder.append_values_iter(list.as_ref().iter().map(AsRef::as_ref));
    }
    builder.finish().into_series().into()
}

/// What `read` makes of each list of texts in a column.
pub(super) fn lists<T>(column: &Column, read: impl Fn(&StringChunked) -> T) -> PolarsResult<Vec<Option<T>>> {
    let lists = column.list()?;
    (0..lists.len())
        .map(|index| match lists.get_as_series(index) {
            Some(list) => Ok(Some(read(list.str()?))),
            None => Ok(None),
        })
        .collect()
}

impl Value for Vec<String> {
    const KIND: FieldKind = FieldKind::List;
    const REQUIRED: bool = true;

    fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
        list_column::<String, _>(name, values)
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        let read = |texts: &StringChunked| texts.iter().map(|text| text.unwrap_or_default().to_owned()).collect();
        Ok(lists(column, read)?.into_iter().map(Option::unwrap_or_default).collect())
    }

    fn of(cell: Cell) -> Self {
        match cell {
            Cell::List(texts) => texts,
            _ => Self::default(),
        }
    }

    fn text<'a>(&'a self, room: &'a mut String) -> (&'a str, bool) {
        room.clear();
        for text in self {
            if !room.is_empty() {
                room.push_str(BETWEEN);
            }
            room.push_str(text);
        }
        (room, true)
    }
}

macro_rules! number_lists {
    ($($type:ty, $polars:ty, $read:ident;)*) => {$(
        impl Value for Vec<$type> {
            const KIND: FieldKind = FieldKind::List;
            const REQUIRED: bool = true;

            fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
                let (rows, dtype) = (values.len(), <$polars>::get_static_dtype());
                let mut builder = ListPrimitiveChunkedBuilder::<$polars>::new(name.into(), rows, rows * 4, dtype);
                values.for_each(|numbers| builder.append_slice(numbers));
                builder.finish().into_series().into()
            }

            fn values(column: &Column) -> PolarsResult<Vec<Self>> {
                let lists = column.list()?;
                let read = |list: Option<Series>| match list {
                    Some(list) => Ok(list.$read()?.iter().flatten().collect()),
                    None => Ok(Self::new()),
                };
                (0..lists.len()).map(|index| read(lists.get_as_series(index))).collect()
            }

            /// Lists of numbers stand in Parquet only.
            fn of(_: Cell) -> Self {
                Self::default()
            }

            fn text<'a>(&'a self, room: &'a mut String) -> (&'a str, bool) {
                room.clear();
                for number in self {
                    let between = if room.is_empty() { "" } else { " / " };
                    // Writing into a string does not fail.
                    let _ = write!(room, "{between}{}", number_json(f64::from(*number)));
                }
                (room, false)
            }
        }
    )*};
}

number_lists! {
    u32, UInt32Type, u32;
    f64, Float64Type, f64;
}

impl Value for bool {
    const KIND: FieldKind = FieldKind::Bool;
    const REQUIRED: bool = true;

    fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
        Column::new(name.into(), values.copied().collect::<Vec<Self>>())
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.bool()?.iter().map(Option::unwrap_or_default).collect())
    }

    fn of(cell: Cell) -> Self {
        cell == Cell::Bool(true)
    }

    fn text<'a>(&'a self, _: &'a mut String) -> (&'a str, bool) {
        (if *self { "true" } else { "false" }, false)
    }
}

macro_rules! numbers {
    ($($type:ty, $read:ident, $kind:ident;)*) => {$(
        impl Value for $type {
            const KIND: FieldKind = FieldKind::$kind;
            const REQUIRED: bool = true;

            fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
                Column::new(name.into(), values.copied().collect::<Vec<Self>>())
            }

            fn values(column: &Column) -> PolarsResult<Vec<Self>> {
                Ok(column.$read()?.iter().map(Option::unwrap_or_default).collect())
            }

            fn of(cell: Cell) -> Self {
                cell.number().map(|value| value as Self).unwrap_or_default()
            }

            fn text<'a>(&'a self, room: &'a mut String) -> (&'a str, bool) {
                room.clear();
                // Writing into a string does not fail.
                let _ = write!(room, "{}", number_json(f64::from(*self)));
                (room, false)
            }
        }

        impl Value for Option<$type> {
            const KIND: FieldKind = FieldKind::$kind;
            const REQUIRED: bool = false;

            fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
                Column::new(name.into(), values.copied().collect::<Vec<Self>>())
            }

            fn values(column: &Column) -> PolarsResult<Vec<Self>> {
                Ok(column.$read()?.iter().collect())
            }

            fn of(cell: Cell) -> Self {
                cell.number().map(|value| value as $type)
            }

            fn text<'a>(&'a self, room: &'a mut String) -> (&'a str, bool) {
                match self {
                    Some(value) => value.text(room),
                    None => ("", false),
                }
            }
        }
    )*};
}

numbers! {
    u32, u32, Integer;
    i32, i32, Integer;
    f64, f64, Number;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_json_is_a_cell() {
        for (json, want) in [
            ("null", Cell::Null),
            ("\"a\\u4e00\"", Cell::Text("a一".into())),
            ("5", Cell::Integer(5)),
            ("5.0", Cell::Number(5.0)),
            ("[\"a\",1,\"b\"]", Cell::List(vec!["a".into(), "b".into()])),
            ("{\"a\":{}}", Cell::Null),
        ] {
            assert_eq!(serde_json::from_str::<Cell>(json).unwrap(), want, "{json}");
        }
        assert_eq!((u32::of(Cell::Number(5.0)), String::of(Cell::Integer(5))), (5, String::new()));
    }
}
