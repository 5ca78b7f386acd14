//! Problems, printed: for people as compilers print them, for programs as one JSON object a line.
//!
//! Not here: finding them, and what they mean for a build.

use std::io::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anyhow::Result;
use serde::Serialize;

use super::counted;
use super::diagnostics::{Diagnostic, Diagnostics, SourceFile};
use super::terminal::visible;
use crate::transcript::{Problem, Severity};

/// The most bytes of a line that are printed.
const MAX_LINE: usize = 2000;

/// A problem as programs read it.
#[derive(Serialize)]
struct ProblemJson<'a> {
    file: String,
    /// From 1; `null` where the file has no text.
    line: Option<usize>,
    /// In characters, from 1; `null` where the file has no text.
    column: Option<usize>,
    severity: &'a str,
    what: &'a str,
    found: Option<&'a str>,
    expected: Option<&'a str>,
    help: Option<&'a str>,
}

/// Prints every problem to the standard error, and their number.
pub(super) fn print(diagnostics: &Diagnostics) {
    anstream::eprint!("{}", text(diagnostics));
}

/// Every problem, and their number, as they are printed; empty where there are none.
pub(super) fn text(diagnostics: &Diagnostics) -> String {
    let of = |diagnostic: &Diagnostic| render(&diagnostics.files[diagnostic.file], &diagnostic.problem) + "\n\n";
    let problems: String = diagnostics.list.iter().map(of).collect();
    let (errors, warnings) = (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
    let counts = match (errors, warnings) {
        (0, 0) => String::new(),
        (0, _) => counted(warnings, "warning") + "\n",
        (_, 0) => counted(errors, "error") + "\n",
        _ => format!("{}, {}\n", counted(errors, "error"), counted(warnings, "warning")),
    };
    problems + &counts
}

/// Prints one problem to the standard error, in colour where that is a terminal.
pub(super) fn print_problem(file: &SourceFile, problem: &Problem) {
    anstream::eprintln!("{}\n", render(file, problem));
}

/// Prints every problem to the standard output as JSON, one object a line.
///
/// # Errors
/// When it cannot be written.
pub(super) fn print_json(diagnostics: &Diagnostics) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for diagnostic in &diagnostics.list {
        let line = serde_json::to_string(&json(&diagnostics.files[diagnostic.file], &diagnostic.problem))?;
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn json<'a>(file: &SourceFile, problem: &'a Problem) -> ProblemJson<'a> {
    let place = file.text.as_deref().map(|text| problem.line_column(text));
    ProblemJson {
        file: file.path.display().to_string(),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        severity: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        what: &problem.what,
        found: problem.found.as_deref(),
        expected: problem.expected.as_deref(),
        help: problem.help.as_deref(),
    }
}

fn render(file: &SourceFile, problem: &Problem) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let path = visible(&file.path.display().to_string()).into_owned();
    let what = visible(&problem.what);
    let group = Group::with_title(level.primary_title(&*what));
    let mut group = match (&file.text, label(problem)) {
        (Some(text), label) if !text.is_empty() => group.element(snippet(text, problem, path, label)),
        (_, Some(label)) => group.element(Origin::path(path)).element(Level::NOTE.message(label)),
        (_, None) => group.element(Origin::path(path)),
    };
    let help = problem.help.as_deref().map(visible);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(&**help));
    }
    Renderer::styled().render(&[group])
}

/// What was found and what was expected, in one line.
fn label(problem: &Problem) -> Option<String> {
    let label = match (&problem.found, &problem.expected) {
        (Some(found), Some(expected)) => Some(format!("found {found}, expected {expected}")),
        (Some(found), None) => Some(format!("found {found}")),
        (None, Some(expected)) => Some(format!("expected {expected}")),
        (None, None) => None,
    };
    label.map(|label| visible(&label).into_owned())
}

/// The line in which the problem begins, with the problem's part of it marked. It is the only line printed: the renderer
/// would lay out the whole text again for each problem, and a span of many lines says no more than its first. Of a long line a part is
/// printed, and the column counts from where that begins.
fn snippet<'a>(
    text: &'a str,
    problem: &Problem,
    path: String,
    label: Option<String>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let at = problem.span.start.min(text.len());
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let from = if at - line_start > MAX_LINE { text.floor_char_boundary(at - MAX_LINE / 4) } else { line_start };
    let until = text.floor_char_boundary((from + MAX_LINE).max(at).min(text.len()));
    let line = text[from..until].split('\n').next().unwrap_or_default();
    let end = problem.span.end.clamp(at, (from + line.len()).max(at));
    Snippet::source(line)
        .line_start(problem.line_column(text).line)
        .path(path)
        .annotation(AnnotationKind::Primary.span(at - from..end - from).label(label))
}
