//! Whole editions: one that loads scores anything, and its total is the sum of what is printed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jixiao::assemble::assemble;
use jixiao::measure::project::MeasuredProject;
use jixiao::measure::survey::choices::SurveyChoices;
use jixiao::points::Points;
use jixiao::recognise::header::Headings;
use jixiao::rubric::{Rubric, load};
use jixiao::run::recognised;
use jixiao::score::others::{self, Others};
use jixiao::score::score;
use jixiao::score::scorecard::{Scorecard, Status};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use strum::VariantNames;

use crate::rules::any_text;
use crate::support::sheet::{sheet, workbook};

fn share() -> impl Strategy<Value = String> {
    (0..=100u32).prop_map(|share| if share == 100 { "1".to_owned() } else { format!("0.{share:02}") })
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof!["0\\.[0-9]{1,2}", "[1-9][0-9]{0,2}"]
}

/// A rule as an edition writes it; some are refused.
fn rule() -> impl Strategy<Value = String> {
    let side = prop_oneof![Just("short"), Just("over"), Just("either")];
    let of = prop_oneof![Just("actual"), Just("completion"), Just("days-late")];
    let better = prop_oneof![Just("higher"), Just("lower")];
    let either = |one: &'static str, two: &'static str| prop_oneof![Just(one), Just(two)];
    prop_oneof![
        Just("kind = \"met\", words = [\"及时\"]".to_owned()),
        (number(), either("at-least", "below")).prop_map(|(at, key)| format!("kind = \"met\", {key} = \"{at}\"")),
        share().prop_map(|gate| format!("kind = \"proportional\", gate = \"{gate}\"")),
        Just("kind = \"proportional\"".to_owned()),
        share().prop_map(|full| format!("kind = \"own-rate\", full-at = \"{full}\"")),
        share().prop_map(|gate| format!("kind = \"gated-linear\", full-at = \"1\", gate = \"{gate}\"")),
        prop_oneof![Just("nothing"), Just("ratio"), Just("linear-to-double")]
            .prop_map(|over| format!("kind = \"ceiling\", over = \"{over}\"")),
        (of.clone(), side, number(), share(), prop_oneof![Just("linear"), Just("whole"), Just("begun")]).prop_map(
            |(of, side, step, loss, counting)| format!(
                "kind = \"deduction\", of = \"{of}\", side = \"{side}\", step = \"{step}\", loss-share = \"{loss}\", counting = \"{counting}\""
            )
        ),
        (of, number(), share()).prop_map(|(of, from, part)| format!(
            "kind = \"bands\", of = \"{of}\", bands = [{{ from = \"{from}\", share = \"1\" }}, {{ from = \"0\", share = \"{part}\" }}]"
        )),
        prop_oneof![Just(""), Just(", all-or-nothing = true"), Just(", loss-share = \"0.2\", zero-at = 3")]
            .prop_map(|award| format!("kind = \"checklist\", shares = [\"1/3\", \"2/3\"], requirements = [1, 5]{award}")),
        Just(
            "kind = \"tiers\", tiers = [{ name = \"达成\", words = [\"达成\"], top = \"1\", floor = \"0.8\" }, \
             { name = \"未达成\", words = [\"未达成\"], top = \"0.6\", floor = \"0\" }]"
                .to_owned()
        ),
        either("rising", "falling").prop_map(|direction| format!("kind = \"series\", direction = \"{direction}\"")),
        better.clone().prop_map(|better| format!("kind = \"comparison\", better = \"{better}\"")),
        (share(), number()).prop_map(|(start, step)| format!(
            "kind = \"improvement\", at-same = \"{start}\", step = \"{step}\", gain-share = \"0.1\""
        )),
        (share(), number()).prop_map(|(start, step)| format!(
            "kind = \"peer-average\", at-average = \"{start}\", step = \"{step}\", gain-share = \"0.1\""
        )),
        better.prop_map(|better| format!("kind = \"peer-range\", better = \"{better}\"")),
        number().prop_map(|out_of| format!("kind = \"external\", out-of = \"{out_of}\"")),
        Just(
            "kind = \"parts\", parts = [{ name = \"任务0\", measure = { kind = \"cell\" }, rule = { kind = \"proportional\" } }, \
             { name = \"没有的项\", measure = { kind = \"cell\" }, rule = { kind = \"assessed\" } }]"
                .to_owned()
        ),
        Just("kind = \"assessed\"".to_owned()),
    ]
}

fn policies() -> impl Strategy<Value = String> {
    let missing = || prop_oneof![Just("full"), Just("zero"), Just("share-out")];
    let zero = prop_oneof![Just("met-by-zero"), Just("full"), Just("not-assessable")];
    let over = prop_oneof![
        Just(""),
        Just("over-completion = { limit = \"1.3\", then = \"flag\" }"),
        Just("over-completion = { limit = \"1.3\", then = \"reduce-past-limit\" }"),
        Just("over-completion = { limit = \"1\", then = \"reduce-by-deviation\" }"),
    ];
    (missing(), missing(), zero, over).prop_map(|(no_budget, blank, zero, over)| {
        format!("no-budget = \"{no_budget}\"\nblank = \"{blank}\"\nzero-target = \"{zero}\"\n{over}")
    })
}

/// An edition of these rules, each weighing 25.
fn edition(policies: &str, rules: &[String]) -> String {
    let mut text = format!(
        "id = \"p\"\nname = \"p\"\nreference = \"p\"\neffective = \"2023-01-01\"\ntotal = \"{}\"\nbase = \"revised\"\n\
         rounding = {{ places = 2, mode = \"half-up\" }}\ngrades = [{{ name = \"优\", from = \"50\" }}, {{ name = \"差\", from = \"0\" }}]\n\
         [policies]\n{policies}\n",
        rules.len() * 25
    );
    for (at, rule) in rules.iter().enumerate() {
        let measure = if rule.contains("checklist") { "evidence" } else { "cell" };
        text += &format!(
            "[[indicators]]\nname = \"任务{at}\"\nweight = \"25\"\nmeasure = {{ kind = \"{measure}\" }}\nrule = {{ {rule} }}\n"
        );
    }
    text
}

/// Scores projects whose score tables have these targets and actuals, of this year and the one before.
fn scored(rubric: &Rubric, projects: &[Vec<(String, String)>]) -> Vec<Scorecard> {
    // What stands between cells and merges them is no part of a cell here.
    let cell = |text: &str| text.replace(['|', '<', '^', '⏎', '\n', '\r', '='], "");
    let table = |at: usize, rows: &Vec<(String, String)>| {
        let mut text = format!("{}年度项目绩效评价综合评分表\n项目编码：P{}\n", 2022 + at % 2, at / 2);
        text += "一级指标|二级指标|三级指标|评分规则|核查情况|目标值|实际完成值|分值|得分";
        for (at, (target, actual)) in rows.iter().enumerate() {
            let (target, actual) = (cell(target), cell(actual));
            text += &format!("\n产出|数量|任务{at}||{actual}|{target}|{actual}|25|");
        }
        sheet(&format!("表{at}"), &text)
    };
    let sheets: Vec<_> = projects.iter().enumerate().map(|(at, rows)| table(at, rows)).collect();
    let headings = Headings::new(&BTreeMap::new()).unwrap();
    let mut files = vec![recognised("a.xlsx", workbook(&sheets), &headings)];
    let projects = assemble(&mut files, None).unwrap().projects;
    let measured: Vec<_> = projects
        .into_iter()
        .map(|project| MeasuredProject::new(project, None, rubric.base, &SurveyChoices::default()))
        .collect();
    let peers = measured.iter().flat_map(|one| others::peer_actuals(rubric, &one.figures())).collect();
    let previous = measured.iter().flat_map(|one| others::previous_actuals(rubric, &one.project, &one.figures()));
    let others = Others::new(peers, previous.collect());
    measured.iter().map(|one| score(rubric, &one.figures(), &others).0).collect()
}

#[test]
fn every_kind_is_written() {
    let mut runner = TestRunner::deterministic();
    let rules = rule();
    let written: BTreeSet<String> = (0..2_000).map(|_| rules.new_tree(&mut runner).unwrap().current()).collect();
    for kind in jixiao::rubric::rules::Rule::VARIANTS {
        let of_kind = written.iter().filter(|rule| rule.starts_with(&format!("kind = \"{kind}\"")));
        let loads = |rule: &String| load::rubric("p", &edition("", std::slice::from_ref(rule))).is_ok();
        assert!(of_kind.into_iter().any(loads), "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn an_edition_that_loads_scores_anything(
        policies in policies(),
        rules in proptest::collection::vec(rule(), 1..5),
        cells in proptest::collection::vec(proptest::collection::vec((any_text(), any_text()), 4), 1..4),
    ) {
        let rules: Vec<String> =
            rules.into_iter().filter(|rule| load::rubric("p", &edition("", std::slice::from_ref(rule))).is_ok()).collect();
        prop_assume!(!rules.is_empty());
        let text = edition(&policies, &rules);
        let rubric = load::rubric("p", &text).unwrap();
        let rows: Vec<_> = cells.into_iter().map(|rows| rows.into_iter().take(rules.len()).collect()).collect();
        for card in scored(&rubric, &rows) {
            let found = card.indicators.iter().filter(|one| one.place.is_some()).count();
            prop_assert_eq!(found, rules.len());
            for one in &card.indicators {
                prop_assert!(one.points >= Points::ZERO && one.points <= one.weight, "{text}\n{one:?}");
            }
            let sum: Points = card.indicators.iter().map(|one| one.points).sum();
            prop_assert!(card.points.is_none_or(|points| points == sum), "{text}");
            prop_assert_eq!(card.points.is_none(), card.status == Status::Unscored);
            prop_assert_eq!(card.grade.is_some(), card.status == Status::Scored);
        }
    }
}
