//! Who asks and who is asked: decided over all the files of a show.
//!
//! What somebody has written wins: `--host` and `--guest`, then the episodes of the show that are there already, then what the transcript
//! says. Else those ask who ask most: in a show of several episodes all who ask in a good part of them, in a single one the one with
//! the most questions.
//!
//! Not here: which file is of which show (`cli`).

use std::collections::BTreeMap;

use super::people::Part;
use crate::language::script::is_question;
use crate::transcript::{Role, looks_like_placeholder};

/// The episodes from which on a show has regulars.
const SHOW_EPISODES: usize = 4;

/// A regular asks most in so many episodes at least.
const REGULAR_EPISODES: usize = 2;

/// A regular asks most in at least one of so many episodes.
const REGULAR_SHARE: usize = 4;

/// How much one voice asks and says in an episode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Asking {
    pub(super) turns: usize,
    /// The turns that end with a question.
    pub(super) questions: usize,
    /// The turns in which something is asked.
    pub(super) asks: usize,
    pub(super) words: usize,
}

/// What each voice of a conversation asks, in the order of first word.
pub(super) fn asking(parts: &[Part]) -> Vec<(String, Asking)> {
    let mut found: Vec<(String, Asking)> = Vec::new();
    let said: Vec<(&str, &str)> = parts.iter().filter_map(said).collect();
    for turn in said.chunk_by(|a, b| a.0 == b.0) {
        let Some((name, last)) = turn.last() else { continue };
        let at = found.iter().position(|(other, _)| other == name).unwrap_or_else(|| {
            found.push(((*name).to_owned(), Asking::default()));
            found.len() - 1
        });
        let Some((_, asking)) = found.get_mut(at) else { continue };
        asking.turns += 1;
        asking.questions += usize::from(is_question(last));
        asking.asks += usize::from(turn.iter().any(|(_, text)| text.contains(['?', '？', '؟'])));
        asking.words += turn.iter().map(|(_, text)| text.split(' ').count()).sum::<usize>();
    }
    found
}

fn said(part: &Part) -> Option<(&str, &str)> {
    match part {
        Part::Said { name, speech } => Some((name.as_str(), speech.text.as_str())),
        Part::Heading(_) => None,
    }
}

/// Those who speak in a conversation, in the order of first word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voices {
    /// How much each asks and says.
    pub(super) asking: Vec<(String, Asking)>,
    /// The parts that the file itself gives.
    pub(super) stated: BTreeMap<String, Role>,
}

/// A person's part in a show, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowRole {
    /// The name.
    pub name: String,
    /// The part.
    pub role: Role,
    /// Why, in a few words: "asks in 12 of 20 turns".
    pub reason: String,
}

/// Who asks in a show.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    episodes: usize,
    /// Of each name: the episodes in which it asks most or often, all its questions, and all its episodes.
    people: BTreeMap<String, Regular>,
    /// What was decided before: by arguments, or in the episodes that are there.
    decided: BTreeMap<String, (Role, &'static str)>,
}

#[derive(Debug, Clone, Default)]
struct Regular {
    episodes: usize,
    asks_in: usize,
    questions: usize,
}

impl Roles {
    /// A show of which nothing was read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Decides a role whatever is read: `why` says who did. The first decision stays.
    pub fn decide(&mut self, name: &str, role: Role, why: &'static str) {
        self.decided.entry(name.to_owned()).or_insert((role, why));
    }

    /// Takes an episode into account.
    pub fn add(&mut self, voices: &Voices) {
        self.episodes += 1;
        let asking = &voices.asking;
        let most = asking.iter().map(|(_, asking)| asking.questions).max().unwrap_or_default();
        for (name, asking) in asking.iter().filter(|(name, _)| !looks_like_placeholder(name)) {
            let regular = self.people.entry(name.clone()).or_default();
            regular.episodes += 1;
            regular.questions += asking.questions;
            regular.asks_in += usize::from(asking.questions > 0 && asking.questions * 2 >= most);
        }
    }

    /// Those who ask in the whole show, and why; nobody in a show of few episodes.
    pub fn regulars(&self) -> Vec<ShowRole> {
        let names = self.people.keys().filter(|name| !self.decided.contains_key(*name));
        names.filter_map(|name| self.regular(name)).collect()
    }

    /// The parts of those who speak in an episode, in the order of first word.
    pub fn of(&self, voices: &Voices) -> Vec<ShowRole> {
        let asking = &voices.asking;
        let decided: Vec<Option<ShowRole>> = asking.iter().map(|(name, _)| self.decided_for(name, voices)).collect();
        let has_host = decided.iter().flatten().any(|role| role.role == Role::Host);
        let rank = |asking: &Asking| (asking.questions, asking.asks);
        let undecided = asking.iter().zip(&decided).filter(|(_, decided)| decided.is_none());
        let most = undecided.map(|((_, asking), _)| rank(asking)).max();
        let mut needs_host = !has_host;
        asking
            .iter()
            .zip(decided)
            .map(|((name, asking), decided)| {
                decided.unwrap_or_else(|| {
                    let asks_most =
                        needs_host && Some(rank(asking)) == most && asking.asks > 0 && voices.asking.len() > 1;
                    needs_host &= !asks_most;
                    let role = if asks_most { Role::Host } else { Role::Guest };
                    let reason = format!("asks in {} of {} turns", asking.asks, asking.turns);
                    ShowRole { name: name.clone(), role, reason }
                })
            })
            .collect()
    }

    /// The part that is decided for a name: by somebody, by the transcript, or by the whole show.
    fn decided_for(&self, name: &str, voices: &Voices) -> Option<ShowRole> {
        let of = |role, reason: &str| Some(ShowRole { name: name.to_owned(), role, reason: reason.to_owned() });
        if let Some((role, why)) = self.decided.get(name) {
            return of(*role, why);
        }
        if let Some(role) = voices.stated.get(name) {
            return of(*role, "the transcript says so");
        }
        self.regular(name)
    }

    /// Whoever asks in a good part of a show's episodes.
    fn regular(&self, name: &str) -> Option<ShowRole> {
        let regular = self.people.get(name)?;
        let is_regular = self.episodes >= SHOW_EPISODES
            && regular.asks_in >= REGULAR_EPISODES
            && regular.asks_in * REGULAR_SHARE >= self.episodes;
        let reason = || {
            let Regular { episodes, asks_in, questions } = regular;
            format!("asks {questions} questions; asks most in {asks_in} of the {episodes} episodes with them")
        };
        is_regular.then(|| ShowRole { name: name.to_owned(), role: Role::Host, reason: reason() })
    }
}
