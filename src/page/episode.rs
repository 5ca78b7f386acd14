//! The main part of an episode's page: the whole transcript, with a table of contents and a search box for this page
//! alone.
//!
//! Not here: the turns ([`super::turn`]), an answer's own page ([`super::answer`]).

use leptos::either::Either;
use leptos::prelude::*;

use super::address::{self, BaseUrl};
use super::controls::quote_notice;
use super::redirects::Redirects;
use super::search_box::{SearchScope, search_box};
use super::text;
use super::turn::{slot_class, turns};
use crate::transcript::{Answer, Episode, Library, Speaker, Status};

/// The main part of the page.
pub fn episode(library: &Library, base: &BaseUrl, episode: &Episode, redirects: &Redirects) -> impl IntoView + use<> {
    let answers = episode.answers.iter();
    let answers: Vec<_> = answers.map(|answer| answer_section(library, base, episode, answer, redirects)).collect();
    view! {
        <article class="episode" lang=episode.language.clone() data-episode=episode.id.to_string()>
            <header class="title">
                <p class="kicker">
                    {episode.publisher.clone()}" · "
                    {text::day(episode.date)}
                </p>
                {redirects.notice(base)}
                <h1 data-length=text::title_length(&episode.title)>{episode.title.clone()}</h1>
                {episode.summary.clone().map(|summary| view! { <p class="summary">{summary}</p> })}
                {speakers(base, episode)}
                {(episode.status == Status::Unlisted).then(|| view! {
                    <p class="notice">"Unlisted: only people with the link can find this interview"</p>
                })}
            </header>
            <div class="sticky-search">{search_box(SearchScope::Episode)}</div>
            {table_of_contents(episode)}
            {answers}
            {quote_notice()}
            {redirects.former_anchors(base)}
            {credit(base, episode)}
        </article>
    }
}

/// The name of a speaker, with a link to their page. One whose name nobody knows has none.
pub(super) fn speaker_link(base: &BaseUrl, speaker: &Speaker) -> impl IntoView + use<> {
    let name = view! { <cite>{speaker.name.clone()}</cite> };
    match speaker.is_placeholder {
        true => Either::Left(name),
        false => Either::Right(view! { <a href=base.href(&address::speaker(&speaker.id))>{name}</a> }),
    }
}

/// The speakers, in the order of the source.
fn speakers(base: &BaseUrl, episode: &Episode) -> impl IntoView + use<> {
    let speakers: Vec<_> = episode
        .speakers
        .iter()
        .map(|speaker| {
            let about = speaker.about.clone().map(|about| format!(", {about}"));
            view! { <li class=slot_class(episode.slot(&speaker.id))>{speaker_link(base, speaker)}{about}</li> }
        })
        .collect();
    view! { <ul class="people" aria-label="Speakers">{speakers}</ul> }
}

/// The questions, as links to their places on the page.
fn table_of_contents(episode: &Episode) -> impl IntoView + use<> {
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

fn answer_section(
    library: &Library,
    base: &BaseUrl,
    episode: &Episode,
    answer: &Answer,
    redirects: &Redirects,
) -> impl IntoView + use<> {
    let permalink = base.href(&address::answer(&episode.id, &answer.id));
    view! {
        {redirects.aliases(answer.id.as_str())}
        <section class="answer" id=answer.id.to_string() data-answer=format!("{}/{}", episode.id, answer.id)>
            <h2>
                <a href=permalink.clone()>{answer.title(episode)}</a>
                <a class="permalink" href=permalink.clone() aria-label="Link to this answer"></a>
            </h2>
            {topic_links(library, base, episode, answer)}
            {turns(episode, answer, &permalink, redirects)}
        </section>
    }
}

/// The topics of an answer, as links.
pub fn topic_links(library: &Library, base: &BaseUrl, episode: &Episode, answer: &Answer) -> impl IntoView + use<> {
    let topics: Vec<_> = library
        .topics_of(&episode.id, &answer.id)
        .iter()
        .filter_map(|id| library.topic(id))
        .map(|topic| view! { <li><a href=base.href(&address::topic(&topic.id))>{topic.name.clone()}</a></li> })
        .collect();
    (!topics.is_empty()).then(|| view! { <ul class="tags" aria-label="Topics">{topics}</ul> })
}

/// The credit: the rights to the text, where it was first published, and the text as data.
pub fn credit(base: &BaseUrl, episode: &Episode) -> impl IntoView + use<> {
    let folder = address::episode(&episode.id);
    let original = episode.original.clone().map(|url| view! { " "<a href=url>"Original publication"</a>"." });
    view! {
        <footer class="credit">
            <p>{episode.rights.clone().unwrap_or_else(|| format!("Published by {}.", episode.publisher))}{original}</p>
            <p>
                "The transcript as "<a href=base.href(&format!("{folder}transcript.md"))>"Markdown"</a>" or "
                <a href=base.href(&format!("{folder}transcript.json"))>"JSON"</a>
            </p>
        </footer>
    }
}
