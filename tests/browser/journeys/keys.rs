//! The keyboard: results are reached by it, and single keys never act inside a field.

use fantoccini::key::Key;

use crate::Stage;

const FOCUSED_TITLE: &str =
    "document.activeElement.closest('#results .card')?.dataset.answer ?? document.activeElement.id";

pub(super) async fn walk_the_results(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.press("/").await;
    assert_eq!(reader.js("document.activeElement.id").await, "q", "the slash goes to the search field");
    assert_eq!(reader.js("document.getElementById('q').value").await, "", "and is not typed into it");
    reader.press("lantern").await;
    reader.until_status("24 answers").await;
    let results = super::search::results(&reader).await;
    // The suggestions come first; without them the results are next.
    reader.until("there are suggestions", "document.querySelector('#suggestions li')").await;
    reader.press_key(Key::Escape).await;
    reader.press_key(Key::Down).await;
    assert_eq!(reader.js(FOCUSED_TITLE).await, results[0]);
    reader.press_key(Key::Down).await;
    assert_eq!(reader.js(FOCUSED_TITLE).await, results[1]);
    reader.press("j").await;
    assert_eq!(reader.js(FOCUSED_TITLE).await, results[2]);
    reader.press("k").await;
    reader.press_key(Key::Up).await;
    assert_eq!(reader.js(FOCUSED_TITLE).await, results[0]);
    reader.press_key(Key::Up).await;
    assert_eq!(reader.js("document.activeElement.id").await, "q", "above the first result is the field");

    reader.press_key(Key::Escape).await;
    assert_ne!(reader.js("document.activeElement.id").await, "q", "Esc leaves the field");
    reader.press("/").await;
    assert_eq!(reader.js("document.getElementById('q').value").await, "lantern", "what was typed is still there");
    reader.press_key(Key::Enter).await;
    assert_eq!(reader.js(FOCUSED_TITLE).await, results[0], "Enter goes to the first result");
    let outline: String = reader.get("getComputedStyle(document.activeElement).outlineStyle").await;
    assert_eq!(outline, "solid", "the focus shows");
    reader.press_key(Key::Enter).await;
    let there = format!("location.pathname === '/episodes/{}/'", results[0]);
    reader.until("Enter opens the result", &there).await;
}

pub(super) async fn list_of_keys(stage: Stage) {
    let reader = stage.seed().await;
    for page in ["", "episodes/following-curiosity/", "episodes/following-curiosity/vp-and-gm/", "topics/"] {
        reader.open_awake(page).await;
        reader.press("?").await;
        reader.until_seen("dialog#keys[open]").await;
        assert!(reader.count("dialog#keys kbd").await >= 5);
        let inside: bool = reader.get("!!document.activeElement.closest('dialog')").await;
        assert!(inside, "the focus is in the list");
        reader.press_key(Key::Escape).await;
        reader.until("the list is closed", "!document.querySelector('dialog[open]')").await;
        // The button in the header opens it too.
        reader.click("#tools [aria-label='Keyboard shortcuts']").await;
        reader.until_seen("dialog#keys[open]").await;
        reader.click("dialog#keys button").await;
        reader.until("the list is closed", "!document.querySelector('dialog[open]')").await;
    }
}

pub(super) async fn switched_off(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake("").await;
    reader.press("?").await;
    reader.until_seen("dialog#keys[open]").await;
    reader.click("#single-keys").await;
    reader.press_key(Key::Escape).await;
    reader.until("the list is closed", "!document.querySelector('dialog[open]')").await;
    for page in ["", "episodes/following-curiosity/"] {
        reader.open_awake(page).await;
        reader.press("/?jk").await;
        assert_ne!(reader.js("document.activeElement.id").await, "q", "single keys do nothing on {page:?}");
        assert_eq!(reader.count("dialog[open]").await, 0);
        // Keys that are no letters go on working.
        reader.click("#q").await;
        reader.press_key(Key::Escape).await;
        assert_ne!(reader.js("document.activeElement.id").await, "q");
    }
    reader.click("#tools [aria-label='Keyboard shortcuts']").await;
    assert_eq!(reader.js("document.getElementById('single-keys').checked").await, false);
    reader.click("#single-keys").await;
    reader.click("dialog#keys button").await;
    reader.press("/").await;
    assert_eq!(reader.js("document.activeElement.id").await, "q", "switched on they act again");
}

pub(super) async fn leave_the_field_alone(stage: Stage) {
    let reader = stage.seed().await;
    for page in ["", "episodes/following-curiosity/"] {
        reader.open_awake(page).await;
        reader.type_words("jk/?jk").await;
        assert_eq!(reader.js("document.getElementById('q').value").await, "jk/?jk");
        assert_eq!(reader.count("dialog[open]").await, 0);
        reader.press_key(Key::Escape).await;
        // With a modifier a key is the browser's.
        reader.chord(Key::Control, '/').await;
        assert_ne!(reader.js("document.activeElement.id").await, "q");
    }
}

/// AltGr types a character on some keyboards: Windows tells it as Ctrl and Alt, with the modifier AltGraph. Ctrl and Alt themselves, as
/// macOS' Option, are the browser's.
pub(super) async fn typed_with_altgr(stage: Stage) {
    let reader = stage.seed().await;
    let press = async |init: &str| {
        let press = format!(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ bubbles: true, cancelable: true, ctrlKey: true, altKey: true, {init} }}))"
        );
        reader.js(&press).await
    };
    for page in ["", "episodes/following-curiosity/"] {
        reader.open_awake(page).await;
        assert_eq!(press("key: '/'").await, true, "Ctrl, Alt and / are left to the browser");
        assert_ne!(reader.js("document.activeElement.id").await, "q");
        assert_eq!(press("key: '/', modifierAltGraph: true").await, false, "AltGr typed it");
        assert_eq!(reader.js("document.activeElement.id").await, "q");
        assert_eq!(press("key: '@', modifierAltGraph: true").await, true, "in the field it is text");
        reader.press_key(Key::Escape).await;
        press("key: '?', shiftKey: true, modifierAltGraph: true").await;
        reader.until_seen("dialog#keys[open]").await;
        reader.press_key(Key::Escape).await;
        reader.until("the list is closed", "!document.querySelector('dialog[open]')").await;
    }
}
