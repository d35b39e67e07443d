//! The grammar of rule text: small named productions, each with the sentence of a published table that it is for.
//!
//! It reads [normalised](super::normal) text phrase by phrase and judges nothing: what the phrases say together is
//! decided in [`super`].

use std::cmp::Ordering;

use crate::fraction::Fraction;
use crate::recognise::quantity_text;
use crate::rubric::rules::{Amount, Counting, Side};

use super::normal::normal;
use super::phrase::{Bound, Bounds, Condition, Formula, Give, Lose, Phrase, Unit};
use super::speaks_of_points;

/// The phrases of a text as a sheet has it, in order; neighbouring words are one. A note at the end that says nothing of points is
/// left out.
pub fn phrases(text: &str) -> Vec<Phrase> {
    let text = normal(text);
    let text = without_note(&text);
    let mut phrases: Vec<Phrase> = Vec::new();
    let seek = Seek {
        products: text.contains(['*', '乘', '占', '与']),
        definitions: text.contains('='),
        tiers: text.contains("分为") || text.contains(['档', '级']),
    };
    for phrase in rule_text::phrases(text, seek).unwrap_or_default() {
        match (phrases.last_mut(), phrase) {
            (Some(Phrase::Words(words)), Phrase::Words(more)) => words.push_str(&more),
            (_, phrase) => phrases.push(phrase),
        }
    }
    phrases
}

fn without_note(text: &str) -> &str {
    match text.find("注:") {
        Some(at) if !speaks_of_points(&text[at..]) => &text[..at],
        _ => text,
    }
}

/// What is worth looking for in a text: most hold no formula and no tiers, and looking for them at every word is dear.
#[derive(Clone, Copy)]
struct Seek {
    products: bool,
    definitions: bool,
    tiers: bool,
}

fn hundredth(number: &Fraction) -> Option<Fraction> {
    number.checked_div(&Fraction::from(100))
}

/// A bound or a step in its unit; a word that is no unit of a number is `None`.
fn in_unit(number: Fraction, unit: &str) -> Option<(Fraction, Unit)> {
    match unit {
        "天" | "日" => Some((number, Unit::Days)),
        "" => Some((number, Unit::Other(String::new()))),
        _ => {
            let (number, unit) = quantity_text::in_unit(number, unit.trim_end_matches("(套)"))?;
            Some((number, if unit == "元" { Unit::Money } else { Unit::Other(unit) }))
        }
    }
}

/// A value as a bound; `marked` is what a sign or `（含）` says of the bound itself, `else_in` what is meant without.
fn bound(value: Fraction, marked: Option<bool>, else_in: bool) -> Bound {
    Bound { at: value, inclusive: marked.unwrap_or(else_in), plain: marked.is_some() }
}

/// Both ends in one unit: `80-90%` is in percent throughout, and nought is in every unit.
fn range(low: (Bound, Unit), high: (Bound, Unit)) -> Option<Bounds> {
    let bare = Unit::Other(String::new());
    let (mut low, mut high) = (low, high);
    if low.1 != high.1 {
        if low.0.at.is_zero() && low.1 == bare {
            low.1 = high.1.clone();
        } else if high.0.at.is_zero() && high.1 == bare {
            high.1 = low.1.clone();
        } else if low.1 == bare && high.1 == Unit::Percent {
            low = (Bound { at: hundredth(&low.0.at)?, ..low.0 }, Unit::Percent);
        } else if low.1 == bare && high.1 != Unit::Money {
            low.1 = high.1.clone();
        }
    }
    if low.1 != high.1 {
        return None;
    }
    let (low, high) = if low.0.at <= high.0.at { (low, high) } else { (high, low) };
    Some(Bounds { from: Some(low.0), to: Some(high.0), unit: high.1 })
}

/// A range with a dash. `(含)` at one end says that the other is left out; without it both ends are meant, and neighbours
/// share them.
fn dashed(one: (Fraction, Unit), one_in: Option<Mark>, two: (Fraction, Unit), two_in: Option<Mark>) -> Option<Bounds> {
    let (mut one_said, mut two_said) = (None, None);
    let hundredth_of = |value: &(Fraction, Unit)| {
        if value.1 == Unit::Other(String::new()) && two.1 == Unit::Percent {
            hundredth(&value.0)
        } else {
            Some(value.0.clone())
        }
    };
    let first = hundredth_of(&one)?;
    for (mark, is_first) in [(one_in, true), (two_in, false)] {
        match mark {
            // `（含75%）` behind the second end may well speak of the first.
            Some(Mark { inside, of: Some(of) }) if of == first => one_said = Some(inside),
            Some(Mark { inside, of: Some(of) }) if of == two.0 => two_said = Some(inside),
            Some(Mark { of: Some(_), .. }) => return None,
            Some(Mark { inside, of: None }) if is_first => one_said = Some(inside),
            Some(Mark { inside, of: None }) => two_said = Some(inside),
            None => {}
        }
    }
    let inside = |own: Option<bool>, other: Option<bool>| own.unwrap_or(other != Some(true));
    let (a, b) = (inside(one_said, two_said), inside(two_said, one_said));
    let low = Bound { at: one.0, inclusive: a, plain: one_said.is_some() };
    let high = Bound { at: two.0, inclusive: b, plain: two_said.is_some() };
    range((low, one.1), (high, two.1))
}

fn from(value: (Fraction, Unit), marked: Option<Mark>, word: Option<bool>) -> Bounds {
    match marked {
        // `95%以上（不含100%）` names its other end.
        Some(Mark { inside, of: Some(other) }) if other > value.0 => {
            Bounds { from: Some(bound(value.0, word, true)), to: Some(bound(other, Some(inside), true)), unit: value.1 }
        }
        marked => {
            let said = marked.map(|mark| mark.inside).or(word);
            Bounds { from: Some(bound(value.0, said, true)), to: None, unit: value.1 }
        }
    }
}

fn to(value: (Fraction, Unit), marked: Option<Mark>, word: Option<bool>) -> Bounds {
    let said = marked.map(|mark| mark.inside).or(word);
    Bounds { from: None, to: Some(bound(value.0, said, true)), unit: value.1 }
}

/// `（含）`, `（不含90%）`
struct Mark {
    inside: bool,
    of: Option<Fraction>,
}

/// Two conditions with one side each: `≥80%且<90%`.
fn both(one: Bounds, two: Bounds) -> Option<Bounds> {
    let lower = |bounds: &Bounds| bounds.from.clone().zip(Some(bounds.unit.clone())).filter(|_| bounds.to.is_none());
    let upper = |bounds: &Bounds| bounds.to.clone().zip(Some(bounds.unit.clone())).filter(|_| bounds.from.is_none());
    let (low, high) = match (lower(&one), upper(&two), lower(&two), upper(&one)) {
        (Some(low), Some(high), _, _) | (_, _, Some(low), Some(high)) => (low, high),
        _ => return None,
    };
    if low.0.at >= high.0.at { None } else { range(low, high) }
}

const DONE: [&str; 8] = ["实际", "已", "完成", "执行", "支出", "到位", "完工", "合格"];
const DUE: [&str; 6] = ["应", "计划", "目标", "预算", "总", "预计"];
const SCORE: [&str; 9] = ["平均分", "评价分", "考核分", "评审分", "评定分", "评分", "总分", "得分", "分数"];

peg::parser! {
grammar rule_text() for str {
    pub rule phrases(seek: Seek) -> Vec<Phrase> = phrase(seek)*

    rule phrase(seek: Seek) -> Phrase
        = only(seek.tiers) t:graded() { t }
        / lacking() / mark_gives() / respectively() / each_share() / together() / of_the_rest() / as_listed()
        / "以" v:value() "为" ("标准" / "基准") { Phrase::Base { at: v.0, unit: v.1 } }
        / header() { Phrase::Break('。') }
        / only(seek.definitions) d:definition() { d }
        / steps() / floor() / cap() / weight()
        / l:lose() { Phrase::Lose(l) }
        / discretion()
        / w:tier_word() { Phrase::Words(w.to_owned()) }
        / c:list_condition() { Phrase::If(c) }
        / mark()
        / c:time_condition() { Phrase::If(c) }
        / c:target_condition() { Phrase::If(c) }
        / c:score_range() { Phrase::If(Condition::Range(c)) }
        / g:gain() { g }
        / c:equal_condition() { Phrase::If(Condition::Range(c)) }
        / only(seek.products) f:formula() { Phrase::Give(Give::Formula { formula: f.0, factor: f.1 }) }
        / g:give() { Phrase::Give(g) }
        / c:number_condition() { Phrase::If(Condition::Range(c)) }
        / otherwise() { Phrase::If(Condition::Otherwise) }
        / "." !['0'..='9'] { Phrase::Break('。') }
        / c:[',' | ';' | '。' | ':'] { Phrase::Break(c) }
        / c:[_] { Phrase::Words(c.to_string()) }

    /// 评分标准：
    rule header()
        =  "("? (("具体")? ("评分" / "计分" / "得分" / "扣分" / "评价" / "赋分" / "打分") ("标准" / "规则" / "细则" / "方法" / "办法" / "依据" / "方式" / "要点")
          / count() "档" ("计分" / "评分" / "打分") / "定量指标" / "定性指标") ("为" / "如下")? ")"? (":" / &(")" / ",") / "。" / &mark() / ![_] / &(![':'] [_]))

    rule only(wanted: bool) = {? if wanted { Ok(()) } else { Err("") } }

    // Numbers.

    rule digits() -> &'input str = $(['0'..='9']+)
    rule decimal() -> Fraction
        = text:$(digits() ("." digits())?) {? Fraction::parse_decimal(text).ok_or("number") }
    rule numeral() -> u32
        = "十" n:numeral_digit()? { 10 + n.unwrap_or(0) }
        / t:numeral_digit() "十" n:numeral_digit()? { t * 10 + n.unwrap_or(0) }
        / numeral_digit()
    rule numeral_digit() -> u32
        = "一" { 1 } / "二" { 2 } / "两" { 2 } / "三" { 3 } / "四" { 4 } / "五" { 5 }
        / "六" { 6 } / "七" { 7 } / "八" { 8 } / "九" { 9 }
    rule count() -> u32
        = text:digits() {? text.parse().ok().filter(|count| *count <= 1000).ok_or("count") } / numeral()
    /// `1/3`, `三分之一`
    rule fraction() -> Fraction
        = a:digits() "/" b:digits() {?
            let (a, b) = (Fraction::parse_decimal(a), Fraction::parse_decimal(b));
            a.zip(b).and_then(|(a, b)| a.checked_div(&b)).ok_or("fraction")
        }
        / b:numeral() "分之" a:numeral() {? Fraction::ratio(i64::from(a), i64::from(b)).ok_or("fraction") }
    /// As a fraction of 1.
    rule percent() -> Fraction
        = n:decimal() "%" {? hundredth(&n).ok_or("percent") }
        / "百分之一百" { Fraction::one() }
        / "百分之" n:numeral() !("百" / "千" / "点") {? Fraction::ratio(i64::from(n), 100).ok_or("percent") }
        / "百分之百" { Fraction::one() }
        / n:numeral() "成" !("立" / "果" / "效" / "本" / "功" / "员" / "绩" / "长" / "为") {? Fraction::ratio(i64::from(n), 10).ok_or("percent") }
        / "一半" &("的" / "以上" / "以下" / "得" / "不") {? Fraction::ratio(1, 2).ok_or("percent") }
    rule percentage_points() -> Fraction
        = n:decimal() "%"? "个"? "百分点" {? hundredth(&n).ok_or("points") }
        / n:numeral() "个"? "百分点" {? Fraction::ratio(i64::from(n), 100).ok_or("points") }
    rule unit() -> &'input str
        = $(("万元" / "元") "/" per() ("*" per())?) / $(("万" / "亿") &counted_unit() counted_unit()) / $("个工作日" / "个自然日" / "工作日" / "万元" / "亿元" / "千元" / "百元" / "元" / "分钟" / "小时" / "升" / "台(套)" / "平方米" / "平方公里" / "公里" / "千米" / "亩"
            / "公顷" / "立方米" / "人次" / "家次" / "户次" / "户" / "家" / "人" / "名" / "次" / "起" / "例" / "项" / "件" / "条" / "处"
            / "座" / "所" / "台" / "套" / "份" / "篇" / "场" / "期" / "批次" / "批" / "吨" / "米" / "天" / "日" / "个")
    rule counted_unit()
        = "平方米" / "平方公里" / "公里" / "亩" / "公顷" / "立方米" / "人次" / "家次" / "户次" / "户" / "家" / "人" / "名" / "次" / "件" / "条" / "处"
        / "座" / "所" / "台" / "套" / "份" / "场" / "批次" / "吨" / "米" / "头" / "只" / "株" / "个"
    /// What may follow a number that has no unit: a unit that is not known would be lost.
    rule bare_end()
        = ![_] / [',' | ';' | '。' | ':' | '、' | '(' | ')' | '-' | '≤' | '<' | '≥' | '>' | '=' | ']' | '|'] / "以" / "及" / "的" / "得" / "计" / "记" / "为" / "至" / "到" / "且" / "但" / "小于" / "大于" / "低于" / "高于" / "不" / "之" / "时" / "者" / "给" / "扣" / "并" / "内" / "(含"
    rule per() = "平方米" / "立方米" / "公里" / "亩" / "人" / "户" / "吨" / "天" / "日" / "次" / "月" / "年" / "台" / "套" / "间" / "生" / "个" / "米" / "件" / "项" / "学时" / "床"
    rule value() -> (Fraction, Unit)
        = n:percent() { (n, Unit::Percent) }
        / n:decimal() "‰" {? n.checked_div(&Fraction::from(1000)).map(|n| (n, Unit::Percent)).ok_or("value") }
        / a:digits() "," b:$(['0'..='9']*<3>) !['0'..='9'] u:unit()? {?
            Fraction::parse_decimal(&format!("{a}{b}")).and_then(|n| in_unit(n, u.unwrap_or_default())).ok_or("value")
        }
        / n:decimal() "分" &("以上" / "及以上" / "以下" / "及以下" / "(" ("不")? "含" / "-" decimal() "分") { (n, Unit::Other("分".to_owned())) }
        / n:decimal() u:(u:unit() { Some(u) } / &bare_end() { None }) !['年' | '月' | '分' | '/' | '*' | '号'] {? in_unit(n, u.unwrap_or_default()).ok_or("value") }
        / n:fraction() &("以上" / "及以上" / "以下" / "(含" / "的" / "≤" / "<" / "得") { (n, Unit::Percent) }
    /// Points of a score, which are written like `3分` and never `3分之`.
    rule points() -> Fraction
        = n:decimal() "分" !("之" / "钟" / "值" / "以上" / "以下" / "及以") { n }
        / n:numeral() "分" !("之" / "钟" / "值" / "别" / "配") { Fraction::from(i64::from(n)) }
        / "零点" n:numeral_digit() "分" {? Fraction::ratio(i64::from(n), 10).ok_or("points") }
        / n:fraction() "分" !("之" / "值") { n }
    rule score_range() -> Bounds
        = a:decimal() "分"? m:included()? "-" b:decimal() "分" n:included()? ("的" / "之间")* &(","? ("得" / "计" / "记" / "为")) {?
            let of = || Unit::Other("分".to_owned());
            dashed((a, of()), m, (b, of()), n).ok_or("scores")
        }

    // The weight and amounts of it.

    rule weight_name() -> ()
        = ("该" / "本" / "此" / "相应" / "对应" / "其" / "各自" / "所占" / "总" / "全部")*
          ("三级" / "二级")? ("单项" / "项目" / "项" / "指标" / "要点" / "内容" / "小项")? ("对应" / "所占" / "设定" / "所赋")? ("全部" / "全额")? "的"?
          ("权重分数" / "权重分值" / "权重分" / "权重得分" / "权重值" / "权重" / "标准分值" / "标准分" / "指标分值" / "指标分" / "分值" / "分数"
           / "总分值" / "总分" / "满分值" / "满分")
    rule amount() -> Amount
        = n:points() { Amount::Points(n) }
        / n:(percent() / fraction()) "的"? weight_name()? "分"? !("个" / "以") { Amount::Share(n) }
        / weight_name() "的"? n:(percent() / fraction()) { Amount::Share(n) }
        / "一半" ("的"? (weight_name() / "分"))? {? Fraction::ratio(1, 2).map(Amount::Share).ok_or("half") }
        / weight_name() "的" "一半" {? Fraction::ratio(1, 2).map(Amount::Share).ok_or("half") }

    // Lists.

    rule mark() -> Phrase
        = n:circled() { Phrase::Mark(n) }
        / "(" n:count() ")" ","? {? if n <= 30 { Ok(Phrase::Mark(n)) } else { Err("mark") } }
        / n:digits() ("、" / "." !['0'..='9'] / ")") {? n.parse().ok().filter(|n| *n <= 30).map(Phrase::Mark).ok_or("mark") }
        / c:['a'..='j'] ("." / "、" / ")") { Phrase::Mark(c as u32 - 'a' as u32 + 1) }
        / n:numeral() "是" { Phrase::Mark(n) }
        / ['●' | '■' | '◆' | '▪' | '•' | '○'] { Phrase::Mark(0) }
    rule circled() -> u32 = c:['①'..='⑳'] { c as u32 - '①' as u32 + 1 }
    rule circles() -> Vec<u32>
        = a:circled() "-" b:circled() { (a..=b).collect() }
        / (circled() ** (("、" / "和" / "及" / ",")?))
    rule several_circles() -> Vec<u32> = marks:circles() {? if marks.len() < 2 { Err("marks") } else { Ok(marks) } }
    rule some_circles() -> Vec<u32> = marks:circles() {? if marks.is_empty() { Err("marks") } else { Ok(marks) } }
    rule point_word() = "项" / "条" / "点" / "个" ("要点" / "方面" / "要素" / "条件" / "内容" / "要求")? / "方面" / "种"
    rule listed() -> u32 = ("以上" / "上述" / "前述" / "这" / "其中" / "符合以上" / "共")* n:count() point_word() point_tail() { n }
    rule counted_word() = "项" / "条" / "点" / "个" ("要点" / "方面" / "要素" / "条件" / "内容" / "要求")
    rule point_tail() = ("评价" / "考核" / "评分")? ("要点" / "内容" / "要素" / "条件" / "标准" / "要求" / "指标")?

    /// 以上三项各占1/3权重分; 以上各项各1分; 每项0.5分; 每个要点占1/4权重分
    rule each_share() -> Phrase
        = "共" n:count() ("项" / "个" / "条") point_tail() ","? ("每" / "各") ("一" / "1")? point_word()? point_tail() ("占" / "得" / "为" / "计" / "赋")? a:amount() {
            Phrase::EachShare { listed: Some(n), amount: a }
        }
        / m:some_circles() ("每项" / "各" / "每个" / "每点" / "各项")+ ("占" / "得" / "为" / "计" / "赋")? a:amount() {
            Phrase::EachShare { listed: Some(m.len() as u32), amount: a }
        }
        / n:listed()? ("以上" / "上述")? "各项"? ("内容" / "要点")? "各" ("项" / "要点")? ("占" / "得" / "为" / "计" / "赋")? a:amount() {
            Phrase::EachShare { listed: n, amount: a }
        }
        / ("以上" / "上述")? ("每" / "各") ("一" / "1")? point_word()? point_tail() ("分值" / "权重")? ("各" / "均")? ("占" / "得" / "为" / "计" / "赋") a:amount() {
            Phrase::EachShare { listed: None, amount: a }
        }
        / "每" ("一" / "1")? point_word() point_tail() a:amount() { Phrase::EachShare { listed: None, amount: a } }
    /// 分别占40%、30%、30%
    rule respectively() -> Phrase
        = listed()? "分别" ("占" / "为" / "得" / "计" / "赋")? weight_name()? "的"? first:amount() rest:(("、" / "," / "和" / "及" / "与") a:amount() { a })+
          ("的"? weight_name())? {
            Phrase::Respectively(std::iter::once(first).chain(rest).collect())
        }
    /// 缺①扣权重分的40%; 不符合②扣1分
    rule lacking() -> Phrase
        = ("若" / "如")? ("缺少" / "缺失" / "缺" / "不符合" / "未满足" / "不满足") m:some_circles() ","? ("的" / "则")? ","? l:loss() {
            Phrase::Lacking { marks: m, loss: l }
        }
    /// 符合①得1分
    rule mark_gives() -> Phrase
        = ("若" / "如")? ("符合" / "满足" / "达到" / "具备")? m:some_circles() ("项" / "点" / "符合" / "满足")* ","? ("得" / "计" / "占" / "为") a:amount() {
            Phrase::MarkGives { marks: m, amount: a }
        }
    /// 分为达成预期指标、部分达成预期指标并具有一定效果、未达成预期指标且效果较差三档，分别按照100%-80%（含）、80%-60%（含）、60%-0%合理确定分值
    rule graded() -> Phrase
        = names:(graded_name() **<2,6> ("、" / "和" / ",")) "等"? count() ("个")? ("档次" / "档" / "等级" / "级") ","?
          (!(percent() / [';' | '。']) [_])*<0,24> ranges:(graded_range() **<2,6> ("、" / "," / "和" / "及" / ";"))
          ("合理" / "来" / "内" / "的" / "区间" / "之间" / "分别" / "确定" / "分值" / "得分" / "计分" / "评分" / "赋分" / "计算" / "对应" / "给予" / "权重")* {?
            if names.len() != ranges.len() { return Err("tiers") }
            Ok(Phrase::Graded(names.into_iter().zip(ranges).map(|(name, (top, floor))| (name.to_owned(), top, floor)).collect()))
        }
    rule graded_name() -> &'input str
        = (!("分为" / [',' | ';' | '。' | '、' | '0'..='9']) [_])*<0,24> "分为" n:$(graded_word()) { n } / n:$(graded_word()) { n }
    rule graded_word() = (!([',' | ';' | '。' | '、' | ':' | '0'..='9' | '%' | '(' | ')' | '得' | '扣'] / count() ("个")? ("档" / "等级" / "级")) [_])*<2,24>
    rule graded_range() -> (Fraction, Fraction)
        = a:percent() included()? dash() b:(percent() / "0" { Fraction::zero() }) included()? { (a.clone().max(b.clone()), a.min(b)) }
    /// 先得20%的权重分（两项各占10%的权重分）
    rule together() -> Phrase
        = "先"? "得"? a:amount() "(" n:count() "项各占" amount() ")" { Phrase::Together { amount: a, requirements: n } }
    /// 每符合一项，再得1/5的剩余权重分
    rule of_the_rest() -> Phrase
        = each_met() ","? "再"? "得" n:fraction() "的"? "剩余" "的"? weight_name() { Phrase::OfTheRest(n) }
        / each_met() ","? "再"? "得" "剩余" weight_name() "的" n:fraction() { Phrase::OfTheRest(n) }

    rule each_met() -> bool
        = e:"每"? "有"? ("符合" / "满足" / "具备" / "达到" / "做到" / "完成") ("其中" / "任意" / "任一" / "以上" / "上述")* "一" point_word() point_tail() { e.is_some() }
        / e:"每"? "有"? ("符合" / "满足" / "具备" / "达到" / "做到" / "完成") ("其中" / "任意" / "以上" / "上述")* "1" point_word() point_tail() { e.is_some() }
        / "每" ("有")? ("一" / "1") point_word() point_tail() ("符合" / "满足" / "达标" / "达到") ("要求" / "标准" / "条件")? "的"? { true }
        / ("一" / "1") point_word() point_tail() ("符合" / "满足" / "达标") ("要求" / "标准" / "条件")? "的"? { false }
        / "每" ("符合" / "满足") "的"? ("一" / "1")? point_word() { true }
        / "每" ("制定" / "落实" / "建立" / "具有" / "提供" / "取得") ("一" / "1") point_word() point_tail() { true }
    rule not_met_word() = "不符合" / "不满足" / "未满足" / "未达到" / "不达标" / "未达标" / "未完成" / "不完整" / "不合规" / "不规范" / "缺失" / "缺少" / "未符合" / "不合格" / "未执行" / "未落实" / "不到位"
    rule each_missed()
        = ("每" / "如" / "若" / "有" / "任意" / "任" / "其中" / "存在" / "发现" / "出现" / "每有")* ("一" / "1") point_word() point_tail() not_met_word() ("要求" / "标准" / "规定" / "条件")? ("或" not_met_word())? ("的" / "情况" / "情形" / "者")*
        / "每"? ("不符合" / "不满足" / "未满足" / "未达到" / "缺少" / "缺失" / "缺" / "少" / "未完成" / "有") ("其中" / "任意" / "任何")? ("一" / "1") point_word() point_tail() ("不符合" ("要求")?)? ("的")?
        / "每项" not_met_word() ("要求" / "标准")? "的"?
    /// 每发现一处; 发生一起; 出现1次违规
    rule each_fault()
        = ("每" / "如" / "若")* ("发现" / "出现" / "发生" / "存在" / "有") "有"? ("一" / "1") fault_unit() fault_tail() "的"?
        / "每" ("一" / "1")? ("处" / "起" / "次" / "例" / "笔" / "宗" / "件") fault_tail() "的"? &(","? ("则")? "扣")
        / ("一" / "1") ("处" / "起" / "次" / "例" / "笔" / "份") "的"? &(","? "扣")
    rule fault_unit() = "人次" / "处" / "起" / "次" / "例" / "笔" / "个" / "项" / "宗" / "件" / "人" / "份"
    rule fault_tail() = (!("扣" / "得" / "不得" / "每" / "则" / [',' | ';' | '。' | ':' | '0'..='9' | '%' | '(' ]) [_])*<0,24>
    rule all_met() -> Vec<u32>
        = ("以上" / "上述" / "同时" / "若")* m:several_circles() ("项" / "点" / "条" / "要点")? ("全部" / "均" / "都" / "皆" / "同时" / "各项" / "完全")* met_word() met_tail() { m }
        / ("以上" / "上述" / "若" / "如果" / "同时" / "全部" / "均" / "都" / "完全")+ count_listed()? ("内容" / "要点" / "要求" / "条件" / "各项" / "评价要点" / "考核要点" / "要素")* ("全部" / "均" / "都" / "皆" / "同时" / "完全")* met_word() met_tail() { Vec::new() }
        / ("符合" / "满足" / "具备" / "达到") ("以上" / "上述")* ("全部" / "所有" / "各项") ("以上" / "上述")* point_tail() ("的")? { Vec::new() }
        / n:listed() ("内容" / "要点")? ("全部" / "均" / "都" / "皆" / "同时" / "完全")+ met_word() met_tail() { Vec::new() }
    rule count_listed() = count() point_word() point_tail()
    rule met_word() = "符合" / "齐全" / "满足" / "达到" / "具备" / "达标" / "完备" / "做到" / "完成" / "健全" / "合规"
    rule met_tail() = ("以上" / "上述" / "全部" / "所有")* ("要求" / "标准" / "条件" / "要点" / "规定" / "内容" / "各项")* ("视为" (!("得" / [',' | ';' | '。']) [_])*<1,10>)? ("的" / "时" / "者")*
    rule list_condition() -> Condition
        = m:all_met() { Condition::All(m) }
        / ("均" / "都" / "全部" / "全" / "以上均" / "各项均") ("不符合" / "不满足" / "未满足" / "未达到") ("要求" / "条件")? "的"? { Condition::Count(0) }
        / ("符合" / "满足" / "具备" / "达到") "其中"? n:count() counted_word() point_tail() ("及以下" / "以下") "的"? { Condition::Fewer(n + 1) }
        / ("不足" / "少于" / "符合不足" / "符合少于") n:count() counted_word() point_tail() "的"? { Condition::Fewer(n) }
        / ("只" / "仅" / "符合" "其中")+ ("符合" / "满足" / "具备" / "达到")? n:count() point_word() point_tail() "的"? { Condition::Count(n) }
        / ("符合" / "满足" / "具备" / "达到") ("其中" / "全部")? ("任意" / "任何")? n:count() counted_word() point_tail() "及以上"? ("的")? {?
            if n > 1 { Ok(Condition::Count(n)) } else { Err("one") }
        }
        / ("发现" / "发生" / "存在" / "出现" / "有") "有"? n:count() fault_unit() ("及以上" / "(含)以上" / "或以上" / "以上") fault_tail() { Condition::FaultsFrom(n) }
        / n:count() ("项" / "点" / "条") ("符合" / "满足" / "达标") ("要求" / "条件")? "的"? {? if n > 1 { Ok(Condition::Count(n)) } else { Err("one") } }
        / e:each_met() { Condition::EachMet { every: e } }
        / each_missed() { Condition::EachMissed }
        / each_fault() { Condition::EachFault }
        / ("若" / "如")? ("符合" / "满足" / "具备" / "达标" / "是" / "有") ("要求" / "条件" / "标准" / "规定")? "的"? &(","? "则"? ("得" / "计" / "给") (decimal() / "满分" / "该" / weight_name())) { Condition::PointMet }
        / ("若" / "如")? ("不符合" / "不满足" / "未满足" / "不具备" / "不达标" / "未达标" / "无") ("要求" / "条件" / "标准" / "规定")? "的"? &(","? ("则" / "该项")* ("不得分" / "不计分" / "0分" / "得0分" / "扣")) { Condition::PointMissed }
    /// 符合得该项权重分; 上述评价内容每符合一项得到该项对应分值; 满足则得分; 否则扣除对应权重分; 不符合不得分
    rule as_listed() -> Phrase
        = ("以上" / "上述")? ("评价" / "考核")? ("内容" / "要点" / "各项")? ","? (each_met() / ("符合" / "满足" / "达到" / "具备") ("要求" / "的" / "则")*) ","? ("则" / "可" / "即")? "得" "到"? ("该项" / "对应" / "相应" / "其" / "各" / "该") ("对应" / "相应" / "项" / "的" / "所占")* (weight_name() / "分" / "得分") !['0'..='9'] { Phrase::AsListed }
        / ("符合" / "满足" / "达到") ("要求" / "的" / "则")* ","? ("则" / "即")? "得分" !['=' | ':' | '0'..='9'] { Phrase::AsListed }
        / ("否则" / "不符合" / "不满足" / "未满足") ("的" / "则")? ","? ("则")? ("扣除" / "扣减" / "扣") ("该项" / "对应" / "相应" / "其" / "全部")+ (weight_name() / "分") { Phrase::AsListed }
        / ("不符合" / "不满足" / "未满足" / "不具备") ("要求" / "的" / "则")* ","? ("该项" / "则")? ("不得分" / "不计分" / "得0分") { Phrase::AsListed }

    // Losses for every step.

    rule take() = ("则" / "的" / "," / "相应" / "应" / "再" / "按")* ("扣减" / "扣除" / "扣去" / "扣掉" / "减扣" / "扣" / "减" / "减少" / "降低") ("该" / "本" / "指标" / "掉" / "总分" / "得分")*
    rule loss() -> Amount = take() a:amount() { a }
    rule bound_name() = target_name() / "该值" / "此值" / "标准值" / "标准" / "上年" !"度"
    rule direction() -> Side
        = ("下降" / "降低" / "减少" / "低于" / "少于" / "低" / "降" / "少" / "差" / "不足" / "下浮" / "减" / "下跌" / "落后" / "未达" / "缺口") "了"? { Side::Short }
        / ("超出" / "超过" / "超支" / "超" / "增加" / "上升" / "增长" / "高于" / "高出" / "高" / "多" / "上浮" / "提高" / "大于") "了"? { Side::Over }
        / ("偏离" / "偏差" / "相差" / "变动" / "浮动" / "偏高或偏低" / "增减" / "正负偏差" / "波动" / "误差") "度"? "了"? { Side::Either }
        / ("延迟" / "延期" / "逾期" / "推迟" / "滞后" / "拖延" / "晚" / "超期" / "延误" / "迟") "了"? { Side::Over }
    rule step() -> (Fraction, Unit)
        = n:percentage_points() { (n, Unit::Points) }
        / n:percent() { (n, Unit::Percent) }
        / n:decimal() "‰" {? n.checked_div(&Fraction::from(1000)).map(|n| (n, Unit::Points)).ok_or("step") }
        / n:decimal() u:unit() {? in_unit(n, u).ok_or("step") }
        / n:numeral() u:unit() {? in_unit(Fraction::from(i64::from(n)), u).ok_or("step") }
    /// 每低1%扣5%权重分值; 每降低1个百分点扣0.5分; 每低于90%1个百分点，扣1分; 每延迟1天扣0.5分; 每超1%扣1分
    rule lose() -> Lose
        = "每" lose_subject()? s:direction() "其"? b:(p:percent() &(step()) { Some(p) } / bound_name() { None })? de:"的"? ","? v:step() ("的" / ",")* l:loss() {?
            // `低于目标值的10%` is a tenth of the target, which no step here is.
            let of_bound = de.is_some() && b.is_some() && v.1 == Unit::Percent;
            if of_bound { Err("relative") } else { Ok(Lose { side: s, bound: b.flatten(), step: v.0, unit: v.1, loss: l }) }
        }
    rule lose_subject() = (!(direction() / "扣" / "得" / ['0'..='9' | ',' | ';' | '。']) [_])*<1,8>

    /// 每开展一次得1分
    rule gain() -> Phrase
        = "每" "获得"? (!(value() / numeral() unit() / ("篇" / "次" / "条" / "件") / ['扣' | '得' | ',' | ';' | '。' | '低' | '少' | '超' | '不' | '缺']) [_])*<0,8> v:(step() / ("篇" / "次" / "条" / "件") { (Fraction::one(), Unit::Other(String::new())) })
          (!(['扣' | '得' | '计' | ',' | ';' | '。'] ) [_])*<0,10> ","? ("得" / "计" / "加") a:amount() {? if v.0.is_zero() { Err("step") } else { Ok(Phrase::Gain { step: v.0, unit: v.1, gain: a }) } }
    rule steps() -> Phrase
        = "("? "不足一档的" c:("按比例计" { Counting::Linear } / "不计" { Counting::Whole } / "按一档计" { Counting::Begun }) ")"? { Phrase::Steps(c) }
        / "不足" step() ("的" / "部分" / "," / "时")* ("不扣" "分"? / "不计" / "忽略不计" / "舍去") { Phrase::Steps(Counting::Whole) }
        / "不足" step() ("的" / "部分" / "," / "时")* ("按" / "以" / "视为" / "作为") step() ("计算" / "计" / "扣分" / "扣减" / "扣")* { Phrase::Steps(Counting::Begun) }
        / "不足" step() ("的" / "部分" / ",")* "按" ("实际")? "比例" ("折算" / "扣减" / "扣分") &("。" / ";" / ![_]) { Phrase::Steps(Counting::Linear) }
    rule floor() -> Phrase
        = ("扣满" / "扣完" / "扣至" / "扣到") n:points() ("为止" / "止") { if n.is_zero() { Phrase::Floor } else { Phrase::MostLost(n) } }
        / ("直至" / "直到" / "至" / "以" / "本项" / "该项" / "分值" / "权重分" / "权重" / "分" / "总分" / "共")* ("扣完为止" / "扣光为止" / "扣完" / "扣至0分" ("为止")? / "扣0分为止" / "到0分为止" / "至0分为止" / "扣到0分为止") { Phrase::Floor }
        / ("最多" / "最高" / "至多") "扣" n:points() { Phrase::MostLost(n) }
        / ("扣至0分止" / "扣到0分止" / "扣至0止" / "扣为0分") { Phrase::Floor }
        / ("最低" ("分" / "得分")? ("为" / "得" / "计")? "0分") { Phrase::Floor }
        / ("不得" / "不" / "不出现") "负分" { Phrase::Floor }
    rule cap() -> Phrase
        = ("最高" / "最多") ("得" / "计" / "为" / "不超过" / "加")* n:points() ("为止")? { Phrase::Most(n) }
        / "满分" n:points() "为止" { Phrase::Most(n) }
        / "满分为止" { Phrase::Cap }
        / ("超过" / "大于" / "超出" / "高于") ("100%" / "1") ("的" / "时" / ",")* ("按" / "取" / "以") ("100%" / "1") ("计" / "计算")* { Phrase::Cap }
        / ("超过" / "超出" / "超额完成") ("目标值" / "目标" / "计划")? ("部分")? "的"? ","? ("均" / "也" / "仍" / "按")* ("得满分" / "满分计" / "按满分计") &(![_] / ['。' | ';' | ',']) { Phrase::Cap }
        / "得分" "一档"? "最高"? "不能"? ("超过") ("该" / "本" / "指标")* weight_name() "上限" { Phrase::Cap }
        / ("最高" / "最多" / "但")+ ("得分" / "分值")? ("不超过" / "不得超过" / "为" / "得" / "计") n:points() { Phrase::Most(n) }
        / ("最高" / "最多" / "但")+ ("得分" / "分值")? ("不超过" / "不得超过" / "为" / "得" / "计") ("该" / "本" / "指标")* weight_name() ("上限")? { Phrase::Cap }
        / ("得分")? ("不超过" / "不得超过") ("该" / "本" / "指标")* (weight_name()) ("上限")? { Phrase::Cap }
        / ("超额" / "超出" / "超过") ("完成")? ("部分" / "目标")? "的"? ","? "不" ("再" / "予")? ("加分" / "另加分") { Phrase::Cap }
        / ("以" "满分" "为限") { Phrase::Cap }
        / "(" "最高" ("不超过")? n:points() ")" { Phrase::Most(n) }
    rule weight() -> Phrase
        = ("本项" / "该项" / "本指标" / "该指标" / "指标" / "此项" / "共计" / "合计" / "共" / "总计")* ("满分" / "分值" / "权重" / "总分") ("为" / "共" / ":" / "是")? n:points() { Phrase::Weight(n) }
        / ("共计" / "合计" / "共" / "总计") n:points() { Phrase::Weight(n) }
    rule discretion() -> Phrase
        = words:$("酌情" / "酌减" / "视情况" / "视情" / "视具体情况" / "视程度" / "视其" / "适当扣" / "适当给分" / "适当得分" / "适当减分" / "适当按" / "适当比例" / "由评价组" / "由专家" / "由评审" / "专家打分" / "专家评分" / "综合打分" / "综合评分" / "自由裁量"
            / "根据实际情况" (!("得满分" / [',' | ';' | '。']) [_])*<0,6> ("打分" / "评分" / "扣分" / "给分" / "得分" / "赋分") / "合理确定分值" / "合理打分" / "斟酌" / "依据程度" / "根据程度" / "按程度" / "根据情况" / "按情况") { Phrase::Discretion(words.to_owned()) }

    /// The tiers of 财预〔2020〕10号, which are words and no comparison with the target.
    rule tier_word() -> &'input str
        = w:$(("基本" / "部分" / "全部" / "未")? ("达成" / "完成" / "实现") ("预期" / "年度" / "绩效") "指标" ("并具有一定效果" / "且效果较差" / "且具有一定效果")?) &("的"? [',' | ':']? ("得" / "计" / "记" / "不得分")) { w }

    // Conditions.

    rule target_name() -> () = (target_prefix() &(target_prefix() / target_base()))* target_base() !("率" / "额" / "完成" / "执行" / "调整" / "到位" / "编制" / "值" / "数")
    rule target_prefix()
        = "年初" / "年度" / "全年" / "预期" / "既定" / "绩效" / "计划" / "设定" / "规定" / "项目" / "指标" / "原定" / "预定" / "批复" / "任务" / "工作" / "标准" / "的"
    rule target_base()
        = "标杆值" / "目标值" / "目标数" / "目标任务" / "目标" / "指标值" / "计划值" / "计划数" / "计划任务" / "计划成本" / "计划" / "预期值" / "预期" / "任务数" / "任务量" / "任务" / "预算数" / "预算额" / "预算成本" / "预算" / "标准值" / "标准" / "要求" / "上限" / "控制数" / "指标"
    /// 完成率未达到目标值
    rule target_condition() -> Condition
        = ("未能" / "未" / "没有" / "没" / "尚未" / "不" / "达不") ("达到" / "完成" / "实现" / "满足" / "达成" / "到") !value() target_name()? ("的" / "时" / "者")* !("率" / "逐年" / "预期指标且") { Condition::Missed }
        / ("低于" / "小于" / "<" / "少于" / "不足") target_name() ("的" / "时")* { Condition::Missed }
        / ("未达标" / "达不到要求") { Condition::Missed }
        / ("不超过" / "未超过" / "未超出" / "未超" / "不高于" / "≤" / "不大于" / "不超") target_name() ("的" / "时")* { Condition::Within }
        / ("控制在" / "在") target_name() ("以内" / "之内" / "范围内" / "范围之内" / "内") ("的")* { Condition::Within }
        / ("超过" / "超出" / "高于" / "大于" / ">" / "超") target_name() ("的" / "时")* { Condition::Over }
        / ("≥" / "达到" / "完成" / "实现" / "满足" / "达成" / "不低于" / "大于等于" / "不少于" / "=" / "等于") ("或超过" / "或高于" / "或优于" / "及超过")? target_name() ("及以上" / "以上")? ("的" / "时" / "者")* { Condition::Met }
        / "全部完成" ("的")? &(","? "得") { Condition::Met }
        / ("超过" / "超出" / "超支") ("的" / "部分" / "则")* &(","? ("不得分" / "得0分" / "0分")) { Condition::Over }
        / "超支" &(","? ("不得分" / "的不得分")) { Condition::Over }
        / "未超支" { Condition::Within }
    /// 实际完成时间≤计划完成时间
    rule time_condition() -> Condition
        = "实际" "完成"? ("时间" / "日期") ("≤" / "早于" / "早于或等于" / "不晚于" / "不迟于") "计划" "完成"? ("时间" / "日期") { Condition::Met }
        / "实际" "完成"? ("时间" / "日期") (">" / "晚于" / "迟于" / "超过") "计划" "完成"? ("时间" / "日期") { Condition::Missed }
        / ("未" / "不" / "没有" / "未能") ("逐年" / "连年") ("上升" / "提高" / "增长" / "递增" / "增加" / "下降" / "降低" / "减少" / "递减") "的"? { Condition::Otherwise }
        / ("逐年" / "连年" / "逐期" / "持续逐年") ("上升" / "提高" / "增长" / "递增" / "增加") { Condition::Rising }
        / ("逐年" / "连年" / "逐期" / "持续逐年") ("下降" / "降低" / "减少" / "递减") { Condition::Falling }
        / than() last_year() ("水平" / "的")* { Condition::ThanLastYear(Ordering::Greater) }
        / than_less() last_year() ("水平" / "的")* { Condition::ThanLastYear(Ordering::Less) }
        / ("与" / "较" / "同" / "比") last_year() "相比"? ("持平" / "相同" / "一致") ("的")* { Condition::ThanLastYear(Ordering::Equal) }
        / ("持平") &(","? ("的" / "得" / "不得")) { Condition::ThanLastYear(Ordering::Equal) }
        / ("较" / "比" / "与") last_year() "相比"? ("有所")? ("增长" / "提高" / "上升" / "增加" / "提升") ("的")* !['0'..='9'] { Condition::ThanLastYear(Ordering::Greater) }
        / ("较" / "比" / "与") last_year() "相比"? ("有所")? ("下降" / "降低" / "减少") ("的")* !['0'..='9'] { Condition::ThanLastYear(Ordering::Less) }
    rule than() = "高于" / "大于" / "优于" / "超过" / ">"
    rule than_less() = "低于" / "小于" / "<"
    rule last_year() = ("上年同期" / "上一年度" / "上年度" / "上一年" / "上年" / "去年" / "上期" / "前一年") ("同期")? ("数" / "值")?
    rule otherwise() = ("否则" / "其他情况" / "其它情况" / "其余情况" / "其他情形" / "其余" / "其他" / "反之") ("的" / "则" / ",")*

    rule included() -> Mark
        = "(" ("不包含" / "不含" / "不包括") ("本数" / "该值" / "本级")? v:value()? ")" { Mark { inside: false, of: v.map(|v| v.0) } }
        / "(" ("包含" / "含" / "包括") ("本数" / "该值" / "本级")? v:value()? ")" { Mark { inside: true, of: v.map(|v| v.0) } }
    /// A letter or a name between two signs: 80%≤X<90%
    rule variable() = (!['≤' | '<' | '≥' | '>' | '=' | ',' | ';' | '。' | '0'..='9' | '①'..='⑳' | '得'] [_])*<1,16>
    rule less() -> bool = "≤" { true } / "<" { false }
    rule more() -> bool = "≥" { true } / ">" { false }
    rule dash() = "-" / "至" / "到" / "与" &(value() included()? "之间") / "和" &(value() included()? "之间")
    rule of_that() = ("的" / "时" / "者" / "之间" / "部分")*
    rule signed() -> (Fraction, Unit) = "-" v:value() { (-&v.0, v.1) } / "+"? v:value() { v }

    rule number_condition() -> Bounds
        = b:interval() { b }
        / a:signed() i:less() variable() j:less() b:signed() of_that() {?
            range((bound(a.0, Some(i), true), a.1), (bound(b.0, Some(j), true), b.1)).ok_or("range")
        }
        / a:signed() i:more() variable() j:more() b:signed() of_that() {?
            range((bound(b.0, Some(j), true), b.1), (bound(a.0, Some(i), true), a.1)).ok_or("range")
        }
        / a:half() dash() v:value() n:included()? of_that() {? both(a, to(v, n, None)).ok_or("both") }
        / a:decimal() m:included()? dash() b:decimal() u:unit() n:included()? ("之间" / "范围" "内"?)? ("以内" / "之内")? of_that() {?
            in_unit(a, u).zip(in_unit(b, u)).and_then(|(a, b)| dashed(a, m, b, n)).ok_or("range")
        }
        / a:half() ("且" / "但" / "并" / "同时" / "、" / "," / "至" / "到" / "-")? (subject_again() / "")  b:half() of_that() {? both(a, b).ok_or("both") }
        / ("介于" / "在")? a:value() m:included()? dash() b:value() n:included()? ("之间" / "区间" / "范围" "内"?)? n2:included()? ("以内" / "之内")? of_that() {?
            dashed(a, m, b, n.or(n2)).ok_or("range")
        }
        / b:half() of_that() { b }
        / ("=" / "等于" / "为" / "是" / "达到" / "达")? v:signed() ("的" / "时")* &([',' | ':' | '、']? ("得" / "计" / "记" / "为" / "给" / "(" decimal() "分" / "不得分" / "扣" / decimal() "分")) {
            Bounds { from: Some(bound(v.0.clone(), Some(true), true)), to: Some(bound(v.0, Some(true), true)), unit: v.1 }
        }
    /// `=100%得满分`, before what would read `为100%` as an award.
    rule equal_condition() -> Bounds
        = ("=" / "等于" / "为" / "是") v:signed() ("的" / "时")* &([',' | ':' | '、']? ("则" / "即")? ("得" / "计" / "记" / "给" / "不得分" / "为" decimal() "分" / "(" decimal() "分")) {
            Bounds { from: Some(bound(v.0.clone(), Some(true), true)), to: Some(bound(v.0, Some(true), true)), unit: v.1 }
        }
    /// `80%≤完成率且完成率<90%`: the name once more.
    rule subject_again() = (!(['≤' | '<' | '≥' | '>' | '=' | ',' | ';' | '。' | '0'..='9' | '①'..='⑳' | '得' | '(' ] / "不" / "未" / "低" / "小" / "高" / "大" / "达" / "超" / "少") [_])*<1,10>
    /// `[80%,90%)`
    rule interval() -> Bounds
        = "∈"? i:("[" { true } / "(" { false }) a:signed() "," b:signed() j:("]" { true } / ")" { false }) {?
            range((bound(a.0, Some(i), true), a.1), (bound(b.0, Some(j), true), b.1)).ok_or("interval")
        }
    /// A condition with a bound on one side.
    rule half() -> Bounds
        = at_least_word() v:signed() i:included()? ("及以上" / "以上")? j:included()? { from(v, i.or(j), Some(true)) }
        / not_reached() v:signed() i:included()? { to(v, i, Some(false)) }
        / above_word() v:signed() i:included()? "以上"? { from(v, i, Some(false)) }
        / "在" v:value() i:included()? ("以下" / "以内" / "之内") j:included()? { to(v, i.or(j), None) }
        / at_most_word() v:signed() i:included()? ("及以下" / "以内" / "以下" / "之内")? j:included()? { to(v, i.or(j), Some(true)) }
        / v:value() i:included()? ("及其以上" / "及以上" / "或以上") j:included()? { from(v, i.or(j), Some(true)) }
        / v:value() i:included()? "以上" j:included()? { from(v, i.or(j), None) }
        / v:value() i:included()? ("及以下" / "或以下") j:included()? { to(v, i.or(j), Some(true)) }
        / v:value() i:included()? ("以下" / "以内" / "之内") j:included()? { to(v, i.or(j), None) }
        / v:signed() i:less() variable() &([',' | '得' | '的']) { from(v, None, Some(i)) }
        / v:signed() i:more() variable() &([',' | '得' | '的']) { to(v, None, Some(i)) }
    rule at_least_word() = "≥" / "不低于" / "不少于" / "不小于" / "至少达到" / "至少" / "达到" !("目标") / "达" / "超过(含)"
    rule above_word() = ">" / "大于" / "高于" / "超过" / "超出" / "多于"
    rule not_reached() = "未达到" / "达不到" / "未达" / "不到" / "<" / "小于" / "低于" / "不足" / "少于" / "未满" / "不满"
    rule at_most_word() = "≤" / "不超过" / "不高于" / "不大于" / "不多于" / "控制在"

    // Awards.

    rule get() = ("则" / "可" / "即" / "," / "应" / "方可" / "才" / "能" / "本项" / "该项")* ("得分为" / "得" / "计" / "记" / "给" / "赋" / "为" / "评") "到"?
    rule give() -> Give
        = "不扣分" { Give::Full }
        / "得" n:decimal() &(![_] / [',' | ';' | '。']) { if n.is_zero() { Give::Nothing } else { Give::Amount(Amount::Points(n)) } }
        / "得分" ("为" / ":" / "=")? n:decimal() "分"? &(![_] / [',' | ';' | '。']) { if n.is_zero() { Give::Nothing } else { Give::Amount(Amount::Points(n)) } }
        / ("即" / "则" / "该项" / "本项" / "此项" / "也" / "均" / ",")* ("不得分" / "不计分" / "不给分" / "不予得分" / "不予计分" / "不赋分" / "计零分" / "得零分" / "零分" / "该项不得分" / "全部扣除" / "扣完全部分值" / "扣除全部" weight_name()? / "扣完该项分值" / "不得该项分" / "不得" weight_name()) { Give::Nothing }
        / get()? "满分" !("值" / "为" / ['0'..='9'] / "的" / "*") ("(" points() ")")? { Give::Full }
        / get() ("全部" / "全额")? weight_name() !("的" / "*" / "/" / ['0'..='9']) { Give::Full }
        / get() ("全分" / "全部分" / "全部得分") { Give::Full }
        / get()? a:decimal() "分"? "-" b:points() { Give::Between(Amount::Points(a), Amount::Points(b)) }
        / get() a:percent() "-" b:percent() "的"? weight_name()? { Give::Between(Amount::Share(a), Amount::Share(b)) }
        / get() weight_name() "的" a:percent() "-" b:percent() { Give::Between(Amount::Share(a), Amount::Share(b)) }
        / get() a:amount() { if a == Amount::Points(Fraction::zero()) { Give::Nothing } else { Give::Amount(a) } }
        / "(" ("得" / "计" / "占")? a:paren_amount() ")" { Give::Amount(a) }
        / "占" a:amount() { Give::Amount(a) }
        / n:points() { if n.is_zero() { Give::Nothing } else { Give::Amount(Amount::Points(n)) } }
        / proportion() { Give::Proportion }
        / l:loss() { Give::Less(l) }
    rule paren_amount() -> Amount = n:points() { Amount::Points(n) } / n:(percent() / fraction()) ("的"? weight_name())? { Amount::Share(n) }
    /// 按比例计分; 按照完成比例计算得分; 对指标按比例计算得分
    rule proportion()
        = ("对指标" / "则" / "的")* ("按照" / "按" / "依" / "根据" / "以") ("其" / "实际" / "相应" / "对应" / "指标" / "目标" / "任务" / "计划")* ("完成" / "到位" / "执行" / "达成" / "实现" / "支出" / "达标")? ("情况" / "值" / "程度")? ("比例" / "比率" / "比重" / "的比例")  ("计算" / "折算" / "相应" / "进行" / "酌量")* ("得分" / "计分" / "给分" / "赋分" / "打分" / "扣分" / "减分" / "扣减" / "得相应分" / "计算分值" / "确定得分" / "计")?
        / ("按照" / "按") ("实际")? ("完成率" / "到位率" / "执行率" / "达标率" / "完成百分比") ("计算" / "折算")* ("得分" / "计分" / "给分" / "赋分")
        / ("按照" / "按") actual_name() ("与" / "占" / "同") goal_name() "的"? ("比例" / "比值" / "之比") ("计算" / "折算")* ("得分" / "计分" / "记分" / "给分" / "确定分值")
        / "同比例" ("得分" / "计分" / "扣分" / "扣减")

    // Formulas of points.

    rule times() = "*" / "乘以" / "乘"
    rule equals() = ("则" / "该项" / "指标" / "评价" / "实际" / "此项" / "本项" / "最终" / "其")* ("得分" / "分值" / "分数" / "评分") ("=" / "为" / ":" / "按" / "公式为" / "计算公式为" / "计算公式:")
    rule whole() = times() ("100%" / "100") &(times())
    rule actual_name()
        = ("全年" / "年度" / "指标" / "项目" / "年末" / "本年" / "截至年末")* ("实际完成值" / "实际完成数" / "实际完成量" / "实际完成" / "完成值" / "完成数" / "完成量" / "实际完成情况" / "实际值" / "实际数" / "实际产出数" / "实际产出" / "实际实施" / "实际人数" / "实际数量" / "实际任务完成量" / "实际完成任务数")
          ("(" ("A" / "B") ")")?
    rule goal_name()
        = (goal_prefix() &(goal_prefix() / goal_base()))* goal_base() ("(" ("A" / "B") ")")?
    rule goal_prefix() = "年初" / "年度" / "全年" / "绩效" / "指标" / "项目" / "既定" / "预期" / "预定" / "设定" / "计划"
    rule goal_base()
        = ("标杆值" / "目标值" / "目标数" / "指标值" / "计划完成值" / "计划完成数" / "计划完成量" / "计划完成" / "计划值" / "计划数" / "计划量" / "计划产出数" / "计划产出" / "预期值" / "任务数" / "任务量" / "目标任务数" / "目标量" / "目标" / "计划")
    rule rate_word() = "满意度" / "得分率" / "率" / "比例" / "占比" / "比重" / "完成度" / "完成程度" / "覆盖面"
    rule rate_name() -> &'input str
        = $((!(rate_word() / ['=' | ',' | ';' | '。' | ':' | '*' | '/' | '(' | ')' | '-' | '0'..='9' | '①'..='⑳' | '|'] / "按" / "得分" / "满分") [_])*<0,14> rate_word())
    /// 实际发放户数/应发放户数: what was done over what was to be done.
    rule plain_name() -> &'input str
        = $((!(['=' | ',' | ';' | '。' | ':' | '*' | '/' | '(' | ')' | '-' | '|' | '%' | '0'..='9' | '①'..='⑳'] / "得分=") [_])*<1,18>)
    /// 实际发放户数/应发放户数: what was done over what was to be done.
    rule done_name() = n:plain_name() {? if DONE.iter().any(|word| n.contains(word)) { Ok(()) } else { Err("done") } }
    rule due_name() = n:plain_name() {? if DUE.iter().any(|word| n.contains(word)) { Ok(()) } else { Err("due") } }
    rule score_name() = n:plain_name() {? if SCORE.iter().any(|word| n.ends_with(word)) { Ok(()) } else { Err("score") } }
    /// 按完成数占12个的比例计算得分
    rule part_of() -> Fraction
        = ("按照" / "按")? done_name_before() ("占" / "与" / "除以") v:value() ("的比例" / "之比" / "的比重" / "的比值") ("乘以" points())? ("计算" / "折算")? ("得分" / "计分" / "计算" / "给分")* { v.0 }
    rule done_name_before() = (!(['=' | ',' | ';' | '。' | ':' | '*' | '/' | '(' | ')' | '%' | '0'..='9'] / "占" / "与" / "除以") [_])*<1,14>
    /// 完成值/标杆值*100%*权重分值; 得分=资金到位率×权重; (执行率-60%)/(1-60%)×分值
    rule formula() -> (Formula, Option<Fraction>)
        = equals()? ("按" / "按照" / "完成:" / "计算:")* f:formula_body() !['*' | '+' | '-' | '/' | '0'..='9'] !("的" ['0'..='9']) !"乘" ("计算" / "得分" / "计分" / "计算得分" / "给分" / "计")* { f }
    rule weight_factor() -> Option<Fraction> = weight_name() { None } / n:points() { Some(n) } / n:decimal() "分"? !("%" / "个") { Some(n) }
    rule formula_body() -> (Formula, Option<Fraction>)
        = v:part_of() {? if v.is_zero() { Err("nought") } else { Ok((Formula::RatioOver(v), None)) } }
        / "("? "("? r:rate_name() "-" g:percent() ")" "/" "(" f:(percent() / "1" { Fraction::one() }) "-" h:percent() ")" ")"? whole()? times() w:weight_factor() {? if g == h { Ok((Formula::Linear { gate: g, full: f }, w)) } else { Err("gate") } }
        / w:weight_factor() times() "("? r:rate_name() "-" g:percent() ")" "/" "(" f:(percent() / "1" { Fraction::one() }) "-" h:percent() ")" {? if g == h { Ok((Formula::Linear { gate: g, full: f }, w)) } else { Err("gate") } }
        / "("? actual_name() "/" goal_name() ")"? whole()? times() w:weight_factor() { (Formula::Ratio, w) }
        / w:weight_factor() times() "("? actual_name() "/" goal_name() ")"? (times() "100%")? { (Formula::Ratio, w) }
        / w:weight_factor() times() actual_name() "/" goal_name() { (Formula::Ratio, w) }
        / "("? goal_name() "/" actual_name() ")"? whole()? times() w:weight_factor() { (Formula::Inverse, w) }
        / w:weight_factor() times() "("? goal_name() "/" actual_name() ")"? (times() "100%")? { (Formula::Inverse, w) }
        / "("? done_name() "/" due_name() ")"? whole()? times() w:weight_factor() { (Formula::Quotient, w) }
        / w:weight_factor() times() "("? done_name() "/" due_name() ")"? (times() "100%")? { (Formula::Quotient, w) }
        / actual_name() "/" n:(percent() / n:decimal() unit()? { n }) times() w:weight_factor() {? if n.is_zero() { Err("nought") } else { Ok((Formula::RatioOver(n), w)) } }
        / "("? (done_name() / actual_name()) "/" n:decimal() ")"? whole()? times() w:weight_factor() {? if n.is_zero() { Err("nought") } else { Ok((Formula::RatioOver(n), w)) } }
        / "("? score_name() "/" n:decimal() ")"? times() w:weight_factor() {? if n.is_zero() { Err("nought") } else { Ok((Formula::Score { out_of: n }, w)) } }
        / w:weight_factor() times() "("? score_name() "/" n:decimal() ")"? {? if n.is_zero() { Err("nought") } else { Ok((Formula::Score { out_of: n }, w)) } }
        / w:weight_factor() times() "(1-" ("偏离度" / "偏差率" / "偏离率" / "|" done_name() "-" due_name() "|/" due_name() / "|" actual_name() "-" goal_name() "|/" goal_name()) ")" { (Formula::Deviation, w) }
        / "(1-" ("偏离度" / "偏差率" / "偏离率") ")" times() w:weight_factor() { (Formula::Deviation, w) }
        / "("? r:rate_name() "/" p:percent() ")"? whole()? times() w:weight_factor() {? if p.is_zero() { Err("nought") } else { Ok((Formula::RateOver(r.to_owned(), p), w)) } }
        / w:weight_factor() times() "("? r:rate_name() "/" p:percent() ")"? {? if p.is_zero() { Err("nought") } else { Ok((Formula::RateOver(r.to_owned(), p), w)) } }
        / r:rate_name() whole()? times() w:weight_factor() { (Formula::Rate(r.to_owned()), w) }
        / w:weight_factor() times() r:rate_name() { (Formula::Rate(r.to_owned()), w) }

    /// 资金到位率=(实际到位资金/预算资金)×100%
    rule definition() -> Phrase
        = n:$((!(['=' | ',' | ';' | '。' | ':' | '(' | ')' | '*' | '/' | '0'..='9' | '①'..='⑳'] / "得分" / "分值") [_])*<2,16>) "=" f:formula_text() &(![_] / [',' | ';' | '。' | ':']) { Phrase::Definition { name: n.to_owned(), formula: f.to_owned() } }
    rule formula_text() -> &'input str
        = f:$((!([',' | ';' | '。' | ':' | '=' | '≤' | '≥' | '<' | '>'] / "权重" / "得分" / "满分" / "分值" / "不得") [_])*<3,80>) {?
            if f.contains(['/', '-', '+']) && !f.starts_with(|c: char| c.is_ascii_digit() && !f.contains('(')) { Ok(f) } else { Err("no formula") }
        }
}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Fraction {
        Fraction::parse_decimal(text).unwrap()
    }

    fn points(text: &str) -> Amount {
        Amount::Points(decimal(text))
    }

    fn share(text: &str) -> Amount {
        Amount::Share(decimal(text))
    }

    fn third() -> Amount {
        Amount::Share(Fraction::ratio(1, 3).unwrap())
    }

    /// The phrases of a sentence but for words and marks of punctuation.
    fn of(text: &str) -> Vec<Phrase> {
        phrases(text).into_iter().filter(|phrase| !matches!(phrase, Phrase::Words(_) | Phrase::Break(_))).collect()
    }

    fn bounds(from: Option<(&str, bool, bool)>, to: Option<(&str, bool, bool)>) -> Phrase {
        let bound = |(at, inclusive, plain): (&str, bool, bool)| Bound { at: decimal(at), inclusive, plain };
        let unit = Unit::Percent;
        Phrase::If(Condition::Range(Bounds { from: from.map(bound), to: to.map(bound), unit }))
    }

    #[test]
    fn statements_about_a_list() {
        let each = |listed, amount| Phrase::EachShare { listed, amount };
        for (text, expected) in [
            ("以上三项各占1/3权重分，", each(Some(3), third())),
            ("上述各项各1分", each(None, points("1"))),
            ("每个要点占20%权重", each(None, share("0.2"))),
            ("①②③④每项1分", each(Some(4), points("1"))),
            ("共6项，每项1分", each(Some(6), points("1"))),
            ("分别占40%、30%、30%", Phrase::Respectively(vec![share("0.4"), share("0.3"), share("0.3")])),
            ("缺①扣权重分的40%", Phrase::Lacking { marks: vec![1], loss: share("0.4") }),
            ("符合②得1分", Phrase::MarkGives { marks: vec![2], amount: points("1") }),
            ("先得20%的权重分（两项各占10%的权重分）", Phrase::Together { amount: share("0.2"), requirements: 2 }),
            ("每符合一项，再得1/5的剩余权重分", Phrase::OfTheRest(decimal("0.2"))),
            ("符合得该项权重分", Phrase::AsListed),
            ("否则扣除对应权重分", Phrase::AsListed),
            ("上述评价内容每符合一项得到该项对应分值", Phrase::AsListed),
        ] {
            assert_eq!(of(text), [expected], "{text}");
        }
    }

    #[test]
    fn conditions_on_a_list() {
        for (text, expected) in [
            ("①②③④全部符合视为使用合规", Condition::All(vec![1, 2, 3, 4])),
            ("以上要求全部符合", Condition::All(vec![])),
            ("符合3项", Condition::Count(3)),
            ("均不符合", Condition::Count(0)),
            ("符合1项及以下", Condition::Fewer(2)),
            ("每符合一项", Condition::EachMet { every: true }),
            ("每有一项不符合", Condition::EachMissed),
            ("每发现一处", Condition::EachFault),
            ("发现3处及以上", Condition::FaultsFrom(3)),
        ] {
            assert_eq!(of(text), [Phrase::If(expected)], "{text}");
        }
    }

    #[test]
    fn conditions_on_numbers() {
        for (text, expected) in [
            ("资金到位率90%—100%得", bounds(Some(("0.9", true, false)), Some(("1", true, false)))),
            ("80%（含）至100%（不含）", bounds(Some(("0.8", true, true)), Some(("1", false, true)))),
            ("80%≤X＜90%", bounds(Some(("0.8", true, true)), Some(("0.9", false, true)))),
            ("90%＞满意度≥80%", bounds(Some(("0.8", true, true)), Some(("0.9", false, true)))),
            ("大于等于80%小于90%", bounds(Some(("0.8", true, true)), Some(("0.9", false, true)))),
            ("95%以上（不含100%）", bounds(Some(("0.95", true, false)), Some(("1", false, true)))),
            ("[80%,90%)", bounds(Some(("0.8", true, true)), Some(("0.9", false, true)))),
            ("90%以上", bounds(Some(("0.9", true, false)), None)),
            ("不低于90%", bounds(Some(("0.9", true, true)), None)),
            ("低于70%", bounds(None, Some(("0.7", false, true)))),
            ("60%以下", bounds(None, Some(("0.6", true, false)))),
            ("不足三分之一的", bounds(None, None)),
        ] {
            if text.contains("三分之一") {
                let Phrase::If(Condition::Range(read)) = &of(text)[0] else { panic!("{text}") };
                assert_eq!(read.to.as_ref().map(|bound| &bound.at), Fraction::ratio(1, 3).as_ref());
                continue;
            }
            assert_eq!(of(text), [expected], "{text}");
        }
    }

    #[test]
    fn conditions_on_the_target_and_the_year_before() {
        for (text, expected) in [
            ("实际完成值达到标杆值", Condition::Met),
            ("实际完成值未达到标杆值", Condition::Missed),
            ("实际完成值超过标杆值", Condition::Over),
            ("不超过目标值", Condition::Within),
            ("控制在预算范围内", Condition::Within),
            ("实际完成时间≤计划完成时间", Condition::Met),
            ("逐年上升", Condition::Rising),
            ("未逐年下降", Condition::Otherwise),
            ("较上年增长", Condition::ThanLastYear(Ordering::Greater)),
            ("与上年持平", Condition::ThanLastYear(Ordering::Equal)),
            ("低于上年", Condition::ThanLastYear(Ordering::Less)),
            ("否则", Condition::Otherwise),
        ] {
            assert_eq!(of(text), [Phrase::If(expected)], "{text}");
        }
    }

    #[test]
    fn awards() {
        for (text, expected) in [
            ("得满分", Give::Full),
            ("记该指标所赋全部分值", Give::Full),
            ("不得分", Give::Nothing),
            ("得0分", Give::Nothing),
            ("得3分", Give::Amount(points("3"))),
            ("得权重分的80%", Give::Amount(share("0.8"))),
            ("（1分）", Give::Amount(points("1"))),
            ("得3-4分", Give::Between(points("3"), points("4"))),
            ("扣2分", Give::Less(points("2"))),
            ("按比例计算得分", Give::Proportion),
            ("按照完成值与指标值的比例记分", Give::Proportion),
        ] {
            assert_eq!(of(text), [Phrase::Give(expected)], "{text}");
        }
    }

    #[test]
    fn formulas_of_points() {
        let rate = |name: &str| Formula::Rate(name.to_owned());
        let linear = Formula::Linear { gate: decimal("0.6"), full: Fraction::one() };
        for (text, formula, factor) in [
            ("完成值/标杆值*100%*权重分值", Formula::Ratio, None),
            ("得分=完成率×权重", rate("完成率"), None),
            ("得分=完成率×8分", rate("完成率"), Some("8")),
            ("满意度/90%×分值", Formula::RateOver("满意度".to_owned(), decimal("0.9")), None),
            ("年初目标值/全年实际值×该指标分值", Formula::Inverse, None),
            ("得分=（执行率-60%）/（1-60%）×权重", linear, None),
            ("完工数/10×6", Formula::RatioOver(decimal("10")), Some("6")),
            ("得分=专家评分/100×20", Formula::Score { out_of: decimal("100") }, Some("20")),
            ("得分=6×（1-偏离度）", Formula::Deviation, Some("6")),
            ("实际发放户数÷应发放户数×7分", Formula::Quotient, Some("7")),
        ] {
            let give = Give::Formula { formula, factor: factor.map(decimal) };
            assert_eq!(of(text), [Phrase::Give(give)], "{text}");
        }
    }

    #[test]
    fn losses_for_every_step() {
        let lose = |side, bound: Option<&str>, step: &str, unit, loss| {
            Phrase::Lose(Lose { side, bound: bound.map(decimal), step: decimal(step), unit, loss })
        };
        for (text, expected) in [
            ("每低1%扣5%权重分值", lose(Side::Short, None, "0.01", Unit::Percent, share("0.05"))),
            ("每降低1个百分点扣0.5分", lose(Side::Short, None, "0.01", Unit::Points, points("0.5"))),
            ("每低于90%1个百分点，扣1分", lose(Side::Short, Some("0.9"), "0.01", Unit::Points, points("1"))),
            ("每超支1%扣1分", lose(Side::Over, None, "0.01", Unit::Percent, points("1"))),
            ("每偏离5个百分点扣1分", lose(Side::Either, None, "0.05", Unit::Points, points("1"))),
            ("每延迟1天扣0.5分", lose(Side::Over, None, "1", Unit::Days, points("0.5"))),
            ("每少1家扣1分", lose(Side::Short, None, "1", Unit::Other("家".to_owned()), points("1"))),
        ] {
            assert_eq!(of(text), [expected], "{text}");
        }
        assert_eq!(of("不足1%不扣分"), [Phrase::Steps(Counting::Whole)]);
        assert_eq!(of("不足10天按10天计"), [Phrase::Steps(Counting::Begun)]);
        assert_eq!(of("扣完为止"), [Phrase::Floor]);
        assert_eq!(of("最多扣5分"), [Phrase::MostLost(decimal("5"))]);
        assert_eq!(of("最高不超过该指标分值上限"), [Phrase::Cap]);
        assert_eq!(of("本项满分5分"), [Phrase::Weight(decimal("5"))]);
        let gain = Phrase::Gain { step: decimal("1"), unit: Unit::Other("次".to_owned()), gain: points("1") };
        assert_eq!(of("每开展一次宣传活动得1分"), [gain]);
    }

    #[test]
    fn tiers_discretion_and_definitions() {
        let text = "分为达成预期指标、部分达成预期指标并具有一定效果、未达成预期指标且效果较差三档，分别按照该指标对应分值区间100%-80%（含）、80%-60%（含）、60%-0%合理确定分值";
        let tier = |name: &str, top: &str, floor: &str| (name.to_owned(), decimal(top), decimal(floor));
        let graded = Phrase::Graded(vec![
            tier("达成预期指标", "1", "0.8"),
            tier("部分达成预期指标并具有一定效果", "0.8", "0.6"),
            tier("未达成预期指标且效果较差", "0.6", "0"),
        ]);
        assert_eq!(of(text), [graded]);
        assert_eq!(of("可酌情扣分")[0], Phrase::Discretion("酌情".to_owned()));
        let definition =
            |name: &str, formula: &str| Phrase::Definition { name: name.to_owned(), formula: formula.to_owned() };
        let text = "资金到位率=(实际到位资金/预算资金)×100%。";
        assert_eq!(of(text), [definition("资金到位率", "(实际到位资金/预算资金)*100%")]);
    }
}
