//! What real people ask: the questions of hosts, and the promises of their introductions.
//!
//! A *promise* is a clause of an introduction that says what the conversation will tell ("how to audit your funnel"). The episode is
//! right, and no introduction that promises is in the library that is searched. A *question* is one as a host asked it. The answer is right, and no host's word
//! is in the library that is searched. Not here: the engines.

use std::collections::BTreeSet;

use answerbook::transcript::{Answer, Episode, Library, PartKind, Site, fnv1a_64};

use crate::bm25::Analyzer;

/// A clause of fewer words, or more, is no promise.
const PROMISE_WORDS: std::ops::RangeInclusive<usize> = 4..=16;

/// The fewest words of a promise or question that mean something by themselves.
const MIN_CONTENT: usize = 3;

/// The most words of a question.
const MAX_QUESTION_WORDS: usize = 40;

/// The fewest words of a guest that are an answer to a question.
const MIN_REPLY: usize = 40;

/// How far into an episode promises are looked for, in paragraphs.
const INTRODUCTION: usize = 12;

/// What a host says of what is to come.
const ANNOUNCES: [&str; 16] = [
    "we talk",
    "we discuss",
    "we get into",
    "we dig into",
    "we dive",
    "we cover",
    "we also",
    "talk about",
    "shares",
    "explains",
    "in our conversation",
    "in this episode",
    "in today's episode",
    "you'll learn",
    "you will learn",
    "walks us through",
];

/// The words that a promise begins with.
const BEGINS: [&str; 7] = ["how", "why", "what", "when", "where", "which", "whether"];

/// Something asked, and what is right.
pub(crate) struct Asked {
    pub(crate) query: String,
    /// The episode, and for a question the answer behind a slash.
    pub(crate) right: String,
}

impl Asked {
    /// Whether an answer is what is looked for.
    pub(crate) fn is_right(&self, id: &str) -> bool {
        id == self.right || id.strip_prefix(&self.right).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whose draw it belongs to: constants are chosen on one half of the episodes, and reported on the other.
    pub(crate) fn half(&self) -> u64 {
        fnv1a_64(self.episode().bytes()) % 2
    }

    pub(crate) fn episode(&self) -> &str {
        self.right.split('/').next().unwrap_or_default()
    }
}

/// The promises of a library's introductions, and the library without what promises: the very words stand there.
pub(crate) fn promises(library: &Library) -> (Vec<Asked>, Library) {
    let analyzer = Analyzer::new();
    let mut promises = Vec::new();
    let mut episodes = library.episodes().to_vec();
    for episode in &mut episodes {
        let (asked, promising) = promises_of(episode, &analyzer);
        promises.extend(asked);
        episode.answers.retain(|answer| !promising.contains(&answer.id.to_string()));
    }
    (promises, Library::new(site(), Vec::new(), episodes))
}

/// The promises of an episode, and the ids of the answers that hold them.
fn promises_of(episode: &Episode, analyzer: &Analyzer) -> (Vec<Asked>, BTreeSet<String>) {
    let mut promises: Vec<Asked> = Vec::new();
    let mut promising = BTreeSet::new();
    let mut seen = 0;
    for answer in &episode.answers {
        for turn in answer.turns.iter().filter(|turn| episode.is_host(&turn.speaker)) {
            for paragraph in &turn.paragraphs {
                seen += 1;
                let announced = sentences(&paragraph.text).filter(|sentence| announces(sentence));
                for clause in
                    announced.flat_map(clauses).filter(|clause| seen <= INTRODUCTION && tells(clause, analyzer))
                {
                    promising.insert(answer.id.to_string());
                    promises.push(Asked { query: clause, right: episode.id.to_string() });
                }
            }
        }
    }
    (promises, promising)
}

fn site() -> Site {
    Site { language: "en".to_owned(), ..Site::default() }
}

fn announces(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    !sentence.ends_with('?') && ANNOUNCES.iter().any(|words| lower.contains(words))
}

fn tells(clause: &str, analyzer: &Analyzer) -> bool {
    PROMISE_WORDS.contains(&clause.split(' ').count()) && analyzer.terms(clause).len() >= MIN_CONTENT
}

/// The sentences of a text, each with the mark at its end.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '?', '!']).map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// The clauses of a sentence that begin with a word that asks.
fn clauses(sentence: &str) -> Vec<String> {
    let mut clauses: Vec<String> = Vec::new();
    let mut open: Option<Vec<&str>> = None;
    for word in sentence.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if BEGINS.contains(&bare.to_lowercase().as_str()) {
            close(open.replace(Vec::new()), &mut clauses);
        }
        if let Some(words) = &mut open {
            words.push(bare);
            if word.ends_with([',', ';', '.', ':', '!', '-', '—']) {
                close(open.take(), &mut clauses);
            }
        }
    }
    close(open, &mut clauses);
    clauses
}

fn close(words: Option<Vec<&str>>, clauses: &mut Vec<String>) {
    let mut words = words.unwrap_or_default();
    while words.last().is_some_and(|last| ["and", "or", "then", "also", "plus", "but", ""].contains(last)) {
        words.pop();
    }
    if !words.is_empty() {
        clauses.push(words.join(" "));
    }
}

/// The questions of hosts in conversations of two, and the library without any host's word.
pub(crate) fn questions(library: &Library) -> (Vec<Asked>, Library) {
    let analyzer = Analyzer::new();
    let asked = library.episodes().iter().flat_map(|episode| questions_of(episode, &analyzer)).collect();
    let blanked: Vec<Episode> = library.episodes().iter().map(without_hosts).collect();
    (asked, Library::new(site(), Vec::new(), blanked))
}

fn questions_of(episode: &Episode, analyzer: &Analyzer) -> Vec<Asked> {
    let voices: BTreeSet<&str> =
        episode.answers.iter().flat_map(|answer| &answer.turns).map(|turn| turn.speaker.as_str()).collect();
    let hosts = voices
        .iter()
        .filter(|voice| episode.speakers.iter().any(|it| it.id.as_str() == **voice && episode.is_host(&it.id)));
    if voices.len() != 2 || hosts.count() != 1 {
        return Vec::new();
    }
    let answers =
        episode.answers.iter().filter(|answer| answer.part.is_none() && reply_words(episode, answer) >= MIN_REPLY);
    answers.filter_map(|answer| question_of(episode, answer, analyzer)).collect()
}

fn reply_words(episode: &Episode, answer: &Answer) -> usize {
    let guests = answer.turns.iter().filter(|turn| !episode.is_host(&turn.speaker));
    guests.flat_map(|turn| &turn.paragraphs).map(|paragraph| paragraph.text.split(' ').count()).sum()
}

fn question_of(episode: &Episode, answer: &Answer, analyzer: &Analyzer) -> Option<Asked> {
    let prompt = answer.turns.iter().take_while(|turn| episode.is_host(&turn.speaker));
    let paragraphs: Vec<&str> =
        prompt.flat_map(|turn| &turn.paragraphs).map(|paragraph| paragraph.text.as_str()).collect();
    let asks = |sentence: &&str| {
        sentence.ends_with('?')
            && sentence.split(' ').count() <= MAX_QUESTION_WORDS
            && analyzer.terms(sentence).len() >= MIN_CONTENT
    };
    let query = paragraphs.iter().flat_map(|text| sentences(text)).filter(asks).last()?;
    Some(Asked { query: query.to_owned(), right: format!("{}/{}", episode.id, answer.id) })
}

/// An episode in which hosts say nothing and nothing has a title.
fn without_hosts(episode: &Episode) -> Episode {
    let mut blanked = episode.clone();
    blanked.title = "Episode".to_owned();
    for answer in &mut blanked.answers {
        answer.written_title = Some("Answer".to_owned());
        answer.turns.retain(|turn| !episode.is_host(&turn.speaker) || answer.part == Some(PartKind::Ad));
    }
    blanked.answers.retain(|answer| !answer.turns.is_empty());
    blanked
}
