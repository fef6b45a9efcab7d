//! What is made of lexicons is made once; tests make it anew while they leave out a row, to see what the row is good for.

#[cfg(not(test))]
use std::sync::OnceLock;

#[cfg(not(test))]
use super::Lexicon;

/// What is made of all rows of some lexicons, made once.
#[cfg(not(test))]
pub fn once<'a, T>(cell: &'a OnceLock<T>, _: &[Lexicon], make: impl FnOnce() -> T) -> &'a T {
    cell.get_or_init(make)
}

/// What is made of some lexicons and of those rows of another whose classes some templates name, made once.
#[cfg(not(test))]
pub fn once_of<'a, T>(cell: &'a OnceLock<T>, _: &[Lexicon], _: (Lexicon, &[&str]), make: impl FnOnce() -> T) -> &'a T {
    cell.get_or_init(make)
}

#[cfg(not(test))]
pub(super) fn is_on(_: Lexicon, _: usize) -> bool {
    true
}

#[cfg(test)]
pub(super) use tested::is_on;
#[cfg(test)]
pub use tested::{idle, once, once_of, without};

#[cfg(test)]
mod tested {
    use std::any::Any;
    use std::cell::{Cell, RefCell};
    use std::collections::HashMap;
    use std::sync::OnceLock;

    use crate::lexicon::words::class_column;
    use crate::lexicon::{Lexicon, rows};

    /// A row that is left out.
    #[derive(Clone, Copy)]
    struct Off {
        file: &'static str,
        index: usize,
        /// The class or kind of its word.
        class: &'static str,
    }

    thread_local! {
        static OFF: Cell<Option<Off>> = const { Cell::new(None) };
        /// What was made without it, by the cell it stands for.
        static MADE: RefCell<HashMap<usize, &'static (dyn Any + Send + Sync)>> = RefCell::new(HashMap::new());
    }

    pub fn is_on(lexicon: Lexicon, index: usize) -> bool {
        OFF.get().is_none_or(|off| (off.file, off.index) != (lexicon.name, index))
    }

    /// What `work` gives without one row on this thread. What is made without it stays in memory until the tests end.
    pub fn without<T>(lexicon: Lexicon, index: usize, work: impl FnOnce() -> T) -> T {
        let class = rows(lexicon)[index].get(class_column(lexicon)).copied().unwrap_or_default();
        OFF.set(Some(Off { file: lexicon.name, index, class }));
        let result = work();
        OFF.set(None);
        MADE.take();
        result
    }

    /// The rows without which `read` gives the same of them.
    pub fn idle<T: PartialEq>(lexicon: Lexicon, read: impl Fn(&[&'static str]) -> T) -> Vec<String> {
        let rows = rows(lexicon);
        let rows = rows.iter().enumerate();
        let idle = rows.filter(|(index, row)| read(row) == without(lexicon, *index, || read(row)));
        idle.map(|(_, row)| row.join(" ")).collect()
    }

    pub fn once<'a, T: Any + Send + Sync>(
        cell: &'a OnceLock<T>,
        lexicons: &[Lexicon],
        make: impl FnOnce() -> T,
    ) -> &'a T {
        anew(cell, |off| lexicons.iter().any(|lexicon| lexicon.name == off.file), make)
    }

    pub fn once_of<'a, T: Any + Send + Sync>(
        cell: &'a OnceLock<T>,
        lexicons: &[Lexicon],
        (lexicon, templates): (Lexicon, &[&str]),
        make: impl FnOnce() -> T,
    ) -> &'a T {
        let named = |class: &str| {
            let marks = ["{:", "{~"].map(|mark| format!("{mark}{class}"));
            templates.iter().any(|template| marks.iter().any(|mark| template.contains(mark)))
        };
        let touched = |off: Off| {
            lexicons.iter().any(|lexicon| lexicon.name == off.file) || lexicon.name == off.file && named(off.class)
        };
        anew(cell, touched, make)
    }

    /// What a cell holds, or what stands for it while a row that it is made of is left out. Cells are statics: they are
    /// told apart by where they lie.
    fn anew<T: Any + Send + Sync>(
        cell: &OnceLock<T>,
        is_touched: impl Fn(Off) -> bool,
        make: impl FnOnce() -> T,
    ) -> &T {
        if !OFF.get().is_some_and(is_touched) {
            return cell.get_or_init(make);
        }
        let key = std::ptr::from_ref(cell) as usize;
        let made = MADE.with_borrow(|made| made.get(&key).copied()).unwrap_or_else(|| {
            let made: &'static (dyn Any + Send + Sync) = Box::leak(Box::new(make()));
            MADE.with_borrow_mut(|all| all.insert(key, made));
            made
        });
        made.downcast_ref().expect("a cell holds one type")
    }
}
