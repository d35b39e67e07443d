//! The union of a project's ledgers: which of their payments count.
//!
//! Three things make a payment of one ledger the payment of another. Ledgers are united as multisets, so that a cumulative
//! one sent every month is not added up. Of two ledgers that tell the same payments in other words (other dates, other
//! vouchers) the fuller one is used for the months that both cover. And one voucher to one payee is one payment, although
//! its amount was corrected.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::finding::{Code, Finding, Findings};
use crate::frame::payments::payee_key;
use crate::location::Place;
use crate::money::Money;
use crate::period::PartialDate;
use crate::project::ProjectKey;
use crate::recognise::tables::{PaymentRows, RecognisedSheet};

use super::ledgers::Owned;
use super::only;

/// Two entries within so many days may be one payment in two books: the unit's and the treasury's.
const NEAR_DAYS: i64 = 31;

/// Two books of the same payments begin and end within a few days of one another.
const STRETCH_GAP_DAYS: i64 = 7;

/// So many payments that agree under other vouchers of the same series are no chance.
const NO_CHANCE: usize = 3;

/// What a ledger sheet says of one project.
pub struct Part<'a> {
    /// Which of the ledger sheets it is.
    pub number: usize,
    pub sheet: &'a RecognisedSheet,
    pub rows: Vec<usize>,
    /// Whether the whole sheet speaks of this project.
    pub own: bool,
}

impl Part<'_> {
    fn payments(&self) -> &PaymentRows {
        &self.sheet.content.payments
    }

    fn place(&self, at: usize) -> Place {
        self.sheet.at.at(self.payments().cell(at))
    }
}

/// The payments that another ledger of the project holds already, as numbers of sheet and payment. `parts` stand in the
/// order of the files.
pub fn repeats(key: &ProjectKey, parts: &[Part<'_>], findings: &mut Findings) -> Vec<(usize, usize)> {
    if parts.len() < 2 {
        return Vec::new();
    }
    let mut books = books(parts);
    let mut repeats = retold(key, &mut books, findings);
    repeats.extend(united(key, &mut books, findings));
    repeats
}

/// A ledger while it is compared with others.
struct Book<'a> {
    part: &'a Part<'a>,
    /// In order of [`Entry::told`] and date.
    entries: Vec<Entry>,
    span: Option<Span>,
}

/// The first and the last day of a ledger's payments, a month alone taken as a whole.
type Span = (NaiveDate, NaiveDate);

/// A payment as ledgers are compared by it. The purpose is left out: every book words it in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    at: usize,
    date: Option<PartialDate>,
    payee: u32,
    voucher: u32,
    /// Whether vouchers of the project can be compared, and which they are.
    compared: Option<u32>,
    series: u32,
    amount: Money,
}

impl Entry {
    fn day(&self) -> Option<NaiveDate> {
        self.date.map(PartialDate::date)
    }

    /// What two books tell alike of a payment.
    fn told(&self) -> (u32, Money) {
        (self.payee, self.amount)
    }

    /// What makes entries of two ledgers the same payment beyond doubt.
    fn exact(&self) -> (Option<NaiveDate>, u32, Option<u32>, Money) {
        (self.day(), self.payee, self.compared, self.amount)
    }

    fn is_near(&self, other: &Self) -> bool {
        match (self.day(), other.day()) {
            (Some(one), Some(two)) => (one - two).num_days().abs() <= NEAR_DAYS,
            _ => true,
        }
    }

    /// Whether both hold a number of one series of vouchers, and not the same.
    fn is_another_of_series(&self, other: &Self) -> bool {
        self.voucher != 0 && other.voucher != 0 && self.voucher != other.voucher && self.series == other.series
    }
}

/// Numbers for texts; the empty text has 0.
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn new() -> Self {
        Self(HashMap::from([(String::new(), 0)]))
    }

    fn of(&mut self, text: &str) -> u32 {
        let next = self.0.len() as u32;
        self.0.get(text).copied().unwrap_or_else(|| {
            self.0.insert(text.to_owned(), next);
            next
        })
    }
}

fn books<'a>(parts: &'a [Part<'a>]) -> Vec<Book<'a>> {
    let (mut payees, mut vouchers, mut all_series) = (Numbers::new(), Numbers::new(), Numbers::new());
    let voucher = |part: &'a Part<'a>, at: usize| part.payments().voucher.get(at);
    let comparable = parts.iter().all(|part| part.rows.iter().all(|at| !voucher(part, *at).is_empty()));
    let book = |part: &'a Part<'a>| {
        let payments = part.payments();
        let entry = |at: &usize| {
            let text = voucher(part, *at);
            let voucher = vouchers.of(text);
            Entry {
                at: *at,
                date: payments.date[*at],
                payee: payees.of(&payee_key(payments.payee.get(*at))),
                voucher,
                compared: comparable.then_some(voucher),
                series: all_series.of(&series(text)),
                amount: payments.amount[*at],
            }
        };
        let mut entries: Vec<Entry> = part.rows.iter().map(entry).collect();
        entries.sort_by_key(|entry| (entry.told(), entry.day(), entry.at));
        Book { part, span: span(&entries), entries }
    };
    parts.iter().map(book).collect()
}

/// What vouchers of one series have in common: all but their digits, and about how many digits there are.
fn series(voucher: &str) -> String {
    let digits = voucher.chars().filter(char::is_ascii_digit).count();
    let rest: String = voucher.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    format!("{rest}#{}", if digits > 5 { digits } else { 0 })
}

fn span(entries: &[Entry]) -> Option<Span> {
    let dates = || entries.iter().filter_map(|entry| entry.date);
    let last = |date: PartialDate| if date.is_month() { month_end(date.date()) } else { date.date() };
    Some((dates().map(PartialDate::date).min()?, dates().map(last).max()?))
}

fn month_start(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

fn month_end(date: NaiveDate) -> NaiveDate {
    month_start(date)
        .checked_add_months(Months::new(1))
        .and_then(|next| next.checked_sub_days(Days::new(1)))
        .unwrap_or(date)
}

/// The months in which both ledgers have payments; none where one ends before the other begins. A ledger without a date
/// may be of any time.
fn common(one: Option<Span>, two: Option<Span>) -> Option<Span> {
    let (Some(one), Some(two)) = (one, two) else { return Some((NaiveDate::MIN, NaiveDate::MAX)) };
    let (start, end) = (one.0.max(two.0), one.1.min(two.1));
    let months = (month_start(start.min(end)), month_end(start.max(end)));
    let is_one_month = month_start(start) == month_start(end);
    (start <= end || is_one_month && (start - end).num_days() <= STRETCH_GAP_DAYS).then_some(months)
}

/// Leaves out of the lesser of two ledgers that tell the same payments those of the months that both cover.
fn retold(key: &ProjectKey, books: &mut [Book<'_>], findings: &mut Findings) -> Vec<(usize, usize)> {
    let mut fullest_first: Vec<usize> = (0..books.len()).collect();
    fullest_first.sort_by_key(|book| Reverse(books[*book].entries.len()));
    let mut left_out = Vec::new();
    for (place, lesser) in fullest_first.iter().enumerate() {
        for fuller in &fullest_first[..place] {
            let Some(months) = common(books[*fuller].span, books[*lesser].span) else { continue };
            let within = |entry: &&Entry| entry.day().is_none_or(|day| (months.0..=months.1).contains(&day));
            let of = |book: usize| books[book].entries.iter().filter(within).collect::<Vec<_>>();
            let (one, two) = (of(*fuller), of(*lesser));
            if !tell_the_same(&one, &two) {
                continue;
            }
            let (used, other) = if one.len() < two.len() { (*lesser, *fuller) } else { (*fuller, *lesser) };
            let (out, rest) = books[other].entries.iter().partition::<Vec<Entry>, _>(|entry| within(entry));
            let amount: Money = out.iter().map(|entry| entry.amount).sum();
            findings.push(
                Finding::new(Code::LedgerNotAdded, books[other].part.sheet.at.whole())
                    .project(key)
                    .place(books[used].part.sheet.at.whole())
                    .with("count", out.len())
                    .with("amount", amount),
            );
            left_out.extend(out.iter().map(|entry| (books[other].part.number, entry.at)));
            books[other].span = span(&rest);
            books[other].entries = rest;
        }
    }
    left_out
}

/// Whether two stretches largely tell the same payments under other dates or vouchers: of what is not exactly in both, at
/// least half of the shorter one has a payment of the same amount to the same payee within a month in the other. Both
/// stand in order of payee and amount.
fn tell_the_same(one: &[&Entry], two: &[&Entry]) -> bool {
    let (one, two) = (without(one, two), without(two, one));
    let (mut near, mut incomparable) = (0, 0);
    let (mut ones, mut twos) = (one.iter().peekable(), two.iter().peekable());
    while let (Some(first), Some(second)) = (ones.peek(), twos.peek()) {
        if first.told() == second.told() && first.is_near(second) {
            near += 1;
            incomparable += usize::from(!first.is_another_of_series(second));
            ones.next();
            twos.next();
        } else if (first.told(), first.day()) < (second.told(), second.day()) {
            ones.next();
        } else {
            twos.next();
        }
    }
    let shorter = one.len().min(two.len());
    near > 0 && near * 2 >= shorter && (incomparable > 0 || near >= NO_CHANCE)
}

/// The entries that are not exactly in the other stretch.
fn without<'e>(entries: &[&'e Entry], others: &[&Entry]) -> Vec<&'e Entry> {
    let mut held: HashMap<_, u32> = HashMap::new();
    others.iter().for_each(|other| *held.entry(other.exact()).or_default() += 1);
    let mut is_held = |entry: &Entry| match held.get_mut(&entry.exact()) {
        Some(times) if *times > 0 => {
            *times -= 1;
            true
        }
        _ => false,
    };
    entries.iter().copied().filter(|entry| !is_held(entry)).collect()
}

/// Unites what is left: each payment as often as in the ledger that has it most, and a voucher once.
fn united(key: &ProjectKey, books: &mut [Book<'_>], findings: &mut Findings) -> Vec<(usize, usize)> {
    // The project's own ledger goes before one of many projects, and never the newer before the older.
    books.sort_by_key(|book| (!book.part.own, book.part.number));
    let mut counted = HashMap::new();
    let mut vouchers: HashMap<_, Vec<(&Part<'_>, Entry)>> = HashMap::new();
    let mut repeats = Vec::new();
    for book in books {
        book.entries.sort_by_key(|entry| entry.at);
        let mut here: HashMap<_, u32> = HashMap::new();
        let mut fresh = Vec::new();
        for entry in &book.entries {
            let times = here.entry(entry.exact()).or_default();
            *times += 1;
            let counted = counted.entry(entry.exact()).or_insert(0);
            if *times <= *counted {
                repeats.push((book.part.number, entry.at));
            } else {
                fresh.push(*entry);
            }
        }
        let mut corrected = HashSet::new();
        let mut new = Vec::new();
        for entry in fresh {
            let known = paid_by(&entry).and_then(|paid| vouchers.get(&paid)).and_then(|known| {
                known.iter().find(|(part, other)| {
                    // An amount that this ledger has as well is a payment beside this one.
                    other.amount != entry.amount
                        && (other.amount < Money::ZERO) == (entry.amount < Money::ZERO)
                        && !here.contains_key(&other.exact())
                        && !corrected.contains(&(part.number, other.at))
                })
            });
            match known {
                Some((part, other)) => {
                    corrected.insert((part.number, other.at));
                    repeats.push((book.part.number, entry.at));
                    findings.push(
                        Finding::new(Code::VoucherTwoAmounts, book.part.place(entry.at))
                            .project(key)
                            .place(part.place(other.at))
                            .with("voucher", book.part.payments().voucher.get(entry.at))
                            .with("payee", book.part.payments().payee.get(entry.at))
                            .with("used", other.amount)
                            .with("other", entry.amount),
                    );
                }
                None => {
                    *counted.entry(entry.exact()).or_insert(0) += 1;
                    new.push(entry);
                }
            }
        }
        for entry in new {
            if let Some(paid) = paid_by(&entry) {
                vouchers.entry(paid).or_default().push((book.part, entry));
            }
        }
    }
    repeats
}

/// A voucher with its payee, where vouchers can be compared. Many books number theirs anew every month.
fn paid_by(entry: &Entry) -> Option<(u32, u32, Option<NaiveDate>)> {
    Some((entry.compared?, entry.payee, entry.day().map(month_start)))
}

/// The rows of each project in every ledger sheet.
pub fn parts<'a>(ledgers: &'a [Owned<'a>]) -> BTreeMap<&'a ProjectKey, Vec<Part<'a>>> {
    let mut parts: BTreeMap<&ProjectKey, Vec<Part<'_>>> = BTreeMap::new();
    for (number, (sheet, owners)) in ledgers.iter().enumerate() {
        let own = only(owners.iter().flatten()).is_some();
        let mut end = 0;
        for run in owners.chunk_by(|one, two| one == two) {
            let rows = end..end + run.len();
            end = rows.end;
            let Some(key) = &run[0] else { continue };
            let of_key = parts.entry(key).or_default();
            match of_key.last_mut().filter(|part| part.number == number) {
                Some(part) => part.rows.extend(rows),
                None => of_key.push(Part { number, sheet, rows: rows.collect(), own }),
            }
        }
    }
    parts
}
