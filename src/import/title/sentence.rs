//! Which sentence of a prompt asks, and what of it makes a title.
//!
//! Not here: what is left out of it ([`super::lead`], [`super::shorten`]), and what is done where no sentence will do ([`super`]).

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::direct::direct;
use super::english::asking::{QUESTION_WORDS, REQUESTS};
use super::english::clauses::DANGLING;
use super::english::vague::{GUESSES, WEAK_QUESTIONS};
use super::lead::{asked, first_clause, quoted_question, without_notes};
use super::question::{
    asks_anew, begins_as_question, begins_with, begins_with_any, begins_with_pronoun, first_word, is_auxiliary,
    is_check, is_open_ended, is_remark, meaning, question_starts, refers, unnamed,
};
use super::shorten::{Asks, fits, fitted};
use super::{GOOD_CONTENT, LATER, capitalised};
use crate::language::script::is_question;
use crate::language::sentences::sentences;
use crate::language::words::Words;

/// The least characters of a title that says something.
const MIN_CHARS: usize = 12;

/// The words behind a question that make it one that the answer is not of.
const PASSED_OVER_WORDS: usize = 12;

/// The fewest words of a question that has no verb where one asks.
const MIN_WORDS: usize = 4;

/// The most words of a quotation that is a name.
const MAX_QUOTED_WORDS: usize = 3;

/// The most words of a subject that is named.
const MAX_TOPIC_WORDS: usize = 10;

/// How much a question gains by its words that come back in the reply, by their rarity.
const ANSWERED: f64 = 0.2;

/// The most rarity that counts.
const MOST_ANSWERED: f64 = 12.0;

/// The most characters of a title that is read at a glance.
const SHORT: usize = 80;

/// How much a sentence tells by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tells {
    /// Nothing: whether one was understood, or what a remark is of.
    Nothing,
    /// What is meant is not asked, but said with a mark behind it, or only half of it is there.
    Little,
    /// What is asked of is named elsewhere.
    Hanging,
    /// What is asked.
    Enough,
}

/// A sentence that may be a title.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) text: String,
    /// The words that it is about.
    pub(super) content: usize,
    /// Whether it asks for something.
    pub(super) asks: bool,
    pub(super) tells: Tells,
    /// Whether it begins with a pronoun for what is named elsewhere: "How did it …?"
    pub(super) hangs: bool,
    pub(super) score: f64,
}

impl Candidate {
    /// The same, where it is asked in the middle of an answer.
    pub(super) fn later(self) -> Self {
        let tells = if self.content < GOOD_CONTENT { self.tells.min(Tells::Hanging) } else { self.tells };
        Self { score: self.score - LATER, tells, ..self }
    }
}

/// What is known of an answer when its sentences are weighed.
pub(super) struct Around<'a> {
    /// The words of the phrases that it is about.
    pub(super) about: BTreeSet<String>,
    /// How rare a word of the reply is among the answers of the episode; nothing where the reply does not have it.
    pub(super) rarity: &'a dyn Fn(&str) -> f64,
    /// The names of those who speak.
    pub(super) names: &'a [&'a str],
    pub(super) words: Words,
}

/// The sentences of the prompt that may be titles, the best first.
pub(super) fn candidates(prompt: &[&str], of: &Around<'_>) -> Vec<Candidate> {
    let sentences: Vec<(&str, bool)> = prompt.iter().flat_map(|text| with_quoted(sentences(text))).collect();
    let quoted: Vec<bool> = sentences.iter().map(|(_, is_quoted)| *is_quoted).collect();
    let sentences: Vec<&str> = sentences.into_iter().map(|(sentence, _)| sentence).collect();
    let scored = (0..sentences.len()).filter(|at| !quoted[*at]).filter_map(|at| candidate(&sentences, at, of));
    let mut candidates: Vec<Candidate> = scored.collect();
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    candidates
}

/// The sentences of a paragraph, each with whether it goes on with a quotation that was begun before it.
fn with_quoted(sentences: Vec<&str>) -> Vec<(&str, bool)> {
    let count = |text: &str| text.matches(['"', '“', '”']).count();
    // A mark that is missing would make all that is behind it a quotation.
    let is_even = sentences.iter().map(|sentence| count(sentence)).sum::<usize>() % 2 == 0;
    let mut is_open = false;
    let with_quoted = |sentence| {
        let was_open = is_open && is_even;
        is_open ^= count(sentence) % 2 == 1;
        (sentence, was_open)
    };
    sentences.into_iter().map(with_quoted).collect()
}

/// A sentence as a title, if anything is left of it.
fn candidate(sentences: &[&str], at: usize, of: &Around<'_>) -> Option<Candidate> {
    let words = of.words;
    let bare = without_notes(sentences.get(at)?);
    let bare = quoted_question(&bare).unwrap_or(&bare).to_owned();
    // What is quoted is somebody else's, and half a quotation is nobody's.
    let quotes = bare.matches(['"', '“', '”']).count();
    if quotes % 2 == 1 {
        return None;
    }
    let has_mark = is_question(&bare);
    let Said { text, asks, is_told, is_unmarked } = said(&bare, has_mark, of)?;
    if text.matches(['"', '“', '”']).count() % 2 == 1 {
        return None;
    }
    let content: BTreeSet<String> = words.content(&text).collect();
    if asks == Asks::Nothing && content.is_empty() {
        return None;
    }
    let meant = meaning(&text, words);
    let shared = content.iter().filter(|word| of.about.contains(*word)).count();
    let answered = content.iter().map(|word| (of.rarity)(word)).sum();
    let place = (at + 1) as f64 / sentences.len() as f64;
    let is_topic = is_told && !asks_anew(&text) && !QUESTION_WORDS.contains(&first_word(&text).as_str());
    let (text, is_topic) = if is_topic { named(&text, &bare)? } else { (text, false) };
    let heard = Heard { has_mark, asks, is_topic, quotes, answered, meant, place };
    let passed = if has_mark && is_passed_over(&sentences[at + 1..]) { passed_over(&text, words) } else { 0.0 };
    let score = heard.score(&text, words) - passed;
    let tells = match words.is_english() {
        true => tells(&text, asks, meant, shared),
        false => tells_elsewhere(asks, meant),
    };
    Some(Candidate {
        content: meant,
        text: finished(&text, (has_mark || is_unmarked) && !is_topic, is_told),
        asks: asks != Asks::Nothing,
        tells,
        hangs: words.is_english() && begins_with_pronoun(&text, words),
        score,
    })
}

/// What is left of a sentence as a title.
struct Said {
    text: String,
    asks: Asks,
    /// Whether it is told and not asked: "… how that went".
    is_told: bool,
    /// Whether it asks without a mark.
    is_unmarked: bool,
}

/// A sentence without what is said before one asks, as it asks, in as many characters as a title has.
fn said(bare: &str, has_mark: bool, of: &Around<'_>) -> Option<Said> {
    let words = of.words;
    if !words.is_english() {
        let asks = if has_mark { Asks::Directly } else { Asks::Nothing };
        return Some(Said { text: fitted(bare, asks, words)?, asks, is_told: false, is_unmarked: false });
    }
    let (text, is_told) = asked(bare, of.names);
    let direct = if is_told { direct_question(&text) } else { None };
    if let Some(text) = direct.and_then(|direct| fitted(&direct, Asks::Told, words)) {
        let text = without_remark(&text, words);
        return Some(Said { text, asks: Asks::Told, is_told: false, is_unmarked: true });
    }
    let requests = begins_with_any(&text, &REQUESTS);
    // Not every transcript has a mark behind every question.
    let is_unmarked = asks_anew(&text) && QUESTION_WORDS.contains(&first_word(&text).as_str());
    let asks = match (is_told, has_mark || requests || is_unmarked) {
        (true, _) => Asks::Told,
        (false, true) => Asks::Directly,
        (false, false) => Asks::Nothing,
    };
    let text = if is_told { first_clause(&text, words).to_owned() } else { text };
    let text = without_remark(&fitted(&text, asks, words)?, words);
    Some(Said { text, asks, is_told, is_unmarked })
}

/// What is told as a question that asks by itself: all of it, its first clause, or one that is asked behind it.
fn direct_question(told: &str) -> Option<String> {
    if asks_anew(told) {
        return None;
    }
    let head = told.split_once(", ").map(|(head, _)| head);
    let behind = || {
        let starts = question_starts(told);
        let is_apart = |start: &usize| told[..*start].trim_end().ends_with([',', ';', ':', '-', '–', '—']);
        starts.into_iter().find(is_apart).map(|start| told[start..].to_owned())
    };
    direct(told).or_else(|| direct(head?)).or_else(behind)
}

/// What a wish to talk names, and true. Where one word would be left, the request stays as it is.
fn named(text: &str, request: &str) -> Option<(String, bool)> {
    let topic = topic(text);
    let is_bare = topic.as_ref().is_none_or(|topic| !topic.contains(' ') && text.contains(' '));
    match is_bare && fits(request) && begins_with_any(request, &REQUESTS) {
        true => Some((request.to_owned(), false)),
        false => Some((topic?, true)),
    }
}

/// What a wish to talk names, in a few words: without an article before it, and "here" and what is said of it behind.
fn topic(text: &str) -> Option<String> {
    const NAMELESS: [&str; 29] = [
        "something",
        "anything",
        "that",
        "this",
        "it",
        "these",
        "those",
        "one",
        "some",
        "them",
        "there",
        "all",
        "everything",
        "things",
        "if",
        "whether",
        "you",
        "two",
        "couple",
        "either",
        "bunch",
        "background",
        "few",
        "both",
        "any",
        "other",
        "another",
        "in",
        "to",
    ];
    if NAMELESS.contains(&first_word(text).as_str()) || begins_with_any(text, &["a question", "questions"]) {
        return None;
    }
    let text = text.trim_end_matches(['.', '!', ',', '?', ' ']);
    let ends =
        [", ", " if ", " because ", " so that ", " and then ", " and how ", " and what ", " and why ", " - ", " -- "];
    let is_long = text.split(' ').count() > MAX_TOPIC_WORDS;
    let end = ends.iter().filter(|end| is_long || **end != ", ").filter_map(|end| text.find(end)).min();
    let text = end.map_or(text, |end| &text[..end]);
    let text = text.strip_prefix("the ").unwrap_or(text);
    let ends =
        [" here", " then", " first", " next", " now", " too", " briefly", " quickly", " real quick", " in general"];
    let text = ends.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let is_cut = text.rsplit(' ').next().is_some_and(|last| DANGLING.contains(&last));
    (!is_cut && text.split(' ').count() <= MAX_TOPIC_WORDS && text.chars().count() <= SHORT).then(|| text.to_owned())
}

/// A question without a remark of the host before it, if it asks enough by itself: "I know it's hard, but what would you …?"
fn without_remark(text: &str, words: Words) -> String {
    if !is_remark(text) {
        return text.to_owned();
    }
    let behind = question_starts(text).into_iter().map(|at| &text[at..]);
    let mut behind = behind.filter(|asked| meaning(asked, words) >= GOOD_CONTENT && unnamed(asked) == 0);
    behind.next().unwrap_or(text).to_owned()
}

/// What is seen of a sentence.
struct Heard {
    has_mark: bool,
    asks: Asks,
    /// Whether it names a subject, and asks nothing of it.
    is_topic: bool,
    quotes: usize,
    /// How rare its words are that come back in the reply, together.
    answered: f64,
    /// The words that say what it is about.
    meant: usize,
    /// Where it stands in the prompt, up to 1 at its end.
    place: f64,
}

impl Heard {
    fn score(&self, text: &str, words: Words) -> f64 {
        let requests = match (self.is_topic, self.asks, self.has_mark) {
            (true, ..) => 2.0,
            (false, Asks::Told, true) => 0.5,
            (false, Asks::Told, false) | (false, Asks::Directly, false) => 3.5,
            _ => 0.0,
        };
        let of_language = match words.is_english() {
            true => 0.2 * self.place + of_english(text, self.asks, self.has_mark),
            false => 0.8 * self.place,
        };
        let asks = if self.has_mark { 3.0 } else { 0.0 };
        let quoted = if self.quotes > 0 { 1.0 } else { 0.0 };
        asks + requests + of_language + of_content(text, self.meant) + ANSWERED * self.answered.min(MOST_ANSWERED)
            - quoted
    }
}

/// What a title gains by the words that it is about, and loses by being short.
fn of_content(text: &str, content: usize) -> f64 {
    0.5 * content.min(5) as f64
        - if content < GOOD_CONTENT { 1.5 } else { 0.0 }
        - if text.chars().count() < MIN_CHARS { 2.0 } else { 0.0 }
}

/// What a title gains and loses by how it asks in English.
fn of_english(text: &str, asks: Asks, has_mark: bool) -> f64 {
    let is_open = QUESTION_WORDS.contains(&first_word(text).as_str());
    let is_direct = begins_as_question(text);
    let lower = format!(" {} ", text.to_lowercase());
    let is_to_guest =
        lower.contains(" you ") || lower.contains(" your ") || lower.contains(" you've ") || lower.contains(" you're ");
    let is_of_host = [" i ", " i'm ", " my "].iter().any(|of| lower.contains(of));
    (if is_open { 1.3 } else { 0.0 }) + (if is_to_guest { 0.5 } else { 0.0 })
        - if is_of_host && !is_to_guest { 1.0 } else { 0.0 }
        - if has_mark && asks != Asks::Told && !is_direct { 1.5 } else { 0.0 }
        - if is_remark(text) { 1.0 } else { 0.0 }
        - if quotes_speech(text) { 1.5 } else { 0.0 }
        - if text.contains(" -- ") { 1.0 } else { 0.0 }
        - if is_check(text) { 5.0 } else { 0.0 }
        - if begins_with_any(text, &WEAK_QUESTIONS) { 2.0 } else { 0.0 }
        - if begins_with_any(text, &GUESSES) { 1.0 } else { 0.0 }
        - if is_open_ended(text) { 1.5 } else { 0.0 }
        - if refers(text) { 0.5 } else { 0.0 }
        - if text.chars().count() > SHORT { 0.5 } else { 0.0 }
        - 0.4 * unnamed(text).min(3) as f64
}

/// Whether a text is a clause that another should follow: "When you first launched".
fn is_subordinate(text: &str) -> bool {
    let first = first_word(text);
    let hangs =
        matches!(first.as_str(), "if" | "since" | "as" | "because" | "while" | "when" | "where" | "although" | "than");
    // In lower case: "Which is better?" begins a sentence.
    let is_relative =
        ["which is ", "which are ", "which was ", "which were "].iter().any(|begin| text.starts_with(begin));
    is_relative || hangs && question_starts(text).is_empty()
}

/// Whether a text without a verb of its own asks: "What other ways?", "Any tips for founders?", "Talk about that".
fn begins_as_request(text: &str) -> bool {
    let first = first_word(text);
    let is_any = matches!(first.as_str(), "any" | "anything" | "anyone" | "anybody" | "anywhere" | "favorite");
    is_any || QUESTION_WORDS.contains(&first.as_str()) || begins_with_any(text, &REQUESTS)
}

/// Whether a few words ask with nothing but a mark: "The solution?"
fn is_fragment(text: &str) -> bool {
    text.split(' ').count() < MIN_WORDS && !asks_anew(text)
}

/// Whether what somebody says is quoted in a text, and not only a word or a name.
fn quotes_speech(text: &str) -> bool {
    let quoted = text.split(['"', '“', '”']).skip(1).step_by(2);
    quoted.into_iter().any(|quoted| quoted.split(' ').count() > MAX_QUOTED_WORDS)
}

/// How much an English sentence tells.
fn tells(text: &str, asks: Asks, content: usize, shared: usize) -> Tells {
    let unnamed = unnamed(text);
    let has_quotes = text.contains(['"', '“', '”']);
    if asks == Asks::Nothing {
        let of_host = text
            .split(' ')
            .any(|word| matches!(word, "I" | "I'm" | "I'll" | "I've" | "I'd" | "me" | "my" | "we" | "We"));
        let is_short = text.chars().count() <= SHORT;
        let names = content > GOOD_CONTENT
            && unnamed == 0
            && shared > 0
            && !is_remark(text)
            && !has_quotes
            && !of_host
            && is_short;
        return if names { Tells::Enough } else { Tells::Nothing };
    }
    // With a verb in front and a mark behind, a sentence asks of whatever stands between: "Do teams of ten need that?"
    let begins_with_verb = is_question(text) && is_auxiliary(&first_word(text));
    let is_statement =
        asks == Asks::Directly && question_starts(text).is_empty() && !begins_as_request(text) && !begins_with_verb;
    let count = text.split(' ').count();
    let is_bare = content == 0 && (count < MIN_WORDS - 1 || count < MIN_WORDS && !asks_anew(text));
    if is_check(text) || is_bare {
        Tells::Nothing
    } else if is_statement
        || is_remark(text)
        || is_fragment(text)
        || is_subordinate(text)
        || begins_with(text, "let's") && question_starts(text).is_empty()
        || quotes_speech(text)
        || content == 0 && is_open_ended(text)
    {
        Tells::Little
    } else if content == 0
        || content < GOOD_CONTENT && (unnamed > 0 || refers(text))
        || is_open_ended(text) && content < GOOD_CONTENT + 1
    {
        Tells::Hanging
    } else {
        Tells::Enough
    }
}

/// The same of a sentence of another language, by its words alone.
fn tells_elsewhere(asks: Asks, content: usize) -> Tells {
    if asks != Asks::Nothing || content > GOOD_CONTENT { Tells::Enough } else { Tells::Little }
}

/// Whether a question is followed by a good deal that asks nothing: then it was asked by somebody who is told of, or of oneself.
fn is_passed_over(after: &[&str]) -> bool {
    let said = after.iter().take_while(|sentence| !is_question(sentence));
    said.map(|sentence| sentence.split(' ').count()).sum::<usize>() > PASSED_OVER_WORDS
}

/// What a question loses by that: less where it is put to somebody.
fn passed_over(text: &str, words: Words) -> f64 {
    if words.is_english() && asks_anew(text) { 0.8 } else { 2.0 }
}

/// The text with the mark that it ends with, and a capital.
fn finished(text: &str, asks: bool, is_told: bool) -> String {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '?' | '.' | '!' | ',' | ';' | ':' | '-' | '–' | '—')
    });
    let is_direct = !is_told || asks_anew(bare);
    if text.ends_with(['"', '”']) {
        return capitalised(text.trim());
    }
    let mark = text.chars().next_back().filter(|c| matches!(c, '？' | '؟' | '。' | '\u{37e}'));
    match mark {
        Some(_) => capitalised(text.trim()),
        None if asks && is_direct => format!("{}?", capitalised(bare)),
        None => capitalised(bare),
    }
}

/// Whether a sentence asks something in earnest: not only with a mark behind a remark, nor whether one was understood.
pub(in crate::import) fn asks_in_earnest(sentence: &str) -> bool {
    let (asked, is_told) = asked(&without_notes(sentence), &[]);
    let is_request = begins_with_any(&asked, &REQUESTS);
    let has_verb = !question_starts(&asked).is_empty() || is_auxiliary(&first_word(&asked));
    let is_asked = is_question(sentence) && (has_verb || begins_as_request(&asked));
    (is_told || is_request || is_asked) && !is_check(&asked)
}

/// The sentences of a paragraph without what somebody else is quoted to have said or asked.
pub(in crate::import) fn own_sentences(paragraph: &str) -> Vec<Cow<'_, str>> {
    let own = with_quoted(sentences(paragraph)).into_iter().map(|(sentence, is_quoted)| {
        let is_plain = !sentence.contains(['"', '“', '”']) || quoted_question(sentence).is_some();
        if is_plain && !is_quoted { Cow::Borrowed(sentence) } else { Cow::Owned(without_speech(sentence, is_quoted)) }
    });
    own.filter(|sentence| !sentence.is_empty()).collect()
}

/// A sentence without the quotations in it that are more than a name. `is_quoted`: it begins within one.
fn without_speech(sentence: &str, is_quoted: bool) -> String {
    let mut own = String::new();
    for (nth, piece) in sentence.split(['"', '“', '”']).enumerate() {
        let is_speech = (nth % 2 == 1) != is_quoted;
        if !is_speech || nth > 0 && !is_quoted && piece.split(' ').count() <= MAX_QUOTED_WORDS {
            own.push_str(piece);
        }
    }
    own.trim().to_owned()
}

/// Whether a sentence begins with a word that asks openly, such as "how", behind whatever is said before.
pub(in crate::import) fn begins_question(sentence: &str) -> bool {
    let (asked, is_told) = asked(sentence, &[]);
    is_told || QUESTION_WORDS.contains(&first_word(&asked).as_str())
}

/// Whether a sentence asks only whether one was understood, or may go on, behind whatever is said before.
pub(in crate::import) fn only_checks(sentence: &str) -> bool {
    is_check(&asked(sentence, &[]).0)
}
