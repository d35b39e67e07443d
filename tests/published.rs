//! The two published reports, from the repository's own inbox: every indicator at its published points, every
//! inconsistency named.

mod support;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{Inbox, V, short};

const FOREIGN_TRADE: &str = "CJ-2023-01";
const INVESTMENT: &str = "KS-2022-01";

/// The points under each first-level group, in the order of the table.
fn group_points(run: &support::Run, project: &str) -> Vec<(String, String)> {
    let mut groups: Vec<(String, rust_decimal::Decimal)> = Vec::new();
    for row in run.rows("indicators", &["project_code", "level1", "points"]) {
        if row[0] == project {
            let points: rust_decimal::Decimal = row[2].parse().unwrap();
            match groups.last_mut().filter(|(group, _)| *group == row[1]) {
                Some((_, sum)) => *sum += points,
                None => groups.push((row[1].clone(), points)),
            }
        }
    }
    groups.into_iter().map(|(group, sum)| (group, short(&sum.to_string()))).collect()
}

#[test]
fn both_reports_come_out_at_their_published_points() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    assert_eq!(run.result(FOREIGN_TRADE), ["96.74", "优", "scored"]);
    assert_eq!(run.result(INVESTMENT), ["94.8", "优", "scored"]);
    let points = |project| group_points(&run, project).into_iter().map(|(_, points)| points).collect::<Vec<_>>();
    assert_eq!(points(FOREIGN_TRADE), ["15", "25", "40", "16.74"]);
    assert_eq!(points(INVESTMENT), ["17", "19.8", "38", "20"]);
    // The sheets carry the published points as the evaluators' own; each indicator comes to the same.
    let rows = run.rows("indicators", &["project_code", "level3", "points", "assessed_points", "points_source"]);
    let of = |project: &str| rows.iter().filter(|row| row[0] == project).cloned().collect::<Vec<_>>();
    assert_eq!((of(FOREIGN_TRADE).len(), of(INVESTMENT).len()), (23, 17));
    for row in of(FOREIGN_TRADE).iter().chain(&of(INVESTMENT)) {
        assert_eq!(row[2], row[3], "{row:?}");
    }
    // The first is scored from evidence throughout, not from typed results.
    assert!(of(FOREIGN_TRADE).iter().all(|row| row[4] == "computed"));
}

#[test]
fn points_move_with_the_ledger() {
    let inbox = Inbox::sample();
    // One payment over its ceiling: the amount of 促进对外投资平稳发展 in yuan.
    inbox.edit("CJ-2023-01/资金拨付台账.xlsx", |_, _, _, value| match value {
        Data::Float(36500.0) => Some(V::Number(36500.01)),
        _ => None,
    });
    let run = inbox.run(&[]);
    assert_eq!(run.points(FOREIGN_TRADE)["促进对外投资平稳发展项目资金"], "0");
    assert_eq!(run.result(FOREIGN_TRADE)[0], "93.74");
}

#[test]
fn points_move_with_the_payees() {
    let inbox = Inbox::sample();
    // Two payments to one firm: two payees of three.
    inbox.edit("CJ-2023-01/资金拨付台账.xlsx", |_, _, _, value| match value {
        Data::String(name) if name.contains("新铝铝业") => Some(V::from("新疆蓝山屯河降解材料有限公司")),
        _ => None,
    });
    let run = inbox.run(&[]);
    assert_eq!(run.points(FOREIGN_TRADE)["支持重点外向型企业数量"], "3.33");
    assert_eq!(run.result(FOREIGN_TRADE)[0], "95.07");
}

#[test]
fn points_move_with_one_answer() {
    let inbox = Inbox::sample();
    let question = 14; // O: the seventh question
    let first_neutral = 9; // O10: 总体一般
    inbox.edit("CJ-2023-01/满意度问卷.xlsx", |_, row, col, value| {
        (row == first_neutral && col == question).then(|| {
            assert_eq!(value.to_string(), "总体一般");
            V::from("总体很好")
        })
    });
    let run = inbox.run(&[]);
    assert_eq!(run.points(FOREIGN_TRADE)["受益企业满意度"], "8.7");
    assert_eq!(run.result(FOREIGN_TRADE)[0], "97.18");
}

#[test]
fn points_move_with_a_piece_of_evidence() {
    let inbox = Inbox::sample();
    inbox.edit("CJ-2023-01/综合评分表.xlsx", |sheet, row, col, value| {
        (sheet == "综合评分表" && row == 3 && col == 5).then(|| {
            assert_eq!(value.to_string(), "①符合；②符合；③符合");
            V::from("①不符合：无可行性研究；②符合；③符合")
        })
    });
    let run = inbox.run(&[]);
    assert_eq!(run.points(FOREIGN_TRADE)["立项程序规范性"], "1.2");
}

#[test]
fn every_inconsistency_of_the_reports_is_named_with_its_cell() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    let rows = run.rows("findings", &["project_code", "code", "sheet", "cell", "message"]);
    let found = |project: &str, code: &str, sheet: &str, cell: &str, words: &[&str]| {
        let row = rows.iter().find(|row| row[..4] == [project, code, sheet, cell].map(str::to_owned));
        let row = row.unwrap_or_else(|| panic!("{project} {code} {sheet} {cell}"));
        for word in words {
            assert!(row[4].contains(word), "{word}: {}", row[4]);
        }
    };
    let cj = |code, sheet, cell, words: &[&str]| found(FOREIGN_TRADE, code, sheet, cell, words);
    let ks = |code, sheet, cell, words: &[&str]| found(INVESTMENT, code, sheet, cell, words);

    ks("lines-budget-total", "预算安排", "E4", &["65,459,800.00", "65,449,800.00"]);
    ks("lines-expenditure-total", "预算安排", "G4", &["63,648,400.00", "63,638,400.00"]);
    for (cell, approved, used) in
        [("D9", "9696.50", "4588.87"), ("D10", "559.50", "38.23"), ("D11", "2100", "1343.84"), ("D12", "200", "575.04")]
    {
        ks("target-changed", "目标完成情况", cell, &[approved, used]);
    }
    ks("targets-over-budget", "绩效目标表", "D9", &["125,560,000.00", "65,449,800.00"]);
    ks("ceiling-over-approved", "目标完成情况", "D12", &["贷款贴息成本", "200", "575.04"]);

    cj("rate-over-one", "预算安排", "F4", &["2,786,500.00", "2,876,500.00", "103.23%"]);
    cj("weights-group", "得分情况", "B3", &["项目立项", "7", "4"]);
    cj("weights-group", "得分情况", "B5", &["绩效目标", "4", "6"]);
    cj("weights-group", "得分情况", "B7", &["资金投入", "4", "5"]);
    cj("target-changed", "综合评分表", "G25", &["≥85%", "≥90%"]);
    cj("actual-differs", "目标完成情况", "E15", &["100%", "82.61%"]);
    cj("claim-total-differs", "绩效自评表", "H24", &["100", "96.74", "3.26"]);
    cj("payment-before-approval", "资金拨付台账", "E5", &["2023-11", "2023-12"]);
    cj("points-rate-differs", "得分情况", "F35", &["82.61%", "82.60%"]);
    cj("points-rate-differs", "得分情况", "F36", &["86.95%", "87.00%"]);
    cj("points-rate-differs", "得分情况", "F37", &["82.61%", "82.60%"]);
    // The annex's rules that were not applied: the penalty at weight 8, and those of the three answers.
    for (cell, words) in [
        ("E18", ["得10分", "最高得分为10分", "酌情"]),
        ("E23", ["取得正面影响得满分", "4.13", "无法计算"]),
        ("E24", ["得2分", "4.35", "无法计算"]),
    ] {
        cj("rule-text-not-applied", "综合评分表", cell, &words);
    }
    cj(
        "rule-text-not-applied",
        "综合评分表",
        "E25",
        &["得5分", "分值10分", "8.26", "按比例计 6.30", "只计整档 6.50", "按一档计 6.00"],
    );
}

/// The fund sections of both reports: the amounts in fen, and the rates as printed.
#[test]
fn the_fund_sections_come_to_their_published_figures() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    let columns = [
        "project_code",
        "initial_budget_fen",
        "revised_budget_fen",
        "received_fen",
        "expenditure_fen",
        "ledger_paid_fen",
        "execution_rate",
        "execution_rate_initial",
        "execution_rate_received",
        "funding_rate",
    ];
    let rows = run.rows("projects", &columns);
    let of = |project: &str| {
        let row = rows.iter().find(|row| row[0] == project).unwrap();
        let percent =
            |text: &String| text.parse::<f64>().map_or_else(|_| text.clone(), |rate| format!("{:.2}", 100.0 * rate));
        (row[1..6].to_vec(), row[6..].iter().map(percent).collect::<Vec<_>>())
    };
    // The year's budget is printed as 278.65 once, and as 287.65 everywhere else; a finding says so.
    let (amounts, rates) = of(FOREIGN_TRADE);
    assert_eq!(amounts, ["287650000", "278650000", "287650000", "287650000", "287650000"]);
    assert_eq!(rates, ["100.00", "100.00", "100.00", "100.00"]);
    let (amounts, rates) = of(INVESTMENT);
    assert_eq!(amounts, ["-", "6544980000", "6544980000", "6363840000", "-"]);
    assert_eq!(rates, ["97.23", "-", "97.23", "100.00"]);
    // What is left of the budget, and the four lines of the foreign trade project, paid in full.
    assert_eq!(6_544_980_000_i64 - 6_363_840_000, 181_140_000);
    let payments = run.rows("payments", &["project_code", "purpose", "amount_fen", "counted"]);
    let paid = |purpose: &str| {
        let of = payments.iter().filter(|row| row[0] == FOREIGN_TRADE && row[1] == purpose && row[3] == "true");
        of.map(|row| row[2].parse::<i64>().unwrap()).sum::<i64>()
    };
    for (purpose, fen) in [
        ("推动外贸稳规模优结构", 260_000_000),
        ("促进内外贸一体化", 21_000_000),
        ("支持边境贸易创新发展", 3_000_000),
        ("促进对外投资平稳发展", 3_650_000),
    ] {
        assert_eq!(paid(purpose), fen, "{purpose}");
    }
    let book = calamine_sheet(&run, "评分表", FOREIGN_TRADE, "资金");
    for (item, amount) in [("推动外贸稳规模优结构", 260.0), ("促进对外投资平稳发展", 3.65)] {
        let line = book.iter().find(|row| row[0] == item).unwrap_or_else(|| panic!("{item}"));
        assert_eq!(line[1].parse::<f64>().unwrap(), amount);
        assert_eq!(line[3], "1");
    }
}

/// The rows of a sheet of a project's workbook, as text.
fn calamine_sheet(run: &support::Run, folder: &str, project: &str, sheet: &str) -> Vec<Vec<String>> {
    let files = std::fs::read_dir(run.folder.join(folder)).unwrap().map(|file| file.unwrap().path());
    let of_project = |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(project);
    let mut book: Xlsx<_> = open_workbook(files.into_iter().find(of_project).unwrap()).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Where the survey annexes contradict themselves.
#[test]
fn every_contradiction_of_the_survey_annexes_is_named() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    let rows = run.rows("findings", &["project_code", "code", "sheet", "cell", "message"]);
    let says = |project: &str, code: &str, cell: &str, words: &[&str]| {
        let of = |row: &&Vec<String>| row[0] == project && row[1] == code && row[3] == cell;
        let row = rows.iter().find(of).unwrap_or_else(|| panic!("{code} {cell}"));
        assert!(words.iter().all(|word| row[4].contains(word)), "{}", row[4]);
    };
    let cj = |code, cell, words: &[&str]| says(FOREIGN_TRADE, code, cell, words);
    // 13.04 % for 4 of 23; 86.86, and in the table of points 86.95 for 20 of 23.
    cj("tally-share-differs", "D25", &["总体一般", "13.04%", "4 份除以 23 份为 17.39%"]);
    cj("tally-share-differs", "D22", &["86.86%", "20 份除以 23 份为 86.96%"]);
    cj("points-rate-differs", "F36", &["86.95%"]);
    // 23 answers from 5 firms; valid of issued printed as 有效率.
    cj("survey-over-population", "", &["有效答卷 23 份", "总体 5"]);
    cj("survey-rate-differs", "A3", &["有效率印为 92.00%", "100.00%", "有效/发放为 92.00%"]);
    // 35, 25, 20 and 20 % of 20 answers.
    cj(
        "tally-shares-uncounted",
        "D26",
        &["35.00%（折合 7 份，关键词统计：7 份）", "25.00%（折合 5 份", "20.00%（折合 4 份", "有答案的：20 份"],
    );
    says(INVESTMENT, "survey-recovery-full", "", &["发放 8 份", "全部收回"]);
    // Nothing else of the tally differs from its own counts or from the answers.
    let of_tally = |code: &str| rows.iter().filter(|row| row[0] == FOREIGN_TRADE && row[1] == code).count();
    assert_eq!((of_tally("tally-share-differs"), of_tally("tally-differs")), (2, 0));
}

#[test]
fn the_survey_comes_to_its_published_figures() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    let rows = run.rows("surveys", &["project_code", "issued", "returned", "valid", "top_two", "alpha", "scored"]);
    let row = rows.iter().find(|row| row[0] == FOREIGN_TRADE).unwrap();
    assert_eq!(row[1..4], ["25", "23", "23"].map(str::to_owned));
    assert_eq!(row[6], "5;6;7");
    let number = |at: usize| row[at].parse::<f64>().unwrap();
    assert_eq!(format!("{:.4}", number(4)), "0.8261");
    assert_eq!(format!("{:.2}", number(5)), "0.89");
    let options = run.rows("survey_options", &["project_code", "question", "option", "count"]);
    let counts = |question: &str| {
        let of = options.iter().filter(|row| row[0] == FOREIGN_TRADE && row[1].contains(question));
        of.map(|row| row[3].parse().unwrap()).collect::<Vec<i64>>()
    };
    assert_eq!(counts("发展前景"), [18, 4, 1]);
    assert_eq!(counts("了解程度"), [8, 11, 4]);
    assert_eq!(counts("年龄"), [4, 13, 6]);
    let sizes = run.rows("survey_options", &["project_code", "option", "count"]);
    let size = |option: &str| sizes.iter().find(|row| row[1] == option).unwrap()[2].parse::<i64>().unwrap();
    assert_eq!((size("大型"), size("中型") + size("小型"), size("微型")), (1, 21, 1));
    let printed = |question: &str, option: &str| {
        let rows = run.rows("survey_options", &["question", "option", "share"]);
        let row = rows.iter().find(|row| row[0].contains(question) && row[1] == option).unwrap();
        format!("{:.2}", 100.0 * row[2].parse::<f64>().unwrap())
    };
    for (question, option, share) in [
        ("年龄", "30-55岁（含）", "56.52"),
        ("年龄", "30岁及以下", "17.39"),
        ("年龄", "55岁以上", "26.09"),
        ("企业规模", "大型", "4.35"),
        ("官方微信", "都没关注", "26.09"),
        ("发展前景", "很有信心", "78.26"),
        ("发展前景", "较有信心", "17.39"),
        ("发展前景", "有些担忧", "4.35"),
        ("了解程度", "非常了解", "34.78"),
        ("了解程度", "基本了解", "47.83"),
        ("了解程度", "不太了解", "17.39"),
        ("投资环境", "总体一般", "13.04"),
        ("亲商", "总体一般", "17.39"),
        ("竞争力", "一般", "13.04"),
    ] {
        assert_eq!(printed(question, option), share, "{question} {option}");
    }
    for (question, best, neutral) in [("投资环境", 20, 3), ("亲商", 19, 4), ("竞争力", 20, 3), ("总体满意度", 19, 4)]
    {
        let counts = counts(question);
        assert_eq!((counts[0] + counts[1], counts[2]), (best, neutral), "{question}");
    }
}

#[test]
fn each_demonstration_project_shows_its_condition_and_no_other() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    let findings = run.rows("findings", &["project_code", "code", "severity"]);
    let codes = |project: &str| {
        let mut codes: Vec<&str> =
            (findings.iter()).filter(|row| row[0] == project && row[2] != "note").map(|row| row[1].as_str()).collect();
        codes.dedup();
        codes
    };
    let warnings = run.rows("projects", &["project_code", "warning"]);
    let warning = |project: &str| warnings.iter().find(|row| row[0] == project).unwrap()[1].clone();
    for (project, expected, level) in [
        ("DEMO-01", &[][..], "red"),
        ("DEMO-02", &["nothing-spent"], "red"),
        ("DEMO-03", &["over-execution"], "none"),
        ("DEMO-04", &["unit-slip", "rate-differs"], "none"),
        ("DEMO-05", &["payment-duplicate"], "none"),
        ("DEMO-06", &["year-end-rush"], "none"),
        ("DEMO-07", &["survey-too-small"], "none"),
        ("DEMO-08", &["ledger-without-budget"], "-"),
        ("DEMO-09", &["weights-total"], "none"),
    ] {
        assert_eq!(codes(project), expected, "{project}");
        assert_eq!(warning(project), level, "{project}");
    }
    assert_eq!(codes("DEMO-10").first(), Some(&"claim-far"));
    let claims = ["claim-far", "claim-differs", "full-points-unexplained"];
    assert!(codes("DEMO-10").iter().all(|code| claims.contains(code)));
}

#[test]
fn tables_and_workbook_agree_to_the_cent() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    let mut book: Xlsx<_> = open_workbook(run.folder.join("绩效评价汇总.xlsx")).unwrap();
    let range = book.worksheet_range("项目排名").unwrap();
    let header =
        range.rows().position(|row| row.iter().any(|cell| *cell == Data::String("项目编码".to_owned()))).unwrap();
    let col = |name: &str| {
        let cells = range.rows().nth(header).unwrap();
        cells.iter().position(|cell| cell.to_string().contains(name)).unwrap_or_else(|| panic!("{name}"))
    };
    let (code, points, spent) = (col("项目编码"), col("得分"), col("支出"));
    let mut compared = 0;
    for row in run.rows("projects", &["project_code", "points", "expenditure_fen", "rank"]) {
        let line = range.rows().skip(header + 1).find(|line| line[code].to_string() == row[0]).unwrap();
        let number = |col: usize| calamine::DataType::as_f64(&line[col]).unwrap();
        assert_eq!(format!("{:.4}", number(points)), row[1], "{row:?}");
        // Money is stored in 万元 beyond the two decimals that are shown.
        assert_eq!(format!("{:.0}", number(spent) * 1e6), row[2], "{row:?}");
        compared += 1;
    }
    assert_eq!(compared, 12);
}

#[test]
fn explanations_go_down_to_the_cells() {
    let inbox = Inbox::sample();
    let says = |args: &[&str], words: &[&str]| {
        let said = inbox.explain(args);
        for word in words {
            assert!(said.contains(word), "{word}\n{said}");
        }
    };
    says(
        &[FOREIGN_TRADE, "B12"],
        &["2,876,500.00", "100.00%", "得 6 分", "项目预算表.xlsx [预算安排] E4", "资金拨付台账.xlsx [资金拨付台账] E5"],
    );
    says(&[FOREIGN_TRADE, "C11"], &["共 3 家", "≥3家", "[资金拨付台账] E6", "[资金拨付台账] E8"]);
    says(&[FOREIGN_TRADE, "D31"], &["82.61%", "8.26087", "总体比较好 12", "[答卷] O2", "O10 O20 O23 O25"]);
    says(
        &[INVESTMENT, "预算执行率"],
        &["63,638,400.00", "65,449,800.00", "97.23%", "4.861619", "得分 4.8", "[预算安排] F4", "[预算安排] G4"],
    );
    says(&[FOREIGN_TRADE, "D31", "--lang", "en"], &["the two best are 82.61% of 23", "points 8.26 (computed)"]);
}
