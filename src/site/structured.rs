//! What machines read of a page: JSON-LD in the words of schema.org. A series, its episodes, and in each the questions with
//! their answers. A title is a `name`, never words that anyone said; what was said is `text`, verbatim. Nothing claims to be a
//! page of frequent or of readers' questions, for it is none.

use serde_json::{Map, Value, json};

use super::picture;
use crate::page::address;
use crate::page::frame::Frame;
use crate::transcript::{Answer, Episode, Speaker, Turn};

const CONTEXT: &str = "https://schema.org";

/// The library as a series.
pub(super) fn of_library(frame: &Frame<'_>) -> String {
    let site = frame.library.site();
    let mut series = series(frame);
    series.insert("@context".to_owned(), json!(CONTEXT));
    put(&mut series, "description", site.description.clone());
    series.insert("inLanguage".to_owned(), json!(site.language));
    written(series)
}

/// An interview as an episode of it.
pub(super) fn of_episode(frame: &Frame<'_>, episode: &Episode) -> String {
    let mut object = brief(frame, episode);
    object.insert("@context".to_owned(), json!(CONTEXT));
    put(&mut object, "description", episode.summary.clone());
    object.insert("datePublished".to_owned(), json!(episode.date.to_string()));
    object.insert("inLanguage".to_owned(), json!(episode.language));
    object.insert("publisher".to_owned(), organization(&episode.publisher));
    let people: Vec<Value> = episode.speakers.iter().map(|speaker| who(episode, speaker)).collect();
    object.insert("contributor".to_owned(), json!(people));
    object.insert("partOfSeries".to_owned(), Value::Object(series(frame)));
    put(&mut object, "sameAs", episode.original.clone());
    let picture = picture::of_page(frame.library, &address::episode(&episode.id));
    put(&mut object, "image", picture.and_then(|picture| absolute(frame, &picture)));
    written(object)
}

/// An answer: what was asked, and what was answered.
pub(super) fn of_answer(frame: &Frame<'_>, episode: &Episode, answer: &Answer) -> String {
    let url = absolute(frame, &address::answer(&episode.id, &answer.id));
    let (prompt, rest) = answer.turns.split_at(answer.prompt_len(episode).min(answer.turns.len()));
    let mut question = Map::new();
    question.insert("@context".to_owned(), json!(CONTEXT));
    question.insert("@type".to_owned(), json!("Question"));
    put(&mut question, "@id", url.clone());
    put(&mut question, "url", url.clone());
    question.insert("name".to_owned(), json!(answer.title(episode)));
    put(&mut question, "text", said(prompt));
    put_people(&mut question, episode, prompt);
    question.insert("datePublished".to_owned(), json!(episode.date.to_string()));
    question.insert("inLanguage".to_owned(), json!(episode.language));
    let mut part_of = brief(frame, episode);
    part_of.insert("partOfSeries".to_owned(), Value::Object(series(frame)));
    question.insert("isPartOf".to_owned(), Value::Object(part_of));
    if let Some(text) = said(rest) {
        let mut accepted = Map::new();
        accepted.insert("@type".to_owned(), json!("Answer"));
        accepted.insert("text".to_owned(), json!(text));
        put(&mut accepted, "url", url);
        put_people(&mut accepted, episode, rest);
        question.insert("answerCount".to_owned(), json!(1));
        question.insert("acceptedAnswer".to_owned(), Value::Object(accepted));
    }
    written(question)
}

fn series(frame: &Frame<'_>) -> Map<String, Value> {
    let site = frame.library.site();
    let mut series = Map::new();
    series.insert("@type".to_owned(), json!("PodcastSeries"));
    series.insert("name".to_owned(), json!(site.title));
    put(&mut series, "url", absolute(frame, ""));
    series.insert("publisher".to_owned(), organization(&site.publisher));
    series
}

fn brief(frame: &Frame<'_>, episode: &Episode) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("@type".to_owned(), json!("PodcastEpisode"));
    object.insert("name".to_owned(), json!(episode.title));
    put(&mut object, "url", absolute(frame, &address::episode(&episode.id)));
    object
}

/// All that is said in some turns, verbatim, a blank line between paragraphs.
fn said(turns: &[Turn]) -> Option<String> {
    let paragraphs: Vec<&str> =
        turns.iter().flat_map(|turn| &turn.paragraphs).map(|paragraph| paragraph.text.as_str()).collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

/// Those who speak in some turns, once each.
fn put_people(object: &mut Map<String, Value>, episode: &Episode, turns: &[Turn]) {
    let speaks = |speaker: &&Speaker| turns.iter().any(|turn| turn.speaker == speaker.id);
    let people: Vec<Value> = episode.speakers.iter().filter(speaks).map(|speaker| who(episode, speaker)).collect();
    if !people.is_empty() {
        object.insert("author".to_owned(), json!(people));
    }
}

/// A speaker; one that has the publisher's name is no person.
fn who(episode: &Episode, speaker: &Speaker) -> Value {
    if speaker.name == episode.publisher {
        return organization(&speaker.name);
    }
    let mut person = Map::new();
    person.insert("@type".to_owned(), json!("Person"));
    person.insert("name".to_owned(), json!(speaker.name));
    put(&mut person, "description", speaker.about.clone());
    Value::Object(person)
}

fn organization(name: &str) -> Value {
    json!({ "@type": "Organization", "name": name })
}

fn absolute(frame: &Frame<'_>, address: &str) -> Option<String> {
    frame.address.map(|site| format!("{site}{address}"))
}

fn put(object: &mut Map<String, Value>, key: &str, value: Option<String>) {
    object.extend(value.map(|value| (key.to_owned(), json!(value))));
}

/// As text that can stand in a script element: nothing in it ends the element, or looks like markup.
fn written(object: Map<String, Value>) -> String {
    Value::Object(object).to_string().replace('<', "\\u003c")
}
