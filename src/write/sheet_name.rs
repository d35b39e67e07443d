//! The name on a sheet's tab: 1 to 31 UTF-16 units, some characters forbidden, unique without regard to case.

use std::collections::BTreeSet;

/// The longest name that Excel takes, in UTF-16 units.
const LONGEST: usize = 31;

/// Gives names in order and remembers those given.
#[derive(Default)]
pub struct SheetNames {
    given: BTreeSet<String>,
}

impl SheetNames {
    /// A valid name as near to the wanted one as can be; a second one of the same name gets ` (2)`, and so on.
    pub fn give(&mut self, wanted: &str) -> String {
        let clean: String =
            wanted.chars().map(|c| if c.is_control() || "*?:[]\\/".contains(c) { '_' } else { c }).collect();
        let clean = clean.trim().trim_matches('\'').trim();
        // Excel keeps this name for itself.
        let clean = match clean.to_lowercase().as_str() {
            "" => "Sheet",
            "history" | "历史记录" => "History_",
            _ => clean,
        };
        let mut name = cut(clean, LONGEST).to_owned();
        let mut count = 1;
        while !self.given.insert(name.to_lowercase()) {
            count += 1;
            let suffix = format!(" ({count})");
            name = format!("{}{suffix}", cut(clean, LONGEST - suffix.len()).trim_end());
        }
        name
    }
}

/// The longest beginning of at most so many UTF-16 units that ends between characters and not on an apostrophe.
fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > units
    });
    end.map_or(text, |(at, _)| &text[..at]).trim_end_matches('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_unique() {
        let mut names = SheetNames::default();
        assert_eq!(names.give("评分表"), "评分表");
        assert_eq!(names.give("评分表"), "评分表 (2)");
        assert_eq!(names.give("a/b:c"), "a_b_c");
        assert_eq!(names.give("A/B:C"), "A_B_C (2)");
        assert_eq!(names.give("'"), "Sheet");
        assert_eq!(names.give("History"), "History_");
        let long = "项".repeat(40);
        assert_eq!(names.give(&long).encode_utf16().count(), 31);
        let second = names.give(&long);
        assert_eq!(second.encode_utf16().count(), 31);
        assert!(second.ends_with(" (2)"));
        assert_eq!(names.give(&"😀".repeat(20)).encode_utf16().count(), 30);
    }
}
