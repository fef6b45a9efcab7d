//! Problems: what is broken in a notice or in a returned file, with its place. Broken notices are data; nothing here stops
//! the work.

use std::ops::Range;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Mended, or worth knowing.
    Note,
    /// Something may be missing or wrong in the tables.
    Warning,
    /// Something is missing or wrong in the tables.
    Error,
}

impl Severity {
    /// The word in tables and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $code:literal $severity:ident $title:literal;)*) => {
        /// What is wrong. The code is stable; each has a page under `docs/problems/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name),* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The one with a stable code (`T001`, in any case).
            pub fn of(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
            }

            /// The stable code, `T001`.
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

            /// The page that explains it, as Markdown; built in, so that it is at hand wherever the program is.
            pub fn page(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../docs/problems/", $code, ".md"))),* }
            }
        }
    };
}

codes! {
    /// T: text and its damage.
    DroppedPinyin "T001" Note "删去字后拼音";
    FoldedTraditional "T002" Note "繁体转为简体";
    LostCharacter "T003" Note "数字旁缺字";
    SpacedWord "T004" Note "词中空格";
    BrokenNumber "T005" Note "编号字节损坏";
    HardBreak "T006" Note "硬换行已接上";
    SpamLine "T007" Note "无关行已略过";
    MaskedFigure "T008" Warning "数字被遮盖";
    DoubledMark "T009" Note "重复标点";
    PrintedEscape "T010" Note "转义符已还原";
    CutCells "T011" Warning "有单元格没有读入";
    Recognised "T012" Warning "文字由图像识别而来";
    DoubtfulFigure "T013" Warning "识别出的数字需要核对";
    DamagedPart "T014" Error "文件损坏，有内容没有读入";
    /// S: structure.
    NoTask "S001" Warning "没有读到任务";
    TaskWithoutUnit "S002" Warning "任务没有责任单位";
    NumberOutOfOrder "S003" Warning "编号不连续";
    LostNumber "S004" Note "补回缺失的编号";
    RepeatedHeading "S005" Warning "标题序号重复";
    GluedHeading "S006" Note "标题与上文粘连";
    GluedTasks "S007" Note "多项任务连排";
    BrokenLine "S008" Note "任务内换行已接上";
    CoveringLetterOnly "S009" Warning "只有通知正文，任务表在附件";
    NotANotice "S010" Warning "不是任务分解通知";
    NearDuplicate "S011" Warning "与另一文件几乎相同";
    DuplicateTask "S012" Note "任务重复出现";
    NoPlan "S013" Warning "没有读到本年度工作安排";
    PartlyRead "S014" Warning "有文字没有读入";
    HardlyRead "S015" Error "大部分文字没有读入";
    JoinedFiles "S016" Note "通知与附件文件合并读取";
    /// R: roles and brackets.
    LostBracket "R001" Note "括号缺失";
    GluedLabel "R002" Note "标签粘连";
    GluedUnits "R003" Note "单位名之间缺分隔";
    TruncatedUnit "R004" Note "单位名被截断";
    DoubledLabel "R005" Note "重复的角色标签";
    EmptyRole "R006" Warning "标签后没有单位";
    DefaultRole "R007" Note "按通知约定确定角色";
    /// U: units.
    UnknownUnit "U001" Warning "未识别的单位";
    LikelyUnit "U002" Note "按近似名称识别的单位";
    UnifiedUnit "U003" Note "同一单位的两种写法";
    /// C: what people overruled.
    Corrected "C001" Note "人工更正";
    MovedCorrection "C002" Note "更正的编号变了";
    StaleCorrection "C003" Warning "更正没有找到对象";
    BadCorrection "C004" Warning "更正填写有误";
    ContradictingCorrections "C005" Warning "更正互相矛盾";
    /// M: metadata.
    UnknownRegion "M001" Warning "未识别所属地区";
    UnknownYear "M002" Warning "未识别年份";
    AmbiguousRegion "M003" Warning "地名有歧义";
    ConflictingYear "M004" Note "年份不一致";
    /// F: files.
    UnreadableFile "F001" Error "无法读取的文件";
    /// P: files that come back filled in.
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
    UnreadAnswer "P017" Error "文件读不了";
}

/// Something broken in a notice, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    /// Bytes of the notice's plain text.
    pub span: Range<usize>,
    /// What is wrong, naming the words.
    pub message: String,
    /// What to do, or what was done.
    pub help: String,
}

impl Problem {
    pub fn new(code: Code, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), help: help.into() }
    }
}
