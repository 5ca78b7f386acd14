//! Snippets: what a hit shows. The paragraph that matches best is cut around its words, and given as text and ranges, never
//! as HTML.
//!
//! [`paragraphs`] finds the terms in the paragraphs of an answer, [`window`] cuts one of them, [`highlight`] marks words in any
//! text. Not here: which answers are hits ([`crate::search::rank`]).

pub mod highlight;

mod paragraphs;

pub(crate) mod window;

use std::ops::Range;

use crate::search::index::documents::ANSWERS_PER_CHUNK;
use crate::search::index::facets::NamedId;
use crate::search::index::lookup::require_loaded;
use crate::search::index::{Index, Part};
use crate::search::rank::score::Ranked;
use crate::search::retrieve::matches::{MatchKind, TermMatches};
use crate::search::snippet::highlight::union;
use crate::search::snippet::paragraphs::{Context, Document, Marked, ParagraphMatches, prefilter};
use crate::search::snippet::window::{Reach, SnippetText};
use crate::search::sort::{push_unique, sorted};
use crate::transcript::Date;

/// Why an answer is a hit, by the term that matches worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchReason {
    /// By the words typed or inflections of them.
    Exact,
    /// By a synonym.
    SameTerm,
    /// By a word that sounds like one typed.
    SoundsLike,
    /// By a word a few edits away from one typed.
    Typo,
}

impl MatchReason {
    /// The name in public data: `exact`, `same-term`, `sounds-like`, `typo`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::SameTerm => "same-term",
            Self::SoundsLike => "sounds-like",
            Self::Typo => "typo",
        }
    }
}

impl From<MatchKind> for MatchReason {
    fn from(kind: MatchKind) -> Self {
        match kind {
            MatchKind::Exact | MatchKind::Inflection => Self::Exact,
            MatchKind::Synonym => Self::SameTerm,
            MatchKind::Phonetic => Self::SoundsLike,
            MatchKind::Typo => Self::Typo,
        }
    }
}

/// An answer that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The episode's id.
    pub episode: String,
    /// The episode's title.
    pub episode_title: String,
    /// The episode's day.
    pub date: Option<Date>,
    /// The answer's id.
    pub answer: String,
    /// The answer's title.
    pub title: String,
    /// The speaker of the snippet; `None` only for an answer in which nobody says anything.
    pub speaker: Option<HitSpeaker>,
    /// The place that matches best.
    pub snippet: Snippet,
    /// The ids of the paragraphs that match, the best first.
    pub paragraphs: Vec<String>,
    /// Why it is a hit.
    pub reason: MatchReason,
    /// Whether it holds all terms.
    pub complete: bool,
    /// The answer's topics.
    pub topics: Vec<NamedId>,
}

/// The speaker of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitSpeaker {
    /// Their id.
    pub id: String,
    /// Their name in the episode.
    pub name: String,
    /// Their colour slot in the episode, from 0.
    pub slot: usize,
}

/// A part of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The text, with `…` at an end that was cut; a misheard place reads `heard [meant]`.
    pub text: String,
    /// The bytes of the text to mark, in order and without overlap.
    pub marks: Vec<Range<usize>>,
}

/// The hits that some answers are, in their order; with `speakers`, their snippets are of what these say.
///
/// # Errors
/// The document chunks that are not loaded.
pub(crate) fn hits(
    index: &Index,
    terms: &[TermMatches<'_>],
    speakers: &[&str],
    answers: &[Ranked],
) -> Result<Vec<Hit>, Vec<Part>> {
    let context = Context { index, terms, speakers, prefilter: prefilter(terms) };
    let (mut hits, mut missing) = (Vec::new(), Vec::new());
    for ranked in answers {
        match hit(&context, ranked) {
            Ok(hit) => hits.push(hit),
            Err(part) => push_unique(&mut missing, part),
        }
    }
    require_loaded(missing).map(|()| hits)
}

/// The hit that an answer is, from cached snippets where they suffice and else from its document.
///
/// # Errors
/// The document chunk that is not loaded.
fn hit(context: &Context<'_>, ranked: &Ranked) -> Result<Hit, Part> {
    let marked = if ranked.is_contiguous { Marked::All } else { Marked::Telling };
    let cached = context.cached(ranked.answer, marked);
    let matching = context.ranked(&cached.paragraphs);
    let best = best(&cached.paragraphs, &matching);
    if let Some(best) = best.filter(|best| suffices(context, best, &cached.completeness, ranked.answer)) {
        return Ok(assemble(context, best.document, Some(best), &matching, ranked));
    }
    let nth = ranked.answer / ANSWERS_PER_CHUNK;
    let chunk = context.index.documents(nth).ok_or(Part::Documents(nth))?;
    let (answer, episode) = chunk.answer(ranked.answer).ok_or(Part::Documents(nth))?;
    let document = Document { chunk, episode, answer };
    let paragraphs = context.matches_in(document, marked);
    let matching = context.ranked(&paragraphs);
    Ok(assemble(context, document, self::best(&paragraphs, &matching), &matching, ranked))
}

/// Whether the best cached paragraph shows what the document would: for every telling term of the answer it is known where it
/// occurs, and every occurrence that is not marked here is marked in its own cached snippet.
fn suffices(context: &Context<'_>, best: &ParagraphMatches<'_>, completeness: &[Option<bool>], answer: u32) -> bool {
    let champion = |term: usize| completeness.get(term).copied().flatten();
    let terms = context.terms.iter().enumerate();
    let mut telling = terms.filter(|(_, matches)| !matches.is_too_common && matches.contains(answer));
    !best.paragraph.text.is_empty()
        && telling.all(|(term, _)| champion(term).is_some() || best.marks(term))
        && best.terms.iter().all(|term| best.marks(*term) || champion(*term) == Some(true))
}

/// The paragraph to show: the best match, or else the first of a guest.
fn best<'a, 'b>(
    paragraphs: &'b [ParagraphMatches<'a>],
    matching: &[&'b ParagraphMatches<'a>],
) -> Option<&'b ParagraphMatches<'a>> {
    let first_of_guest = || paragraphs.iter().find(|found| !found.is_host);
    matching.first().copied().or_else(first_of_guest).or_else(|| paragraphs.first())
}

/// The hit with the best paragraph as its snippet.
fn assemble(
    context: &Context<'_>,
    document: Document<'_>,
    best: Option<&ParagraphMatches<'_>>,
    matching: &[&ParagraphMatches<'_>],
    ranked: &Ranked,
) -> Hit {
    let Document { chunk, episode, answer } = document;
    let speaker = best.and_then(|found| episode.speakers.get(found.paragraph.speaker));
    let mut paragraphs = Vec::new();
    matching.iter().for_each(|found| push_unique(&mut paragraphs, found.paragraph.id.clone()));
    Hit {
        episode: episode.id.clone(),
        episode_title: episode.title.clone(),
        date: episode.date,
        answer: answer.id.clone(),
        title: answer.title.clone(),
        speaker: speaker.map(|s| HitSpeaker { id: s.id.clone(), name: s.name.clone(), slot: s.slot }),
        snippet: best.map(|found| snippet(found, context.terms)).unwrap_or_default(),
        paragraphs,
        reason: ranked.kind.into(),
        complete: ranked.is_complete,
        topics: answer.topics.iter().filter_map(|nth| chunk.topics.get(*nth)).cloned().collect(),
    }
}

/// A place of a snippet's text that is marked.
#[derive(Clone)]
struct Mark {
    range: Range<usize>,
    /// The index of its term.
    term: usize,
}

/// The snippet of a paragraph.
fn snippet(found: &ParagraphMatches<'_>, terms: &[TermMatches<'_>]) -> Snippet {
    let shown = SnippetText::new(&found.paragraph.text, &found.paragraph.misheard);
    let mark = |span: &paragraphs::TermSpan| Mark { range: shown.range_of(&span.span), term: span.term };
    let marks: Vec<Mark> = found.spans.iter().map(mark).collect();
    let marks = sorted(&marks, &|a, b| a.range.start < b.range.start);
    let window = shown.window(&|reach| best_start(&marks, terms, reach));
    let inside = marks.iter().map(|mark| mark.range.clone());
    let inside = inside.filter(|range| window.start <= range.start && range.end <= window.end);
    let mut text = String::new();
    text.push_str(if window.start > 0 { "…" } else { "" });
    let shift = |at: usize| at - window.start + text.len();
    let marks: Vec<Range<usize>> = inside.map(|range| shift(range.start)..shift(range.end)).collect();
    let marks = union(&marks);
    text.push_str(shown.text.get(window.clone()).unwrap_or_default());
    text.push_str(if window.end < shown.text.len() { "…" } else { "" });
    Snippet { text, marks }
}

/// The start of the mark from which on, as far as `reach` allows, the marked terms have the greatest sum of idf; of equals the
/// first. A mark of a term that is too common is no start where there are others.
fn best_start(marks: &[Mark], terms: &[TermMatches<'_>], reach: &Reach<'_>) -> usize {
    let tells = |term: usize| terms.get(term).is_some_and(|matches| !matches.is_too_common);
    let any_tells = marks.iter().any(|mark| tells(mark.term));
    let mut best = (0.0, 0);
    for (nth, mark) in marks.iter().enumerate() {
        if any_tells && !tells(mark.term) {
            continue;
        }
        let end = reach(mark.range.start);
        let mut marked: Vec<usize> = Vec::new();
        for mark in marks[nth..].iter().take_while(|mark| mark.range.end <= end) {
            push_unique(&mut marked, mark.term);
        }
        let weight: f32 = marked.iter().filter_map(|term| terms.get(*term)).map(|matches| matches.idf).sum();
        if weight > best.0 {
            best = (weight, mark.range.start);
        }
    }
    best.1
}
