//! Conversations of two voices, with what each voice says known: to learn who asks from, and to measure with.
//!
//! Files are read through `import`, as a site owner's are. Not here: what is learnt (`learn.rs`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use answerbook::import::{self, Given, Roles};
use rayon::prelude::*;

use crate::folder::markdown_files;

/// The least paragraphs of a conversation.
const MIN_PARAGRAPHS: usize = 30;

/// A conversation of two voices.
pub(crate) struct Talk {
    /// The show: the folder.
    pub(crate) show: String,
    /// The share of the words that is the asker's.
    pub(crate) asker_share: f64,
    pub(crate) paragraphs: Vec<String>,
    /// Whether each paragraph is the asker's.
    pub(crate) asks: Vec<bool>,
}

/// The labelled conversations below a folder in which two voices have at least this share of the words; what others say is left out.
/// The asker is the one who asks more often for every word.
pub(crate) fn labelled(folder: &Path, min_share: f64) -> Vec<Talk> {
    let files = markdown_files(folder);
    files.par_iter().filter_map(|path| labelled_talk(folder, path, min_share)).collect()
}

/// The edited interviews of a folder: a heading is a question, and what stands below it the answer.
pub(crate) fn headed(folder: &Path) -> Vec<Talk> {
    let files = markdown_files(folder);
    files.par_iter().filter_map(|path| headed_talk(path)).collect()
}

fn read(path: &Path) -> Option<import::Transcript> {
    let stem = path.file_stem()?.to_str()?.to_owned();
    let given = Given { stem, language: Some("en".to_owned()), publisher: "Benchmark".to_owned(), ..Given::default() };
    import::read(&fs::read(path).ok()?, &given).ok()
}

fn labelled_talk(folder: &Path, path: &Path, min_share: f64) -> Option<Talk> {
    let transcript = read(path)?;
    let mut said: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, text) in transcript.first_turns(usize::MAX) {
        let (words, questions) = said.entry(name).or_default();
        *words += text.split(' ').count();
        *questions += text.matches('?').count();
    }
    let all: usize = said.values().map(|(words, _)| words).sum();
    let mut voices: Vec<(&str, usize, usize)> =
        said.into_iter().map(|(name, (words, asks))| (name, words, asks)).collect();
    voices.sort_by_key(|(_, words, _)| std::cmp::Reverse(*words));
    voices.truncate(2);
    let [first, second] = voices[..] else { return None };
    let both = first.1 + second.1;
    if (both as f64) < min_share * all as f64 {
        return None;
    }
    let asker = if first.2 * second.1 > second.2 * first.1 { first } else { second };
    let kept = transcript.first_turns(usize::MAX).filter(|(name, _)| *name == first.0 || *name == second.0);
    let (asks, paragraphs): (Vec<bool>, Vec<String>) =
        kept.map(|(name, text)| (name == asker.0, text.to_owned())).unzip();
    let show = path.strip_prefix(folder).ok()?.iter().next()?.to_string_lossy().into_owned();
    let asker_share = asker.1 as f64 / both as f64;
    (paragraphs.len() >= MIN_PARAGRAPHS).then_some(Talk { show, asker_share, paragraphs, asks })
}

fn headed_talk(path: &Path) -> Option<Talk> {
    let episode = read(path)?.into_episode(&Roles::new()).episode;
    let mut talk = Talk { show: "headed".to_owned(), asker_share: 0.1, paragraphs: Vec::new(), asks: Vec::new() };
    for answer in &episode.answers {
        for title in answer.written_title.iter() {
            talk.paragraphs.push(title.clone());
            talk.asks.push(true);
        }
        for paragraph in answer.paragraphs() {
            talk.paragraphs.push(paragraph.text.clone());
            talk.asks.push(false);
        }
    }
    (episode.answers.len() > 2).then_some(talk)
}
