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

    /// Takes over the fates of other rows.
    pub fn append(&mut self, others: Self) {
        for (row_0, fate) in others.0 {
            self.0.entry(row_0).or_insert(fate);
        }
    }

    pub fn is_passed(&self, row_0: u32) -> bool {
        matches!(self.0.get(&row_0), Some(Fate::Passed(_)))
    }

    pub fn is_refused(&self, row_0: u32) -> bool {
        self.0.get(&row_0) == Some(&Fate::Refused)
    }

    /// The rows that are refused, from the first down.
    pub fn all_refused(&self) -> impl Iterator<Item = u32> {
        self.0.iter().filter(|(_, fate)| **fate == Fate::Refused).map(|(row_0, _)| *row_0)
    }

    pub fn is_settled(&self, row_0: u32) -> bool {
        self.0.contains_key(&row_0)
    }

    /// Settles the rows above a table: unit lines and titles.
    pub fn preamble(&mut self, grid: &Grid, first_row_0: u32, end_row_0: u32) {
        for row in grid.rows_between(first_row_0, end_row_0) {
            let is_unit = row.first_text().is_some_and(|text| squeezed(text).contains("单位:"));
            self.passed(row.row_0, if is_unit { PassedOver::Unit } else { PassedOver::Title });
        }
    }

    /// The counts over a table's rows, and those that nobody settled, which are counted as refused.
    pub fn finish(mut self, grid: &Grid, first_row_0: u32, end_row_0: u32) -> (RowCounts, Vec<u32>) {
        let mut counts = RowCounts::default();
        let mut unsettled = Vec::new();
        for row in grid.rows_between(first_row_0, end_row_0) {
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

/// Whether a row is a part of the one above it: 其中：….
pub fn is_part(row: &GridRow<'_>) -> bool {
    row.cells().take(4).any(|cell| matches!(cell.value, Value::Text(text) if is_part_label(text)))
}

/// Whether a text is the label of a part: 其中：….
pub fn is_part_label(text: &str) -> bool {
    text.contains('其') && squeezed(text).starts_with("其中")
}

/// Words with which a note begins, or the line that a table is signed on.
const NOTES: [&str; 30] = [
    "注",
    "备注",
    "说明",
    "其他需要说明事项",
    "其他需要说明的事项",
    "填报人",
    "填表人",
    "填报日期",
    "填报时间",
    "填表日期",
    "联系人",
    "联系电话",
    "制表",
    "制单",
    "审核",
    "审批",
    "复核",
    "负责人",
    "单位负责人",
    "部门负责人",
    "项目负责人",
    "财务负责人",
    "分管领导",
    "单位领导",
    "经办",
    "经手",
    "出纳",
    "会计主管",
    "财务主管",
    "主管会计",
];

/// Whether a row is a note under a table: a text that begins with a label such as `注：`, or a lone text that begins with
/// such a word; also a line for signing off. `注册企业数` in a row of figures is none.
pub fn is_note(row: &GridRow<'_>) -> bool {
    let Some(first) = row.first_text().filter(|text| text.starts_with(may_begin_note)) else {
        return false;
    };
    let first = squeezed(first);
    let alone = row.cells().count() == 1;
    NOTES.iter().any(|start| {
        let rest = first.strip_prefix(start).map(|rest| {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '人');
            ["(签字)", "(签章)", "(盖章)", "签字", "签章", "签名", "盖章"]
                .iter()
                .fold(rest, |rest, sign| rest.strip_prefix(sign).unwrap_or(rest))
        });
        rest.is_some_and(|rest| alone || rest.starts_with([':', '、', '.']) || rest.is_empty() && is_words(row))
    })
}

fn may_begin_note(c: char) -> bool {
    c.is_whitespace() || "注备说其填联制审复负单部项财分经出会主".contains(c)
}

fn is_words(row: &GridRow<'_>) -> bool {
    row.cells().all(|cell| matches!(cell.value, Value::Text(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::CellRef;
    use crate::read::grid::{GridBuilder, Room};

    fn note(texts: &[&str]) -> bool {
        let mut room = Room::default();
        let mut builder = GridBuilder::new(&mut room);
        for (col_0, text) in (0..).zip(texts) {
            builder.push(CellRef::new(0, col_0), Value::Text(text)).unwrap();
        }
        let grid = builder.finish().unwrap().0;
        grid.rows().next().is_some_and(|row| is_note(&row))
    }

    #[test]
    fn notes_are_told_from_rows_that_begin_alike() {
        for texts in [
            &["注：金额为假定"][..],
            &["注1：见附件", "x"],
            &["制表人：", "张", "审核人：", "李"],
            &["说明本表口径"],
            &["经办人"],
            &["单位负责人：张", "", "经办人：李"],
            &["财务负责人签字：", "盖章"],
        ] {
            assert!(note(texts), "{texts:?}");
        }
        for texts in [&["注册企业数", "≥3家", "4家"][..], &["审核费", "5"], &["负责人培训", "2"]] {
            assert!(!note(texts), "{texts:?}");
        }
    }
}
