//! A made inbox for training and timing: projects whose workbooks look as those that units send, all made up. A share of
//! them has faults; what was sown, where, and what the program should find is written beside them.
//!
//! The same size, seed and year give the same bytes: each project draws from a stream of its own.

mod answers;
mod budget;
mod fault;
mod form;
mod guide;
mod indicators;
mod ledger;
mod payments;
mod pen;
mod project;
mod random;
mod survey;
mod target_form;
mod words;

use crate::finding::Code;
use crate::location::CellRef;
use crate::period::FiscalYear;
use crate::rank::warnings::Warning;

use super::drawing::Drawing;
use super::sheet::Sheet;
use super::table::Row;

use fault::Fault;
use pen::{Mark, Pen};
use project::Project;
use random::Stream;
use words::WORDS;

/// What an inbox is made from.
#[derive(Clone, Copy, Debug)]
pub struct Demo {
    /// At least one.
    pub projects: u64,
    pub seed: u64,
    pub year: FiscalYear,
}

/// A made project.
pub struct Made {
    /// The name of its folder.
    pub folder: String,
    pub books: Vec<Book>,
    /// Its row in the bureau's budget table.
    pub budget: Row,
    pub sown: Vec<Sown>,
}

/// A workbook with its file name.
pub struct Book {
    pub file: String,
    pub sheet: Drawing,
}

/// Something that a reviewer should find, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sown {
    pub code: String,
    pub name: String,
    /// The path below the inbox.
    pub file: String,
    pub sheet: String,
    /// `None` where it is the sheet as a whole.
    pub cell: Option<CellRef>,
    pub what: &'static str,
    pub found: Found,
}

/// What the program gives for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Finding(Code),
    Warning(Warning),
}

impl Found {
    /// The name of the finding or the warning, as it stands in tables.
    pub fn name(&self) -> &str {
        match self {
            Self::Finding(code) => code.name(),
            Self::Warning(warning) => warning.as_ref(),
        }
    }
}

impl Demo {
    /// The project of a number, counted from nought.
    pub fn project(&self, number_0: u64) -> Made {
        let mut stream = Stream::of(self.seed, number_0);
        let project = Project::new(self, number_0, &mut stream);
        let mut drawn = vec![
            ("绩效自评表.xlsx", form::draw(&project, &mut stream)),
            ("资金拨付台账.xlsx", ledger::draw(&project, &mut stream)),
            ("满意度问卷.xlsx", survey::draw(&project, &mut stream)),
        ];
        if project.has(Fault::TargetChanged) {
            drawn.push(("绩效目标表.xlsx", target_form::draw(&project)));
        }
        let folder = format!("{}_{}", project.code, project.name);
        let (mut books, mut sown) = (Vec::new(), Vec::new());
        for (file, Pen { drawing, marks }) in drawn {
            let path = format!("{folder}/{file}");
            sown.extend(marks.iter().map(|(mark, cell)| said(&project, *mark, &path, &drawing.name, *cell)));
            books.push(Book { file: file.to_owned(), sheet: drawing });
        }
        if project.has(Fault::NothingSpent) {
            // What the budget is measured by is the bureau's table.
            let (file, sheet, cell) = budget::place(self.year, number_0);
            sown.push(said(&project, Mark::Fault(Fault::NothingSpent), &file, &sheet, Some(cell)));
        }
        Made { folder, books, budget: budget::row(&project), sown }
    }

    /// The bureau's budget table with a row for each project, and its file name.
    pub fn budget(&self, rows: Vec<Row>) -> (String, Sheet<'static>) {
        budget::table(self.year, rows)
    }

    /// The guide that says what was sown, and its file name. The program passes it over.
    pub fn guide(&self, sown: &[Sown]) -> (String, Sheet<'static>) {
        guide::guide(self, sown)
    }
}

fn said(project: &Project, mark: Mark, file: &str, sheet: &str, cell: Option<CellRef>) -> Sown {
    let (found, what) = match mark {
        Mark::Fault(fault) => (Found::Finding(fault.code()), WORDS.faults.get(fault.name())),
        Mark::Low(warning) => (Found::Warning(warning), WORDS.warnings.get(warning.as_ref())),
    };
    Sown {
        code: project.code.clone(),
        name: project.name.clone(),
        file: file.to_owned(),
        sheet: sheet.to_owned(),
        cell,
        what: what.map_or("", String::as_str),
        found,
    }
}
