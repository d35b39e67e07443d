//! The catalogues of both languages are complete and say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jixiao::finding::{Code, Finding};
use jixiao::location::Place;
use jixiao::words::{Lang, Words};
use strum::IntoEnumIterator;

/// Every message and attribute with the names of the facts in it.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    let mut message = String::new();
    let mut name = String::new();
    for line in lang.sources().join("\n").lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
            message = key.to_owned();
            name = message.clone();
        } else if let Some((attribute, _)) = line.trim().strip_prefix('.').and_then(|rest| rest.split_once(" =")) {
            name = format!("{message}.{attribute}");
        }
        let facts: &mut BTreeSet<String> = messages.entry(name.clone()).or_default();
        for part in line.split("{ $").skip(1) {
            facts.insert(part.split([' ', '}']).next().unwrap_or_default().to_owned());
        }
    }
    messages
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_facts() {
    let (zh, en) = (messages(Lang::Zh), messages(Lang::En));
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (name, facts) in &zh {
        assert_eq!(facts, &en[name], "{name}");
    }
    assert!(zh.len() > 250);
}

#[test]
fn every_finding_has_a_message_and_a_remedy() {
    for lang in Lang::iter() {
        let words = Words::new(lang);
        for code in Code::iter() {
            let finding = Finding::new(code, Place::file("a.xlsx"));
            assert_ne!(words.message(&finding), code.name(), "{lang:?} {code}");
            assert_ne!(words.help(&finding), code.name(), "{lang:?} {code}");
            assert_eq!(code.name().parse::<Code>(), Ok(code));
        }
    }
}

#[test]
fn every_message_that_the_program_names_exists() {
    fn walk(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, into) } else { into.push_str(&std::fs::read_to_string(path).unwrap()) }
        }
    }
    let mut source = String::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
    let messages = messages(Lang::Zh);
    let prefixes = [
        "basis-",
        "measure-",
        "reason-",
        "term-",
        "fact-",
        "threshold-",
        "stage-",
        "screen-",
        "explain-",
        "error-",
        "column-",
        "title-",
        "sheet-",
    ];
    let quoted = source.split('"').skip(1).step_by(1).filter(|text| {
        prefixes.iter().any(|prefix| text.starts_with(prefix) && text.len() > prefix.len())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    });
    let named: BTreeSet<&str> = quoted.collect();
    assert!(named.len() > 80, "{}", named.len());
    for name in named {
        assert!(messages.contains_key(name), "{name}");
    }
}

#[test]
fn every_kind_of_rule_and_every_policy_has_its_words() {
    use jixiao::rubric::policies::{Excess, Missing, TotalOf, ZeroTarget};
    use jixiao::rubric::rules::Rule;
    use strum::VariantNames;
    let messages = messages(Lang::Zh);
    let mut named: Vec<String> = Rule::VARIANTS.iter().map(|kind| format!("rule-{kind}")).collect();
    named.extend(Missing::iter().map(|it| format!("label-missing-{}", it.as_ref())));
    named.extend(ZeroTarget::iter().map(|it| format!("label-zero-target-{}", it.as_ref())));
    named.extend(Excess::iter().map(|it| format!("label-over-completion-{}", it.as_ref())));
    named.extend(TotalOf::iter().map(|it| format!("label-total-{}", it.as_ref())));
    for name in named {
        assert!(messages.contains_key(&name), "{name}");
    }
}
