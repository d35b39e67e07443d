//! Budget tables: one row a project, or one row a budget line of a project.

use crate::finding::{Code, Finding};
use crate::location::Sited;
use crate::money::Money;
use crate::project::BudgetLine;
use crate::read::grid::GridRow;

use super::cell::{AmountUnit, squeezed};
use super::header::Role;
use super::personal::masked;
use super::preamble::{NUMERALS, Preamble, begins_with_label, year_of};
use super::tables::{Content, FundRow, Identity, PassedOver};
use super::totals::{Sum, is_whole_total};
use super::{Sheet, cell, monitoring};

/// One row a project.
pub fn projects(sheet: &mut Sheet<'_>) -> Content {
    let mut content = Content::default();
    let rows: Vec<GridRow<'_>> = sheet.body().collect();
    let mut above: Option<Sited<String>> = None;
    for (at, row) in rows.iter().copied().enumerate() {
        let department = department_above(sheet, &row);
        if department.is_some() || is_caption(&row) {
            // （一） parts what stands under 一、.
            if !row.first_text().is_some_and(|text| text.starts_with(['(', '（'])) {
                above = department;
            }
            sheet.fates.passed(row.row_0, PassedOver::Title);
            continue;
        }
        if sheet.settle_ordinary(&row) {
            continue;
        }
        match group(sheet, &row, &rows[at + 1..]) {
            Some(Sum::Total) => {
                sheet.fates.passed(row.row_0, PassedOver::Total);
                continue;
            }
            Some(Sum::Unclear) => {
                sheet.refuse(&row);
                continue;
            }
            None => {}
        }
        let mut identity = identity(sheet, &row);
        identity.department = identity.department.or_else(|| above.clone());
        if identity.code.is_none() && identity.name.is_none() {
            sheet
                .findings
                .push(Finding::new(Code::ProjectUnknown, sheet.header.place(&sheet.at, &row, Role::ProjectName)));
            sheet.fates.refused(row.row_0);
            continue;
        }
        // A table with one budget column means the budget as it was approved.
        let initial = if sheet.header.has(Role::InitialBudget) { Role::InitialBudget } else { Role::ItemBudget };
        let amounts = sheet.total_amounts(&row, initial, Role::RevisedBudget);
        if sheet.header.has(Role::InterimExpenditure) {
            let funds = monitoring::funds(sheet, &row, identity.clone(), None);
            content.monitoring.get_or_insert_default().funds.push(funds);
        }
        content.funds.push(FundRow {
            identity,
            source: None,
            amounts,
            approved: sheet.read(&row, Role::Approved, Code::DateUnreadable, cell::date),
            printed_rate: sheet.read(&row, Role::ExecutionRate, Code::NumberUnreadable, cell::rate),
            weight: None,
            points: None,
        });
        sheet.fates.used(row.row_0);
    }
    content
}

/// The department whose projects stand under a row: `主管部门：乙局`, or `二、乙局` alone.
fn department_above(sheet: &Sheet<'_>, row: &GridRow<'_>) -> Option<Sited<String>> {
    let text = row.first_text()?;
    if is_caption(row) {
        let name = text.trim_start_matches(|c| NUMERALS.contains(c) || "()（）、. ".contains(c));
        let is_department = OFFICES.iter().any(|end| name.ends_with(end));
        return is_department.then(|| Sited::new(masked(name).into_owned(), sheet.at.at(row.first_at())));
    }
    let mut said = Preamble::default();
    if text.contains(['：', ':']) && begins_with_label(row, sheet.headings) {
        said.read_row(row, &sheet.at, sheet.headings);
    }
    let department = said.identity.department.take();
    let says_more =
        said.identity != Identity::default() || said.unit.is_some_and(|own| Some(own) != sheet.preamble.unit);
    department.filter(|_| !says_more)
}

/// A text alone in its row that counts in words: `一、甲局`, `（二）续建项目`.
fn is_caption(row: &GridRow<'_>) -> bool {
    let counts = |text: &str| {
        let rest = text.trim_start_matches(['(', '（']).trim_start_matches(|c| NUMERALS.contains(c));
        rest.len() < text.len() && rest.starts_with(['、', '.', ')', '）'])
    };
    row.cells().nth(1).is_none() && row.first_text().is_some_and(counts)
}

/// What a row is that stands for those under it: `一 交通局` over 1, 2 and 3, or 101 over 101001. Its amounts are those of a
/// department's projects; where they do not agree, or its name is no department's, it may be a project with its parts.
fn group(sheet: &Sheet<'_>, row: &GridRow<'_>, under: &[GridRow<'_>]) -> Option<Sum> {
    let is_numeral = |text: &str| {
        let text = squeezed(text);
        let numeral = text.trim_matches(['(', ')', '、', '.']);
        !numeral.is_empty() && numeral.chars().all(|c| NUMERALS.contains(c))
    };
    let serial = sheet.header.col(Role::Serial);
    let by_serial = serial.and_then(|col| row.text(col)).is_some_and(is_numeral);
    let is_numbered = |row: &&GridRow<'_>| {
        let value = serial.and_then(|col| row.get(col));
        value.is_some_and(|value| matches!(cell::count(value), Ok(Some(_))))
    };
    let code = |row: &GridRow<'_>| sheet.header.value(row, Role::ProjectCode).and_then(|code| cell::code(code).ok()?);
    let own = code(row);
    // A1 and A10 are neighbours.
    let is_longer = |row: &&GridRow<'_>| {
        let code = code(row);
        let rest = own.as_ref().zip(code.as_ref()).and_then(|(own, code)| code.strip_prefix(own.as_str()));
        rest.is_some_and(|rest| rest.chars().count() >= 2)
    };
    let members: Vec<&GridRow<'_>> = match by_serial {
        true => under.iter().take_while(is_numbered).collect(),
        false if own.is_some() => under.iter().take_while(is_longer).collect(),
        false => return None,
    };
    if members.is_empty() {
        return None;
    }
    let amount = |row: &GridRow<'_>, role| {
        let amount = cell::amount(sheet.header.value(row, role)?, Some(AmountUnit::Yuan)).ok()??;
        Some(amount.money)
    };
    let mut agrees = false;
    for role in AMOUNTS {
        let Some(own) = amount(row, role) else { continue };
        let sum: Money = members.iter().filter_map(|member| amount(member, role)).sum();
        if sum != own {
            return by_serial.then_some(Sum::Unclear);
        }
        agrees |= !own.is_zero();
    }
    let name = sheet.text(row, Role::ProjectName).map(|name| squeezed(&name.value)).unwrap_or_default();
    let is_department = OFFICES.iter().any(|end| name.ends_with(end));
    match agrees {
        true if is_department => Some(Sum::Total),
        true => Some(Sum::Unclear),
        // A department's name alone over its projects.
        false => (by_serial && is_department).then_some(Sum::Total),
    }
}

pub const AMOUNTS: [Role; 5] =
    [Role::ItemBudget, Role::InitialBudget, Role::RevisedBudget, Role::Received, Role::Expenditure];

/// What the names of departments and units end with.
const OFFICES: [&str; 22] = [
    "局",
    "厅",
    "委",
    "部",
    "办",
    "办公室",
    "委员会",
    "中心",
    "院",
    "校",
    "学",
    "所",
    "站",
    "镇",
    "乡",
    "街道",
    "政府",
    "队",
    "处",
    "会",
    "馆",
    "公司",
];

/// One row a budget line; the printed total under the lines is kept to be compared with their sum.
pub fn lines(sheet: &mut Sheet<'_>) -> Content {
    let mut content = Content::default();
    for row in sheet.body() {
        let is_total = sheet.sum(&row) == Some(Sum::Total);
        if !is_total && sheet.settle_ordinary(&row) {
            continue;
        }
        // The label of a total may stand in a column of amounts.
        let mut amount = |role| if is_total && !sheet.has_amount(&row, role) { None } else { sheet.amount(&row, role) };
        let budget = [Role::ItemBudget, Role::RevisedBudget, Role::InitialBudget].into_iter().find_map(&mut amount);
        let expenditure = amount(Role::Expenditure);
        // The label of a total may stand in the serial's column.
        let item = match sheet.text(&row, Role::BudgetItem) {
            Some(item) => item,
            None => Sited::new(String::new(), sheet.header.place(&sheet.at, &row, Role::BudgetItem)),
        };
        if is_total {
            if is_whole_total(&row) {
                content.lines_total = Some(Box::new(BudgetLine { item, budget, expenditure }));
            }
            sheet.fates.passed(row.row_0, PassedOver::Total);
        } else if item.value.is_empty() || budget.is_none() && expenditure.is_none() {
            sheet.findings.push(Finding::new(Code::AmountMissing, item.place).with("text", item.value));
            sheet.fates.refused(row.row_0);
        } else {
            content.lines.push(BudgetLine { item, budget, expenditure });
            sheet.fates.used(row.row_0);
        }
    }
    content
}

/// Whom a row speaks of, by its own columns.
pub fn identity(sheet: &mut Sheet<'_>, row: &GridRow<'_>) -> Identity {
    Identity {
        code: sheet.code(row),
        name: sheet.text(row, Role::ProjectName),
        department: sheet.text(row, Role::Department),
        unit: sheet.text(row, Role::Unit),
        year: sheet.read(row, Role::FiscalYear, Code::YearMissing, |value| Ok(year_of(value))),
        rubric: sheet.text(row, Role::Rubric),
    }
}
