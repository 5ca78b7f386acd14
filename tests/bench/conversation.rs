//! Who asks in a conversation without labels: learnt, and measured against the rule that a paragraph with a question mark at its end asks.
//!
//! ```text
//! cargo bench --bench conversation -- --changelog=DIR --bitcoin=DIR --headed=DIR [--labelled=DIR …] [--learn]
//! ```
//!
//! The folders are the transcripts of `thechangelog/transcripts`, `bitcointranscripts/bitcointranscripts` and
//! `waferbaby/usesthis` (its `posts`). What is measured was not learnt from: one show of the first is left out at a time, and half of
//! the last. `--learn` writes `src/import/conversation/weights.bin` from all of them. `--labelled` names conversations that are only
//! measured. Not here: where answers begin.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

mod folder;
mod learn;
#[path = "../random/mod.rs"]
mod random;
mod two_voices;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use answerbook::import::conversation::Models;
use answerbook::import::conversation::weights::Weights;
use rayon::prelude::*;

use learn::{Lesson, learnt};
use random::Random;
use two_voices::{Talk, headed, labelled};

/// An asker says at most this share of the words in the conversations that are measured.
const MAX_ASKER_SHARE: f64 = 0.3;

/// The same for those that are learnt from.
const MAX_LEARNT_SHARE: f64 = 0.45;

/// Two voices have at least this share of the words in conversations that are learnt from.
const MIN_TWO_VOICES: f64 = 0.9;

/// The draws of the bootstrap.
const DRAWS: usize = 1000;

/// A chance of which the paragraph is not flagged.
const SURE: f64 = 0.85;

fn argument(name: &str) -> Option<PathBuf> {
    std::env::args().find_map(|argument| argument.strip_prefix(name).map(PathBuf::from))
}

fn main() {
    let given = (argument("--changelog="), argument("--bitcoin="), argument("--headed="));
    let (Some(changelog), Some(bitcoin), Some(edited)) = given else {
        println!("no transcripts: name their folders, --changelog=DIR --bitcoin=DIR --headed=DIR");
        return;
    };
    let wide: Vec<Talk> = labelled(&changelog, MIN_TWO_VOICES);
    let strict: Vec<Talk> = labelled(&changelog, 1.0);
    let bitcoin = labelled(&bitcoin, MIN_TWO_VOICES);
    let mut learnt_headed = headed(&edited);
    let other_headed: Vec<Talk> = (0..learnt_headed.len() / 2).map(|at| learnt_headed.remove(at + 1)).collect();
    let lessons = Lessons::new(&wide, &bitcoin, &learnt_headed);
    println!("learnt from {} conversations", lessons.all.len());
    let has_folds = !std::env::args().any(|argument| argument == "--no-folds");
    for (what, talks) in [("two voices", &strict), ("two voices, others below a tenth left out", &wide)] {
        if !has_folds {
            continue;
        }
        let folds = left_out(talks, &lessons);
        print_table(&format!("{what}, the asker at most {MAX_ASKER_SHARE}, a show left out at a time"), &folds);
    }
    let models = lessons.models(None);
    let of =
        |talks: &[Talk]| -> Vec<Measured> { talks.par_iter().map(|talk| Measured::new(talk, &models, true)).collect() };
    print_table("edited interviews without their marks", &of(&other_headed));
    let any: Vec<Measured> = other_headed.par_iter().map(|talk| Measured::new(talk, &models, false)).collect();
    print_table("the same, as in any language", &any);
    for path in std::env::args().filter_map(|argument| argument.strip_prefix("--labelled=").map(PathBuf::from)) {
        print_table(&format!("{}, only measured", path.display()), &of(&labelled(&path, MIN_TWO_VOICES)));
    }
    print_table("the first interview", &of(&[first_interview()]));
    if std::env::args().any(|argument| argument == "--learn") {
        let bytes = [models.english.to_bytes(), models.any.to_bytes()].concat();
        assert_eq!(Models::from_bytes(&bytes).as_ref(), Some(&models));
        println!("{} bytes of weights", bytes.len());
        fs::write("src/import/conversation/weights.bin", bytes).expect("the weights can be written");
    }
}

/// What is learnt from, and the show of each.
struct Lessons {
    /// With phrases where those say something of other shows too.
    english: Vec<Lesson>,
    /// The same conversations, all without phrases.
    any: Vec<Lesson>,
    all: Vec<String>,
}

impl Lessons {
    fn new(changelog: &[Talk], bitcoin: &[Talk], headed: &[Talk]) -> Self {
        let spoken: Vec<&Talk> =
            changelog.iter().chain(bitcoin).filter(|talk| talk.asker_share <= MAX_LEARNT_SHARE).collect();
        // There are few shows but for the first, and the more there are, the better a new one is told: these count thrice.
        let thrice = bitcoin.iter().chain(bitcoin).filter(|talk| talk.asker_share <= MAX_LEARNT_SHARE);
        let spoken: Vec<&Talk> = spoken.into_iter().chain(thrice).collect();
        // The edited interviews ask all the same four questions: where all had their phrases, these would be learnt by heart.
        let english = spoken.par_iter().map(|talk| Lesson::new(talk, true));
        let headed_english = headed.par_iter().enumerate().map(|(at, talk)| Lesson::new(talk, at % 2 == 0));
        let english = english.chain(headed_english).collect();
        let all: Vec<&Talk> = spoken.iter().copied().chain(headed).collect();
        let any = all.par_iter().map(|talk| Lesson::new(talk, false)).collect();
        Self { english, any, all: all.iter().map(|talk| talk.show.clone()).collect() }
    }

    /// The models that all conversations teach but those of a show.
    fn models(&self, without: Option<&str>) -> Models {
        let of = |lessons: &[Lesson]| -> Weights {
            let kept = lessons.iter().zip(&self.all).filter(|(_, show)| without != Some(show.as_str()));
            learnt(&kept.map(|(lesson, _)| lesson).collect::<Vec<&Lesson>>())
        };
        let (english, any) = rayon::join(|| of(&self.english), || of(&self.any));
        Models { english, any }
    }
}

/// Each show's conversations, measured with what the others teach.
fn left_out(talks: &[Talk], lessons: &Lessons) -> Vec<Measured> {
    let talks: Vec<&Talk> = talks.iter().filter(|talk| talk.asker_share <= MAX_ASKER_SHARE).collect();
    let shows: BTreeSet<&str> = talks.iter().map(|talk| talk.show.as_str()).collect();
    let shows: Vec<&str> = shows.into_iter().collect();
    let of_show = |show: &&str| -> Vec<Measured> {
        let models = lessons.models(Some(show));
        talks.iter().filter(|talk| talk.show == *show).map(|talk| Measured::new(talk, &models, true)).collect()
    };
    shows.par_iter().flat_map_iter(of_show).collect()
}

/// The interview that is bundled, which nothing was learnt from.
fn first_interview() -> Talk {
    let path = "episodes/following-curiosity.md";
    let text = fs::read_to_string(path).expect("the first interview");
    let episode = answerbook::source::read_episode(&text, "following-curiosity").value.expect("an episode");
    let turns = episode.answers.iter().flat_map(|answer| &answer.turns);
    let said =
        turns.flat_map(|turn| turn.paragraphs.iter().map(|it| (episode.is_host(&turn.speaker), it.text.clone())));
    let (asks, paragraphs) = said.unzip();
    Talk { show: String::new(), asker_share: 0.3, paragraphs, asks }
}

/// A conversation and what was told of it.
struct Measured {
    asks: Vec<bool>,
    chances: Vec<f64>,
    ends_with_mark: Vec<bool>,
}

impl Measured {
    fn new(talk: &Talk, models: &Models, is_english: bool) -> Self {
        let lesson = Lesson::new(talk, is_english);
        Self {
            asks: lesson.asks,
            chances: models.chances(&lesson.seen, is_english),
            ends_with_mark: talk
                .paragraphs
                .iter()
                .map(|text| text.trim_end_matches(['"', '”']).ends_with('?'))
                .collect(),
        }
    }

    /// Of each paragraph: how sure one can be of its voice, and whether it is the right one.
    fn told(&self) -> impl Iterator<Item = (f64, bool)> {
        self.chances.iter().zip(&self.asks).map(|(chance, asks)| (chance.max(1.0 - chance), (*chance >= 0.5) == *asks))
    }
}

/// Right paragraphs, and changes of voice that were told, are there, and both.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    paragraphs: usize,
    told: usize,
    true_changes: usize,
    both: usize,
}

impl Count {
    fn of(told: &[bool], asks: &[bool]) -> Self {
        let mut count = Self { paragraphs: asks.len(), ..Self::default() };
        count.right = told.iter().zip(asks).filter(|(told, asks)| told == asks).count();
        for (told, asks) in told.windows(2).zip(asks.windows(2)) {
            let (is_told, is_true) = (told[0] != told[1], asks[0] != asks[1]);
            count.told += usize::from(is_told);
            count.true_changes += usize::from(is_true);
            count.both += usize::from(is_told && is_true);
        }
        count
    }

    fn sum(counts: impl Iterator<Item = Self>) -> Self {
        counts.fold(Self::default(), |a, b| Self {
            right: a.right + b.right,
            paragraphs: a.paragraphs + b.paragraphs,
            told: a.told + b.told,
            true_changes: a.true_changes + b.true_changes,
            both: a.both + b.both,
        })
    }

    /// The percentage of paragraphs that are right.
    fn accuracy(&self) -> f64 {
        100.0 * self.right as f64 / self.paragraphs.max(1) as f64
    }

    /// The F1 of changes.
    fn f1(&self) -> f64 {
        2.0 * self.both as f64 / (self.told + self.true_changes).max(1) as f64
    }
}

/// The lowest and the highest of 95 % of the draws, by conversation.
fn interval(counts: &[Count], figure: impl Fn(&Count) -> f64) -> (f64, f64) {
    let mut random = Random(1);
    let mut figures: Vec<f64> = (0..DRAWS)
        .map(|_| figure(&Count::sum((0..counts.len()).map(|_| counts[random.below(counts.len())]))))
        .collect();
    figures.sort_by(f64::total_cmp);
    (figures[DRAWS / 40], figures[DRAWS - 1 - DRAWS / 40])
}

fn print_row(name: &str, counts: &[Count]) {
    let all = Count::sum(counts.iter().copied());
    let (low, high) = interval(counts, Count::accuracy);
    let (f1_low, f1_high) = interval(counts, Count::f1);
    let (accuracy, f1) = (all.accuracy(), all.f1());
    println!("| {name} | {accuracy:.1} ({low:.1}–{high:.1}) | {f1:.3} ({f1_low:.3}–{f1_high:.3}) |");
}

fn print_table(what: &str, measured: &[Measured]) {
    if measured.is_empty() {
        return;
    }
    let told = |of: &dyn Fn(&Measured) -> Vec<bool>| -> Vec<Count> {
        measured.iter().map(|it| Count::of(&of(it), &it.asks)).collect()
    };
    let paragraphs: usize = measured.iter().map(|it| it.asks.len()).sum();
    println!("\n{what}: {} conversations, {paragraphs} paragraphs\n", measured.len());
    println!("| told by | right, % (95 %) | changes, F1 (95 %) |\n|---|---|---|");
    print_row("a question mark at the end", &told(&|it| it.ends_with_mark.clone()));
    print_row("the model", &told(&|it| it.chances.iter().map(|chance| *chance >= 0.5).collect()));
    let mut sure: Vec<(f64, bool)> = measured.iter().flat_map(Measured::told).collect();
    sure.sort_by(|a, b| b.0.total_cmp(&a.0));
    let right = |some: &[(f64, bool)]| {
        100.0 * some.iter().filter(|(_, right)| *right).count() as f64 / some.len().max(1) as f64
    };
    print!("right of the surest");
    for tenth in 1..=10 {
        print!(" {}0 %: {:.1},", tenth, right(&sure[..sure.len() * tenth / 10]));
    }
    let unflagged = sure.partition_point(|(chance, _)| *chance >= SURE);
    let wrong = sure.iter().filter(|(_, right)| !right).count();
    let flagged_wrong = sure[unflagged..].iter().filter(|(_, right)| !right).count();
    println!(
        "\nflagged below {SURE}: {:.1} % of paragraphs, with {flagged_wrong} of {wrong} that are wrong; of the others {:.1} % are right",
        100.0 - 100.0 * unflagged as f64 / sure.len() as f64,
        right(&sure[..unflagged])
    );
    print!("told, and right:");
    for (low, high) in [(0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.99), (0.99, 1.01)] {
        let some: Vec<(f64, bool)> = sure.iter().copied().filter(|(chance, _)| (low..high).contains(chance)).collect();
        let mean = 100.0 * some.iter().map(|(chance, _)| chance).sum::<f64>() / some.len().max(1) as f64;
        print!(" {mean:.1} → {:.1},", right(&some));
    }
    println!();
}
