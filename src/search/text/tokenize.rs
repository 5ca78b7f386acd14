//! The tokenizer: a text becomes folded tokens, in lower case, without diacritics, apostrophes and possessives.
//!
//! The same rules fold what is indexed, what is typed and what is marked, in the browser as natively. Not here: stemming
//! ([`super::light_stem`]), and a Unicode normaliser, which alone would outweigh the rest of the search.

use std::ops::Range;

use crate::search::text::chars::{is_ignorable, is_unspaced, is_word, push_folded};

/// The longest form, in characters; the rest of a longer word is not compared. Longer words are addresses and noise, and
/// each would be an entry of the dictionary.
const MAX_FORM_CHARS: usize = 48;

/// The English clitics that follow an apostrophe and are dropped: nobody searches for them.
const CLITICS: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// The smallest unit of a text: what stands between blanks, hyphens and punctuation, or one character of a script that
/// writes no blanks.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// The folded form, as a range of the buffer that holds the forms of all tokens one after the other. A string for each
    /// token would double the time it takes to read a text.
    pub(crate) form: Range<usize>,
    /// The bytes of the text, without a possessive or another clitic.
    pub(crate) range: Range<usize>,
    /// Whether a hyphen, full stop or underscore and no blank joins it to the token before.
    pub(crate) is_joined: bool,
    /// Whether it is one character of a script without blanks.
    pub(crate) is_unspaced: bool,
}

/// The folded form of a text: its tokens with a space between them. `Größe-Éclair’s P&L` gives `grosse eclair p&l`.
pub fn fold(text: &str) -> String {
    let mut forms = String::new();
    let tokens = tokenize(text, &mut forms);
    let mut folded = String::new();
    for form in tokens.iter().filter_map(|token| forms.get(token.form.clone())) {
        folded.push_str(if folded.is_empty() { "" } else { " " });
        folded.push_str(form);
    }
    folded
}

/// The tokens of a text, in order; their forms are appended to `forms`.
pub(crate) fn tokenize(text: &str, forms: &mut String) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut is_joined = false;
    while let Some(c) = char_at(text, at) {
        if !is_word(c) || is_ignorable(c) {
            at += c.len_utf8();
            continue;
        }
        let (token, next) =
            if is_unspaced(c) { unspaced_token(at, c, forms) } else { word_token(text, at, is_joined, forms) };
        is_joined = joins_next(text, next);
        at = next;
        if !token.form.is_empty() {
            tokens.push(token);
        }
    }
    tokens
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The token of one character, and where the text goes on.
fn unspaced_token(at: usize, c: char, forms: &mut String) -> (Token, usize) {
    let (next, start) = (at + c.len_utf8(), forms.len());
    forms.push(c);
    (Token { form: start..forms.len(), range: at..next, is_joined: false, is_unspaced: true }, next)
}

/// The token of the word that begins at `start`, and where the text goes on.
fn word_token(text: &str, start: usize, is_joined: bool, forms: &mut String) -> (Token, usize) {
    let mut word = WordScanner { text, at: start, forms, first: 0, chars: 0, apostrophe: None };
    word.first = word.forms.len();
    word.scan();
    let end = word.drop_clitic().unwrap_or(word.at);
    let end = word.take_sign().unwrap_or(end);
    (Token { form: word.first..word.forms.len(), range: start..end, is_joined, is_unspaced: false }, word.at)
}

/// What a character is to the word it follows.
enum CharClass {
    /// A part of the word, to be folded.
    Word,
    /// An apostrophe inside the word.
    Apostrophe,
    /// A sign that the form keeps, as in `p&l` and `3.2`.
    Kept,
    /// A sign that the form drops, as in `10,000`.
    Dropped,
    /// No part of the word.
    End,
}

/// The class of a character between two others.
fn classify(before: char, c: char, after: char) -> CharClass {
    if is_word(c) && !is_unspaced(c) || is_ignorable(c) {
        return CharClass::Word;
    }
    let between_digits = before.is_ascii_digit() && after.is_ascii_digit();
    match c {
        _ if is_apostrophe(c) && is_word(after) && !is_unspaced(after) => CharClass::Apostrophe,
        '&' if is_word(before) && is_word(after) => CharClass::Kept,
        '.' if between_digits => CharClass::Kept,
        ',' if between_digits => CharClass::Dropped,
        _ => CharClass::End,
    }
}

/// A word on its way from the text into the buffer of forms.
struct WordScanner<'a> {
    text: &'a str,
    /// The byte of the text that comes next.
    at: usize,
    forms: &'a mut String,
    /// Where the form begins in `forms`.
    first: usize,
    /// The number of word characters so far.
    chars: usize,
    /// The last apostrophe: its byte in the text, and the length of `forms` at that place.
    apostrophe: Option<(usize, usize)>,
}

impl WordScanner<'_> {
    /// Reads up to the first character that is no part of the word.
    fn scan(&mut self) {
        let mut before = ' ';
        while let Some(c) = char_at(self.text, self.at) {
            if c.is_ascii_alphanumeric() {
                // Nearly all characters of most texts, and so nearly all of the work.
                self.push_with(|forms| forms.push(c.to_ascii_lowercase()));
            } else {
                let after = char_at(self.text, self.at + c.len_utf8()).unwrap_or(' ');
                match classify(before, c, after) {
                    CharClass::Word => self.push_with(|forms| push_folded(c, forms)),
                    CharClass::Apostrophe => self.apostrophe = Some((self.at, self.forms.len())),
                    CharClass::Kept if self.chars < MAX_FORM_CHARS => self.forms.push(c),
                    CharClass::Kept | CharClass::Dropped => {}
                    CharClass::End => return,
                }
            }
            before = c;
            self.at += c.len_utf8();
        }
    }

    /// Counts a word character, and appends it unless the form is long enough.
    fn push_with(&mut self, push: impl FnOnce(&mut String)) {
        if self.chars < MAX_FORM_CHARS {
            push(self.forms);
        }
        self.chars += 1;
    }

    /// Drops a clitic from the end of the form; the byte of its apostrophe where there was one.
    fn drop_clitic(&mut self) -> Option<usize> {
        let (place, len) = self.apostrophe.filter(|(_, len)| *len > self.first)?;
        let clitic = self.forms.get(len..)?;
        if !CLITICS.contains(&clitic) {
            return None;
        }
        self.forms.truncate(len);
        Some(place)
    }

    /// Takes the sign of `C++` or `C#` into the form; where the word ends with it.
    fn take_sign(&mut self) -> Option<usize> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let sign = ["++", "#"].into_iter().find(|sign| self.chars <= 2 && rest.starts_with(sign))?;
        self.forms.push_str(sign);
        self.at += sign.len();
        Some(self.at)
    }
}

/// Whether a hyphen, full stop or underscore stands at a byte, with a word right behind it.
fn joins_next(text: &str, at: usize) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    let sign = rest.next();
    matches!(sign, Some('-' | '\u{2010}' | '\u{2011}' | '_' | '.'))
        && rest.next().is_some_and(|c| is_word(c) && !is_unspaced(c))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}
