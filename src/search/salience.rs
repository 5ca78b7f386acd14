//! How far a form stands out in an answer: the fewer of the answer's forms are rarer in the library, the further. What stands
//! out is what listeners keep of an answer, and what they come back with. Native only.
//!
//! Not here: counts and lengths ([`super::field`]), and how rare a form is by itself ([`super::rank`]).

use super::gather::Met;
use super::model::META_VOICE;

/// How much more the rarest form of an answer counts than one that stands out by nothing, where hardly another answer has it.
const STANDING_OUT: f32 = 16.0;

/// Half of that is left where one in so many answers has the form, and so many at the least: that a common one is the rarest
/// of its answer tells of how short that is, not of what it is about.
const COMMON: (f32, f32) = (200.0, 8.0);

/// Beside how many rarer forms half of that is left.
const RARER_FORMS: f32 = 0.5;

/// How many forms of an answer are kept: beside so many rarer ones hardly anything stands out.
const KEPT: usize = 16;

/// In a library of so many answers a form that only one of them has is mostly a slip of whoever wrote it down, which nobody
/// remembers.
const SLIPS: usize = 1_000;

/// Of each answer in how many answers the rarest of its forms are said, from the rarest on.
pub(super) struct Salience {
    rarest: Vec<[u16; KEPT]>,
}

impl Salience {
    /// Keeps what is rare in each of so many answers; of each form it is told in how many it is said.
    pub(super) fn of(forms: &[Met], sayings: &[u16], answers: usize) -> Self {
        let mut rarest = vec![[u16::MAX; KEPT]; answers];
        let least = if answers < SLIPS { 1 } else { 2 };
        for (met, sayings) in forms.iter().zip(sayings).filter(|(_, sayings)| **sayings >= least) {
            for answer in saying(met) {
                let kept = &mut rarest[answer as usize];
                let at = kept.partition_point(|other| other <= sayings);
                if at < KEPT {
                    kept.copy_within(at..KEPT - 1, at + 1);
                    kept[at] = *sayings;
                }
            }
        }
        Self { rarest }
    }

    /// What the weight of a form, said in so many answers, is multiplied by in one of them, from 1 up to 17.
    pub(super) fn of_form(&self, sayings: u16, answer: u32) -> f32 {
        let kept = self.rarest.get(answer as usize).map_or(&[][..], |kept| kept);
        let rarer = kept.partition_point(|other| *other < sayings);
        let alike = kept[rarer..].partition_point(|other| *other == sayings).saturating_sub(1);
        // Of the others as rare, half are taken to be rarer.
        let rarer = rarer as f32 + alike as f32 / 2.0;
        let common = (self.rarest.len() as f32 / COMMON.0).max(COMMON.1);
        1.0 + STANDING_OUT / (1.0 + f32::from(sayings) / common) / (1.0 + rarer / RARER_FORMS)
    }
}

/// In how many answers somebody says a form; of one that nobody says in how many it is. Titles and names do not count beside
/// what is said: those of an episode stand beside all its answers.
pub(super) fn sayings(met: &Met) -> u16 {
    let answers = Some(saying(met).count()).filter(|said| *said > 0).unwrap_or_else(|| met.answers());
    u16::try_from(answers).unwrap_or(u16::MAX)
}

/// The answers in which somebody says a form.
fn saying(met: &Met) -> impl Iterator<Item = u32> {
    let said = met.raw.chunk_by(|a, b| a.answer == b.answer);
    // Titles and names come first of an answer, so the last tells.
    said.filter_map(|raw| raw.last()).filter(|raw| raw.voice != META_VOICE).map(|raw| raw.answer)
}
