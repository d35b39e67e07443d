//! What the phrases of a text without a list say: conditions, each with what it gives.

use std::cmp::Ordering;

use crate::fraction::Fraction;
use crate::rubric::rules::{Amount, Counting, Direction, Side};

use super::phrase::{Bounds, Condition, Give, Lose, Phrase, Unit};
use super::{Read, Row, Why, changes_condition, speaks_of_points};

/// What a condition leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    Give(Give),
    Lose(Lose),
}

#[derive(Default)]
pub struct Said {
    pub ranges: Vec<(Bounds, Then)>,
    /// Against the target.
    pub met: Option<Then>,
    pub missed: Option<Then>,
    pub within: Option<Then>,
    pub over: Option<Then>,
    pub otherwise: Option<Then>,
    /// Without a condition of their own.
    pub free: Vec<Then>,
    pub series: Option<(Direction, Give)>,
    pub last_year: Vec<(Ordering, Give)>,
    /// The loss for each fault, and from how many on nothing is left.
    pub faults: Vec<Amount>,
    pub faults_from: Option<u32>,
    pub in_words: Vec<(String, Give)>,
    pub gain: Option<(Fraction, Unit, Amount)>,
    /// The bound from which a loss is counted, where a sentence of its own names it.
    pub base: Option<Fraction>,
    pub steps: Option<Counting>,
    /// The name of the figure that ranges speak of.
    pub subject: Option<String>,
    /// Whether the text says that lower is better, or higher.
    pub better: Option<Side>,
}

impl Said {
    /// # Errors
    /// With the words that are not understood, or that make a second condition, figure or rule.
    pub fn of(phrases: &[Phrase], row: Row<'_>) -> Read<Self> {
        let mut said = Self::default();
        let mut pending: Option<Condition> = None;
        // The words of this clause, and of the sentence since the last award.
        let (mut clause, mut sentence) = (String::new(), String::new());
        for phrase in phrases {
            match phrase {
                Phrase::Words(words) => {
                    let words = if sentence.is_empty() && pending.is_none() { between(words) } else { words };
                    said.direction(words);
                    if let Some(word) = excepts(words).or_else(|| compares(words, row)) {
                        return Err(Why::NotUnderstood { words: word.to_owned() });
                    }
                    if speaks_of_points(words) || pending.is_some() && changes_condition(words) {
                        return Err(Why::NotUnderstood { words: words.to_owned() });
                    }
                    clause.push_str(words);
                    sentence.push_str(words);
                }
                Phrase::Break(c) => {
                    if *c != ':' {
                        clause.clear();
                    } else if !sentence.is_empty() {
                        sentence.push(':');
                    }
                    if matches!(c, '。' | ';') && pending.is_none() {
                        sentence.clear();
                    } else if *c == ',' && !sentence.is_empty() && pending.is_none() {
                        sentence.push(',');
                    }
                }
                Phrase::If(condition) => {
                    if pending.as_ref().is_some_and(|before| !is_said_twice(before, condition)) {
                        return Err(Why::NoWhole);
                    }
                    if matches!(condition, Condition::Range(_)) {
                        said.speaks_of(&clause, row)?;
                    } else if alternates(&clause) {
                        return Err(Why::NotUnderstood { words: clause });
                    }
                    clause.clear();
                    sentence.clear();
                    pending = Some(condition.clone());
                }
                Phrase::Give(give) => {
                    said.branch(pending.take(), Then::Give(give.clone()), sentence.trim_end_matches([',', ':']))?;
                    clause.clear();
                    sentence.clear();
                }
                Phrase::Lose(lose) => {
                    if alternates(&clause) {
                        return Err(Why::NotUnderstood { words: clause });
                    }
                    said.loses_of(&clause, row)?;
                    said.lose(pending.take(), lose)?;
                    clause.clear();
                    sentence.clear();
                }
                Phrase::Gain { step, unit, gain } => {
                    let gain = (step.clone(), unit.clone(), gain.clone());
                    if pending.is_some() || said.gain.replace(gain).is_some() {
                        return Err(Why::TwoRules);
                    }
                }
                Phrase::Steps(counting) => {
                    if said.steps.replace(*counting).is_some_and(|before| before != *counting) {
                        return Err(Why::TwoRules);
                    }
                }
                Phrase::Base { at, .. } => {
                    if pending.is_some() || said.base.replace(at.clone()).is_some() {
                        return Err(Why::TwoRules);
                    }
                }
                Phrase::Weight(_) | Phrase::Most(_) | Phrase::MostLost(_) => {}
                Phrase::AsListed if pending.is_none() => {}
                _ => return Err(Why::NoWhole),
            }
        }
        if pending.is_some() { Err(Why::NoWhole) } else { Ok(said) }
    }

    /// `结余率越低越好`
    fn direction(&mut self, words: &str) {
        let says = |marks: &[&str]| marks.iter().any(|mark| words.contains(mark));
        if says(&["越低越好", "越小越好", "越少越好"]) {
            self.better = Some(Side::Short);
        } else if says(&["越高越好", "越大越好", "越多越好"]) {
            self.better = Some(Side::Over);
        }
    }

    /// All ranges are of one figure.
    fn speaks_of(&mut self, words: &str, row: Row<'_>) -> Read<()> {
        let subject = bare_subject(words);
        if subject.is_empty() {
            return Ok(());
        }
        if changes_condition(&subject) {
            return Err(Why::NotUnderstood { words: subject });
        }
        let deviates = DEVIATIONS.iter().any(|word| subject.contains(word) && !row.name.contains(word));
        if deviates || !is_of_indicator(&subject, row) {
            return Err(Why::TwoSubjects { one: row.name.to_owned(), two: subject });
        }
        match &self.subject {
            Some(known) if !is_same_subject(known, &subject) => {
                Err(Why::TwoSubjects { one: known.clone(), two: subject })
            }
            Some(known) if known.len() >= subject.len() => Ok(()),
            _ => {
                self.subject = Some(subject);
                Ok(())
            }
        }
    }

    /// The words right before a loss name the figure that loses, if anything.
    fn loses_of(&self, clause: &str, row: Row<'_>) -> Read<()> {
        const LEADING: [&str; 12] = [
            "部分",
            "不足",
            "超过",
            "超出",
            "未达标",
            "未达到",
            "未完成",
            "此后",
            "在此基础上",
            "以下",
            "以上",
            "指标",
        ];
        let subject = bare_subject(clause);
        let leads = subject.is_empty() || LEADING.iter().any(|word| subject.ends_with(word));
        let known = self.subject.as_ref().is_some_and(|known| is_same_subject(known, &subject));
        if leads || known || self.subject.is_none() && names_indicator(&subject, row) {
            return Ok(());
        }
        let one = self.subject.clone().unwrap_or_else(|| row.name.to_owned());
        Err(Why::TwoSubjects { one, two: subject })
    }

    /// `完好率不低于90%。每低于1个百分点扣0.5分`: what is asked is what gives everything.
    fn lose(&mut self, condition: Option<Condition>, lose: &Lose) -> Read<()> {
        let then = Then::Lose(lose.clone());
        match condition {
            Some(Condition::Range(bounds)) if is_asked(&bounds, lose.side) => {
                self.ranges.push((bounds, Then::Give(Give::Full)));
                self.free.push(then);
                Ok(())
            }
            Some(Condition::Met) if lose.side == Side::Short => {
                self.met = Some(Then::Give(Give::Full));
                self.free.push(then);
                Ok(())
            }
            condition => self.branch(condition, then, ""),
        }
    }

    fn branch(&mut self, condition: Option<Condition>, then: Then, words: &str) -> Read<()> {
        let once = |place: &mut Option<Then>, then: Then| match place.replace(then.clone()) {
            Some(before) if before != then => Err(Why::TwoRules),
            _ => Ok(()),
        };
        match (condition, then) {
            (Some(Condition::Range(bounds)), then) => {
                self.ranges.push((bounds, then));
                Ok(())
            }
            (Some(Condition::Met), then) => once(&mut self.met, then),
            (Some(Condition::Missed), then) => once(&mut self.missed, then),
            (Some(Condition::PointMet), Then::Give(give)) => {
                self.in_words.push(("符合".to_owned(), give));
                Ok(())
            }
            (Some(Condition::PointMissed), Then::Give(give)) => {
                self.in_words.push(("不符合".to_owned(), give));
                Ok(())
            }
            (Some(Condition::Within), then) => once(&mut self.within, then),
            (Some(Condition::Over), then) => once(&mut self.over, then),
            (Some(Condition::Otherwise), then) => once(&mut self.otherwise, then),
            (Some(Condition::EachFault | Condition::EachMissed), Then::Give(Give::Less(loss))) => {
                self.faults.push(loss);
                Ok(())
            }
            (Some(Condition::EachFault), Then::Give(Give::Nothing)) => self.nothing_from(1),
            (Some(Condition::FaultsFrom(count)), Then::Give(Give::Nothing)) => self.nothing_from(count),
            (Some(Condition::Rising), Then::Give(give)) => self.one_way(Direction::Rising, give),
            (Some(Condition::Falling), Then::Give(give)) => self.one_way(Direction::Falling, give),
            (Some(Condition::ThanLastYear(order)), Then::Give(give)) => {
                self.last_year.push((order, give));
                Ok(())
            }
            (Some(_), _) => Err(Why::NoWhole),
            (None, then) => self.without_condition(then, words),
        }
    }

    fn without_condition(&mut self, then: Then, words: &str) -> Read<()> {
        let named = bare_subject(words);
        match then {
            Then::Give(give @ (Give::Full | Give::Nothing | Give::Amount(_) | Give::Between(..)))
                if !named.is_empty() =>
            {
                if has_bounds(words) {
                    return Err(Why::NotUnderstood { words: words.to_owned() });
                }
                self.in_words.push((named, give));
            }
            Then::Give(Give::Less(_)) => return Err(Why::NotUnderstood { words: words.to_owned() }),
            _ if alternates(words) => return Err(Why::NotUnderstood { words: words.to_owned() }),
            then => self.free.push(then),
        }
        Ok(())
    }

    fn nothing_from(&mut self, count: u32) -> Read<()> {
        if self.faults_from.replace(count).is_some() { Err(Why::TwoRules) } else { Ok(()) }
    }

    fn one_way(&mut self, direction: Direction, give: Give) -> Read<()> {
        if self.series.replace((direction, give)).is_some() { Err(Why::TwoRules) } else { Ok(()) }
    }
}

/// Whether a range is what is asked for, in words that a loss on one side follows.
fn is_asked(bounds: &Bounds, side: Side) -> bool {
    match side {
        Side::Short => bounds.from.is_some(),
        Side::Over => bounds.to.is_some() && bounds.from.is_none(),
        Side::Either => false,
    }
}

/// `未完成，低于90%的`: the second says the same more exactly.
fn is_said_twice(before: &Condition, after: &Condition) -> bool {
    matches!(
        (before, after),
        (Condition::Missed | Condition::Otherwise, Condition::Range(_)) | (Condition::Otherwise, Condition::Missed)
    )
}

/// Figures that say how far another one is off.
pub const DEVIATIONS: [&str; 8] = ["偏离", "偏差", "误差", "差异", "浮动", "波动", "变动", "调整率"];

/// The signs that stand between one award and the next condition.
fn between(words: &str) -> &str {
    words.trim_start_matches(['、', '/', ')', '('])
}

/// A bound in words that no production took, a date left aside.
fn has_bounds(words: &str) -> bool {
    words.contains(['%', '≤', '≥', '<', '>', '=']) || has_number(words)
}

/// A number, a date left aside.
pub fn has_number(words: &str) -> bool {
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let after = rest[at..].trim_start_matches(|c: char| c.is_ascii_digit());
        if !after.starts_with(['年', '月', '日', '号', '岁']) {
            return true;
        }
        rest = after;
    }
    false
}

/// Words that join a second condition or a second way.
fn alternates(words: &str) -> bool {
    ["或", "且", "除", "但"].iter().any(|word| words.contains(word)) || has_number(words)
}

/// The name before a condition without the words that only lead to it.
fn bare_subject(words: &str) -> String {
    const LEADING: [&str; 15] =
        ["如果", "如", "若", "当", "即", "其中", "考察", "根据", "则", "的", "对", "凡", "以", "截至", "年末"];
    const TRAILING: [&str; 11] = ["在", "为", "的", "达", "处于", "是", "若", "值", "介于", ":", "为止"];
    let mut words = words.trim_matches(|c: char| c.is_ascii_digit() || "年月日号,()".contains(c));
    loop {
        let before = words;
        for lead in LEADING {
            words = words.strip_prefix(lead).unwrap_or(words);
        }
        for tail in TRAILING {
            words = words.strip_suffix(tail).unwrap_or(words);
        }
        if words == before {
            return words.to_owned();
        }
    }
}

/// `资金到位率` and `到位率` are one figure, `不合格率` and `合格率` are two.
fn is_same_subject(one: &str, two: &str) -> bool {
    let (long, short) = if one.len() >= two.len() { (one, two) } else { (two, one) };
    let denies = long.strip_suffix(short).is_some_and(|before| before.ends_with(['不', '未', '非', '无']));
    (long.ends_with(short) || long.starts_with(short)) && !denies
}

/// Whether a rate that a text names can be an indicator that is itself called a rate: some of its name is in the indicator's, or
/// it speaks of completion.
fn is_of_indicator(subject: &str, row: Row<'_>) -> bool {
    const ANY: [&str; 12] =
        ["完成", "达成", "实现", "实际", "指标", "目标", "数量", "比例", "比率", "得分", "结果", "进度"];
    let is_rate = |name: &str| name.ends_with(['率', '度']);
    !is_rate(subject)
        || !is_rate(row.name)
        || ANY.iter().any(|word| subject.contains(word))
        || names_indicator(subject, row)
}

/// Whether a text's name for a figure has two characters on end in common with the indicator's, and neither denies the other.
fn names_indicator(subject: &str, row: Row<'_>) -> bool {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.trim_end_matches('率').chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let denied = |text: &str| text.contains(['不', '未', '非']);
    let own = pairs(row.name);
    pairs(subject).iter().any(|pair| own.contains(pair)) && denied(subject) == denied(row.name)
}

/// `不可抗力除外`: an exception that nothing here can judge.
fn excepts(words: &str) -> Option<&str> {
    ["除外", "除特殊", "除因", "除不可", "±", "绝对值", "正负", "|"]
        .iter()
        .any(|word| words.contains(word))
        .then_some(words)
}

/// A comparison with something else than the target, unless the indicator itself is one.
fn compares<'w>(words: &'w str, row: Row<'_>) -> Option<&'w str> {
    const OTHERS: [&str; 18] = [
        "上年",
        "上一年",
        "去年",
        "上期",
        "同比",
        "环比",
        "平均水平",
        "平均值",
        "平均数",
        "年平均",
        "季度",
        "同类",
        "排名",
        "名次",
        "全市",
        "全省",
        "全国",
        "全县",
    ];
    let found = OTHERS.iter().any(|word| words.contains(word) && !row.name.contains(word));
    found.then_some(words)
}
