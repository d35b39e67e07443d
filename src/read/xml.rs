//! XML in the form in which programs write it: tags with quoted attributes and text between them. Comments, CDATA,
//! entities of a document's own and encodings other than UTF-8 are [`Unusual`] here, and left to the library.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// No tag of a workbook has more.
const MOST_ATTRIBUTES: usize = 256;

/// No text between two tags is longer.
const LONGEST: usize = 1 << 20;

/// Something that a program which writes workbooks may write but hardly ever does.
#[derive(Debug, PartialEq, Eq)]
pub struct Unusual;

/// A tag, or the text between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// `<name …>`, or `<name …/>` where it is empty; its attributes are those of the reader.
    Open {
        name: &'a str,
        is_empty: bool,
    },
    Close(&'a str),
    /// As it is written, with its references.
    Text(&'a str),
    End,
}

/// Reads a document piece by piece.
pub struct Pieces<'a> {
    text: &'a str,
    at: usize,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Pieces<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, attributes: Vec::with_capacity(8) }
    }

    pub fn next(&mut self) -> Result<Piece<'a>, Unusual> {
        let bytes = self.text.as_bytes();
        loop {
            let start = self.at;
            match bytes.get(start) {
                None => return Ok(Piece::End),
                Some(b'<') => {}
                Some(_) => {
                    self.at = self.end_of_text();
                    let text = &self.text[start..self.at];
                    return if text.len() > LONGEST { Err(Unusual) } else { Ok(Piece::Text(text)) };
                }
            }
            match bytes.get(start + 1) {
                Some(b'/') => {
                    let end = self.end_of_name(start + 2);
                    if bytes.get(end) != Some(&b'>') {
                        return Err(Unusual);
                    }
                    self.at = end + 1;
                    return Ok(Piece::Close(&self.text[start + 2..end]));
                }
                Some(b'?') => self.instruction()?,
                Some(b'!') | None => return Err(Unusual),
                Some(_) => return self.open(),
            }
        }
    }

    /// The attributes of the tag that was opened last, in their order.
    pub fn attributes(&self) -> &[(&'a str, &'a str)] {
        &self.attributes
    }

    /// The attributes of these names, as they are written. A name that stands twice is unusual.
    #[inline]
    pub fn named<const N: usize>(&self, names: [&str; N]) -> Result<[Option<&'a str>; N], Unusual> {
        let mut values = [None; N];
        for (key, value) in &self.attributes {
            for (name, found) in names.iter().zip(&mut values) {
                if key == name && found.replace(*value).is_some() {
                    return Err(Unusual);
                }
            }
        }
        Ok(values)
    }

    /// The attribute of this name, as it is written.
    #[inline]
    pub fn attribute(&self, name: &str) -> Result<Option<&'a str>, Unusual> {
        self.named([name]).map(|[value]| value)
    }

    /// The text up to the end of the tag that was opened last, which holds nothing else.
    #[inline]
    pub fn text_until(&mut self, close: &str) -> Result<&'a str, Unusual> {
        let (start, end) = (self.at, self.end_of_text());
        let tag = self.text[end..].strip_prefix("</").and_then(|rest| rest.strip_prefix(close));
        if !tag.is_some_and(|rest| rest.starts_with('>')) {
            return Err(Unusual);
        }
        self.at = end + close.len() + 3;
        Ok(&self.text[start..end])
    }

    #[inline]
    fn end_of_text(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        // Most texts are short.
        rest.iter().position(|byte| *byte == b'<').map_or(self.text.len(), |len| self.at + len)
    }

    #[inline]
    fn end_of_name(&self, start: usize) -> usize {
        let rest = &self.text.as_bytes()[start..];
        rest.iter().position(|byte| !is_of_a_name(byte)).map_or(self.text.len(), |len| start + len)
    }

    /// What is left of the document.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn open(&mut self) -> Result<Piece<'a>, Unusual> {
        let bytes = self.text.as_bytes();
        self.attributes.clear();
        let start = self.at + 1;
        let mut at = self.end_of_name(start);
        let name = &self.text[start..at];
        if name.is_empty() {
            return Err(Unusual);
        }
        loop {
            let spaces = at;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            match bytes.get(at) {
                Some(b'>') => {
                    self.at = at + 1;
                    return Ok(Piece::Open { name, is_empty: false });
                }
                Some(b'/') if bytes.get(at + 1) == Some(&b'>') => {
                    self.at = at + 2;
                    return Ok(Piece::Open { name, is_empty: true });
                }
                Some(_) if at > spaces => {}
                _ => return Err(Unusual),
            }
            let key = at;
            at = self.end_of_name(key);
            let quote = match bytes.get(at..at + 2) {
                Some([b'=', quote @ (b'"' | b'\'')]) if at > key => *quote,
                _ => return Err(Unusual),
            };
            let value = at + 2;
            let len = bytes[value..].iter().position(|byte| *byte == quote).ok_or(Unusual)?;
            if self.attributes.len() == MOST_ATTRIBUTES {
                return Err(Unusual);
            }
            self.attributes.push((&self.text[key..at], &self.text[value..value + len]));
            at = value + len + 1;
        }
    }

    /// Passes over `<?…?>`; the first says the encoding.
    fn instruction(&mut self) -> Result<(), Unusual> {
        let len = memmem::find(self.rest().as_bytes(), b"?>").ok_or(Unusual)?;
        let instruction = &self.rest()[..len];
        let encoding =
            instruction.split_once("encoding").map(|(_, rest)| rest.trim_start_matches([' ', '=', '"', '\'']));
        let is_utf_8 = |encoding: &str| encoding.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("utf-8"));
        self.at += len + 2;
        if encoding.is_none_or(is_utf_8) { Ok(()) } else { Err(Unusual) }
    }
}

fn is_of_a_name(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.')
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    memchr(b':', name.as_bytes()).map_or(name, |colon| &name[colon + 1..])
}

/// A text or an attribute with its references resolved.
pub fn resolved(text: &str) -> Result<Cow<'_, str>, Unusual> {
    // A carriage return would have to become a line feed.
    if memchr(b'\r', text.as_bytes()).is_some() {
        return Err(Unusual);
    }
    let Some(mut at) = memchr(b'&', text.as_bytes()) else { return Ok(Cow::Borrowed(text)) };
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        resolved.push_str(&rest[..at]);
        let (reference, after) = rest[at + 1..].split_once(';').ok_or(Unusual)?;
        resolved.push(match reference {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            reference => character(reference)?,
        });
        rest = after;
        match memchr(b'&', rest.as_bytes()) {
            Some(next) => at = next,
            None => break,
        }
    }
    resolved.push_str(rest);
    Ok(Cow::Owned(resolved))
}

/// `#10` or `#xA`.
fn character(reference: &str) -> Result<char, Unusual> {
    let digits = reference.strip_prefix('#').ok_or(Unusual)?;
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Unusual);
    }
    let code = u32::from_str_radix(digits, radix).map_err(|_| Unusual)?;
    char::from_u32(code).filter(|c| *c != '\0').ok_or(Unusual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_attributes_and_text_in_their_order() {
        let mut pieces =
            Pieces::new("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a:row r='1' s=\"a>b\"  ><v/>1 &lt; 2</a:row>");
        assert_eq!(pieces.next(), Ok(Piece::Text("\n")));
        assert_eq!(pieces.next(), Ok(Piece::Open { name: "a:row", is_empty: false }));
        assert_eq!(pieces.attributes(), [("r", "1"), ("s", "a>b")]);
        assert_eq!(pieces.named(["s", "t"]), Ok([Some("a>b"), None]));
        assert_eq!(pieces.next(), Ok(Piece::Open { name: "v", is_empty: true }));
        assert_eq!(pieces.attributes(), []);
        assert_eq!(pieces.text_until("a:row"), Ok("1 &lt; 2"));
        assert_eq!(pieces.next(), Ok(Piece::End));
    }

    #[test]
    fn what_is_left_to_the_library() {
        for text in [
            "<?xml encoding=\"gb2312\"?><a/>",
            "<!-- a -->",
            "<a b=1>",
            "<a b>",
            "<a b=\"1\"c=\"2\">",
            "<a b=\"1>",
            "<a",
            "</a",
            "<",
            "<a/b>",
        ] {
            let mut pieces = Pieces::new(text);
            assert_eq!(pieces.next(), Err(Unusual), "{text}");
        }
    }

    #[test]
    fn references_are_resolved_and_unknown_ones_are_not_guessed() {
        assert_eq!(resolved("甲&amp;乙&#10;&#x4E59;&lt;").unwrap(), "甲&乙\n乙<");
        assert_eq!(resolved("甲").unwrap(), "甲");
        for text in ["&nbsp;", "&", "&#0;", "&#xD800;", "&#;", "&#+5;", "a\rb"] {
            assert_eq!(resolved(text), Err(Unusual), "{text}");
        }
    }
}
