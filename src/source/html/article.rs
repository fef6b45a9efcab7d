//! The article of a page.
//!
//! In:  every block of the page.
//! Out: the blocks of the article with its title and metadata, in the page's order; the rest apart.
//! Rule: the article is the smallest container that holds nearly all the prose. Names of containers are only hints, and
//! where in doubt a block stays: a menu too many does less harm than a lost task.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::blocks::{Block, Kind, Page};
use crate::lexicon::code::{FurnitureKind, PageKind};
use crate::lexicon::words::Words;
use crate::lexicon::{self, FURNITURE, PAGE};
use crate::source::word;

/// The article as text, and what was left out.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) text: String,
    pub(super) dropped: Vec<String>,
}

/// Share of the prose that the article's container must hold.
const MOST: f64 = 0.85;

/// Names and lines of web pages, from the lexicons.
struct Names {
    labels: BTreeSet<&'static str>,
    articles: BTreeSet<&'static str>,
    asides: BTreeSet<&'static str>,
    /// Words of lines that are no part of a notice, and of those that end a page.
    furniture: Vec<&'static str>,
    ends: Vec<&'static str>,
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    lexicon::once(&NAMES, &[PAGE, FURNITURE], || {
        let page = word::words();
        let furniture = Words::of(FURNITURE);
        Names {
            labels: page.list(PageKind::Label).collect(),
            articles: page.list(PageKind::Article).collect(),
            asides: page.list(PageKind::Aside).collect(),
            furniture: furniture.list(FurnitureKind::Line).chain(furniture.list(FurnitureKind::Links)).collect(),
            ends: furniture.list(FurnitureKind::End).collect(),
        }
    })
}

/// Where a block goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Drop,
}

/// Chooses the article.
pub(super) fn choose(page: &Page, hints: &[(String, String)]) -> Article {
    let shown = shown(page);
    let score: Vec<f64> =
        page.blocks.iter().zip(&shown).map(|(block, &shown)| if shown { score(block) } else { 0.0 }).collect();
    let sums = sums(page, &score);
    let total = sums.first().copied().unwrap_or(0.0);
    let article = narrow(page, &sums);
    let mut inside = members(page, article);
    let first = page.blocks.iter().position(|block| inside[block.container]).unwrap_or(0);
    let asides = asides(page, &sums, total);
    extend(page, article, &shown, &asides, &mut inside);
    let encloses = path(page, article);
    let titles: Vec<String> = hints
        .iter()
        .filter(|(key, _)| key == "title" || key.eq_ignore_ascii_case("meta:ArticleTitle"))
        .map(|(_, value)| squeeze(value))
        .collect();
    let mut fates: Vec<Fate> = page
        .blocks
        .iter()
        .enumerate()
        .map(|(at, block)| {
            let keep = if !shown[at] {
                false
            } else if inside[block.container] {
                !asides[block.container] || is_metadata(block)
            } else {
                let of_article =
                    if at < first { is_title(block, &titles) || is_metadata(block) } else { is_attachment(block) };
                of_article || !asides[block.container] && is_content(block) && encloses[block.container]
            };
            if keep { Fate::Keep } else { Fate::Drop }
        })
        .collect();
    drop_menus(page, &mut fates);
    drop_tail(page, &mut fates);
    // A page of little more than links is kept whole: what looks like a menu is all there is.
    let length = |wanted: &dyn Fn(usize) -> bool| -> usize {
        (0..fates.len()).filter(|&at| wanted(at)).map(|at| page.blocks[at].text.len()).sum()
    };
    let (kept, whole) = (length(&|at| fates[at] == Fate::Keep), length(&|at| shown[at]));
    if kept < 90 && kept * 5 < whole || kept == 0 {
        fates = shown.iter().map(|&shown| if shown { Fate::Keep } else { Fate::Drop }).collect();
    }
    print(page, &fates)
}

/// Which blocks are shown: neither hidden nor furniture by their tag, unless most of the prose is in there.
fn shown(page: &Page) -> Vec<bool> {
    let prose = |wanted: &dyn Fn(usize) -> bool| -> f64 {
        page.blocks.iter().filter(|block| wanted(block.container)).map(score).sum()
    };
    let containers = &page.containers;
    let plain = prose(&|at| !containers[at].hidden && !containers[at].furniture);
    let furniture = prose(&|at| !containers[at].hidden && containers[at].furniture);
    let hidden = prose(&|at| containers[at].hidden);
    let unveil = hidden > 60.0 && hidden > 1.5 * (plain + furniture);
    let furnish = furniture > 60.0 && furniture > 1.5 * plain;
    page.blocks
        .iter()
        .map(|block| {
            let container = &containers[block.container];
            if container.hidden { unveil } else { furnish || !container.furniture }
        })
        .collect()
}

/// How much a block looks like prose or data: its characters, few for labels and none for links.
fn score(block: &Block) -> f64 {
    if block.links > 0.5 {
        return 0.0;
    }
    let n_chars = block.text.chars().filter(|c| c.is_alphanumeric()).count() as f64;
    let is_prose = n_chars >= 15.0 && block.text.contains(['，', '。', '；', '、', '：', ',', ';', ':', '(', '（']);
    match block.kind {
        Kind::Row(_) => n_chars,
        _ if names().ends.iter().any(|word| block.text.contains(word)) => 0.0,
        _ if is_prose => n_chars,
        _ => n_chars * 0.3,
    }
}

/// The score of everything in each container.
fn sums(page: &Page, score: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; page.containers.len()];
    for (block, score) in page.blocks.iter().zip(score) {
        sums[block.container] += score;
    }
    for at in (1..sums.len()).rev() {
        sums[page.containers[at].parent] += sums[at];
    }
    sums
}

/// The smallest container that holds nearly all the prose; one that is named as articles are may hold a little less.
fn narrow(page: &Page, sums: &[f64]) -> usize {
    let total = sums[0];
    let mut best = 0;
    // Children come after their parents, so the last that holds enough is the innermost: two that hold more than half each
    // lie in one another.
    for (at, &sum) in sums.iter().enumerate() {
        let named = page.containers[at].names.split_whitespace().any(|name| names().articles.contains(name));
        let most = if named { MOST - 0.15 } else { MOST };
        if sum >= total * most {
            best = at;
        }
    }
    // A paragraph of its own is no article yet: what stands around it may be headings.
    while matches!(
        page.containers[best].names.split(' ').next(),
        Some("p" | "h1" | "h2" | "h3" | "li" | "tr" | "table" | "tbody" | "ol" | "ul")
    ) {
        best = page.containers[best].parent;
    }
    best
}

/// Which containers lie in one.
fn members(page: &Page, root: usize) -> Vec<bool> {
    let mut inside = vec![false; page.containers.len()];
    inside[root] = true;
    for at in root + 1..inside.len() {
        inside[at] = inside[page.containers[at].parent];
    }
    inside
}

/// Which containers lie around one.
fn path(page: &Page, inner: usize) -> Vec<bool> {
    let mut path = vec![false; page.containers.len()];
    let mut at = inner;
    while at > 0 {
        at = page.containers[at].parent;
        path[at] = true;
    }
    path
}

/// Takes in the branches beside the article that hold prose or data of their own: a covering letter, an annex.
fn extend(page: &Page, article: usize, shown: &[bool], asides: &[bool], inside: &mut [bool]) {
    let around = path(page, article);
    // The branch of every container: the outermost around it that does not hold the article.
    let mut branch: Vec<usize> = (0..page.containers.len()).collect();
    for at in 1..branch.len() {
        let parent = page.containers[at].parent;
        branch[at] = if around[at] || around[parent] { at } else { branch[parent] };
    }
    let mut lengths = vec![(0.0, 0.0, 0.0); page.containers.len()];
    for (block, _) in page.blocks.iter().zip(shown).filter(|(block, shown)| **shown && !inside[block.container]) {
        let n_chars = block.text.chars().count() as f32;
        let (all, linked, content) = &mut lengths[branch[block.container]];
        *all += n_chars;
        *linked += n_chars * block.links;
        if is_content(block) && !asides[block.container] {
            *content += n_chars;
        }
    }
    for at in 1..inside.len() {
        let (all, linked, content) = lengths[branch[at]];
        if !around[at] && content >= 40.0 && linked < all * 0.3 && content > all * 0.4 {
            inside[at] = true;
        }
    }
}

/// Containers named as widgets are, as long as they hold next to nothing.
fn asides(page: &Page, sums: &[f64], total: f64) -> Vec<bool> {
    let mut asides = vec![false; page.containers.len()];
    for at in 1..asides.len() {
        let container = &page.containers[at];
        let named = container.names.split_whitespace().skip(1).any(|name| {
            names().asides.contains(name)
                || name.split(['-', '_']).any(|part| part.len() > 3 && names().asides.contains(part))
        });
        asides[at] = asides[container.parent] || named && sums[at] < 120.0 && sums[at] < total * 0.1;
    }
    asides
}

/// Whether a block before the article is its title.
fn is_title(block: &Block, titles: &[String]) -> bool {
    let text = squeeze(&block.text);
    let n_chars = text.chars().count();
    if !(6..=120).contains(&n_chars) || block.links > 0.5 {
        return false;
    }
    titles.iter().any(|title| title.contains(&text) || text.contains(title.as_str()) && title.chars().count() > 5)
        || block.kind == Kind::Heading && n_chars >= 10
}

/// Whether a block is metadata of a notice: a label with its value.
fn is_metadata(block: &Block) -> bool {
    let n_labels =
        block.text.split(" | ").flat_map(|cell| cell.split(' ')).filter(|cell| label(cell).is_some()).count();
    label(&block.text).is_some() || n_labels >= 2
}

/// The label that a text begins with, if it is one of metadata: `索 引 号：`, `文号`.
fn label(text: &str) -> Option<&'static str> {
    let (head, _) = text.split_once([':', '：', '|']).unwrap_or((text, ""));
    let head = squeeze(head);
    let head = head.trim_matches(['[', ']', '【', '】', '「', '」']);
    names().labels.get(head).copied()
}

/// Whether a block names an attachment.
fn is_attachment(block: &Block) -> bool {
    word::words().opens(PageKind::Attachment, &block.text) && block.links < 0.5 && block.text.chars().count() < 200
}

/// Whether a block outside the article may be content: a row of data, prose, a duty.
fn is_content(block: &Block) -> bool {
    if block.links > 0.3 || names().ends.iter().chain(&names().furniture).any(|word| block.text.contains(word)) {
        return false;
    }
    let n_chars = block.text.chars().count();
    let work = || word::words().within(PageKind::Work, &block.text);
    match block.kind {
        Kind::Row(n_cells) => n_cells >= 3,
        _ => n_chars >= 12 && work() || n_chars >= 40 && block.text.contains(['。', '；']),
    }
}

/// Drops runs of links: menus, lists of other pages, links to the next page.
fn drop_menus(page: &Page, fates: &mut [Fate]) {
    let is_menu = |block: &Block| block.links > 0.6 && !word::words().opens(PageKind::Attachment, &block.text);
    let is_button =
        |block: &Block| block.links > 0.9 && block.text.chars().count() <= 8 && !block.text.contains(char::is_numeric);
    for (block, fate) in page.blocks.iter().zip(&mut *fates) {
        if is_menu(block) && is_button(block) && block.kind == Kind::Line {
            *fate = Fate::Drop;
        }
    }
    let mut at = 0;
    while at < fates.len() {
        let length = page.blocks[at..]
            .iter()
            .zip(&fates[at..])
            .take_while(|(block, fate)| is_menu(block) || **fate == Fate::Drop)
            .count();
        let n_links = page.blocks[at..at + length].iter().filter(|block| is_menu(block)).count();
        let at_edge = !fates[..at].contains(&Fate::Keep) || !fates[at + length..].contains(&Fate::Keep);
        if n_links >= 3 || at_edge {
            for (block, fate) in page.blocks[at..at + length].iter().zip(&mut fates[at..at + length]) {
                if is_menu(block) {
                    *fate = Fate::Drop;
                }
            }
        }
        at += length.max(1);
    }
}

/// Drops what a page says after its article: headings of lists that are gone, buttons.
fn drop_tail(page: &Page, fates: &mut [Fate]) {
    for (block, fate) in page.blocks.iter().zip(fates).rev() {
        let words = || {
            names().furniture.iter().chain(&names().ends).any(|word| block.text.contains(word.trim_end_matches(':')))
        };
        if *fate == Fate::Keep
            && (block.text.chars().count() > 24 || word::words().opens(PageKind::Attachment, &block.text) || !words())
        {
            return;
        }
        *fate = Fate::Drop;
    }
}

/// The blocks kept as lines, and those dropped, run by run.
fn print(page: &Page, fates: &[Fate]) -> Article {
    let mut article = Article::default();
    let mut run = String::new();
    let mut previous: Option<&Block> = None;
    for (block, &fate) in page.blocks.iter().zip(fates) {
        if fate == Fate::Drop {
            if !run.is_empty() {
                run.push('\n');
            }
            run.push_str(&block.text);
            continue;
        }
        if !run.is_empty() {
            article.dropped.push(std::mem::take(&mut run));
        }
        if let Some(previous) = previous {
            article.text.push_str(if takes_value(previous, block) { " " } else { "\n" });
        }
        article.text.push_str(&block.text);
        previous = Some(block);
    }
    if !run.is_empty() {
        article.dropped.push(run);
    }
    if !article.text.is_empty() {
        article.text.push('\n');
    }
    article
}

/// Whether a block is the value of the label before it, as in boxes with one box for each.
fn takes_value(before: &Block, block: &Block) -> bool {
    let bare = before.text.ends_with(['：', ':']) && label(&before.text).is_some() && before.kind == Kind::Line;
    let n_chars = block.text.chars().count();
    bare && block.kind == Kind::Line && n_chars <= 80 && label(&block.text).is_none() && !block.text.ends_with('。')
}

/// A text without white space.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
