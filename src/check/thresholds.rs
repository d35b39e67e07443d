//! The thresholds of checks, each with the practice that it follows; a configuration may set its own.

use serde::Deserialize;

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::rubric::is_share;

/// Shares are fractions of 1, compared before any rounding.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Thresholds {
    /// Payments to one payee of one amount within so many days look like one payment entered twice.
    pub duplicate_days: i64,
    /// The share of a year's payments in December above which the year's end was rushed.
    pub december_share: Fraction,
    /// The same for the last ten days of December.
    pub last_days_share: Fraction,
    /// Valid answers below which a survey says little.
    pub survey_answers: i64,
    /// Claimed points farther than this from the final points are an error rather than a difference.
    pub claim_gap: Fraction,
}

impl Default for Thresholds {
    fn default() -> Self {
        let hundredths = |percent| Fraction::ratio(percent, 100).unwrap_or_else(Fraction::zero);
        Self {
            duplicate_days: 7,
            december_share: hundredths(15),
            last_days_share: hundredths(10),
            survey_answers: 10,
            claim_gap: Fraction::from(5),
        }
    }
}

impl Thresholds {
    /// The key of a threshold that makes no sense, if one does.
    pub fn fault(&self) -> Option<&'static str> {
        [
            ("duplicate-days", self.duplicate_days >= 0),
            ("december-share", is_share(&self.december_share)),
            ("last-days-share", is_share(&self.last_days_share)),
            ("survey-answers", self.survey_answers >= 0),
            ("claim-gap", !self.claim_gap.is_negative()),
        ]
        .into_iter()
        .find_map(|(key, sound)| (!sound).then_some(key))
    }

    /// For the sheet of definitions: the message that names each threshold, and its value.
    pub fn shown(&self) -> Vec<(&'static str, Fact)> {
        vec![
            ("threshold-duplicate-days", Fact::Count(self.duplicate_days)),
            ("threshold-december-share", Fact::Share(self.december_share.clone())),
            ("threshold-last-days-share", Fact::Share(self.last_days_share.clone())),
            ("threshold-survey-answers", Fact::Count(self.survey_answers)),
            ("threshold-claim-gap", Fact::Number(self.claim_gap.clone())),
        ]
    }
}
