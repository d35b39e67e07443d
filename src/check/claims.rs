//! The unit's own total against the final points.

use super::Case;
use crate::finding::{Code, Finding};

/// The total that a unit claims is the project's final points; farther off than the configured gap it is an error. Within the
/// year it is not judged: a unit claims for the whole of it.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(claimed), Some(points)) = (&case.card.claimed, case.card.points) else { return Vec::new() };
    if claimed.value == points || !case.year_is_over {
        return Vec::new();
    }
    let gap = &claimed.value.fraction() - &points.fraction();
    let code = if gap.abs() > case.thresholds.claim_gap { Code::ClaimFar } else { Code::ClaimTotalDiffers };
    vec![
        Finding::new(code, claimed.place.clone())
            .with("claimed", claimed.value)
            .with("points", points)
            .with("difference", claimed.value - points),
    ]
}
