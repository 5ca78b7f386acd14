//! Term weights: BM25F over the fields of a section, times the salience of the form in its answer, quantised to impacts.
//!
//! For form t in section s, with the frequency tf in field f, weight w, length l and mean length L of the field:
//!
//! ```text
//! weight(t, s) = Σ_f  w_f · tf_f / (1 − b_f + b_f · l_f / L_f)
//! ```
//!
//! Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004). The weights and b were set with
//! `cargo bench --bench search` on 300 episodes, by first places of all kinds of query. Not here: saturation and idf, which are
//! applied when a query is scored ([`crate::search::index::weights`]).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::search::build::inverted::{FIELDS, FieldLengths, Inverted, InvertedForm, TermFreq, first_field};
use crate::search::build::salience::{Salience, speech_doc_freq};
use crate::search::index::dictionary::Posting;
use crate::search::index::weights::quantize;
use crate::search::number::index32;
use crate::search::text::chars::is_unspaced;
use crate::transcript::{Answer, LibraryEntry};

/// The longest postings list. A longer one is truncated to its highest impacts: a form so common tells answers apart by these
/// or not at all. More would make the shards of common words larger.
const MAX_POSTINGS: usize = 2_000;

/// The weight of an answer's title, which names its subject.
const TITLE_WEIGHT: f32 = 2.5;

/// The weight of the prompt: what was asked says more of an answer than any one word in it.
const PROMPT_WEIGHT: f32 = 2.0;

/// The weight of what is said in answer, by which the others are measured.
const ANSWER_WEIGHT: f32 = 1.0;

/// The weight of a speaker's name. It stands beside all that its bearer says, so it counts less than somebody else mentioning
/// them.
const SPEAKER_WEIGHT: f32 = 0.8;

/// The weight of the episode's title. All its answers share it, so it only tips the scales.
const EPISODE_WEIGHT: f32 = 0.5;

/// BM25's b for what is said, the share of the field length that is normalised away: at 1 a word of a text twice as long
/// counts half, at 0 length makes no difference. Below the usual 0.75, for salience already favours short answers.
const B_SPEECH: f32 = 0.6;

/// BM25's b for titles and names, whose lengths say little.
const B_TITLE: f32 = 0.3;

/// What the words of an advertisement or another part count, by those of an answer: a part is found, behind the answers.
const PART_WEIGHT: f32 = 0.07;

/// What the words of a short answer count, by those of one that tells something, and the fewest words of guests in such a one.
const SHORT_WEIGHT: f32 = 0.7;
const LEAST_REPLY: usize = 40;

const FIELD_WEIGHTS: [f32; FIELDS] = [TITLE_WEIGHT, SPEAKER_WEIGHT, EPISODE_WEIGHT, PROMPT_WEIGHT, ANSWER_WEIGHT];
const FIELD_B: [f32; FIELDS] = [B_TITLE, B_TITLE, B_TITLE, B_SPEECH, B_SPEECH];

/// A form of the library with its weighed postings.
pub(crate) struct WeighedForm {
    pub(crate) form: String,
    /// The stems of the form in the languages it occurs in.
    pub(crate) stems: BTreeSet<String>,
    /// The number of sections that hold it.
    pub(crate) sections: usize,
    /// The number of answers that hold it.
    pub(crate) doc_freq: usize,
    /// Sorted by answer, then section; truncated to the highest impacts where they are very many.
    pub(crate) postings: Vec<Posting>,
}

impl WeighedForm {
    /// The number of answers that hold the form beyond those in its postings.
    pub(crate) fn unlisted_answers(&self) -> u32 {
        index32(self.doc_freq - self.postings.chunk_by(|a, b| a.answer == b.answer).count())
    }
}

/// What the words of an answer count.
pub(crate) fn answer_weight(LibraryEntry { episode, answer }: &LibraryEntry<'_>) -> f32 {
    let of_guests =
        answer.turns.iter().filter(|turn| !episode.is_host(&turn.speaker)).flat_map(|turn| &turn.paragraphs);
    let words = of_guests.flat_map(|paragraph| paragraph.text.split(' ')).take(LEAST_REPLY).count();
    match answer.part {
        Some(_) => PART_WEIGHT,
        None if words < LEAST_REPLY && is_spaced(answer) => SHORT_WEIGHT,
        None => 1.0,
    }
}

/// Whether words can be counted by blanks: not where most characters are of a script that writes none.
fn is_spaced(answer: &Answer) -> bool {
    let chars = || answer.paragraphs().flat_map(|paragraph| paragraph.text.chars());
    2 * chars().filter(|&char| is_unspaced(char)).count() < chars().count()
}

/// The forms of a library with their weighed postings, in order; `answer_weights` are those of [`answer_weight`].
pub(crate) fn weigh(inverted: Inverted, answer_weights: &[f32]) -> Vec<WeighedForm> {
    let Inverted { forms, lengths, .. } = inverted;
    let means = mean_lengths(&lengths);
    let doc_freqs: Vec<u16> = forms.par_iter().map(speech_doc_freq).collect();
    let salience = Salience::of(&forms, &doc_freqs, lengths.len());
    let weigh_form = |(form, doc_freq): (InvertedForm, u16)| {
        let posting = |freq: &TermFreq| {
            let of_answer = answer_weights[freq.answer as usize];
            let weight = weight(freq, &lengths, &means) * salience.factor(doc_freq, freq.answer) * of_answer;
            Posting { answer: freq.answer, section: freq.section, impact: quantize(weight) }
        };
        WeighedForm {
            sections: form.freqs.len(),
            doc_freq: form.doc_freq(),
            postings: truncated(form.freqs.iter().map(posting).collect()),
            form: form.form,
            stems: form.stems,
        }
    };
    forms.into_par_iter().zip(doc_freqs).map(weigh_form).collect()
}

/// The postings of highest impact, in order.
fn truncated(mut postings: Vec<Posting>) -> Vec<Posting> {
    if postings.len() > MAX_POSTINGS {
        postings.sort_by_key(|posting| Reverse(posting.impact));
        postings.truncate(MAX_POSTINGS);
        postings.shrink_to_fit();
        postings.sort_by_key(|posting| (posting.answer, posting.section));
    }
    postings
}

/// The weight of a form in a section, before salience.
fn weight(freq: &TermFreq, lengths: &[FieldLengths], means: &[f32; FIELDS]) -> f32 {
    let lengths = lengths.get(freq.answer as usize).copied().unwrap_or_default();
    (first_field(freq.section)..FIELDS)
        .zip(freq.counts)
        .filter(|(_, count)| *count > 0)
        .map(|(field, count)| {
            let (b, relative_length) = (FIELD_B[field], lengths[field] as f32 / means[field].max(1.0));
            FIELD_WEIGHTS[field] * f32::from(count) / (1.0 - b + b * relative_length)
        })
        .sum()
}

/// The mean length of each field over the answers that have it.
fn mean_lengths(lengths: &[FieldLengths]) -> [f32; FIELDS] {
    let mut means = [0.0; FIELDS];
    for (field, mean) in means.iter_mut().enumerate() {
        let lengths = lengths.iter().map(|lengths| u64::from(lengths[field])).filter(|length| *length > 0);
        let (sum, count) = lengths.fold((0, 0_u64), |(sum, count), length| (sum + length, count + 1));
        *mean = if count == 0 { 1.0 } else { (sum as f64 / count as f64) as f32 };
    }
    means
}
