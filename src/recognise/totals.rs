//! A total is a row that sums up others, or carries their sum from page to page. It is told by its label and by the lack of
//! what only a row of its own has: payments and indicators have names that end like a total's (电费合计, 培训人次合计).

use crate::read::grid::{Cell, GridRow, Value};

use super::Sheet;
use super::cell::{self, squeezed};
use super::header::{Header, Role, without_translation};
use super::rows::is_part_label;
use super::tables::PassedOver;

/// What a text would sum up, were it the label of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The whole table: 合计, 支出合计, 合计（大写）.
    Whole,
    /// A page, a time or a block of it: 本月合计, 2023年2月合计, 小计, 承前页, 期末余额.
    Part,
    /// Something that it names: 县农业农村局小计, but also 电费合计.
    Named,
    /// A time and nothing else: 一季度, 全年. Only a ledger is summed up so.
    Time,
}

/// What a row with the label of a total is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    Total,
    /// It has what a row of its own has: one that must not be passed over, and not be counted.
    Unclear,
}

/// How much of a payment a row says of its own.
enum Says {
    Payment,
    Something,
    Nothing,
}

const DATES: [Role; 3] = [Role::Date, Role::DateMonth, Role::DateDay];

const WORDS: [&str; 6] = ["合计", "小计", "总计", "共计", "累计", "总分"];

/// What may stand between or behind the words of a total without naming anything.
const COMMON: [&str; 25] = [
    "人民币",
    "大写",
    "小写",
    "发生额",
    "金额",
    "得分",
    "支出",
    "支付",
    "拨付",
    "拨款",
    "付款",
    "资金",
    "经费",
    "费用",
    "项目",
    "各项",
    "全县",
    "全市",
    "全区",
    "全省",
    "全部",
    "以上",
    "总",
    "数",
    "额",
];

const PAGES: [&str; 16] = [
    "承前页",
    "接前页",
    "承上页",
    "接上页",
    "过次页",
    "转次页",
    "转下页",
    "过下页",
    "上页结转",
    "结转下页",
    "结转次页",
    "上页余额",
    "期初余额",
    "期末余额",
    "月初余额",
    "月末余额",
];

const BALANCES: [&str; 11] = [
    "年初余额",
    "年末余额",
    "本月余额",
    "本年余额",
    "上年余额",
    "本期余额",
    "上期结转",
    "期初结存",
    "期末结存",
    "期初结余",
    "期末结余",
];

/// A text past this length is prose.
const LONGEST: usize = 30;

/// The label of a total that a text is. Asked of every text of a ledger: most are put aside by a look at their letters.
pub fn label(text: &str) -> Option<Label> {
    if text.is_ascii() {
        return None;
    }
    let text = without_translation(text);
    let last = text.chars().next_back()?;
    if !text.contains('计') && !matches!(last, '分' | '页' | '转' | '额' | '存' | '余' | '度' | '年' | '月' | '份')
    {
        return None;
    }
    let text = squeezed(text);
    // 合计（大写）：壹佰元整
    let text = text.split(':').next().unwrap_or_default();
    let text = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map_or(text, |(before, _)| before);
    if text.chars().count() > LONGEST {
        return None;
    }
    if PAGES.contains(&text) || BALANCES.contains(&text) {
        return Some(Label::Part);
    }
    if is_time(text) {
        return Some(Label::Time);
    }
    let stem = COMMON.iter().fold(text, |text, word| text.strip_suffix(word).unwrap_or(text));
    let stem = COMMON.iter().rev().fold(stem, |text, word| text.strip_suffix(word).unwrap_or(text));
    let word = *WORDS.iter().find(|word| stem.ends_with(**word))?;
    let of = COMMON.iter().fold(stem[..stem.len() - word.len()].to_owned(), |of, word| of.replace(word, ""));
    Some(match word {
        _ if ["本页", "本次", "上页"].contains(&of.as_str()) || is_time(&of) => Label::Part,
        // 本月合计累计
        _ if WORDS.iter().any(|other| of.ends_with(other)) => Label::Part,
        _ if !of.is_empty() => Label::Named,
        "小计" | "累计" => Label::Part,
        _ => Label::Whole,
    })
}

/// 本月, 3月, 三月份, 1-6月, 2023年1月, 一季度, 上半年, 全年, 2023年度.
fn is_time(text: &str) -> bool {
    const NAMED: [&str; 14] = [
        "本月",
        "当月",
        "本季",
        "本季度",
        "本年",
        "本年度",
        "本期",
        "上半年",
        "下半年",
        "全年",
        "年度",
        "全年度",
        "上年",
        "上月",
    ];
    let is_number = |text: &str| {
        let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十〇零-至—~".contains(c);
        !text.is_empty() && text.chars().count() <= 7 && text.chars().all(is_digit)
    };
    if NAMED.contains(&text) {
        return true;
    }
    let (year, rest) = match text.split_once('年') {
        Some((year, rest)) if is_number(year) && year.chars().count() >= 4 => (true, rest.trim_start_matches('度')),
        Some(("本" | "全", rest)) => (true, rest),
        _ => (false, text),
    };
    if rest.is_empty() {
        return year;
    }
    let rest = rest.trim_start_matches(['第', '前']);
    NAMED.contains(&rest) || ["月份", "月", "季度"].iter().find_map(|end| rest.strip_suffix(end)).is_some_and(is_number)
}

/// Whether a text is the label of a total of any table.
pub fn is_total_label(text: &str) -> bool {
    matches!(label(text), Some(Label::Whole | Label::Part | Label::Named))
}

/// Whether a row under no header is a total: its first text says so.
pub fn is_total(row: &GridRow<'_>) -> bool {
    row.first_text().is_some_and(is_total_label)
}

/// The label of a total over a whole table, not of a page, a time or a block of it.
pub fn is_whole_total(row: &GridRow<'_>) -> bool {
    row.cells().any(|cell| matches!(cell.value, Value::Text(text) if label(text) == Some(Label::Whole)))
}

impl<'g> Sheet<'g> {
    /// Whether a row is a total, by its label and by what else it holds.
    pub fn sum(&self, row: &GridRow<'_>) -> Option<Sum> {
        let is_ledger = is_ledger(&self.header);
        let (cell, label) = labelled(&self.header, row, is_ledger)?;
        if is_ledger { self.sum_of_payments(row, cell, label) } else { self.sum_of_rows(row, cell, label) }
    }

    /// Whether a row is a total. One that may as well be a row of its own is neither, and refused with its place in the end.
    pub fn passes_total(&mut self, row: &GridRow<'_>) -> bool {
        match self.sum(row) {
            Some(Sum::Total) => {
                self.fates.passed(row.row_0, PassedOver::Total);
                true
            }
            Some(Sum::Unclear) => {
                self.refuse(row);
                true
            }
            None => false,
        }
    }

    /// What a payment has is its payee, with a date or a voucher.
    fn sum_of_payments(&self, row: &GridRow<'_>, cell: Cell<'_>, label: Label) -> Option<Sum> {
        let says = self.says_of_payment(row, cell);
        let is_name = matches!(
            role_at(&self.header, cell),
            Some(Role::Purpose | Role::ProjectName | Role::Department | Role::Unit)
        );
        match (label, says) {
            // What a payment is for may end like the label of a total.
            (Label::Named | Label::Time, Says::Payment) if is_name => None,
            (_, Says::Payment) | (Label::Named | Label::Time, Says::Something) => Some(Sum::Unclear),
            (_, Says::Something | Says::Nothing) => Some(Sum::Total),
        }
    }

    /// How much of a payment a row says of its own, apart from its label.
    fn says_of_payment(&self, row: &GridRow<'_>, label: Cell<'_>) -> Says {
        let own = |role| self.says(row, role, label).is_some_and(|cell| cell.at.row_0 == row.row_0);
        let payee = own(Role::Payee);
        let is_dated = DATES.iter().any(|role| own(*role));
        let voucher = own(Role::Voucher);
        let is_payment = match self.header.has(Role::Payee) {
            true => payee && (is_dated || voucher),
            false => is_dated && voucher,
        };
        let is_merged = |role| self.says(row, role, label).is_some();
        if is_payment {
            Says::Payment
        } else if is_merged(Role::Payee) || is_merged(Role::Voucher) || DATES.into_iter().any(is_merged) {
            Says::Something
        } else {
            Says::Nothing
        }
    }

    /// Settles a part of the row above it: 其中：…, unless it says of its own what only a payment or a project has.
    pub fn passes_part(&mut self, row: &GridRow<'_>) -> bool {
        let mut texts = row.cells().filter(|cell| matches!(cell.value, Value::Text(_)));
        let Some(first) = texts.next() else { return false };
        let is_label = |cell: &Cell<'_>| {
            let may_stand = || {
                let role = role_at(&self.header, *cell);
                *cell == first || role.is_some_and(|role| role == Role::Purpose || NAMES.contains(&role))
            };
            matches!(cell.value, Value::Text(text) if is_part_label(text)) && may_stand()
        };
        let Some(label) = std::iter::once(first).chain(texts).find(is_label) else { return false };
        let says = match is_ledger(&self.header) {
            true => self.says_of_payment(row, label),
            false if self.says(row, Role::ProjectCode, label).is_some() => Says::Something,
            false => Says::Nothing,
        };
        match says {
            Says::Payment => return false,
            Says::Something => self.refuse(row),
            Says::Nothing => self.fates.passed(row.row_0, PassedOver::Note),
        }
        true
    }

    /// What an indicator has is a target or a rule, what a project has is a code.
    fn sum_of_rows(&self, row: &GridRow<'_>, cell: Cell<'_>, label: Label) -> Option<Sum> {
        let has_any = |roles: &[Role]| roles.iter().any(|role| self.says(row, *role, cell).is_some());
        let is_named = label == Label::Named;
        let is_small = matches!(cell.value, Value::Text(text) if squeezed(text).contains("小计"));
        if self.header.has(Role::Level3) {
            let is_own = has_any(&[Role::Target, Role::RuleText, Role::Process]);
            return match role_at(&self.header, cell) {
                Some(Role::Level3) if is_named && is_own => None,
                Some(Role::Level3) if is_named && !is_small => Some(Sum::Unclear),
                _ => Some(Sum::Total),
            };
        }
        if has_any(&[Role::ProjectCode]) {
            return if is_named { None } else { Some(Sum::Unclear) };
        }
        let is_numbered = self.header.value(row, Role::Serial).is_some_and(|value| cell::count(value).is_ok());
        let is_clear = !is_named || is_small || self.header.has(Role::ProjectCode) || !is_numbered;
        Some(if is_clear { Sum::Total } else { Sum::Unclear })
    }

    /// What a row, or a cell merged over it, says under a role apart from the label.
    fn says<'r>(&self, row: &GridRow<'r>, role: Role, label: Cell<'_>) -> Option<Cell<'r>>
    where
        'g: 'r,
    {
        self.cell(row, role).filter(|cell| cell.at != label.at && !cell::is_blank(&cell::text(cell.value)))
    }
}

fn is_ledger(header: &Header) -> bool {
    header.has(Role::Amount) && !header.has_any(&[Role::Level3, Role::BudgetItem])
}

/// The cell that holds the label of a total: the row's first text, or one in a column of names; in a ledger in any but the
/// notes.
fn labelled<'a>(header: &Header, row: &GridRow<'a>, is_ledger: bool) -> Option<(Cell<'a>, Label)> {
    let mut is_first = true;
    for cell in row.cells() {
        let Value::Text(text) = cell.value else { continue };
        let first = std::mem::take(&mut is_first);
        let Some(label) = label(text) else { continue };
        let role = role_at(header, cell);
        let may_stand = match label {
            // A month may well stand in a column of dates.
            Label::Time if !is_ledger => false,
            Label::Time => match role {
                Some(role) => role == Role::Purpose || NAMES.contains(&role),
                None => first,
            },
            _ if is_ledger => role != Some(Role::Note),
            _ => first || role.is_some_and(|role| NAMES.contains(&role)),
        };
        if may_stand {
            return Some((cell, label));
        }
    }
    None
}

/// The columns in which a row says what it is.
const NAMES: [Role; 11] = [
    Role::Serial,
    Role::ProjectCode,
    Role::ProjectName,
    Role::Department,
    Role::Unit,
    Role::BudgetItem,
    Role::Level1,
    Role::Level2,
    Role::Level3,
    Role::Question,
    Role::Option,
];

/// The role of the column in which a cell stands.
pub fn role_at(header: &Header, cell: Cell<'_>) -> Option<Role> {
    header.columns.iter().find(|(_, column)| column.col_0 == cell.at.col_0).map(|(role, _)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_from_names_that_begin_alike() {
        for (text, expected) in [
            ("合计", Label::Whole),
            ("合 计", Label::Whole),
            ("合计（元）", Label::Whole),
            ("合计金额", Label::Whole),
            ("支出合计", Label::Whole),
            ("合计：", Label::Whole),
            ("全县总计", Label::Whole),
            ("合计人民币", Label::Whole),
            ("合计（大写）：壹佰元整", Label::Whole),
            ("总分", Label::Whole),
            ("本月合计", Label::Part),
            ("3月小计", Label::Part),
            ("2023年1月小计", Label::Part),
            ("一季度支出小计", Label::Part),
            ("本年累计", Label::Part),
            ("本年累计支出", Label::Part),
            ("本年1-6月累计", Label::Part),
            ("本页小计", Label::Part),
            ("小计", Label::Part),
            ("承前页", Label::Part),
            ("期初余额", Label::Part),
            ("县农业农村局小计", Label::Named),
            ("电费合计", Label::Named),
            ("一季度", Label::Time),
            ("前三季度", Label::Time),
            ("上半年", Label::Time),
            ("全年", Label::Time),
            ("2023年1月", Label::Time),
        ] {
            assert_eq!(label(text), Some(expected), "{text}");
        }
        for text in ["合计有限公司", "总计划投资", "累计工程咨询公司", "工程款", "审计", "丰年", "十月围城", "第一页"]
        {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
