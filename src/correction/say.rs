//! What a row says, as a type: codes and numbers of the cells understood.

use super::kind::Kind;
use crate::lexicon::words::Code;
use crate::notice::{self, Role};
use crate::office::Function;
use crate::place::{self, Evidence, Region};
use crate::quantity::{Aspect, Op, indicator_named, indicator_title};

/// What a correction says of its subject.
#[derive(Debug, Clone, PartialEq)]
pub enum Say {
    Same,
    NotSame,
    /// The office's name.
    Unit(String),
    /// The primary function first.
    Functions(Vec<Function>),
    HasUnit(Role),
    NoUnit,
    /// In the base measure; the higher figure of a range.
    Value(f64, Option<f64>),
    Op(Op),
    Measure(String),
    Indicator {
        id: Option<&'static str>,
        name: String,
    },
    Aspect(Aspect),
    NotTarget,
    Year(i32),
    Region(Box<Region>),
    NoticeKind(notice::Kind),
    Task,
    NotTask,
}

/// The cells that say something.
pub(super) struct Row<'a> {
    pub kind: Kind,
    pub subject: &'a str,
    pub words: &'a str,
    pub object: &'a str,
    pub value: &'a str,
}

impl Row<'_> {
    /// What the row says; in words what is missing or unknown.
    pub fn read(&self) -> Result<Say, String> {
        if self.subject.is_empty() {
            return Err("“对象”空着".to_owned());
        }
        let value = self.value;
        Ok(match self.kind {
            Kind::Same | Kind::NotSame => {
                self.needs_object()?;
                if self.object == self.subject {
                    return Err("两项任务是同一个编号".to_owned());
                }
                if self.kind == Kind::Same { Say::Same } else { Say::NotSame }
            }
            Kind::Unit => Say::Unit(self.needs_value()?.to_owned()),
            Kind::Function => Say::Functions(functions(self.needs_value()?)?),
            Kind::HasUnit => {
                self.needs_object()?;
                Say::HasUnit(if value.is_empty() { Role::Responsible } else { find(ROLES, value, "角色")? })
            }
            Kind::NoUnit => {
                self.needs_object()?;
                Say::NoUnit
            }
            Kind::TargetValue => figure(self.needs_value()?).ok_or_else(|| format!("“{value}”不是数值"))?,
            Kind::TargetOp => Say::Op(find(OPS, self.needs_value()?, "关系")?),
            Kind::TargetMeasure => Say::Measure(self.needs_value()?.to_owned()),
            Kind::TargetIndicator => indicator(self.needs_value()?),
            Kind::TargetAspect => Say::Aspect(aspect(self.needs_value()?)?),
            Kind::NotTarget => Say::NotTarget,
            Kind::NoticeYear => {
                let year = self.needs_value()?.trim_end_matches('年').parse().ok();
                let year = year.filter(|year| (1949..=2100).contains(year));
                Say::Year(year.ok_or_else(|| format!("“{value}”不是年份"))?)
            }
            Kind::NoticeRegion => Say::Region(Box::new(region(self.needs_value()?)?)),
            Kind::NoticeKind => Say::NoticeKind(find(NOTICE_KINDS, self.needs_value()?, "文件类型")?),
            Kind::Task | Kind::NotTask if self.words.is_empty() => return Err("“原文”空着".to_owned()),
            Kind::Task => Say::Task,
            Kind::NotTask => Say::NotTask,
        })
    }

    fn needs_object(&self) -> Result<(), String> {
        if self.object.is_empty() { Err("“另一方”空着".to_owned()) } else { Ok(()) }
    }

    fn needs_value(&self) -> Result<&str, String> {
        if self.value.is_empty() { Err("“改为”空着".to_owned()) } else { Ok(self.value) }
    }
}

const ROLES: &[(Role, &[&str])] = &[
    (Role::Lead, &["牵头", "lead"]),
    (Role::Responsible, &["责任", "responsible"]),
    (Role::Support, &["配合", "support"]),
    (Role::Leader, &["责任领导", "领导", "leader"]),
];

const OPS: &[(Op, &[&str])] = &[
    (Op::AtLeast, &["不低于", "以上", ">=", "≥"]),
    (Op::AtMost, &["不超过", "以内", "以下", "<=", "≤"]),
    (Op::About, &["约", "左右", "~"]),
    (Op::Exactly, &["等于", "="]),
    (Op::Over, &["高于", "超过", ">"]),
    (Op::Under, &["低于", "<"]),
];

const NOTICE_KINDS: &[(notice::Kind, &[&str])] = &[
    (notice::Kind::Decomposition, &["责任分解通知", "decomposition"]),
    (notice::Kind::WorkReport, &["政府工作报告", "work_report"]),
    (notice::Kind::CoveringLetter, &["只有通知正文", "covering_letter"]),
    (notice::Kind::Other, &["其他文件", "other"]),
];

/// The words that a role is written by, the first one's first.
pub(super) fn role_words() -> impl Iterator<Item = &'static str> {
    ROLES.iter().map(|(_, names)| names[0])
}

/// The value with a name; which names there are where it has none.
fn find<T: Copy>(all: &[(T, &[&str])], name: &str, what: &str) -> Result<T, String> {
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    let found = all.iter().find(|(_, names)| is(names)).map(|(value, _)| *value);
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(_, names)| names[0]).collect();
        format!("没有“{name}”这种{what}；可用：{}", names.join("、"))
    })
}

fn functions(value: &str) -> Result<Vec<Function>, String> {
    let one = |name: &str| {
        let is = |function: &Function| function.code() == name || function.title() == name;
        Function::all().find(is).ok_or_else(|| {
            let near = Function::all().map(|function| (strsim::jaro(function.title(), name), function.title()));
            let near = near.max_by(|a, b| a.0.total_cmp(&b.0)).map_or("", |(_, title)| title);
            format!("没有“{name}”这项职能；最接近的是“{near}”")
        })
    };
    value.split(['/', '、']).map(str::trim).filter(|name| !name.is_empty()).map(one).collect()
}

fn aspect(value: &str) -> Result<Aspect, String> {
    const TITLES: [(&str, &str); 7] = [
        ("存量", "stock"),
        ("新增", "addition"),
        ("增幅", "growth"),
        ("比率", "share"),
        ("年度量", "amount"),
        ("上限", "limit"),
        ("位次", "rank"),
    ];
    let code = TITLES.iter().find(|(title, _)| *title == value).map_or(value, |(_, code)| code);
    Aspect::parse(code).map_err(|_| {
        let titles: Vec<&str> = TITLES.iter().map(|(title, _)| *title).collect();
        format!("没有“{value}”这种类别；可用：{}", titles.join("、"))
    })
}

/// An indicator by its code or canonical name; of another name its words decide where it applies.
fn indicator(value: &str) -> Say {
    match indicator_named(value).and_then(|id| Some((id, indicator_title(id)?))) {
        Some((id, title)) => Say::Indicator { id: Some(id), name: title.to_owned() },
        None => Say::Indicator { id: None, name: value.to_owned() },
    }
}

/// `2.4万`, `24,000`, `5-8`, `-0.3`, `7%`: a figure in the base measure.
fn figure(value: &str) -> Option<Say> {
    let value: String = value.chars().filter(|c| !c.is_whitespace() && *c != ',' && *c != '，').collect();
    let (low, behind, scale) = number(&value)?;
    let rest = behind.trim_start_matches('%');
    let Some(rest) = rest.strip_prefix(['-', '–', '—', '~', '～', '至']) else {
        return (!rest.contains(|c: char| c.is_ascii_digit())).then_some(Say::Value(low * scale.unwrap_or(1.0), None));
    };
    let (high, behind, own) = number(rest)?;
    let (low, high) = (low * scale.or(own).unwrap_or(1.0), high * own.unwrap_or(1.0));
    (low <= high && !behind.contains(|c: char| c.is_ascii_digit())).then_some(Say::Value(low, Some(high)))
}

/// The number at the head of a text, what is behind it and its 万 or 亿, and how much these are.
fn number(text: &str) -> Option<(f64, &str, Option<f64>)> {
    let end = text.char_indices().find(|&(at, c)| !(c.is_ascii_digit() || c == '.' || at == 0 && c == '-'));
    let end = end.map_or(text.len(), |(at, _)| at);
    let value: f64 = text[..end].parse().ok().filter(|value: &f64| value.is_finite())?;
    let behind = &text[end..];
    Some(match (behind.strip_prefix('万'), behind.strip_prefix('亿')) {
        (Some(rest), _) => {
            (value, rest.strip_prefix('亿').unwrap_or(rest), Some(if rest.starts_with('亿') { 1e12 } else { 1e4 }))
        }
        (_, Some(rest)) => (value, rest, Some(1e8)),
        _ => (value, behind, None),
    })
}

fn region(value: &str) -> Result<Region, String> {
    let located = place::locate(&[(Evidence::FileName, value)]);
    if located.region.name.is_empty() {
        return Err(format!("没有读懂地区“{value}”；请写全名，如“湖北省武汉市洪山区”"));
    }
    if !located.ambiguous.is_empty() {
        return Err(format!("“{value}”不止一处：{}；请写全名", located.ambiguous.join("、")));
    }
    Ok(located.region)
}
