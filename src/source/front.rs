//! The front matter: what stands between the two `+++` lines, as an episode without its conversation.
//!
//! A field that is missing or wrong is a problem and gets a stand-in, so that the body can be read all the same.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::address;
use super::fields::{Fields, Placed, Source, wrong_kind};
use super::findings::{Findings, SpeakerGap};
use super::marks;
use super::nearest::nearest;
use crate::transcript::{
    Correction, Date, Episode, EpisodeId, ParagraphId, Problem, Role, Speaker, SpeakerId, SpeakerIds, Status, TopicId,
};

const FENCE: &str = "+++";

const KEYS: [&str; 13] = [
    "id",
    "title",
    "date",
    "publisher",
    "rights",
    "original",
    "summary",
    "language",
    "status",
    "topics",
    "audio",
    "speakers",
    "corrections",
];

/// Where a file's parts are.
#[derive(Debug)]
pub(super) struct Parts {
    /// The line that opens the front matter; empty where there is none.
    pub(super) opening: Range<usize>,
    /// The TOML.
    pub(super) toml: Range<usize>,
    /// Where the body begins.
    pub(super) body: usize,
}

/// Finds front matter and body, and reports what keeps them from being told apart.
pub(super) fn split(text: &str, findings: &mut Findings) -> Parts {
    let mut lines = text.split_inclusive('\n').map(|line| (marks::span_in(text, line), line.trim_end()));
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

/// The episode as the front matter has it, without answers. `Some`, as the calendar has a first day to stand in for a
/// missing one.
pub(super) fn read(text: &str, parts: &Parts, file_stem: &str, findings: &mut Findings) -> Option<Episode> {
    let mut source = Source { file: text, toml: &text[parts.toml.clone()], base: parts.toml.start, broken: false };
    let table = source.parse(&mut findings.problems);
    // Where there is no front matter at all, that has been said: each of its keys need not be.
    let absent = parts.toml.is_empty() && parts.toml.start == 0;
    source.broken |= absent;
    let placeholder = Date::new(1, 1, 1)?;
    if absent {
        return Some(blank(file_stem, placeholder));
    }
    let Findings { problems, gaps, places } = findings;
    let mut fields = Fields::new(source, &table, parts.opening.clone(), problems);
    fields.warn_of_unknown(&KEYS);
    let id = fields.id("id", EpisodeId::new);
    gaps.episode = fields.lacks("id").then_some(parts.toml.start);
    let mut episode = Episode {
        id: id.map(|id| id.value).unwrap_or_default(),
        title: fields.required_text("title").map_or_else(|| file_stem.to_owned(), owned),
        date: date(&mut fields).unwrap_or(placeholder),
        publisher: fields.required_text("publisher").map(owned).unwrap_or_default(),
        rights: fields.text("rights").map(owned),
        original: fields.text("original").and_then(|link| address::absolute(&mut fields, "original", link)),
        summary: fields.text("summary").map(owned),
        language: language(&mut fields).unwrap_or_default(),
        audio: fields.text("audio").and_then(|link| address::any(&mut fields, "audio", link)),
        status: status(&mut fields).unwrap_or_default(),
        ..blank(file_stem, placeholder)
    };
    (episode.topics, places.topics) = unzip(fields.ids("topics", TopicId::new));
    (episode.speakers, places.speakers) = unzip(speakers(&mut fields, source, &mut gaps.speakers));
    (episode.corrections, places.corrections) = unzip(corrections(&mut fields));
    Some(episode)
}

const STATUSES: [(&str, Status); 3] =
    [("published", Status::Published), ("unlisted", Status::Unlisted), ("draft", Status::Draft)];

const ROLES: [(&str, Role); 2] = [("host", Role::Host), ("guest", Role::Guest)];

/// How a status is written.
pub(super) fn status_word(status: Status) -> &'static str {
    STATUSES.iter().find(|(_, known)| *known == status).map_or("", |(word, _)| word)
}

/// How a role is written.
pub(super) fn role_word(role: Role) -> &'static str {
    ROLES.iter().find(|(_, known)| *known == role).map_or("", |(word, _)| word)
}

fn blank(title: &str, date: Date) -> Episode {
    Episode {
        id: EpisodeId::default(),
        title: title.to_owned(),
        date,
        publisher: String::new(),
        rights: None,
        original: None,
        summary: None,
        language: String::new(),
        speakers: Vec::new(),
        topics: Vec::new(),
        audio: None,
        status: Status::default(),
        corrections: Vec::new(),
        answers: Vec::new(),
    }
}

fn owned(text: Placed<&str>) -> String {
    text.value.to_owned()
}

fn unzip<T>(placed: Vec<Placed<T>>) -> (Vec<T>, Vec<Range<usize>>) {
    placed.into_iter().map(|it| (it.value, it.span)).unzip()
}

fn date(fields: &mut Fields<'_, '_>) -> Option<Date> {
    let value = fields.required("date", "`date = 2022-03-20`")?;
    let expected = "a day as `2022-03-20`, without quotes";
    let span = fields.place(value.span());
    match value.get_ref() {
        DeValue::Datetime(found) => match (found.date, found.time) {
            (Some(day), None) => Date::new(day.year, day.month, day.day).or_else(|| {
                fields.report(Problem::error(span, "no such day").found(found.to_string()).expected(expected));
                None
            }),
            // A day that the calendar does not have: TOML's own problem says so.
            (None, None) => None,
            (day, Some(_)) => {
                fields.report(Problem::error(span, "`date` has a time of day").expected(expected));
                day.and_then(|day| Date::new(day.year, day.month, day.day))
            }
        },
        other => {
            fields.report(wrong_kind(span, "`date`", other, expected));
            value.get_ref().as_str().and_then(Date::parse)
        }
    }
}

/// A language tag in the shape of BCP 47; the registry of languages is not consulted.
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

/// A field that holds one of a few words.
fn choice<T: Copy>(fields: &mut Fields<'_, '_>, key: &str, found: Placed<&str>, words: &[(&str, T)]) -> Option<T> {
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

/// Everyone in the list, ids given to those who have none: the slug of the name, as `ids` writes it.
fn speakers(fields: &mut Fields<'_, '_>, source: Source<'_>, gaps: &mut Vec<SpeakerGap>) -> Vec<Placed<Speaker>> {
    let example = "`speakers = [{ id = \"…\", name = \"…\", role = \"guest\" }]`";
    let Some(list) = fields.required("speakers", example) else { return Vec::new() };
    let mut speakers: Vec<Placed<Speaker>> = Vec::new();
    for value in fields.list("speakers") {
        let Some(mut inside) = fields.inside(value, "a speaker") else { continue };
        let span = inside.span();
        let lacks_id = inside.lacks("id");
        let Some(speaker) = speaker(&mut inside) else { continue };
        if lacks_id {
            let inline = source.file[span.start..].starts_with('{');
            let line_end = source.file[span.end..].find(['\r', '\n']).map_or(source.file.len(), |at| span.end + at);
            let at = if inline { span.start + 1 } else { line_end };
            gaps.push(SpeakerGap { index: speakers.len(), place: span.clone(), at, inline });
        }
        speakers.push(Placed { value: speaker, span });
    }
    if speakers.is_empty() && list.get_ref().as_array().is_some_and(|list| list.is_empty()) {
        fields.report(Problem::error(fields.place(list.span()), "no speakers").expected(example));
    }
    let mut ids = SpeakerIds::of(speakers.iter().map(|speaker| &speaker.value));
    for speaker in speakers.iter_mut().filter(|speaker| !speaker.value.id.is_assigned()) {
        speaker.value.id = ids.assign(&speaker.value.name);
    }
    report_mistakable(&speakers, fields);
    speakers
}

/// One speaker; `None` where there is not even a name.
fn speaker(fields: &mut Fields<'_, '_>) -> Option<Speaker> {
    fields.warn_of_unknown(&["id", "name", "role", "about"]);
    let id = fields.id("id", SpeakerId::new);
    let name = fields.required_text("name");
    let role = fields.required_text("role").and_then(|word| choice(fields, "role", word, &ROLES));
    let about = fields.text("about").map(owned);
    let name = name?;
    if marks::trim(name.value) != name.value {
        fields.report(Problem::error(name.span, "blanks around a name").found(format!("`{}`", name.value)));
    }
    let name = marks::trim(name.value).to_owned();
    Some(Speaker { id: id.map(|id| id.value).unwrap_or_default(), name, role: role.unwrap_or(Role::Guest), about })
}

/// Two speakers must not be mistaken for each other in a label: by id, by name, or by the name of one and the id of the
/// other.
fn report_mistakable(speakers: &[Placed<Speaker>], fields: &mut Fields<'_, '_>) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, Placed { value: speaker, span }) in speakers.iter().enumerate() {
        for label in [speaker.id.as_str(), &speaker.name] {
            let first = *known.entry(label).or_insert(index);
            if first != index {
                let (other, span) = (speakers[first].span.start, span.clone());
                fields.report_two_called(label, other, span);
                break;
            }
        }
    }
}

fn corrections(fields: &mut Fields<'_, '_>) -> Vec<Placed<Correction>> {
    let mut corrections = Vec::new();
    for value in fields.list("corrections") {
        let Some(mut inside) = fields.inside(value, "a correction") else { continue };
        let span = inside.span();
        inside.warn_of_unknown(&["at", "heard", "meant", "occurrence"]);
        inside.required("at", "`at = \"…\"`, the id of a paragraph");
        let paragraph = inside.id("at", ParagraphId::new);
        let (heard, meant) = (inside.required_text("heard"), inside.required_text("meant"));
        let occurrence = inside.get("occurrence").map_or(Some(1), |value| occurrence(&mut inside, value));
        if let (Some(at), Some(heard), Some(meant), Some(occurrence)) = (paragraph, heard, meant, occurrence) {
            let value = Correction { paragraph: at.value, heard: owned(heard), meant: owned(meant), occurrence };
            corrections.push(Placed { value, span });
        }
    }
    corrections
}

fn occurrence(fields: &mut Fields<'_, '_>, value: &Spanned<DeValue<'_>>) -> Option<u32> {
    let count = value.get_ref().as_integer();
    let count = count.and_then(|count| u32::from_str_radix(count.as_str(), count.radix()).ok()).filter(|n| *n > 0);
    if count.is_none() {
        let problem = Problem::error(fields.place(value.span()), "`occurrence` counts places");
        fields.report(problem.expected("1 for the first, 2 for the second, and so on"));
    }
    count
}
