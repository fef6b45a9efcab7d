//! Tesseract: the engine of last resort. It often misreads figures, so none of them is trusted, and it draws no tables.
//!
//! In:  a picture, or a PDF where `pdftoppm` is installed.
//! Out: its pages, doubtful as a whole; nothing where the program or its Chinese is not installed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Recognised, Words};

/// Dots an inch of pages that are rendered.
const DPI: f64 = 200.0;

pub(super) fn recognise(path: &Path) -> Option<Vec<Recognised>> {
    let mut head = [0; 5];
    let is_pdf =
        std::io::Read::read_exact(&mut std::fs::File::open(path).ok()?, &mut head).is_ok() && &head == b"%PDF-";
    let folder = tempfile::Builder::new().prefix("duibiao-").tempdir().ok()?;
    let pictures = if is_pdf { rendered(path, folder.path())? } else { vec![path.to_path_buf()] };
    pictures.iter().map(|picture| page(picture)).collect()
}

fn rendered(path: &Path, folder: &Path) -> Option<Vec<PathBuf>> {
    let done = Command::new("pdftoppm")
        .args(["-r", "200", "-png"])
        .arg(path)
        .arg(folder.join("p"))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    let mut pictures: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    pictures.sort();
    (done.success() && !pictures.is_empty()).then_some(pictures)
}

fn page(picture: &Path) -> Option<Recognised> {
    let done = Command::new("tesseract")
        .arg(picture)
        .args(["stdout", "-l", "chi_sim", "--dpi", "200", "tsv"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    done.status.success().then(|| of_table(&String::from_utf8_lossy(&done.stdout)))
}

/// The page that tesseract's table of words describes.
fn of_table(table: &str) -> Recognised {
    let mut lines: BTreeMap<[u32; 4], Words> = BTreeMap::new();
    let mut page = Recognised { dpi: DPI, doubtful: true, ..Recognised::default() };
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [level, n_page, block, paragraph, line, _, left, top, width, height, score, text] = cells[..] else {
            continue;
        };
        let number = |text: &str| text.parse::<f64>().unwrap_or_default();
        let (left, top) = (number(left), number(top));
        let (right, bottom) = (left + number(width), top + number(height));
        if level == "1" {
            page.width = right;
        }
        if level != "5" || text.trim().is_empty() {
            continue;
        }
        let key = [n_page, block, paragraph, line].map(|text| text.parse().unwrap_or_default());
        let words = lines.entry(key).or_insert_with(|| Words {
            score: 1.0,
            r#box: [left, top, right, bottom],
            ..Words::default()
        });
        let score = (number(score) / 100.0).clamp(0.0, 1.0);
        words.score = words.score.min(score);
        let [l, t, r, b] = words.r#box;
        words.r#box = [l.min(left), t.min(top), r.max(right), b.max(bottom)];
        let pitch = (right - left) / text.chars().count().max(1) as f64;
        for (at, c) in text.chars().enumerate() {
            words.text.push(c);
            words.chars.push((left + pitch * at as f64, left + pitch * (at + 1) as f64, score));
        }
    }
    page.lines = lines.into_values().collect();
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_line_are_one_and_none_is_trusted() {
        let head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
        let page = of_table(&format!(
            "{head}1\t1\t0\t0\t0\t0\t0\t0\t1654\t2339\t-1\t\n5\t1\t1\t1\t1\t1\t100\t200\t80\t30\t96.5\t增长\n5\t1\t1\t1\t1\t2\t190\t202\t60\t30\t80\t6.5%\n5\t1\t1\t1\t2\t1\t100\t260\t40\t30\t90\t完\n"
        ));
        let lines: Vec<(&str, [f64; 4])> = page.lines.iter().map(|line| (line.text.as_str(), line.r#box)).collect();
        assert_eq!(lines, [("增长6.5%", [100.0, 200.0, 250.0, 232.0]), ("完", [100.0, 260.0, 140.0, 290.0])]);
        assert!(page.doubtful && page.width == 1654.0 && page.lines[0].score == 0.8);
    }
}
