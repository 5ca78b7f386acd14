//! Known items: answers drawn at random, and for each the queries of someone who half remembers it.

use std::collections::{BTreeMap, BTreeSet};

use answerbook::search::fold;
use answerbook::transcript::{Library, LibraryEntry};

use crate::random::Random;

/// How many answers are drawn where nothing else is asked for.
pub(crate) const ITEMS: usize = 300;

/// Shorter answers are not drawn.
const MIN_WORDS: usize = 20;

/// How many words a long question has.
const LONG_WORDS: usize = 25;

/// How many letters the beginning of a word has.
const BEGINNING: usize = 5;

/// What is drawn is always the same.
const SEED: u64 = 20_261_123;

/// A query, and the answer it is after.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) kind: &'static str,
    pub(crate) query: String,
    pub(crate) speaker: Option<String>,
    pub(crate) answer: String,
}

/// A paragraph's speaker and words.
struct Said {
    speaker: String,
    words: Vec<String>,
}

struct Item {
    id: String,
    said: Vec<Said>,
}

/// The queries of all kinds, of so many answers.
pub(crate) fn queries(library: &Library, count: usize) -> Vec<Known> {
    let items: Vec<Item> = library.entries().map(item).collect();
    let mut holding = Holding::new();
    for item in &items {
        let words: BTreeSet<&str> = item.said.iter().flat_map(|said| &said.words).map(String::as_str).collect();
        words.into_iter().for_each(|word| *holding.entry(word).or_default() += 1);
    }
    let everything: Vec<String> =
        items.iter().flat_map(|item| &item.said).map(|said| format!(" {} ", said.words.join(" "))).collect();
    let everything = everything.join("\n");
    let long = |item: &&Item| item.said.iter().map(|said| said.words.len()).sum::<usize>() >= MIN_WORDS;
    let mut pool: Vec<&Item> = items.iter().filter(long).collect();
    let mut random = Random(SEED);
    // Of its own, so that what is remembered stays the same whatever else is drawn.
    let (mut also, mut longer) = (Random(SEED + 1), Random(SEED + 2));
    let mut known = Vec::new();
    for _ in 0..count.min(pool.len()) {
        let item = pool.swap_remove(random.below(pool.len()));
        let rare = rare_words(item, &holding, items.len());
        by_words(item, &rare, &holding, &mut random, &mut known);
        by_runs(item, &everything, &mut random, &mut known);
        as_typed(item, rare, &holding, &mut also, &mut known);
        at_length(item, &mut longer, &mut known);
    }
    known
}

fn item(LibraryEntry { episode, answer }: LibraryEntry<'_>) -> Item {
    let said = answer.turns.iter().flat_map(|turn| turn.paragraphs.iter().map(|paragraph| (&turn.speaker, paragraph)));
    let said = said.map(|(speaker, paragraph)| Said {
        speaker: speaker.to_string(),
        words: fold(&paragraph.text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
    });
    Item { id: format!("{}/{}", episode.id, answer.id), said: said.collect() }
}

/// How many answers hold each word of the library.
type Holding<'a> = BTreeMap<&'a str, usize>;

/// How many answers hold a word, and the word.
type Rare<'a> = (usize, &'a str);

/// Whether nobody says a word, and it is long enough to be taken for another.
fn is_unknown(word: &str, holding: &Holding<'_>) -> bool {
    !holding.contains_key(word) && word.chars().count() > 3
}

/// The words of an answer that at least two and at most one in a hundred of the answers hold, the rarest first, with how many.
fn rare_words<'a>(item: &'a Item, holding: &Holding<'_>, answers: usize) -> Vec<Rare<'a>> {
    let words: BTreeSet<&str> = item.said.iter().flat_map(|said| &said.words).map(String::as_str).collect();
    let most = answers.div_ceil(100).max(2);
    let mut rare: Vec<Rare<'_>> = words.into_iter().map(|word| (holding[word], word)).collect();
    rare.retain(|(count, _)| (2..=most).contains(count));
    rare.sort_unstable();
    rare
}

/// Three rare words; one of them mistyped; one misheard; two with who says them.
fn by_words(item: &Item, rare: &[Rare<'_>], holding: &Holding<'_>, random: &mut Random, known: &mut Vec<Known>) {
    let [(_, a), (_, b), (_, c), ..] = *rare else { return };
    let three = [a, b, c];
    let mut add = |kind, words: &[String], speaker: Option<&str>| {
        let speaker = speaker.map(str::to_owned);
        known.push(Known { kind, query: words.join(" "), speaker, answer: item.id.clone() });
    };
    let words: Vec<String> = three.iter().map(|word| (*word).to_owned()).collect();
    add("exact", &words, None);
    let unknown = |word: &String| is_unknown(word, holding);
    for (kind, change) in [("typo", mistyped as fn(&str, &mut Random) -> String), ("misheard", misheard)] {
        let start = random.below(3);
        let tries = (0..60).map(|nth| (start + nth) % 3);
        let changed = tries.map(|nth| (nth, change(three[nth], random))).find(|(_, word)| unknown(word));
        if let Some((nth, word)) = changed {
            let mut words = words.clone();
            words[nth] = word;
            add(kind, &words, None);
        }
    }
    let said_by = |word: &str| item.said.iter().find(|said| said.words.iter().any(|w| w == word)).map(|s| &s.speaker);
    for (one, other) in [(a, b), (a, c), (b, c)] {
        if let Some(speaker) = said_by(one).filter(|speaker| said_by(other) == Some(*speaker)) {
            add("speaker", &[one.to_owned(), other.to_owned()], Some(speaker));
            break;
        }
    }
}

/// Four to six words in a row, in quotes; and others that stand nowhere else, without.
fn by_runs(item: &Item, everything: &str, random: &mut Random, known: &mut Vec<Known>) {
    let long: Vec<&Said> = item.said.iter().filter(|said| said.words.len() >= 4).collect();
    let run = |random: &mut Random| {
        let said = long.get(random.below(long.len()))?;
        let len = (4 + random.below(3)).min(said.words.len());
        let start = random.below(said.words.len() + 1 - len);
        Some(said.words[start..start + len].join(" "))
    };
    let mut add = |kind, query| known.push(Known { kind, query, speaker: None, answer: item.id.clone() });
    let once = |words: &String| everything.match_indices(&format!(" {words} ")).take(2).count() == 1;
    if let Some(words) = run(random) {
        // Of a run that several answers say only one is counted as right, so those are told apart.
        add(if once(&words) { "quoted" } else { "quoted often" }, format!("\"{words}\""));
    }
    if let Some(words) = (0..20).filter_map(|_| run(random)).find(once) {
        add("run", words);
    }
}

/// Twenty-five words in a row, but for the second half, which stands before the first: as long as a question that is written out, with as
/// many common words, and said so by nobody.
fn at_length(item: &Item, random: &mut Random, known: &mut Vec<Known>) {
    let long: Vec<&Said> = item.said.iter().filter(|said| said.words.len() >= LONG_WORDS).collect();
    let Some(said) = long.get(random.below(long.len())) else { return };
    let start = random.below(said.words.len() + 1 - LONG_WORDS);
    let (first, second) = said.words[start..start + LONG_WORDS].split_at(LONG_WORDS / 2);
    let query = [second, first].concat().join(" ");
    known.push(Known { kind: "long", query, speaker: None, answer: item.id.clone() });
}

/// What somebody types who is after something like the answer: one of its rarer words, two, the beginning of one, one with a slip,
/// and a word that nobody says.
fn as_typed(item: &Item, mut rare: Vec<Rare<'_>>, holding: &Holding<'_>, random: &mut Random, known: &mut Vec<Known>) {
    let mut word = |random: &mut Random| {
        let at = random.below(rare.len());
        (at < rare.len()).then(|| rare.swap_remove(at).1.to_owned())
    };
    let (Some(one), Some(other)) = (word(random), word(random)) else { return };
    let unknown = |word: &String| is_unknown(word, holding);
    let mut add = |kind, query: Option<String>| {
        known.extend(query.map(|query| Known { kind, query, speaker: None, answer: item.id.clone() }));
    };
    add("two", Some([one.as_str(), &other].join(" ")));
    add("beginning", Some(one.chars().take(BEGINNING).collect()));
    add("slip", (0..20).map(|_| mistyped(&one, random)).find(unknown));
    add("none", (0..20).map(|_| gibberish(random)).find(unknown));
    add("word", Some(one));
}

/// Letters at random.
fn gibberish(random: &mut Random) -> String {
    (0..4 + random.below(6)).map(|_| letter(random)).collect()
}

/// A letter left out, put in, put in another's place, or swapped with its neighbour.
fn mistyped(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let letter = letter(random);
    let at = random.below(letters.len());
    match random.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letter),
        2 => letters[at] = letter,
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => {}
    }
    letters.into_iter().collect()
}

/// A letter from a to z.
fn letter(random: &mut Random) -> char {
    char::from(b'a' + u8::try_from(random.below(26)).unwrap())
}

/// A word as a machine could have heard it: one place respelt to sound the same.
fn misheard(word: &str, random: &mut Random) -> String {
    const RULES: [(&str, &str); 26] = [
        ("ph", "f"),
        ("f", "ph"),
        ("ck", "k"),
        ("k", "c"),
        ("ca", "ka"),
        ("co", "ko"),
        ("ce", "se"),
        ("ci", "si"),
        ("s", "z"),
        ("z", "s"),
        ("ee", "ea"),
        ("ea", "ee"),
        ("ie", "y"),
        ("i", "y"),
        ("y", "i"),
        ("ou", "ow"),
        ("ai", "ay"),
        ("qu", "kw"),
        ("tion", "shun"),
        ("ge", "je"),
        ("gh", ""),
        ("mb", "m"),
        ("e", ""),
        ("or", "er"),
        ("er", "or"),
        ("x", "ks"),
    ];
    let letters: Vec<char> = word.chars().collect();
    if random.below(3) == 0 {
        // Doubled, or no longer.
        let at = random.below(letters.len());
        let mut letters = letters;
        match letters.get(at + 1) == Some(&letters[at]) {
            true => drop(letters.drain(at..=at)),
            false => letters.insert(at, letters[at]),
        }
        return letters.into_iter().collect();
    }
    let (from, to) = RULES[random.below(RULES.len())];
    word.replacen(from, to, 1)
}
