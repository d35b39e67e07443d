//! A made project: what its workbooks say, before any of them is drawn. Faults that change the facts are sown here; those
//! that are slips of the pen, where a sheet is drawn.

use chrono::NaiveDate;

use crate::money::Money;
use crate::period::FiscalYear;

use super::Demo;
use super::answers::{self, Answer};
use super::fault::{Fault, Plan};
use super::indicators::{self, Indicator};
use super::payments::{self, Payment};
use super::random::Stream;
use super::words::{Kind, WORDS};

/// A made project.
pub struct Project {
    /// Counted from one.
    pub number: u64,
    pub code: String,
    pub name: String,
    pub department: String,
    pub unit: String,
    pub year: FiscalYear,
    pub kind: &'static Kind,
    pub plan: Plan,
    pub approved: NaiveDate,
    pub funds: Funds,
    pub payments: Vec<Payment>,
    pub answers: Vec<Answer>,
    pub indicators: Vec<Indicator>,
}

/// The project's money.
#[derive(Clone, Copy)]
pub struct Funds {
    pub initial: Money,
    pub revised: Money,
    /// What the payments of the year add to.
    pub spent: Money,
    /// What the unit reports.
    pub reported: Money,
    /// The plan of the budget that was carried over, and what was spent of it.
    pub carried: Money,
    pub carried_spent: Money,
}

/// 10,000 yuan (万元), in fen.
pub const WAN: i64 = 1_000_000;

impl Project {
    /// The project of a number, counted from nought.
    pub fn new(demo: &Demo, number_0: u64, stream: &mut Stream) -> Self {
        let number = number_0 + 1;
        let plan = Plan::of(number_0, demo.projects, demo.seed);
        let kind = stream.one_of(&WORDS.kinds);
        let department = format!("演示县{}局", stream.word(&WORDS.marks));
        let unit = format!("{department}{}", stream.word(&WORDS.offices));
        let year = demo.year;
        let (revised, planned) = budget(plan, stream);
        let payments = payments::payments(number, &unit, kind, (year, plan), planned, stream);
        let spent = payments.iter().filter(|payment| year.contains(payment.date)).map(|payment| payment.amount).sum();
        let funds = funds(plan, revised, spent, stream);
        let answers = answers::answers(plan, stream);
        let indicators = indicators::indicators(kind, plan, answers::satisfied(&answers), stream);
        let approved = day(year.first_day(), stream.between(4, 9));
        let name = format!("演示项目{number:03}：{}", kind.name);
        let code = format!("YS{year}{number:06}");
        Self { number, code, name, department, unit, year, kind, plan, approved, funds, payments, answers, indicators }
    }

    pub fn has(&self, fault: Fault) -> bool {
        self.plan.faults.contains(&fault)
    }
}

/// The budget, and what is to be spent of it in whole yuan.
fn budget(plan: Plan, stream: &mut Stream) -> (Money, Money) {
    let of_wan = |wan| Money::from_fen(wan * WAN);
    // Payments just under a limit stand out only in a large project.
    let is_large = plan.faults.contains(&Fault::UnderLimit);
    let sizes: &[(i64, i64)] = &[(60, 200), (200, 800), (800, 3_000), (3_000, 6_000)];
    let (low, high) = *stream.one_of(if is_large { &sizes[2..] } else { sizes });
    let revised = stream.money(of_wan(low), of_wan(high), WAN / 10);
    let rate = stream.between(plan.rate.0, plan.rate.1);
    let planned = revised.fen() / 10_000 * rate;
    (revised, Money::from_fen(planned - planned % 100))
}

fn funds(plan: Plan, revised: Money, spent: Money, stream: &mut Stream) -> Funds {
    // A budget is cut only where money is left of it.
    let cut = if spent < revised && stream.chance(20) { stream.between(2, 12) } else { 0 };
    let percent = |amount: Money, percent: i64| Money::from_fen(amount.fen() / 100 * percent);
    let carried = if stream.chance(25) { percent(revised, stream.between(5, 20)) } else { Money::ZERO };
    let carried_spent = if spent < revised { percent(spent.min(carried), stream.between(40, 90)) } else { carried };
    let is_more = plan.faults.contains(&Fault::LedgerDiffers);
    let reported = if is_more { spent + percent(revised, 1) } else { spent };
    Funds { initial: revised + percent(revised, cut), revised, spent, reported, carried, carried_spent }
}

/// So many days after a day.
pub fn day(from: NaiveDate, days: i64) -> NaiveDate {
    from + chrono::Days::new(days.unsigned_abs())
}
