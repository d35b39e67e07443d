//! Indicator tables: score tables, their summaries, target forms, and the lower half of a self-evaluation form.

use std::collections::BTreeMap;

use crate::finding::Code;
use crate::location::{CellRef, Place, Sited};
use crate::points::Points;
use crate::read::grid::GridRow;

use super::Sheet;
use super::cell::{self, normal, squeezed};
use super::header::{Header, Role};
use super::rows::{is_note, is_total, is_whole_total};
use super::tables::{Content, FormTotals, GroupTotal, IndicatorRow, PassedOver, SheetKind};

/// A sheet that is one or several indicator tables under one another with the same columns.
pub fn table(sheet: &mut Sheet<'_>, kind: SheetKind) -> Content {
    let mut content = Content::default();
    read(sheet, kind, &mut content);
    content
}

/// Reads the rows under the sheet's header into `content`.
pub fn read(sheet: &mut Sheet<'_>, kind: SheetKind, content: &mut Content) {
    let mut groups = Groups::default();
    let mut block_start = content.indicators.len();
    for row in sheet.body() {
        if sheet.fates.is_settled(row.row_0) {
            continue;
        }
        if sheet.header.is_repeated_by(&row, sheet.headings) {
            sheet.fates.passed(row.row_0, PassedOver::Heading);
        } else if is_total(&row) {
            let whole = is_whole_total(&row) && kind != SheetKind::ScoreSummary;
            let start = if whole { 0 } else { block_start };
            content.form_totals.push(totals(sheet, &row, kind, whole, &content.indicators[start..]));
            block_start = content.indicators.len();
            sheet.fates.passed(row.row_0, PassedOver::Total);
        } else if is_note(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Note);
        } else if let Some(indicator) = indicator(sheet, &row, kind, &mut groups) {
            content.indicators.push(indicator);
            sheet.fates.used(row.row_0);
        } else if is_caption(sheet, &row) {
            sheet.fates.passed(row.row_0, PassedOver::Title);
        } else if is_empty_slot(sheet, &row) {
            sheet.fates.passed(row.row_0, PassedOver::Blank);
        }
    }
    content.group_totals.extend(groups.finish());
}

/// A lone text over a block: its cell is the row's only one.
fn is_caption(sheet: &Sheet<'_>, row: &GridRow<'_>) -> bool {
    row.cells().count() == 1 && sheet.header.value(row, Role::Level3).is_none()
}

/// A row of the form that names a group and no indicator, as forms do for kinds of benefit that a project lacks.
fn is_empty_slot(sheet: &Sheet<'_>, row: &GridRow<'_>) -> bool {
    let levels = [Role::Level1, Role::Level2].map(|role| sheet.header.col(role));
    row.cells().all(|cell| levels.contains(&Some(cell.at.col_0)))
}

fn indicator(sheet: &mut Sheet<'_>, row: &GridRow<'_>, kind: SheetKind, groups: &mut Groups) -> Option<IndicatorRow> {
    let cell = sheet.text(row, Role::Level3).filter(|cell| !cell::is_blank(&cell.value))?;
    // A name merged down over several rows belongs to the first of them, and one merged from the left is a caption.
    let own = CellRef::new(row.row_0, sheet.header.col(Role::Level3)?);
    if cell.place.cell != Some(own) || row.cells().count() == 1 {
        return None;
    }
    let label = Label::read(&cell.value);
    let weight = sheet.read(row, Role::Weight, Code::NumberUnreadable, cell::weight);
    let weight = weight.or_else(|| label.weight.map(|weight| Sited::new(weight, cell.place.clone())));
    let level1 = groups.level(sheet, row, Role::Level1, weight.as_ref());
    let level2 = groups.level(sheet, row, Role::Level2, weight.as_ref());
    let reason = sheet.text(row, Role::Reason).or_else(|| sheet.text(row, Role::Process));
    Some(IndicatorRow {
        kind,
        at: sheet.at.clone(),
        code: label.code,
        level1,
        level2,
        name: Sited::new(label.name, cell.place),
        explanation: sheet.text(row, Role::Explanation).map(|text| text.value),
        rule_text: sheet.text(row, Role::RuleText),
        evidence: sheet.text(row, Role::Evidence),
        target: quantity(sheet, row, Role::Target),
        actual: quantity(sheet, row, Role::Actual),
        weight,
        points: sheet.read(row, Role::Points, Code::NumberUnreadable, cell::points),
        deduction: sheet.read(row, Role::Deduction, Code::NumberUnreadable, cell::points),
        points_rate: sheet.read(row, Role::PointsRate, Code::NumberUnreadable, cell::rate),
        reason: reason.filter(|reason| !cell::is_blank(&reason.value)),
    })
}

fn quantity(sheet: &Sheet<'_>, row: &GridRow<'_>, role: Role) -> Option<Sited<crate::quantity::Quantity>> {
    let value = sheet.header.value(row, role)?;
    cell::quantity(value).map(|quantity| Sited::new(quantity, sheet.header.place(&sheet.at, row, role)))
}

fn totals(
    sheet: &mut Sheet<'_>,
    row: &GridRow<'_>,
    kind: SheetKind,
    whole: bool,
    members: &[IndicatorRow],
) -> FormTotals {
    FormTotals {
        kind,
        whole,
        weight: sheet.read(row, Role::Weight, Code::NumberUnreadable, cell::weight),
        points: sheet.read(row, Role::Points, Code::NumberUnreadable, cell::points),
        member_weights: members.iter().filter_map(|member| member.weight.clone()).collect(),
        member_points: members.iter().filter_map(|member| member.points.clone()).collect(),
    }
}

/// Whether a row heads the indicators in the lower half of a self-evaluation form.
pub fn is_lower_header(header: &Header) -> bool {
    header.has(Role::Level3) && header.has_any(&[Role::Target, Role::Actual])
}

/// A label such as `A11立项依据充分性（3分）`: code, name and weight.
#[derive(Debug, PartialEq, Eq)]
pub struct Label {
    pub code: Option<String>,
    pub name: String,
    pub weight: Option<Points>,
}

impl Label {
    pub fn read(text: &str) -> Self {
        let text = squeezed(text);
        let (text, weight) = match text.strip_suffix("分)").and_then(|rest| rest.rsplit_once('(')) {
            Some((before, number)) => {
                let weight = crate::fraction::Fraction::parse_decimal(number).and_then(|number| Points::exact(&number));
                (if weight.is_some() { before.to_owned() } else { text.clone() }, weight)
            }
            None => (text, None),
        };
        let text = text.trim_start_matches('★');
        let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
        let digits = text[letters..].chars().take_while(|c| c.is_ascii_digit() || *c == '.' || *c == '-').count();
        let (code, name) = text.split_at(letters + digits);
        // A code has letters and digits, or a lone capital for a whole group; `3D打印` is a name.
        let is_code =
            letters == 1 && !name.is_empty() && (digits > 0 || name.chars().next().is_some_and(|c| !c.is_ascii()));
        if is_code {
            Self { code: Some(code.to_uppercase()), name: normal(name), weight }
        } else {
            Self { code: None, name: normal(text), weight }
        }
    }
}

/// The groups of a table as they are met, with the weight printed beside their name.
#[derive(Default)]
struct Groups(BTreeMap<(u8, Place), GroupTotal>);

impl Groups {
    /// The name of the row's group at a level, whose member it becomes.
    fn level(&mut self, sheet: &Sheet<'_>, row: &GridRow<'_>, role: Role, weight: Option<&Sited<Points>>) -> String {
        let Some(cell) = sheet.text(row, role) else {
            return String::new();
        };
        let label = Label::read(&cell.value);
        if let (Some(printed), Some(weight)) = (label.weight, weight) {
            let level = if role == Role::Level1 { 1 } else { 2 };
            let group = self.0.entry((level, cell.place.clone())).or_insert_with(|| GroupTotal {
                name: label.name.clone(),
                weight: Sited::new(printed, cell.place),
                members: Vec::new(),
            });
            group.members.push(weight.clone());
        }
        label.name
    }

    fn finish(self) -> impl Iterator<Item = GroupTotal> {
        self.0.into_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> (Option<String>, String, Option<String>) {
        let label = Label::read(text);
        (label.code, label.name, label.weight.map(|weight| weight.to_string()))
    }

    #[test]
    fn labels_are_taken_apart() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(label("A11立项依据充分性"), (some("A11"), "立项依据充分性".into(), None));
        assert_eq!(label("A 项目决策（15分）"), (some("A"), "项目决策".into(), some("15")));
        assert_eq!(label("立项 依据充 分性(3分)"), (None, "立项依据充分性".into(), some("3")));
        assert_eq!(label("c2质量指标"), (some("C2"), "质量指标".into(), None));
        assert_eq!(label("5G基站数量"), (None, "5G基站数量".into(), None));
        assert_eq!(label("PPP项目数"), (None, "PPP项目数".into(), None));
    }
}
