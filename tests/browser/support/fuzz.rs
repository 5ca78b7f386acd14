//! Fuzzing in the browser: scripts make seeded hostile values, set them in a page of the site and look at it after each. They
//! run in batches, since a driver waits for no script longer than half a minute.
//!
//! Not here: which inputs there are (`journeys/fuzz.rs`).

use serde::Deserialize;
use serde_json::{Value, json};

use super::engine::Engine;
use super::probe;
use super::reader::Reader;

/// How many values of each input are tried, unless `FUZZ` says otherwise.
const VALUES: usize = 40;

/// How long a batch goes on taking up new values, in milliseconds.
const BATCH_MILLIS: u32 = 6000;

/// The batches after which the document is opened anew.
const BATCHES_OF_A_DOCUMENT: usize = 15;

/// Runs in every document before its own scripts.
pub(crate) const WATCH: &str = include_str!("fuzz/watch.js");

const SCRIPT: &str =
    concat!(include_str!("fuzz/values.js"), include_str!("fuzz/page.js"), include_str!("fuzz/drive.js"));

/// What came of a batch of values.
#[derive(Debug, Deserialize)]
struct Batch {
    done: usize,
    /// The longest time until a page answered, in milliseconds.
    slowest: f64,
    slowest_value: String,
    faults: Vec<String>,
}

/// How many values of each input are tried: as `FUZZ` says, or a share of it that is enough for a quick run. Half of them in other
/// engines than the first: the code is the same, and what differs is seen with few.
pub(crate) fn values(engine: Engine) -> usize {
    full().unwrap_or(if engine == Engine::Chromium { VALUES } else { VALUES / 2 })
}

/// The number that `FUZZ` says.
pub(crate) fn full() -> Option<usize> {
    std::env::var("FUZZ").ok()?.parse().ok()
}

/// Tries values of an input; `given` says which and how. Fails with the first that a page did not bear.
pub(crate) async fn fuzz(reader: &Reader, name: &str, count: usize, mut given: Value) {
    let seed: u32 = name.bytes().fold(7, |seed: u32, byte| seed.wrapping_mul(31).wrapping_add(byte.into())) % 4000;
    let first = std::env::var("FUZZ_FROM").ok().and_then(|from| from.parse().ok()).unwrap_or(0);
    let (mut from, mut slowest) = (first, (0.0, String::new()));
    let page = reader.address().await;
    for nth in 1.. {
        if from >= count {
            break;
        }
        // Each batch opens frames of its own, and a document holds only so many of their memories.
        if nth % BATCHES_OF_A_DOCUMENT == 0 {
            reader.open(&page).await;
        }
        let batch = json!({ "seed": seed, "from": from, "count": count - from, "millis": BATCH_MILLIS, "engine": reader.engine().name() });
        given.as_object_mut().unwrap().extend(batch.as_object().unwrap().clone());
        let batch: Batch = reader.run(SCRIPT, given.clone()).await;
        probe::none(name, &batch.faults);
        // Read as they come, since the driver keeps them all in memory.
        probe::none(name, &reader.foreign_requests().await);
        from += batch.done;
        if batch.slowest > slowest.0 {
            slowest = (batch.slowest, batch.slowest_value);
        }
    }
    println!("    fuzz {name}: {count} values, the slowest answered after {:.0} ms: {:.100}", slowest.0, slowest.1);
}
