//! A header is the row that names the columns of a table. It is found by what its cells say, wherever it stands.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use strum::{AsRefStr, EnumString};
use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};
use crate::location::{CellRef, Place, SheetRef};
use crate::read::grid::{GridRow, Value};

use super::cell::{AmountUnit, squeezed};

/// What a column holds. The names are those of `headings.toml` and of `[headings]` in a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Role {
    Serial,
    ProjectCode,
    ProjectName,
    Department,
    Unit,
    FiscalYear,
    Rubric,
    InitialBudget,
    RevisedBudget,
    Received,
    Expenditure,
    ExecutionRate,
    Approved,
    BudgetItem,
    ItemBudget,
    Date,
    Voucher,
    Payee,
    Purpose,
    Amount,
    PlannedDate,
    Note,
    #[strum(serialize = "level1")]
    Level1,
    #[strum(serialize = "level2")]
    Level2,
    #[strum(serialize = "level3")]
    Level3,
    Explanation,
    RuleText,
    Evidence,
    Target,
    Actual,
    Weight,
    Points,
    PointsRate,
    Deduction,
    Process,
    Reason,
    Question,
    Returned,
    YesCount,
    NoCount,
    YesShare,
    Option,
    OptionCount,
    OptionShare,
    Respondent,
}

/// The headings that stand for each role.
#[derive(Clone, Debug)]
pub struct Headings(HashMap<String, Role>);

impl Headings {
    /// The built-in headings with those that a configuration adds, which go first.
    ///
    /// # Errors
    /// When an added role does not exist, or a heading would stand for two roles.
    pub fn new(added: &BTreeMap<String, Vec<String>>) -> Result<Self> {
        let fault = |reason: String| Error::Config { file: "[headings]".to_owned(), reason };
        let built_in: BTreeMap<String, Vec<String>> =
            toml::from_str(include_str!("headings.toml")).map_err(|error| fault(error.to_string()))?;
        let mut roles = HashMap::new();
        for (name, headings) in built_in {
            let role = role_named(&name).ok_or_else(|| fault(name.clone()))?;
            for heading in headings {
                if roles.insert(comparable(&heading), role).is_some() {
                    return Err(fault(heading));
                }
            }
        }
        let mut own: HashMap<String, Role> = HashMap::new();
        for (name, headings) in added {
            let role = role_named(name).ok_or_else(|| fault(format!("headings.{name}")))?;
            for heading in headings {
                if own.insert(comparable(heading), role).is_some_and(|other| other != role) {
                    return Err(fault(format!("headings.{name}: {heading}")));
                }
            }
        }
        roles.extend(own);
        Ok(Self(roles))
    }

    /// The role of a heading and the unit written in it.
    pub fn role(&self, heading: &str) -> Option<(Role, Option<AmountUnit>)> {
        let (name, unit) = split_unit(heading);
        self.0.get(&name).map(|role| (*role, unit))
    }
}

fn role_named(name: &str) -> Option<Role> {
    name.parse().ok()
}

/// A heading in the form in which headings are compared.
pub fn comparable(heading: &str) -> String {
    let marks = ['“', '”', '"', '\'', '‘', '’', '*', '★', ':', '：', '、', '。', '_'];
    squeezed(heading).chars().filter(|c| !marks.contains(c)).collect()
}

/// Takes a trailing bracket off a heading: the amount unit in it, if it is one. `全年预算数（调整后）` keeps its words
/// without the brackets.
fn split_unit(heading: &str) -> (String, Option<AmountUnit>) {
    let name = comparable(heading);
    let Some((before, inside)) = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else {
        return (name, None);
    };
    match AmountUnit::named(inside.trim_start_matches("单位")) {
        Some(unit) => (before.to_owned(), Some(unit)),
        // Other brackets are a remark, such as the weight of the execution rate in 分值（10）.
        None if inside.chars().all(|c| c.is_ascii_digit() || "分%年个家".contains(c)) => (before.to_owned(), None),
        None => (format!("{before}{inside}"), None),
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderColumn {
    pub col_0: u16,
    pub unit: Option<AmountUnit>,
}

/// A row that names columns.
#[derive(Clone, Debug)]
pub struct Header {
    pub row_0: u32,
    pub columns: BTreeMap<Role, HeaderColumn>,
    /// Headings that stand for nothing we know.
    pub unknown: Vec<(CellRef, String)>,
    /// Headings whose role an earlier column already has.
    pub twice: Vec<(CellRef, String)>,
    /// The columns that hold numbered questions, with their text.
    pub questions: Vec<(CellRef, String)>,
}

impl Header {
    /// Reads a row as a header, whatever it is: most rows of a table give a header without columns.
    pub fn read(row: &GridRow<'_>, headings: &Headings) -> Self {
        let mut header =
            Self { row_0: row.row_0, columns: BTreeMap::new(), unknown: vec![], twice: vec![], questions: vec![] };
        for cell in row.cells() {
            let Value::Text(text) = cell.value else { continue };
            match headings.role(text) {
                // These come as often as a site exports them, and none is read.
                Some((Role::Respondent, _)) => {
                    header.columns.entry(Role::Respondent).or_insert(HeaderColumn { col_0: cell.at.col_0, unit: None });
                }
                Some((role, unit)) => match header.columns.entry(role) {
                    Entry::Vacant(column) => drop(column.insert(HeaderColumn { col_0: cell.at.col_0, unit })),
                    Entry::Occupied(_) => header.twice.push((cell.at, text.to_owned())),
                },
                None if is_question(text) => header.questions.push((cell.at, text.to_owned())),
                None => header.unknown.push((cell.at, text.to_owned())),
            }
        }
        header
    }

    pub fn has(&self, role: Role) -> bool {
        self.columns.contains_key(&role)
    }

    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    pub fn col(&self, role: Role) -> Option<u16> {
        self.columns.get(&role).map(|column| column.col_0)
    }

    pub fn unit(&self, role: Role) -> Option<AmountUnit> {
        self.columns.get(&role).and_then(|column| column.unit)
    }

    /// The row's cell in a role's column.
    pub fn value<'a>(&self, row: &GridRow<'a>, role: Role) -> Option<Value<'a>> {
        row.get(self.col(role)?)
    }

    /// The place of the row's cell in a role's column; of the row's first cell where there is no such column.
    pub fn place(&self, at: &SheetRef, row: &GridRow<'_>, role: Role) -> Place {
        at.at(CellRef::new(row.row_0, self.col(role).unwrap_or(0)))
    }

    /// Whether a later row says the same headings again.
    pub fn is_repeated_by(&self, row: &GridRow<'_>, headings: &Headings) -> bool {
        if !could_be_header(row) {
            return false;
        }
        let again = Self::read(row, headings);
        let shared = again.columns.iter().filter(|(role, column)| self.columns.get(role) == Some(column)).count();
        shared >= 3 && shared * 2 > self.columns.len()
    }
}

/// Headings are words: a row with a number or a date among them is data. Asked of every row, before anything is compared.
pub fn could_be_header(row: &GridRow<'_>) -> bool {
    let mut texts = 0;
    for cell in row.cells() {
        match cell.value {
            Value::Text(_) => texts += 1,
            Value::Number(_) | Value::Date(_) => return false,
            Value::Bool(_) | Value::Fault => {}
        }
    }
    texts >= 2
}

/// `1、您对…？`, also with a word before the number, as sites that number sections write it.
fn is_question(text: &str) -> bool {
    let text: String = text.nfkc().take(12).collect();
    let digits = text.find(|c: char| c.is_ascii_digit());
    digits.is_some_and(|at| {
        let after = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
        after.starts_with(['、', '.', '．', ')']) && text[..at].chars().count() <= 6
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_understood_with_units_breaks_and_full_width_forms() {
        let headings = Headings::new(&BTreeMap::new()).unwrap();
        let role = |text| headings.role(text);
        assert_eq!(role("拨付金额（元）"), Some((Role::Amount, Some(AmountUnit::Yuan))));
        assert_eq!(role("拨付\n金额(万元)"), Some((Role::Amount, Some(AmountUnit::TenThousand))));
        assert_eq!(role("全年预算数（调整后）"), Some((Role::RevisedBudget, None)));
        assert_eq!(role("结果为“是”统计数"), Some((Role::YesCount, None)));
        assert_eq!(role("分值（10）"), Some((Role::Weight, None)));
        assert_eq!(role("天气"), None);
    }

    #[test]
    fn a_configuration_adds_headings_and_cannot_add_roles() {
        let added = BTreeMap::from([("payee".to_owned(), vec!["受益企业".to_owned()])]);
        assert_eq!(Headings::new(&added).unwrap().role("受益企业"), Some((Role::Payee, None)));
        let wrong = BTreeMap::from([("payees".to_owned(), vec![])]);
        assert!(Headings::new(&wrong).is_err());
    }

    #[test]
    fn numbered_questions_are_told_from_headings() {
        assert!(is_question("4、您对投资环境的整体评价如何？"));
        assert!(is_question("基本信息1、您的年龄是"));
        assert!(!is_question("2023年预算数"));
        assert!(!is_question("序号"));
    }
}
