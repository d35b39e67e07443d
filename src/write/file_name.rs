//! A file name made of a project's or department's name, which may hold anything: it has to be valid on Windows, short
//! enough for a folder deep in a share, fit for a link in Excel, and unlike every other in its folder.

use std::collections::BTreeSet;

/// The longest name with its extension, in bytes of UTF-8: 60 Chinese characters, well below the 255 of file systems,
/// so that a temporary suffix and a long path above still fit.
pub const LONGEST_BYTES: usize = 180;

/// Names that Windows keeps for devices, whatever their extension.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A file name for each stem, with the extension (`.xlsx`), in the same order.
///
/// Of stems that come to the same name but for the case, the second gets `_2`, and so on; the order of the stems
/// alone decides which.
pub fn unique<S: AsRef<str>>(stems: impl IntoIterator<Item = S>, extension: &str) -> Vec<String> {
    let mut given = BTreeSet::new();
    stems
        .into_iter()
        .map(|stem| {
            let clean = clean(stem.as_ref());
            let mut count = 1;
            loop {
                let suffix = if count == 1 { String::new() } else { format!("_{count}") };
                let room = LONGEST_BYTES.saturating_sub(extension.len() + suffix.len());
                let name = format!("{}{suffix}{extension}", cut(&clean, room));
                if given.insert(folded(&name)) {
                    return name;
                }
                count += 1;
            }
        })
        .collect()
}

/// The stem without what a file system, Windows or a link in Excel cannot bear; never empty.
fn clean(stem: &str) -> String {
    let mut name: String = stem.chars().filter(|c| !is_invisible(*c)).map(replaced).collect();
    name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = name.trim_end_matches(['.', ' ']).len();
    name.truncate(kept);
    // A leading dot hides a file, and `~$` marks the lock of an open workbook, which the reader passes over.
    if name.starts_with(['.', '~']) {
        name.replace_range(..1, "_");
    }
    if name.is_empty() || is_reserved(&name) {
        name.insert(0, '_');
    }
    name
}

/// Characters without a shape of their own: marks of direction, joiners, byte-order marks. In a name they only deceive.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn replaced(c: char) -> char {
    match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        // Excel takes `#` and `%` in a link for something else, and brackets in a path for a workbook's name.
        '#' | '%' | '[' | ']' => '_',
        c if c.is_whitespace() => ' ',
        // XML has no character for the last two, and links are written in it.
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => '_',
        c => c,
    }
}

fn is_reserved(name: &str) -> bool {
    let device = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |prefix: &str| {
        device.strip_prefix(prefix).is_some_and(|rest| {
            let mut digits = rest.chars();
            matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    };
    RESERVED.contains(&device.as_str()) || numbered("com") || numbered("lpt")
}

/// The longest beginning of at most so many bytes, ending between characters and not on a dot or space.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].trim_end_matches(['.', ' '])
}

/// What Windows and macOS compare: upper and lower case are one.
fn folded(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(stem: &str) -> String {
        unique([stem], ".xlsx").remove(0)
    }

    #[test]
    fn hostile_names_become_plain_ones() {
        for (stem, expected) in [
            ("P001_公路养护发展专项资金", "P001_公路养护发展专项资金.xlsx"),
            ("P001_道路/桥梁\\养护:*?\"<>|", "P001_道路_桥梁_养护_______.xlsx"),
            ("../../etc/passwd", "_._.._etc_passwd.xlsx"),
            ("a\tb\r\nc\u{7}d", "a b c_d.xlsx"),
            ("name. . .", "name.xlsx"),
            ("  two   spaces  ", "two spaces.xlsx"),
            ("CON", "_CON.xlsx"),
            ("con.txt_x", "_con.txt_x.xlsx"),
            ("Com1", "_Com1.xlsx"),
            ("LPT³", "_LPT³.xlsx"),
            ("COM10", "COM10.xlsx"),
            ("", "_.xlsx"),
            ("...", "_.xlsx"),
            (".hidden", "_hidden.xlsx"),
            ("~$P001", "_$P001.xlsx"),
            ("50%#1[a]", "50__1_a_.xlsx"),
            ("exe\u{202e}xslx", "exexslx.xlsx"),
            ("项目😀👨\u{200d}👩", "项目😀👨👩.xlsx"),
        ] {
            assert_eq!(one(stem), expected, "{stem:?}");
        }
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let name = one(&format!("P001_{}", "项".repeat(200)));
        assert!(name.len() <= LONGEST_BYTES, "{}", name.len());
        assert!(name.starts_with("P001_项项") && name.ends_with("项.xlsx"));
        let emoji = one(&"😀".repeat(200));
        assert!(emoji.len() <= LONGEST_BYTES && emoji.ends_with("😀.xlsx"));
    }

    #[test]
    fn names_differ_whatever_their_case() {
        assert_eq!(unique(["A_x", "a_X", "A/x", "B"], ".xlsx"), ["A_x.xlsx", "a_X_2.xlsx", "A_x_3.xlsx", "B.xlsx"]);
        let long = "项".repeat(200);
        let names = unique([&long, &long, &long], ".xlsx");
        assert!(names.iter().all(|name| name.len() <= LONGEST_BYTES));
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 3);
        // A name that looks like a numbered one takes that number from the next.
        assert_eq!(unique(["a", "a_2", "a"], ".xlsx"), ["a.xlsx", "a_2.xlsx", "a_3.xlsx"]);
    }
}
