//! The suggestions of the search field: titles, speakers and topics, by keyboard, mouse, finger and input method; and that nothing
//! happens without their files.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::Stage;
use crate::support::probe;
use crate::support::reader::Reader;

/// The table of folded words, which a test of the build reads too.
const WORDS: &str = include_str!("../../fixtures/suggestions/words.txt");

/// The name of a speaker of the sample, which looks like markup.
const EVE: &str = "Eve <i>Mark</i>";

const OPEN: &str =
    "document.querySelector('#q[aria-expanded=true]') && document.querySelector('#suggestions:not([hidden]) li')";
const CLOSED: &str =
    "document.querySelector('#q[aria-expanded=false]') && document.querySelector('#suggestions[hidden]')";
const FOCUSED: &str = "document.activeElement.id";

/// The texts of the suggestions, in their order.
async fn suggested(reader: &Reader) -> Vec<String> {
    reader.get("[...document.querySelectorAll('#suggestions li span')].map(one => one.textContent)").await
}

/// The text of the suggestion that the field says is active; empty where none is.
async fn active(reader: &Reader) -> String {
    let active = "(id => id && document.querySelector(`#${id}[aria-selected=true] span`).textContent)\
                  (document.getElementById('q').getAttribute('aria-activedescendant'))";
    reader.get::<Option<String>>(active).await.unwrap_or_default()
}

async fn until_suggested(reader: &Reader, text: &str) {
    let condition = format!(
        "{OPEN} && [...document.querySelectorAll('#suggestions span')].some(one => one.textContent === {})",
        json!(text)
    );
    reader.until(&format!("{text} is suggested"), &condition).await;
}

pub(super) async fn by_keyboard(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.type_words("exa").await;
    until_suggested(&reader, "Bo Example").await;
    assert_eq!(active(&reader).await, "", "nothing is chosen by itself");
    let roles = "(q => [q.getAttribute('role'), q.getAttribute('aria-autocomplete'), q.getAttribute('aria-controls'), \
                 document.getElementById(q.getAttribute('aria-controls')).getAttribute('role')])(document.getElementById('q'))";
    assert_eq!(reader.js(roles).await, json!(["combobox", "list", "suggestions", "listbox"]));
    let all = suggested(&reader).await;
    probe::none("structure with suggestions", &probe::structure(&reader).await);
    reader.press_key(Key::Down).await;
    assert_eq!(active(&reader).await, all[0]);
    assert_eq!(reader.js(FOCUSED).await, "q", "the focus stays in the field");
    reader.press_key(Key::Up).await;
    assert_eq!(active(&reader).await, "", "above the first is the field");
    reader.press_key(Key::Up).await;
    assert_eq!(active(&reader).await, all[all.len() - 1], "and above that the last");
    reader.press_key(Key::Left).await;
    assert_eq!(active(&reader).await, "", "a key of the field goes on in the field");

    // Below the last are the results.
    reader.until("there are results", "document.querySelector('#results .card')").await;
    for _ in 0..=all.len() {
        reader.press_key(Key::Down).await;
    }
    let first = "document.activeElement === document.querySelector('#results .card h3 a')";
    reader.until("the first result has the focus", first).await;
    reader.until("the list is closed", CLOSED).await;

    // Esc closes the list, then leaves the field. With the list closed the keys are as ever.
    reader.press("/").await;
    reader.press_key(Key::End).await;
    reader.press("m").await;
    until_suggested(&reader, "Bo Example").await;
    reader.press_key(Key::Escape).await;
    reader.until("the list is closed", CLOSED).await;
    assert_eq!(reader.js(FOCUSED).await, "q");
    assert_eq!(reader.js("document.getElementById('q').value").await, "exam");
    reader.press_key(Key::Escape).await;
    assert_ne!(reader.js(FOCUSED).await, "q");

    // Enter without an active suggestion goes to the first result, with one to its page.
    reader.type_words("example").await;
    until_suggested(&reader, "Bo Example").await;
    reader.press_key(Key::Enter).await;
    reader.until("the first result has the focus", first).await;
    reader.type_words("bo ex").await;
    until_suggested(&reader, "Bo Example").await;
    reader.press_key(Key::Down).await;
    reader.press_key(Key::Enter).await;
    reader.until_address("speakers/bo-example/").await;
}

pub(super) async fn by_pointer(stage: Stage) {
    let reader = stage.sample().await;
    for (typed, text, address) in [
        ("wick do", "Which wick do you use today", "episodes/lamps/wick/"),
        ("which wi", "Which wick do you use today", "episodes/lamps/wick/"),
        ("shop", "A lantern maker talks shop", "episodes/lamps/"),
        ("TRÁDE", "The <trade>", "topics/trade/"),
    ] {
        reader.open_awake("").await;
        reader.type_words(typed).await;
        until_suggested(&reader, text).await;
        let nth: usize = reader
            .get(&format!(
                "[...document.querySelectorAll('#suggestions span')].findIndex(one => one.textContent === {})",
                json!(text)
            ))
            .await;
        reader.click(&format!("#suggestion-{nth}")).await;
        reader.until_address(address).await;
    }
    reader.be_phone().await;
    reader.open_awake("").await;
    reader.type_words("eve").await;
    until_suggested(&reader, EVE).await;
    reader.touch("#suggestion-0").await;
    reader.until_address("speakers/eve-mark/").await;
    // Leaving the field closes the list.
    reader.open_awake("").await;
    reader.type_words("eve").await;
    until_suggested(&reader, EVE).await;
    reader.press_key(Key::Tab).await;
    reader.until("the list is closed", CLOSED).await;
    reader.until_address("?q=eve").await;
}

/// Neither letters that are still being composed nor the keys that compose them are the list's.
pub(super) async fn by_input_method(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.click("#q").await;
    reader.until("the suggestions are there", "document.querySelector('#q[role=combobox]')").await;
    reader.compose("eve").await;
    reader.until("it is being composed", "document.getElementById('q').value === 'eve'").await;
    reader.until("the search has answered", "document.querySelector('#results .card')").await;
    assert!(!reader.sees("#suggestions").await);
    reader.end_composition("eve").await;
    until_suggested(&reader, EVE).await;
    reader.press_key(Key::Down).await;
    let key = "document.getElementById('q').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, \
               isComposing: true }))";
    reader.js(key).await;
    assert_eq!(active(&reader).await, suggested(&reader).await[0]);
    reader.until_address("?q=eve").await;
    // As Safari sends the key that ends a composition: after its end. It is nobody's, be the list open or closed.
    for is_open in [true, false] {
        reader.js(&key.replace("isComposing: true", "isComposing: false")).await;
        assert_eq!(reader.js(FOCUSED).await, "q", "list open: {is_open}");
        assert_eq!(active(&reader).await.is_empty(), !is_open);
        reader.press_key(Key::Escape).await;
        reader.until("the list is closed", CLOSED).await;
    }
    reader.until_address("?q=eve").await;
}

/// Without the files, and without the script, the search is as it was, and says nothing.
pub(super) async fn without_the_files(stage: Stage) {
    let reader = stage.sample().await;
    for part in ["/suggest/", "/answerbook-suggest.js"] {
        reader.site.allow_all();
        reader.site.refuse(part, 404);
        reader.expect_failure(part);
        reader.open_awake("").await;
        reader.type_words("lantern").await;
        reader.until_status("24 answers").await;
        assert!(!reader.sees("#suggestions").await, "without {part}");
        reader.press_key(Key::Down).await;
        reader.until("the keys go through the results", "document.activeElement.closest('#results .card')").await;
    }
}

/// What is typed on is suggested for, however late the answer to the first letters comes.
pub(super) async fn late_files(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.site.hold("/suggest/");
    reader.type_words("eve").await;
    reader.until("there are results", "document.querySelector('#results .card')").await;
    reader.type_words("bo").await;
    reader.site.release();
    until_suggested(&reader, "Bo Example").await;
    assert!(!suggested(&reader).await.iter().any(|text| text == EVE));
    // Who has left the field meanwhile sees no list.
    reader.open_awake("").await;
    reader.site.hold("/suggest/");
    reader.type_words("eve").await;
    reader.press_key(Key::Escape).await;
    reader.site.release();
    reader.until("there are results", "document.querySelector('#results .card')").await;
    assert!(!reader.sees("#suggestions").await);
}

pub(super) async fn looks(stage: Stage) {
    let reader = stage.sample().await;
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        reader.size(width, 800).await;
        reader.media("screen", &[("prefers-color-scheme", scheme)]).await;
        reader.open_awake("").await;
        reader.type_words("lan").await;
        reader.until("there are suggestions", OPEN).await;
        reader.press_key(Key::Down).await;
        let inside: bool = reader
            .get(
                "((list, q) => list.left >= q.left - 1 && list.right <= q.right + 1 && list.top >= q.bottom)\
                 (...['suggestions', 'q'].map(id => document.getElementById(id).getBoundingClientRect()))",
            )
            .await;
        assert!(inside, "the list is as wide as the field and below it, in {width} pixels");
        let place = format!("suggestions in {width} pixels, {scheme}");
        probe::none(&place, &probe::contrast(&reader).await);
        probe::none(&place, &probe::overflow(&reader).await);
        probe::none(&place, &probe::targets(&reader).await);
        if let Ok(folder) = std::env::var("PICTURES") {
            let picture = reader.picture().await.unwrap();
            std::fs::write(format!("{folder}/suggestions-{width}-{scheme}.png"), picture).unwrap();
        }
    }
    reader.media("screen", &[("forced-colors", "active")]).await;
    let outline: String =
        reader.get("getComputedStyle(document.querySelector('#suggestions [aria-selected=true]')).outlineStyle").await;
    assert_eq!(outline, "solid", "the active suggestion shows in forced colours");
    reader.media("print", &[]).await;
    assert!(!reader.sees("#suggestions").await, "it is not printed");
}

/// The script folds what is typed as the build has folded what is suggested.
pub(super) async fn words_of_both(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.click("#q").await;
    reader.until("the suggestions are there", "document.querySelector('#q[role=combobox]')").await;
    let fold = "const script = performance.getEntriesByType('resource').find(file => file.name.includes('answerbook-suggest.js')).name; \
                const { words } = await import(script); return given.map(text => words(text).join(' '));";
    let table: Vec<(&str, &str)> = WORDS.lines().map(|line| line.split_once(" => ").unwrap_or((line, ""))).collect();
    let texts: Value = table.iter().map(|(text, _)| *text).collect();
    let folded: Vec<String> = reader.run(fold, texts).await;
    for ((text, expected), folded) in table.iter().zip(folded) {
        assert_eq!(folded, *expected, "{text}");
    }
}
