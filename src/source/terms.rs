//! The words of a library, in `terms.toml`: spellings that count as the same, words that are misheard again and again, and words
//! that only look so.
//!
//! Not here: where corrections apply ([`crate::transcript::LibraryCorrections`]), and topics ([`super::settings`]).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::WithProblems;
use super::fields::{Fields, Located, TomlSource};
use super::nearest::nearest;
use crate::transcript::{
    Episode, EpisodeId, Exception, LibraryCorrection, ParagraphId, PlaceCount, Problem, ProblemList, fold_words,
};

/// The most corrections of a library. More are a list of words, not of what was misheard.
const MAX_CORRECTIONS: usize = 10_000;

/// What `terms.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Lists of spellings that the search treats as the same.
    pub same: Vec<Vec<String>>,
    /// Words as they are spelt, of which `check` shall not suggest that they were misheard.
    pub not_misheard: Vec<String>,
    /// The corrections for the whole library.
    corrections: Vec<WrittenCorrection>,
}

/// A correction with its places in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct WrittenCorrection {
    value: LibraryCorrection,
    span: Range<usize>,
    /// The span of each exception.
    except: Vec<Range<usize>>,
}

impl Terms {
    /// The corrections for the whole library, in the order of the file.
    pub fn corrections(&self) -> Vec<LibraryCorrection> {
        self.corrections.iter().map(|correction| correction.value.clone()).collect()
    }

    /// The problems of the corrections beside the episodes, by place: exceptions that there are none of, and corrections that correct
    /// nothing. `counts` has the places of each.
    pub fn check(&self, episodes: &[&Episode], counts: &[PlaceCount]) -> Vec<Problem> {
        let mut problems = ProblemList::default();
        let by_id: BTreeMap<&EpisodeId, &Episode> = match self.corrections.iter().all(|it| it.except.is_empty()) {
            true => BTreeMap::new(),
            false => episodes.iter().map(|episode| (&episode.id, *episode)).collect(),
        };
        for (written, count) in self.corrections.iter().zip(counts) {
            for (exception, span) in written.value.except.iter().zip(&written.except) {
                unknown_exception(exception, span, &written.value.heard, &by_id)
                    .into_iter()
                    .for_each(|it| problems.push(it));
            }
            if count.corrected == 0 {
                problems.push(idle(written, count));
            }
        }
        problems.sorted()
    }
}

/// What `terms.toml` says, as far as it can be read.
///
/// ```
/// let terms = answerbook::source::read_terms(r#"
/// same = [["P&L", "PNL", "P and L"], ["PM", "product manager"]]
/// corrections = [
///   { heard = "Jody", meant = "Jodi", except = ["sample-talk/p-c3d4", "another-talk"] },
/// ]
/// not_misheard = ["Jodie"]
/// "#);
/// assert!(terms.problems.is_empty());
/// let terms = terms.value.unwrap();
/// assert_eq!(terms.same[1], ["PM", "product manager"]);
/// assert_eq!(terms.corrections()[0].meant, "Jodi");
/// ```
pub fn read_terms(text: &str) -> WithProblems<Terms> {
    let mut problems = ProblemList::default();
    let mut source = TomlSource::whole(text);
    let table: DeTable<'_> = source.parse(&mut problems);
    let mut fields = Fields::new(source, &table, 0..0, &mut problems);
    fields.warn_of_unknown(&["same", "corrections", "not_misheard"]);
    let same = fields.list("same").into_iter().filter_map(|list| spellings(&mut fields, list)).collect();
    let corrections = corrections(text, &mut fields);
    let not_misheard = fields.lines("not_misheard");
    WithProblems { value: Some(Terms { same, not_misheard, corrections }), problems: problems.sorted() }
}

/// A list of at least two spellings, each with at least one word; `None`, with a problem, if it is not that.
fn spellings<'a>(fields: &mut Fields<'a, '_>, list: &'a Spanned<DeValue<'a>>) -> Option<Vec<String>> {
    let span = fields.file_span(list.span());
    let Some(items) = list.get_ref().as_array() else {
        let problem =
            Problem::error(span, "not a list of spellings").expected("such as `[\"PM\", \"product manager\"]`");
        fields.report(problem);
        return None;
    };
    let mut spellings = Vec::new();
    for item in items {
        let spelling = fields.line("same", item)?;
        if fold_words(spelling.value).is_empty() {
            let problem = Problem::error(spelling.span, "a spelling without a word");
            fields.report(problem.found(format!("`{}`", spelling.value)));
            return None;
        }
        spellings.push(spelling.value.to_owned());
    }
    if spellings.len() < 2 {
        fields.report(Problem::error(span, "too few spellings").expected("two or more that count as the same"));
        return None;
    }
    Some(spellings)
}

fn corrections(file: &str, fields: &mut Fields<'_, '_>) -> Vec<WrittenCorrection> {
    let mut corrections = Vec::new();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for value in fields.list("corrections") {
        let Some(mut table) = fields.nested(value, "a correction") else { continue };
        let Some(written) = correction(&mut table) else { continue };
        if let Some(at) = first.get(&written.value.heard) {
            let line = file[..*at].matches('\n').count() + 1;
            let problem = Problem::error(written.span, "the same words are corrected twice");
            let problem = problem.found(format!("“{}”", written.value.heard));
            fields.report(problem.help(format!("the other is on line {line}: leave one of them out")));
            continue;
        }
        first.insert(written.value.heard.clone(), written.span.start);
        corrections.push(written);
    }
    if let Some(first) = corrections.get(MAX_CORRECTIONS) {
        let problem = Problem::error(first.span.clone(), "too many corrections").found(corrections.len().to_string());
        fields.report(problem.expected(format!("at most {MAX_CORRECTIONS} for a library")));
        corrections.truncate(MAX_CORRECTIONS);
    }
    corrections
}

/// A correction; `None`, with a problem, if it corrects nothing.
fn correction(table: &mut Fields<'_, '_>) -> Option<WrittenCorrection> {
    table.warn_of_unknown(&["heard", "meant", "except"]);
    let (heard, meant) = (words(table, "heard"), words(table, "meant"));
    let mut except: Vec<Located<Exception>> = Vec::new();
    for value in table.list("except") {
        let Some(text) = table.line("except", value) else { continue };
        match exception(text.value) {
            Some(value) => except.push(Located { value, span: text.span }),
            None => {
                let problem =
                    Problem::error(text.span, "no paragraph and no episode").found(format!("`{}`", text.value));
                table.report(problem.expected("`episode/p-paragraph`, or `episode` for all of it"));
            }
        }
    }
    let (heard, meant) = (heard?, meant?);
    if !heard.value.contains(char::is_alphanumeric) {
        let problem = Problem::error(heard.span, "`heard` without a word").found(format!("`{}`", heard.value));
        table.report(problem.expected("words as they stand in the text, to the character"));
        return None;
    }
    if heard.value == meant.value {
        table.report(
            Problem::error(table.span(), "a correction that changes nothing").found(format!("“{}”", meant.value)),
        );
        return None;
    }
    let (values, spans) = except.into_iter().map(|it| (it.value, it.span)).unzip();
    let value = LibraryCorrection { heard: heard.value.to_owned(), meant: meant.value.to_owned(), except: values };
    Some(WrittenCorrection { value, span: table.span(), except: spans })
}

/// Words without blanks around them.
fn words<'a>(table: &mut Fields<'a, '_>, key: &str) -> Option<Located<&'a str>> {
    let words = table.required_text(key)?;
    if words.value.trim() == words.value {
        return Some(words);
    }
    let problem = Problem::error(words.span, format!("blanks around `{key}`")).found(format!("“{}”", words.value));
    table.report(problem.expected(format!("“{}”: whole words are sought", words.value.trim())));
    None
}

/// `episode/p-paragraph`, or `episode`.
fn exception(text: &str) -> Option<Exception> {
    let (episode, paragraph) = match text.split_once('/') {
        Some((episode, paragraph)) => (episode, Some(ParagraphId::new(paragraph.strip_prefix("p-")?).ok()?)),
        None => (text, None),
    };
    Some(Exception { episode: EpisodeId::new(episode).ok()?, paragraph })
}

/// The problem of an exception that is not in the library.
fn unknown_exception(
    exception: &Exception,
    span: &Range<usize>,
    heard: &str,
    episodes: &BTreeMap<&EpisodeId, &Episode>,
) -> Option<Problem> {
    let Some(episode) = episodes.get(&exception.episode) else {
        let problem = Problem::error(span.clone(), "unknown episode").found(format!("`{}`", exception.episode));
        return Some(match nearest(exception.episode.as_str(), episodes.keys().map(|id| id.as_str())) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.expected("the id of an episode"),
        });
    };
    let wanted = exception.paragraph.as_ref()?;
    if episode.paragraphs().any(|paragraph| paragraph.id == *wanted) {
        return None;
    }
    let problem = Problem::error(span.clone(), format!("no such paragraph in `{}`", episode.id));
    let problem = problem.found(format!("`p-{wanted}`"));
    let holding = episode.paragraphs().filter(|paragraph| paragraph.text.contains(heard)).map(|it| it.id.as_str());
    let holding: BTreeSet<&str> = holding.collect();
    let near = nearest(wanted.as_str(), holding.iter().copied()).or_else(|| holding.first().copied());
    Some(match near {
        Some(near) => problem.help(format!("`{}/p-{near}` holds these words", episode.id)),
        None => problem.help(format!("“{heard}” is nowhere in this episode: leave the exception out")),
    })
}

/// The problem of a correction that corrects nothing.
fn idle(written: &WrittenCorrection, count: &PlaceCount) -> Problem {
    let problem = Problem::warning(written.span.clone(), "a correction that applies nowhere");
    let problem = problem.found(format!("“{}”", written.value.heard));
    let reasons: Vec<String> = count.passed_over().map(|(count, why)| format!("{count} {why}")).collect();
    problem.help(match reasons.is_empty() {
        true => "no text has these words with these capitals: correct `heard`, or leave it out".to_owned(),
        false => format!("of its places are {}", reasons.join(", ")),
    })
}
