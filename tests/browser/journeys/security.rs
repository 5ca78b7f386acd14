//! Text is data, wherever it comes from, and the policy holds.

use answerbook::links::{MAX_QUOTED_PARAGRAPHS, link_version};
use serde_json::json;

use crate::Stage;
use crate::support::probe;
use crate::support::reader::Reader;

/// Keeps the text of every dialog that a script would open.
const WATCH: &str = "window.alarms = []; for (const name of ['alert', 'confirm', 'prompt']) window[name] = (text) => alarms.push(text);";

async fn watchful(stage: &Stage) -> Reader {
    let reader = stage.sample().await;
    reader.before_scripts(WATCH).await;
    reader
}

async fn all_quiet(reader: &Reader, where_: &str) {
    assert_eq!(reader.js("window.alarms").await, json!([]), "{where_}");
    let alien = "main :is(script, style, img, object, em, u, b), main iframe:not(#share > *), main a[href^='javascript:' i], .card i, cite i, li i";
    assert_eq!(reader.count(alien).await, 0, "no element of the text's own making on {where_}");
}

pub(super) async fn every_page_has_the_policy(stage: Stage) {
    for reader in [stage.seed().await, stage.sample().await] {
        reader.open_awake("topics/").await;
        probe::none("policy", &probe::policy(&reader).await);
    }
}

pub(super) async fn markup_is_text(stage: Stage) {
    let reader = watchful(&stage).await;
    for page in reader.site.pages() {
        reader.open(&page).await;
        all_quiet(&reader, &page).await;
    }
    reader.open_awake("episodes/markup/markup/").await;
    let text = reader.text("main").await;
    for words in [
        "They said <b>x</b> <script>alert(1)</script> & \"quotes\", and",
        "&amp; is five characters, and so is &#60;.",
        "<img src=x onerror=alert(2)>",
        "<a href=\"javascript:alert(3)\">this</a>",
        "*stars*, _lines_ and `ticks`",
        "Why does <b>bold</b> & \"quotes\" stay text?",
        "Eve <i>Mark</i>",
        "says <u>odd</u> things",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let title: String = reader.get("document.title").await;
    assert!(title.contains("<b>bold</b> & \"quotes\""), "{title}");
    let description: String = reader.get("document.querySelector('meta[name=description]').content").await;
    assert!(description.contains("<script>alert(1)</script>"), "{description}");
}

pub(super) async fn queries_are_text(stage: Stage) {
    let reader = watchful(&stage).await;
    reader.open_awake("").await;
    reader.seek("alert").await;
    reader.until("it is found", "document.querySelectorAll('#results article').length > 0").await;
    all_quiet(&reader, "results").await;
    assert!(reader.text("#results .snippet").await.contains('<'), "the snippet shows the brackets");
    let hostile = "<img src=x onerror=alert(9)> \"</script><script>alert(8)</script>";
    reader.seek(hostile).await;
    reader.until("the address follows", "location.search.includes('onerror')").await;
    all_quiet(&reader, "a hostile query").await;
    reader.reload().await;
    assert_eq!(reader.js("document.getElementById('q').value").await, hostile);
    all_quiet(&reader, "a hostile link").await;
    reader.open_awake("?q=lantern&speaker=%3Cimg%20src%3Dx%20onerror%3Dalert(7)%3E&topic=javascript:alert(6)").await;
    reader.until_seen("#results .search-notes").await;
    all_quiet(&reader, "hostile filters").await;
    reader.open_awake("episodes/markup/?q=%3Cscript%3Ealert(5)%3C/script%3E").await;
    reader.until("it is sought", "document.getElementById('status').textContent !== ''").await;
    all_quiet(&reader, "a hostile query in an interview").await;
}

pub(super) async fn injected_scripts_are_refused(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake("").await;
    reader.expect_in_console("Content Security Policy");
    // From a timer, since the policy does not bind what the driver itself runs.
    let inject = "return await new Promise(done => setTimeout(async () => { const ran = window.ran = []; \
                  const script = document.createElement('script'); script.textContent = 'ran.push(1)'; \
                  document.body.append(script); \
                  const holder = document.createElement('div'); \
                  holder.innerHTML = '<a href=\"#x\" onclick=\"ran.push(2)\" id=\"lure\" style=\"color: red\">lure</a>'; \
                  document.body.append(holder); \
                  const lure = document.getElementById('lure'); lure.click(); \
                  if (getComputedStyle(lure).color === 'rgb(255, 0, 0)') ran.push(3); \
                  try { window.eval('ran.push(4)'); } catch {} \
                  await fetch('https://elsewhere.example/').then(() => ran.push(5), () => {}); \
                  const far = document.createElement('script'); far.src = 'https://elsewhere.example/x.js'; \
                  const refused = await new Promise(is => { far.onerror = is; far.onload = () => is(ran.push(6)); \
                      document.body.append(far); }); \
                  done(ran); }, 0));";
    let ran: Vec<u32> = reader.run(inject, json!(null)).await;
    assert!(ran.is_empty(), "these ran or were reached: {ran:?}");
    // The page is unharmed.
    reader.seek("waterfall").await;
    reader.until_status("1 answer").await;
}

/// Links and stored settings that somebody made up to keep a page busy: each is answered, and the page then works.
pub(super) async fn hostile_links(stage: Stage) {
    let reader = stage.seed().await;
    let page = "episodes/following-curiosity/vp-and-gm/";
    reader.open_awake(page).await;
    let said: String =
        reader.get("document.querySelector('.turn-text p[id]').innerText.replace(/^\\d[\\d:]* /, '').trim()").await;
    let anchor: String = reader.get("document.querySelector('.turn-text p[id]').id").await;
    let quote = |times: usize| {
        format!("{page}?quote={anchor}.0-p-v3sj.4.{}#{anchor}", vec![link_version(&said); times].join("-"))
    };
    reader.open_awake(&quote(1000)).await;
    reader.until_seen("#quoted").await;
    assert!(reader.text("#quoted-note").await.contains("cannot be read"), "more paragraphs than a quote may have");
    reader.open_awake(&quote(MAX_QUOTED_PARAGRAPHS)).await;
    reader.until_seen("#quoted").await;
    assert!(!reader.text("#quoted-note").await.is_empty(), "as many as it may have are answered");
    let long = "x".repeat(8000);
    let same_words = "no+".repeat(3000);
    let words: String = (0..1500).map(|nth| format!("word{nth}+")).collect();
    for link in [
        format!("?q={long}"),
        format!("?q={same_words}one"),
        format!("?q={words}"),
        format!("?q=%22{same_words}%22"),
        format!("?q=waterfall&speaker={long}&topic={long}&episode={long}&sort={long}"),
        format!("{}#{long}", "episodes/following-curiosity/"),
        format!("episodes/following-curiosity/?q={same_words}"),
    ] {
        reader.open_awake(&link).await;
        reader.js("void document.getElementById('theme').click()").await;
        assert_eq!(reader.js("document.documentElement.dataset.app").await, "ready", "{link:.60}");
    }
    let fill = "void ['theme', 'answerbook', 'verbatim', 'single-keys', ...Object.keys(localStorage)] \
                .forEach(key => localStorage.setItem(key, 'x'.repeat(200000)))";
    reader.js(fill).await;
    reader.open_awake("").await;
    reader.seek("waterfall").await;
    reader.until_status("1 answer").await;
    reader.js("localStorage.clear()").await;
}
