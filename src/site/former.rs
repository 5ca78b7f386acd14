//! The pages of ids that were published and live no more, and what living pages still say of them: so that every address
//! there ever was leads to the text it led to.

use std::collections::BTreeMap;

use crate::links::{IdKind, PublishedId, Record, Resolution, Resolutions, RetiredId, Succession};
use crate::page::address;
use crate::page::trail::{Stub, Target, Trail};
use crate::transcript::{Answer, AnswerId, Episode, EpisodeId, Library, SpeakerId, TopicId};

/// Finds the living by id, for all pages of one build.
pub(super) struct Former<'a> {
    library: &'a Library,
    fates: &'a Resolutions,
    /// For each paragraph, as the ledger writes it, the episode and which of its answers it stands in.
    paragraphs: BTreeMap<String, (&'a Episode, usize)>,
    /// The dead answers and paragraphs of each episode.
    dead: BTreeMap<&'a str, Vec<&'a PublishedId>>,
}

/// What a former address shows.
pub(super) enum Shows<'a> {
    /// An answer, by its number in its episode.
    Answer(&'a Episode, usize),
    /// A whole episode.
    Episode(&'a Episode),
    /// All of a speaker or a topic, by address.
    Listing(String),
    /// Nothing that lives: parts it was split into, or what is near.
    Tombstone(Vec<Target>, Option<Target>),
}

/// A former address and what it shows.
pub(super) struct Page<'a> {
    /// The folder.
    pub(super) address: String,
    pub(super) record: &'a Record,
    pub(super) shows: Shows<'a>,
    pub(super) trail: Trail,
}

impl<'a> Former<'a> {
    pub(super) fn new(library: &'a Library, fates: &'a Resolutions) -> Self {
        let mut paragraphs = BTreeMap::new();
        for episode in library.episodes() {
            for (nth, answer) in episode.answers.iter().enumerate() {
                let keys = answer.paragraphs().map(|paragraph| PublishedId::paragraph(&episode.id, &paragraph.id));
                paragraphs.extend(keys.map(|key| (key.path().to_owned(), (episode, nth))));
            }
        }
        let mut dead: BTreeMap<&str, Vec<&PublishedId>> = BTreeMap::new();
        for (key, _) in fates.retired().filter(|(key, _)| matches!(key.kind, IdKind::Answer | IdKind::Paragraph)) {
            dead.entry(key.episode_id()).or_default().push(key);
        }
        Self { library, fates, paragraphs, dead }
    }

    /// The pages of everything that lives no more; paragraphs have none of their own.
    pub(super) fn pages(&self) -> Vec<Page<'a>> {
        let with_pages = self.fates.retired().filter(|(key, _)| key.kind != IdKind::Paragraph);
        with_pages.filter_map(|(key, retired)| self.page(key, retired)).collect()
    }

    /// What a living answer's page says of what was there before.
    pub(super) fn of_answer(&self, episode: &'a Episode, answer: &Answer) -> Trail {
        let key = PublishedId::answer(&episode.id, &answer.id);
        self.trail(self.fates.paragraphs_ever_in(key.path()).iter(), |home, nth| {
            home.id == episode.id && home.answers[nth].id == answer.id
        })
    }

    /// What a living episode's page says of what was there before.
    pub(super) fn of_episode(&self, episode: &'a Episode) -> Trail {
        self.trail(self.dead_in(episode), |home, _| home.id == episode.id)
    }

    fn dead_in(&self, episode: &Episode) -> impl Iterator<Item = &'a PublishedId> {
        self.dead.get(episode.id.as_str()).into_iter().flatten().copied()
    }

    /// Former anchors of a page; `is_here` says whether it shows an episode's answer, by number.
    fn trail<'k>(
        &self,
        keys: impl Iterator<Item = &'k PublishedId>,
        is_here: impl Fn(&Episode, usize) -> bool,
    ) -> Trail {
        let mut trail = Trail::default();
        for key in keys {
            let retired = self.fates.get(key);
            let date = retired.map(|retired| retired.record.last_changed);
            let now = match retired.map(|retired| &retired.resolution) {
                None => self.home(key),
                Some(Resolution::Succeeded(successors)) => successors.ids.first().and_then(|target| self.home(target)),
                Some(Resolution::Tombstone { .. }) => None,
            };
            match (now, date) {
                // It lives, and here.
                (Some((episode, nth, _)), None) if is_here(episode, nth) => {}
                // The anchor is the same, though the episode was another.
                (Some((episode, nth, anchor)), Some(_)) if is_here(episode, nth) && anchor == key.anchor() => {}
                (Some((episode, nth, anchor)), Some(_)) if is_here(episode, nth) => {
                    trail.aliases.entry(anchor).or_default().push(key.anchor().to_owned());
                }
                (now, date) => {
                    let date = date.or_else(|| self.fates.paragraph_moved(key));
                    let now = now.map(|(episode, nth, anchor)| self.part(episode, nth, &anchor));
                    trail.stubs.extend(date.map(|date| Stub { anchor: key.anchor().to_owned(), now, date }));
                }
            }
        }
        trail
    }

    /// Where a living answer or paragraph stands, and its anchor there.
    fn home(&self, key: &PublishedId) -> Option<(&'a Episode, usize, String)> {
        match key.kind {
            IdKind::Paragraph => {
                let (episode, nth) = self.paragraphs.get(key.path())?;
                Some((episode, *nth, key.anchor().to_owned()))
            }
            IdKind::Answer => {
                let (episode, nth) = self.answer(key)?;
                Some((episode, nth, key.anchor().to_owned()))
            }
            _ => None,
        }
    }

    fn part(&self, episode: &Episode, nth: usize, anchor: &str) -> Target {
        let answer = &episode.answers[nth];
        let folder = address::answer(&episode.id, &answer.id);
        let is_answer = anchor == answer.id.as_str();
        let address = if is_answer { folder } else { format!("{folder}#{anchor}") };
        Target { address, title: answer.title(episode) }
    }

    fn episode(&self, id: &str) -> Option<&'a Episode> {
        let id = EpisodeId::new(id).ok()?;
        self.library.episodes().iter().find(|episode| episode.id == id)
    }

    fn answer(&self, key: &PublishedId) -> Option<(&'a Episode, usize)> {
        let episode = self.episode(key.episode_id())?;
        let nth = episode.answers.iter().position(|answer| answer.id.as_str() == key.anchor())?;
        Some((episode, nth))
    }

    fn page(&self, key: &PublishedId, RetiredId { resolution, record }: &'a RetiredId) -> Option<Page<'a>> {
        let address = folder(key)?;
        let (shows, now) = match resolution {
            Resolution::Succeeded(successors) => match &successors.ids[..] {
                [target] => {
                    let now = self.target(target)?;
                    (self.shows(target)?, Some((now, successors.succession == Succession::Merged)))
                }
                targets => (Shows::Tombstone(targets.iter().filter_map(|one| self.target(one)).collect(), None), None),
            },
            Resolution::Tombstone { nearest } => {
                (Shows::Tombstone(Vec::new(), nearest.as_ref().and_then(|near| self.target(near))), None)
            }
        };
        let shown = match &shows {
            Shows::Answer(episode, nth) => Some((episode.id.clone(), *nth)),
            _ => None,
        };
        let is_here =
            |episode: &Episode, nth: usize| shown.as_ref().is_some_and(|(id, at)| *id == episode.id && *at == nth);
        let mut trail = match key.kind {
            IdKind::Answer => self.trail(self.fates.paragraphs_ever_in(key.path()).iter(), is_here),
            _ => Trail::default(),
        };
        if let Shows::Answer(episode, nth) = &shows {
            let own = self.of_answer(episode, &episode.answers[*nth]);
            for (anchor, aliases) in own.aliases {
                trail.aliases.entry(anchor).or_default().extend(aliases);
            }
        }
        if let Shows::Episode(episode) = &shows {
            let own = self.dead.get(key.path()).into_iter().flatten().copied();
            trail = self.trail(own.chain(self.dead_in(episode)), |home, _| home.id == episode.id);
        }
        trail.now = now;
        Some(Page { address, record, shows, trail })
    }

    fn shows(&self, target: &PublishedId) -> Option<Shows<'a>> {
        Some(match target.kind {
            IdKind::Answer => {
                let (episode, nth) = self.answer(target)?;
                Shows::Answer(episode, nth)
            }
            IdKind::Episode => Shows::Episode(self.episode(target.path())?),
            IdKind::Speaker | IdKind::Topic => Shows::Listing(folder(target)?),
            IdKind::Paragraph => return None,
        })
    }

    /// A living id's address and title.
    fn target(&self, key: &PublishedId) -> Option<Target> {
        let title = match key.kind {
            IdKind::Answer => {
                let (episode, nth) = self.answer(key)?;
                episode.answers[nth].title(episode)
            }
            IdKind::Episode => self.episode(key.path())?.title.clone(),
            IdKind::Speaker => {
                self.library.speakers().into_iter().find(|speaker| speaker.id.as_str() == key.path())?.name
            }
            IdKind::Topic => self.library.topics().iter().find(|topic| topic.id.as_str() == key.path())?.name.clone(),
            IdKind::Paragraph => return None,
        };
        Some(Target { address: folder(key)?, title })
    }
}

/// The folder of an id's page; paragraphs have none.
fn folder(key: &PublishedId) -> Option<String> {
    Some(match key.kind {
        IdKind::Episode => address::episode(&EpisodeId::new(key.path()).ok()?),
        IdKind::Answer => address::answer(&EpisodeId::new(key.episode_id()).ok()?, &AnswerId::new(key.anchor()).ok()?),
        IdKind::Speaker => address::speaker(&SpeakerId::new(key.path()).ok()?),
        IdKind::Topic => address::topic(&TopicId::new(key.path()).ok()?),
        IdKind::Paragraph => return None,
    })
}
