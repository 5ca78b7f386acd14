//! Pages that a browser has translated, or a host rewritten: altered words are never offered as a quotation, a link that quotes
//! is not called wrong, and new results are shown whole. No translator is asked: a script does to the page what they do.

use std::collections::BTreeMap;

use answerbook::links::link_version;
use fantoccini::key::Key;
use serde_json::json;

use super::quotes::select;
use crate::Stage;
use crate::support::engine::Engine;
use crate::support::reader::Reader;

const ANSWER: &str = "episodes/following-curiosity/vp-and-gm/";
const EPISODE: &str = "episodes/following-curiosity/";
const TRANSLATE: &str = include_str!("../support/act/translate.js");
const WAYS: [&str; 2] = ["wrapping", "in place"];

/// What a page says of words that are not the published ones.
const ALTERED: &str = "translated or rewritten after";

async fn translate(reader: &Reader, way: &str) {
    reader.run::<bool>(&format!("{TRANSLATE} window.translatePage(given); return true;"), json!(way)).await;
}

/// From now on pages are translated before the app wakes.
async fn translate_from_the_start(reader: &Reader, way: &str) {
    let script = format!("{TRANSLATE} addEventListener('DOMContentLoaded', () => window.translatePage('{way}'));");
    reader.before_scripts(&script).await;
}

/// Waits until the toast says this, or its translation.
async fn told(reader: &Reader, words: &str) {
    let toast = "document.getElementById('toast').textContent.replace(/[⟦⟧]/g, '')";
    reader.until(words, &format!("{toast} === '{words}'")).await;
}

/// The words of a paragraph as published, and the link that quotes some of them.
async fn quoting_link(reader: &Reader, anchor: &str, words: &str) -> String {
    let text: String = reader
        .get(&format!("(p => [...p.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data).join(''))(document.getElementById('{anchor}'))"))
        .await;
    let from = text[..text.find(words).unwrap()].chars().count();
    let published: String = reader.get(&format!("document.getElementById('{anchor}').dataset.version")).await;
    format!("?quote={anchor}.{from}-{anchor}.{}.{published}#{anchor}", from + words.chars().count())
}

/// The version that a page says a paragraph has is that of the words in it.
pub(super) async fn versions_are_those_of_the_words(stage: Stage) {
    for reader in [stage.seed().await, stage.sample().await, stage.past().await] {
        reader.open("topics/").await;
        let pages: Vec<String> = reader.site.pages().into_iter().filter(|page| page.starts_with("episodes/")).collect();
        let pages: Vec<String> = pages.iter().map(|page| reader.site.url(page)).collect();
        let said = "const said = []; \
                    for (const page of given) { \
                        const text = await (await fetch(page)).text(); \
                        for (const one of new DOMParser().parseFromString(text, 'text/html').querySelectorAll('.turn-text p[id]')) { \
                            one.querySelectorAll('time, a, i, ins').forEach((part) => part.remove()); \
                            said.push([one.dataset.version, one.textContent]); \
                        } \
                    } \
                    return said;";
        let said: Vec<(String, String)> = reader.run(said, json!(pages)).await;
        for (published, text) in &said {
            assert!(*published == link_version(text), "{published}: {text}");
        }
        assert!(said.len() > 10);
    }
}

/// Selected words of a translated page are no quotation; those of the original are one again.
pub(super) async fn selected_words(stage: Stage) {
    let reader = stage.seed().await;
    for (page, way) in [(ANSWER, WAYS[0]), (EPISODE, WAYS[0]), (ANSWER, WAYS[1])] {
        reader.open_awake(page).await;
        translate(&reader, way).await;
        select(&reader, ("p-v3sj", "T shaped idea"), ("p-v3sj", "caught my attention")).await;
        reader.until_seen("#quote-altered").await;
        assert!(reader.text("#quote-altered").await.contains(ALTERED));
        for button in ["#quote-words", "#quote-link", "#quote-markdown"] {
            assert!(!reader.sees(button).await, "{button} is not offered");
        }
        reader.press("q").await;
        assert_eq!(reader.js("document.activeElement.id").await, "quote-place");
        reader.press_key(Key::Enter).await;
        told(&reader, "Link copied").await;
        assert_eq!(reader.clipboard().await, reader.site.url(&format!("{ANSWER}#p-v3sj")));
        // A script that presses the hidden buttons gets none of the words either.
        for (button, copied) in [
            ("quote-words", "Quote copied"),
            ("quote-link", "Link to the quote copied"),
            ("quote-markdown", "Quote copied as Markdown"),
        ] {
            reader.js("void (document.getElementById('toast').textContent = '')").await;
            reader.js(&format!("void document.getElementById('{button}').click()")).await;
            if reader.engine() == Engine::Webkit {
                // It lets a page copy only what a reader asked for.
                reader.until("it is told", "document.getElementById('toast').textContent !== ''").await;
            } else {
                told(&reader, copied).await;
            }
            assert!(!reader.clipboard().await.contains("attention"), "{button}");
        }
        reader.js("void restorePage()").await;
        select(&reader, ("p-v3sj", "T shaped idea"), ("p-v3sj", "caught my attention")).await;
        reader.until_seen("#quote-words").await;
        assert!(!reader.sees("#quote-altered").await && !reader.sees("#quote-place").await);
        reader.click("#quote-link").await;
        told(&reader, "Link to the quote copied").await;
        assert!(reader.clipboard().await.contains("?quote=p-v3sj."));
    }
    // One of two paragraphs is enough.
    reader.open_awake(ANSWER).await;
    reader.js("void (document.querySelector('#p-c4vn').firstChild.data += ' More.')").await;
    select(&reader, ("p-v3sj", "T shaped idea"), ("p-c4vn", "VP is basically")).await;
    reader.until_seen("#quote-place").await;
}

/// A host that hides mail addresses puts a link in the place of the words.
pub(super) async fn rewritten_by_a_host(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(ANSWER).await;
    let link = quoting_link(&reader, "p-v3sj", "your title, VP").await;
    reader.site.spoil("vp-and-gm/", |file| {
        let hidden = "your <a href=\"/cdn-cgi/l/email-protection\" class=\"__cf_email__\" data-cfemail=\"5a3b\">[email&#160;protected]</a>, VP";
        *file = String::from_utf8(std::mem::take(file)).unwrap().replace("your title, VP", hidden).into_bytes();
    });
    reader.open_awake(ANSWER).await;
    assert_eq!(reader.count("#p-v3sj .__cf_email__").await, 1);
    select(&reader, ("p-v3sj", "T shaped idea"), ("p-v3sj", ", VP and GM")).await;
    reader.until_seen("#quote-place").await;
    assert!(!reader.sees("#quote-words").await);
    reader.open_awake(&format!("{ANSWER}{link}")).await;
    reader
        .until("the words are shown", "document.getElementById('quoted-words').textContent === 'your title, VP'")
        .await;
    assert!(reader.text("#quoted-note").await.contains(ALTERED));
    // Once the host's own script has put the words back, they are the published ones.
    reader.js("void document.querySelector('.__cf_email__').replaceWith('title')").await;
    select(&reader, ("p-v3sj", "T shaped idea"), ("p-v3sj", ", VP and GM")).await;
    reader.until_seen("#quote-words").await;
}

/// A link that quotes says on a translated page what has happened, and shows the words as published.
pub(super) async fn quoting_links(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(ANSWER).await;
    let words = "being crossfunctional";
    let link = quoting_link(&reader, "p-v3sj", words).await;
    for way in WAYS {
        translate_from_the_start(&reader, way).await;
        for page in [ANSWER, EPISODE] {
            reader.open_awake(&format!("{page}{link}")).await;
            reader
                .until("it is told", &format!("document.getElementById('quoted-words').textContent === '{words}'"))
                .await;
            let note = reader.text("#quoted-note").await;
            assert!(note.contains(ALTERED) && !note.contains("dited") && !note.contains("verif"), "{note}");
            assert_eq!(reader.js("CSS.highlights.has('quote')").await, false, "no other words are marked");
            assert_eq!(reader.js("document.querySelector('.at-target')?.id").await, "p-v3sj");
        }
    }
    // Without the published words it says the same.
    reader.site.refuse("transcript.json", 503);
    reader.expect_failure("503");
    reader.open_awake(&format!("{ANSWER}{link}")).await;
    reader
        .until("it is told", &format!("document.getElementById('quoted-note').textContent.includes('{ALTERED}')"))
        .await;
    assert_eq!(reader.text("#quoted-words").await, "");
}

/// Words that were edited since are shown as they were quoted, and not compared with a translation.
pub(super) async fn edited_and_translated(stage: Stage) {
    let reader = stage.past().await;
    let before = "The bark lee tells you. It bends, and then you have three dry days or you have none.";
    let address = "episodes/harvest/when-it-begins/";
    reader.open_awake(address).await;
    translate_from_the_start(&reader, WAYS[0]).await;
    let former = link_version(before);
    reader.open_awake(&format!("{address}?quote=p-b2.0-p-b2.8.{former}#p-b2")).await;
    reader.until("the words are shown", "document.getElementById('quoted-words').textContent === 'The bark'").await;
    assert!(reader.text("#quoted-note").await.contains(ALTERED));
    assert_eq!(reader.count("#quoted-words :is(ins, del)").await, 0);
}

/// The titles and words of the results by their ids, without the marks of a translation.
async fn cards(reader: &Reader) -> BTreeMap<String, (String, String)> {
    let plain = "((text) => text.replace(/[⟦⟧]/g, '').replace(/\\s+/g, ' ').trim())";
    let cards = format!(
        "Object.fromEntries([...document.querySelectorAll('#results article')].map((card) => [card.dataset.answer, \
         [{plain}(card.querySelector('h3').textContent), {plain}(card.querySelector('.snippet').textContent)]]))"
    );
    reader.get(&cards).await
}

/// The names and counts of the filters by their values.
async fn filters(reader: &Reader) -> BTreeMap<String, String> {
    reader
        .get(
            "Object.fromEntries([...document.querySelectorAll('#filters label')].map((one) => \
             [one.querySelector('input').value, one.textContent.replace(/[⟦⟧]/g, '').replace(/\\s+/g, ' ').trim()]))",
        )
        .await
}

const SEARCHES: [&str; 5] = ["lantern", "glass", "market lantern", "speaker:eve-mark", "lantern topic:light"];

async fn search(reader: &Reader, query: &str) {
    // Not through the status line, which is translated too.
    reader.seek(query).await;
    let address = "new URLSearchParams(location.search).get('q')";
    reader.until("the address follows", &format!("{address} === {}", json!(query))).await;
    reader
        .until("all of it is there", "document.getElementById('filters').getAttribute('aria-busy') === 'false'")
        .await;
    reader.until("there are results", "document.querySelectorAll('#results article').length > 0").await;
}

/// On a translated page each new search shows its own results, whole.
pub(super) async fn new_results(stage: Stage) {
    let reader = stage.sample().await;
    let mut expected = Vec::new();
    for query in SEARCHES {
        reader.open_awake("").await;
        search(&reader, query).await;
        expected.push((cards(&reader).await, filters(&reader).await));
    }
    for way in WAYS {
        reader.open_awake("").await;
        search(&reader, "bell").await;
        translate(&reader, way).await;
        for (query, (cards_before, filters_before)) in SEARCHES.iter().zip(&expected) {
            search(&reader, query).await;
            reader.until("it is translated", "document.querySelector('#results h3').textContent.startsWith('⟦')").await;
            assert_eq!(&cards(&reader).await, cards_before, "{way}: {query}");
            assert_eq!(&filters(&reader).await, filters_before, "{way}: {query}");
        }
    }
}

/// The search within an interview finds the words that are there now.
pub(super) async fn within_an_interview(stage: Stage) {
    let reader = stage.seed().await;
    for way in WAYS {
        reader.open_awake(EPISODE).await;
        reader.seek("soccer").await;
        reader.until_status("1 passage").await;
        translate(&reader, way).await;
        // Going on from match to match after it was translated.
        reader.press_key(Key::Enter).await;
        let marked = "CSS.highlights.get('current-match')";
        reader
            .until(
                "the match is in the page",
                &format!("[...{marked}].every((range) => range.startContainer.isConnected) && {marked}.size > 0"),
            )
            .await;
        reader.seek("psychology").await;
        let found = "[...CSS.highlights.get('matches')].map((range) => range.toString().toLowerCase())";
        reader
            .until(
                "it is found",
                &format!("(all => all.length > 1 && all.every((one) => one === 'psychology'))({found})"),
            )
            .await;
    }
}
