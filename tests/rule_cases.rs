//! The worked cases of `rubrics/cases/`: for each a sentence of a regulation or a report, the rule that it states, and what it
//! gives, compared exactly. An evaluator can add one without programming.
//!
//! A case of one rule is evaluated by itself. A case of a project, with sheets as units send them, is run by the program.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use jixiao::fraction::Fraction;
use jixiao::points::Points;
use jixiao::quantity::Quantity;
use jixiao::recognise::quantity_text::quantity_text;
use jixiao::rubric::policies::{AdjustmentKind, Excess, Missing, TotalOf, ZeroTarget};
use jixiao::rubric::rules::Rule;
use jixiao::rubric::{Rubric, load};
use jixiao::score::evaluate::peers::Peers;
use jixiao::score::evaluate::periods::Previous;
use jixiao::score::evaluate::{Inputs, evaluate};
use serde::Deserialize;
use strum::{IntoEnumIterator, VariantNames};
use support::{Inbox, repository, short};
use toml::{Table, Value};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    cases: Vec<Case>,
    #[serde(default)]
    projects: Vec<ProjectCase>,
}

/// One rule: what it says, and the points that each actual gives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    says: String,
    source: String,
    /// The rule as an edition writes it.
    rule: Table,
    weight: String,
    #[serde(default)]
    target: String,
    /// Policies of the edition.
    #[serde(default)]
    policies: Table,
    /// Points that whoever scored gave.
    given: Option<String>,
    /// The actual of the year before.
    previous: Option<String>,
    /// The actuals of the other projects.
    #[serde(default)]
    peers: Vec<String>,
    /// The boundaries of which this is the case.
    #[serde(default)]
    boundaries: Vec<String>,
    /// Each actual with its points; `无法评定` where there are none.
    results: Vec<[String; 2]>,
}

/// Small projects that are run as a whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectCase {
    says: String,
    source: String,
    /// What the edition has beside its name: indicators, policies, adjustments.
    edition: Table,
    /// Sheets as text, cells between `|`.
    sheets: Vec<String>,
    #[serde(default)]
    boundaries: Vec<String>,
    expect: Vec<Expected>,
    /// Codes of findings that have to be among those of the run.
    #[serde(default)]
    findings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    project: String,
    points: BTreeMap<String, String>,
    total: String,
    #[serde(default)]
    grade: String,
    #[serde(default = "scored")]
    status: String,
}

fn scored() -> String {
    "scored".to_owned()
}

fn files() -> Vec<(String, File)> {
    let folder = fs::read_dir(repository().join("rubrics/cases")).unwrap();
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let file = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let file = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, file)
    };
    paths.into_iter().map(file).collect()
}

/// An edition with what a case states, and the national grades and rounding where it states none.
fn edition(stated: &Table) -> String {
    let plain = "id = \"case\"\nname = \"算例\"\nreference = \"算例\"\neffective = \"2023-01-01\"\ntotal = \"100\"\nbase = \"revised\"\n\
         rounding = { places = 2, mode = \"half-up\" }\n\
         grades = [{ name = \"优\", from = \"90\" }, { name = \"良\", from = \"80\" }, { name = \"中\", from = \"60\" }, { name = \"差\", from = \"0\" }]\n";
    let mut edition: Table = plain.parse().unwrap();
    edition.extend(stated.clone());
    toml::to_string(&edition).unwrap()
}

impl Case {
    fn rubric(&self) -> Rubric {
        let is_checklist = self.rule.get("kind").and_then(Value::as_str) == Some("checklist");
        let measure = if is_checklist { "evidence" } else { "cell" };
        let indicator = Table::from_iter([
            ("name".to_owned(), "指标".into()),
            ("weight".to_owned(), self.weight.as_str().into()),
            ("measure".to_owned(), Table::from_iter([("kind".to_owned(), measure.into())]).into()),
            ("rule".to_owned(), self.rule.clone().into()),
        ]);
        let stated = Table::from_iter([
            ("total".to_owned(), self.weight.as_str().into()),
            ("policies".to_owned(), self.policies.clone().into()),
            ("indicators".to_owned(), vec![indicator].into()),
        ]);
        load::rubric("case", &edition(&stated)).unwrap_or_else(|error| panic!("{}: {error}", self.says))
    }

    /// The rounded points of an actual, `无法评定` where there are none.
    fn points(&self, rubric: &Rubric, actual: &str) -> String {
        let weight = Fraction::parse_decimal(&self.weight).unwrap();
        let stated = |text: &str| Some(quantity_text(text)).filter(|_| !text.is_empty());
        let (target, actual) = (stated(&self.target), stated(actual));
        let given = self.given.as_ref().map(|given| Points::exact(&Fraction::parse_decimal(given).unwrap()).unwrap());
        let all: Vec<Quantity> =
            actual.iter().cloned().chain(self.peers.iter().map(|peer| quantity_text(peer))).collect();
        let peers = Peers::new(&all);
        let previous = self.previous.as_ref().map(|text| Previous { actual: quantity_text(text), place: None });
        let inputs = Inputs {
            target: target.as_ref(),
            actual: actual.as_ref(),
            given,
            year: Some(2023),
            zero_target: rubric.policies.zero_target,
            over_completion: rubric.policies.over_completion.as_ref(),
            peers: peers.as_ref(),
            previous: previous.as_ref(),
            ..Inputs::of(&weight)
        };
        let points = evaluate(&rubric.indicators[0].rule, inputs).points;
        points.map_or("无法评定".to_owned(), |points| Points::rounded(&points, rubric.rounding).to_string())
    }
}

#[test]
fn each_rule_gives_what_its_sentence_says() {
    let mut wrong = Vec::new();
    for (file, cases) in files() {
        for case in &cases.cases {
            let rubric = case.rubric();
            assert!(!case.results.is_empty() && !case.source.is_empty(), "{}", case.says);
            for [actual, expected] in &case.results {
                let points = case.points(&rubric, actual);
                if points != *expected {
                    wrong.push(format!("{file}: {}\n   {} {actual}: {points}, not {expected}", case.says, case.target));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_project_comes_to_what_its_sentence_says() {
    let mut wrong = Vec::new();
    for (file, cases) in files() {
        for case in &cases.projects {
            assert!(!case.source.is_empty());
            let inbox = Inbox::new();
            let sheets = case.sheets.iter().enumerate();
            let sheets: Vec<_> =
                sheets.map(|(at, text)| support::sheet::sheet(&format!("表{}", at + 1), text)).collect();
            inbox.file("材料.xlsx", support::sheet::workbook(&sheets));
            inbox.file("own.toml", edition(&case.edition));
            inbox.file(
                "jixiao.toml",
                "[rubrics]\nfiles = [\"own.toml\"]\nscore-table = \"case\"\nself-evaluation = \"case\"\n",
            );
            let run = inbox.run(&["--no-score-sheets"]);
            for expected in &case.expect {
                let points = run.points(&expected.project);
                let [total, grade, status] = run.result(&expected.project);
                let or_blank = |text: String| if text == "-" { String::new() } else { text };
                let got = (points, short(&or_blank(total)), or_blank(grade), status);
                let stated =
                    (expected.points.clone(), expected.total.clone(), expected.grade.clone(), expected.status.clone());
                if got != stated {
                    wrong.push(format!("{file}: {}\n   {}: {got:?},\n   not {stated:?}", case.says, expected.project));
                }
            }
            let codes = run.codes();
            for code in case.findings.iter().filter(|code| !codes.contains(code)) {
                wrong.push(format!("{file}: {}\n   no {code} among {codes:?}", case.says));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every string in a table, by the path of its keys without places in lists: `policies.blank=full`.
fn stated(table: &Value, path: &str, into: &mut BTreeSet<String>) {
    match table {
        Value::Table(table) => {
            into.insert(path.to_owned());
            for (key, value) in table {
                stated(value, &format!("{path}{}{key}", if path.is_empty() { "" } else { "." }), into);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| stated(value, path, into)),
        Value::String(text) => {
            into.insert(path.to_owned());
            into.insert(format!("{path}={text}"));
        }
        other => {
            into.insert(format!("{path}={other}"));
        }
    }
}

#[test]
fn every_kind_every_policy_and_every_boundary_has_a_case() {
    let mut seen = BTreeSet::new();
    let mut boundaries = BTreeSet::new();
    for (_, cases) in files() {
        for case in cases.cases {
            stated(&case.rule.into(), "rule", &mut seen);
            stated(&case.policies.into(), "policies", &mut seen);
            boundaries.extend(case.boundaries);
        }
        for case in cases.projects {
            stated(&case.edition.into(), "", &mut seen);
            boundaries.extend(case.boundaries);
        }
    }
    let mut wanted: Vec<String> = Rule::VARIANTS.iter().map(|kind| format!("rule.kind={kind}")).collect();
    for missing in Missing::iter() {
        wanted.push(format!("policies.no-budget={}", missing.as_ref()));
        wanted.push(format!("policies.blank={}", missing.as_ref()));
    }
    wanted.extend(ZeroTarget::iter().map(|it| format!("policies.zero-target={}", it.as_ref())));
    wanted.extend(Excess::iter().map(|it| format!("policies.over-completion.then={}", it.as_ref())));
    wanted.extend(TotalOf::iter().map(|it| format!("policies.total.of={}", it.as_ref())));
    wanted.extend(AdjustmentKind::iter().map(|it| format!("adjustments.kind={}", it.as_ref())));
    wanted.extend(
        [
            "policies.computed-may-exceed-claimed=false",
            "policies.bonus-most",
            "policies.malus-most",
            "policies.blend",
            "policies.vetoes.total-at-most",
            "policies.vetoes.grade-at-most",
            "indicators.blank",
            "rule.of=completion",
            "rule.of=days-late",
            "rule.side=either",
            "rule.counting=whole",
            "rule.counting=begun",
            "rule.over=ratio",
            "rule.over=linear-to-double",
            "rule.zero-at=3",
            "rule.by-count",
        ]
        .map(str::to_owned),
    );
    // The rules of an edition's indicators stand a step deeper.
    let has = |wanted: &String| seen.iter().any(|seen| seen == wanted || seen == &format!("indicators.{wanted}"));
    let missing: Vec<&String> = wanted.iter().filter(|wanted| !has(wanted)).collect();
    assert!(missing.is_empty(), "{missing:?}\n{seen:?}");
    let all = [
        "刚好达到",
        "低一分钱",
        "高一分钱",
        "目标为零",
        "没有预算",
        "空白",
        "130%",
        "要点为负面表述",
        "分项由评价机构打分",
    ];
    let missing: Vec<_> = all.iter().filter(|boundary| !boundaries.contains(**boundary)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
