//! Amounts and rates as cells: a rate stands beside its two amounts as a formula over them.

use crate::money::Money;
use crate::rate::Rate;
use crate::rubric::measure::Base;
use crate::score::scorecard::FundFigures;

use super::table::Cell;

/// The amount of a base.
pub fn base(funds: &FundFigures, base: Base) -> Option<Money> {
    match base {
        Base::Initial => funds.initial,
        Base::Revised => funds.revised,
        Base::Received => funds.received,
    }
}

/// The amount of the base that is scored.
pub fn scored_base(funds: &FundFigures) -> Option<Money> {
    funds.base.and_then(|scored| base(funds, scored))
}

/// A rate whose two amounts stand in these columns, counted from its own: as a formula where they are the very amounts of the
/// rate, else as its value.
pub fn rate(rate: Option<Rate>, shown: (Option<Money>, Option<Money>), columns: (i32, i32)) -> Cell {
    let Some(rate) = rate else {
        return Cell::Empty;
    };
    let value = Cell::Share(rate.fraction());
    if shown == (Some(rate.part), Some(rate.whole)) {
        Cell::formula(format!("RC[{}]/RC[{}]", columns.0, columns.1), value)
    } else {
        value
    }
}
