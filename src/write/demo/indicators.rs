//! The indicators of a made project's form, with what was reached and the points that its unit claims: those that the national
//! rules give, but for faults.

use crate::fraction::{Fraction, Rounding, RoundingMode};
use crate::points::Points;

use super::fault::{Fault, Plan, Standing};
use super::project::WAN;
use super::random::Stream;
use super::words::{Kind, WORDS};

/// A row of the form.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub levels: [&'static str; 2],
    pub name: String,
    pub target: String,
    pub actual: String,
    pub weight: i64,
    pub claimed: Points,
    pub reason: &'static str,
    /// The target that was approved, where it is another one.
    pub approved: Option<String>,
    pub fault: Option<Fault>,
}

/// A target that is counted.
struct Goal {
    sign: &'static str,
    number: i64,
    unit: Unit,
}

enum Unit {
    Of(&'static str),
    /// Hundredths of a percent.
    Percent,
    /// Fen.
    Money,
}

impl Goal {
    fn text(&self) -> String {
        format!("{}{}", self.sign, self.said(self.number))
    }

    fn said(&self, number: i64) -> String {
        let hundredths = |number: i64| format!("{}.{:02}", number / 100, number % 100);
        match self.unit {
            Unit::Of(unit) => format!("{number}{unit}"),
            Unit::Percent if number % 100 == 0 => format!("{}%", number / 100),
            Unit::Percent => format!("{}%", hundredths(number)),
            // A hundred yuan is a hundredth of 万元.
            Unit::Money if self.number >= WAN => format!("{}万元", hundredths(number / 10_000)),
            Unit::Money => format!("{}元", number / 100),
        }
    }
}

/// The rows of the form. `satisfied` is what the survey gives, in hundredths of a percent.
pub fn indicators(kind: &'static Kind, plan: Plan, satisfied: i64, stream: &mut Stream) -> Vec<Indicator> {
    let mut rows = outputs(kind, plan, stream);
    rows.extend(benefits(kind, plan, stream));
    let goal = Goal { sign: "≥", number: *stream.one_of(&[8_500, 9_000, 9_000]), unit: Unit::Percent };
    let levels = ["满意度指标", "服务对象满意度指标"];
    let row = counted(levels, &format!("{}满意度", kind.served), &goal, satisfied, 10, &WORDS.reasons.satisfaction);
    rows.push(row);
    for fault in plan.faults {
        sow(*fault, &mut rows);
    }
    rows
}

const OUTPUTS: &str = "产出指标";
const BENEFITS: &str = "效益指标";

fn outputs(kind: &'static Kind, plan: Plan, stream: &mut Stream) -> Vec<Indicator> {
    // A claim that is far off is one for little that was done.
    let standing = if plan.faults.contains(&Fault::ClaimFar) { Standing::Middling } else { plan.standing };
    let reasons = &WORDS.reasons;
    let mut rows = Vec::new();
    for (at, (name, unit, least, most)) in kind.quantity.iter().enumerate() {
        let number = round(stream.between(*least, *most));
        let goal = Goal { sign: "≥", number, unit: Unit::Of(unit) };
        let reached = reached(&goal, standing, stream);
        let fault = plan.faults.iter().copied().find(|fault| fault.is_of_quantity(at));
        let (actual, weight) = match fault {
            Some(Fault::OverCompletion) => (number * 8 / 5, 10),
            Some(Fault::WeightsTotal) => (number, 15),
            Some(_) => (number, 10),
            None => (reached.max(1), 10),
        };
        let mut row = counted([OUTPUTS, "数量指标"], name, &goal, actual, weight, &reasons.quantity);
        if fault == Some(Fault::PointsOverWeight) {
            row.claimed = row.claimed + Points::new(1.into());
        }
        let approved = Goal { number: number * 13 / 10, ..goal };
        row.approved = (fault == Some(Fault::TargetChanged)).then(|| approved.text());
        row.fault = fault;
        rows.push(row);
    }
    let has_two = stream.chance(50);
    for (name, weight) in kind.quality.iter().zip(if has_two { vec![10, 5] } else { vec![10] }) {
        let goal = rate(stream);
        let actual = reached(&goal, standing, stream);
        rows.push(counted([OUTPUTS, "质量指标"], name, &goal, actual, weight, &reasons.rate));
    }
    let goal = rate(stream);
    let actual = reached(&goal, standing, stream);
    let weight = if has_two { 5 } else { 10 };
    rows.push(counted([OUTPUTS, "时效指标"], &kind.timely, &goal, actual, weight, &reasons.rate));
    rows.push(cost(kind, standing, stream));
    rows
}

/// A target that looks chosen: two digits, then noughts.
fn round(number: i64) -> i64 {
    let step = if number >= 1_000 {
        100
    } else if number >= 100 {
        10
    } else {
        1
    };
    number / step * step
}

fn rate(stream: &mut Stream) -> Goal {
    let (sign, number) = *stream.one_of(&[("=", 10_000), ("≥", 9_500), ("≥", 9_800), ("≥", 9_000)]);
    Goal { sign, number, unit: Unit::Percent }
}

/// What was reached of a target, never much more than it asks for.
fn reached(goal: &Goal, standing: Standing, stream: &mut Stream) -> i64 {
    let percent = match standing {
        Standing::Excellent if stream.chance(65) => 100,
        Standing::Excellent => stream.between(90, 99),
        Standing::Good if stream.chance(20) => 100,
        Standing::Good => stream.between(68, 86),
        Standing::Middling => stream.between(52, 76),
        Standing::Poor => stream.between(22, 46),
    };
    let more = match goal.unit {
        Unit::Percent if percent == 100 => stream.between(0, 10_000 - goal.number),
        Unit::Of(_) if percent == 100 => stream.between(0, goal.number / 12),
        _ => 0,
    };
    goal.number * percent / 100 + more
}

/// A ceiling on the cost of one unit.
fn cost(kind: &'static Kind, standing: Standing, stream: &mut Stream) -> Indicator {
    let (name, least, most) = &kind.cost;
    let number = stream.between(*least, *most) / 10_000 * 10_000;
    let goal = Goal { sign: "≤", number, unit: Unit::Money };
    let percent = match standing {
        Standing::Excellent | Standing::Good => stream.between(86, 99),
        Standing::Middling => stream.between(92, 108),
        Standing::Poor => stream.between(103, 125),
    };
    // As it is printed: in hundreds of yuan, or in yuan.
    let step = if number >= WAN { 10_000 } else { 100 };
    let actual = number / 100 * percent / step * step;
    counted([OUTPUTS, "成本指标"], name, &goal, actual, 10, &WORDS.reasons.cost)
}

/// A row whose claim follows from what was reached; where that is less than asked for it has a reason.
fn counted(
    levels: [&'static str; 2],
    name: &str,
    goal: &Goal,
    actual: i64,
    weight: i64,
    reason: &'static str,
) -> Indicator {
    let is_kept = if goal.sign == "≤" { actual <= goal.number } else { actual >= goal.number };
    let share = match (is_kept, goal.sign) {
        (true, _) => Fraction::one(),
        (false, "≤") => Fraction::zero(),
        (false, _) => Fraction::ratio(actual, goal.number).unwrap_or_else(Fraction::zero),
    };
    Indicator {
        levels,
        name: name.to_owned(),
        target: goal.text(),
        actual: goal.said(actual),
        weight,
        claimed: points(&(&share * &Fraction::from(weight))),
        reason: if is_kept { "" } else { reason },
        approved: None,
        fault: None,
    }
}

/// As printed: with two decimals, half up.
pub fn points(exact: &Fraction) -> Points {
    Points::rounded(exact, Rounding { places: 2, mode: RoundingMode::HalfUp })
}

/// Effects in words, two or three.
fn benefits(kind: &'static Kind, plan: Plan, stream: &mut Stream) -> Vec<Indicator> {
    const REACHED: &str = "达成预期指标";
    const IN_PART: (&str, (i64, i64)) = ("部分达成预期指标并具有一定效果", (62, 78));
    const MISSED: (&str, (i64, i64)) = ("未达成预期指标且效果较差", (20, 55));
    let social = ("社会效益指标", &kind.social);
    let economic = ("经济效益指标", &kind.economic);
    let lasting = ("可持续影响指标", &kind.lasting);
    let all = if stream.chance(50) { vec![social, lasting] } else { vec![social, economic, lasting] };
    let weight = 30 / all.len() as i64;
    let row = |(at, (level2, (name, target))): (usize, (&'static str, &(String, String)))| {
        let tier = match plan.standing {
            Standing::Excellent => None,
            Standing::Good => (at == 0).then_some(IN_PART),
            Standing::Middling => Some(IN_PART),
            Standing::Poor => Some(MISSED),
        };
        let percent = tier.map_or(100, |(_, (least, most))| stream.between(least, most));
        Indicator {
            levels: [BENEFITS, level2],
            name: name.clone(),
            target: target.clone(),
            actual: tier.map_or(REACHED, |(words, _)| words).to_owned(),
            weight,
            claimed: points(&Fraction::ratio(weight * percent, 100).unwrap_or_else(Fraction::zero)),
            reason: if tier.is_some() { &WORDS.reasons.benefit } else { "" },
            approved: None,
            fault: None,
        }
    };
    all.into_iter().enumerate().map(row).collect()
}

/// Changes claims and words so that one fault is among them.
fn sow(fault: Fault, rows: &mut [Indicator]) {
    let full = |row: &Indicator| Points::new(row.weight.into());
    match fault {
        Fault::FullPoints => {
            // The first of quality comes after two of quantity.
            let row = &mut rows[2];
            row.actual = "80%".to_owned();
            row.claimed = full(row);
            row.reason = "";
            row.fault = Some(fault);
        }
        Fault::ClaimFar => rows.iter_mut().for_each(|row| row.claimed = full(row)),
        Fault::TierUnknown => {
            if let Some(row) = rows.iter_mut().find(|row| row.levels[0] == BENEFITS) {
                row.actual = "尚可".to_owned();
                row.claimed = points(&Fraction::ratio(row.weight * 4, 5).unwrap_or_else(Fraction::zero));
                row.fault = Some(fault);
            }
        }
        _ => {}
    }
}
