use std::path::Path;
use super::{Document, Format, Refusal};
pub(super) const FORMAT: Format = Format { name: "ods", fits, read };
fn fits(_: &[u8], _: &Path) -> bool { false }
fn read(_: &[u8], _: &Path) -> Result<Vec<Document>, Refusal> { Err(Refusal::no_text()) }
