//! A header is the row that names the columns of a table. It is found by what its cells say, wherever it stands.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use strum::{AsRefStr, EnumString};
use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};
use crate::location::{CellRef, Place, SheetRef};
use crate::period::FiscalYear;
use crate::read::grid::{Cell, Grid, GridRow, Value};

use super::cell::{AmountUnit, is_han, squeezed};
use super::preamble::{Preamble, is_unit_label};

/// What a column holds. The names are those of `headings.toml` and of `[headings]` in a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Role {
    Serial,
    ProjectCode,
    ProjectName,
    Department,
    Unit,
    FiscalYear,
    Rubric,
    InitialBudget,
    RevisedBudget,
    Received,
    Expenditure,
    ExecutionRate,
    Approved,
    BudgetItem,
    ItemBudget,
    Date,
    /// The parts of a date in columns of their own.
    DateYear,
    DateMonth,
    DateDay,
    Voucher,
    Payee,
    Purpose,
    Amount,
    PlannedDate,
    /// Whether money went out or came in (借贷标志), and what became of an order (状态).
    Direction,
    Status,
    Note,
    #[strum(serialize = "level1")]
    Level1,
    #[strum(serialize = "level2")]
    Level2,
    #[strum(serialize = "level3")]
    Level3,
    Explanation,
    RuleText,
    Evidence,
    Target,
    /// The sign of a target in a column of its own (指标性质: ≥, =).
    TargetSign,
    /// The unit of a target in a column of its own (度量单位).
    TargetUnit,
    /// The same for the actual.
    ActualUnit,
    Actual,
    Weight,
    Points,
    PointsRate,
    Deduction,
    Process,
    Reason,
    ReviewedPoints,
    ReviewReason,
    Reviewer,
    // Of a monitoring form: the year's first months, and what is expected of the whole.
    InterimExpenditure,
    InterimRate,
    InterimActual,
    ExpectedExpenditure,
    ExpectedActual,
    LikelihoodSure,
    LikelihoodPossible,
    LikelihoodNone,
    Likelihood,
    Question,
    Returned,
    YesCount,
    NoCount,
    YesShare,
    Option,
    OptionCount,
    OptionShare,
    Respondent,
    /// Known and not read: personal data, and what no figure rests on.
    NotRead,
}

/// The headings that stand for each role.
#[derive(Clone, Debug)]
pub struct Headings {
    roles: HashMap<String, Role>,
    /// What cells were found to stand for: the same labels come in thousands of sheets.
    known: Arc<RwLock<HashMap<Box<str>, Option<Meaning>>>>,
}

/// Of so many cells it is kept what they stand for, of none that is longer than so many bytes.
const MOST_KNOWN: usize = 20_000;
const LONGEST_KNOWN: usize = 200;

/// A heading as it was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub role: Role,
    /// The unit written in it.
    pub unit: Option<AmountUnit>,
    /// The year written before it: `2023年预算数`.
    pub year: Option<FiscalYear>,
}

impl Headings {
    /// The built-in headings with those that a configuration adds, which go first.
    ///
    /// # Errors
    /// When an added role does not exist, or a heading would stand for two roles.
    pub fn new(added: &BTreeMap<String, Vec<String>>) -> Result<Self> {
        let fault = |reason: String| Error::Config { file: "[headings]".to_owned(), reason };
        let built_in: BTreeMap<String, Vec<String>> =
            toml::from_str(include_str!("headings.toml")).map_err(|error| fault(error.to_string()))?;
        let mut roles = HashMap::new();
        for (name, headings) in built_in {
            let role = role_named(&name).ok_or_else(|| fault(name.clone()))?;
            for heading in headings {
                if roles.insert(comparable(&heading), role).is_some() {
                    return Err(fault(heading));
                }
            }
        }
        let mut own: HashMap<String, Role> = HashMap::new();
        for (name, headings) in added {
            let role = role_named(name).ok_or_else(|| fault(format!("headings.{name}")))?;
            for heading in headings {
                if own.insert(comparable(heading), role).is_some_and(|other| other != role) {
                    return Err(fault(format!("headings.{name}: {heading}")));
                }
            }
        }
        roles.extend(own);
        Ok(Self { roles, known: Arc::default() })
    }

    /// What a heading stands for.
    pub fn meaning(&self, heading: &str) -> Option<Meaning> {
        if heading.len() > LONGEST_KNOWN {
            return self.find_meaning(heading);
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(heading).copied();
        if let Some(meaning) = known {
            return meaning;
        }
        let meaning = self.find_meaning(heading);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST_KNOWN {
            known.insert(heading.into(), meaning);
        }
        meaning
    }

    fn find_meaning(&self, heading: &str) -> Option<Meaning> {
        if let Some(meaning) = self.listed(heading) {
            return Some(meaning);
        }
        // Every province words this one in its own way: 未完成原因及拟采取的改进措施.
        let name = comparable(heading);
        let is_reason = name.contains("原因") && ["偏差", "未完成", "扣分"].iter().any(|word| name.contains(word));
        let is_heading = name.chars().count() <= LONGEST_REASON;
        (is_reason && is_heading).then_some(Meaning { role: Role::Reason, unit: None, year: None })
    }

    /// What a heading of the table stands for, with a year or the year's first months before or behind it.
    fn listed(&self, heading: &str) -> Option<Meaning> {
        let (name, unit) = split_unit(heading);
        if let Some(role) = self.roles.get(&name) {
            return Some(Meaning { role: *role, unit, year: None });
        }
        // 执行数（1-6月）, 预算数（2023年）
        let behind = name_in_brackets(heading).map(|(name, inside)| format!("{inside}{name}"));
        [Some(name), behind].into_iter().flatten().find_map(|name| {
            if let Some((month, rest)) = after_first_months(&name) {
                let role = *self.roles.get(rest)?;
                let role = if month == 12 { role } else { in_year(role)? };
                return Some(Meaning { role, unit, year: None });
            }
            let (year, rest) = leading_year(&name)?;
            self.roles.get(rest).map(|role| Meaning { role: *role, unit, year: Some(year) })
        })
    }

    /// The role of a heading alone.
    pub fn role(&self, heading: &str) -> Option<Role> {
        self.meaning(heading).map(|meaning| meaning.role)
    }

    /// What the labels over a column stand for, from the upper one down: `预算数` over `年初` is 年初预算数.
    fn meaning_of(&self, labels: &[&str]) -> Option<Meaning> {
        let [upper @ .., last] = labels else { return None };
        if upper.is_empty() {
            return self.meaning(last);
        }
        if let Some(unit) = remark(last) {
            // 预算数 over （万元） or over （A）.
            let meaning = self.meaning_of(upper)?;
            return Some(Meaning { unit: unit.or(meaning.unit), ..meaning });
        }
        if let Some(meaning) = self.listed(last).filter(|meaning| meaning.role == Role::NotRead) {
            return Some(meaning);
        }
        let upper_text = upper.concat();
        let joined = [format!("{upper_text}{last}"), format!("{last}{upper_text}")];
        if let Some(meaning) = joined.iter().find_map(|heading| self.listed(heading)) {
            return Some(meaning);
        }
        if SUMS.contains(&comparable(last).as_str()) {
            return self.meaning_of(upper);
        }
        // What stands above must not make another figure of it: 上年 over 预算数, 其中 over 支出.
        let above = comparable(&upper_text);
        let years = leading_year(&above).filter(|(_, rest)| rest.is_empty());
        if years.is_none() && is_narrower(&above) {
            return None;
        }
        let meaning = self.meaning(last)?;
        let unit = meaning.unit.or_else(|| split_unit(&upper_text).1);
        Some(Meaning { unit, year: meaning.year.or(years.map(|(year, _)| year)), ..meaning })
    }
}

/// Roles whose figures are scored or added up: of two columns of one the wrong one would look right.
const FIGURES: [Role; 15] = [
    Role::InitialBudget,
    Role::RevisedBudget,
    Role::Received,
    Role::Expenditure,
    Role::ItemBudget,
    Role::Amount,
    Role::Target,
    Role::Actual,
    Role::Weight,
    Role::Points,
    Role::ReviewedPoints,
    Role::InterimExpenditure,
    Role::ExpectedExpenditure,
    Role::YesCount,
    Role::OptionCount,
];

/// Roles from which nothing is read that a figure or a check rests on.
const ASIDE: [Role; 4] = [Role::Serial, Role::Note, Role::Reason, Role::Respondent];

/// Roles of columns that a page may have beside those of the pages before it, though they are not read there: without them
/// a check is left out, and no figure is another.
const ADDED: [Role; 8] = [
    Role::Approved,
    Role::PlannedDate,
    Role::ExecutionRate,
    Role::Explanation,
    Role::Evidence,
    Role::ReviewedPoints,
    Role::ReviewReason,
    Role::Reviewer,
];

/// Lower labels under which the upper one holds as a whole.
const SUMS: [&str; 5] = ["合计", "小计", "总计", "金额", "数额"];

/// The longest heading that is a reason by its words; prose is longer.
const LONGEST_REASON: usize = 24;

/// Words in an upper label that make another figure of what stands under it: another time, or a part.
const NARROWING: [&str; 25] = [
    "上年",
    "去年",
    "上期",
    "以前年度",
    "本月",
    "当月",
    "本期",
    "季度",
    "其中",
    "下年",
    "次年",
    "累计",
    "拨款",
    "自筹",
    "结转",
    "其他",
    "债券",
    "补助",
    "中央",
    "省级",
    "市级",
    "县级",
    "上级",
    "本级",
    "单位资金",
];

/// Whether an upper label makes another figure of what stands under it. 财政资金 does, 财政资金执行情况 names a group.
fn is_narrower(label: &str) -> bool {
    NARROWING.iter().any(|word| label.contains(word)) || label.contains("财政") && !label.contains("情况")
}

fn role_named(name: &str) -> Option<Role> {
    name.parse().ok()
}

/// A heading or label without its translation: its first line, where only the lines under it are in Latin letters. What stands
/// there in brackets may say a unit.
pub fn without_translation(heading: &str) -> &str {
    match heading.split_once('\n') {
        Some((first, rest))
            if first.contains(is_han)
                && rest.contains(|c: char| c.is_ascii_alphabetic())
                && !rest.contains(is_han)
                && !rest.trim_start().starts_with(['(', '（']) =>
        {
            first
        }
        _ => heading,
    }
}

/// A heading in the form in which headings are compared.
pub fn comparable(heading: &str) -> String {
    let heading = without_translation(heading);
    let marks = ['“', '”', '"', '\'', '‘', '’', '*', '★', ':', '：', '、', '。', '_'];
    squeezed(heading).chars().filter(|c| !marks.contains(c)).collect()
}

/// Takes trailing brackets off a heading: the amount unit in them, if there is one. `全年预算数（调整后）` keeps its words
/// without the brackets.
fn split_unit(heading: &str) -> (String, Option<AmountUnit>) {
    let Some((before, inside)) = name_in_brackets(heading) else {
        return (comparable(heading), None);
    };
    match remark(&format!("({inside})")) {
        Some(unit) => {
            let (before, other) = split_unit(&before);
            (before, unit.or(other))
        }
        None => (format!("{before}{inside}"), None),
    }
}

/// The name and what stands in brackets behind it.
fn name_in_brackets(heading: &str) -> Option<(String, String)> {
    let name = comparable(heading);
    let (before, inside) = name.strip_suffix(')')?.rsplit_once('(')?;
    Some((before.to_owned(), inside.to_owned()))
}

/// A label that is nothing but a unit or a mark of a formula: `(万元)`, `(A)`, `(B/A)`, `(10分)`, `(20分*执行率)`; its unit, if
/// it is one.
fn remark(label: &str) -> Option<Option<AmountUnit>> {
    let label = comparable(label);
    let inside = label.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let text = inside.unwrap_or(&label);
    if let Some(unit) = AmountUnit::named(text.trim_start_matches("单位")) {
        return Some(Some(unit));
    }
    // (1-6月), (2022) and (A包) make another figure of it.
    let is_other =
        text.contains(['月', '季', '年', '期', '包', '类']) || text.len() == 4 && text.parse::<i32>().is_ok();
    let is_mark = text.starts_with(|c: char| c.is_ascii_alphanumeric() || "%①②③④⑤⑥⑦⑧⑨=".contains(c)) && !is_other;
    let is_word = ["个", "家", "年", "盖章", "公章", "签章"].contains(&text);
    (inside.is_some() && (is_mark || is_word)).then_some(None)
}

/// `2023年预算数`, `2023年度预算数`: the year and the rest.
fn leading_year(heading: &str) -> Option<(FiscalYear, &str)> {
    let (digits, rest) = heading.split_at_checked(4)?;
    let year = digits.parse().ok().filter(|year| (1990..=2100).contains(year))?;
    let rest = rest.strip_prefix('年')?;
    Some((FiscalYear(year), rest.strip_prefix('度').unwrap_or(rest)))
}

/// `1—7月执行数`, `截至7月底执行数`, `上半年执行数`: the last of a year's first months, and what the heading says of them.
fn after_first_months(heading: &str) -> Option<(u32, &str)> {
    if let Some(rest) = heading.strip_prefix("上半年") {
        return Some((6, rest));
    }
    let until = heading.strip_prefix("截至").or_else(|| heading.strip_prefix("截止"));
    let until = until.or_else(|| heading.strip_prefix('1')?.strip_prefix(['-', '—', '–', '~', '～', '至', '到']))?;
    let until = leading_year(until).map_or(until, |(_, rest)| rest);
    let (month, rest) = until.split_once('月')?;
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day = rest.split_once('日').filter(|(day, _)| day.parse::<u32>().is_ok()).map(|(_, rest)| rest);
    Some((month, day.or_else(|| ["份", "底", "末"].iter().find_map(|end| rest.strip_prefix(end))).unwrap_or(rest)))
}

/// The role of a year's first months for a role of the whole year.
fn in_year(role: Role) -> Option<Role> {
    match role {
        Role::Expenditure => Some(Role::InterimExpenditure),
        Role::ExecutionRate => Some(Role::InterimRate),
        Role::Actual => Some(Role::InterimActual),
        _ => None,
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderColumn {
    pub col_0: u16,
    pub unit: Option<AmountUnit>,
    pub year: Option<FiscalYear>,
    pub heading: String,
}

/// The row or rows that name columns.
#[derive(Clone, Debug)]
pub struct Header {
    /// The first of its rows.
    pub row_0: u32,
    pub last_row_0: u32,
    pub columns: BTreeMap<Role, HeaderColumn>,
    /// Headings that stand for nothing we know.
    pub unknown: Vec<(CellRef, String)>,
    /// Columns of a role that an earlier column already has.
    pub twice: Vec<(Role, HeaderColumn)>,
    /// Columns of a role that another column has for another year, or for none.
    pub of_other_years: Vec<(Role, HeaderColumn)>,
    /// The columns that hold numbered questions, with their text.
    pub questions: Vec<(CellRef, String)>,
    /// Columns that are known and not read.
    pub not_read: usize,
}

impl Header {
    /// Reads a row as a header, whatever it is: most rows of a table give a header without columns.
    pub fn read(row: &GridRow<'_>, headings: &Headings) -> Self {
        let texts = row.cells().filter_map(|cell| match cell.value {
            Value::Text(text) => Some((cell.at, vec![text])),
            _ => None,
        });
        Self::of(row.row_0, row.row_0, texts, headings)
    }

    /// Reads a row together with the one or two under it, where these say more and stand under what is merged or empty
    /// above them.
    pub fn read_stacked(rows: &[GridRow<'_>], grid: &Grid, headings: &Headings) -> Option<Self> {
        let (first, under) = rows.split_first()?;
        let mut best = Self::read(first, headings);
        // Words above a header are a title of it, not a part.
        if best.understood() == 0 {
            return Some(best);
        }
        for (depth, lowest) in (1..).zip(under) {
            if lowest.row_0 != first.row_0 + depth || !is_all_text(lowest) {
                break;
            }
            let stack = &rows[..=depth as usize];
            let Some(labels) = stacked_labels(stack, grid) else { break };
            let stacked = Self::of(first.row_0, lowest.row_0, labels.into_iter(), headings);
            // A label above a header of its own adds nothing to it.
            let below = (1..stack.len()).filter_map(|from| Self::read_stacked(&stack[from..], grid, headings));
            let says_more =
                stacked.understood() > below.map(|below| below.understood()).fold(best.understood(), usize::max);
            // What stands in parts under a merged heading is a header too, though its words may not be known.
            if says_more || has_parts(stack, grid, headings) {
                best = stacked;
            }
        }
        Some(best)
    }

    /// From the labels over each column, each with the cell under which its values stand.
    fn of<'a>(
        row_0: u32,
        last_row_0: u32,
        labels: impl Iterator<Item = (CellRef, Vec<&'a str>)>,
        headings: &Headings,
    ) -> Self {
        let mut header = Self {
            row_0,
            last_row_0,
            columns: BTreeMap::new(),
            unknown: vec![],
            twice: vec![],
            of_other_years: vec![],
            questions: vec![],
            not_read: 0,
        };
        for (at, labels) in labels {
            let heading = labels.join("/");
            match headings.meaning_of(&labels) {
                Some(Meaning { role: Role::NotRead, .. }) => header.not_read += 1,
                Some(Meaning { role, unit, year }) => {
                    let column = HeaderColumn { col_0: at.col_0, unit, year, heading };
                    match header.columns.entry(role) {
                        Entry::Vacant(free) => {
                            free.insert(column);
                        }
                        // These come as often as a site exports them, and none is read.
                        Entry::Occupied(_) if role == Role::Respondent => {}
                        Entry::Occupied(other) if other.get().year == year => header.twice.push((role, column)),
                        // Where nothing says the year, a column without one goes first, then the latest.
                        Entry::Occupied(mut other) => {
                            let goes_first = other.get().year.is_some_and(|other| year.is_none_or(|year| year > other));
                            let left = if goes_first { other.insert(column) } else { column };
                            header.of_other_years.push((role, left));
                        }
                    }
                }
                None if labels.len() == 1 && is_question(labels[0]) => header.questions.push((at, heading)),
                None => header.unknown.push((at, heading)),
            }
        }
        header
    }

    /// How many headings are understood: what makes one row rather than another the header.
    pub fn understood(&self) -> usize {
        self.columns.len() + self.questions.len() + self.not_read
    }

    /// Columns of a tally that are headed by the options themselves: 非常满意, 满意, 一般.
    pub fn options(&self) -> impl Iterator<Item = &(CellRef, String)> {
        const WORDS: [&str; 10] = ["满意", "同意", "一般", "了解", "明显", "很好", "较好", "很差", "较差", "不好"];
        let is_option = |heading: &str| heading.chars().count() <= 8 && WORDS.iter().any(|word| heading.contains(word));
        self.unknown.iter().filter(move |(_, heading)| self.has(Role::Question) && is_option(heading))
    }

    pub fn has(&self, role: Role) -> bool {
        self.columns.contains_key(&role)
    }

    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    pub fn col(&self, role: Role) -> Option<u16> {
        self.columns.get(&role).map(|column| column.col_0)
    }

    /// Chooses among columns of one role and gives those that are left, each with the one before it where neither is read. A
    /// weight stands behind the indicator's name, a revised budget says that it is the whole year's; of other figures nothing
    /// tells which column is meant.
    pub fn settle_twice(&mut self) -> Vec<(HeaderColumn, Option<HeaderColumn>)> {
        let mut left = Vec::new();
        let name = self.col(Role::Level3);
        let is_whole = |column: &HeaderColumn| ["全年", "调整后"].iter().any(|word| column.heading.contains(word));
        for (role, column) in std::mem::take(&mut self.twice) {
            let Some(first) = self.columns.get(&role) else {
                left.push((column, None));
                continue;
            };
            match role {
                // The weights of the levels before the indicator are those of groups.
                Role::Weight if name.is_some_and(|name| column.col_0 < name) => {}
                Role::Weight if name.is_some_and(|name| first.col_0 < name) => {
                    self.columns.insert(role, column);
                }
                // A second unit behind the actual is its own.
                Role::TargetUnit if self.col(Role::Actual).is_some_and(|actual| column.col_0 > actual) => {
                    self.columns.entry(Role::ActualUnit).or_insert(column);
                }
                Role::RevisedBudget if is_whole(&column) != is_whole(first) => {
                    let other = if is_whole(&column) { self.columns.insert(role, column) } else { Some(column) };
                    left.extend(other.map(|other| (other, None)));
                }
                role if FIGURES.contains(&role) => left.push((column, self.columns.remove(&role))),
                _ => left.push((column, None)),
            }
        }
        left
    }

    /// Reads what stands under one role as another, where the other has no column.
    pub fn read_as(&mut self, role: Role, other: Role) {
        if !self.has(other)
            && let Some(column) = self.columns.remove(&role)
        {
            self.columns.insert(other, column);
        }
    }

    pub fn unit(&self, role: Role) -> Option<AmountUnit> {
        self.columns.get(&role).and_then(|column| column.unit)
    }

    /// The row's cell in a role's column.
    pub fn value<'a>(&self, row: &GridRow<'a>, role: Role) -> Option<Value<'a>> {
        row.get(self.col(role)?)
    }

    /// The place of the row's cell in a role's column; of the row's first cell where there is no such column.
    pub fn place(&self, at: &SheetRef, row: &GridRow<'_>, role: Role) -> Place {
        at.at(CellRef::new(row.row_0, self.col(role).unwrap_or(0)))
    }

    /// Whether a header further down says much the same again. Of questions and options it may say others, in the same columns.
    pub fn is_repeated(&self, again: &Self) -> bool {
        let same = |role: &Role, column: &HeaderColumn| self.col(*role) == Some(column.col_0);
        let shared = again.columns.iter().filter(|(role, column)| same(role, column)).count();
        let asked = |header: &Self| header.asked().map(|(at, _)| at.col_0).collect::<BTreeSet<u16>>();
        let (own, others) = (asked(self), asked(again));
        let shared = shared + own.intersection(&others).count();
        // A ledger may have two columns.
        let all = (self.columns.len() + own.len()).min(again.columns.len() + others.len());
        shared >= all.clamp(2, 3) && shared * 2 > self.columns.len() + own.len()
    }

    /// The columns that are headed by a question or by one of its options.
    fn asked(&self) -> impl Iterator<Item = &(CellRef, String)> {
        self.questions.iter().chain(self.options())
    }

    /// Whether rows under a header further down, which says much the same again, would be misread under this one: what is read
    /// stands in another column there, in another unit or for another year, or its column says something else. `above` says
    /// the unit and the year of what is headed without.
    pub fn misreads(&self, again: &Self, above: &Preamble, grid: &Grid) -> bool {
        if self.has_row(again, grid) {
            return false;
        }
        let year = above.year();
        let is_new = |(role, column): (Role, &HeaderColumn)| {
            let Some((_, own)) = self.all().find(|(of, own)| *of == role && own.col_0 == column.col_0) else {
                return self.has(role) || !ADDED.contains(&role);
            };
            let is_other_unit = column.unit.is_some_and(|unit| own.unit.or(above.unit) != Some(unit));
            is_other_unit || column.year.is_some_and(|stated| own.year.or(year) != Some(stated))
        };
        let is_blank = |col_0| {
            let mut rows = again.row_0..=again.last_row_0;
            rows.all(|row_0| grid.get_merged(CellRef::new(row_0, col_0)).is_none())
        };
        let stands = |role, col_0| again.all().any(|(of, at)| of == role && at.col_0 == col_0);
        let is_gone = |(role, own): (Role, &HeaderColumn)| !stands(role, own.col_0) && !is_blank(own.col_0);
        let is_read = |(role, _): &(Role, &HeaderColumn)| !ASIDE.contains(role);
        let units = |header: &Self| {
            let units = header.unknown.iter().filter(|(_, heading)| is_unit_label(heading));
            units.map(|(at, _)| at.col_0).collect::<Vec<_>>()
        };
        let says = |(at, text): &(CellRef, String)| (at.col_0, comparable(text));
        again.all().filter(is_read).any(is_new)
            || self.all().filter(is_read).any(is_gone)
            || units(self) != units(again)
            || !self.asked().map(says).eq(again.asked().map(says))
    }

    /// Whether a header is one of the rows of this one, which a page may repeat alone.
    fn has_row(&self, again: &Self, grid: &Grid) -> bool {
        let is_own = |row_0| {
            let own = |col_0| grid.get_merged(CellRef::new(row_0, col_0)).map(|own| own.value);
            let mut cells = grid.rows_between(again.row_0, again.row_0 + 1).flat_map(|row| row.cells());
            cells.all(|cell| own(cell.at.col_0) == Some(cell.value))
        };
        self.last_row_0 > self.row_0 && again.last_row_0 == again.row_0 && (self.row_0..=self.last_row_0).any(is_own)
    }

    /// All columns that have a role, those that are read first.
    fn all(&self) -> impl Iterator<Item = (Role, &HeaderColumn)> {
        let read = self.columns.iter().map(|(role, column)| (*role, column));
        read.chain(self.twice.iter().chain(&self.of_other_years).map(|(role, column)| (*role, column)))
    }
}

/// A label with the columns that it covers.
struct Label<'a> {
    at: CellRef,
    last_col_0: u16,
    text: &'a str,
}

impl Label<'_> {
    fn covers(&self, col_0: u16) -> bool {
        (self.at.col_0..=self.last_col_0).contains(&col_0)
    }
}

/// The labels over each column of stacked rows, from the upper one down, with the cell of the lowest. `None` where a lower
/// row is no part of a header: where a text stands under a label that covers one column alone, as data do.
fn stacked_labels<'a>(rows: &[GridRow<'a>], grid: &Grid) -> Option<Vec<(CellRef, Vec<&'a str>)>> {
    let labels: Vec<Vec<Label<'a>>> =
        (0..rows.len()).map(|depth| labels(&rows[depth], rows.get(depth + 1), grid)).collect();
    for (depth, row) in labels.iter().enumerate() {
        for label in row.iter().filter(|label| remark(label.text).is_none()) {
            let over = labels[..depth].iter().rev().find_map(|row| covering(row, label.at.col_0));
            if over.is_some_and(|over| over.at.col_0 == over.last_col_0) {
                return None;
            }
        }
    }
    let columns: BTreeSet<u16> = labels.iter().flatten().map(|label| label.at.col_0).collect();
    let stack = |col_0: u16| {
        let stack: Vec<&Label<'a>> = labels.iter().filter_map(|row| covering(row, col_0)).collect();
        let lowest = stack.last()?;
        // A label that spreads over labels of their own stands for nothing but these.
        let below = labels.iter().filter(|row| row.first().is_some_and(|label| label.at.row_0 > lowest.at.row_0));
        let spreads = |row: &Vec<Label<'a>>| {
            let next = row.partition_point(|label| label.at.col_0 < lowest.at.col_0);
            row.get(next).is_some_and(|label| lowest.covers(label.at.col_0))
        };
        let place = CellRef::new(lowest.at.row_0, col_0);
        (!below.into_iter().any(spreads)).then(|| (place, stack.iter().map(|label| label.text).collect()))
    };
    Some(columns.into_iter().filter_map(stack).collect())
}

/// Whether the lowest row has two labels or more under the heading of a figure in the first that is merged over them.
fn has_parts(rows: &[GridRow<'_>], grid: &Grid, headings: &Headings) -> bool {
    let [first, .., lowest] = rows else { return false };
    let is_figure = |cell: &Cell<'_>| match cell.value {
        Value::Text(text) => headings.role(text).is_some_and(|role| FIGURES.contains(&role)),
        _ => false,
    };
    first.cells().filter(is_figure).filter_map(|cell| grid.merge_of(cell.at)).any(|merge| {
        let columns = merge.first.col_0..=merge.last.col_0;
        lowest.cells().filter(|cell| columns.contains(&cell.at.col_0)).nth(1).is_some()
    })
}

/// The label of a row that covers a column; labels stand from left to right.
fn covering<'l, 'a>(row: &'l [Label<'a>], col_0: u16) -> Option<&'l Label<'a>> {
    row[..row.partition_point(|label| label.at.col_0 <= col_0)].last().filter(|label| label.covers(col_0))
}

/// The labels of a row: each covers the columns of its merged cell, or the empty ones to its right under which the next
/// row goes on from right beneath it.
fn labels<'a>(row: &GridRow<'a>, under: Option<&GridRow<'_>>, grid: &Grid) -> Vec<Label<'a>> {
    let last_col_0 = |at: CellRef| match (grid.merge_of(at), under) {
        (Some(merge), _) => merge.last.col_0,
        (None, Some(under)) if under.text(at.col_0).is_some() => {
            let goes_on = |col: &u16| row.get(*col).is_none() && under.text(*col).is_some();
            (at.col_0 + 1..u16::MAX).take_while(goes_on).last().unwrap_or(at.col_0)
        }
        _ => at.col_0,
    };
    let label = |cell: Cell<'a>| match cell.value {
        Value::Text(text) => Some(Label { at: cell.at, last_col_0: last_col_0(cell.at), text }),
        _ => None,
    };
    row.cells().filter_map(label).collect()
}

/// Headings are words: a row with a number or a date among them is data. Asked of every row, before anything is compared.
pub fn could_be_header(row: &GridRow<'_>) -> bool {
    is_all_text(row) && row.cells().filter(|cell| matches!(cell.value, Value::Text(_))).nth(1).is_some()
}

/// Whether a row holds words alone. In delimited text numbers are written out.
fn is_all_text(row: &GridRow<'_>) -> bool {
    row.cells().all(|cell| match cell.value {
        Value::Text(text) => !is_written_number(text),
        Value::Number(_) | Value::Date(_) => false,
        Value::Bool(_) | Value::Fault => true,
    })
}

fn is_written_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().all(|byte| b"0123456789.,-/:% ".contains(&byte))
}

/// `1、您对…？`, also with a word before the number, as sites that number sections write it.
fn is_question(text: &str) -> bool {
    let text: String = text.nfkc().take(12).collect();
    let digits = text.find(|c: char| c.is_ascii_digit());
    digits.is_some_and(|at| {
        let after = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
        after.starts_with(['、', '.', '．', ')']) && text[..at].chars().count() <= 6
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::grid::{GridBuilder, Room};

    #[test]
    fn headings_are_understood_with_units_breaks_and_full_width_forms() {
        let headings = Headings::new(&BTreeMap::new()).unwrap();
        let role = |text| headings.meaning(text).map(|meaning| (meaning.role, meaning.unit));
        assert_eq!(role("拨付金额（元）"), Some((Role::Amount, Some(AmountUnit::Yuan))));
        assert_eq!(role("拨付\n金额(万元)"), Some((Role::Amount, Some(AmountUnit::TenThousand))));
        assert_eq!(role("全年预算数（调整后）"), Some((Role::RevisedBudget, None)));
        assert_eq!(role("结果为“是”统计数"), Some((Role::YesCount, None)));
        assert_eq!(role("分值（10）"), Some((Role::Weight, None)));
        assert_eq!(role("执行率（B/A×100%）"), Some((Role::ExecutionRate, None)));
        assert_eq!(role("全年预算数（万元）（A）"), Some((Role::RevisedBudget, Some(AmountUnit::TenThousand))));
        assert_eq!(role("1—7月执行数"), Some((Role::InterimExpenditure, None)));
        assert_eq!(role("执行数（1-6月）"), Some((Role::InterimExpenditure, None)));
        assert_eq!(role("全年执行数（截至12月31日）"), Some((Role::Expenditure, None)));
        assert_eq!(role("1-12月执行数"), Some((Role::Expenditure, None)));
        assert_eq!(role("执行数（A包）"), None);
        assert_eq!(role("截至7月底执行数（元）"), Some((Role::InterimExpenditure, Some(AmountUnit::Yuan))));
        assert_eq!(role("天气"), None);
        let year = |text| headings.meaning(text).and_then(|meaning| meaning.year);
        assert_eq!(year("2023年预算数"), Some(FiscalYear(2023)));
        assert_eq!(year("预算数（2023年）"), Some(FiscalYear(2023)));
        assert_eq!(year("预算数"), None);
    }

    fn grid(rows: &[&[&str]]) -> Grid {
        let mut room = Room::default();
        let mut builder = GridBuilder::new(&mut room);
        for (row_0, row) in (0..).zip(rows) {
            for (col_0, text) in (0..).zip(*row) {
                builder.push(CellRef::new(row_0, col_0), Value::Text(text)).unwrap();
            }
        }
        builder.finish().unwrap().0
    }

    /// The columns of a header over the rows of a grid: role, column.
    fn columns(rows: &[&[&str]]) -> (u32, Vec<(Role, u16)>) {
        let grid = grid(rows);
        let headings = Headings::new(&BTreeMap::new()).unwrap();
        let rows: Vec<GridRow<'_>> = grid.rows().collect();
        let header = Header::read_stacked(&rows, &grid, &headings).unwrap();
        let mut columns: Vec<_> = header.columns.iter().map(|(role, column)| (*role, column.col_0)).collect();
        columns.sort_by_key(|(_, col)| *col);
        (header.last_row_0, columns)
    }

    #[test]
    fn two_rows_are_one_header_where_the_lower_says_more() {
        use Role::*;
        assert_eq!(
            columns(&[&["项目名称", "预算数", "", "执行数"], &["", "年初", "调整后", ""]]),
            (1, vec![(ProjectName, 0), (InitialBudget, 1), (RevisedBudget, 2), (Expenditure, 3)])
        );
        assert_eq!(
            columns(&[&["收款单位", "拨付日期", "", "金额"], &["", "月", "日", "（万元）"]]),
            (1, vec![(Payee, 0), (DateMonth, 1), (DateDay, 2), (Amount, 3)])
        );
        // Rows of words under a header are data.
        assert_eq!(columns(&[&["项目名称", "主管部门", "预算数"], &["道路养护", "部门", "无"]]).0, 0);
        // Another year's or a part's figure is not the figure.
        assert_eq!(
            columns(&[&["项目名称", "上年", "", "本年", ""], &["", "预算数", "执行数", "预算数", "执行数"]]),
            (1, vec![(ProjectName, 0), (ItemBudget, 3), (Expenditure, 4)])
        );
        assert_eq!(
            columns(&[&["项目名称", "财政拨款", "", "合计", ""], &["", "预算数", "执行数", "预算数", "执行数"]]),
            (1, vec![(ProjectName, 0), (ItemBudget, 3), (Expenditure, 4)])
        );
        assert_eq!(
            columns(&[&["项目名称", "预算数", "执行数", "2022年预算数", "2022年执行数"]]),
            (0, vec![(ProjectName, 0), (ItemBudget, 1), (Expenditure, 2)])
        );
        assert_eq!(
            columns(&[&["项目名称", "2022年", "", "2023年", ""], &["", "预算数", "执行数", "预算数", "执行数"]]),
            (1, vec![(ProjectName, 0), (ItemBudget, 3), (Expenditure, 4)])
        );
    }

    #[test]
    fn a_configuration_adds_headings_and_cannot_add_roles() {
        let added = BTreeMap::from([("payee".to_owned(), vec!["受益企业".to_owned()])]);
        assert_eq!(Headings::new(&added).unwrap().role("受益企业"), Some(Role::Payee));
        let wrong = BTreeMap::from([("payees".to_owned(), vec![])]);
        assert!(Headings::new(&wrong).is_err());
    }

    #[test]
    fn numbered_questions_are_told_from_headings() {
        assert!(is_question("4、您对投资环境的整体评价如何？"));
        assert!(is_question("基本信息1、您的年龄是"));
        assert!(!is_question("2023年预算数"));
        assert!(!is_question("序号"));
    }
}
