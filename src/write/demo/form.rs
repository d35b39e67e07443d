//! 项目支出绩效自评表 as units draw it: labels beside values, nine columns, merged cells.

use crate::fraction::Fraction;
use crate::location::CellRef;
use crate::money::Money;
use crate::points::Points;
use crate::rank::warnings::{Ladders, Warning, warning};
use crate::rate::Rate;
use crate::write::drawing::Part;
use crate::write::table::Cell;

use super::fault::Fault;
use super::indicators::{Indicator, points};
use super::pen::{Mark, Pen};
use super::project::Project;
use super::random::Stream;
use super::words::WORDS;

const WIDTHS: [u16; 9] = [12, 20, 20, 32, 18, 28, 12, 12, 36];
/// The last column.
const LAST: u16 = 8;
const EXECUTION_WEIGHT: i64 = 10;

/// How this unit draws its form.
struct Style {
    in_yuan: bool,
    /// Whether the code stands beside the name.
    is_short: bool,
    columns: Columns,
    /// The execution rate as text.
    rate_is_text: bool,
}

/// Where an indicator's figures stand.
struct Columns {
    target: u16,
    actual: u16,
    weight: u16,
    points: u16,
}

pub fn draw(project: &Project, stream: &mut Stream) -> Pen {
    let weight_first = stream.chance(25);
    let style = Style {
        // An amount in yuan would hide a slip.
        in_yuan: stream.chance(25) && !project.has(Fault::UnitSlip),
        is_short: stream.chance(40),
        columns: match weight_first {
            true => Columns { weight: 4, target: 5, actual: 6, points: 7 },
            false => Columns { target: 4, actual: 5, weight: 6, points: 7 },
        },
        rate_is_text: stream.chance(30),
    };
    let mut widths = WIDTHS;
    if weight_first {
        (widths[4], widths[5], widths[6]) = (12, 18, 28);
    }
    let mut pen = Pen::new("自评表", &widths);
    pen.across(0, "项目支出绩效自评表", Part::Title);
    pen.spread((1, 0), (1, LAST), Cell::text(format!("（{}年度，{}）", project.year, WORDS.made_up)), Part::Centre);
    let funds = about(&mut pen, project, &style);
    let goals = fund_block(&mut pen, project, funds, &style, stream);
    goal_block(&mut pen, project, goals);
    let end = indicator_block(&mut pen, project, (funds + 1, goals + 2), &style, stream);
    pen.across(end, WORDS.note.as_str(), Part::Line);
    pen
}

/// Whom the form is about; gives the first row below.
fn about(pen: &mut Pen, project: &Project, style: &Style) -> u32 {
    let mut beside = |row_0: u32, col_0: u16, label: &str, value: &str, last: u16| {
        pen.put(row_0, col_0, Cell::Label(label.to_owned()));
        pen.spread((row_0, col_0 + 1), (row_0, last), Cell::text(value), Part::Centre);
    };
    let mut row_0 = 2;
    if style.is_short {
        beside(row_0, 0, "项目名称", &project.name, 3);
        beside(row_0, 4, "项目编码", &project.code, LAST);
    } else {
        beside(row_0, 0, "项目名称", &project.name, LAST);
        row_0 += 1;
        beside(row_0, 0, "项目编码", &project.code, LAST);
    }
    row_0 += 1;
    beside(row_0, 0, "主管部门", &project.department, 3);
    beside(row_0, 4, "实施单位", &project.unit, LAST);
    row_0 + 1
}

/// The funds: heading, total and three sources; gives the first row below.
fn fund_block(pen: &mut Pen, project: &Project, top: u32, style: &Style, stream: &mut Stream) -> u32 {
    let words = &WORDS.headings;
    let unit = if style.in_yuan { "元" } else { "万元" };
    pen.spread((top, 0), (top + 4, 0), Cell::Label(format!("项目资金\n（{unit}）")), Part::Body);
    let headings = ["", stream.word(&words.initial), stream.word(&words.revised), stream.word(&words.spent)];
    pen.labels(top, 1, headings.into_iter().chain(["分值", "执行率", "得分", ""]));
    for ((label, amounts), row_0) in fund_rows(project).into_iter().zip(top + 1..) {
        let is_total = row_0 == top + 1;
        pen.put(row_0, 1, Cell::text(label));
        for (amount, col_0) in amounts.into_iter().zip(2..) {
            // Written in yuan under a heading of ten thousands.
            let is_slip = col_0 == 4 && project.has(Fault::UnitSlip);
            let cell = if style.in_yuan || is_slip { Cell::Yuan(amount) } else { Cell::Money(amount) };
            pen.put(row_0, col_0, cell);
        }
        let printed = if is_total && project.has(Fault::RateWrong) { 300 } else { 0 };
        pen.centre(row_0, 6, rate(amounts[2], amounts[1], printed, style));
        let [weight, points] = match is_total {
            true => [Cell::Points(EXECUTION_WEIGHT.into()), Cell::points(execution_points(project))],
            false => [Cell::text("—"), Cell::text("—")],
        };
        pen.centre(row_0, 5, weight);
        pen.centre(row_0, 7, points);
        pen.put(row_0, 8, Cell::Empty);
    }
    fund_marks(pen, project, top + 1);
    top + 5
}

/// The total and its sources, each with its budgets and expenditure.
fn fund_rows(project: &Project) -> [(&'static str, [Money; 3]); 4] {
    let funds = &project.funds;
    let wrong = if project.has(Fault::Sources) { funds.spent.fen() / 2_000 * 100 } else { 0 };
    let current = [
        funds.initial - funds.carried,
        funds.revised - funds.carried,
        funds.reported - funds.carried_spent - Money::from_fen(wrong),
    ];
    [
        ("年度资金总额", [funds.initial, funds.revised, funds.reported]),
        ("其中：当年财政拨款", current),
        ("上年结转资金", [funds.carried, funds.carried, funds.carried_spent]),
        ("其他资金", [Money::ZERO; 3]),
    ]
}

/// What is to be found in the row of the total.
fn fund_marks(pen: &mut Pen, project: &Project, row_0: u32) {
    for (fault, col_0) in [
        (Fault::UnitSlip, 4),
        (Fault::LedgerDiffers, 4),
        (Fault::Sources, 4),
        (Fault::RateWrong, 6),
        // The first indicator is the execution rate, which is named by this row.
        (Fault::WeightsTotal, 1),
    ] {
        if project.has(fault) {
            pen.mark(fault, row_0, col_0);
        }
    }
    let rate = Rate::new(project.funds.spent, project.funds.revised);
    let level = warning(rate, project.year, project.year.last_day(), &Ladders::default());
    if let Some(level) = level.filter(|level| *level > Warning::None) {
        pen.marks.push((Mark::Low(level), Some(CellRef::new(row_0, 4))));
    }
}

/// A rate as it is printed, with two decimals of a percentage, so many hundredths too high.
fn rate(spent: Money, budget: Money, wrong: i64, style: &Style) -> Cell {
    let Some(exact) = Fraction::ratio(spent.fen(), budget.fen()) else { return Cell::Empty };
    let hundredths = (&exact * &Fraction::from(10_000)).round_to_i64().unwrap_or_default() + wrong;
    let printed = Fraction::ratio(hundredths, 10_000).unwrap_or_else(Fraction::zero);
    if style.rate_is_text { Cell::text(printed.percent(2)) } else { Cell::Share(printed) }
}

fn execution_points(project: &Project) -> Points {
    let rate = Fraction::ratio(project.funds.reported.fen(), project.funds.revised.fen());
    points(&(&rate.unwrap_or_else(Fraction::zero) * &Fraction::from(EXECUTION_WEIGHT)))
}

fn goal_block(pen: &mut Pen, project: &Project, top: u32) {
    let done = match project.funds.spent.is_zero() {
        true => "项目按计划实施，资金当年尚未支付。",
        false => "项目按计划组织实施，各项任务完成情况见下表。",
    };
    pen.spread((top, 0), (top + 1, 0), Cell::Label("年度总体目标".to_owned()), Part::Body);
    for (label, text, first, last) in [("预期目标", project.kind.goal.as_str(), 1, 4), ("实际完成情况", done, 5, LAST)]
    {
        pen.spread((top, first), (top, last), Cell::Label(label.to_owned()), Part::Body);
        pen.spread((top + 1, first), (top + 1, last), Cell::text(text), Part::Body);
    }
}

/// The indicators under their heading in row `top`, with a total that the execution rate in row `funds` is part of; gives the
/// first row below.
fn indicator_block(
    pen: &mut Pen,
    project: &Project,
    (funds, top): (u32, u32),
    style: &Style,
    stream: &mut Stream,
) -> u32 {
    let Columns { target, actual, weight, points } = style.columns;
    let words = &WORDS.headings;
    let rows = &project.indicators;
    let end = top + 1 + rows.len() as u32;
    pen.spread((top, 0), (end - 1, 0), Cell::Label("绩效指标".to_owned()), Part::Body);
    pen.labels(top, 1, ["一级指标", "二级指标", "三级指标"]);
    let headings = [
        (target, &words.target),
        (actual, &words.actual),
        (weight, &words.weight),
        (points, &words.points),
        (LAST, &words.reason),
    ];
    for (col_0, several) in headings {
        pen.put(top, col_0, Cell::Label(stream.word(several).to_owned()));
    }
    levels(pen, rows, top + 1);
    for (row, row_0) in rows.iter().zip(top + 1..) {
        pen.put(row_0, 3, Cell::text(row.name.as_str()));
        pen.word(row_0, target, row.target.as_str());
        pen.word(row_0, actual, row.actual.as_str());
        pen.put(row_0, weight, Cell::Points(row.weight.into()));
        pen.put(row_0, points, Cell::points(row.claimed));
        pen.put(row_0, LAST, Cell::text(row.reason));
        match row.fault {
            Some(fault @ (Fault::OverCompletion | Fault::TierUnknown)) => pen.mark(fault, row_0, actual),
            Some(fault @ Fault::TargetChanged) => pen.mark(fault, row_0, target),
            Some(fault @ (Fault::PointsOverWeight | Fault::FullPoints)) => pen.mark(fault, row_0, points),
            _ => {}
        }
    }
    total(pen, project, (funds, top + 1, end), style);
    end + 1
}

/// Levels 1 and 2, each over the rows that it holds.
fn levels(pen: &mut Pen, rows: &[Indicator], top: u32) {
    for (level, col_0) in [(0, 1), (1, 2)] {
        let mut first = top;
        for run in rows.chunk_by(|one, two| one.levels[..=level] == two.levels[..=level]) {
            let last = first + run.len() as u32 - 1;
            pen.spread((first, col_0), (last, col_0), Cell::text(run[0].levels[level]), Part::Centre);
            first = last + 1;
        }
    }
}

/// 总分: sums as formulas, unless the total is wrong.
fn total(pen: &mut Pen, project: &Project, (funds, first, end): (u32, u32, u32), style: &Style) {
    let Columns { weight, points, .. } = style.columns;
    let rows = &project.indicators;
    let weights = rows.iter().map(|row| row.weight).sum::<i64>() + EXECUTION_WEIGHT;
    let claimed = rows.iter().map(|row| row.claimed).sum::<Points>() + execution_points(project);
    pen.spread((end, 0), (end, 3), Cell::Label("总分".to_owned()), Part::Body);
    for col_0 in 4..=LAST {
        if col_0 != weight && col_0 != points {
            pen.put(end, col_0, Cell::Empty);
        }
    }
    let sum = |fund_col_0: u16, col_0: u16, result| {
        let one = CellRef::new(funds, fund_col_0);
        let (from, to) = (CellRef::new(first, col_0), CellRef::new(end - 1, col_0));
        Cell::formula(format!("SUM({one},{from}:{to})"), result)
    };
    pen.put(end, weight, sum(5, weight, Cell::Points(weights.into())));
    let is_wrong = project.has(Fault::PointsTotal);
    let two = Points::new(2.into());
    pen.put(end, points, if is_wrong { Cell::points(claimed - two) } else { sum(7, points, Cell::points(claimed)) });
    for fault in [Fault::PointsTotal, Fault::ClaimFar] {
        if project.has(fault) {
            pen.mark(fault, end, points);
        }
    }
}
