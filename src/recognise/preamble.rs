//! The preamble is what stands above a table: title, project, unit of amounts, year.

use chrono::Datelike;

use crate::location::{CellRef, SheetRef, Sited};
use crate::period::FiscalYear;
use crate::read::grid::{Grid, GridRow, Value};

use super::cell::{self, AmountUnit, squeezed};
use super::header::{Headings, Role, comparable};
use super::personal::masked;
use super::tables::Identity;

/// What the rows above a table say.
#[derive(Clone, Debug, Default)]
pub struct Preamble {
    pub title: String,
    pub unit: Option<AmountUnit>,
    pub identity: Identity,
    /// The year behind a label of its own, `年度：2023`, where one says it.
    pub stated_year: Option<FiscalYear>,
    /// A project code that was a number too long to be kept exactly.
    pub unusable_code: Option<Sited<String>>,
    /// Every text, for kinds of sheet that look for more in it.
    pub texts: Vec<Sited<String>>,
}

impl Preamble {
    /// Reads the rows from `first_row_0` up to `end_row_0`, which is not among them.
    pub fn read(grid: &Grid, at: &SheetRef, first_row_0: u32, end_row_0: u32, headings: &Headings) -> Self {
        let mut preamble = Self::default();
        for row in grid.rows_between(first_row_0, end_row_0) {
            preamble.read_row(&row, at, headings);
        }
        if preamble.identity.year.is_none() {
            let of_months =
                |text: &Sited<String>| year_of_months_in(&text.value).map(|year| Sited::new(year, text.place.clone()));
            preamble.identity.year = preamble.texts.iter().find_map(of_months);
        }
        preamble
    }

    /// What these rows do not say, those above the table before do. A project that is named by its code alone is not given
    /// the name of another.
    pub fn inherit(&mut self, above: &Self) {
        self.identity = self.identity.or(&above.identity);
        self.unit = self.unit.or(above.unit);
        if self.title.is_empty() {
            self.title = above.title.clone();
        }
    }

    /// Whether these rows name another project, another year or another unit of amounts than those above an earlier table.
    pub fn speaks_of_another(&self, earlier: &Self) -> bool {
        differs(&self.identity.code, &earlier.identity.code)
            || differs(&self.identity.name, &earlier.identity.name)
            || self.unit.is_some() && self.unit != earlier.unit
            || self.stated_year.is_some_and(|own| earlier.year() != Some(own))
    }

    /// Whether the title is that of a table of another year than an earlier one: a caption or a remark may name any year.
    pub fn has_title_of_other_year(&self, earlier: &Self) -> bool {
        let title = squeezed(&self.title);
        let title = without_continued(&title);
        let is_of_table = ["表", "台账", "一览", "明细"].iter().any(|end| title.ends_with(end));
        let is_caption = title.starts_with(['附', '(']) || title.starts_with(|c| NUMERALS.contains(c));
        let year = year_in(title).filter(|_| is_of_table && !is_caption);
        year.is_some_and(|own| earlier.year() != Some(own))
    }

    /// The fiscal year, wherever these rows say it.
    pub fn year(&self) -> Option<FiscalYear> {
        self.identity.year.as_ref().map(|year| year.value)
    }

    /// Whether these rows name a department, and not that of an earlier table.
    pub fn names_other_department(&self, earlier: &Self) -> bool {
        differs(&self.identity.department, &earlier.identity.department)
    }

    /// Whether these rows have a title that is not that of an earlier table, told once more on another page.
    pub fn has_title_but(&self, earlier: &str) -> bool {
        let (own, earlier) = (squeezed(&self.title), squeezed(earlier));
        let (own, earlier) = (without_continued(&own), without_continued(&earlier));
        !own.is_empty() && !earlier.is_empty() && !is_page_mark(own) && !own.starts_with('第') && own != earlier
    }

    /// Reads one row: `label：value` in a cell, or a label with its value in the next cell.
    pub fn read_row(&mut self, row: &GridRow<'_>, at: &SheetRef, headings: &Headings) {
        let mut label: Option<Role> = None;
        let mut is_unit = false;
        for cell in row.cells() {
            let place = at.at(cell.at);
            // 单位 and 万元 in two cells.
            if let (true, Value::Text(text)) = (std::mem::take(&mut is_unit), cell.value)
                && let Some(unit) = AmountUnit::stated(text)
            {
                self.unit = Some(unit);
                self.texts.push(Sited::new(masked(text).into_owned(), place));
                continue;
            }
            if let Some(role) = label.take() {
                let is_label = matches!(cell.value, Value::Text(text) if identity_role(text, headings).is_some());
                if !is_label {
                    self.set(role, cell.value, at, cell.at);
                    continue;
                }
            }
            let Value::Text(text) = cell.value else { continue };
            self.texts.push(Sited::new(masked(text).into_owned(), place.clone()));
            // A unit in brackets behind a title or a statement is taken off.
            let unit = unit_in_title(text);
            let before = unit.and_then(|_| text.rfind(['(', '（'])).map_or(text, |at| &text[..at]);
            self.unit = self.unit.or(unit);
            if before.trim().is_empty() {
                self.unit = unit.or(self.unit);
                continue;
            }
            let statements = statements(before, headings);
            for (name, value) in &statements {
                if let Some(unit) = stated_unit(name, value) {
                    self.unit = Some(unit);
                } else if let Some(role) = stated_role(name, headings) {
                    self.set(role, Value::Text(value), at, cell.at);
                }
            }
            if !statements.is_empty() {
                // What it says was taken.
            } else if let Some(role) = identity_role(text, headings) {
                label = Some(role);
            } else if is_unit_label(text) {
                is_unit = true;
            } else if self.title.is_empty() {
                self.title = masked(text).into_owned();
            }
            if self.identity.year.is_none() {
                self.identity.year = year_in(text).map(|year| Sited::new(year, place));
            }
        }
    }

    fn set(&mut self, role: Role, value: Value<'_>, sheet: &SheetRef, at: CellRef) {
        let place = sheet.at(at);
        let text = masked(&cell::text(value)).into_owned();
        if cell::is_blank(&text) {
            return;
        }
        let identity = &mut self.identity;
        // 项目编码：A01 道路养护项目
        if let (Role::ProjectCode, Some((code, name))) = (role, code_and_name(&text)) {
            identity.code = Some(Sited::new(code.to_owned(), place.clone()));
            identity.name.get_or_insert_with(|| Sited::new(name.to_owned(), place));
            return;
        }
        match role {
            Role::ProjectCode => match cell::code(value) {
                Ok(code) => identity.code = code.map(|code| Sited::new(code, place)),
                Err(_) => self.unusable_code = Some(Sited::new(text, place)),
            },
            Role::ProjectName => identity.name = Some(Sited::new(text, place)),
            Role::Department => identity.department = Some(Sited::new(text, place)),
            Role::Unit => identity.unit = Some(Sited::new(text, place)),
            Role::Rubric => identity.rubric = Some(Sited::new(text, place)),
            Role::FiscalYear => {
                self.stated_year = year_of(value);
                identity.year = self.stated_year.map(|year| Sited::new(year, place));
            }
            _ => {}
        }
    }
}

/// Whether something is said, and not what was said earlier.
fn differs(own: &Option<Sited<String>>, earlier: &Option<Sited<String>>) -> bool {
    own.as_ref().is_some_and(|own| earlier.as_ref().is_none_or(|earlier| earlier.value != own.value))
}

/// With these captions are counted.
pub const NUMERALS: &str = "一二三四五六七八九十";

/// A title without the mark that it goes on from another page.
pub fn without_continued(title: &str) -> &str {
    const MARKS: [&str; 7] = ["(续表)", "（续表）", "(续)", "（续）", "续表", "-续", "续"];
    MARKS.iter().find_map(|mark| title.strip_suffix(mark)).unwrap_or(title).trim_end()
}

/// 第2页, 第 2 页 共 3 页, 续表1, （接上页）: which page it is, and nothing else.
pub fn is_page_mark(text: &str) -> bool {
    // Most texts of a table are put aside by a look at their letters.
    if !text.contains(['页', '续', '表']) {
        return false;
    }
    let text = squeezed(text);
    let is_mark = |c: &char| !c.is_ascii_digit() && !NUMERALS.contains(*c) && !"()-—/,，、".contains(*c);
    let words: String = text.chars().filter(is_mark).collect();
    [
        "第页",
        "第页共页",
        "共页第页",
        "共页",
        "续表",
        "续",
        "接上页",
        "接前页",
        "续上页",
        "续上表",
        "接上表",
        "下页续",
        "转下页",
    ]
    .contains(&words.as_str())
}

/// A code with the project's name behind it.
fn code_and_name(text: &str) -> Option<(&str, &str)> {
    let (code, name) = text.split_once(char::is_whitespace)?;
    let is_code = code.bytes().any(|byte| byte.is_ascii_digit())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let name = name.trim();
    (is_code && name.starts_with(cell::is_han)).then_some((code, name))
}

/// The role of a label with a colon behind it: 项目：A02 桥梁维修 names a project.
fn stated_role(label: &str, headings: &Headings) -> Option<Role> {
    let is_project = !label.is_ascii() && comparable(label) == "项目";
    if is_project { Some(Role::ProjectName) } else { identity_role(label, headings) }
}

/// The role of a label that says whom the sheet is about. 项目 alone is too common a word to be one here.
fn identity_role(text: &str, headings: &Headings) -> Option<Role> {
    let role = headings.role(text)?;
    let about = [Role::ProjectCode, Role::ProjectName, Role::Department, Role::Unit, Role::FiscalYear, Role::Rubric];
    (about.contains(&role) && comparable(text) != "项目").then_some(role)
}

/// What a cell states as `label：value`, several of them where they stand side by side:
/// `项目编码：001　主管部门：教育局　单位：万元`. A colon within a value begins nothing new unless a label that is known stands
/// before it.
fn statements(text: &str, headings: &Headings) -> Vec<(String, String)> {
    let mut statements: Vec<(String, String)> = Vec::new();
    for (at, word) in text.split_whitespace().enumerate() {
        // （单位：万元） as a whole; a bracket within a name is the name's own.
        let inner = word.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
        let word = inner.unwrap_or(word);
        let split = word.split_once(['：', ':']).filter(|(label, _)| !label.is_empty());
        match split.filter(|(label, _)| at == 0 || is_unit_label(label) || identity_role(label, headings).is_some()) {
            Some((label, value)) => statements.push((label.to_owned(), value.to_owned())),
            None => match statements.last_mut() {
                Some((_, value)) if value.is_empty() => value.push_str(word),
                Some((_, value)) => *value = format!("{value} {word}"),
                None => return Vec::new(),
            },
        }
    }
    statements.retain(|(_, value)| !value.is_empty());
    statements
}

/// Whether a label says whom or what unit the rows under it are about.
fn is_label(label: &str, headings: &Headings) -> bool {
    is_unit_label(label) || stated_role(label, headings).is_some()
}

/// Whether a row begins with such a label, with a colon behind it or alone.
pub fn begins_with_label(row: &GridRow<'_>, headings: &Headings) -> bool {
    let label = row.first_text().map(|text| text.split(['：', ':']).next().unwrap_or(text).trim());
    label.is_some_and(|label| is_label(label, headings))
}

/// 单位, 金额单位 and the like.
pub fn is_unit_label(label: &str) -> bool {
    const LABELS: [&str; 7] = ["单位", "金额单位", "计量单位", "货币单位", "计价单位", "资金单位", "金额"];
    // Asked of every row of a ledger, which may begin with a code.
    !label.is_ascii() && LABELS.contains(&squeezed(label).trim_end_matches(':'))
}

/// `单位：万元`, `（金额单位:元）`.
fn stated_unit(label: &str, value: &str) -> Option<AmountUnit> {
    if is_unit_label(label) { AmountUnit::stated(value) } else { None }
}

/// The unit in brackets at the end of a title, or in a cell of its own: `…台账（单位：元）`, `…台账（万元）`, `（万元）`.
fn unit_in_title(text: &str) -> Option<AmountUnit> {
    let text = squeezed(text);
    let (_, inside) = text.strip_suffix(')')?.rsplit_once('(')?;
    match inside.split_once(':') {
        Some((label, value)) => stated_unit(label, value),
        None => AmountUnit::named(inside.strip_prefix("单位").unwrap_or(inside)),
    }
}

/// The fiscal year in a title: `20xx年度`, else `20xx年` that is not part of a date; also 二〇二三年.
pub fn year_in(text: &str) -> Option<FiscalYear> {
    let text: Vec<char> = squeezed(text).chars().map(|c| digit(c).unwrap_or(c)).collect();
    let year_at = |at: usize| {
        let digits: String = text.get(at..at + 4)?.iter().collect();
        let year: i32 = digits.parse().ok()?;
        let alone = at == 0 || !text[at - 1].is_ascii_digit();
        (alone && text.get(at + 4) == Some(&'年') && (1990..=2100).contains(&year)).then_some(FiscalYear(year))
    };
    let years: Vec<_> = (0..text.len()).filter_map(|at| Some((year_at(at)?, &text[at + 5..]))).collect();
    let named = years.iter().find(|(_, rest)| rest.first() == Some(&'度'));
    let plain = || years.iter().find(|(_, rest)| !rest.first().is_some_and(|c| c.is_ascii_digit() || *c == '月'));
    named.or_else(plain).map(|(year, _)| *year)
}

/// The year of a title's months, `2023年1月…明细` or `2023年1-12月`, which holds where nothing else says the year. A month alone,
/// or the day on which something was filled in, is none.
fn year_of_months_in(text: &str) -> Option<FiscalYear> {
    let text = squeezed(text);
    if ["日期", "时间", "制表", "填报", "填表", "编制"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let (before, rest) = text.split_once('年')?;
    let year: i32 = before.get(before.len().checked_sub(4)?..)?.parse().ok()?;
    let (months, rest) = rest.split_once('月')?;
    let is_month = |month: &str| month.parse().is_ok_and(|month: u32| (1..=12).contains(&month));
    let parts: Vec<&str> = months.split(['-', '—', '–', '~', '至', '到']).collect();
    let is_range = parts.len() == 2;
    let is_title = is_range || !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit());
    let holds = (1..=2).contains(&parts.len()) && parts.into_iter().all(is_month) && is_title;
    (holds && (1990..=2100).contains(&year)).then_some(FiscalYear(year))
}

/// The digit of 二〇二三.
fn digit(c: char) -> Option<char> {
    let at = "〇一二三四五六七八九".chars().position(|digit| digit == c);
    let at = at.or((c == '○' || c == '零').then_some(0))?;
    char::from_digit(u32::try_from(at).ok()?, 10)
}

/// The year that a cell of a year column holds: `2023`, `2023年`, a date.
pub fn year_of(value: Value<'_>) -> Option<FiscalYear> {
    let text = match value {
        Value::Date(_) => return cell::date(value).ok().flatten().map(|date| FiscalYear(date.date().year())),
        value => squeezed(&cell::text(value)),
    };
    let year: i32 = text.trim_end_matches("年度").trim_end_matches('年').parse().ok()?;
    (1990..=2100).contains(&year).then_some(FiscalYear(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_units_are_found_in_titles() {
        assert_eq!(year_in("（2023年度）"), Some(FiscalYear(2023)));
        assert_eq!(year_in("关于 2022 年专项资金"), Some(FiscalYear(2022)));
        assert_eq!(year_in("第20231年"), None);
        assert_eq!(year_in("2024年7月对2023年度项目"), Some(FiscalYear(2023)));
        assert_eq!(year_in("2024年7月5日"), None);
        assert_eq!(year_in("2023年1月保安服务项目资金支付明细"), None);
        for text in ["2023年1月保安服务项目资金支付明细", "2023年1-12月台账", "甲县2023年1至6月"]
        {
            assert_eq!(year_of_months_in(text), Some(FiscalYear(2023)), "{text}");
        }
        for text in
            ["填报日期：2024年1月", "2024年1月", "2024年1月5日", "填报日期：2024年1月5日", "2024年13月台账", "年1月"]
        {
            assert_eq!(year_of_months_in(text), None, "{text}");
        }
        assert_eq!(year_in("（二〇二三年度）"), Some(FiscalYear(2023)));
        assert_eq!(year_in("二○二三年台账"), Some(FiscalYear(2023)));

        assert_eq!(year_in("填报日期：2024年  月  日"), None);
    }

    #[test]
    fn several_statements_may_stand_in_one_cell() {
        let headings = Headings::new(&std::collections::BTreeMap::new()).unwrap();
        let read = |text: &str| statements(text, &headings);
        let pair = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        assert_eq!(
            read("项目编码：W-001　　主管部门：县生态环境局 单位：万元"),
            [pair("项目编码", "W-001"), pair("主管部门", "县生态环境局"), pair("单位", "万元")]
        );
        assert_eq!(
            read("项目名称：演示项目01：道路 养护（二期）"),
            [pair("项目名称", "演示项目01：道路 养护（二期）")]
        );
        assert_eq!(read("编制单位：县水务公司    单位：元")[1], pair("单位", "元"));
        assert_eq!(read("（金额单位：元）"), [pair("金额单位", "元")]);
        assert!(read("2023年度资金拨付台账").is_empty());
        assert_eq!(stated_unit("单位", "万元"), Some(AmountUnit::TenThousand));
        assert_eq!(stated_unit("实施单位", "商务局"), None);
        assert_eq!(stated_unit("货币单位", "万元"), Some(AmountUnit::TenThousand));
        assert_eq!(unit_in_title("2023年台账（单位：元）"), Some(AmountUnit::Yuan));
        assert_eq!(unit_in_title("2023年台账（万元）"), Some(AmountUnit::TenThousand));
        assert_eq!(unit_in_title("（二期）"), None);
    }
}
