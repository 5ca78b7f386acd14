//! One answer's own page: permanent, complete without scripts, in the context of its interview.

use leptos::prelude::*;

use super::address::{self, Here};
use super::episode::{credit, topic_links};
use super::share::{self, Share};
use super::tools::quoted;
use super::trail::Trail;
use super::turn::{slot_class, turns};
use crate::transcript::{Entry, Episode, Library};

/// What readers take along of an answer.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// How others cite it, each with the name of the form.
    pub cited: Vec<(&'static str, String)>,
    /// What it is shared as.
    pub share: Share,
}

/// The main part of an answer's page: the answer at `at` in its episode, from 0; `related` are answers like it, each with
/// the words they share; `trail` is what led here or stood here before.
pub fn answer(
    library: &Library,
    here: &Here,
    episode: &Episode,
    at: usize,
    related: Vec<(Entry<'_>, String)>,
    trail: &Trail,
    taken: Taken,
) -> Option<impl IntoView + use<>> {
    let answer = episode.answers.get(at)?;
    let id = format!("{}/{}", episode.id, answer.id);
    let context = format!("{}#{}", here.to(&address::episode(&episode.id)), answer.id);
    // On a page at a former address the links that are copied are those of the present one.
    let moved = trail.now.is_some().then(|| here.to(&address::answer(&episode.id, &answer.id)));
    let (own, share) = (moved.clone().unwrap_or_else(|| "./".to_owned()), moved.unwrap_or_default());
    Some(view! {
        <article class="episode single" lang=episode.language.clone() data-episode=episode.id.to_string()>
            <header class="title">
                <p class="kicker">
                    <a href=here.to(&address::episode(&episode.id))>{episode.title.clone()}</a>
                </p>
                {trail.note(here)}
                <h1>
                    {answer.title(episode)}
                    <a class="permalink" href=own.clone() aria-label="Link to this answer"></a>
                </h1>
                {byline(here, episode)}
                {topic_links(library, here, episode, answer)}
            </header>
            <section class="answer" data-answer=id>{turns(episode, answer, &share, trail)}</section>
            {quoted()}
            {trail.stubs(here)}
            <p class="context"><a href=context>"Read it in the whole interview"</a></p>
            {share::menu(here, taken.share)}
            {cite(taken.cited)}
            {neighbours(here, episode, at)}
            {(!related.is_empty()).then(|| others(here, &related))}
            {credit(here, episode)}
        </article>
    })
}

fn cite(cited: Vec<(&'static str, String)>) -> impl IntoView {
    let lines: Vec<_> = cited
        .into_iter()
        .map(|(form, text)| view! { <dt>{form}</dt><dd><pre tabindex="0">{text}</pre></dd> })
        .collect();
    view! {
        <details class="cite">
            <summary>"Cite this answer"</summary>
            <dl>{lines}</dl>
        </details>
    }
}

/// Answers like this one, and why.
fn others(here: &Here, related: &[(Entry<'_>, String)]) -> impl IntoView + use<> {
    let lines: Vec<_> = related
        .iter()
        .map(|(Entry { episode, answer }, shared)| {
            let guests = episode.guest_names();
            let guests = if guests.is_empty() { guests } else { guests + " · " };
            view! {
                <li>
                    <a href=here.to(&address::answer(&episode.id, &answer.id))>{answer.title(episode)}</a>
                    <p class="source">{guests}{episode.title.clone()}" · both speak of "{shared.clone()}</p>
                </li>
            }
        })
        .collect();
    view! {
        <section class="related" aria-labelledby="related-title">
            <h2 id="related-title">"Answers like this one"</h2>
            <ul>{lines}</ul>
        </section>
    }
}

fn byline(here: &Here, episode: &Episode) -> impl IntoView + use<> {
    let guests: Vec<_> = episode
        .guests()
        .map(|guest| {
            let about = guest.about.as_ref().map(|about| format!(", {about}"));
            view! {
                <span class=slot_class(episode.slot(&guest.id))>
                    <a href=here.to(&address::speaker(&guest.id))><cite>{guest.name.clone()}</cite></a>{about}
                </span>
                " · "
            }
        })
        .collect();
    view! {
        <p class="source">
            {guests}{episode.publisher.clone()}" · "
            <time datetime=episode.date.to_string()>{episode.date.long()}</time>
        </p>
    }
}

fn neighbours(here: &Here, episode: &Episode, at: usize) -> impl IntoView + use<> {
    let link = |nth: Option<usize>, rel: &'static str, label: &'static str| {
        let answer = episode.answers.get(nth?)?;
        let href = here.to(&address::answer(&episode.id, &answer.id));
        Some(view! { <a rel=rel href=href><small>{label}</small>{answer.title(episode)}</a> })
    };
    view! {
        <nav class="previous-next" aria-label="Other answers of this interview">
            {link(at.checked_sub(1), "prev", "Previous")}
            {link(Some(at + 1), "next", "Next")}
        </nav>
    }
}
