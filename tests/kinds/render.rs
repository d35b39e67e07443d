//! What was recognised in a file, as text: a line for each typed row, with the cell of everything in it.

use std::collections::BTreeMap;
use std::fmt::Display;

use jixiao::finding::Finding;
use jixiao::fraction::Fraction;
use jixiao::location::{Place, Sited};
use jixiao::points::Points;
use jixiao::project::{Amounts, BudgetLine};
use jixiao::quantity::{Quantity, Sense};
use jixiao::read::{inbox, workbook};
use jixiao::recognise;
use jixiao::recognise::header::Headings;
use jixiao::recognise::tables::*;

use crate::support::sheet::{self, Sheet};

/// Reads a file as the program does.
pub fn read(name: &str, bytes: Vec<u8>) -> RecognisedFile {
    let kind = inbox::kind_of(&bytes);
    let headings = Headings::new(&BTreeMap::new()).unwrap();
    let mut file = recognise::file(name, String::new());
    match workbook::read(bytes, kind, &mut |sheet| recognise::add_sheet(&mut file, sheet, &headings)) {
        Ok(()) => file,
        Err(fault) => recognise::unreadable(name, String::new(), &fault),
    }
}

/// Reads a workbook of these sheets and compares all that was recognised in it.
#[track_caller]
pub fn expect(sheets: &[Sheet], expected: &str) {
    expect_file(&read("表.xlsx", sheet::workbook(sheets)), expected);
}

#[track_caller]
pub fn expect_file(file: &RecognisedFile, expected: &str) {
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let got = lines(file);
    let only = |these: &[&str], those: &[&str]| {
        these.iter().filter(|line| !those.contains(line)).map(|line| format!("  {line}\n")).collect::<String>()
    };
    let got: Vec<&str> = got.iter().map(String::as_str).collect();
    assert!(
        got == expected,
        "missing:\n{}not expected:\n{}all:\n{}\n",
        only(&expected, &got),
        only(&got, &expected),
        got.join("\n")
    );
}

/// Everything recognised in a file: for each sheet its lines and the fate of its rows, at the end the findings.
pub fn lines(file: &RecognisedFile) -> Vec<String> {
    let RecognisedFile { file: _, checksum: _, sheets, findings } = file;
    let mut lines: Vec<String> = sheets.iter().flat_map(sheet_lines).collect();
    lines.extend(findings.iter().map(finding));
    lines
}

fn sheet_lines(sheet: &RecognisedSheet) -> Vec<String> {
    let RecognisedSheet { at, kind, identity, owner: _, first_row_0: _, rows, digest: _, content } = sheet;
    let Content {
        funds,
        lines,
        lines_total,
        payments,
        indicators,
        group_totals,
        form_totals,
        survey,
        monitoring,
        reviews,
    } = content;
    let mut all = vec![format!("sheet {} {}{}", at.sheet, kind.as_ref(), whom(identity))];
    all.extend(funds.iter().map(fund));
    all.extend(lines.iter().map(|line| budget_line("line", line)));
    all.extend(lines_total.iter().map(|line| budget_line("lines-total", line)));
    all.extend((0..payments.len()).map(|row| payment(payments, row)));
    all.extend(payments.total.iter().map(|total| format!("payments-total {}", sited(total))));
    all.extend(indicators.iter().map(|row| indicator(row, *kind)));
    all.extend(group_totals.iter().map(group));
    all.extend(form_totals.iter().map(|totals| form_total(totals, *kind)));
    all.extend(survey.iter().flat_map(|survey| survey_lines(survey)));
    all.extend(monitoring.iter().flat_map(progress));
    all.extend(reviews.iter().map(review));
    all.push(counts(rows));
    all
}

fn sited<T: Display>(value: &Sited<T>) -> String {
    format!("{}@{}", value.value, value.place.a1()).replace('\n', "⏎")
}

fn whole(place: &Place) -> String {
    let cell = place.a1();
    if cell.is_empty() { place.sheet.to_string() } else { cell }
}

/// ` name=value@cell`, or nothing where there is no value.
fn field<T: Display>(name: &str, value: &Option<Sited<T>>) -> String {
    value.as_ref().map(|value| format!(" {name}={}", sited(value))).unwrap_or_default()
}

fn share(name: &str, value: &Option<Sited<Fraction>>) -> String {
    field(name, &value.clone().map(|value| value.map(|share| share.plain(10))))
}

fn plain(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" {name}={}", value.replace('\n', "⏎")) }
}

fn whom(identity: &Identity) -> String {
    let Identity { code, name, department, unit, year, rubric } = identity;
    [
        field("code", code),
        field("name", name),
        field("department", department),
        field("unit", unit),
        field("year", year),
        field("rubric", rubric),
    ]
    .concat()
}

fn amounts(amounts: &Amounts) -> String {
    let Amounts { initial, revised, received, expenditure } = amounts;
    [field("initial", initial), field("revised", revised), field("received", received), field("spent", expenditure)]
        .concat()
}

fn fund(row: &FundRow) -> String {
    let FundRow { identity, source, amounts: figures, approved, printed_rate, weight, points } = row;
    let source = source.as_deref().map(|source| format!(" {source}")).unwrap_or_default();
    let rest = [
        whom(identity),
        amounts(figures),
        field("approved", approved),
        share("rate", printed_rate),
        field("weight", weight),
        field("points", points),
    ];
    format!("fund{source}{}", rest.concat())
}

fn budget_line(word: &str, line: &BudgetLine) -> String {
    let BudgetLine { item, budget, expenditure } = line;
    format!("{word} {}{}{}", sited(item), field("budget", budget), field("spent", expenditure))
}

fn payment(rows: &PaymentRows, at: usize) -> String {
    let PaymentRows {
        amount_col_0: _,
        row_0: _,
        code,
        name,
        date,
        voucher,
        payee,
        purpose,
        amount,
        planned,
        approved,
        total: _,
        refused: _,
        unread: _,
    } = rows;
    let date_field = |name, date: &Option<_>| date.as_ref().map(|date| format!(" {name}={date}")).unwrap_or_default();
    let rest = [
        date_field("date", &date[at]),
        plain("voucher", voucher.get(at)),
        plain("payee", payee.get(at)),
        plain("purpose", purpose.get(at)),
        plain("code", code.get(at)),
        plain("name", name.get(at)),
        date_field("planned", &planned[at]),
        date_field("approved", &approved[at]),
    ];
    format!("payment {}@{}{}", amount[at], rows.cell(at), rest.concat())
}

/// `≥3公里{≥ 3 公里}@E13`; words have nothing in the braces.
fn quantity(name: &str, value: &Option<Sited<Quantity>>) -> String {
    let Some(Sited { value: Quantity { text, sense, number, unit, day }, place }) = value else { return String::new() };
    let sense = sense.map(|sense| match sense {
        Sense::AtLeast => "≥",
        Sense::AtMost => "≤",
        Sense::Equal => "=",
    });
    let number = number.as_ref().map(|number| number.plain(10));
    let unit = Some(unit.clone()).filter(|unit| !unit.is_empty());
    let day = day.map(|day| {
        let year = day.year.map(|year| format!("{year}-")).unwrap_or_default();
        format!("{year}{}-{}", day.month, day.day)
    });
    let parts: Vec<String> = [sense.map(str::to_owned), number, unit, day].into_iter().flatten().collect();
    format!(" {name}={}{{{}}}@{}", text.replace('\n', "⏎"), parts.join(" "), place.a1())
}

fn indicator(row: &IndicatorRow, sheet: SheetKind) -> String {
    let IndicatorRow {
        kind,
        at: _,
        code,
        level1,
        level2,
        name,
        explanation,
        rule_text,
        evidence,
        target,
        actual,
        weight,
        points,
        deduction,
        points_rate,
        reason,
    } = row;
    let code = code.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
    let rest = [
        quantity("target", target),
        quantity("actual", actual),
        field("weight", weight),
        field("points", points),
        field("deduction", deduction),
        share("points-rate", points_rate),
        field("reason", reason),
        plain("explanation", explanation.as_deref().unwrap_or_default()),
        field("rule", rule_text),
        field("evidence", evidence),
        other_kind(*kind, sheet),
    ];
    format!("indicator {code}{level1}/{level2}/{}{}", sited(name), rest.concat())
}

/// The kind of a row, where it is not that of its sheet.
fn other_kind(row: SheetKind, sheet: SheetKind) -> String {
    if row == sheet { String::new() } else { plain("kind", row.as_ref()) }
}

fn sum(members: &[Sited<Points>]) -> String {
    members.iter().map(|member| member.value.to_string()).collect::<Vec<_>>().join("+")
}

fn group(group: &GroupTotal) -> String {
    let GroupTotal { name, weight, members } = group;
    format!("group {name} {} of {}", sited(weight), sum(members))
}

fn form_total(totals: &FormTotals, sheet: SheetKind) -> String {
    let FormTotals { kind, whole, weight, points, member_weights, member_points } = totals;
    let of = |name, value: &Option<_>, members: &[_]| {
        let sum = if members.is_empty() { String::new() } else { format!(" of {}", sum(members)) };
        field(name, value) + &sum
    };
    let word = if *whole { "total" } else { "subtotal" };
    let parts = [of("weight", weight, member_weights), of("points", points, member_points), other_kind(*kind, sheet)];
    format!("{word}{}", parts.concat())
}

fn progress(monitoring: &Monitoring) -> Vec<String> {
    let Monitoring { funds, indicators } = monitoring;
    let mut lines: Vec<String> = Vec::new();
    for row in funds {
        let MonitoredFunds { identity, source, executed, expected } = row;
        let source = source.as_deref().map(|source| format!(" {source}")).unwrap_or_default();
        lines.push(format!(
            "progress{source}{}{}{}",
            field("spent", executed),
            field("expected", expected),
            whom(identity)
        ));
    }
    for row in indicators {
        let MonitoredIndicator { name, target, reached, expected, likelihood, reason } = row;
        let likelihood = likelihood.clone().map(|likelihood| {
            likelihood.map(|likelihood| match likelihood {
                Likelihood::Sure => "sure",
                Likelihood::Possible => "possible",
                Likelihood::Impossible => "impossible",
            })
        });
        let rest = [
            quantity("target", target),
            quantity("reached", reached),
            quantity("expected", expected),
            field("likelihood", &likelihood),
            field("reason", reason),
        ];
        lines.push(format!("progress {}{}", sited(name), rest.concat()));
    }
    lines
}

fn review(row: &ReviewRow) -> String {
    let ReviewRow { identity, indicator, code, level1, level2, nth: _, points, reason, reviewer } = row;
    let stated = |name: &str, text: &str| if text.is_empty() { String::new() } else { format!(" {name}={text}") };
    format!(
        "review {} points={}{}{}{}{}{}{}",
        sited(indicator),
        sited(points),
        stated("code", code),
        stated("level1", level1),
        stated("level2", level2),
        field("reason", reason),
        field("reviewer", reviewer),
        whom(identity)
    )
}

fn survey_lines(survey: &SurveySheet) -> Vec<String> {
    let SurveySheet { at: _, title, issued, returned, valid, population, printed_rates, respondents, questions } =
        survey;
    let counts =
        [field("issued", issued), field("returned", returned), field("valid", valid), field("population", population)];
    let title = if title.is_empty() { "-" } else { title };
    let mut lines = vec![format!("survey {title}{} respondents={respondents}", counts.concat())];
    lines.extend(printed_rates.iter().map(|rate| format!("rate {:?} {}", rate.of, sited(&rate.printed))));
    lines.extend(questions.iter().map(question));
    lines
}

fn question(question: &Question) -> String {
    let Question { number, text, place, is_multiple: _, is_partial: _, answers } = question;
    let number = number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
    let answers = match answers {
        Answers::Rows { texts, rows, col_0: _, row_0 } => {
            assert_eq!(rows.len(), row_0.len());
            let answer = |answer: &Option<u32>| answer.map_or("-", |at| &texts[at as usize]).to_owned();
            rows.iter().map(answer).collect::<Vec<_>>()
        }
        Answers::Tally(options) => options.iter().map(option).collect(),
    };
    format!("question {number}{text}@{}: {}", place.a1(), answers.join(" / "))
}

fn option(option: &TallyOption) -> String {
    let TallyOption { label, count, printed_share } = option;
    format!("{label}={}{}", count.as_ref().map(sited).unwrap_or_default(), share("share", printed_share))
}

fn counts(rows: &RowCounts) -> String {
    let RowCounts { read, used, passed, refused } = rows;
    assert!(rows.balance(), "{rows:?}");
    let passed = passed.iter().map(|(reason, count)| format!(", {count} {}", reason.as_ref())).collect::<String>();
    format!("rows {read}: {used} used{passed}, {refused} refused")
}

fn finding(finding: &Finding) -> String {
    let places: Vec<String> = finding.places.iter().map(whole).collect();
    format!("finding {}@{}", finding.code, places.join(","))
}
