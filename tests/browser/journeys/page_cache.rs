//! Back from an answer and forward to it again: what a reader left is as it was, whether the browser has kept the page whole or
//! loads it anew. Which of the two happened, `pageshow.persisted` says.

use std::time::Duration;

use serde_json::json;

use crate::Stage;
use crate::support::reader::Reader;

/// Says of each showing of a page whether it was kept whole.
const WATCH: &str = "addEventListener('pageshow', (event) => { window.keptWhole = event.persisted; });";

/// The twelfth card, which is of those that came with "Show more".
const CARD: &str = "document.querySelectorAll('#results .card')[11]";

/// How long a page of this machine takes to be left. No event says that it has been.
const LEAVING_TAKES: Duration = Duration::from_millis(1500);

/// Half of the number of pages after which no browser has one kept.
const PAGES_NOT_KEPT: usize = 6;

/// Looks that are as a reader left them: field, choice, theme, line and results.
const LOOKS: &str = "JSON.stringify([document.getElementById('q').value, document.querySelector('input[name=episode][value=lamps]')?.checked, \
    document.documentElement.dataset.theme, document.getElementById('theme').textContent, document.getElementById('status').textContent, \
    [...document.querySelectorAll('#results article')].map((card) => card.dataset.answer)])";

/// Finds something, goes to an answer, and gives what the library looks like, how far it is scrolled, and the answer's link.
async fn leave_the_library(reader: &Reader) -> (String, f64, String) {
    reader.before_scripts(WATCH).await;
    reader.open_awake("").await;
    reader.focus("#q").await;
    reader.press("lantern").await;
    reader.until_status("24 answers").await;
    click(reader, "input[name=episode][value=lamps]").await;
    reader.until_status("14 answers").await;
    click(reader, "#theme").await;
    click(reader, "#more").await;
    reader.until("all are shown", "document.querySelectorAll('#results article').length === 14").await;
    reader.js(&format!("{CARD}.scrollIntoView({{ block: 'center', behavior: 'instant' }})")).await;
    let left: String = reader.get(LOOKS).await;
    let top: f64 = reader.get("scrollY").await;
    assert!(top > 500.0, "{top}");
    let link: String = reader.get(&format!("{CARD}.querySelector('h3 a').href")).await;
    let id: String = reader.get(&format!("{CARD}.closest('article').dataset.answer")).await;
    reader.focus(&format!("[data-answer='{id}'] h3 a")).await;
    leave(reader, "document.activeElement.click()").await;
    until_there(reader, &link).await;
    click(reader, "#theme").await;
    assert_eq!(reader.text("#theme").await, "Theme: Dark");
    // The theme that was chosen last is that of every page.
    (left.replace("Theme: Light", "Theme: Dark").replace("\"light\"", "\"dark\""), top, link)
}

/// Clicks by a script: Firefox's driver leaves a listener in a page that it clicks in, for which it is not kept.
async fn click(reader: &Reader, selector: &str) {
    reader.js(&format!("void document.querySelector({}).click()", json!(selector))).await;
}

/// Leaves a page, and waits until it is left. A driver that acts or looks meanwhile has listeners in the page, for which it is not kept.
async fn leave(reader: &Reader, by: &str) {
    reader.js(&format!("void setTimeout(() => {by}, {})", LEAVING_TAKES.as_millis() / 4)).await;
    tokio::time::sleep(LEAVING_TAKES).await;
}

async fn until_there(reader: &Reader, link: &str) {
    let there = format!("location.href === '{link}' && document.documentElement.dataset.app === 'ready'");
    reader.until("the answer is open", &there).await;
}

/// Whether the page that is shown was kept whole. Chromium says why not.
async fn was_kept_whole(reader: &Reader, is: bool) {
    reader.until("the page is shown", "window.keptWhole !== undefined").await;
    let why = "JSON.stringify(performance.getEntriesByType('navigation')[0]?.notRestoredReasons ?? null)";
    let why: String = reader.get(why).await;
    assert_eq!(reader.get::<bool>("window.keptWhole").await, is, "kept whole; reasons: {why}");
}

async fn is_as_left(reader: &Reader, left: &str, top: f64) {
    reader.until("as many are shown again", "document.querySelectorAll('#results article').length === 14").await;
    reader.until("all is as it was left", &format!("{LOOKS} === {}", json!(left))).await;
    reader.until("the place is the same", &format!("Math.abs(scrollY - {top}) < 2")).await;
}

pub(super) async fn kept_whole(stage: Stage) {
    let reader = stage.sample().await;
    let (left, top, link) = leave_the_library(&reader).await;
    leave(&reader, "history.back()").await;
    reader.until("the library is there", "location.pathname === '/'").await;
    was_kept_whole(&reader, true).await;
    is_as_left(&reader, &left, top).await;
    assert_eq!(reader.get::<String>("document.activeElement.href ?? ''").await, link, "the focus is where it was");
    // It works on.
    assert_eq!(reader.js("document.getElementById('q').getAttribute('autocomplete')").await, "off");
    leave(&reader, "history.forward()").await;
    until_there(&reader, &link).await;
    was_kept_whole(&reader, true).await;
    assert_eq!(reader.text("#theme").await, "Theme: Dark");
    // And so once more, whether it was kept whole or not.
    leave(&reader, "history.back()").await;
    reader.until("the library is there", "location.pathname === '/'").await;
    is_as_left(&reader, &left, top).await;
    reader.seek("wick").await;
    reader.until_status("1 answer").await;
}

/// A page that is further back than any browser keeps pages is loaded anew.
pub(super) async fn loaded_anew(stage: Stage) {
    let reader = stage.sample().await;
    let (left, top, link) = leave_the_library(&reader).await;
    for _ in 0..PAGES_NOT_KEPT {
        for page in ["topics/", "speakers/"] {
            reader.open_awake(page).await;
        }
    }
    leave(&reader, &format!("history.go(-1 - 2 * {PAGES_NOT_KEPT})")).await;
    reader.until("the library is there", "location.pathname === '/'").await;
    was_kept_whole(&reader, false).await;
    is_as_left(&reader, &left, top).await;
    leave(&reader, "history.forward()").await;
    until_there(&reader, &link).await;
    was_kept_whole(&reader, false).await;
    assert_eq!(reader.text("#theme").await, "Theme: Dark");
}
