//! The shows that files are episodes of, and who asks in each.
//!
//! A show is what the file names, or `--show`, or the beginning that file names share, or the folder. Roles that episodes of the show have
//! already win over what is counted.
//!
//! Not here: how it is counted who asks ([`crate::import::Roles`]).

use std::collections::BTreeMap;

use super::ImportArgs;
use super::sources::Source;
use crate::cli::terminal::tell;
use crate::import::{Roles, Transcript};
use crate::transcript::{Episode, Role};

/// Names of folders that name no show.
const PLAIN_FOLDERS: [&str; 16] = [
    "transcripts",
    "transcript",
    "episodes",
    "captions",
    "subtitles",
    "files",
    "downloads",
    "desktop",
    "documents",
    "input",
    "data",
    "txt",
    "vtt",
    "srt",
    "json",
    "text",
];

/// The files of a beginning that name a show.
const PREFIX_FILES: usize = 3;

/// The show of each file by its name, where no file says it.
pub(super) fn guessed_shows(sources: &[Source]) -> Vec<Option<String>> {
    let mut prefixes: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources {
        *prefixes.entry(prefix(&source.stem())).or_default() += 1;
    }
    let guess = |source: &Source| {
        let prefix = prefix(&source.stem());
        let is_shared = !prefix.is_empty() && prefixes.get(&prefix).is_some_and(|files| *files >= PREFIX_FILES);
        let folder = || source.folder().filter(|folder| !PLAIN_FOLDERS.contains(&folder.to_lowercase().as_str()));
        if is_shared { Some(prefix) } else { folder() }
    };
    sources.iter().map(guess).collect()
}

/// The beginning of a name before its number: `go-time` of `go-time-12`.
fn prefix(stem: &str) -> String {
    let at = stem.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    stem[..at].trim_matches(['-', '_', ' ', '#', '.']).to_owned()
}

/// Who asks, by show; files without one are each alone.
pub(super) struct Shows {
    roles: BTreeMap<Option<String>, Roles>,
    /// Those of a file without a show: what arguments give.
    alone: Roles,
}

impl Shows {
    /// Shows of which nothing was read, with the roles that arguments give, and those of the episodes that are there.
    pub(super) fn new<'a>(args: &ImportArgs, existing: impl Iterator<Item = &'a Episode>) -> Self {
        let mut alone = Roles::new();
        args.host.iter().for_each(|name| alone.decide(name, Role::Host, "as asked for"));
        args.guest.iter().for_each(|name| alone.decide(name, Role::Guest, "as asked for"));
        let mut shows = Self { roles: BTreeMap::new(), alone };
        for episode in existing.filter(|episode| episode.show.is_some()) {
            let roles = shows.of_show(episode.show.as_deref());
            for speaker in
                episode.speakers.iter().filter(|speaker| !speaker.is_placeholder && speaker.role == Role::Host)
            {
                roles.decide(&speaker.name, speaker.role, "as in the episodes that are there");
            }
        }
        shows
    }

    fn of_show(&mut self, show: Option<&str>) -> &mut Roles {
        self.roles.entry(show.map(str::to_owned)).or_insert_with(|| self.alone.clone())
    }

    /// Takes a transcript into account.
    pub(super) fn add(&mut self, transcript: &Transcript) {
        if let Some(show) = transcript.show() {
            self.of_show(Some(show)).add(&transcript.voices());
        }
    }

    /// Says who asks in each show, and why.
    pub(super) fn print(&self) {
        for (show, roles) in &self.roles {
            for role in roles.regulars() {
                let show = show.as_deref().unwrap_or_default();
                tell!("{show}: {} asks, as a host ({})", role.name, role.reason);
            }
        }
    }

    /// The roles of a transcript's show, once it was taken into account.
    pub(super) fn roles_for(&self, transcript: &Transcript) -> &Roles {
        let show = transcript.show().map(str::to_owned);
        self.roles.get(&show).unwrap_or(&self.alone)
    }
}
