//! The thresholds of checks, each with the practice that it follows; a configuration may set its own.

use serde::Deserialize;

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::money::Money;
use crate::rubric::is_share;

/// Shares are fractions of 1, compared before any rounding.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Thresholds {
    /// Payments to one payee of one amount within so many days look like one payment entered twice.
    pub duplicate_days: i64,
    /// The limits, in yuan, that payments are kept just under: by default that of 500,000 yuan from which the centre's list
    /// (财库〔2019〕69号) has provinces ask for procurement procedures.
    pub split_limits: Vec<Fraction>,
    /// How far under a limit a payment is just under it, as a share of the limit.
    pub split_margin: Fraction,
    /// How many such payments to one payee look like one that was split.
    pub split_payments: i64,
    /// The share of a project's payments above which one payee stands out.
    pub payee_share: Fraction,
    /// The number of payees from which such a share is looked at: a contract has one, and a grant may have two.
    pub payee_share_payees: i64,
    /// The share of all payments of the run above which one payee of several projects stands out.
    pub bureau_payee_share: Fraction,
    /// The share of a project's payees above which those paid for one purpose by another project too stand out.
    pub shared_payees: Fraction,
    /// The number of payees from which they are looked at: few payees are contractors and no list of beneficiaries.
    pub shared_payees_payees: i64,
    /// The share of a year's payments in December above which the year's end was rushed.
    pub december_share: Fraction,
    /// The same for the last ten days of December.
    pub last_days_share: Fraction,
    /// The share of a ceiling below which keeping it says little.
    pub ceiling_share: Fraction,
    /// The multiple of a target above which its actual is looked at, where the edition sets no limit of its own.
    pub over_completion: Fraction,
    /// Valid answers below which a survey says little.
    pub survey_answers: i64,
    /// The share of a survey's respondents above which those who gave the same answers stand out.
    pub alike_share: Fraction,
    /// The number of them from which they are looked at.
    pub alike_answers: i64,
    /// Claimed points farther than this from the final points are an error rather than a difference.
    pub claim_gap: Fraction,
}

impl Default for Thresholds {
    fn default() -> Self {
        let hundredths = |percent| Fraction::ratio(percent, 100).unwrap_or_else(Fraction::zero);
        Self {
            duplicate_days: 7,
            split_limits: vec![Fraction::from(500_000)],
            split_margin: hundredths(10),
            split_payments: 3,
            payee_share: hundredths(60),
            payee_share_payees: 3,
            bureau_payee_share: hundredths(20),
            shared_payees: hundredths(3),
            shared_payees_payees: 10,
            december_share: hundredths(15),
            last_days_share: hundredths(10),
            ceiling_share: hundredths(80),
            over_completion: hundredths(130),
            survey_answers: 10,
            alike_share: hundredths(20),
            alike_answers: 5,
            claim_gap: Fraction::from(5),
        }
    }
}

impl Thresholds {
    /// The key of a threshold that makes no sense, if one does.
    pub fn fault(&self) -> Option<&'static str> {
        [
            ("duplicate-days", (0..=366).contains(&self.duplicate_days)),
            (
                "split-limits",
                self.split_limits
                    .iter()
                    .all(|limit| Money::from_yuan(limit).is_some_and(|(limit, _)| limit > Money::ZERO)),
            ),
            ("split-margin", is_share(&self.split_margin)),
            ("split-payments", self.split_payments >= 1),
            ("payee-share", is_share(&self.payee_share)),
            ("payee-share-payees", self.payee_share_payees >= 1),
            ("bureau-payee-share", is_share(&self.bureau_payee_share)),
            ("shared-payees", is_share(&self.shared_payees)),
            ("shared-payees-payees", self.shared_payees_payees >= 1),
            ("december-share", is_share(&self.december_share)),
            ("last-days-share", is_share(&self.last_days_share)),
            ("ceiling-share", is_share(&self.ceiling_share)),
            ("over-completion", self.over_completion >= Fraction::one()),
            ("survey-answers", self.survey_answers >= 0),
            ("alike-share", is_share(&self.alike_share)),
            ("alike-answers", self.alike_answers >= 2),
            ("claim-gap", !self.claim_gap.is_negative()),
        ]
        .into_iter()
        .find_map(|(key, sound)| (!sound).then_some(key))
    }

    /// The limits that payments are kept just under.
    pub fn limits(&self) -> impl Iterator<Item = Money> {
        self.split_limits.iter().filter_map(|limit| Money::from_yuan(limit).map(|(limit, _)| limit))
    }

    /// The least payment that is just under a limit.
    pub fn just_under(&self, limit: Money) -> Money {
        let least = &limit.yuan() * &(&Fraction::one() - &self.split_margin);
        Money::from_yuan(&least).map_or(limit, |(least, _)| least)
    }

    /// For the sheet of definitions: the message that names each threshold, and its value.
    pub fn shown(&self) -> Vec<(&'static str, Fact)> {
        vec![
            ("threshold-duplicate-days", Fact::Count(self.duplicate_days)),
            ("threshold-split-limits", Fact::List(self.limits().map(Fact::Money).collect())),
            ("threshold-split-margin", Fact::Share(self.split_margin.clone())),
            ("threshold-split-payments", Fact::Count(self.split_payments)),
            ("threshold-payee-share", Fact::Share(self.payee_share.clone())),
            ("threshold-payee-share-payees", Fact::Count(self.payee_share_payees)),
            ("threshold-bureau-payee-share", Fact::Share(self.bureau_payee_share.clone())),
            ("threshold-shared-payees", Fact::Share(self.shared_payees.clone())),
            ("threshold-shared-payees-payees", Fact::Count(self.shared_payees_payees)),
            ("threshold-december-share", Fact::Share(self.december_share.clone())),
            ("threshold-last-days-share", Fact::Share(self.last_days_share.clone())),
            ("threshold-ceiling-share", Fact::Share(self.ceiling_share.clone())),
            ("threshold-over-completion", Fact::Share(self.over_completion.clone())),
            ("threshold-survey-answers", Fact::Count(self.survey_answers)),
            ("threshold-alike-share", Fact::Share(self.alike_share.clone())),
            ("threshold-alike-answers", Fact::Count(self.alike_answers)),
            ("threshold-claim-gap", Fact::Number(self.claim_gap.clone())),
        ]
    }
}
