//! Redirects: the pages at former addresses, and the former ids that a living page still names. With them, every
//! address that was ever published leads to its text.
//!
//! Not here: what became of each id ([`crate::links`]), how a page shows it ([`crate::page::redirects`]).

use std::collections::BTreeMap;

use crate::links::{Became, Fate, Fates, Key, Kind, Record};
use crate::page::address;
use crate::page::redirects::{FormerAnchor, LinkTarget, MovedTo, Redirects, Tombstone};
use crate::transcript::{Answer, AnswerId, Episode, EpisodeId, Library, SpeakerId, TopicId};

/// The redirects of a site, found by id.
pub(super) struct SiteRedirects<'a> {
    library: &'a Library,
    fates: &'a Fates,
    /// For each living paragraph, by its id in the ledger, the answer that holds it.
    paragraphs: BTreeMap<String, AnswerPosition<'a>>,
    /// For each episode, the ids of its answers and paragraphs that no longer live.
    dead: BTreeMap<&'a str, Vec<&'a Key>>,
}

/// An answer, by its position in its episode.
#[derive(Clone, Copy)]
pub(super) struct AnswerPosition<'a> {
    pub(super) episode: &'a Episode,
    pub(super) position: usize,
}

impl<'a> AnswerPosition<'a> {
    fn answer(self) -> &'a Answer {
        &self.episode.answers[self.position]
    }

    fn is_same(self, other: Self) -> bool {
        self.episode.id == other.episode.id && self.position == other.position
    }
}

/// The present place of an answer or a paragraph.
struct Location<'a> {
    answer: AnswerPosition<'a>,
    anchor: String,
}

impl Location<'_> {
    fn link_target(&self) -> LinkTarget {
        let (episode, answer) = (self.answer.episode, self.answer.answer());
        let page = address::answer(&episode.id, &answer.id);
        let is_answer = self.anchor == answer.id.as_str();
        let address = if is_answer { page } else { format!("{page}#{}", self.anchor) };
        LinkTarget { address, title: answer.title(episode) }
    }
}

/// The content of the page at a former address.
pub(super) enum FormerContent<'a> {
    /// A living answer.
    Answer(AnswerPosition<'a>),
    /// A living episode.
    Episode(&'a Episode),
    /// The listing of a living speaker or topic, by its address.
    Listing(String),
    /// A tombstone.
    Tombstone(Tombstone),
}

/// The page at a former address.
pub(super) struct FormerPage<'a> {
    /// The id that the page was for.
    pub(super) key: &'a Key,
    /// The former address.
    pub(super) address: String,
    pub(super) content: FormerContent<'a>,
    pub(super) redirects: Redirects,
}

impl<'a> SiteRedirects<'a> {
    pub(super) fn of(library: &'a Library, fates: &'a Fates) -> Self {
        let mut paragraphs = BTreeMap::new();
        for episode in library.episodes() {
            for (position, answer) in episode.answers.iter().enumerate() {
                let keys = answer.paragraphs().map(|paragraph| Key::paragraph(&episode.id, &paragraph.id));
                paragraphs.extend(keys.map(|key| (key.id().to_owned(), AnswerPosition { episode, position })));
            }
        }
        let mut dead: BTreeMap<&str, Vec<&Key>> = BTreeMap::new();
        for (key, _, _) in fates.dead().filter(|(key, _, _)| matches!(key.kind, Kind::Answer | Kind::Paragraph)) {
            dead.entry(key.in_episode()).or_default().push(key);
        }
        Self { library, fates, paragraphs, dead }
    }

    /// The pages at all former addresses. Paragraphs have no pages, so they have none here.
    pub(super) fn former_pages(&self) -> Vec<FormerPage<'a>> {
        self.fates.dead().filter_map(|(key, fate, record)| self.former_page(key, fate, record)).collect()
    }

    /// The former ids that concern a living answer's page.
    pub(super) fn of_answer(&self, answer: AnswerPosition<'a>) -> Redirects {
        let key = Key::answer(&answer.episode.id, &answer.answer().id);
        self.redirects(self.fates.stood_in(key.id()).iter(), |location| location.is_same(answer))
    }

    /// The former ids that concern a living episode's page.
    pub(super) fn of_episode(&self, episode: &'a Episode) -> Redirects {
        self.redirects(self.dead_in(episode.id.as_str()), |location| location.episode.id == episode.id)
    }

    fn dead_in(&self, episode: &str) -> impl Iterator<Item = &'a Key> {
        self.dead.get(episode).into_iter().flatten().copied()
    }

    /// The redirects for some ids on a page that shows the answers for which `is_here` holds.
    fn redirects<'k>(
        &self,
        keys: impl Iterator<Item = &'k Key>,
        is_here: impl Fn(AnswerPosition<'a>) -> bool,
    ) -> Redirects {
        let mut redirects = Redirects::default();
        for key in keys {
            let died = self.fates.record(key).map(|record| record.changed);
            match self.present_location(key) {
                Some(location) if is_here(location.answer) => {
                    // Only another id needs an alias. In an episode that moved, the anchors are the same.
                    if died.is_some() && location.anchor != key.local() {
                        redirects.aliases.entry(location.anchor).or_default().push(key.local().to_owned());
                    }
                }
                location => {
                    let since = died.or_else(|| self.fates.moved_on(key));
                    let target = location.map(|location| location.link_target());
                    let anchor = key.local().to_owned();
                    redirects.former_anchors.extend(since.map(|since| FormerAnchor { anchor, target, since }));
                }
            }
        }
        redirects
    }

    /// The present place of an answer or a paragraph, or of what it became; `None` if it was removed.
    fn present_location(&self, key: &Key) -> Option<Location<'a>> {
        match self.fates.get(key) {
            None => self.location(key),
            Some(Fate::Became(_, targets)) => self.location(targets.first()?),
            Some(Fate::Gone(_)) => None,
        }
    }

    /// The place of a living answer or paragraph.
    fn location(&self, key: &Key) -> Option<Location<'a>> {
        let answer = match key.kind {
            Kind::Paragraph => *self.paragraphs.get(key.id())?,
            Kind::Answer => self.answer(key)?,
            Kind::Episode | Kind::Speaker | Kind::Topic => return None,
        };
        Some(Location { answer, anchor: key.local().to_owned() })
    }

    fn episode(&self, id: &str) -> Option<&'a Episode> {
        let id = EpisodeId::new(id).ok()?;
        self.library.episodes().iter().find(|episode| episode.id == id)
    }

    fn answer(&self, key: &Key) -> Option<AnswerPosition<'a>> {
        let episode = self.episode(key.in_episode())?;
        let position = episode.answers.iter().position(|answer| answer.id.as_str() == key.local())?;
        Some(AnswerPosition { episode, position })
    }

    fn former_page(&self, key: &'a Key, fate: &Fate, record: &Record) -> Option<FormerPage<'a>> {
        let address = page_address(key)?;
        let tombstone = |parts, nearest| {
            let (title, since) = (record.note().to_owned(), record.changed);
            FormerContent::Tombstone(Tombstone { title, since, parts, nearest })
        };
        let mut moved_to = None;
        let content = match fate {
            Fate::Became(how, targets) => match &targets[..] {
                [target] => {
                    let link = self.link_target(target)?;
                    moved_to = Some(if *how == Became::Merged { MovedTo::PartOf(link) } else { MovedTo::Page(link) });
                    self.content(target)?
                }
                _ => tombstone(targets.iter().filter_map(|target| self.link_target(target)).collect(), None),
            },
            Fate::Gone(nearest) => tombstone(Vec::new(), nearest.as_ref().and_then(|near| self.link_target(near))),
        };
        let redirects = Redirects { moved_to, ..self.of_former_page(key, &content) };
        Some(FormerPage { key, address, content, redirects })
    }

    /// The former ids that concern the page at a former address: those of the id that it was for, and those of its
    /// content.
    fn of_former_page(&self, key: &Key, content: &FormerContent<'a>) -> Redirects {
        let stood_here = self.fates.stood_in(key.id()).iter().filter(|_| key.kind == Kind::Answer);
        match content {
            FormerContent::Answer(answer) => {
                let mut redirects = self.redirects(stood_here, |location| location.is_same(*answer));
                for (anchor, aliases) in self.of_answer(*answer).aliases {
                    redirects.aliases.entry(anchor).or_default().extend(aliases);
                }
                redirects
            }
            FormerContent::Episode(episode) => {
                let keys = self.dead_in(key.id()).chain(self.dead_in(episode.id.as_str()));
                self.redirects(keys, |location| location.episode.id == episode.id)
            }
            FormerContent::Listing(_) | FormerContent::Tombstone(_) => self.redirects(stood_here, |_| false),
        }
    }

    /// The content of a living id's page; `None` for paragraphs.
    fn content(&self, key: &Key) -> Option<FormerContent<'a>> {
        Some(match key.kind {
            Kind::Answer => FormerContent::Answer(self.answer(key)?),
            Kind::Episode => FormerContent::Episode(self.episode(key.id())?),
            Kind::Speaker | Kind::Topic => FormerContent::Listing(page_address(key)?),
            Kind::Paragraph => return None,
        })
    }

    /// The page of a living id; `None` for paragraphs.
    fn link_target(&self, key: &Key) -> Option<LinkTarget> {
        let title = match key.kind {
            Kind::Answer => {
                let found = self.answer(key)?;
                found.answer().title(found.episode)
            }
            Kind::Episode => self.episode(key.id())?.title.clone(),
            Kind::Speaker => self.library.voices().into_iter().find(|voice| voice.id.as_str() == key.id())?.name,
            Kind::Topic => self.library.topics().iter().find(|topic| topic.id.as_str() == key.id())?.name.clone(),
            Kind::Paragraph => return None,
        };
        Some(LinkTarget { address: page_address(key)?, title })
    }
}

/// The address of an id's page; `None` for paragraphs.
fn page_address(key: &Key) -> Option<String> {
    Some(match key.kind {
        Kind::Episode => address::episode(&EpisodeId::new(key.id()).ok()?),
        Kind::Answer => address::answer(&EpisodeId::new(key.in_episode()).ok()?, &AnswerId::new(key.local()).ok()?),
        Kind::Speaker => address::speaker(&SpeakerId::new(key.id()).ok()?),
        Kind::Topic => address::topic(&TopicId::new(key.id()).ok()?),
        Kind::Paragraph => return None,
    })
}
