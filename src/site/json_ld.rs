//! Structured data for search engines: JSON-LD with the vocabulary of <https://schema.org>.
//!
//! | page | type |
//! |---|---|
//! | library | `PodcastSeries` |
//! | episode | `PodcastEpisode`, part of the series |
//! | answer | `Question` with its `acceptedAnswer`, part of the episode |
//!
//! A title is a `name`, since nobody need have said it. What was said is `text`, verbatim. No page claims to be an
//! `FAQPage` or a `QAPage`: these are for questions of a site's own readers.
//!
//! Not here: Open Graph ([`crate::page::document`]).

use serde_json::{Value, json};

use super::picture;
use crate::page::address;
use crate::page::document::SiteContext;
use crate::transcript::{Answer, Episode, Speaker, Turn};

/// A JSON-LD object. Properties without a value are left out.
struct Object(serde_json::Map<String, Value>);

impl Object {
    /// An object of a schema.org type.
    fn of_type(name: &str) -> Self {
        Self(serde_json::Map::new()).with("@type", name)
    }

    fn with(mut self, property: &str, value: impl Into<Value>) -> Self {
        self.0.insert(property.to_owned(), value.into());
        self
    }

    fn with_any(self, property: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(property, value),
            None => self,
        }
    }

    /// The object as a document, in a form that can stand in a script element: nothing in it ends the element.
    fn into_script(self) -> String {
        Value::from(self.with("@context", "https://schema.org")).to_string().replace('<', "\\u003c")
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

/// The data of the library: a series.
pub(super) fn of_library(context: &SiteContext<'_>) -> String {
    let site = context.library.site();
    series(context)
        .with_any("description", site.description.clone())
        .with("inLanguage", site.language.as_str())
        .into_script()
}

/// The data of an interview: an episode of the series.
pub(super) fn of_episode(context: &SiteContext<'_>, episode: &Episode) -> String {
    let named = episode.speakers.iter().filter(|speaker| !speaker.is_placeholder);
    let speakers: Vec<Value> = named.map(|speaker| person(episode, speaker)).collect();
    let picture = picture::of_page(context.library, &address::episode(&episode.id));
    podcast_episode(context, episode)
        .with_any("description", episode.summary.clone())
        .with_any("datePublished", episode.date.map(|date| date.to_string()))
        .with("inLanguage", episode.language.as_str())
        .with("publisher", organization(&episode.publisher))
        .with("contributor", speakers)
        .with_any("sameAs", episode.original.clone())
        .with_any("image", picture.and_then(|picture| context.absolute_url(&picture)))
        .into_script()
}

/// The data of an answer: a question with its accepted answer.
pub(super) fn of_answer(context: &SiteContext<'_>, episode: &Episode, answer: &Answer) -> String {
    let url = context.absolute_url(&address::answer(&episode.id, &answer.id));
    let (prompt, rest) = answer.turns.split_at(answer.prompt_len(episode).min(answer.turns.len()));
    let question = Object::of_type("Question")
        .with_any("@id", url.clone())
        .with_any("url", url.clone())
        .with("name", answer.title(episode))
        .with_any("text", text(prompt))
        .with_any("author", authors(episode, prompt))
        .with_any("datePublished", episode.date.map(|date| date.to_string()))
        .with("inLanguage", episode.language.as_str())
        .with("isPartOf", podcast_episode(context, episode));
    let Some(text) = text(rest) else { return question.into_script() };
    let accepted =
        Object::of_type("Answer").with("text", text).with_any("url", url).with_any("author", authors(episode, rest));
    question.with("answerCount", 1).with("acceptedAnswer", accepted).into_script()
}

fn series(context: &SiteContext<'_>) -> Object {
    let site = context.library.site();
    Object::of_type("PodcastSeries")
        .with("name", site.title.as_str())
        .with_any("url", context.absolute_url(""))
        .with("publisher", organization(&site.publisher))
}

/// An episode with the properties that its own page and the pages of its answers share.
fn podcast_episode(context: &SiteContext<'_>, episode: &Episode) -> Object {
    Object::of_type("PodcastEpisode")
        .with("name", episode.title.as_str())
        .with_any("url", context.absolute_url(&address::episode(&episode.id)))
        .with("partOfSeries", series(context))
}

/// The words of some turns, verbatim, with an empty line between paragraphs; `None` if there are no turns.
fn text(turns: &[Turn]) -> Option<String> {
    let paragraphs: Vec<&str> =
        turns.iter().flat_map(|turn| &turn.paragraphs).map(|paragraph| paragraph.text.as_str()).collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

/// The speakers of some turns, each once; `None` if there are none.
fn authors(episode: &Episode, turns: &[Turn]) -> Option<Vec<Value>> {
    let speaks = |speaker: &&Speaker| !speaker.is_placeholder && turns.iter().any(|turn| turn.speaker == speaker.id);
    let authors: Vec<Value> = episode.speakers.iter().filter(speaks).map(|speaker| person(episode, speaker)).collect();
    (!authors.is_empty()).then_some(authors)
}

/// A speaker as a person, or as an organisation if the name is the publisher's.
fn person(episode: &Episode, speaker: &Speaker) -> Value {
    if speaker.name == episode.publisher {
        return organization(&speaker.name);
    }
    Object::of_type("Person").with("name", speaker.name.as_str()).with_any("description", speaker.about.clone()).into()
}

fn organization(name: &str) -> Value {
    json!({ "@type": "Organization", "name": name })
}
