//! Which lexicons a thread reads with: the built-in files, or some of a folder in their place.
//!
//! In:  the texts of a folder, checked; what is made of lexicons, [`once`].
//! Out: [`Lexicons`], a value that is handed to the work which reads with it.
//! Not here: what a file may hold ([`super::code`]).
//!
//! Rows of all stages borrow names from lexicons. Sets are therefore kept until the program ends, each text once.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::hash::BuildHasher;
use std::path::Path;
use std::sync::OnceLock;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use rustc_hash::FxBuildHasher;

use super::Lexicon;
#[cfg(test)]
use super::{rows, words::class_column};
use crate::error::Error;

/// The lexicons that work reads with: [`Lexicons::built_in`], or [`Lexicons::of_folder`].
///
/// A thread reads with the built-in ones unless its work was begun by [`Lexicons::install`]. Two folders may be read with
/// at once. What was read with some lexicons is compared and reported with the same.
#[derive(Clone, Copy)]
pub struct Lexicons(Option<&'static Set>);

thread_local! {
    static CURRENT: Cell<Lexicons> = const { Cell::new(Lexicons(None)) };
}

/// Every set but the built-in one.
static SETS: Chain = Chain(OnceLock::new());

/// Texts in the place of built-in ones, and what was made of them.
struct Set {
    /// By the names of their files.
    texts: Vec<(&'static str, String)>,
    /// A row that is left out, to see what it is good for.
    off: Option<Off>,
    made: Made,
    pool: OnceLock<ThreadPool>,
}

/// The file of a row, its number, the class or kind of its word.
#[derive(Clone, Copy)]
struct Off {
    file: &'static str,
    index: usize,
    class: &'static str,
}

impl Lexicons {
    /// The lexicons that come with the program.
    pub const fn built_in() -> Self {
        Self(None)
    }

    /// The built-in lexicons with the files of the same names in `folder` in their place. Files that the folder lacks keep
    /// their built-in text.
    ///
    /// # Errors
    /// [`Error::Missing`] where the folder does not exist or holds none of the files; [`Error::Lexicon`] where a line has
    /// another number of columns than the head, or a code that its column does not know; [`Error::Read`] where a file
    /// cannot be read.
    pub fn of_folder(folder: &Path) -> Result<Self, Error> {
        let texts = super::read_folder(folder)?;
        Ok(Self(Some(SETS.set_of(texts))))
    }

    /// The lexicons that this thread reads with.
    pub fn current() -> Self {
        CURRENT.get()
    }

    /// What `work` gives when it reads with these lexicons, on threads that all do.
    ///
    /// # Errors
    /// [`Error::Usage`] where the system gives no threads.
    pub fn install<T: Send>(self, work: impl FnOnce() -> T + Send) -> Result<T, Error> {
        if self == Self::current() {
            return Ok(work());
        }
        Ok(self.pool()?.install(work))
    }

    /// What `work` gives when this thread reads with these lexicons. Work that it hands to other threads reads with theirs:
    /// [`Self::threads`] makes some.
    pub fn here<T>(self, work: impl FnOnce() -> T) -> T {
        /// Puts back what was before, after a panic too.
        struct Back(Lexicons);
        impl Drop for Back {
            fn drop(&mut self) {
                CURRENT.set(self.0);
            }
        }
        let _back = Back(CURRENT.replace(self));
        work()
    }

    /// A pool of threads that read with these lexicons.
    pub fn threads(self) -> ThreadPoolBuilder {
        ThreadPoolBuilder::new().start_handler(move |_| CURRENT.set(self))
    }

    fn pool(self) -> Result<&'static ThreadPool, Error> {
        static BUILT_IN: OnceLock<ThreadPool> = OnceLock::new();
        let cell = self.0.map_or(&BUILT_IN, |set| &set.pool);
        if let Some(pool) = cell.get() {
            return Ok(pool);
        }
        // two at least: one may wait for what the other makes
        let threads = rayon::current_num_threads().max(2);
        let failed = |error: ThreadPoolBuildError| Error::Usage(format!("{threads} threads: {error}"));
        let pool = self.threads().num_threads(threads).build().map_err(failed)?;
        Ok(cell.get_or_init(|| pool))
    }

    /// The text in the place of a built-in one.
    pub(super) fn text(self, lexicon: Lexicon) -> Option<&'static str> {
        let mut texts = self.0?.texts.iter();
        texts.find(|(name, _)| *name == lexicon.name).map(|(_, text)| text.as_str())
    }

    /// Whether a row is not left out.
    pub(super) fn has(self, lexicon: Lexicon, index: usize) -> bool {
        let off = self.0.and_then(|set| set.off);
        off.is_none_or(|off| (off.file, off.index) != (lexicon.name, index))
    }
}

impl PartialEq for Lexicons {
    fn eq(&self, other: &Self) -> bool {
        self.0.map(std::ptr::from_ref) == other.0.map(std::ptr::from_ref)
    }
}

impl Eq for Lexicons {}

impl fmt::Debug for Lexicons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<&str> = self.0.map_or(Vec::new(), |set| set.texts.iter().map(|(name, _)| *name).collect());
        f.debug_tuple("Lexicons").field(&files).finish()
    }
}

/// What is made of all rows of some lexicons, made once for each set.
pub fn once<'a, T: Any + Send + Sync>(cell: &'a OnceLock<T>, lexicons: &[Lexicon], make: impl FnOnce() -> T) -> &'a T {
    of_set(cell, |off| lexicons.iter().any(|lexicon| lexicon.name == off.file), make)
}

/// What is made of some lexicons and of those rows of another whose classes some templates name, made once for each set.
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
    of_set(cell, touched, make)
}

/// What a cell holds of the built-in lexicons, or what stands for it in another set. A row that is left out touches only
/// what is made of it; the files of a folder may touch everything.
fn of_set<T: Any + Send + Sync>(cell: &OnceLock<T>, is_touched: impl Fn(Off) -> bool, make: impl FnOnce() -> T) -> &T {
    match Lexicons::current().0 {
        Some(set) if set.off.is_none_or(is_touched) => set.made.get(cell, make),
        _ => cell.get_or_init(make),
    }
}

/// What was made in the place of cells, by where they lie: cells are statics.
struct Made([Slot; 256]);

/// A cell and what was made in its place.
type Slot = OnceLock<(usize, Box<dyn Any + Send + Sync>)>;

impl Made {
    fn new() -> Self {
        Self([const { OnceLock::new() }; 256])
    }

    fn get<T: Any + Send + Sync>(&self, cell: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
        let key = std::ptr::from_ref(cell) as usize;
        if self.find(key).is_none() {
            // made before a slot is taken: what is made asks for other cells, and another thread may make the same
            let mut own: (usize, Box<dyn Any + Send + Sync>) = (key, Box::new(make()));
            for slot in self.slots(key) {
                match slot.set(own) {
                    Err(back) if slot.get().is_some_and(|(of, _)| *of != key) => own = back,
                    _ => break,
                }
            }
        }
        let made = self.find(key).expect("some fifty cells have room in 256 slots");
        made.downcast_ref().expect("a cell holds one type")
    }

    fn find(&self, key: usize) -> Option<&(dyn Any + Send + Sync)> {
        let mut taken = self.slots(key).map_while(OnceLock::get);
        taken.find(|(of, _)| *of == key).map(|(_, made)| &**made)
    }

    /// Where what stands for a cell may be, in the order in which it is looked for.
    fn slots(&self, key: usize) -> impl Iterator<Item = &Slot> {
        let (before, from) = self.0.split_at(FxBuildHasher.hash_one(key) as usize % self.0.len());
        from.iter().chain(before)
    }
}

/// Sets, one behind the other: a set that stands there stays where it is.
struct Chain(OnceLock<Box<(Set, Chain)>>);

impl Chain {
    /// The set of some texts: one that is there already, or a new one.
    fn set_of(&'static self, texts: Vec<(&'static str, String)>) -> &'static Set {
        let mut own = Some(texts);
        let mut chain = self;
        loop {
            let link = chain.0.get_or_init(|| {
                let texts = own.take().unwrap_or_default();
                Box::new((Set { texts, off: None, made: Made::new(), pool: OnceLock::new() }, Chain(OnceLock::new())))
            });
            if own.as_ref().is_none_or(|own| *own == link.0.texts) {
                return &link.0;
            }
            chain = &link.1;
        }
    }
}

/// What `work` gives without one row on this thread. What is made without it stays in memory until the tests end.
#[cfg(test)]
pub(crate) fn without<T>(lexicon: Lexicon, index: usize, work: impl FnOnce() -> T) -> T {
    let class = rows(lexicon)[index].get(class_column(lexicon)).copied().unwrap_or_default();
    let off = Some(Off { file: lexicon.name, index, class });
    let set = Box::new(Set { texts: Vec::new(), off, made: Made::new(), pool: OnceLock::new() });
    Lexicons(Some(Box::leak(set))).here(work)
}

/// The rows without which `read` gives the same of them.
#[cfg(test)]
pub(crate) fn idle<T: PartialEq>(lexicon: Lexicon, read: impl Fn(&[&'static str]) -> T) -> Vec<String> {
    let rows = rows(lexicon);
    let rows = rows.iter().enumerate();
    let idle = rows.filter(|(index, row)| read(row) == without(lexicon, *index, || read(row)));
    idle.map(|(_, row)| row.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;
    use crate::lexicon::{FUNCTIONS, UNITS, text};
    use crate::place::{Level, Region};

    #[test]
    fn a_row_is_left_out_and_comes_back() {
        static CELL: OnceLock<usize> = OnceLock::new();
        let count = || *once(&CELL, &[FUNCTIONS], || rows(FUNCTIONS).len());
        let all = count();
        assert_eq!(without(FUNCTIONS, 0, count), all - 1);
        assert_eq!(count(), all);
    }

    /// A folder whose `units.tsv` knows one office more.
    fn folder_with(office: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder for a test");
        let units = format!("{}stem\t{office}\tdepartment\taudit\t\n", text(UNITS));
        std::fs::write(folder.path().join(UNITS.name), units).expect("a file for a test");
        folder
    }

    /// The functions of two offices that no lexicon has, as each thread of a pool reads them.
    fn read() -> Vec<[String; 2]> {
        let functions = |name: &str| {
            let known = crate::office::Directory::new(&Region::default(), [(name, Level::City)]);
            known.office(name, Level::City).function.code().to_owned()
        };
        (0..64).into_par_iter().map(|_| ["市云雀局", "市风筝局"].map(functions)).collect()
    }

    #[test]
    fn two_folders_are_read_with_at_once() {
        let folders = ["云雀", "风筝"].map(folder_with);
        let [lark, kite] =
            [&folders[0], &folders[1]].map(|folder| Lexicons::of_folder(folder.path()).expect("a lexicon"));
        assert_ne!(lark, kite);
        let (lark, kite) = rayon::join(|| lark.install(read), || kite.install(read));
        let plain = read();
        let all = |found: &[[String; 2]], want: [&str; 2]| found.iter().all(|found| *found == want);
        assert!(all(&lark.expect("threads"), ["audit", "other"]));
        assert!(all(&kite.expect("threads"), ["other", "audit"]));
        assert!(all(&plain, ["other", "other"]));
    }

    #[test]
    fn a_folder_opened_twice_is_one_set() {
        let folder = folder_with("云雀");
        let [first, second] = [(); 2].map(|()| Lexicons::of_folder(folder.path()).expect("a lexicon"));
        assert_eq!(first, second);
        assert_ne!(first, Lexicons::built_in());
        assert_eq!(first.install(Lexicons::current).expect("threads"), first);
        assert_eq!(Lexicons::current(), Lexicons::built_in());
    }
}
