//! `duibiao compare`: two lists side by side.

use std::io::Write;

use clap::Args;
use duibiao::analysis;
use duibiao::error::Error;
use duibiao::matching::{self, Request, Selector};

use super::input::{Inputs, pair};
use super::print::Output;
use super::{Outcome, Setting};

/// Put two lists side by side: common, only left, only right, figures beside each other
#[derive(Args)]
#[command(
    after_help = "Examples:\n  duibiao compare 武昌区-2023/city 武昌区-2023/district\n  duibiao compare 洪山区-2025/district 蔡甸区-2023/district -o 对照 --format xlsx"
)]
pub(super) struct Compare {
    /// The left list: its id, or conditions that choose one list
    left: Selector,
    /// The right list
    right: Selector,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    output: Output,
}

impl Compare {
    pub(super) fn run(self, setting: &Setting, out: &mut dyn Write) -> Result<Outcome, Error> {
        let mut loaded = self.inputs.load(setting)?;
        let (left, right) =
            (matching::one_list(&loaded.rows, &self.left)?, matching::one_list(&loaded.rows, &self.right)?);
        if left == right {
            return Err(Error::Usage(format!("both selectors choose {left}; name two lists")));
        }
        let request = Request { left: vec![self.left], right: vec![self.right], ..Request::default() };
        pair(&mut loaded.rows, &request, setting)?;
        let rows = analysis::compare(&loaded.rows, &left, &right)?;
        let columns = [
            ("side", "归属"),
            ("score", "分数"),
            ("left_number", "左编号"),
            ("left_text", "左"),
            ("right_number", "右编号"),
            ("right_text", "右"),
            ("indicator", "指标"),
            ("left_value", "左值"),
            ("right_value", "右值"),
            ("ratio", "比值"),
        ];
        self.output.write(out, "comparison", &rows, &columns)?;
        Ok(if loaded.failed { Outcome::Partly } else { Outcome::Done })
    }
}
