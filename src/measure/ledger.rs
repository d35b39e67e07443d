//! Ledger figures: what the counted payments of a project come to, all of them or those of some purposes.

use std::collections::BTreeMap;

use crate::fraction::Fraction;
use crate::frame::ledgers::LedgerLine;
use crate::money::Money;
use crate::rate::Rate;
use crate::recognise::cell::squeezed;
use crate::rubric::measure::LedgerFigure;

/// The counted payments of a project, summed by payee and purpose; the lines of one payee follow one another.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub lines: Vec<LedgerLine>,
    /// Whether payments are counted up to a day within the fiscal year: what a unit reports of the whole of it is no measure.
    pub is_part_year: bool,
}

impl Ledger {
    pub fn paid(&self) -> Money {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// The lines of each named payee, in the order of payees.
    pub fn by_payee(&self) -> impl Iterator<Item = &[LedgerLine]> {
        self.lines.chunk_by(|one, two| one.payee == two.payee).filter(|lines| !lines[0].payee.is_empty())
    }

    /// The figure over the payments of `purposes`, or over all where none is named. Amounts are in yuan, shares are
    /// fractions of 1. Absent where no payment is for a purpose named, and a share where a payment has no planned date.
    pub fn figure(&self, figure: LedgerFigure, purposes: &[String]) -> Option<Fraction> {
        let lines: Vec<&LedgerLine> = self.lines.iter().filter(|line| is_for(&line.purpose, purposes)).collect();
        if lines.is_empty() && !purposes.is_empty() {
            // Nothing paid for a purpose and a purpose written in other words look alike.
            return None;
        }
        let amount = || lines.iter().map(|line| line.amount).sum::<Money>();
        let count = |of: fn(&LedgerLine) -> i64| lines.iter().map(|line| of(line)).sum::<i64>();
        match figure {
            LedgerFigure::Amount => Some(amount().yuan()),
            LedgerFigure::Payments => Some(Fraction::from(count(|line| line.payments))),
            LedgerFigure::Payees => Some(Fraction::from(payees(&lines).len() as i64)),
            // Planned dates have to be there for every payment, else the share would be of a part only.
            LedgerFigure::OnTimeAmount if count(|line| line.planned_payments) == count(|line| line.payments) => {
                Rate::new(lines.iter().map(|line| line.on_time_amount).sum(), amount()).map(|rate| rate.fraction())
            }
            LedgerFigure::OnTimePayments if count(|line| line.planned_payments) == count(|line| line.payments) => {
                Fraction::ratio(count(|line| line.on_time_payments), count(|line| line.payments))
            }
            LedgerFigure::OnTimeAmount | LedgerFigure::OnTimePayments => None,
        }
    }
}

/// Whether a payment's purpose is one of those asked for, white space and width apart.
pub fn is_for(purpose: &str, purposes: &[String]) -> bool {
    purposes.is_empty() || purposes.iter().any(|wanted| squeezed(wanted) == squeezed(purpose))
}

/// Payees whose payments less refunds come to more than nothing.
fn payees<'a>(lines: &[&'a LedgerLine]) -> Vec<&'a str> {
    let mut net: BTreeMap<&str, Money> = BTreeMap::new();
    for line in lines {
        let sum = net.entry(&line.payee).or_default();
        *sum = *sum + line.amount;
    }
    net.into_iter().filter(|(payee, sum)| !payee.is_empty() && *sum > Money::ZERO).map(|(payee, _)| payee).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(purpose: &str, payee: &str, fen: i64) -> LedgerLine {
        LedgerLine {
            purpose: purpose.into(),
            payee: payee.into(),
            amount: Money::from_fen(fen),
            payments: 1,
            ..LedgerLine::default()
        }
    }

    #[test]
    fn a_payee_paid_back_in_full_is_not_counted() {
        let ledger = Ledger {
            is_part_year: false,
            lines: vec![line("a", "甲", 500), line("b", "甲", -500), line("a", "乙", 100)],
        };
        assert_eq!(ledger.figure(LedgerFigure::Payees, &[]), Some(Fraction::from(1)));
        assert_eq!(ledger.figure(LedgerFigure::Payees, &["a".into()]), Some(Fraction::from(2)));
        assert_eq!(ledger.figure(LedgerFigure::Amount, &["a".into()]), Some(Fraction::from(6)));
        assert_eq!(ledger.figure(LedgerFigure::OnTimeAmount, &[]), None);
        assert_eq!(ledger.figure(LedgerFigure::Amount, &["c".into()]), None);
    }
}
