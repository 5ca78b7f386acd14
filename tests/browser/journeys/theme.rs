//! Light and dark: as the system is, or as the reader chose, on every page and from its first paint.

use std::time::Duration;

use crate::Stage;

const GROUND: &str = "getComputedStyle(document.body).backgroundColor";
const LIGHT: &str = "rgb(255, 253, 248)";
const DARK: &str = "rgb(22, 23, 26)";

/// Keeps the theme of the moment when the body is created, which is before anything is painted.
const WATCH: &str = "new MutationObserver((_, watch) => { \
    if (document.body) { window.themeAtFirst = document.documentElement.dataset.theme ?? 'none'; watch.disconnect(); } \
    }).observe(document, { childList: true, subtree: true });";

pub(super) async fn kept_before_the_first_paint(stage: Stage) {
    let reader = stage.seed().await;
    reader.before_scripts(WATCH).await;
    reader.media("screen", &[("prefers-color-scheme", "light")]).await;
    reader.open_awake("").await;
    assert_eq!(reader.js("window.themeAtFirst").await, "none");
    assert_eq!(reader.js(GROUND).await, LIGHT);
    for (says, ground) in [("Light", LIGHT), ("Dark", DARK)] {
        reader.click("#theme").await;
        assert_eq!(reader.text("#theme").await, format!("Theme: {says}"));
        assert_eq!(reader.js(GROUND).await, ground);
    }
    // The app comes late; the choice does not.
    reader.site.delay(".wasm", Duration::from_millis(700));
    for page in ["episodes/following-curiosity/", "topics/", ""] {
        reader.open(page).await;
        assert_eq!(reader.js("window.themeAtFirst").await, "dark", "{page}");
        assert_eq!(reader.js(GROUND).await, DARK, "{page}");
    }
    reader.awake().await;
    assert_eq!(reader.text("#theme").await, "Theme: Dark");
    reader.click("#theme").await;
    assert_eq!(reader.text("#theme").await, "Theme: Auto");
    reader.reload().await;
    assert_eq!(reader.js(GROUND).await, LIGHT);
}

pub(super) async fn as_the_system(stage: Stage) {
    let reader = stage.seed().await;
    reader.media("screen", &[("prefers-color-scheme", "dark")]).await;
    reader.open_awake("").await;
    assert_eq!(reader.js(GROUND).await, DARK);
    assert_eq!(reader.js("getComputedStyle(document.documentElement).colorScheme").await, "dark");
    reader.media("screen", &[("prefers-color-scheme", "light")]).await;
    reader.until("the page follows the system", &format!("{GROUND} === '{LIGHT}'")).await;
    // Chosen light wins over a dark system.
    reader.click("#theme").await;
    reader.media("screen", &[("prefers-color-scheme", "dark")]).await;
    assert_eq!(reader.js(GROUND).await, LIGHT);

    // The owner's own colour, in both.
    let sample = stage.sample().await;
    let brand = "getComputedStyle(document.querySelector('.brand')).color";
    sample.media("screen", &[("prefers-color-scheme", "light")]).await;
    sample.open_awake("").await;
    assert_eq!(sample.js(brand).await, "rgb(2, 106, 46)");
    sample.media("screen", &[("prefers-color-scheme", "dark")]).await;
    sample.until("the dark one", &format!("{brand} === 'rgb(137, 210, 152)'")).await;
}
