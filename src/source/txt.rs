//! Plain text in any encoding.

use std::path::Path;

use super::{Document, Format, Refusal, encoding, refused};

pub(super) const FORMAT: Format = Format { name: "txt", extensions: &["txt", "text"], fits, read };

/// Everything that no other format took.
fn fits(_: &[u8], _: &Path) -> bool {
    true
}

fn read(bytes: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> {
    let (text, encoding) = encoding::decode(bytes, None).ok_or_else(refused::unknown)?;
    let hints = vec![("encoding".to_owned(), encoding.to_owned())];
    Ok(vec![Document { text, hints, ..Document::default() }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hard_lines_are_joined_and_told() {
        let text = "  二、扎实推进城市更新，持续改善人居环\n境，全年改造老旧小区12个，惠及居民3200\n户，新建口袋公园6处、社区食堂8家，完成\n供水管网改造30公里，新增停车泊位900\n- 2 -\n个。（牵头单位：区城管局；责任单位：区\n园林局、各街道）\n  三、办好民生实事，新增普惠托位320个，\n改扩建中小学校4所，新增学位2700个，开\n展职业技能培训1.2万人次。\n";
        let (_, documents) = crate::source::parse(text.as_bytes(), Path::new("a.txt")).unwrap();
        let lines: Vec<&str> = documents[0].text.lines().collect();
        assert_eq!(lines.len(), 2, "{lines:#?}");
        assert!(lines[0].contains("停车泊位900个。（牵头单位：区城管局；责任单位：区园林局、各街道）"));
        assert_eq!(documents[0].dropped, ["- 2 -"]);
        assert!(documents[0].hints.contains(&("mended:lines".to_owned(), "7".to_owned())), "{:?}", documents[0].hints);
    }
}
