//! Codes: what the columns of a lexicon may hold besides words.
//!
//! In:  one row of a file as it stands.
//! Out: its codes as enums; or why the row cannot be right, which [`Lexicons::of_folder`](super::Lexicons::of_folder) reports.
//! Not here: what a code does in a text; that is told where the words are used.

/// An enum of codes: its names in files, and the reading of them.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$about:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$about])* $variant,)* }

        impl $crate::lexicon::words::Code for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            fn parse(code: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|value| value.code() == code).ok_or_else(|| {
                    format!(concat!("unknown ", $what, " `{}`"), code)
                })
            }
        }
    };
}

mod form;
mod head;
mod office;
mod page;
mod place;
mod progress;
mod quantity;
mod report;

pub use form::FormClass;
pub(super) use form::form_word;
pub use head::{HeadClass, HeadItem, HeadingKind};
pub(super) use head::{head_word, heading};
pub use office::{OfficeClass, SPOKEN, UnitForm, UnitKind};
pub(super) use office::{function, functions_of, office_word, unit};
pub use page::{FurnitureKind, PageKind, RoleKind, RoleWord};
pub(super) use page::{furniture, page, role};
pub use place::{Level, PlaceClass, Selfname};
pub(super) use place::{place_word, region, selfname, zone};
pub(super) use progress::progress_word;
pub use progress::{HeadKind, ProgressClass, Status};
pub use quantity::{Aspect, Better, Family, FigureClass, Op, QuantityClass};
pub(super) use quantity::{figure_kind, indicator, measure, quantity_word};
pub use report::ReportClass;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{self, words};

    #[test]
    fn every_class_has_words_and_is_explained() {
        words::assert_explained::<QuantityClass>(lexicon::QUANTITY_WORDS);
        words::assert_explained::<FigureClass>(lexicon::FIGURE_KINDS);
        words::assert_explained::<OfficeClass>(lexicon::OFFICE_WORDS);
        words::assert_explained::<PlaceClass>(lexicon::PLACE_WORDS);
        words::assert_explained::<FormClass>(lexicon::FORM_WORDS);
        words::assert_explained::<PageKind>(lexicon::PAGE);
        words::assert_explained::<PageKind>(lexicon::PAGE);
    }
}
