//! Signals: a run that is told to end clears what it was making, and ends as if nobody had listened.

#[cfg(unix)]
pub(super) fn watch() {
    use std::sync::Arc;
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;

    // A file that grows beyond what its user allows then fails to be written, and the program does not end by it.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
    let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal));
    let Ok(mut signals) = Signals::new(wanted) else { return };
    // Without it the next run clears what this one leaves.
    let _ = thread::Builder::new().name("duibiao-signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let _held = duibiao::swap::abandon();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

/// Whether the program was started not to hear a signal, as `nohup` does; where the system does not say, that of a lost
/// terminal is left alone.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    match ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
        Some(mask) => mask >> (signal - 1) & 1 == 1,
        None => signal == signal_hook::consts::SIGHUP,
    }
}

#[cfg(not(unix))]
pub(super) fn watch() {}
