//! The account of a sheet's rows: each row read is used, passed over with a reason, or refused.

use std::collections::BTreeMap;

use crate::read::grid::{Grid, GridRow, Value};

use super::cell::squeezed;
use super::tables::{PassedOver, RowCounts};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Used,
    Passed(PassedOver),
    Refused,
}

/// Fates by row. A row is given one fate: the first, so that a recogniser may settle the rest at its end.
#[derive(Debug, Default)]
pub struct Fates(BTreeMap<u32, Fate>);

impl Fates {
    pub fn used(&mut self, row_0: u32) {
        self.0.entry(row_0).or_insert(Fate::Used);
    }

    pub fn passed(&mut self, row_0: u32, reason: PassedOver) {
        self.0.entry(row_0).or_insert(Fate::Passed(reason));
    }

    pub fn refused(&mut self, row_0: u32) {
        self.0.entry(row_0).or_insert(Fate::Refused);
    }

    pub fn is_settled(&self, row_0: u32) -> bool {
        self.0.contains_key(&row_0)
    }

    /// Settles the rows above a table: unit lines and titles.
    pub fn preamble(&mut self, grid: &Grid, end_row_0: u32) {
        for row in grid.rows().take_while(|row| row.row_0 < end_row_0) {
            let is_unit = row.first_text().is_some_and(|text| squeezed(text).contains("单位:"));
            self.passed(row.row_0, if is_unit { PassedOver::Unit } else { PassedOver::Title });
        }
    }

    /// The counts, and the rows that nobody settled, which are counted as refused.
    pub fn finish(mut self, grid: &Grid) -> (RowCounts, Vec<u32>) {
        let mut counts = RowCounts::default();
        let mut unsettled = Vec::new();
        for row in grid.rows() {
            counts.read += 1;
            match self.0.remove(&row.row_0) {
                Some(Fate::Used) => counts.used += 1,
                Some(Fate::Passed(reason)) => *counts.passed.entry(reason).or_default() += 1,
                Some(Fate::Refused) => counts.refused += 1,
                None => {
                    counts.refused += 1;
                    unsettled.push(row.row_0);
                }
            }
        }
        (counts, unsettled)
    }
}

/// Whether a row is a total: 合计, 小计, 总计, 总分 in one of its first cells.
pub fn is_total(row: &GridRow<'_>) -> bool {
    row.cells().take(4).any(|cell| matches!(cell.value, Value::Text(text) if is_total_label(text)))
}

/// The label of a total over a whole table, not of a block of it.
pub fn is_whole_total(row: &GridRow<'_>) -> bool {
    row.cells()
        .take(4)
        .any(|cell| matches!(cell.value, Value::Text(text) if is_total_label(text) && squeezed(text) != "小计"))
}

fn is_total_label(text: &str) -> bool {
    matches!(squeezed(text).trim_end_matches([':', '：']), "合计" | "小计" | "总计" | "总分" | "合计得分" | "共计")
}

/// Whether a row is a note under a table: a lone text that begins with 注 or 说明, or a sign-off line.
pub fn is_note(row: &GridRow<'_>) -> bool {
    let starts = ["注", "备注", "说明", "填报人", "填表人", "联系电话", "制表", "审核", "负责人"];
    let first = row.first_text().map(squeezed).unwrap_or_default();
    starts.iter().any(|start| first.starts_with(start))
}
