//! The self-evaluation form (项目支出绩效自评表): one project a sheet, labels beside values, a fund block, goals,
//! and the indicators with the unit's own claims.

use crate::finding::{Code, Finding};
use crate::location::{CellRef, Sited};
use crate::project::Amounts;
use crate::quantity::Quantity;
use crate::read::grid::{GridRow, Value};

use super::Sheet;
use super::cell::{self, squeezed};
use super::header::{Header, Role};
use super::indicators;
use super::tables::{Content, FundRow, Identity, IndicatorRow, PassedOver, SheetKind};

/// The name of the indicator that the fund block's total row is.
pub const EXECUTION_RATE: &str = "预算执行率";

/// Reads the fund block under the sheet's header, passes the goals over, and reads the indicators under the second
/// header.
pub fn self_evaluation(sheet: &mut Sheet<'_>) -> Content {
    let mut content = Content::default();
    // The block's own unit may stand in its corner: 项目资金（万元）.
    if sheet.preamble.unit.is_none() {
        sheet.preamble.unit = sheet.body().take(6).chain(block_row(sheet)).find_map(|row| corner_unit(&row));
    }
    let lower = sheet.body().map(|row| Header::read(&row, sheet.headings)).find(indicators::is_lower_header);
    let end = lower.as_ref().map_or(u32::MAX, |header| header.row_0);
    for row in sheet.body().take_while(|row| row.row_0 < end) {
        if let Some(fund) = fund(sheet, &row) {
            if fund.source.is_none() {
                content.indicators.push(execution_indicator(sheet, &row, &fund));
            }
            content.funds.push(fund);
            sheet.fates.used(row.row_0);
        } else {
            // Goals and their completion are prose; labels of the block hold nothing.
            sheet.fates.passed(row.row_0, PassedOver::Note);
        }
    }
    if let Some(lower) = lower {
        sheet.fates.passed(lower.row_0, PassedOver::Heading);
        for (at, heading) in &lower.unknown {
            // The form's own corner label stands beside the levels.
            if !squeezed(heading).contains("绩效指标") {
                let finding = Finding::new(Code::HeadingUnknown, sheet.at.at(*at));
                sheet.findings.push(finding.with("heading", heading.as_str()));
            }
        }
        sheet.header = lower;
        indicators::read(sheet, SheetKind::SelfEvaluation, &mut content);
    }
    content
}

fn block_row<'g>(sheet: &Sheet<'g>) -> impl Iterator<Item = GridRow<'g>> + use<'g> {
    let row_0 = sheet.header.row_0;
    sheet.grid.rows().filter(move |row| row.row_0 == row_0)
}

fn corner_unit(row: &GridRow<'_>) -> Option<cell::AmountUnit> {
    row.cells().find_map(|cell| {
        let Value::Text(text) = cell.value else { return None };
        let text = squeezed(text);
        let (_, inside) = text.strip_suffix(')')?.rsplit_once('(')?;
        cell::AmountUnit::named(inside.trim_start_matches("单位:"))
    })
}

/// A row of the fund block: its label stands before the first amount.
fn fund(sheet: &mut Sheet<'_>, row: &GridRow<'_>) -> Option<FundRow> {
    let first = [Role::InitialBudget, Role::RevisedBudget, Role::Expenditure]
        .into_iter()
        .filter_map(|role| sheet.header.col(role))
        .min()?;
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
    let source = match label.trim_start_matches("其中").trim_start_matches(':') {
        "年度资金总额" | "资金总额" | "合计" | "年度预算" | "项目总额" => None,
        label if is_source(label) => Some(label.to_owned()),
        _ => return None,
    };
    Some(FundRow {
        identity: Identity::default(),
        source,
        amounts: Amounts {
            initial: sheet.amount(row, Role::InitialBudget),
            revised: sheet.amount(row, Role::RevisedBudget),
            received: sheet.amount(row, Role::Received),
            expenditure: sheet.amount(row, Role::Expenditure),
        },
        approved: None,
        printed_rate: sheet.read(row, Role::ExecutionRate, Code::NumberUnreadable, cell::rate),
        weight: sheet.read(row, Role::Weight, Code::NumberUnreadable, cell::weight),
        points: sheet.read(row, Role::Points, Code::NumberUnreadable, cell::points),
    })
}

fn is_source(label: &str) -> bool {
    ["拨款", "资金", "结转", "其他", "财政", "自筹"].iter().any(|word| label.contains(word))
        && label.chars().count() <= 16
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
        reason: None,
    }
}
