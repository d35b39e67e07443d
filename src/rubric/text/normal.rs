//! The form in which rule text is read: one sign for what people write in many ways.

use unicode_normalization::UnicodeNormalization;

/// Without white space, with half-width signs, one dash and one sign of multiplication. The circled
/// numbers stay, since compatibility forms would turn them into plain ones.
pub fn normal(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '①'..='⑳' => plain.push(c),
            _ if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '"' | '“' | '”' | '「' | '」') => {}
            _ => plain.extend(std::iter::once(c).nfkc().map(sign).filter(|c| !c.is_whitespace())),
        }
    }
    WORDS.iter().fold(plain, |text, (from, to)| if text.contains(from) { text.replace(from, to) } else { text })
}

fn sign(c: char) -> char {
    match c {
        '—' | '–' | '−' | '―' | '‐' | '‑' | '~' | '〜' | '～' | '－' => '-',
        '×' | '✕' | '∗' | '·' | '╳' => '*',
        '÷' | '∕' | '／' => '/',
        '≧' | '⩾' => '≥',
        '≦' | '⩽' => '≤',
        '【' | '〔' | '{' => '(',
        '】' | '〕' | '}' => ')',
        '﹪' => '%',
        '｡' => '。',
        _ => c,
    }
}

/// Ways of writing that mean the same, the longer before those that they begin with.
const WORDS: [(&str, &str); 18] = [
    (">=", "≥"),
    ("=>", "≥"),
    (">/=", "≥"),
    ("<=", "≤"),
    ("=<", "≤"),
    ("--", "-"),
    ("大于或等于", "≥"),
    ("大于等于", "≥"),
    ("小于或等于", "≤"),
    ("小于等于", "≤"),
    ("高于或等于", "≥"),
    ("等于或大于", "≥"),
    ("等于或高于", "≥"),
    ("达到或超过", "≥"),
    ("低于或等于", "≤"),
    ("等于或低于", "≤"),
    ("等于或小于", "≤"),
    ("个百份点", "个百分点"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sign_for_many() {
        assert_eq!(normal("９０％ ～ 100％，得 5 分"), "90%-100%,得5分");
        assert_eq!(normal("①完成值÷标杆值×100％\n②三分之一"), "①完成值/标杆值*100%②三分之一");
        assert_eq!(normal("80%<=X＜90%"), "80%≤X<90%");
    }
}
