//! Which edition scores a project, and what an edition, a sheet's own table and both together give.

use jixiao::fraction::Fraction;
use jixiao::points::Points;
use jixiao::rubric::editions::BUILT_IN;
use jixiao::rubric::load;

use crate::support::sheet::{sheet, workbook};
use crate::support::{Inbox, repository};

/// A self-evaluation form whose first levels weigh so much, the execution rate first.
fn form(execution: u32, levels: &[(&str, u32)]) -> String {
    let rows: Vec<String> = (levels.iter())
        .map(|(level1, weight)| format!("|{level1}|{level1}|{level1}一|≥10户|10户|{weight}|{weight}|"))
        .collect();
    format!(
        r"
    项目支出绩效自评表|<|<|<|<|<|<|<|<
    （2023年度）|<|<|<|<|<|<|<|<
    项目名称|<|项目甲|<|<|主管部门|甲局|实施单位|甲局办公室
    项目编码|<|P1||||||
    项目资金⏎（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
    ^|^|年度资金总额|10|10|10|{execution}|100%|{execution}
    绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
    {}
",
        rows.join("\n    ")
    )
}

/// The edition, and the cell of the finding where its groups are not the form's.
fn chosen(form: &str, configuration: &str) -> (String, Option<String>) {
    let inbox = Inbox::new();
    inbox.file("自评表.xlsx", workbook(&[sheet("自评", form)])).file("jixiao.toml", configuration);
    let run = inbox.run(&[]);
    let differ = run.findings().into_iter().find(|[code, ..]| code == "groups-differ").map(|[_, _, cell]| cell);
    (run.rows("projects", &["rubric"])[0][0].clone(), differ)
}

const COMMON: [(&str, u32); 3] = [("产出指标", 50), ("效益指标", 30), ("满意度指标", 10)];

#[test]
fn the_default_is_the_edition_whose_split_is_the_forms_own() {
    let cost = [("成本指标", 20), ("产出指标", 40), ("效益指标", 20), ("满意度指标", 10)];
    let other = [("产出指标", 40), ("效益指标", 30), ("满意度指标", 20)];
    for (execution, levels, edition, differs) in [
        (10, &COMMON[..], "national-self-evaluation", false),
        (10, &[("产出", 50), ("A效益（30分）", 30), ("满意度", 10)], "national-self-evaluation", false),
        (10, &cost, "national-with-cost", false),
        (10, &[("产出指标", 50), ("效益指标", 40)], "national-without-satisfaction", false),
        (20, &[("产出指标", 40), ("效益指标", 40)], "self-evaluation-20-80", false),
        (20, &[("产出指标", 60), ("效益指标", 20)], "self-evaluation-20-80", false),
        // No edition has this split: the national one, and a word about it.
        (10, &other, "national-self-evaluation", true),
        (10, &[("产出指标", 50), ("效益指标", 30), ("其他指标", 10)], "national-self-evaluation", true),
    ] {
        let differ = differs.then(|| "G6".to_owned());
        assert_eq!(chosen(&form(execution, levels), ""), (edition.to_owned(), differ), "{execution} {levels:?}");
    }
}

/// 财预〔2020〕10号: 产出 and 效益 are the greater part of an evaluation.
#[test]
fn the_built_in_editions_give_results_their_share() {
    let mut checked = 0;
    for (file, text) in BUILT_IN {
        let rubric = load::rubric(file, text).unwrap();
        let is_result = |level1: &str| level1.contains("产出") || level1.contains("效益");
        let results = rubric.indicators.iter().filter(|one| is_result(&one.level1)).map(|one| one.weight);
        if rubric.own_rows.is_none() {
            assert!(results.sum::<Points>().fraction() >= Fraction::from(60), "{file}");
            checked += 1;
        }
    }
    assert_eq!(checked, 2);
}

/// 部分达成 with 55 % of its weight: outside the tier from 60 %, inside the one from 50 %.
#[test]
fn the_edition_of_a_split_brings_its_own_tiers() {
    for (execution, weight, claimed, points, outside) in [(20, 40, 22, "22", false), (10, 50, 27, "40", true)] {
        let form = form(execution, &[("产出指标", weight), ("效益指标", 90 - execution - weight), ("满意度指标", 10)]);
        let row = format!("产出指标一|≥10户|10户|{weight}|{weight}|");
        assert!(form.contains(&row));
        let form = form.replace(&row, &format!("产出指标一|效果明显|部分达成预期指标|{weight}|{claimed}|"));
        let inbox = Inbox::new();
        inbox.file("自评表.xlsx", workbook(&[sheet("自评", &form)]));
        let run = inbox.run(&[]);
        assert_eq!(run.points("P1")["产出指标一"], points);
        assert_eq!(run.codes().contains(&"points-outside-tier".to_owned()), outside);
    }
}

#[test]
fn the_configuration_goes_before_the_split() {
    let other = form(10, &[("产出指标", 40), ("效益指标", 30), ("满意度指标", 20)]);
    let free = "[rubrics]\nself-evaluation = \"self-evaluation-10-90\"\n";
    assert_eq!(chosen(&other, free), ("self-evaluation-10-90".to_owned(), None));
    let cost = "[rubrics.projects]\nP1 = \"national-with-cost\"\n";
    assert_eq!(chosen(&form(10, &COMMON), cost), ("national-with-cost".to_owned(), Some("G6".to_owned())));
}

#[test]
fn a_bureaus_own_default_goes_before_the_built_in_ones_where_it_fits() {
    let text = std::fs::read_to_string(repository().join("rubrics/national-with-cost.toml")).unwrap();
    let own = text.replace("national-with-cost", "own").replace("（设成本指标）", "（自定）");
    let own = own.replace("成本指标", "管理指标").replace("weight = \"20\"", "weight = \"15\"");
    let own = own.replace("weight = \"40\"", "weight = \"50\"");
    let chosen = |levels: &[(&str, u32)]| {
        let inbox = Inbox::new();
        inbox.file("自评表.xlsx", workbook(&[sheet("自评", &form(10, levels))]));
        inbox.file("own.toml", &own).file("jixiao.toml", "[rubrics]\nfiles = [\"own.toml\"]\n");
        inbox.run(&[]).rows("projects", &["rubric"])[0][0].clone()
    };
    assert_eq!(chosen(&[("管理指标", 15), ("产出指标", 50), ("效益指标", 15), ("满意度指标", 10)]), "own");
    assert_eq!(chosen(&COMMON), "national-self-evaluation");
}

/// Three rows: one that every project of the bureau has, and two of its own.
const TABLE: &str = r"
    2023年度项目绩效评价综合评分表|<|<|<|<|<|<|<|<
    项目编码|P1|||||||
    一级指标|二级指标|三级指标|评分规则|核查情况|目标值|实际完成值|分值|得分
    决策|项目立项|立项规范性|见办法|①符合；②不符合|规范|基本规范|40|35
    产出|产出数量|完成户数|见办法||≥10户|8户|40|36
    效益|社会效益|群众受益|见办法||达成预期指标|达成预期指标|20|20
";

const HEAD: &str = r#"
id = "own"
name = "自定"
reference = "无"
effective = "2023-01-01"
total = "100"
base = "revised"
rounding = { places = 2, mode = "half-up" }
grades = [{ name = "优", from = "0" }]
"#;

fn common(weight: u32) -> String {
    format!(
        "[[indicators]]\nname = \"立项规范性\"\nlevel1 = \"决策\"\nweight = \"{weight}\"\nmeasure = {{ kind = \"evidence\" }}\n\
         rule = {{ kind = \"checklist\", shares = [\"0.5\", \"0.5\"] }}\n"
    )
}

const OWN_ROWS: &str = r#"
[own-rows]
at-least = { kind = "proportional" }
at-most = { kind = "ceiling" }
equal = { kind = "proportional" }
qualitative = { kind = "tiers", tiers = [{ name = "达成", words = ["达成预期指标"], top = "1", floor = "0" }] }
"#;

/// The points of each indicator with their source, the status, and the rows that no indicator of the edition matches.
fn scored(edition: Option<String>) -> (Vec<String>, String, Vec<String>) {
    let inbox = Inbox::new();
    inbox.file("评分表.xlsx", workbook(&[sheet("评分", TABLE)]));
    if let Some(edition) = edition {
        inbox.file("own.toml", edition);
        inbox.file("jixiao.toml", "[rubrics]\nfiles = [\"own.toml\"]\nscore-table = \"own\"\n");
    }
    let run = inbox.run(&[]);
    let points = run.rows("indicators", &["level3", "points", "points_source"]).into_iter();
    let points = points.map(|row| format!("{} {} {}", row[0], crate::support::short(&row[1]), row[2])).collect();
    let unmatched = run.findings().into_iter().filter(|[code, ..]| code == "indicator-unmatched");
    (points, run.rows("projects", &["status"])[0][0].clone(), unmatched.map(|[_, _, cell]| cell).collect())
}

#[test]
fn an_edition_alone_scores_its_own_indicators_and_names_the_other_rows() {
    let (points, status, unmatched) = scored(Some(format!("{HEAD}{}", common(100))));
    assert_eq!((points, status.as_str()), (vec!["立项规范性 50 computed".to_owned()], "scored"));
    assert_eq!(unmatched, ["C5", "C6"]);
}

#[test]
fn a_project_may_be_scored_by_its_own_table() {
    let (points, status, unmatched) = scored(None);
    assert_eq!(points, ["立项规范性 35 assessed", "完成户数 32 computed", "群众受益 20 computed"]);
    assert_eq!((status.as_str(), unmatched.len()), ("scored", 0));
}

#[test]
fn an_edition_plus_own_rows_scores_both() {
    let (points, status, unmatched) = scored(Some(format!("{HEAD}{}{OWN_ROWS}", common(40))));
    assert_eq!(points, ["立项规范性 20 computed", "完成户数 32 computed", "群众受益 20 computed"]);
    assert_eq!((status.as_str(), unmatched.len()), ("scored", 0));
}

/// What is wrong with an edition, as the run would say it.
fn fault(right: &str, wrong: &str) -> String {
    let text = std::fs::read_to_string(repository().join("rubrics/national-self-evaluation.toml")).unwrap();
    assert!(text.contains(right), "{right}");
    load::rubric("own.toml", &text.replacen(right, wrong, 1))
        .map_or_else(|error| format!("{error:?}"), |_| String::new())
}

#[test]
fn an_edition_that_makes_no_sense_is_refused_with_the_path_of_its_key() {
    for (right, wrong, path) in [
        ("2020-02-25", "2023-02-29", "effective: "),
        ("2020-02-25", "2020-2-25", "effective: "),
        ("id = \"national", "id = \"national form", "id: "),
        ("name = \"项目支出绩效自评（国家通用）\"", "name = \" \"", "name: "),
        ("weight = \"50\"", "weight = \"60\"", "groups: "),
        ("weight = \"50\"", "weight = \"101\"", "groups[1]: "),
        ("weight = \"50\"", "weight = \"50\"\nat-least = \"40\"", "groups[1]: "),
        ("weight = \"50\"\n", "", "groups[1]: "),
        ("aliases = [\"产出\"", "aliases = [\"满意度\"", "groups[3].name: "),
    ] {
        let said = fault(right, wrong);
        assert!(said.contains(path), "{wrong}: {said}");
    }
    assert_eq!(fault("weight = \"50\"", "at-least = \"50\""), "");
}

#[test]
fn two_editions_of_one_name_stop_the_run() {
    let text = std::fs::read_to_string(repository().join("rubrics/national-with-cost.toml")).unwrap();
    for (file, own, key) in [
        ("own.toml", text.replace("national-with-cost", "own"), "name: "),
        // One of the same id takes the place of the built-in one.
        ("own.toml", text.clone(), ""),
    ] {
        let inbox = Inbox::two_sound_projects();
        inbox.file(file, own).file("jixiao.toml", format!("[rubrics]\nfiles = [\"{file}\"]\n"));
        let output = inbox.try_run(&[]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.success(), key.is_empty(), "{said}");
        assert!(said.contains(key) && (key.is_empty() || said.contains(file)), "{said}");
    }
}
