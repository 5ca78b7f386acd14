//! Misheard words: the text has the word that was meant, pointing at it shows the one that was heard, and the verbatim
//! reading has that one in the text.

use crate::Stage;

const EPISODE: &str = "episodes/following-curiosity/";
const FIX: &str = "#p-c4vn .correction";

async fn shown(reader: &crate::support::reader::Reader, word: &str) -> bool {
    reader.get(&format!("document.querySelector('{FIX} {word}').getBoundingClientRect().width > 2")).await
}

pub(super) async fn meant_is_shown_heard_at_hand(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    assert!(
        shown(&reader, "ins").await && !shown(&reader, "del").await,
        "the meant word shows, the heard one does not"
    );
    assert_eq!(reader.text(&format!("{FIX} ins")).await, "engineering rolls up to me");
    let marked: String =
        reader.get(&format!("getComputedStyle(document.querySelector('{FIX} ins')).textDecorationStyle")).await;
    assert_eq!(marked, "dotted", "it is marked as a correction");
    let note = format!("getComputedStyle(document.querySelector('{FIX}'), '::after').content");
    assert_eq!(reader.js(&note).await, "none");
    reader.point_at(FIX).await;
    // Not every engine computes what `attr()` stands for.
    let says =
        format!("{note} !== 'none' && document.querySelector('{FIX}').dataset.heard === 'NG nearing rules up to me'");
    reader.until("pointing at it shows what was heard", &says).await;
    reader.point_at("h1").await;
    reader.until("and no longer", &format!("{note} === 'none'")).await;
    reader.focus(FIX).await;
    reader.until("the keyboard reaches it", &says).await;
}

pub(super) async fn verbatim_is_kept(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake(EPISODE).await;
    assert_eq!(reader.js("document.getElementById('verbatim').ariaPressed").await, "false");
    reader.click("#verbatim").await;
    assert_eq!(reader.js("document.getElementById('verbatim').ariaPressed").await, "true");
    assert!(shown(&reader, "del").await && !shown(&reader, "ins").await, "the heard word shows");
    reader.open_awake(&format!("{EPISODE}vp-and-gm/")).await;
    assert!(shown(&reader, "del").await && !shown(&reader, "ins").await, "on other pages too");
    assert_eq!(reader.js("document.getElementById('verbatim').ariaPressed").await, "true");
    reader.click("#verbatim").await;
    assert!(shown(&reader, "ins").await && !shown(&reader, "del").await);
    reader.reload().await;
    assert!(shown(&reader, "ins").await, "switched off it stays off");
    // Where nothing was misheard there is nothing to switch.
    reader.open_awake("topics/").await;
    assert_eq!(reader.count("#verbatim").await, 0);
}
