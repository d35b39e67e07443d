//! Statistics of a survey: the only place between reading and writing that computes in binary numbers.

/// Cronbach's α.
pub type Alpha = f64;

/// Cronbach's α over the items, `k/(k−1) · (1 − Σσᵢ²/σ_T²)` with sample variances.
///
/// `items` holds each item's codes, one for each respondent who answered every item (listwise). `None` with fewer than
/// two items, fewer than two respondents, or totals that do not vary.
pub fn cronbach_alpha(items: &[Vec<i64>]) -> Option<Alpha> {
    let respondents = items.first()?.len();
    if items.len() < 2 || respondents < 2 || items.iter().any(|item| item.len() != respondents) {
        return None;
    }
    let totals: Vec<i64> = (0..respondents).map(|at| items.iter().map(|item| item[at]).sum()).collect();
    let whole = sum_of_squares(&totals);
    if whole == 0 {
        return None;
    }
    let parts: i128 = items.iter().map(|item| sum_of_squares(item)).sum();
    let k = items.len() as f64;
    // Both sums carry the same divisor n·(n−1), so the ratio of variances is the ratio of the sums.
    Some(k / (k - 1.0) * (1.0 - parts as f64 / whole as f64))
}

/// `n·Σx² − (Σx)²`, exactly: n·(n−1) times the sample variance.
fn sum_of_squares(codes: &[i64]) -> i128 {
    let n = codes.len() as i128;
    let sum: i128 = codes.iter().map(|&code| i128::from(code)).sum();
    let squares: i128 = codes.iter().map(|&code| i128::from(code) * i128::from(code)).sum();
    n * squares - sum * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_of_parallel_items_is_one_and_of_constant_answers_unknown() {
        let item = vec![4, 3, 4, 2, 1];
        assert_eq!(cronbach_alpha(&[item.clone(), item.clone()]), Some(1.0));
        assert_eq!(cronbach_alpha(&[vec![4; 5], vec![4; 5]]), None);
        assert_eq!(cronbach_alpha(&[item]), None);
    }

    #[test]
    fn alpha_follows_its_formula() {
        // Variances 5/3 and 1; totals 2 4 6 3 … by hand: items (1,2,3,4) and (1,2,3,2), totals 2,4,6,6.
        let alpha = cronbach_alpha(&[vec![1, 2, 3, 4], vec![1, 2, 3, 2]]).unwrap();
        let expected = 2.0 * (1.0 - (5.0 / 3.0 + 2.0 / 3.0) / (11.0 / 3.0));
        assert!((alpha - expected).abs() < 1e-15);
    }
}
