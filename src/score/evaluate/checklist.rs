//! Checklists: points met by the evidence, wholly or in part, and the faults that were counted.

use crate::finding::{Fact, Facts};
use crate::fraction::Fraction;
use crate::measure::evidence::{Evidence, Found};
use crate::rubric::rules::{Award, CheckPoint};

use super::account::{gives, precise, shown, unknown};
use super::{Doubt, Inputs, Outcome};

pub fn evaluate(points: &[CheckPoint], award: &Award, inputs: Inputs<'_>) -> Outcome {
    let evidence = inputs.actual.map(|actual| Evidence::read(&actual.text)).unwrap_or_default();
    let mut doubts: Vec<Doubt> =
        evidence.unreadable.iter().map(|text| Doubt::EvidenceUnreadable { text: text.clone() }).collect();
    let beyond = evidence.points.keys().filter(|number| **number > points.len());
    doubts.extend(beyond.map(|number| Doubt::EvidenceUnreadable { text: format!("({number})") }));

    let mut judged = Vec::new();
    let mut missing = Vec::new();
    for (number, point) in (1..).zip(points) {
        let found = evidence.points.get(&number);
        match found.and_then(|found| Judged::new(point, found)) {
            Some(one) => judged.push(one),
            None => {
                // Four of six where there are five requirements says nothing.
                doubts.extend(found.map(|_| Doubt::EvidenceUnreadable { text: format!("({number})") }));
                missing.push(number);
            }
        }
    }
    if !missing.is_empty() {
        doubts.push(Doubt::NoEvidence { points: missing });
        return Outcome { doubts, ..unknown("basis-no-evidence", inputs) };
    }
    Outcome { doubts, ..by_award(award, &judged, inputs) }
}

/// What the evidence says of a point.
struct Judged<'a> {
    point: &'a CheckPoint,
    /// The share that is met, from 0 to 1.
    met: Fraction,
    /// Faults as they were counted, else the requirements that are not met.
    faults: Fraction,
}

impl<'a> Judged<'a> {
    /// `None` where the evidence does not fit the point.
    fn new(point: &'a CheckPoint, found: &Found) -> Option<Self> {
        let requirements = i64::from(point.requirements);
        let one = Fraction::one();
        let met = match found {
            Found::Share(share) => share.clone(),
            Found::Faults(0) => one.clone(),
            Found::Faults(count) => {
                return Some(Self { point, met: Fraction::zero(), faults: Fraction::from(i64::from(*count)) });
            }
            Found::Met { met, of: None } => Fraction::ratio(i64::from(*met), requirements)?,
            // A point without requirements of its own may well be counted.
            Found::Met { met, of: Some(of) } if *of == point.requirements || point.requirements == 1 => {
                Fraction::ratio(i64::from(*met), i64::from(*of))?
            }
            Found::Met { .. } => return None,
        };
        let faults = &(&one - &met) * &Fraction::from(requirements);
        (met <= one).then_some(Self { point, met, faults })
    }

    fn is_met(&self) -> bool {
        self.met == Fraction::one()
    }
}

fn by_award(award: &Award, judged: &[Judged<'_>], inputs: Inputs<'_>) -> Outcome {
    let weight = inputs.weight;
    let met: Fraction = judged.iter().map(|one| &one.point.share * &one.met).sum();
    let count = judged.iter().filter(|one| one.is_met()).count();
    let mut facts: Facts = shown(inputs);
    facts.extend([("met", precise(&met)), ("count", Fact::from(count)), ("of", Fact::from(judged.len()))]);
    match award {
        Award::Sum => gives(weight * &met, "basis-checklist", facts, inputs),
        Award::All if count == judged.len() => gives(weight.clone(), "basis-checklist-all", facts, inputs),
        Award::All => gives(Fraction::zero(), "basis-checklist-not-all", facts, inputs),
        Award::PerFault { loss, zero_at } => {
            let faults: Fraction = judged.iter().map(|one| one.faults.clone()).sum();
            let each = loss.of(weight);
            let left = weight - &(&faults * &each);
            let is_zero = zero_at.filter(|most| faults >= Fraction::from(i64::from(*most)));
            facts.extend([("faults", Fact::Number(faults)), ("each", Fact::Number(each))]);
            match is_zero {
                Some(most) => {
                    facts.push(("most", Fact::Count(most.into())));
                    gives(Fraction::zero(), "basis-checklist-faults-zero", facts, inputs)
                }
                None => gives(left, "basis-checklist-faults", facts, inputs),
            }
        }
        Award::ByCount(counts) => {
            let reached = counts.iter().find(|(least, _)| count >= *least as usize);
            let points = reached.map_or_else(Fraction::zero, |(_, award)| award.of(weight));
            gives(points, "basis-checklist-count", facts, inputs)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decimal, points, some};
    use super::*;
    use crate::rubric::rules::{Amount, Rule};

    fn list(requirements: &[u32], award: Award) -> Rule {
        let share = Fraction::ratio(1, requirements.len() as i64).unwrap();
        let point = |requirements: &u32| CheckPoint { share: share.clone(), requirements: *requirements };
        Rule::Checklist { points: requirements.iter().map(point).collect(), award }
    }

    #[test]
    fn a_checklist_without_evidence_is_not_assessable() {
        let thirds = list(&[1, 1, 1], Award::Sum);
        assert_eq!(points(&thirds, 2, "充分", "①符合；②符合；③符合"), some("2"));
        assert_eq!(points(&thirds, 2, "充分", "①符合；②不符合；③符合"), some("1.3333"));
        assert_eq!(points(&thirds, 2, "充分", "①符合；②符合"), None);
        assert_eq!(points(&thirds, 2, "充分", ""), None);
        let all = list(&[1, 1], Award::All);
        assert_eq!(points(&all, 6, "合规", "①符合；②部分符合(90%)"), some("0"));
        assert_eq!(points(&all, 6, "合规", "①符合；②0处"), some("6"));
    }

    #[test]
    fn requirements_met_are_a_part_of_their_point() {
        let rule = list(&[1, 5], Award::Sum);
        assert_eq!(points(&rule, 10, "", "①符合；②4/5"), some("9"));
        assert_eq!(points(&rule, 10, "", "①符合；②符合4项"), some("9"));
        assert_eq!(points(&rule, 10, "", "①符合；②4/6"), None);
        assert_eq!(points(&rule, 10, "", "①符合；②符合6项"), None);
        // A point with faults is not met.
        assert_eq!(points(&rule, 10, "", "①发现2处；②5/5"), some("5"));
    }

    #[test]
    fn faults_are_counted_one_by_one() {
        let loss = Amount::Share(Fraction::ratio(1, 3).unwrap());
        let rule = list(&[1, 1], Award::PerFault { loss, zero_at: Some(3) });
        assert_eq!(points(&rule, 6, "", "①0处；②0处"), some("6"));
        assert_eq!(points(&rule, 6, "", "①2处；②符合"), some("2"));
        assert_eq!(points(&rule, 6, "", "①不符合；②符合"), some("4"));
        assert_eq!(points(&rule, 6, "", "①2处；②1处"), some("0"));
        assert_eq!(points(&rule, 6, "", "①2处"), None);
        let tenth = list(&[1], Award::PerFault { loss: Amount::Points(decimal("1")), zero_at: Some(5) });
        assert_eq!(points(&tenth, 10, "", "①4处"), some("6"));
        assert_eq!(points(&tenth, 10, "", "①5处"), some("0"));
    }

    #[test]
    fn the_number_of_points_met_has_its_award() {
        let award = |count, share: &str| (count, Amount::Share(decimal(share)));
        let rule = list(&[1, 1, 1], Award::ByCount(vec![award(3, "1"), award(2, "0.6"), award(0, "0")]));
        assert_eq!(points(&rule, 5, "", "①√②√③√"), some("5"));
        assert_eq!(points(&rule, 5, "", "①√②√③×"), some("3"));
        assert_eq!(points(&rule, 5, "", "①√②部分符合(90%)③×"), some("0"));
    }
}
