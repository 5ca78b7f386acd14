//! What each form alone is answered with first, cut out of the answers: so that a word is answered by the shard it stands in,
//! and no text need be fetched. Native only.
//!
//! Which answers are first is asked of the index itself, so that a lead is what a reader would be shown. Not here: what a card
//! makes of it ([`super::card`]).

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::card::cut;
use super::dictionary::{entries as entries_of, shard_of};
use super::filter::Filters;
use super::find::{find, same_lists};
use super::gather::misheard;
use super::index::Index;
use super::lattice::{Lattice, Misheard};
use super::model::{ANSWERS_PER_TEXT, Entry, Lead, TextParagraph, TextSpeaker, Words};
use super::order::place_of;
use super::query::parse;
use super::texts::{add_answer, bare_episode, paragraphs, text_speaker};
use super::weigh::{Sort, Weighing, first};
use crate::transcript::{Entry as LibraryEntry, Episode, Library, Paragraph};

/// How many answers a form leads to: as many as are shown at first.
const LEADS: usize = 10;

/// About the most leads an index has: a large library has them for the forms said most.
const MAX_LEADS: usize = 200_000;

/// About how many bytes a lead takes in a shard, deflated.
pub(super) const LEAD_BYTES: usize = 140;

/// In how many places a form must stand to have leads. Where there are no more texts than results on a page, none has: they
/// would weigh more than the texts.
pub(super) fn least_places(places: impl Iterator<Item = usize>, answers: usize) -> usize {
    if answers <= LEADS * ANSWERS_PER_TEXT as usize {
        return usize::MAX;
    }
    let mut places: Vec<usize> = places.collect();
    places.sort_unstable_by_key(|count| Reverse(*count));
    let mut leads = 0;
    let over = places.iter().find(|count| {
        leads += LEADS.min(**count);
        leads > MAX_LEADS
    });
    over.map_or(0, |count| count + 1)
}

/// How many leads a form that stands in so many places has, its inflections apart.
pub(super) fn leads_of(places: usize, least: usize) -> usize {
    if places < least { 0 } else { LEADS.min(places) }
}

/// An answer that is to be cut for an entry.
#[derive(Debug, Clone, Copy)]
struct Want {
    answer: u32,
    shard: u32,
    at: u32,
}

/// What is cut out of an answer for an entry.
#[derive(Debug)]
pub(super) struct Cut {
    want: Want,
    paragraph: usize,
    range: Range<usize>,
    only: bool,
    /// The paragraphs in which its form or an inflection stands, in order.
    stands: Vec<usize>,
}

/// For each shard of an index what is to be cut for its entries, by answer; all its words are there.
pub(super) fn cuts(index: &Index, entries: &[LibraryEntry<'_>], least: usize) -> Vec<Vec<Cut>> {
    let shards = 0..index.head().shards();
    let mut wants: Vec<Want> = shards.into_par_iter().flat_map_iter(|shard| firsts(index, shard, least)).collect();
    wants.par_sort_unstable_by_key(|want| (want.answer, want.shard, want.at));
    let by_answer: Vec<&[Want]> = wants.chunk_by(|a, b| a.answer == b.answer).collect();
    let mut cuts: Vec<Cut> =
        by_answer.into_par_iter().flat_map_iter(|wants| cuts_of_answer(index, entries, wants)).collect();
    cuts.par_sort_unstable_by_key(|cut| (cut.want.shard, cut.want.answer, cut.want.at));
    let mut by_shard: Vec<Vec<Cut>> = index.head().starts.iter().map(|_| Vec::new()).collect();
    for cut in cuts {
        if let Some(shard) = by_shard.get_mut(cut.want.shard as usize) {
            shard.push(cut);
        }
    }
    by_shard
}

/// The answers that are first for each entry at home in a shard.
fn firsts(index: &Index, shard: u32, least: usize) -> Vec<Want> {
    let entries = entries_of(index, shard);
    let at_home = |entry: &Entry| entry.postings.len() >= least && shard_of(index, &entry.form) == shard;
    let those = (0..).zip(entries).filter(|(_, entry)| at_home(entry));
    let first = |(at, entry): (u32, &Entry)| {
        first_answers(index, &entry.form).into_iter().map(move |answer| Want { answer, shard, at })
    };
    those.flat_map(first).collect()
}

/// The answers to a form alone.
fn first_answers(index: &Index, form: &str) -> Vec<u32> {
    let (query, _) = parse(form, false);
    let [term] = &query.terms[..] else { return Vec::new() };
    if !term.single_forms().eq([form]) {
        return Vec::new();
    }
    let same = same_lists(index, &query);
    let Ok(found) = find(index, term, same.first().map_or(&[], Vec::as_slice), false) else { return Vec::new() };
    let none = || std::iter::empty::<&String>();
    let mut answers: Vec<u32> = found.evidence.iter().map(|found| found.answer).collect();
    answers.dedup();
    if answers.len() <= LEADS {
        return answers;
    }
    let (found, filters) = ([found], Filters::of(None, none(), none(), none(), &mut Vec::new()));
    let weighing = Weighing { index, found: &found, without: &[], neighbours: &[], filters: &filters, counts: false };
    first(&weighing.all().0, LEADS, Sort::Relevance, false).iter().map(|ranked| ranked.answer).collect()
}

/// A paragraph of an answer, with its speaker's place among the episode's.
type Said<'a> = (usize, &'a Paragraph);

/// Where each form that is asked for stands in an answer: paragraph, and bytes of it.
type Places<'a> = FxHashMap<&'a str, Vec<(usize, Range<usize>)>>;

/// The form of an entry, and its inflections behind it.
fn forms_of(index: &Index, want: Want) -> Vec<&str> {
    let entries = entries_of(index, want.shard);
    let Some(entry) = entries.get(want.at as usize) else { return Vec::new() };
    let inflections = entries.iter().filter(|other| entry.is_inflected_as(other));
    [entry].into_iter().chain(inflections).map(|entry| entry.form.as_str()).collect()
}

/// Cuts an answer for all the entries that lead to it.
fn cuts_of_answer(index: &Index, entries: &[LibraryEntry<'_>], wants: &[Want]) -> Vec<Cut> {
    let entry = wants.first().and_then(|want| entries.get(want.answer as usize));
    let Some(entry) = entry else { return Vec::new() };
    let said: Vec<Said<'_>> = paragraphs(*entry).collect();
    let misheard: Vec<Vec<Misheard>> = said.iter().map(|(_, one)| misheard(entry.episode, one)).collect();
    let lattices: Vec<Lattice> =
        said.iter().zip(&misheard).map(|((_, one), misheard)| Lattice::corrected(&one.text, misheard)).collect();
    let forms: Vec<Vec<&str>> = wants.iter().map(|want| forms_of(index, *want)).collect();
    let mut places: Places<'_> = forms.iter().flatten().map(|form| (*form, Vec::new())).collect();
    for (nth, (lattice, misheard)) in lattices.iter().zip(&misheard).enumerate() {
        for edge in lattice.edges() {
            let Some(places) = places.get_mut(lattice.form(edge)) else { continue };
            let heard = edge.meant.and_then(|nth| misheard.get(nth)).map(|place| &place.range);
            places.push((nth, heard.unwrap_or(&edge.range).clone()));
        }
    }
    let wanted = wants.iter().zip(&forms);
    wanted.filter_map(|(want, forms)| cut_for(*want, forms, entry.episode, &said, &places)).collect()
}

/// Cuts an answer around the first place of a form that is no host's: of the very form where it stands there.
fn cut_for(want: Want, forms: &[&str], episode: &Episode, said: &[Said<'_>], places: &Places<'_>) -> Option<Cut> {
    let is_host = |nth: usize| {
        let speaker = said.get(nth).and_then(|(speaker, _)| episode.speakers.get(*speaker));
        speaker.is_some_and(|speaker| episode.is_host(&speaker.id))
    };
    let all: Vec<&(usize, Range<usize>)> = forms.iter().filter_map(|form| places.get(form)).flatten().collect();
    let first = all.iter().find(|(nth, _)| !is_host(*nth)).or_else(|| all.first());
    let plain = || (0..said.len()).find(|nth| !is_host(*nth)).unwrap_or(0);
    let (nth, start) = first.map_or_else(|| (plain(), 0), |(nth, range)| (*nth, range.start));
    let range = cut(&said.get(nth)?.1.text, start);
    let only = all.iter().all(|(of, place)| *of == nth && range.start <= place.start && place.end <= range.end);
    let stands = all.iter().map(|(nth, _)| *nth).collect::<BTreeSet<_>>().into_iter().collect();
    Some(Cut { want, paragraph: nth, range, only, stands })
}

/// What a shard shows of an answer: paragraphs in order, each with what is cut out of it, or none where it is only known to
/// match.
fn shown(cuts: &[Cut]) -> Vec<(usize, Option<&Range<usize>>)> {
    let mut shown: Vec<(usize, Option<&Range<usize>>)> =
        cuts.iter().map(|cut| (cut.paragraph, Some(&cut.range))).collect();
    let bare = cuts.iter().flat_map(|cut| &cut.stands).filter(|nth| cuts.iter().all(|cut| cut.paragraph != **nth));
    shown.extend(bare.map(|nth| (*nth, None)));
    shown.sort_unstable_by_key(|(nth, range)| (*nth, range.map(|range| (range.start, range.end))));
    shown.dedup();
    shown
}

/// A shard with what is cut for its entries, sorted by answer.
pub(super) fn with_leads(
    mut words: Words,
    library: &Library,
    entries: &[LibraryEntry<'_>],
    titles: &[String],
    cuts: &[Cut],
) -> Words {
    for cuts in cuts.chunk_by(|a, b| a.want.answer == b.want.answer) {
        let number = cuts[0].want.answer;
        let Some((entry, title)) = entries.get(number as usize).zip(titles.get(number as usize)) else { continue };
        let said: Vec<Said<'_>> = paragraphs(*entry).collect();
        let nth = words.answers.len();
        words.answers.push(number);
        let of = add_answer(&mut words.cuts, library, *entry, title, bare_episode).episode;
        let shown = shown(cuts);
        for Cut { want, only, stands, .. } in cuts {
            let place = |nth: &usize| shown.iter().position(|(shown, _)| shown == nth);
            let paragraphs = stands.iter().filter_map(place).collect();
            if let Some(entry) = words.entries.get_mut(want.at as usize) {
                entry.leads.push(Lead { nth, only: *only, paragraphs });
            }
        }
        let speakers = &mut words.cuts.episodes[of].speakers;
        let paragraph = |(nth, range): &(usize, Option<&Range<usize>>)| {
            cut_paragraph(entry.episode, said.get(*nth)?, *range, speakers)
        };
        words.cuts.answers[nth].paragraphs = shown.iter().filter_map(paragraph).collect();
    }
    words
}

/// A paragraph as it is cut, its speaker among those met in the shard.
fn cut_paragraph(
    episode: &Episode,
    (speaker, paragraph): &Said<'_>,
    range: Option<&Range<usize>>,
    speakers: &mut Vec<TextSpeaker>,
) -> Option<TextParagraph> {
    let speaker = place_of(speakers, text_speaker(episode, *speaker)?);
    let mut cut = TextParagraph { id: paragraph.id.to_string(), speaker, text: String::new(), misheard: Vec::new() };
    let Some(range) = range else { return Some(cut) };
    let before = if range.start > 0 { "…" } else { "" };
    let behind = if range.end < paragraph.text.len() { "…" } else { "" };
    cut.text = [before, paragraph.text.get(range.clone())?, behind].concat();
    let shifted = |at: usize| at - range.start + before.len();
    cut.misheard = misheard(episode, paragraph);
    // One that the cut goes through is read as heard.
    cut.misheard.retain(|place| range.start <= place.range.start && place.range.end <= range.end);
    for place in &mut cut.misheard {
        place.range = shifted(place.range.start)..shifted(place.range.end);
    }
    Some(cut)
}
