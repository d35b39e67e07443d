//! The order of things and their names change nothing; a rounding loses no more than it says.

use jixiao::fraction::{Fraction, Rounding, RoundingMode};
use proptest::prelude::*;

use crate::rows;
use crate::support::{Inbox, Rows, V, form, ledger};

proptest! {
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
