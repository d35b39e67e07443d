//! What an indicator's actual may come from: a closed list.

use strum::AsRefStr;

/// The base of an execution or funding rate.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, schemars::JsonSchema, AsRefStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Base {
    /// 年初预算
    Initial,
    /// 全年预算（调整后）
    Revised,
    /// 到位资金
    Received,
}

impl Base {
    /// In the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Initial, Self::Revised, Self::Received];

    /// The message that names it.
    pub fn term(self) -> &'static str {
        match self {
            Self::Initial => "base-initial",
            Self::Revised => "base-revised",
            Self::Received => "base-received",
        }
    }
}

/// Where an actual is taken from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Measure {
    /// The actual's cell in the indicator's row.
    Cell {},
    /// The points found met in the row's evidence.
    Evidence {},
    /// Expenditure over a budget, as a fraction of 1; the edition's base where none is named.
    ExecutionRate {
        /// The edition's own where it is left out.
        base: Option<Base>,
    },
    /// Received over a budget, as a fraction of 1.
    FundingRate {
        /// The budget.
        base: Base,
    },
    /// The expenditure of a budget line, in yuan.
    LineExpenditure {
        /// The line's name.
        item: String,
    },
    /// A figure of the counted payments; all purposes where none is named.
    Ledger {
        /// Which figure.
        figure: LedgerFigure,
        /// The purposes (用途) of the payments that count; all where none is named.
        #[serde(default)]
        purposes: Vec<String>,
    },
    /// A figure of the answers to the question whose text holds `question`.
    Survey {
        /// Words of the question's text.
        question: String,
        /// Which figure.
        figure: SurveyFigure,
    },
}

/// What is counted of the payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema, AsRefStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum LedgerFigure {
    /// The sum, in yuan.
    Amount,
    /// How many.
    Payments,
    /// Payees by normalised name, those with a net of nought or less left out.
    Payees,
    /// The share of the amount that was paid by its planned date, as a fraction of 1.
    OnTimeAmount,
    /// The share of the payments that were made by their planned date, as a fraction of 1.
    OnTimePayments,
}

/// All are fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema, AsRefStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum SurveyFigure {
    /// The share of the two best options.
    TopTwo,
    /// The mean, from 1 for the best option to 0 for the worst in equal steps.
    Pooled,
    /// The share of 是.
    YesShare,
}
