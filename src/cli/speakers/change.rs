//! The commands `speakers rename`, `speakers merge` and `speakers role`: their arguments, checked against the library.
//!
//! Not here: what is shown and written ([`super::apply`]).

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::apply::apply;
use super::history::History;
use super::people::People;
use crate::cli::content::{self, EpisodeFile};
use crate::cli::site_root::{EpisodesArg, SiteRoot};
use crate::cli::storage::{self, Lock};
use crate::cli::terminal::tell;
use crate::cli::{Verdict, counted};
use crate::links::Succession;
use crate::source::{SpeakerEdit, nearest};
use crate::transcript::{IdLetters, Role, SpeakerId, is_device, looks_like_placeholder, slug};

/// The most episodes that a message names.
const NAMED_EPISODES: usize = 3;

pub(super) const RENAME_EXAMPLES: &str = "\
Examples:
  answerbook speakers rename ada-field \"Ada Plain\"
  answerbook speakers rename ada-field \"Ada Plain\" --id ada-plain --write";

pub(super) const MERGE_EXAMPLES: &str = "\
Examples:
  answerbook speakers merge ada --into ada-field
  answerbook speakers merge ada a-field --into ada-field --write";

pub(super) const ROLE_EXAMPLES: &str = "\
Examples:
  answerbook speakers role ada-field host --show \"Field Notes\"
  answerbook speakers role ada-field guest --episode harvest --episode tides --write";

/// What all changes have in common.
#[derive(Args)]
struct ChangeArgs {
    /// Write the change; without this it is only shown
    #[arg(long)]
    write: bool,
    #[command(flatten)]
    content: EpisodesArg,
}

#[derive(Args)]
pub(super) struct RenameArgs {
    /// The person's id, as `answerbook speakers` lists it
    id: String,
    /// The name from now on
    name: String,
    /// The id from now on [default: the one that it is]
    #[arg(long = "id", value_name = "NEW-ID")]
    new_id: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Args)]
pub(super) struct MergeArgs {
    /// The ids of those who are the same person as the one that --into names
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// The id of the person who is left, with the name that is left
    #[arg(long, value_name = "ID")]
    into: String,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Args)]
pub(super) struct RoleArgs {
    /// The person's id, as `answerbook speakers` lists it
    id: String,
    /// The role
    #[arg(value_enum)]
    role: RoleArg,
    /// Only in the episodes of this show
    #[arg(long, value_name = "SHOW")]
    show: Option<String>,
    /// Only in this episode; give it again for any of several
    #[arg(long, value_name = "ID")]
    episode: Vec<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleArg {
    /// Asks: a host's words open an answer
    Host,
    /// Is asked
    Guest,
}

/// A library that is to be changed. Where something is written, nobody else writes there.
struct Open {
    folder: PathBuf,
    files: Vec<EpisodeFile>,
    people: People,
    history: History,
    _lock: Option<Lock>,
}

impl Open {
    /// Reads a library; `None` where the pending lines have errors, which are printed.
    fn read(args: &ChangeArgs) -> Result<Option<Self>> {
        let folder = SiteRoot::find(&args.content)?.episodes;
        let paths = content::episode_files(&folder)?;
        if paths.is_empty() {
            bail!("no episodes in {}", folder.display());
        }
        let lock = if args.write { Some(storage::lock_content(&folder, "answerbook speakers")?) } else { None };
        let files = content::read_episodes(&paths);
        let people = People::of(&files);
        let Some(history) = History::read(&folder)? else { return Ok(None) };
        Ok(Some(Self { folder, files, people, history, _lock: lock }))
    }

    /// The id of somebody in the library.
    fn person(&self, said: &str) -> Result<SpeakerId> {
        let id = SpeakerId::new(said);
        if let Ok(id) = &id
            && self.people.named.contains_key(id)
        {
            return Ok(id.clone());
        }
        let changed = "nothing is changed";
        if let Some(episodes) = id.as_ref().ok().and_then(|id| self.people.placeholders.get(id)) {
            let named: Vec<String> =
                episodes.iter().take(NAMED_EPISODES).map(|at| self.files[*at].path.display().to_string()).collect();
            let more = if episodes.len() > named.len() {
                format!(" and {} more", episodes.len() - named.len())
            } else {
                String::new()
            };
            bail!(
                "`{said}` is a voice without a name, in each episode another one: {changed}\n  help: write the name into {}{more}, and take \
                 `placeholder = true` out",
                named.join(", ")
            );
        }
        let what = match &id {
            Ok(_) => format!("nobody in {} has the id `{said}`", self.folder.display()),
            Err(invalid) => invalid.to_string(),
        };
        let gone = id.ok().and_then(|id| self.history.became(&id)).map(|became| format!("; it {became}"));
        let gone = gone.unwrap_or_default();
        let near = match self.near(said) {
            Some(near) => format!("did you mean `{near}`? "),
            None => String::new(),
        };
        bail!("{what}{gone}: {changed}\n  help: {near}`answerbook speakers` lists all")
    }

    /// The id that is most likely meant: of the person with this name, or the nearest one.
    fn near(&self, said: &str) -> Option<&str> {
        let named = &self.people.named;
        let of_name =
            named.iter().find(|(_, person)| person.name.eq_ignore_ascii_case(said)).map(|(id, _)| id.as_str());
        of_name.or_else(|| nearest(said, named.keys().map(SpeakerId::as_str)))
    }

    /// Shows or writes a change.
    fn apply(self, edit: &SpeakerEdit, lines: &[String], args: &ChangeArgs) -> Result<Verdict> {
        apply(self.files, edit, &self.history, lines, args.write)
    }
}

/// Says that an id is the other one already.
fn print_done(old: &str, new: &str) -> Result<Verdict> {
    writeln!(anstream::stdout(), "Nothing to change: `{old}` became `{new}` already")?;
    Ok(Verdict::Fine)
}

/// The command `speakers rename`.
///
/// # Errors
/// When an argument does not fit the library, or a file cannot be read or written.
pub(super) fn rename(args: &RenameArgs) -> Result<Verdict> {
    let name = args.name.trim();
    if name.is_empty() || name.contains(char::is_control) {
        bail!("the name is empty or has a control character: nothing is changed");
    }
    let Some(library) = Open::read(&args.change)? else { return Ok(Verdict::ContentHasErrors) };
    if let (Ok(old), Some(new)) = (SpeakerId::new(&args.id), &args.new_id)
        && !library.people.named.contains_key(&old)
        && library.history.successor(&old).as_ref() == Some(new)
    {
        return print_done(&args.id, new);
    }
    let id = library.person(&args.id)?;
    let new_id = match &args.new_id {
        None => id.clone(),
        Some(new) => free_id(&library, &id, new)?,
    };
    if looks_like_placeholder(name) {
        tell!("note: `{name}` names nobody: where the name is not known, `placeholder = true` in the episode says so");
    }
    for (other, _) in
        library.people.named.iter().filter(|(other, person)| **other != id && **other != new_id && person.name == name)
    {
        tell!(
            "note: `{other}` has this name too; if that is the same person: `answerbook speakers merge {id} --into {other}`"
        );
    }
    let lines = library.history.lines(&[&id], Succession::Moved, &new_id)?;
    let edit = SpeakerEdit::Rename { id, new_id, name: name.to_owned() };
    library.apply(&edit, &lines, &args.change)
}

/// An id that nobody has and nobody had.
fn free_id(library: &Open, id: &SpeakerId, new: &str) -> Result<SpeakerId> {
    let new_id = match SpeakerId::new(new) {
        Ok(new_id) if !is_device(new) => new_id,
        Ok(_) => bail!("`{new}` is the name of a device on Windows, where no folder can have it: choose another id"),
        Err(invalid) => match slug(new, usize::MAX, IdLetters::Latin) {
            near if near.is_empty() => bail!("{invalid}"),
            near => bail!("{invalid}\n  help: `{near}` would do"),
        },
    };
    if new_id == *id {
        return Ok(new_id);
    }
    // A command that was interrupted has said so before, and is finished now.
    let is_interrupted = library.history.successor(id).as_deref() == Some(new);
    if library.people.named.contains_key(&new_id) && !is_interrupted {
        bail!(
            "the id `{new}` is somebody's already: nothing is changed\n  help: if that is the same person: `answerbook speakers merge {id} \
             --into {new}`"
        );
    }
    if let Some(why) = library.history.given_away(&new_id) {
        bail!("the id `{new}` cannot be had: {why}");
    }
    Ok(new_id)
}

/// The command `speakers merge`.
///
/// # Errors
/// When an argument does not fit the library, or a file cannot be read or written.
pub(super) fn merge(args: &MergeArgs) -> Result<Verdict> {
    let Some(library) = Open::read(&args.change)? else { return Ok(Verdict::ContentHasErrors) };
    let into = library.person(&args.into)?;
    let mut ids = BTreeSet::new();
    for said in &args.ids {
        if *said == args.into {
            bail!("`{said}` cannot be joined to itself: nothing is changed");
        }
        let is_done = SpeakerId::new(said).is_ok_and(|id| {
            !library.people.named.contains_key(&id) && library.history.successor(&id).as_ref() == Some(&args.into)
        });
        if !is_done {
            ids.insert(library.person(said)?);
        }
    }
    if ids.is_empty() {
        return print_done(&args.ids.join("`, `"), &args.into);
    }
    let name = library.people.named.get(&into).map(|person| person.name.clone()).unwrap_or_default();
    let lines = library.history.lines(&ids.iter().collect::<Vec<_>>(), Succession::Merged, &into)?;
    library.apply(&SpeakerEdit::Merge { ids, into, name }, &lines, &args.change)
}

/// The command `speakers role`.
///
/// # Errors
/// When an argument does not fit the library, or a file cannot be read or written.
pub(super) fn role(args: &RoleArgs) -> Result<Verdict> {
    let Some(mut library) = Open::read(&args.change)? else { return Ok(Verdict::ContentHasErrors) };
    let id = library.person(&args.id)?;
    check_episodes(&library, args)?;
    let role = match args.role {
        RoleArg::Host => Role::Host,
        RoleArg::Guest => Role::Guest,
    };
    library.files.retain(|file| is_meant(file, args));
    let speaks = |file: &EpisodeFile| {
        file.parsed.as_ref().and_then(|it| it.episode()?.speaker(&id)).is_some_and(|speaker| !speaker.is_placeholder)
    };
    if !library.files.iter().any(speaks) {
        let episodes = counted(library.files.len(), "episode");
        bail!("`{id}` does not speak in the {episodes} that the arguments name: nothing is changed");
    }
    library.apply(&SpeakerEdit::Role { id, role }, &[], &args.change)
}

/// Whether an episode is one of those that the arguments name.
fn is_meant(file: &EpisodeFile, args: &RoleArgs) -> bool {
    let is_all = args.show.is_none() && args.episode.is_empty();
    let Some(episode) = file.parsed.as_ref().and_then(|parsed| parsed.episode()) else { return is_all };
    let is_of_show = args.show.is_none() || episode.show == args.show;
    is_of_show && (args.episode.is_empty() || args.episode.iter().any(|id| *id == episode.id.as_str()))
}

/// Refuses a show or an episode that there is not.
fn check_episodes(library: &Open, args: &RoleArgs) -> Result<()> {
    let episodes = || library.files.iter().filter_map(|file| file.parsed.as_ref()?.episode());
    let shows: BTreeSet<&str> = episodes().filter_map(|episode| episode.show.as_deref()).collect();
    let ids: BTreeSet<&str> = episodes().map(|episode| episode.id.as_str()).collect();
    let named =
        args.show.iter().map(|show| ("show", show, &shows)).chain(args.episode.iter().map(|id| ("episode", id, &ids)));
    for (what, said, known) in named {
        if !known.contains(said.as_str()) {
            let near = nearest(said, known.iter().copied()).map(|near| format!("\n  help: did you mean `{near}`?"));
            bail!("no {what} `{said}` in {}: nothing is changed{}", library.folder.display(), near.unwrap_or_default());
        }
    }
    Ok(())
}
