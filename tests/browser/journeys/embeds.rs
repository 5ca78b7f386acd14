//! The site on other people's pages: an answer embedded by one line, by a plain frame and under WordPress's rules, the
//! embedded search, and hosts that are strict, dark, hostile or wrong. The content of a closed element is read in its frame.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::Stage;
use crate::support::reader::Reader;

const ELEMENT: &str = "document.querySelector('answerbook-answer')";

/// How long a frame is watched to see that it does not grow by itself: many times what it takes to report a height, which
/// it does on an animation frame, and to grow by it. No event says that nothing has happened.
const NOTHING_GROWS_FOR: Duration = Duration::from_millis(800);

/// How long a frame may take to follow its content: many times what it does take.
const FOLLOWS_WITHIN: Duration = Duration::from_secs(10);

/// Waits until the nth element shows its frame in the place of its link, and gives its height and its text's.
async fn awake(reader: &Reader, nth: usize) -> (f64, f64) {
    let link = format!("document.querySelectorAll('answerbook-answer a')[{nth}].checkVisibility()");
    reader.until("the link has made room for the frame", &format!("!{link}")).await;
    let text = "document.getElementById('text').getBoundingClientRect().height";
    let inside: f64 = reader.in_frame(nth, reader.get(text)).await;
    let outside: f64 = reader.get(&format!("document.querySelectorAll('answerbook-answer')[{nth}].offsetHeight")).await;
    (outside, inside)
}

async fn fits(reader: &Reader, nth: usize) {
    let (outside, inside) = awake(reader, nth).await;
    assert!((outside - inside).abs() <= 1.0, "the frame is {outside} high and its text {inside}");
}

pub(super) async fn one_line(stage: Stage) {
    let reader = stage.host().await;
    reader.open("plain.html").await;
    fits(&reader, 0).await;
    let text: String = reader.in_frame(0, reader.text("h1")).await;
    assert_eq!(text, "How a VP and GM differs from a VP");
    let asked = reader.embedded().log();
    let framed: Vec<&str> =
        asked.iter().map(|one| one.path.as_str()).filter(|path| !path.contains("favicon")).collect();
    assert_eq!(framed.len(), 2, "an answer is one request, the element another: {framed:?}");
    // Narrower, the text is higher, and so is the frame.
    let before: f64 = reader.get(&format!("{ELEMENT}.offsetHeight")).await;
    reader.js(&format!("{ELEMENT}.style.width = '320px'")).await;
    reader.until("the frame grows with its text", &format!("{ELEMENT}.offsetHeight > {before}")).await;
    fits(&reader, 0).await;
}

pub(super) async fn strict_host(stage: Stage) {
    let reader = stage.host().await;
    reader.open("policy.html").await;
    fits(&reader, 0).await;
}

/// On a host whose policy allows no frame the link stays, and the console says why.
pub(super) async fn frames_forbidden(stage: Stage) {
    let reader = stage.host().await;
    reader.expect_in_console("frame-src");
    reader.open("unframed.html").await;
    reader.until_in_console("the content inside it is shown instead").await;
    assert!(reader.sees("answerbook-answer a").await);
}

pub(super) async fn dark_host(stage: Stage) {
    let reader = stage.host().await;
    reader.open("dark.html").await;
    fits(&reader, 0).await;
    let look = "(style => [style.getPropertyValue('--accent'), style.getPropertyValue('--radius'), \
                getComputedStyle(document.getElementById('text')).fontFamily, getComputedStyle(document.getElementById('box')).backgroundColor, \
                document.documentElement.dataset.theme])(document.documentElement.style)";
    let look: Vec<String> = reader.in_frame(0, reader.get(look)).await;
    assert_eq!(look, ["rgb(255, 200, 0)", "0px", "Courier, monospace", "rgb(22, 23, 26)", "dark"]);
}

pub(super) async fn hostile_host(stage: Stage) {
    let reader = stage.host().await;
    reader.open("hostile.html").await;
    fits(&reader, 0).await;
    let colour: String = reader.in_frame(0, reader.get("getComputedStyle(document.querySelector('h1')).color")).await;
    assert_ne!(colour, "rgb(255, 0, 0)", "no style of the host gets in");
}

/// A host as high as its window makes no frame grow without end, and a plain frame keeps its height.
pub(super) async fn tall_host(stage: Stage) {
    let reader = stage.host().await;
    reader.open("tall.html").await;
    fits(&reader, 0).await;
    let before: f64 = reader.get(&format!("{ELEMENT}.offsetHeight")).await;
    tokio::time::sleep(NOTHING_GROWS_FOR).await;
    assert_eq!(reader.get::<f64>(&format!("{ELEMENT}.offsetHeight")).await, before);
    assert_eq!(reader.get::<f64>("document.querySelector('iframe').offsetHeight").await, 404.0);
    let scrolls = "(box => box.scrollHeight > box.clientHeight && (box.scrollTop = 1e6, box.scrollTop > 0))(document.getElementById('box'))";
    assert!(reader.in_frame(1, reader.get::<bool>(scrolls)).await, "the rest of the text is within reach");
}

pub(super) async fn without_scripts(stage: Stage) {
    let reader = stage.host().await;
    reader.scripts(false).await;
    reader.open("tall.html").await;
    assert!(reader.sees("answerbook-answer a").await, "the link is what there is");
    assert!(reader.in_frame(0, reader.text("main")).await.contains("Read in context"), "a plain frame reads");
    reader.scripts(true).await;
}

/// Three do not mix, and nobody else can speak for one.
pub(super) async fn three_and_forged(stage: Stage) {
    let reader = stage.host().await;
    reader.open("three.html").await;
    for nth in 0..3 {
        reader.js(&format!("document.querySelectorAll('answerbook-answer')[{nth}].scrollIntoView()")).await;
        fits(&reader, nth).await;
    }
    let heights = "[...document.querySelectorAll('answerbook-answer')].map((one) => one.offsetHeight)";
    let before: Vec<f64> = reader.get(heights).await;
    let forged = "for (const data of [{ answerbook: 'height', height: 9 }, { answerbook: 'height', height: 'high' }, null, 'nonsense', \
                  { answerbook: 'height', height: 9999 }]) { postMessage(data, '*'); \
                  const frame = document.createElement('iframe'); document.body.append(frame); \
                  frame.contentWindow.eval('parent.postMessage(' + JSON.stringify(data) + ', \"*\")'); } \
                  await new Promise((done) => setTimeout(done, given)); return true;";
    reader.run::<bool>(forged, json!(NOTHING_GROWS_FOR.as_secs_f64() * 1000.0)).await;
    assert_eq!(reader.get::<Vec<f64>>(heights).await, before);
    let theme: String = reader.in_frame(1, reader.get("document.documentElement.dataset.theme ?? ''")).await;
    assert_eq!(theme, "dark");
    let theme: String = reader.in_frame(0, reader.get("document.documentElement.dataset.theme ?? ''")).await;
    assert_eq!(theme, "light", "as the host, whose text is dark");
}

pub(super) async fn nothing_there(stage: Stage) {
    let reader = stage.host().await;
    reader.expect_in_console("nothing to embed at");
    reader.expect_failure("404");
    reader.expect_in_console("it needs the attributes");
    reader.open("wrong.html").await;
    reader.until("the frame is given up", "document.querySelector('answerbook-answer').offsetHeight < 60").await;
    assert!(reader.sees("answerbook-answer a").await && reader.sees("#bare a").await);
}

pub(super) async fn explorer(stage: Stage) {
    let reader = stage.host().await;
    reader.open("search.html").await;
    reader.until("the explorer is there", "!document.querySelector('answerbook-search a').checkVisibility()").await;
    assert_eq!(reader.get::<f64>("document.querySelector('answerbook-search').offsetHeight").await, 600.0);
    let inside = async {
        reader
            .until("its results are there", "document.querySelectorAll('#results article[data-answer]').length > 0")
            .await;
        reader.js("document.documentElement.dataset.theme").await
    };
    assert_eq!(reader.in_frame(0, inside).await, json!("dark"));
    // It is a part of the host's page, and what is found opens on the site.
    let inside = async {
        for ours in [".site-header", ".site-footer", ".hero h1"] {
            assert!(!reader.sees(ours).await, "{ours}");
        }
        assert!(reader.sees("#q").await);
        reader.js("document.querySelector('#results h3 a').target || document.querySelector('base').target").await
    };
    assert_eq!(reader.in_frame(0, inside).await, "_blank");
    // Typing there adds nothing to the host's way back.
    let entries: usize = reader.get("history.length").await;
    reader
        .in_frame(0, async {
            reader.seek("waterfall").await;
            reader.until_status("1 answer").await;
        })
        .await;
    assert_eq!(reader.get::<usize>("history.length").await, entries);
}

/// Where the host says no height, it is as high as its content, up to a limit, with the host's font and the colour of its links.
pub(super) async fn explorer_as_high_as_its_content(stage: Stage) {
    let reader = stage.host().await;
    reader.open("explorer.html").await;
    let height = "document.querySelector('answerbook-search').offsetHeight";
    reader.until("the explorer is there", "!document.querySelector('answerbook-search a').checkVisibility()").await;
    reader.until("it is as high as one result takes", &format!("{height} > 150 && {height} < 600")).await;
    // The frame follows its content, which may change between the two looks.
    let begun = Instant::now();
    loop {
        let inside: f64 = reader.in_frame(0, reader.get("document.body.offsetHeight")).await;
        let outside: f64 = reader.get(height).await;
        if (inside - outside).abs() < 2.0 {
            break;
        }
        assert!(begun.elapsed() < FOLLOWS_WITHIN, "the frame is {outside} high and its content {inside}");
    }
    let look = "(style => [style.getPropertyValue('--sans'), style.getPropertyValue('--accent')])(document.documentElement.style)";
    let look: Vec<String> = reader.in_frame(0, reader.get(look)).await;
    assert_eq!(look, ["Courier, monospace", "rgb(120, 0, 60)"]);
    reader
        .in_frame(0, async {
            reader.seek("product").await;
            reader.until_seen("#more").await;
        })
        .await;
    reader.until("it grows up to a limit", &format!("{height} === 704")).await;
}

/// The theme is that of the host's page, told by the colour of its text, also when it changes.
pub(super) async fn theme_of_the_host(stage: Stage) {
    let reader = stage.host().await;
    reader.open("plain.html").await;
    fits(&reader, 0).await;
    for (colour, theme) in [("oklch(0.95 0.01 90)", "dark"), ("#123", "light"), ("rgb(255 255 255 / 0.8)", "dark")] {
        reader.js(&format!("void (document.body.style.color = '{colour}')")).await;
        let there = format!("document.documentElement.dataset.theme === '{theme}'");
        reader.in_frame(0, reader.until(&format!("{colour} is {theme}"), &there)).await;
    }
    reader.js(&format!("{ELEMENT}.setAttribute('theme', 'auto')")).await;
    reader.in_frame(0, reader.until("it is the reader's", "!document.documentElement.dataset.theme")).await;
}

/// Where the host gives less height than the text needs, the link to all of it stays in sight. Opened by itself it is a page.
pub(super) async fn cut_by_the_host(stage: Stage) {
    let reader = stage.host().await;
    reader.open("wordpress.html?answer=contributor-to-vp").await;
    reader.until("the height is clamped", "document.querySelector('iframe').height === '1000'").await;
    let foot = "(foot => foot.bottom <= innerHeight + 1 && foot.height > 20)(document.querySelector('footer').getBoundingClientRect())";
    let inside = async {
        reader.until("a part is cut", "document.documentElement.hasAttribute('data-cut')").await;
        assert_eq!(reader.js(foot).await, true);
        reader.js("void (document.getElementById('box').scrollTop = 1e6)").await;
        reader.until("nothing is left", "!document.documentElement.hasAttribute('data-cut')").await;
    };
    reader.in_frame(0, inside).await;
    assert_eq!(reader.in_frame(0, reader.js("document.documentElement.dataset.theme")).await, "light");

    let reader = stage.seed().await;
    reader.open("embed/following-curiosity/contributor-to-vp/").await;
    assert_eq!(reader.js("getComputedStyle(document.getElementById('box')).position").await, "static");
    assert_eq!(reader.js("document.documentElement.scrollHeight > innerHeight").await, true, "the page scrolls");
    reader.click("footer a").await;
    reader.until_address("episodes/following-curiosity/contributor-to-vp/").await;
}

pub(super) async fn wordpress(stage: Stage) {
    let reader = stage.host().await;
    reader.open("wordpress.html?answer=vp-and-gm").await;
    reader.until("the height is told", "heights.at(-1) > 200").await;
    let told: Vec<f64> = reader.get("heights").await;
    // A frame that has not been laid out yet has none.
    let after_layout = told.iter().skip(usize::from(told.first() == Some(&0.0)));
    assert!(told.len() <= 4 && after_layout.clone().all(|height| *height > 200.0), "{told:?}");
    assert_eq!(reader.get::<f64>("document.querySelector('iframe').offsetHeight").await, told[told.len() - 1] + 4.0);
    reader.in_frame(0, reader.click("footer a")).await;
    reader.until("the host is asked to follow the link", "links.length === 1").await;
    assert!(reader.get::<String>("links[0]").await.ends_with("/episodes/following-curiosity/vp-and-gm/"));
    reader.open("wordpress.html?answer=contributor-to-vp").await;
    reader.until("the height is clamped", "document.querySelector('iframe').height === '1000'").await;
    let scrolls = "(box => (box.scrollTop = 1e6, box.scrollTop > 0))(document.getElementById('box'))";
    assert!(reader.in_frame(0, reader.get::<bool>(scrolls)).await, "the rest of the text is within reach");
}

/// Attributes and custom properties act at once.
pub(super) async fn looks_change(stage: Stage) {
    let reader = stage.host().await;
    reader.open("plain.html").await;
    fits(&reader, 0).await;
    reader.js(&format!("{ELEMENT}.setAttribute('theme', 'dark')")).await;
    reader.js(&format!("{ELEMENT}.style.setProperty('--answerbook-accent', 'rgb(1, 2, 3)')")).await;
    let inside = async {
        reader.until("the theme is there", "document.documentElement.dataset.theme === 'dark'").await;
        let accent = "document.documentElement.style.getPropertyValue('--accent') === 'rgb(1, 2, 3)'";
        reader.until("the accent is there", accent).await;
    };
    reader.in_frame(0, inside).await;
    reader.js(&format!("{ELEMENT}.removeAttribute('theme')")).await;
    reader.js(&format!("{ELEMENT}.setAttribute('accent', 'url(evil)')")).await;
    let inside = reader.until("the theme is the host's again", "document.documentElement.dataset.theme === 'light'");
    reader.in_frame(0, inside).await;
    reader
        .in_frame(0, reader.until("no colour is none", "!document.documentElement.style.getPropertyValue('--accent')"))
        .await;
    // Another answer in the same element.
    reader.js(&format!("{ELEMENT}.setAttribute('answer', 'company-to-company')")).await;
    let there = reader.in_frame(0, async {
        reader.until("the other answer", "document.querySelector('h1')?.textContent.includes('company')").await;
    });
    there.await;
}

pub(super) async fn printed(stage: Stage) {
    let reader = stage.host().await;
    reader.open("plain.html").await;
    fits(&reader, 0).await;
    reader.media("print", &[]).await;
    // On paper nothing scrolls: the text stands in the flow of its page, whole.
    let shown = "(style => [style.position, style.overflow, \
                 document.documentElement.scrollHeight >= document.getElementById('text').offsetHeight])\
                 (getComputedStyle(document.getElementById('box')))";
    let shown: (String, String, bool) = reader.in_frame(0, reader.get(shown)).await;
    assert_eq!(shown, ("static".to_owned(), "visible".to_owned(), true));
    fits(&reader, 0).await;
}
