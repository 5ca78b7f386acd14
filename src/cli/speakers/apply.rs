//! A change of people in all files of a library: shown, or written as one batch.
//!
//! Nothing is written unless every file could be edited. The pending lines come first in the batch, so that an id that is gone is never
//! without one; a batch that was interrupted is finished by the same command. Not here: what is edited in a file
//! ([`crate::source::SpeakerEdit`]), and which people there are ([`super::change`]).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::history::History;
use crate::cli::content::{self, EpisodeFile};
use crate::cli::diagnostics::SourceFile;
use crate::cli::ids::replaced_text;
use crate::cli::terminal::{tell, visible};
use crate::cli::{Verdict, counted, report, storage};
use crate::source::{EditedSpeakers, Replacement, SpeakerEdit};
use crate::transcript::Problem;

/// The most lines that are named of labels that change alike.
const NAMED_LINES: usize = 3;

/// An episode in which people are changed.
struct EditedFile {
    path: PathBuf,
    before: String,
    edited: EditedSpeakers,
}

/// A file that cannot be edited.
struct Refused {
    file: SourceFile,
    problems: Vec<Problem>,
    /// Whether the problems are those that the file would have.
    is_after: bool,
}

/// Shows a change, or writes it.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn apply(
    files: Vec<EpisodeFile>,
    edit: &SpeakerEdit,
    history: &History,
    lines: &[String],
    writes: bool,
) -> Result<Verdict> {
    let edited: Vec<Result<Option<EditedFile>, Box<Refused>>> =
        files.into_par_iter().map(|file| edit_file(file, edit)).collect();
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for file in edited {
        match file {
            Ok(file) => files.extend(file),
            Err(why) => refused.push(why),
        }
    }
    if !refused.is_empty() {
        print_refused(&refused);
        return Ok(Verdict::ContentHasErrors);
    }
    let mut out = anstream::stdout().lock();
    if files.is_empty() && lines.is_empty() {
        writeln!(out, "Nothing to change")?;
        return Ok(Verdict::Fine);
    }
    let shown = if writes { print_file } else { preview_file };
    if writes {
        write(&files, history, lines)?;
    }
    files.iter().try_for_each(|file| shown(&mut out, file))?;
    let pending = history.path.display();
    match (lines.len(), writes) {
        (0, _) => {}
        (count, true) => writeln!(out, "{pending}: {} for the next release", counted(count, "line"))?,
        (_, false) => lines.iter().try_for_each(|line| writeln!(out, "{pending}: + {line}"))?,
    }
    let total = |count: fn(&EditedSpeakers) -> usize| files.iter().map(|file| count(&file.edited)).sum();
    let what = touched(total(|it| it.labels.len()), total(|it| it.paragraphs));
    let episodes = counted(files.len(), "episode");
    if writes {
        writeln!(out, "{episodes} changed{what}")?;
    } else {
        writeln!(out, "{episodes} would change{what}. Nothing is written yet: --write does it")?;
    }
    Ok(Verdict::Fine)
}

fn edit_file(file: EpisodeFile, edit: &SpeakerEdit) -> Result<Option<EditedFile>, Box<Refused>> {
    let EpisodeFile { path, text, problems, parsed } = file;
    let (Some(before), Some(parsed)) = (text, parsed) else {
        return Err(Box::new(Refused { file: SourceFile { path, text: None }, problems, is_after: false }));
    };
    match parsed.edit_speakers(&before, content::stem(&path).unwrap_or_default(), edit) {
        Ok(None) => Ok(None),
        Ok(Some(edited)) => Ok(Some(EditedFile { path, before, edited })),
        Err(refusal) => {
            let is_after = refusal.text != before;
            let file = SourceFile { path, text: Some(refusal.text) };
            Err(Box::new(Refused { file, problems: refusal.problems, is_after }))
        }
    }
}

fn print_refused(refused: &[Box<Refused>]) {
    for Refused { file, problems, is_after } in refused.iter().map(|it| &**it) {
        if *is_after {
            tell!("note: {} as it would become:", file.path.display());
        }
        problems.iter().for_each(|problem| report::print_problem(file, problem));
    }
    tell!("error: nothing is changed, for {} cannot be", counted(refused.len(), "episode"));
}

fn write(files: &[EditedFile], history: &History, lines: &[String]) -> Result<()> {
    let mut batch = Vec::new();
    if !lines.is_empty() {
        batch.push((history.path.clone(), history.with_lines(lines)));
    }
    for EditedFile { path, before, edited } in files {
        batch.push(replaced_text(path, before, &edited.text)?);
    }
    storage::replace_all(&batch)
}

/// How much of the conversation is concerned: `: 5 labels, 7 paragraphs`.
fn touched(labels: usize, paragraphs: usize) -> String {
    let counts = [(labels, "label"), (paragraphs, "paragraph")].into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, noun)| counted(count, noun)).collect();
    if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) }
}

fn print_file(out: &mut dyn Write, file: &EditedFile) -> Result<()> {
    let EditedSpeakers { labels, paragraphs, .. } = &file.edited;
    Ok(writeln!(out, "{}{}", visible_path(&file.path), touched(labels.len(), *paragraphs))?)
}

/// Prints what would change in a file: each place of its front matter, and the labels that change alike together.
fn preview_file(out: &mut dyn Write, file: &EditedFile) -> Result<()> {
    print_file(out, file)?;
    let EditedFile { before, edited, .. } = file;
    let ends: Vec<usize> = before.match_indices('\n').map(|(at, _)| at).collect();
    let line = |piece: &Replacement| ends.partition_point(|end| *end < piece.span.start) + 1;
    for piece in &edited.entries {
        let (line, old, new) = (line(piece), before[piece.span.clone()].trim(), piece.new.trim());
        let change = match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("+ {}", new.trim_start_matches([',', ' '])),
            (_, true) => format!("- {}", old.trim_matches([',', ' '])),
            _ => format!("{old} → {new}"),
        };
        writeln!(out, "  line {line}: {}", visible(&change))?;
    }
    let mut alike: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for piece in &edited.labels {
        alike.entry((&before[piece.span.clone()], &piece.new)).or_default().push(line(piece));
    }
    for ((old, new), lines) in alike {
        let named: Vec<String> = lines.iter().take(NAMED_LINES).map(usize::to_string).collect();
        let more = lines.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let noun = if lines.len() == 1 { "line" } else { "lines" };
        writeln!(out, "  {noun} {}{more}: {}", named.join(", "), visible(&format!("**{old}:** → **{new}:**")))?;
    }
    Ok(())
}

fn visible_path(path: &Path) -> String {
    visible(&path.display().to_string()).into_owned()
}
