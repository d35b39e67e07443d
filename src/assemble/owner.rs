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
use crate::recognise::tables::{Identity, RecognisedFile, RecognisedSheet, SheetKind};

/// Which codes, names and years the inbox speaks of, by which a sheet's owner is found.
#[derive(Default)]
pub struct Index {
    /// Normalised name to its codes, with the units and years that each is known with.
    codes: BTreeMap<String, BTreeMap<String, Known>>,
    /// Code to names as written, with the first place of each.
    names: BTreeMap<String, BTreeMap<String, Place>>,
    /// Normalised names without a code.
    uncoded: BTreeMap<String, Uncoded>,
    /// Names without a code that stand in a folder, with the unit where several have a project of that name.
    folder_names: BTreeMap<String, BTreeSet<Named>>,
    /// Codes known in a folder.
    folder_codes: BTreeMap<String, BTreeSet<String>>,
    years: BTreeMap<String, BTreeSet<FiscalYear>>,
    default_year: Option<FiscalYear>,
}

/// The units and years that a code is known with; none where no sheet says.
#[derive(Default)]
struct Known {
    units: BTreeSet<String>,
    years: BTreeSet<FiscalYear>,
}

/// Where sheets speak of a name without a code.
#[derive(Default)]
struct Uncoded {
    /// The folders by unit.
    folders: BTreeMap<Option<String>, BTreeSet<String>>,
    /// Who fills in its department as the unit says no unit.
    departments: BTreeSet<String>,
}

impl Uncoded {
    fn units(&self) -> impl Iterator<Item = &String> {
        self.folders.keys().flatten().filter(|unit| !self.departments.contains(*unit))
    }
}

/// A project without a code: its normalised name, and its unit where several have a project of that name.
type Named = (String, Option<String>);

impl Index {
    pub fn new(files: &[RecognisedFile], default_year: Option<FiscalYear>) -> Self {
        let mut index = Self { default_year, ..Self::default() };
        let identities = || {
            files.iter().flat_map(|file| &file.sheets).flat_map(|sheet| {
                let whole = of_rows(sheet);
                let rows = sheet.content.funds.iter().map(move |row| row.identity.or(&whole));
                let rows = rows.filter(move |_| sheet.kind == SheetKind::BudgetTable);
                std::iter::once(sheet.identity.clone())
                    .chain(rows)
                    .map(move |identity| (folder(&sheet.at.file), identity))
            })
        };
        for (folder, identity) in identities() {
            let unit = identity.unit.as_ref().map(|unit| name_key(&unit.value));
            if let Some(code) = &identity.code {
                index.folder_codes.entry(folder.to_owned()).or_default().insert(code.value.clone());
                if let Some(name) = &identity.name {
                    let codes = index.codes.entry(name_key(&name.value)).or_default();
                    let known = codes.entry(code.value.clone()).or_default();
                    known.units.extend(unit);
                    known.years.extend(own_year(&identity, folder));
                    let names = index.names.entry(code.value.clone()).or_default();
                    names.entry(name_key(&name.value)).or_insert_with(|| name.place.clone());
                }
            } else if let Some(name) = &identity.name {
                let uncoded = index.uncoded.entry(name_key(&name.value)).or_default();
                uncoded.folders.entry(unit).or_default().insert(folder.to_owned());
                uncoded.departments.extend(identity.department.as_ref().map(|it| name_key(&it.value)));
            }
        }
        for (folder, identity) in identities().filter(|(_, identity)| identity.code.is_none()) {
            if let Some(name) = &identity.name {
                let named = index.named(&name.value, &identity, folder);
                index.folder_names.entry(folder.to_owned()).or_default().extend(named);
            }
        }
        for (folder, identity) in identities() {
            if let (Some((code, _)), Some(year)) = (index.code(&identity, folder), own_year(&identity, folder)) {
                index.years.entry(code).or_default().insert(year);
            }
        }
        index
    }

    /// Which project of the name is meant: with the unit, where several units have one; none where that is open.
    fn named(&self, name: &str, identity: &Identity, folder: &str) -> Option<Named> {
        let name = name_key(name);
        let Some(uncoded) = self.uncoded.get(&name).filter(|uncoded| uncoded.units().count() > 1) else {
            return Some((name, None));
        };
        let own = identity.unit.as_ref().map(|unit| name_key(&unit.value));
        let own = own.filter(|own| uncoded.units().any(|unit| unit == own));
        let here = || {
            let is_here = |unit: &&String| uncoded.folders[&Some((*unit).clone())].contains(folder);
            let mut units = uncoded.units().filter(is_here);
            units.next().filter(|_| units.next().is_none()).cloned()
        };
        own.or_else(here).map(|unit| (name, Some(unit)))
    }

    /// The one code of a name; of several the one that is known with the unit and year.
    fn code_of(&self, name: &str, identity: &Identity, folder: &str) -> Option<&String> {
        let codes = self.codes.get(&name_key(name))?;
        let unit = identity.unit.as_ref().map(|unit| name_key(&unit.value));
        let year = own_year(identity, folder);
        let fits = |known: &Known| {
            unit.as_ref().is_none_or(|unit| known.units.is_empty() || known.units.contains(unit))
                && year.is_none_or(|year| known.years.is_empty() || known.years.contains(&year))
        };
        let mut fitting = codes.iter().filter(|(_, known)| codes.len() == 1 || fits(known)).map(|(code, _)| code);
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// The code of a project that is known by name alone: the folder's where all its sheets share one that holds just
    /// it, else the name.
    fn code_of_named(&self, (name, unit): Named) -> (String, CodeFrom) {
        let folders: BTreeSet<&String> = self.uncoded.get(&name).map_or_else(BTreeSet::new, |uncoded| {
            let of_unit = uncoded.folders.iter().filter(|(other, _)| unit.is_none() || **other == unit);
            of_unit.flat_map(|(_, folders)| folders).collect()
        });
        let folder = folders.first().filter(|_| folders.len() == 1).filter(|folder| {
            let names = self.folder_names.get(**folder).map_or(0, BTreeSet::len);
            names == 1 && !self.folder_codes.contains_key(**folder)
        });
        match folder.map(|folder| last(folder)).filter(|last| !last.is_empty()) {
            Some(last) => (last.to_owned(), CodeFrom::Folder),
            None => (unit.map_or(name.clone(), |unit| format!("{name}({unit})")), CodeFrom::Name),
        }
    }

    /// The code of what an identity speaks of, and how it was found.
    pub fn code(&self, identity: &Identity, folder: &str) -> Option<(String, CodeFrom)> {
        if let Some(code) = &identity.code {
            return Some((code.value.clone(), CodeFrom::Sheet));
        }
        if let Some(name) = &identity.name {
            if let Some(code) = self.code_of(&name.value, identity, folder) {
                return Some((code.clone(), CodeFrom::Sheet));
            }
            return self.named(&name.value, identity, folder).map(|named| self.code_of_named(named));
        }
        // A sheet that names nobody belongs to the one project of its folder.
        if last(folder).is_empty() {
            return None;
        }
        match (self.folder_codes.get(folder), self.folder_names.get(folder)) {
            (Some(codes), names) if codes.len() == 1 => {
                let code = codes.first()?;
                // A project of the folder that gives only its name may be the owner as well.
                let is_other = |(name, _): &Named| !self.codes.get(name).is_some_and(|known| known.contains_key(code));
                let alone = names.is_none_or(|names| !names.iter().any(is_other));
                alone.then(|| (code.clone(), CodeFrom::Sheet))
            }
            (Some(_), _) => None,
            (None, Some(names)) if names.len() > 1 => None,
            (None, Some(names)) => {
                let named = names.first()?;
                let known = self.code_of(&named.0, identity, folder);
                Some(known.map_or_else(|| self.code_of_named(named.clone()), |code| (code.clone(), CodeFrom::Sheet)))
            }
            (None, None) => Some((last(folder).to_owned(), CodeFrom::Folder)),
        }
    }

    pub fn owner(&self, identity: &Identity, at: &SheetRef) -> std::result::Result<ProjectKey, Code> {
        let folder = folder(&at.file);
        let (code, _) = self.code(identity, folder).ok_or(Code::ProjectUnknown)?;
        let known = || self.years.get(&code).filter(|years| years.len() == 1).and_then(|years| years.first().copied());
        let year = own_year(identity, folder).or_else(known).or(self.default_year).ok_or(Code::YearMissing)?;
        Ok(ProjectKey { code, year })
    }

    /// The code of what an identity speaks of, where it has several years and nothing says which.
    pub fn of_open_year(&self, identity: &Identity, at: &SheetRef) -> Option<String> {
        let folder = folder(&at.file);
        let (code, _) = self.code(identity, folder).filter(|_| own_year(identity, folder).is_none())?;
        self.years.get(&code).is_some_and(|years| years.len() > 1).then_some(code)
    }

    /// The project of a payment whose sheet says no year, by the payment's date, where the code has that year.
    pub fn by_date(&self, code: &str, date: PartialDate) -> Option<ProjectKey> {
        let year = FiscalYear(date.date().year());
        let is_known = self.years.get(code).is_some_and(|years| years.contains(&year));
        is_known.then(|| ProjectKey { code: code.to_owned(), year })
    }

    /// A payment before a project's fiscal year belongs to the project's year of its date; `None` where there is none.
    pub fn of_earlier_year(&self, key: &ProjectKey, date: Option<PartialDate>) -> Option<ProjectKey> {
        let year = date.map(|date| FiscalYear(date.date().year())).filter(|year| *year < key.year)?;
        let is_known = self.years.get(&key.code).is_some_and(|years| years.contains(&year));
        is_known.then(|| ProjectKey { code: key.code.clone(), year })
    }

    /// A row whose code is one project's and whose name another's. The code decides; which of the two is meant, nobody knows.
    pub fn named_as_another(&self, code: &str, name: &str, place: Place) -> Option<Finding> {
        let codes = self.codes.get(&name_key(name)).filter(|codes| !codes.contains_key(code))?;
        let (own, own_place) = self.names.get(code)?.first_key_value()?;
        let finding = Finding::new(Code::CodeTwoNames, place).place(own_place.clone());
        (!codes.is_empty()).then(|| finding.with("code", code).with("name", name).with("other", own.as_str()))
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
            for (one, other) in codes.keys().zip(codes.keys().skip(1)) {
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

/// Names as they are compared: marks of quotation are one.
fn name_key(name: &str) -> String {
    squeezed(name).replace(['“', '”', '„', '‟', '＂', '‘', '’', '\'', '「', '」', '『', '』'], "\"")
}

fn last(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or_default()
}

/// What the rows of a table of projects do not say: whoever filled in a table of many projects is not their unit.
pub fn of_rows(sheet: &RecognisedSheet) -> Identity {
    let unit = sheet.identity.unit.clone().filter(|_| sheet.content.funds.len() == 1);
    Identity { unit, ..sheet.identity.clone() }
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
