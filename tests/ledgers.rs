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

/// What a run says of payments entered twice: code and message.
fn duplicates(inbox: &Inbox, args: &[&str]) -> Vec<String> {
    let rows = inbox.run(args).rows("findings", &["code", "message"]).into_iter();
    rows.filter(|row| row[0].starts_with("payment-duplicate")).map(|row| format!("{}: {}", row[0], row[1])).collect()
}

#[test]
fn a_payment_that_came_back_is_made_again_and_a_row_of_them_is_one_finding() {
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    let with = |payments: &[(&str, f64)]| {
        let rows: Vec<_> = payments.iter().map(|(date, amount)| (*date, "甲公司", "补助", *amount)).collect();
        inbox.book("P1/台账.xlsx", &[("台账", ledger("P1", &rows))]);
        duplicates(&inbox, &[])
    };
    assert_eq!(with(&[("2023-03-01", 50_000.0), ("2023-03-02", -50_000.0), ("2023-03-03", 50_000.0)]), [""; 0]);
    assert_eq!(
        with(&[
            ("2023-03-01", 50_000.0),
            ("2023-03-02", -50_000.0),
            ("2023-03-03", 50_000.0),
            ("2023-03-04", 50_000.0)
        ])
        .len(),
        1
    );
    let chain =
        with(&[("2023-03-01", 5_000.0), ("2023-03-06", 5_000.0), ("2023-03-11", 5_000.0), ("2023-03-30", 5_000.0)]);
    assert_eq!(chain, ["payment-duplicate: 向“甲公司”支付 5,000.00 元 3 次（2023-03-01 至 2023-03-11），疑为重复。"]);
}

#[test]
fn a_payment_twice_over_the_turn_of_a_year_is_one_of_one_project() {
    let inbox = Inbox::new();
    for (year, date) in [(2022, "2022-12-30"), (2023, "2023-01-03")] {
        let mut rows = form("P1", 10.0, 10.0, 5.0);
        rows[1][0] = format!("（{year}年度）").as_str().into();
        inbox.book(&format!("{year}年/自评表.xlsx"), &[("自评", rows)]);
        let mut payments = ledger("P1", &[(date, "甲公司", "补助", 50_000.0)]);
        payments[0] = support_title(year);
        inbox.book(&format!("{year}年/台账.xlsx"), &[("台账", payments)]);
    }
    for args in [&[][..], &["--all-years"][..]] {
        let found = duplicates(&inbox, args);
        assert_eq!(
            found,
            ["payment-duplicate: 向“甲公司”支付 50,000.00 元 2 次（2022-12-30 至 2023-01-03），疑为重复。"],
            "{args:?}"
        );
    }
}

fn support_title(year: i32) -> Vec<support::V> {
    vec![format!("{year}年度资金拨付台账").as_str().into()]
}

#[test]
fn a_ledger_and_a_budget_in_different_units_are_told_without_a_reported_figure() {
    let inbox = Inbox::new();
    let budget = |amount: f64| {
        rows![
            ["2023年度项目预算表"],
            ["单位：万元"],
            ["项目编码", "项目名称", "主管部门", "年初预算数"],
            ["P1", "项目P1", "甲局", amount]
        ]
    };
    inbox.book("台账.xlsx", &[("台账", ledger("P1", &[("2023-03-05", "甲公司", "补助", 100_000.0)]))]);
    inbox.book("预算.xlsx", &[("预算", budget(100_000.0))]);
    assert!(inbox.run(&[]).codes().contains(&"unit-slip".to_owned()));
    inbox.book("预算.xlsx", &[("预算", budget(0.002))]);
    assert!(inbox.run(&[]).codes().contains(&"expenditure-thousandfold".to_owned()));
    inbox.book("预算.xlsx", &[("预算", budget(10.0))]);
    let codes = inbox.run(&[]).codes();
    assert!(!codes.iter().any(|code| ["unit-slip", "expenditure-thousandfold"].contains(&code.as_str())), "{codes:?}");
}

#[test]
fn a_form_of_the_whole_year_is_not_held_against_a_part_of_it() {
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    let payments = [("2023-03-05", "甲公司", "补助", 60_000.0), ("2023-09-07", "乙公司", "补助", 40_000.0)];
    inbox.book("P1/台账.xlsx", &[("台账", ledger("P1", &payments))]);
    let run = inbox.run(&["--as-of", "2023-06-30"]);
    assert_eq!(run.rows("projects", &["execution_rate"]), [["0.6"]]);
    assert_eq!(run.codes(), ["payment-after-as-of"]);
    assert_eq!(inbox.run(&["--as-of", "2023-12-31"]).codes(), [""; 0]);
}

#[test]
fn an_unreadable_amount_in_a_ledger_of_several_projects_is_that_of_the_project_that_its_row_names() {
    let inbox = Inbox::new();
    for code in ["P1", "P2", "P3"] {
        inbox.book(&format!("{code}/自评表.xlsx"), &[("自评", form(code, 10.0, 10.0, 9.0))]);
    }
    let mut rows: Rows = vec![vec!["单位：元".into()]];
    rows.push(["项目编码", "项目名称", "拨付日期", "收款单位", "用途", "拨付金额"].map(support::V::from).to_vec());
    let row = |code: &str, name: &str, amount: support::V| -> Vec<support::V> {
        vec![code.into(), name.into(), "2023-04-05".into(), "丙公司".into(), "补助".into(), amount]
    };
    rows.push(row("P1", "", 50_000.0.into()));
    rows.push(row("P2", "", 90_000.0.into()));
    rows.push(row("P1", "", "约四万".into()));
    rows.push(row("", "项目P3", "".into()));
    inbox.book("集中台账.xlsx", &[("台账", rows)]);
    let run = inbox.run(&[]);
    // What P1 and P3 reported is used, since nobody knows what their ledger comes to.
    let spent = run.rows("projects", &["project_code", "expenditure_fen", "ledger_paid_fen"]);
    assert_eq!(spent, [["P1", "9000000", "5000000"], ["P2", "9000000", "9000000"], ["P3", "9000000", "-"]]);
    let mut found = run.rows("findings", &["code", "project_code", "cell"]);
    found.retain(|row| ["amount-unreadable", "amount-missing", "ledger-incomplete"].contains(&row[0].as_str()));
    found.sort();
    let expected = [
        ["amount-missing", "P3", "F6"],
        ["amount-unreadable", "P1", "F5"],
        ["ledger-incomplete", "P1", ""],
        ["ledger-incomplete", "P3", ""],
    ];
    assert_eq!(found, expected);
}

#[test]
fn whose_a_row_is_that_could_not_be_read() {
    const HEADING: [&str; 6] = ["序号", "项目编码", "拨付日期", "收款单位", "用途", "拨付金额（元）"];
    const IN_TEN_THOUSANDS: [&str; 6] = ["序号", "项目编码", "拨付日期", "收款单位", "用途", "拨付金额（万元）"];
    let row = |code: &'static str, amount: &'static str| ["1", code, "2023-04-05", "丙公司", "补助", amount];
    let unclear = ["1", "P1", "2023-04-05", "丙公司", "合计", "4000"];
    let (p1, p2) = (row("P1", "50000"), row("P2", "50000"));
    // How many rows of whose ledgers are told to be unread.
    let unread = |file: &str, rows: &[[&str; 6]]| {
        let inbox = Inbox::new();
        for code in ["P1", "P2"] {
            inbox.book(&format!("{code}/自评表.xlsx"), &[("自评", form(code, 10.0, 10.0, 9.0))]);
        }
        let cell = |text: &&str| text.parse::<f64>().map_or_else(|_| support::V::from(*text), support::V::from);
        let rows = [HEADING].iter().chain(rows).map(|row| row.iter().map(cell).collect()).collect();
        inbox.book(file, &[("台账", rows)]);
        let mut told = inbox.run(&[]).rows("findings", &["code", "project_code", "message"]);
        told.retain(|row| row[0] == "ledger-incomplete");
        let count = |row: Vec<String>| format!("{} {}", row[1], row[2].split(' ').nth(1).unwrap());
        let mut told: Vec<String> = told.into_iter().map(count).collect();
        told.sort();
        told.join(", ")
    };
    let (own, shared) = ("P1/台账.xlsx", "集中台账.xlsx");
    for (file, rows, expected) in [
        (own, &[p1, row("P1", "约四万")][..], "P1 1"),
        // A row that names nobody known is one of the project in whose ledger it stands; of many projects it is nobody's.
        (own, &[p1, row("上年结转", "约四万")], "P1 1"),
        (own, &[p1, row("P2", "约三万")], "P2 1"),
        (own, &[p1, row("上年结转", "约四万"), row("P2", "约三万")], "P1 1, P2 1"),
        (shared, &[p1, row("上年结转", "约四万")], "P1 1"),
        (shared, &[p1, p2, row("上年结转", "约四万")], ""),
        (shared, &[p1, p2, row("P2", "约四万")], "P2 1"),
        // What may be a total, and says whose.
        (shared, &[p1, p2, unclear], "P1 1"),
        // On a page that is refused as a whole a row may be of all who stand on the others; its heading is no payment.
        (shared, &[p1, p2, IN_TEN_THOUSANDS, row("P2", "5"), row("合计", "5")], "P2 1"),
        (shared, &[p1, p2, IN_TEN_THOUSANDS, row("", "5"), row("P2", "6")], "P1 1, P2 2"),
        (own, &[p1, IN_TEN_THOUSANDS, row("P1", "5"), row("P1", "6")], "P1 2"),
        (shared, &[p1, p2, IN_TEN_THOUSANDS], ""),
    ] {
        assert_eq!(unread(file, rows), expected, "{file}: {rows:?}");
    }
}

#[test]
fn a_row_that_could_not_be_read_is_of_the_year_of_its_day() {
    let inbox = Inbox::new();
    for year in ["2022", "2023"] {
        let mut form = form("P1", 10.0, 10.0, 9.0);
        form[1][0] = format!("（{year}年度）").as_str().into();
        inbox.book(&format!("{year}年/自评表.xlsx"), &[("自评", form)]);
    }
    let mut rows =
        ledger("P1", &[("2022-04-05", "甲公司", "补助", 50_000.0), ("2023-04-05", "乙公司", "补助", 40_000.0)]);
    let mut unreadable = rows.last().unwrap().clone();
    unreadable[5] = "约四万".into();
    rows.push(unreadable);
    inbox.book("台账.xlsx", &[("台账", rows.clone())]);
    let spent = || inbox.run(&["--all-years"]).rows("projects", &["fiscal_year", "expenditure_fen"]);
    assert_eq!(spent(), [["2023", "9000000"], ["2022", "5000000"]]);
    // Of a day that nobody knows it may be of each year.
    rows.last_mut().unwrap()[2] = "".into();
    inbox.book("台账.xlsx", &[("台账", rows.clone())]);
    assert_eq!(spent(), [["2022", "9000000"], ["2023", "9000000"]]);
    // What was paid after the last of the years may belong to a year of which nothing came.
    (rows.last_mut().unwrap()[2], rows.last_mut().unwrap()[5]) = ("2024-01-03".into(), 30_000.0.into());
    inbox.book("台账.xlsx", &[("台账", rows.clone())]);
    assert_eq!(spent(), [["2022", "9000000"], ["2023", "9000000"]]);
    assert!(inbox.run(&["--all-years"]).codes().contains(&"year-missing".to_owned()));
    // The day tells the year, whatever year the configuration has for what tells none.
    inbox.file("jixiao.toml", "year = 2022");
    assert_eq!(spent(), [["2022", "5000000"], ["2023", "4000000"]]);
}

#[test]
fn a_ledger_of_which_nothing_was_read_makes_its_project_in_whatever_order_files_come() {
    for file in ["A集中台账.xlsx", "Z集中台账.xlsx"] {
        let inbox = Inbox::new();
        inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 9.0))]);
        let unreadable = |code: &str, mut rows: Rows| {
            let mut row = rows.last().unwrap().clone();
            (row[1], row[5]) = (code.into(), "约四万".into());
            rows.push(row);
            rows
        };
        let mut nothing = unreadable("P9", ledger("P9", &[("2023-04-05", "丙公司", "补助", 1.0)]));
        nothing.remove(nothing.len() - 2);
        nothing[0][0] = "2023年度资金拨付台账".into();
        inbox.book("P9/台账.xlsx", &[("台账", nothing)]);
        let shared = unreadable("P9", ledger("P1", &[("2023-04-05", "丙公司", "补助", 50_000.0)]));
        inbox.book(file, &[("台账", shared)]);
        let spent = inbox.run(&[]).rows("projects", &["project_code", "expenditure_fen"]);
        assert_eq!(spent, [["P1", "5000000"], ["P9", "-"]], "{file}");
    }
}

#[test]
fn a_row_with_the_code_of_one_project_and_the_name_of_another_is_said() {
    let inbox = Inbox::two_sound_projects();
    let row = |code: &str, name: &str, amount: f64| {
        let cells: Vec<support::V> =
            vec![code.into(), name.into(), "2023-04-05".into(), "丙公司".into(), "补助".into(), amount.into()];
        cells
    };
    let mut rows: Rows = vec![vec!["单位：元".into()]];
    rows.push(["项目编码", "项目名称", "拨付日期", "收款单位", "用途", "拨付金额"].map(support::V::from).to_vec());
    rows.push(row("SOUND1", "项目SOUND1", 1.0));
    rows.push(row("SOUND1", "项目SOUND2", 2.0));
    // A name that no project has may be a short one.
    rows.push(row("SOUND2", "项目二", 3.0));
    inbox.book("集中台账.xlsx", &[("台账", rows)]);
    let run = inbox.run(&[]);
    let found: Vec<_> = run.findings().into_iter().filter(|[code, ..]| code == "code-two-names").collect();
    assert_eq!(found, [["code-two-names", "台账", "F4"].map(str::to_owned)]);
}
