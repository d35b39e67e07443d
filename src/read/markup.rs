//! What a part of a package would ask of the library that reads it as XML, told by passing over it once.
//!
//! The library keeps a piece of markup or of text until it ends, the names of all elements that are open, and the content
//! of some elements until they close. None of these is long in a workbook that a program wrote.

use super::workbook::FileFault;

/// The longest piece of markup or text, and the most that stands in one cell with its formats.
const LONGEST: u64 = 8 << 20;

/// The most memory for the names of open elements, each with a number beside it.
const MOST_OPEN: u64 = 16 << 20;

/// Elements whose content is gathered until they close.
const GATHERED: [&[u8]; 6] = [b"t", b"v", b"f", b"si", b"is", b"definedName"];

/// The longest name of such an element, with what stands before its colon.
const LONGEST_NAME: usize = 24;

/// As much of a tag as is looked at.
const LOOKED_AT: usize = 2048;

/// A passage over one part.
#[derive(Default)]
pub struct Passage {
    state: State,
    /// The bytes since the piece of markup or text began.
    piece: u64,
    tag: Vec<u8>,
    tag_bytes: u64,
    open_lens: Vec<u32>,
    open_bytes: u64,
    gathered: Vec<[u8; LONGEST_NAME]>,
    gathered_bytes: u64,
    pub seen: Seen,
}

/// What was passed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    pub bytes: u64,
    /// Shared texts.
    pub texts: u64,
    /// As many of them as the table claims.
    pub claimed_texts: u64,
    /// Cell formats.
    pub formats: u64,
    pub sheets: u64,
    pub longest_tag: u64,
    /// A sheet or the workbook itself is said to be a part that is none of markup.
    pub is_misdirected: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Text,
    /// Behind `<`, with what it begins still open.
    Begun,
    Tag,
    Quoted(u8),
    /// Up to the last of these bytes, so many of which have come.
    Until([u8; 3], u8),
    /// All the rest is taken as one piece: definitions of a document type, which no workbook has.
    Rest,
}

const COMMENT: State = State::Until(*b"-->", 0);
const CDATA: State = State::Until(*b"]]>", 0);
/// A processing instruction ends with two bytes; the first of three is taken as met.
const INSTRUCTION: State = State::Until(*b"\0?>", 1);

impl Passage {
    /// Passes the next bytes.
    ///
    /// # Errors
    /// When the part would ask for more than the limits, or has a document type, which no workbook has.
    pub fn pass(&mut self, bytes: &[u8]) -> Result<(), FileFault> {
        self.seen.bytes += bytes.len() as u64;
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = self.step(rest)?;
            self.piece += taken as u64;
            if !self.gathered.is_empty() {
                self.gathered_bytes += taken as u64;
            }
            if self.piece > LONGEST || self.gathered_bytes > LONGEST {
                return Err(FileFault::TooLarge);
            }
            rest = &rest[taken..];
        }
        Ok(())
    }

    /// Takes bytes up to the next that matters; gives how many.
    fn step(&mut self, bytes: &[u8]) -> Result<usize, FileFault> {
        match self.state {
            State::Text => {
                let Some(at) = memchr::memchr(b'<', bytes) else { return Ok(bytes.len()) };
                self.piece = 0;
                self.tag.clear();
                self.tag_bytes = 0;
                self.state = State::Begun;
                Ok(at + 1)
            }
            State::Begun => {
                self.keep(&bytes[..1]);
                self.state = match &self.tag[..] {
                    b"!" | b"!-" | b"![" => State::Begun,
                    b"!--" => COMMENT,
                    begun if b"![CDATA[".starts_with(begun) && begun.len() < 8 => State::Begun,
                    b"![CDATA[" => CDATA,
                    b"?" => INSTRUCTION,
                    b">" => State::Text,
                    _ => State::Tag,
                };
                Ok(1)
            }
            State::Tag => {
                let end = bytes.iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''));
                let Some(at) = end else {
                    self.keep(bytes);
                    return Ok(bytes.len());
                };
                self.keep(&bytes[..at]);
                if bytes[at] == b'>' {
                    self.state = State::Text;
                    self.end_of_tag()?;
                    self.piece = 0;
                } else {
                    self.keep(&bytes[at..=at]);
                    self.state = State::Quoted(bytes[at]);
                }
                Ok(at + 1)
            }
            State::Quoted(quote) => {
                let end = bytes.iter().position(|byte| *byte == quote);
                let taken = end.map_or(bytes.len(), |at| at + 1);
                self.keep(&bytes[..taken]);
                if end.is_some() {
                    self.state = State::Tag;
                }
                Ok(taken)
            }
            State::Until(last, met) => {
                let byte = bytes[0];
                self.state = match met {
                    2 if byte == last[2] => State::Text,
                    // `--->` and `]]]>` end as well.
                    2 if byte == last[1] && last[0] == last[1] => State::Until(last, 2),
                    met if met < 2 && byte == last[usize::from(met)] => State::Until(last, met + 1),
                    _ => State::Until(last, u8::from(last[0] == 0 || byte == last[0])),
                };
                if self.state == State::Text {
                    self.piece = 0;
                }
                Ok(1)
            }
            State::Rest => Ok(bytes.len()),
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LOOKED_AT - self.tag.len();
        self.tag.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.tag_bytes += bytes.len() as u64;
    }

    fn end_of_tag(&mut self) -> Result<(), FileFault> {
        self.seen.longest_tag = self.seen.longest_tag.max(self.tag_bytes);
        if let Some(name) = self.tag.strip_prefix(b"/") {
            if let Some(len) = self.open_lens.pop() {
                self.open_bytes -= u64::from(len) + 8;
            }
            if !self.gathered.is_empty() {
                if let Some(name) = padded(name.trim_ascii_end()) {
                    self.gathered.retain(|open| *open != name);
                }
                if self.gathered.is_empty() {
                    self.gathered_bytes = 0;
                }
            }
            return Ok(());
        }
        if self.tag.starts_with(b"!") {
            if self.tag.contains(&b'[') || self.tag_bytes > LOOKED_AT as u64 {
                self.state = State::Rest;
            }
            return Ok(());
        }
        let is_closed = self.tag_bytes <= LOOKED_AT as u64 && self.tag.ends_with(b"/");
        let content = if is_closed { &self.tag[..self.tag.len() - 1] } else { &self.tag[..] };
        let name = content.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        match local {
            b"si" => self.seen.texts += 1,
            b"xf" => self.seen.formats += 1,
            b"sheet" => self.seen.sheets += 1,
            b"sst" => {
                // What is cut off is not looked at.
                if self.tag_bytes > LOOKED_AT as u64 {
                    return Err(FileFault::Damaged);
                }
                self.seen.claimed_texts = self.seen.claimed_texts.max(claimed_texts(content));
            }
            b"Relationship" => self.seen.is_misdirected |= is_misdirected(content),
            _ => {}
        }
        if is_closed {
            return Ok(());
        }
        if GATHERED.contains(&local) {
            let name = padded(name).ok_or(FileFault::Damaged)?;
            if !self.gathered.contains(&name) {
                self.gathered.push(name);
            }
        }
        // The end of a long tag may have been out of sight.
        let len = if self.tag_bytes > LOOKED_AT as u64 { self.tag_bytes as u32 } else { name.len() as u32 };
        self.open_lens.push(len);
        self.open_bytes += u64::from(len) + 8;
        if self.open_bytes > MOST_OPEN || self.gathered.len() > 64 {
            return Err(FileFault::TooLarge);
        }
        Ok(())
    }
}

fn padded(name: &[u8]) -> Option<[u8; LONGEST_NAME]> {
    let mut padded = [0; LONGEST_NAME];
    padded.get_mut(..name.len())?.copy_from_slice(name);
    Some(padded)
}

/// Endings of parts that the library has no reason to open, and that are not passed over.
const OTHER_PARTS: [&str; 10] = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff", ".wdp"];

/// Whether a part is a picture, by its name.
pub fn is_picture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    OTHER_PARTS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a relation may make a picture a sheet or the workbook; one that hides what it says may.
fn is_misdirected(tag: &[u8]) -> bool {
    let tag = String::from_utf8_lossy(tag).to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| tag.contains(word));
    let leads = says(&["worksheet\"", "worksheet'", "officedocument\"", "officedocument'"]);
    leads && (says(&OTHER_PARTS) || tag.contains('&') || tag.len() >= LOOKED_AT - 1)
}

/// The number in `uniqueCount="…"`, for which room is made before a single text is read.
fn claimed_texts(tag: &[u8]) -> u64 {
    let tag = String::from_utf8_lossy(tag);
    let Some(rest) = tag.split("uniqueCount").nth(1) else { return 0 };
    let digits = rest.trim_start_matches(|c: char| c.is_whitespace() || "=\"'+".contains(c));
    let digits = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    // A count too long for a number is too large for any file.
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Passed in pieces of every size, so that no border matters.
    fn passed(text: &[u8]) -> Result<Seen, FileFault> {
        let results = [1, 2, 3, 7, 64, text.len()].map(|size| {
            let mut passage = Passage::default();
            text.chunks(size).try_for_each(|piece| passage.pass(piece))?;
            assert!(passage.state == State::Text && passage.gathered.is_empty());
            Ok(passage.seen)
        });
        assert!(results.iter().all(|result| *result == results[0]), "{results:?}");
        let [first, ..] = results;
        first
    }

    #[test]
    fn tags_are_counted_whatever_stands_between_them() {
        let text = br#"<?xml version="1.0"?><!-- <si> --- --><x:sst count="9" uniqueCount = "3">
            <x:si><x:t a='/>'>x</x:t></x:si><x:si/><x:si><x:t><![CDATA[<si>]]]></x:t></x:si></x:sst>"#;
        let seen = passed(text).unwrap();
        assert_eq!((seen.texts, seen.claimed_texts, seen.bytes), (3, 3, text.len() as u64));
        let styles =
            passed(br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf a="b>c"></xf></cellXfs></styleSheet>"#).unwrap();
        assert_eq!((styles.formats, styles.longest_tag), (2, 16));
        assert_eq!(passed(br#"<workbook><sheets><sheet name="a"/></sheets></workbook>"#).unwrap().sheets, 1);
    }

    #[test]
    fn what_the_library_would_gather_without_end_is_refused() {
        let long = |before: &str, piece: &str, after: &str| {
            let pieces = piece.repeat(LONGEST as usize / piece.len() + 2);
            let mut passage = Passage::default();
            passage.pass(format!("{before}{pieces}{after}").as_bytes())
        };
        for (before, piece, after) in [
            ("<sheetData>", " ", "</sheetData>"),
            ("<a b=\"", "<>", "\"/>"),
            ("<!--", "<a>", "-->"),
            ("<c><v>", "<![CDATA[x]]>", "</v></c>"),
            ("<si><t>x</y></si>", "<row/>", ""),
            ("<si>", "<r><t>x</t></r>", "</si>"),
        ] {
            assert_eq!(long(before, piece, after), Err(FileFault::TooLarge), "{before}");
        }
        for (before, piece, after) in [
            ("<sheetData>", "<row/>", "</sheetData>"),
            ("<row>", "<c r=\"A1\"><v>1</v></c>", "</row>"),
            ("<sst>", "<si><t>x</t></si>", "</sst>"),
            ("<a>", "<!-- - -->", "</a>"),
        ] {
            assert_eq!(long(before, piece, after), Ok(()), "{before}");
        }
    }

    #[test]
    fn elements_in_elements_without_end_and_definitions_are_refused() {
        let mut passage = Passage::default();
        assert_eq!(passage.pass("<a>".repeat(2 << 20).as_bytes()), Err(FileFault::TooLarge));
        // A plain document type is passed; what is defined in one is a single piece.
        assert!(passed(b"<!DOCTYPE a PUBLIC \"b>\"><a><t>x</t></a>").is_ok());
        let mut passage = Passage::default();
        passage.pass(b"<!DOCTYPE a [<!ENTITY b \"c\">").unwrap();
        assert_eq!(passage.pass("<row/>".repeat(2 << 20).as_bytes()), Err(FileFault::TooLarge));
    }

    #[test]
    fn a_picture_is_no_sheet() {
        let relation = |kind: &str, target: &str| {
            let tag = format!("<Relationship Id='a' Type='http://x/{kind}' Target=\"{target}\"/>");
            passed(tag.as_bytes()).unwrap().is_misdirected
        };
        assert!(relation("worksheet", "media/image1.PNG") && relation("officeDocument", "x&#46;png"));
        assert!(!relation("image", "media/image1.png") && !relation("worksheet", "worksheets/sheet1.xml"));
    }

    #[test]
    fn a_claim_too_large_for_a_number_is_the_largest() {
        assert_eq!(claimed_texts(b"sst uniqueCount=\"99999999999999999999999\""), u64::MAX);
        assert_eq!(claimed_texts(b"sst uniqueCount='+12'"), 12);
        assert_eq!(claimed_texts(b"sst count=\"7\""), 0);
    }
}
