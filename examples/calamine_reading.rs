//! What reading alone costs with calamine, to hold a whole run against: every sheet of every workbook below a folder as a
//! range, on all cores or so many threads, and nothing done with it.
//!
//! ```text
//! cargo run --release --example calamine_reading -- FOLDER [THREADS]
//! ```

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Instant;

use calamine::{Reader, open_workbook_auto_from_rs};
use rayon::prelude::*;
use walkdir::WalkDir;

/// The allocator of the program that it is held against.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().expect("a folder");
    let threads = args.next().map_or(0, |threads| threads.parse().expect("a number of threads"));
    let start = Instant::now();
    let files: Vec<PathBuf> = WalkDir::new(folder)
        .into_iter()
        .filter_map(|entry| entry.ok().filter(|entry| entry.file_type().is_file()))
        .map(|entry| entry.into_path())
        .collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
    let cells: usize = pool.install(|| files.par_iter().map(|path| cells(path)).sum());
    println!("{} files, {cells} cells, {:.3} s", files.len(), start.elapsed().as_secs_f64());
}

/// The cells of a file; none of one that is no workbook.
fn cells(path: &Path) -> usize {
    let Ok(bytes) = fs::read(path) else { return 0 };
    let Ok(mut book) = open_workbook_auto_from_rs(Cursor::new(bytes)) else { return 0 };
    let names = book.sheet_names();
    names.iter().filter_map(|name| book.worksheet_range(name).ok()).map(|range| range.used_cells().count()).sum()
}
