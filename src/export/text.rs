//! Plain text, as one would send it to somebody.
//!
//! Not here: the canonical form, which keeps ids ([`crate::source`]).

use super::Selection;

/// A text with a label and a time before each turn: `Name (0:03): words`. Paragraphs that go on have their time alone.
pub fn plain_text(selection: &Selection<'_>) -> String {
    let episode = selection.episode;
    let mut out = format!("Title: {}\n", episode.title);
    if let Some(date) = episode.date {
        out.push_str(&format!("Date: {date}\n"));
    }
    let mut before = None;
    for spoken in selection.spoken() {
        let is_same = before == Some(spoken.speaker);
        let time = spoken.paragraph.start.map(|start| format!("({start})"));
        let label = match (is_same, time) {
            (false, Some(time)) => format!("{} {time}: ", spoken.name),
            (false, None) => format!("{}: ", spoken.name),
            (true, Some(time)) => format!("{time}: "),
            (true, None) => String::new(),
        };
        out.push_str(&format!("\n{label}{}\n", spoken.paragraph.text));
        before = Some(spoken.speaker);
    }
    out
}
