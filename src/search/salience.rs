//! How far a form stands out in an answer: the fewer of the answer's forms are rarer in the library, the further. What stands
//! out is what listeners keep of an answer, and what they come back with. Native only.
//!
//! Not here: counts and lengths ([`super::field`]), and how rare a form is by itself ([`super::rank`]).

use super::gather::Met;

/// How much more the rarest form of an answer counts than one that stands out by nothing.
const STANDING_OUT: f32 = 4.0;

/// Beside how many rarer forms half of that is left.
const RARER_FORMS: f32 = 2.0;

/// Steps of rarity, two to each doubling of the answers that hold a form; whatever more hold stands out nowhere.
const STEPS: usize = 24;

/// Of each answer how many forms it has of each step, which takes a tenth of the room that the forms themselves would.
pub(super) struct Salience {
    forms: Vec<[u16; STEPS]>,
}

impl Salience {
    /// Counts the forms of so many answers.
    pub(super) fn of(forms: &[Met], answers: usize) -> Self {
        let mut counts = vec![[0_u16; STEPS]; answers];
        for met in forms {
            let step = step(met.answers());
            for raw in met.raw.chunk_by(|a, b| a.answer == b.answer) {
                let count = &mut counts[raw[0].answer as usize][step];
                *count = count.saturating_add(1);
            }
        }
        Self { forms: counts }
    }

    /// What the weight of a form is multiplied by in an answer, where `holding` answers hold it: one to five.
    pub(super) fn of_form(&self, holding: usize, answer: u32) -> f32 {
        let Some(counts) = self.forms.get(answer as usize) else { return 1.0 };
        let (rarer, alike) = counts.split_at(step(holding));
        // Of those as rare, half are taken to be rarer.
        let rarer = rarer.iter().map(|count| f32::from(*count)).sum::<f32>() + f32::from(alike[0]) / 2.0;
        1.0 + STANDING_OUT / (1.0 + rarer / RARER_FORMS)
    }
}

/// The step of a form that so many answers hold: 1, 2, 3, 4 to 5, 6 to 7, 8 to 11 and so on.
fn step(holding: usize) -> usize {
    let holding = holding.max(1);
    let doublings = holding.ilog2();
    let half = usize::from(2 * holding >= 3 << doublings);
    (2 * doublings as usize + half).min(STEPS - 1)
}
