//! Sharing an answer from the menu on its page.

use fantoccini::key::Key;

use crate::Stage;
use crate::support::reader::Reader;

const ANSWER: &str = "episodes/following-curiosity/vp-and-gm/";

async fn said(reader: &Reader, what: &str) {
    reader.until(what, &format!("document.getElementById('toast').textContent === '{what}'")).await;
}

pub(super) async fn by_mouse(stage: Stage) {
    let reader = stage.below().await;
    reader.open_awake(ANSWER).await;
    let framed = "performance.getEntriesByType('resource').some((one) => one.name.includes('/embed/'))";
    assert_eq!(reader.js(framed).await, false, "the preview costs nothing until the menu is open");
    reader.click("#share summary").await;
    reader.click("#share-link").await;
    said(&reader, "Link copied").await;
    let url = reader.site.url(ANSWER);
    assert_eq!(reader.clipboard().await, url);
    reader.click("#share-quote").await;
    said(&reader, "Quote copied").await;
    let quote = reader.clipboard().await;
    assert!(quote.starts_with("“So, I mean, I think VP is basically") && quote.ends_with(&url), "{quote}");
    reader.click("#share-code").await;
    said(&reader, "Embed code copied").await;
    let code = reader.clipboard().await;
    let script = format!("<script async src=\"{}\"></script>", reader.site.url("embed.js"));
    assert!(code.starts_with(&script) && code.contains("answer=\"vp-and-gm\"") && !code.contains('\n'), "{code}");
    reader.click("#share-frame").await;
    said(&reader, "Frame code copied").await;
    assert!(
        reader
            .clipboard()
            .await
            .contains(&format!("src=\"{}\"", reader.site.url("embed/following-curiosity/vp-and-gm/")))
    );
    reader.js("document.querySelector('#share iframe').scrollIntoView()").await;
    let shown = reader.in_frame(0, async {
        reader.until("the preview is there", "document.querySelector('h1')?.textContent.startsWith('How a VP')").await;
    });
    shown.await;
}

/// What is said of a copy stays as long as it should, also right after another.
pub(super) async fn one_after_another(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(ANSWER).await;
    reader.click("#share summary").await;
    reader
        .js("void (window.toasts = [], new MutationObserver(() => \
             toasts.push([performance.now(), document.getElementById('toast').textContent]))\
             .observe(document.getElementById('toast'), { childList: true, characterData: true, subtree: true }))")
        .await;
    reader.click("#share-link").await;
    said(&reader, "Link copied").await;
    reader.click("#share-quote").await;
    said(&reader, "Quote copied").await;
    said(&reader, "").await;
    let millis: f64 = reader.get("toasts.at(-1)[0] - toasts.findLast(([, text]) => text === 'Quote copied')[0]").await;
    assert!(millis > 2900.0, "it stays for {millis} ms: {}", reader.js("toasts").await);
}

pub(super) async fn by_keyboard(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(ANSWER).await;
    reader.focus("#share summary").await;
    reader.press_key(Key::Enter).await;
    reader.press_key(Key::Tab).await;
    // Where the system has a sheet, its button comes first.
    if reader.js("document.activeElement.id").await == "share-sheet" {
        reader.press_key(Key::Tab).await;
    }
    assert_eq!(reader.js("document.activeElement.id").await, "share-link");
    reader.press_key(Key::Enter).await;
    said(&reader, "Link copied").await;
    assert_eq!(reader.clipboard().await, reader.site.url(ANSWER));
}

/// Without scripts the menu offers what works: nothing that would have to be copied by one.
pub(super) async fn without_scripts(stage: Stage) {
    let reader = stage.seed().await;
    reader.scripts(false).await;
    reader.open(ANSWER).await;
    reader.click("#share summary").await;
    assert!(reader.sees("#share iframe").await && !reader.sees("#share button").await);
    reader.scripts(true).await;
}
