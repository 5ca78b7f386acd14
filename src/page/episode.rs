//! An episode's page: the whole transcript, with a linked list of its questions and a place for searching within it.

use leptos::prelude::*;

use super::address::{self, Here};
use super::library::search_box;
use super::tools::quoted;
use super::trail::Trail;
use super::turn::{slot_class, turns};
use crate::transcript::{Answer, Episode, Library, Status};

/// The main part of an episode's page; `trail` is what led here or stood here before.
pub fn episode(library: &Library, here: &Here, episode: &Episode, trail: &Trail) -> impl IntoView + use<> {
    let answers: Vec<_> = episode.answers.iter().map(|one| answer(library, here, episode, one, trail)).collect();
    view! {
        <article class="episode" lang=episode.language.clone() data-episode=episode.id.to_string()>
            <header class="title">
                <p class="kicker">
                    {episode.publisher.clone()}" · "
                    <time datetime=episode.date.to_string()>{episode.date.long()}</time>
                </p>
                {trail.note(here)}
                <h1>{episode.title.clone()}</h1>
                {episode.summary.clone().map(|summary| view! { <p class="summary">{summary}</p> })}
                {people(here, episode)}
                {(episode.status == Status::Unlisted).then(|| view! {
                    <p class="notice">"Unlisted: only those who have the link find this interview"</p>
                })}
            </header>
            <div class="sticky-search">{search_box("Search in this interview", "Search in this interview", true)}</div>
            {contents(episode)}
            {answers}
            {quoted()}
            {trail.stubs(here)}
            {credit(here, episode)}
        </article>
    }
}

fn people(here: &Here, episode: &Episode) -> impl IntoView + use<> {
    let people: Vec<_> = episode
        .speakers
        .iter()
        .map(|speaker| {
            let about = speaker.about.clone().map(|about| format!(", {about}"));
            view! {
                <li class=slot_class(episode.slot(&speaker.id))>
                    <a href=here.to(&address::speaker(&speaker.id))><cite>{speaker.name.clone()}</cite></a>{about}
                </li>
            }
        })
        .collect();
    view! { <ul class="people" aria-label="Speakers">{people}</ul> }
}

fn contents(episode: &Episode) -> impl IntoView + use<> {
    let questions: Vec<_> = episode
        .answers
        .iter()
        .map(|answer| view! { <li><a href=format!("#{}", answer.id)>{answer.title(episode)}</a></li> })
        .collect();
    view! {
        <nav class="contents" aria-labelledby="contents-title">
            <h2 id="contents-title">"In this interview"</h2>
            <ol>{questions}</ol>
        </nav>
    }
}

fn answer(library: &Library, here: &Here, episode: &Episode, answer: &Answer, trail: &Trail) -> impl IntoView + use<> {
    let share = here.to(&address::answer(&episode.id, &answer.id));
    view! {
        {trail.aliases(answer.id.as_str())}
        <section class="answer" id=answer.id.to_string() data-answer=format!("{}/{}", episode.id, answer.id)>
            <h2>
                <a href=share.clone()>{answer.title(episode)}</a>
                <a class="permalink" href=share.clone() aria-label="Link to this answer"></a>
            </h2>
            {topic_links(library, here, episode, answer)}
            {turns(episode, answer, &share, trail)}
        </section>
    }
}

/// An answer's topics as links.
pub fn topic_links(library: &Library, here: &Here, episode: &Episode, answer: &Answer) -> impl IntoView + use<> {
    let topics: Vec<_> = library
        .topics_of(&episode.id, &answer.id)
        .iter()
        .filter_map(|id| library.topic(id))
        .map(|topic| view! { <li><a href=here.to(&address::topic(&topic.id))>{topic.name.clone()}</a></li> })
        .collect();
    (!topics.is_empty()).then(|| view! { <ul class="tags" aria-label="Topics">{topics}</ul> })
}

/// Whose text it is, and the text as data.
pub fn credit(here: &Here, episode: &Episode) -> impl IntoView + use<> {
    let folder = address::episode(&episode.id);
    let original = episode.original.clone().map(|url| view! { " "<a href=url>"Where it was first published"</a>"." });
    view! {
        <footer class="credit">
            <p>{episode.rights.clone().unwrap_or_else(|| format!("Published by {}.", episode.publisher))}{original}</p>
            <p>
                "The transcript as "<a href=here.to(&format!("{folder}transcript.md"))>"Markdown"</a>" or "
                <a href=here.to(&format!("{folder}transcript.json"))>"JSON"</a>
            </p>
        </footer>
    }
}
