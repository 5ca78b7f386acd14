//! The command `export`: episodes, or the answers that a speaker, a topic or a query selects, in formats that other programs read.
//!
//! Not here: the formats ([`crate::export`]), and which answers a query finds ([`crate::search`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use super::site_root::{EpisodesArg, SiteRoot};
use super::terminal::tell;
use super::{Verdict, content, counted, storage};
use crate::export::{self, Named, SelectedAnswer, Selection};
use crate::search::{self, Request};
use crate::site;
use crate::source;
use crate::transcript::{Answer, Episode, Library, PerFacet, SpeakerId};

/// How exports reach the two search servers, as `answerbook export --help` says it.
const SERVERS: &str = r#"Search servers

An object has: id (the key, [A-Za-z0-9_-]), episode, answer, path, address, title, episode_title,
prompt, text, meant, paragraphs, speakers, speaker_ids, speaker_labels, hosts, guests, topics,
topic_ids, topic_labels, episode_label, date, date_number (20240531), part (null for an answer),
language, start_ms. A label is an id, a blank and a name.

Meilisearch (one machine): the settings once, the documents after each publication.
  curl -X PATCH "$URL/indexes/answers/settings" -H "Authorization: Bearer $KEY" \
    -H 'Content-Type: application/json' -d '{
    "searchableAttributes":
      ["title", "prompt", "text", "meant", "speakers", "topics", "episode_title"],
    "filterableAttributes":
      ["speaker_ids", "speakers", "speaker_labels", "topic_ids", "topics", "topic_labels",
       "episode", "episode_title", "episode_label", "part"],
    "sortableAttributes": ["date_number"],
    "rankingRules": ["sort", "words", "typo", "proximity", "attribute", "exactness"],
    "faceting": { "maxValuesPerFacet": 1000 }, "pagination": { "maxTotalHits": 10000 } }'
  answerbook export --format ndjson --out answers.ndjson
  curl -X POST "$URL/indexes/answers/documents?primaryKey=id" -H "Authorization: Bearer $KEY" \
    -H 'Content-Type: application/x-ndjson' --data-binary @answers.ndjson

OpenSearch (a cluster): the mapping once. A request takes 100 MB: split a larger file behind a
line with a document.
  curl -X PUT "$URL/answers" -H 'Content-Type: application/json' -d '{
    "settings": { "analysis": { "normalizer": {
      "folded": { "type": "custom", "filter": ["lowercase"] } } } },
    "mappings": {
      "dynamic_templates": [
        { "others": { "match_mapping_type": "string", "mapping": { "type": "keyword" } } }],
      "properties": {
        "title": { "type": "text" }, "prompt": { "type": "text" }, "meant": { "type": "text" },
        "text": { "type": "text", "index_options": "offsets" },
        "speakers": { "type": "text", "fields": {
          "name": { "type": "keyword", "normalizer": "folded" } } },
        "topics": { "type": "text", "fields": {
          "name": { "type": "keyword", "normalizer": "folded" } } },
        "episode_title": { "type": "text", "fields": {
          "name": { "type": "keyword", "normalizer": "folded" } } },
        "date_number": { "type": "integer" },
        "paragraphs": { "type": "object", "enabled": false } } } }'
  answerbook export --format opensearch --out answers.bulk
  curl -X POST "$URL/answers/_bulk" -H 'Content-Type: application/x-ndjson' \
    --data-binary @answers.bulk

Neither server runs in Answerbook's own tests: these check the published form of each line."#;

#[derive(Args)]
#[command(after_long_help = SERVERS)]
pub(super) struct ExportArgs {
    /// Ids of episodes [default: all]
    #[arg(value_name = "EPISODE")]
    ids: Vec<String>,
    /// The format
    #[arg(long, value_enum, default_value = "markdown")]
    format: FormatArg,
    /// Only answers in which this speaker talks; give it again for any of several
    #[arg(long, value_name = "ID")]
    speaker: Vec<String>,
    /// Only answers on this topic; give it again for any of several
    #[arg(long, value_name = "ID")]
    topic: Vec<String>,
    /// Only answers that a search finds
    #[arg(long, value_name = "WORDS")]
    query: Option<String>,
    /// A file to write, or a folder for a file an episode [default: the standard output]
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    #[command(flatten)]
    content: EpisodesArg,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// The form in which episodes are kept, without what is private
    Markdown,
    /// Plain text with a label before each turn
    Text,
    /// WebVTT, a cue a paragraph
    Webvtt,
    /// SubRip, a cue a paragraph
    Srt,
    /// The JSON of the Podcast Namespace
    PodcastJson,
    /// The World Transcription Format
    Wtf,
    /// A table with an answer a line
    Csv,
    /// A JSON object an answer, a line each, for scripts and Meilisearch
    Ndjson,
    /// The same for OpenSearch, with a line before each that says what to do with it
    Opensearch,
}

impl FormatArg {
    /// The ending of a file's name; `None` where one file holds all episodes.
    fn ending(self) -> Option<&'static str> {
        match self {
            Self::Markdown => Some("md"),
            Self::Text => Some("txt"),
            Self::Webvtt => Some("vtt"),
            Self::Srt => Some("srt"),
            Self::PodcastJson | Self::Wtf => Some("json"),
            Self::Csv | Self::Ndjson | Self::Opensearch => None,
        }
    }

    /// The text of one episode, in a format that has a file for each.
    fn of_episode(self, selection: &Selection<'_>) -> String {
        match self {
            Self::Markdown => markdown(selection),
            Self::Text => export::plain_text(selection),
            Self::Webvtt => export::webvtt(selection),
            Self::Srt => export::srt(selection),
            Self::PodcastJson => export::podcast_json(selection),
            Self::Wtf => export::wtf_json(selection),
            Self::Csv => export::csv_rows(std::slice::from_ref(selection)),
            Self::Ndjson => export::ndjson(std::slice::from_ref(selection)),
            Self::Opensearch => export::opensearch_bulk(std::slice::from_ref(selection)),
        }
    }

    /// Writes all of them one behind the other. One episode at a time is in memory in its new form.
    fn write_all(self, selections: &[Selection<'_>], out: &mut dyn Write) -> Result<()> {
        if self == Self::Csv {
            out.write_all(export::csv_head().as_bytes())?;
        }
        for selection in selections {
            out.write_all(self.of_episode(selection).as_bytes())?;
        }
        Ok(())
    }

    /// Whether it is for servers that everybody may ask.
    fn is_for_servers(self) -> bool {
        matches!(self, Self::Ndjson | Self::Opensearch)
    }
}

/// The canonical form of the answers that are selected.
fn markdown(selection: &Selection<'_>) -> String {
    let mut episode = selection.episode.public();
    episode.answers = selection.answers.iter().map(|selected| selected.answer.clone()).collect();
    let there: BTreeSet<_> = episode.paragraphs().map(|paragraph| paragraph.id.clone()).collect();
    episode.corrections.retain(|correction| there.contains(&correction.paragraph));
    source::print_episode(&episode)
}

/// The command `export`.
///
/// # Errors
/// When the folder cannot be read, an episode is not there, or the result cannot be written.
pub(super) fn run(args: &ExportArgs) -> Result<Verdict> {
    let content = content::read(&SiteRoot::find(&args.content)?.episodes)?;
    let content = match super::build::print_problems(content) {
        Some(content) => content,
        None => return Ok(Verdict::ContentHasErrors),
    };
    let library = &content.library;
    let found = args.query.as_deref().map(|query| found(library, query)).transpose()?;
    let names = library.speakers().into_iter().map(|speaker| (speaker.id, speaker.name)).collect();
    let mut selections = Vec::new();
    for episode in chosen(library, args)? {
        let answers: Vec<SelectedAnswer<'_>> = episode
            .answers
            .iter()
            .filter(|answer| is_selected(args, library, episode, answer, found.as_ref()))
            .map(|answer| selected(library, &names, episode, answer))
            .collect();
        if !answers.is_empty() {
            selections.push(Selection { episode, answers });
        }
    }
    if selections.is_empty() {
        tell!("note: no answer is selected");
    }
    tell_untimed(args.format, &selections);
    write(args, &selections)?;
    Ok(Verdict::Fine)
}

/// Says where times are not those of a recording: captions cannot do without.
fn tell_untimed(format: FormatArg, selections: &[Selection<'_>]) {
    if !matches!(format, FormatArg::Webvtt | FormatArg::Srt | FormatArg::PodcastJson | FormatArg::Wtf) {
        return;
    }
    let is_untimed = |selection: &&Selection<'_>| {
        selection.answers.iter().any(|it| it.answer.paragraphs().any(|paragraph| paragraph.start.is_none()))
    };
    let untimed = selections.iter().filter(is_untimed).count();
    if untimed > 0 {
        let verb = if untimed == 1 { "has" } else { "have" };
        tell!(
            "note: {} {verb} paragraphs without a time: these are placed by the length of their words",
            counted(untimed, "episode")
        );
    }
}

/// The episodes that ids name, or all. What no list and no search of the site shows goes to no search server unless it is named.
fn chosen<'a>(library: &'a Library, args: &ExportArgs) -> Result<Vec<&'a Episode>> {
    let ids = &args.ids;
    if ids.is_empty() && args.format.is_for_servers() {
        let listed: Vec<&Episode> = library.listed().collect();
        let others = library.episodes().len() - listed.len();
        if others > 0 {
            tell!("note: {} left out that no list of the site has", counted(others, "episode"));
        }
        return Ok(listed);
    }
    if ids.is_empty() {
        return Ok(library.episodes().iter().collect());
    }
    let one = |id: &String| {
        let episode = library.episodes().iter().find(|episode| episode.id.as_str() == id);
        episode.with_context(|| format!("there is no episode `{id}`; an id is the name of its file without .md"))
    };
    ids.iter().map(one).collect()
}

/// The answers that a query finds, by episode and answer.
fn found(library: &Library, query: &str) -> Result<BTreeSet<(String, String)>> {
    let (query, _) = search::parse(query);
    let index = search::build(library);
    let request = Request {
        filters: PerFacet::default(),
        sort: search::Sort::Relevance,
        offset: 0,
        limit: usize::MAX,
        count_facets: false,
        fuzzy: true,
        lesser_hits: false,
    };
    match search::ask(&index, &query, &request) {
        // Of a question's hits only those with all of it are what somebody selects by.
        Ok(hits) => Ok(hits
            .hits
            .iter()
            .filter(|hit| hit.complete || hits.complete == 0)
            .map(|hit| (hit.episode.to_string(), hit.answer.to_string()))
            .collect()),
        Err(parts) => bail!("the index lacks {} of its parts", parts.len()),
    }
}

fn is_selected(
    args: &ExportArgs,
    library: &Library,
    episode: &Episode,
    answer: &Answer,
    found: Option<&BTreeSet<(String, String)>>,
) -> bool {
    let speaks = |id: &String| answer.turns.iter().any(|turn| turn.speaker.as_str() == id);
    let topics = library.topics_of(&episode.id, &answer.id);
    let has_topic = |id: &String| topics.iter().any(|topic| topic.as_str() == id);
    (args.speaker.is_empty() || args.speaker.iter().any(speaks))
        && (args.topic.is_empty() || args.topic.iter().any(has_topic))
        && found.is_none_or(|found| found.contains(&(episode.id.to_string(), answer.id.to_string())))
}

fn selected<'a>(
    library: &'a Library,
    names: &BTreeMap<SpeakerId, String>,
    episode: &'a Episode,
    answer: &'a Answer,
) -> SelectedAnswer<'a> {
    let root = library.site().address.as_deref();
    let topics = library.topics_of(&episode.id, &answer.id).iter();
    let mut speakers: Vec<Named> = Vec::new();
    for id in answer.turns.iter().map(|turn| &turn.speaker).filter(|id| !episode.is_placeholder(id)) {
        if !speakers.iter().any(|known| known.id == id.as_str()) {
            let name = names.get(id).map_or_else(|| episode.name_of(id).to_owned(), Clone::clone);
            speakers.push(Named { id: id.to_string(), name });
        }
    }
    SelectedAnswer {
        answer,
        title: library.title_of(&episode.id, &answer.id).to_owned(),
        speakers,
        topics: topics
            .filter_map(|id| Some(Named { id: id.to_string(), name: library.topic(id)?.name.clone() }))
            .collect(),
        path: site::answer_url("", &episode.id, &answer.id),
        address: root.map(|root| site::answer_url(root, &episode.id, &answer.id)),
    }
}

fn write(args: &ExportArgs, selections: &[Selection<'_>]) -> Result<()> {
    let Some(out) = &args.out else {
        if args.format.ending().is_some() && args.format != FormatArg::Markdown && selections.len() > 1 {
            bail!(
                "{} do not go into one file of this format: give --out with a folder",
                counted(selections.len(), "episode")
            );
        }
        let mut out = BufWriter::new(anstream::stdout().lock());
        args.format.write_all(selections, &mut out)?;
        out.flush()?;
        return Ok(());
    };
    match args.format.ending() {
        Some(ending) if out.is_dir() || selections.len() > 1 => write_folder(args.format, ending, out, selections),
        _ => {
            storage::replace_with(out, |file| args.format.write_all(selections, file))?;
            let answers: usize = selections.iter().map(|selection| selection.answers.len()).sum();
            tell!("{}: {}, {}", out.display(), counted(selections.len(), "episode"), counted(answers, "answer"));
            Ok(())
        }
    }
}

fn write_folder(format: FormatArg, ending: &str, folder: &Path, selections: &[Selection<'_>]) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for selection in selections {
        let path = folder.join(format!("{}.{ending}", selection.episode.id));
        storage::replace(&path, format.of_episode(selection).as_bytes(), storage::Durability::Cached)?;
    }
    tell!("{}: {}", folder.display(), counted(selections.len(), "file"));
    Ok(())
}
