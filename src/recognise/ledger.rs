//! A ledger (资金拨付台账): one row a payment.

use crate::finding::{Code, Finding};
use crate::location::Sited;
use crate::money::Money;
use crate::period::PartialDate;
use crate::read::grid::GridRow;

use super::header::Role;
use super::rows::{is_note, is_part, is_total, is_whole_total};
use super::tables::{Content, PassedOver, PaymentRows};
use super::{Sheet, cell};

/// Reads every payment. A row without an amount, or with one that cannot be read, is refused: it may be a payment
/// that would be missing from the sum.
pub fn payments(sheet: &mut Sheet<'_>) -> Content {
    let mut payments =
        PaymentRows { amount_col_0: sheet.header.col(Role::Amount).unwrap_or(0), ..PaymentRows::default() };
    for row in sheet.body() {
        if is_total(&row) {
            if let Some(total) = sheet.amount(&row, Role::Amount).filter(|_| is_whole_total(&row)) {
                payments.total = Some(total);
            }
            sheet.fates.passed(row.row_0, PassedOver::Total);
        } else if is_part(&row) || is_note(&row) && sheet.header.value(&row, Role::Amount).is_none() {
            sheet.fates.passed(row.row_0, PassedOver::Note);
        } else if sheet.header.is_repeated_by(&row, sheet.headings) {
            sheet.fates.passed(row.row_0, PassedOver::Heading);
        } else if is_numbered_only(sheet, &row) {
            sheet.fates.passed(row.row_0, PassedOver::Blank);
        } else {
            payment(sheet, &row, &mut payments);
        }
    }
    Content { payments, ..Content::default() }
}

/// A row of the form that nobody filled: a running number and nothing else.
fn is_numbered_only(sheet: &Sheet<'_>, row: &GridRow<'_>) -> bool {
    let serial = sheet.header.col(Role::Serial);
    row.cells().all(|cell| Some(cell.at.col_0) == serial && cell::count(cell.value).is_ok())
}

fn payment(sheet: &mut Sheet<'_>, row: &GridRow<'_>, payments: &mut PaymentRows) {
    let found_before = sheet.findings.made();
    let Some(Sited { value: amount, .. }) = sheet.amount(row, Role::Amount) else {
        if sheet.findings.made() == found_before {
            let place = sheet.header.place(&sheet.at, row, Role::Amount);
            let payee = sheet.text(row, Role::Payee).map(|payee| payee.value).unwrap_or_default();
            sheet.findings.push(Finding::new(Code::AmountMissing, place).with("text", payee));
        }
        sheet.fates.refused(row.row_0);
        return;
    };
    let found_before = sheet.findings.made();
    let date = date(sheet, row, Role::Date);
    if date.is_none() && sheet.findings.made() == found_before {
        let place = sheet.header.place(&sheet.at, row, Role::Date);
        sheet.findings.push(Finding::new(Code::DateMissing, place).with("amount", amount));
    }
    push(sheet, row, payments, amount, date);
    sheet.fates.used(row.row_0);
}

fn push(
    sheet: &mut Sheet<'_>,
    row: &GridRow<'_>,
    payments: &mut PaymentRows,
    amount: Money,
    date: Option<PartialDate>,
) {
    let code = sheet.code(row);
    let planned = self::date(sheet, row, Role::PlannedDate);
    let approved = self::date(sheet, row, Role::Approved);
    payments.row_0.push(row.row_0);
    payments.code.push(code.as_ref().map_or("", |code| &code.value));
    payments.name.push(&text(sheet, row, Role::ProjectName));
    payments.date.push(date);
    payments.voucher.push(&text(sheet, row, Role::Voucher));
    payments.payee.push(&text(sheet, row, Role::Payee));
    payments.purpose.push(&text(sheet, row, Role::Purpose));
    payments.amount.push(amount);
    payments.planned.push(planned);
    payments.approved.push(approved);
}

fn date(sheet: &mut Sheet<'_>, row: &GridRow<'_>, role: Role) -> Option<PartialDate> {
    sheet.read(row, role, Code::DateUnreadable, cell::date).map(|date| date.value)
}

/// The row's own text in a column, or that of the merged cell it lies in.
fn text(sheet: &Sheet<'_>, row: &GridRow<'_>, role: Role) -> String {
    sheet.text(row, role).map(|text| text.value).unwrap_or_default()
}
