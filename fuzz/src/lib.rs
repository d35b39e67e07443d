//! What the targets share: which panics count, and what holds for every file.

use std::sync::{LazyLock, Once};

use jixiao::read::inbox::{self, FileKind};
use jixiao::read::workbook::{self, FileFault, ReadSheet};
use jixiao::recognise::header::Headings;
use jixiao::run;

static HEADINGS: LazyLock<Headings> = LazyLock::new(|| Headings::new(&Default::default()).expect("built-in headings"));

pub fn headings() -> &'static Headings {
    &HEADINGS
}

/// A panic of the library is caught as the program catches it; any other ends the run.
pub fn only_the_library_may_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            if !panic.location().is_some_and(|place| place.file().contains("/calamine-")) {
                eprintln!("{panic}");
                std::process::abort();
            }
        }));
    });
}

/// Reads and recognises a file as the program does. Every row has its fate, and where the library reads an xlsx, our own
/// reader gave the same.
pub fn read(bytes: &[u8]) {
    only_the_library_may_panic();
    let file = run::recognised("file", bytes.to_vec(), headings());
    for sheet in &file.sheets {
        assert!(sheet.rows.balance(), "{:?}", sheet.rows);
    }
    if inbox::kind_of(bytes) != FileKind::Zip {
        return;
    }
    let ours = sheets(|visit| workbook::read(bytes.to_vec(), FileKind::Zip, visit));
    let library = sheets(|visit| workbook::read_by_library(bytes, visit));
    if let (Some(ours), Some(library)) = (ours, library) {
        for (ours, library) in ours.iter().zip(&library) {
            assert!(ours == library || library.contains("Unreadable"), "{ours}\n{library}");
        }
        assert_eq!(ours.len(), library.len());
    }
}

/// Every sheet as text; `None` where the file cannot be read.
fn sheets(read: impl FnOnce(&mut dyn FnMut(ReadSheet)) -> Result<(), FileFault>) -> Option<Vec<String>> {
    let mut sheets = Vec::new();
    let visit = &mut |sheet| sheets.push(format!("{sheet:?}"));
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(visit)));
    read.ok()?.ok().map(|()| sheets)
}
