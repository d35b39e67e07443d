//! The payments of a made project.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::money::Money;
use crate::period::FiscalYear;

use super::fault::{Fault, Plan};
use super::project::day;
use super::random::Stream;
use super::words::Kind;

/// A payment.
#[derive(Clone)]
pub struct Payment {
    pub date: NaiveDate,
    pub voucher: String,
    pub payee: String,
    pub purpose: &'static str,
    pub amount: Money,
    /// The fault that is found at its amount.
    pub fault: Option<Fault>,
}

/// Three of these to one payee are just under 500,000 yuan each, and over it together.
const UNDER_LIMIT: [i64; 3] = [49_800_000, 49_500_000, 49_650_000];

/// The payments in order of date. Those of the year add to `total`.
pub fn payments(
    number: u64,
    unit: &str,
    kind: &'static Kind,
    (year, plan): (FiscalYear, Plan),
    total: Money,
    stream: &mut Stream,
) -> Vec<Payment> {
    if total.is_zero() {
        return Vec::new();
    }
    let count = stream.between(20, 120).unsigned_abs() as usize;
    let is_under_limit = plan.faults.contains(&Fault::UnderLimit);
    let kept: Money = UNDER_LIMIT.map(Money::from_fen).into_iter().filter(|_| is_under_limit).sum();
    // No payee has more than two payments, which are months apart, nor any that another project pays too.
    let payees = count.div_ceil(2) + stream.place(count / 2);
    let amounts = amounts(total - kept, count, stream);
    let mut payments: Vec<Payment> = dates(year, &amounts, stream)
        .into_iter()
        .zip(amounts)
        .enumerate()
        .map(|(at, (date, amount))| Payment {
            date,
            voucher: String::new(),
            payee: format!("示例企业{number:03}-{:02}", at % payees + 1),
            purpose: stream.word(&kind.purposes),
            amount,
            fault: None,
        })
        .collect();
    for fault in plan.faults {
        sow(*fault, unit, year, &mut payments);
    }
    payments.sort_by_key(|payment| payment.date);
    for (at, payment) in payments.iter_mut().enumerate() {
        payment.voucher = format!("支{number:03}-{:03}", at + 1);
    }
    payments
}

/// So many amounts that add to the total, in whole hundreds of yuan, or yuan where they are small, but for the last.
fn amounts(total: Money, count: usize, stream: &mut Stream) -> Vec<Money> {
    let step = if total.fen() / (count as i64) < 1_000_000 { 100 } else { 10_000 };
    let shares: Vec<i64> = (0..count).map(|_| stream.between(20, 100)).collect();
    let all: i64 = shares.iter().sum();
    let mut fen: Vec<i64> = shares.iter().map(|share| total.fen() / all * share / step * step).collect();
    let rest = total.fen() - fen.iter().sum::<i64>();
    if let Some(last) = fen.last_mut() {
        *last += rest;
    }
    fen.into_iter().map(Money::from_fen).collect()
}

/// Working days from the middle of January to November, the last two in December where they are small.
fn dates(year: FiscalYear, amounts: &[Money], stream: &mut Stream) -> Vec<NaiveDate> {
    let mut dates: Vec<NaiveDate> =
        amounts.iter().map(|_| working(day(year.first_day(), stream.between(16, 330)))).collect();
    dates.sort_unstable();
    let total: i64 = amounts.iter().map(|amount| amount.fen()).sum();
    let late = amounts.len() - 2;
    if amounts[late..].iter().map(|amount| amount.fen()).sum::<i64>() < total / 12 {
        for (date, days) in dates[late..].iter_mut().zip([24, 15]) {
            *date = working(year.last_day() - Days::new(days));
        }
    }
    dates
}

/// The day itself, or the Friday before it.
fn working(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day - Days::new(1),
        Weekday::Sun => day - Days::new(2),
        _ => day,
    }
}

/// Changes payments, of which there are at least twenty, so that one fault is among them.
fn sow(fault: Fault, unit: &str, year: FiscalYear, payments: &mut Vec<Payment>) {
    let count = payments.len();
    match fault {
        Fault::PaymentTwice => {
            // Two payments become one that was entered twice; a fen that is left goes to a third.
            let at = count / 2;
            let both = payments[at].amount.fen() + payments[at + 1].amount.fen();
            payments[0].amount = payments[0].amount + Money::from_fen(both % 2);
            payments[at].amount = Money::from_fen(both / 2);
            let date = day(payments[at].date, 3);
            payments[at + 1] = Payment { date, fault: Some(fault), ..payments[at].clone() };
        }
        Fault::AfterYear => {
            let late = Payment { date: day(year.last_day(), 9), fault: Some(fault), ..payments[count / 4].clone() };
            payments.push(late);
        }
        Fault::BeforeYear => {
            let early = year.first_day() - Days::new(12);
            payments.push(Payment { date: early, fault: Some(fault), ..payments[count / 4].clone() });
        }
        Fault::YearEndRush => {
            let total: i64 = payments.iter().map(|payment| payment.amount.fen()).sum();
            let (mut at, mut moved) = (count, 0);
            while moved < total / 10 * 3 {
                at -= 1;
                moved += payments[at].amount.fen();
                payments[at].date = year.last_day() - Days::new((count - at) as u64 % 10);
            }
            payments[at..].sort_by_key(|payment| payment.date);
            payments[at].fault = Some(fault);
        }
        Fault::AmountUnreadable => payments[count / 3].fault = Some(fault),
        Fault::UnderLimit => {
            let payee = payments[0].payee.replace("-01", "-00");
            for (amount, at) in UNDER_LIMIT.into_iter().zip([count / 5, count / 2, count * 4 / 5]) {
                let amount = Money::from_fen(amount);
                let fault = (at == count / 5).then_some(fault);
                payments.push(Payment { payee: payee.clone(), amount, fault, ..payments[at].clone() });
            }
        }
        Fault::ToUnit => {
            payments[count / 4].payee = unit.to_owned();
            payments[count / 4].fault = Some(fault);
        }
        Fault::Refund => {
            let paid = &mut payments[count / 5];
            let back = Money::from_fen(paid.amount.fen() / 400 * 100);
            paid.amount = paid.amount + back;
            let refund = Payment { date: day(paid.date, 20), amount: -back, fault: Some(fault), ..paid.clone() };
            payments.push(refund);
        }
        _ => {}
    }
}
