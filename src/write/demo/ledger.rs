//! 资金拨付台账 as units keep it: a title, a line above the heading, a row a payment, a total.

use chrono::{Datelike, NaiveDate};

use crate::money::Money;
use crate::write::drawing::Part;
use crate::write::table::Cell;

use super::fault::Fault;
use super::payments::Payment;
use super::pen::Pen;
use super::project::Project;
use super::random::Stream;
use super::words::WORDS;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Serial,
    Code,
    Date,
    Voucher,
    Payee,
    Purpose,
    Amount,
    Note,
}

/// How a date is written.
#[derive(Clone, Copy)]
enum DateStyle {
    Real,
    Dashed,
    Dotted,
    Chinese,
    /// 年, 月 and 日 in columns of their own, under a heading of two rows.
    InParts,
}

pub fn draw(project: &Project, stream: &mut Stream) -> Pen {
    use Column::*;
    let orders: [&[Column]; 3] = [
        &[Serial, Date, Voucher, Payee, Purpose, Amount, Note],
        &[Serial, Code, Date, Voucher, Payee, Purpose, Amount, Note],
        &[Serial, Voucher, Date, Payee, Amount, Purpose, Note],
    ];
    let columns = *stream.one_of(&orders);
    let styles = [DateStyle::Real, DateStyle::Real, DateStyle::Dashed, DateStyle::Dotted, DateStyle::Chinese];
    let dates = if stream.chance(15) { DateStyle::InParts } else { *stream.one_of(&styles) };
    let in_wan = stream.chance(20);
    let unit = if in_wan { "万元" } else { "元" };
    let in_heading = stream.chance(50);

    let places = places(columns, dates);
    let widths: Vec<u16> = columns.iter().flat_map(|column| width(*column, dates)).collect();
    let mut pen = Pen::new("资金拨付台账", &widths);
    pen.across(0, format!("{}年度资金拨付台账（{}）", project.year, WORDS.made_up), Part::Title);
    let code = if columns.contains(&Code) { String::new() } else { format!("项目编码：{}　　", project.code) };
    let said_unit = if in_heading { String::new() } else { format!("　　单位：{unit}") };
    pen.across(1, format!("{code}项目名称：{}{said_unit}", project.name), Part::Line);

    let mut top = 3;
    for (column, col_0) in columns.iter().zip(&places) {
        let heading = heading(*column, unit, in_heading, stream);
        match (dates, column) {
            (DateStyle::InParts, Date) => {
                pen.spread((2, *col_0), (2, col_0 + 2), Cell::Label(heading), Part::Body);
                pen.labels(3, *col_0, ["年", "月", "日"]);
            }
            (DateStyle::InParts, _) => pen.spread((2, *col_0), (3, *col_0), Cell::Label(heading), Part::Body),
            _ => pen.put(2, *col_0, Cell::Label(heading)),
        }
    }
    if matches!(dates, DateStyle::InParts) {
        top = 4;
    }
    let amount = |amount| if in_wan { Cell::Money(amount) } else { Cell::Yuan(amount) };
    for (at, (payment, row_0)) in project.payments.iter().zip(top..).enumerate() {
        for (column, col_0) in columns.iter().zip(&places) {
            match column {
                Serial => pen.centre(row_0, *col_0, Cell::Count(at as i64 + 1)),
                Code => pen.word(row_0, *col_0, project.code.as_str()),
                Date => date(&mut pen, (row_0, *col_0), payment.date, dates),
                Voucher => pen.word(row_0, *col_0, payment.voucher.as_str()),
                Payee => pen.put(row_0, *col_0, Cell::text(payment.payee.as_str())),
                Purpose => pen.put(row_0, *col_0, Cell::text(payment.purpose)),
                Note => pen.put(row_0, *col_0, Cell::text(note(payment))),
                Amount => {
                    let is_read = payment.fault != Some(Fault::AmountUnreadable);
                    pen.put(row_0, *col_0, if is_read { amount(payment.amount) } else { Cell::text("待定") });
                    if let Some(fault) = payment.fault {
                        pen.mark(fault, row_0, *col_0);
                    }
                }
            }
        }
    }
    total(&mut pen, project, top, (columns, &places), amount);
    pen
}

/// The first column of each; a date in parts takes three.
fn places(columns: &[Column], dates: DateStyle) -> Vec<u16> {
    let mut next = 0;
    let place = |column: &Column| {
        let own = next;
        next += width(*column, dates).len() as u16;
        own
    };
    columns.iter().map(place).collect()
}

fn width(column: Column, dates: DateStyle) -> Vec<u16> {
    match (column, dates) {
        (Column::Date, DateStyle::InParts) => vec![8, 6, 6],
        (Column::Serial, _) => vec![7],
        (Column::Code, _) => vec![16],
        (Column::Date, DateStyle::Chinese) => vec![19],
        (Column::Date, _) => vec![16],
        (Column::Voucher, _) => vec![16],
        (Column::Payee, _) => vec![26],
        (Column::Purpose, _) => vec![20],
        (Column::Amount, _) => vec![18],
        (Column::Note, _) => vec![14],
    }
}

fn heading(column: Column, unit: &str, in_heading: bool, stream: &mut Stream) -> String {
    let words = &WORDS.headings;
    let several = match column {
        Column::Serial => return "序号".to_owned(),
        Column::Note => return "备注".to_owned(),
        Column::Code => &words.code,
        Column::Date => &words.date,
        Column::Voucher => &words.voucher,
        Column::Payee => &words.payee,
        Column::Purpose => &words.purpose,
        Column::Amount => &words.amount,
    };
    let heading = stream.word(several);
    if column == Column::Amount && in_heading { format!("{heading}（{unit}）") } else { heading.to_owned() }
}

fn date(pen: &mut Pen, (row_0, col_0): (u32, u16), date: NaiveDate, style: DateStyle) {
    match style {
        DateStyle::Real => pen.put(row_0, col_0, Cell::Date(date)),
        DateStyle::Dashed => pen.word(row_0, col_0, date.format("%Y-%m-%d").to_string()),
        DateStyle::Dotted => pen.word(row_0, col_0, date.format("%Y.%m.%d").to_string()),
        DateStyle::Chinese => pen.word(row_0, col_0, date.format("%Y年%-m月%-d日").to_string()),
        DateStyle::InParts => {
            for (part, col_0) in
                [i64::from(date.year()), date.month().into(), date.day().into()].into_iter().zip(col_0..)
            {
                pen.centre(row_0, col_0, Cell::Count(part));
            }
        }
    }
}

fn note(payment: &Payment) -> &'static str {
    if payment.fault == Some(Fault::Refund) { "部分退回" } else { "" }
}

/// 合计: the sum of the rows above it as a formula with its result; a range that is too short leaves out the last.
fn total(
    pen: &mut Pen,
    project: &Project,
    top: u32,
    (columns, places): (&[Column], &[u16]),
    amount: impl Fn(Money) -> Cell,
) {
    let short = usize::from(project.has(Fault::LedgerTotal));
    let summed = project.payments.len() - short;
    let is_number = |payment: &&Payment| payment.fault != Some(Fault::AmountUnreadable);
    let sum: Money = project.payments[..summed].iter().filter(is_number).map(|payment| payment.amount).sum();
    let row_0 = top + project.payments.len() as u32;
    let last = pen.drawing.widths.len() as u16;
    let of_amounts = columns.iter().zip(places).find(|(column, _)| **column == Column::Amount).map_or(0, |(_, at)| *at);
    pen.word(row_0, 0, "合计");
    for col_0 in (1..last).filter(|col_0| *col_0 != of_amounts) {
        pen.put(row_0, col_0, Cell::Empty);
    }
    let formula = format!("SUM(R[-{}]C:R[-{}]C)", summed + short, short + 1);
    let cell = if summed == 0 { amount(sum) } else { Cell::formula(formula, amount(sum)) };
    pen.put(row_0, of_amounts, cell);
    if short > 0 {
        pen.mark(Fault::LedgerTotal, row_0, of_amounts);
    }
}
