//! Searching the library: words, filters, order, and what the page says if nothing is found.

use crate::Stage;
use crate::support::reader::Reader;

/// The ids of the results, in their order.
pub(super) async fn results(reader: &Reader) -> Vec<String> {
    reader.get("[...document.querySelectorAll('#results article[data-answer]')].map(card => card.dataset.answer)").await
}

/// Waits until the results are these, in this order.
async fn until_results(reader: &Reader, ids: &[&str]) {
    let shown = "[...document.querySelectorAll('#results article[data-answer]')].map(card => card.dataset.answer)";
    reader.until(&format!("the results are {ids:?}"), &format!("`${{{shown}}}` === '{}'", ids.join(","))).await;
}

/// The names of the speakers whose words the results show, each once.
async fn cited_speakers(reader: &Reader) -> Vec<String> {
    reader
        .get("[...new Set([...document.querySelectorAll('#results .card cite')].map(cite => cite.textContent))].sort()")
        .await
}

/// The count beside a filter.
async fn count_beside(reader: &Reader, facet: &str, value: &str) -> usize {
    let label = format!("document.querySelector('input[name={facet}][value={value}]').closest('label')");
    reader.get(&format!("Number({label}.querySelector('.answer-count').textContent)")).await
}

pub(super) async fn typing_shows_results(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake("").await;
    assert!(reader.sees("#browse").await, "before anything is asked for the whole library stands there");
    assert_eq!(reader.count("search input[type=search]").await, 1);
    assert_eq!(reader.count("search").await, 1);
    reader.click("#q").await;
    let begun = "performance.getEntriesByType('resource').some(file => file.name.includes('/words/'))";
    reader.until("the search wakes before the first letter", begun).await;
    let words = "performance.getEntriesByType('resource').some(file => file.name.endsWith('/vocabulary.bin'))";
    reader.until("the words are there for one that is mistyped", words).await;
    reader.type_words("waterf").await;
    reader.until_status("1 answer").await;
    until_results(&reader, &["following-curiosity/company-to-company"]).await;
    assert!(!reader.sees("#browse").await, "results take the place of the library");
    let marks: Vec<String> =
        reader.get("[...document.querySelectorAll('#results mark')].map(m => m.textContent)").await;
    assert_eq!(marks, ["waterfall"]);
    assert_eq!(reader.text("#results .card cite").await, "Jodi Alperstein");
    assert!(reader.text("#results .card .source").await.contains("Following Curiosity"));

    reader.type_words("\"culture of execution\"").await;
    reader.until_status("1 answer").await;
    until_results(&reader, &["following-curiosity/contributor-to-vp"]).await;

    // Both words of a correction find it.
    for heard_or_meant in ["\"Marty Kagan\"", "\"Marty Cagan\""] {
        reader.seek(heard_or_meant).await;
        reader.until_status("1 answer").await;
        until_results(&reader, &["following-curiosity/empowered-teams"]).await;
    }
}

pub(super) async fn said_by_whom(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake("").await;
    reader.seek("psychology ").await;
    reader.until_status("2 answers").await;
    let guest = "input[name=speaker][value=jodi-alperstein]";
    assert_eq!(count_beside(&reader, "speaker", "jodi-alperstein").await, 1);
    assert_eq!(count_beside(&reader, "speaker", "product-school").await, 1);
    reader.click(guest).await;
    reader.until_address("?q=psychology+&speaker=jodi-alperstein").await;
    reader.until_status("1 answer").await;
    // The guest says it in this one alone.
    until_results(&reader, &["following-curiosity/younger-self"]).await;
    assert_eq!(cited_speakers(&reader).await, ["Jodi Alperstein"]);
    let focused: bool = reader.get(&format!("document.activeElement === document.querySelector('{guest}')")).await;
    assert!(focused, "the focus stays on the filter that was set");

    // The other speaker beside the first: either may have said it.
    reader.click("input[name=speaker][value=product-school]").await;
    reader.until_status("2 answers").await;
    // Only the host now.
    reader.click(guest).await;
    reader.until_status("1 answer").await;
    until_results(&reader, &["following-curiosity/psychology-to-product"]).await;
    assert_eq!(cited_speakers(&reader).await, ["Product School"]);

    reader.click("#clear").await;
    reader.until_address("").await;
    reader.until_seen("#browse").await;
    assert_eq!(reader.js("document.getElementById('q').value").await, "");
    assert_eq!(reader.text("#status").await, "");
    assert_eq!(reader.count("#results article").await, 0);
    // A match in the title or in a name is said on the card, unless no words are sought.
    reader.seek("alperstein ").await;
    let says =
        "[...document.querySelectorAll('#results .match-kind')].some(how => how.textContent === 'in title or name')";
    reader.until("a card says why", says).await;
    reader.seek("psychology ").await;
    reader.until_status("2 answers").await;
    assert!(!reader.sees("#results .match-kind").await);
    reader.seek("speaker:jodi-alperstein").await;
    reader.until_status("20 answers").await;
    assert!(!reader.sees("#results .match-kind").await, "nothing is sought that could stand there");
}

/// Values of one filter are joined by "or", filters by "and"; a count says what choosing that value gives.
pub(super) async fn filters_join(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    // Without words, by the page's own links.
    reader.click("#filters a[data-facet=speaker][data-value=eve-mark]").await;
    reader.until_status("10 answers").await;
    reader.until_address("?speaker=eve-mark").await;
    reader.seek("lantern ").await;
    reader
        .until(
            "the guest's lanterns are counted",
            "/^[1-9] answers/.test(document.getElementById('status').textContent)",
        )
        .await;
    let by_eve = results(&reader).await;
    let bo = count_beside(&reader, "speaker", "bo-example").await;
    assert_eq!(bo, 14, "what the other guest would give");
    reader.click("input[name=speaker][value=bo-example]").await;
    reader.until_status(&format!("{} answers", by_eve.len() + bo)).await;

    let light = count_beside(&reader, "topic", "light").await;
    assert!(light > 0 && light < by_eve.len() + bo);
    reader.click("input[name=topic][value=light]").await;
    reader.until_status(&format!("{light} answers")).await;
    let trade = count_beside(&reader, "topic", "trade").await;
    reader.click("input[name=topic][value=trade]").await;
    reader
        .until("topics are joined by or", &format!("parseInt(document.getElementById('status').textContent) > {light}"))
        .await;
    let both: usize = reader.get("parseInt(document.getElementById('status').textContent)").await;
    assert!(both <= light + trade, "{both} of {light} and {trade}");
    // The sample's topic has markup in its name.
    let names: Vec<String> = reader
        .get("[...document.querySelectorAll('input[name=topic]')].map(i => i.closest('label').querySelector('span').textContent)")
        .await;
    assert_eq!(names, ["Light & shade", "The <trade>"]);

    reader.click("input[name=episode][value=lamps]").await;
    reader.until("the filters are joined by and", "location.search.includes('episode=lamps')").await;
    reader
        .until(
            "results are of that interview",
            "(cards => cards.length > 0 && cards.every(card => card.dataset.answer.startsWith('lamps/')))([...document.querySelectorAll('#results article')])",
        )
        .await;
}

pub(super) async fn show_more(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.seek("lantern").await;
    reader.until_status("24 answers").await;
    let first = results(&reader).await;
    assert_eq!(first.len(), 10);
    reader.click("#more").await;
    reader.until("more are shown", "document.querySelectorAll('#results article').length === 20").await;
    assert_eq!(results(&reader).await[..10], first, "those that were there stay where they were");
    reader.click("#more").await;
    reader.until("all are shown", "document.querySelectorAll('#results article').length === 24").await;
    assert!(!reader.sees("#more").await);
    let mut all = results(&reader).await;
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 24, "none is shown twice");
    // Of most there is only some of the words: they stay while more are on their way.
    reader.seek("in of what to ").await;
    reader.until("ten are shown", "document.querySelectorAll('#results article').length === 10").await;
    reader.until_seen("#more").await;
    let watch = "(window.least = 10, new MutationObserver(() => window.least = Math.min(window.least, \
                 document.querySelectorAll('#results article').length)).observe(document.getElementById('results'), \
                 { childList: true, subtree: true }), true)";
    reader.js(watch).await;
    reader.click("#more").await;
    reader.until("more are shown", "document.querySelectorAll('#results article').length === 20").await;
    assert_eq!(reader.js("window.least").await, 10, "none goes before more come");
    let focused =
        "[...document.querySelectorAll('#results article')].findIndex(card => card.contains(document.activeElement))";
    reader.until("the reader goes on at the first of the new ones", &format!("{focused} === 10")).await;
}

pub(super) async fn sorting(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("?q=lantern").await;
    reader.until_status("24 answers").await;
    assert!(results(&reader).await.contains(&"markup/short".to_owned()), "the shortest is among the best");
    reader.click("#sort").await;
    reader.press("d").await;
    reader.press_key(fantoccini::key::Key::Enter).await;
    reader.until_address("?q=lantern&sort=date").await;
    reader
        .until(
            "the newest come first",
            "(cards => cards.length > 0 && cards.every(card => card.dataset.answer.startsWith('lamps/')))([...document.querySelectorAll('#results article')])",
        )
        .await;
    reader.reload().await;
    reader.until_status("24 answers").await;
    assert_eq!(reader.js("document.getElementById('sort').value").await, "date");
    assert!(results(&reader).await.iter().all(|id| id.starts_with("lamps/")));
}

pub(super) async fn nothing_found(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake("?q=waterfall&speaker=product-school").await;
    reader.until_seen("#nothing").await;
    assert_eq!(reader.text("#status").await, "No answers");
    assert!(reader.sees("#nothing h2").await);
    let offered = "a[href='?q=waterfall']";
    reader.until_seen(&format!("#offers {offered}")).await;
    assert_eq!(reader.text("#offers").await, "Without the filter by speaker (1 answer)");
    reader.click(&format!("#offers {offered}")).await;
    reader.until_status("1 answer").await;
    reader.until_address("?q=waterfall").await;
    reader.seek("xyzzyplugh").await;
    reader.until_seen("#nothing").await;
    assert_eq!(reader.count("#offers li").await, 0, "nothing gives results");
    reader.click("#show-all").await;
    reader.until_seen("#browse").await;
}

/// The links that stand in place of results: each has some.
pub(super) async fn offers(stage: Stage) {
    let reader = stage.seed().await;
    for (view, text, address) in [
        ("?q=waterfall+-soccer+-waterfall", "Without -waterfall (1 answer)", "?q=waterfall+-soccer"),
        ("?q=waterfall+speaker%3Aproduct-school", "Without speaker:product-school (1 answer)", "?q=waterfall"),
        ("?q=watrfall&guess=off", "waterfall instead of watrfall (1 answer)", "?q=waterfall&guess=off"),
    ] {
        reader.open_awake(view).await;
        reader.until_seen("#nothing").await;
        let link = format!("#offers a[href='{address}']");
        reader.until_seen(&link).await;
        let said = format!("document.querySelector(\"{link}\").closest('li').textContent");
        assert_eq!(reader.get::<String>(&said).await, text, "{view}");
        reader.click(&link).await;
        reader.until_address(address).await;
        reader.until_status("1 answer").await;
    }
}

pub(super) async fn odd_queries(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.seek("\"lantern").await;
    reader.until_status("24 answers").await;
    assert!(
        reader.text("#results .search-notes").await.contains("quotation mark"),
        "a lone quotation mark gets a hint"
    );
    // Positions after letters of several units: the mark is on the word, not beside it.
    reader.seek("marigold").await;
    reader.until_status("1 answer").await;
    assert_eq!(reader.text("#results mark").await, "marigold");
    reader.seek("cafe facade skoda").await;
    reader.until_status("1 answer").await;
    until_results(&reader, &["markup/café"]).await;
    // One word, longer than any window is wide: it breaks.
    reader.seek("פנס").await;
    reader.until_status("1 answer").await;
    until_results(&reader, &["markup/rtl"]).await;
    reader.seek("lantern -glass -market").await;
    reader.until("what is left out is left out", "parseInt(document.getElementById('status').textContent) < 24").await;
    reader.seek("speaker:bo-example episode:lamps lantern").await;
    reader.until_status("14 answers").await;
    for odd in ["-", "\"\"", "(", "speaker:", "^.*$", "%00 %", "\\", "🏮"] {
        reader.seek(odd).await;
        reader
            .until("something is said", "/^(No|\\d+) answer/.test(document.getElementById('status').textContent)")
            .await;
    }
    reader.seek("marigold").await;
    until_results(&reader, &["markup/emoji"]).await;
}

/// Screen readers are told once for each pause what came of a search, and again where the next has as many results.
pub(super) async fn announcements(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake("").await;
    assert_eq!(reader.js("document.getElementById('announcer').role ?? 'status'").await, "status");
    reader
        .js("void (window.told = [], new MutationObserver(() => {\
             const { textContent } = document.getElementById('announcer'); if (textContent) told.push(textContent); \
             }).observe(document.getElementById('announcer'), { childList: true }))")
        .await;
    for words in ["waterfall", "\"culture of execution\""] {
        let before: usize = reader.get("told.length").await;
        reader.type_words(words).await;
        reader.until_status("1 answer").await;
        reader.until("it is told", &format!("told.length > {before} && told.at(-1) === '1 answer'")).await;
    }
    let told: Vec<String> = reader.get("told").await;
    // A slow machine may take longer for a letter than a pause is.
    assert!(told.len() <= 12, "not after every letter: {told:?}");
}

/// On a narrow screen the results come first, and the filters when they are asked for; one that is chosen stays in sight.
pub(super) async fn narrow(stage: Stage) {
    let reader = stage.sample().await;
    reader.size(360, 640).await;
    reader.open_awake("?q=lantern").await;
    reader.until_status("24 answers").await;
    let eve = "#filters label:has(input[value=eve-mark])";
    assert!(!reader.sees(eve).await);
    let top: f64 = reader.get("document.querySelector('#results .card').getBoundingClientRect().top").await;
    assert!(top < 420.0, "the first result begins {top} px below the top");
    reader.click("label:has(#show-filters)").await;
    reader.until_seen(eve).await;
    reader.click("input[name=speaker][value=eve-mark]").await;
    reader.until("they are hers", "parseInt(document.getElementById('status').textContent) < 11").await;
    reader.click("label:has(#show-filters)").await;
    assert!(reader.sees(eve).await && !reader.sees("#filters label:has(input[value=bo-example])").await);
    reader.size(1280, 800).await;
    reader.until_seen("#filters label:has(input[value=bo-example])").await;
    assert!(!reader.sees("label:has(#show-filters)").await);
}

/// On paper stands what was asked, with what filters, and none of the controls.
pub(super) async fn printed(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("?q=lantern&speaker=eve-mark").await;
    reader.until_seen("#filters input[value=eve-mark]").await;
    reader.media("print", &[]).await;
    assert!(reader.sees("#q").await && reader.sees("#status").await && reader.sees("#results .card").await);
    assert!(reader.sees("#filters label:has(input[value=eve-mark]) span").await);
    for control in
        ["#sort", "#clear", "#more", ".tools", "#filters input", "#filters label:has(input[value=bo-example])"]
    {
        assert!(!reader.sees(control).await, "{control}");
    }
}
