//! Kinds of corrections, and the columns of their files.

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal $title:literal $what:literal;)*) => {
        /// What a correction is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $name),* }

        impl Kind {
            /// Every kind, in the order of the choices that people get.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code, `not_same`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The words in the file, `不是同一项`.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }

            /// How the columns are filled in.
            pub fn what(self) -> &'static str {
                match self { $(Self::$name => $what),* }
            }
        }
    };
}

kinds! {
    Same "same" "是同一项" "对象、另一方：两项任务的编号";
    NotSame "not_same" "不是同一项" "对象、另一方：两项任务的编号";
    Unit "unit" "单位是" "对象：原文中的单位名；改为：规范名称；另一方：只用于一份文件时填文件编号";
    Function "function" "单位职能是" "对象：单位名；改为：职能名称或代码，几项用 / 隔开；另一方：只用于一份文件时填文件编号";
    HasUnit "has_unit" "任务有此单位" "对象：任务编号；另一方：单位名；改为：牵头、责任、配合或责任领导，空着为责任";
    NoUnit "no_unit" "任务无此单位" "对象：任务编号；另一方：单位名";
    TargetValue "target_value" "目标数值是" "对象：目标编号；原文：数字原文；改为：数值，可写 2.4万，区间写 5-8";
    TargetOp "target_op" "目标关系是" "对象：目标编号；原文：数字原文；改为：不低于、不超过、约、等于、高于或低于";
    TargetMeasure "target_measure" "目标单位是" "对象：目标编号；原文：数字原文；改为：计量单位";
    TargetIndicator "target_indicator" "目标指标是" "对象：目标编号；原文：数字原文；改为：指标名称或代码";
    TargetAspect "target_aspect" "目标类别是" "对象：目标编号；原文：数字原文；改为：存量、新增、增幅、比率、年度量、上限或位次";
    NotTarget "not_target" "不是目标" "对象：目标编号；原文：数字原文";
    NoticeYear "notice_year" "文件年份是" "对象：文件编号或文件名；改为：年份";
    NoticeRegion "notice_region" "文件地区是" "对象：文件编号或文件名；改为：地区全名";
    NoticeKind "notice_kind" "文件类型是" "对象：文件编号或文件名；改为：责任分解通知、政府工作报告、只有通知正文或其他文件";
    Task "task" "是任务" "对象：文件或清单编号；原文：这项任务的全部文字";
    NotTask "not_task" "不是任务" "对象：任务编号；原文：任务的文字";
}

impl Kind {
    /// The kind with a code or title.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.split_whitespace().collect();
        Self::ALL.iter().copied().find(|kind| kind.code().eq_ignore_ascii_case(&text) || kind.title() == text)
    }

    /// The words in the file for a code; of an unknown one itself.
    pub fn title_of(code: &str) -> &str {
        match Self::parse(code) {
            Some(kind) => kind.title(),
            None => code,
        }
    }

    /// Whether it is about a pair of tasks.
    pub fn is_pair(self) -> bool {
        matches!(self, Self::Same | Self::NotSame)
    }

    /// Whether it is about a target.
    pub fn is_target(self) -> bool {
        (Self::TargetValue..=Self::NotTarget).contains(&self)
    }
}

/// A column of a file of corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// English head, and the column of the table `corrections`.
    pub name: &'static str,
    /// Head in the file.
    pub title: &'static str,
    /// Width in a workbook, in characters.
    pub width: u16,
}

const fn column(name: &'static str, title: &'static str, width: u16) -> Column {
    Column { name, title, width }
}

/// The columns, in order. Kind and subject must be there.
pub const COLUMNS: [Column; 9] = [
    column("kind", "种类", 16),
    column("subject", "对象", 26),
    column("words", "原文", 40),
    column("object", "另一方", 26),
    column("object_words", "另一方原文", 40),
    column("value", "改为", 20),
    column("note", "说明", 30),
    column("by", "核定人", 10),
    column("on", "日期", 12),
];
