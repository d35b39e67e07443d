//! The monitoring form (绩效运行监控表): laid out like a self-evaluation form, and filled within the year.

use crate::location::Sited;
use crate::project::Amounts;
use crate::read::grid::GridRow;

use super::Sheet;
use super::cell;
use super::form::{self, FundLabel};
use super::header::{Header, Role};
use super::indicators;
use super::tables::{
    Content, FundRow, Identity, Likelihood, MonitoredFunds, MonitoredIndicator, Monitoring, PassedOver,
};

/// Reads the fund block and, under the `lower` header, the indicators.
pub fn form(sheet: &mut Sheet<'_>, lower: Option<Header>) -> Content {
    let mut content = Content::default();
    let mut monitoring = Monitoring::default();
    form::block_unit(sheet);
    let end = lower.as_ref().map_or(u32::MAX, |header| header.row_0);
    for row in sheet.body().take_while(|row| row.row_0 < end) {
        let Some(label) = form::fund_label(sheet, &row) else {
            sheet.fates.passed(row.row_0, PassedOver::Note);
            continue;
        };
        let source = match label {
            FundLabel::Total => None,
            FundLabel::Source(source) => Some(source),
        };
        let amounts = Amounts {
            initial: sheet.amount(&row, Role::InitialBudget),
            revised: sheet.amount(&row, Role::RevisedBudget),
            ..Amounts::default()
        };
        content.funds.push(FundRow { source: source.clone(), amounts, ..FundRow::default() });
        monitoring.funds.push(funds(sheet, &row, Identity::default(), source));
        sheet.fates.used(row.row_0);
    }
    if let Some(lower) = lower {
        form::begin_lower(sheet, lower);
        let mut table = Content::default();
        let body = sheet.body();
        indicators::read(sheet, super::tables::SheetKind::Monitoring, &mut table);
        let mut rows = body.peekable();
        for indicator in table.indicators {
            let row_0 = indicator.name.place.cell.map_or(0, |cell| cell.row_0);
            while rows.next_if(|row| row.row_0 < row_0).is_some() {}
            let Some(row) = rows.peek() else { break };
            monitoring.indicators.push(MonitoredIndicator {
                reached: indicators::quantity(sheet, row, Role::InterimActual),
                expected: indicators::quantity(sheet, row, Role::ExpectedActual),
                likelihood: likelihood(sheet, row),
                name: indicator.name,
                target: indicator.target,
                reason: indicator.reason,
            });
        }
    }
    content.monitoring = Some(monitoring);
    content
}

/// What a row of a form or of a table of projects says of the year so far.
pub fn funds(sheet: &mut Sheet<'_>, row: &GridRow<'_>, identity: Identity, source: Option<String>) -> MonitoredFunds {
    MonitoredFunds {
        identity,
        source,
        executed: sheet.amount(row, Role::InterimExpenditure),
        expected: sheet.amount(row, Role::ExpectedExpenditure),
    }
}

/// A mark in one of three columns, or the words in one.
fn likelihood(sheet: &Sheet<'_>, row: &GridRow<'_>) -> Option<Sited<Likelihood>> {
    let marked = [
        (Role::LikelihoodSure, Likelihood::Sure),
        (Role::LikelihoodPossible, Likelihood::Possible),
        (Role::LikelihoodNone, Likelihood::Impossible),
    ];
    let said = |role| sheet.text(row, role).filter(|text| !cell::is_blank(&text.value));
    if let Some((mark, likelihood)) = marked.into_iter().find_map(|(role, likelihood)| Some((said(role)?, likelihood)))
    {
        return Some(mark.map(|_| likelihood));
    }
    let words = said(Role::Likelihood)?;
    let likelihood = match cell::squeezed(&words.value).as_str() {
        text if text.contains("不可能") || text.contains("不能") => Likelihood::Impossible,
        text if text.contains("可能") => Likelihood::Possible,
        text if text.contains('能') => Likelihood::Sure,
        _ => return None,
    };
    Some(words.map(|_| likelihood))
}
