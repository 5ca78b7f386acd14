//! Texts in which nobody is named: who of two voices says each paragraph, as the model of conversations tells.
//!
//! The voices are placeholders, Interviewer and Interviewee. The interviewee has a name only where the head of the page names one person
//! alone. What the model is not sure of is marked for whoever reads the episode. A text that asks next to nothing is of one voice and
//! stays as it is.
//!
//! Not here: the model ([`super::conversation`]), and texts with headings, which are their own questions.

use super::conversation::chance_of_asking;
use super::draft::{Doubt, Head};
use super::people::{Part, UNKNOWN};
use super::report::Report;
use crate::language::script::is_question;

/// Who asks.
pub(super) const ASKER: &str = "Interviewer";

/// Who answers.
pub(super) const ANSWERER: &str = "Interviewee";

/// The fewest paragraphs of a conversation.
const MIN_PARAGRAPHS: usize = 6;

/// The fewest paragraphs that are questions, for a text to be a conversation.
const MIN_QUESTIONS: usize = 2;

/// The least share of paragraphs that are questions: one in so many. With fewer it is a talk that asks its listeners something.
const QUESTIONS: usize = 12;

/// A chance below which a paragraph is marked. Of the others 96 of a hundred are right (`cargo bench --bench conversation`).
const SURE: f64 = 0.85;

/// Whether nobody is named in a text, and no heading divides it.
pub(super) fn is_unnamed(parts: &[Part]) -> bool {
    parts.iter().all(|part| matches!(part, Part::Said { name, .. } if name == UNKNOWN))
}

/// Gives the paragraphs of a [text without names](is_unnamed) their voices; `language` is a BCP 47 tag.
pub(super) fn attribute(parts: &mut [Part], head: &Head, language: &str, report: &mut Report) {
    let texts: Vec<&str> = parts.iter().filter_map(said).collect();
    let count = texts.len();
    let questions = texts.iter().filter(|text| is_question(text)).count();
    if count < MIN_PARAGRAPHS || questions < MIN_QUESTIONS || questions * QUESTIONS < count {
        return;
    }
    let chances = chance_of_asking(&texts, language);
    if !chances.iter().any(|chance| *chance > 0.5) {
        return;
    }
    let answerer = match &head.guests[..] {
        [guest] => guest.as_str(),
        _ => ANSWERER,
    };
    let mut unsure = 0;
    for (part, chance) in parts.iter_mut().zip(chances) {
        let Part::Said { name, speech } = part else { continue };
        let asks = chance >= 0.5;
        (if asks { ASKER } else { answerer }).clone_into(name);
        let sure = if asks { chance } else { 1.0 - chance };
        if sure < SURE {
            unsure += 1;
            let reason = format!("{} who says this was told by the words", short(sure));
            speech.doubt.get_or_insert(Doubt { what: "speaker", reason });
        }
    }
    report.note(format!(
        "nobody is named: who asks and who answers was told by the words, and {unsure} of {count} paragraphs are marked as unsure"
    ));
}

fn said(part: &Part) -> Option<&str> {
    match part {
        Part::Said { speech, .. } => Some(&speech.text),
        Part::Heading(_) => None,
    }
}

/// A chance as marks have it: `.62`.
fn short(chance: f64) -> String {
    format!("{:.2}", chance.min(0.99)).trim_start_matches('0').to_owned()
}
