use super::*;

/// The article of a page.
fn text(html: &str) -> String {
    read(html.as_bytes(), Path::new("a.html")).unwrap().remove(0).text
}
