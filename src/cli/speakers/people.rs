//! Who speaks in the episodes of a library, drafts among them, and how much.
//!
//! Not here: who may be the same person ([`super::doubles`]), and printing them ([`super::list`]).

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::cli::content::EpisodeFile;
use crate::import::count_words;
use crate::transcript::{Date, Episode, Role, SpeakerId};

/// Somebody with a name.
#[derive(Default)]
pub(super) struct Person {
    /// The name in each episode, by number of the episode.
    names: BTreeMap<usize, String>,
    /// The episodes in which the person is a host, by number.
    pub(super) hosts: BTreeSet<usize>,
    /// Those in which the person is a guest.
    pub(super) guests: BTreeSet<usize>,
    /// The shows, and whether the person is a host of each. Episodes without one are those of one show.
    pub(super) shows: BTreeMap<String, bool>,
    /// The number of answers with words of the person, without the parts that are none.
    pub(super) answers: usize,
    /// The number of words.
    pub(super) words: usize,
    /// The days of the first and the last episode that has one.
    pub(super) days: Option<(Date, Date)>,
    /// The longest paragraph.
    pub(super) sample: String,
    /// The name in the newest episode, as the site has it.
    pub(super) name: String,
    newest: Option<Date>,
}

impl Person {
    /// The number of episodes.
    pub(super) fn episodes(&self) -> usize {
        self.names.len()
    }

    /// Whether an episode has both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let (few, many) = if self.episodes() < other.episodes() { (self, other) } else { (other, self) };
        few.names.keys().any(|episode| many.names.contains_key(episode))
    }

    /// The names other than the one of the newest episode.
    pub(super) fn other_names(&self) -> BTreeSet<&str> {
        self.names.values().map(String::as_str).filter(|name| *name != self.name).collect()
    }
}

/// Everybody in a library.
#[derive(Default)]
pub(super) struct People {
    /// Those with a name, by id.
    pub(super) named: BTreeMap<SpeakerId, Person>,
    /// The ids of voices without a name, which are local to an episode, with the numbers of their episodes.
    pub(super) placeholders: BTreeMap<SpeakerId, Vec<usize>>,
}

/// What somebody says in one episode.
#[derive(Default)]
struct Said<'a> {
    answers: usize,
    words: usize,
    longest: &'a str,
}

impl People {
    /// Everybody in some episodes, as far as these could be read. The words are counted on all cores.
    pub(super) fn of(files: &[EpisodeFile]) -> Self {
        let episodes: Vec<Option<&Episode>> =
            files.iter().map(|file| file.parsed.as_ref().and_then(|parsed| parsed.episode())).collect();
        let said: Vec<_> = episodes.par_iter().map(|episode| episode.map(said)).collect();
        let mut people = Self::default();
        for (at, (episode, said)) in episodes.into_iter().zip(said).enumerate() {
            let Some((episode, said)) = episode.zip(said) else { continue };
            people.add(at, episode, &said);
        }
        people
    }

    fn add(&mut self, at: usize, episode: &Episode, said: &BTreeMap<&SpeakerId, Said<'_>>) {
        for speaker in &episode.speakers {
            if speaker.is_placeholder {
                self.placeholders.entry(speaker.id.clone()).or_default().push(at);
                continue;
            }
            let person = self.named.entry(speaker.id.clone()).or_default();
            if person.names.is_empty() || episode.date > person.newest {
                person.name.clone_from(&speaker.name);
                person.newest = episode.date;
            }
            person.names.insert(at, speaker.name.clone());
            let is_host = speaker.role == Role::Host;
            if is_host { &mut person.hosts } else { &mut person.guests }.insert(at);
            *person.shows.entry(episode.show.clone().unwrap_or_default()).or_default() |= is_host;
            if let Some(day) = episode.date {
                let (first, last) = person.days.unwrap_or((day, day));
                person.days = Some((first.min(day), last.max(day)));
            }
            let Some(said) = said.get(&speaker.id) else { continue };
            person.answers += said.answers;
            person.words += said.words;
            if said.longest.len() > person.sample.len() {
                said.longest.clone_into(&mut person.sample);
            }
        }
    }

    /// Those with a name who say the most first.
    pub(super) fn by_words(&self) -> Vec<(&SpeakerId, &Person)> {
        let mut people: Vec<(&SpeakerId, &Person)> = self.named.iter().collect();
        people
            .sort_by(|(a_id, a), (b_id, b)| b.words.cmp(&a.words).then_with(|| (&a.name, a_id).cmp(&(&b.name, b_id))));
        people
    }
}

/// What everybody says in an episode.
fn said(episode: &Episode) -> BTreeMap<&SpeakerId, Said<'_>> {
    let mut by_speaker: BTreeMap<&SpeakerId, Said<'_>> = BTreeMap::new();
    for answer in &episode.answers {
        let mut speaks: BTreeSet<&SpeakerId> = BTreeSet::new();
        for turn in &answer.turns {
            speaks.insert(&turn.speaker);
            let said = by_speaker.entry(&turn.speaker).or_default();
            for paragraph in &turn.paragraphs {
                said.words += count_words(&paragraph.text);
                if paragraph.text.len() > said.longest.len() {
                    said.longest = &paragraph.text;
                }
            }
        }
        if answer.part.is_none() {
            speaks.iter().for_each(|id| by_speaker.entry(id).or_default().answers += 1);
        }
    }
    by_speaker
}
