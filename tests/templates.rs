//! The blank workbooks: written, filled in as a person would, recalculated, and read back to the same values with no finding.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::office::{is_there, recalculated};
use support::{Inbox, jixiao, short, type_into};

fn templates(dir: &Path, lang: &str) -> Vec<PathBuf> {
    let output = jixiao().arg("template").arg(dir).args(["--lang", lang]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The blank workbook whose title says so.
fn of<'a>(files: &'a [PathBuf], title: &str) -> &'a Path {
    let is_titled = |path: &&PathBuf| sheet_name(path) == title;
    files.iter().find(is_titled).unwrap_or_else(|| panic!("{title}"))
}

fn sheet_name(path: &Path) -> String {
    open_workbook::<Xlsx<_>, _>(path).unwrap().sheet_names()[0].clone()
}

/// A form being filled in: cells are found by the headings and labels that a person reads.
struct Filled {
    path: PathBuf,
    texts: BTreeMap<(u32, u32), String>,
    typed: Vec<(String, String)>,
}

impl Filled {
    fn of(path: &Path) -> Self {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        let range = book.worksheet_range(&sheet_name(path)).unwrap();
        let start = range.start().unwrap();
        let text = |(row, col, value): (usize, usize, &Data)| match value {
            Data::String(text) => Some(((row as u32 + start.0, col as u32 + start.1), text.clone())),
            _ => None,
        };
        Self { path: path.to_owned(), texts: range.used_cells().filter_map(text).collect(), typed: Vec::new() }
    }

    /// Where a heading or label stands, the last one of that name.
    fn find(&self, label: &str) -> (u32, u32) {
        let first_line = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        let found = self.texts.iter().filter(|(_, text)| first_line(text) == label).map(|(at, _)| *at).next_back();
        found.unwrap_or_else(|| panic!("{}: no {label}: {:?}", self.path.display(), self.texts))
    }

    fn put(&mut self, (row, col): (u32, u32), value: &str) -> &mut Self {
        if !value.is_empty() {
            let letter = char::from(b'A' + u8::try_from(col).unwrap());
            self.typed.push((format!("{letter}{}", row + 1), value.to_owned()));
        }
        self
    }

    /// Beside the first label of that name.
    fn beside(&mut self, label: &str, value: &str) -> &mut Self {
        let first_line = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        let (row, col) = *self.texts.iter().find(|(_, text)| first_line(text) == label).unwrap().0;
        self.put((row, col + 1), value)
    }

    /// In the column of a heading, so many rows under it.
    fn under(&mut self, heading: &str, rows: u32, value: &str) -> &mut Self {
        let (row, col) = self.find(heading);
        self.put((row + rows, col), value)
    }

    fn rows(&mut self, headings: &[&str], rows: &[&[&str]]) -> &mut Self {
        for (at, row) in (1..).zip(rows) {
            for (heading, value) in headings.iter().zip(*row) {
                self.under(heading, at, value);
            }
        }
        self
    }

    /// Saves it into the inbox as Excel would, with every formula computed.
    fn save(&self, to: PathBuf) {
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let typed = folder.path().join("typed.xlsx");
        type_into(&self.path, &typed, &sheet_name(&self.path), &self.typed);
        let has_formulas = !open_workbook::<Xlsx<_>, _>(&typed)
            .unwrap()
            .worksheet_formula(&sheet_name(&self.path))
            .unwrap()
            .is_empty();
        if has_formulas {
            let computed = recalculated(&typed, folder.path());
            std::fs::copy(computed, to).unwrap();
        } else {
            std::fs::copy(typed, to).unwrap();
        }
    }
}

/// Every blank workbook filled in for two projects: one that its unit scores, one that an evaluator scores.
fn fill(inbox: &Inbox, files: &[PathBuf]) {
    let into = |name: &str| inbox.input().join(name);
    let mut budget = Filled::of(of(files, "项目预算安排表"));
    budget.rows(
        &[
            "项目编码",
            "项目名称",
            "年度",
            "主管部门",
            "实施单位",
            "年初预算数（万元）",
            "全年预算数（万元）",
            "到位资金（万元）",
            "批复日期",
        ],
        &[
            &["'001", "农村道路养护", "2024", "甲局", "甲局养护站", "10.123456", "10.123456", "10.123456", "45306"],
            &["A-02", "桥梁加固", "2024", "乙局", "乙局", "20", "20", "20", "45306"],
        ],
    );
    budget.save(into("预算.xlsx"));

    let mut ledger = Filled::of(of(files, "资金拨付台账"));
    ledger.rows(
        &["项目编码", "项目名称", "拨付日期", "凭证号", "收款单位", "用途", "拨付金额（元）", "备注"],
        &[
            &["'001", "农村道路养护", "45356", "K-1", "养护一队", "路面养护", "61234.55", ""],
            &["'001", "农村道路养护", "45448", "K-2", "养护二队", "边坡清理", "30000", ""],
            &["'001", "农村道路养护", "45540", "K-3", "养护一队", "标志更新", "10000.01", "尾款"],
            &["A-02", "桥梁加固", "45387", "K-4", "桥梁公司", "加固工程", "120000", ""],
            &["A-02", "桥梁加固", "45478", "K-5", "监理公司", "监理费", "80000", ""],
        ],
    );
    ledger.save(into("台账.xlsx"));

    let mut form = Filled::of(of(files, "项目支出绩效自评表"));
    form.beside("项目名称", "农村道路养护").beside("项目编码", "'001").beside("年度", "2024");
    form.beside("主管部门", "甲局").beside("实施单位", "甲局养护站");
    form.beside("预期总体目标", "完成全部养护").beside("目标实际完成情况", "已全部完成");
    let funds = form.find("全年执行数（万元）").0;
    for (heading, value) in
        [("年初预算数（万元）", "10.123456"), ("全年预算数（万元）", "10.123456"), ("全年执行数（万元）", "10.123456")]
    {
        let col = form.find(heading).1;
        form.put((funds + 1, col), value).put((funds + 2, col), value);
    }
    let (weight, points) = (form.find("分值").1, form.find("得分").1);
    form.put((funds + 1, weight), "10").put((funds + 1, points), "10");
    form.rows(
        &["一级指标", "二级指标", "三级指标", "目标值", "实际完成值", "分值", "得分"],
        &[
            &["产出指标", "数量指标", "养护里程", "≥12公里", "12公里", "50", "50"],
            &["效益指标", "社会效益指标", "通行安全", "≥95%", "96%", "30", "30"],
            &["满意度指标", "服务对象满意度指标", "群众满意度", "≥75%", "80%", "10", "10"],
        ],
    );
    form.save(into("001/自评.xlsx"));

    let mut scores = Filled::of(of(files, "项目绩效评价综合评分表"));
    scores.beside("项目编码", "A-02").beside("项目名称", "桥梁加固").beside("年度", "2024");
    scores.rows(
        &[
            "一级指标",
            "二级指标",
            "三级指标",
            "评分规则",
            "目标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ],
        &[
            &[
                "决策",
                "项目立项",
                "决策程序完备率",
                "得分=完成值/目标值*分值",
                "100%",
                "95%",
                "20",
                "19",
                "缺少一份论证",
            ],
            &["产出", "产出数量", "加固桥梁", "得分=完成值/目标值*分值", "≥4座", "4座", "50", "50", ""],
            &["效益", "社会效益", "隐患下降率", "得分=完成值/目标值*分值", "≥90%", "90%", "30", "30", ""],
        ],
    );
    scores.save(into("A-02/评分.xlsx"));

    let mut survey = Filled::of(of(files, "满意度调查问卷"));
    survey.beside("项目编码", "'001").beside("项目名称", "农村道路养护").beside("年度", "2024");
    survey.beside("发放份数", "20").beside("回收份数", "15");
    let top = survey.find("序号").0;
    for copy in 1..=15_u32 {
        survey.put((top + copy, 0), &copy.to_string());
        for question in 1..=5 {
            let scale = ["非常满意", "满意", "一般", "不满意", "非常不满意"];
            let answer = scale[((copy * copy * 7 + question * copy) % 5) as usize];
            survey.put((top + copy, question), answer);
        }
    }
    survey.put((top + 1, 6), "路灯再亮一些");
    survey.save(into("001/问卷.xlsx"));
}

/// A reviewer cuts two points.
fn review(inbox: &Inbox, files: &[PathBuf]) {
    let mut review = Filled::of(of(files, "绩效评价审定表"));
    review.rows(
        &["项目编码", "年度", "一级指标", "二级指标", "三级指标", "审定得分", "审定理由", "审定人"],
        &[&["'001", "2024", "产出指标", "数量指标", "养护里程", "48", "两公里未验收", "示例复核人"]],
    );
    review.save(inbox.input().join("审定.xlsx"));
}

#[test]
fn filled_in_they_read_back_to_the_same_values_without_a_finding() {
    if !is_there() {
        return;
    }
    for lang in ["zh", "en"] {
        let inbox = Inbox::new();
        let blank = tempfile::tempdir().unwrap();
        let files = templates(blank.path(), lang);
        assert_eq!(files.len(), 6);
        fill(&inbox, &files);
        let run = inbox.run(&["--as-of", "2024-12-31"]);
        let found = run.rows("findings", &["code", "project_code", "sheet", "cell", "message"]);
        assert!(found.is_empty(), "{lang}: {found:#?}");

        let projects = run.rows(
            "projects",
            &[
                "project_code",
                "project_name",
                "department",
                "unit",
                "fiscal_year",
                "initial_budget_fen",
                "revised_budget_fen",
                "received_fen",
                "expenditure_fen",
                "points",
            ],
        );
        let mut projects: Vec<Vec<String>> = projects
            .into_iter()
            .map(|mut row| {
                row[9] = short(&row[9]);
                row
            })
            .collect();
        projects.sort();
        assert_eq!(
            projects,
            [
                [
                    "001",
                    "农村道路养护",
                    "甲局",
                    "甲局养护站",
                    "2024",
                    "10123456",
                    "10123456",
                    "10123456",
                    "10123456",
                    "100"
                ],
                ["A-02", "桥梁加固", "乙局", "乙局", "2024", "20000000", "20000000", "20000000", "20000000", "99"],
            ]
            .map(|row| row.map(str::to_owned).to_vec())
        );
        let payments = run.rows("payments", &["project_code", "date", "voucher", "payee", "amount_fen"]);
        assert_eq!(payments.len(), 5);
        assert!(payments.contains(&["001", "2024-09-05", "K-3", "养护一队", "1000001"].map(str::to_owned).to_vec()));
        let surveys = run.rows("surveys", &["project_code", "issued", "returned", "valid"]);
        assert_eq!(surveys, [["001", "20", "15", "15"].map(str::to_owned)]);
        let indicators = run.rows("indicators", &["project_code", "level3", "weight", "points", "points_source"]);
        let indicator = |name: &str| {
            let row = indicators.iter().find(|row| row[1] == name).unwrap();
            [short(&row[2]), short(&row[3]), row[4].clone()]
        };
        assert_eq!(indicator("养护里程"), ["50", "50", "computed"]);
        assert_eq!(indicator("加固桥梁"), ["50", "50", "computed"]);
        assert_eq!(indicator("决策程序完备率"), ["20", "19", "computed"]);

        review(&inbox, &files);
        let run = inbox.run(&["--as-of", "2024-12-31"]);
        // What a reviewer changes is told, as what it makes of the claim.
        assert_eq!(run.codes(), ["claim-differs", "claim-total-differs", "points-reviewed"]);
        assert_eq!(run.result("001"), ["98", "优", "scored"]);
        let sources = run.rows("indicators", &["level3", "points", "points_source"]);
        let row = sources.iter().find(|row| row[0] == "养护里程").unwrap();
        assert_eq!([short(&row[1]), row[2].clone()], ["48", "reviewed"]);
    }
}

#[test]
fn blank_ones_are_no_project_and_are_never_overwritten() {
    let blank = tempfile::tempdir().unwrap();
    let files = templates(blank.path(), "zh");
    let before: Vec<Vec<u8>> = files.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let again = jixiao().arg("template").arg(blank.path()).output().unwrap();
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("已经存在"));
    let after: Vec<Vec<u8>> = files.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert!(before == after);

    let inbox = Inbox::two_sound_projects();
    let alone = inbox.run(&[]).codes();
    for file in &files {
        std::fs::copy(file, inbox.input().join(file.file_name().unwrap())).unwrap();
    }
    // A form that names no project is told; blank lists hold nothing.
    let with = inbox.run(&[]);
    assert_eq!(with.table("projects").height(), 2);
    let unknown = with.codes().iter().filter(|code| *code == "project-unknown").count();
    assert_eq!(unknown, 3);
    assert_eq!(with.codes().len(), alone.len() + unknown);
}
