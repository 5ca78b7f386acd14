//! Copying: links to answers and paragraphs, and selected text.

use fantoccini::key::Key;

use crate::Stage;
use crate::support::reader::Reader;

const EPISODE: &str = "episodes/following-curiosity/";

async fn copied(reader: &Reader) -> String {
    reader.until("the page says so", "document.getElementById('toast').textContent === 'Link copied'").await;
    assert!(reader.sees("#toast").await);
    reader.clipboard().await
}

/// Another link first, so that what is found afterwards cannot be from before.
async fn forget(reader: &Reader) {
    reader.js("void (document.getElementById('toast').textContent = '')").await;
}

pub(super) async fn by_mouse(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    reader.point_at("#p-q8uq").await;
    reader.until_seen("#p-q8uq .permalink").await;
    reader.click("#p-q8uq .permalink").await;
    assert_eq!(copied(&reader).await, reader.site.url(&format!("{EPISODE}first-pm-job/#p-q8uq")));
    assert_eq!(reader.address().await, EPISODE, "copying leaves the page where it is");
    forget(&reader).await;
    reader.click("#vp-and-gm h2 .permalink").await;
    assert_eq!(copied(&reader).await, reader.site.url(&format!("{EPISODE}vp-and-gm/")));

    // The same on an answer's own page, where links are written differently.
    reader.open_awake(&format!("{EPISODE}vp-and-gm/?q=x")).await;
    reader.click("h1 .permalink").await;
    assert_eq!(copied(&reader).await, reader.site.url(&format!("{EPISODE}vp-and-gm/")));
    forget(&reader).await;
    reader.click("#p-c4vn .permalink").await;
    let copied = copied(&reader).await;
    assert!(copied.starts_with(&reader.site.url(&format!("{EPISODE}vp-and-gm/"))), "{copied}");
    assert!(copied.ends_with("#p-c4vn"), "{copied}");
    reader.until("the toast goes", "document.getElementById('toast').textContent === ''").await;
}

pub(super) async fn by_keyboard(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    reader.focus("#vp-and-gm h2 a").await;
    reader.press_key(Key::Tab).await;
    assert_eq!(reader.js("document.activeElement.getAttribute('aria-label')").await, "Link to this answer");
    assert!(reader.sees("#vp-and-gm h2 .permalink").await, "the link shows when the keyboard comes to it");
    reader.press_key(Key::Enter).await;
    assert_eq!(copied(&reader).await, reader.site.url(&format!("{EPISODE}vp-and-gm/")));
    forget(&reader).await;
    reader.focus("#p-v3sj .permalink").await;
    reader.press_key(Key::Enter).await;
    assert_eq!(copied(&reader).await, reader.site.url(&format!("{EPISODE}vp-and-gm/#p-v3sj")));
    let kept: bool = reader.get("document.activeElement === document.querySelector('#p-v3sj .permalink')").await;
    assert!(kept, "the focus stays where it was");
}

pub(super) async fn by_touch(stage: Stage) {
    let reader = stage.seed().await;
    reader.be_phone().await;
    reader.open_awake(EPISODE).await;
    assert_eq!(reader.js("matchMedia('(hover: none)').matches").await, true);
    assert!(reader.sees("#p-q8uq .permalink").await, "without a mouse the links are always in sight");
    reader.touch("#p-q8uq .permalink").await;
    assert_eq!(copied(&reader).await, reader.site.url(&format!("{EPISODE}first-pm-job/#p-q8uq")));
    forget(&reader).await;
    reader.touch("#first-pm-job h2 .permalink").await;
    assert_eq!(copied(&reader).await, reader.site.url(&format!("{EPISODE}first-pm-job/")));
}

pub(super) async fn copied_links_open(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    reader.click("#p-2p2u .permalink").await;
    let link = copied(&reader).await;
    let page = link.strip_prefix(&reader.site.url("")).unwrap().to_owned();
    let other = stage.reader(reader.site.clone()).await;
    other.open_awake(&page).await;
    assert_eq!(other.js("document.querySelector(':target')?.id").await, "p-2p2u");
    let in_sight =
        "(b => b.top >= 0 && b.top < innerHeight)(document.querySelector(':target').getBoundingClientRect())";
    other.until("the paragraph is in sight", in_sight).await;
    assert!(other.text(":target").await.contains("culture of execution"));
}

pub(super) async fn links_in_any_letters(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("episodes/markup/").await;
    reader.point_at("#café h2").await;
    reader.click("#café h2 .permalink").await;
    assert_eq!(copied(&reader).await, reader.site.url("episodes/markup/caf%C3%A9/"));
    reader.open_awake("episodes/markup/#caf%C3%A9").await;
    assert_eq!(reader.js("document.querySelector(':target')?.id").await, "café");
    for page in ["episodes/markup/caf%C3%A9/", "embed/markup/caf%C3%A9/"] {
        reader.open(page).await;
        assert!(reader.text("h1").await.contains("café"), "{page}");
    }
}

/// What is selected and copied is verbatim, with what was meant behind it in brackets, in either reading.
pub(super) async fn selected_text(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(&format!("{EPISODE}vp-and-gm/")).await;
    for reading in ["as meant", "verbatim"] {
        reader.js("getSelection().selectAllChildren(document.getElementById('p-c4vn'))").await;
        reader.chord(Key::Control, 'c').await;
        let text = reader.clipboard().await;
        assert!(
            text.contains("NG nearing rules up to me [engineering rolls up to me], as well as"),
            "{reading}: {text}"
        );
        assert!(text.contains("for the PNL [P&L] for my business unit"), "{reading}: {text}");
        assert!(!text.contains('#'), "{reading}: {text}");
        reader.js("getSelection().removeAllRanges()").await;
        reader.click("#verbatim").await;
    }
    // A whole answer reads as a script does.
    reader.js("getSelection().selectAllChildren(document.querySelector('section.answer'))").await;
    reader.chord(Key::Control, 'c').await;
    let text = reader.clipboard().await;
    let name = text.find("Jodi Alperstein").unwrap();
    let words = text.find("So, I mean, I think VP is").unwrap();
    assert!(name < words && words - name < 25, "who speaks stands before what they say: {text}");
}
