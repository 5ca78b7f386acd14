//! Posts of a real WordPress that embed a site in every way, as readers see them: an administrator's and an author's, wide and narrow,
//! on a light page and on a dark one.
//!
//! Not here: the posts themselves (`tests/fixtures/wordpress`).

use serde_json::Value;

use crate::Stage;
use crate::support::reader::Reader;
use crate::support::wordpress::WordPress;

/// The posts, with the title of what the first frame shows, and how many frames there are.
const POSTS: [(&str, &str, usize); 9] = [
    ("pasted", "How a VP and GM differs from a VP", 1),
    ("block", "How a VP and GM differs from a VP", 1),
    ("paragraph", "How a VP and GM differs from a VP", 1),
    ("long", "Skills that take an individual contributor to VP", 1),
    ("three", "How a VP and GM differs from a VP", 3),
    ("moved", "What machines changed", 1),
    ("removed", "An answer that was removed", 1),
    ("element", "How a VP and GM differs from a VP", 1),
    ("frame", "How a VP and GM differs from a VP", 1),
];

/// Of what an author writes WordPress removes scripts, frames and elements that it does not know: the link inside stays.
const NOT_FOR_AUTHORS: [&str; 3] = ["element", "frame", "removed"];

pub(super) async fn as_administrator_wide(stage: Stage) {
    posts(&stage, "administrator", 1280).await;
}

pub(super) async fn as_administrator_narrow(stage: Stage) {
    posts(&stage, "administrator", 360).await;
}

pub(super) async fn as_author_wide(stage: Stage) {
    posts(&stage, "author", 1280).await;
}

pub(super) async fn as_author_narrow(stage: Stage) {
    posts(&stage, "author", 360).await;
}

async fn posts(stage: &Stage, who: &str, width: u32) {
    let wordpress = stage.wordpress().await;
    let reader = stage.reader_of(&wordpress).await;
    reader.size(width, 800).await;
    for (kind, title, frames) in POSTS {
        let is_removed = who == "author" && NOT_FOR_AUTHORS.contains(&kind);
        open(&reader, &wordpress, &format!("{kind}-{who}")).await;
        if is_removed {
            assert_eq!(reader.count("iframe, answerbook-answer iframe").await, 0, "{kind}");
            continue;
        }
        shows(&reader, kind, title, frames, width).await;
    }
    if who == "administrator" {
        on_a_dark_page(&reader, &wordpress).await;
        explorer(&reader, &wordpress).await;
    }
}

async fn open(reader: &Reader, wordpress: &WordPress, page: &str) {
    reader.open_elsewhere(&format!("{}/?name={page}", wordpress.origin)).await;
    reader.until("the page is there", "document.readyState === 'complete'").await;
}

/// Every frame is as wide as the text, has no border, and shows its content; where it is cut, its foot is in sight.
async fn shows(reader: &Reader, kind: &str, title: &str, frames: usize, width: u32) {
    for nth in 0..frames {
        let frame = format!("document.querySelectorAll('iframe, answerbook-answer')[{nth}]");
        reader.js(&format!("{frame}.scrollIntoView()")).await;
        // WordPress lays a frame out beside the page until it has told its height.
        let is_high = format!("{frame}.offsetHeight >= 200 && getComputedStyle({frame}).position !== 'absolute'");
        reader.until(&format!("frame {nth} of {kind} is shown"), &is_high).await;
        let look = format!(
            "(one => [one.left >= 0 && one.right <= innerWidth && one.width > innerWidth * .4, getComputedStyle({frame}).borderTopWidth])({frame}.getBoundingClientRect())"
        );
        assert_eq!(reader.js(&look).await, serde_json::json!([true, "0px"]), "frame {nth} of {kind}, {width} px");
        let inside = async {
            reader.until("it has its text", "document.querySelector('h1')?.textContent.length > 0").await;
            let foot = "(foot => foot.bottom <= innerHeight + 1 && foot.height > 20)(document.querySelector('footer').getBoundingClientRect())";
            assert_eq!(reader.js(foot).await, true, "the foot of frame {nth} of {kind} is in sight");
            assert_eq!(reader.js("document.documentElement.dataset.theme").await, "light");
            let side: i64 = reader.get("document.documentElement.scrollWidth - innerWidth").await;
            assert!(side <= 0, "frame {nth} of {kind} scrolls to the side");
            reader.text("h1").await
        };
        let shown = reader.in_frame(nth, inside).await;
        assert!(nth > 0 || shown.contains(title), "{kind}: {shown}");
    }
    let side: i64 = reader.get("document.documentElement.scrollWidth - innerWidth").await;
    assert!(side <= 0, "{kind} scrolls {side} px to the side");
}

/// The custom element is as dark as the page; a frame alone cannot know it, and is light, as the owner has it.
async fn on_a_dark_page(reader: &Reader, wordpress: &WordPress) {
    for (kind, theme) in [("element", "dark"), ("pasted", "light")] {
        open(reader, wordpress, &format!("{kind}-administrator&dark")).await;
        reader
            .until("the frame is there", "document.querySelector('iframe, answerbook-answer').offsetHeight >= 200")
            .await;
        let inside = async {
            let is_so = format!("document.documentElement.dataset.theme === '{theme}'");
            reader.until(&format!("{kind} is {theme}"), &is_so).await;
        };
        reader.in_frame(0, inside).await;
    }
}

async fn explorer(reader: &Reader, wordpress: &WordPress) {
    open(reader, wordpress, "search-administrator").await;
    reader.until("the explorer is there", "!document.querySelector('answerbook-search a').checkVisibility()").await;
    let inside = async {
        reader.until("it has results", "document.querySelectorAll('#results article').length > 0").await;
        let heads: Vec<Value> =
            vec![reader.sees(".site-header").await.into(), reader.sees(".site-footer").await.into()];
        assert_eq!(heads, [false, false]);
    };
    reader.in_frame(0, inside).await;
}
