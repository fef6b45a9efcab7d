//! Blocks: a page as a browser would print it, line by line.
//!
//! In:  the tree of a page.
//! Out: its lines, each with the containers it stands in and how much of it is links. Nothing is chosen here.

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{Html, Node};

use super::list::{ListStyle, begins_with_number};
use super::table;
use crate::source::budget::Budget;
use crate::source::grid;

/// Deepest nesting that is followed.
const MAX_DEPTH: usize = 400;
/// Most blocks of one page.
const MAX_BLOCKS: usize = 1 << 19;

/// A page's blocks and the containers they stand in.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) blocks: Vec<Block>,
    /// The first is the whole page; every other comes after its parent.
    pub(super) containers: Vec<Container>,
}

/// A line, a heading or a table row.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Innermost container: index into [`Page::containers`].
    pub(super) container: usize,
    /// Share of its characters that are links, 0 to 1.
    pub(super) links: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Heading,
    /// A row of a table with this many cells that say something.
    Row(usize),
}

/// An element that holds blocks.
#[derive(Debug, Clone)]
pub(super) struct Container {
    pub(super) parent: usize,
    /// Tag, id and classes in lower case, split by spaces.
    pub(super) names: String,
    /// A menu, a footer or another element that is furniture by its tag.
    pub(super) furniture: bool,
    /// Not shown by the page's own style.
    pub(super) hidden: bool,
}

impl Page {
    /// Every block of a page.
    pub(super) fn read(html: &Html, budget: &mut Budget) -> Self {
        let mut reader = Reader::new(budget);
        reader.children(html.tree.root(), 0);
        reader.end_line();
        reader.page
    }
}

/// The lines of one element, for a table's cell.
pub(super) fn cell(node: NodeRef<Node>, depth: usize, budget: &mut Budget) -> (String, f32) {
    let mut reader = Reader::new(budget);
    reader.children(node, depth);
    reader.end_line();
    let page = &reader.page;
    let shown = page.blocks.iter().filter(|block| !page.containers[block.container].hidden);
    let mut text = String::new();
    let mut linked = 0.0;
    for block in shown {
        linked += block.links * block.text.len() as f32;
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(block.text.trim_end_matches(" |"));
    }
    let links = if text.is_empty() { 0.0 } else { linked / text.len() as f32 };
    (grid::flat(&text), links)
}

struct Reader<'a> {
    /// What tables repeat comes out of it.
    budget: &'a mut Budget,
    page: Page,
    container: usize,
    line: String,
    /// Characters of the line that are links.
    linked: usize,
    /// White space was seen that is printed when something follows.
    space: Space,
    in_link: bool,
    keeps_space: bool,
    heading: bool,
    /// The number of a list item that stands before its first line.
    marker: Option<String>,
    /// The line so far is a term of a definition list, and its definition follows.
    term: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Space {
    #[default]
    None,
    Plain,
    /// With a line break, which prints nothing between wide characters.
    Broken,
}

impl<'a> Reader<'a> {
    fn new(budget: &'a mut Budget) -> Self {
        let root = Container { parent: 0, names: String::new(), furniture: false, hidden: false };
        Self {
            budget,
            page: Page { blocks: Vec::new(), containers: vec![root] },
            container: 0,
            line: String::new(),
            linked: 0,
            space: Space::None,
            in_link: false,
            keeps_space: false,
            heading: false,
            marker: None,
            term: false,
        }
    }

    fn children(&mut self, node: NodeRef<Node>, depth: usize) {
        if self.page.blocks.len() > MAX_BLOCKS {
            // What is longer is refused, not cut.
            let _ = self.budget.take(usize::MAX);
            return;
        }
        for child in node.children() {
            match child.value() {
                Node::Text(text) => self.text(text),
                Node::Element(element) if depth < MAX_DEPTH => self.element(child, element, depth),
                Node::Element(_) => {
                    child.descendants().filter_map(|node| node.value().as_text()).for_each(|text| self.text(text));
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, node: NodeRef<Node>, element: &Element, depth: usize) {
        let name = element.name();
        let style = Styled::of(element);
        match name {
            "script" | "style" | "noscript" | "template" | "head" | "title" | "svg" | "object" | "embed" | "audio"
            | "video" | "canvas" | "iframe" | "input" | "button" | "map" | "select" | "textarea" | "img"
            | "datalist" | "rt" | "rp" | "frameset" => return,
            "br" | "hr" => return self.end_line(),
            "wbr" => return,
            "table" if !style.hidden && !table::is_layout(node) => {
                self.end_line();
                let rows = table::read(node, depth, self.budget);
                let container = self.open(element, style.hidden);
                for (text, cells, links) in rows {
                    let kind = if cells > 1 { Kind::Row(cells) } else { Kind::Line };
                    self.page.blocks.push(Block { text, kind, container: self.container, links });
                }
                self.container = container;
                return;
            }
            _ => {}
        }
        let is_block = is_block(name) || style.block;
        if !is_block && !style.hidden {
            let before = (self.in_link, self.keeps_space);
            self.in_link |= name == "a" && is_menu_link(element);
            self.keeps_space |= style.keeps_space;
            self.children(node, depth + 1);
            (self.in_link, self.keeps_space) = before;
            return;
        }
        if !is_block {
            // Hidden words in a line are a line of their own, beside it.
            let line =
                (std::mem::take(&mut self.line), std::mem::take(&mut self.linked), self.space, self.marker.take());
            let before = self.open(element, true);
            self.children(node, depth + 1);
            self.end_line();
            self.container = before;
            (self.line, self.linked, self.space, self.marker) = line;
            return;
        }
        // A definition follows its term on the same line, as a label its value.
        let joins = name == "dd" && self.term && self.line.chars().count() <= 12;
        if joins {
            self.space = Space::Plain;
        } else {
            self.end_line();
        }
        self.term = false;
        let before = (self.open(element, style.hidden), self.keeps_space, self.heading, self.marker.take());
        self.keeps_space |= style.keeps_space || matches!(name, "pre" | "xmp" | "listing");
        self.heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        if name == "ol" {
            self.list(node, element, depth);
        } else {
            // The number of an item stands before the first line in it, however deep.
            self.marker = before.3.clone();
            self.children(node, depth + 1);
        }
        if name == "dt" {
            self.term = true;
        } else {
            self.end_line();
        }
        let marker_used = self.marker.is_none();
        (self.container, self.keeps_space, self.heading) = (before.0, before.1, before.2);
        self.marker = if marker_used || name == "li" { None } else { before.3 };
    }

    /// The items of an ordered list, each with its number.
    fn list(&mut self, node: NodeRef<Node>, element: &Element, depth: usize) {
        let style = ListStyle::of(element, Some(ListStyle::DECIMAL));
        let mut number = element.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1u32);
        for child in node.children() {
            match child.value() {
                Node::Text(text) => self.text(text),
                Node::Element(item) => {
                    if item.name() == "li" {
                        number = item.attr("value").and_then(|value| value.trim().parse().ok()).unwrap_or(number);
                        self.marker = ListStyle::of(item, style).map(|style| style.print(number));
                        number = number.saturating_add(1);
                    }
                    if depth + 1 < MAX_DEPTH {
                        self.element(child, item, depth + 1);
                    }
                    self.marker = None;
                }
                _ => {}
            }
        }
    }

    /// Enters a container and gives the one before.
    fn open(&mut self, element: &Element, hidden: bool) -> usize {
        let before = self.container;
        let mut names = element.name().to_owned();
        for name in [element.attr("id"), element.attr("class")].into_iter().flatten() {
            names.push(' ');
            names.push_str(&name.to_ascii_lowercase());
        }
        let parent = &self.page.containers[before];
        let furniture = parent.furniture || matches!(element.name(), "nav" | "footer" | "aside" | "menu" | "dialog");
        let hidden = parent.hidden || hidden;
        self.page.containers.push(Container { parent: before, names, furniture, hidden });
        self.container = self.page.containers.len() - 1;
        before
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\r' if self.keeps_space => self.end_line(),
                '\n' | '\r' | '\u{c}' => self.space = Space::Broken,
                ' ' | '\t' if !self.keeps_space => {
                    if self.space == Space::None {
                        self.space = Space::Plain;
                    }
                }
                c => {
                    let c = if matches!(c, '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}') { ' ' } else { c };
                    let space = std::mem::take(&mut self.space);
                    let broken_word = || is_wide(c) && self.line.chars().next_back().is_some_and(is_wide);
                    if !self.line.is_empty() && (space == Space::Plain || space == Space::Broken && !broken_word()) {
                        self.line.push(' ');
                    }
                    self.line.push(c);
                    self.linked += usize::from(self.in_link && !c.is_whitespace());
                }
            }
        }
    }

    fn end_line(&mut self) {
        self.space = Space::None;
        self.term = false;
        let linked = std::mem::take(&mut self.linked);
        let line = std::mem::take(&mut self.line);
        let mut text = line.trim().replace(" |", " ｜");
        if text.is_empty() {
            return;
        }
        let n_chars = text.chars().filter(|c| !c.is_whitespace()).count();
        if let Some(marker) = self.marker.take()
            && !begins_with_number(&text)
        {
            text.insert_str(0, &marker);
        }
        self.page.blocks.push(Block {
            text,
            kind: if self.heading { Kind::Heading } else { Kind::Line },
            container: self.container,
            links: linked as f32 / n_chars.max(1) as f32,
        });
    }
}

/// Whether a link leads to another page, unlike an anchor or an attachment.
fn is_menu_link(element: &Element) -> bool {
    let Some(href) = element.attr("href") else { return false };
    let href = href.trim().to_ascii_lowercase();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let files = [".doc", ".docx", ".xls", ".xlsx", ".pdf", ".wps", ".zip", ".rar", ".ofd", ".et", ".ceb"];
    let is_anchor = href.starts_with('#') && href.len() > 1;
    let is_file = files.iter().any(|ending| path.ends_with(ending));
    !href.is_empty() && !is_anchor && !is_file
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "caption"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

/// What an element's own style says of how it is shown.
#[derive(Default)]
struct Styled {
    hidden: bool,
    block: bool,
    keeps_space: bool,
}

impl Styled {
    fn of(element: &Element) -> Self {
        let mut styled = Self { hidden: element.attr("hidden").is_some(), ..Self::default() };
        for (property, value) in declarations(element) {
            match (property.as_str(), value.as_str()) {
                ("display", "none") | ("visibility", "hidden") => styled.hidden = true,
                ("display", "block" | "flex" | "table" | "table-row" | "list-item") => styled.block = true,
                ("white-space", "pre" | "pre-wrap" | "pre-line" | "break-spaces") => styled.keeps_space = true,
                _ => {}
            }
        }
        styled
    }
}

/// The declarations of an element's `style`, in lower case and without `!important`.
pub(super) fn declarations(element: &Element) -> impl Iterator<Item = (String, String)> {
    element.attr("style").into_iter().flat_map(|style| style.split(';')).filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        let value = value.to_ascii_lowercase().replace("!important", "");
        Some((property.trim().to_ascii_lowercase(), value.trim().to_owned()))
    })
}

fn is_wide(c: char) -> bool {
    c > '\u{2e7f}'
}
