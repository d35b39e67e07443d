//! Properties: what holds for every input of a kind, not for one.

mod support;

use jixiao::fraction::{Fraction, Rounding, RoundingMode};
use jixiao::points::Points;
use jixiao::quantity::{Quantity, Sense};
use jixiao::rubric::rules::{Band, Counting, Loss, Rule, Tier};
use jixiao::score::evaluate::{Inputs, evaluate};
use proptest::prelude::*;
use support::{Inbox, Rows, V, form, ledger};

fn hundredths(number: i64) -> Fraction {
    Fraction::ratio(number, 100).unwrap()
}

/// Rules of every kind that compares numbers, one-directional: more is never worse.
fn rising_rules() -> impl Strategy<Value = Rule> {
    let counting = prop_oneof![Just(Counting::Linear), Just(Counting::Whole), Just(Counting::Begun)];
    prop_oneof![
        Just(Rule::Met { words: vec![] }),
        Just(Rule::Proportional),
        (1..=100i64, proptest::option::of(1..=100i64))
            .prop_map(|(full, gate)| Rule::OwnRate { full_at: Some(hundredths(full)), gate: gate.map(hundredths) }),
        (1..=50i64, 0..=100i64, counting).prop_map(|(step, share, counting)| Rule::Deduction {
            step: hundredths(step),
            loss: Loss::Share(hundredths(share)),
            counting,
        }),
        proptest::collection::btree_set(1..=150i64, 0..5).prop_map(|bounds| {
            let many = bounds.len() as i64;
            let band = |(at, from): (usize, &i64)| Band {
                from: hundredths(*from),
                points: Fraction::ratio(5 * (many - at as i64), many.max(1)).unwrap(),
            };
            let mut bands: Vec<Band> = bounds.iter().rev().enumerate().map(band).collect();
            bands.push(Band { from: Fraction::zero(), points: Fraction::zero() });
            Rule::Bands(bands)
        }),
    ]
}

fn points(rule: &Rule, weight: i64, target: &Quantity, actual: i64) -> Option<Fraction> {
    let actual = Quantity::rate(hundredths(actual));
    let weight = Points::exact(&Fraction::from(weight)).unwrap();
    evaluate(rule, Inputs { weight, target: Some(target), actual: Some(&actual), given: None }).points
}

fn target(percent: i64) -> Quantity {
    Quantity { sense: Some(Sense::AtLeast), ..Quantity::rate(hundredths(percent)) }
}

proptest! {
    #[test]
    fn points_lie_between_nought_and_the_weight(rule in rising_rules(), goal in 0..=150i64, actual in -50..=400i64) {
        let points = points(&rule, 5, &target(goal), actual).unwrap();
        prop_assert!(!points.is_negative() && points <= Fraction::from(5), "{points}");
    }

    #[test]
    fn better_never_scores_worse(rule in rising_rules(), goal in 1..=150i64, one in 0..=200i64, more in 0..=200i64) {
        let (worse, better) = (one.min(more), one.max(more));
        prop_assert!(points(&rule, 5, &target(goal), worse) <= points(&rule, 5, &target(goal), better));
    }

    #[test]
    fn a_ceiling_is_full_or_nothing(goal in 0..=150i64, actual in 0..=300i64) {
        let target = Quantity { sense: Some(Sense::AtMost), ..target(goal) };
        let expected = if actual <= goal { 5 } else { 0 };
        prop_assert_eq!(points(&Rule::Ceiling, 5, &target, actual), Some(Fraction::from(expected)));
    }

    #[test]
    fn what_is_given_inside_a_tier_is_taken_and_outside_is_not(given in 0..=1000i64) {
        let tier = |name: &str, top, floor| Tier { name: name.into(), words: vec![name.into()], top: hundredths(top), floor: hundredths(floor) };
        let rule = Rule::Tiers(vec![tier("达成", 100, 80), tier("部分达成", 80, 60), tier("未达成", 60, 0)]);
        let given = Points::exact(&hundredths(given)).unwrap();
        let (weight, actual) = (Points::exact(&Fraction::from(10)).unwrap(), Quantity::words("部分达成"));
        let outcome = evaluate(&rule, Inputs { weight, target: None, actual: Some(&actual), given: Some(given) });
        let inside = given.fraction() >= Fraction::from(6) && given.fraction() <= Fraction::from(8);
        let expected = if inside { given.fraction() } else { Fraction::from(8) };
        prop_assert_eq!(outcome.points, Some(expected));
        prop_assert_eq!(outcome.doubts.is_empty(), inside);
    }

    #[test]
    fn rounding_is_within_half_a_unit_and_down_never_up(numerator in -10_000_000..=10_000_000i64, denominator in 1..=9_999i64, places in 0..=4u32) {
        let value = Fraction::ratio(numerator, denominator).unwrap();
        let unit = Fraction::ratio(1, 10_i64.pow(places)).unwrap();
        let half_up: Fraction = Rounding { places, mode: RoundingMode::HalfUp }.round(&value).into();
        let down: Fraction = Rounding { places, mode: RoundingMode::Down }.round(&value).into();
        prop_assert!(&(&half_up - &value).abs() * &Fraction::from(2) <= unit);
        prop_assert!(down.abs() <= value.abs() && (&value - &down).abs() < unit);
    }
}

/// The same content under other file names, in another order of columns, with other headings.
fn shuffled_ledger(code: &str, payments: &[(&str, &str, &str, f64)], order: [usize; 5]) -> Rows {
    let headings = ["项目代码", "支付时间", "收款人全称", "摘要", "支付金额（万元）"];
    let mut rows = rows![["国库支付明细"], [""]];
    rows.push(order.iter().map(|at| headings[*at].into()).collect());
    for (date, payee, purpose, amount) in payments {
        let cells: [V; 5] =
            [code.into(), (*date).into(), (*payee).into(), (*purpose).into(), (amount / 10_000.0).into()];
        rows.push(order.iter().map(|at| cells[*at].clone()).collect());
    }
    rows
}

#[test]
fn names_of_files_order_of_columns_and_headings_change_nothing() {
    let payments = [("2023-03-05", "甲公司", "补助", 60_000.0), ("2023/6/5", "乙公司", "补助", 33_333.33)];
    let figures = |inbox: &Inbox| {
        let run = inbox.run(&[]);
        let mut rows = run.rows("projects", &["project_code", "expenditure_fen", "execution_rate", "points", "grade"]);
        rows.extend(run.rows("payments", &["date", "payee", "purpose", "amount_fen", "counted"]));
        rows.extend(run.rows("indicators", &["level3", "points", "actual_value"]));
        rows
    };
    let plain = Inbox::new();
    plain.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 9.333333))]);
    plain.book("P1/台账.xlsx", &[("台账", ledger("P1", &payments))]);
    let expected = figures(&plain);
    assert_eq!(expected[0][1], "9333333");
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 1, 3]] {
        let other = Inbox::new();
        other.book(
            "全部材料.xlsx",
            &[("Sheet3", shuffled_ledger("P1", &payments, order)), ("Sheet1", form("P1", 10.0, 10.0, 9.333333))],
        );
        assert_eq!(figures(&other), expected, "{order:?}");
    }
}
