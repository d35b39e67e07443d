//! Rule texts as bureaus write them: what is understood gives the points that follow from the words, what states no rule is
//! left alone, and what fits no single reading is refused.

use std::fs;
use std::path::PathBuf;

use jixiao::finding::Fact;
use jixiao::fraction::Fraction;
use jixiao::points::Points;
use jixiao::quantity::Quantity;
use jixiao::recognise::quantity_text::quantity_text;
use jixiao::rubric::rules::Rule;
use jixiao::rubric::text::{Reading, Row, read};
use jixiao::score::evaluate::{Inputs, evaluate, units_differ};
use jixiao::words::{Lang, Words};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    texts: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    /// Where it is written so.
    #[serde(rename = "source")]
    _source: String,
    name: String,
    #[serde(default, rename = "explanation")]
    _explanation: String,
    weight: String,
    #[serde(default)]
    target: String,
    text: String,
    verdict: String,
    /// Of a refusal.
    #[serde(default, rename = "why")]
    _why: String,
    /// An actual, or evidence, and the points that it gives; `""` where the rule cannot judge it.
    #[serde(default)]
    points: Vec<(String, String)>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rule_texts")
}

fn decimal(text: &str) -> Fraction {
    Fraction::parse_decimal(text).unwrap()
}

/// What is wrong, if anything.
fn fault(text: &Text) -> Option<String> {
    let weight = Points::exact(&decimal(&text.weight)).unwrap();
    let target = (!text.target.is_empty()).then(|| quantity_text(&text.target));
    let row = Row { name: &text.name, weight, target: target.as_ref(), tiers: &[] };
    let reading = read(&text.text, row);
    let verdict = match &*reading {
        Reading::Silent => "none",
        Reading::Rule(_) => "rule",
        Reading::Refused(_) => "refuse",
    };
    if verdict != text.verdict {
        return Some(format!("{} instead of {}: {reading:?}", verdict, text.verdict));
    }
    let Reading::Rule(read) = &*reading else { return None };
    for (actual, points) in &text.points {
        let actual = quantity_text(actual);
        let weight = weight.fraction();
        let inputs = Inputs { target: target.as_ref(), actual: Some(&actual), year: Some(2023), ..Inputs::of(&weight) };
        let outcome = if read.can_judge(&actual) { evaluate(&read.rule, inputs) } else { units_differ(inputs) };
        let found = outcome.points.map(|points| points.plain(4)).unwrap_or_default();
        if found != *points {
            return Some(format!("{actual} gives {found:?} instead of {points}: {read:?}"));
        }
    }
    None
}

#[test]
fn every_text_is_read_as_it_says_or_not_at_all() {
    let texts = texts();
    let faults: Vec<String> = (texts.iter())
        .filter_map(|text| {
            let fault = fault(text)?;
            Some(format!("[{}] {}分 {}\n   {}\n   {fault}", text.name, text.weight, text.target, text.text))
        })
        .collect();
    assert!(faults.is_empty(), "{} of {} texts:\n{}", faults.len(), texts.len(), faults.join("\n"));
    let understood = texts.iter().filter(|text| text.verdict == "rule");
    for text in understood {
        assert!(!text.points.is_empty(), "{}: no points to hold it against", text.text);
    }
}

fn texts() -> Vec<Text> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: PathBuf| toml::from_str::<File>(&fs::read_to_string(path).unwrap()).unwrap().texts;
    files.into_iter().filter(|path| path.extension().is_some_and(|it| it == "toml")).flat_map(read).collect()
}

/// The canonical words are a text that is understood as the same rule.
#[test]
fn canonical_words_say_the_same_once_more() {
    let words = Words::new(Lang::Zh);
    let mut faults = Vec::new();
    for text in texts() {
        let weight = Points::exact(&decimal(&text.weight)).unwrap();
        let target = (!text.target.is_empty()).then(|| quantity_text(&text.target));
        let row = Row { name: &text.name, weight, target: target.as_ref(), tiers: &[] };
        let Reading::Rule(first) = &*read(&text.text, row) else { continue };
        let Fact::List(said) = &*first.restated else { panic!("{}", text.text) };
        let canonical = words.fact(&said[0]);
        match &*read(&canonical, row) {
            Reading::Rule(second) if agree(&first.rule, &second.rule, &text, target.as_ref()) => {}
            other => faults.push(format!("{}\n   {canonical}\n   {:?}\n   {other:?}", text.text, first.rule)),
        }
    }
    assert!(faults.is_empty(), "{}:\n{}", faults.len(), faults.join("\n"));
}

/// Whether two rules give the same for the actuals of a text.
fn agree(one: &Rule, two: &Rule, text: &Text, target: Option<&Quantity>) -> bool {
    let weight = decimal(&text.weight);
    let give = |rule: &Rule, actual: &Quantity| {
        evaluate(rule, Inputs { target, actual: Some(actual), year: Some(2023), ..Inputs::of(&weight) }).points
    };
    text.points.iter().map(|(actual, _)| quantity_text(actual)).all(|actual| give(one, &actual) == give(two, &actual))
}
