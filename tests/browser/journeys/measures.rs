//! Measures of a page that is good to read: the length of lines, edges, contrast, room, and that nothing moves by itself.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Stage;
use crate::support::probe;
use crate::support::reader::Reader;

const EPISODE: &str = "episodes/following-curiosity/";

/// A page of each kind of the seed.
const KINDS: [&str; 10] = [
    "",
    "?q=product",
    "?q=xyzzyplugh",
    EPISODE,
    "episodes/following-curiosity/?q=product",
    "episodes/following-curiosity/vp-and-gm/",
    "speakers/",
    "speakers/jodi-alperstein/",
    "topics/",
    "topics/customers/",
];

/// Those of the sample that are awkward: markup, times, long words, another script.
const AWKWARD: [&str; 4] = ["?q=lantern", "episodes/markup/", "episodes/lamps/?q=lantern", "episodes/markup/long/"];

/// How long the browser may take to report the layout shifts that it has seen, in milliseconds. No event says that there were
/// none.
const SHIFTS_REPORTED_MS: u32 = 100;

/// A delay after which a page has long been painted.
const LATE: Duration = Duration::from_millis(1500);

/// Opens a page and waits until all that will be drawn is drawn.
async fn open_settled(reader: &Reader, page: &str) {
    reader.open_awake(page).await;
    reader.run::<Value>("await document.fonts.ready; return null;", Value::Null).await;
    if page.contains("q=") {
        reader.until("the search has answered", "document.getElementById('status').textContent.trim() !== ''").await;
        reader.until("it has ended", "document.getElementById('status').textContent !== 'Searching…'").await;
    }
}

/// How often a page is opened for its fonts to come in time.
const OPENED_FOR_FONTS: usize = 6;

/// Opens a page with its own fonts: those that come too late are not used, and may be in time when it is opened again.
async fn open_with_fonts(reader: &Reader, page: &str) {
    const WIDTH: &str = "(width => width('\"Source Serif\"') !== width('\"No such face\"'))((family) => { \
        const probe = document.createElement('span'); probe.style = `position: absolute; font: 100px ${family}, monospace`; \
        probe.textContent = 'Ragged mmii'; document.body.append(probe); const { offsetWidth } = probe; probe.remove(); return offsetWidth; })";
    for _ in 0..OPENED_FOR_FONTS {
        open_settled(reader, page).await;
        if reader.js(WIDTH).await == true {
            return;
        }
    }
    panic!("the fonts of {page} come too late each time");
}

pub(super) async fn measure_and_edge(stage: Stage) {
    let reader = stage.seed().await;
    open_with_fonts(&reader, EPISODE).await;
    let mut lines = probe::line_lengths(&reader).await;
    lines.sort_unstable();
    assert!(lines.len() > 200, "{} lines", lines.len());
    let (median, longest) = (lines[lines.len() / 2], lines[lines.len() - 1]);
    assert!((60..=75).contains(&median), "half of the lines have more than {median} characters");
    assert!(longest <= 80, "the longest line has {longest} characters");
    let edges: Vec<f64> = reader
        .get("[...new Set([...document.querySelectorAll('.turn-text p')].map(p => p.getBoundingClientRect().left))]")
        .await;
    assert_eq!(edges.len(), 1, "all speech begins at one edge: {edges:?}");
    let labels: Vec<bool> = reader
        .get(&format!(
            "[...document.querySelectorAll('.speaker-name')].map(who => who.getBoundingClientRect().right < {})",
            edges[0]
        ))
        .await;
    assert!(labels.iter().all(|outside| *outside), "speakers' names hang outside the text");
}

/// Every kind of page in a wide window: what a screen reader stands on, contrast in both themes, room for pointing, and
/// room for the reader's own spacing.
pub(super) async fn every_kind_of_page_wide(stage: Stage) {
    let (seed, sample) = (stage.seed().await, stage.sample().await);
    for (reader, page) in every_kind(&seed, &sample) {
        reader.media("screen", &[("prefers-color-scheme", "light")]).await;
        open_settled(reader, page).await;
        probe::none(&format!("structure of {page:?}"), &probe::structure(reader).await);
        probe::none(&format!("contrast of {page:?} in light"), &probe::contrast(reader).await);
        reader.media("screen", &[("prefers-color-scheme", "dark")]).await;
        probe::none(&format!("contrast of {page:?} in dark"), &probe::contrast(reader).await);
        probe::none(&format!("targets of {page:?}"), &probe::targets(reader).await);
        probe::none(&format!("spacing of {page:?}"), &probe::spacing(reader).await);
    }
    for theme in ["light", "dark"] {
        seed.media("screen", &[("prefers-color-scheme", theme)]).await;
        seed.open_awake("").await;
        seed.press("?").await;
        seed.until_seen("dialog[open]").await;
        probe::none(&format!("contrast of the list of keys in {theme}"), &probe::contrast(&seed).await);
        probe::none("structure with the list of keys", &probe::structure(&seed).await);
    }
}

/// The same in narrow ones, down to 320 pixels, where nothing may stick out.
pub(super) async fn every_kind_of_page_narrow(stage: Stage) {
    let (seed, sample) = (stage.seed().await, stage.sample().await);
    for (reader, page) in every_kind(&seed, &sample) {
        reader.size(320, 640).await;
        open_settled(reader, page).await;
        probe::none(&format!("{page:?} at 320"), &probe::overflow(reader).await);
        reader.size(360, 640).await;
        probe::none(&format!("targets of {page:?} at 360"), &probe::targets(reader).await);
        probe::none(&format!("spacing of {page:?} at 360"), &probe::spacing(reader).await);
    }
    seed.size(320, 640).await;
    seed.open_awake(EPISODE).await;
    seed.focus("#p-k7b4 .correction").await;
    probe::none("a note on a misheard word at 320", &probe::overflow(&seed).await);
    seed.press("?").await;
    seed.until_seen("dialog[open]").await;
    probe::none("the list of keys at 320", &probe::overflow(&seed).await);
    seed.be_phone().await;
    for page in [EPISODE, "episodes/following-curiosity/vp-and-gm/"] {
        open_settled(&seed, page).await;
        probe::none(&format!("targets of {page:?} on a phone"), &probe::targets(&seed).await);
    }
}

fn every_kind<'a>(seed: &'a Reader, sample: &'a Reader) -> impl Iterator<Item = (&'a Reader, &'static str)> {
    KINDS.into_iter().map(move |page| (seed, page)).chain(AWKWARD.into_iter().map(move |page| (sample, page)))
}

/// Writes a picture into the folder that `PICTURES` names, if it names one.
async fn picture(reader: &Reader, name: &str) {
    if let Ok(folder) = std::env::var("PICTURES") {
        let name = name.replace(['/', '?', '='], "-");
        std::fs::write(format!("{folder}/{name}.png"), reader.picture().await.unwrap()).unwrap();
    }
}

/// With text of twice the size all text grows, and nothing sticks out or covers the rest, wide and narrow.
pub(super) async fn doubled_text(stage: Stage) {
    const SIZE: &str = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)";
    // What stays in sight leaves two thirds of the window to what is read.
    const COVERED: &str = "(() => { const header = document.querySelector('.sticky-search'); \
        return header && getComputedStyle(header).position === 'sticky' ? header.offsetHeight / innerHeight : 0; })()";
    let (seed, sample) = (stage.seed().await, stage.sample().await);
    for (reader, page) in every_kind(&seed, &sample) {
        for (width, height) in [(1280, 900), (360, 740)] {
            reader.size(width, height).await;
            reader.text_size(16).await;
            reader.open(page).await;
            let single: f64 = reader.get(SIZE).await;
            reader.text_size(32).await;
            open_settled(reader, page).await;
            let place = format!("{page:?} with doubled text at {width}");
            let doubled: f64 = reader.get(SIZE).await;
            // The window's width has a small part in it.
            assert!((1.75..=2.25).contains(&(doubled / single)), "{place}: from {single} to {doubled} pixels");
            probe::none(&place, &probe::overflow(reader).await);
            probe::none(&place, &probe::targets(reader).await);
            let covered: f64 = reader.get(COVERED).await;
            assert!(covered < 0.34, "{place}: {covered} of the window is covered");
            picture(reader, &format!("doubled-{page}-{width}")).await;
        }
    }
}

/// In the reader's own colours all text stands out, and so does what only a colour tells otherwise.
pub(super) async fn forced_colours(stage: Stage) {
    const MARKED: &str = "[...document.querySelectorAll('mark')].every(mark => \
        getComputedStyle(mark).backgroundColor !== getComputedStyle(document.body).backgroundColor)";
    // The browser draws the box of a chosen filter itself, and so in the reader's colours.
    const CHOSEN: &str = "(({ appearance, display, opacity }, box) => appearance !== 'none' && display !== 'none' && opacity > 0 \
        && box.width > 8)(getComputedStyle(document.querySelector('#filters :checked')), \
        document.querySelector('#filters :checked').getBoundingClientRect())";
    let (seed, sample) = (stage.seed().await, stage.sample().await);
    for (reader, page) in every_kind(&seed, &sample) {
        for scheme in ["light", "dark"] {
            reader.media("screen", &[("forced-colors", "active"), ("prefers-color-scheme", scheme)]).await;
            open_settled(reader, page).await;
            let place = format!("{page:?} in forced colours, {scheme}");
            probe::none(&place, &probe::contrast(reader).await);
            assert_eq!(reader.js(MARKED).await, true, "{place}: marks show");
            picture(reader, &format!("forced-{page}-{scheme}")).await;
        }
    }
    sample.open_awake("?speaker=eve-mark").await;
    sample.until_seen("#filters :checked").await;
    assert_eq!(sample.js(CHOSEN).await, true, "a chosen filter shows");
    sample.focus("#q").await;
    let outline: String = sample.get("getComputedStyle(document.activeElement).outlineStyle").await;
    assert_ne!(outline, "none", "the focus shows");
    seed.open_awake(&format!("{EPISODE}#p-k7b4")).await;
    let outline: String = seed.get("getComputedStyle(document.getElementById('p-k7b4')).outlineStyle").await;
    assert_ne!(outline, "none", "the paragraph that a link leads to shows");
}

/// Keeps where everything stands in the page.
const KEEP: &str = "void (window.kept = [...document.querySelectorAll('h1, h2, h3, main p, main li, .site-header a, #q')] \
                    .map(e => [e, Object.values(e.getBoundingClientRect().toJSON()).map(Math.round)]))";

/// What stands elsewhere than where it was kept.
const MOVED: &str = "window.kept.map(([e, was]) => [e.outerHTML.slice(0, 60), was, \
                     Object.values(e.getBoundingClientRect().toJSON()).map(Math.round)]) \
                     .filter(([, was, is]) => `${was}` !== `${is}`).map(([what, was, is]) => `${what}: ${was} → ${is}`)";

const SETTLED: [&str; 4] = ["", EPISODE, "episodes/following-curiosity/vp-and-gm/", "speakers/jodi-alperstein/"];

/// Nothing has moved since it was kept, nor since the first paint as Chromium counts it.
async fn nothing_has_moved(reader: &Reader, what: &str) {
    let shifted: f64 = reader
        .run(
            "await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); \
             if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return 0; \
             return await new Promise(done => { let sum = 0; \
                 new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; }) \
                     .observe({ type: 'layout-shift', buffered: true }); \
                 setTimeout(() => done(sum), given); });",
            json!(SHIFTS_REPORTED_MS),
        )
        .await;
    let moved: Vec<String> = reader.get(MOVED).await;
    probe::none(&format!("{what} moves"), &moved);
    assert!(shifted < 0.001, "{what} shifts by {shifted}");
}

/// Where things stand before the app is there is where they stand after.
pub(super) async fn nothing_jumps(stage: Stage) {
    let reader = stage.seed().await;
    for page in SETTLED {
        for width in [1280, 360] {
            reader.size(width, 800).await;
            reader.site.hold(".wasm");
            reader.open(page).await;
            reader.run::<Value>("await document.fonts.ready; return null;", Value::Null).await;
            assert_eq!(reader.js("document.documentElement.dataset.app").await, "loading", "{page}");
            reader.js(KEEP).await;
            reader.site.release();
            reader.awake().await;
            nothing_has_moved(&reader, &format!("{page} at {width}")).await;
        }
    }
}

/// Fonts that come long after the first paint change nothing that is on the page.
pub(super) async fn late_fonts(stage: Stage) {
    for page in SETTLED {
        // A new reader each time, whose browser has no font yet. The page has loaded only when the fonts have.
        let reader = stage.seed().await;
        reader.size(360, 800).await;
        reader.site.delay(".woff2", LATE);
        reader.open_awake(page).await;
        reader.run::<Value>("await document.fonts.ready; return null;", Value::Null).await;
        reader.js(KEEP).await;
        nothing_has_moved(&reader, page).await;
    }
}

/// Over a slow line no font takes the place of what is read and found, and nothing moves.
pub(super) async fn slow_line(stage: Stage) {
    for page in ["?q=product", EPISODE] {
        // A new reader each time, whose browser has no style sheet yet.
        let reader = stage.seed().await;
        reader.site.delay(".css", LATE);
        open_settled(&reader, page).await;
        reader.js(KEEP).await;
        nothing_has_moved(&reader, page).await;
        assert_eq!(reader.js("document.documentElement.dataset.slow").await, "", "{page} came over a slow line");
        let fonts = reader.site.log().into_iter().filter(|asked| asked.path.ends_with(".woff2")).count();
        assert_eq!(fonts, 0, "{page} asks for no font");
    }
}

pub(super) async fn print(stage: Stage) {
    let reader = stage.seed().await;
    for page in [EPISODE, "episodes/following-curiosity/vp-and-gm/", ""] {
        reader.media("screen", &[("prefers-color-scheme", "dark")]).await;
        reader.open_awake(page).await;
        reader.media("print", &[("prefers-color-scheme", "dark")]).await;
        let shown: Vec<String> = reader
            .get(
                "[...document.querySelectorAll('button, input, select, search, .site-header nav, .permalink, .skip-link, .toast')] \
                 .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1).map(e => e.outerHTML.slice(0, 80))",
            )
            .await;
        probe::none(&format!("controls on paper on {page:?}"), &shown);
        assert_eq!(reader.js("getComputedStyle(document.body).color").await, "rgb(0, 0, 0)");
        let ground: String = reader.get("getComputedStyle(document.body).backgroundColor").await;
        assert!(["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].contains(&ground.as_str()), "{ground}");
        assert!(reader.sees("main h1").await);
        probe::none(&format!("contrast on paper on {page:?}"), &probe::contrast(&reader).await);
    }
    reader.media("", &[]).await;
    reader.open_awake(EPISODE).await;
    // As a reader prints it: a document of several pages comes out.
    assert!(reader.printed().await.len() > 20_000);
}
