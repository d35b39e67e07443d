//! Evidence: what was found for each point of a checklist, `①符合；②部分符合(50%)；③不符合：no feasibility study`.
//!
//! 符合 means favourable also where the point is worded as a fault. A point without evidence is not assessable; it is
//! never taken as met.

use std::collections::{BTreeMap, BTreeSet};

use crate::fraction::Fraction;
use crate::recognise::cell::squeezed;

/// What was found for one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The share that is met, from 0 to 1.
    Share(Fraction),
    /// `3处`: how many faults.
    Faults(u32),
    /// `4/5`, `符合4项`: how many requirements are met, of how many where it says so.
    Met { met: u32, of: Option<u32> },
}

/// What was found for the points of a checklist, by the point's number from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    pub points: BTreeMap<usize, Found>,
    /// Pieces that say neither yes nor no.
    pub unreadable: Vec<String>,
}

impl Evidence {
    /// Whether a text speaks of points by their circled numbers.
    pub fn is_listed(text: &str) -> bool {
        text.contains(MARKS)
    }

    pub fn read(text: &str) -> Self {
        let mut evidence = Self::default();
        let mut waiting: Vec<usize> = Vec::new();
        let mut contradicted = BTreeSet::new();
        for (numbers, verdict) in pieces(&original_marks(text)) {
            waiting.extend(numbers);
            if verdict.is_empty() {
                // `①②符合`: the verdict that follows is for all of them.
                continue;
            }
            let found = share(&verdict).map(Found::Share).or_else(|| faults(&verdict)).or_else(|| met(&verdict));
            match found {
                Some(found) => {
                    for number in waiting.drain(..) {
                        if evidence.points.insert(number, found.clone()).is_some_and(|before| before != found) {
                            contradicted.insert(number);
                        }
                    }
                }
                None => {
                    evidence.unreadable.push(verdict);
                    waiting.clear();
                }
            }
        }
        // Said to be met and not met, a point is neither.
        evidence.points.retain(|number, _| !contradicted.contains(number));
        evidence
    }
}

const MARKS: [char; 20] =
    ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '⑪', '⑫', '⑬', '⑭', '⑮', '⑯', '⑰', '⑱', '⑲', '⑳'];

/// Without white space, but with the circled numbers that compatibility forms would turn into plain ones. A line of its own is a
/// piece of its own.
fn original_marks(text: &str) -> String {
    let lines = text.trim().lines().collect::<Vec<_>>().join(";");
    let mut whole = String::with_capacity(lines.len());
    for piece in lines.split_inclusive(MARKS) {
        let words = piece.trim_end_matches(MARKS);
        whole.push_str(&squeezed(words));
        whole.push_str(&piece[words.len()..]);
    }
    circled(whole)
}

/// Evidence numbered as its list is, `(1)符合;2.不符合`, or in its order alone, `符合;不符合`, in circled numbers.
fn circled(text: String) -> String {
    if text.contains(MARKS) {
        return text;
    }
    let pieces: Vec<&str> = text.split([';', '；']).filter(|piece| !piece.is_empty()).collect();
    let numbered: Option<String> = pieces.iter().map(|piece| plain_mark(piece)).collect();
    let in_order = || MARKS.iter().zip(&pieces).map(|(mark, piece)| format!("{mark}{piece};")).collect();
    match numbered {
        Some(numbered) => numbered,
        None if pieces.len() > 1 && pieces.iter().all(|piece| plain_mark(piece).is_none()) => in_order(),
        None => text,
    }
}

/// `(1)符合`, `1.符合`, `1、符合` or `a.符合` with a circled number.
fn plain_mark(piece: &str) -> Option<String> {
    let inside = piece.strip_prefix('(').unwrap_or(piece);
    let (mark, rest) = inside.split_once(['.', '、', ')'])?;
    let number = match (mark.parse::<usize>(), mark.as_bytes()) {
        (Ok(number), _) => number,
        (Err(_), [letter @ b'a'..=b't']) => usize::from(letter - b'a') + 1,
        _ => return None,
    };
    let mark = MARKS.get(number.checked_sub(1)?)?;
    Some(format!("{mark}{rest};"))
}

/// Each marked point with what stands up to the next mark.
fn pieces(text: &str) -> Vec<(Option<usize>, String)> {
    let mut pieces = Vec::new();
    for c in text.chars() {
        if let Some(at) = MARKS.iter().position(|mark| *mark == c) {
            pieces.push((Some(at + 1), String::new()));
        } else if let Some((_, verdict)) = pieces.last_mut() {
            verdict.push(c);
        }
    }
    for (_, verdict) in &mut pieces {
        *verdict = verdict.trim_matches([';', ',', '，', '；', '、', '。', ':', '：']).to_owned();
    }
    pieces
}

/// The share of a verdict; remarks may follow it.
fn share(verdict: &str) -> Option<Fraction> {
    // 是, 否, 有 and 无 answer the point's own wording, which may be a fault or a merit; they are not judged.
    const NO: [&str; 7] = ["不符合", "不满足", "×", "✗", "✘", "x", "X"];
    const YES: [&str; 5] = ["符合", "满足", "√", "✓", "✔"];
    if let Some(rest) = verdict.strip_prefix("部分符合").or_else(|| verdict.strip_prefix("部分满足")) {
        let digits: String =
            rest.trim_start_matches(['(', ':']).chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let after = rest.trim_start_matches(['(', ':']).strip_prefix(&*digits)?;
        let share = Fraction::parse_decimal(&digits)?;
        let share = if after.starts_with('%') { share.checked_div(&Fraction::from(100))? } else { share };
        return crate::rubric::is_share(&share).then_some(share);
    }
    // A remark may follow, set off by a mark; `满足要求但未附依据` is no verdict.
    let says = |word: &&str| verdict.strip_prefix(*word).is_some_and(ends);
    if NO.iter().any(says) {
        Some(Fraction::zero())
    } else if YES.iter().any(says) {
        Some(Fraction::one())
    } else {
        None
    }
}

/// A number of faults: `3处`, `发现2个问题`; remarks may follow it.
fn faults(verdict: &str) -> Option<Found> {
    const WORDS: [&str; 5] = ["共发现", "发现", "存在", "查出", "共"];
    const COUNTED: [&str; 5] = ["处", "起", "例", "个问题", "项问题"];
    let rest = WORDS.iter().find_map(|word| verdict.strip_prefix(word)).unwrap_or(verdict);
    let (count, rest) = whole_number(rest)?;
    let rest = COUNTED.iter().find_map(|unit| rest.strip_prefix(unit))?;
    ends(rest.strip_prefix("问题").unwrap_or(rest)).then_some(Found::Faults(count))
}

/// A number of requirements met: `4/5`, `符合4项`, `4项符合`; remarks may follow it.
fn met(verdict: &str) -> Option<Found> {
    const YES: [&str; 2] = ["符合", "满足"];
    let said = YES.iter().find_map(|yes| verdict.strip_prefix(yes));
    let (met, rest) = whole_number(said.unwrap_or(verdict))?;
    if let Some((of, rest)) = rest.strip_prefix('/').and_then(whole_number) {
        let rest = rest.strip_prefix('项').unwrap_or(rest);
        return (met <= of && of > 0 && ends(rest)).then_some(Found::Met { met, of: Some(of) });
    }
    let rest = rest.strip_prefix(['项', '条'])?;
    let rest = match said {
        Some(_) => rest,
        None => YES.iter().find_map(|yes| rest.strip_prefix(yes))?,
    };
    ends(rest).then_some(Found::Met { met, of: None })
}

fn whole_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

/// Whether nothing follows, or a remark that a mark sets off.
fn ends(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([':', ',', '(', '。', '、', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, String)> {
        let shown = |found| match found {
            Found::Share(share) => share.plain(4),
            Found::Faults(count) => format!("{count} faults"),
            Found::Met { met, of } => format!("{met} of {}", of.map_or("all".to_owned(), |of| of.to_string())),
        };
        Evidence::read(text).points.into_iter().map(|(number, found)| (number, shown(found))).collect()
    }

    #[test]
    fn faults_and_requirements_are_counted() {
        let of = |text: &str| read(text).into_iter().map(|(_, found)| found).collect::<Vec<_>>();
        assert_eq!(of("①3处；②发现2处：票据不全；③0处"), ["3 faults", "2 faults", "0 faults"]);
        assert_eq!(of("①发现1个问题；②存在2处问题"), ["1 faults", "2 faults"]);
        assert_eq!(of("①4/5；②符合4项；③3项符合（缺验收）；④符合2/3项"), ["4 of 5", "4 of all", "3 of all", "2 of 3"]);
        for text in ["①3", "①6/5", "①4/0", "①3处房屋", "①约3处", "①99999999999处"] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn verdicts_are_read_point_by_point() {
        let points = |shares: &[&str]| {
            shares.iter().enumerate().map(|(at, share)| (at + 1, share.to_string())).collect::<Vec<_>>()
        };
        assert_eq!(read("①符合；②部分符合(50%)；③不符合：无可行性研究"), points(&["1", "0.5", "0"]));
        assert_eq!(read("①√ ②×"), points(&["1", "0"]));
        assert_eq!(read("①②符合，③不符合"), points(&["1", "1", "0"]));
        assert_eq!(read("① 符合\n② 部分符合（80％）"), points(&["1", "0.8"]));
        assert_eq!(read("（1）符合；（2）不符合：未公示"), points(&["1", "0"]));
        assert_eq!(read("1.符合\n2.不符合\n3、√"), points(&["1", "0", "1"]));
        assert_eq!(read("符合；不符合；符合"), points(&["1", "0", "1"]));
        assert_eq!(read("a.符合；符合"), []);
        assert_eq!(read("齐全"), []);
    }

    #[test]
    fn what_says_neither_yes_nor_no_is_kept_apart() {
        let evidence = Evidence::read("①符合；②基本");
        assert_eq!(evidence.points.len(), 1);
        assert_eq!(evidence.unreadable, ["基本"]);
        assert_eq!(Evidence::read("①部分符合").points.len(), 0);
        for text in ["①无此问题；②否", "①满足要求但未附依据", "①有截留", "①符合①不符合"]
        {
            assert_eq!(Evidence::read(text).points.len(), 0, "{text}");
        }
    }
}
