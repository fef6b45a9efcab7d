//! Parquet: columns to pages and row groups.
//!
//! In:  the columns of a part of a table, as arrays.
//! Out: a [`RowGroup`], encoded and compressed on the thread that made the part; a [`ParquetFile`] only writes it.
//!
//! A column of texts may come as a dictionary: then each text is encoded once, and nobody looks for those that are the same.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use polars::io::parquet::write::get_encodings;
use polars::prelude::*;
use polars_parquet::write::{
    CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, Encoding, FileWriter, ParquetType,
    StatisticsOptions, Version, WriteOptions, array_to_columns, compress, fallible_streaming_iterator,
    to_parquet_schema,
};
use rayon::prelude::*;

use crate::error::Error;

const OPTIONS: WriteOptions = WriteOptions {
    statistics: StatisticsOptions {
        min_value: true,
        max_value: true,
        distinct_count: false,
        null_count: true,
        binary_statistics_truncate_length: None,
    },
    version: Version::V1,
    compression: CompressionOptions::Zstd(None),
    data_page_size: None,
};

/// A column of some rows.
pub(super) type Array = Box<dyn polars_arrow::array::Array>;

/// How the columns of a file are stored.
pub(super) struct Layout {
    types: Vec<ParquetType>,
    encodings: Vec<Vec<Encoding>>,
}

impl Layout {
    /// Some rows, one array a column. A column of texts may be a dictionary of texts.
    pub fn row_group(&self, rows: usize, arrays: &[Array]) -> PolarsResult<RowGroup> {
        let pages = |((array, own), encodings): ((&Array, &ParquetType), &Vec<Encoding>)| {
            let leaves = array_to_columns(array, own.clone(), OPTIONS, encodings)?;
            let compressed = |page: PolarsResult<_>| Ok(compress(page?, Vec::new(), OPTIONS.compression)?);
            leaves.into_iter().map(|pages| pages.map(compressed).collect()).collect()
        };
        let columns = arrays.par_iter().zip(&self.types).zip(&self.encodings).map(pages);
        let columns: Vec<Vec<Vec<CompressedPage>>> = columns.collect::<PolarsResult<_>>()?;
        Ok(RowGroup { rows, leaves: columns.into_iter().flatten().collect() })
    }
}

/// Some rows, ready to be written.
pub(super) struct RowGroup {
    rows: usize,
    leaves: Vec<Vec<CompressedPage>>,
}

/// The columns of a frame of one chunk.
pub(super) fn arrays(frame: &DataFrame) -> Vec<Array> {
    frame.iter_chunks(CompatLevel::newest(), false).next().map_or_else(Vec::new, |batch| batch.columns().to_vec())
}

/// A file that is being written.
pub(super) struct ParquetFile {
    path: PathBuf,
    writer: FileWriter<BufWriter<File>>,
    pub layout: Layout,
}

impl ParquetFile {
    /// Begins a file with the columns of a frame.
    pub fn begin(path: PathBuf, file: BufWriter<File>, empty: &DataFrame) -> Result<Self, Error> {
        // as texts that every reader knows: pandas takes no list of string views
        let schema = empty.schema().to_arrow(CompatLevel::oldest());
        let begin = || -> PolarsResult<_> {
            let encodings = get_encodings(&schema).to_vec();
            let layout = Layout { types: to_parquet_schema(&schema)?.fields().to_vec(), encodings };
            Ok((FileWriter::try_new(file, schema, OPTIONS)?, layout))
        };
        let (writer, layout) = begin().map_err(Error::table(&path))?;
        Ok(Self { path, writer, layout })
    }

    /// Writes some rows.
    pub fn put(&mut self, group: &RowGroup) -> Result<(), Error> {
        let leaves = group.leaves.iter().map(|pages| {
            let pages = pages.iter().map(PolarsResult::Ok);
            Ok(DynStreamingIterator::new(fallible_streaming_iterator::convert(pages)))
        });
        let leaves = DynIter::new(leaves);
        self.writer.write(group.rows as u64, leaves).map_err(|error| write_failed(&self.path, error))
    }

    pub fn finish(mut self) -> Result<(), Error> {
        self.writer.end(None).map_err(|error| write_failed(&self.path, error))?;
        self.writer.into_inner().flush().map_err(Error::write(&self.path))
    }
}

/// Polars hides the failure of the file that it writes to in its own error.
fn write_failed(path: &Path, error: PolarsError) -> Error {
    match error {
        PolarsError::IO { error, .. } => Error::write(path)(io::Error::new(error.kind(), error)),
        error => Error::table(path)(error),
    }
}
