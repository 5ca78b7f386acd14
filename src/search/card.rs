//! What a hit shows: the paragraph that matches best, cut around its words, as text and ranges. Never HTML.

use std::ops::Range;

use super::evidence::{Found, How};
use super::lattice::{Lattice, Misheard};
use super::marks::{Span, joined, spans};
use super::model::{ANSWERS_PER_TEXT, Index, Name, TextAnswer, TextEpisode, TextParagraph};
use super::order::{add, sorted};
use super::weigh::Ranked;
use crate::transcript::Date;

/// A paragraph of at most so many characters is shown whole.
const WHOLE_CHARS: usize = 280;

/// A cut one has about so many.
const CUT_CHARS: usize = 240;

/// So many of them stand before the first marked word.
const LEAD_CHARS: usize = 60;

/// How far a cut moves to fall between words.
const WORD_CHARS: usize = 24;

/// Why an answer is a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// By the words typed or inflections of them.
    Exact,
    /// By a word that the library counts as the same.
    SameTerm,
    /// By a word that sounds like one typed.
    SoundsLike,
    /// By a word one slip away from one typed.
    Typo,
}

impl Match {
    /// As it is called in public data: `exact`, `same-term`, `sounds-like`, `typo`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::SameTerm => "same-term",
            Self::SoundsLike => "sounds-like",
            Self::Typo => "typo",
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
    pub date: Date,
    /// The answer's id.
    pub answer: String,
    /// The answer's title.
    pub title: String,
    /// Whose words the snippet is; `None` only for an answer in which nobody says anything.
    pub speaker: Option<HitSpeaker>,
    /// The place that matches best.
    pub snippet: Snippet,
    /// The ids of the paragraphs that match, the best first.
    pub paragraphs: Vec<String>,
    /// Why it is a hit.
    pub matched: Match,
    /// Whether it holds all that is sought.
    pub complete: bool,
    /// The answer's topics.
    pub topics: Vec<Name>,
}

/// Who says what a snippet shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitSpeaker {
    /// Their id.
    pub id: String,
    /// Their name in the episode.
    pub name: String,
    /// Their colour slot in the episode, from 0.
    pub slot: usize,
}

/// A stretch of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// With `…` at an end that was cut; misheard places read `heard [meant]`.
    pub text: String,
    /// The bytes of the text to mark, in order and without overlap.
    pub marks: Vec<Range<usize>>,
}

/// A paragraph with what was found in it.
struct Seen<'a> {
    paragraph: &'a TextParagraph,
    host: bool,
    /// Marked places, and which term each is of.
    spans: Vec<(Span, usize)>,
    /// The summed rarity of the terms found.
    weight: f32,
    /// Whether one of them says anything.
    telling: bool,
}

/// The card of an answer; with `speakers`, only of what they say.
pub(super) fn hit(index: &Index, found: &[Found<'_>], speakers: &[&str], ranked: &Ranked) -> Option<Hit> {
    let text = index.text(ranked.answer / ANSWERS_PER_TEXT)?;
    let (answer, episode) = text.answer(ranked.answer)?;
    let seen = look(answer, episode, found, speakers);
    let common = found.iter().all(|found| found.common);
    let matching: Vec<&Seen<'_>> = seen.iter().filter(|seen| seen.telling || common && seen.weight > 0.0).collect();
    let matching = sorted(&matching, &|a, b| (-a.weight, a.host) < (-b.weight, b.host));
    let best = matching.first().copied().or_else(|| seen.iter().find(|seen| !seen.host)).or_else(|| seen.first());
    let speaker = best.and_then(|seen| episode.speakers.get(seen.paragraph.speaker));
    Some(Hit {
        episode: episode.id.clone(),
        episode_title: episode.title.clone(),
        date: episode.date,
        answer: answer.id.clone(),
        title: answer.title.clone(),
        speaker: speaker.map(|s| HitSpeaker { id: s.id.clone(), name: s.name.clone(), slot: s.slot }),
        snippet: best.map(|seen| snippet(seen, found)).unwrap_or_default(),
        paragraphs: matching.iter().map(|seen| seen.paragraph.id.clone()).collect(),
        matched: match ranked.how {
            How::Exact | How::Related => Match::Exact,
            How::Same => Match::SameTerm,
            How::Sound => Match::SoundsLike,
            How::Slip => Match::Typo,
        },
        complete: ranked.complete,
        topics: answer.topics.iter().filter_map(|nth| text.topics.get(*nth)).cloned().collect(),
    })
}

/// Looks through the paragraphs of an answer, in order.
fn look<'a>(answer: &'a TextAnswer, episode: &TextEpisode, found: &[Found<'_>], speakers: &[&str]) -> Vec<Seen<'a>> {
    let mut all = Vec::new();
    for paragraph in &answer.paragraphs {
        let Some(speaker) = episode.speakers.get(paragraph.speaker) else { continue };
        if !speakers.is_empty() && !speakers.contains(&speaker.id.as_str()) {
            continue;
        }
        let mut seen = Seen { paragraph, host: speaker.host, spans: Vec::new(), weight: 0.0, telling: false };
        let lattice = match found.is_empty() {
            true => Lattice::default(),
            false => Lattice::corrected(&paragraph.text, &paragraph.misheard),
        };
        for (nth, found) in found.iter().enumerate() {
            let spans = spans(&lattice, found.term, |form| found.forms.iter().any(|met| met == form));
            if !spans.is_empty() {
                seen.weight += found.rarity;
                seen.telling |= !found.common;
                seen.spans.extend(spans.into_iter().map(|span| (span, nth)));
            }
        }
        all.push(seen);
    }
    all
}

fn snippet(seen: &Seen<'_>, found: &[Found<'_>]) -> Snippet {
    let shown = Shown::of(&seen.paragraph.text, &seen.paragraph.misheard);
    let marks: Vec<(Range<usize>, usize)> = seen.spans.iter().map(|(span, term)| (shown.place(span), *term)).collect();
    let marks = sorted(&marks, &|a, b| a.0.start < b.0.start);
    let window = shown.window(&marks, found);
    let inside = marks.into_iter().map(|(range, _)| range);
    let inside = inside.filter(|range| window.start <= range.start && range.end <= window.end);
    let mut text = String::new();
    text.push_str(if window.start > 0 { "…" } else { "" });
    let shift = |at: usize| at - window.start + text.len();
    let marks: Vec<Range<usize>> = inside.map(|range| shift(range.start)..shift(range.end)).collect();
    let marks = joined(&marks);
    text.push_str(shown.text.get(window.clone()).unwrap_or_default());
    text.push_str(if window.end < shown.text.len() { "…" } else { "" });
    Snippet { text, marks }
}

/// A paragraph as a snippet shows it.
struct Shown {
    text: String,
    /// For each correction: where the paragraph's heard words end, and where its ` [meant]` stands in `text`.
    meant: Vec<(usize, Range<usize>)>,
}

impl Shown {
    fn of(text: &str, misheard: &[Misheard]) -> Self {
        let mut shown = Self { text: String::with_capacity(text.len()), meant: Vec::new() };
        let mut at = 0;
        for place in misheard {
            shown.text.push_str(text.get(at..place.range.end).unwrap_or_default());
            let start = shown.text.len();
            for piece in [" [", &place.meant, "]"] {
                shown.text.push_str(piece);
            }
            shown.meant.push((place.range.end, start..shown.text.len()));
            at = place.range.end;
        }
        shown.text.push_str(text.get(at..).unwrap_or_default());
        shown
    }

    /// Where a marked place of the paragraph stands.
    fn place(&self, span: &Span) -> Range<usize> {
        if let Some(nth) = span.meant {
            let start = self.meant.get(nth).map_or(0, |(_, range)| range.start + " [".len());
            return start + span.range.start..start + span.range.end;
        }
        let added = |counts: &dyn Fn(usize) -> bool| -> usize {
            self.meant.iter().filter(|(at, _)| counts(*at)).map(|(_, range)| range.len()).sum()
        };
        let Range { start, end } = span.range;
        start + added(&|at| at <= start)..end + added(&|at| at < end)
    }

    /// The bytes to show: all, or a cut around the marks that say most.
    fn window(&self, marks: &[(Range<usize>, usize)], found: &[Found<'_>]) -> Range<usize> {
        let mut starts: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        let count = starts.len();
        if count <= WHOLE_CHARS {
            return 0..self.text.len();
        }
        starts.push(self.text.len());
        let nth = |byte: usize| starts.partition_point(|start| *start < byte);
        let reach = CUT_CHARS - LEAD_CHARS - WORD_CHARS;
        let first = best_start(marks, found, |byte| starts[(nth(byte) + reach).min(count)]);
        let from = nth(first).saturating_sub(LEAD_CHARS);
        let from = if from < WORD_CHARS { 0 } else { from.min(count - CUT_CHARS) };
        let to = if from + CUT_CHARS + WORD_CHARS >= count { count } else { from + CUT_CHARS };
        let start = (from..from + WORD_CHARS).map(|nth| starts[nth]).find(|at| self.is_start(*at));
        let end = (to - WORD_CHARS..=to).rev().map(|nth| starts[nth]).find(|at| self.is_end(*at));
        start.unwrap_or(starts[from])..end.unwrap_or(starts[to])
    }

    fn is_start(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.is_empty() || before.ends_with(char::is_whitespace) && !self.in_meant(at)
    }

    fn is_end(&self, at: usize) -> bool {
        let after = self.text.get(at..).unwrap_or_default();
        after.is_empty() || after.starts_with(char::is_whitespace) && !self.in_meant(at)
    }

    /// Whether a place is within a bracket, or between it and the heard words.
    fn in_meant(&self, at: usize) -> bool {
        self.meant.iter().any(|(_, range)| range.start <= at && at < range.end)
    }
}

/// The mark from which on, up to `reach` of it, the terms that say most are marked; the first of equals. A window opens
/// at a word that says next to nothing only where there are no others.
fn best_start(marks: &[(Range<usize>, usize)], found: &[Found<'_>], reach: impl Fn(usize) -> usize) -> usize {
    let telling = |term: usize| found.get(term).is_some_and(|found| !found.common);
    let any_telling = marks.iter().any(|(_, term)| telling(*term));
    let mut best = (0.0, 0);
    for (nth, (mark, term)) in marks.iter().enumerate() {
        if any_telling && !telling(*term) {
            continue;
        }
        let end = reach(mark.start);
        let mut terms: Vec<usize> = Vec::new();
        for (_, term) in marks[nth..].iter().take_while(|(range, _)| range.end <= end) {
            add(&mut terms, *term);
        }
        let weight: f32 = terms.iter().filter_map(|term| found.get(*term)).map(|found| found.rarity).sum();
        if weight > best.0 {
            best = (weight, mark.start);
        }
    }
    best.1
}
