//! Every kind of rule: points lie within the weight whatever the cells say, and better never scores worse.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jixiao::fraction::Fraction;
use jixiao::points::Points;
use jixiao::quantity::{Quantity, Sense};
use jixiao::recognise::quantity_text::quantity_text;
use jixiao::rubric::policies::{Excess, OverCompletion, ZeroTarget};
use jixiao::rubric::rules::*;
use jixiao::score::evaluate::peers::Peers;
use jixiao::score::evaluate::periods::Previous;
use jixiao::score::evaluate::{Inputs, evaluate};
use jixiao::words::{Lang, Words};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use strum::{IntoEnumIterator, VariantNames};

use crate::hundredths;

/// The catalogues, in the order of the languages.
static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| [Words::new(Lang::Zh), Words::new(Lang::En)]);

#[test]
fn every_kind_is_made() {
    let mut runner = TestRunner::deterministic();
    let rules = any_rule();
    let made: BTreeSet<&str> = (0..1_000).map(|_| rules.new_tree(&mut runner).unwrap().current().name()).collect();
    // Sums of parts are made where whole editions are.
    let all: BTreeSet<&str> = Rule::VARIANTS.iter().copied().filter(|kind| *kind != "parts").collect();
    assert_eq!(made, all);
}

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        (0..=500i64).prop_map(|points| Amount::Points(hundredths(points))),
        (0..=100i64).prop_map(|share| Amount::Share(hundredths(share))),
    ]
}

fn edge() -> impl Strategy<Value = (i64, bool)> {
    (1..=150i64, any::<bool>())
}

/// Bands of a weight of 5, each giving less than the one above it.
fn bands() -> impl Strategy<Value = Vec<Band>> {
    proptest::collection::btree_map(1..=150i64, any::<bool>(), 0..5).prop_map(|bounds| {
        let many = bounds.len() as i64;
        let band = |(at, (from, inclusive)): (usize, (&i64, &bool))| Band {
            from: Some(Edge { at: hundredths(*from), inclusive: *inclusive }),
            award: Amount::Points(Fraction::ratio(5 * (many - at as i64), many.max(1)).unwrap()),
        };
        let mut bands: Vec<Band> = bounds.iter().rev().enumerate().map(band).collect();
        bands.push(Band { from: None, award: Amount::Points(Fraction::zero()) });
        bands
    })
}

fn subject() -> impl Strategy<Value = Subject> {
    prop_oneof![Just(Subject::Actual), Just(Subject::Completion)]
}

fn counting() -> impl Strategy<Value = Counting> {
    prop_oneof![Just(Counting::Linear), Just(Counting::Whole), Just(Counting::Begun)]
}

fn deduction(side: Side) -> impl Strategy<Value = Rule> {
    let numbers = (1..=50i64, proptest::option::of(1..=100i64), proptest::option::of(1..=150i64));
    (subject(), numbers, amount(), counting()).prop_map(move |(of, (step, gate, full_at), loss, counting)| {
        let gate = gate.map(hundredths).filter(|_| side == Side::Short);
        Rule::Deduction(Deduction {
            of,
            side,
            full_at: full_at.map(hundredths),
            gate,
            step: hundredths(step),
            loss,
            counting,
        })
    })
}

/// One-directional rules that compare numbers: more is never worse.
fn rising_rules() -> impl Strategy<Value = Rule> {
    let share = || (1..=100i64).prop_map(hundredths);
    let option = || proptest::option::of((1..=100i64).prop_map(hundredths));
    prop_oneof![
        Just(Rule::Met { within: None, words: vec![] }),
        edge().prop_map(|(at, inclusive)| Rule::Met {
            within: Some(Range { from: Some(Edge { at: hundredths(at), inclusive }), to: None }),
            words: vec![],
        }),
        (option(), option()).prop_map(|(full_at, gate)| Rule::Proportional { full_at, gate }),
        (option(), option()).prop_map(|(full_at, gate)| Rule::OwnRate { full_at, gate }),
        (1..=100i64, 0..=99i64).prop_map(|(full, gate)| Rule::GatedLinear {
            full_at: hundredths(full),
            gate: hundredths(gate.min(full - 1)),
        }),
        deduction(Side::Short),
        (subject(), bands()).prop_map(|(of, bands)| Rule::Bands { of, bands }),
        share().prop_map(|same| Rule::Comparison { better: Better::Higher, same }),
        (share(), (1..=50i64), amount()).prop_map(|(at_same, step, gain)| Rule::Improvement {
            better: Better::Higher,
            at_same,
            step: hundredths(step),
            gain,
        }),
        (share(), (1..=50i64), amount()).prop_map(|(at_average, step, gain)| Rule::PeerAverage {
            better: Better::Higher,
            at_average,
            step: hundredths(step),
            gain,
        }),
        option().prop_map(|within| Rule::PeerRange { better: Better::Higher, within }),
    ]
}

/// Those where less is never worse.
fn falling_rules() -> impl Strategy<Value = Rule> {
    let over = prop_oneof![Just(Over::Nothing), Just(Over::Ratio), Just(Over::LinearToDouble)];
    prop_oneof![
        over.prop_map(|over| Rule::Ceiling { over }),
        deduction(Side::Over),
        (0..=100i64).prop_map(|same| Rule::Comparison { better: Better::Lower, same: hundredths(same) }),
        proptest::option::of(1..=100i64)
            .prop_map(|within| Rule::PeerRange { better: Better::Lower, within: within.map(hundredths) }),
    ]
}

fn award() -> impl Strategy<Value = Award> {
    prop_oneof![
        Just(Award::Sum),
        Just(Award::All),
        (amount(), proptest::option::of(1..=5u32)).prop_map(|(loss, zero_at)| Award::PerFault { loss, zero_at }),
        (0..=100i64).prop_map(|share| {
            Award::ByCount(vec![
                (2, Amount::Share(hundredths(100))),
                (1, Amount::Share(hundredths(share))),
                (0, Amount::Share(hundredths(0))),
            ])
        }),
    ]
}

fn tier(name: &str, top: i64, floor: i64) -> Tier {
    Tier { name: name.into(), words: vec![name.into()], top: hundredths(top), floor: hundredths(floor) }
}

/// Every kind of rule but sums of parts, which are made of the others.
fn any_rule() -> impl Strategy<Value = Rule> {
    let direction = prop_oneof![Just(Direction::Rising), Just(Direction::Falling)];
    prop_oneof![
        4 => rising_rules(),
        2 => falling_rules(),
        1 => deduction(Side::Either),
        1 => (award(), 1..=5u32).prop_map(|(award, requirements)| {
            let point = |requirements| CheckPoint { share: hundredths(50), requirements };
            Rule::Checklist { points: vec![point(1), point(requirements)], award }
        }),
        1 => Just(Rule::Tiers(vec![tier("达成", 100, 80), tier("部分达成", 80, 60), tier("未达成", 60, 0)])),
        1 => direction.prop_map(|direction| Rule::Series { direction }),
        1 => (1..=200i64).prop_map(|out_of| Rule::External { out_of: Fraction::from(out_of) }),
        1 => Just(Rule::Assessed),
    ]
}

/// What cells hold: rates, counts, amounts, days, words, evidence, series, and whatever else.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(≥|≤|=|)-?[0-9]{1,4}(\\.[0-9]{1,2})?(%|元|万元|家|公里|天|分|)",
        "[0-9]{1,2}月[0-9]{1,2}日",
        "①(符合|不符合|[0-9]处|[0-9]/[0-9]|部分符合\\(50%\\))；②(符合|不符合|[0-9]处|符合[0-9]项)",
        "[0-9]{1,3}(、|，|,|/)[0-9]{1,3}(%|家|)(、|，|,)[0-9]{1,3}",
        "(达成|部分达成|未达成|及时|若干)",
        // A brace would look like a fact that is missing in a message.
        "[^{]{0,12}",
    ]
}

/// Points in the presence of two peers and a year before, both rates.
fn points(rule: &Rule, target: &Quantity, actual: i64) -> Option<Fraction> {
    let actual = Quantity::rate(hundredths(actual));
    let weight = Fraction::from(5);
    // The mean and the extremes are those of the others: a project's own actual moves them.
    let peers = Peers::new(&[Quantity::rate(hundredths(60)), Quantity::rate(hundredths(110))]);
    let previous = Previous { actual: Quantity::rate(hundredths(80)), place: None };
    let inputs = Inputs {
        target: Some(target),
        actual: Some(&actual),
        peers: peers.as_ref(),
        previous: Some(&previous),
        ..Inputs::of(&weight)
    };
    evaluate(rule, inputs).points
}

fn target(percent: i64) -> Quantity {
    Quantity { sense: Some(Sense::AtLeast), ..Quantity::rate(hundredths(percent)) }
}

proptest! {
    #[test]
    fn any_rule_scores_any_cell_within_its_weight(
        rule in any_rule(), goal in any_text(), actual in any_text(), before in any_text(), peers in proptest::collection::vec(any_text(), 0..4),
        given in 0..=1000i64, limit in 100..=300i64, zero_target in 0..3usize, excess in 0..3usize,
    ) {
        let (goal, actual) = (quantity_text(&goal), quantity_text(&actual));
        let peers: Vec<Quantity> = peers.iter().map(|peer| quantity_text(peer)).chain([actual.clone()]).collect();
        let peers = Peers::new(&peers);
        let previous = Previous { actual: quantity_text(&before), place: None };
        let over = OverCompletion { limit: hundredths(limit), then: Excess::iter().nth(excess).unwrap() };
        let weight = Fraction::from(5);
        let inputs = Inputs {
            target: Some(&goal),
            actual: Some(&actual),
            given: Points::exact(&hundredths(given)),
            year: Some(2023),
            zero_target: ZeroTarget::iter().nth(zero_target).unwrap(),
            over_completion: Some(&over),
            peers: peers.as_ref(),
            previous: Some(&previous),
            ..Inputs::of(&weight)
        };
        let outcome = evaluate(&rule, inputs);
        if let Some(points) = outcome.points {
            prop_assert!(!points.is_negative() && points <= weight, "{rule:?} {points}");
        }
        for lang in [Lang::Zh, Lang::En] {
            let said = WORDS[lang as usize].basis(&outcome.basis);
            prop_assert!(!said.contains("{$") && !said.is_empty(), "{said}");
        }
    }

    #[test]
    fn rates_are_always_judged(rule in rising_rules(), goal in 1..=150i64, actual in -50..=200i64) {
        prop_assert!(points(&rule, &target(goal), actual).is_some());
    }

    #[test]
    fn better_never_scores_worse(rule in rising_rules(), goal in 0..=150i64, one in 0..=200i64, more in 0..=200i64) {
        let (worse, better) = (one.min(more), one.max(more));
        prop_assert!(points(&rule, &target(goal), worse) <= points(&rule, &target(goal), better));
    }

    #[test]
    fn less_never_scores_worse(rule in falling_rules(), goal in 1..=150i64, one in 0..=300i64, more in 0..=300i64) {
        let goal = Quantity { sense: Some(Sense::AtMost), ..target(goal) };
        prop_assert!(points(&rule, &goal, one.max(more)) <= points(&rule, &goal, one.min(more)));
    }

    #[test]
    fn a_ceiling_is_full_or_nothing(goal in 0..=150i64, actual in 0..=300i64) {
        let target = Quantity { sense: Some(Sense::AtMost), ..target(goal) };
        let expected = if actual <= goal { 5 } else { 0 };
        let rule = Rule::Ceiling { over: Over::Nothing };
        prop_assert_eq!(points(&rule, &target, actual), Some(Fraction::from(expected)));
    }

    #[test]
    fn what_is_given_inside_a_tier_is_taken_and_outside_is_not(given in 0..=1000i64) {
        let rule = Rule::Tiers(vec![tier("达成", 100, 80), tier("部分达成", 80, 60), tier("未达成", 60, 0)]);
        let given = Points::exact(&hundredths(given)).unwrap();
        let (weight, actual) = (Fraction::from(10), Quantity::words("部分达成"));
        let outcome = evaluate(&rule, Inputs { actual: Some(&actual), given: Some(given), ..Inputs::of(&weight) });
        let inside = given.fraction() >= Fraction::from(6) && given.fraction() <= Fraction::from(8);
        let expected = if inside { given.fraction() } else { Fraction::from(8) };
        prop_assert_eq!(outcome.points, Some(expected));
        prop_assert_eq!(outcome.doubts.is_empty(), inside);
    }
}
