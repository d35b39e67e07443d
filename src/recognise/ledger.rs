//! A ledger (资金拨付台账): one row a payment.

use std::borrow::Cow;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use chrono::Datelike;

use crate::finding::{Code, Finding};
use crate::location::Sited;
use crate::money::Money;
use crate::period::PartialDate;
use crate::read::grid::{GridRow, Value};

use super::blocks::is_heading;
use super::cell::AmountUnit;
use super::header::Role;
use super::personal::{masked, masked_number};
use super::preamble::{begins_with_label, is_unit_label};
use super::rows::is_note;
use super::tables::{Content, PassedOver, PaymentRows, RefusedRows, TextColumn};
use super::totals::{is_total, is_whole_total};
use super::{Sheet, cell};

/// A ledger of more rows, empty ones among them, is read by two threads: in a shorter one nothing would be won.
const MANY_ROWS: u32 = 100_000;

/// Reads every payment. A row without an amount, or with one that cannot be read, is refused: it may be a payment
/// that would be missing from the sum.
pub fn payments(sheet: &mut Sheet<'_>) -> Content {
    sheet.header.read_as(Role::Expenditure, Role::Amount);
    let rows = sheet.header.last_row_0 + 1..sheet.end_row_0.min(sheet.grid.end_row_0());
    let payments = match middle(sheet, &rows) {
        Some(middle) => in_two(sheet, rows, middle),
        None => in_rows(sheet, rows).0,
    };
    Content { payments, ..Content::default() }
}

/// The row from which on another thread reads; `None` where one reads all.
fn middle(sheet: &Sheet<'_>, rows: &Range<u32>) -> Option<u32> {
    let is_long = rows.end.saturating_sub(rows.start) > MANY_ROWS;
    // A date in parts may go on from the row above.
    (is_long && sheet.header.has(Role::Date)).then(|| rows.start.midpoint(rows.end))
}

/// Reads the payments of a range of rows, those from the middle on by a thread of its own. No row may depend on another.
fn in_two(sheet: &mut Sheet<'_>, rows: Range<u32>, middle: u32) -> PaymentRows {
    let mut lower = sheet.unread();
    thread::scope(|scope| {
        let read_lower = move || (in_rows(&mut lower, middle..rows.end), lower);
        // Where the system gives no thread, this one reads everything.
        let Ok(below) = thread::Builder::new().spawn_scoped(scope, read_lower) else { return in_rows(sheet, rows).0 };
        let (mut payments, _) = in_rows(sheet, rows.start..middle);
        let ((below, says_total), lower) = below.join().unwrap_or_else(|panic| resume_unwind(panic));
        if says_total {
            payments.total = None;
        }
        payments.append(below);
        sheet.append(lower);
        payments
    })
}

/// Reads the payments of a range of rows; gives also whether a row says the total of all, which the last such row does, be it
/// by a dash.
fn in_rows(sheet: &mut Sheet<'_>, rows: Range<u32>) -> (PaymentRows, bool) {
    let mut says_total = false;
    let mut payments =
        PaymentRows { amount_col_0: sheet.header.col(Role::Amount).unwrap_or(0), ..PaymentRows::default() };
    let mut unknown = sheet.header.unknown.iter();
    let unit_col_0 = unknown.find(|(_, heading)| is_unit_label(heading)).map(|(at, _)| at.col_0);
    for row in sheet.grid.rows_between(rows.start, rows.end) {
        if sheet.is_heading(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Heading);
        } else if sheet.passes_total(&row) {
            let is_passed = sheet.fates.is_passed(row.row_0);
            if is_passed && is_whole_total(&row) && sheet.has_amount(&row, Role::Amount) {
                payments.total = sheet.amount(&row, Role::Amount);
                says_total = true;
            }
            keep_refused(sheet, &row, &mut payments.refused);
        } else if sheet.passes_part(&row) {
            keep_refused(sheet, &row, &mut payments.refused);
        } else if is_note(&row) && !sheet.has_amount(&row, Role::Amount) {
            sheet.fates.passed(row.row_0, PassedOver::Note);
        } else if sheet.repeats_title(&row) && !sheet.has_amount(&row, Role::Amount) {
            sheet.fates.passed(row.row_0, PassedOver::Title);
        } else if is_numbered_only(sheet, &row) {
            sheet.fates.passed(row.row_0, PassedOver::Blank);
        } else {
            payment(sheet, &row, unit_col_0, &mut payments);
        }
    }
    (payments, says_total)
}

/// A row of the form that nobody filled: a running number and nothing else.
fn is_numbered_only(sheet: &Sheet<'_>, row: &GridRow<'_>) -> bool {
    let serial = sheet.header.col(Role::Serial);
    row.cells().all(|cell| Some(cell.at.col_0) == serial && cell::count(cell.value).is_ok())
}

fn payment(sheet: &mut Sheet<'_>, row: &GridRow<'_>, unit_col_0: Option<u16>, payments: &mut PaymentRows) {
    let found_before = sheet.findings.made();
    let Some(Sited { value: amount, .. }) = amount(sheet, row, unit_col_0) else {
        if sheet.findings.made() == found_before {
            let place = sheet.header.place(&sheet.at, row, Role::Amount);
            let payee = sheet.text(row, Role::Payee).map(|payee| payee.value).unwrap_or_default();
            sheet.findings.push(Finding::new(Code::AmountMissing, place).with("text", payee));
        }
        refuse_payment(sheet, row, &mut payments.refused);
        return;
    };
    if let Some(said) = not_made(sheet, row) {
        let (heading, text) = said.value;
        let finding = Finding::new(Code::PaymentNotMade, said.place).with("heading", heading);
        sheet.findings.push(finding.with("text", text).with("amount", amount));
        // What came back without its sign is missing from the sum as well.
        refuse_payment(sheet, row, &mut payments.refused);
        return;
    }
    let found_before = sheet.findings.made();
    let date = match sheet.header.has(Role::Date) {
        true => date(sheet, row, Role::Date),
        false => {
            let day_above = payments.date.last().copied().flatten().filter(|date| !date.is_month());
            date_in_parts(sheet, row, day_above).unwrap_or_else(|month| {
                let place = sheet.header.place(&sheet.at, row, Role::DateMonth);
                sheet.fault(Code::DateUnreadable, place, month, cell::CellFault::Unreadable);
                None
            })
        }
    };
    if date.is_none() && sheet.findings.made() == found_before {
        let place = sheet.header.place(&sheet.at, row, Role::Date);
        sheet.findings.push(Finding::new(Code::DateMissing, place).with("amount", amount));
    }
    push(sheet, row, payments, amount, date);
    sheet.fates.used(row.row_0);
}

fn refuse_payment(sheet: &mut Sheet<'_>, row: &GridRow<'_>, refused: &mut RefusedRows) {
    sheet.fates.refused(row.row_0);
    keep_refused(sheet, row, refused);
}

/// Keeps of a row that is refused whose it is and of what day: the sum of that project's payments is not known.
fn keep_refused(sheet: &Sheet<'_>, row: &GridRow<'_>, refused: &mut RefusedRows) {
    if !sheet.fates.is_refused(row.row_0) {
        return;
    }
    let code = sheet.cell(row, Role::ProjectCode).and_then(|cell| cell::code(cell.value).ok().flatten());
    let name = sheet.text(row, Role::ProjectName).map(|name| name.value);
    let date = match sheet.cell(row, Role::Date) {
        Some(cell) => cell::date_in(cell.value, sheet.preamble.year()).ok().flatten(),
        None => date_in_parts(sheet, row, None).ok().flatten(),
    };
    refused.row_0.push(row.row_0);
    refused.code.push(code.as_deref().unwrap_or_default());
    refused.name.push(name.as_deref().unwrap_or_default());
    refused.date.push(date);
}

/// The rows that may be payments and are refused with the page or the table that they stand in, besides those `refused` one by
/// one. Whose they are is told by the columns that name projects above.
pub fn unread(sheet: &Sheet<'_>, refused: &RefusedRows) -> RefusedRows {
    let mut unread = RefusedRows::default();
    let of_pages = sheet.fates.all_refused().filter(|row_0| refused.row_0.binary_search(row_0).is_err());
    let rows = of_pages.filter_map(|row_0| sheet.grid.rows_between(row_0, row_0 + 1).next());
    rows.filter(|row| may_be_payment(sheet, row)).for_each(|row| keep_refused(sheet, &row, &mut unread));
    unread
}

/// Not a title, a label, a total, a note or a heading.
fn may_be_payment(sheet: &Sheet<'_>, row: &GridRow<'_>) -> bool {
    row.cells().nth(1).is_some()
        && !begins_with_label(row, sheet.headings)
        && !is_total(row)
        && !is_note(row)
        && !is_heading(row, sheet.headings)
}

/// The amount of a payment, in the unit that its row names in a column of its own or else in that of the heading.
fn amount(sheet: &mut Sheet<'_>, row: &GridRow<'_>, unit_col_0: Option<u16>) -> Option<Sited<Money>> {
    let Some(unit) = unit_col_0.and_then(|col_0| row.text(col_0)).and_then(AmountUnit::stated) else {
        return sheet.amount(row, Role::Amount);
    };
    let value = sheet.header.value(row, Role::Amount)?;
    let place = sheet.header.place(&sheet.at, row, Role::Amount);
    sheet.amount_at(value, Some(unit), place)
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
    // The row's own texts, or those of merged cells that it lies in.
    let keep = |texts: &mut TextColumn, role, masked: fn(&str) -> Cow<'_, str>| match sheet.cell(row, role) {
        Some(cell) => texts.push(&masked(&cell::text(cell.value))),
        None => texts.push(""),
    };
    keep(&mut payments.name, Role::ProjectName, masked);
    keep(&mut payments.voucher, Role::Voucher, masked_number);
    keep(&mut payments.payee, Role::Payee, masked);
    keep(&mut payments.purpose, Role::Purpose, masked);
    payments.date.push(date);
    payments.amount.push(amount);
    payments.planned.push(planned);
    payments.approved.push(approved);
}

/// The date under a role, which may be merged down over the payments of a day.
fn date(sheet: &mut Sheet<'_>, row: &GridRow<'_>, role: Role) -> Option<PartialDate> {
    let cell = sheet.cell(row, role)?;
    match cell::date_in(cell.value, sheet.preamble.year()) {
        Ok(date) => date,
        Err(fault) => {
            sheet.fault(Code::DateUnreadable, sheet.at.at(cell.at), cell.value, fault);
            None
        }
    }
}

/// Whether a title says that the amounts under it are no payments: plans, money received, purchases, contracts.
pub fn tells_no_payments(title: &str) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| title.contains(word));
    holds(&["计划"]) && !holds(&["台账"])
        || holds(&["到位", "采购", "合同", "发票", "收入"]) && !holds(&["支付", "拨付", "支出", "付款", "发放", "台账"])
}

/// The heading and the text of a cell that says that an entry is no payment: money that came in, or an order that was not
/// carried out.
fn not_made(sheet: &Sheet<'_>, row: &GridRow<'_>) -> Option<Sited<(String, String)>> {
    const NOT_MADE: [(Role, &[&str]); 2] = [
        (Role::Direction, &["贷", "收", "入", "C"]),
        (Role::Status, &["退", "作废", "撤销", "冲", "失败", "无效", "未支付", "未付", "收款", "收入"]),
    ];
    NOT_MADE.into_iter().find_map(|(role, words)| {
        let heading = sheet.header.columns.get(&role)?.heading.clone();
        let text = sheet.text(row, role).filter(|text| words.iter().any(|word| text.value.contains(word)))?;
        Some(text.map(|text| (heading, text)))
    })
}

/// A date whose parts stand in columns of their own. The year may be that of the heading (2023年 over 月 and 日) or of the
/// sheet; without a day it is the month. A month written once holds for the days under it, as long as they go on.
///
/// # Errors
/// With the month, where the parts are no date.
fn date_in_parts<'g>(
    sheet: &Sheet<'g>,
    row: &GridRow<'g>,
    above: Option<PartialDate>,
) -> Result<Option<PartialDate>, Value<'g>> {
    let Some(month) = sheet.cell(row, Role::DateMonth) else {
        let day_below = |above: PartialDate| {
            let day = sheet.cell(row, Role::DateDay).and_then(|cell| cell::count(cell.value).ok()?)?;
            let above = above.date();
            let day = u32::try_from(day).ok().filter(|day| *day >= above.day())?;
            PartialDate::day(above.year(), above.month(), day)
        };
        return Ok(above.and_then(day_below));
    };
    let written = month.value;
    // A month may be merged down over its days.
    let part = |role| sheet.cell(row, role).map_or(Ok(None), |cell| cell::count(cell.value));
    let parts = (part(Role::DateYear), part(Role::DateMonth), part(Role::DateDay));
    let (Ok(year), Ok(Some(month)), Ok(day)) = parts else {
        return Err(written);
    };
    let of_heading = sheet.header.columns.get(&Role::DateMonth).and_then(|column| column.year);
    let of_sheet = sheet.preamble.year();
    let year = year.and_then(|year| i32::try_from(year).ok()).or(of_heading.or(of_sheet).map(|year| year.0));
    let date = year.and_then(|year| {
        let month = u32::try_from(month).ok()?;
        match day {
            Some(day) => PartialDate::day(year, month, u32::try_from(day).ok()?),
            None => PartialDate::month(year, month),
        }
    });
    date.map(Some).ok_or(written)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::blocks::{Block, blocks};
    use super::super::header::Headings;
    use super::super::rows::Fates;
    use super::*;
    use crate::finding::Findings;
    use crate::location::{CellRef, SheetRef};
    use crate::read::grid::{Grid, GridBuilder, Merge, Room, Value};
    use crate::read::inbox::kind_of;
    use crate::read::workbook;
    use crate::recognise::tables::SheetKind;

    fn ledgers(grid: &Grid, headings: &Headings) -> Vec<Block> {
        blocks(grid, &at(), headings).into_iter().filter(|block| block.kind == SheetKind::Ledger).collect()
    }

    fn at() -> SheetRef {
        SheetRef::new("甲.xlsx", "表")
    }

    fn sheet<'g>(grid: &'g Grid, block: &Block, headings: &'g Headings) -> Sheet<'g> {
        Sheet {
            at: at(),
            grid,
            headings,
            header: block.header.clone(),
            again: block.again.clone(),
            first_row_0: block.first_row_0,
            end_row_0: block.end_row_0,
            preamble: block.preamble.clone(),
            fates: Fates::default(),
            findings: Findings::default(),
        }
    }

    fn rows(grid: &Grid, block: &Block) -> Range<u32> {
        block.header.last_row_0 + 1..block.end_row_0.min(grid.end_row_0())
    }

    /// Holds what is read of a ledger cut at a row to what is read of the whole; gives how many payments those are, and all
    /// that was said.
    fn is_the_same_cut(
        grid: &Grid,
        block: &Block,
        headings: &Headings,
        cuts: impl Iterator<Item = u32>,
    ) -> (usize, String) {
        let rows = rows(grid, block);
        let said = |read: &dyn Fn(&mut Sheet<'_>) -> PaymentRows| {
            let mut sheet = sheet(grid, block, headings);
            let payments = read(&mut sheet);
            let fates = sheet.fates.finish(grid, rows.start, rows.end);
            (payments.len(), format!("{payments:?} {fates:?} {:?}", sheet.findings.finish()))
        };
        let whole = said(&|sheet| in_rows(sheet, rows.clone()).0);
        for middle in cuts {
            assert_eq!(said(&|sheet| in_two(sheet, rows.clone(), middle)), whole, "{middle}");
        }
        whole
    }

    #[test]
    fn a_ledger_read_in_two_says_what_it_says_as_a_whole() {
        let headings = Headings::new(&Default::default()).unwrap();
        let mut payments = 0;
        for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("input")) {
            let entry = entry.unwrap();
            let bytes = if entry.file_type().is_file() { std::fs::read(entry.path()).unwrap() } else { continue };
            let kind = kind_of(&bytes);
            let _ = workbook::read(bytes, kind, &mut |read| {
                let Ok(read) = read.grid else { return };
                for block in ledgers(&read.grid, &headings) {
                    let rows = rows(&read.grid, &block);
                    let middle = rows.start.midpoint(rows.end);
                    payments += is_the_same_cut(&read.grid, &block, &headings, [middle].into_iter()).0;
                }
            });
        }
        assert!(payments > 100, "{payments}");
    }

    const HEADINGS: [&str; 8] =
        ["序号", "项目编码", "项目名称", "拨付日期", "收款单位", "用途", "拨付金额", "支付状态"];

    /// Rows of text under a title and a unit; what reads as a number becomes one.
    fn grid(rows: &[[&str; 8]], merged: &[Merge]) -> Grid {
        let mut room = Room::default();
        let mut builder = GridBuilder::new(&mut room);
        let above = [["2023年度资金拨付台账", "", "", "", "", "", "", ""], ["单位：元", "", "", "", "", "", "", ""]];
        for (row_0, row) in (0..).zip(above.iter().chain([&HEADINGS]).chain(rows)) {
            for (col_0, text) in (0..).zip(row) {
                let value = text.parse().map_or(Value::Text(text), Value::Number);
                builder.push(CellRef::new(row_0, col_0), value).unwrap();
            }
        }
        merged.iter().for_each(|merge| builder.merge(*merge).unwrap());
        builder.finish().unwrap().0
    }

    #[test]
    fn a_ledger_may_be_cut_at_every_row() {
        let paid = |at: &'static str, date: &'static str, amount: &'static str| {
            [at, "P1", "项目一", date, "甲公司", "补助", amount, "已支付"]
        };
        let label = |text: &'static str, amount: &'static str| ["", text, "", "", "", "", amount, ""];
        let above = [
            label("合计", "999"),
            paid("1", "2023-01-05", "100"),
            label("其中：县级", "40"),
            paid("2", "2023-02-05", "200"),
            // The day is merged down over three payments.
            paid("3", "", "50"),
            paid("4", "", "60"),
            label("小计", "410"),
            HEADINGS,
            ["2023年度资金拨付台账", "", "", "", "", "", "", ""],
            paid("5", "2023-03-05", "约三百"),
            paid("6", "不详", "70"),
            paid("7", "2023-04-05", ""),
            ["8", "P1", "项目一", "2023-05-05", "甲公司", "补助", "80", "退票"],
            ["9", "", "", "", "", "", "", ""],
            paid("10", "2023-06-05", "-30"),
        ];
        let note = ["备注：以上均为当年支付", "", "", "", "", "", "", ""];
        let day = Merge { first: CellRef::new(6, 3), last: CellRef::new(8, 3) };
        let headings = Headings::new(&Default::default()).unwrap();
        let mut totals = Vec::new();
        for foot in [label("合计", "450"), label("合计", "—"), label("合计", ""), note] {
            let rows_of_all = [&above[..], &[foot, note]].concat();
            let grid = grid(&rows_of_all, &[day]);
            let blocks = ledgers(&grid, &headings);
            let [block] = &blocks[..] else { panic!("{}", blocks.len()) };
            let rows = rows(&grid, block);
            assert_eq!(rows.len(), rows_of_all.len());
            let (payments, said) = is_the_same_cut(&grid, block, &headings, rows.start..=rows.end);
            assert_eq!(payments, 6, "{said}");
            for part in
                ["AmountUnreadable", "AmountMissing", "DateUnreadable", "PaymentNotMade", "Heading: 1", "Title: 1"]
            {
                assert!(said.contains(part), "{part}: {said}");
            }
            let mut whole = sheet(&grid, block, &headings);
            totals.push(in_rows(&mut whole, rows).0.total.map(|total| total.value.fen()));
        }
        // The last row that says the total decides, be it by a dash; one that says nothing does not.
        assert_eq!(totals, [Some(45_000), None, Some(99_900), Some(99_900)]);
    }

    #[test]
    fn only_a_long_ledger_with_its_dates_in_one_column_is_read_in_two() {
        let headings = Headings::new(&Default::default()).unwrap();
        let row = ["1", "P1", "项目一", "2023-01-05", "甲公司", "补助", "100", ""];
        let grid = grid(&[row; 3], &[]);
        let blocks = ledgers(&grid, &headings);
        let mut sheet = sheet(&grid, &blocks[0], &headings);
        assert_eq!(middle(&sheet, &(3..3 + MANY_ROWS)), None);
        assert_eq!(middle(&sheet, &(3..4 + MANY_ROWS)), Some(3 + MANY_ROWS / 2));
        sheet.header.columns.remove(&Role::Date);
        assert_eq!(middle(&sheet, &(3..4 + MANY_ROWS)), None);
    }
}
