//! Awards as they are written, in points or shares, held against the weight of their row.

use crate::fraction::Fraction;
use crate::points::Points;
use crate::rubric::rules::Amount;

use super::phrase::Give;
use super::{Read, Why};

/// The award of a level: everything, nothing, an amount, or the weight less a loss. `None` for what is no fixed award.
pub fn fixed(give: &Give, weight: Points) -> Option<Amount> {
    match give {
        Give::Full => Some(Amount::Share(Fraction::one())),
        Give::Nothing => Some(Amount::Points(Fraction::zero())),
        Give::Amount(amount) => Some(amount.clone()),
        Give::Less(loss) => {
            let weight = weight.fraction();
            Some(Amount::Points((&weight - &loss.of(&weight)).max(Fraction::zero())))
        }
        Give::Between(..) | Give::Proportion | Give::Formula { .. } => None,
    }
}

/// The best of the awards has to be the weight.
pub fn best_is_weight<'a>(awards: impl Iterator<Item = &'a Amount>, weight: Points) -> Option<Why> {
    let weight = weight.fraction();
    let best = awards.map(|award| award.of(&weight)).max()?;
    (best != weight).then_some(Why::PointsNotWeight { said: best })
}

/// An award that is to be the full one has to be the weight. An error for what is no fixed award.
pub fn full_is_weight(give: &Give, weight: Points) -> Read<Option<Why>> {
    let award = fixed(give, weight).ok_or(Why::NoWhole)?;
    Ok(best_is_weight(std::iter::once(&award), weight))
}

/// As a share of the weight; a weight of nought has none.
pub fn share(amount: &Amount, weight: Points) -> Read<Fraction> {
    match amount {
        Amount::Share(share) => Ok(share.clone()),
        Amount::Points(points) => points.checked_div(&weight.fraction()).ok_or(Why::NoWhole),
    }
}
