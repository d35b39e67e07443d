//! What a grade means for the next budget (结果应用): support, correct, cut by a share of the evaluated year's budget, or stop.

use schemars::JsonSchema;
use serde::Deserialize;
use strum::AsRefStr;

use crate::fraction::Fraction;
use crate::money::Money;

/// What is advised for a grade.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Advice {
    /// The grade, as the editions call it.
    pub grade: String,
    /// Whether its projects keep their budget, keep it once corrected, are cut, or stop.
    pub action: Action,
    /// The share by which the budget is cut, a fraction of 1; only with `cut`.
    #[serde(default)]
    pub cut: Option<Fraction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, AsRefStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Action {
    /// Goes first, or keeps its budget.
    Keep,
    /// Keeps it once what was found is put right.
    Correct,
    /// Gets less by the share.
    Cut,
    /// Gets nothing until it is put right.
    Stop,
}

/// 优 keeps, 良 corrects, 中 is cut by 10 % and 差 by 30 %, the least that published rules ask for.
pub fn default_advice() -> Vec<Advice> {
    let advice = |grade: &str, action, percent: Option<i64>| Advice {
        grade: grade.to_owned(),
        action,
        cut: percent.and_then(|percent| Fraction::ratio(percent, 100)),
    };
    vec![
        advice("优", Action::Keep, None),
        advice("良", Action::Correct, None),
        advice("中", Action::Cut, Some(10)),
        advice("差", Action::Cut, Some(30)),
    ]
}

impl Advice {
    /// The share by which a budget is cut: nought, the configured share, or all of it.
    pub fn share(&self) -> Fraction {
        match self.action {
            Action::Keep | Action::Correct => Fraction::zero(),
            Action::Cut => self.cut.clone().unwrap_or_else(Fraction::zero),
            Action::Stop => Fraction::one(),
        }
    }

    /// What is cut from a budget, to the fen, halves up.
    pub fn cut_of(&self, budget: Money) -> Money {
        let fen = &Fraction::from(budget.fen()) * &self.share();
        Money::from_fen(fen.round_to_i64().unwrap_or(i64::MAX))
    }

    /// What is wrong with a list of them: a grade named twice, a cut without its share or the reverse, a share out of range.
    pub fn fault(list: &[Self]) -> Option<(String, &'static str)> {
        let mut grades = std::collections::BTreeSet::new();
        list.iter().find_map(|advice| {
            let is_share = |cut: &Fraction| *cut > Fraction::zero() && *cut <= Fraction::one();
            let reason = match (advice.action, &advice.cut) {
                _ if !grades.insert(&advice.grade) => "named twice",
                (Action::Cut, None) => "cut is missing",
                (Action::Cut, Some(cut)) if !is_share(cut) => "cut is not above 0 and at most 1",
                (Action::Keep | Action::Correct | Action::Stop, Some(_)) => "cut is only for the action cut",
                _ => return None,
            };
            Some((advice.grade.clone(), reason))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_a_share_of_the_budget_to_the_fen() {
        let cut = |action, share: Option<(i64, i64)>, fen| {
            let cut = share.and_then(|(part, whole)| Fraction::ratio(part, whole));
            Advice { grade: "中".to_owned(), action, cut }.cut_of(Money::from_fen(fen)).fen()
        };
        assert_eq!(cut(Action::Cut, Some((1, 10)), 28_765_000), 2_876_500);
        assert_eq!(cut(Action::Cut, Some((1, 8)), 4), 1);
        assert_eq!(cut(Action::Keep, None, 500), 0);
        assert_eq!(cut(Action::Stop, None, 501), 501);
    }

    #[test]
    fn a_list_that_contradicts_itself_is_refused() {
        let one = |grade: &str, action, cut: Option<i64>| Advice {
            grade: grade.to_owned(),
            action,
            cut: cut.and_then(|percent| Fraction::ratio(percent, 100)),
        };
        assert_eq!(Advice::fault(&default_advice()), None);
        for list in [
            vec![one("优", Action::Keep, None), one("优", Action::Stop, None)],
            vec![one("中", Action::Cut, None)],
            vec![one("中", Action::Cut, Some(110))],
            vec![one("中", Action::Cut, Some(0))],
            vec![one("优", Action::Keep, Some(10))],
        ] {
            assert!(Advice::fault(&list).is_some(), "{list:?}");
        }
    }
}
