//! Statistics of a survey: the only place between reading and writing that computes in binary numbers. Sums of codes are
//! exact whole numbers; only their ratios and roots are not.

use crate::fraction::Fraction;

/// A statistic, which unlike every other figure is not exact.
pub type Statistic = f64;

/// Cronbach's α.
pub type Alpha = Statistic;

/// The 97.5 % quantile of the normal distribution: z of an interval at 95 %.
const Z: f64 = 1.959963984540054;

/// A confidence interval of a share, fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: Statistic,
    pub high: Statistic,
}

/// The codes of one item, one for each respondent in order; `None` where the answer is missing.
pub type Codes = Vec<Option<i64>>;

/// What an item adds to a scale, over the respondents who answered every item (listwise).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ItemStatistics {
    /// Pearson's r of the item with the total of all items.
    pub with_total: Option<Statistic>,
    /// Pearson's r of the item with the total of the others (corrected item-total r).
    pub with_rest: Option<Statistic>,
    /// Cronbach's α of the others.
    pub alpha_without: Option<Alpha>,
}

/// The reliability of a scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    /// Respondents who answered every item.
    pub complete: usize,
    /// Over these respondents.
    pub alpha: Option<Alpha>,
    /// From the covariance of each pair of items over the respondents who answered both.
    pub alpha_pairwise: Option<Alpha>,
    /// In the order of the items.
    pub items: Vec<ItemStatistics>,
}

/// The reliability of a scale of these items. Everything is absent with fewer than two items.
pub fn reliability(items: &[Codes]) -> Reliability {
    let respondents = items.iter().map(Vec::len).min().unwrap_or_default();
    let is_complete = |at: &usize| items.iter().all(|item| item[*at].is_some());
    let kept: Vec<usize> = (0..respondents).filter(is_complete).collect();
    let complete: Vec<Vec<i64>> = items.iter().map(|item| kept.iter().filter_map(|at| item[*at]).collect()).collect();
    let total = |items: &[&Vec<i64>]| -> Vec<i64> {
        (0..kept.len()).map(|at| items.iter().map(|item| item[at]).sum()).collect()
    };
    let all: Vec<&Vec<i64>> = complete.iter().collect();
    let whole = total(&all);
    let statistics = |at: usize| {
        let rest: Vec<&Vec<i64>> =
            all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, item)| *item).collect();
        ItemStatistics {
            with_total: correlation(all[at], &whole),
            with_rest: correlation(
                all[at],
                &whole.iter().zip(all[at]).map(|(whole, item)| whole - item).collect::<Vec<_>>(),
            ),
            alpha_without: cronbach_alpha(&rest),
        }
    };
    let is_scale = items.len() >= 2;
    Reliability {
        complete: kept.len(),
        alpha: cronbach_alpha(&all),
        alpha_pairwise: alpha_pairwise(items),
        items: if is_scale { (0..items.len()).map(statistics).collect() } else { Vec::new() },
    }
}

/// Cronbach's α over the items, `k/(k−1) · (1 − Σσᵢ²/σ_T²)` with sample variances.
///
/// `items` holds each item's codes, one for each respondent who answered every item (listwise). `None` with fewer than
/// two items, fewer than two respondents, or totals that do not vary. It is negative where items contradict one another.
fn cronbach_alpha(items: &[&Vec<i64>]) -> Option<Alpha> {
    let respondents = items.first()?.len();
    if items.len() < 2 || respondents < 2 {
        return None;
    }
    let totals: Vec<i64> = (0..respondents).map(|at| items.iter().map(|item| item[at]).sum()).collect();
    let whole = cross(&totals, &totals);
    if whole == 0 {
        return None;
    }
    let parts: i128 = items.iter().map(|item| cross(item, item)).sum();
    // Both sums carry the same divisor n·(n−1), so the ratio of variances is the ratio of the sums.
    Some(over_items(items.len(), parts as f64 / whole as f64))
}

/// Cronbach's α from sample covariances, each over the respondents who answered both items (pairwise):
/// `k/(k−1) · (1 − Σsᵢᵢ/Σᵢⱼsᵢⱼ)`. `None` where a pair has fewer than two respondents or the covariances add to nothing.
fn alpha_pairwise(items: &[Codes]) -> Option<Alpha> {
    if items.len() < 2 {
        return None;
    }
    let (mut diagonal, mut all) = (Fraction::zero(), Fraction::zero());
    for (at, one) in items.iter().enumerate() {
        diagonal = &diagonal + &covariance(one, one)?;
        for other in &items[at + 1..] {
            all = &all + &(&covariance(one, other)? * &Fraction::from(2));
        }
    }
    let share = diagonal.checked_div(&(&all + &diagonal))?;
    Some(over_items(items.len(), share.to_f64()))
}

/// The sample covariance of two items over the respondents who answered both, exactly; `None` with fewer than two of them.
fn covariance(one: &Codes, other: &Codes) -> Option<Fraction> {
    let (ones, others): (Vec<i64>, Vec<i64>) = one.iter().zip(other).filter_map(|(one, other)| one.zip(*other)).unzip();
    let n = ones.len() as i128;
    Fraction::whole(cross(&ones, &others)).checked_div(&Fraction::whole(n * (n - 1))).filter(|_| n >= 2)
}

/// `k/(k−1) · (1 − share)`.
fn over_items(items: usize, share: f64) -> f64 {
    let k = items as f64;
    k / (k - 1.0) * (1.0 - share)
}

/// Pearson's r, `(nΣxy − ΣxΣy) / √((nΣx² − (Σx)²)(nΣy² − (Σy)²))`; `None` where one of them does not vary.
fn correlation(one: &[i64], other: &[i64]) -> Option<Statistic> {
    let (of_one, of_other) = (cross(one, one), cross(other, other));
    let product = (of_one as f64).sqrt() * (of_other as f64).sqrt();
    (of_one != 0 && of_other != 0).then(|| (cross(one, other) as f64 / product).clamp(-1.0, 1.0))
}

/// `n·Σxy − Σx·Σy`, exactly: n·(n−1) times the sample covariance.
fn cross(one: &[i64], other: &[i64]) -> i128 {
    let n = one.len() as i128;
    let sum = |codes: &[i64]| codes.iter().map(|&code| i128::from(code)).sum::<i128>();
    let products: i128 = one.iter().zip(other).map(|(&one, &other)| i128::from(one) * i128::from(other)).sum();
    n * products - sum(one) * sum(other)
}

/// Wilson's interval at 95 % of `chosen` of `answered`:
/// `(p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`, with `n·(N−1)/(N−n)` in the place of n where the population N is known
/// (finite correction), which leaves p itself where everybody answered. `None` without answers, and where there are more
/// than the population has people.
pub fn wilson(chosen: i64, answered: i64, population: Option<i64>) -> Option<Interval> {
    if answered <= 0 || !(0..=answered).contains(&chosen) || population.is_some_and(|population| population < answered)
    {
        return None;
    }
    let p = chosen as f64 / answered as f64;
    let n = match population {
        Some(population) if population == answered => return Some(Interval { low: p, high: p }),
        Some(population) => answered as f64 * (population - 1) as f64 / (population - answered) as f64,
        None => answered as f64,
    };
    let square = Z * Z;
    let centre = p + square / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    Some(Interval { low: ((centre - half) / whole).max(0.0), high: ((centre + half) / whole).min(1.0) })
}

/// The copies needed for a share at 95 % within `margin` (a fraction of 1, above 0) either way, whatever the share:
/// `n₀ = z²·0.25/e²`, of a population N `n₀ / (1 + (n₀ − 1)/N)`, rounded up.
pub fn needed_sample(margin: &Fraction, population: Option<i64>) -> Option<i64> {
    let margin = margin.to_f64();
    if margin <= 0.0 || population.is_some_and(|population| population <= 0) {
        return None;
    }
    let infinite = Z * Z * 0.25 / (margin * margin);
    let needed = population.map_or(infinite, |population| infinite / (1.0 + (infinite - 1.0) / population as f64));
    Some(needed.ceil() as i64)
}

/// The message that names how reliable a scale of this α is, by the bands of published evaluation reports: from 0.9 high,
/// from 0.8 rather high, from 0.7 sufficient, below not.
pub fn alpha_band(alpha: Alpha) -> &'static str {
    match alpha {
        alpha if alpha >= 0.9 => "band-alpha-high",
        alpha if alpha >= 0.8 => "band-alpha-rather-high",
        alpha if alpha >= 0.7 => "band-alpha-sufficient",
        _ => "band-alpha-insufficient",
    }
}

/// The message that names how closely two figures of this r go together, by the bands of published evaluation reports.
pub fn correlation_band(r: Statistic) -> &'static str {
    match r.abs() {
        r if r >= 0.8 => "band-r-high",
        r if r >= 0.5 => "band-r-marked",
        r if r >= 0.3 => "band-r-low",
        _ => "band-r-faint",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(items: &[&[i64]]) -> Vec<Codes> {
        items.iter().map(|item| item.iter().map(|code| (*code > 0).then_some(*code)).collect()).collect()
    }

    #[track_caller]
    fn close(one: Option<f64>, two: f64) {
        let one = one.unwrap();
        assert!((one - two).abs() < 1e-12, "{one} {two}");
    }

    #[test]
    fn alpha_of_parallel_items_is_one_and_of_constant_answers_unknown() {
        let item: &[i64] = &[4, 3, 4, 2, 1];
        assert_eq!(reliability(&codes(&[item, item])).alpha, Some(1.0));
        assert_eq!(reliability(&codes(&[&[4; 5], &[4; 5]])).alpha, None);
        assert_eq!(reliability(&codes(&[item])), Reliability { complete: 5, ..Reliability::default() });
        assert_eq!(reliability(&[]), Reliability::default());
    }

    #[test]
    fn alpha_follows_its_formula() {
        // Variances 5/3 and 2/3, of the totals 2, 4, 6, 6 it is 11/3.
        let alpha = reliability(&codes(&[&[1, 2, 3, 4], &[1, 2, 3, 2]])).alpha;
        close(alpha, 2.0 * (1.0 - (5.0 / 3.0 + 2.0 / 3.0) / (11.0 / 3.0)));
    }

    #[test]
    fn items_that_contradict_one_another_have_a_negative_alpha() {
        // Variances 5/3 and 2/3, of the totals 5, 5, 5, 6 it is 1/4.
        let alpha = reliability(&codes(&[&[1, 2, 3, 4], &[4, 3, 2, 2]])).alpha;
        close(alpha, 2.0 * (1.0 - (5.0 / 3.0 + 11.0 / 12.0) / (1.0 / 4.0)));
        assert!(alpha < Some(0.0));
    }

    /// The second way to every figure: from deviations, as textbooks write them, with missing answers left out by hand.
    #[test]
    fn statistics_agree_with_an_independent_computation() {
        let items: Vec<Codes> = codes(&[
            &[4, 3, 4, 2, 1, 4, 3, 3, 2, 4],
            &[4, 3, 3, 2, 2, 4, 0, 3, 1, 4],
            &[3, 3, 4, 1, 1, 3, 3, 2, 2, 0],
            &[4, 2, 4, 2, 1, 4, 4, 3, 3, 4],
        ]);
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let covariance = |x: &[f64], y: &[f64]| {
            let (mx, my) = (mean(x), mean(y));
            x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>() / (x.len() - 1) as f64
        };
        let r = |x: &[f64], y: &[f64]| covariance(x, y) / (covariance(x, x).sqrt() * covariance(y, y).sqrt());
        let listwise: Vec<Vec<f64>> = (items.iter())
            .map(|item| (0..10).filter(|at| ![6, 9].contains(at)).map(|at| item[at].unwrap() as f64).collect())
            .collect();
        let sum = |of: &[&Vec<f64>]| -> Vec<f64> { (0..8).map(|at| of.iter().map(|item| item[at]).sum()).collect() };
        let alpha = |of: &[&Vec<f64>]| {
            let (k, total) = (of.len() as f64, sum(of));
            k / (k - 1.0)
                * (1.0 - of.iter().map(|item| covariance(item, item)).sum::<f64>() / covariance(&total, &total))
        };
        let all: Vec<&Vec<f64>> = listwise.iter().collect();
        let found = reliability(&items);
        assert_eq!(found.complete, 8);
        close(found.alpha, alpha(&all));
        for at in 0..4 {
            let rest: Vec<&Vec<f64>> = (0..4).filter(|other| *other != at).map(|other| &listwise[other]).collect();
            close(found.items[at].with_total, r(&listwise[at], &sum(&all)));
            close(found.items[at].with_rest, r(&listwise[at], &sum(&rest)));
            close(found.items[at].alpha_without, alpha(&rest));
        }
        let (mut diagonal, mut whole) = (0.0, 0.0);
        for one in 0..4 {
            for other in 0..4 {
                let both = (0..10).filter(|at| items[one][*at].is_some() && items[other][*at].is_some());
                let (x, y): (Vec<f64>, Vec<f64>) =
                    both.map(|at| (items[one][at].unwrap() as f64, items[other][at].unwrap() as f64)).unzip();
                whole += covariance(&x, &y);
                diagonal += if one == other { covariance(&x, &y) } else { 0.0 };
            }
        }
        close(found.alpha_pairwise, 4.0 / 3.0 * (1.0 - diagonal / whole));
    }

    #[test]
    fn wilson_is_where_the_score_test_no_longer_refuses() {
        // At the ends of the interval |p̂ − p| = z·√(p(1−p)/n).
        for (chosen, answered, population) in
            [(19, 23, None), (0, 10, None), (8, 8, None), (190, 230, Some(1_000)), (3, 40, Some(92))]
        {
            let interval = wilson(chosen, answered, population).unwrap();
            let (x, n) = (chosen as f64, answered as f64);
            let n = population.map_or(n, |all: i64| n * (all as f64 - 1.0) / (all as f64 - n));
            let share = x / answered as f64;
            for p in [interval.low, interval.high] {
                let is_edge = p == 0.0 || p == 1.0;
                assert!(is_edge || ((share - p).abs() - Z * (p * (1.0 - p) / n).sqrt()).abs() < 1e-12, "{chosen} {p}");
            }
            assert!(interval.low <= share && share <= interval.high);
        }
        assert_eq!(wilson(4, 5, Some(5)), Some(Interval { low: 0.8, high: 0.8 }));
        assert_eq!(wilson(23, 23, Some(5)), None);
        assert_eq!(wilson(0, 0, None), None);
    }

    #[test]
    fn the_sample_needed_is_that_of_the_tables() {
        let five = Fraction::ratio(5, 100).unwrap();
        assert_eq!(needed_sample(&five, None), Some(385));
        assert_eq!(needed_sample(&five, Some(1_000)), Some(278));
        assert_eq!(needed_sample(&five, Some(92)), Some(75));
        assert_eq!(needed_sample(&five, Some(5)), Some(5));
        assert_eq!(needed_sample(&Fraction::zero(), None), None);
    }

    #[test]
    fn a_bound_belongs_to_the_band_above() {
        assert_eq!(
            [0.9, 0.89, 0.7, -1.0].map(alpha_band),
            ["band-alpha-high", "band-alpha-rather-high", "band-alpha-sufficient", "band-alpha-insufficient"]
        );
        assert_eq!(
            [-0.8, 0.5, 0.3, 0.29].map(correlation_band),
            ["band-r-high", "band-r-marked", "band-r-low", "band-r-faint"]
        );
    }
}
