//! The head of a notice: title, document number, issuer, dates.
//!
//! In:  the first lines of a notice, and what the file's own metadata said.
//! Out: a [`Header`].
//! Not here: the place it speaks of ([`super::region`]).

use std::sync::LazyLock;

use regex::Regex;

use super::Header;
use super::line::Line;
use super::mend::is_han;

/// How many lines at the top may hold metadata and the title.
const HEAD_LINES: usize = 60;

/// Names of metadata fields as pages print them; a field's value ends where the next name begins.
const FIELDS: &[&str] = &[
    "索引号",
    "信息索引",
    "索引编号",
    "发文字号",
    "文号",
    "公文文号",
    "文件编号",
    "发文文号",
    "发布机构",
    "发文机关",
    "发文单位",
    "制发机关",
    "公开机构",
    "发布单位",
    "信息来源",
    "来源",
    "所属机构",
    "公开责任部门",
    "责任部门",
    "成文日期",
    "发文日期",
    "发文时间",
    "印发日期",
    "生成日期",
    "制发日期",
    "形成日期",
    "发布日期",
    "发布时间",
    "公开日期",
    "公布日期",
    "公开时间",
    "日期",
    "时间",
    "标题",
    "文件名称",
    "名称",
    "信息名称",
    "主题分类",
    "信息分类",
    "分类",
    "文件分类",
    "体裁分类",
    "公开方式",
    "公开类别",
    "公开形式",
    "有效性",
    "是否有效",
    "主题词",
    "关键词",
    "服务对象",
    "内容概述",
    "信息类别",
    "体裁",
    "时效性",
    "效力状态",
    "废止日期",
    "失效日期",
    "实施日期",
    "生效日期",
    "发布人",
    "作者",
    "浏览次数",
    "字号",
    "字体",
];

/// The value behind the first of the field names found in the head.
fn field(lines: &[Line], names: &[&str]) -> Option<String> {
    static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
        let mut fields: Vec<&str> = FIELDS.to_vec();
        fields.sort_by_key(|field| std::cmp::Reverse(field.chars().count()));
        let any: Vec<String> =
            fields.iter().map(|field| field.chars().map(String::from).collect::<Vec<_>>().join(" *")).collect();
        Regex::new(&format!(r"(?:^|[ |\[【])(?P<name>{}) *[\]】]?(?: *[::] *\|? *| *\| *| +)", any.join("|")))
            .expect("field names are plain words")
    });
    for name in names {
        for line in lines.iter().take(HEAD_LINES) {
            let shown = line.text.scan();
            let mut found = SPLIT.captures_iter(shown).peekable();
            while let Some(captures) = found.next() {
                let printed: String = captures["name"].chars().filter(|c| *c != ' ').collect();
                if printed != *name {
                    continue;
                }
                let from = captures.get(0).map_or(0, |whole| whole.end());
                let to = found.peek().and_then(|next| next.get(0)).map_or(shown.len(), |next| next.start());
                let value = shown[from.min(to)..to].trim_matches([' ', '|', ':', ']', '】']).trim();
                if !value.is_empty() && value.chars().count() <= 200 {
                    return Some(
                        line.text.shown_at(from..from + (to - from)).trim_matches([' ', '|', ':', '：']).to_owned(),
                    );
                }
            }
        }
    }
    None
}

/// Reads a date as printed, with or without lost characters: `2023年1月3日`, `2023-01-03`, `20251月6`, `二〇一二年三月五日`.
pub(super) fn date(text: &str) -> Option<String> {
    static FORMS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
        [
            r"((?:19|20)\d\d) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日?",
            r"((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})",
            // The 年 is lost: the year's four digits run into the month.
            r"((?:19|20)\d\d) ?(\d{1,2})月 ?(\d{1,2})日?",
        ]
        .map(|form| Regex::new(form).expect("a fixed pattern"))
    });
    static HAN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"([二一][〇○零Oo0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日",
        )
        .expect("a fixed pattern")
    });
    let valid = |year: i32, month: u32, day: u32| {
        let date = jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()?;
        Some(date.to_string())
    };
    for form in &*FORMS {
        if let Some(found) = form.captures(text) {
            let number = |index: usize| found[index].parse::<u32>().ok();
            return valid(number(1)? as i32, number(2)?, number(3)?);
        }
    }
    let found = HAN.captures(text)?;
    let year = found[1].chars().try_fold(0, |year, c| Some(year * 10 + han_digit(c)?))?;
    valid(year, super::line::parse_numeral(&found[2])?, super::line::parse_numeral(&found[3])?)
}

pub(super) fn han_digit(c: char) -> Option<i32> {
    match c {
        '〇' | '○' | '零' | 'O' | 'o' | '0' => Some(0),
        c => "一二三四五六七八九".chars().position(|digit| digit == c).map(|at| at as i32 + 1),
    }
}

/// Whether a line is nothing but a date, as under a signature.
pub(super) fn is_date_line(scan: &str) -> bool {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\(?(?:(?:19|20)\d\d ?年? ?\d{1,2} ?月 ?\d{1,2} ?日?|[二一][〇○零Oo0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)\)?$")
            .expect("a fixed pattern")
    });
    LINE.is_match(scan.trim())
}

/// The first four-digit year in a text that a report could be of.
pub(super) fn year(text: &str) -> Option<i32> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^\d])((?:19[89]|20[0-4])\d)(?:[^\d个场户人名亩万元套台米座所家处条次余多吨株棵幢栋辆张]|$)")
            .expect("a fixed pattern")
    });
    static HAN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"((?:二[〇○零Oo0]|^[〇○零])[〇○零Oo0一二三四][〇○零Oo0一二三四五六七八九])年")
            .expect("a fixed pattern")
    });
    let arabic = YEAR.captures(text).and_then(|found| found[1].parse().ok());
    let han = || HAN.captures(text)?[1].chars().try_fold(0, |year, c| Some(year * 10 + han_digit(c)?));
    // `〇〇八年`: the 二 before it is lost.
    arabic.or_else(|| han().map(|year| if year < 1000 { year + 2000 } else { year }))
}

/// A document number: `洪政办〔2025〕1号`, also with a lost bracket.
pub(super) fn doc_number(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([\x{4e00}-\x{9fff}]{2,12}(?:\([\x{4e00}-\x{9fff}]{1,4}\)|〔[\x{4e00}-\x{9fff}]{1,4}〕)?) ?[〔\[(【<﹝]\s?((?:19|20)\d\d)\s?年?[〕\])】>﹞]?\s?第?\s?(\d{1,5})\s?号")
            .expect("a fixed pattern")
    });
    let found = NUMBER.captures(text)?;
    let organ = found[1].trim_start_matches("文号").trim_start_matches('号');
    (organ.chars().count() >= 2).then(|| format!("{organ}〔{}〕{}号", &found[2], &found[3]))
}

/// A line up to the first other document that it cites with its number in a sentence: `已下发《关于…的通知》(云政办〔2010〕8号)。`
fn before_citation(scan: &str) -> &str {
    static CITED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"《[^《》]{4,60}(?:通知|意见|方案|办法|规定)》\(").expect("a fixed pattern"));
    let cited = CITED.find(scan).filter(|found| scan[found.end()..].contains(['。', ';']));
    cited.map_or(scan, |found| &scan[..found.start()])
}

/// Whether a line could be a notice's title.
fn title_score(line: &str) -> i32 {
    let length = line.chars().filter(|c| is_han(*c)).count();
    if !(6..=120).contains(&length) || line.ends_with(['。', ';', ':']) {
        return 0;
    }
    let mut score = 0;
    if line.contains("关于")
        && ["通知", "意见", "方案", "通报", "公告", "决定"]
            .iter()
            .any(|word| line.ends_with(word) || line.contains(&format!("{word}>")))
    {
        score += 6;
    }
    if line.contains("政府工作报告") {
        score += 3;
    }
    for word in [
        "责任分解",
        "任务分解",
        "任务分工",
        "责任分工",
        "分工方案",
        "分工",
        "分解",
        "重点工作",
        "实事",
        "目标任务",
        "工作要点",
        "立项",
        "任务清单",
        "责任清单",
    ] {
        if line.contains(word) {
            score += 2;
            break;
        }
    }
    if year(line).is_some() {
        score += 1;
    }
    if line.contains("首页")
        || line.contains('>') && !line.contains('<')
        || line.contains("位置")
        || line.contains("根据")
        || line.contains("现将")
        || line.contains("已经")
        || line.contains("听取")
    {
        score -= 4;
    }
    if line.contains('。') {
        score -= 5;
    }
    score
}

/// The title: a titled field, the best line of the head, two lines of it joined, or the page's own title.
fn title(lines: &[Line], hint: Option<&str>) -> String {
    let fielded = field(lines, &["标题", "文件名称", "名称", "信息名称"])
        .filter(|title| title.chars().filter(|c| is_han(*c)).count() >= 6);
    if let Some(title) = fielded.filter(|title| title_score(title) > 0) {
        return clean_title(&title);
    }
    let head = &lines[..lines.len().min(HEAD_LINES)];
    let best = head
        .iter()
        .enumerate()
        .map(|(index, line)| (title_score(line.scan()), std::cmp::Reverse(index)))
        .max()
        .filter(|(score, _)| *score >= 3);
    let broken = || {
        // A title broken over two or three lines.
        (0..head.len().min(20)).find_map(|index| {
            (2..=3).find_map(|count| {
                let part = head.get(index..index + count)?;
                let joined: String = part.iter().map(|line| line.text.shown()).collect();
                let open = !part[0].scan().ends_with(['。', ':', ';']) && part[0].scan().chars().count() >= 4;
                (open && title_score(&joined) >= 7).then_some(joined)
            })
        })
    };
    if let Some((score, std::cmp::Reverse(index))) = best {
        if score < 7
            && let Some(joined) = broken()
        {
            return clean_title(&joined);
        }
        // `某区人民政府办公室` on one line, `关于…的通知` on the next.
        let issuer = index.checked_sub(1).map(|before| &head[before]).filter(|before| {
            let scan = before.scan();
            head[index].scan().starts_with("关于")
                && scan.chars().count() <= 30
                && scan.chars().all(is_han)
                && ["政府", "办公室", "办公厅", "委员会", "局", "街道办事处"]
                    .iter()
                    .any(|ending| scan.ends_with(ending))
        });
        let before = issuer.map(|line| line.text.shown()).unwrap_or_default();
        // `关于印发…的` on one line, `通 知` on the next.
        let behind = head.get(index + 1).filter(|_| head[index].scan().ends_with('的')).filter(|next| {
            let word: String = next.scan().chars().filter(|c| !c.is_whitespace()).collect();
            ["通知", "意见", "方案", "通报", "决定"].contains(&word.as_str())
        });
        let behind = behind.map(|line| line.text.shown()).unwrap_or_default();
        return clean_title(&format!("{before}{}{behind}", head[index].text.shown()));
    }
    if let Some(joined) = broken() {
        return clean_title(&joined);
    }
    if let Some(named) = head.iter().find_map(|line| report_named_in(line.text.shown().as_str())) {
        return clean_title(&named);
    }
    let hint = hint.map(|hint| clean_title(hint.split(['_', '|', '-']).next().unwrap_or(hint)));
    hint.filter(|hint| hint.chars().filter(|c| is_han(*c)).count() >= 6).unwrap_or_else(|| {
        head.iter()
            .map(|line| line.text.shown())
            .find(|line| {
                let han = line.chars().filter(|c| is_han(*c)).count();
                (4..=80).contains(&han)
                    && (!line.contains(['|', '>']) || line.contains('《'))
                    && !super::label::has_label(line)
                    && !super::noise::is_furniture(line)
                    && !line.ends_with(['。', ':', '：'])
                    && super::line::Marker::split(line).is_none_or(|(marker, _)| marker.bare)
            })
            .map(|line| clean_title(&line))
            .unwrap_or_default()
    })
}

/// The name of a report at the end of a path (`首页 > 报告 > 2008年云柘省政府工作报告`) or at the head of a long line.
fn report_named_in(line: &str) -> Option<String> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:\d{1,2}[.、])?\s*((?:20\d\d年)?[^，。,;；:：>\d]{0,24}政府工作报告)").expect("a fixed pattern")
    });
    if let Some((_, last)) = line.rsplit_once('>') {
        return (title_score(last) >= 3).then(|| last.to_owned());
    }
    let named = NAMED.captures(line)?[1].to_owned();
    let mentioned =
        ["根据", "按照", "据", "在", "向", "听取", "审议", "围绕"].iter().any(|word| named.starts_with(word));
    (!mentioned).then_some(named)
}

/// The issuer that a title opens with: `某县人民政府关于…`.
fn issuer_of(title: &str) -> Option<String> {
    let issuer = &title[..title.find("关于")?];
    let office =
        issuer == "国务院" || ["人民政府", "办公室", "办公厅", "委员会"].iter().any(|ending| issuer.ends_with(ending));
    (office && (3..=30).contains(&issuer.chars().count()) && issuer.chars().all(is_han)).then(|| issuer.to_owned())
}

/// A title without the page's marks, its line breaks, `附件:` and the document number that some sites print at its ends.
fn clean_title(title: &str) -> String {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        let number = r"[\x{4e00}-\x{9fff}]{2,12}[〔\[【(（]\s?(?:19|20)\d\d\s?[〕\]】)）]\s?第?\s?\d{1,5}\s?号";
        Regex::new(&format!(
            r"^附件[:：]\s*(?:1[.、]\s*)?|^[(（]?{number}[)）]?\s*[—\-:：]*\s*|\s*[(（]{number}[)）]$|\s+{number}$"
        ))
        .expect("a fixed pattern")
    });
    // `称: 2009年政府工作报告`: a field whose name was cut.
    let title = match title.split_once([':', '：', '|']) {
        Some((label, rest)) if label.trim().chars().count() <= 4 && title_score(rest.trim()) >= 3 => rest,
        _ => title,
    };
    let bare = NUMBER.replace_all(title.trim(), "");
    let title = if bare.chars().filter(|c| is_han(*c)).count() >= 6 { &*bare } else { title };
    let words: Vec<&str> = title.trim_matches([' ', '|', '【', '】', '*', '#']).split_whitespace().collect();
    let mut out = String::new();
    for word in words {
        // A space between Chinese words is the page's line break.
        if out.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric())
            && word.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Reads the head. `signature` is the line before the date that closes the covering letter, and that date.
pub(super) fn read(lines: &[Line], hints: &[(String, String)], signature: Option<(&str, &str)>) -> Header {
    let head = &lines[..lines.len().min(HEAD_LINES)];
    let hint = |names: &[&str]| {
        hints
            .iter()
            .find(|(name, _)| names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)))
            .map(|(_, value)| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    let doc_number = field(head, &["文号", "发文字号", "公文文号", "发文文号", "文件编号"])
        .and_then(|value| doc_number(&value))
        .or_else(|| {
            head.iter().take(30).find_map(|line| {
                let scan = line.scan();
                let own = scan.chars().count() <= 160 && !["根据", "按照"].iter().any(|word| scan.contains(word));
                own.then(|| doc_number(before_citation(scan))).flatten()
            })
        });
    let date_field = |names: &[&str]| field(head, names).and_then(|value| date(&value));
    let title = title(lines, hint(&["title", "meta:ArticleTitle", "标题", "名称"]).as_deref());
    Header {
        doc_number,
        index_number: field(head, &["索引号", "信息索引", "索引编号"])
            .map(|value| value.split_whitespace().next().unwrap_or("").to_owned())
            .filter(|value| !value.is_empty()),
        issuer: field(head, &["发布机构", "发文机关", "发文单位", "制发机关", "公开机构", "发布单位"])
            .map(|value| value.split(['【', '[']).next().unwrap_or("").trim().to_owned())
            .filter(|value| value.chars().filter(|c| is_han(*c)).count() >= 2 && value.chars().count() <= 40)
            .or_else(|| signature.map(|(issuer, _)| issuer.to_owned()).filter(|issuer| !issuer.is_empty()))
            .or_else(|| issuer_of(&title)),
        issued_on: date_field(&["成文日期", "发文日期", "发文时间", "印发日期", "生成日期", "制发日期", "形成日期"])
            .or_else(|| signature.and_then(|(_, day)| date(day))),
        published_on: date_field(&["发布日期", "发布时间", "公开日期", "公布日期", "公开时间"])
            .or_else(|| hint(&["meta:PubDate", "meta:publishdate", "meta:pubdate"]).and_then(|value| date(&value)))
            .or_else(|| {
                head.iter().take(12).find_map(|line| {
                    let scan = line.scan();
                    (scan.chars().count() <= 60
                        && !is_date_line(scan)
                        && !scan.contains('号')
                        && (scan.contains(':') || scan.contains("来源")))
                    .then(|| date(scan))
                    .flatten()
                })
            }),
        title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::line;
    use crate::source::traced::Traced;

    #[test]
    fn dates_in_every_writing() {
        for (text, want) in [
            ("2023年1月3日", Some("2023-01-03")),
            ("2023-01-03 10:00", Some("2023-01-03")),
            ("20251月6", Some("2025-01-06")),
            ("二〇一二年三月十五日", Some("2012-03-15")),
            ("2023年13月3日", None),
            ("2023年", None),
        ] {
            assert_eq!(date(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn years_in_every_writing() {
        for (text, want) in [
            ("2009年工作安排", Some(2009)),
            ("二〇〇八年工作回顾", Some(2008)),
            ("二00八年工作回顾", Some(2008)),
            ("〇〇八年工作回顾", Some(2008)),
            ("一九七八年", None),
            // no counts
            ("新建2000个站点", None),
            ("放映2025场", None),
            ("云柘区2024", Some(2024)),
        ] {
            assert_eq!(year(text), want, "{text}");
        }
    }

    #[test]
    fn document_numbers() {
        assert_eq!(doc_number("文号 洪政办〔2025〕1号 信息").as_deref(), Some("洪政办〔2025〕1号"));
        assert_eq!(doc_number("云政发[2012]3号").as_deref(), Some("云政发〔2012〕3号"));
        assert_eq!(doc_number("青政办〔20208号").as_deref(), Some("青政办〔2020〕8号"));
        assert_eq!(doc_number("2023年1号"), None);
        let cited = "三、另见《关于分解十件实事责任的通知》(云政办发〔2010〕8号)。请一并照办。\n";
        assert_eq!(read(&line::lines(&Traced::plain(cited)), &[], None).doc_number, None);
    }

    #[test]
    fn titles_lose_what_is_not_theirs() {
        for (text, title, issuer) in [
            (
                "(云政办〔2019〕1号)区人民政府办公室关于印发2019年任务分解的通知\n",
                "区人民政府办公室关于印发2019年任务分解的通知",
                Some("区人民政府办公室"),
            ),
            (
                "云政办〔2019〕1号—云柘区人民政府关于印发任务分解的通知\n",
                "云柘区人民政府关于印发任务分解的通知",
                Some("云柘区人民政府"),
            ),
            (
                "云柘县人民政府\n关于印发2020年民生实事的\n通 知\n",
                "云柘县人民政府关于印发2020年民生实事的通知",
                Some("云柘县人民政府"),
            ),
            (
                "关于印发2023年政府工作报告任务分解的通知 云政发〔2023〕1号\n",
                "关于印发2023年政府工作报告任务分解的通知",
                None,
            ),
            (
                "无障碍浏览 长者模式\n《〈政府工作报告〉2024年重点工作任务分工方案》政策解读\n",
                "《〈政府工作报告〉2024年重点工作任务分工方案》政策解读",
                None,
            ),
            ("各县区人民政府:\n一、扩大投资\n1.修路。\n牵头单位:市交通局\n", "", None),
            ("国务院关于落实《政府工作报告》分工的意见\n", "国务院关于落实《政府工作报告》分工的意见", Some("国务院")),
            ("各乡镇:\n附件:2016年县政府重点工作任务分解表\n", "2016年县政府重点工作任务分解表", None),
        ] {
            let header = read(&line::lines(&Traced::plain(text)), &[], None);
            assert_eq!((header.title.as_str(), header.issuer.as_deref()), (title, issuer), "{text}");
        }
    }

    #[test]
    fn metadata_lines_are_taken_apart() {
        let text = "索 引 号 MB1534522/2023-05475 发文日期 2023-01-03\n发布机构 区人民政府办公室 文    号 云政办〔2023〕1号\n区人民政府办公室关于印发2023年区《政府工作报告》任务分工的通知\n";
        let header = read(&line::lines(&Traced::plain(text)), &[], None);
        assert_eq!(header.index_number.as_deref(), Some("MB1534522/2023-05475"));
        assert_eq!(header.issuer.as_deref(), Some("区人民政府办公室"));
        assert_eq!(header.issued_on.as_deref(), Some("2023-01-03"));
        assert_eq!(header.doc_number.as_deref(), Some("云政办〔2023〕1号"));
        assert_eq!(header.title, "区人民政府办公室关于印发2023年区《政府工作报告》任务分工的通知");
    }
}
