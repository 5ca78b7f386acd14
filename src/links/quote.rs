//! The address of a quote, and what became of quoted words: the part of [`super`] that the browser has too.
//!
//! ```text
//! ?quote=p-x7k2.120-p-b9m4.35.5d41402abc4b-9b74c9897bac#p-x7k2
//!        └ from ┘ └  to  ┘   └ a version for each paragraph from the first to the last
//! ```
//!
//! Offsets count Unicode scalars of the verbatim paragraph. A version tells whether a paragraph is still what it was.

use std::ops::Range;

/// How many letters a version has: of 48 bits, so that two texts of one paragraph never share one by chance.
const VERSION_LEN: usize = 12;

/// Words in a row of one or more paragraphs, as they were when the link was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The anchor of the paragraph in which it begins, and where in it.
    pub from: (String, usize),
    /// The anchor of the paragraph in which it ends, and where in it.
    pub to: (String, usize),
    /// The version of each paragraph from the first to the last.
    pub versions: Vec<String>,
}

impl Quote {
    /// Reads the value of `quote=`; `None` where it is none.
    pub fn parse(value: &str) -> Option<Self> {
        let mut parts = value.split('.');
        let (first, second) = (parts.next()?, parts.next()?);
        let (end, versions) = (parts.next()?, parts.next()?);
        let (start, last) = second.split_once('-')?;
        let is_version = |text: &str| text.len() == VERSION_LEN && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let versions: Vec<String> = versions.split('-').map(str::to_owned).collect();
        let quote = Self { from: (first.to_owned(), number(start)?), to: (last.to_owned(), number(end)?), versions };
        let several = quote.from.0 != quote.to.0;
        let in_order = several || quote.from.1 < quote.to.1;
        let right =
            in_order && several == (quote.versions.len() > 1) && quote.versions.iter().all(|one| is_version(one));
        (right && parts.next().is_none()).then_some(quote)
    }

    /// As the value of `quote=`.
    pub fn to_value(&self) -> String {
        let (from, to) = (self.from.1.to_string(), self.to.1.to_string());
        // By way of slices: to join texts of one's own is another kilobyte in the browser.
        let versions: Vec<&str> = self.versions.iter().map(String::as_str).collect();
        [&self.from.0, ".", &from, "-", &self.to.0, ".", &to, ".", &versions.join("-")].concat()
    }

    /// Which scalars of its `nth` paragraph it covers, where that has `len` of them; `None` where they are not there.
    pub fn range(&self, nth: usize, len: usize) -> Option<Range<usize>> {
        let start = if nth == 0 { self.from.1 } else { 0 };
        let end = if nth + 1 == self.versions.len() { self.to.1 } else { len };
        (start < end && end <= len).then_some(start..end)
    }
}

/// A number of at most nine digits.
fn number(text: &str) -> Option<usize> {
    let right = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| text.bytes().fold(0, |number, byte| number * 10 + usize::from(byte - b'0')))
}

/// The fingerprint of texts: FNV-1a of 64 bits, of which the upper 48 are written in hexadecimal. Between two texts stands
/// a byte that no UTF-8 holds.
pub fn version(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xFF]));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let digit = |nth: usize| char::from(b"0123456789abcdef"[(hash >> (60 - 4 * nth)) as usize & 15]);
    (0..VERSION_LEN).map(digit).collect()
}

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It stands as it stood.
    Kept,
    /// It is not there any more.
    Struck,
    /// It was not there before.
    Added,
}

/// What became of quoted words: those of `old` between two bytes, and what stands there in `new`, in runs. Whole words.
pub fn changes(old: &str, quoted: &Range<usize>, new: &str) -> Vec<(Change, String)> {
    let (before, after): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let start = |word: &str| word.as_ptr() as usize - old.as_ptr() as usize;
    let inside = |word: &str| start(word) < quoted.end && start(word) + word.len() > quoted.start;
    let mut runs: Vec<(Change, String)> = Vec::new();
    let (mut i, mut j, mut begun) = (0, 0, false);
    let lengths = common(&before, &after);
    let at = |i: usize, j: usize| lengths[i * (after.len() + 1) + j];
    while i < before.len() || j < after.len() {
        let together = i < before.len() && j < after.len() && before[i] == after[j];
        let (change, word) = if together {
            (i, j) = (i + 1, j + 1);
            (Change::Kept, before[i - 1])
        } else if i < before.len() && (j == after.len() || at(i + 1, j) >= at(i, j + 1)) {
            i += 1;
            (Change::Struck, before[i - 1])
        } else {
            j += 1;
            (Change::Added, after[j - 1])
        };
        // What was added counts where it stands among quoted words.
        let counts = if change == Change::Added { begun } else { inside(word) };
        if begun && change != Change::Added && !counts {
            break;
        }
        begun |= counts;
        if counts {
            match runs.last_mut().filter(|(last, _)| *last == change) {
                Some((_, text)) => text.push_str(&[" ", word].concat()),
                None => runs.push((change, word.to_owned())),
            }
        }
    }
    // Words added behind the last quoted one are not about the quote.
    while runs.last().is_some_and(|(change, _)| *change == Change::Added)
        && runs.iter().any(|run| run.0 != Change::Added)
        && !ends_struck(&runs)
    {
        runs.pop();
    }
    runs
}

/// Whether what was added last takes the place of what was struck.
fn ends_struck(runs: &[(Change, String)]) -> bool {
    runs.len().checked_sub(2).is_some_and(|nth| runs[nth].0 == Change::Struck)
}

/// How long the longest row of words is that both have in order, from each place on.
fn common(a: &[&str], b: &[&str]) -> Vec<u32> {
    let width = b.len() + 1;
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = match a[i] == b[j] {
                true => lengths[(i + 1) * width + j + 1] + 1,
                false => lengths[(i + 1) * width + j].max(lengths[i * width + j + 1]),
            };
        }
    }
    lengths
}
