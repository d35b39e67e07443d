//! Whatever titles stand above a table, in whatever order its columns come, under whichever of their headings, in whatever
//! unit, with or without totals: its rows are read back as they were written.

use std::collections::BTreeMap;

use jixiao::recognise::tables::{RecognisedFile, SheetKind};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::render;
use crate::support::sheet::{sheet, workbook};

/// The built-in headings of a role.
fn headings(role: &str) -> Vec<String> {
    let all: BTreeMap<String, Vec<String>> = toml::from_str(include_str!("../../src/recognise/headings.toml")).unwrap();
    all[role].clone()
}

/// How amounts are written: the name of the unit and how many fen one is.
const UNITS: [(&str, i64); 3] = [("元", 100), ("千元", 100_000), ("万元", 1_000_000)];

#[derive(Clone, Copy, Debug)]
enum UnitStands {
    Above,
    InTheHeading,
    InTheCell,
}

/// How a table is laid out, whatever it says.
#[derive(Clone, Debug)]
struct Layout {
    titles: Vec<&'static str>,
    unit: (&'static str, i64),
    unit_stands: UnitStands,
    /// The column of each role, in the order of the roles.
    order: Vec<usize>,
    /// Of each role, which of its headings.
    headings: Vec<String>,
    left: u16,
    total: bool,
    notes: Vec<&'static str>,
}

fn layout(roles: &'static [&'static str]) -> impl Strategy<Value = Layout> {
    let titles = subsequence(vec!["附件2", "2023年度项目资金情况表", "（征求意见稿）", "各单位汇总后报送"], 0..=3);
    let stands = select(vec![UnitStands::Above, UnitStands::InTheHeading, UnitStands::InTheCell]);
    let named: Vec<_> = roles.iter().map(|role| select(headings(role))).collect();
    let notes = subsequence(vec!["注：金额以实际支付为准。", "填表人：张某"], 0..=2);
    let order = Just((0..roles.len()).collect::<Vec<_>>()).prop_shuffle();
    (titles, select(UNITS.to_vec()), stands, order, named, 0..3_u16, any::<bool>(), notes).prop_map(
        |(titles, unit, unit_stands, order, headings, left, total, notes)| Layout {
            titles,
            unit,
            unit_stands,
            order,
            headings,
            left,
            total,
            notes,
        },
    )
}

/// What a cell of a row holds.
#[derive(Clone, Debug)]
enum Field {
    Text(String),
    Fen(i64),
}

impl Layout {
    /// The sheet as the text of its cells.
    fn text(&self, of_money: &[usize], body: &[Vec<Field>]) -> String {
        let mut rows: Vec<String> = self.titles.iter().map(|title| title.to_string()).collect();
        if matches!(self.unit_stands, UnitStands::Above) {
            rows.push(format!("单位：{}", self.unit.0));
        }
        let heading = |role: usize| match self.unit_stands {
            UnitStands::InTheHeading if of_money.contains(&role) => {
                format!("{}（{}）", self.headings[role], self.unit.0)
            }
            _ => self.headings[role].clone(),
        };
        let cell = |field: &Field| match (field, self.unit_stands) {
            (Field::Text(text), _) => format!("'{text}"),
            (Field::Fen(fen), UnitStands::InTheCell) => format!("'{}{}", decimal(*fen, self.unit.1), self.unit.0),
            (Field::Fen(fen), _) => decimal(*fen, self.unit.1),
        };
        let line =
            |cell: &dyn Fn(usize) -> String| self.order.iter().map(|role| cell(*role)).collect::<Vec<_>>().join("|");
        rows.push(line(&heading));
        rows.extend(body.iter().map(|row| line(&|role| cell(&row[role]))));
        rows.extend(self.total.then(|| "合计".to_owned()));
        rows.extend(self.notes.iter().map(|note| note.to_string()));
        rows.join("\n")
    }

    fn read(&self, of_money: &[usize], body: &[Vec<Field>]) -> RecognisedFile {
        let file = render::read("表.xlsx", workbook(&[sheet("表", &self.text(of_money, body)).at(0, self.left)]));
        assert_eq!(file.sheets.len(), 1, "{:?}", file.findings);
        let rows = &file.sheets[0].rows;
        assert!(
            rows.balance() && rows.refused == 0 && rows.used as usize == body.len(),
            "{rows:?} {:?}",
            file.findings
        );
        assert_eq!(file.findings, []);
        file
    }
}

/// A number of fen in a unit, as a person writes it.
fn decimal(fen: i64, unit: i64) -> String {
    let digits = unit.ilog10() as usize;
    format!("{}{}.{:0digits$}", if fen < 0 { "-" } else { "" }, fen.abs() / unit, fen.abs() % unit)
}

const LEDGER: [&str; 6] = ["project-code", "date", "voucher", "payee", "purpose", "amount"];

fn payment() -> impl Strategy<Value = Vec<Field>> {
    let text = |pattern: &'static str| pattern.prop_map(Field::Text);
    let date = (1..=12_u32, 1..=28_u32).prop_map(|(month, day)| Field::Text(format!("2023-{month:02}-{day:02}")));
    let amount = (-90_000_000_000..=90_000_000_000_i64).prop_map(Field::Fen);
    (
        text("P[0-9]{1,3}"),
        date,
        text("〔2023〕[0-9]{1,4}号"),
        text("[甲乙丙丁戊己]{1,3}(公司|合作社)"),
        text("(工程|补助|设计)款"),
        amount,
    )
        .prop_map(|(code, date, voucher, payee, purpose, amount)| vec![code, date, voucher, payee, purpose, amount])
}

const BUDGET: [&str; 6] =
    ["project-code", "project-name", "department", "initial-budget", "revised-budget", "expenditure"];

fn project() -> impl Strategy<Value = Vec<Field>> {
    let text = |pattern: &'static str| pattern.prop_map(Field::Text);
    let amount = || (0..=90_000_000_000_i64).prop_map(Field::Fen);
    (text("P[0-9]{1,3}"), text("[甲乙丙丁]{1,3}(道路|学校)项目"), text("[甲乙丙]局"), amount(), amount(), amount())
        .prop_map(|(code, name, department, one, two, three)| vec![code, name, department, one, two, three])
}

const INDICATORS: [&str; 7] = ["level1", "level2", "level3", "target", "actual", "weight", "points"];

fn indicator() -> impl Strategy<Value = Vec<Field>> {
    let text = |pattern: &'static str| pattern.prop_map(Field::Text);
    (
        text("[甲乙]类指标"),
        text("(数量|质量)指标"),
        text("[甲乙丙丁戊己]{2,4}(户数|次数)"),
        text("(≥|≤|=)[1-9][0-9]{0,3}(户|次)"),
        text("[1-9][0-9]{0,3}(户|次)"),
        text("[1-9]0?"),
        text("[0-9](\\.[1-9])?"),
    )
        .prop_map(|(one, two, three, target, actual, weight, points)| {
            vec![one, two, three, target, actual, weight, points]
        })
}

fn shown(row: &[Field]) -> Vec<String> {
    row.iter()
        .map(|field| match field {
            Field::Text(text) => text.clone(),
            Field::Fen(fen) => fen.to_string(),
        })
        .collect()
}

proptest! {
    #[test]
    fn a_ledger_is_read_as_it_was_written(layout in layout(&LEDGER), body in proptest::collection::vec(payment(), 1..20)) {
        let file = layout.read(&[5], &body);
        prop_assert_eq!(file.sheets[0].kind, SheetKind::Ledger);
        let rows = &file.sheets[0].content.payments;
        let read: Vec<Vec<String>> = (0..rows.len())
            .map(|at| {
                let date = rows.date[at].map(|date| date.to_string()).unwrap_or_default();
                let texts = [&rows.code, &rows.voucher, &rows.payee, &rows.purpose].map(|column| column.get(at).to_owned());
                let [code, voucher, payee, purpose] = texts;
                vec![code, date, voucher, payee, purpose, rows.amount[at].fen().to_string()]
            })
            .collect();
        prop_assert_eq!(read, body.iter().map(|row| shown(row)).collect::<Vec<_>>());
    }

    #[test]
    fn a_budget_table_is_read_as_it_was_written(layout in layout(&BUDGET), body in proptest::collection::vec(project(), 1..20)) {
        let file = layout.read(&[3, 4, 5], &body);
        prop_assert_eq!(file.sheets[0].kind, SheetKind::BudgetTable);
        let text = |text: &Option<jixiao::location::Sited<String>>| text.as_ref().unwrap().value.clone();
        let fen = |money: &Option<jixiao::location::Sited<jixiao::money::Money>>| money.as_ref().unwrap().value.fen().to_string();
        let read: Vec<Vec<String>> = (file.sheets[0].content.funds.iter())
            .map(|row| vec![
                text(&row.identity.code),
                text(&row.identity.name),
                text(&row.identity.department),
                fen(&row.amounts.initial),
                fen(&row.amounts.revised),
                fen(&row.amounts.expenditure),
            ])
            .collect();
        prop_assert_eq!(read, body.iter().map(|row| shown(row)).collect::<Vec<_>>());
    }

    #[test]
    fn indicators_are_read_as_they_were_written(layout in layout(&INDICATORS), body in proptest::collection::vec(indicator(), 1..20)) {
        let file = layout.read(&[], &body);
        let text = |text: &Option<jixiao::location::Sited<jixiao::quantity::Quantity>>| text.as_ref().unwrap().value.text.clone();
        let read: Vec<Vec<String>> = (file.sheets[0].content.indicators.iter())
            .map(|row| vec![
                row.level1.clone(),
                row.level2.clone(),
                row.name.value.clone(),
                text(&row.target),
                text(&row.actual),
                row.weight.as_ref().unwrap().value.to_string(),
                row.points.as_ref().unwrap().value.to_string(),
            ])
            .collect();
        prop_assert_eq!(read, body.iter().map(|row| shown(row)).collect::<Vec<_>>());
    }
}
