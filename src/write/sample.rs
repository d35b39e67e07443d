//! A made-up review for the tests of the sheets: projects of every status, rate and warning level, in two departments,
//! with awkward names, long texts, surveys and findings.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::finding::{Code, Fact, Finding};
use crate::fraction::{Fraction, Rounding, RoundingMode};
use crate::frame::losses::losses;
use crate::location::{CellRef, Place, SheetRef, Sited};
use crate::measure::statistics::Interval;
use crate::money::Money;
use crate::period::FiscalYear;
use crate::points::Points;
use crate::project::{Amounts, BudgetLine, Funds, Project, ProjectKey};
use crate::quantity::Quantity;
use crate::rank::advice::default_advice;
use crate::rank::ranking::rank;
use crate::rank::warnings::{Ladders, Warning, warning};
use crate::rate::Rate;
use crate::recognise::tables::{PassedOver, RowCounts, SheetKind};
use crate::review::{DepartmentTotals, FileAccount, MonthTotals, MonthlyPaid, Review, Reviewed, SheetAccount};
use crate::rubric::measure::{Base, Measure};
use crate::rubric::rules::Rule;
use crate::rubric::{Grade, Indicator, Policies, Reading, Rubric};
use crate::score::scorecard::{
    Basis, FundFigures, GroupFigures, Measured, OptionCount, PointsSource, QuestionFigures, Scorecard, Scored, Status,
    SurveyFigures,
};
use crate::sign_off::SignOff;

pub const YEAR: FiscalYear = FiscalYear(2023);

/// A review of so many projects at the end of the year.
pub fn review(count: usize) -> Review {
    let as_of = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
    let ladders = Ladders::default();
    let made: Vec<(Project, Scorecard)> = (0..count).map(project).collect();
    let projects: Vec<Reviewed> = rank(made, |(project, card)| (&project.key, card))
        .into_iter()
        .map(|(rank, (project, card))| {
            let warning = warning(card.funds.execution_rate(), project.key.year, as_of, &ladders);
            let paid = project.has_ledger.then(|| paid(&card));
            Reviewed { project, card, rank, warning, paid }
        })
        .collect();
    let findings = findings(&projects);
    Review {
        as_of,
        years: vec![YEAR],
        other_years: Default::default(),
        departments: departments(&projects),
        months: months(),
        department_months: Vec::new(),
        losses: losses(&projects),
        findings,
        files: files(),
        projects,
        rubrics: vec![rubric()],
        ladders,
        advice: default_advice(),
        sign_off: SignOff::default(),
        thresholds: Vec::new(),
    }
}

pub fn points(text: &str) -> Points {
    Points::new(text.parse().unwrap())
}

fn share(text: &str) -> Fraction {
    Fraction::parse_decimal(text).unwrap()
}

fn wan(amount: i64) -> Money {
    Money::from_fen(amount * 1_000_000)
}

fn at(file: &str, sheet: &str, row_0: u32, col_0: u16) -> Place {
    SheetRef::new(file, sheet).at(CellRef::new(row_0, col_0))
}

fn project(number: usize) -> (Project, Scorecard) {
    let names = [
        "农村公路养护专项资金项目",
        "企业技术改造补助资金项目",
        "农村公路养护与道路/桥梁安全隐患整治（二期）工程建设补助资金及配套设施维修改造项目",
        "=1+1 社区卫生服务",
        "老旧小区改造",
    ];
    let code = format!("1101{number:04}");
    let file = format!("{code}/绩效自评.xlsx");
    // From nothing spent over every level to more than the budget; one project has no budget.
    let budget = (number % 11 != 7).then(|| wan(100 + 37 * number as i64));
    let percent = [100, 97, 55, 0, 85, 72, 104, 91, 100, 66][number % 10];
    let spent = Money::from_fen((100 + 37 * number as i64) * 10_000 * percent + 12_345);
    let spent = if percent == 0 { Money::ZERO } else { spent };
    let sited = |money: Money, row| Sited::new(money, at(&file, "自评表", row, 3));
    let mut execution = BTreeMap::new();
    let mut funding = BTreeMap::new();
    for base in [Base::Initial, Base::Revised, Base::Received] {
        if let Some(rate) = budget.and_then(|budget| Rate::new(spent, budget)) {
            execution.insert(base, rate);
        }
    }
    for base in [Base::Initial, Base::Revised] {
        if let Some(rate) = budget.and_then(|budget| Rate::new(budget, budget)) {
            funding.insert(base, rate);
        }
    }
    let funds = FundFigures {
        initial: budget,
        revised: budget,
        received: budget,
        reported: Some(spent),
        ledger: (number.is_multiple_of(2) && budget.is_some()).then_some(spent),
        expenditure: Some(spent),
        execution,
        funding,
        base: Some(Base::Revised),
    };
    let status = match number % 13 {
        4 => Status::Partial,
        9 => Status::Unscored,
        _ => Status::Scored,
    };
    let indicators = if status == Status::Unscored { Vec::new() } else { indicators(&file, number, status) };
    let total: Points = indicators.iter().map(|scored| scored.points).sum();
    let rubric = rubric();
    let card = Scorecard {
        rubric: rubric.id.clone(),
        funds,
        points: (status != Status::Unscored).then_some(total),
        total_basis: Vec::new(),
        adjustments: Vec::new(),
        claimed: (number % 3 != 2).then(|| Sited::new(points("99.5"), at(&file, "自评表", 30, 7))),
        grade: if status == Status::Scored { rubric.grade(total).map(str::to_owned) } else { None },
        status,
        reason: (status != Status::Scored).then(|| Basis { key: "sample-partial", facts: Vec::new() }),
        surveys: if number.is_multiple_of(4) { vec![survey(&file)] } else { Vec::new() },
        indicators,
    };
    let total = Amounts {
        initial: budget.map(|budget| sited(budget, 6)),
        revised: budget.map(|budget| sited(budget, 7)),
        received: budget.map(|budget| sited(budget, 8)),
        expenditure: Some(sited(spent, 9)),
    };
    let line = |item: &str, amount: i64| BudgetLine {
        item: Sited::new(item.to_owned(), at(&file, "预算明细", 4, 1)),
        budget: Some(sited(wan(amount), 4)),
        expenditure: Some(sited(wan(amount), 4)),
    };
    let project = Project {
        key: ProjectKey { code, year: YEAR },
        name: names[number % names.len()].to_owned(),
        department: if number % 9 == 5 {
            String::new()
        } else {
            ["商务局", "住房和城乡建设局"][number % 2].to_owned()
        },
        unit: "示例经济开发区管理委员会商务局".to_owned(),
        folder: String::new(),
        funds: Funds { by_source: vec![("当年财政拨款".to_owned(), total.clone())], total },
        lines: vec![line("推动外贸稳规模优结构", 260), line("促进内外贸一体化", 21)],
        lines_total: None,
        printed_rates: Vec::new(),
        approved: None,
        rows: Vec::new(),
        group_totals: Vec::new(),
        form_totals: Vec::new(),
        surveys: Vec::new(),
        rubric_line: None,
        tallies: Vec::new(),
        monitoring: Vec::new(),
        reviews: Vec::new(),
        has_ledger: number.is_multiple_of(2),
        states_deductions: false,
        refused_payments: Vec::new(),
    };
    (project, card)
}

/// Levels 1 and 2, code, name, weight, points, target and actual of an indicator.
type Line =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const LINES: [Line; 9] = [
    ("A项目决策（15分）", "A1项目立项", "A11", "立项依据充分性", "5", "5", "充分", "充分"),
    ("A项目决策（15分）", "A1项目立项", "A12", "项目立项规范性", "5", "4.8", "规范", "规范"),
    ("A项目决策（15分）", "A2绩效目标", "A21", "绩效目标合理性", "5", "5", "合理", "合理"),
    ("B项目过程（25分）", "B1资金管理", "B11", "资金到位率", "10", "10", "100.00%", "100.00%"),
    ("B项目过程（25分）", "B1资金管理", "B12", "预算执行率", "15", "15", "100.00%", "97.23%"),
    ("C项目产出（40分）", "C1数量指标", "C11", "支持重点外向型企业数量", "20", "20", "≥3家", "3家"),
    ("C项目产出（40分）", "C2时效指标", "C21", "资金拨付及时率", "20", "20", "及时", "及时"),
    ("D项目效益（20分）", "D1社会效益指标", "D11", "企业营商环境", "10", "8.26", "≥90%", "82.61%"),
    ("D项目效益（20分）", "D2满意度指标", "D21", "受益企业满意度", "10", "8.68", "≥90%", "86.96%"),
];

fn indicators(file: &str, number: usize, status: Status) -> Vec<Scored> {
    let loss = points(["0", "3", "11.5", "0.25", "7", "22", "1"][number % 7]);
    let line = |(row, line): (usize, &Line)| {
        let (level1, level2, code, name, weight, own, target, actual) = *line;
        let own = if row == 5 { points(own) - loss.min(points("20")) } else { points(own) };
        let place = at(file, "综合评分表", 3 + row as u32, 7);
        let claimed = status == Status::Partial && row == 8;
        Scored {
            code: code.to_owned(),
            level1: level1.to_owned(),
            level2: level2.to_owned(),
            name: name.to_owned(),
            weight: points(weight),
            target: Some(Quantity::words(target)),
            target_place: Some(place.clone()),
            approved: (row > 4).then(|| Box::new(Quantity::words(target))),
            measured: Measured {
                actual: Some(Quantity::words(actual)),
                basis: Basis { key: "sample-measured", facts: Vec::new() },
                places: vec![place.clone()],
            },
            rule: if row < 4 { "checklist" } else { "proportional" },
            restated: Fact::Text("得分=完成值/目标值*分值".to_owned()).into(),
            text_says: None,
            text_refused: None,
            rule_text: "考察三点：①立项前是否已经过必要的可行性研究、专家论证、风险评估、集体决策等；②项目立项是否符合规定程序；\
                        ③审批文件和材料是否合规完整。①②③齐全得权重分的100%，缺①扣权重分的40%，缺②扣权重分的30%，缺③扣权重分的30%。"
                .to_owned(),
            explanation: "项目的申请、设立过程是否符合相关要求，用以反映和考核项目立项的规范情况。".to_owned(),
            reason: if row == 1 { "可行性研究报告未附专家论证意见".to_owned() } else { String::new() },
            points: own,
            exact: own.fraction(),
            policy: None,
            source: match (claimed, row) {
                (true, _) => PointsSource::Claimed,
                (_, 0..=2) => PointsSource::Assessed,
                _ => PointsSource::Computed,
            },
            computed: (row > 2 && !claimed).then_some(own),
            assessed: (row <= 2).then(|| Sited::new(own, place.clone())),
            reviewed: None,
            claimed: Some(Sited::new(points(weight), place.clone())),
            basis: vec![Basis {
                key: "sample-points",
                facts: vec![("target", target.into()), ("actual", actual.into()), ("points", Fact::Points(own))],
            }],
            place: Some(place),
            reference: String::new(),
            note: String::new(),
        }
    };
    LINES.iter().enumerate().map(line).collect()
}

fn survey(file: &str) -> SurveyFigures {
    let place = at(file, "问卷", 0, 5);
    let question = |number: &str, text: &str, counts: [i64; 4]| QuestionFigures {
        number: Some(number.to_owned()),
        text: text.to_owned(),
        place: place.clone(),
        options: ["非常满意", "满意", "一般", "不满意"]
            .iter()
            .zip(counts)
            .map(|(label, count)| OptionCount { label: (*label).to_owned(), count })
            .collect(),
        answered: counts.iter().sum(),
        ordered: true,
        open: false,
        multiple: false,
        unclear: false,
        strays: Vec::new(),
        in_numbers: false,
        assumed_steps: None,
        scored: number == "4",
        interval: Some(Interval { low: 0.63, high: 0.93 }),
        item: None,
        keywords: Vec::new(),
        top_two: Fraction::ratio(counts[0] + counts[1], counts.iter().sum()),
        pooled: Some(share("0.826087")),
        yes_share: None,
    };
    SurveyFigures {
        title: "受益企业满意度调查问卷".to_owned(),
        place: place.clone(),
        issued: Some(25),
        returned: Some(23),
        valid: Some(23),
        questions: vec![
            question("4", "您对专项资金的拨付流程是否满意？", [11, 8, 3, 1]),
            question("5", "您认为项目实施后，本地公路养护企业的营商环境是否得到改善，改善的程度如何？", [12, 8, 2, 1]),
            QuestionFigures {
                options: vec![OptionCount {
                    label: "希望加快拨付进度，简化申报材料".to_owned(), count: 1
                }],
                answered: 1,
                ordered: false,
                open: true,
                top_two: None,
                pooled: None,
                interval: None,
                ..question("8", "您的意见和建议", [0; 4])
            },
        ],
        top_two: Some(share("0.826086")),
        pooled: Some(share("0.826087")),
        yes_share: None,
        alpha: Some(0.9134),
        alpha_pairwise: Some(0.9134),
        complete: 23,
        population: Some(92),
        needed: Some(75),
        groups: vec![GroupFigures {
            question: "您所在的企业规模类型是".to_owned(),
            option: "小型".to_owned(),
            respondents: 13,
            top_two: Some(share("0.84")),
            pooled: Some(share("0.8")),
            yes_share: None,
        }],
        in_letters: 0,
        items_named: false,
        unmatched: Vec::new(),
        misplaced: Vec::new(),
        alike: 2,
    }
}

fn findings(projects: &[Reviewed]) -> Vec<Finding> {
    let slip = projects.iter().enumerate().filter(|(number, _)| number % 5 == 1).map(|(_, it)| {
        Finding::new(Code::UnitSlip, at(&format!("{}/绩效自评.xlsx", it.project.key.code), "自评表", 6, 3))
            .place(at("预算安排表.xlsx", "2023年", 4, 5))
            .with("cell", "D7")
            .with("amount", wan(287))
            .project(&it.project.key)
    });
    let low = projects.iter().filter(|it| it.warning > Some(Warning::None)).map(|it| {
        let rate = it.card.funds.execution_rate().unwrap().fraction();
        Finding::of(Code::NothingSpent, &it.project.key).share("rate", &rate)
    });
    let file = Finding::new(Code::FilePassword, Place::file("商务局/台账（加密）.xlsx"));
    std::iter::once(file).chain(slip).chain(low).collect()
}

fn departments(projects: &[Reviewed]) -> Vec<DepartmentTotals> {
    let mut by_name: BTreeMap<&str, DepartmentTotals> = BTreeMap::new();
    for it in projects {
        let name = it.project.department.as_str();
        let totals = by_name.entry(name).or_insert_with(|| DepartmentTotals {
            department: name.to_owned(),
            projects: 0,
            scored: 0,
            budget: Money::ZERO,
            expenditure: Money::ZERO,
            points: Points::ZERO,
            warned: 0,
        });
        totals.projects += 1;
        if let Some(rate) = it.card.funds.execution_rate() {
            totals.budget = totals.budget + rate.whole;
            totals.expenditure = totals.expenditure + rate.part;
        }
        if it.rank.is_some() {
            totals.scored += 1;
            totals.points = totals.points + it.card.points.unwrap();
        }
        totals.warned += i64::from(it.warning > Some(Warning::None));
    }
    by_name.into_values().collect()
}

/// The expenditure in June and December.
fn paid(card: &Scorecard) -> MonthlyPaid {
    let mut paid = MonthlyPaid::default();
    let spent = card.funds.expenditure.unwrap_or_default();
    let first = Money::from_fen(spent.fen() / 3);
    paid.add(6, first);
    paid.add(12, spent - first);
    paid
}

fn months() -> Vec<MonthTotals> {
    let mut cumulative = Money::ZERO;
    (1..=12)
        .map(|month| {
            let paid = wan([0, 120, 300, 250, 410, 390, 500, 480, 610, 720, 800, 2_950][month as usize - 1]);
            cumulative = cumulative + paid;
            let time_progress = Fraction::ratio(i64::from(month), 12);
            MonthTotals { year: YEAR, month, paid, cumulative, cumulative_with_budget: cumulative, time_progress }
        })
        .collect()
}

fn files() -> Vec<FileAccount> {
    let sheet = |file: &str, name: &str, kind, refused| SheetAccount {
        at: SheetRef::new(file, name),
        kind,
        belongs_to: "11010001".to_owned(),
        first_row_0: 0,
        rows: RowCounts {
            read: 48 + refused,
            used: 42,
            passed: BTreeMap::from([(PassedOver::Title, 1), (PassedOver::Heading, 2), (PassedOver::Total, 3)]),
            refused,
        },
    };
    let file = |name: &str, sheets: Vec<SheetAccount>| FileAccount {
        file: name.into(),
        checksum: String::new(),
        sheets: sheets.into(),
    };
    vec![
        file("商务局/台账（加密）.xlsx", Vec::new()),
        file(
            "商务局/11010001/绩效自评.xlsx",
            vec![
                sheet("商务局/11010001/绩效自评.xlsx", "自评表", SheetKind::SelfEvaluation, 0),
                sheet("商务局/11010001/绩效自评.xlsx", "台账", SheetKind::Ledger, 2),
            ],
        ),
        file("说明.xlsx", vec![sheet("说明.xlsx", "Sheet1", SheetKind::Unknown, 0)]),
    ]
}

fn rubric() -> Rubric {
    Rubric {
        id: "changji-2023".to_owned(),
        name: "示例开发区公路养护专项资金绩效评价指标体系".to_owned(),
        reference: "《项目支出绩效评价管理办法》（财预〔2020〕10号）；2023年农村公路养护专项资金项目绩效评价报告附件1"
            .to_owned(),
        effective: "2023-01-01".to_owned(),
        total: points("100"),
        rounding: Rounding { places: 2, mode: RoundingMode::HalfUp },
        base: Base::Revised,
        policies: Policies::default(),
        grades: [("优", "90"), ("良", "80"), ("中", "70"), ("差", "0")]
            .map(|(name, from)| Grade { name: name.to_owned(), from: points(from) })
            .to_vec(),
        indicators: vec![Indicator {
            code: "D21".to_owned(),
            name: "受益企业满意度".to_owned(),
            aliases: Vec::new(),
            level1: "D项目效益".to_owned(),
            level2: "D2满意度指标".to_owned(),
            weight: points("10"),
            target: None,
            measure: Measure::Cell {},
            rule: Rule::Proportional { full_at: None, gate: None },
            restated: Fact::Text("得分=完成值/目标值*分值".to_owned()).into(),
            blank: None,
            reference: "附件1".to_owned(),
            note: "报告得分与按比例计算一致。".to_owned(),
            readings: vec![Reading {
                text: "低于90%，每低1%扣5%权重分值，扣完为止".to_owned(),
                why_not: "按此计算得6.31分，与报告所载8.26分不符".to_owned(),
            }],
        }],
        groups: Vec::new(),
        own_rows: None,
        default_for: Vec::new(),
    }
}
