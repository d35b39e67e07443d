//! Ledgers of all projects together: payments by month, and checks that span projects and years.

mod support;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{Inbox, Rows, Run, form, ledger};

/// The rows of a sheet of the aggregate workbook, as text.
fn sheet(run: &Run, name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(run.folder.join("绩效评价汇总.xlsx")).unwrap();
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("{number:.4}").trim_end_matches('0').trim_end_matches('.').to_owned(),
        cell => cell.to_string(),
    };
    book.worksheet_range(name).unwrap().rows().map(|row| row.iter().map(text).collect()).collect()
}

/// A form with a department of its own.
fn of_department(code: &str, department: &str) -> Rows {
    let mut rows = form(code, 10.0, 10.0, 6.0);
    rows[2][4] = department.into();
    rows
}

#[test]
fn payments_are_summed_by_month_for_each_project_each_department_and_the_whole() {
    let inbox = Inbox::new();
    for (code, department, payments) in [
        ("P1", "甲局", vec![("2023-01-05", "子公司", "补助", 10_000.0), ("2023-03-31", "丑公司", "补助", 20_000.0)]),
        ("P2", "甲局", vec![("2023-03-01", "寅公司", "补助", 5_000.0), ("", "卯公司", "补助", 1_000.0)]),
        ("P3", "乙局", vec![("2023-04-30", "辰公司", "补助", 7_000.0), ("2023-05-01", "巳公司", "补助", 9_000.0)]),
    ] {
        inbox.book(&format!("{code}/自评表.xlsx"), &[("自评", of_department(code, department))]);
        inbox.book(&format!("{code}/台账.xlsx"), &[("台账", ledger(code, &payments))]);
    }
    let run = inbox.run(&["--as-of", "2023-04-30"]);
    let rows = sheet(&run, "资金拨付进度");
    // From the first month on; the cells of months that have not begun are empty.
    let line = |first: &[&str], from: usize| {
        let row = rows.iter().find(|row| row.iter().zip(first).all(|(cell, first)| cell == first) && row.len() > from);
        row.unwrap_or_else(|| panic!("{first:?} is not among {rows:#?}"))[from..].to_vec()
    };
    // Amounts in 万元: in the month, to its end.
    assert_eq!(line(&["2023", "3月"], 2)[..2], ["2.5", "3.5"]);
    assert_eq!(line(&["2023", "4月"], 2)[..2], ["0.7", "4.2"]);
    assert_eq!(line(&["2023", "日期不详"], 2)[..1], ["0.1"]);
    assert!(!rows.iter().any(|row| row[1] == "5月"));
    let blank = [""; 8].map(str::to_owned).to_vec();
    let months = |row: &[String]| (row[..4].to_vec(), row[4..12].to_vec());
    let (paid, after) = months(&line(&["2023", "甲局"], 3));
    assert_eq!((paid, after), (["1", "1", "3.5", "3.5"].map(str::to_owned).to_vec(), blank.clone()));
    assert_eq!(line(&["2023", "甲局"], 3)[12..14], ["0.1", "0.18"]);
    let (paid, after) = months(&line(&["2023", "P2"], 4));
    assert_eq!((paid, after), (["0", "0", "0.5", "0.5"].map(str::to_owned).to_vec(), blank));
    assert_eq!(line(&["2023", "P3"], 4)[..4], ["0", "0", "0", "0.7"]);
    assert_eq!(line(&["2023", "P3"], 4)[13..14], ["0.07"]);
}

#[test]
fn a_project_of_a_year_that_is_not_reviewed_has_no_findings_on_its_payments() {
    let inbox = Inbox::new();
    let twice = |year: i32| {
        let dates = [format!("{year}-03-05"), format!("{year}-03-08")];
        ledger("P1", &dates.each_ref().map(|date| (date.as_str(), "甲公司", "补助", 50_000.0)))
    };
    let mut earlier = form("P1", 10.0, 10.0, 10.0);
    earlier[1][0] = "（2022年度）".into();
    inbox.book("2022年/自评表.xlsx", &[("自评", earlier)]).book("2022年/台账.xlsx", &[("2022年台账", twice(2022))]);
    inbox.book("2023年/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    inbox.book("2023年/台账.xlsx", &[("2023年台账", twice(2023))]);
    let of_year = |run: &Run| {
        let rows = run.rows("findings", &["code", "fiscal_year"]).into_iter();
        rows.filter(|row| row[0] == "payment-duplicate").map(|row| row[1].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of_year(&inbox.run(&[])), ["2023"]);
    assert_eq!(of_year(&inbox.run(&["--all-years"])), ["2022", "2023"]);
}
