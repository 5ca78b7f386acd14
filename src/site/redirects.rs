//! Redirects: the pages at former addresses, and the former ids that a living page still names. With them, every
//! address that was ever published leads to its text.
//!
//! Not here: what became of each id ([`crate::links`]), how a page shows it ([`crate::page::redirects`]).

use std::collections::BTreeMap;

use crate::links::{IdKind, PublishedId, Resolution, Resolutions, RetiredId, Succession};
use crate::page::address;
use crate::page::redirects::{FormerAnchor, LinkTarget, MovedTo, Redirects, Tombstone};
use crate::transcript::{Answer, AnswerId, Episode, EpisodeId, Library, SpeakerId, TopicId};

/// The redirects of a site, found by id.
pub(super) struct SiteRedirects<'a> {
    library: &'a Library,
    resolutions: &'a Resolutions,
    episodes: BTreeMap<&'a str, &'a Episode>,
    /// For each living answer, by the path of its published id, its position.
    answers: BTreeMap<String, AnswerPosition<'a>>,
    /// For each living paragraph, by the path of its published id, the answer that holds it.
    paragraphs: BTreeMap<String, AnswerPosition<'a>>,
    /// The names of the living speakers.
    speakers: BTreeMap<SpeakerId, String>,
    /// For each episode, the ids of its answers and paragraphs that no longer live.
    dead: BTreeMap<&'a str, Vec<&'a PublishedId>>,
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
    pub(super) id: &'a PublishedId,
    /// The former address.
    pub(super) address: String,
    pub(super) content: FormerContent<'a>,
    pub(super) redirects: Redirects,
}

impl<'a> SiteRedirects<'a> {
    pub(super) fn of(library: &'a Library, resolutions: &'a Resolutions) -> Self {
        let (mut answers, mut paragraphs) = (BTreeMap::new(), BTreeMap::new());
        for episode in library.episodes() {
            for (position, answer) in episode.answers.iter().enumerate() {
                let id = PublishedId::answer(&episode.id, &answer.id);
                answers.insert(id.path().to_owned(), AnswerPosition { episode, position });
                let ids = answer.paragraphs().map(|paragraph| PublishedId::paragraph(&episode.id, &paragraph.id));
                paragraphs.extend(ids.map(|id| (id.path().to_owned(), AnswerPosition { episode, position })));
            }
        }
        let mut dead: BTreeMap<&str, Vec<&PublishedId>> = BTreeMap::new();
        for (id, _) in resolutions.retired().filter(|(id, _)| matches!(id.kind, IdKind::Answer | IdKind::Paragraph)) {
            dead.entry(id.episode_id()).or_default().push(id);
        }
        let episodes = library.episodes().iter().map(|episode| (episode.id.as_str(), episode)).collect();
        let speakers = library.speakers().into_iter().map(|speaker| (speaker.id, speaker.name)).collect();
        Self { library, resolutions, episodes, answers, paragraphs, speakers, dead }
    }

    /// The pages at all former addresses. Paragraphs have no pages, so they have none here.
    pub(super) fn former_pages(&self) -> Vec<FormerPage<'a>> {
        self.resolutions.retired().filter_map(|(id, retired)| self.former_page(id, retired)).collect()
    }

    /// The former ids that concern a living answer's page.
    pub(super) fn of_answer(&self, answer: AnswerPosition<'a>) -> Redirects {
        let id = PublishedId::answer(&answer.episode.id, &answer.answer().id);
        self.redirects(self.resolutions.paragraphs_gone_from(id.path()).iter(), |location| location.is_same(answer))
    }

    /// The former ids that concern a living episode's page.
    pub(super) fn of_episode(&self, episode: &'a Episode) -> Redirects {
        self.redirects(self.dead_in(episode.id.as_str()), |location| location.episode.id == episode.id)
    }

    fn dead_in(&self, episode: &str) -> impl Iterator<Item = &'a PublishedId> {
        self.dead.get(episode).into_iter().flatten().copied()
    }

    /// The redirects for some ids on a page that shows the answers for which `is_here` holds.
    fn redirects<'k>(
        &self,
        ids: impl Iterator<Item = &'k PublishedId>,
        is_here: impl Fn(AnswerPosition<'a>) -> bool,
    ) -> Redirects {
        let mut redirects = Redirects::default();
        for id in ids {
            let died = self.resolutions.get(id).map(|retired| retired.record.last_changed);
            match self.present_location(id) {
                Some(location) if is_here(location.answer) => {
                    // Only another id needs an alias. In an episode that moved, the anchors are the same.
                    if died.is_some() && location.anchor != id.anchor() {
                        redirects.aliases.entry(location.anchor).or_default().push(id.anchor().to_owned());
                    }
                }
                location => {
                    let since = died.or_else(|| self.resolutions.paragraph_moved(id));
                    let target = location.map(|location| location.link_target());
                    let anchor = id.anchor().to_owned();
                    redirects.former_anchors.extend(since.map(|since| FormerAnchor { anchor, target, since }));
                }
            }
        }
        redirects
    }

    /// The present place of an answer or a paragraph, or of what it became; `None` if it was removed.
    fn present_location(&self, id: &PublishedId) -> Option<Location<'a>> {
        match self.resolutions.get(id).map(|retired| &retired.resolution) {
            None => self.location(id),
            Some(Resolution::Succeeded(successors)) => self.location(successors.ids.first()?),
            Some(Resolution::Tombstone { .. }) => None,
        }
    }

    /// The place of a living answer or paragraph.
    fn location(&self, id: &PublishedId) -> Option<Location<'a>> {
        let answer = match id.kind {
            IdKind::Paragraph => *self.paragraphs.get(id.path())?,
            IdKind::Answer => self.answer(id)?,
            IdKind::Episode | IdKind::Speaker | IdKind::Topic => return None,
        };
        Some(Location { answer, anchor: id.anchor().to_owned() })
    }

    fn episode(&self, id: &str) -> Option<&'a Episode> {
        self.episodes.get(id).copied()
    }

    fn answer(&self, id: &PublishedId) -> Option<AnswerPosition<'a>> {
        self.answers.get(id.path()).copied()
    }

    fn former_page(&self, id: &'a PublishedId, retired: &RetiredId) -> Option<FormerPage<'a>> {
        let RetiredId { resolution, record, is_withdrawn } = retired;
        let address = page_address(id)?;
        let tombstone = |parts, nearest| {
            let title = if *is_withdrawn { title_of_removed(id.kind) } else { record.note() };
            let (title, since) = (title.to_owned(), record.last_changed);
            FormerContent::Tombstone(Tombstone { title, since, parts, nearest })
        };
        let mut moved_to = None;
        let content = match resolution {
            Resolution::Succeeded(successors) => match &successors.ids[..] {
                [target] => {
                    let link = self.link_target(target)?;
                    let is_part = successors.succession == Succession::Merged;
                    moved_to = Some(if is_part { MovedTo::PartOf(link) } else { MovedTo::Page(link) });
                    self.content(target)?
                }
                targets => tombstone(targets.iter().filter_map(|target| self.link_target(target)).collect(), None),
            },
            Resolution::Tombstone { nearest } => {
                tombstone(Vec::new(), nearest.as_ref().and_then(|near| self.link_target(near)))
            }
        };
        let redirects = Redirects { moved_to, ..self.of_former_page(id, &content) };
        Some(FormerPage { id, address, content, redirects })
    }

    /// The former ids that concern the page at a former address: those of the id that it was for, and those of its
    /// content.
    fn of_former_page(&self, id: &PublishedId, content: &FormerContent<'a>) -> Redirects {
        let stood_here = self.resolutions.paragraphs_gone_from(id.path()).iter().filter(|_| id.kind == IdKind::Answer);
        match content {
            FormerContent::Answer(answer) => {
                let mut redirects = self.redirects(stood_here, |location| location.is_same(*answer));
                for (anchor, aliases) in self.of_answer(*answer).aliases {
                    redirects.aliases.entry(anchor).or_default().extend(aliases);
                }
                redirects
            }
            FormerContent::Episode(episode) => {
                let ids = self.dead_in(id.path()).chain(self.dead_in(episode.id.as_str()));
                self.redirects(ids, |location| location.episode.id == episode.id)
            }
            FormerContent::Listing(_) | FormerContent::Tombstone(_) => self.redirects(stood_here, |_| false),
        }
    }

    /// The content of a living id's page; `None` for paragraphs.
    fn content(&self, id: &PublishedId) -> Option<FormerContent<'a>> {
        Some(match id.kind {
            IdKind::Answer => FormerContent::Answer(self.answer(id)?),
            IdKind::Episode => FormerContent::Episode(self.episode(id.path())?),
            IdKind::Speaker | IdKind::Topic => FormerContent::Listing(page_address(id)?),
            IdKind::Paragraph => return None,
        })
    }

    /// The page of a living id; `None` for paragraphs.
    fn link_target(&self, id: &PublishedId) -> Option<LinkTarget> {
        let title = match id.kind {
            IdKind::Answer => {
                let found = self.answer(id)?;
                found.answer().title(found.episode)
            }
            IdKind::Episode => self.episode(id.path())?.title.clone(),
            IdKind::Speaker => self.speakers.get(&SpeakerId::new(id.path()).ok()?)?.clone(),
            IdKind::Topic => self.library.topics().iter().find(|topic| topic.id.as_str() == id.path())?.name.clone(),
            IdKind::Paragraph => return None,
        };
        Some(LinkTarget { address: page_address(id)?, title })
    }
}

/// The title of something that was removed and whose own title may no longer be shown.
fn title_of_removed(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Episode => "An interview that was removed",
        IdKind::Answer | IdKind::Paragraph => "An answer that was removed",
        IdKind::Speaker => "A speaker who was removed",
        IdKind::Topic => "A topic that was removed",
    }
}

/// The address of an id's page; `None` for paragraphs.
fn page_address(id: &PublishedId) -> Option<String> {
    Some(match id.kind {
        IdKind::Episode => address::episode(&EpisodeId::new(id.path()).ok()?),
        IdKind::Answer => address::answer(&EpisodeId::new(id.episode_id()).ok()?, &AnswerId::new(id.anchor()).ok()?),
        IdKind::Speaker => address::speaker(&SpeakerId::new(id.path()).ok()?),
        IdKind::Topic => address::topic(&TopicId::new(id.path()).ok()?),
        IdKind::Paragraph => return None,
    })
}
