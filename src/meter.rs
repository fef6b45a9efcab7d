//! Meters: how far long work has come, for whoever wants to see it.

/// Is told how far long work has come.
pub trait Meter: Sync {
    /// Work begins that takes so many steps.
    fn begin(&self, steps: u64);
    /// So many steps more are done.
    fn advance(&self, steps: u64);
    /// So many steps more turned up.
    fn more(&self, _steps: u64) {}
}

/// Nobody looks.
impl Meter for () {
    fn begin(&self, _: u64) {}
    fn advance(&self, _: u64) {}
}
