//! Workbooks in another program, LibreOffice, and what their cells hold.

use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::without_results;

/// Whether LibreOffice is there; the check that CI makes sure of is skipped with a notice where it is not.
pub fn is_there() -> bool {
    let there = Command::new("soffice").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(there || std::env::var_os("CI").is_none(), "CI has to have LibreOffice");
    if !there {
        eprintln!("skipped: LibreOffice (soffice) is not installed");
    }
    there
}

/// Opens a workbook and saves it in another form.
fn convert(workbook: &Path, to: &str, folder: &Path) -> PathBuf {
    let profile = folder.join("profile");
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(folder)
        .arg(workbook)
        .output()
        .unwrap();
    let converted = folder.join(workbook.file_stem().unwrap()).with_extension(to);
    assert!(converted.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    converted
}

/// The used cells of each sheet.
pub fn cells(workbook: &Path) -> Vec<(String, Vec<((usize, usize), Data)>)> {
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let names = book.sheet_names();
    let sheet = |name: String| {
        let range = book.worksheet_range(&name).unwrap();
        let (row_0, col_0) = range.start().unwrap_or_default();
        let cells =
            range.used_cells().map(|(row, col, value)| ((row + row_0 as usize, col + col_0 as usize), value.clone()));
        (name, cells.collect())
    };
    names.into_iter().map(sheet).collect()
}

/// A copy of a workbook whose every formula LibreOffice has computed anew.
pub fn recalculated(workbook: &Path, folder: &Path) -> PathBuf {
    let bare = folder.join("bare.xlsx");
    assert!(without_results(workbook, &bare) > 0);
    let to = folder.join("to");
    std::fs::create_dir(&to).unwrap();
    convert(&bare, "xlsx", &to)
}
