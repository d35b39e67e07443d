//! Phrases are what the sentences of a rule text are made of: conditions, awards, losses, statements about a list.

use crate::fraction::Fraction;
use crate::quantity::is_classifier;
use crate::rubric::rules::{Amount, Counting, Edge, Side};

/// A piece of a rule text.
#[derive(Clone, Debug, PartialEq)]
pub enum Phrase {
    /// `①`, `(1)`, `1、`
    Mark(u32),
    If(Condition),
    Give(Give),
    Lose(Lose),
    /// `扣完为止`: nothing is lost below nought, which holds anyway.
    Floor,
    /// `最高不超过满分`, `超额完成不加分`: nothing is given above the weight, which holds anyway.
    Cap,
    /// `不足1%不扣`, `不足1%按1%计`
    Steps(Counting),
    /// `满分5分`, `本指标共3分`
    Weight(Fraction),
    /// `最高得4分`: so much and no more.
    Most(Fraction),
    /// `最多扣5分`
    MostLost(Fraction),
    /// `每开展一次得1分`
    Gain {
        step: Fraction,
        unit: Unit,
        gain: Amount,
    },
    /// `以90%为基准`: the bound from which a loss is counted.
    Base {
        at: Fraction,
        unit: Unit,
    },
    /// `以上三项各占1/3权重分`, `每项1分`
    EachShare {
        listed: Option<u32>,
        amount: Amount,
    },
    /// `分别占40%、30%、30%`
    Respectively(Vec<Amount>),
    /// `缺①扣权重分的40%`
    Lacking {
        marks: Vec<u32>,
        loss: Amount,
    },
    /// `符合①得1分`
    MarkGives {
        marks: Vec<u32>,
        amount: Amount,
    },
    /// `分为达成预期指标、部分达成、未达成三档，分别按100%-80%（含）、80%-60%（含）、60%-0%确定分值`: name, top and floor.
    Graded(Vec<(String, Fraction, Fraction)>),
    /// `先得20%的权重分（两项各占10%的权重分）`: an award for so many equal requirements.
    Together {
        amount: Amount,
        requirements: u32,
    },
    /// `再得1/5的剩余权重分`, of the weight that other points leave.
    OfTheRest(Fraction),
    /// `符合得该项权重分`, `否则扣除对应权重分`: each point of a list gives what is listed for it.
    AsListed,
    /// `资金到位率=(实际到位资金/预算资金)×100%`
    Definition {
        name: String,
        formula: String,
    },
    /// `酌情扣分`: left to whoever scores.
    Discretion(String),
    /// A comma, a semicolon, a full stop.
    Break(char),
    /// What is none of these.
    Words(String),
}

/// When something is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    Range(Bounds),
    /// `达到目标值`
    Met,
    /// `未达到目标值`
    Missed,
    /// `不超过目标值`
    Within,
    /// `超过目标值`
    Over,
    Otherwise,
    /// `①②③全部符合`; the marks where they are named.
    All(Vec<u32>),
    /// `符合2项`
    Count(u32),
    /// `符合1项及以下`: fewer than so many.
    Fewer(u32),
    /// `发现3处及以上`
    FaultsFrom(u32),
    /// `每符合一项`; `every` where it says 每.
    EachMet {
        every: bool,
    },
    /// `每有一项不符合`
    EachMissed,
    /// `每发现一处`
    EachFault,
    /// `符合得1分`, of the point of a list that it stands with.
    PointMet,
    /// `不符合不得分`, likewise.
    PointMissed,
    /// `逐年上升`
    Rising,
    /// `逐年下降`
    Falling,
    /// `高于上年`, `较上年下降`, `与上年持平`
    ThanLastYear(std::cmp::Ordering),
}

/// Numbers between two bounds in one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    pub from: Option<Bound>,
    pub to: Option<Bound>,
    pub unit: Unit,
}

/// A bound and how plainly the text says whether the bound itself is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    pub at: Fraction,
    pub inclusive: bool,
    /// By a sign or a word of its own (`≥`, `（含）`, `低于`), and not by a dash or by 以上 and 以下 alone.
    pub plain: bool,
}

impl Bound {
    pub fn edge(&self) -> Edge {
        Edge { at: self.at.clone(), inclusive: self.inclusive }
    }
}

/// The unit of a bound or a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `1%`; the number is a fraction of 1.
    Percent,
    /// `1个百分点`; the number is a fraction of 1.
    Points,
    /// In yuan.
    Money,
    Days,
    /// What is counted, or nothing.
    Other(String),
}

/// What a condition gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Give {
    Full,
    Nothing,
    Amount(Amount),
    /// `得3-4分`, from the lower to the higher.
    Between(Amount, Amount),
    /// `扣2分`, once.
    Less(Amount),
    /// `按比例计分`
    Proportion,
    /// With the number of points where the formula states it in the place of the weight.
    Formula {
        formula: Formula,
        factor: Option<Fraction>,
    },
}

/// A formula for the points.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// `完成率×权重`, by the name of the rate.
    Rate(String),
    /// `完成率/90%×权重`
    RateOver(String, Fraction),
    /// `完成数/12×权重`
    RatioOver(Fraction),
    /// `专家评分/100×权重`
    Score { out_of: Fraction },
    /// `(1-|完成值-目标值|/目标值)×权重`
    Deviation,
    /// `完成值/目标值×权重`
    Ratio,
    /// `实际发放户数/应发放户数×权重`: what was done over what was to be done, in names of their own.
    Quotient,
    /// `目标值/完成值×权重`
    Inverse,
    /// `(执行率-60%)/(1-60%)×权重`
    Linear { gate: Fraction, full: Fraction },
}

/// `每低1%扣5%权重分值`
#[derive(Clone, Debug, PartialEq)]
pub struct Lose {
    pub side: Side,
    /// `每低于90%1个百分点`: the bound where the phrase names it.
    pub bound: Option<Fraction>,
    pub step: Fraction,
    pub unit: Unit,
    pub loss: Amount,
}

impl Unit {
    pub fn is_percent(&self) -> bool {
        matches!(self, Self::Percent | Self::Points)
    }

    /// As a quantity has it: `%`, `元`, `家`, or nothing.
    pub fn name(&self) -> String {
        match self {
            Self::Percent | Self::Points => "%".to_owned(),
            Self::Money => "元".to_owned(),
            Self::Days => "天".to_owned(),
            // Beside the points that are given it would be taken for one of them.
            Self::Other(unit) if unit == "分" => String::new(),
            Self::Other(unit) => unit.clone(),
        }
    }

    /// Whether it is the unit of something counted, which no rate has.
    pub fn is_of_things(&self) -> bool {
        matches!(self, Self::Money) || matches!(self, Self::Other(unit) if !unit.is_empty())
    }

    /// Whether only whole numbers occur.
    pub fn is_counted(&self) -> bool {
        matches!(self, Self::Other(unit) if is_classifier(unit))
    }
}
