//! Rules: steps in a fixed order, each with a name, so that tests can leave one out.
//!
//! In:  the state that a list of rules works on.
//! Out: what the first rule says that decides; the others only change the state.
//! Not here: the sentences that need the rules; `tests/registry.rs` has one for each, and no rule stands without.

/// What a list of rules is about.
pub(super) trait Task {
    /// What the rules look at and correct.
    type State<'a>;
    type Decision;
}

/// One step: it changes the state, or decides.
pub(super) struct Rule<T: Task> {
    pub(super) name: &'static str,
    pub(super) apply: for<'a> fn(&mut T::State<'a>) -> Option<T::Decision>,
}

/// Functions as rules of their own names.
macro_rules! rules {
    ($($rule:ident,)*) => { &[$($crate::quantity::rule::Rule { name: stringify!($rule), apply: $rule }),*] };
}
pub(super) use rules;

/// Applies the rules in order up to the one that decides.
pub(super) fn apply<T: Task>(rules: &[Rule<T>], state: &mut T::State<'_>) -> Option<T::Decision> {
    rules.iter().filter(|rule| is_on(rule.name)).find_map(|rule| (rule.apply)(state))
}

#[cfg(not(test))]
fn is_on(_: &str) -> bool {
    true
}

#[cfg(test)]
fn is_on(name: &str) -> bool {
    OFF.with(|off| off.get() != Some(name))
}

#[cfg(test)]
thread_local! {
    static OFF: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
}

/// What `work` gives without one rule.
#[cfg(test)]
pub(super) fn without<T>(rule: &'static str, work: impl FnOnce() -> T) -> T {
    OFF.with(|off| off.set(Some(rule)));
    let result = work();
    OFF.with(|off| off.set(None));
    result
}
