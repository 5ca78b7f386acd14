//! What a hit shows: the paragraph that matches best, cut around its words, as text and ranges. Never HTML.

use std::ops::Range;

use super::dictionary::give;
use super::evidence::{Found, How};
use super::index::{Index, Part};
use super::lattice::{Lattice, Misheard};
use super::marks::{Span, joined, phrase_spans, spans};
use super::model::{ANSWERS_PER_TEXT, Name, Text, TextAnswer, TextEpisode, TextParagraph};
use super::order::{add, sorted};
use super::sieve::Sieve;
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

/// An answer, whole or cut, in what it was loaded with.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a Text,
    episode: &'a TextEpisode,
    answer: &'a TextAnswer,
}

/// A paragraph with what was found in it.
struct Seen<'a> {
    source: Source<'a>,
    paragraph: &'a TextParagraph,
    host: bool,
    /// Marked places, and which term each is of.
    spans: Vec<(Span, usize)>,
    /// The terms that stand in it, seen or known.
    terms: Vec<usize>,
    /// Their summed rarity.
    weight: f32,
}

impl Seen<'_> {
    fn marks(&self, term: usize) -> bool {
        self.spans.iter().any(|(_, of)| *of == term)
    }

    /// Whether a term that stands in it cannot be marked: it is known, and its place is not there.
    fn is_dark(&self) -> bool {
        self.terms.iter().any(|term| !self.marks(*term))
    }
}

/// The cards of answers, in order; with `speakers`, only of what they say.
///
/// # Errors
/// The parts that are needed and not there.
pub(super) fn hits(
    index: &Index,
    found: &[Found<'_>],
    speakers: &[&str],
    shown: &[Ranked],
) -> Result<Vec<Hit>, Vec<Part>> {
    // One for all of them: a beginning may stand for hundreds of words.
    let sieve = sieve(found);
    let (mut hits, mut missing) = (Vec::new(), Vec::new());
    for ranked in shown {
        match hit(index, found, &sieve, speakers, ranked) {
            Ok(hit) => hits.push(hit),
            Err(part) => add(&mut missing, part),
        }
    }
    give(missing).map(|()| hits)
}

/// The card of an answer, of whose paragraphs those are read that pass the [`sieve`] of what was found; with `speakers`, only of
/// what they say.
///
/// # Errors
/// The part that is needed and not there: the answer's text, where what its words lead to does not show them all.
fn hit(index: &Index, found: &[Found<'_>], sieve: &Sieve, speakers: &[&str], ranked: &Ranked) -> Result<Hit, Part> {
    let (seen, leads) = cuts(index, found, sieve, speakers, ranked.answer);
    let matching = matching(&seen, found);
    if let Some(best) = best(&seen, &matching).filter(|best| suffices(best, found, &leads, ranked.answer)) {
        return Ok(card(best.source, Some(best), &matching, found, ranked));
    }
    let nth = ranked.answer / ANSWERS_PER_TEXT;
    let text = index.text(nth).ok_or(Part::Text(nth))?;
    let (answer, episode) = text.answer(ranked.answer).ok_or(Part::Text(nth))?;
    let source = Source { text, episode, answer };
    let seen = look(source, found, sieve, speakers);
    let matching = self::matching(&seen, found);
    Ok(card(source, best(&seen, &matching), &matching, found, ranked))
}

/// What the shards of the words found have of an answer; and for each word whether it leads there, and if so whether it
/// stands nowhere else in it.
fn cuts<'a>(
    index: &'a Index,
    found: &[Found<'_>],
    sieve: &Sieve,
    speakers: &[&str],
    answer: u32,
) -> (Vec<Seen<'a>>, Vec<Option<bool>>) {
    let (mut seen, mut shards, mut leads) = (Vec::new(), Vec::new(), vec![None; found.len()]);
    // Where words are known to stand: paragraph and word.
    let mut known: Vec<(&str, usize)> = Vec::new();
    for (term, found_here) in found.iter().enumerate() {
        for (shard, at) in &found_here.entries {
            let Some(words) = index.words(*shard) else { continue };
            let Ok(nth) = words.answers.binary_search(&answer) else { continue };
            let lead = words.entries.get(*at).and_then(|entry| entry.leads.iter().find(|lead| lead.nth == nth));
            let (Some(lead), Some(answer)) = (lead, words.cuts.answers.get(nth)) else { continue };
            let Some(episode) = words.cuts.episodes.get(answer.episode) else { continue };
            leads[term] = Some(lead.only || leads[term] == Some(true));
            let paragraphs = lead.paragraphs.iter().filter_map(|nth| answer.paragraphs.get(*nth));
            known.extend(paragraphs.map(|paragraph| (paragraph.id.as_str(), term)));
            if !shards.contains(shard) {
                shards.push(*shard);
                seen.extend(look(Source { text: &words.cuts, episode, answer }, found, sieve, speakers));
            }
        }
    }
    for one in &mut seen {
        for (_, term) in known.iter().filter(|(id, _)| *id == one.paragraph.id) {
            note(one, *term, found);
        }
    }
    (seen, leads)
}

/// Notes that a term stands in a paragraph.
fn note(seen: &mut Seen<'_>, term: usize, found: &[Found<'_>]) {
    if !seen.terms.contains(&term) {
        seen.terms.push(term);
        seen.weight += found.get(term).map_or(0.0, |found| found.rarity);
    }
}

/// Whether the best cut shows what the whole answer would: of every word that says anything it is known where it stands, and
/// what is not marked has its one place elsewhere.
fn suffices(best: &Seen<'_>, found: &[Found<'_>], leads: &[Option<bool>], answer: u32) -> bool {
    let led = |term: usize| leads.get(term).copied().flatten();
    let mut told = found.iter().enumerate().filter(|(_, one)| !one.common && one.is_in(answer));
    !best.paragraph.text.is_empty()
        && told.all(|(term, _)| led(term).is_some() || best.marks(term))
        && best.terms.iter().all(|term| best.marks(*term) || led(*term) == Some(true))
}

/// The paragraphs that match, the best first.
fn matching<'a, 'b>(seen: &'b [Seen<'a>], found: &[Found<'_>]) -> Vec<&'b Seen<'a>> {
    let common = found.iter().all(|found| found.common);
    let tells = |term: &usize| found.get(*term).is_some_and(|found| !found.common);
    let matching: Vec<&Seen<'_>> =
        seen.iter().filter(|seen| seen.terms.iter().any(tells) || common && seen.weight > 0.0).collect();
    sorted(&matching, &|a, b| (-a.weight, a.is_dark(), a.host) < (-b.weight, b.is_dark(), b.host))
}

/// The paragraph to show: the best, and where none matches the first that is no host's.
fn best<'a, 'b>(seen: &'b [Seen<'a>], matching: &[&'b Seen<'a>]) -> Option<&'b Seen<'a>> {
    matching.first().copied().or_else(|| seen.iter().find(|seen| !seen.host)).or_else(|| seen.first())
}

fn card(
    source: Source<'_>,
    best: Option<&Seen<'_>>,
    matching: &[&Seen<'_>],
    found: &[Found<'_>],
    ranked: &Ranked,
) -> Hit {
    let Source { text, episode, answer } = source;
    let speaker = best.and_then(|seen| episode.speakers.get(seen.paragraph.speaker));
    let mut paragraphs = Vec::new();
    matching.iter().for_each(|seen| add(&mut paragraphs, seen.paragraph.id.clone()));
    Hit {
        episode: episode.id.clone(),
        episode_title: episode.title.clone(),
        date: episode.date,
        answer: answer.id.clone(),
        title: answer.title.clone(),
        speaker: speaker.map(|s| HitSpeaker { id: s.id.clone(), name: s.name.clone(), slot: s.slot }),
        snippet: best.map(|seen| snippet(seen, found)).unwrap_or_default(),
        paragraphs,
        matched: match ranked.how {
            How::Exact | How::Related => Match::Exact,
            How::Same => Match::SameTerm,
            How::Sound => Match::SoundsLike,
            How::Slip => Match::Typo,
        },
        complete: ranked.complete,
        topics: answer.topics.iter().filter_map(|nth| text.topics.get(*nth)).cloned().collect(),
    }
}

/// Looks through the paragraphs of an answer, in order.
fn look<'a>(source: Source<'a>, found: &[Found<'_>], sieve: &Sieve, speakers: &[&str]) -> Vec<Seen<'a>> {
    let mut all = Vec::new();
    for paragraph in &source.answer.paragraphs {
        let Some(speaker) = source.episode.speakers.get(paragraph.speaker) else { continue };
        if !speakers.is_empty() && !speakers.contains(&speaker.id.as_str()) {
            continue;
        }
        let mut seen =
            Seen { source, paragraph, host: speaker.host, spans: Vec::new(), terms: Vec::new(), weight: 0.0 };
        let lattice = match sieve.passes(paragraph) {
            true => Lattice::corrected(&paragraph.text, &paragraph.misheard),
            false => Lattice::default(),
        };
        for (nth, one) in found.iter().enumerate() {
            let mut spans = spans(&lattice, one.term, |form| one.forms.iter().any(|met| met == form));
            if spans.is_empty() {
                one.spellings.iter().for_each(|spelling| spans.append(&mut phrase_spans(&lattice, spelling)));
            }
            if !spans.is_empty() {
                note(&mut seen, nth, found);
                seen.spans.extend(spans.into_iter().map(|span| (span, nth)));
            }
        }
        all.push(seen);
    }
    all
}

/// What tells of a paragraph that none of what was found stands in it. Words that say next to nothing are looked for only where
/// there are no others, or beside them.
fn sieve(found: &[Found<'_>]) -> Sieve {
    let all_common = found.iter().all(|one| one.common);
    let mut sieve = Sieve::default();
    for one in found.iter().filter(|one| !one.common || all_common) {
        // Those typed come first, of which others may be only endings.
        for forms in one.term.words.iter().flatten().chain([&one.forms]) {
            forms.iter().for_each(|form| sieve.add(form));
        }
        one.spellings.iter().for_each(|spelling| sieve.add(spelling.longest()));
    }
    sieve
}

fn snippet(seen: &Seen<'_>, found: &[Found<'_>]) -> Snippet {
    let shown = Shown::of(&seen.paragraph.text, &seen.paragraph.misheard);
    let marks: Vec<(Range<usize>, usize)> = seen.spans.iter().map(|(span, term)| (shown.place(span), *term)).collect();
    let marks = sorted(&marks, &|a, b| a.0.start < b.0.start);
    let window = shown.window(&|reach| best_start(&marks, found, reach));
    let inside = marks.iter().map(|(range, _)| range.clone());
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

/// The byte up to which a cut would show, from one on.
type Reach<'a> = dyn Fn(usize) -> usize + 'a;

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

    /// The bytes to show: all, or a cut that opens a little before the byte which `first` chooses, told how far a cut from a
    /// byte on would reach.
    fn window(&self, first: &dyn Fn(&Reach<'_>) -> usize) -> Range<usize> {
        let mut starts: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        let count = starts.len();
        if count <= WHOLE_CHARS {
            return 0..self.text.len();
        }
        starts.push(self.text.len());
        let nth = |byte: usize| starts.partition_point(|start| *start < byte);
        let reach = CUT_CHARS - LEAD_CHARS - WORD_CHARS;
        let first = first(&|byte| starts[(nth(byte) + reach).min(count)]);
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
fn best_start(marks: &[(Range<usize>, usize)], found: &[Found<'_>], reach: &Reach<'_>) -> usize {
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

/// The bytes of a paragraph that a card cuts out for a place in it.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn cut(text: &str, place: usize) -> Range<usize> {
    Shown::of(text, &[]).window(&|_| place)
}
