//! What a cell says, for every parser: nothing panics, figures keep their bounds, and what is shown reads back the same.

#![no_main]

use jixiao::money::Money;
use jixiao::read::grid::Value;
use jixiao::recognise::cell::{self, AmountUnit};
use jixiao::recognise::preamble;
use jixiao::recognise::quantity_text::quantity_text;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    jixiao_fuzz::only_the_library_may_panic();
    let text = String::from_utf8_lossy(bytes);
    holds(Value::Text(&text));
    quantity_text(&text);
    preamble::year_in(&text);
    jixiao_fuzz::headings().role(&text);
    let number = bytes.first_chunk().map(|bits| f64::from_le_bytes(*bits));
    for number in number.into_iter().chain(text.trim().parse()) {
        holds(Value::Number(number));
        holds(Value::Date(number));
    }
});

fn holds(value: Value<'_>) {
    for unit in [None, Some(AmountUnit::Yuan), Some(AmountUnit::TenThousand), Some(AmountUnit::HundredMillion)] {
        if let Ok(Some(amount)) = cell::amount(value, unit) {
            assert!(Money::bounded(amount.money.fen()).is_some());
            let again = cell::amount(Value::Text(&amount.money.to_string()), Some(AmountUnit::Yuan));
            assert_eq!(again.map(|again| again.map(|again| again.money)), Ok(Some(amount.money)));
        }
    }
    if let Ok(Some(date)) = cell::date(value) {
        assert_eq!(cell::date(Value::Text(&date.to_string())), Ok(Some(date)));
    }
    // Elsewhere letters may come together anew where white space was between them.
    if let Ok(Some(code)) = cell::code(value)
        && code.is_ascii()
    {
        assert_eq!(cell::code(Value::Text(&code)).map(|again| again.unwrap_or_default()), Ok(code));
    }
    if let Ok(Some(weight)) = cell::weight(value) {
        assert_eq!(cell::weight(Value::Text(&weight.to_string())), Ok(Some(weight)));
    }
    if let Ok(Some(count)) = cell::count(value) {
        assert_eq!(cell::count(Value::Text(&count.to_string())), Ok(Some(count)));
    }
    let _ = cell::rate(value);
    let _ = cell::points(value);
    let _ = preamble::year_of(value);
    cell::text(value);
    cell::quantity(value);
}
