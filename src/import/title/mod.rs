//! The title that an answer gets when it is imported: what it is asked, in a line.
//!
//! A title is the sentence that asks, without what is said before one asks, and whole: a sentence that is too long loses a clause, not its
//! end. Where no sentence says enough by itself ("What was that like?"), what the answer is about is the title. No two answers of an
//! episode have the same title, for addresses are made of titles. A title may leave words out and is never shown as a quotation.
//!
//! ```text
//! prompt ─sentences, lead, shorten─▶ candidates ─┐
//! answer ─lexicon─▶ phrases ─────────▶ subject ──┴─▶ the first that no other answer has
//! ```
//!
//! Not here: titles that an editor wrote, which stay, and where answers begin ([`super::answers`]).

mod direct;
mod english;
mod lead;
mod lexicon;
mod phrases;
mod question;
mod sentence;
mod shorten;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use crate::language::script::is_question;
use crate::language::sentences::sentences;
use crate::language::words::{Words, capitalised, mentions};
use crate::transcript::PartKind;
use phrases::Phrases;
use question::is_open_ended;
use sentence::{Around, Candidate, Tells};
pub(super) use sentence::{asks_in_earnest, begins_question, only_checks, own_sentences};
use subject::Subject;

/// The most characters of a title. A page sets it in two lines, and a search engine shows most of it.
pub(super) const MAX_CHARS: usize = 110;

/// The fewest words of a title that mean something: with fewer a sentence is passed over if there is another.
const GOOD_CONTENT: usize = 2;

/// The paragraphs in which a sentence is sought that is a title where nothing is asked.
const FALLBACK_TEXTS: usize = 12;

/// The phrases of an answer, from the best on, one of which may stand before its question.
const MAX_PREFIXES: usize = 6;

/// How much less a question in the middle of an answer is worth than one at its beginning.
const LATER: f64 = 1.5;

/// The most words of a reply that is no answer yet: "Yes, I'm ready."
const MAX_NOD: usize = 6;

/// The same in characters, for scripts without blanks.
const MAX_NOD_CHARS: usize = 40;

/// The most nods in a row behind which a host still asks.
const MAX_NODS: usize = 4;

/// An answer as far as its title is concerned.
#[derive(Debug, Clone, Default)]
pub(super) struct Untitled<'a> {
    /// The title that an editor wrote.
    pub(super) written: Option<&'a str>,
    pub(super) part: Option<PartKind>,
    /// What the hosts say before anybody answers, a text for each paragraph. A nod between is no answer.
    pub(super) prompt: Vec<&'a str>,
    /// All that is said after.
    pub(super) reply: Vec<&'a str>,
    /// What hosts say of that.
    pub(super) later: Vec<&'a str>,
}

impl<'a> Untitled<'a> {
    /// An answer without a title, of paragraphs in order, each with whether a host says it.
    pub(super) fn of(part: Option<PartKind>, said: &[(bool, &'a str)]) -> Self {
        let (prompt, reply) = said.split_at(prompt_len(said));
        Self {
            written: None,
            part,
            prompt: prompt.iter().filter(|(is_host, _)| *is_host).map(|(_, text)| *text).collect(),
            reply: reply.iter().map(|(_, text)| *text).collect(),
            later: reply.iter().filter(|(is_host, _)| *is_host).map(|(_, text)| *text).collect(),
        }
    }
}

/// The number of paragraphs before anybody answers. A host who has asked nothing yet, or was only agreed with, and asks on has not been
/// answered.
fn prompt_len(said: &[(bool, &str)]) -> usize {
    let asked_from = |at: usize| at + said[at..].iter().take_while(|(is_host, _)| *is_host).count();
    let has_asked = |len: usize| {
        let mut asked = said[..len].iter().flat_map(|(_, text)| sentences(text));
        asked.any(|sentence| is_question(sentence) && !only_checks(sentence))
    };
    let is_nod = |text: &str| text.split(' ').count() <= MAX_NOD && text.chars().count() <= MAX_NOD_CHARS;
    let goes_on = |len: usize| {
        let nod = said.get(len).map(|(_, text)| *text).filter(|text| is_nod(text));
        let asks_on = said.get(len + 1).is_some_and(|(is_host, _)| *is_host);
        asks_on
            && nod.is_some_and(|nod| {
                english::vague::AGREES.contains(&question::first_word(nod).as_str()) || !has_asked(len)
            })
    };
    let mut len = asked_from(0);
    // Each nod is looked behind once, and what was asked before it is read again: few come in a row.
    for _ in 0..MAX_NODS {
        if len == 0 || !goes_on(len) {
            break;
        }
        len = asked_from(len + 1);
    }
    len
}

/// The titles of the answers of an episode, in order. `names` are the names of those who speak, `language` a BCP 47 tag.
pub(super) fn titles(answers: &[Untitled<'_>], names: &[&str], language: &str) -> Vec<String> {
    let words = Words::of(language);
    let phrases = Phrases::of(answers, names, words);
    let mut taken = Taken::default();
    answers.iter().filter_map(|answer| answer.written).for_each(|title| taken.insert(title));
    let mut titles = Vec::with_capacity(answers.len());
    for (at, answer) in answers.iter().enumerate() {
        let title = match (answer.written, answer.part) {
            (Some(written), _) => written.to_owned(),
            (None, Some(part)) => taken.unlike(&part_title(part, answer, words)),
            (None, None) => {
                let about = phrases.of_answer(at);
                let subject = subject::subject(&phrases, at, &about, words);
                let of_about = about.iter().flat_map(|phrase| words.content(phrase)).collect();
                let rarity = |word: &str| phrases.rarity_in_reply(at, word);
                let around = Around { about: of_about, rarity: &rarity, names, words };
                answer_title(answer, &Source { about, subject, around, words }, &mut taken)
            }
        };
        taken.insert(&title);
        titles.push(title);
    }
    titles
}

/// What a title of an answer is made of.
struct Source<'a> {
    /// What the answer is about, the best first.
    about: Vec<String>,
    /// The same as a title.
    subject: Option<Subject>,
    around: Around<'a>,
    words: Words,
}

/// The first of the titles for an answer that no other has. What is asked comes before what the answer is about, even where it has to
/// be said what it is asked of.
fn answer_title(answer: &Untitled<'_>, source: &Source<'_>, taken: &mut Taken) -> String {
    let of = |texts: &[&str]| sentence::candidates(texts, &source.around);
    let prompt = of(&answer.prompt);
    let (asked, statements): (Vec<&Candidate>, Vec<&Candidate>) = prompt.iter().partition(|it| it.asks);
    // What is asked in the middle of an answer tells more of it than what is remarked at its beginning, and less than what is asked there.
    let has_asked = asked.iter().any(|it| it.tells >= Tells::Hanging);
    let later = if has_asked { Vec::new() } else { of(&answer.later) };
    let later: Vec<Candidate> = later.into_iter().filter(|it| it.asks).map(Candidate::later).collect();
    let prefix = prefix(answer, source);
    let of_subject = |is_full: bool, is_prompted: bool| {
        let fit = move |it: &&Subject| it.is_full == is_full && it.is_prompted == is_prompted;
        source.subject.iter().filter(fit).map(|it| it.text.clone())
    };
    let asked_by =
        |tells: Tells| asked.iter().filter(move |it| it.tells == tells).flat_map(|it| named(it, prefix, source.words));
    let later_by =
        |tells: Tells| later.iter().filter(move |it| it.tells == tells).flat_map(|it| named(it, prefix, source.words));
    let said = |tells_enough: bool| {
        let fit = move |it: &&&Candidate| (it.tells == Tells::Enough) == tells_enough;
        statements.iter().filter(fit).map(|it| it.text.clone())
    };
    let all = asked_by(Tells::Enough).chain(asked_by(Tells::Hanging)).chain(later_by(Tells::Enough));
    let all = all.chain(of_subject(true, true)).chain(said(true)).chain(of_subject(false, true));
    let all = all.chain(later_by(Tells::Hanging)).chain(asked_by(Tells::Little));
    let all = all.chain(of_subject(true, false)).chain(of_subject(false, false)).chain(said(false));
    let all = all.chain(asked_by(Tells::Nothing));
    // What was asked before in the same words has a number: a remark beside it would say less.
    let again = asked.iter().find(|it| it.tells == Tells::Enough).filter(|it| taken.has(&it.text));
    if let Some(again) = again.filter(|_| !asked.iter().any(|it| it.tells == Tells::Enough && !taken.has(&it.text))) {
        return taken.unlike(&again.text);
    }
    let with_other = asked.first().copied().or(prompt.first()).zip(prefix);
    let all = all.chain(with_other.map(|(best, about)| prefixed(about, &best.text)));
    let free =
        all.filter(|title| !title.is_empty() && title.chars().count() <= MAX_CHARS).find(|title| !taken.has(title));
    free.unwrap_or_else(|| {
        let first = prompt.first().map(|it| it.text.clone()).filter(|text| text.chars().count() < MAX_CHARS);
        taken.unlike(&first.unwrap_or_else(|| fallback(answer, source.words)))
    })
}

/// What stands before a question that does not say of what it asks: in English only a name or several words, and only what the hosts named
/// before they asked, for what is named in the reply was seldom meant.
fn prefix<'a>(answer: &Untitled<'_>, source: &'a Source<'_>) -> Option<&'a str> {
    let subject = source.subject.as_ref().map(|it| it.first.as_str());
    if !source.words.is_english() {
        return subject;
    }
    let prompt = answer.prompt.join(" ").to_lowercase();
    let is_named = |phrase: &&str| mentions(&prompt, &phrase.to_lowercase());
    let is_name = |phrase: &&str| phrase.contains(' ') || phrase.starts_with(char::is_uppercase);
    let others = source.about.iter().take(MAX_PREFIXES).map(String::as_str);
    subject.into_iter().chain(others).filter(is_name).find(is_named)
}

/// A candidate as a title: first with what the answer is about before it, where the candidate does not say of what it asks.
fn named(candidate: &Candidate, about: Option<&str>, words: Words) -> impl Iterator<Item = String> + use<> {
    let hangs =
        words.is_english() && candidate.text.ends_with('?') && (candidate.hangs || candidate.tells == Tells::Hanging);
    let needs =
        candidate.tells > Tells::Nothing && (candidate.content == 0 || hangs && candidate.content <= GOOD_CONTENT);
    let says = |about: &str| words.content(about).all(|word| words.content(&candidate.text).any(|own| own == word));
    // What asks for whatever there is has no subject.
    let is_open = is_open_ended(&candidate.text) && mentions(&candidate.text.to_lowercase(), "anything");
    let about = about.filter(|about| needs && !is_open && !says(about));
    let with_about = about.map(|about| prefixed(about, &candidate.text));
    with_about.into_iter().chain([candidate.text.clone()])
}

fn prefixed(about: &str, text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter();
    let rest = chars.as_str();
    // "I" and names stay as they are.
    let keeps = rest.is_empty() || !rest.starts_with(|c: char| c.is_lowercase());
    let first: String = if keeps { first.collect() } else { first.flat_map(char::to_lowercase).collect() };
    format!("{}: {first}{rest}", capitalised(about))
}

/// The first sentence that means something of an answer in which nobody asks, or its first words where that is long.
fn fallback(answer: &Untitled<'_>, words: Words) -> String {
    let texts = || answer.prompt.iter().chain(&answer.reply).filter(|text| !text.is_empty()).copied();
    let mut all = texts().take(FALLBACK_TEXTS).flat_map(sentences);
    let first = all.find(|sentence| question::meaning(sentence, words) > 0);
    let first =
        first.or_else(|| texts().next().and_then(|text| sentences(text).into_iter().next())).unwrap_or_default();
    let is_whole = first.chars().count() <= MAX_CHARS;
    let mut title = String::new();
    for word in first.split(' ').take_while(|word| !word.is_empty()) {
        if !is_whole && title.chars().count() + word.chars().count() > MAX_CHARS / 2 {
            break;
        }
        title.push_str(if title.is_empty() { "" } else { " " });
        title.push_str(word);
    }
    let title = title.trim_end_matches([',', ';', ':', '-', '–', '—', '.', '。']);
    if title.is_empty() { "…".to_owned() } else { capitalised(title) }
}

/// The titles that answers of the episode have.
#[derive(Default)]
struct Taken {
    /// In lower case.
    titles: BTreeSet<String>,
    /// By title: the number that the last one alike got. Many can be alike, and none is counted anew.
    numbers: BTreeMap<String, usize>,
}

impl Taken {
    fn insert(&mut self, title: &str) {
        self.titles.insert(title.to_lowercase());
    }

    fn has(&self, title: &str) -> bool {
        self.titles.contains(&title.to_lowercase())
    }

    /// The title, with a number behind it if another answer has it.
    fn unlike(&mut self, title: &str) -> String {
        if !self.has(title) {
            return title.to_owned();
        }
        let mut number = self.numbers.get(title).copied().unwrap_or(1);
        loop {
            number += 1;
            let numbered = format!("{title} ({number})");
            if !self.has(&numbered) {
                self.numbers.insert(title.to_owned(), number);
                return numbered;
            }
        }
    }
}

/// What a part is called.
fn part_title(part: PartKind, answer: &Untitled<'_>, words: Words) -> String {
    let name = match part {
        PartKind::Intro => "Introduction",
        PartKind::Ad => "Advertisement",
        PartKind::Outro => "Closing words",
        PartKind::Music => "Music",
    };
    let sponsor = answer.prompt.iter().chain(&answer.reply).find_map(|text| english::sponsor(text));
    match sponsor.filter(|_| part == PartKind::Ad && words.is_english()) {
        Some(sponsor) => format!("{name}: {sponsor}"),
        None => name.to_owned(),
    }
}
