//! The editions that are built in, and those that a configuration names.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{Error, Result};
use crate::recognise::tables::SheetKind;

use super::{Rubric, load};

/// The files of `rubrics/`.
pub const BUILT_IN: [(&str, &str); 4] = [
    ("national-self-evaluation.toml", include_str!("../../rubrics/national-self-evaluation.toml")),
    ("national-evaluation.toml", include_str!("../../rubrics/national-evaluation.toml")),
    ("foreign-trade-2023.toml", include_str!("../../rubrics/foreign-trade-2023.toml")),
    ("investment-support-2022.toml", include_str!("../../rubrics/investment-support-2022.toml")),
];

/// Every edition by its id.
#[derive(Clone, Debug)]
pub struct Editions(BTreeMap<String, Rubric>);

impl Editions {
    /// The built-in editions and those in `files`; a file's edition goes before a built-in one of the same id.
    ///
    /// # Errors
    /// When a file cannot be read or is not an edition.
    pub fn load(files: &[&Path]) -> Result<Self> {
        let mut editions = BTreeMap::new();
        for (file, text) in BUILT_IN {
            let rubric = load::rubric(file, text)?;
            editions.insert(rubric.id.clone(), rubric);
        }
        for path in files {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::Read { path: path.to_path_buf(), reason: error.to_string() })?;
            let rubric = load::rubric(&path.display().to_string(), &text)?;
            editions.insert(rubric.id.clone(), rubric);
        }
        Ok(Self(editions))
    }

    pub fn get(&self, id: &str) -> Option<&Rubric> {
        self.0.get(id)
    }

    /// The edition whose id or name a line in a sheet gives.
    pub fn named(&self, line: &str) -> Option<&Rubric> {
        self.0.get(line).or_else(|| self.0.values().find(|rubric| rubric.name == line))
    }

    /// The edition that scores a kind of sheet by its own rows.
    pub fn default_for(&self, kind: SheetKind) -> Option<&Rubric> {
        self.0.values().find(|rubric| rubric.default_for.contains(&kind))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Rubric> {
        self.0.values()
    }
}
