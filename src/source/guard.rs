//! Guards: a panic over a file costs that file and not the program.
//!
//! In:  work on one file, which may panic as libraries do on files that are broken in unforeseen ways.
//! Out: what the work gives, or why it panicked; and where, for a program that calls [`keep_panics_quiet`].

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::thread;

use crate::lexicon::Lexicons;

/// Stack of a thread for deep nesting: pages and tables nest deeply.
const STACK: usize = 64 << 20;
/// Name of such a thread.
const NAME: &str = "duibiao-source";

thread_local! {
    /// How many guards this thread works under.
    static GUARDS: Cell<usize> = const { Cell::new(0) };
    /// Place of the last panic under guard: `role.rs:476`.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What the work gives; where it panics, a few words on where and why.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDS.set(GUARDS.get() + 1);
    // What the work had half made is dropped with it.
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDS.set(GUARDS.get() - 1);
    done.map_err(|panic| match PLACE.take() {
        Some(place) => format!("{place}: {}", words(&*panic)),
        None => words(&*panic),
    })
}

/// What the work gives on a thread of its own with room for deep nesting; `None` where it panicked.
pub(super) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    let lexicons = Lexicons::current();
    thread::scope(|scope| {
        let thread = thread::Builder::new().name(NAME.to_owned()).stack_size(STACK);
        let thread = thread.spawn_scoped(scope, || guarded(|| lexicons.here(work))).ok()?;
        thread.join().ok()?.ok()
    })
}

/// What a panic says.
fn words(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("panicked");
    // A message may quote the whole text.
    words.lines().next().unwrap_or_default().chars().take(120).collect()
}

/// Keeps panics over files from the terminal: they are told as failures of their files, with their places. All others are
/// printed as before. The hook is the whole program's, so a program sets it, once, and no library.
pub fn keep_panics_quiet() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if GUARDS.get() == 0 {
            return before(info);
        }
        PLACE.set(info.location().map(place));
    }));
}

/// `role.rs:476`.
fn place(location: &Location) -> String {
    let file = location.file().rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{file}:{}", location.line())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_end_the_work_only() {
        let beyond = "900".len();
        assert_eq!(apart(|| 7), Some(7));
        assert_eq!(apart(|| [1, 2][beyond]), None);
        assert_eq!(guarded(|| 7), Ok(7));
        let fault = guarded(|| [1, 2][beyond]).unwrap_err();
        assert!(fault.contains("out of bounds"), "{fault}");
    }

    #[test]
    fn guards_nest() {
        let fault = guarded(|| guarded(|| panic!("inner")).map_err(|inner| assert!(!inner.is_empty(), "lost")));
        assert_eq!(fault, Ok(Err(())));
        assert_eq!(GUARDS.get(), 0);
    }
}
