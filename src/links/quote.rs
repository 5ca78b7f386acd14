//! Quotes: the address of quoted words, and the word diff between a quote and an edited text. This is
//! the part of [`super`] that also runs in the browser.
//!
//! ```text
//! ?quote=p-x7k2.120-p-b9m4.35.5d41402abc4b-9b74c9897bac#p-x7k2
//!        └start─┘   └─ end ┘  └ a version for each paragraph from the first to the last
//! ```
//!
//! Offsets count Unicode scalars of the verbatim paragraph. A version that differs from the paragraph's own shows that the
//! paragraph was edited after the link was made.
//!
//! Not here: marking words in a page, and fetching former texts (the app does both).

use std::ops::Range;

use super::version::LINK_DIGITS;

/// The digits of the greatest offset that is read.
const MAX_OFFSET_DIGITS: usize = 9;

/// The most paragraphs of a quote. With more, a link would be longer than 3 kB, and one that somebody made up could keep a page busy.
pub const MAX_QUOTED_PARAGRAPHS: usize = 200;

/// The most pairs of words that a diff compares, four megabytes of memory for every million. More would stop the page for a second.
const MAX_COMPARED_PAIRS: usize = 4_000_000;

/// A quotation: a range of words in one or more paragraphs, as they were when the link was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The beginning, in the first paragraph.
    pub start: QuoteBoundary,
    /// The end, in the last paragraph.
    pub end: QuoteBoundary,
    /// The version of each paragraph, from the first to the last.
    pub versions: Vec<String>,
}

/// A boundary of a quote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuoteBoundary {
    /// The anchor of the paragraph.
    pub anchor: String,
    /// The offset in the paragraph, in Unicode scalars.
    pub offset: usize,
}

impl Quote {
    /// The quote that a value of `quote=` describes; `None` if the value is malformed.
    pub fn parse(value: &str) -> Option<Self> {
        let mut parts = value.split('.');
        let (first, middle) = (parts.next()?, parts.next()?);
        let (end, versions) = (parts.next()?, parts.next()?);
        let (start, last) = middle.split_once('-')?;
        let is_version = |text: &str| text.len() == LINK_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let start = QuoteBoundary { anchor: first.to_owned(), offset: parse_offset(start)? };
        let end = QuoteBoundary { anchor: last.to_owned(), offset: parse_offset(end)? };
        if versions.len() > MAX_QUOTED_PARAGRAPHS * (LINK_DIGITS + 1) {
            return None;
        }
        let versions: Vec<String> = versions.split('-').map(str::to_owned).collect();
        let several = start.anchor != end.anchor;
        let in_order = several || start.offset < end.offset;
        let valid = in_order && several == (versions.len() > 1) && versions.iter().all(|version| is_version(version));
        (valid && parts.next().is_none()).then_some(Self { start, end, versions })
    }

    /// The value of `quote=` that describes the quote.
    pub fn to_value(&self) -> String {
        let (start, end) = (self.start.offset.to_string(), self.end.offset.to_string());
        // Joined as slices: joining owned strings adds a kilobyte to the app.
        let versions: Vec<&str> = self.versions.iter().map(String::as_str).collect();
        [&self.start.anchor, ".", &start, "-", &self.end.anchor, ".", &end, ".", &versions.join("-")].concat()
    }

    /// The quoted range in the `nth` paragraph, in scalars, if that paragraph has `len` of them; `None` if the range is
    /// empty or exceeds the paragraph.
    pub fn range(&self, nth: usize, len: usize) -> Option<Range<usize>> {
        let start = if nth == 0 { self.start.offset } else { 0 };
        let end = if nth + 1 == self.versions.len() { self.end.offset } else { len };
        (start < end && end <= len).then_some(start..end)
    }
}

fn parse_offset(text: &str) -> Option<usize> {
    let valid = (1..=MAX_OFFSET_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.bytes().fold(0, |number, byte| number * 10 + usize::from(byte - b'0')))
}

/// An operation of a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffOp {
    /// The words are in both texts.
    Equal,
    /// The words are only in the old text.
    Delete,
    /// The words are only in the new text.
    Insert,
}

/// Successive words with the same operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffRun {
    /// The operation.
    pub op: DiffOp,
    /// The words, separated by single blanks.
    pub text: String,
}

/// The word diff of the quoted part of a text: the words of `old` that the byte range `quoted` touches, and the words
/// among them in `new`. `None` where too many words differ to compare them.
pub fn diff_words(old: &str, quoted: &Range<usize>, new: &str) -> Option<Vec<DiffRun>> {
    let (old_words, new_words): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let start = |word: &str| word.as_ptr() as usize - old.as_ptr() as usize;
    let is_quoted = |word: &str| start(word) < quoted.end && start(word) + word.len() > quoted.start;
    let mut runs: Vec<DiffRun> = Vec::new();
    for DiffWord { op, word } in word_diff(&old_words, &new_words)? {
        // An insertion belongs to the quote if quoted words precede it.
        let belongs = if op == DiffOp::Insert { !runs.is_empty() } else { is_quoted(word) };
        if !belongs && op != DiffOp::Insert && !runs.is_empty() {
            break;
        }
        if !belongs {
            continue;
        }
        match runs.last_mut().filter(|last| last.op == op) {
            Some(last) => last.text.push_str(&[" ", word].concat()),
            None => runs.push(DiffRun { op, text: word.to_owned() }),
        }
    }
    // Words inserted after the last quoted word are not part of the quote, unless they replace deleted ones.
    if let [.., before, last] = &runs[..]
        && last.op == DiffOp::Insert
        && before.op != DiffOp::Delete
    {
        runs.pop();
    }
    Some(runs)
}

/// A word of a diff.
struct DiffWord<'a> {
    op: DiffOp,
    word: &'a str,
}

/// The diff of two lists of words along a longest common subsequence. Deletions precede insertions. What both begin and end with
/// is not compared word by word. `None` where the rest is too long for that.
fn word_diff<'a>(old: &[&'a str], new: &[&'a str]) -> Option<Vec<DiffWord<'a>>> {
    let shorter = old.len().min(new.len());
    let mut head = 0;
    while head < shorter && old[head] == new[head] {
        head += 1;
    }
    let (mut old_end, mut new_end) = (old.len(), new.len());
    while old_end > head && new_end > head && old[old_end - 1] == new[new_end - 1] {
        (old_end, new_end) = (old_end - 1, new_end - 1);
    }
    if (old_end - head).saturating_mul(new_end - head) > MAX_COMPARED_PAIRS {
        return None;
    }
    let equal = |words: &[&'a str], diff: &mut Vec<DiffWord<'a>>| {
        diff.extend(words.iter().map(|word| DiffWord { op: DiffOp::Equal, word }));
    };
    let mut diff = Vec::new();
    equal(&old[..head], &mut diff);
    diff_middle(&old[head..old_end], &new[head..new_end], &mut diff);
    equal(&old[old_end..], &mut diff);
    Some(diff)
}

fn diff_middle<'a>(old: &[&'a str], new: &[&'a str], diff: &mut Vec<DiffWord<'a>>) {
    let lengths = lcs_lengths(old, new);
    let length = |i: usize, j: usize| lengths[i * (new.len() + 1) + j];
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            diff.push(DiffWord { op: DiffOp::Equal, word: old[i] });
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || length(i + 1, j) >= length(i, j + 1)) {
            diff.push(DiffWord { op: DiffOp::Delete, word: old[i] });
            i += 1;
        } else {
            diff.push(DiffWord { op: DiffOp::Insert, word: new[j] });
            j += 1;
        }
    }
}

/// The length of the longest common subsequence of `a[i..]` and `b[j..]`, at `i * (b.len() + 1) + j`.
///
/// Method: the dynamic programme of Wagner and Fischer (1974), "The String-to-String Correction Problem".
fn lcs_lengths(a: &[&str], b: &[&str]) -> Vec<u32> {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{DiffOp, diff_words, word_diff};
    use crate::random::Random;

    impl Random {
        /// Few different words, so that there are several longest common subsequences.
        fn words(&mut self) -> Vec<&'static str> {
            (0..1 + self.below(12)).map(|_| ["a", "b", "c", "dé", ""][self.below(5)]).collect()
        }
    }

    /// The length of a longest common subsequence, by its definition.
    fn lcs_length(a: &[&str], b: &[&str], known: &mut BTreeMap<(usize, usize), usize>) -> usize {
        let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) else { return 0 };
        if let Some(length) = known.get(&(a.len(), b.len())) {
            return *length;
        }
        let together = usize::from(first_a == first_b) * (1 + lcs_length(rest_a, rest_b, known));
        let length = together.max(lcs_length(rest_a, b, known)).max(lcs_length(a, rest_b, known));
        known.insert((a.len(), b.len()), length);
        length
    }

    #[test]
    fn a_diff_keeps_a_longest_common_subsequence_and_has_both_texts() {
        let mut random = Random(1);
        for case in 0..600 {
            let (old, new) = (random.words(), random.words());
            let diff = word_diff(&old, &new).unwrap_or_default();
            let without = |op: DiffOp| diff.iter().filter(|it| it.op != op).map(|it| it.word).collect::<Vec<_>>();
            assert_eq!(without(DiffOp::Insert), old, "case {case}");
            assert_eq!(without(DiffOp::Delete), new, "case {case}");
            let equal = diff.iter().filter(|it| it.op == DiffOp::Equal).count();
            assert_eq!(equal, lcs_length(&old, &new, &mut BTreeMap::new()), "case {case}: {old:?} {new:?}");
        }
    }

    #[test]
    fn a_diff_of_long_texts_is_bounded() {
        let long: Vec<String> = (0..40_000).map(|nth| format!("w{nth}")).collect();
        let old = long.join(" ");
        let edited = old.replace("w20000 ", "changed ");
        let runs = diff_words(&old, &(0..old.len()), &edited).unwrap_or_default();
        assert_eq!(runs.iter().filter(|run| run.op != DiffOp::Equal).count(), 2, "one word, struck and added");
        let other = old.replace('w', "v");
        assert!(diff_words(&old, &(0..old.len()), &other).is_none());
    }

    #[test]
    fn the_diff_of_a_quote_has_exactly_the_quoted_words() {
        let mut random = Random(2);
        for case in 0..600 {
            let (old, new) = (random.words().join(" "), random.words().join(" "));
            let start = old.floor_char_boundary(random.below(old.len() + 1));
            let quoted = start..old.floor_char_boundary(start + random.below(old.len() - start + 1));
            let runs = diff_words(&old, &quoted, &new).unwrap_or_default();
            let mut at = 0;
            let touched = old.split(' ').filter(|word| {
                let range = at..at + word.len();
                at = range.end + 1;
                range.start < quoted.end && range.end > quoted.start
            });
            let touched: Vec<&str> = touched.collect();
            let shown = runs.iter().filter(|run| run.op != DiffOp::Insert).flat_map(|run| run.text.split(' '));
            let shown: Vec<&str> = shown.filter(|word| !word.is_empty()).collect();
            let touched: Vec<&str> = touched.into_iter().filter(|word| !word.is_empty()).collect();
            assert_eq!(shown, touched, "case {case}: {old:?} {quoted:?} {new:?}");
            assert!(runs.windows(2).all(|pair| pair[0].op != pair[1].op), "case {case}: {runs:?}");
        }
    }
}
