//! The parser of the front matter, the TOML between two lines `+++`: an episode without its conversation.
//!
//! A missing or invalid field is a problem and gets a placeholder, so that the body can be parsed all the same.
//!
//! Not here: the types of TOML values ([`super::fields`]).

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::address;
use super::fields::{Fields, Located, TomlSource, wrong_type};
use super::findings::{Findings, MissingSpeakerId};
use super::nearest::nearest;
use super::syntax;
use crate::transcript::{
    Correction, Date, Episode, EpisodeId, ImportSource, ParagraphId, Problem, Role, Speaker, SpeakerId, SpeakerIds,
    Status, TopicId,
};

const FENCE: &str = "+++";

/// The most speakers of a conversation. More are labels that were misread: the page compares each turn with all of them.
pub(super) const MAX_SPEAKERS: usize = 500;

/// The most corrections of a file: each paragraph is compared with all of them.
const MAX_CORRECTIONS: usize = 2000;

const KEYS: [&str; 16] = [
    "id",
    "title",
    "date",
    "publisher",
    "rights",
    "original",
    "summary",
    "language",
    "status",
    "show",
    "imported",
    "topics",
    "keywords",
    "audio",
    "speakers",
    "corrections",
];

/// The spans of the parts of a file.
#[derive(Debug)]
pub(super) struct Parts {
    /// The line that opens the front matter; empty if there is none.
    pub(super) opening: Range<usize>,
    /// The TOML.
    pub(super) toml: Range<usize>,
    /// The first byte of the body.
    pub(super) body: usize,
}

/// The parts of a file. Front matter that is absent, not closed, or in YAML is reported.
pub(super) fn split(text: &str, findings: &mut Findings) -> Parts {
    let mut lines = text.split_inclusive('\n').map(|line| (syntax::span_in(text, line), line.trim_end()));
    let first = lines.by_ref().find(|(_, line)| !line.trim().is_empty());
    let Some((opening, fence)) = first.filter(|(_, line)| [FENCE, "---"].contains(line)) else {
        let problem = Problem::error(0..0, "no front matter").expected("a line `+++`, TOML, and a line `+++`");
        findings.problems.push(problem);
        return Parts { opening: 0..0, toml: 0..0, body: 0 };
    };
    let opening_mark = opening.start..opening.start + fence.len();
    if let Some((closing, _)) = lines.clone().find(|(_, line)| *line == fence) {
        if fence == FENCE {
            return Parts { opening: opening_mark, toml: opening.end..closing.start, body: closing.end };
        }
        let problem = Problem::error(opening_mark.clone(), "front matter in YAML").found("`---`").expected("`+++`");
        findings.problems.push(problem.help("write it as TOML between `+++` lines: `title = \"…\"`"));
        return Parts { opening: opening_mark, toml: 0..0, body: closing.end };
    }
    let problem = Problem::error(opening_mark.clone(), "front matter is not closed").expected("a second line `+++`");
    findings.problems.push(problem.help("write `+++` on a line of its own before the first `## `"));
    let body = lines.find(|(_, line)| line.starts_with("##") || line.starts_with("**"));
    let body = body.map_or(text.len(), |(line, _)| line.start);
    Parts { opening: opening_mark, toml: opening.end..body, body }
}

/// The episode that the front matter describes, without answers. It is always `Some`: only the placeholder of a missing date
/// could fail.
pub(super) fn parse(text: &str, parts: &Parts, file_stem: &str, findings: &mut Findings) -> Option<Episode> {
    let toml = &text[parts.toml.clone()];
    let mut source = TomlSource { file: text, toml, offset: parts.toml.start, has_errors: false };
    let table = source.parse(&mut findings.problems);
    // Absent front matter has been reported, so that its missing keys need not be.
    let absent = parts.toml.is_empty() && parts.toml.start == 0;
    source.has_errors |= absent;
    if absent {
        return Some(Episode::titled(file_stem));
    }
    let Findings { problems, missing_ids, spans, outline: _ } = findings;
    let mut fields = Fields::new(source, &table, parts.opening.clone(), problems);
    fields.warn_of_unknown(&KEYS);
    let id = fields.id("id", EpisodeId::new);
    missing_ids.episode = fields.is_missing("id").then_some(parts.toml.start);
    let mut episode = Episode {
        id: id.map(|id| id.value).unwrap_or_default(),
        title: fields.required_text("title").map_or_else(|| file_stem.to_owned(), owned),
        date: date(&mut fields),
        publisher: fields.required_text("publisher").map(owned).unwrap_or_default(),
        rights: fields.text("rights").map(owned),
        original: fields.text("original").and_then(|link| address::absolute(&mut fields, "original", link)),
        summary: fields.text("summary").map(owned),
        language: language(&mut fields).unwrap_or_default(),
        audio: fields.text("audio").and_then(|link| address::any(&mut fields, "audio", link)),
        status: status(&mut fields).unwrap_or_default(),
        ..Episode::titled(file_stem)
    };
    episode.show = fields.text("show").map(owned);
    episode.imported = imported(&mut fields);
    episode.keywords = fields.lines("keywords");
    (episode.topics, spans.topics) = unzip(fields.ids("topics", TopicId::new));
    (episode.speakers, spans.speakers) = unzip(speakers(&mut fields, source, &mut missing_ids.speakers));
    (episode.corrections, spans.corrections) = unzip(corrections(&mut fields));
    Some(episode)
}

const STATUSES: [(&str, Status); 3] =
    [("published", Status::Published), ("unlisted", Status::Unlisted), ("draft", Status::Draft)];

const ROLES: [(&str, Role); 2] = [("host", Role::Host), ("guest", Role::Guest)];

/// The word for a status in front matter.
pub(super) fn status_word(status: Status) -> &'static str {
    STATUSES.iter().find(|(_, known)| *known == status).map_or("", |(word, _)| word)
}

/// The word for a role in front matter.
pub(super) fn role_word(role: Role) -> &'static str {
    ROLES.iter().find(|(_, known)| *known == role).map_or("", |(word, _)| word)
}

fn owned(text: Located<&str>) -> String {
    text.value.to_owned()
}

/// Values and their spans.
fn unzip<T>(located: Vec<Located<T>>) -> (Vec<T>, Vec<Range<usize>>) {
    located.into_iter().map(|it| (it.value, it.span)).unzip()
}

fn date(fields: &mut Fields<'_, '_>) -> Option<Date> {
    let value = fields.get("date")?;
    let expected = "a day as `2022-03-20`, without quotes";
    let span = fields.file_span(value.span());
    match value.get_ref() {
        DeValue::Datetime(found) => match (found.date, found.time) {
            (Some(day), None) => Date::new(day.year, day.month, day.day).or_else(|| {
                fields.report(Problem::error(span, "no such day").found(found.to_string()).expected(expected));
                None
            }),
            // The calendar has no such day, which the TOML parser has reported.
            (None, None) => None,
            (day, Some(_)) => {
                fields.report(Problem::error(span, "`date` has a time of day").expected(expected));
                day.and_then(|day| Date::new(day.year, day.month, day.day))
            }
        },
        other => {
            fields.report(wrong_type(span, "`date`", other, expected));
            value.get_ref().as_str().and_then(Date::parse)
        }
    }
}

/// A language tag in the form of BCP 47. Whether the language is registered is not checked.
pub(super) fn language(fields: &mut Fields<'_, '_>) -> Option<String> {
    let tag = fields.required_text("language")?;
    let mut subtags = tag.value.split('-');
    let primary =
        subtags.next().is_some_and(|s| (2..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphabetic()));
    let others = subtags.all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !(primary && others) {
        let problem = Problem::error(tag.span.clone(), "malformed language").found(format!("`{}`", tag.value));
        fields.report(problem.expected("a tag such as `en` or `pt-BR`"));
    }
    Some(owned(tag))
}

fn status(fields: &mut Fields<'_, '_>) -> Option<Status> {
    let word = fields.text("status")?;
    choice(fields, "status", word, &STATUSES)
}

/// The value of a field that holds one of a few words.
pub(super) fn choice<T: Copy>(
    fields: &mut Fields<'_, '_>,
    key: &str,
    found: Located<&str>,
    words: &[(&str, T)],
) -> Option<T> {
    let choice = words.iter().find(|(word, _)| *word == found.value).map(|(_, value)| *value);
    if choice.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let problem = Problem::error(found.span, format!("unknown {key}"))
            .found(format!("`{}`", found.value))
            .expected(known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or "));
        fields.report(match nearest(found.value, known) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        });
    }
    choice
}

/// The speakers. One without an id gets the id that `ids` would write.
fn speakers(
    fields: &mut Fields<'_, '_>,
    source: TomlSource<'_>,
    missing_ids: &mut Vec<MissingSpeakerId>,
) -> Vec<Located<Speaker>> {
    let example = "`speakers = [{ id = \"…\", name = \"…\", role = \"guest\" }]`";
    let Some(list) = fields.required("speakers", example) else { return Vec::new() };
    let mut speakers: Vec<Located<Speaker>> = Vec::new();
    for value in fields.list("speakers") {
        let Some(mut table) = fields.nested(value, "a speaker") else { continue };
        let span = table.span();
        let has_no_id = table.is_missing("id");
        let Some(speaker) = speaker(&mut table) else { continue };
        if has_no_id {
            let inline = source.file[span.start..].starts_with('{');
            let line_end = source.file[span.end..].find(['\r', '\n']).map_or(source.file.len(), |at| span.end + at);
            let at = if inline { span.start + 1 } else { line_end };
            missing_ids.push(MissingSpeakerId { index: speakers.len(), span: span.clone(), at, inline });
        }
        speakers.push(Located { value: speaker, span });
    }
    if speakers.is_empty() && list.get_ref().as_array().is_some_and(|list| list.is_empty()) {
        fields.report(Problem::error(fields.file_span(list.span()), "no speakers").expected(example));
    }
    if let Some(first) = speakers.get(MAX_SPEAKERS) {
        let problem = Problem::error(first.span.clone(), "too many speakers").found(speakers.len().to_string());
        fields.report(problem.expected(format!("at most {MAX_SPEAKERS} in one conversation")));
        speakers.truncate(MAX_SPEAKERS);
    }
    let mut ids = SpeakerIds::default().beside(speakers.iter().map(|speaker| &speaker.value));
    for speaker in speakers.iter_mut().filter(|speaker| !speaker.value.id.is_assigned()) {
        speaker.value.id = ids.assign(&speaker.value.name);
    }
    report_same_labels(&speakers, fields);
    speakers
}

/// A speaker; `None` if there is no name.
fn speaker(fields: &mut Fields<'_, '_>) -> Option<Speaker> {
    fields.warn_of_unknown(&["id", "name", "role", "about", "source_names", "placeholder"]);
    let id = fields.id("id", SpeakerId::new);
    let name = fields.required_text("name");
    let role = fields.required_text("role").and_then(|word| choice(fields, "role", word, &ROLES));
    let about = fields.text("about").map(owned);
    let name = name?;
    if syntax::trim(name.value) != name.value {
        fields.report(Problem::error(name.span, "blanks around a name").found(format!("`{}`", name.value)));
    }
    let name = syntax::trim(name.value).to_owned();
    Some(Speaker {
        id: id.map(|id| id.value).unwrap_or_default(),
        name,
        role: role.unwrap_or(Role::Guest),
        about,
        source_names: fields.lines("source_names"),
        is_placeholder: fields.flag("placeholder"),
        slot: 0,
    })
}

/// Reports speakers whom a label cannot tell apart: the name or id of one is the name or id of another.
fn report_same_labels(speakers: &[Located<Speaker>], fields: &mut Fields<'_, '_>) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, Located { value: speaker, span }) in speakers.iter().enumerate() {
        for label in [speaker.id.as_str(), &speaker.name] {
            let first = *known.entry(label).or_insert(index);
            if first != index {
                fields.report_same_label(label, speakers[first].span.start, span.clone());
                break;
            }
        }
    }
}

/// Where the conversation was imported from.
fn imported(fields: &mut Fields<'_, '_>) -> Option<ImportSource> {
    let value = fields.get("imported")?;
    let mut table = fields.nested(value, "`imported`")?;
    table.warn_of_unknown(&["from", "sha256"]);
    let (from, sha256) = (table.required_text("from"), table.required_text("sha256"));
    Some(ImportSource { from: owned(from?), sha256: owned(sha256?) })
}

fn corrections(fields: &mut Fields<'_, '_>) -> Vec<Located<Correction>> {
    let mut corrections: Vec<Located<Correction>> = Vec::new();
    for value in fields.list("corrections") {
        let Some(mut table) = fields.nested(value, "a correction") else { continue };
        let span = table.span();
        table.warn_of_unknown(&["at", "heard", "meant", "occurrence"]);
        table.required("at", "`at = \"…\"`, the id of a paragraph");
        let paragraph = table.id("at", ParagraphId::new);
        let (heard, meant) = (table.required_text("heard"), table.required_text("meant"));
        let occurrence = table.get("occurrence").map_or(Some(1), |value| occurrence(&mut table, value));
        if let (Some(at), Some(heard), Some(meant), Some(occurrence)) = (paragraph, heard, meant, occurrence) {
            let value = Correction { paragraph: at.value, heard: owned(heard), meant: owned(meant), occurrence };
            corrections.push(Located { value, span });
        }
    }
    if let Some(first) = corrections.get(MAX_CORRECTIONS) {
        let problem = Problem::error(first.span.clone(), "too many corrections").found(corrections.len().to_string());
        fields.report(
            problem.expected(format!("at most {MAX_CORRECTIONS} in one file; correct the text itself instead")),
        );
        corrections.truncate(MAX_CORRECTIONS);
    }
    corrections
}

fn occurrence(fields: &mut Fields<'_, '_>, value: &Spanned<DeValue<'_>>) -> Option<u32> {
    let count = value.get_ref().as_integer();
    let count = count.and_then(|count| u32::from_str_radix(count.as_str(), count.radix()).ok()).filter(|n| *n > 0);
    if count.is_none() {
        let problem = Problem::error(fields.file_span(value.span()), "`occurrence` counts places");
        fields.report(problem.expected("1 for the first, 2 for the second, and so on"));
    }
    count
}
