//! What is left out of a sentence that asks in English: what is said before one asks, into it, and behind.
//!
//! Not here: the phrases ([`super::english`]), and sentences that are too long ([`super::shorten`]).

use super::GOOD_CONTENT;
use super::english::asking::{
    ASIDES, INNER_WISHES, LEAD_INS, LEAD_WORDS, QUESTION_WORDS, REFERENCES, TAGS, TELLINGS, TOLD_LEAD_INS, TOLD_OF,
    VERBS, WISH_FILLERS, WISHED, WISHED_OF, WISHES,
};
use super::question::{begins_with, begins_with_any, first_word, meaning};
use crate::language::words::{Words, mentions};

/// The most words between "question" and the verb behind which it is asked.
const MOST_BETWEEN: usize = 4;

/// What is announced has more words than this.
const MIN_ANNOUNCED: usize = 3;

/// The most words of what a question goes back to.
const MAX_REFERENCE_WORDS: usize = 8;

/// A text without what stands in brackets, and with single blanks.
pub(super) fn without_notes(text: &str) -> String {
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
pub(super) fn asked(sentence: &str, names: &[&str]) -> (String, bool) {
    let sentence = without_fillers(&behind_break(sentence));
    let mut rest = behind_wish(behind_announcement(&sentence));
    let mut is_told = false;
    // Each round leaves a lead-in out, and a sentence has few.
    for _ in 0..12 {
        let before = rest;
        rest = without_name(rest, names);
        rest = rest.strip_prefix("this, ").or_else(|| rest.strip_prefix("This, ")).unwrap_or(rest);
        rest = without_reference(rest);
        if let Some(shorter) = without_lead(rest, &LEAD_INS, true) {
            rest = shorter;
        } else if let Some(shorter) =
            without_lead(rest, &TOLD_LEAD_INS, false).or_else(|| without_wish(rest)).or_else(|| without_request(rest))
        {
            (rest, is_told) = (shorter, true);
        } else if let Some(shorter) = without_lead(rest, &LEAD_WORDS, false) {
            rest = shorter;
        }
        if rest == before {
            break;
        }
    }
    let inverted = if is_told { inverted(rest) } else { None };
    let rest = without_tags(&without_next(&without_asides(inverted.as_deref().unwrap_or(rest))));
    let rest = without_tail(&without_fillers(&without_twice(&without_name_behind(&rest, names))));
    (rest, is_told && inverted.is_none())
}

/// Whether a question can begin with a word, in lower case.
fn asks_with(first: &str) -> bool {
    QUESTION_WORDS.contains(&first) || VERBS.contains(&first)
}

/// The question that is quoted behind what announces it: "The last question is: "What made you …?""
pub(super) fn quoted_question(sentence: &str) -> Option<&str> {
    let (before, quoted) = sentence.split_once(['"', '“'])?;
    let (quoted, _) = quoted.split_once(['"', '”'])?;
    let ends = ["is", "was", ":", ","];
    let announces =
        before.to_lowercase().contains("question") && ends.iter().any(|end| before.trim_end().ends_with(end));
    (announces && asks_with(&first_word(quoted)) && quoted.split(' ').count() > MIN_ANNOUNCED).then_some(quoted)
}

/// What is told that begins with a question word, as far as its first clause goes: "how you came to it, and maybe how …".
pub(super) fn first_clause(text: &str, words: Words) -> &str {
    if !QUESTION_WORDS.contains(&first_word(text).as_str()) {
        return text;
    }
    let ends = [", ", " so that ", " and maybe ", " hopefully "].iter().filter_map(|end| text.find(end));
    let head = ends.min().map_or(text, |end| &text[..end]);
    if meaning(head, words) >= GOOD_CONTENT { head } else { text }
}

/// What is asked behind words that announce it: "… to my next question, which is how …", "the question is just, okay, how …".
fn behind_announcement(sentence: &str) -> &str {
    let mut since = None;
    let mut at = 0;
    for word in sentence.split(' ') {
        let behind = (at + word.len() + 1).min(sentence.len());
        at = behind;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        match bare.as_str() {
            "question" => since = Some(0),
            "is" | "was" if since.is_some() => {
                let rest = &sentence[behind..];
                let rest = without_lead(rest, &LEAD_WORDS, false).unwrap_or(rest);
                return if rest.split(' ').count() > MIN_ANNOUNCED { rest } else { sentence };
            }
            // "One question, what is …" is asked as it is.
            word if word != "which" && QUESTION_WORDS.contains(&word) => since = None,
            _ => since = since.map(|words| words + 1).filter(|words| *words <= MOST_BETWEEN),
        }
    }
    sentence
}

/// The text without what it goes back to, or what announces it: "Speaking of Slack, …", "Before we do that, …", "A last question, …".
fn without_reference(text: &str) -> &str {
    let Some((of, rest)) = text.split_once(", ") else { return text };
    let is_short = of.split(' ').count() <= MAX_REFERENCE_WORDS;
    let asks_already = of.split(' ').any(|word| QUESTION_WORDS.contains(&word.to_lowercase().as_str()));
    let announces = mentions(&of.to_lowercase(), "question") && !asks_already;
    if is_short && (announces || begins_with_any(of, &REFERENCES)) { rest } else { text }
}

/// What is asked behind a wish or a request in the middle of a sentence: "You run a school, and I'm curious how …".
fn behind_wish(sentence: &str) -> &str {
    let lower = sentence.to_ascii_lowercase();
    let found = INNER_WISHES.iter().filter_map(|wish| lower.rfind(wish));
    let joins = |at: &usize| {
        let before = lower[..*at].trim_end();
        let last = before.rsplit(' ').next().unwrap_or_default();
        before.ends_with([',', '-', '–', '—', ';']) || LEAD_WORDS.contains(&last)
    };
    let Some(at) = found.filter(joins).max() else { return sentence };
    let wish = &sentence[at + 1..];
    let rest = without_lead(wish, &TOLD_LEAD_INS, false).or_else(|| without_wish(wish));
    let rest = rest.or_else(|| without_request(wish)).unwrap_or_default();
    let rest = without_lead(rest, &LEAD_WORDS, false).unwrap_or(rest);
    if asks_with(&first_word(rest)) && rest.split(' ').count() > MIN_ANNOUNCED { wish } else { sentence }
}

/// The text without words at its end behind which more would come.
fn without_tail(text: &str) -> String {
    const OPEN: [&str; 11] = ["and", "or", "but", "so", "then", "yeah", "maybe", "hopefully", "because", "like", "um"];
    let bare = text.trim_end_matches(['?', '.', '!', ' ']);
    let mut head = bare;
    while let Some((before, last)) = head.rsplit_once(' ')
        && OPEN.contains(&last.trim_matches(',').to_lowercase().as_str())
        && (last.to_lowercase() != "like" || before.ends_with(','))
    {
        head = before.trim_end_matches([',', ' ', '-', '–', '—', '…', '.']);
    }
    format!("{head}{}", &text[bare.len()..])
}

/// What stands behind the last break in a sentence, if that asks: "What does -- how do you …".
fn behind_break(sentence: &str) -> String {
    for dash in [" -- ", "-- ", " — ", "—", " – ", "… ", "... "] {
        if let Some((_, after)) = sentence.rsplit_once(dash) {
            let bare = without_lead(after, &LEAD_WORDS, false).unwrap_or(after);
            if asks_with(&first_word(bare)) && bare.split(' ').count() > 4 {
                return bare.to_owned();
            }
        }
    }
    sentence.to_owned()
}

/// The text behind one of these phrases. `needs_pause`: only where a mark or a word that asks follows.
pub(super) fn without_lead<'a>(text: &'a str, leads: &[&str], needs_pause: bool) -> Option<&'a str> {
    let lead = leads.iter().find(|lead| begins_with(text, lead))?;
    let rest = &text[lead.len()..];
    let bare = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ':' | ';' | '-' | '–' | '—' | '.' | '…' | '!')
    });
    let has_pause = rest.trim_start().starts_with([',', ':', ';', '-', '–', '—', '.', '…', '!']);
    let first = first_word(bare);
    let goes_on = LEAD_WORDS.contains(&first.as_str()) || asks_with(&first);
    (bare.split(' ').count() > 1 && (!needs_pause || has_pause || goes_on)).then_some(bare)
}

/// The text behind a wish to ask, hear or talk: "I'd love to hear about …", "Let's talk a little bit about …".
fn without_wish(text: &str) -> Option<&str> {
    if !matches!(
        first_word(text).as_str(),
        "i" | "i'd" | "i'll" | "i'm" | "i've" | "we" | "let" | "let's" | "maybe" | "what"
    ) {
        return None;
    }
    let (mut at, mut wished, mut end) = (0, false, None);
    let mut of = "";
    for word in text.split(' ').take(24) {
        let lower = word.to_lowercase();
        let bare = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
        at += word.len() + 1;
        let is_pause = word.len() > bare.len();
        if wished && WISHED.contains(&bare) {
            (end, of) = (Some(at), WISHED.iter().find(|other| **other == bare).copied().unwrap_or_default());
        } else if end.is_some() && WISHED_OF.contains(&bare)
            || matches!((of, bare), ("shift" | "move" | "switch" | "get", "to" | "gears"))
        {
            end = Some(at);
        } else if WISHES.contains(&bare) {
            wished = true;
            // "I'm curious" wishes and says so.
            if WISHED.contains(&bare) {
                (end, of) = (Some(at), "know");
            }
        } else if !WISH_FILLERS.contains(&bare) {
            break;
        }
        if is_pause && end.is_some() {
            break;
        }
    }
    let rest = text.get(end?..)?.trim_start();
    let first = first_word(rest);
    let goes_on = !matches!(
        first.as_str(),
        "to" | "of" | "and" | "that" | "it" | "is" | "was" | "back" | "with" | "at" | "" | "because"
    );
    goes_on.then_some(rest)
}

/// The text behind a request to speak: "Can you talk a bit about …", "Tell us how …". A request that names nothing stays.
fn without_request(text: &str) -> Option<&str> {
    let mut words = text.split(' ');
    let mut at = 0;
    let mut next = || {
        let word = words.next()?;
        at += word.len() + 1;
        Some((at, word.to_lowercase()))
    };
    let (mut end, mut word) = next()?;
    if matches!(word.as_str(), "can" | "could" | "would" | "will") {
        (_, word) = next()?;
        if word != "you" {
            return None;
        }
        loop {
            (end, word) = next()?;
            if !matches!(word.as_str(), "just" | "actually" | "briefly" | "maybe" | "please" | "also" | "quickly") {
                break;
            }
        }
    }
    if !TELLINGS.contains(&word.as_str()) {
        return None;
    }
    let is_bare = matches!(word.as_str(), "share" | "give" | "take");
    let mut of = 0;
    while let Some((behind, word)) = next() {
        // "what" begins what is asked, but in "what … like".
        if !TOLD_OF.contains(&word.as_str()) || QUESTION_WORDS.contains(&word.as_str()) {
            break;
        }
        (end, of) = (behind, of + 1);
    }
    let rest = text.get(end..)?.trim_start();
    let first = first_word(rest);
    let names = QUESTION_WORDS.contains(&first.as_str()) || of > 0 && !is_bare && rest.split(' ').count() > 1;
    let is_reference = matches!(
        first.as_str(),
        "that"
            | "this"
            | "it"
            | "those"
            | "them"
            | "yourself"
            | "if"
            | "whether"
            | "why"
            | "anything"
            | "something"
            | "example"
            | "background"
    );
    (names && (!is_reference || first == "why" && rest.split(' ').count() > 2)).then_some(rest)
}

/// What is asked with "if" as a question of its own: "if there's anything …" is "Is there anything …?".
fn inverted(text: &str) -> Option<String> {
    const TURNED: [(&str, &str); 21] = [
        ("if there's", "is there"),
        ("if there is", "is there"),
        ("if there are", "are there"),
        ("if there was", "was there"),
        ("if there were", "were there"),
        ("if you've", "have you"),
        ("if you're", "are you"),
        ("if you can", "can you"),
        ("if you could", "could you"),
        ("if you would", "would you"),
        ("if you'd", "would you"),
        ("if you were", "were you"),
        ("if you had", "did you have"),
        ("if you have any", "do you have any"),
        ("if you have a", "do you have a"),
        ("if you have", "have you"),
        ("if you think", "do you think"),
        ("if you see", "do you see"),
        ("if you find", "do you find"),
        ("if that's", "is that"),
        ("if it's", "is it"),
    ];
    let text = text.strip_prefix("whether ").map_or_else(|| text.to_owned(), |rest| format!("if {rest}"));
    let (if_clause, asked) = TURNED.iter().find(|(clause, _)| begins_with(&text, clause))?;
    Some(format!("{asked}{}?", text[if_clause.len()..].trim_end_matches(['?', '.'])))
}

/// The text without words that only fill a pause, wherever they stand.
fn without_fillers(text: &str) -> String {
    let mut text = text.to_owned();
    for filler in ["kind of", "sort of", "you know", "I guess", "just", "maybe", "actually", "also"] {
        let between = format!(" {filler} ");
        if !text.contains(&between) {
            continue;
        }
        let mut kept = String::with_capacity(text.len());
        for (nth, piece) in text.split(&between).enumerate() {
            if nth > 0 {
                let before = kept.rsplit(' ').next().unwrap_or_default().to_lowercase();
                kept.push_str(if fills(filler, &before, &first_word(piece)) { " " } else { &between });
            }
            kept.push_str(piece);
        }
        text = kept;
    }
    text
}

/// Whether words only fill a pause behind this one: "I kind of like", and not "what kind of".
fn fills(filler: &str, before: &str, behind: &str) -> bool {
    const OF_KIND: [&str; 14] = [
        "a",
        "the",
        "what",
        "this",
        "that",
        "some",
        "any",
        "which",
        "these",
        "those",
        "one",
        "same",
        "different",
        "new",
    ];
    let is_word = before.chars().all(|c| c.is_alphanumeric() || c == '\'');
    // "Could you just share", and not "are you just a manager".
    let is_before_verb = matches!(before, "you" | "we" | "i" | "they" | "can" | "could" | "would" | "to")
        && !matches!(behind, "a" | "an" | "the" | "one" | "as" | "in" | "for" | "like" | "about" | "at" | "because");
    is_word
        && match filler {
            "just" if is_before_verb => true,
            "maybe" => !matches!(before, "or" | "and" | "but" | "so"),
            "actually" | "also" => is_before_verb,
            "just" => matches!(
                before,
                "of" | "on"
                    | "about"
                    | "in"
                    | "for"
                    | "with"
                    | "by"
                    | "to"
                    | "into"
                    | "like"
                    | "any"
                    | "some"
                    | "how"
                    | "the"
                    | "a"
                    | "your"
                    | "me"
                    | "think"
                    | "hear"
            ),
            "you know" => !matches!(before, "do" | "did" | "would" | "as" | "that" | "what" | "how" | "let"),
            _ => !OF_KIND.contains(&before),
        }
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
    if !text.contains(", ") {
        return text;
    }
    for aside in ASIDES {
        let aside = aside.strip_prefix("i ").map_or_else(|| aside.to_owned(), |rest| format!("I {rest}"));
        if !text.contains(&aside) {
            continue;
        }
        text = text.replace(&format!(", {aside}, "), " ");
        if aside != "like" {
            text = text.replace(&format!(", {aside} "), " ");
        }
    }
    text
}

/// The text without what comes next in the conversation: "… before we get to that".
fn without_next(text: &str) -> String {
    let next = [", before we ", " before we ", ", before I ", " before I let "].iter().find_map(|next| text.find(next));
    match next {
        Some(at) if at > 0 => format!("{}{}", &text[..at], if text.ends_with('?') { "?" } else { "" }),
        _ => text.to_owned(),
    }
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
