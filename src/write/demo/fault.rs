//! Faults that are sown, each with the finding that it gives, and the projects into which they are sown.

use strum::{AsRefStr, EnumIter};

use crate::finding::Code;

/// A fault that a reviewer meets. What is said of it stands in `words.toml` under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsRefStr, EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Fault {
    // In the ledger.
    PaymentTwice,
    AfterYear,
    BeforeYear,
    YearEndRush,
    AmountUnreadable,
    UnderLimit,
    ToUnit,
    Refund,
    LedgerTotal,
    NothingSpent,
    // In the form.
    UnitSlip,
    LedgerDiffers,
    PointsOverWeight,
    WeightsTotal,
    RateWrong,
    PointsTotal,
    FullPoints,
    ClaimFar,
    OverCompletion,
    Sources,
    TierUnknown,
    TargetChanged,
    // In the survey.
    AllBest,
    AnswersAlike,
    SurveySmall,
}

impl Fault {
    /// The name under which `words.toml` speaks of it.
    pub fn name(&self) -> &str {
        self.as_ref()
    }

    /// Whether it is sown into the indicator of quantity at this place.
    pub fn is_of_quantity(self, at: usize) -> bool {
        match self {
            Self::PointsOverWeight | Self::OverCompletion | Self::TargetChanged => at == 0,
            Self::WeightsTotal => at == 1,
            _ => false,
        }
    }

    /// What the program finds.
    pub fn code(self) -> Code {
        match self {
            Self::PaymentTwice => Code::PaymentDuplicate,
            Self::AfterYear => Code::PaymentAfterYear,
            Self::BeforeYear => Code::PaymentBeforeYear,
            Self::YearEndRush => Code::YearEndRush,
            Self::AmountUnreadable => Code::AmountUnreadable,
            Self::UnderLimit => Code::PaymentsUnderLimit,
            Self::ToUnit => Code::PaymentToUnit,
            Self::Refund => Code::PaymentNegative,
            Self::LedgerTotal => Code::LedgerTotalDiffers,
            Self::NothingSpent => Code::NothingSpent,
            Self::UnitSlip => Code::UnitSlip,
            Self::LedgerDiffers => Code::LedgerDiffers,
            Self::PointsOverWeight => Code::PointsOverWeight,
            Self::WeightsTotal => Code::WeightsTotal,
            Self::RateWrong => Code::RateDiffers,
            Self::PointsTotal => Code::PointsTotalDiffers,
            Self::FullPoints => Code::FullPointsUnexplained,
            Self::ClaimFar => Code::ClaimFar,
            Self::OverCompletion => Code::OverCompletion,
            Self::Sources => Code::SourcesTotal,
            Self::TierUnknown => Code::TierUnknown,
            Self::TargetChanged => Code::TargetMetByChange,
            Self::AllBest => Code::SurveyAllBest,
            Self::AnswersAlike => Code::SurveyAlike,
            Self::SurveySmall => Code::SurveyTooSmall,
        }
    }
}

/// Faults that one project can have together without hiding one another.
const LESSONS: [&[Fault]; 11] = [
    &[Fault::PaymentTwice, Fault::PointsOverWeight, Fault::AllBest],
    &[Fault::AfterYear, Fault::LedgerDiffers, Fault::PointsTotal],
    &[Fault::BeforeYear, Fault::RateWrong, Fault::AnswersAlike],
    &[Fault::YearEndRush, Fault::FullPoints],
    &[Fault::AmountUnreadable, Fault::TierUnknown],
    &[Fault::UnderLimit, Fault::WeightsTotal],
    &[Fault::ToUnit, Fault::TargetChanged],
    &[Fault::Refund, Fault::OverCompletion],
    &[Fault::LedgerTotal, Fault::UnitSlip],
    &[Fault::NothingSpent, Fault::SurveySmall],
    &[Fault::ClaimFar, Fault::Sources],
];

/// How well a project does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Excellent,
    Good,
    Middling,
    Poor,
}

/// What a project is meant to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub faults: &'static [Fault],
    pub standing: Standing,
    /// The least and the most execution rate, in hundredths of a percent.
    pub rate: (i64, i64),
}

const ALL_SPENT: (i64, i64) = (10_000, 10_000);
const MOST_SPENT: (i64, i64) = (9_100, 9_750);
const YELLOW: (i64, i64) = (8_100, 8_900);
const ORANGE: (i64, i64) = (6_100, 7_850);
const RED: (i64, i64) = (1_800, 5_800);

/// Every grade and every warning among ten projects that are in order.
const IN_ORDER: [(Standing, (i64, i64)); 10] = [
    (Standing::Excellent, ALL_SPENT),
    (Standing::Good, MOST_SPENT),
    (Standing::Excellent, MOST_SPENT),
    (Standing::Middling, ORANGE),
    (Standing::Excellent, MOST_SPENT),
    (Standing::Good, YELLOW),
    (Standing::Excellent, ALL_SPENT),
    (Standing::Poor, RED),
    (Standing::Good, MOST_SPENT),
    (Standing::Middling, YELLOW),
];

impl Plan {
    /// The plan for a project, counted from nought, among so many: one in five has faults, and in an inbox of twenty or more
    /// each fault stands at least once.
    pub fn of(number_0: u64, projects: u64, seed: u64) -> Self {
        let lessons = LESSONS.len() as u64;
        let faulty = (projects / 5).max(lessons.min(projects * lessons / 20));
        // So many of those before it have faults, which are spread evenly.
        let before = number_0 * faulty / projects;
        if (number_0 + 1) * faulty / projects > before {
            let faults = LESSONS[(before % lessons) as usize];
            let rate = if faults.contains(&Fault::NothingSpent) { (0, 0) } else { MOST_SPENT };
            return Self { faults, standing: Standing::Excellent, rate };
        }
        let in_order = number_0 - before;
        // Seven has no divisor in common with ten: each of ten neighbours gets another one.
        let (standing, rate) = IN_ORDER[((in_order * 7 + seed % 10) % 10) as usize];
        Self { faults: &[], standing, rate }
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::super::words::WORDS;
    use super::*;

    #[test]
    fn twenty_projects_have_every_fault_and_many_have_them_in_one_of_five() {
        let sown = |projects| (0..projects).map(move |number| Plan::of(number, projects, 3).faults);
        for projects in [20, 21, 40, 99] {
            let found: Vec<Fault> = sown(projects).flatten().copied().collect();
            assert!(Fault::iter().all(|fault| found.contains(&fault)), "{projects}");
        }
        assert_eq!(sown(1000).filter(|faults| !faults.is_empty()).count(), 200);
        assert!(sown(1).all(<[Fault]>::is_empty));
    }

    #[test]
    fn every_fault_is_explained() {
        for fault in Fault::iter() {
            assert!(WORDS.faults.contains_key(fault.name()), "{}", fault.name());
        }
    }
}
