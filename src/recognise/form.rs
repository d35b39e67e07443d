//! The self-evaluation form (项目支出绩效自评表): one project a sheet, labels beside values, a fund block, goals,
//! and the indicators with the unit's own claims.

use crate::finding::{Code, Finding};
use crate::fraction::Fraction;
use crate::location::Sited;
use crate::points::Points;
use crate::project::Amounts;
use crate::quantity::Quantity;
use crate::read::grid::{Cell, GridRow, Value};

use super::Sheet;
use super::cell::{self, squeezed};
use super::header::{Header, Role, without_translation};
use super::indicators;
use super::rows::is_part;
use super::tables::{Content, FundRow, Identity, IndicatorRow, PassedOver, SheetKind};

/// The name of the indicator that the fund block's total row is.
pub const EXECUTION_RATE: &str = "预算执行率";

/// Reads the fund block under the sheet's header, passes the goals over, and reads the indicators under the `lower`
/// header. A form without a fund block has its indicators under the sheet's header, and perhaps amounts among its labels.
pub fn self_evaluation(sheet: &mut Sheet<'_>, lower: Option<Header>) -> Content {
    let mut content = Content::default();
    let Some(lower) = lower else {
        content.funds.extend(labelled_funds(sheet));
        if content.funds.is_empty() {
            funds_not_understood(sheet);
        }
        indicators::read(sheet, SheetKind::SelfEvaluation, &mut content);
        return content;
    };
    let rows = fund_rows(sheet, &lower);
    let printed_weight = printed_weight(sheet, &rows);
    for (row, label) in rows {
        let mut fund = fund(sheet, &row, label);
        if fund.source.is_none() {
            fund.weight = fund.weight.or_else(|| printed_weight.clone());
            if fund.weight.is_some() || fund.points.is_some() {
                content.indicators.push(execution_indicator(sheet, &row, &fund));
            }
        }
        content.funds.push(fund);
    }
    begin_lower(sheet, lower);
    indicators::read(sheet, SheetKind::SelfEvaluation, &mut content);
    content
}

/// The rows of a form's fund block, down to the `lower` header; goals and their completion between them are prose. The
/// unit that the block names itself, 项目资金（万元）, goes before one above the form.
pub fn fund_rows<'g>(sheet: &mut Sheet<'g>, lower: &Header) -> Vec<(GridRow<'g>, FundLabel)> {
    let mut rows = Vec::new();
    for row in sheet.body().take_while(|row| row.row_0 < lower.row_0) {
        match fund_label(sheet, &row) {
            Some(label) => {
                sheet.fates.used(row.row_0);
                rows.push((row, label));
            }
            None => sheet.fates.passed(row.row_0, PassedOver::Note),
        }
    }
    let own = block_texts(sheet, &rows).find_map(|text| corner_unit(&text.value));
    sheet.preamble.unit = own.or(sheet.preamble.unit);
    rows
}

/// The texts of the fund block: those of its header and of its rows.
fn block_texts<'g>(sheet: &Sheet<'g>, rows: &[(GridRow<'g>, FundLabel)]) -> impl Iterator<Item = Sited<String>> {
    let header = sheet.grid.rows_between(sheet.header.row_0, sheet.header.last_row_0 + 1);
    let at = sheet.at.clone();
    let text = move |cell: Cell<'_>| match cell.value {
        Value::Text(text) => Some(Sited::new(squeezed(text), at.at(cell.at))),
        _ => None,
    };
    let rows: Vec<GridRow<'g>> = header.chain(rows.iter().map(|(row, _)| *row)).collect();
    rows.into_iter().flat_map(|row| row.cells()).filter_map(text)
}

fn corner_unit(text: &str) -> Option<cell::AmountUnit> {
    let mut brackets = text.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    brackets.find_map(|(inside, _)| cell::AmountUnit::named(inside.trim_start_matches("单位:")))
}

/// The weight that a fund block prints with a label instead of in a column: 预算执行情况（20分）.
fn printed_weight(sheet: &Sheet<'_>, rows: &[(GridRow<'_>, FundLabel)]) -> Option<Sited<Points>> {
    let weight = |text: Sited<String>| {
        let mut brackets = text.value.split('(').skip(1).filter_map(|rest| rest.split_once('分'));
        let number = brackets.find_map(|(number, _)| Fraction::parse_decimal(number))?;
        Some(Sited::new(Points::exact(&number)?, text.place))
    };
    if sheet.header.has(Role::Weight) { None } else { block_texts(sheet, rows).find_map(weight) }
}

/// Goes on to the indicators under the second header of a form.
pub fn begin_lower(sheet: &mut Sheet<'_>, lower: Header) {
    sheet.header = lower;
    sheet.settle_header();
    sheet.tell_header(true);
}

/// What the label of a row of the fund block says.
pub enum FundLabel {
    Total,
    Source(String),
}

/// The label of a row of the fund block, which stands before the first amount.
fn fund_label(sheet: &Sheet<'_>, row: &GridRow<'_>) -> Option<FundLabel> {
    let first = AMOUNTS.into_iter().filter_map(|role| sheet.header.col(role)).min()?;
    let label = row
        .cells()
        .filter(|cell| cell.at.col_0 < first)
        .filter_map(|cell| match cell.value {
            Value::Text(text) => Some(squeezed(without_translation(text))),
            _ => None,
        })
        .last()?;
    // 年度资金总额（万元）：
    let label = label.trim_end_matches(':');
    let label = label.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map_or(label, |(before, _)| before);
    // A goal may well speak of funds; what stands beside it are words.
    let under = || AMOUNTS.into_iter().filter_map(|role| sheet.header.value(row, role));
    let has_amounts =
        under().next().is_none() || under().any(|value| cell::amount(value, Some(cell::AmountUnit::Yuan)).is_ok());
    match label.trim_start_matches("其中").trim_start_matches(':') {
        label if is_fund_total(label) => Some(FundLabel::Total),
        label if is_source(label) && has_amounts => Some(FundLabel::Source(label.to_owned())),
        _ => None,
    }
}

/// The columns of a fund block that hold amounts.
const AMOUNTS: [Role; 6] = [
    Role::InitialBudget,
    Role::RevisedBudget,
    Role::ItemBudget,
    Role::Expenditure,
    Role::InterimExpenditure,
    Role::ExpectedExpenditure,
];

/// Whether a label is the total of a project's funds: 年度资金总额, 预算合计, 一、项目总预算.
fn is_fund_total(label: &str) -> bool {
    let label = label.trim_start_matches(|c: char| "一二三四五1234567890、.".contains(c));
    let words = ["总额", "总计", "总预算", "总金额", "合计", "总支出", "总资金", "总投入", "资金总量"];
    words.iter().any(|word| label.contains(word)) && label.chars().count() <= 12
        || ["小计", "年度预算", "项目经费", "年度资金", "全年预算"].contains(&label)
}

fn is_source(label: &str) -> bool {
    ["拨款", "资金", "结转", "其他", "财政", "自筹", "收入", "债券", "补助"].iter().any(|word| label.contains(word))
        && label.chars().count() <= 16
}

/// A row of the fund block.
pub fn fund(sheet: &mut Sheet<'_>, row: &GridRow<'_>, label: FundLabel) -> FundRow {
    let source = match label {
        FundLabel::Total => None,
        FundLabel::Source(source) => Some(source),
    };
    // A form with one budget column means the budget as it stood in the end.
    let revised = if sheet.header.has(Role::RevisedBudget) { Role::RevisedBudget } else { Role::ItemBudget };
    FundRow {
        identity: Identity::default(),
        amounts: match source {
            None => sheet.total_amounts(row, Role::InitialBudget, revised),
            Some(_) => sheet.amounts(row, Role::InitialBudget, revised),
        },
        approved: None,
        printed_rate: sheet.read(row, Role::ExecutionRate, Code::NumberUnreadable, cell::rate),
        weight: sheet.read(row, Role::Weight, Code::NumberUnreadable, cell::weight),
        points: sheet.read(row, Role::Points, Code::NumberUnreadable, cell::points),
        source,
    }
}

/// Says that a form has a fund block which is not read: a heading of one stands above its indicators.
fn funds_not_understood(sheet: &mut Sheet<'_>) {
    let above = sheet.grid.rows_between(sheet.first_row_0, sheet.header.row_0).flat_map(|row| row.cells());
    let heading = above.into_iter().find_map(|cell| match cell.value {
        Value::Text(text) if sheet.headings.role(text).is_some_and(|role| AMOUNTS.contains(&role)) => {
            Some((cell.at, text))
        }
        _ => None,
    });
    if let Some((at, heading)) = heading {
        sheet.findings.push(Finding::new(Code::FundsNotUnderstood, sheet.at.at(at)).with("heading", heading));
    }
}

/// Amounts that stand beside their labels above a form's indicators: 全年预算数 100 全年执行数 95. Of one kind the first is the
/// project's; parts of it may follow.
fn labelled_funds(sheet: &mut Sheet<'_>) -> Option<FundRow> {
    let mut amounts = Amounts::default();
    for row in sheet.grid.rows_between(sheet.first_row_0, sheet.header.row_0).filter(|row| !is_part(row)) {
        let mut cells = row.cells().peekable();
        while let Some(cell) = cells.next() {
            let meaning = |cell: &Cell<'_>| match cell.value {
                Value::Text(text) => sheet.headings.meaning(text),
                _ => None,
            };
            let Some(label) = meaning(&cell).filter(|label| label.year.is_none()) else { continue };
            let Some(value) = cells.next_if(|next| meaning(next).is_none()) else { continue };
            let slot = match label.role {
                Role::InitialBudget => &mut amounts.initial,
                Role::RevisedBudget | Role::ItemBudget => &mut amounts.revised,
                Role::Received => &mut amounts.received,
                Role::Expenditure => &mut amounts.expenditure,
                _ => continue,
            };
            if slot.is_none() {
                *slot = sheet.amount_at(value.value, label.unit, sheet.at.at(value.at));
                sheet.fates.used(row.row_0);
            }
        }
    }
    (amounts != Amounts::default()).then(|| FundRow { amounts, ..FundRow::default() })
}

/// The total row of the fund block is an indicator of the form, scored by the execution rate.
fn execution_indicator(sheet: &Sheet<'_>, row: &GridRow<'_>, fund: &FundRow) -> IndicatorRow {
    let label = row.first_at();
    let actual = fund.printed_rate.clone().map(|rate| rate.map(|rate| Quantity::number(&rate.percent(2), rate, "%")));
    IndicatorRow {
        kind: SheetKind::SelfEvaluation,
        at: sheet.at.clone(),
        code: None,
        level1: "预算执行".to_owned(),
        level2: EXECUTION_RATE.to_owned(),
        name: Sited::new(EXECUTION_RATE.to_owned(), sheet.at.at(label)),
        explanation: None,
        rule_text: None,
        evidence: None,
        target: None,
        actual,
        weight: fund.weight.clone(),
        points: fund.points.clone(),
        deduction: None,
        points_rate: None,
        reason: sheet.text(row, Role::Reason).filter(|reason| !cell::is_blank(&reason.value)),
    }
}
