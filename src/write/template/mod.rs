//! Blank workbooks for units and reviewers to fill in: drop-downs, hints, protected headings, and a page of notes. Their
//! headings are those that the program reads, so that a filled one reads back without a finding.
//!
//! Headings are Chinese in every language, since units fill them in; in another language a line below translates them,
//! which the reader takes off.

mod lists;
mod self_evaluation;
mod survey;

use crate::finding::Fact;
use crate::recognise::own::GUIDE;
use crate::words::{Lang, Words};

use super::sheet::Sheet;
use super::table::{Cell, Column, Entry, EntryOf, Row, Table};

/// A blank workbook.
pub struct Template {
    /// Without a folder, with its extension.
    pub file: String,
    pub title: String,
    /// The form itself, then its notes.
    pub sheets: [Sheet<'static>; 2],
}

/// The blank workbooks, in the order in which a project meets them.
pub fn templates(words: &Words) -> Vec<Template> {
    let form = Form::new(words);
    vec![
        lists::budget(&form),
        lists::ledger(&form),
        lists::score_table(&form),
        self_evaluation::template(&form),
        survey::template(&form),
        lists::review(&form),
    ]
}

/// So many rows are drawn to be filled in; more can be added below.
const ROWS: usize = 100;

/// What a column or a cell asks for: its name in the catalogue (`heading-<key>`, `hint-<key>`), and what may stand there.
struct Asked {
    key: &'static str,
    width: u16,
    of: EntryOf,
    /// What the list beside the cell offers, each `choice-<key>`; something else may be typed.
    choices: &'static [&'static str],
}

impl Asked {
    fn new(key: &'static str, width: u16, of: EntryOf) -> Self {
        Self { key, width, of, choices: &[] }
    }

    fn one_of(key: &'static str, width: u16, choices: &'static [&'static str]) -> Self {
        Self { key, width, of: EntryOf::Text, choices }
    }
}

/// The words of the blank workbooks.
struct Form<'w> {
    words: &'w Words,
    /// Those of the headings that are read.
    chinese: Words,
}

impl<'w> Form<'w> {
    fn new(words: &'w Words) -> Self {
        Self { words, chinese: Words::new(Lang::Zh) }
    }

    /// A heading or label as it is read, with a translation below where the language is another.
    fn heading(&self, key: &str) -> String {
        self.translated(&format!("heading-{key}"))
    }

    fn translated(&self, key: &str) -> String {
        let chinese = self.chinese.text(key);
        match self.words.lang {
            Lang::Zh => chinese,
            Lang::En => format!("{chinese}\n{}", self.words.text(key)),
        }
    }

    fn label(&self, key: &str) -> Cell {
        Cell::Label(self.heading(key))
    }

    fn entry(&self, asked: &Asked) -> Entry {
        // They are data, which stays Chinese.
        let choices: Vec<String> =
            asked.choices.iter().map(|key| self.chinese.text(&format!("choice-{key}"))).collect();
        let of = if choices.is_empty() { asked.of.clone() } else { EntryOf::OneOf(choices) };
        Entry { of, hint: self.words.text(&format!("hint-{}", asked.key)) }
    }

    /// A cell to fill in.
    fn field(&self, asked: &Asked) -> Cell {
        Cell::Entry(self.entry(asked))
    }

    fn column(&self, asked: &Asked) -> Column {
        Column { entry: Some(self.entry(asked)), ..Column::new(self.heading(asked.key), asked.width) }
    }

    /// A table to be filled in, under the title `title-template-<key>`.
    fn table(&self, key: &str, asked: &[Asked], rows: usize) -> Table {
        Table {
            columns: asked.iter().map(|asked| self.column(asked)).collect(),
            rows: vec![Row::default(); rows],
            ..self.head(key)
        }
    }

    /// The name, title and first note of a form.
    fn head(&self, key: &str) -> Table {
        Table {
            name: self.chinese.text(&format!("title-template-{key}")),
            title: self.title(key),
            notes: vec![self.words.text("note-template")],
            landscape: true,
            ..Table::default()
        }
    }

    fn title(&self, key: &str) -> String {
        let key = format!("title-template-{key}");
        let chinese = self.chinese.text(&key);
        match self.words.lang {
            Lang::Zh => chinese,
            Lang::En => format!("{chinese} {}", self.words.text(&key)),
        }
    }

    /// What an entry asks for, with what can be chosen.
    fn explained(&self, asked: &Asked) -> String {
        let hint = self.words.text(&format!("hint-{}", asked.key));
        if asked.choices.is_empty() {
            return hint;
        }
        let choice = |key: &&str| match self.words.lang {
            Lang::Zh => self.chinese.text(&format!("choice-{key}")),
            Lang::En => {
                let key = format!("choice-{key}");
                format!("{} ({})", self.chinese.text(&key), self.words.text(&key))
            }
        };
        let choices: Vec<String> = asked.choices.iter().map(choice).collect();
        let facts = vec![("choices", Fact::Text(choices.join(&self.words.text("label-comma"))))];
        format!("{hint}{}", self.words.with("label-choices", &facts))
    }

    /// The workbook with its page of notes: what each of these asks for.
    fn template<'a>(&self, key: &str, form: Sheet<'static>, asked: impl IntoIterator<Item = &'a Asked>) -> Template {
        let words = self.words;
        let mut notes = Table {
            name: words.text("sheet-template-notes"),
            title: words.text("title-template-notes"),
            // Before anything that a unit might change.
            notes: vec![format!("{}　　{GUIDE}", words.text(&format!("note-template-{key}")))],
            columns: vec![
                Column::new(words.text("column-asked"), 30),
                Column::new(words.text("column-how-to-fill-in"), 80),
            ],
            ..Table::default()
        };
        let explained =
            |asked: &Asked| Row::new(vec![Cell::text(self.heading(asked.key)), Cell::text(self.explained(asked))]);
        notes.rows = asked.into_iter().map(explained).collect();
        Template {
            file: format!("{}.xlsx", words.text(&format!("file-template-{key}"))),
            title: self.title(key),
            sheets: [form, notes.into()],
        }
    }
}

/// The code, year and name of the project that a form of one project is about.
fn identity() -> [Asked; 3] {
    [
        Asked::new("project-code", 0, EntryOf::Text),
        Asked::new("project-name", 0, EntryOf::Text),
        Asked::new("fiscal-year", 0, EntryOf::Year),
    ]
}
