//! The owner of a sheet or a row: the project that it belongs to, by its code, its name, or its folder.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::finding::{Code, Finding, Findings};
use crate::location::{Place, SheetRef, Sited};
use crate::period::{FiscalYear, PartialDate};
use crate::project::ProjectKey;
use crate::read::inbox::folder;
use crate::recognise::cell::squeezed;
use crate::recognise::preamble::year_in;
use crate::recognise::tables::{Identity, RecognisedFile, SheetKind};

/// Which codes, names and years the inbox speaks of, by which a sheet's owner is found.
pub struct Index {
    /// Normalised name to code.
    codes: BTreeMap<String, BTreeSet<String>>,
    /// Code to names as written, with the first place of each.
    names: BTreeMap<String, BTreeMap<String, Place>>,
    /// Normalised names without a code that stand in a folder.
    folder_names: BTreeMap<String, BTreeSet<String>>,
    /// Codes known in a folder.
    folder_codes: BTreeMap<String, BTreeSet<String>>,
    years: BTreeMap<String, BTreeSet<FiscalYear>>,
    default_year: Option<FiscalYear>,
}

impl Index {
    pub fn new(files: &[RecognisedFile], default_year: Option<FiscalYear>) -> Self {
        let mut index = Self {
            codes: BTreeMap::new(),
            names: BTreeMap::new(),
            folder_names: BTreeMap::new(),
            folder_codes: BTreeMap::new(),
            years: BTreeMap::new(),
            default_year,
        };
        let identities = || {
            files.iter().flat_map(|file| &file.sheets).flat_map(|sheet| {
                let rows = sheet.content.funds.iter().map(|row| row.identity.or(&sheet.identity));
                let rows = rows.filter(move |_| sheet.kind == SheetKind::BudgetTable);
                std::iter::once(sheet.identity.clone())
                    .chain(rows)
                    .map(move |identity| (folder(&sheet.at.file), identity))
            })
        };
        for (folder, identity) in identities() {
            if let Some(code) = &identity.code {
                index.folder_codes.entry(folder.to_owned()).or_default().insert(code.value.clone());
                if let Some(name) = &identity.name {
                    index.codes.entry(squeezed(&name.value)).or_default().insert(code.value.clone());
                    let names = index.names.entry(code.value.clone()).or_default();
                    names.entry(squeezed(&name.value)).or_insert_with(|| name.place.clone());
                }
            } else if let Some(name) = &identity.name {
                index.folder_names.entry(folder.to_owned()).or_default().insert(squeezed(&name.value));
            }
        }
        for (folder, identity) in identities() {
            if let (Some((code, _)), Some(year)) = (index.code(&identity, folder), own_year(&identity, folder)) {
                index.years.entry(code).or_default().insert(year);
            }
        }
        index
    }

    /// The code of what an identity speaks of, and how it was found.
    pub fn code(&self, identity: &Identity, folder: &str) -> Option<(String, CodeFrom)> {
        if let Some(code) = &identity.code {
            return Some((code.value.clone(), CodeFrom::Sheet));
        }
        let last = folder.rsplit('/').next().unwrap_or_default();
        if let Some(name) = &identity.name {
            let name = squeezed(&name.value);
            if let Some(codes) = self.codes.get(&name).filter(|codes| codes.len() == 1) {
                return codes.first().map(|code| (code.clone(), CodeFrom::Sheet));
            }
            let alone = self.folder_names.get(folder).is_some_and(|names| names.len() == 1)
                && !self.folder_codes.contains_key(folder);
            return Some(if alone && !last.is_empty() {
                (last.to_owned(), CodeFrom::Folder)
            } else {
                (name, CodeFrom::Name)
            });
        }
        // A sheet that names nobody belongs to the one project of its folder.
        if last.is_empty() {
            return None;
        }
        match (self.folder_codes.get(folder), self.folder_names.get(folder)) {
            (Some(codes), names) if codes.len() == 1 => {
                let code = codes.first()?;
                // A project of the folder that gives only its name may be the owner as well.
                let is_other = |name: &String| !self.codes.get(name).is_some_and(|known| known.contains(code));
                let alone = names.is_none_or(|names| !names.iter().any(is_other));
                alone.then(|| (code.clone(), CodeFrom::Sheet))
            }
            (Some(_), _) => None,
            (None, Some(names)) if names.len() > 1 => None,
            (None, Some(names)) => {
                let name = names.first()?;
                let known = self.codes.get(name).filter(|codes| codes.len() == 1).and_then(|codes| codes.first());
                Some(known.map_or((last.to_owned(), CodeFrom::Folder), |code| (code.clone(), CodeFrom::Sheet)))
            }
            (None, None) => Some((last.to_owned(), CodeFrom::Folder)),
        }
    }

    pub fn owner(&self, identity: &Identity, at: &SheetRef) -> std::result::Result<ProjectKey, Code> {
        let folder = folder(&at.file);
        let (code, _) = self.code(identity, folder).ok_or(Code::ProjectUnknown)?;
        let known = || self.years.get(&code).filter(|years| years.len() == 1).and_then(|years| years.first().copied());
        let year = own_year(identity, folder).or_else(known).or(self.default_year).ok_or(Code::YearMissing)?;
        Ok(ProjectKey { code, year })
    }

    /// The project of a payment whose sheet says no year, where the code has more than one: by the payment's date.
    pub fn by_date(&self, identity: &Identity, at: &SheetRef, date: Option<PartialDate>) -> Option<ProjectKey> {
        let (code, _) = self.code(identity, folder(&at.file))?;
        let year = FiscalYear(date?.date().year());
        self.years.get(&code)?.contains(&year).then_some(ProjectKey { code, year })
    }

    /// A payment before a project's fiscal year belongs to the project's year of its date, if there is one.
    pub fn of_earlier_year(&self, key: ProjectKey, date: Option<PartialDate>) -> ProjectKey {
        let year = date.map(|date| FiscalYear(date.date().year())).filter(|year| *year < key.year);
        let known = |year: &FiscalYear| self.years.get(&key.code).is_some_and(|years| years.contains(year));
        match year.filter(known) {
            Some(year) => ProjectKey { year, ..key },
            None => key,
        }
    }

    /// Codes with two names, and names with two codes of one year.
    pub fn report(&self, findings: &mut Findings) {
        for (code, names) in &self.names {
            let mut places = names.iter();
            let Some((first, place)) = places.next() else { continue };
            for (other, other_place) in places {
                findings.push(
                    Finding::new(Code::CodeTwoNames, place.clone())
                        .place(other_place.clone())
                        .with("code", code.as_str())
                        .with("name", first.as_str())
                        .with("other", other.as_str()),
                );
            }
        }
        for (name, codes) in &self.codes {
            for (one, other) in codes.iter().zip(codes.iter().skip(1)) {
                let years = |code: &String| self.years.get(code).cloned().unwrap_or_default();
                let place = |code: &String| self.names.get(code).and_then(|names| names.get(name)).cloned();
                if years(one).is_disjoint(&years(other)) {
                    continue;
                }
                if let (Some(first), Some(second)) = (place(one), place(other)) {
                    findings.push(
                        Finding::new(Code::NameTwoCodes, second)
                            .place(first)
                            .with("name", name.as_str())
                            .with("code", other.as_str())
                            .with("other", one.as_str()),
                    );
                }
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFrom {
    Sheet,
    Folder,
    Name,
}

/// The year that a sheet states, else that in its folder's name, else that in the project's name.
fn own_year(identity: &Identity, folder: &str) -> Option<FiscalYear> {
    let stated = identity.year.as_ref().map(|year| year.value);
    stated.or_else(|| year_in(folder)).or_else(|| identity.name.as_ref().and_then(|name| year_in(&name.value)))
}

impl Identity {
    /// What this does not say, `other` says.
    pub fn or(&self, other: &Self) -> Self {
        // A row's own code or name is not completed by the other half of its sheet's.
        let own = self.code.is_some() || self.name.is_some();
        Self {
            code: self.code.clone().or_else(|| if own { None } else { other.code.clone() }),
            name: self.name.clone().or_else(|| if own { None } else { other.name.clone() }),
            department: self.department.clone().or_else(|| other.department.clone()),
            unit: self.unit.clone().or_else(|| other.unit.clone()),
            year: self.year.clone().or_else(|| other.year.clone()),
            rubric: self.rubric.clone().or_else(|| other.rubric.clone()),
        }
    }

    pub fn of_row(code: &str, name: &str, place: &Place) -> Self {
        let sited = |text: &str| (!text.is_empty()).then(|| Sited::new(text.to_owned(), place.clone()));
        Self { code: sited(code), name: sited(name), ..Self::default() }
    }
}
