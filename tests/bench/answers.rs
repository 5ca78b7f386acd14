//! Where answers begin: host turns labelled by hand, and headings that editors wrote, beside what the import says.
//!
//! ```text
//! cargo bench --bench answers -- sheet [--skip=N] [--stretches=N] SHOW… > sheet.txt
//! ```
//!
//! draws host turns for whoever labels them, ten in a row of each episode drawn; `--skip` passes the first episodes over, so that a second
//! sheet has none of the first.
//!
//! ```text
//! cargo bench --bench answers -- labels --first=FILE [--second=FILE] SHOW…
//! cargo bench --bench answers -- learn --first=FILE [--test=FILE] SHOW…
//! cargo bench --bench answers -- headings FOLDER
//! ```
//!
//! `labels` says how well the import finds the turns that were labelled as opening an answer, and how well two who label agree. `learn`
//! prints the weights of `import::openings` that some labels teach. `headings` compares where the import has
//! answers begin with where editors wrote headings, in texts from which these were taken: the transcripts of
//! `bitcointranscripts/bitcointranscripts`.
//!
//! The labels are in `tests/bench/labels`, without the words, by folder and file. A SHOW is a folder of transcripts. Not here: who asks in
//! a text without labels (`conversation.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]
#![allow(missing_docs, reason = "a benchmark is no library")]

mod folder;
mod learn_openings;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use answerbook::import::openings::{self, Numbers, OPENS, WEIGHTS};
use answerbook::import::{self, Given, Roles, Transcript};
use answerbook::transcript::{Answer, Role, fnv1a_64};
use rayon::prelude::*;

use folder::markdown_files;
use learn_openings::{chance, learnt};

/// The stretches that are drawn from each show, where nobody says how many.
const STRETCHES: usize = 15;

/// The host turns of a stretch, one after the other.
const TURNS: usize = 10;

/// The words that a sheet shows of the turns around.
const WORDS_AROUND: usize = 40;

/// The words that it shows of a host's turn, from either end.
const WORDS_OF_TURN: usize = 70;

/// A turn: whether a host's, its paragraphs, and their place among those of the transcript.
struct Turn {
    is_host: bool,
    paragraphs: Vec<String>,
    first: usize,
}

impl Turn {
    fn text(&self) -> String {
        self.paragraphs.join(" ¶ ")
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let number = |name: &str| arguments.iter().find_map(|argument| argument.strip_prefix(name)?.parse().ok());
    let (skip, stretches) = (number("--skip=").unwrap_or(0), number("--stretches=").unwrap_or(STRETCHES));
    let shows = || arguments.iter().skip(1).filter(|argument| !argument.starts_with("--"));
    match arguments.first().map(String::as_str) {
        Some("labels") => print_labels(&arguments, shows().map(PathBuf::from)),
        Some("headings") => shows().for_each(|folder| print_headings(Path::new(folder))),
        Some("learn") => print_learnt(&arguments, shows().map(PathBuf::from)),
        Some("sheet") => shows().for_each(|show| print_sheet(Path::new(show), skip, stretches)),
        _ => println!("nothing to do: sheet, labels or learn, and folders of transcripts"),
    }
}

/// The transcripts of a folder, by its name and theirs, with the roles that the whole show gives.
fn read(folder: &Path) -> (Vec<(String, Transcript)>, Roles) {
    let paths = markdown_files(folder);
    let show = folder.file_name().unwrap_or_default().to_string_lossy();
    let read = |path: &PathBuf| {
        let file = path.strip_prefix(folder).ok()?.to_string_lossy().into_owned();
        let name = format!("{show}/{file}");
        let given = Given { stem: file, language: Some("en".to_owned()), ..Given::default() };
        Some((name, import::read(&fs::read(path).ok()?, &given).ok()?))
    };
    let transcripts: Vec<(String, Transcript)> = paths.par_iter().filter_map(read).collect();
    let mut roles = Roles::new();
    transcripts.iter().for_each(|(_, transcript)| roles.add(&transcript.voices()));
    (transcripts, roles)
}

fn turns(transcript: &Transcript, roles: &Roles) -> Vec<Turn> {
    let shown = roles.of(&transcript.voices());
    let is_host = |name: &str| shown.iter().any(|role| role.name == name && role.role == Role::Host);
    let mut turns: Vec<(String, Turn)> = Vec::new();
    for (at, (name, text)) in transcript.first_turns(usize::MAX).enumerate() {
        match turns.last_mut().filter(|(last, _)| last == name) {
            Some((_, turn)) => turn.paragraphs.push(text.to_owned()),
            None => {
                let turn = Turn { is_host: is_host(name), paragraphs: vec![text.to_owned()], first: at };
                turns.push((name.to_owned(), turn));
            }
        }
    }
    turns.into_iter().map(|(_, turn)| turn).collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

fn end_of(text: &str) -> String {
    let words = words(text);
    words[words.len().saturating_sub(WORDS_AROUND)..].join(" ")
}

fn start_of(text: &str) -> String {
    words(text).into_iter().take(WORDS_AROUND).collect::<Vec<&str>>().join(" ")
}

fn middle_left_out(text: &str) -> String {
    let words = words(text);
    if words.len() <= 2 * WORDS_OF_TURN {
        return words.join(" ");
    }
    [&words[..WORDS_OF_TURN], &["[…]"], &words[words.len() - WORDS_OF_TURN..]].concat().join(" ")
}

/// Draws host turns that follow somebody else's, in stretches, the same in every run.
fn print_sheet(show: &Path, skip: usize, most: usize) {
    let (transcripts, roles) = read(show);
    let file = |name: &str| name.split_once('/').map_or("", |(_, file)| file).to_owned();
    let mut drawn: Vec<(u64, &(String, Transcript))> =
        transcripts.iter().map(|it| (fnv1a_64(file(&it.0).bytes().chain(*b"sheet")), it)).collect();
    drawn.sort_by_key(|(hash, _)| *hash);
    let mut stretches = 0;
    for (hash, (name, transcript)) in drawn {
        let turns = turns(transcript, &roles);
        let hosts: Vec<usize> = (1..turns.len()).filter(|at| turns[*at].is_host && !turns[at - 1].is_host).collect();
        if hosts.len() < 2 * TURNS || stretches == skip + most {
            continue;
        }
        stretches += 1;
        if stretches <= skip {
            continue;
        }
        let from = (hash >> 20) as usize % (hosts.len() - TURNS);
        println!("\n## {name}");
        for at in &hosts[from..from + TURNS] {
            let next = turns.get(at + 1).map(|turn| start_of(&turn.text())).unwrap_or_default();
            println!(
                "\n{at}\n< {}\n= {}\n> {next}",
                end_of(&turns[at - 1].text()),
                middle_left_out(&turns[*at].text())
            );
        }
    }
}

// ---- labels

/// The letters of labels, by file and turn.
type Labels = BTreeMap<(String, usize), String>;

fn labels(arguments: &[String], name: &str) -> Option<Labels> {
    let path = arguments.iter().find_map(|argument| argument.strip_prefix(name))?;
    let text = fs::read_to_string(path).expect("a file of labels");
    let label = |line: &str| -> Option<((String, usize), String)> {
        let mut fields = line.split('\t');
        Some(((fields.next()?.to_owned(), fields.next()?.parse().ok()?), fields.next()?.to_owned()))
    };
    Some(text.lines().filter_map(label).collect())
}

/// How often two say the same of a turn, and how much more often than by chance (Cohen's kappa).
fn print_agreement(first: &Labels, second: &Labels) {
    let pairs: Vec<(bool, bool)> =
        first.iter().filter_map(|(turn, letter)| Some((letter == "o", second.get(turn)? == "o"))).collect();
    let count = pairs.len() as f64;
    let share = |is: &dyn Fn(&(bool, bool)) -> bool| pairs.iter().filter(|pair| is(pair)).count() as f64 / count;
    let same = share(&|(a, b)| a == b);
    let (a, b) = (share(&|(a, _)| *a), share(&|(_, b)| *b));
    let chance = a * b + (1.0 - a) * (1.0 - b);
    println!("{count} labelled twice: {:.1} % the same, kappa {:.3}", 100.0 * same, (same - chance) / (1.0 - chance));
    let both = share(&|(a, b)| *a && *b);
    println!("the second beside the first: F1 {:.3}", 2.0 * both / (a + b));
}

/// A labelled turn.
struct Measured {
    show: String,
    seen: Numbers,
    /// Whether it is labelled as opening an answer.
    opens: bool,
    /// The chance that the weights give it.
    chance: f32,
    /// Whether the import has an answer begin in it.
    is_cut: bool,
}

fn measured(labels: &Labels, shows: impl Iterator<Item = PathBuf>) -> Vec<Measured> {
    let mut measured = Vec::new();
    for show in shows {
        let (transcripts, roles) = read(&show);
        let of_transcript = |(name, transcript): (String, Transcript)| -> Vec<Measured> {
            if !labels.keys().any(|(file, _)| *file == name) {
                return Vec::new();
            }
            let turns = turns(&transcript, &roles);
            let borrowed: Vec<openings::Turn<'_>> = turns
                .iter()
                .map(|turn| openings::Turn {
                    is_host: turn.is_host,
                    paragraphs: turn.paragraphs.iter().map(String::as_str).collect(),
                })
                .collect();
            let chances = openings::chances(&borrowed, "en");
            let is_answer = |answer: &Answer| answer.part.is_none();
            let begins = first_paragraphs(transcript.clone(), &roles, is_answer);
            let of_turn = |(at, turn): (usize, &Turn)| {
                let letter = labels.get(&(name.clone(), at))?;
                let (seen, chance) = (*chances.get(at)?)?;
                let is_cut =
                    (turn.first..turn.first + turn.paragraphs.len()).any(|paragraph| begins.contains(&paragraph));
                let show = name.split('/').next().unwrap_or_default().to_owned();
                Some(Measured { show, seen, opens: letter == "o", chance, is_cut })
            };
            turns.iter().enumerate().filter_map(of_turn).collect()
        };
        measured.extend(transcripts.into_iter().flat_map(of_transcript));
    }
    measured
}

/// The paragraphs with which some answers begin, as the import has them.
fn first_paragraphs(transcript: Transcript, roles: &Roles, is_meant: impl Fn(&Answer) -> bool) -> BTreeSet<usize> {
    let episode = transcript.into_episode(roles).episode;
    let mut begins = BTreeSet::new();
    let mut at = 0;
    for answer in &episode.answers {
        if is_meant(answer) {
            begins.insert(at);
        }
        at += answer.paragraphs().count();
    }
    begins
}

fn print_f1(name: &str, told: impl Iterator<Item = (bool, bool)>) {
    let (mut both, mut found, mut right, mut same, mut all) = (0, 0, 0, 0, 0);
    for (is, told) in told {
        both += usize::from(is && told);
        found += usize::from(told);
        right += usize::from(is);
        same += usize::from(is == told);
        all += 1;
    }
    let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    let f1 = share(2 * both, found + right);
    println!(
        "{name:<28} precision {:.3}, recall {:.3}, F1 {f1:.3}, right {:.3} of {all}",
        share(both, found),
        share(both, right),
        share(same, all)
    );
}

fn print_labels(arguments: &[String], shows: impl Iterator<Item = PathBuf>) {
    let first = labels(arguments, "--first=").expect("--first=FILE");
    if let Some(second) = labels(arguments, "--second=") {
        print_agreement(&first, &second);
    }
    let measured = measured(&first, shows);
    print_f1("every turn of a host", measured.iter().map(|it| (it.opens, true)));
    print_f1("every turn that asks", measured.iter().map(|it| (it.opens, it.seen[0] > 0.0)));
    print_f1("the import", measured.iter().map(|it| (it.opens, it.is_cut)));
    let shows: BTreeSet<&str> = measured.iter().map(|it| it.show.as_str()).collect();
    for show in shows {
        let of_show = measured.iter().filter(|it| it.show == show);
        print_f1(&format!("  of {show}"), of_show.map(|it| (it.opens, it.is_cut)));
    }
    for tenths in 2..8 {
        let told = measured.iter().map(|it| (it.opens, it.chance >= tenths as f32 / 10.0));
        print_f1(&format!("a chance of .{tenths} or more"), told);
    }
}

fn print_learnt(arguments: &[String], shows: impl Iterator<Item = PathBuf>) {
    let shows: Vec<PathBuf> = shows.collect();
    let first = labels(arguments, "--first=").expect("--first=FILE");
    let measured_first = measured(&first, shows.iter().cloned());
    let labelled: Vec<(Numbers, bool)> = measured_first.iter().map(|it| (it.seen, it.opens)).collect();
    println!("{} labels", labelled.len());
    const FOLDS: usize = 5;
    let folds = (0..FOLDS).into_par_iter().map(|fold| {
        // A stretch has ten turns: whole ones are left out.
        let is_out = |at: usize| at / TURNS % FOLDS == fold;
        let (out, kept): (Vec<_>, Vec<_>) = labelled.iter().enumerate().partition(|(at, _)| is_out(*at));
        let weights = learnt(&kept.into_iter().map(|(_, it)| *it).collect::<Vec<(Numbers, bool)>>());
        out.into_iter().map(|(_, (seen, opens))| (*opens, chance(seen, &weights))).collect::<Vec<(bool, f64)>>()
    });
    let opens_from = f64::from(OPENS);
    let told: Vec<(bool, f64)> = folds.flatten().collect();
    print_f1("learnt, a fifth left out", told.iter().map(|(opens, chance)| (*opens, *chance >= opens_from)));
    let weights = learnt(&labelled);
    if let Some(test) = labels(arguments, "--test=") {
        let test = measured(&test, shows.iter().cloned());
        let told = test.iter().map(|it| (it.opens, chance(&it.seen, &weights) >= opens_from));
        print_f1("learnt, tested", told);
    }
    for ((name, _), weight) in WEIGHTS.iter().zip(&weights) {
        println!("    ({name:?}, {weight:.2}),");
    }
}

// ---- headings of editors

/// The fewest headings of a transcript that is measured, the first not among them.
const MIN_HEADINGS: usize = 4;

/// A conversation in turns: where an editor's sections begin, the import's answers, and every turn of a host.
struct Cut {
    turns: usize,
    headings: BTreeSet<usize>,
    answers: BTreeSet<usize>,
    hosts: BTreeSet<usize>,
}

impl Cut {
    /// A transcript with headings in the middle and several voices.
    fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let given = Given { stem: "talk".to_owned(), language: Some("en".to_owned()), ..Given::default() };
        let with = import::read(text.as_bytes(), &given).ok()?;
        let titles: BTreeSet<&str> =
            text.lines().filter(|line| line.starts_with("##")).map(|line| line.trim_matches(['#', ' '])).collect();
        let without: String = text
            .lines()
            .filter(|line| !line.starts_with("## ") && !line.starts_with("### "))
            .map(|line| format!("{line}\n"))
            .collect();
        let without = import::read(without.as_bytes(), &given).ok()?;
        let roles = Roles::new();
        let turns = turns(&without, &roles);
        let of_paragraph: Vec<usize> =
            turns.iter().enumerate().flat_map(|(at, turn)| turn.paragraphs.iter().map(move |_| at)).collect();
        let is_same = with.first_turns(usize::MAX).count() == of_paragraph.len();
        let in_turns = |paragraphs: BTreeSet<usize>| -> BTreeSet<usize> {
            paragraphs.iter().filter_map(|at| of_paragraph.get(*at).copied()).filter(|at| *at > 0).collect()
        };
        let hosts = (1..turns.len()).filter(|at| turns[*at].is_host && !turns[at - 1].is_host).collect();
        let has_heading = |answer: &Answer| answer.written_title.as_deref().is_some_and(|title| titles.contains(title));
        let is_answer = |answer: &Answer| answer.part.is_none();
        let cut = Self {
            turns: turns.len(),
            headings: in_turns(first_paragraphs(with, &roles, has_heading)),
            answers: in_turns(first_paragraphs(without, &roles, is_answer)),
            hosts,
        };
        (is_same && cut.headings.len() >= MIN_HEADINGS && cut.hosts.len() > 2 * MIN_HEADINGS).then_some(cut)
    }

    /// The headings that have a boundary within a turn.
    fn found(&self, boundaries: &BTreeSet<usize>) -> usize {
        let is_near = |at: &&usize| boundaries.range(at.saturating_sub(1)..=*at + 1).next().is_some();
        self.headings.iter().filter(is_near).count()
    }

    /// The share of windows that have not as many boundaries as headings (Pevzner and Hearst, "A Critique and Improvement of an
    /// Evaluation Metric for Text Segmentation", 2002). A window is half as long as the mean section.
    fn window_diff(&self, boundaries: &BTreeSet<usize>) -> f64 {
        let window = (self.turns / (self.headings.len() + 1) / 2).max(1);
        let windows = self.turns.saturating_sub(window).max(1);
        let differ = |from: &usize| {
            let count = |some: &BTreeSet<usize>| some.range(from + 1..=from + window).count();
            count(&self.headings) != count(boundaries)
        };
        (0..windows).filter(differ).count() as f64 / windows as f64
    }
}

fn print_headings(folder: &Path) {
    let paths = markdown_files(folder);
    let cuts: Vec<Cut> = paths.par_iter().filter_map(|path| Cut::read(path)).collect();
    let headings: usize = cuts.iter().map(|cut| cut.headings.len()).sum();
    println!("{} transcripts with {headings} headings", cuts.len());
    for (name, of) in [
        ("every turn of a host", (|cut: &Cut| cut.hosts.clone()) as fn(&Cut) -> BTreeSet<usize>),
        ("the import", |cut: &Cut| cut.answers.clone()),
    ] {
        let boundaries: usize = cuts.iter().map(|cut| of(cut).len()).sum();
        let found: usize = cuts.iter().map(|cut| cut.found(&of(cut))).sum();
        let window_diff = cuts.iter().map(|cut| cut.window_diff(&of(cut))).sum::<f64>() / cuts.len().max(1) as f64;
        let recall = found as f64 / headings.max(1) as f64;
        println!("{name:<24} {boundaries} boundaries, recall {recall:.3}, WindowDiff {window_diff:.3}");
    }
}
