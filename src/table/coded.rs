//! Codes: enums that stand in tables as words. In memory they stay enums; an unknown word in a file is an error.

use polars::prelude::*;

use super::cell::{BETWEEN, Cell, FieldKind, Value, list_column, lists};
use crate::lexicon::words::Code as _;
use crate::notice::{Kind, Passage, Role, Stated};
use crate::office::{Function, UnitKind};
use crate::place::Level;
use crate::quantity::{Aspect, Horizon, Op, Statement, Strength};

/// The value with a code; why there is none.
fn read<T>(code: &str, parse: impl Fn(&str) -> Option<T>, what: &str) -> PolarsResult<T> {
    parse(code).ok_or_else(|| polars_err!(ComputeError: "unknown {what} `{code}`"))
}

/// One of a few values by its code.
fn one<T: Copy>(all: &[T], code: &str, of: impl Fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|value| of(*value) == code)
}

macro_rules! coded {
    ($($type:ty, $what:literal, $name:expr, $parse:expr;)*) => {$(
        impl Value for $type {
            const KIND: FieldKind = FieldKind::Text;
            const REQUIRED: bool = true;

            fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
                StringChunked::from_iter_values(name.into(), values.map(|value| ($name)(*value))).into_column()
            }

            fn values(column: &Column) -> PolarsResult<Vec<Self>> {
                column.str()?.iter().map(|code| code.map_or_else(|| Ok(Self::default()), |code| read(code, $parse, $what))).collect()
            }

            fn of(cell: Cell) -> Self {
                match cell {
                    Cell::Text(code) => ($parse)(&code).unwrap_or_default(),
                    _ => Self::default(),
                }
            }

            fn text<'a>(&'a self, room: &'a mut String) -> (&'a str, bool) {
                room.clear();
                room.push_str(&($name)(*self));
                (room, true)
            }
        }
    )*};
}

coded! {
    Kind, "kind of notice", Kind::name, |code: &str| one(&Kind::ALL, code, Kind::name);
    Passage, "kind of passage", Passage::name, |code: &str| one(&Passage::ALL, code, Passage::name);
    Role, "role", Role::name, |code: &str| one(&Role::ALL, code, Role::name);
    Stated, "way of stating", Stated::name, |code: &str| one(&Stated::ALL, code, Stated::name);
    Level, "level", Level::code, |code: &str| Level::parse(code).ok();
    UnitKind, "kind of unit", UnitKind::code, |code: &str| UnitKind::parse(code).ok();
    Function, "function", Function::code, Function::from_code;
    Aspect, "aspect", Aspect::name, |code: &str| one(Aspect::EVERY, code, Aspect::name);
    Op, "op", Op::name, |code: &str| one(&Op::ALL, code, Op::name);
    Statement, "statement", Statement::name, |code: &str| one(&Statement::ALL, code, Statement::name);
    Strength, "strength", Strength::name, |code: &str| one(&Strength::ALL, code, Strength::name);
    Horizon, "horizon", Horizon::name, Horizon::parse;
}

impl Value for Vec<Function> {
    const KIND: FieldKind = FieldKind::List;
    const REQUIRED: bool = true;

    fn column<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a Self>) -> Column {
        list_column(name, values.map(|functions| functions.iter().map(|function| function.code()).collect::<Vec<_>>()))
    }

    fn values(column: &Column) -> PolarsResult<Vec<Self>> {
        let read = |code: &str| read(code, Function::from_code, "function");
        let cells = lists(column, |codes| codes.iter().flatten().map(read).collect::<PolarsResult<Self>>())?;
        cells.into_iter().map(|cell| cell.unwrap_or_else(|| Ok(Self::new()))).collect()
    }

    fn of(cell: Cell) -> Self {
        match cell {
            Cell::List(codes) => codes.iter().filter_map(|code| Function::from_code(code)).collect(),
            _ => Self::new(),
        }
    }

    fn text<'a>(&'a self, room: &'a mut String) -> (&'a str, bool) {
        room.clear();
        for function in self {
            if !room.is_empty() {
                room.push_str(BETWEEN);
            }
            room.push_str(function.code());
        }
        (room, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_as_they_were_written() {
        let horizons = [Horizon::Year, Horizon::Until(2030), Horizon::Period];
        let column = Value::column("horizon", horizons.iter());
        assert_eq!(Horizon::values(&column).unwrap(), horizons);
        let functions = vec![Function::all().take(3).collect::<Vec<_>>(), Vec::new()];
        let column = Value::column("functions", functions.iter());
        assert_eq!(<Vec<Function> as Value>::values(&column).unwrap(), functions);
        let column = Column::new("role".into(), ["lead", "boss"]);
        assert!(Role::values(&column).unwrap_err().to_string().contains("unknown role `boss`"));
    }
}
