//! Sharding: the weighed forms are cut into dictionary shards, and the bigrams into theirs.
//!
//! Not here: what champions add to a dictionary shard ([`super::champions`]).

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::search::build::bm25f::WeighedForm;
use crate::search::build::champions::{self, CHAMPION_BYTES};
use crate::search::build::inverted::{BigramOccurrence, BigramRun};
use crate::search::index::bigrams::BigramShard;
use crate::search::index::dictionary::{DictionaryEntry, DictionaryShard};
use crate::search::number::index32;

/// About the size of a dictionary shard as a file, in bytes. Larger shards cost more bytes a word, smaller ones a longer head.
/// Most of a shard is champions; postings hardly deflate.
const SHARD_BYTES: usize = 6_000;

/// The same for an index without champions, before compression.
const BARE_SHARD_BYTES: usize = 2_400;

/// The most dictionary shards, since the head holds where each begins: those of a large library are larger.
const MAX_SHARDS: usize = 4_000;

/// A bigram in more sections than one in so many answers hardly tells answers apart, and is not listed,
const BIGRAM_DF_SHARE: usize = 4;

/// unless it is in no more than the first number of sections, which costs next to nothing; and one in more than the second is
/// never listed. Sequences of common words are told apart by what all their bigrams leave.
const MIN_UNLISTED_BIGRAM: usize = 3_000;
const MAX_LISTED_BIGRAM: usize = 20_000;

/// About the size of a bigram shard, in bytes.
const BIGRAM_SHARD_BYTES: usize = 500;

/// About the size of a bigram posting, in bytes: most are the only one of their bigram.
const BYTES_PER_BIGRAM_POSTING: usize = 5;

/// The most bigram shards.
const MAX_BIGRAM_SHARDS: usize = 4_096;

/// The forms, and the stems that nobody says, of all languages but English. So a word that is its own stem is found by its
/// inflections (`Haus` by `Häuser`), though the browser has no stemmer for its language.
pub(crate) fn with_unsaid_stems(mut forms: Vec<WeighedForm>) -> Vec<WeighedForm> {
    let is_said = |name: &str| forms.binary_search_by(|form| form.form.as_str().cmp(name)).is_ok();
    let mut unsaid: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for stem in forms.iter().flat_map(|form| &form.stems).filter(|stem| !stem.starts_with("en:")) {
        if let Some((_, name)) = stem.split_once(':').filter(|(_, name)| !name.is_empty() && !is_said(name)) {
            unsaid.entry(name.to_owned()).or_default().insert(stem.clone());
        }
    }
    let bare = |(form, stems)| WeighedForm { form, stems, sections: 0, doc_freq: 0, postings: Vec::new() };
    forms.extend(unsaid.into_iter().map(bare));
    forms.sort_by(|a, b| a.form.cmp(&b.form));
    forms
}

/// The forms of a library with their stem groups.
pub(crate) struct Dictionary<'a> {
    forms: &'a [WeighedForm],
    /// For each form the number of its stem group, 0 for none.
    group_of: Vec<u32>,
    /// The forms of each stem group, by index.
    groups: BTreeMap<u32, Vec<usize>>,
}

/// A shard as a set of forms, by index.
pub(crate) struct Shard {
    /// The first form of its range.
    first: usize,
    /// All forms that it holds, replicas included.
    forms: BTreeSet<usize>,
}

impl<'a> Dictionary<'a> {
    pub(crate) fn of(forms: &'a [WeighedForm]) -> Self {
        let (group_of, groups) = stem_groups(forms);
        Self { forms, group_of, groups }
    }

    /// The shards of the dictionary, of about equal size; forms of at least `min_postings` sections have champions.
    pub(crate) fn shards(&self, min_postings: usize) -> Vec<Shard> {
        let own_bytes = |form: &WeighedForm| form.form.len() / 2 + 4 + 2 * form.postings.len();
        let champion_bytes = |form: &WeighedForm| CHAMPION_BYTES * champions::count(form.sections, min_postings);
        let total: usize = self.forms.iter().map(|form| own_bytes(form) + champion_bytes(form)).sum();
        let target = if min_postings == usize::MAX { BARE_SHARD_BYTES } else { SHARD_BYTES }.max(total / MAX_SHARDS);
        let mut shards: Vec<Shard> = Vec::new();
        let mut bytes = target;
        for (at, form) in self.forms.iter().enumerate() {
            if bytes >= target {
                shards.push(Shard { first: at, forms: BTreeSet::new() });
                bytes = 0;
            }
            let Some(shard) = shards.last_mut() else { continue };
            bytes += champion_bytes(form);
            let group = self.groups.get(&self.group_of[at]).map_or(&[][..], Vec::as_slice);
            for member in group.iter().copied().chain([at]) {
                if shard.forms.insert(member) {
                    bytes += own_bytes(&self.forms[member]);
                }
            }
        }
        shards
    }

    /// A shard with its entries, without champions.
    pub(crate) fn fill(&self, shard: &Shard) -> DictionaryShard {
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        let entry = |at: &usize| {
            let (form, group) = (&self.forms[*at], self.group_of[*at]);
            let next = index32(numbers.len()) + 1;
            DictionaryEntry {
                form: form.form.clone(),
                stem_group: if group == 0 { 0 } else { *numbers.entry(group).or_insert(next) },
                postings: form.postings.clone(),
                unlisted_answers: form.unlisted_answers(),
                champions: Vec::new(),
            }
        };
        DictionaryShard { entries: shard.forms.iter().map(entry).collect(), ..DictionaryShard::default() }
    }

    /// For each shard the shortest text that sorts after the form before its first, and not after that itself.
    pub(crate) fn shard_starts(&self, shards: &[Shard]) -> Vec<String> {
        let start = |shard: &Shard| {
            let Some(before) = shard.first.checked_sub(1).and_then(|at| self.forms.get(at)) else {
                return String::new();
            };
            let first = &self.forms[shard.first].form;
            let shared = common_prefix_len(&before.form, first);
            let len = first.char_indices().map(|(at, c)| at + c.len_utf8()).find(|len| *len > shared);
            first[..len.unwrap_or(first.len())].to_owned()
        };
        shards.iter().map(start).collect()
    }
}

/// The stem groups: for each form the number of its group, 0 for none, and the groups of more than one form. A form with stems
/// in two languages joins the groups of both.
fn stem_groups(forms: &[WeighedForm]) -> (Vec<u32>, BTreeMap<u32, Vec<usize>>) {
    let mut by_stem: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate() {
        for stem in &form.stems {
            by_stem.entry(stem).or_default().push(at);
        }
    }
    let mut group_of = vec![0; forms.len()];
    let mut groups: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for (number, members) in (1..).zip(by_stem.values().filter(|members| members.len() > 1)) {
        let joined: BTreeSet<u32> = members.iter().map(|member| group_of[*member]).filter(|old| *old > 0).collect();
        let mut group: BTreeSet<usize> = members.iter().copied().collect();
        group.extend(joined.iter().filter_map(|old| groups.remove(old)).flatten());
        group.iter().for_each(|member| group_of[*member] = number);
        groups.insert(number, group);
    }
    (group_of, groups.into_iter().map(|(number, group)| (number, group.into_iter().collect())).collect())
}

/// The length of the common prefix of two forms, in bytes and on a character boundary.
fn common_prefix_len(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// The bigrams of a library of so many answers, in shards by hash.
pub(crate) fn bigram_shards(runs: Vec<BigramRun>, answers: usize) -> Vec<BigramShard> {
    let max_postings = (answers / BIGRAM_DF_SHARE).clamp(MIN_UNLISTED_BIGRAM, MAX_LISTED_BIGRAM);
    let bytes = runs.iter().map(BigramRun::len).sum::<usize>() * BYTES_PER_BIGRAM_POSTING;
    let count = bytes.div_ceil(BIGRAM_SHARD_BYTES).min(MAX_BIGRAM_SHARDS);
    let shards = (0..index32(count)).into_par_iter();
    shards.map(|nth| bigram_shard_of(&runs, max_postings, nth, count as u64)).collect()
}

/// The shard with this index, of so many. A bigram with more than `max_postings` has none listed.
fn bigram_shard_of(runs: &[BigramRun], max_postings: usize, nth: u32, count: u64) -> BigramShard {
    // The first hash for which `bigram_shard` gives an index.
    let first = |nth: u64| (nth << 32).div_ceil(count);
    let hashes = first(u64::from(nth))..first(u64::from(nth) + 1);
    // No answer is in two runs, so there are no duplicates.
    let mut all: Vec<BigramOccurrence> = runs.iter().flat_map(|run| run.within(&hashes)).collect();
    all.sort_unstable();
    let mut shard = BigramShard::default();
    for bigram in all.chunk_by(|a, b| a.hash == b.hash) {
        let listed = if bigram.len() > max_postings { &[] } else { bigram };
        shard.push(bigram[0].hash, listed.iter().map(|occurrence| occurrence.posting));
    }
    shard.entries.shrink_to_fit();
    shard.postings.shrink_to_fit();
    shard
}
