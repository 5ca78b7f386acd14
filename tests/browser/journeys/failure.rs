//! Failures: the page says what is wrong, can still be read, and recovers when it can.

use answerbook::wire::PREFIX_LEN;
use serde_json::json;

use crate::Stage;
use crate::support::reader::Reader;
use crate::support::site::Spoil;

/// The page can still be read, and its status says what is wrong.
async fn reads_and_says(reader: &Reader, words: &str) {
    reader.until("the page says what is the matter", "document.documentElement.dataset.app === 'failed'").await;
    reader
        .until(
            &format!("it says {words}"),
            &format!("document.getElementById('status').textContent.includes({})", json!(words)),
        )
        .await;
    assert!(reader.sees("#status").await);
    assert!(!reader.sees("#q").await, "a field that cannot answer is not there");
    assert!(reader.sees("main h1").await);
}

/// A reader of the library, which is loaded. From now on requests for such files are refused.
async fn refused(stage: Stage, files: &str, status: u16) -> Reader {
    let reader = stage.seed().await;
    reader.open_awake("").await;
    reader.site.refuse(files, status);
    reader.expect_failure(&status.to_string());
    reader
}

pub(super) async fn index_lost_and_found_again(stage: Stage) {
    let reader = refused(stage, "/index/", 503).await;
    reader.seek("waterfall").await;
    reader.until_seen("#trouble").await;
    assert!(reader.text("#trouble").await.contains("503"), "it says why");
    assert!(reader.text("#status").await.contains("503"));
    let announced = "document.getElementById('announcer').textContent.includes('503')";
    reader.until("screen readers are told", announced).await;
    assert!(reader.sees("#browse h3 a").await, "the library can be read");
    // The text is a key away, and the trouble does not follow.
    reader.click("#clear").await;
    reader.until_seen("#browse").await;
    reader.seek("waterfall").await;
    reader.until_seen("#trouble").await;
    reader.site.allow_all();
    reader.click("#again").await;
    reader.until_status("1 answer").await;
    assert!(!reader.sees("#trouble").await);
    reader.until_seen("#results article").await;
}

/// The counts of the filters go with the answers that they were counted with.
pub(super) async fn counts_go_with_their_answers(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.seek("marigold").await;
    reader.until_seen("#filters .interactive").await;
    reader.site.refuse("/text/", 503);
    reader.expect_failure("503");
    reader.seek("lantern").await;
    reader.until_seen("#trouble").await;
    assert!(!reader.sees("#filters .interactive").await);
    reader.site.allow_all();
    reader.click("#again").await;
    reader.until_status("24 answers").await;
    reader.until_seen("#filters .interactive").await;
}

/// Without the counts everything else works.
pub(super) async fn counts_lost(stage: Stage) {
    let reader = stage.sample().await;
    reader.open_awake("").await;
    reader.site.refuse("/facets/", 503);
    reader.expect_failure("503");
    reader.seek("lantern").await;
    reader.until_seen("#notes").await;
    assert!(reader.text("#notes").await.contains("503"), "{}", reader.text("#notes").await);
    reader.click("#more").await;
    reader.until("more are shown", "document.querySelectorAll('#results article').length === 20").await;
}

pub(super) async fn index_of_an_older_site(stage: Stage) {
    let reader = refused(stage, "/index/", 404).await;
    reader.seek("waterfall").await;
    reader.until_seen("#trouble").await;
    assert!(reader.text("#trouble").await.contains("reload"), "{}", reader.text("#trouble").await);
    // The site as it is now.
    reader.site.allow_all();
    reader.js("void (window.isOld = true)").await;
    reader.click("#again").await;
    reader.until("the page is loaded anew", "!window.isOld").await;
    reader.until_status("1 answer").await;
}

/// One lost file is nothing that a reader would notice.
pub(super) async fn one_file_lost(stage: Stage) {
    let reader = stage.seed().await;
    for file in [".wasm", "/head.bin", "/words/", "/text/"] {
        reader.site.refuse_once(file, 503);
        reader.expect_failure("503");
        reader.open_awake("?q=waterfall").await;
        reader.until_status("1 answer").await;
        assert!(!reader.sees("#trouble").await && !reader.sees("#notes").await, "{file}");
        assert!(reader.site.log().iter().any(|asked| asked.path.contains(file) && asked.status == 503), "{file}");
    }
}

/// A file that is asked for and never comes: after a while the library is there to read, and the search can be asked for again.
pub(super) async fn index_that_hangs(stage: Stage) {
    let reader = stage.seed().await;
    reader.site.hold("/index/");
    reader.open("?q=waterfall").await;
    reader.until_seen("#trouble").await;
    assert!(reader.sees("#browse h3 a").await, "the library can be read");
    assert_eq!(reader.js("document.getElementById('q').value").await, "waterfall");
    reader.site.release();
    reader.click("#again").await;
    reader.until_status("1 answer").await;
    assert!(!reader.sees("#browse").await);
}

/// The same of the app. It works once it is there.
pub(super) async fn app_that_hangs(stage: Stage) {
    let reader = stage.seed().await;
    reader.site.hold(".wasm");
    reader.open("?q=waterfall").await;
    reader.until("it is told", "document.getElementById('status').textContent.includes('not arrived')").await;
    assert!(reader.sees("#browse h3 a").await && reader.sees("#reload").await && reader.sees("#q").await);
    reader.site.release();
    reader.until_status("1 answer").await;
    assert!(!reader.sees("#reload").await && !reader.sees("#browse").await);
}

/// Files of the index with other bytes, and what the page says of each.
pub(super) async fn index_of_other_bytes(stage: Stage) {
    let reader = stage.seed().await;
    let cases: [(&str, Spoil, &str); 6] = [
        ("/index/", |file| *file = b"<!doctype html><title>Not found</title>".to_vec(), "another file"),
        ("/head.bin", |file| file[5] += 1, "different versions"),
        ("/head.bin", |file| file.truncate(3), "did not arrive whole"),
        ("/words/", |file| file.truncate(file.len() / 2), "damaged"),
        ("/words/", |file| *file.last_mut().unwrap() ^= 1, "damaged"),
        ("/text/", |file| file.iter_mut().skip(40).for_each(|byte| *byte ^= 16), "damaged"),
    ];
    for (files, spoil, words) in cases {
        reader.open_awake("").await;
        reader.site.spoil(files, spoil);
        reader.seek("waterfall").await;
        reader.until_seen("#trouble").await;
        let said = reader.text("#trouble").await;
        assert!(said.contains(words), "{files}: {said}");
        assert_eq!(reader.js("document.querySelectorAll('#results article').length").await, 0);
        reader.site.allow_all();
        reader.click("#again").await;
        reader.until_status("1 answer").await;
    }
}

/// A file that unpacks to far more than it says is unpacked no further than a part of it goes.
pub(super) async fn index_that_swells(stage: Stage) {
    const COUNT_WRITTEN: &str = "const write = WritableStreamDefaultWriter.prototype.write;
        window.unpacked = 0;
        WritableStreamDefaultWriter.prototype.write = function (part) {
            const written = write.call(this, part);
            written.then(() => (window.unpacked += part.length), () => {});
            return written;
        };
        return true;";
    let reader = stage.seed().await;
    reader.open_awake("").await;
    assert!(reader.run::<bool>(COUNT_WRITTEN, json!(null)).await);
    reader.site.spoil("/words/", |file| {
        file.truncate(PREFIX_LEN);
        file.extend(miniz_oxide::deflate::compress_to_vec(&vec![0; 256 << 20], 6));
    });
    reader.seek("waterfall").await;
    reader.until_seen("#trouble").await;
    assert!(reader.text("#trouble").await.contains("damaged"));
    let unpacked: usize = reader.get("window.unpacked").await;
    // A quarter of the file: the streams have some slices under way when the first is found to be too long.
    assert!(unpacked <= 65_536, "{unpacked} bytes of the file were unpacked");
}

/// The answer to a remembered run of words is shown before the dictionary has come, and stays if that cannot be loaded.
pub(super) async fn words_lost_of_a_run(stage: Stage) {
    let reader = refused(stage, "/words/", 503).await;
    reader.seek("whether you're talking waterfall").await;
    reader.until_seen("#results article mark").await;
    reader.until_seen("#notes").await;
    assert_eq!(reader.text("#status").await, "1 answer so far");
    assert!(reader.text("#notes").await.contains("503"), "{}", reader.text("#notes").await);
    reader.site.allow_all();
    // The same again: no file that was refused stands in its way.
    reader.click("#clear").await;
    reader.until_seen("#browse").await;
    reader.seek("whether you're talking waterfall").await;
    reader.until("all are counted", "document.getElementById('status').textContent.includes(' with some')").await;
    assert!(!reader.sees("#notes").await);
    reader.until_seen("#results article mark").await;
}

pub(super) async fn wasm_lost(stage: Stage) {
    let reader = stage.seed().await;
    reader.site.refuse(".wasm", 404);
    reader.expect_failure("404");
    reader.expect_in_console("status 404");
    for page in ["", "episodes/following-curiosity/"] {
        reader.open(page).await;
        reads_and_says(&reader, "still reads").await;
    }
    assert!(reader.text("main").await.contains("nail on the head"));
    // A page without a search needs no app to read.
    reader.open("episodes/following-curiosity/vp-and-gm/").await;
    reader.until("the app has failed", "document.documentElement.dataset.app === 'failed'").await;
    let text: String = reader.get("document.querySelector('main').innerText").await;
    assert!(text.contains("NG nearing rules up to me [engineering rolls up to me]"), "both words stand in the text");
    let error: String = reader
        .run(
            "return await window.answerbook.search('x').then(() => 'found', error => `refused: ${error}`);",
            json!(null),
        )
        .await;
    assert!(error.starts_with("refused: "), "other scripts learn of it: {error}");
}

pub(super) async fn script_lost(stage: Stage) {
    let reader = stage.seed().await;
    // The module beside the WebAssembly: the one script that the library's page loads.
    reader.site.refuse(".js", 500);
    reader.expect_failure("500");
    reader.expect_in_console("odule");
    reader.open("").await;
    reads_and_says(&reader, "still reads").await;
    reader.site.allow_all();
    reader.click("#reload").await;
    reader.awake().await;
    assert!(reader.sees("#q").await && !reader.sees("#reload").await);
    assert_eq!(reader.text("#status").await, "");
    // The entry script itself, which the library's page has in it: then it is as if there were no scripts.
    reader.site.refuse("/answerbook.js", 500);
    reader.open("episodes/following-curiosity/").await;
    assert!(!reader.sees("#q").await);
    assert!(reader.sees("main h1").await);
    reader.site.allow_all();
    reader.open_awake("episodes/following-curiosity/").await;
    assert!(reader.sees("#q").await);
}

/// A browser whose owner does not allow WebAssembly.
pub(super) async fn wasm_forbidden(stage: Stage) {
    let reader = stage.seed().await;
    reader.before_scripts("delete window.WebAssembly;").await;
    reader.expect_in_console("WebAssembly");
    reader.open("").await;
    reads_and_says(&reader, "does not allow WebAssembly").await;
    // Who came with a question, for whose results the place was kept free, gets the library after all.
    reader.open("?q=waterfall").await;
    reads_and_says(&reader, "still reads").await;
    reader.until_seen("#browse").await;
    reader.open("episodes/following-curiosity/").await;
    reads_and_says(&reader, "still reads").await;
}

/// A crash of the app after it has been running.
pub(super) async fn app_crashes(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake("").await;
    // The event that a browser sends: no page can make an app trap.
    let fault = "dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }))";
    reader.js(fault).await;
    reads_and_says(&reader, "it has stopped").await;
}

pub(super) async fn offline(stage: Stage) {
    let reader = stage.seed().await;
    reader.open_awake("").await;
    reader.network(false).await;
    reader.seek("waterfall").await;
    reader.until_seen("#trouble").await;
    assert!(reader.text("#trouble").await.contains("offline"), "{}", reader.text("#trouble").await);
    // Once there is a network it is asked again, by itself.
    reader.network(true).await;
    reader.until_status("1 answer").await;
    // What was fetched once is there without a network.
    reader.network(false).await;
    reader.click("#clear").await;
    reader.until_seen("#browse").await;
    reader.seek("waterfall").await;
    reader.until_status("1 answer").await;
    reader.network(true).await;
    // An interview needs no network to be searched.
    reader.open_awake("episodes/following-curiosity/").await;
    reader.network(false).await;
    reader.seek("soccer").await;
    reader.until_status("1 passage").await;
    reader.network(true).await;
}

pub(super) async fn wrong_address(stage: Stage) {
    let reader = stage.seed().await;
    reader.expect_failure("no-such");
    for page in ["no-such", "episodes/following-curiosity/no-such/", "a/b/c/d/no-such.html"] {
        reader.open_awake(page).await;
        assert!(reader.text("h1").await.contains("nothing at this address"), "{page}");
        let face: String = reader.get("getComputedStyle(document.body).fontFamily").await;
        assert!(face.contains("Source Serif"), "{page} has its style");
        assert_eq!(reader.js("document.querySelector('meta[name=robots]').content").await, "noindex");
    }
    reader.click("main a").await;
    reader.until_address("").await;
    reader.awake().await;
}
