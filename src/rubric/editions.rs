//! The editions that are built in, and those that a configuration names.

use std::path::Path;

use crate::error::{Error, Result};
use crate::recognise::tables::SheetKind;

use super::groups::Split;
use super::{Rubric, load};

/// The files of `rubrics/`.
pub const BUILT_IN: [(&str, &str); 8] = [
    ("national-self-evaluation.toml", include_str!("../../rubrics/national-self-evaluation.toml")),
    ("national-without-satisfaction.toml", include_str!("../../rubrics/national-without-satisfaction.toml")),
    ("national-with-cost.toml", include_str!("../../rubrics/national-with-cost.toml")),
    ("self-evaluation-20-80.toml", include_str!("../../rubrics/self-evaluation-20-80.toml")),
    ("self-evaluation-10-90.toml", include_str!("../../rubrics/self-evaluation-10-90.toml")),
    ("national-evaluation.toml", include_str!("../../rubrics/national-evaluation.toml")),
    ("foreign-trade-2023.toml", include_str!("../../rubrics/foreign-trade-2023.toml")),
    ("investment-support-2022.toml", include_str!("../../rubrics/investment-support-2022.toml")),
];

/// Every edition; those of the configuration's files first, each in the order in which it is stated.
#[derive(Clone, Debug)]
pub struct Editions(Vec<Rubric>);

impl Editions {
    /// The built-in editions and those in `files`; a file's edition replaces a built-in one of the same id.
    ///
    /// # Errors
    /// When a file cannot be read or is not an edition, or two editions have one id or name.
    pub fn load(files: &[&Path]) -> Result<Self> {
        let mut editions: Vec<(String, Rubric)> = Vec::new();
        for path in files {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::Read { path: path.to_path_buf(), reason: error.to_string() })?;
            let file = path.display().to_string();
            let rubric = load::rubric(&file, &text)?;
            editions.push((file, rubric));
        }
        let own: Vec<String> = editions.iter().map(|(_, rubric)| rubric.id.clone()).collect();
        for (file, text) in BUILT_IN {
            let rubric = load::rubric(file, text)?;
            if !own.contains(&rubric.id) {
                editions.push((file.to_owned(), rubric));
            }
        }
        distinct(&editions)?;
        Ok(Self(editions.into_iter().map(|(_, rubric)| rubric).collect()))
    }

    pub fn get(&self, id: &str) -> Option<&Rubric> {
        self.0.iter().find(|rubric| rubric.id == id)
    }

    /// The edition whose id or name a line in a sheet gives.
    pub fn named(&self, line: &str) -> Option<&Rubric> {
        self.get(line).or_else(|| self.0.iter().find(|rubric| rubric.name == line))
    }

    /// The edition that scores a kind of sheet by its own rows: of those that are the default for it the first whose groups
    /// weigh what they do in the sheet, else the first.
    pub fn default_for(&self, kind: SheetKind, split: &Split) -> Option<&Rubric> {
        let mut defaults = self.0.iter().filter(|rubric| rubric.default_for.contains(&kind));
        let first = defaults.clone().next();
        defaults.find(|rubric| split.fits(&rubric.groups, rubric.total)).or(first)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Rubric> {
        self.0.iter()
    }
}

/// No two editions have one id or name; the file of the first of them is named, since a built-in one comes last.
fn distinct(editions: &[(String, Rubric)]) -> Result<()> {
    for (at, (file, rubric)) in editions.iter().enumerate() {
        let others = || editions[at + 1..].iter().map(|(_, other)| other);
        let twice = if others().any(|other| other.id == rubric.id) {
            ("id", &rubric.id)
        } else if others().any(|other| other.name == rubric.name) {
            ("name", &rubric.name)
        } else {
            continue;
        };
        let reason = format!("{}: \"{}\" is that of another edition", twice.0, twice.1);
        return Err(Error::Rubric { file: file.clone(), reason });
    }
    Ok(())
}
