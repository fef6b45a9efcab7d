//! Reading apart: a thread with room for deep nesting, whose panics cost the file and not the program.

use std::sync::Once;
use std::thread;

/// Stack of the thread: pages and tables nest deeply.
const STACK: usize = 64 << 20;
/// Name of the thread, by which its panics are known.
const NAME: &str = "duibiao-source";

/// What the work gives; `None` where it panicked, as libraries do on files that are broken in unforeseen ways.
pub(super) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    silence();
    thread::scope(|scope| {
        let thread = thread::Builder::new().name(NAME.to_owned()).stack_size(STACK).spawn_scoped(scope, work).ok()?;
        thread.join().ok()
    })
}

/// Keeps panics of reading threads from the terminal; all others are printed as before.
fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(NAME) {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_end_the_work_only() {
        assert_eq!(apart(|| 7), Some(7));
        let beyond = "900".len();
        assert_eq!(apart(|| [1, 2][beyond]), None);
    }
}
