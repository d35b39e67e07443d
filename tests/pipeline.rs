//! The binary on inboxes made for the test: bad input, determinism, years, exit codes.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use support::{Inbox, form, ledger};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, root: &Path, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, into);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                into.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut into = BTreeMap::new();
    walk(folder, folder, &mut into);
    into
}

#[test]
fn the_same_bytes_on_one_thread_and_on_two() {
    let inbox = Inbox::sample();
    let one = files(&inbox.run(&["--jobs", "1"]).folder);
    let two = files(&inbox.run(&["--jobs", "2"]).folder);
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    assert!(one.len() > 20);
    for (name, bytes) in one.iter().filter(|(name, _)| *name != "run.log") {
        assert!(two[name] == *bytes, "{name}");
    }
}

#[test]
fn every_row_of_every_sheet_has_its_fate() {
    let inbox = Inbox::sample();
    let record = inbox.run(&[]).record();
    let mut sent = files(&inbox.input());
    sent.remove("jixiao.toml").unwrap();
    let sent: Vec<_> = sent.into_iter().map(|(name, bytes)| (name, jixiao::run::checksum(&bytes))).collect();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let recorded = record["inputs"].as_array().unwrap().iter();
    assert_eq!(recorded.map(|file| (text(&file["file"]), text(&file["sha256"]))).collect::<Vec<_>>(), sent);
    let mut sheets = 0;
    for sheet in record["inputs"].as_array().unwrap().iter().flat_map(|file| file["sheets"].as_array().unwrap()) {
        let count = |name: &str| sheet[name].as_u64().unwrap();
        let passed: u64 =
            sheet["rows_passed_over"].as_object().unwrap().values().map(|rows| rows.as_u64().unwrap()).sum();
        assert_eq!(count("rows_read"), count("rows_used") + passed + count("rows_refused"), "{sheet}");
        assert_eq!(count("rows_refused"), 0, "{sheet}");
        sheets += 1;
    }
    assert!(sheets > 40);
}

/// What bad input must not change: everything in the tables of the sound projects.
fn sound(run: &support::Run) -> Vec<Vec<String>> {
    let of = |table, columns: &[&str]| {
        run.rows(table, columns).into_iter().filter(|row| row[0].starts_with("SOUND")).collect::<Vec<_>>()
    };
    let mut rows = of(
        "projects",
        &["project_code", "project_name", "expenditure_fen", "execution_rate", "points", "grade", "status"],
    );
    rows.extend(of("indicators", &["project_code", "level3", "points", "points_source", "basis"]));
    rows.extend(of("payments", &["project_code", "date", "payee", "amount_fen", "cell"]));
    rows.extend(of("findings", &["project_code", "code", "message"]));
    rows
}

#[test]
fn bad_input_costs_itself_and_nothing_else() {
    let inbox = Inbox::two_sound_projects();
    let before = sound(&inbox.run(&[]));
    assert!(before.len() > 12);
    inbox.file("BAD/truncated.xlsx", &std::fs::read(inbox.input().join("SOUND1/台账.xlsx")).unwrap()[..2000]);
    inbox.file("BAD/not a workbook.xlsx", "plain words");
    inbox.file("BAD/report.pdf", "%PDF-1.7 …");
    inbox.file("BAD/page.xls", "<html><table></table></html>");
    inbox.book("BAD/notes.xlsx", &[("会议", rows![["会议记录"], ["今天讨论了预算", "下周继续"]])]);
    let mut bad = ledger("BAD", &[("2023-03-05", "丙公司", "补助", 100.0)]);
    bad.extend(rows![
        [2, "BAD", "2023-04-01", "丁公司", "补助", ""],
        [3, "BAD", "2023-04-02", "丁公司", "补助", "约三百"]
    ]);
    inbox.book("BAD/台账.xlsx", &[("台账", bad)]);
    let run = inbox.run(&[]);
    assert_eq!(sound(&run), before);
    let expected = [
        ("amount-missing", "台账", "F5"),
        ("amount-unreadable", "台账", "F6"),
        ("file-not-a-workbook", "", ""),
        ("file-unreadable", "", ""),
        ("sheet-unknown", "会议", ""),
    ];
    let findings = run.findings();
    for (code, sheet, cell) in expected {
        let found = findings.contains(&[code.to_owned(), sheet.to_owned(), cell.to_owned()]);
        assert!(found, "{code} {sheet} {cell}: {findings:?}");
    }
    let rows = run.rows("findings", &["code", "file"]);
    for file in ["BAD/not a workbook.xlsx", "BAD/report.pdf", "BAD/page.xls"] {
        assert!(rows.contains(&vec!["file-not-a-workbook".to_owned(), file.to_owned()]), "{file}");
    }
    assert!(run.screen.contains("BAD/台账.xlsx [台账] F5"), "{}", run.screen);
}

#[test]
fn an_inbox_that_went_amiss_takes_no_earlier_results_away() {
    let inbox = Inbox::two_sound_projects();
    let before = files(&inbox.run(&["--as-of", "2023-12-31"]).folder);
    let refused = |what: &str, args: &[&str]| {
        let output = inbox.try_run(args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{what}: {said}");
        assert!(files(&inbox.output().join("2023-12-31")) == before, "{what}");
        said
    };
    // A slip of the year.
    assert!(refused("as-of", &["--as-of", "2022-12-31"]).contains("2022-12-31"));
    // A configuration that is there and cannot be read is not the same as none.
    let config = inbox.input().join("jixiao.toml");
    std::fs::create_dir(&config).unwrap();
    assert!(refused("a folder", &[]).contains("jixiao.toml"));
    std::fs::remove_dir(&config).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", &config).unwrap();
        assert!(refused("a link to nothing", &[]).contains("jixiao.toml"));
        std::fs::remove_file(&config).unwrap();
    }
    for folder in std::fs::read_dir(inbox.input()).unwrap() {
        std::fs::remove_dir_all(folder.unwrap().path()).unwrap();
    }
    inbox.file("说明.txt", "稍后报送");
    assert!(refused("no project", &["--as-of", "2023-12-31"]).contains("没有找到任何项目"));
}

#[test]
fn a_sheet_headed_with_a_later_year_costs_itself_and_no_review_of_this_one() {
    let inbox = Inbox::two_sound_projects();
    let mut slip = support::form("SLIP", 10.0, 10.0, 9.0);
    slip[1][0] = "（2025年度）".into();
    inbox.book("SLIP/自评表.xlsx", &[("自评", slip)]);
    let run = inbox.run(&["--as-of", "2023-12-31"]);
    assert_eq!(run.rows("projects", &["project_code", "fiscal_year"]).len(), 2);
    assert!(run.screen.contains("另有 1 个其他年度（2025）的项目"), "{}", run.screen);
    // Without a day nothing tells which year is meant but the latest.
    let years = inbox.run(&[]).rows("projects", &["fiscal_year"]);
    assert_eq!(years, [["2025"]]);
}

#[test]
fn what_a_system_leaves_in_folders_is_no_file_of_anybody() {
    let inbox = Inbox::two_sound_projects();
    let codes = inbox.run(&[]).codes();
    for name in ["Thumbs.db", "SOUND1/desktop.ini", "SOUND1/.DS_Store"] {
        inbox.file(name, "x");
    }
    let run = inbox.run(&[]);
    assert_eq!(run.codes(), codes);
    std::fs::write(run.folder.join("Thumbs.db"), "x").unwrap();
    inbox.file("SOUND1/说明.txt", "改了");
    inbox.run(&[]);
}

#[test]
fn a_rubric_with_an_unknown_key_stops_the_run_with_its_path() {
    let inbox = Inbox::two_sound_projects();
    let text = std::fs::read_to_string(support::repository().join("rubrics/national-self-evaluation.toml")).unwrap();
    inbox.file("own.toml", text.replace("places = 2", "places = 2, plases = 3"));
    inbox.file("jixiao.toml", "[rubrics]\nfiles = [\"own.toml\"]\n");
    let output = inbox.try_run(&[]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("own.toml") && said.contains("rounding") && said.contains("plases"), "{said}");
    assert!(!inbox.output().exists());
}

#[test]
fn an_unknown_key_of_the_configuration_stops_the_run() {
    let inbox = Inbox::two_sound_projects();
    inbox.file("jixiao.toml", "[checks]\ndecember-shar = \"0.2\"\n");
    let output = inbox.try_run(&[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("checks") && said.contains("december-shar"), "{said}");
}

#[test]
fn a_folder_that_is_not_there_or_holds_nothing_is_said() {
    let inbox = Inbox::new();
    assert_eq!(inbox.try_run(&[]).status.code(), Some(2));
    let output = support::jixiao().args(["run", "no-such-folder", "--lang", "en"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("There is no such folder"));
}

#[test]
fn the_latest_year_is_ranked_unless_another_or_all_are_asked_for() {
    let inbox = Inbox::two_sound_projects();
    let mut earlier = form("OLD", 10.0, 10.0, 9.0);
    earlier[1] = vec![support::V::from("（2022年度）")];
    inbox.book("OLD/自评表.xlsx", &[("自评", earlier)]);
    let codes = |args: &[&str]| {
        let run = inbox.run(args);
        let codes = run.rows("projects", &["project_code"]).concat();
        std::fs::remove_dir_all(inbox.output()).unwrap();
        codes
    };
    assert_eq!(codes(&[]), ["SOUND1", "SOUND2"]);
    assert_eq!(codes(&["--year", "2022"]), ["OLD"]);
    assert_eq!(codes(&["--all-years"]), ["SOUND1", "SOUND2", "OLD"]);
}

#[test]
fn a_payment_after_the_as_of_date_is_named_and_not_counted() {
    let inbox = Inbox::two_sound_projects();
    let run = inbox.run(&["--as-of", "2023-05-31"]);
    assert!(run.folder.ends_with("2023-05-31"));
    let rows = run.rows("projects", &["project_code", "expenditure_fen", "warning"]);
    assert_eq!(rows[0], ["SOUND1", "5000000", "none"]);
    assert_eq!(run.codes().iter().filter(|code| *code == "payment-after-as-of").count(), 2);
    assert!(!run.codes().contains(&"ledger-differs".to_owned()));
    let counted = run.rows("payments", &["project_code", "counted"]);
    assert_eq!(counted.iter().filter(|row| row[1] == "false").count(), 2);
}

#[test]
fn fail_on_tells_by_the_exit_code() {
    let inbox = Inbox::two_sound_projects();
    assert_eq!(inbox.try_run(&["--fail-on", "error"]).status.code(), Some(0));
    inbox.book("LOW/自评表.xlsx", &[("自评", form("LOW", 10.0, 10.0, 5.0))]);
    assert_eq!(inbox.try_run(&["--fail-on", "red"]).status.code(), Some(1));
    assert_eq!(inbox.try_run(&["--fail-on", "doubt"]).status.code(), Some(1));
    assert_eq!(inbox.try_run(&["--fail-on", "purple"]).status.code(), Some(2));
}

#[test]
fn a_changed_workbook_is_not_overwritten() {
    let inbox = Inbox::two_sound_projects();
    let run = inbox.run(&[]);
    let book = run.folder.join("绩效评价汇总.xlsx");
    std::fs::write(&book, "a person's work").unwrap();
    let output = inbox.try_run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("绩效评价汇总.xlsx"));
    assert_eq!(std::fs::read_to_string(&book).unwrap(), "a person's work");
}

#[test]
fn the_same_ledger_twice_and_a_cumulative_one_are_not_added_up() {
    let inbox = Inbox::two_sound_projects();
    let payments = [("2023-03-05", "甲公司", "补助", 50_000.0), ("2023-06-07", "乙公司", "补助", 45_000.0)];
    inbox.book("SOUND1/台账（一季度）.xlsx", &[("台账", ledger("SOUND1", &payments[..1]))]);
    inbox.book("SOUND2/台账副本.xlsx", &[("台账", ledger("SOUND2", &payments))]);
    let run = inbox.run(&[]);
    for row in run.rows("projects", &["project_code", "expenditure_fen"]) {
        assert_eq!(row[1], "9500000", "{row:?}");
    }
    assert!(run.codes().contains(&"sheet-repeated".to_owned()));
}

#[test]
fn english_is_complete_on_the_screen_and_in_the_workbook() {
    let inbox = Inbox::two_sound_projects();
    let run = inbox.run(&["--lang", "en"]);
    assert!(run.screen.contains("Projects ranked by points"), "{}", run.screen);
    assert!(
        run.folder.read_dir().unwrap().any(|entry| entry.unwrap().path().extension().is_some_and(|it| it == "xlsx"))
    );
}

#[test]
fn a_number_typed_as_a_formula_is_that_number_and_one_not_calculated_is_none() {
    let inbox = Inbox::new();
    let path = inbox.input().join("P1.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(form("P1", 10.0, 10.0, 10.0)) {
        for (col, cell) in (0..).zip(cells) {
            match cell {
                support::V::Text(text) => sheet.write_string(row, col, text).map(drop).unwrap(),
                support::V::Number(number) => sheet.write_number(row, col, number).map(drop).unwrap(),
                support::V::Blank => {}
            }
        }
    }
    // Stored without a result, as some programs do.
    sheet.write_string(8, 5, "100%").unwrap();
    sheet.write_formula(8, 4, "=100%").unwrap();
    sheet.write_formula(5, 2, "=D6").unwrap();
    let whole = tempfile::NamedTempFile::new().unwrap();
    workbook.save(whole.path()).unwrap();
    assert_eq!(support::without_results(whole.path(), &path), 2);
    let run = inbox.run(&[]);
    assert_eq!(run.points("P1")["完成户数"], "50");
    assert_eq!(run.rows("projects", &["initial_budget_fen"]), [["-"]]);
    assert!(run.findings().contains(&["formula-not-calculated".into(), "Sheet1".into(), "C6".into()]));
}

#[test]
fn another_projects_ledger_without_vouchers_changes_nothing() {
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    let book = |payments: &[(&str, &str, &str)]| {
        let mut rows =
            rows![["资金拨付台账"], ["单位：元"], ["项目编码", "拨付日期", "凭证号", "收款单位", "拨付金额"]];
        rows.extend(payments.iter().flat_map(|(date, voucher, payee)| rows![["P1", *date, *voucher, *payee, 25_000]]));
        rows
    };
    inbox.book("P1/一.xlsx", &[("台账", book(&[("2023-03-05", "003", "甲公司")]))]);
    // The same amount on the same day under another voucher is another payment.
    let second = [("2023-03-05", "004", "甲公司"), ("2023-05-05", "005", "乙公司"), ("2023-06-05", "006", "丙公司")];
    inbox.book("P1/二.xlsx", &[("台账", book(&second))]);
    let paid = |inbox: &Inbox| {
        let rows = inbox.run(&[]).rows("projects", &["project_code", "ledger_paid_fen"]);
        rows.into_iter().find(|row| row[0] == "P1").unwrap()[1].clone()
    };
    assert_eq!(paid(&inbox), "10000000");
    inbox.book("P2/自评表.xlsx", &[("自评", form("P2", 10.0, 10.0, 1.0))]);
    inbox.book("P2/台账.xlsx", &[("台账", ledger("P2", &[("2023-03-05", "乙公司", "补助", 10_000.0)]))]);
    assert_eq!(paid(&inbox), "10000000");
}

#[test]
fn names_that_begin_like_notes_and_totals_are_rows_and_subtotals_are_none() {
    let inbox = Inbox::new();
    inbox.book(
        "预算.xlsx",
        &[(
            "预算",
            rows![
                ["2023年度项目预算表"],
                ["单位：万元"],
                ["项目名称", "主管部门", "年初预算数", "全年预算数"],
                ["审核中心信息化建设", "甲局", 10, 10],
                ["注册会计师行业党建", "甲局", 20, 20],
                ["说明会专项", "乙局", 30, 30],
                ["其中：场地费", "", 5, 5],
                ["合计", "", 60, 60],
            ],
        )],
    );
    inbox.book(
        "台账.xlsx",
        &[(
            "台账",
            rows![
                ["2023年度台账"],
                ["单位：元"],
                ["项目名称", "拨付日期", "收款单位", "拨付金额"],
                ["说明会专项", "2023-03-01", "合计有限公司", 100],
                ["3月小计", "", "", 100],
                ["说明会专项", "2023-04-01", "审核咨询公司", 200],
                ["本月合计", "", "", 200],
                ["其中：手续费", "", "", 20],
                ["本年累计", "", "", 300],
                ["合计（元）", "", "", 300],
            ],
        )],
    );
    let run = inbox.run(&[]);
    let rows = run.rows("projects", &["project_name", "revised_budget_fen", "ledger_paid_fen"]);
    let expected = [
        ["审核中心信息化建设", "10000000", "-"],
        ["注册会计师行业党建", "20000000", "-"],
        ["说明会专项", "30000000", "30000"],
    ];
    for row in expected {
        assert!(rows.contains(&row.map(str::to_owned).to_vec()), "{row:?} {rows:?}");
    }
    assert_eq!(rows.len(), 3);
    assert!(!run.codes().contains(&"ledger-total-differs".to_owned()));
}

#[test]
fn a_number_that_no_points_can_be_costs_its_cell_and_not_the_run() {
    let inbox = Inbox::two_sound_projects();
    let mut rows = form("P1", 10.0, 10.0, 10.0);
    rows[8][7] = 50_000_000.into();
    inbox.book("P1/自评表.xlsx", &[("自评", rows)]);
    let run = inbox.run(&[]);
    assert!(run.findings().contains(&["number-unreadable".into(), "自评".into(), "H9".into()]));
}

#[test]
fn a_budget_over_which_nothing_is_reported_is_said() {
    let inbox = Inbox::new();
    let mut rows = form("P1", 10.0, 10.0, 10.0);
    rows[5][4] = "".into();
    rows[5][6] = "".into();
    inbox.book("P1/自评表.xlsx", &[("自评", rows)]);
    let run = inbox.run(&[]);
    assert!(run.codes().contains(&"actual-not-assessable".to_owned()), "{:?}", run.codes());
    assert!(!run.codes().contains(&"nothing-spent".to_owned()));
    assert_eq!(run.rows("projects", &["execution_rate", "expenditure_fen"]), [["-", "-"]]);
}

#[test]
fn an_edition_with_nothing_to_score_gives_no_grade() {
    let inbox = Inbox::two_sound_projects();
    inbox.book(
        "预算.xlsx",
        &[(
            "预算",
            rows![["2023年度预算"], ["单位：万元"], ["项目编码", "项目名称", "年初预算数"], ["P9", "空项目", 5]],
        )],
    );
    inbox.file("jixiao.toml", "[rubrics.projects]\nP9 = \"foreign-trade-2023\"\n");
    assert_eq!(inbox.run(&[]).result("P9")[2], "unscored");
}

#[test]
fn what_an_earlier_run_wrote_is_no_input() {
    let inbox = Inbox::two_sound_projects();
    let run = |out: &str| {
        let out = inbox.input().join(out);
        let output = support::jixiao().arg(inbox.input()).arg("--out").arg(&out).output().unwrap();
        assert!(output.status.success());
        std::fs::read_to_string(out.join("2023-12-31/run.json")).unwrap()
    };
    assert_eq!(run("one"), run("two"));
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_closed_folder_costs_itself() {
    let inbox = Inbox::two_sound_projects();
    let made = std::process::Command::new("mkfifo").arg(inbox.input().join("pipe.xlsx")).status().unwrap();
    assert!(made.success());
    let run = inbox.run(&[]);
    assert_eq!(run.rows("findings", &["code", "file"]).iter().filter(|row| row[1] == "pipe.xlsx").count(), 1);
    assert_eq!(run.rows("projects", &["project_code"]).len(), 2);
}

#[test]
fn a_year_without_a_project_is_said() {
    let inbox = Inbox::two_sound_projects();
    let output = inbox.try_run(&["--year", "2021"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("2021"));
}

#[test]
fn a_payment_of_the_year_before_goes_to_the_project_of_that_year() {
    let inbox = Inbox::new();
    for year in [2022, 2023] {
        let mut rows = form("P1", 10.0, 10.0, 5.0);
        rows[1] = vec![support::V::from(format!("（{year}年度）").as_str())];
        inbox.book(&format!("P1-{year}/自评表.xlsx"), &[("自评", rows)]);
    }
    let mut rows =
        ledger("P1", &[("2022-12-30", "甲公司", "补助", 50_000.0), ("2023-06-05", "乙公司", "补助", 50_000.0)]);
    rows[0] = vec![support::V::from("2023年度资金拨付台账")];
    inbox.book("P1-2023/台账.xlsx", &[("台账", rows)]);
    let run = inbox.run(&["--all-years"]);
    let mut rows = run.rows("projects", &["fiscal_year", "ledger_paid_fen"]);
    rows.sort();
    assert_eq!(rows, [["2022", "5000000"], ["2023", "5000000"]]);
}

#[test]
fn a_ledger_as_text_reads_as_one_in_a_workbook() {
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    let text = "资金拨付台账\r\n单位：元\r\n\r\n项目编码,拨付日期,收款单位,用途,拨付金额（元）\r\nP1,2023-03-05,甲公司,补助,\"60,000.00\"\r\nP1,2023/6/5,乙公司,补助,40000\r\n合计,,,,100000\r\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    inbox.file("P1/台账.csv", gb);
    let run = inbox.run(&[]);
    assert_eq!(run.rows("projects", &["ledger_paid_fen", "points"]), [["10000000", "100.0000"]]);
    assert_eq!(run.codes(), Vec::<String>::new());
    assert_eq!(run.rows("payments", &["payee", "file", "cell"])[1], ["乙公司", "P1/台账.csv", "E6"]);
}

#[test]
fn check_tells_what_to_correct_and_fails_on_errors() {
    let inbox = Inbox::two_sound_projects();
    let check = |inbox: &Inbox| {
        let output = support::jixiao().arg("check").arg(inbox.input()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, said) = check(&inbox);
    assert_eq!(code, Some(0), "{said}");
    inbox.book("BAD/自评表.xlsx", &[("自评", form("BAD", 10.0, 10.0, 12.0))]);
    inbox.book(
        "BAD/台账.xlsx",
        &[("台账", {
            let mut rows = ledger("BAD", &[("2023-03-05", "甲公司", "补助", 120_000.0)]);
            rows.extend(rows![[2, "BAD", "2023-04-01", "乙公司", "补助"]]);
            rows
        })],
    );
    inbox.file("BAD/坏.xlsx", b"PK\x03\x04 cut off");
    let (code, said) = check(&inbox);
    assert_eq!(code, Some(1));
    for word in ["拒收 1 行", "◆ 甲局", "BAD/台账.xlsx [台账] F5", "请补填金额", "BAD/坏.xlsx"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!inbox.output().exists());
}

#[test]
fn each_department_gets_the_list_of_what_it_has_to_correct() {
    use calamine::{Reader, Xlsx, open_workbook};
    let inbox = Inbox::new();
    for (code, department) in [("P1", "甲局"), ("P2", "乙/局")] {
        let mut rows = form(code, 10.0, 10.0, 11.0);
        rows[2][4] = department.into();
        inbox.book(&format!("{code}/自评表.xlsx"), &[("自评", rows)]);
    }
    inbox.file("P2/坏.xlsx", b"PK\x03\x04 cut off");
    let run = inbox.run(&[]);
    let list = |name: &str| {
        let mut book: Xlsx<_> = open_workbook(run.folder.join("退回清单").join(name)).unwrap();
        let names = book.sheet_names();
        let range = book.worksheet_range(&names[0]).unwrap();
        range.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>().join("|")
    };
    let (one, two) = (list("甲局.xlsx"), list("乙_局.xlsx"));
    assert!(one.contains("P1/自评表.xlsx|自评|D6") && !one.contains("P2"), "{one}");
    assert!(two.contains("P2/自评表.xlsx|自评|D6") && two.contains("P2/坏.xlsx") && !two.contains("P1"), "{two}");
}

#[test]
fn a_whole_line_of_statements_above_a_table_is_understood() {
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    inbox.book(
        "P1/台账.xlsx",
        &[(
            "台账",
            rows![
                ["2023年度资金拨付台账"],
                ["项目编码：P1　　主管部门：甲局    单位：万元"],
                ["拨付日期", "收款单位", "拨付金额"],
                ["2023-03-05", "甲公司", 6],
                ["2023-06-05", "乙公司", 4],
            ],
        )],
    );
    let run = inbox.run(&[]);
    assert_eq!(run.rows("projects", &["project_code", "department", "ledger_paid_fen"]), [["P1", "甲局", "10000000"]]);
    assert_eq!(run.codes(), Vec::<String>::new());
}

#[test]
fn what_the_program_cannot_judge_is_claimed_and_unranked_and_what_is_blank_is_nought() {
    let scored = |actual: &str| {
        let inbox = Inbox::new();
        let mut rows = form("P1", 10.0, 10.0, 10.0);
        rows[9][5] = actual.into();
        inbox.book("P1/自评表.xlsx", &[("自评", rows)]);
        let run = inbox.run(&[]);
        let sources = run.rows("indicators", &["level3", "points", "points_source"]);
        let row = sources.into_iter().find(|row| row[0] == "群众受益").unwrap();
        (support::short(&row[1]), row[2].clone(), run.result("P1")[2].clone())
    };
    let expected = |points: &str, source: &str, status: &str| (points.to_owned(), source.to_owned(), status.to_owned());
    assert_eq!(scored("2024年11月"), expected("30", "claimed", "partial"));
    assert_eq!(scored(""), expected("0", "policy", "scored"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_reading_is_no_fault() {
    use std::process::Stdio;
    let inbox = Inbox::sample();
    let mut child = support::jixiao()
        .arg("explain")
        .args(["CJ-2023-01", "--input"])
        .arg(inbox.input())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn a_configuration_and_its_editions_in_the_inbox_are_no_input() {
    let inbox = Inbox::two_sound_projects();
    let text = std::fs::read_to_string(support::repository().join("rubrics/national-self-evaluation.toml")).unwrap();
    let own = text.replace("id = \"national-self-evaluation\"", "id = \"own\"").replace("（国家通用）", "（自定）");
    inbox.file("own.toml", own);
    inbox.file("jixiao.toml", "[rubrics]\nfiles = [\"own.toml\"]\n");
    inbox.file("other.toml", "[rubrics]\nfiles = [\"own.toml\"]\nself-evaluation = \"own\"\n");
    let other = inbox.input().join("other.toml");
    let run = inbox.run(&["--config", other.to_str().unwrap()]);
    assert!(
        !run.codes().iter().any(|code| code.starts_with("file-") || code.starts_with("sheet-")),
        "{:?}",
        run.codes()
    );
    assert_eq!(run.rows("projects", &["rubric"])[0], ["own"]);
}

#[test]
fn equal_points_share_a_rank_and_the_unranked_come_last() {
    let inbox = Inbox::new();
    // Nearly the same rate and the same points to two places: the higher rate stands first.
    for (code, executed) in [("A", 5.0), ("B", 9.0), ("C", 9.000_1), ("D", 10.0)] {
        inbox.book(&format!("{code}/自评表.xlsx"), &[("自评", form(code, 10.0, 10.0, executed))]);
    }
    let mut partial = form("E", 10.0, 10.0, 10.0);
    partial[8][6] = 60.into();
    inbox.book("E/自评表.xlsx", &[("自评", partial)]);
    let run = inbox.run(&[]);
    let rows = run.rows("projects", &["project_code", "rank", "status"]);
    let expected =
        [["D", "1", "scored"], ["C", "2", "scored"], ["B", "2", "scored"], ["A", "4", "scored"], ["E", "-", "partial"]];
    assert_eq!(rows, expected);
}

#[test]
fn an_amount_whose_cell_is_formatted_as_a_date_is_the_amount_and_is_said() {
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet();
    for (col, heading) in (0..).zip(["项目编码", "拨付日期", "收款单位", "拨付金额（元）"]) {
        sheet.write_string(0, col, heading).unwrap();
    }
    sheet.write_string(1, 0, "P1").unwrap();
    sheet.write_string(1, 1, "2023-03-05").unwrap();
    sheet.write_string(1, 2, "甲公司").unwrap();
    sheet.write_number_with_format(1, 3, 100_000.0, &date).unwrap();
    workbook.save(inbox.input().join("P1/台账.xlsx")).unwrap();
    let run = inbox.run(&[]);
    assert_eq!(run.rows("projects", &["ledger_paid_fen"]), [["10000000"]]);
    assert_eq!(run.findings(), [["amount-is-date", "Sheet1", "D2"].map(str::to_owned)]);
}

#[test]
fn a_cell_that_stands_twice_and_a_broken_sheet_are_said() {
    use std::io::{Read, Write};
    let inbox = Inbox::two_sound_projects();
    // The same workbook with its first cell once more at the end, and with a sheet that breaks off.
    let rewrite = |name: &str, change: &dyn Fn(String) -> String| {
        let source = std::fs::File::open(inbox.input().join("SOUND1/台账.xlsx")).unwrap();
        let mut archive = zip::ZipArchive::new(source).unwrap();
        let mut writer = zip::ZipWriter::new(std::fs::File::create(inbox.input().join(name)).unwrap());
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let path = part.name().unwrap().into_owned();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let text = if path.ends_with("sheet1.xml") { change(text) } else { text };
            writer.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap();
    };
    let twice = r#"<row r="5"><c r="F5"><v>1</v></c></row></sheetData>"#;
    rewrite("SOUND2/twice.xlsx", &|text| text.replace("</sheetData>", twice));
    rewrite("SOUND2/broken.xlsx", &|text| text[..text.len() / 2].to_owned());
    let findings = inbox.run(&[]).findings();
    let found = |code: &str| findings.iter().any(|finding| finding[0] == code);
    assert!(found("cell-twice") && found("sheet-unreadable"), "{findings:?}");
    assert!(findings.contains(&["cell-twice".into(), "台账".into(), "F5".into()]), "{findings:?}");
}

/// An inbox with the form of P1, whose year its ledgers are of.
fn with_form() -> Inbox {
    let inbox = Inbox::new();
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 10.0))]);
    inbox
}

/// A ledger with a voucher for every payment: date, voucher, payee, amount.
fn vouched(payments: &[(&str, &str, &str, f64)]) -> support::Rows {
    let mut rows = rows![["资金拨付台账"], ["单位：元"], ["项目编码", "拨付日期", "凭证号", "收款单位", "拨付金额"]];
    rows.extend(
        payments.iter().flat_map(|(date, voucher, payee, amount)| rows![["P1", *date, *voucher, *payee, *amount]]),
    );
    rows
}

/// What the ledgers of P1 come to, in fen.
fn paid(run: &support::Run) -> String {
    let rows = run.rows("projects", &["project_code", "ledger_paid_fen"]);
    rows.into_iter().find(|row| row[0] == "P1").unwrap()[1].clone()
}

#[test]
fn a_payee_paid_alike_every_month_is_paid_every_month() {
    let inbox = with_form();
    let month = |month: u32| {
        let date = format!("2023-{month:02}-25");
        ledger("P1", &[(date.as_str(), "保安公司", "服务费", 3_000.0)])
    };
    for number in 1..=6 {
        inbox.book(&format!("P1/{number:02}月.xlsx"), &[("台账", month(number))]);
    }
    let names = ["七", "八", "九", "十", "十一", "十二"];
    let sheets: Vec<_> = names.iter().zip(7..).map(|(name, number)| (*name, month(number))).collect();
    inbox.book("P1/下半年.xlsx", &sheets);
    let run = inbox.run(&[]);
    assert_eq!(paid(&run), "3600000");
    assert!(!run.codes().contains(&"ledger-not-added".to_owned()));
}

#[test]
fn of_two_ledgers_of_the_same_payments_the_fuller_is_used_wherever_they_lie() {
    for (short, long) in [("甲", "乙"), ("乙", "甲")] {
        for of_short in [6, 12] {
            let inbox = with_form();
            let rows = |count: u32, day: u32, series: &str| {
                let row = |at: u32| {
                    (format!("2023-{:02}-{day:02}", at / 2 + 1), format!("{series}{at}"), f64::from(1_000 + at))
                };
                let rows: Vec<_> = (0..count).map(row).collect();
                let rows: Vec<_> = rows
                    .iter()
                    .map(|(date, voucher, amount)| (date.as_str(), voucher.as_str(), "甲公司", *amount))
                    .collect();
                vouched(&rows)
            };
            inbox.book(&format!("{short}/台账.xlsx"), &[("单位", rows(of_short, 6, "V"))]);
            inbox.book(&format!("{long}/支付.xlsx"), &[("国库", rows(20, 5, "ZF"))]);
            let run = inbox.run(&[]);
            assert_eq!(paid(&run), "2019000", "{short} {of_short}");
            assert!(run.findings().contains(&["ledger-not-added".into(), "单位".into(), "".into()]));
        }
    }
}

#[test]
fn months_that_only_the_lesser_of_two_ledgers_has_are_added() {
    let inbox = with_form();
    let unit = [
        ("2023-01-05", "记1", "甲公司", 100.0),
        ("2023-02-09", "记2", "乙公司", 50.0),
        ("2023-03-09", "记3", "丙公司", 30.0),
    ];
    inbox.book("P1/单位.xlsx", &[("单位", vouched(&unit))]);
    let treasury = [
        ("2023-02-10", "ZF1", "乙公司", 50.0),
        ("2023-03-10", "ZF2", "丙公司", 30.0),
        ("2023-04-01", "ZF3", "丁公司", 7.0),
        ("2023-04-02", "ZF4", "丁公司", 8.0),
    ];
    inbox.book("P1/国库.xlsx", &[("国库", vouched(&treasury))]);
    assert_eq!(paid(&inbox.run(&[])), "19500");
}

#[test]
fn a_corrected_voucher_is_not_added_to_the_old_one() {
    let inbox = with_form();
    let book = |second: f64| {
        vouched(&[
            ("2023-01-05", "V1", "甲公司", 100.0),
            ("2023-01-09", "V2", "乙公司", second),
            ("2023-02-09", "V3", "甲公司", 50.0),
        ])
    };
    inbox.book("P1/台账一.xlsx", &[("一", book(120.0))]).book("P1/台账二.xlsx", &[("二", book(100.0))]);
    let run = inbox.run(&[]);
    assert_eq!(paid(&run), "27000");
    assert!(run.findings().contains(&["voucher-two-amounts".into(), "二".into(), "E5".into()]));
    // Vouchers that begin anew every month are others.
    inbox.book("P1/台账二.xlsx", &[("二", vouched(&[("2023-03-05", "V1", "甲公司", 30.0)]))]);
    let run = inbox.run(&[]);
    assert_eq!(paid(&run), "30000");
    assert!(!run.codes().contains(&"voucher-two-amounts".to_owned()));
}

#[test]
fn a_ledger_with_refused_rows_does_not_go_before_the_reported_figure() {
    let figures = |payments: &[(&str, &str, &str, f64)], refused: bool| {
        let inbox = with_form();
        let mut rows = ledger("P1", payments);
        if refused {
            rows.extend(rows![[9, "P1", "2023-07-01", "丁公司", "补助", "约三百"]]);
        }
        inbox.book("P1/台账.xlsx", &[("台账", rows)]);
        let run = inbox.run(&[]);
        let said = run.codes().contains(&"ledger-incomplete".to_owned());
        (run.rows("projects", &["expenditure_fen", "ledger_paid_fen"])[0].clone(), said)
    };
    let payment = [("2023-03-05", "甲公司", "补助", 60_000.0)];
    assert_eq!(figures(&payment, false), (vec!["6000000".to_owned(), "6000000".to_owned()], false));
    assert_eq!(figures(&payment, true), (vec!["10000000".to_owned(), "6000000".to_owned()], true));
    // Nothing read of it is not nothing paid.
    assert_eq!(figures(&[], true), (vec!["10000000".to_owned(), "-".to_owned()], true));
    assert_eq!(figures(&[], false), (vec!["10000000".to_owned(), "-".to_owned()], false));
}

#[test]
fn a_name_is_one_project_in_whatever_folders_it_stands() {
    let inbox = Inbox::new();
    let table =
        |name: &str| rows![["2023年预算"], ["单位：元"], ["项目名称", "年初预算", "全年预算"], [name, 500, 500]];
    inbox.book("公路段/预算.xlsx", &[("表", table("\"美丽乡村\"项目"))]);
    let ledger = rows![
        ["2023年国库集中支付明细"],
        ["单位：元"],
        ["支付日期", "项目名称", "收款单位", "支付金额"],
        ["2023-05-01", "“美丽乡村”项目", "甲公司", 100],
        ["2023-05-01", "桥梁维修项目", "甲公司", 200],
    ];
    inbox.book("财政局/国库.xlsx", &[("支付", ledger)]);
    let mut projects = inbox.run(&[]).rows("projects", &["project_code", "ledger_paid_fen"]);
    projects.sort();
    assert_eq!(projects, [["公路段", "10000"], ["桥梁维修项目", "20000"]]);
}

#[test]
fn projects_of_one_name_and_two_units_are_two() {
    let inbox = Inbox::new();
    let table = rows![
        ["2023年预算"],
        ["单位：元"],
        ["项目名称", "预算单位", "年初预算", "全年预算"],
        ["校舍维修", "甲校", 100, 100],
        ["校舍维修", "乙校", 50, 50],
    ];
    inbox.book("财政/预算.xlsx", &[("表", table)]);
    let mut projects = inbox.run(&[]).rows("projects", &["unit", "revised_budget_fen"]);
    projects.sort();
    assert_eq!(projects, [["乙校", "5000"], ["甲校", "10000"]]);
}

#[test]
fn a_row_without_a_project_in_a_ledger_that_names_them_is_refused() {
    let inbox = Inbox::new();
    let ledger = rows![
        ["2023年国库集中支付明细"],
        ["单位：元"],
        ["项目编码", "项目名称", "支付日期", "收款单位", "支付金额"],
        ["A01", "道路", "2023-05-01", "甲公司", 100],
        ["", "", "2023-06-01", "乙公司", 200],
        ["A02", "桥梁", "2023-05-01", "甲公司", 10],
    ];
    inbox.book("财政/国库.xlsx", &[("支付", ledger)]);
    let run = inbox.run(&[]);
    let mut projects = run.rows("projects", &["project_code", "ledger_paid_fen"]);
    projects.sort();
    assert_eq!(projects, [["A01", "10000"], ["A02", "1000"]]);
    assert!(run.findings().contains(&["project-unknown".into(), "支付".into(), "E5".into()]));
}

#[test]
fn of_a_form_sent_twice_one_is_scored_as_a_whole() {
    let inbox = with_form();
    let mut second = form("P1", 10.0, 10.0, 8.0);
    second[10][3] = "服务对象满意度".into();
    inbox.book("P1/自评表（修改）.xlsx", &[("修改", second)]);
    let mut run = inbox.run(&[]);
    let not_used = |run: &support::Run| run.findings().into_iter().find(|[code, ..]| code == "sheet-not-used");
    let other = not_used(&run).expect("one of the two is not used");
    std::fs::remove_file(inbox.input().join("P1/自评表（修改）.xlsx")).unwrap();
    assert_eq!(other[1], "修改");
    let both = (run.points("P1"), run.rows("projects", &["claimed_points"]));
    run = inbox.run(&[]);
    assert_eq!(both, (run.points("P1"), run.rows("projects", &["claimed_points"])));
}
