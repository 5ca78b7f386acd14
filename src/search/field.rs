//! How much a form counts where it stands: by the fields of the voice, their lengths, and how far it stands out there. Native
//! only.
//!
//! The method is BM25F: counts of each field, divided by what its length excuses and weighed, are summed before anything is
//! saturated (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004). Not here: what a
//! form counts beside others, which is decided when it is asked for ([`super::rank`]).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rayon::prelude::*;

use super::gather::{FIELDS, Gathered, Met, Raw, first_field};
use super::model::Posting;
use super::rank::level;
use super::salience::{Salience, sayings};

/// Of a form that more voices hold, only those are kept in which it counts most: it tells answers apart by these or not
/// at all.
const MAX_POSTINGS: usize = 2_000;

/// A title names what the answer is about.
const TITLE_WEIGHT: f32 = 1.5;

/// What was asked says more of an answer than any one word in it.
const PROMPT_WEIGHT: f32 = 1.3;

/// What was said: the measure of the others.
const ANSWER_WEIGHT: f32 = 1.0;

/// A name stands beside all that its bearer says, so it counts less than someone else speaking of them.
const SPEAKER_WEIGHT: f32 = 0.8;

/// The episode's title is shared by all its answers, so it only tips the scales.
const EPISODE_WEIGHT: f32 = 0.5;

/// BM25's allowance for length in what is said: a long answer holds more words without being more about them.
/// Less than the 0.75 that is usual, for few words of a long answer stand out ([`Salience`]).
const LONG_TEXT: f32 = 0.6;

/// The same for titles, whose lengths say little.
const SHORT_TEXT: f32 = 0.3;

const FIELD_WEIGHTS: [f32; FIELDS] = [TITLE_WEIGHT, SPEAKER_WEIGHT, EPISODE_WEIGHT, PROMPT_WEIGHT, ANSWER_WEIGHT];
const FIELD_LENGTHS: [f32; FIELDS] = [SHORT_TEXT, SHORT_TEXT, SHORT_TEXT, LONG_TEXT, LONG_TEXT];

/// A form of the library, weighed.
pub(super) struct Form {
    pub(super) name: String,
    /// The stems it has in the languages it was met in.
    pub(super) stems: BTreeSet<String>,
    /// In how many voices it stands.
    pub(super) voices: usize,
    /// In how many answers.
    pub(super) answers: usize,
    /// Where it stands, of a very common one the best places. Sorted by answer, then voice.
    pub(super) postings: Vec<Posting>,
}

impl Form {
    /// How many answers hold it that its postings do not tell of.
    pub(super) fn further(&self) -> u32 {
        let told_of = self.postings.chunk_by(|a, b| a.answer == b.answer).count();
        u32::try_from(self.answers - told_of).unwrap_or(u32::MAX)
    }
}

/// The forms of a library weighed, in their order.
pub(super) fn weighed(gathered: Gathered) -> Vec<Form> {
    let Gathered { forms, lengths, .. } = gathered;
    let means = means(&lengths);
    let sayings: Vec<u16> = forms.par_iter().map(sayings).collect();
    let salience = Salience::of(&forms, &sayings, lengths.len());
    let weighed = |(met, sayings): (Met, u16)| {
        let (voices, answers) = (met.raw.len(), met.answers());
        let posting = |raw: &Raw| {
            let weight = weight(raw, &lengths, &means) * salience.of_form(sayings, raw.answer);
            Posting { answer: raw.answer, voice: raw.voice, level: level(weight) }
        };
        let mut postings: Vec<Posting> = met.raw.iter().map(posting).collect();
        if voices > MAX_POSTINGS {
            postings.sort_by_key(|posting| Reverse(posting.level));
            postings.truncate(MAX_POSTINGS);
            postings.shrink_to_fit();
            postings.sort_by_key(|posting| (posting.answer, posting.voice));
        }
        Form { name: met.name, stems: met.stems, voices, answers, postings }
    };
    forms.into_par_iter().zip(sayings).map(weighed).collect()
}

/// What a form counts in a voice, by how often it stands there.
fn weight(raw: &Raw, lengths: &[[u32; FIELDS]], means: &[f32; FIELDS]) -> f32 {
    let lengths = lengths.get(raw.answer as usize).copied().unwrap_or_default();
    (first_field(raw.voice)..FIELDS)
        .zip(raw.counts)
        .filter(|(_, count)| *count > 0)
        .map(|(field, count)| {
            let allowance = FIELD_LENGTHS[field];
            let relative = lengths[field] as f32 / means[field].max(1.0);
            FIELD_WEIGHTS[field] * f32::from(count) / (1.0 - allowance + allowance * relative)
        })
        .sum()
}

/// The mean length of each field over the answers that have it.
fn means(lengths: &[[u32; FIELDS]]) -> [f32; FIELDS] {
    let mut means = [0.0; FIELDS];
    for (field, mean) in means.iter_mut().enumerate() {
        let lengths = lengths.iter().map(|lengths| u64::from(lengths[field])).filter(|length| *length > 0);
        let (sum, count) = lengths.fold((0, 0_u64), |(sum, count), length| (sum + length, count + 1));
        *mean = if count == 0 { 1.0 } else { (sum as f64 / count as f64) as f32 };
    }
    means
}
