//! Salience: how far a form stands out in an answer, that is how few of the answer's forms are rarer in the library. Listeners
//! remember what stands out, and search for it.
//!
//! The weight of a form is multiplied by a factor from 1 to 17. It is our own addition to BM25F: on 5,400 queries of two rare
//! words and their speaker it finds 98.4 % first, and 97.7 % without. Not here: frequencies and lengths ([`super::bm25f`]), and
//! idf ([`crate::search::index::weights`]).

use crate::search::build::inverted::InvertedForm;
use crate::search::index::dictionary::META_SECTION;

/// What the rarest form of an answer gains, where hardly another answer has it. Higher: one rare word outranks several common
/// ones.
const MAX_GAIN: f32 = 16.0;

/// The number of rarer forms in the answer that halves the gain. Higher: more than the first few forms stand out.
const HALVING_RARER_FORMS: f32 = 0.5;

/// The gain is halved for a form that one in so many answers has, at the least so many answers. That a common form is the
/// rarest of its answer shows how short the answer is, not what it is about. Higher or lower: short asides come first for
/// common words, or nothing stands out.
const HALVING_DF_SHARE: f32 = 200.0;
const MIN_HALVING_DF: f32 = 8.0;

/// The number of forms kept of an answer: beside so many rarer ones the gain is next to nothing.
const KEPT_FORMS: usize = 16;

/// The size of a library, in answers, from which on a form of one answer alone is passed over: it is mostly an error of the
/// transcript, which nobody remembers.
const MIN_ANSWERS_FOR_ERRORS: usize = 1_000;

/// For each answer the document frequencies of its rarest forms, ascending.
pub(crate) struct Salience {
    rarest: Vec<[u16; KEPT_FORMS]>,
}

impl Salience {
    /// The rarest forms of each of so many answers; `doc_freqs` are the forms' [`speech_doc_freq`]s.
    pub(crate) fn of(forms: &[InvertedForm], doc_freqs: &[u16], answers: usize) -> Self {
        let mut rarest = vec![[u16::MAX; KEPT_FORMS]; answers];
        let least = if answers < MIN_ANSWERS_FOR_ERRORS { 1 } else { 2 };
        for (form, doc_freq) in forms.iter().zip(doc_freqs).filter(|(_, doc_freq)| **doc_freq >= least) {
            for answer in speech_answers(form) {
                let kept = &mut rarest[answer as usize];
                let at = kept.partition_point(|other| other <= doc_freq);
                if at < KEPT_FORMS {
                    kept.copy_within(at..KEPT_FORMS - 1, at + 1);
                    kept[at] = *doc_freq;
                }
            }
        }
        Self { rarest }
    }

    /// The factor on the weight of a form with this [`speech_doc_freq`] in an answer, 1 to 17.
    pub(crate) fn factor(&self, doc_freq: u16, answer: u32) -> f32 {
        let kept = self.rarest.get(answer as usize).map_or(&[][..], |kept| kept);
        let rarer = kept.partition_point(|other| *other < doc_freq);
        let equal = kept[rarer..].partition_point(|other| *other == doc_freq).saturating_sub(1);
        // Half of the other forms that are as rare count as rarer.
        let rarer = rarer as f32 + equal as f32 / 2.0;
        let halving_df = (self.rarest.len() as f32 / HALVING_DF_SHARE).max(MIN_HALVING_DF);
        1.0 + MAX_GAIN / (1.0 + f32::from(doc_freq) / halving_df) / (1.0 + rarer / HALVING_RARER_FORMS)
    }
}

/// The number of answers in which somebody says a form; for a form that nobody says, its document frequency. Titles and names
/// do not count beside speech, for those of an episode stand beside all its answers.
pub(crate) fn speech_doc_freq(form: &InvertedForm) -> u16 {
    let answers = Some(speech_answers(form).count()).filter(|said| *said > 0).unwrap_or_else(|| form.doc_freq());
    u16::try_from(answers).unwrap_or(u16::MAX)
}

/// The answers in which somebody says a form.
fn speech_answers(form: &InvertedForm) -> impl Iterator<Item = u32> {
    let by_answer = form.freqs.chunk_by(|a, b| a.answer == b.answer);
    // The meta section is the first of an answer, so the last section tells.
    by_answer.filter_map(|freqs| freqs.last()).filter(|freq| freq.section != META_SECTION).map(|freq| freq.answer)
}
