//! The view is in the address and in the history: reload, back, forward and a pasted link restore it.

use super::search::results;
use crate::Stage;

pub(super) async fn reload_restores(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.seek("lantern ").await;
    reader.until_status("24 answers").await;
    reader.click("input[name=episode][value=lamps]").await;
    reader.until_status("14 answers").await;
    reader.click("#more").await;
    reader.until("all are shown", "document.querySelectorAll('#results article').length === 14").await;
    let before = results(&reader).await;
    reader.js("scrollTo({ top: 900, behavior: 'instant' })").await;
    reader.until("the page has taken note of where the reader rests", "String(history.state).includes('900')").await;
    reader.reload().await;
    reader.until("as many are shown again", "document.querySelectorAll('#results article').length === 14").await;
    reader.until("the place is the same", "Math.abs(scrollY - 900) < 2").await;
    assert_eq!(results(&reader).await, before);
    assert_eq!(reader.js("document.getElementById('q').value").await, "lantern ");
    assert_eq!(reader.js("document.querySelector('input[name=episode][value=lamps]').checked").await, true);
}

pub(super) async fn back_and_forward(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.type_words("wick").await;
    reader.until_address("?q=wick").await;
    reader.until("there are results", "document.querySelectorAll('#results article').length > 0").await;
    let without = results(&reader).await;
    reader.click("input[name=episode][value=lamps]").await;
    reader.until_address("?q=wick&episode=lamps").await;
    reader.click("#clear").await;
    reader.until_address("").await;
    reader.until_seen("#browse").await;

    reader.back().await;
    reader.until_address("?q=wick&episode=lamps").await;
    reader.until("the filter is back", "document.querySelector('input[name=episode][value=lamps]')?.checked").await;
    assert_eq!(reader.js("document.getElementById('q').value").await, "wick");
    reader.back().await;
    reader.until_address("?q=wick").await;
    reader.until("the filter is gone", "!document.querySelector('input[name=episode][value=lamps]').checked").await;
    reader
        .until(
            "its results are back",
            &format!("document.querySelectorAll('#results article').length === {}", without.len()),
        )
        .await;
    assert_eq!(results(&reader).await, without);
    reader.back().await;
    reader.until_address("").await;
    reader.until_seen("#browse").await;
    assert_eq!(reader.js("document.getElementById('q').value").await, "", "a run of typing is one step");
    reader.forward().await;
    reader.until_address("?q=wick").await;
    reader.until("the words are back", "document.getElementById('q').value === 'wick'").await;
    reader.forward().await;
    reader.until("the filter is back", "document.querySelector('input[name=episode][value=lamps]')?.checked").await;
}

pub(super) async fn pasted_link(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.seek("lantern").await;
    reader.until_status("24 answers").await;
    reader.click("input[name=speaker][value=eve-mark]").await;
    reader.until_address("?q=lantern&speaker=eve-mark").await;
    reader.until("they are hers", "parseInt(document.getElementById('status').textContent) < 11").await;
    let link = reader.address().await;
    let (found, status) = (results(&reader).await, reader.text("#status").await);

    // Somebody else, with what a newsletter adds.
    let other = stage.reader(reader.site.clone()).await;
    other.open_awake(&format!("{link}&utm_source=letter&fbclid=x")).await;
    other.until_status(&status).await;
    assert_eq!(results(&other).await, found);
    assert_eq!(other.js("document.getElementById('q').value").await, "lantern");
    assert_eq!(other.js("document.querySelector('input[name=speaker][value=eve-mark]').checked").await, true);
    assert!(!other.sees("#results .search-notes").await, "foreign keys are no reason for a notice");
    // Encoded in another way than ours.
    other.open_awake("?speaker=eve%2Dmark&q=%6Cantern").await;
    other.until_status(&status).await;
    assert_eq!(results(&other).await, found);
}

/// What others have put into the address stays there, whatever is asked.
pub(super) async fn foreign_parameters(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("?utm_source=letter&q=lantern&ref=%2Fa%2520b&flag").await;
    reader.until_status("24 answers").await;
    reader.seek("wick").await;
    reader.until_address("?q=wick&utm_source=letter&ref=%2Fa%2520b&flag").await;
    reader.click("#clear").await;
    reader.until_address("?utm_source=letter&ref=%2Fa%2520b&flag").await;
    reader.open_awake("episodes/lamps/?utm_source=letter").await;
    reader.seek("hinge").await;
    reader.until_address("episodes/lamps/?q=hinge&utm_source=letter").await;
}

/// Who goes on typing a question that a link has brought is not interrupted by the app.
pub(super) async fn typed_into_a_link(stage: Stage) {
    let reader = stage.sample().await;
    reader.site.hold(".wasm");
    reader.open("?q=lantern&speaker=eve-mark").await;
    reader.until("the field has it", "document.getElementById('q').value === 'lantern'").await;
    reader.js("(field => { field.focus(); field.setSelectionRange(7, 7); })(document.getElementById('q'))").await;
    reader.press(" wick").await;
    reader.site.release();
    reader.awake().await;
    reader.until_address("?q=lantern+wick&speaker=eve-mark").await;
    assert_eq!(reader.js("document.getElementById('q').value").await, "lantern wick");
}

pub(super) async fn unknown_value(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("?q=lantern&speaker=nobody-here&topic=%3Cb%3E").await;
    reader.until_status("24 answers").await;
    let notices = reader.text("#results .search-notes").await;
    let notices: Vec<&str> = notices.lines().collect();
    assert_eq!(notices.len(), 2, "one for each: {notices:?}");
    assert!(notices[0].contains("nobody-here"));
    assert!(notices[1].contains("<b>"));
    assert_eq!(reader.count("#results .search-notes b").await, 0);
    // A filter alone that names nothing.
    reader.open_awake("?speaker=nobody-here").await;
    reader.until_seen("#results .search-notes").await;
}

pub(super) async fn typed_before_the_app(stage: Stage) {
    let reader = stage.sample().await;
    reader.site.hold(".wasm");
    reader.open("").await;
    reader.until_seen("#q").await;
    reader.click("#q").await;
    reader.press("wick").await;
    assert_eq!(reader.js("document.documentElement.dataset.app").await, "loading", "typed before the app is there");
    reader.site.release();
    reader.awake().await;
    assert_eq!(reader.js("document.getElementById('q').value").await, "wick");
    reader.until("it is searched", "document.querySelectorAll('#results mark').length > 0").await;
    reader.until_address("?q=wick").await;
    assert_eq!(reader.js("document.activeElement.id").await, "q");

    reader.site.hold(".wasm");
    reader.open("episodes/lamps/").await;
    reader.click("#q").await;
    reader.press("hinge").await;
    assert_eq!(reader.js("document.documentElement.dataset.app").await, "loading");
    reader.site.release();
    reader.awake().await;
    reader.until_status("1 passage").await;
}

pub(super) async fn result_and_back(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("?q=lantern").await;
    reader.until_status("24 answers").await;
    reader.click("#more").await;
    reader.until("more are shown", "document.querySelectorAll('#results article').length === 20").await;
    let before = results(&reader).await;
    reader
        .js("document.querySelectorAll('#results .card')[14].scrollIntoView({ block: 'center', behavior: 'instant' })")
        .await;
    let top: f64 = reader.get("scrollY").await;
    assert!(top > 500.0);
    let chosen = &before[14];
    reader.click(&format!("#results [data-answer='{chosen}'] h3 a")).await;
    reader.until("the answer is open", &format!("location.pathname === '/episodes/{chosen}/'")).await;
    reader.back().await;
    reader.until("as many are shown again", "document.querySelectorAll('#results article').length === 20").await;
    reader.until("the place is the same", &format!("Math.abs(scrollY - {top}) < 2")).await;
    assert_eq!(results(&reader).await, before);
    assert_eq!(reader.js("document.getElementById('q').value").await, "lantern");
}

/// The page waits for the results of a pasted link a little, so that they are drawn first, but not on a slow network.
pub(super) async fn pasted_link_on_a_slow_network(stage: Stage) {
    for slow in [".wasm", "/index/", "/words/"] {
        let reader = stage.seed().await;
        reader.site.hold(slow);
        reader.open("?q=waterfall").await;
        reader.until("something is drawn", "performance.getEntriesByType('paint').length > 0").await;
        reader.until_seen("#q").await;
        assert!(!reader.sees("#browse").await, "results will stand there");
        assert_eq!(reader.js("document.getElementById('q').value").await, "waterfall");
        assert_eq!(reader.text("#status").await, "Searching…");
        reader.site.release();
        reader.until_status("1 answer").await;
        reader.until_seen("#results article").await;
        assert_eq!(reader.js("document.documentElement.hasAttribute('data-render-blocked')").await, false);
    }
}
