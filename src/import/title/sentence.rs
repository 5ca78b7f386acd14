//! Which sentence of a prompt asks, and what of it makes a title.
//!
//! Not here: the phrases of English ([`super::english`]), and what is done where no sentence will do ([`super`]).

use std::collections::BTreeSet;

use super::english::{ASIDES, LEAD_INS, LEAD_WORDS, QUESTION_WORDS, REQUESTS, SUBJECTS, TAGS, TOLD_LEAD_INS, VERBS};
use super::{MAX_CHARS, capitalised};
use crate::language::script::is_question;
use crate::language::sentences::sentences;
use crate::language::words::Words;

/// The least characters of a title that says something.
const MIN_CHARS: usize = 12;

/// The fewest words of a title about something: with fewer a sentence is passed over if there is another.
const GOOD_CONTENT: usize = 2;

/// The words behind a question that make it one that the answer is not of.
const PASSED_OVER_WORDS: usize = 12;

/// A sentence that may be a title.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) text: String,
    /// The words that it is about.
    pub(super) content: usize,
    /// Whether it asks for something.
    pub(super) asks: bool,
    score: f64,
}

/// The sentences of the prompt that may be titles, the best first.
pub(super) fn candidates(prompt: &[&str], about: &[String], names: &[&str], words: Words) -> Vec<Candidate> {
    let sentences: Vec<&str> = prompt.iter().flat_map(|text| sentences(text)).collect();
    let about: BTreeSet<String> = about.iter().flat_map(|phrase| words.content(phrase)).collect();
    let scored = (0..sentences.len()).filter_map(|at| candidate(&sentences, at, &about, names, words));
    let mut candidates: Vec<Candidate> = scored.collect();
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    candidates
}

/// A sentence as a title, if anything is left of it.
fn candidate(
    sentences: &[&str],
    at: usize,
    about: &BTreeSet<String>,
    names: &[&str],
    words: Words,
) -> Option<Candidate> {
    let bare = without_notes(sentences.get(at)?);
    // What is quoted is somebody else's, and half a quotation is nobody's.
    let quotes = bare.matches(['"', '“', '”']).count();
    if quotes % 2 == 1 {
        return None;
    }
    let asks = is_question(&bare);
    let (text, is_told) = if words.is_english() { asked(&bare, names) } else { (bare.clone(), false) };
    let requests = words.is_english() && begins_with_any(&text, &REQUESTS);
    let is_statement = !asks && !requests && !is_told;
    let text = fitted(&text, is_statement, words)?;
    let content: BTreeSet<String> = words.content(&text).collect();
    if is_statement && content.is_empty() {
        return None;
    }
    let shared = content.iter().filter(|word| about.contains(*word)).count();
    let is_direct = !words.is_english() || begins_as_question(&text);
    let is_open = QUESTION_WORDS.contains(&first_word(&text).as_str());
    let score = if asks { 3.0 } else { 0.0 }
        + if requests || is_told { 3.5 } else { 0.0 }
        + if is_open { 0.7 } else { 0.0 }
        + 0.5 * content.len().min(6) as f64
        + 0.4 * shared.min(3) as f64
        + 0.8 * (at + 1) as f64 / sentences.len() as f64
        - if asks && !is_told && !is_direct { 1.5 } else { 0.0 }
        - if asks && is_passed_over(&sentences[at + 1..]) { 2.0 } else { 0.0 }
        - if content.len() < GOOD_CONTENT { 1.5 } else { 0.0 }
        - if quotes > 0 { 1.0 } else { 0.0 }
        - if text.chars().count() < MIN_CHARS { 2.0 } else { 0.0 };
    let marked = finished(&text, asks, is_told);
    Some(Candidate { content: content.len(), text: marked, asks: !is_statement, score })
}

/// Whether a question is followed by a good deal that asks nothing: then it was asked by somebody who is told of, or of oneself.
fn is_passed_over(after: &[&str]) -> bool {
    let said = after.iter().take_while(|sentence| !is_question(sentence));
    said.map(|sentence| sentence.split(' ').count()).sum::<usize>() > PASSED_OVER_WORDS
}

/// Whether a text begins as a question does: with what asks, a verb, or whom it is about.
fn begins_as_question(text: &str) -> bool {
    let first = first_word(text);
    let is_subject = SUBJECTS.contains(&first.as_str());
    QUESTION_WORDS.contains(&first.as_str()) || VERBS.contains(&first.as_str()) || is_subject
}

/// The text with the mark that it ends with, and a capital.
fn finished(text: &str, asks: bool, is_told: bool) -> String {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '?' | '.' | '!' | ',' | ';' | ':' | '-' | '–' | '—')
    });
    let is_direct = !is_told || is_direct_question(bare);
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

/// Whether a question is asked as one: "how do you …", not "how you …".
fn is_direct_question(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split([' ', ',']);
    let first = words.next().unwrap_or_default();
    VERBS.contains(&first) || words.take(3).any(|word| VERBS.contains(&word)) || first.contains("'s")
}

/// Whether a sentence begins with a word that asks openly, such as "how", behind whatever is said before.
pub(in crate::import) fn begins_question(sentence: &str) -> bool {
    let (asked, is_told) = asked(sentence, &[]);
    is_told || QUESTION_WORDS.contains(&first_word(&asked).as_str())
}

// ---- what is left out of a sentence

/// A text without what stands in brackets, and with single blanks.
fn without_notes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(if c == '’' { '\'' } else { c }),
            _ => {}
        }
    }
    kept.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The sentence without what is said before one asks and behind; and whether it is told rather than asked.
fn asked(sentence: &str, names: &[&str]) -> (String, bool) {
    let sentence = behind_break(sentence);
    let mut rest = sentence.as_str();
    let mut is_told = false;
    // Each round leaves a lead-in out, and a sentence has few.
    for _ in 0..12 {
        let before = rest;
        rest = without_name(rest, names);
        if let Some(shorter) = without_lead(rest, &TOLD_LEAD_INS, false) {
            (rest, is_told) = (shorter, true);
        } else if let Some(shorter) = without_lead(rest, &LEAD_INS, true) {
            rest = shorter;
        } else if let Some(shorter) = without_lead(rest, &LEAD_WORDS, false) {
            rest = shorter;
        }
        if rest == before {
            break;
        }
    }
    let rest = without_tags(&without_asides(rest));
    (without_twice(&without_name_behind(&rest, names)), is_told)
}

/// What stands behind the last break in a sentence, if that asks: "What does -- how do you …".
fn behind_break(sentence: &str) -> String {
    for dash in [" -- ", "-- ", " — ", "—", " – ", "… ", "... "] {
        if let Some((_, after)) = sentence.rsplit_once(dash) {
            let bare = without_lead(after, &LEAD_WORDS, false).unwrap_or(after);
            let first = first_word(bare);
            let asks = QUESTION_WORDS.contains(&first.as_str()) || VERBS.contains(&first.as_str());
            if asks && bare.split(' ').count() > 4 {
                return bare.to_owned();
            }
        }
    }
    sentence.to_owned()
}

/// The text behind one of these phrases. `needs_pause`: only where a mark or a word that asks follows.
fn without_lead<'a>(text: &'a str, leads: &[&str], needs_pause: bool) -> Option<&'a str> {
    let lead = leads.iter().find(|lead| begins_with(text, lead))?;
    let rest = &text[lead.len()..];
    let bare = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ':' | ';' | '-' | '–' | '—' | '.' | '…' | '!')
    });
    let has_pause = rest.trim_start().starts_with([',', ':', ';', '-', '–', '—', '.', '…', '!']);
    let first = first_word(bare);
    let goes_on = LEAD_WORDS.contains(&first.as_str())
        || QUESTION_WORDS.contains(&first.as_str())
        || VERBS.contains(&first.as_str());
    (bare.split(' ').count() > 1 && (!needs_pause || has_pause || goes_on)).then_some(bare)
}

/// Whether a text begins with these words.
fn begins_with(text: &str, phrase: &str) -> bool {
    let Some(start) = text.get(..phrase.len()) else { return false };
    let next = text[phrase.len()..].chars().next();
    start.eq_ignore_ascii_case(phrase) && next.is_none_or(|c| !c.is_alphanumeric() && c != '\'' && c != '-')
}

fn begins_with_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| begins_with(text, phrase))
}

/// The text without the name that somebody is called by at its beginning.
fn without_name<'a>(text: &'a str, names: &[&str]) -> &'a str {
    let Some((called, rest)) = text.split_once(", ") else { return text };
    let bare = LEAD_WORDS
        .iter()
        .find(|lead| begins_with(called, lead))
        .map_or(called, |lead| called[lead.len()..].trim_start());
    if is_name(bare, names) { rest } else { text }
}

/// The text without the name that somebody is called by at its end.
fn without_name_behind(text: &str, names: &[&str]) -> String {
    let bare = text.trim_end_matches(['?', '.', '!']);
    let called = bare.rsplit_once(", ").filter(|(_, called)| is_name(called, names));
    match called {
        Some((before, _)) => format!("{before}{}", &text[bare.len()..]),
        None => text.to_owned(),
    }
}

/// Whether somebody is called by this, the whole name or the first.
fn is_name(called: &str, names: &[&str]) -> bool {
    names.iter().any(|name| *name == called || name.split(' ').next() == Some(called))
}

/// The text without words that are said into it between commas.
fn without_asides(text: &str) -> String {
    let mut text = text.to_owned();
    for aside in ASIDES {
        for (said, instead) in [(format!(", {aside}, "), " "), (format!(", {aside} "), " ")] {
            if aside != "like" || said.ends_with(", ") {
                text = text.replace(&said, instead);
            }
        }
    }
    text
}

/// The text without what is said behind a question.
fn without_tags(text: &str) -> String {
    let bare = text.trim_end_matches(['?', '.', '!', ' ']);
    let mark = &text[bare.len()..];
    let lower = bare.to_ascii_lowercase();
    let cut = TAGS.iter().find_map(|tag| {
        let head = lower.strip_suffix(tag)?.trim_end();
        head.ends_with([',', '-', '–', '—']).then(|| head.trim_end_matches([',', '-', '–', '—', ' ']).len())
    });
    match cut {
        Some(len) if len > 0 => format!("{}{}", &bare[..len], if mark.is_empty() { "" } else { "?" }),
        _ => text.to_owned(),
    }
}

/// The text without words that are there twice in a row.
fn without_twice(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        let is_same = kept.last().is_some_and(|last| {
            last.trim_end_matches(',').eq_ignore_ascii_case(word) && word != "that" && word != "had"
        });
        if is_same {
            kept.pop();
        }
        kept.push(word);
    }
    kept.join(" ")
}

fn first_word(text: &str) -> String {
    text.split([' ', ',', '?', '.']).next().unwrap_or_default().to_lowercase()
}

// ---- sentences that are too long

/// The sentence in at most [`MAX_CHARS`], by leaving clauses out; `None` where that cannot be. A statement is whole or nothing.
fn fitted(text: &str, is_statement: bool, words: Words) -> Option<String> {
    let fits = |text: &str| text.chars().nth(MAX_CHARS).is_none();
    let tells = |text: &str| words.content(text).take(GOOD_CONTENT).count() == GOOD_CONTENT;
    if fits(text) {
        return Some(text.to_owned()).filter(|text| !text.is_empty());
    }
    if is_statement {
        return None;
    }
    if words.is_english() {
        // What fits is found first: the text can be as long as a file.
        let mut asking = clause_starts(text).into_iter().rev().map(|at| &text[at..]).take_while(|tail| fits(tail));
        if let Some(tail) = asking.find(|tail| asks_anew(tail) && tells(tail)) {
            return Some(without_lead(tail, &LEAD_WORDS, false).unwrap_or(tail).to_owned());
        }
        if !asks_anew(text) && !begins_with_any(text, &REQUESTS) {
            return None;
        }
    }
    let mark: String = text.chars().next_back().filter(|c| matches!(c, '?' | '？' | '؟')).into_iter().collect();
    let heads = clause_starts(text)
        .into_iter()
        .rev()
        .map(|at| text[..at].trim_end_matches([',', ' ', '-', '–', '—', ';', ':']));
    let heads = heads.chain(conjunctions(text).into_iter().rev().map(|at| text[..at].trim_end()));
    heads.filter(|head| fits(head) && tells(head)).map(|head| format!("{head}{mark}")).find(|head| fits(head))
}

/// Where clauses begin that a question can do without, though no comma stands before them.
fn conjunctions(text: &str) -> Vec<usize> {
    const WORDS: [&str; 9] = [
        " because ",
        " so that ",
        " given that ",
        " especially ",
        " versus ",
        " where ",
        " when ",
        " as you ",
        " and then ",
    ];
    let mut found: Vec<usize> = WORDS
        .iter()
        .flat_map(|word| text.match_indices(word).map(|(at, _)| at))
        .filter(|at| *at > MIN_CHARS * 2)
        .collect();
    found.sort_unstable();
    found
}

/// Where clauses begin: behind a comma, a dash or a semicolon.
fn clause_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let is_mark =
            matches!(c, ',' | ';' | '–' | '—' | ':' | '、' | '，') || c == '-' && bytes.get(end) == Some(&b' ');
        if is_mark && end < text.len() {
            let blank = text[end..].len() - text[end..].trim_start().len();
            starts.push(end + blank);
        }
    }
    starts
}

/// Whether a clause asks by itself.
fn asks_anew(clause: &str) -> bool {
    let bare = without_lead(clause, &LEAD_WORDS, false).unwrap_or(clause);
    let first = first_word(bare);
    let asks = QUESTION_WORDS.contains(&first.as_str()) && is_direct_question(bare);
    let second = bare.split([' ', ',']).nth(1).unwrap_or_default().to_lowercase();
    asks || VERBS.contains(&first.as_str()) && SUBJECTS.contains(&second.as_str())
}
