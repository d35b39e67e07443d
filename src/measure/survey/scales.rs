//! A scale is an ordered list of options, best first. The lexicon of scales is data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::recognise::cell::squeezed;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    overall: Vec<String>,
    background: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
    scales: Vec<Scale>,
}

/// Options from the best to the worst; words in one list are equal.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    options: Vec<Vec<String>>,
}

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| toml::from_str(include_str!("scales.toml")).expect("the lexicon is part of the program"));

impl Scale {
    /// The scales of the lexicon that hold every one of the options; none where there is no option.
    pub fn fitting(options: &[&str]) -> Vec<&'static Self> {
        let words: Vec<String> = options.iter().map(|option| without_letter(option)).collect();
        let holds = |scale: &&Self| {
            // By position the option as it is written: two words for one option are two options of another scale.
            let mut at: BTreeMap<usize, &String> = BTreeMap::new();
            words.iter().all(|word| scale.place(word).is_some_and(|place| *at.entry(place).or_insert(word) == word))
        };
        LEXICON.scales.iter().filter(|_| !options.is_empty()).filter(holds).collect()
    }

    /// The scale of a list of options, best first, that the lexicon does not have.
    pub fn stated(options: &[String]) -> Self {
        Self { options: options.iter().map(|option| vec![without_letter(option)]).collect() }
    }

    /// With the worst option for the best.
    pub fn reversed(&self) -> Self {
        Self { options: self.options.iter().rev().cloned().collect() }
    }

    /// 0 for the best option.
    pub fn position(&self, option: &str) -> Option<usize> {
        self.place(&without_letter(option))
    }

    /// The same of an option without its letter.
    fn place(&self, option: &String) -> Option<usize> {
        self.options.iter().position(|words| words.contains(option))
    }

    pub fn len(&self) -> usize {
        self.options.len()
    }

    pub fn is_empty(&self) -> bool {
        self.options.is_empty()
    }

    /// The options' first words, best first.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.options.iter().map(|words| words[0].as_str())
    }
}

/// The options that a row of a tally stands for: `总体很好、总体比较好` sums two of one scale.
pub fn parts(label: &str) -> Vec<String> {
    let whole = vec![label.to_owned()];
    let is_known = |option: &str| LEXICON.scales.iter().any(|scale| scale.position(option).is_some());
    let parts: Vec<&str> = label
        .split(['、', '/', '／', '+', '＋', '和', '及', '与', '”'])
        .map(|part| part.trim_matches(['“', ' ']))
        .filter(|part| !part.is_empty())
        .collect();
    let of_one_scale =
        |parts: &[&str]| LEXICON.scales.iter().any(|scale| parts.iter().all(|part| scale.position(part).is_some()));
    if parts.len() < 2 || is_known(label) || !of_one_scale(&parts) {
        return whole;
    }
    parts.into_iter().map(str::to_owned).collect()
}

/// `A.总体很好` and `总体很好` are one option.
pub fn without_letter(option: &str) -> String {
    let option = squeezed(option);
    let mut chars = option.chars();
    match (chars.next(), chars.next()) {
        (Some('A'..='Z'), Some('.' | '、' | ':' | ')')) => chars.as_str().to_owned(),
        _ => option,
    }
}

/// The answers that a scale of the lexicon lacks which has most of them, by the option texts and how many chose each; none where
/// no scale does.
pub fn strays(options: &[(&str, i64)]) -> Vec<String> {
    let all: i64 = options.iter().map(|(_, count)| count).sum();
    let words: Vec<(String, i64)> = options.iter().map(|(label, count)| (without_letter(label), *count)).collect();
    let fits = |scale: &&Scale| {
        let of_scale = || words.iter().filter(|(word, _)| scale.place(word).is_some());
        (of_scale().map(|(_, count)| count).sum::<i64>(), of_scale().count())
    };
    let best = LEXICON.scales.iter().max_by_key(fits).filter(|scale| {
        let (count, labels) = fits(scale);
        count * 2 > all && labels >= 2
    });
    let Some(best) = best else { return Vec::new() };
    let strays = options.iter().zip(&words).filter(|(_, (word, _))| best.place(word).is_none());
    strays.map(|((label, _), _)| (*label).to_owned()).collect()
}

/// Whether a question asks for satisfaction as a whole.
pub fn is_overall(question: &str) -> bool {
    let question = squeezed(question);
    LEXICON.overall.iter().any(|word| question.contains(word))
}

/// Whether a question asks about the respondent.
pub fn is_background(question: &str) -> bool {
    let question = squeezed(question);
    let is_rating = ["满意", "评价", "打分", "评分"].iter().any(|word| question.contains(word));
    !is_rating && LEXICON.background.iter().any(|word| question.contains(word))
}

/// `Some(true)` for a yes, `Some(false)` for a no.
pub fn yes_or_no(option: &str) -> Option<bool> {
    let option = without_letter(option);
    if LEXICON.yes.contains(&option) {
        Some(true)
    } else if LEXICON.no.contains(&option) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_found_by_the_answers_given() {
        let scale = Scale::fitting(&["总体一般", "A.总体很好"])[0];
        assert_eq!((scale.position("总体很好"), scale.len()), (Some(0), 4));
        assert!(Scale::fitting(&["30岁及以下"]).is_empty());
        assert!(Scale::fitting(&["非常满意", "一般"]).len() > 1);
        assert_eq!(Scale::fitting(&["非常满意", "比较满意", "一般", "不太满意", "不满意"]).len(), 1);
        assert_eq!(yes_or_no("否"), Some(false));
    }
}
