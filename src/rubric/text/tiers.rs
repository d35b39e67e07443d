//! Tiers in words: `效果显著得5分；效果较好得3-4分；无效果不得分`, and the three tiers of 财预〔2020〕10号.

use crate::fraction::Fraction;
use crate::rubric::rules::{Rule, Tier};

use super::phrase::{Give, Phrase};
use super::{Composed, Read, Row, RuleText, Why, awards, speaks_of_points};

/// `分为达成预期指标、部分达成预期指标并具有一定效果、未达成预期指标且效果较差三档，分别按照…100%-80%（含）、80%-60%（含）、60%-0%确定分值`.
/// `None` where the text is no such sentence.
pub fn graded(phrases: &[Phrase], row: Row<'_>) -> Option<Read<Composed>> {
    let mut found = phrases.iter().filter_map(|phrase| match phrase {
        Phrase::Graded(tiers) => Some(tiers),
        _ => None,
    });
    let tiers = found.next()?;
    if let Some(words) = phrases.iter().find_map(|phrase| match phrase {
        Phrase::Words(words) if speaks_of_points(words) => Some(words.clone()),
        _ => None,
    }) {
        return Some(Err(Why::NotUnderstood { words }));
    }
    let others = |phrase: &&Phrase| !matches!(phrase, Phrase::Graded(_) | Phrase::Words(_) | Phrase::Break(_));
    if found.next().is_some() || phrases.iter().any(|phrase| others(&phrase)) {
        return Some(Err(Why::TwoRules));
    }
    let tier = |(name, top, floor): &(String, Fraction, Fraction)| Tier {
        name: name.clone(),
        words: words_of(name, row.tiers),
        top: top.clone(),
        floor: floor.clone(),
    };
    Some(whole(tiers.iter().map(tier).collect(), row))
}

/// Tiers by the words before each award, the best first as they stand; `otherwise` is what the rest gives.
pub fn in_words(branches: &[(String, Give)], otherwise: Option<&Give>, row: Row<'_>) -> Read<Composed> {
    let names: Vec<&str> = branches.iter().map(|(words, _)| words.as_str()).collect();
    let shared = shared_start(&names);
    let mut tiers = Vec::new();
    for (name, give) in branches {
        let (floor, top) = range(give, row)?;
        let mut words = words_of(name, row.tiers);
        for own in [&name[shared..], after_lead(name), name.trim_end_matches('级')] {
            if !own.is_empty() && !words.iter().any(|word| word == own) {
                words.push(own.to_owned());
            }
        }
        tiers.push(Tier { name: name.clone(), words, top, floor });
    }
    if let Some(give) = otherwise {
        let (floor, top) = range(give, row)?;
        let not = |word: &String| ["不", "未"].map(|no| format!("{no}{word}"));
        let mut words: Vec<String> = tiers.iter().take(1).flat_map(|tier| &tier.words).flat_map(not).collect();
        words.extend(["否", "不符合"].map(str::to_owned));
        tiers.push(Tier { name: "否则".to_owned(), words, top, floor });
    }
    if tiers.len() < 2 {
        return Err(Why::NoRest);
    }
    let falls = |pair: &[Tier]| pair[0].top >= pair[1].top;
    let rises = |pair: &[Tier]| pair[0].top <= pair[1].top;
    if !tiers.windows(2).all(falls) && !tiers.windows(2).all(rises) {
        return Err(Why::NotOrdered);
    }
    whole(tiers, row)
}

/// The range of an award, as shares of the weight.
fn range(give: &Give, row: Row<'_>) -> Read<(Fraction, Fraction)> {
    match give {
        Give::Between(low, high) => Ok((awards::share(low, row.weight)?, awards::share(high, row.weight)?)),
        give => {
            let award = awards::fixed(give, row.weight).ok_or(Why::NoWhole)?;
            let share = awards::share(&award, row.weight)?;
            Ok((share.clone(), share))
        }
    }
}

fn whole(mut tiers: Vec<Tier>, row: Row<'_>) -> Read<Composed> {
    tiers.sort_by(|one, two| (&two.top, &two.floor).cmp(&(&one.top, &one.floor)));
    if tiers.iter().any(|tier| tier.floor > tier.top) {
        return Err(Why::NoWhole);
    }
    if let Some(pair) = tiers.windows(2).find(|pair| pair[0].floor < pair[1].top || pair[0].top == pair[1].top) {
        return Err(Why::Overlap { at: pair[1].top.clone(), percent: true });
    }
    let best = &tiers[0].top;
    let contradictions = if *best == Fraction::one() { Vec::new() } else { vec![Why::SharesSum { sum: best.clone() }] };
    Ok(Composed { text: RuleText::plain(Rule::Tiers(tiers), row), contradictions })
}

/// The words of the known tier that has the name among its words, else the name alone.
fn words_of(name: &str, known: &[Tier]) -> Vec<String> {
    let found = known.iter().find(|tier| tier.words.iter().any(|word| word == name));
    let mut words = found.map_or_else(Vec::new, |tier| tier.words.clone());
    if !words.iter().any(|word| word == name) {
        words.push(name.to_owned());
    }
    words
}

/// `考核等次为优秀` is 优秀, `评价等级:优` is 优.
fn after_lead(name: &str) -> &str {
    name.rsplit_once(['为', ':']).map_or(name, |(_, own)| own)
}

/// How many bytes all names have in common at their start.
fn shared_start(names: &[&str]) -> usize {
    let Some((first, rest)) = names.split_first() else { return 0 };
    if rest.is_empty() {
        return 0;
    }
    let mut end = 0;
    for (at, c) in first.char_indices() {
        if !rest.iter().all(|name| name[end..].starts_with(c) && name.is_char_boundary(at)) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}
