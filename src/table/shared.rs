//! Texts that very many rows share: each stands in memory once.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use polars::prelude::*;

use super::cell::{Cell, FieldKind, Value};

/// A text of a row that other rows have too. In files it is a text as any other.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shared(Arc<str>);

impl Deref for Shared {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, formatter)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self)
    }
}

impl From<&str> for Shared {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<&Shared> for String {
    fn from(text: &Shared) -> Self {
        text.to_string()
    }
}

impl Value for Shared {
    const KIND: FieldKind = FieldKind::Text;
    const REQUIRED: bool = true;

    fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
        StringChunked::from_iter_values(name.into(), values.map(|text| &**text)).into_column()
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        Ok(column.str()?.iter().map(|text| text.unwrap_or_default().into()).collect())
    }

    fn of(cell: Cell) -> Self {
        String::of(cell).as_str().into()
    }

    fn text<'a>(&'a self, _: &'a mut String) -> (&'a str, bool) {
        (self, true)
    }
}
