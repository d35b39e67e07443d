//! Where things stand in the aggregate workbook, so that its sheets, and the score sheets, can refer to them.
//!
//! Links are to the rows as they are written: a reader who sorts a sheet finds the project by its code.

use std::collections::BTreeMap;

use crate::project::ProjectKey;
use crate::review::{Review, Reviewed};
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row, Table};
use super::xlsx::SHEET_ROWS;
use super::{findings, indicator_points, live, ranking};

/// Rows are counted from one.
pub struct Places<'a> {
    /// Of each project in 项目排名.
    ranking: BTreeMap<&'a ProjectKey, u32>,
    /// The first and the last of the ranked projects there.
    ranked: Option<(u32, u32)>,
    /// Of each project's gravest finding in 疑点清单.
    findings: BTreeMap<&'a ProjectKey, u32>,
    /// Of each project's indicators in 指标得分, in the order of the projects.
    blocks: Vec<Option<(u32, u32)>>,
    pub is_live: bool,
    workbook: String,
    sheets: [String; 3],
}

impl<'a> Places<'a> {
    pub fn new(review: &'a Review, words: &Words) -> Self {
        let heading = |table: Table| Sheet::from(table).headings_0().first().copied().unwrap_or_default();
        let (mut ranked, apart) = ranking::heads(review, words);
        let count = review.ranked().len();
        ranked.rows = vec![Row::default(); count];
        let headings = Sheet { tables: vec![ranked, apart], ..Sheet::default() }.headings_0();
        let (first_ranked, first_apart) = (headings[0] + 2, headings[1] + 2);
        // The ranked projects come first, in both orders.
        let row = |(at, reviewed): (usize, &'a Reviewed)| {
            let row = if at < count { first_ranked + at as u32 } else { first_apart + (at - count) as u32 };
            (&reviewed.project.key, row)
        };
        let ranking = review.projects.iter().enumerate().map(row).collect();
        let first = heading(findings::head(review, words)) + 2;
        let mut finding_rows = BTreeMap::new();
        for (row, finding) in (first..=SHEET_ROWS as u32).zip(&review.findings) {
            if let Some(key) = &finding.project {
                finding_rows.entry(key).or_insert(row);
            }
        }
        Self {
            ranked: (count > 0).then(|| (first_ranked, first_ranked + count as u32 - 1)),
            ranking,
            findings: finding_rows,
            blocks: live::blocks(review, heading(indicator_points::head(review, words))),
            is_live: live::is_live(review),
            workbook: words.text("file-aggregate"),
            sheets: ["sheet-ranking", "sheet-findings", "sheet-indicator-points"].map(|key| words.text(key)),
        }
    }

    /// A cell that leads to the project in 项目排名.
    pub fn to_ranking(&self, key: &ProjectKey, text: &str) -> Cell {
        link(self.ranking.get(key).map(|row| format!("internal:'{}'!A{row}", self.sheets[0])), text)
    }

    /// The same from a workbook in a folder beside the aggregate workbook.
    pub fn to_ranking_from_outside(&self, key: &ProjectKey, text: &str) -> Cell {
        link(self.ranking.get(key).map(|row| format!("../{}#'{}'!A{row}", self.workbook, self.sheets[0])), text)
    }

    /// A cell that leads to the project's gravest finding in 疑点清单.
    pub fn to_findings(&self, key: &ProjectKey, text: &str) -> Cell {
        link(self.findings.get(key).map(|row| format!("internal:'{}'!A{row}", self.sheets[1])), text)
    }

    /// The cells of a column of 项目排名 that hold the ranked projects; `None` where there are none.
    pub fn ranked(&self, column: usize) -> Option<String> {
        let (first, last) = self.ranked?;
        Some(format!("'{}'!R{first}C{column}:R{last}C{column}", self.sheets[0], column = column + 1))
    }

    /// The cells of a column of 指标得分 that hold a project's indicators; `at` is its place among the projects.
    pub fn block(&self, at: usize, column: usize) -> Option<String> {
        let (first, last) = self.blocks.get(at).copied().flatten()?;
        Some(format!("'{}'!R{first}C{column}:R{last}C{column}", self.sheets[2], column = column + 1))
    }
}

fn link(target: Option<String>, text: &str) -> Cell {
    match target {
        Some(target) => Cell::Link { target, text: text.to_owned() },
        None => Cell::text(text),
    }
}
