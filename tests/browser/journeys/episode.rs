//! Searching within an interview.

use fantoccini::key::Key;

use crate::Stage;
use crate::support::reader::Reader;

const EPISODE: &str = "episodes/following-curiosity/";

/// The paragraph that the present mark is in.
const PRESENT: &str =
    "[...CSS.highlights.get('current-match')].map(r => r.startContainer.parentElement.closest('p[id]').id)[0]";

/// Whether the first present mark can be seen: below the bar and above the window's foot.
const PRESENT_IN_SIGHT: &str = "(() => { \
    const mark = [...CSS.highlights.get('current-match')][0]?.getBoundingClientRect(); \
    const bar = document.querySelector('.sticky-search').getBoundingClientRect(); \
    return !!mark && mark.top >= bar.bottom - 1 && mark.bottom <= innerHeight; })()";

async fn marks(reader: &Reader) -> (usize, usize) {
    reader.get("[CSS.highlights.get('matches').size, CSS.highlights.get('current-match').size]").await
}

pub(super) async fn walk_the_passages(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    assert!(!reader.get::<bool>("!document.getElementById('next').disabled").await, "nothing to go to yet");
    reader.type_words("\"culture of execution\"").await;
    reader.until_status("2 passages").await;
    let (all, now) = marks(&reader).await;
    assert!(all >= 2 && now == 0, "{all} marks, {now} present");
    reader.press_key(Key::Enter).await;
    reader.until_status("1 of 2 passages").await;
    assert_eq!(reader.js(PRESENT).await, "p-n8u9");
    reader.until("the passage is in sight", PRESENT_IN_SIGHT).await;
    assert_eq!(reader.js("document.activeElement.id").await, "q", "the field keeps the focus");
    reader.press_key(Key::Enter).await;
    reader.until_status("2 of 2 passages").await;
    assert_eq!(reader.js(PRESENT).await, "p-2p2u");
    reader.chord(Key::Shift, char::from(Key::Enter)).await;
    reader.until_status("1 of 2 passages").await;
    reader.click("#previous").await;
    reader.until_status("2 of 2 passages").await;
    reader.click("#next").await;
    reader.until_status("1 of 2 passages").await;
    let (all, now) = marks(&reader).await;
    assert!(all >= 1 && now >= 1, "{all} marks, {now} present");
    reader.seek("waterfall agile soccer").await;
    reader
        .until("it says that no passage has it all", "document.getElementById('status').textContent.includes('some')")
        .await;
    reader.seek("xyzzyplugh").await;
    reader.until_status("Not in this interview").await;
    assert_eq!(marks(&reader).await, (0, 0));
    assert!(reader.get::<bool>("document.getElementById('next').disabled").await);
}

pub(super) async fn address_and_reload(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    reader.seek("soccer field").await;
    reader.until_status("1 passage").await;
    reader.until_address(&format!("{EPISODE}?q=soccer+field")).await;
    reader.reload().await;
    reader.until_status("1 passage").await;
    assert_eq!(reader.js("document.getElementById('q').value").await, "soccer field");
    assert!(marks(&reader).await.0 >= 1);
    let other = stage.reader(reader.site.clone()).await;
    other.open_awake(&format!("{EPISODE}?utm_source=x&q=soccer+field#p-49x9")).await;
    other.until_status("1 passage").await;
    let top: f64 = other.get("document.getElementById('p-49x9').getBoundingClientRect().top").await;
    assert!((0.0..600.0).contains(&top), "the fragment is where the page stands: {top}");
}

/// Whatever the window, the words gone to are below the bar and in sight.
pub(super) async fn passages_are_in_sight(stage: Stage) {
    let reader = stage.seed().await;
    for (width, height) in [(1280, 900), (1280, 500), (360, 640)] {
        reader.size(width, height).await;
        reader.open_awake(EPISODE).await;
        for words in ["\"nail on the head\"", "\"start your day\"", "\"first PM job\"", "\"Who knows\""] {
            reader.seek(words).await;
            reader.until("it is found", "/^\\d+ passage/.test(document.getElementById('status').textContent)").await;
            reader.press_key(Key::Enter).await;
            reader.until(&format!("{words} is in sight at {width} × {height}"), PRESENT_IN_SIGHT).await;
        }
    }
}

pub(super) async fn anchors_are_in_sight(stage: Stage) {
    let reader = stage.seed().await;
    let in_sight = "(() => { \
        const target = document.querySelector(':target'); \
        const top = (target.querySelector('h2') ?? target).getBoundingClientRect().top; \
        return top >= document.querySelector('.sticky-search').getBoundingClientRect().bottom - 1 && top < innerHeight / 2; })()";
    for (width, height) in [(1280, 900), (360, 640)] {
        reader.size(width, height).await;
        for anchor in ["p-2p2u", "vp-and-gm", "p-p7fy"] {
            reader.open("topics/").await;
            reader.open_awake(&format!("{EPISODE}#{anchor}")).await;
            reader.until(&format!("{anchor} is below the bar at {width}"), in_sight).await;
        }
        reader.open_awake(EPISODE).await;
        reader.click(".contents a[href='#remote-communication']").await;
        reader.until(&format!("the question chosen is below the bar at {width}"), in_sight).await;
    }
}

/// A misheard stretch is found by what was heard and by what was meant.
pub(super) async fn corrections_are_found(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    for words in ["\"engineering rolls up to me\"", "\"nearing rules up to me\"", "\"all the engineering rolls\""] {
        reader.seek(words).await;
        reader.until_status("1 passage").await;
        reader.press_key(Key::Enter).await;
        reader.until_status("1 of 1 passage").await;
        assert_eq!(reader.js(PRESENT).await, "p-c4vn", "{words}");
    }
}
