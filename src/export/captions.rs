//! WebVTT and SubRip: a cue a paragraph.
//!
//! Not here: captions as one would lay over a picture, two short lines at a time.

use super::Selection;
use crate::transcript::Millis;

/// A WebVTT file: a cue a paragraph, whose id is the paragraph's, with its speaker as the voice.
pub fn webvtt(selection: &Selection<'_>) -> String {
    let mut out = format!(
        "WEBVTT - {}\nLanguage: {}\n",
        escaped(&selection.episode.title).replace("--&gt;", "→"),
        selection.episode.language
    );
    for (spoken, start, end) in selection.timed() {
        let (id, name, text) = (&spoken.paragraph.id, escaped(spoken.name), escaped(&spoken.paragraph.text));
        out.push_str(&format!("\n{id}\n{} --> {}\n<v {name}>{text}</v>\n", clock(start, '.'), clock(end, '.')));
    }
    out
}

/// A SubRip file: a numbered cue a paragraph, which begins with the speaker's name.
pub fn srt(selection: &Selection<'_>) -> String {
    let mut out = String::new();
    for (nth, (spoken, start, end)) in selection.timed().into_iter().enumerate() {
        let (name, text) = (spoken.name, spoken.paragraph.text.replace("-->", "→"));
        out.push_str(&format!("{}\n{} --> {}\n{name}: {text}\n\n", nth + 1, clock(start, ','), clock(end, ',')));
    }
    out
}

/// The text of a cue as WebVTT writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn clock(Millis(time): Millis, point: char) -> String {
    let (hours, minutes, seconds, millis) = (time / 3_600_000, time / 60_000 % 60, time / 1000 % 60, time % 1000);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{millis:03}")
}
