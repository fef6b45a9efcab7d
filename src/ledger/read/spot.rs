//! What is wrong with a returned file, with its place.

use crate::notice::Severity;
use crate::table::schema::ProblemRow;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $code:literal $severity:ident $title:literal;)*) => {
        /// What is wrong. The code is stable; each has a page under `docs/problems/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault { $($(#[$doc])* $name),* }

        impl Fault {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable code, `P001`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }

            /// What it is, in a few Chinese words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

faults! {
    UnknownRow "P001" Warning "对不上任务的行";
    ChangedText "P002" Note "任务文字有改动";
    NoNumber "P003" Warning "完成值里没有数字";
    UnknownStatus "P004" Warning "状态不在列表中";
    TwoAnswers "P005" Warning "一项任务有两个答复";
    NoQuarter "P006" Warning "没有写明季度";
    NoUnit "P007" Note "没有写明填报单位";
    OtherMeasure "P008" Warning "计量单位与目标值不同";
    UnclearFigure "P009" Warning "不知是哪个目标值的数";
    ScaledFigure "P010" Note "按目标值的单位读数";
    NoTable "P011" Warning "没有读到填报表格";
    AlikeTask "P012" Note "按近似文字对上任务";
    UnitsDiffer "P013" Warning "各单位报的数不同";
    NoTarget "P014" Note "没有目标值可比的数";
    ForeignUnit "P015" Warning "任务没有分给该单位";
    SwappedRow "P016" Warning "编号与任务文字不符";
    UnreadFile "P017" Error "文件读不了";
}

/// Where something stands in a returned file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Spot {
    /// The file as it was named.
    pub source: String,
    /// `台账!F7`, or `第12行`.
    pub cell: String,
    /// From 1; 0 where the whole file is meant.
    pub row: u32,
    pub column: u32,
}

impl Fault {
    /// The row of the table.
    pub(super) fn at(self, spot: &Spot, message: impl Into<String>, help: impl Into<String>) -> ProblemRow {
        let message = message.into();
        ProblemRow {
            notice_id: String::new(),
            source: spot.source.clone(),
            line: spot.row,
            column: spot.column,
            code: self.id().to_owned(),
            severity: self.severity().name().to_owned(),
            message: if spot.cell.is_empty() { message } else { format!("{}：{message}", spot.cell) },
            help: help.into(),
            ..ProblemRow::default()
        }
    }
}
