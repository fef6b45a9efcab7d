//! Words that tell how a file is built, before anybody reads what it says.
//!
//! In:  `page.tsv`.
//! Out: its words by kind, [`words()`].
//! Not here: words that mean something in a notice; [`crate::notice`] has them.

use crate::lexicon::code::PageKind;
use crate::lexicon::words;

words::words!(pub(super) PAGE, PageKind);

#[cfg(test)]
mod tests;
