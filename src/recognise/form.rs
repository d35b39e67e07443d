//! The self-evaluation form (项目支出绩效自评表): one project a sheet, labels beside values, a fund block, goals,
//! and the indicators with the unit's own claims.

use crate::finding::Code;
use crate::fraction::Fraction;
use crate::location::{CellRef, Sited};
use crate::points::Points;
use crate::quantity::Quantity;
use crate::read::grid::{GridRow, Value};

use super::Sheet;
use super::cell::{self, squeezed};
use super::header::{Header, Role};
use super::indicators;
use super::tables::{Content, FundRow, Identity, IndicatorRow, PassedOver, SheetKind};

/// The name of the indicator that the fund block's total row is.
pub const EXECUTION_RATE: &str = "预算执行率";

/// Reads the fund block under the sheet's header, passes the goals over, and reads the indicators under the `lower`
/// header. A form without a fund block has its indicators under the sheet's header, and perhaps amounts among its labels.
pub fn self_evaluation(sheet: &mut Sheet<'_>, lower: Option<Header>) -> Content {
    let mut content = Content::default();
    let Some(lower) = lower else {
        content.funds.extend(labelled_funds(sheet));
        indicators::read(sheet, SheetKind::SelfEvaluation, &mut content);
        return content;
    };
    block_unit(sheet);
    for row in sheet.body().take_while(|row| row.row_0 < lower.row_0) {
        match fund_label(sheet, &row) {
            Some(label) => {
                let fund = fund(sheet, &row, label);
                let is_scored = fund.weight.is_some() || fund.points.is_some();
                if fund.source.is_none() && is_scored {
                    content.indicators.push(execution_indicator(sheet, &row, &fund));
                }
                content.funds.push(fund);
                sheet.fates.used(row.row_0);
            }
            // Goals and their completion are prose; labels of the block hold nothing.
            None => sheet.fates.passed(row.row_0, PassedOver::Note),
        }
    }
    begin_lower(sheet, lower);
    indicators::read(sheet, SheetKind::SelfEvaluation, &mut content);
    content
}

/// Goes on to the indicators under the second header of a form.
pub fn begin_lower(sheet: &mut Sheet<'_>, mut lower: Header) {
    // The form's own corner label stands beside the levels.
    lower.unknown.retain(|(_, heading)| !squeezed(heading).contains("绩效"));
    sheet.header = lower;
    sheet.settle_header();
    sheet.tell_header(true);
}

/// The unit of a fund block may stand in its corner, 项目资金（万元）, and goes before one above the form.
pub fn block_unit(sheet: &mut Sheet<'_>) {
    let mut rows = sheet.grid.rows_between(sheet.header.row_0, sheet.header.last_row_0 + 7);
    sheet.preamble.unit = rows.find_map(|row| corner_unit(&row)).or(sheet.preamble.unit);
}

fn corner_unit(row: &GridRow<'_>) -> Option<cell::AmountUnit> {
    row.cells().find_map(|cell| {
        let Value::Text(text) = cell.value else { return None };
        let text = squeezed(text);
        let mut brackets = text.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
        brackets.find_map(|(inside, _)| cell::AmountUnit::named(inside.trim_start_matches("单位:")))
    })
}

/// What the label of a row of the fund block says.
pub enum FundLabel {
    Total,
    Source(String),
}

/// The label of a row of the fund block, which stands before the first amount.
pub fn fund_label(sheet: &Sheet<'_>, row: &GridRow<'_>) -> Option<FundLabel> {
    let amounts =
        [Role::InitialBudget, Role::RevisedBudget, Role::ItemBudget, Role::Expenditure, Role::InterimExpenditure];
    let first = amounts.into_iter().filter_map(|role| sheet.header.col(role)).min()?;
    let label = row
        .cells()
        .filter(|cell| cell.at.col_0 < first)
        .filter_map(|cell| match cell.value {
            Value::Text(text) => Some(squeezed(text)),
            _ => None,
        })
        .last()?;
    // 年度资金总额（万元）：
    let label = label.trim_end_matches(':');
    let label = label.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map_or(label, |(before, _)| before);
    match label.trim_start_matches("其中").trim_start_matches(':') {
        label if TOTALS.contains(&label) => Some(FundLabel::Total),
        label if is_source(label) => Some(FundLabel::Source(label.to_owned())),
        _ => None,
    }
}

/// What forms call the total of a project's funds.
const TOTALS: [&str; 13] = [
    "年度资金总额",
    "资金总额",
    "合计",
    "总计",
    "总额",
    "年度预算",
    "项目总额",
    "年度总金额",
    "年度财政资金总额",
    "项目资金总额",
    "年度预算总额",
    "全年资金总额",
    "预算资金总额",
];

fn is_source(label: &str) -> bool {
    ["拨款", "资金", "结转", "其他", "财政", "自筹", "收入", "债券", "补助"].iter().any(|word| label.contains(word))
        && label.chars().count() <= 16
}

fn fund(sheet: &mut Sheet<'_>, row: &GridRow<'_>, label: FundLabel) -> FundRow {
    let source = match label {
        FundLabel::Total => None,
        FundLabel::Source(source) => Some(source),
    };
    let weight = sheet.read(row, Role::Weight, Code::NumberUnreadable, cell::weight);
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
        weight: if source.is_none() { weight.or_else(|| printed_weight(sheet)) } else { weight },
        points: sheet.read(row, Role::Points, Code::NumberUnreadable, cell::points),
        source,
    }
}

/// The weight that a fund block prints with a label instead of in a column: 预算执行情况（20分）, 分值（10分）.
fn printed_weight(sheet: &Sheet<'_>) -> Option<Sited<Points>> {
    if sheet.header.has(Role::Weight) {
        return None;
    }
    let rows = sheet.grid.rows_between(sheet.header.row_0, sheet.header.last_row_0 + 7);
    rows.flat_map(|row| row.cells()).find_map(|cell| {
        let Value::Text(text) = cell.value else { return None };
        let text = squeezed(text);
        let mut brackets = text.split('(').skip(1);
        let weight = brackets.find_map(|rest| {
            let (number, _) = rest.split_once('分')?;
            Fraction::parse_decimal(number).and_then(|number| Points::exact(&number))
        })?;
        Some(Sited::new(weight, sheet.at.at(cell.at)))
    })
}

/// Amounts that stand beside their labels above a form's indicators: 全年预算数 100 全年执行数 95.
fn labelled_funds(sheet: &mut Sheet<'_>) -> Option<FundRow> {
    let mut fund = FundRow::default();
    let mut found = 0;
    for row in sheet.grid.rows_between(sheet.first_row_0, sheet.header.row_0) {
        let mut cells = row.cells().peekable();
        let before = found;
        while let Some(cell) = cells.next() {
            let Value::Text(text) = cell.value else { continue };
            let Some(meaning) = sheet.headings.meaning(text) else { continue };
            let slot = match meaning.role {
                Role::InitialBudget => &mut fund.amounts.initial,
                Role::RevisedBudget | Role::ItemBudget => &mut fund.amounts.revised,
                Role::Received => &mut fund.amounts.received,
                Role::Expenditure => &mut fund.amounts.expenditure,
                _ => continue,
            };
            let Some(value) = cells.next_if(|next| matches!(next.value, Value::Number(_) | Value::Text(_))) else {
                continue;
            };
            let unit = meaning.unit.or(sheet.preamble.unit);
            let place = sheet.at.at(value.at);
            match cell::amount(value.value, unit) {
                Ok(amount) => *slot = amount.map(|amount| Sited::new(amount.money, place)),
                Err(fault) => sheet.fault(Code::AmountUnreadable, place, value.value, fault),
            }
            found += 1;
        }
        if found > before {
            sheet.fates.used(row.row_0);
        }
    }
    (found > 0).then_some(fund)
}

/// The total row of the fund block is an indicator of the form, scored by the execution rate.
fn execution_indicator(sheet: &Sheet<'_>, row: &GridRow<'_>, fund: &FundRow) -> IndicatorRow {
    let label = row.cells().next().map_or(CellRef::new(row.row_0, 0), |cell| cell.at);
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
