//! Quoting: selected words are copied as text and as a link, and the link is opened elsewhere.

use answerbook::links::link_version;
use fantoccini::key::Key;

use crate::Stage;
use crate::support::reader::Reader;

const EPISODE: &str = "episodes/following-curiosity/";

/// Selects from some words of one paragraph to some of another.
pub(super) async fn select(reader: &Reader, from: (&str, &str), to: (&str, &str)) {
    let script = "const place = (id, words, end) => { const walker = document.createTreeWalker(document.getElementById(id), 4); \
                  while (walker.nextNode()) { const at = walker.currentNode.data.indexOf(words); \
                  if (at >= 0) return [walker.currentNode, at + (end ? words.length : 0)]; } }; \
                  const [[a, x], [b, y]] = [place(arguments[0][0], arguments[0][1], false), place(arguments[0][2], arguments[0][3], true)]; \
                  getSelection().setBaseAndExtent(a, x, b, y); return true;";
    let done: bool = reader.run(script, serde_json::json!([from.0, from.1, to.0, to.1])).await;
    assert!(done);
    reader.until_seen("#quote").await;
}

async fn marked(reader: &Reader) -> String {
    reader.until("words are marked", "CSS.highlights.get('quote')?.size > 0").await;
    reader.get("[...CSS.highlights.get('quote')].map((range) => range.toString()).join('')").await
}

async fn said(reader: &Reader, what: &str) {
    reader.until(what, &format!("document.getElementById('toast').textContent === '{what}'")).await;
}

pub(super) async fn by_mouse(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    assert!(!reader.sees("#quote").await, "nothing is offered before anything is selected");
    select(&reader, ("p-2p2u", "going to be a culture of"), ("p-2p2u", "execution")).await;
    reader.click("#quote-words").await;
    said(&reader, "Quote copied").await;
    let quote = reader.clipboard().await;
    assert!(
        quote.starts_with("“going to be a culture of") && quote.contains("execution” — Jodi Alperstein, "),
        "{quote}"
    );
    reader.click("#quote-markdown").await;
    said(&reader, "Quote copied as Markdown").await;
    assert!(reader.clipboard().await.starts_with("> going to be a culture of"));
    reader.click("#quote-link").await;
    said(&reader, "Link to the quote copied").await;
    let link = reader.clipboard().await;
    assert!(
        link.contains("/?quote=p-2p2u.") && link.contains("#p-2p2u:~:text=going%20to%20be%20a%20culture"),
        "{link}"
    );
    let page = link.strip_prefix(&reader.site.url("")).unwrap().to_owned();
    let other = stage.reader(reader.site.clone()).await;
    other.open_awake(&page).await;
    let words = marked(&other).await;
    assert!(words.starts_with("going to be a culture of") && words.ends_with("execution"), "{words}");
    assert_eq!(other.js("document.activeElement.id").await, "p-2p2u");
    other.scripts(false).await;
    other.open(&page).await;
    assert_eq!(other.js("location.hash").await, "#p-2p2u", "what is for the browser alone is not of the address");
    other.scripts(true).await;
    reader.js("getSelection().removeAllRanges()").await;
    reader.js("document.activeElement.blur()").await;
    reader.js("document.dispatchEvent(new Event('selectionchange'))").await;
    reader.until("the offer goes", "document.getElementById('quote').hidden").await;
}

pub(super) async fn by_keyboard(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(&format!("{EPISODE}vp-and-gm/")).await;
    select(&reader, ("p-v3sj", "VP"), ("p-v3sj", "VP")).await;
    reader.press("q").await;
    assert_eq!(reader.js("document.activeElement.id").await, "quote-words");
    reader.press_key(Key::Tab).await;
    reader.press_key(Key::Enter).await;
    said(&reader, "Link to the quote copied").await;
    assert!(reader.clipboard().await.contains("?quote=p-v3sj."));
}

pub(super) async fn by_touch_across_paragraphs(stage: Stage) {
    let reader = stage.seed().await;
    reader.be_phone().await;
    reader.open_awake(EPISODE).await;
    let [first, second]: [String; 2] = reader
        .get("[...document.querySelectorAll('#vp-and-gm .turn-text p[id]')].slice(0, 2).map((one) => one.id)")
        .await;
    let words = "const one = document.getElementById(arguments[0]); return one.firstChild.data.trim().split(' ').slice(0, 3).join(' ');";
    let start: String = reader.run(words, first.clone().into()).await;
    let end: String = reader.run(words, second.clone().into()).await;
    select(&reader, (&first, &start), (&second, &end)).await;
    reader.touch("#quote-link").await;
    said(&reader, "Link to the quote copied").await;
    let link = reader.clipboard().await;
    let page = link.strip_prefix(&reader.site.url("")).unwrap().to_owned();
    assert!(page.contains(&format!("-{second}.")), "{page}");
    let other = stage.reader(reader.site.clone()).await;
    other.open_awake(&page).await;
    let marked = marked(&other).await;
    assert!(marked.starts_with(&start) && marked.ends_with(&end), "{marked}");
}

/// A site below a path of its host.
pub(super) async fn below(stage: Stage) {
    let reader = stage.below().await;
    reader.open_awake(&format!("{EPISODE}vp-and-gm/")).await;
    select(&reader, ("p-v3sj", "VP"), ("p-v3sj", "VP")).await;
    reader.click("#quote-link").await;
    said(&reader, "Link to the quote copied").await;
    let link = reader.clipboard().await;
    let page = link.strip_prefix(&reader.site.url("")).unwrap().to_owned();
    reader.open_awake(&page).await;
    assert_eq!(marked(&reader).await, "VP");
}

/// A time before a paragraph is not one of its words, and a quote names all speakers who are quoted.
pub(super) async fn timed_and_of_two(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("episodes/lamps/").await;
    select(&reader, ("p-bu2e", "My aunt kept a lantern"), ("p-bu2e", "in the window")).await;
    reader.click("#quote-link").await;
    said(&reader, "Link to the quote copied").await;
    let link = reader.clipboard().await;
    let text = "My aunt kept a lantern in the window, and its glow reached the far side of the yard. I was six, and I decided that I \
                would make one before I was seven.";
    let quote = format!("?quote=p-bu2e.0-p-bu2e.36.{}#p-bu2e", link_version(text));
    assert!(link.contains(&quote), "{link} has not {quote}");
    reader.open_awake(link.strip_prefix(&reader.site.url("")).unwrap()).await;
    assert_eq!(marked(&reader).await, "My aunt kept a lantern in the window");
    let before: String = reader
        .get("(all => all[all.findIndex((one) => one.id === 'p-bu2e') - 1].id)([...document.querySelectorAll('.turn-text p[id]')])")
        .await;
    let first: String = reader
        .get(&format!("document.getElementById('{before}').lastChild.previousSibling.data.trim().split(' ')[0]"))
        .await;
    select(&reader, (&before, &first), ("p-bu2e", "My aunt")).await;
    reader.click("#quote-words").await;
    said(&reader, "Quote copied").await;
    let quoted = reader.clipboard().await;
    let speakers: Vec<String> = reader
        .get("[...new Set([...document.querySelectorAll('.speaker-name cite')].map((one) => one.textContent))]")
        .await;
    assert!(
        speakers.iter().take(2).all(|name| quoted.contains(name.as_str())),
        "{quoted} names not both of {speakers:?}"
    );
}

/// A link that names words wrongly marks none, and the page says why.
pub(super) async fn what_is_no_quote(stage: Stage) {
    let reader = stage.seed().await;
    let page = format!("{EPISODE}vp-and-gm/");
    reader.open_awake(&format!("{page}?quote=nonsense#p-v3sj")).await;
    reader.until_seen("#quoted").await;
    assert!(reader.text("#quoted").await.contains("cannot be read"));
    let former = "former/0123456789ab.txt";
    reader.expect_failure(former);
    reader.open_awake(&format!("{page}?quote=p-v3sj.0-p-v3sj.5.0123456789ab#p-v3sj")).await;
    reader
        .until("it is told", "document.getElementById('quoted-note').textContent.includes('cannot be verified')")
        .await;
    assert_eq!(reader.js("CSS.highlights.has('quote')").await, false);
}
