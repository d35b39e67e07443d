//! The catalogue: every word that a person reads, one file for each language, and the only place where facts become
//! words.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use strum::{AsRefStr, EnumIter, EnumString};
use unic_langid::{LanguageIdentifier, langid};

use crate::error::Error;
use crate::finding::{Fact, Facts, Finding};
use crate::score::scorecard::{Basis, Scored};

/// A language of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, AsRefStr, EnumString, EnumIter, clap::ValueEnum)]
#[strum(serialize_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// The files of its catalogue.
    pub fn sources(self) -> [&'static str; 5] {
        match self {
            Self::Zh => [
                include_str!("../locales/zh/findings.ftl"),
                include_str!("../locales/zh/basis.ftl"),
                include_str!("../locales/zh/rules.ftl"),
                include_str!("../locales/zh/workbook.ftl"),
                include_str!("../locales/zh/screen.ftl"),
            ],
            Self::En => [
                include_str!("../locales/en/findings.ftl"),
                include_str!("../locales/en/basis.ftl"),
                include_str!("../locales/en/rules.ftl"),
                include_str!("../locales/en/workbook.ftl"),
                include_str!("../locales/en/screen.ftl"),
            ],
        }
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Self::Zh => langid!("zh-CN"),
            Self::En => langid!("en"),
        }
    }
}

/// The messages of one language.
pub struct Words {
    pub lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// # Panics
    /// When a catalogue, which is part of the program, is not well formed; a test reads them all.
    pub fn new(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.id()]);
        // The marks around inserted values would be invisible rubbish in a cell.
        bundle.set_use_isolating(false);
        for source in lang.sources() {
            let resource = FluentResource::try_new(source.to_owned()).expect("the catalogue is well formed");
            bundle.add_resource(resource).expect("no message stands twice in the catalogue");
        }
        Self { lang, bundle }
    }

    /// The message of that name. A missing one shows its name, which a test never lets happen.
    pub fn text(&self, key: &str) -> String {
        self.format(key, None, &Vec::new())
    }

    /// The message with facts put in.
    pub fn with(&self, key: &str, facts: &Facts) -> String {
        self.format(key, None, facts)
    }

    /// What a finding says.
    pub fn message(&self, finding: &Finding) -> String {
        self.format(finding.code.name(), None, &finding.facts)
    }

    /// What to do about it.
    pub fn help(&self, finding: &Finding) -> String {
        self.format(finding.code.name(), Some("help"), &finding.facts)
    }

    pub fn basis(&self, basis: &Basis) -> String {
        self.with(basis.key, &basis.facts)
    }

    /// The message of a separator, which stands between bars so that its spaces are kept.
    pub fn separator(&self, key: &str) -> String {
        self.text(key).trim_matches('|').to_owned()
    }

    /// Why a run could not go on.
    pub fn error(&self, error: &Error) -> String {
        self.with(error.key(), &vec![("reason", error.to_string().into())])
    }

    /// How the points of an indicator came about: the measurement, the rule applied, part by part.
    pub fn account(&self, scored: &Scored) -> Vec<String> {
        let mut lines: Vec<String> = scored.basis.iter().map(|basis| self.basis(basis)).collect();
        lines.insert(0, self.basis(&scored.measured.basis));
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// A fact as it is shown in a sentence.
    pub fn fact(&self, fact: &Fact) -> String {
        match fact {
            Fact::Money(money) => money.to_string(),
            Fact::Share(share) => share.percent(2),
            Fact::ShareAt(share, places) => share.percent(*places),
            Fact::Points(points) => points.to_string(),
            Fact::Number(number) => number.plain(6),
            Fact::Count(count) => count.to_string(),
            Fact::Date(date) => date.to_string(),
            Fact::Text(text) => text.clone(),
            Fact::Term(key) => self.text(key),
            Fact::Said(key, facts) => self.with(key, facts),
            Fact::List(facts) => {
                let parts: Vec<String> = facts.iter().map(|fact| self.fact(fact)).collect();
                parts.join(&self.separator("term-sentence-separator"))
            }
            Fact::Place(place) => place.to_string(),
        }
    }

    fn format(&self, key: &str, attribute: Option<&str>, facts: &Facts) -> String {
        let Some(message) = self.bundle.get_message(key) else {
            return key.to_owned();
        };
        let pattern = match attribute {
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
            None => message.value(),
        };
        let Some(pattern) = pattern else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, fact) in facts {
            // A number too goes in as text: it is already as it should be shown.
            args.set(*name, FluentValue::from(self.fact(fact)));
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}
