//! Vetoes: a stated fact that caps a project's total or grade.

use crate::finding::{Code, Fact, Finding};
use crate::location::Sited;
use crate::quantity::Quantity;
use crate::recognise::cell::squeezed;
use crate::rubric::policies::{Cap, Veto};

use super::rows::Rows;
use super::scorecard::Basis;

/// A veto that holds, with the cell that says so.
pub struct Held<'a> {
    pub veto: &'a Veto,
    pub said: &'a Sited<Quantity>,
}

/// The vetoes whose row says one of their words, in the order of the edition.
pub fn held<'a>(vetoes: &'a [Veto], rows: &Rows<'a>) -> Vec<Held<'a>> {
    let holds = |veto: &'a Veto| {
        let found = rows.named(std::iter::once(veto.indicator.as_str()));
        let mut actuals = found.into_iter().filter_map(|row| row.actual.as_ref());
        let said = actuals.find(|actual| {
            let text = squeezed(&actual.value.text);
            veto.words.iter().any(|word| squeezed(word) == text)
        });
        said.map(|said| Held { veto, said })
    };
    vetoes.iter().filter_map(holds).collect()
}

impl Held<'_> {
    fn facts(&self) -> crate::finding::Facts {
        vec![
            ("indicator", Fact::Text(self.veto.indicator.clone())),
            ("actual", Fact::Text(self.said.value.text.clone())),
            ("cap", cap(&self.veto.cap)),
        ]
    }

    pub fn basis(&self) -> Basis {
        Basis { key: "basis-total-veto", facts: self.facts() }
    }

    pub fn finding(&self) -> Finding {
        let mut finding = Finding::new(Code::Vetoed, self.said.place.clone());
        finding.facts = self.facts();
        finding
    }
}

/// What a veto leaves, in words.
pub fn cap(cap: &Cap) -> Fact {
    match cap {
        Cap::Total(most) => Fact::Said("fact-total-at-most", vec![("points", Fact::Points(*most))]),
        Cap::Grade(best) => Fact::Said("fact-grade-at-most", vec![("grade", Fact::Text(best.clone()))]),
    }
}
