//! The command `import`: transcripts in other formats become episodes. A new version of an episode that is there already
//! replaces it and keeps its ids.
//!
//! ```text
//! paths ─sources─▶ files ─read, on all cores─▶ who asks in each show ─read again, if many─▶ episodes ─destination─▶ written ─keywords─▶ topics.toml
//! ```
//!
//! Files are read twice where there are many, so that memory does not grow with their number. Not here: what a format says
//! ([`crate::import`]).

mod destination;
mod keywords;
mod recut;
mod shows;
mod sources;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::clock::parse_day;
use super::content;
use super::diagnostics::SourceFile;
use super::progress::Progress;
use super::site_root::{SETTINGS, SiteRoot};
use super::terminal::tell;
use super::{Verdict, counted, report, storage};
use crate::import::{self, Format, Given, Imported, Transcript};
use crate::transcript::{Date, EpisodeId, ImportSource, Site, hex};

use destination::{Destination, Known, Outcome};
use shows::{Shows, guessed_shows};
use sources::{Source, sources};

/// The files that are read at once.
const READ_TOGETHER: usize = 64;

/// The turns of each file that a dry run shows.
const SHOWN_TURNS: usize = 3;

/// The characters of each turn that it shows.
const SHOWN_CHARS: usize = 60;

#[derive(Args)]
pub(super) struct ImportArgs {
    /// Transcripts, folders of them, packed folders (zip), or - for the standard input
    #[arg(value_name = "FILE", required_unless_present = "recut")]
    files: Vec<PathBuf>,
    /// The folder of the episodes; an episode that is there already gets the new text and keeps its ids [default: that of
    /// the site, or `episodes`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Show what would come, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The format of all the files [default: recognised by what is in each]
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    format: Option<&'static Format>,
    /// The day of publication, such as 2024-05-31, for transcripts that do not say it [default: none]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    date: Option<Date>,
    /// Who published the conversations [default: the publisher in site.toml]
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// The language of the conversations, such as en or pt-BR [default: what each file says, or else is written in]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// The show that they are episodes of [default: what each file says, or else the beginning of its name, or its folder]
    #[arg(long, value_name = "NAME")]
    show: Option<String>,
    /// Somebody who asks; may be given again [default: who asks most, over all episodes of a show]
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Somebody who is asked; may be given again
    #[arg(long, value_name = "NAME")]
    guest: Vec<String>,
    /// The episode's id, where one file is imported [default: made of the file's name]
    #[arg(long, value_name = "ID", value_parser = parse_id)]
    id: Option<EpisodeId>,
    /// Let a cue without a voice go on with the voice of the cue before
    #[arg(long)]
    carry_voices: bool,
    /// Read files again that have not changed since they were imported
    #[arg(long)]
    again: bool,
    /// Cut and title the answers of episodes that are there as an import of now would; FILE then names episodes [default: all].
    /// Headings that you wrote stay, and published answers lead on; --dry-run shows what would come
    #[arg(long, conflicts_with_all = ["format", "date", "publisher", "language", "show", "host", "guest", "id", "carry_voices", "again", "unclear"])]
    recut: bool,
    /// What to do with a paragraph that may or may not be an earlier one [default: stop and print both]
    #[arg(long, value_name = "WHAT", value_enum)]
    unclear: Option<UnclearArg>,
}

/// What to do with a paragraph that may or may not be an earlier one.
#[derive(Clone, Copy, ValueEnum)]
enum UnclearArg {
    /// It is the same one: old links lead to the new words
    Keep,
    /// It is a new one: old links lead to a note that the old one was removed
    Remove,
}

/// The formats, for the help.
pub(super) fn formats_help() -> String {
    let mut help = "Formats:".to_owned();
    for format in import::FORMATS {
        help.push_str(&format!("\n  {:<20} {}", format.name, format.title));
    }
    help
}

fn parse_format(name: &str) -> Result<&'static Format, String> {
    import::format_named(name).ok_or_else(|| {
        let names: Vec<&str> = import::FORMATS.iter().map(|format| format.name).collect();
        format!("no format of that name; there are {}", names.join(", "))
    })
}

fn parse_id(id: &str) -> Result<EpisodeId, String> {
    EpisodeId::new(id).map_err(|_| "expected words of a–z and 0–9, joined by hyphens".to_owned())
}

/// The command `import`.
///
/// # Errors
/// When the folder cannot be made, no publisher is known, or a file cannot be written.
pub(super) fn run(args: &ImportArgs) -> Result<Verdict> {
    if args.recut {
        return recut::run(args);
    }
    let folder = SiteRoot::find_or_here(args.out.as_deref())?.episodes;
    let sources = sources(&args.files)?;
    if sources.is_empty() {
        tell!("note: no files to import: hidden ones and those of other kinds are passed over");
    }
    if args.id.is_some() && sources.len() != 1 {
        anyhow::bail!("--id is for one file, and these are {}", sources.len());
    }
    if !args.dry_run {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let _lock = if args.dry_run { None } else { Some(storage::lock_content(&folder, "answerbook import")?) };
    let known = if folder.is_dir() { Known::read(&folder)? } else { Known::default() };
    let site = content::settings(&folder);
    let publisher = publisher(args, &folder, site.as_ref())?;
    let letters = site.as_ref().map(|site| site.id_letters).unwrap_or_default();
    let default_language = site.map_or_else(|| "en".to_owned(), |site| site.language);
    let speaker_ids = known.people.clone().ids(letters);
    let given = guessed_shows(&sources).into_iter().zip(&sources).map(|(show, source)| Given {
        stem: source.stem(),
        publisher: publisher.clone(),
        date: args.date,
        language: args.language.clone(),
        show: args.show.clone().or(show),
        format: args.format,
        carries_voices: args.carry_voices,
        speaker_ids: speaker_ids.clone(),
        default_language: default_language.clone(),
    });
    let files: Vec<File> = sources.iter().cloned().zip(given).map(|(source, given)| File { source, given }).collect();
    let shows = Shows::new(args, known.episodes.iter().map(|(_, episode)| episode));
    let destination = Destination::new(args, folder, letters);
    Import { args, known: &known, shows, destination, done: Done::default() }.run(&files)
}

fn publisher(args: &ImportArgs, folder: &Path, site: Option<&Site>) -> Result<String> {
    let publisher = args.publisher.clone().or_else(|| Some(site?.publisher.clone()));
    publisher.with_context(|| {
        format!("no publisher: give --publisher, or a `publisher` in {}", folder.join(SETTINGS).display())
    })
}

/// A file with what is known of it.
struct File {
    source: Source,
    given: Given,
}

/// A file that was looked at.
enum Read {
    /// It was imported already, and has not changed.
    Unchanged,
    /// It cannot be read.
    Unreadable(String),
    /// It is no transcript.
    Refused(Box<import::Refusal>),
    Transcript {
        transcript: Box<Transcript>,
        sha256: String,
    },
}

impl File {
    fn read(&self, known: &Known, args: &ImportArgs) -> Read {
        let bytes = match self.source.bytes() {
            Ok(bytes) => bytes,
            Err(error) => return Read::Unreadable(format!("{error:#}")),
        };
        let sha256 = hex(&Sha256::digest(&bytes), 32);
        if !args.again && !args.dry_run && known.has(&self.source.name, &sha256) {
            return Read::Unchanged;
        }
        match import::read(&bytes, &self.given) {
            Ok(transcript) => Read::Transcript { transcript: Box::new(transcript), sha256 },
            Err(refusal) => Read::Refused(refusal),
        }
    }
}

/// An import under way.
struct Import<'a> {
    args: &'a ImportArgs,
    known: &'a Known,
    shows: Shows,
    destination: Destination<'a>,
    done: Done,
}

impl Import<'_> {
    /// Reads all files for who asks in each show, and writes their episodes.
    fn run(mut self, files: &[File]) -> Result<Verdict> {
        let mut kept = self.count_asking(files);
        self.shows.print();
        let progress = Progress::of_pieces("Importing", files.len());
        for some in files.chunks(READ_TOGETHER) {
            let read = kept.take().unwrap_or_else(|| self.read(some));
            let episodes = self.episodes(&read);
            for ((file, read), episode) in some.iter().zip(read).zip(episodes) {
                self.take(file, read, episode)?;
                progress.piece_done();
            }
        }
        drop(progress);
        self.destination.writes.flush()?;
        keywords::add_topics(&self.destination.folder, std::mem::take(&mut self.done.keywords))?;
        self.done.print(&self.destination.folder, self.args.dry_run)
    }

    /// Counts who asks in each show. Few files are kept as they were read.
    fn count_asking(&mut self, files: &[File]) -> Option<Vec<Read>> {
        let progress = Progress::of_pieces("Reading transcripts", files.len());
        let mut last = None;
        for some in files.chunks(READ_TOGETHER) {
            let read = self.read(some);
            for read in &read {
                if let Read::Transcript { transcript, .. } = read {
                    self.shows.add(transcript);
                }
                progress.piece_done();
            }
            last = Some(read);
        }
        last.filter(|_| files.len() <= READ_TOGETHER)
    }

    /// Reads some files, on all cores.
    fn read(&self, files: &[File]) -> Vec<Read> {
        files.par_iter().map(|file| file.read(self.known, self.args)).collect()
    }

    /// The episodes that transcripts become, made on all cores; none where nothing is written.
    fn episodes(&self, read: &[Read]) -> Vec<Option<Imported>> {
        let episode = |read: &Read| match read {
            Read::Transcript { transcript, .. } if !self.args.dry_run => {
                Some((**transcript).clone().into_episode(self.shows.roles_for(transcript)))
            }
            _ => None,
        };
        read.par_iter().map(episode).collect()
    }

    /// Does what a file asks for.
    fn take(&mut self, file: &File, read: Read, episode: Option<Imported>) -> Result<()> {
        match read {
            Read::Unchanged => self.done.unchanged += 1,
            Read::Unreadable(why) => {
                tell!("error: {why}");
                self.done.refused += 1;
            }
            Read::Refused(refusal) => {
                print_problems(&file.source.name, &refusal.text, &refusal.problems);
                self.done.refused += 1;
            }
            Read::Transcript { transcript, sha256 } => self.take_transcript(file, &transcript, episode, sha256)?,
        }
        Ok(())
    }

    /// Says what is to be said of a transcript, and writes its episode; without one, shows what would come.
    fn take_transcript(
        &mut self,
        file: &File,
        transcript: &Transcript,
        episode: Option<Imported>,
        sha256: String,
    ) -> Result<()> {
        let name = &file.source.name;
        print_problems(name, &transcript.text, &transcript.problems);
        print_notes(name, transcript);
        let Some(imported) = episode else {
            self.done.written += 1;
            self.done.undated.extend(transcript.is_undated().then(|| name.clone()));
            return print_preview(name, transcript, self.shows.roles_for(transcript));
        };
        let doubts = imported.doubts.len();
        let language = &imported.episode.language;
        if imported.guesses_language && *language != file.given.default_language {
            *self.done.languages.entry(language.clone()).or_default() += 1;
        }
        let keywords = imported.episode.keywords.clone();
        let from = ImportSource { from: name.clone(), sha256 };
        match self.destination.write(from, &file.given.stem, self.known, imported)? {
            Outcome::Written { answers, is_undated } => {
                self.done.undated.extend(is_undated.then(|| name.clone()));
                self.done.written += 1;
                self.done.keywords.extend(keywords);
                self.done.answers += answers;
                self.done.doubts += doubts;
            }
            Outcome::Refused => self.done.refused += 1,
        }
        Ok(())
    }
}

fn print_problems(name: &str, text: &str, problems: &[crate::transcript::Problem]) {
    let file = SourceFile { path: PathBuf::from(name), text: Some(text.to_owned()) };
    problems.iter().for_each(|problem| report::print_problem(&file, problem));
}

fn print_notes(name: &str, transcript: &Transcript) {
    for note in &transcript.notes {
        tell!("note: {name}: {note}");
    }
    let words = &transcript.words;
    if !words.is_balanced() {
        let taken = words.spoken + words.used + words.left_out;
        tell!(
            "warning: {name} has {} words, of which {taken} were found: {} spoken, {} in labels and fields, {} left out\n  help: compare the episode with the file",
            words.in_file,
            words.spoken,
            words.used,
            words.left_out
        );
    }
}

/// What a file would become: a line, who speaks, and the first turns.
fn print_preview(name: &str, transcript: &Transcript, roles: &import::Roles) -> Result<()> {
    let mut out = anstream::stdout().lock();
    let words = &transcript.words;
    let evidence =
        if transcript.evidence.is_empty() { String::new() } else { format!(", known by {}", transcript.evidence) };
    writeln!(
        out,
        "{name}: {}{evidence}; {} words spoken, {} left out",
        transcript.format.title, words.spoken, words.left_out
    )?;
    for role in roles.of(&transcript.voices()) {
        let kind = if role.role == crate::transcript::Role::Host { "host" } else { "guest" };
        writeln!(out, "  {kind}: {} ({})", role.name, role.reason)?;
    }
    for (name, text) in transcript.first_turns(SHOWN_TURNS) {
        let shown: String = text.chars().take(SHOWN_CHARS).collect();
        let more = if shown.len() < text.len() { "…" } else { "" };
        writeln!(out, "  {name}: {shown}{more}")?;
    }
    Ok(())
}

/// What an import has done.
#[derive(Default)]
struct Done {
    written: usize,
    answers: usize,
    unchanged: usize,
    refused: usize,
    doubts: usize,
    /// The keywords of the episodes.
    keywords: Vec<String>,
    /// The files that do not say their day.
    undated: Vec<String>,
    /// The languages other than the site's that are told by the words alone, each with the number of its files.
    languages: BTreeMap<String, usize>,
}

impl Done {
    fn print_undated(&self) {
        let Some(first) = self.undated.first() else { return };
        let others = match self.undated.len() - 1 {
            0 => "does".to_owned(),
            others => format!("and {} do", counted(others, "other file")),
        };
        tell!(
            "note: {first} {others} not say the day of publication\n  help: write `date = …` into the episode, or give --date"
        );
    }

    fn print_languages(&self) {
        for (language, files) in &self.languages {
            let verb = if *files == 1 { "is" } else { "are" };
            tell!(
                "note: {} {verb} in `{language}`, as the words tell\n  help: --language says otherwise, and so does a `language` in the file",
                counted(*files, "file")
            );
        }
    }

    fn print(&self, folder: &Path, is_dry: bool) -> Result<Verdict> {
        self.print_undated();
        self.print_languages();
        let mut out = anstream::stdout().lock();
        let unchanged = if self.unchanged > 0 { format!(", {} unchanged", self.unchanged) } else { String::new() };
        let refused = if self.refused > 0 { format!(", {} refused", self.refused) } else { String::new() };
        if is_dry {
            writeln!(out, "{} would come{unchanged}{refused}; nothing was written", counted(self.written, "episode"))?;
        } else {
            let summary = format!("{}, {}", counted(self.written, "episode"), counted(self.answers, "answer"));
            writeln!(out, "{}: {summary} written{unchanged}{refused}", folder.display())?;
        }
        if self.doubts > 0 {
            writeln!(
                out,
                "{} marked `<!-- ? … -->`: `answerbook check` lists what is doubtful",
                counted(self.doubts, "paragraph")
            )?;
        }
        if self.written > 0 && !is_dry {
            writeln!(out, "Next: `answerbook` shows them, and `answerbook check` names what is wrong")?;
        }
        Ok(if self.refused > 0 { Verdict::ContentHasErrors } else { Verdict::Fine })
    }
}
