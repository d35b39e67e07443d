//! Budget tables: one row a project, or one row a budget line of a project.

use crate::finding::{Code, Finding};
use crate::location::Sited;
use crate::project::BudgetLine;
use crate::read::grid::GridRow;

use super::header::Role;
use super::preamble::year_of;
use super::rows::is_total;
use super::tables::{Content, FundRow, Identity, PassedOver};
use super::{Sheet, cell, monitoring};

/// One row a project.
pub fn projects(sheet: &mut Sheet<'_>) -> Content {
    let mut content = Content::default();
    for row in sheet.body() {
        if sheet.settle_ordinary(&row) {
            continue;
        }
        let identity = identity(sheet, &row);
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

/// One row a budget line; the printed total under the lines is kept to be compared with their sum.
pub fn lines(sheet: &mut Sheet<'_>) -> Content {
    let mut content = Content::default();
    for row in sheet.body() {
        let is_total = is_total(&row);
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
            content.lines_total = Some(BudgetLine { item, budget, expenditure });
            sheet.fates.passed(row.row_0, PassedOver::Total);
        } else if item.value.is_empty() || budget.is_none() && expenditure.is_none() {
            sheet.findings.push(Finding::new(Code::AmountMissing, item.place));
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
