//! The monitoring form (绩效运行监控表): laid out like a self-evaluation form, and filled within the year.

use crate::location::{CellRef, Sited};
use crate::read::grid::GridRow;

use super::form;
use super::header::{Header, Role};
use super::tables::{Content, Identity, Likelihood, MonitoredFunds, MonitoredIndicator, Monitoring, SheetKind};
use super::{Sheet, cell, indicators};

/// Reads the fund block and, under the `lower` header, the indicators.
pub fn form(sheet: &mut Sheet<'_>, lower: Header) -> Content {
    let mut content = Content::default();
    let mut monitoring = Monitoring::default();
    for (row, label) in form::fund_rows(sheet, &lower) {
        let fund = form::fund(sheet, &row, label);
        monitoring.funds.push(funds(sheet, &row, Identity::default(), fund.source.clone()));
        content.funds.push(fund);
    }
    form::begin_lower(sheet, lower);
    let mut table = Content::default();
    indicators::read(sheet, SheetKind::Monitoring, &mut table);
    for indicator in table.indicators {
        let Some(CellRef { row_0, .. }) = indicator.name.place.cell else { continue };
        let Some(row) = sheet.grid.rows_between(row_0, row_0 + 1).next() else { continue };
        monitoring.indicators.push(MonitoredIndicator {
            reached: indicators::quantity(sheet, &row, Role::InterimActual),
            expected: indicators::quantity(sheet, &row, Role::ExpectedActual),
            likelihood: likelihood(sheet, &row),
            name: indicator.name,
            target: indicator.target,
            reason: indicator.reason,
        });
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
    let ticked = [
        (Role::LikelihoodSure, Likelihood::Sure),
        (Role::LikelihoodPossible, Likelihood::Possible),
        (Role::LikelihoodNone, Likelihood::Impossible),
    ];
    let is_tick = |text: &Sited<String>| ["√", "✓", "✔", "是", "1"].contains(&text.value.trim());
    let tick = |role| sheet.text(row, role).filter(is_tick);
    if let Some((tick, likelihood)) = ticked.into_iter().find_map(|(role, likelihood)| Some((tick(role)?, likelihood)))
    {
        return Some(tick.map(|_| likelihood));
    }
    let words = sheet.text(row, Role::Likelihood)?;
    let likelihood = match cell::squeezed(&words.value).as_str() {
        text if text.contains("不可能") || text.contains("不能") => Likelihood::Impossible,
        text if text.contains("可能") => Likelihood::Possible,
        text if text.contains('能') => Likelihood::Sure,
        _ => return None,
    };
    Some(words.map(|_| likelihood))
}
