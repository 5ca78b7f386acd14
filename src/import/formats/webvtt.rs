//! WebVTT: <https://www.w3.org/TR/webvtt1/>, as it is written by hand, by Zoom, by Teams and by YouTube.
//!
//! YouTube's captions of machines roll: each line is there up to three times. Lines with times between their words are the new ones, and
//! the others repeat them. Real files were tried of YouTube, Zoom and the published caption folders of several libraries.
//!
//! Not here: SubRip ([`super::srt`]), and labels before the words of a cue, which all captions may have ([`crate::import::cue_labels`]).

use html_escape::decode_html_entities;

use crate::import::captions::{Block, Cue, Line, arrow_times, blocks, report_backward, time};
use crate::import::count;
use crate::import::cue_voices::voices;
use crate::import::draft::{Draft, Head, Piece, Speech, Voice, WordTime, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::labels;
use crate::import::language;
use crate::import::report::Report;
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "webvtt",
    title: "WebVTT",
    recognise: |input| {
        let rest = input.start().strip_prefix("WEBVTT")?;
        rest.chars().next().is_none_or(char::is_whitespace).then(|| "its first line, WEBVTT".to_owned())
    },
    read,
    count: |input| count::of_captions(input.text()),
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let blocks = blocks(input.text(), arrow_times, is_block);
    report_backward(&blocks, report);
    // A cue without a voice is nobody's, or goes on with the voice before where that was asked for.
    let none = if given.carries_voices { Voice::Same } else { Voice::Unknown };
    let mut draft = Draft::cued([]);
    let is_rolling = blocks
        .iter()
        .any(|block| matches!(block, Block::Cue(cue) if cue.lines.iter().any(|line| has_word_times(line.text))));
    let mut speeches = Vec::new();
    let mut latest = String::new();
    for (nth, block) in blocks.iter().enumerate() {
        match block {
            Block::Other(lines) if nth == 0 => head(lines, &mut draft.head, report),
            Block::Other(lines) => other(lines, report),
            Block::Cue(cue) if is_rolling => rolled(cue, &mut latest, &mut speeches, report),
            Block::Cue(cue) => speeches.extend(voices(cue, &none, 0)),
        }
    }
    draft.pieces.extend(speeches.into_iter().map(Piece::Speech));
    labels::label_cues(&mut draft, report);
    Ok(draft)
}

/// Whether a line begins a block that is no cue.
fn is_block(line: &str) -> bool {
    let line = line.trim();
    ["NOTE", "STYLE", "REGION"]
        .iter()
        .any(|word| line == *word || line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\t'])))
}

/// The lines below the first: YouTube's language, and what nobody needs.
fn head(lines: &[Line<'_>], head: &mut Head, report: &mut Report) {
    for line in lines {
        report.used(&decode_html_entities(&without_tags(line.text)));
        if let Some(value) = line.text.strip_prefix("Language:") {
            head.language = language::written(value);
        }
    }
}

/// A comment, a style or a region; or words that belong to no cue.
fn other(lines: &[Line<'_>], report: &mut Report) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    let text: Vec<String> =
        lines.iter().map(|line| decode_html_entities(&without_tags(line.text)).into_owned()).collect();
    let what = match is_block(first.text) {
        true if first.text.starts_with("NOTE") => "a comment",
        true => "a style",
        false => "words of no cue",
    };
    report.leave_out(first.at..last.span().end, what, &text.join(" "));
}

/// Whether a line has times between its words.
fn has_word_times(line: &str) -> bool {
    line.split('<')
        .skip(1)
        .any(|tag| tag.split_once('>').is_some_and(|(tag, _)| time(tag).is_some() && tag.contains(':')))
}

/// The new words of a cue that repeats the line before it.
fn rolled(cue: &Cue<'_>, latest: &mut String, speeches: &mut Vec<Speech>, report: &mut Report) {
    for line in &cue.lines {
        let (text, words) = timed_words(line.text, cue.start);
        if text.is_empty() {
            continue;
        }
        if !has_word_times(line.text) && text == *latest {
            report.leave_out(line.span(), "a repeat of a rolling caption", &text);
            continue;
        }
        let (voice, begins, text, words) = match text.strip_prefix(">>") {
            Some(rest) => {
                let cut = text.len() - rest.trim_start().len();
                let words = words.iter().map(|word| WordTime { at: word.at.saturating_sub(cut), ..*word }).collect();
                (Voice::Unknown, true, rest.trim_start().to_owned(), words)
            }
            None => (Voice::Unknown, false, text.clone(), words),
        };
        *latest = timed_words(line.text, cue.start).0;
        let speech = Speech { words, begins, ..Speech::new(voice, text) };
        speeches.push(speech.timed(Some(cue.start), Some(cue.end)).at(line.span()));
    }
}

/// The words of a line and the times between them. The first word has the time of the cue.
fn timed_words(line: &str, start: Millis) -> (String, Vec<WordTime>) {
    let mut text = String::new();
    let mut words = Vec::new();
    let mut pending = Some(start);
    for part in line.split_inclusive(['<', '>']) {
        let is_tag = part.ends_with('>');
        let inside = part.trim_end_matches(['<', '>']);
        if is_tag {
            pending = time(inside).filter(|_| inside.contains(':')).or(pending);
            continue;
        }
        for word in clean(&decode_html_entities(inside)).split(' ').filter(|word| !word.is_empty()) {
            if !text.is_empty() {
                text.push(' ');
            }
            words.extend(pending.take().map(|start| WordTime { at: text.len(), start }));
            text.push_str(word);
        }
    }
    (text, words)
}

fn without_tags(line: &str) -> String {
    let mut out = String::new();
    for part in line.split_inclusive(['<', '>']) {
        if !part.ends_with('>') {
            out.push_str(part.trim_end_matches('<'));
        }
    }
    out
}
