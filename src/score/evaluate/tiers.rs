//! Tiers: levels of fulfilment in words.

use crate::finding::Fact;
use crate::points::Points;
use crate::recognise::cell::squeezed;
use crate::rubric::rules::Tier;

use super::account::{gives, shown, unknown};
use super::{Doubt, Inputs, Outcome, subject};

pub fn evaluate(tiers: &[Tier], inputs: Inputs<'_>) -> Outcome {
    let Some(actual) = inputs.actual else { return unknown("basis-no-actual", inputs) };
    let said = squeezed(&actual.text);
    let copied = inputs.target.is_some_and(|target| squeezed(&target.text) == said);
    let named = tiers.iter().position(|tier| tier.words.iter().any(|word| squeezed(word) == said));
    let in_time = subject::is_in_time(inputs) == Some(true);
    let at = named.or((copied || in_time).then_some(0));
    let Some((at, tier)) = at.and_then(|at| Some((at, tiers.get(at)?))) else {
        return Outcome { doubts: vec![Doubt::NoTier], ..unknown("basis-no-tier", inputs) };
    };
    let (floor, top) = (inputs.weight * &tier.floor, inputs.weight * &tier.top);
    let mut facts = shown(inputs);
    facts.push(("tier", Fact::Text(tier.name.clone())));
    facts.push(("floor", Fact::Number(floor.clone())));
    facts.push(("top", Fact::Number(top.clone())));
    let mut doubts = Vec::new();
    if copied && named.is_none() {
        doubts.push(Doubt::Copied);
    }
    // The best tier gives its top; inside the others whoever scored chose within the range.
    let given = inputs.given.filter(|_| at > 0).map(Points::fraction);
    let (points, key) = match given {
        Some(given) if given >= floor && given <= top => (given, "basis-tier-given"),
        Some(_) => {
            doubts.push(Doubt::OutsideTier { tier: tier.name.clone() });
            (top, "basis-tier")
        }
        None => (top, "basis-tier"),
    };
    Outcome { doubts, ..gives(points, key, facts, inputs) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decimal, outcome, points, some};
    use super::*;
    use crate::rubric::rules::Rule;

    #[test]
    fn words_name_the_tier_and_the_best_one_is_full() {
        let tier = |word: &str, top: &str, floor: &str| Tier {
            name: word.to_owned(),
            words: vec![word.to_owned()],
            top: decimal(top),
            floor: decimal(floor),
        };
        let rule =
            Rule::Tiers(vec![tier("达成", "1", "0.8"), tier("部分达成", "0.8", "0.6"), tier("未达成", "0.6", "0")]);
        assert_eq!(points(&rule, 10, "有效改善", "达成"), some("10"));
        assert_eq!(points(&rule, 10, "有效改善", "部分达成"), some("8"));
        assert_eq!(points(&rule, 10, "有效改善", "不好说"), None);
        assert_eq!(outcome(&rule, 10, "有效改善", "有效改善").doubts, [Doubt::Copied]);
        assert_eq!(points(&rule, 10, "6月底前", "6月1日"), some("10"));
    }
}
