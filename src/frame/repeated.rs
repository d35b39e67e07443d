//! Texts of a column that repeat, as the names of payees do: each is kept once, with the form by which texts are compared.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use crate::recognise::tables::TextColumn;

/// The different texts of a column by their numbers, and their forms by numbers of their own. Of both, number 0 is empty.
#[derive(Clone, Debug)]
pub struct Repeated {
    texts: TextColumn,
    /// The form of each text.
    form_of: Vec<u32>,
    forms: Vec<Arc<str>>,
}

impl Repeated {
    /// The number of each text of a column; `form` gives the one by which texts are compared.
    pub fn of(column: &TextColumn, form: fn(&str) -> String) -> (Vec<u32>, Self) {
        let empty: Arc<str> = "".into();
        let mut repeated = Self { texts: TextColumn::default(), form_of: vec![0], forms: vec![empty.clone()] };
        repeated.texts.push("");
        let mut of_form = HashMap::new();
        of_form.insert(empty, 0);
        let mut of_text = HashMap::new();
        of_text.insert("", 0);
        let numbers = column.iter().map(|text| {
            *of_text.entry(text).or_insert_with(|| {
                let form: Arc<str> = form(text).into();
                repeated.form_of.push(*of_form.entry(form).or_insert_with_key(|form| {
                    repeated.forms.push(form.clone());
                    repeated.forms.len() as u32 - 1
                }));
                repeated.texts.push(text);
                repeated.form_of.len() as u32 - 1
            })
        });
        (numbers.collect(), repeated)
    }

    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    /// The number of the form of a text.
    pub fn form_of(&self, number: u32) -> u32 {
        self.form_of[number as usize]
    }

    pub fn form(&self, number: u32) -> &Arc<str> {
        &self.forms[number as usize]
    }

    pub fn forms(&self) -> &[Arc<str>] {
        &self.forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_one_form_stay_apart_and_are_compared_as_one() {
        let mut column = TextColumn::default();
        ["B", "", "b", "B", "c"].iter().for_each(|text| column.push(text));
        let (numbers, repeated) = Repeated::of(&column, |text| text.to_lowercase());
        assert_eq!(numbers, [1, 0, 2, 1, 3]);
        assert_eq!(numbers.iter().map(|number| repeated.text(*number)).collect::<Vec<_>>(), ["B", "", "b", "B", "c"]);
        assert_eq!(numbers.iter().map(|number| repeated.form_of(*number)).collect::<Vec<_>>(), [1, 0, 1, 1, 2]);
        assert_eq!((&**repeated.form(1), repeated.forms().len()), ("b", 3));
    }
}
