//! Two versions of a transcript, laid side by side: which paragraph of the new one is which of the old.
//!
//! Paragraphs are compared by their pairs of neighbouring words, so that a word mended here and there changes little and two
//! that only share common words share nothing. First comes the best alignment in order (Needleman and Wunsch), which leaves
//! repeated short ones ("Right.") where their neighbours are; then what was put elsewhere; then parts of what was split or
//! merged. Not here: ids, and what becomes of them.

use crate::transcript::fold_words;

/// Less alike than this, two paragraphs are not one.
const LEAST: f32 = 0.25;

/// From here on two paragraphs in the same place are one.
const CLEAR: f32 = 0.45;

/// From here on two paragraphs in different places are one.
const ELSEWHERE: f32 = 0.7;

/// How much more alike it must be than any other that could be meant.
const MARGIN: f32 = 0.2;

/// A paragraph of fewer words is not looked for elsewhere: too many say the same.
const TELLING_WORDS: usize = 5;

/// A paragraph that says no more outside of brackets stands for what could not be understood.
const UNSAID_WORDS: usize = 1;

/// What share of a part's pairs of words its whole must hold.
const PART: f32 = 0.65;

/// A first part that holds this share of the whole goes on as the whole.
const FIRST_PART: f32 = 0.4;

/// A paragraph as it is compared.
pub(super) struct Unit {
    /// Hashes of its neighbouring words, with its beginning and its end, sorted.
    pairs: Vec<u64>,
    words: usize,
    /// How many of its words stand outside of brackets: `[unintelligible 12:34]` says none.
    said: usize,
    speaker: String,
}

impl Unit {
    pub(super) fn new(text: &str, speaker: &str) -> Self {
        let words = fold_words(text);
        let ends = [String::new()];
        let all: Vec<&String> = ends.iter().chain(&words).chain(&ends).collect();
        let mut pairs: Vec<u64> = all.windows(2).map(|pair| hash(pair[0], pair[1])).collect();
        pairs.sort_unstable();
        Self { pairs, words: words.len(), said: fold_words(&outside_brackets(text)).len(), speaker: speaker.to_owned() }
    }

    /// How many pairs of words two share.
    fn shared(&self, other: &Self) -> usize {
        let (mut a, mut b, mut shared) = (0, 0, 0);
        while let (Some(left), Some(right)) = (self.pairs.get(a), other.pairs.get(b)) {
            match left.cmp(right) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a += 1;
                    b += 1;
                }
            }
        }
        shared
    }

    /// How alike two are, 0 to 1 (Dice).
    fn alike(&self, other: &Self) -> f32 {
        2.0 * self.shared(other) as f32 / (self.pairs.len() + other.pairs.len()) as f32
    }

    /// What share of this one's pairs stands in another, 0 to 1.
    fn within(&self, other: &Self) -> f32 {
        self.shared(other) as f32 / self.pairs.len() as f32
    }
}

fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let is_outside = |c: &char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(is_outside).collect()
}

fn hash(first: &str, second: &str) -> u64 {
    let bytes = first.bytes().chain([0xFF]).chain(second.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What became of an old paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Match {
    /// It is this new one.
    Is(usize),
    /// It is part of this new one, which is another old one too.
    PartOf(usize),
    /// Perhaps it is this new one, so much alike.
    Unclear(usize, f32),
    /// It is nowhere.
    Gone,
}

/// For each old paragraph what became of it; no two are the same new one.
pub(super) fn align(old: &[Unit], new: &[Unit]) -> Vec<Match> {
    let mut alignment = Alignment { old, new, of_old: vec![None; old.len()], of_new: vec![None; new.len()] };
    alignment.in_order();
    alignment.elsewhere();
    alignment.first_parts();
    (0..old.len()).map(|nth| alignment.verdict(nth)).collect()
}

struct Alignment<'a> {
    old: &'a [Unit],
    new: &'a [Unit],
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
}

impl Alignment<'_> {
    fn pair(&mut self, old: usize, new: usize) {
        self.of_old[old] = Some(new);
        self.of_new[new] = Some(old);
    }

    /// The alignment in order in which most of the words find their like.
    fn in_order(&mut self) {
        let same = |(a, b): &(&Unit, &Unit)| a.pairs == b.pairs && a.speaker == b.speaker;
        let head = self.old.iter().zip(self.new).take_while(same).count();
        let (old, new) = (&self.old[head..], &self.new[head..]);
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
        (0..head).for_each(|nth| self.pair(nth, nth));
        (1..=tail).for_each(|nth| self.pair(self.old.len() - nth, self.new.len() - nth));
        let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
        let width = new.len() + 1;
        let mut best = vec![0.0_f32; (old.len() + 1) * width];
        let mut scores = vec![0.0_f32; old.len() * new.len()];
        for (i, a) in old.iter().enumerate() {
            for (j, b) in new.iter().enumerate() {
                let score = score(a, b);
                scores[i * new.len() + j] = score;
                let together = if score > 0.0 { best[i * width + j] + score } else { 0.0 };
                best[(i + 1) * width + j + 1] = together.max(best[i * width + j + 1]).max(best[(i + 1) * width + j]);
            }
        }
        let (mut i, mut j) = (old.len(), new.len());
        while i > 0 && j > 0 {
            let here = best[i * width + j];
            let score = scores[(i - 1) * new.len() + j - 1];
            if here == best[(i - 1) * width + j] {
                i -= 1;
            } else if here == best[i * width + j - 1] {
                j -= 1;
            } else {
                debug_assert!(score > 0.0);
                (i, j) = (i - 1, j - 1);
                self.pair(head + i, head + j);
            }
        }
    }

    /// What stands elsewhere now: as alike as nothing else is.
    fn elsewhere(&mut self) {
        let free: Vec<usize> = (0..self.new.len()).filter(|nth| self.of_new[*nth].is_none()).collect();
        for nth in 0..self.old.len() {
            let unit = &self.old[nth];
            if self.of_old[nth].is_some() || unit.words < TELLING_WORDS {
                continue;
            }
            let mut likes: Vec<(f32, usize)> = free.iter().map(|new| (unit.alike(&self.new[*new]), *new)).collect();
            likes.sort_by(|a, b| b.0.total_cmp(&a.0));
            let second = likes.get(1).map_or(0.0, |like| like.0);
            if let Some((like, new)) =
                likes.first().copied().filter(|(like, _)| *like >= ELSEWHERE && like - second >= MARGIN)
                && self.of_new[new].is_none()
                && like > 0.0
            {
                self.pair(nth, new);
            }
        }
    }

    /// Of a paragraph that was split, a first part of some length goes on as the whole: there its text begins.
    fn first_parts(&mut self) {
        for nth in 0..self.old.len() {
            let Some(now) = self.of_old[nth] else { continue };
            let whole = &self.old[nth];
            let mut first = now;
            while let Some(before) = first.checked_sub(1).filter(|before| self.of_new[*before].is_none())
                && self.new[before].within(whole) >= PART
            {
                first = before;
            }
            if first != now && self.new[first].words as f32 >= FIRST_PART * whole.words as f32 {
                self.of_new[now] = None;
                self.pair(nth, first);
            }
        }
    }

    fn verdict(&self, nth: usize) -> Match {
        let unit = &self.old[nth];
        if let Some(new) = self.of_old[nth] {
            let like = unit.alike(&self.new[new]);
            let sure = like >= CLEAR
                || self.is_between_neighbours(nth, new)
                || self.new[new].within(unit) >= PART
                || unit.within(&self.new[new]) >= PART;
            return if sure { Match::Is(new) } else { Match::Unclear(new, like) };
        }
        if let Some(new) = self.in_its_place(nth) {
            // Who could not be understood has been by now; other words in another's place may be anything.
            let like = unit.alike(&self.new[new]);
            let unsaid = unit.said < unit.words && unit.said <= UNSAID_WORDS;
            return if unsaid { Match::Is(new) } else { Match::Unclear(new, like) };
        }
        // Part of a new one that stands where it stood.
        let around = self.place(nth);
        let whole = around.clone().max_by(|a, b| unit.within(&self.new[*a]).total_cmp(&unit.within(&self.new[*b])));
        match whole {
            Some(whole) if unit.within(&self.new[whole]) >= PART && unit.words > 0 => Match::PartOf(whole),
            _ => self.perhaps(nth),
        }
    }

    /// Something like it that is free, anywhere.
    fn perhaps(&self, nth: usize) -> Match {
        let unit = &self.old[nth];
        let free = (0..self.new.len()).filter(|new| self.of_new[*new].is_none() && unit.words >= TELLING_WORDS);
        let best = free.map(|new| (unit.alike(&self.new[new]), new)).max_by(|a, b| a.0.total_cmp(&b.0));
        best.filter(|(like, _)| *like >= CLEAR).map_or(Match::Gone, |(like, new)| Match::Unclear(new, like))
    }

    /// Whether the paragraphs before and behind are each other's too, so that what is between them is one.
    fn is_between_neighbours(&self, old: usize, new: usize) -> bool {
        let before = match (old.checked_sub(1), new.checked_sub(1)) {
            (Some(old), Some(new)) => self.of_old[old] == Some(new),
            (None, None) => true,
            _ => false,
        };
        let behind = match (self.of_old.get(old + 1), new + 1 < self.new.len()) {
            (Some(next), true) => *next == Some(new + 1),
            (None, false) => true,
            _ => false,
        };
        before && behind
    }

    /// The one new paragraph, by the same speaker, between the neighbours that an old one stood between.
    fn in_its_place(&self, old: usize) -> Option<usize> {
        let before = old.checked_sub(1).map(|before| self.of_old[before]);
        let new = match before {
            Some(before) => before? + 1,
            None => 0,
        };
        let is_next = match self.of_old.get(old + 1) {
            Some(behind) => *behind == Some(new + 1),
            None => new + 1 == self.new.len(),
        };
        let is_free = self.of_new.get(new).is_some_and(Option::is_none);
        (is_free && is_next && self.new[new].speaker == self.old[old].speaker).then_some(new)
    }

    /// The new paragraphs that stand where an old one stood: from its nearest neighbour before to its nearest behind.
    fn place(&self, nth: usize) -> impl Iterator<Item = usize> + Clone + use<> {
        let from = self.of_old[..nth].iter().rev().flatten().next().copied().unwrap_or(0);
        let to = self.of_old[nth + 1..].iter().flatten().next().copied().unwrap_or(self.new.len().saturating_sub(1));
        from..(to + 1).min(self.new.len()).max(from)
    }
}

/// What it is worth that two are one: the more alike and the longer, the more; nothing where they are not.
fn score(a: &Unit, b: &Unit) -> f32 {
    let like = a.alike(b);
    if like < LEAST {
        return 0.0;
    }
    let same_speaker = if a.speaker == b.speaker { 1.1 } else { 1.0 };
    like * same_speaker * (a.pairs.len().min(b.pairs.len()) as f32).sqrt()
}
