//! People changed in the text of an episode: given another name or id, joined, given another role. The text is edited by pieces; every
//! other byte stays, and no paragraph changes its words or its id.
//!
//! ```text
//! text, parsed ──▶ entries of `speakers` and labels that name the person ──▶ pieces ──▶ new text, parsed again
//! ```
//!
//! Not here: the same in all episodes of a library, and what becomes of published ids ([`crate::cli`]).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::ParsedEpisode;
use super::front::role_word;
use super::insertion::{Replacement, with_replacements};
use super::print::{escaped_name, quoted, texts};
use super::speaker_entries::{Entry, entries};
use super::syntax;
use crate::transcript::{Episode, Problem, Role, SpeakerId};

/// A change of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpeakerEdit {
    /// A person gets another name, and another id where `new_id` is not `id`.
    Rename {
        /// The person.
        id: SpeakerId,
        /// The id from now on.
        new_id: SpeakerId,
        /// The name from now on.
        name: String,
    },
    /// Several people are one.
    Merge {
        /// Those who are the other one too.
        ids: BTreeSet<SpeakerId>,
        /// Who they all are.
        into: SpeakerId,
        /// That one's name, for episodes in which only the others speak.
        name: String,
    },
    /// A person gets a role.
    Role {
        /// The person.
        id: SpeakerId,
        /// The role from now on.
        role: Role,
    },
}

/// A text in which people were changed.
#[derive(Debug)]
pub struct EditedSpeakers {
    /// The text.
    pub text: String,
    /// The pieces of the former text that were replaced in its front matter.
    pub entries: Vec<Replacement>,
    /// Those that were replaced in labels.
    pub labels: Vec<Replacement>,
    /// The number of paragraphs that are somebody else's now, by name or by id.
    pub paragraphs: usize,
}

/// Why a text was not edited.
#[derive(Debug)]
pub struct SpeakerEditRefusal {
    /// The text that has problems: the former one, or the one that it would become.
    pub text: String,
    /// The problems.
    pub problems: Vec<Problem>,
}

impl ParsedEpisode {
    /// The text with people changed; `None` where it has none of them, or has them as they are to be. `text` is what was parsed.
    ///
    /// # Errors
    /// Every problem of a text that has errors, or of the text that this one would become.
    pub fn edit_speakers(
        self,
        text: &str,
        file_stem: &str,
        edit: &SpeakerEdit,
    ) -> Result<Option<EditedSpeakers>, SpeakerEditRefusal> {
        let refusal = |text: &str, problems| SpeakerEditRefusal { text: text.to_owned(), problems };
        if self.0.findings.problems.any_error() || self.0.episode.is_none() {
            return Err(refusal(text, self.into_reading().problems));
        }
        let mut pieces = Pieces::default();
        pieces.add(text, &self, edit).map_err(|problem| refusal(text, vec![*problem]))?;
        let Pieces { mut entries, mut labels, paragraphs } = pieces;
        if entries.is_empty() && labels.is_empty() {
            return Ok(None);
        }
        entries.sort_by_key(|piece| piece.span.start);
        labels.sort_by_key(|piece| piece.span.start);
        let mut all = [entries.clone(), labels.clone()].concat();
        let edited = with_replacements(text, &mut all);
        let after = Self::parse(&edited, file_stem);
        if after.0.findings.problems.any_error() {
            return Err(refusal(&edited, after.into_reading().problems));
        }
        Ok(Some(EditedSpeakers { text: edited, entries, labels, paragraphs }))
    }
}

/// The pieces that a change replaces.
#[derive(Default)]
struct Pieces {
    entries: Vec<Replacement>,
    labels: Vec<Replacement>,
    paragraphs: usize,
}

impl Pieces {
    fn add(&mut self, text: &str, parsed: &ParsedEpisode, edit: &SpeakerEdit) -> Result<(), Box<Problem>> {
        let Some(episode) = &parsed.0.episode else { return Ok(()) };
        let people = |is_one: &dyn Fn(&SpeakerId) -> bool| -> Vec<usize> {
            let named = episode.speakers.iter().enumerate().filter(|(_, speaker)| !speaker.is_placeholder);
            named.filter(|(_, speaker)| is_one(&speaker.id)).map(|(at, _)| at).collect()
        };
        let of_one = |of: &SpeakerId| people(&|id| id == of);
        let who = match edit {
            SpeakerEdit::Rename { id, .. } | SpeakerEdit::Role { id, .. } => of_one(id),
            SpeakerEdit::Merge { ids, .. } => people(&|id| ids.contains(id)),
        };
        let Some(first) = who.first().copied() else { return Ok(()) };
        let missing = &parsed.0.findings.missing_ids.speakers;
        if let Some(gap) = missing.iter().find(|gap| who.contains(&gap.index)) {
            let problem = Problem::error(gap.span.clone(), "speaker without an id");
            return Err(Box::new(problem.help("run `answerbook ids` to write the missing ids")));
        }
        let entries = entries(text);
        match edit {
            SpeakerEdit::Role { role, .. } => self.set_role(text, &entries[first], *role),
            SpeakerEdit::Rename { new_id, name, .. } => {
                let (kept, others) = (first, Vec::new());
                self.unite(text, parsed, episode, &entries, &Union { kept, others, id: new_id, name });
            }
            SpeakerEdit::Merge { into, name, .. } => {
                let known = of_one(into).first().copied();
                let kept = known.unwrap_or(first);
                let name = known.map_or(name, |known| &episode.speakers[known].name);
                let others = who.into_iter().filter(|at| *at != kept).collect();
                self.unite(text, parsed, episode, &entries, &Union { kept, others, id: into, name });
            }
        }
        Ok(())
    }

    /// A part of the front matter, replaced where it is another text.
    fn set(&mut self, text: &str, place: &Range<usize>, value: &str, is_same: bool) {
        let new = quoted(value);
        if !is_same && text[place.clone()] != new {
            self.entries.push(Replacement { span: place.clone(), new });
        }
    }

    fn set_role(&mut self, text: &str, entry: &Entry, role: Role) {
        let is_same = text[entry.role.clone()].trim_matches(['"', '\'']) == role_word(role);
        self.set(text, &entry.role, role_word(role), is_same);
    }

    /// Makes one entry of several, and lets all their labels name it.
    fn unite(&mut self, text: &str, parsed: &ParsedEpisode, episode: &Episode, entries: &[Entry], union: &Union<'_>) {
        let Union { kept, others, id, name } = union;
        let (speaker, entry) = (&episode.speakers[*kept], &entries[*kept]);
        if let Some(place) = &entry.id {
            self.set(text, place, id.as_str(), speaker.id == **id);
        }
        self.set(text, &entry.name, name, speaker.name == **name);
        // Who asks under one of the names asks.
        if others.iter().any(|at| episode.speakers[*at].role == Role::Host) {
            self.set_role(text, entry, Role::Host);
        }
        let about = others.iter().find_map(|at| entries[*at].about.clone()).filter(|_| entry.about.is_none());
        self.entries.extend(about.map(|about| entry.with_field(text, "about", &text[about])));
        if episode.imported.is_some() {
            self.keep_source_names(text, episode, entry, union);
        }
        for at in others {
            self.entries.extend(entries[*at].taken_away(text));
        }
        self.rename_labels(text, parsed, episode, union);
        let changed = |at: &usize| episode.speakers[*at].id != **id || episode.speakers[*at].name != **name;
        let changed: BTreeSet<&SpeakerId> = union.all().filter(changed).map(|at| &episode.speakers[at].id).collect();
        let turns = episode.answers.iter().flat_map(|answer| &answer.turns);
        self.paragraphs = turns.filter(|turn| changed.contains(&turn.speaker)).map(|turn| turn.paragraphs.len()).sum();
    }

    /// Writes down the names that are given up: the imported file goes on using them.
    fn keep_source_names(&mut self, text: &str, episode: &Episode, entry: &Entry, union: &Union<'_>) {
        let people = union.all().map(|at| &episode.speakers[at]);
        let known = people.flat_map(|speaker| speaker.source_names.iter().chain([&speaker.name]));
        let mut names: Vec<&str> = Vec::new();
        for name in known.map(String::as_str).filter(|name| *name != union.name) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let new = texts(names.iter().copied());
        match &entry.source_names {
            Some(_) if episode.speakers[union.kept].source_names == names => {}
            Some(place) => self.entries.push(Replacement { span: place.clone(), new }),
            None if names.is_empty() => {}
            None => self.entries.push(entry.with_field(text, "source_names", &new)),
        }
    }

    /// Replaces the name or id in each label that names one of the people.
    fn rename_labels(&mut self, text: &str, parsed: &ParsedEpisode, episode: &Episode, union: &Union<'_>) {
        let Union { id, name, .. } = union;
        let mut targets: BTreeMap<&str, &str> = BTreeMap::new();
        let people = || union.all().map(|at| &episode.speakers[at]);
        targets.extend(people().map(|speaker| (speaker.id.as_str(), id.as_str())));
        // A label that is both is a name.
        targets.extend(people().map(|speaker| (speaker.name.as_str(), *name)));
        let outline = &parsed.0.findings.outline;
        let masked = outline.comments.masked(text);
        for element in &outline.elements {
            let line = masked[element.span.clone()].split('\n').next().unwrap_or_default();
            let Some(label) = syntax::opening_label(syntax::trim(line)) else { continue };
            let raw = syntax::trim(label.name);
            let said = syntax::unescape(raw);
            let Some(target) = targets.get(said.as_str()).filter(|target| **target != said) else { continue };
            self.labels.push(Replacement { span: syntax::span_in(&masked, raw), new: escaped_name(target) });
        }
    }
}

/// Entries that become one.
struct Union<'a> {
    kept: usize,
    others: Vec<usize>,
    id: &'a SpeakerId,
    name: &'a str,
}

impl Union<'_> {
    fn all(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.kept).chain(self.others.iter().copied())
    }
}
