//! The checks that need the whole episode, or the library's topics: unknown topics, corrections that do not fit their
//! paragraphs, speakers without a turn.
//!
//! Not here: what two files have to do with each other, such as two episodes with one id.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::ParsedEpisode;
use super::findings::EpisodeSpans;
use super::nearest::nearest;
use crate::transcript::{Correction, Episode, ParagraphId, Problem, ProblemList, SpeakerId, Topic, TopicId};

/// The most problems of a file that come with a suggestion, each of which is sought in all that there is.
const MAX_SUGGESTIONS: usize = 50;

impl ParsedEpisode {
    /// The problems of the episode as a whole, by place: topics that are none of `topics`, corrections that do not fit their
    /// paragraph or that overlap, speakers without a turn. None of them is among those that
    /// [`into_reading`](Self::into_reading) returns.
    pub fn check(&self, topics: &[Topic]) -> Vec<Problem> {
        let Some(episode) = &self.0.episode else { return Vec::new() };
        let places = &self.0.findings.spans;
        let mut problems = ProblemList::default();
        unknown_topics(episode, places, topics, &mut problems);
        misfits(episode, places, &mut problems);
        silent_speakers(episode, places, &mut problems);
        problems.sorted()
    }
}

fn unknown_topics(episode: &Episode, places: &EpisodeSpans, topics: &[Topic], problems: &mut ProblemList) {
    let known: BTreeSet<&TopicId> = topics.iter().map(|topic| &topic.id).collect();
    let answers = episode.answers.iter().zip(&places.answers).flat_map(|(answer, places)| {
        answer.pinned.iter().zip(&places.pinned).chain(answer.banned.iter().zip(&places.banned))
    });
    let named = episode.topics.iter().zip(&places.topics).chain(answers);
    for (topic, span) in named.filter(|(topic, _)| !known.contains(topic)) {
        let suggests = problems.count() < MAX_SUGGESTIONS;
        problems.push_error(|| unknown_topic(topic.as_str(), span.clone(), if suggests { topics } else { &[] }));
    }
}

fn unknown_topic(found: &str, span: Range<usize>, topics: &[Topic]) -> Problem {
    let problem = Problem::error(span, "unknown topic").found(format!("`{found}`"));
    match nearest(found, topics.iter().map(|topic| topic.id.as_str())) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("define it in topics.toml: `[{found}]`")),
    }
}

/// Corrections whose words are not in their paragraph, that change nothing, or that overlap.
fn misfits(episode: &Episode, places: &EpisodeSpans, problems: &mut ProblemList) {
    let texts: BTreeMap<&ParagraphId, &str> = episode.paragraphs().map(|p| (&p.id, p.text.as_str())).collect();
    let mut fitting: BTreeMap<&ParagraphId, Vec<FittingCorrection>> = BTreeMap::new();
    for (correction, span) in episode.corrections.iter().zip(&places.corrections) {
        let suggests = problems.count() < MAX_SUGGESTIONS;
        let Some(text) = texts.get(&correction.paragraph) else {
            problems.push_error(|| unknown_paragraph(correction, span.clone(), suggests.then_some(&texts)));
            continue;
        };
        match correction.range(text) {
            Some(words) => {
                fitting.entry(&correction.paragraph).or_default().push(FittingCorrection { words, span: span.clone() })
            }
            None => problems.push_error(|| misfit(correction, span.clone(), text, suggests)),
        }
        if correction.heard == correction.meant {
            problems.push(Problem::warning(span.clone(), "a correction that changes nothing"));
        }
    }
    fitting.into_values().for_each(|corrections| overlaps(corrections, problems));
}

fn unknown_paragraph(
    correction: &Correction,
    span: Range<usize>,
    texts: Option<&BTreeMap<&ParagraphId, &str>>,
) -> Problem {
    let problem = Problem::error(span, "a correction of no paragraph").found(format!("`{}`", correction.paragraph));
    let mut texts = texts.into_iter().flatten();
    match texts.find(|(_, text)| text.contains(&correction.heard)).map(|(id, _)| id.as_str()) {
        Some(id) => problem.expected("the id of a paragraph").help(format!("`{id}` holds these words")),
        None => problem.expected("the id of a paragraph"),
    }
}

fn misfit(correction: &Correction, span: Range<usize>, text: &str, suggests: bool) -> Problem {
    let Correction { paragraph, heard, occurrence, .. } = correction;
    let count = text.matches(heard.as_str()).count();
    let problem = Problem::error(span, "a correction that does not fit").found(format!("“{heard}”"));
    if count > 0 {
        return problem.expected(format!("at most {count} as `occurrence`, not {occurrence}"));
    }
    let problem = problem.expected(format!("words as they stand in paragraph `{paragraph}`, to the character"));
    if suggests && text.to_lowercase().contains(&heard.to_lowercase()) {
        return problem.help("capitals and small letters differ");
    }
    problem
}

/// A correction that fits its paragraph.
struct FittingCorrection {
    /// The bytes of the paragraph's text that were misheard.
    words: Range<usize>,
    /// The bytes of the file that hold the correction.
    span: Range<usize>,
}

/// A problem for each correction of a paragraph that shares words with an earlier one.
fn overlaps(mut corrections: Vec<FittingCorrection>, problems: &mut ProblemList) {
    corrections.sort_by_key(|correction| (correction.words.start, correction.words.end, correction.span.start));
    let mut end = 0;
    for FittingCorrection { words, span } in corrections {
        if words.start < end {
            let problem = Problem::error(span, "a correction overlaps another");
            problems.push(problem.help("make one correction of the two"));
        }
        end = end.max(words.end);
    }
}

fn silent_speakers(episode: &Episode, places: &EpisodeSpans, problems: &mut ProblemList) {
    let turns = episode.answers.iter().flat_map(|answer| &answer.turns);
    let speaking: BTreeSet<&SpeakerId> = turns.map(|turn| &turn.speaker).collect();
    let silent = episode.speakers.iter().zip(&places.speakers).filter(|(speaker, _)| !speaking.contains(&speaker.id));
    for (speaker, span) in silent {
        problems.push(Problem::warning(span.clone(), format!("`{}` says nothing", speaker.name)));
    }
}
