//! Indicator tables: score tables, their summaries, target forms, and the lower half of a self-evaluation form.

use std::collections::BTreeMap;

use crate::finding::{Code, Finding};
use crate::fraction::Fraction;
use crate::location::{CellRef, Place, Sited};
use crate::points::Points;
use crate::quantity::Quantity;
use crate::read::grid::{GridRow, Value};

use super::Sheet;
use super::cell::{self, CellFault, normal, squeezed};
use super::header::{Header, Role};
use super::quantity_text::{quantity_in, sense_of};
use super::rows::is_note;
use super::tables::{Content, FormTotals, GroupTotal, IndicatorRow, PassedOver, SheetKind};
use super::totals::{Sum, is_total_label, is_whole_total};

/// Reads the rows under the sheet's header into `content`.
pub fn read(sheet: &mut Sheet<'_>, kind: SheetKind, content: &mut Content) {
    let mut groups = Groups { corner: corner(sheet, sheet.header.row_0), ..Groups::default() };
    let mut block_start = content.indicators.len();
    let mut is_over = false;
    for row in sheet.body() {
        if sheet.fates.is_settled(row.row_0) {
            continue;
        }
        if sheet.is_heading(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Heading);
            if !row.row_0.checked_sub(1).is_some_and(|above| sheet.again.contains(&above)) {
                groups.corner = corner(sheet, row.row_0);
            }
            is_over = false;
        } else if let Some(sum) = sheet.sum(&row) {
            if sum == Sum::Unclear {
                sheet.refuse(&row);
                continue;
            }
            let whole = is_whole_total(&row) && kind != SheetKind::ScoreSummary;
            let start = if whole { 0 } else { block_start };
            content.form_totals.push(totals(sheet, &row, kind, whole, &content.indicators[start..]));
            block_start = content.indicators.len();
            sheet.fates.passed(row.row_0, PassedOver::Total);
            is_over = whole;
        } else if is_note(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Note);
        } else if let Some(indicator) = indicator(sheet, &row, kind, &mut groups, is_over) {
            content.indicators.push(indicator);
            sheet.fates.used(row.row_0);
        } else if is_empty_slot(sheet, &row) {
            sheet.fates.passed(row.row_0, PassedOver::Blank);
        } else if is_over && !says_figures(sheet, &row) {
            // What a form asks for under its total: remarks, the grade, who filled it in.
            sheet.fates.passed(row.row_0, PassedOver::Note);
        } else if is_caption(sheet, &row) {
            sheet.fates.passed(row.row_0, PassedOver::Title);
        }
    }
    content.group_totals.extend(groups.finish());
}

/// A lone text over a block: its cell is the row's only one.
fn is_caption(sheet: &Sheet<'_>, row: &GridRow<'_>) -> bool {
    row.cells().count() == 1 && sheet.header.value(row, Role::Level3).is_none()
}

/// A row of the form that names a group and no indicator, or numbers one that nobody filled in (指标2：, ……).
fn is_empty_slot(sheet: &Sheet<'_>, row: &GridRow<'_>) -> bool {
    let levels = [Role::Level1, Role::Level2].map(|role| sheet.header.col(role));
    let name = sheet.header.col(Role::Level3);
    row.cells().all(|cell| {
        let text = cell::text(cell.value);
        levels.contains(&Some(cell.at.col_0))
            || cell::is_blank(&text)
            || Some(cell.at.col_0) == name && Label::read(&text).name.is_empty()
    })
}

/// Whether a row has anything in the columns that hold an indicator's figures.
fn says_figures(sheet: &Sheet<'_>, row: &GridRow<'_>) -> bool {
    let under = |role| sheet.header.value(row, role);
    let is_number = |value| cell::points(value).is_ok_and(|points| points.is_some());
    let is_quantity = |value| cell::quantity(value).is_some_and(|quantity| quantity.number.is_some());
    [Role::Weight, Role::Points].into_iter().filter_map(under).any(is_number)
        || [Role::Target, Role::Actual].into_iter().filter_map(under).any(is_quantity)
        || under(Role::RuleText).is_some()
}

fn indicator(
    sheet: &mut Sheet<'_>,
    row: &GridRow<'_>,
    kind: SheetKind,
    groups: &mut Groups,
    is_over: bool,
) -> Option<IndicatorRow> {
    let cell = sheet.text(row, Role::Level3).filter(|cell| !cell::is_blank(&cell.value))?;
    // A name merged down over several rows belongs to the first of them, and one merged from the left is a caption.
    let own = CellRef::new(row.row_0, sheet.header.col(Role::Level3)?);
    if cell.place.cell != Some(own) || row.cells().count() == 1 || is_over && !says_figures(sheet, row) {
        return None;
    }
    let label = Label::read(&cell.value);
    if label.name.is_empty() {
        return None;
    }
    let weight = sheet.read(row, Role::Weight, Code::NumberUnreadable, cell::weight);
    let weight = weight.or_else(|| label.weight.map(|weight| Sited::new(weight, cell.place.clone())));
    let weight = weight.or_else(|| weight_of_group(sheet, row));
    let level1 = groups.level(sheet, row, Role::Level1, weight.as_ref());
    let level2 = groups.level(sheet, row, Role::Level2, weight.as_ref());
    let said = |role| sheet.text(row, role).filter(|text| !cell::is_blank(&text.value));
    let reason = said(Role::Reason).or_else(|| said(Role::Process));
    if let (Some(goal), Some(weight)) = (groups.corner.clone(), &weight) {
        groups.member(0, &goal, weight);
    }
    let (target, actual) = quantities(sheet, row, &label.name);
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
        target,
        actual,
        weight,
        points: sheet.read(row, Role::Points, Code::NumberUnreadable, cell::points),
        deduction: sheet.read(row, Role::Deduction, Code::NumberUnreadable, cell::points),
        points_rate: sheet.read(row, Role::PointsRate, Code::NumberUnreadable, cell::rate),
        reason,
    })
}

/// The weight printed with a group of one indicator, in a form that has no column for weights.
fn weight_of_group(sheet: &Sheet<'_>, row: &GridRow<'_>) -> Option<Sited<Points>> {
    let at = CellRef::new(row.row_0, sheet.header.col(Role::Level2).filter(|_| !sheet.header.has(Role::Weight))?);
    let is_one = sheet.grid.merge_of(at).is_none_or(|merge| merge.first.row_0 == merge.last.row_0);
    let label = Label::read(row.text(at.col_0).filter(|_| is_one)?);
    label.weight.map(|weight| Sited::new(weight, sheet.at.at(at)))
}

type SitedQuantity = Option<Sited<Quantity>>;

/// The target and the actual of a row. Sign and unit may stand in columns of their own, or the unit in the indicator's
/// name; a bare actual is in the unit of its target.
fn quantities(sheet: &mut Sheet<'_>, row: &GridRow<'_>, name: &str) -> (SitedQuantity, SitedQuantity) {
    let actual = quantity(sheet, row, Role::Actual);
    let own = |role| sheet.text(row, role).map(|text| squeezed(&text.value)).filter(|text| !cell::is_blank(text));
    let (sign, unit) = (own(Role::TargetSign), own(Role::TargetUnit));
    let written = quantity(sheet, row, Role::Target);
    let is_bare = written.as_ref().is_some_and(|target| target.value.is_bare());
    let target = written.map(|target| target.map(|target| joined(target, sign, unit.as_deref())));
    let unit = unit.or_else(|| unit_in_name(name));
    let in_unit = |quantity: Sited<Quantity>, unit: &Option<String>, goal: Option<&Quantity>| match unit {
        Some(unit) => quantity.map(|quantity| bare_in_unit(quantity, unit, goal)),
        None => quantity,
    };
    let target = target.map(|target| in_unit(target, &unit, None));
    let goal = target.as_ref().map(|target| &target.value);
    let is_bare_actual = actual.as_ref().is_some_and(|actual| actual.value.is_bare());
    let own_unit = own(Role::ActualUnit).or(unit);
    let actual = actual.map(|actual| in_unit(actual, &own_unit, goal));
    // 0.9 beside % may be less than one in a hundred, or a share that Excel shows as a percentage.
    let unclear = [
        target.as_ref().filter(|target| is_bare && target.value.is_at_most(1, 100)),
        actual.as_ref().filter(|actual| {
            is_bare_actual && actual.value.is_at_most(1, 1) && goal.is_some_and(|goal| goal.is_at_most(20, 100))
        }),
    ];
    for unclear in unclear.into_iter().flatten() {
        let finding = Finding::new(Code::RateUnclear, unclear.place.clone());
        sheet.findings.push(finding.with("text", unclear.value.text.as_str()));
    }
    (target, actual)
}

/// A target whose sign and unit stand in columns of their own, under one text: `≥735人次`. Words have neither.
fn joined(target: Quantity, sign: Option<String>, unit: Option<&str>) -> Quantity {
    if target.number.is_none() && target.day.is_none() {
        return target;
    }
    let mut text = squeezed(&target.text);
    let sign = sign.filter(|sign| target.sense.is_none() && sense_of(sign).is_some());
    let sense = target.sense.or(sign.as_deref().and_then(sense_of));
    text.insert_str(0, sign.as_deref().unwrap_or_default());
    match (target.number.clone(), unit.filter(|_| target.unit.is_empty())) {
        (Some(number), Some(unit)) => quantity_in(format!("{text}{unit}"), sense, number, unit),
        _ => Quantity { text, sense, ..target },
    }
}

/// A bare number beside the name of its unit. Beside a percentage it is a share, as Excel keeps a cell that shows 98%, where as
/// a share it is of the order of the target.
fn bare_in_unit(bare: Quantity, unit: &str, target: Option<&Quantity>) -> Quantity {
    let Some(number) = bare.number.clone().filter(|_| bare.is_bare()) else { return bare };
    let target = target.and_then(|target| target.number.as_ref());
    let ten = Fraction::from(10);
    let is_share = |target: &Fraction| &number * &ten >= *target && number <= target * &ten;
    if unit == "%" && target.is_some_and(is_share) {
        return Quantity { unit: "%".to_owned(), ..bare };
    }
    quantity_in(bare.text.clone(), bare.sense, number, unit)
}

/// `项目总成本（万元）`: the unit in which the indicator is measured, where it is one of money.
fn unit_in_name(name: &str) -> Option<String> {
    let (_, inside) = name.strip_suffix(')')?.rsplit_once('(')?;
    cell::AmountUnit::named(inside).map(|_| inside.to_owned())
}

/// The target or actual that a cell holds.
pub fn quantity(sheet: &Sheet<'_>, row: &GridRow<'_>, role: Role) -> SitedQuantity {
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
    let labelled = |labels: &[&str]| labelled(sheet, row, labels);
    let (weight, points) = (labelled(&WEIGHT_LABELS), labelled(&POINTS_LABELS));
    // The label of a total, or that of another figure, may stand in the column of points.
    let mut under = |role, parse: fn(Value<'_>) -> Result<Option<Points>, CellFault>| {
        let is_figure = |value| is_label(value, &WEIGHT_LABELS) || is_label(value, &POINTS_LABELS);
        let is_label = |value| is_total_label(&cell::text(value)) || is_figure(value);
        let is_free = !sheet.header.value(row, role).is_some_and(is_label);
        if is_free { sheet.read(row, role, Code::NumberUnreadable, parse) } else { None }
    };
    FormTotals {
        kind,
        whole,
        weight: weight.or_else(|| under(Role::Weight, cell::weight)),
        points: points.or_else(|| under(Role::Points, cell::points)),
        member_weights: members.iter().filter_map(|member| member.weight.clone()).collect(),
        member_points: members.iter().filter_map(|member| member.points.clone()).collect(),
    }
}

/// What a total row may call its weight and its points, before the figure.
const WEIGHT_LABELS: [&str; 2] = ["总分值", "分值合计"];
const POINTS_LABELS: [&str; 3] = ["总得分", "得分合计", "自评总分"];

fn is_label(value: Value<'_>, labels: &[&str]) -> bool {
    labels.contains(&squeezed(&cell::text(value)).trim_end_matches(':'))
}

/// Points that stand behind a label of their own within a total row: 总分值 100 总得分 97.7.
fn labelled(sheet: &Sheet<'_>, row: &GridRow<'_>, labels: &[&str]) -> Option<Sited<Points>> {
    let value = row.cells().skip_while(|cell| !is_label(cell.value, labels)).nth(1)?;
    let points = cell::points(value.value).ok().flatten()?;
    Some(Sited::new(points, sheet.at.at(value.at)))
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
                let weight = Fraction::parse_decimal(number).and_then(|number| Points::exact(&number));
                (if weight.is_some() { before.to_owned() } else { text.clone() }, weight)
            }
            None => (text, None),
        };
        let stars = ['★', '☆', '*'];
        let text = numbered_name(text.trim_start_matches(stars)).trim_start_matches(stars);
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

/// The name after the number that the form prints before it: `指标1：补助户数`; nothing for the dots of an unused line.
fn numbered_name(text: &str) -> &str {
    if text.chars().all(|c| matches!(c, '…' | '.' | '·')) {
        return "";
    }
    let Some(rest) = text.strip_prefix("指标") else { return text };
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if digits.len() == rest.len() {
        return text;
    }
    match digits.strip_prefix([':', '.', '、', ',']) {
        Some(name) => name,
        None if digits.is_empty() => "",
        None => text,
    }
}

/// The label in the corner of a form's header, where it prints the weight of a goal: 年度绩效目标1（50分）.
fn corner(sheet: &Sheet<'_>, row_0: u32) -> Option<Sited<String>> {
    let first = sheet.grid.rows_between(row_0, row_0 + 1).next()?.cells().next()?;
    let text = cell::text(first.value);
    Label::read(&text).weight.map(|_| Sited::new(text.into_owned(), sheet.at.at(first.at)))
}

/// The groups of a table as they are met, with the weight printed beside their name.
#[derive(Default)]
struct Groups {
    printed: BTreeMap<(u8, Place), GroupTotal>,
    /// The goal to which the indicators belong, where the corner of the header prints its weight.
    corner: Option<Sited<String>>,
    /// The cells that name the groups of the row before; a form need not merge them down.
    last: [Option<Sited<String>>; 2],
}

impl Groups {
    /// The name of the row's group at a level, whose member it becomes.
    fn level(&mut self, sheet: &Sheet<'_>, row: &GridRow<'_>, role: Role, weight: Option<&Sited<Points>>) -> String {
        let level = if role == Role::Level1 { 1 } else { 2 };
        if let Some(named) = sheet.text(row, role).filter(|named| !cell::is_blank(&named.value)) {
            // Under another first level the second begins anew.
            let is_other = self.last[0].as_ref().is_none_or(|last| last.place != named.place);
            if level == 1 && is_other {
                self.last[1] = None;
            }
            self.last[level - 1] = Some(named);
        }
        let Some(cell) = self.last[level - 1].clone() else { return String::new() };
        if let Some(weight) = weight {
            self.member(level as u8, &cell, weight);
        }
        Label::read(&cell.value).name
    }

    /// Counts an indicator's weight to a group that prints its own. A group whose weight is the indicator's own, as it stands
    /// in one cell for both, says nothing more.
    fn member(&mut self, level: u8, named: &Sited<String>, weight: &Sited<Points>) {
        let label = Label::read(&named.value);
        let Some(printed) = label.weight.filter(|_| weight.place != named.place) else { return };
        let group = self.printed.entry((level, named.place.clone())).or_insert_with(|| GroupTotal {
            name: label.name,
            weight: Sited::new(printed, named.place.clone()),
            members: Vec::new(),
        });
        group.members.push(weight.clone());
    }

    fn finish(self) -> impl Iterator<Item = GroupTotal> {
        self.printed.into_values()
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
        assert_eq!(label("★指标1：补助户数（10分）"), (None, "补助户数".into(), some("10")));
        assert_eq!(label("指标2："), (None, "".into(), None));
        assert_eq!(label("……"), (None, "".into(), None));
        assert_eq!(label("指标完成率"), (None, "指标完成率".into(), None));
    }
}
