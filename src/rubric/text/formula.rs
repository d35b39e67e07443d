//! Formulas that a sheet gives for its indicator, bound to what can be measured: `资金到位率=(实际到位资金/预算资金)×100%`.

use crate::rubric::measure::{Base, Measure};

use super::normal::normal;

/// What a fund formula measures. The base is `None` where it is only called a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundFormula {
    Execution { base: Option<Base> },
    Funding { base: Option<Base> },
}

impl FundFormula {
    /// The formula that one of the texts gives for the indicator of that name; `None` where none does, or for anything else than
    /// a rate of funds.
    pub fn find<'t>(name: &str, texts: impl Iterator<Item = &'t str>) -> Option<Self> {
        let name = normal(name);
        let names_it = |defined: &str| defined.ends_with(&*name) || name.ends_with(defined);
        // Every formula has its sign.
        texts.filter(|text| text.contains(['=', '＝'])).find_map(|text| {
            let text = normal(text);
            let clauses = text.split([',', ';', '。', ':']).filter_map(|clause| clause.split_once('='));
            clauses
                .filter(|(defined, _)| !defined.is_empty() && names_it(defined))
                .find_map(|(_, formula)| Self::of(formula))
        })
    }

    fn of(formula: &str) -> Option<Self> {
        let ratio = formula.trim_end_matches("*100%").trim_start_matches('(').trim_end_matches(')');
        let (part, whole) = ratio.split_once('/')?;
        // `(A-B)/C` and products are other figures.
        if [part, whole].iter().any(|side| side.contains(['-', '+', '*', '/', '(', ')'])) {
            return None;
        }
        let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        let base = match whole {
            whole if has(whole, &["到位"]) && !has(whole, &["应到位", "计划到位"]) => Some(Base::Received),
            whole if has(whole, &["年初预算", "年初批复"]) => Some(Base::Initial),
            whole if has(whole, &["全年预算", "调整后", "调整预算"]) => Some(Base::Revised),
            whole if has(whole, &["预算"]) => None,
            _ => return None,
        };
        if has(part, &["支出", "执行", "支付"]) {
            Some(Self::Execution { base })
        } else if has(part, &["到位"]) && base != Some(Base::Received) {
            Some(Self::Funding { base })
        } else {
            None
        }
    }

    /// The measure over the base named, or over `budget` where only a budget is named.
    pub fn measure(self, budget: Base) -> Measure {
        match self {
            Self::Execution { base } => Measure::ExecutionRate { base: Some(base.unwrap_or(budget)) },
            Self::Funding { base } => Measure::FundingRate { base: base.unwrap_or(budget) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_published_tables_are_bound() {
        let found = |name: &str, text: &str| FundFormula::find(name, std::iter::once(text));
        let text = "考察资金落实情况对项目实施的总体保障程度。资金到位率=(实际到位资金/预算资金)×100%。";
        assert_eq!(found("资金到位率", text), Some(FundFormula::Funding { base: None }));
        let text = "预算执行率=实际支出金额/预算批复金额×100%。";
        assert_eq!(found("预算执行率", text), Some(FundFormula::Execution { base: None }));
        let text = "预算执行率=（实际支出资金/实际到位资金）×100%。 实际支出资金：一定时期（本年度或项目期）内项目实际拨付的资金。";
        assert_eq!(found("预算执行率", text), Some(FundFormula::Execution { base: Some(Base::Received) }));
        assert_eq!(found("质量达标率", "质量达标率=（质量达标产出数/实际产出数）×100%。"), None);
        assert_eq!(found("成本节约率", "成本节约率=[（计划成本-实际成本）/计划成本]×100%。"), None);
        assert_eq!(found("支付及时率", text), None);
    }
}
