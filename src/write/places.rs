//! Where things stand in the aggregate workbook, so that its sheets, and the score sheets, can refer to them.
//!
//! Links are to the rows as they are written: a reader who sorts a sheet finds the project by its code.

use std::collections::BTreeMap;

use crate::project::ProjectKey;
use crate::review::Review;
use crate::words::Words;

use super::table::{Cell, Table};
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
    pub blocks: Vec<Option<(u32, u32)>>,
    pub is_live: bool,
    workbook: String,
    sheets: [String; 3],
}

impl<'a> Places<'a> {
    pub fn new(review: &'a Review, words: &Words) -> Self {
        let heading = |table: &Table| u32::try_from(table.above_heading()).unwrap_or(u32::MAX);
        let (ranked, apart) = ranking::heads(review, words);
        let ranked_rows = review.projects.iter().filter(|reviewed| reviewed.rank.is_some()).count() as u32;
        // The projects that are not ranked stand below, under a blank row and a heading of their own.
        let below = heading(&ranked) + 2 + ranked_rows + 1 + heading(&apart) + 1;
        let (mut ranked_next, mut apart_next) = (heading(&ranked) + 2, below);
        let mut next = |is_ranked: bool| {
            let row = if is_ranked { &mut ranked_next } else { &mut apart_next };
            *row += 1;
            *row - 1
        };
        let ranking = review.projects.iter().map(|it| (&it.project.key, next(it.rank.is_some()))).collect();
        let first = heading(&findings::head(review, words)) + 2;
        let mut finding_rows = BTreeMap::new();
        for (row, finding) in (first..SHEET_ROWS as u32).zip(&review.findings) {
            if let Some(key) = &finding.project {
                finding_rows.entry(key).or_insert(row);
            }
        }
        let first_ranked = heading(&ranked) + 2;
        Self {
            ranked: (ranked_rows > 0).then(|| (first_ranked, first_ranked + ranked_rows - 1)),
            ranking,
            findings: finding_rows,
            blocks: live::blocks(review, heading(&indicator_points::head(review, words))),
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
