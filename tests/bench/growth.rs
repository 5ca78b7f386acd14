//! How time grows with what somebody writes much of: a table of the seconds at n, 2n and 4n for each dimension of the input.
//!
//! ```text
//! cargo bench --bench growth [-- WORD…]     only the dimensions with one of these words in their names
//! ```
//!
//! No loop over input may be worse than n log n, unless a named constant bounds it; past that a plain sentence takes its place,
//! which has a row of its own. So the run fails where four times as much takes more than [`MAX_RATIO`] times as long. Each time is
//! that of a whole command, its start included, and the least of some runs. `cargo test` runs each dimension once, and small, so that
//! the inputs stay what they should be. Not here: what is measured ([`dimensions`]), and how fast the search is (`search.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

#[path = "../command_line/bench.rs"]
#[allow(dead_code, reason = "shared with the tests of the command line")]
mod bench;
mod dimensions;

use std::process::ExitCode;

use dimensions::{DIMENSIONS, Dimension};

/// The greatest ratio of the time at 4n to that at n. In proportion it is 4, and n log n stays below 6; squares have 16.
const MAX_RATIO: f64 = 8.0;

/// The least seconds at 4n that are judged. Below them the start of the program and what else the machine does decide.
const NOISE: f64 = 0.2;

/// A command that takes less is run again, since what else the machine does only ever adds.
const SHORT: f64 = 2.0;

const RUNS: usize = 3;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let chosen = |it: &&Dimension| words.is_empty() || words.iter().any(|word| it.name.contains(word.as_str()));
    let chosen: Vec<&Dimension> = DIMENSIONS.iter().filter(chosen).collect();
    if !std::env::args().any(|argument| argument == "--bench") {
        for dimension in &chosen {
            (dimension.seconds)(dimension.n / 4);
        }
        println!("{} dimensions, each once and small", chosen.len());
        return ExitCode::SUCCESS;
    }
    if measured(&chosen) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints the table; whether no time grows too fast.
fn measured(chosen: &[&Dimension]) -> bool {
    println!("| dimension | n | s at n | at 2n | at 4n | 4n : n |");
    println!("|---|--:|--:|--:|--:|--:|");
    let mut steep = Vec::new();
    for dimension in chosen {
        let [one, two, four] = [1, 2, 4].map(|times| seconds(dimension, dimension.n * times));
        let ratio = four / one;
        println!("| {} | {} | {one:.3} | {two:.3} | {four:.3} | {ratio:.1} |", dimension.name, dimension.n);
        if four >= NOISE && ratio > MAX_RATIO && !dimension.is_bounded {
            steep.push(dimension.name);
        }
    }
    if !steep.is_empty() {
        println!("\nmore than {MAX_RATIO} times as long for four times as much: {}", steep.join("; "));
    }
    steep.is_empty()
}

/// The least time of some runs over an input of a size.
fn seconds(dimension: &Dimension, size: usize) -> f64 {
    let mut least = (dimension.seconds)(size);
    for _ in 1..RUNS {
        if least < SHORT {
            least = least.min((dimension.seconds)(size));
        }
    }
    least
}
