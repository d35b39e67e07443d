//! What a survey does not say of itself, as a configuration writes it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::fraction::Fraction;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::Question;

/// Questions are named by their number, or by words of their text.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SurveyChoices {
    /// The project's code; the surveys of all projects without an entry of their own where it is left out.
    pub project: Option<String>,
    /// The questions of the scale.
    pub scale: Vec<String>,
    /// Those of them that are worded the other way round.
    pub reversed: Vec<String>,
    /// Background questions by whose options satisfaction is told apart.
    pub groups: Vec<String>,
    /// What open answers are counted by.
    pub keywords: Vec<Keywords>,
    /// The options of questions.
    pub options: Vec<OptionList>,
    /// Copies issued, where no sheet says it.
    pub issued: Option<i64>,
    /// How many people or firms could have been asked, where no sheet says it.
    pub population: Option<i64>,
    /// How far a share may be off at 95 % in the sample needed, a fraction of 1; 0.05 where it is left out.
    pub margin: Option<Fraction>,
}

/// A heading under which open answers are counted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Keywords {
    /// The open question.
    pub question: String,
    /// What the answers that hold one of the words are about.
    pub name: String,
    /// Words, one of which is enough.
    pub words: Vec<String>,
}

/// The options of a question as the questionnaire lists them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OptionList {
    /// The question.
    pub question: String,
    /// In the questionnaire's order, which is that of its letters; of a scale the best first.
    pub options: Vec<String>,
}

impl SurveyChoices {
    pub fn margin(&self) -> Fraction {
        let five_percent = || Fraction::ratio(5, 100).unwrap_or_else(Fraction::zero);
        self.margin.clone().unwrap_or_else(five_percent)
    }

    /// The names of questions that none of the questions has; of an entry for one project alone.
    pub fn unmatched(&self, questions: &[Question]) -> Vec<String> {
        let keywords = self.keywords.iter().map(|keywords| &keywords.question);
        let options = self.options.iter().map(|list| &list.question);
        let names = [&self.scale, &self.reversed, &self.groups].into_iter().flatten().chain(keywords).chain(options);
        let is_unmatched = |name: &&String| !questions.iter().any(|question| is_named(question, name));
        names.filter(|_| self.project.is_some()).filter(is_unmatched).cloned().collect()
    }

    /// The key of a value that makes no sense, if there is one.
    pub fn fault(&self) -> Option<&'static str> {
        let margin = self.margin();
        let is_said = |text: &String| !squeezed(text).is_empty();
        let names = [&self.scale, &self.reversed, &self.groups].map(|names| names.iter().all(is_said));
        [
            ("scale", names[0]),
            ("reversed", names[1]),
            ("groups", names[2]),
            (
                "keywords",
                self.keywords
                    .iter()
                    .all(|it| is_said(&it.question) && !it.words.is_empty() && it.words.iter().all(is_said)),
            ),
            ("options", self.options.iter().all(|it| is_said(&it.question) && !it.options.is_empty())),
            ("issued", self.issued.is_none_or(|count| count >= 0)),
            ("population", self.population.is_none_or(|count| count >= 1)),
            ("margin", crate::rubric::is_share(&margin) && !margin.is_zero()),
        ]
        .into_iter()
        .find_map(|(key, sound)| (!sound).then_some(key))
    }
}

/// Whether a question is the one that is meant: `4` names the question of that number, other words those that hold them.
pub fn is_named(question: &Question, name: &str) -> bool {
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        question.number.as_deref() == Some(name)
    } else {
        squeezed(&question.text).contains(&squeezed(name))
    }
}

/// Whether a question is one of those that are meant.
pub fn is_among(question: &Question, names: &[String]) -> bool {
    names.iter().any(|name| is_named(question, name))
}
