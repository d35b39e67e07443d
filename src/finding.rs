//! A finding is a fault or doubt in the data: a code, its places and its facts.
//!
//! It never stops the run. It holds facts, not words; the [catalogue](crate::words) turns it into a message in the
//! reader's language.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use strum::{AsRefStr, EnumIter, EnumString};

use crate::cache::codec;
use crate::fraction::Fraction;
use crate::location::{Place, SheetRef};
use crate::money::Money;
use crate::period::PartialDate;
use crate::points::Points;
use crate::project::ProjectKey;

/// How grave a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumString, EnumIter, Serialize, Deserialize,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Severity {
    /// Something was chosen or left aside in a documented way.
    Note,
    /// A figure that may be wrong.
    Doubt,
    /// Data that is wrong or could not be used.
    Error,
}

/// What is at fault. The code names the fault, not the remedy; each has a message in every catalogue.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumString, EnumIter, Serialize, Deserialize,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Code {
    // Reading files and sheets.
    FileUnreadable,
    FileNotAWorkbook,
    FilePassword,
    FileTooLarge,
    FileOwnOutput,
    SheetUnreadable,
    SheetUnknown,
    SheetHidden,
    SheetRepeated,
    SheetNotUsed,
    SheetShared,
    SecondTable,
    SheetTooLarge,
    CellTwice,
    HeaderUnclear,
    HeadingUnknown,
    HeadingTwice,
    HeadingAmbiguous,
    FundsNotUnderstood,
    PaymentNotMade,
    UnitMissing,
    FindingsMany,
    // Rows and cells.
    AmountMissing,
    AmountUnreadable,
    AmountRounded,
    AmountIsDate,
    DateUnreadable,
    DateMissing,
    NumberUnreadable,
    RateUnclear,
    FormulaNotCalculated,
    RowNotUnderstood,
    // Which project.
    ProjectUnknown,
    ProjectCodeFromFolder,
    ProjectCodeFromName,
    ProjectCodeUnusable,
    YearMissing,
    CodeTwoNames,
    NameTwoCodes,
    ValueConflict,
    // The rubric and its rows.
    RubricUnknown,
    IndicatorUnmatched,
    IndicatorCodeOnly,
    IndicatorNotScored,
    WeightDiffers,
    WeightsTotal,
    WeightsGroup,
    GroupsDiffer,
    ResultsWeightLow,
    RuleTextNotApplied,
    EvidenceMissing,
    EvidenceUnreadable,
    ActualNotAssessable,
    ActualCopied,
    ActualDiffers,
    TargetDiffers,
    TargetChanged,
    TargetsOverBudget,
    TargetsBelowBudget,
    CeilingOverApproved,
    TargetMetByChange,
    TargetMissedByChange,
    CeilingUnderspent,
    TierUnknown,
    PointsOverWeight,
    PointsNegative,
    UnitsDiffer,
    PointsOutsideTier,
    IndicatorRepeated,
    PointsDiffer,
    PointsRateDiffers,
    PointsTotalDiffers,
    DeductionDiffers,
    PartsDiffer,
    ClaimDiffers,
    ClaimTotalDiffers,
    ClaimFar,
    PointsOffUnexplained,
    FullPointsUnexplained,
    PointsReviewed,
    ReviewWithoutPoints,
    ReviewIncomplete,
    ReviewUnmatched,
    ReviewRepeated,
    TargetOutOfReach,
    OverCompletion,
    PreviousMissing,
    PeersNotComparable,
    AdjustmentCapped,
    Vetoed,
    // Money.
    MaterialsMissing,
    BudgetMissing,
    InitialBudgetMissing,
    MonitoredOverExpenditure,
    LinesBudgetTotal,
    LinesExpenditureTotal,
    LineOverspent,
    SourcesTotal,
    RateDiffers,
    StatedRateDiffers,
    OverExecution,
    RateOverOne,
    NothingSpent,
    RevisedCut,
    LedgerDiffers,
    LedgerIncomplete,
    LedgerMissing,
    LedgerNotAdded,
    VoucherTwoAmounts,
    LedgerWithoutBudget,
    LedgerTotalDiffers,
    UnitSlip,
    ExpenditureThousandfold,
    PaymentDuplicate,
    PaymentDuplicateAcross,
    PaymentsAlike,
    PaymentsUnderLimit,
    PaymentToUnit,
    PaymentToOtherUnit,
    PayeeShare,
    BureauPayeeShare,
    BeneficiariesShared,
    PaymentBeforeApproval,
    PaymentAfterYear,
    PaymentAfterAsOf,
    PaymentBeforeYear,
    PaymentNegative,
    YearEndRush,
    // Surveys.
    SurveyTooSmall,
    SurveyAllBest,
    SurveyRecoveryFull,
    SurveyCountsContradict,
    SurveyOverPopulation,
    SurveyRateDiffers,
    SurveyAlike,
    SurveyLettersUnknown,
    SurveyAnswersStray,
    SurveyAlphaUnknown,
    SurveyScaleUnclear,
    SurveyScaleAssumed,
    SurveyItemsAssumed,
    SurveyChoiceUnmatched,
    SurveyChoiceMisplaced,
    TallyShareDiffers,
    TallySharesUncounted,
    TallyDiffers,
}

impl Code {
    /// The name in tables and catalogues, such as `payment-duplicate`.
    pub fn name(&self) -> &str {
        self.as_ref()
    }

    pub fn severity(self) -> Severity {
        use Code::*;
        match self {
            FileUnreadable
            | FileNotAWorkbook
            | FilePassword
            | FileTooLarge
            | SheetUnreadable
            | SheetUnknown
            | SheetTooLarge
            | UnitMissing
            | AmountMissing
            | AmountUnreadable
            | FormulaNotCalculated
            | RowNotUnderstood
            | ProjectUnknown
            | ProjectCodeUnusable
            | YearMissing
            | CodeTwoNames
            | RubricUnknown
            | WeightsTotal
            | PointsOverWeight
            | PointsNegative
            | BudgetMissing
            | UnitSlip
            | ExpenditureThousandfold
            | RateDiffers
            | SourcesTotal
            | LinesBudgetTotal
            | LinesExpenditureTotal
            | LedgerTotalDiffers
            | LedgerWithoutBudget
            | ClaimFar
            | PointsTotalDiffers
            | HeadingTwice
            | HeadingAmbiguous
            | FundsNotUnderstood
            | SecondTable
            | NumberUnreadable => Severity::Error,
            SheetRepeated
            | SheetHidden
            | CellTwice
            | HeadingUnknown
            | AmountRounded
            | AmountIsDate
            | ProjectCodeFromFolder
            | ProjectCodeFromName
            | PaymentBeforeYear
            | PaymentAfterAsOf
            | FileOwnOutput
            | PointsReviewed
            | SurveyScaleUnclear
            | SurveyScaleAssumed
            | SurveyItemsAssumed
            | SurveyRecoveryFull
            | PaymentToOtherUnit
            | PaymentsAlike
            | TargetsBelowBudget
            | ActualCopied => Severity::Note,
            _ => Severity::Doubt,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name of a message in the catalogue.
pub type Key = &'static str;

/// A value in a finding or in the basis of a score, kept as what it is until a catalogue shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    Money(Money),
    /// A share, as a fraction of 1.
    Share(Fraction),
    /// A share that is shown at so many places, because the point is in them.
    ShareAt(Fraction, u32),
    Points(Points),
    Number(Fraction),
    Count(i64),
    Date(PartialDate),
    Text(String),
    /// The name of a message in the catalogue, shown in its place.
    Term(#[serde(with = "codec::key")] Key),
    /// A message of the catalogue with facts of its own.
    Said(#[serde(with = "codec::key")] Key, #[serde(with = "codec::facts")] Facts),
    /// Several, shown one after another.
    List(Vec<Fact>),
    Place(Place),
}

impl From<Money> for Fact {
    fn from(value: Money) -> Self {
        Self::Money(value)
    }
}

impl From<Points> for Fact {
    fn from(value: Points) -> Self {
        Self::Points(value)
    }
}

impl From<PartialDate> for Fact {
    fn from(value: PartialDate) -> Self {
        Self::Date(value)
    }
}

impl From<usize> for Fact {
    fn from(value: usize) -> Self {
        Self::Count(value as i64)
    }
}

impl From<&str> for Fact {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Fact {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Place> for Fact {
    fn from(value: Place) -> Self {
        Self::Place(value)
    }
}

/// Facts by the name under which a message refers to them.
pub type Facts = Vec<(&'static str, Fact)>;

/// A fault or doubt, with every place that it concerns, the one to correct first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub code: Code,
    pub project: Option<ProjectKey>,
    pub places: Vec<Place>,
    #[serde(with = "codec::facts")]
    pub facts: Facts,
}

impl Finding {
    pub fn new(code: Code, place: Place) -> Self {
        Self { code, project: None, places: vec![place], facts: Vec::new() }
    }

    /// A finding at a place, where there is one.
    pub fn at(code: Code, place: Option<Place>) -> Self {
        Self { code, project: None, places: place.into_iter().collect(), facts: Vec::new() }
    }

    /// A finding about a project that no single cell shows, such as a budget that stands nowhere.
    pub fn of(code: Code, project: &ProjectKey) -> Self {
        Self { code, project: Some(project.clone()), places: Vec::new(), facts: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.push((name, fact.into()));
        self
    }

    pub fn share(self, name: &'static str, share: &Fraction) -> Self {
        self.with(name, Fact::Share(share.clone()))
    }

    pub fn place(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }

    pub fn places(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.places.extend(places);
        self
    }

    pub fn project(mut self, key: &ProjectKey) -> Self {
        self.project = Some(key.clone());
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Findings as they are made. Nobody corrects a sheet by a list of a million places: of one code on one sheet the first
/// thousand are kept, and the others are counted.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    alike: BTreeMap<(Code, SheetRef), usize>,
    made: usize,
}

/// How many findings of one code on one sheet are kept.
const MOST_ALIKE: usize = 1_000;

impl Findings {
    pub fn push(&mut self, finding: Finding) {
        self.made += 1;
        if let Some(place) = finding.places.first() {
            let sheet = place.of().clone();
            let alike = self.alike.entry((finding.code, sheet)).or_default();
            *alike += 1;
            if *alike > MOST_ALIKE {
                return;
            }
        }
        self.kept.push(finding);
    }

    /// Takes over those that were made after these.
    pub fn append(&mut self, later: Self) {
        let made = self.made + later.made;
        self.extend(later.kept);
        for (alike, count) in later.alike {
            *self.alike.entry(alike).or_default() += count.saturating_sub(MOST_ALIKE);
        }
        self.made = made;
    }

    /// How many were made, kept or not.
    pub fn made(&self) -> usize {
        self.made
    }

    /// Those that were kept, and one for each kind of which there were more.
    pub fn finish(mut self) -> Vec<Finding> {
        for ((code, sheet), count) in self.alike.into_iter().filter(|(_, count)| *count > MOST_ALIKE) {
            let finding = Finding::new(Code::FindingsMany, sheet.whole());
            self.kept.push(finding.with("code", code.name()).with("count", count - MOST_ALIKE));
        }
        self.kept
    }
}

impl Extend<Finding> for Findings {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, findings: T) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::CellRef;

    #[test]
    fn findings_of_two_halves_are_those_of_the_whole() {
        let at = SheetRef::new("甲.xlsx", "表");
        let some = |rows: std::ops::Range<u32>| {
            let mut findings = Findings::default();
            findings.extend(rows.map(|row_0| Finding::new(Code::DateMissing, at.at(CellRef::new(row_0, 0)))));
            findings
        };
        let end = 3 * MOST_ALIKE as u32;
        let whole = some(0..end);
        assert_eq!(whole.made(), end as usize);
        for middle in [0, 1, 700, 1_000, 1_400, end] {
            let mut halves = some(0..middle);
            halves.append(some(middle..end));
            assert_eq!(halves.made(), whole.made());
            assert_eq!(halves.finish(), whole.clone().finish(), "{middle}");
        }
    }

    #[test]
    fn findings_of_several_codes_and_those_without_a_place_are_taken_over_too() {
        let at = SheetRef::new("甲.xlsx", "表");
        let some = |rows: std::ops::Range<u32>| {
            let mut findings = Findings::default();
            findings.extend(rows.map(|row_0| match row_0 % 3 {
                0 => Finding::new(Code::DateMissing, at.at(CellRef::new(row_0, 0))),
                1 => Finding::new(Code::AmountMissing, at.at(CellRef::new(row_0, 1))),
                _ => Finding::at(Code::AmountUnreadable, None),
            }));
            findings
        };
        let end = 6 * MOST_ALIKE as u32;
        let whole = some(0..end).finish();
        let of = |code| whole.iter().filter(|finding| finding.code == code).count();
        // What has no place is of no sheet, and is never left out.
        assert_eq!([Code::DateMissing, Code::AmountUnreadable, Code::FindingsMany].map(of), [1_000, 2_000, 2]);
        for middle in [0, 2, 2_999, 3_001, 4_500, end] {
            let mut halves = some(0..middle);
            halves.append(some(middle..end));
            assert_eq!(halves.finish(), whole, "{middle}");
        }
    }
}
