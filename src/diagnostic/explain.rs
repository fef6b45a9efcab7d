//! The pages that explain the codes, built in so that they are at hand wherever the program is.

/// Code and title of a file that could not be read.
pub const UNREADABLE: (&str, &str) = ("F001", "无法读取的文件");

macro_rules! pages {
    ($($code:literal)*) => {
        /// Every page by its code, in order.
        pub(super) const PAGES: &[(&str, &str)] =
            &[$(($code, include_str!(concat!("../../docs/problems/", $code, ".md")))),*];
    };
}

pages! {
    "C001" "C002" "C003" "C004" "C005"
    "F001"
    "M001" "M002" "M003" "M004"
    "P001" "P002" "P003" "P004" "P005" "P006" "P007" "P008" "P009" "P010" "P011" "P012" "P013" "P014"
    "P015" "P016" "P017"
    "R001" "R002" "R003" "R004" "R005" "R006" "R007"
    "S001" "S002" "S003" "S004" "S005" "S006" "S007" "S008" "S009" "S010" "S011" "S012" "S013" "S014"
    "S015" "S016"
    "T001" "T002" "T003" "T004" "T005" "T006" "T007" "T008" "T009" "T010" "T011" "T012"
    "T013"
    "U001" "U002" "U003"
}

/// The page of a code (`T001`, in any case), as Markdown.
pub fn explain(code: &str) -> Option<&'static str> {
    PAGES.iter().find(|(id, _)| id.eq_ignore_ascii_case(code)).map(|(_, page)| *page)
}
