//! The ledger's sum against the reported expenditure.

use super::Case;
use crate::finding::{Code, Finding};
use crate::fraction::Fraction;
use crate::frame::payments::Payment;
use crate::money::Money;
use crate::rate::Rate;

/// What the ledger's payments of the year add to is what the unit reports as spent. Off by a factor of ten thousand, one of
/// them was given in the wrong unit (元 for 万元); the same is suspected of an expenditure a thousand times its budget. A
/// ledger of which rows were refused is not compared: the reported figure is used.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let funds = &case.card.funds;
    let Some(reported) = &case.project.funds.total.expenditure else { return Vec::new() };
    let budget = funds.initial.or(funds.revised);
    // What a unit reports is of the whole year, whatever day the review stands at.
    let year = case.project.key.year;
    let in_year = |payment: &&Payment| {
        payment.date.is_none_or(|date| (year.first_day()..=year.last_day()).contains(&date.date()))
    };
    let paid: Money = case.payments.iter().filter(in_year).map(|payment| payment.amount).sum();
    if !case.project.refused_payments.is_empty() {
        let refused: u32 = case.project.refused_payments.iter().map(|sheet| sheet.value).sum();
        let sheets = case.project.refused_payments.iter().map(|sheet| sheet.place.clone());
        let finding =
            Finding::of(Code::LedgerIncomplete, &case.project.key).places(sheets).place(reported.place.clone());
        let finding = finding.with("count", refused as usize).with("paid", paid).with("reported", reported.value);
        return vec![finding];
    }
    let other = match (funds.ledger.map(|_| paid), budget) {
        (Some(paid), _) if paid == reported.value => return Vec::new(),
        (Some(paid), _) => paid,
        (None, Some(budget)) if is_thousandfold(reported.value, budget) => budget,
        (None, _) => return Vec::new(),
    };
    let code =
        if is_slip(reported.value, other) || funds.ledger.is_none() { Code::UnitSlip } else { Code::LedgerDiffers };
    let ledger = case.payments.iter().take(1).map(|payment| payment.place.clone());
    vec![
        Finding::new(code, reported.place.clone())
            .places(ledger)
            .with("reported", reported.value)
            .with("other", other)
            .with("difference", reported.value - other),
    ]
}

/// Within one percent of ten thousand times the other, either way.
fn is_slip(one: Money, two: Money) -> bool {
    let near = |rate: Rate| {
        let times = rate.fraction();
        times >= Fraction::from(9_900) && times <= Fraction::from(10_100)
    };
    Rate::new(one, two).is_some_and(near) || Rate::new(two, one).is_some_and(near)
}

fn is_thousandfold(reported: Money, budget: Money) -> bool {
    Rate::new(reported, budget).is_some_and(|rate| rate.fraction() >= Fraction::from(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_factor_of_ten_thousand_and_not_of_a_thousand() {
        let money = Money::from_fen;
        assert!(is_slip(money(1_863_500_000_000), money(186_350_000)));
        assert!(is_slip(money(186_350_000), money(1_863_500_000_000)));
        assert!(!is_slip(money(186_350_000_000), money(186_350_000)));
        assert!(!is_slip(money(100), money(100)));
    }
}
