//! The command `corrections`: what each correction for the whole library does, before it is published or even written.
//!
//! Not here: where one applies ([`crate::transcript::LibraryCorrections`]), and what is wrong with one ([`super::content`]).

use std::io::Write;
use std::ops::Range;

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;

use super::content::{self, TERMS};
use super::site_root::{EpisodesArg, SiteRoot};
use super::terminal::{tell, visible};
use super::terms::correction_line;
use super::{Verdict, counted};
use crate::source;
use crate::transcript::{
    Episode, Library, LibraryCorrection, LibraryCorrections, Paragraph, PlaceCount, PlacedCorrection, Severity,
};

/// The places that are printed of a correction, if not all are asked for.
const SAMPLE: usize = 3;

/// The bytes of text that are printed on either side of a place, to the next word.
const CONTEXT: usize = 32;

#[derive(Args)]
pub(super) struct CorrectionsArgs {
    /// Print what this correction would do, which need not be in terms.toml
    #[arg(long = "try", num_args = 2, value_names = ["HEARD", "MEANT"], allow_hyphen_values = true)]
    tried: Vec<String>,
    /// Print every place, and not only the first few
    #[arg(long)]
    all: bool,
    /// Print each correction as a line of JSON, with heard, meant, the numbers of places and episodes, and every place
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    content: EpisodesArg,
}

/// A correction and what it does.
struct Preview<'a> {
    correction: &'a LibraryCorrection,
    count: PlaceCount,
    places: Vec<Place<'a>>,
}

/// A place that is corrected.
struct Place<'a> {
    episode: &'a Episode,
    paragraph: &'a Paragraph,
    range: Range<usize>,
}

/// A correction as programs read it.
#[derive(Serialize)]
struct PreviewJson<'a> {
    heard: &'a str,
    meant: &'a str,
    places: usize,
    episodes: usize,
    at: Vec<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    episode: &'a str,
    paragraph: &'a str,
    before: &'a str,
    after: &'a str,
}

/// The command `corrections`.
///
/// # Errors
/// When the folder cannot be read, the correction to try corrects nothing, or the result cannot be written.
pub(super) fn run(args: &CorrectionsArgs) -> Result<Verdict> {
    let tried = match &args.tried[..] {
        [heard, meant] => Some(tried(heard, meant)?),
        _ => None,
    };
    let content = content::read(&SiteRoot::find(&args.content)?.episodes)?;
    let errors = content.diagnostics.count(Severity::Error);
    if errors > 0 {
        let errors = counted(errors, "error");
        tell!("warning: {errors} in the episodes, which `answerbook check` shows; some may be missing here");
    }
    let mut corrections = content.terms.corrections();
    if let Some(tried) = &tried {
        corrections.retain(|correction| correction.heard != tried.heard);
        corrections.push(tried.clone());
    }
    let mut previews = previews(&content.library, &corrections);
    if tried.is_some() {
        previews.drain(..previews.len() - 1);
    }
    let mut out = anstream::stdout().lock();
    if args.json {
        for preview in &previews {
            writeln!(out, "{}", serde_json::to_string(&preview.json())?)?;
        }
        return Ok(Verdict::Fine);
    }
    previews.iter().try_for_each(|preview| preview.print(&mut out, if args.all { usize::MAX } else { SAMPLE }))?;
    let file = content.folder.join(TERMS);
    if let Some(LibraryCorrection { heard, meant, .. }) = &tried {
        writeln!(out, "Next: in {}, in `corrections`: {}", file.display(), visible(&correction_line(heard, meant)))?;
    } else if previews.is_empty() {
        writeln!(out, "No corrections for the whole library; {} may hold some", file.display())?;
    }
    Ok(Verdict::Fine)
}

/// The correction to try, which is read as if it were written.
fn tried(heard: &str, meant: &str) -> Result<LibraryCorrection> {
    let terms = source::read_terms(&format!("corrections = [{}]", correction_line(heard, meant)));
    if let Some(problem) = terms.problems.first() {
        let expected = problem.expected.as_deref().map(|expected| format!(": expected {expected}")).unwrap_or_default();
        bail!("{}{expected}", problem.what);
    }
    let corrections = terms.value.map(|terms| terms.corrections()).unwrap_or_default();
    Ok(corrections.into_iter().next().unwrap_or(LibraryCorrection {
        heard: heard.to_owned(),
        meant: meant.to_owned(),
        except: Vec::new(),
    }))
}

/// What each correction does beside all others, in their order.
fn previews<'a>(library: &'a Library, corrections: &'a [LibraryCorrection]) -> Vec<Preview<'a>> {
    let preview = |correction| Preview { correction, count: PlaceCount::default(), places: Vec::new() };
    let mut previews: Vec<Preview<'a>> = corrections.iter().map(preview).collect();
    let prepared = LibraryCorrections::new(corrections);
    for episode in library.episodes() {
        let placed = prepared.places_in(episode);
        previews.iter_mut().zip(placed.counts).for_each(|(preview, count)| preview.count += count);
        for paragraph in episode.paragraphs() {
            for PlacedCorrection { rule, range, .. } in placed.places.get(&paragraph.id).into_iter().flatten() {
                let place = Place { episode, paragraph, range: range.clone() };
                previews[*rule].places.push(place);
            }
        }
    }
    previews
}

impl Preview<'_> {
    fn print(&self, out: &mut impl Write, sample: usize) -> Result<()> {
        let Self { correction: LibraryCorrection { heard, meant, .. }, count, places } = self;
        let where_to = match count.corrected {
            0 => "nowhere".to_owned(),
            places => format!("{} in {}", counted(places, "place"), counted(count.episodes, "episode")),
        };
        writeln!(out, "“{}” → “{}”: {where_to}", visible(heard), visible(meant))?;
        for place in places.iter().take(sample) {
            let (before, after) = place.context();
            let text = format!("{before}{heard} [{meant}]{after}");
            writeln!(out, "  {}/p-{}  {}", place.episode.id, place.paragraph.id, visible(&text))?;
        }
        if let Some(more) = places.len().checked_sub(sample).filter(|more| *more > 0) {
            writeln!(out, "  and {more} more, which --all prints")?;
        }
        let passed_over: Vec<String> = count.passed_over().map(|(count, why)| format!("{count} {why}")).collect();
        if !passed_over.is_empty() {
            writeln!(out, "  left as they are: {}", passed_over.join(", "))?;
        }
        Ok(())
    }

    fn json(&self) -> PreviewJson<'_> {
        PreviewJson {
            heard: &self.correction.heard,
            meant: &self.correction.meant,
            places: self.count.corrected,
            episodes: self.count.episodes,
            at: self.places.iter().map(Place::json).collect(),
        }
    }
}

impl<'a> Place<'a> {
    fn json(&self) -> PlaceJson<'a> {
        let (before, after) = self.around();
        PlaceJson { episode: self.episode.id.as_str(), paragraph: self.paragraph.id.as_str(), before, after }
    }

    /// The words about the place.
    fn around(&self) -> (&'a str, &'a str) {
        let text = &self.paragraph.text;
        let (before, after) = (&text[..self.range.start], &text[self.range.end..]);
        let from = before.floor_char_boundary(before.len().saturating_sub(CONTEXT));
        let from = if from == 0 { 0 } else { before[from..].find(' ').map_or(from, |blank| from + blank + 1) };
        let until = after.ceil_char_boundary(CONTEXT.min(after.len()));
        let until = if until == after.len() { until } else { after[..until].rfind(' ').unwrap_or(until) };
        (&before[from..], &after[..until])
    }

    /// The words about the place, with an ellipsis where the text goes on.
    fn context(&self) -> (String, String) {
        let text = &self.paragraph.text;
        let (before, after) = self.around();
        let is_cut = (before.len() < self.range.start, after.len() < text.len() - self.range.end);
        let mark = |is_cut: bool| if is_cut { "…" } else { "" };
        (format!("{}{before}", mark(is_cut.0)), format!("{after}{}", mark(is_cut.1)))
    }
}
