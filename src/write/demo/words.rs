//! The words of the made workbooks: kinds of project, headings in the ways units write them, questions. They are data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// All of them.
pub static WORDS: LazyLock<DemoWords> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).expect("the words are part of the program"));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DemoWords {
    /// What tells made departments apart.
    pub marks: Vec<String>,
    pub offices: Vec<String>,
    pub note: String,
    pub made_up: String,
    pub headings: FormHeadings,
    pub reasons: Reasons,
    pub survey: SurveyWords,
    /// What is said of each fault, by its name.
    pub faults: BTreeMap<String, String>,
    /// What is said of each warning, by its name.
    pub warnings: BTreeMap<String, String>,
    pub guide: GuideWords,
    pub budget: BudgetWords,
    pub kinds: Vec<Kind>,
}

/// The synonyms from which each project takes its headings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormHeadings {
    pub target: Vec<String>,
    pub actual: Vec<String>,
    pub weight: Vec<String>,
    pub points: Vec<String>,
    pub reason: Vec<String>,
    pub initial: Vec<String>,
    pub revised: Vec<String>,
    pub spent: Vec<String>,
    pub date: Vec<String>,
    pub voucher: Vec<String>,
    pub payee: Vec<String>,
    pub purpose: Vec<String>,
    pub amount: Vec<String>,
    pub code: Vec<String>,
}

/// Why a target was missed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    pub quantity: String,
    pub rate: String,
    pub cost: String,
    pub benefit: String,
    pub satisfaction: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyWords {
    pub questions: Vec<String>,
    pub overall: String,
    pub background: String,
    pub ages: Vec<String>,
    pub open: String,
    pub opinions: Vec<String>,
    /// From the best to the worst.
    pub scale: Vec<String>,
    pub sources: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideWords {
    pub file: String,
    pub sheet: String,
    pub title: String,
    pub note: String,
    pub how: String,
    pub columns: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetWords {
    pub file: String,
    pub sheet: String,
    pub title: String,
    pub unit: String,
    pub columns: Vec<String>,
}

/// A kind of project.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub name: String,
    /// Whom it serves.
    pub served: String,
    /// Indicators of quantity: name, unit, least and most target.
    pub quantity: [(String, String, i64, i64); 2],
    pub quality: [String; 2],
    pub timely: String,
    /// The indicator of cost with its least and most ceiling, in fen.
    pub cost: (String, i64, i64),
    pub social: (String, String),
    pub economic: (String, String),
    pub lasting: (String, String),
    pub purposes: Vec<String>,
    pub goal: String,
}
