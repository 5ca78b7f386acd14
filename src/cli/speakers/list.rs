//! The list of the people of a library and of likely doubles, for people and as JSON.
//!
//! Not here: who they are ([`super::people`]), and who may be whom ([`super::doubles`]).

use std::collections::BTreeSet;
use std::io::Write;

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::doubles::{Double, doubles};
use super::people::{People, Person};
use crate::cli::site_root::{EpisodesArg, SiteRoot};
use crate::cli::terminal::{tell, visible};
use crate::cli::{Verdict, content, counted};
use crate::transcript::SpeakerId;

/// The most characters of a sample.
const SAMPLE_CHARS: usize = 90;

/// The widest that a column of names or ids is. A longer one moves the rest of its line.
const WIDEST: usize = 32;

/// What `--json` prints, for the help.
pub(super) const JSON_HELP: &str = "\
Examples:
  answerbook speakers
  answerbook speakers merge adam --into adam-stacoviak
  answerbook speakers rename ada-field \"Ada Plain\" --write
  answerbook speakers role ada-field host --show \"Field Notes\" --write

With --json, one object with three fields. Later versions may add others.

speakers, a list, who says the most first:
  id, name, other_names    the name is that of the newest episode
  roles                    host and guest, each the number of episodes
  episodes, answers, words
  first, last              days such as 2024-05-31, or null
  sample                   the beginning of the longest paragraph

doubles, a list, the surest first:
  from, into               ids
  reason                   same-name, same-words, other-order, middle-name, initial, spelling,
                           short-form, first-name or family-name
  command                  what joins them

placeholders:
  voices, episodes         how many voices have no name, and in how many episodes";

#[derive(Args)]
pub(super) struct ListArgs {
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    content: EpisodesArg,
}

/// The command `speakers` without another one.
pub(super) fn run(args: &ListArgs) -> Result<Verdict> {
    let folder = SiteRoot::find(&args.content)?.episodes;
    let paths = content::episode_files(&folder)?;
    if paths.is_empty() {
        bail!("no episodes in {}", folder.display());
    }
    let episodes = content::read_episodes(&paths);
    let people = People::of(&episodes);
    let unclear = episodes.iter().filter(|episode| episode.has_errors()).count();
    if unclear > 0 {
        let episodes = counted(unclear, "episode");
        tell!(
            "warning: {episodes} with errors, which `answerbook check` shows; some people or words may be missing here"
        );
    }
    let doubles = doubles(&people);
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&json(&people, &doubles))?)?;
    } else {
        print(&mut out, &people, &doubles)?;
    }
    Ok(Verdict::Fine)
}

/// The command that joins a double.
fn command(double: &Double<'_>) -> String {
    format!("answerbook speakers merge {} --into {}", double.from, double.into)
}

/// The number of voices without a name, and of the episodes that have some.
fn count_placeholders(people: &People) -> (usize, usize) {
    let voices = people.placeholders.values().map(Vec::len).sum();
    let episodes: BTreeSet<usize> = people.placeholders.values().flatten().copied().collect();
    (voices, episodes.len())
}

// ---- for people

fn print(out: &mut impl Write, people: &People, doubles: &[Double<'_>]) -> Result<()> {
    print_people(out, people)?;
    if !doubles.is_empty() {
        writeln!(out, "\nLikely doubles. These commands show what would change, and with --write they change it:")?;
    }
    for double in doubles {
        let name = |id: &SpeakerId| people.named.get(id).map_or("", |person| &person.name);
        let (from, into) = (visible(name(double.from)), visible(name(double.into)));
        writeln!(out, "\n  {from} and {into}: {}", double.reason.sentence())?;
        writeln!(out, "    {}", command(double))?;
    }
    let (voices, episodes) = count_placeholders(people);
    if voices > 0 {
        let (voices, episodes) = (counted(voices, "voice"), counted(episodes, "episode"));
        writeln!(out, "\nNot listed: {voices} without a name, in {episodes}")?;
    }
    Ok(())
}

fn print_people(out: &mut impl Write, people: &People) -> Result<()> {
    let sorted = people.by_words();
    let head = ["NAME", "ID", "ROLE", "EPISODES", "ANSWERS", "WORDS", "DAYS"].map(str::to_owned);
    let rows: Vec<[String; 7]> =
        std::iter::once(head).chain(sorted.iter().map(|(id, person)| row(id, person))).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths: [usize; 7] =
        std::array::from_fn(|column| if column < 2 { width(column).min(WIDEST) } else { width(column) });
    let samples = std::iter::once("").chain(sorted.iter().map(|(_, person)| person.sample.as_str()));
    for (row, sample) in rows.iter().zip(samples) {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths[column].saturating_sub(cell.width()));
            let is_number = (3..6).contains(&column);
            line.push_str(&if is_number { format!("{blanks}{cell}  ") } else { format!("{cell}{blanks}  ") });
        }
        writeln!(out, "{}", line.trim_end())?;
        if !sample.is_empty() {
            writeln!(out, "    “{}”", visible(&shortened(sample, SAMPLE_CHARS)))?;
        }
    }
    Ok(())
}

fn row(id: &SpeakerId, person: &Person) -> [String; 7] {
    let days = match person.days {
        None => "undated".to_owned(),
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} – {last}"),
    };
    let (hosts, guests) = (person.hosts.len(), person.guests.len());
    let roles = match (hosts, guests) {
        (_, 0) => "host".to_owned(),
        (0, _) => "guest".to_owned(),
        _ => format!("host {hosts}, guest {guests}"),
    };
    [
        visible(&person.name).into_owned(),
        id.to_string(),
        roles,
        person.episodes().to_string(),
        person.answers.to_string(),
        person.words.to_string(),
        days,
    ]
}

/// The beginning of a text, cut behind a word.
fn shortened(text: &str, max_chars: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(max_chars) else { return text.to_owned() };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{} …", text[..end].trim_end())
}

// ---- for programs

#[derive(Serialize)]
struct SpeakersJson<'a> {
    speakers: Vec<SpeakerJson<'a>>,
    doubles: Vec<DoubleJson<'a>>,
    placeholders: PlaceholdersJson,
}

#[derive(Serialize)]
struct SpeakerJson<'a> {
    id: &'a str,
    name: &'a str,
    other_names: BTreeSet<&'a str>,
    roles: RolesJson,
    episodes: usize,
    answers: usize,
    words: usize,
    first: Option<String>,
    last: Option<String>,
    sample: String,
}

#[derive(Serialize)]
struct RolesJson {
    host: usize,
    guest: usize,
}

#[derive(Serialize)]
struct DoubleJson<'a> {
    from: &'a str,
    into: &'a str,
    reason: &'static str,
    command: String,
}

#[derive(Serialize)]
struct PlaceholdersJson {
    voices: usize,
    episodes: usize,
}

fn json<'a>(people: &'a People, doubles: &[Double<'a>]) -> SpeakersJson<'a> {
    let speaker = |(id, person): (&'a SpeakerId, &'a Person)| SpeakerJson {
        id: id.as_str(),
        name: &person.name,
        other_names: person.other_names(),
        roles: RolesJson { host: person.hosts.len(), guest: person.guests.len() },
        episodes: person.episodes(),
        answers: person.answers,
        words: person.words,
        first: person.days.map(|(first, _)| first.to_string()),
        last: person.days.map(|(_, last)| last.to_string()),
        sample: shortened(&person.sample, SAMPLE_CHARS),
    };
    let double = |double: &Double<'a>| DoubleJson {
        from: double.from.as_str(),
        into: double.into.as_str(),
        reason: double.reason.word(),
        command: command(double),
    };
    let (voices, episodes) = count_placeholders(people);
    SpeakersJson {
        speakers: people.by_words().into_iter().map(speaker).collect(),
        doubles: doubles.iter().map(double).collect(),
        placeholders: PlaceholdersJson { voices, episodes },
    }
}
