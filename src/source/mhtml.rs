//! MHTML: a web page that a browser saved as one file.
//!
//! In:  a MIME message with the page and its pictures as parts.
//! Out: the article of the page, as of any [`html`] page.

use std::path::Path;

use super::{Document, Format, Refusal, html, web};

pub(super) const FORMAT: Format = Format { name: "mhtml", extensions: &["mht", "mhtml"], fits, read };

/// How far into a file its head reaches, in bytes.
const HEAD: usize = 4 << 10;

fn fits(bytes: &[u8], _: &Path) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let is_head = ["from:", "mime-version:", "content-type:"].iter().any(|name| head.trim_start().starts_with(name));
    is_head && head.contains("content-type:") && (head.contains("multipart/related") || head.contains("text/html"))
}

fn read(bytes: &[u8], path: &Path) -> Result<Vec<Document>, Refusal> {
    let page = page(bytes).ok_or_else(|| Refusal::damaged("web archive"))?;
    let mut documents = (html::FORMAT.read)(&page, path)?;
    let from = split(bytes)
        .and_then(|(head, _)| Some(value(&head, "snapshot-content-location")?.split_whitespace().collect::<String>()));
    let hint = from.filter(|from| web::is_page(from)).map(|from| (web::ADDRESS.to_owned(), from));
    for document in &mut documents {
        document.hints.extend(hint.clone());
    }
    Ok(documents)
}

/// The bytes of the first page in the message.
fn page(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, body) = split(bytes)?;
    let Some(boundary) = parameter(&head, "boundary") else { return Some(decode(&head, body)) };
    let mark = format!("--{boundary}");
    let mut rest = body;
    while let Some(at) = find(rest, mark.as_bytes()) {
        rest = &rest[at + mark.len()..];
        let end = find(rest, mark.as_bytes()).unwrap_or(rest.len());
        if let Some((head, body)) = split(rest[..end].trim_ascii_start())
            && value(&head, "content-type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html"))
        {
            return Some(decode(&head, body));
        }
    }
    None
}

/// The head lines, folded ones joined, and what follows the empty line.
fn split(part: &[u8]) -> Option<(Vec<String>, &[u8])> {
    let ends = [&b"\r\n\r\n"[..], b"\n\n"];
    let (at, length) = ends.iter().filter_map(|end| Some((find(part, end)?, end.len()))).min()?;
    let mut lines: Vec<String> = Vec::new();
    for line in String::from_utf8_lossy(&part[..at]).lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line),
            _ => lines.push(line.to_owned()),
        }
    }
    Some((lines, &part[at + length..]))
}

fn value<'a>(head: &'a [String], name: &str) -> Option<&'a str> {
    head.iter()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// A parameter of the content type.
fn parameter(head: &[String], name: &str) -> Option<String> {
    value(head, "content-type")?.split(';').find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The bytes of a part as they were before they were sent, led by the encoding that its head names.
fn decode(head: &[String], body: &[u8]) -> Vec<u8> {
    let mut page = match parameter(head, "charset") {
        Some(charset) => format!("<!-- charset={charset} -->\n").into_bytes(),
        None => Vec::new(),
    };
    match value(head, "content-transfer-encoding").map(str::to_ascii_lowercase).as_deref() {
        Some("quoted-printable") => page.extend(quoted_printable(body)),
        Some("base64") => page.extend(base64(body)),
        _ => page.extend(body),
    }
    page
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte != b'=' {
            bytes.push(*byte);
            continue;
        }
        match after {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => rest = after,
            [high, low, after @ ..] => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = after;
                }
                _ => bytes.push(b'='),
            },
            _ => bytes.push(b'='),
        }
    }
    bytes
}

fn base64(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0u32, 0);
    for &byte in body {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(digit);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    bytes
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, body: &str) {
        let message = format!(
            "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"; boundary=\"=_x\"\r\n\r\n--=_x\r\nContent-Type: image/png\r\n\r\nx\r\n--=_x\r\n{head}\r\n\r\n{body}\r\n--=_x--\r\n"
        );
        assert!(fits(message.as_bytes(), Path::new("a.mht")));
        assert_eq!(read(message.as_bytes(), Path::new("a.mht")).unwrap()[0].text, "新增学位900个。\n", "{head}");
    }

    #[test]
    fn an_archive_tells_where_it_was_saved() {
        let message = "From: <Saved>\r\nSnapshot-Content-Location: https://www.example.gov.cn/art/\r\n 2024/1.html\r\nContent-Type: text/html\r\n\r\n<p>新增学位900个。</p>";
        let documents = read(message.as_bytes(), Path::new("a.mht")).unwrap();
        assert_eq!(documents[0].url().as_deref(), Some("https://www.example.gov.cn/art/2024/1.html"));
    }

    #[test]
    fn pages_are_unpacked() {
        check(
            "Content-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable",
            "<p>=D0=C2=D4=F6=D1=A7=CE=BB9=\r\n00=B8=F6=A1=A3</p>",
        );
        // its head names no charset, the page does
        check(
            "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable",
            "<meta charset=3Dgbk><p>=D0=C2=D4=F6=D1=A7=CE=BB900=B8=F6=A1=A3</p>",
        );
        check(
            "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64",
            "PHA+5paw5aKe5a2m5L2N\r\nOTAw5Liq44CCPC9wPg==",
        );
    }
}
