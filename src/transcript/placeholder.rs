//! Names that name nobody: what machines and typists write where they do not know who speaks.
//!
//! Not here: what becomes of such a voice ([`super::Speaker::is_placeholder`]).

/// The words that stand for a voice, in lower case.
const VOICES: [&str; 18] = [
    "speaker",
    "spk",
    "voice",
    "participant",
    "person",
    "interviewer",
    "interviewee",
    "moderator",
    "host",
    "guest",
    "channel",
    "agent",
    "customer",
    "sprecher",
    "sprecherin",
    "interlocuteur",
    "hablante",
    "locutor",
];

/// What a voice is called that cannot be told.
const UNKNOWN: [&str; 10] = [
    "unknown",
    "unidentified",
    "unknown speaker",
    "unidentified speaker",
    "uu",
    "q",
    "a",
    "question",
    "answer",
    "multiple speakers",
];

/// Whether a name stands for a voice and not for a person: `SPEAKER_01`, `Speaker 2`, `spk_0`, `S1`, `Unknown speaker`, `Q`.
pub fn looks_like_placeholder(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    if UNKNOWN.contains(&lower.as_str()) || VOICES.contains(&lower.as_str()) {
        return true;
    }
    if is_account(&lower) {
        return true;
    }
    let bare = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.len() < lower.len() && bare == "s" {
        return true;
    }
    let word = bare.trim_end_matches(['_', '-', ' ', '#', '.', ':']);
    let is_numbered = bare.len() < lower.len() && word.len() <= bare.len();
    let lettered =
        lower.rsplit_once([' ', '_', '-']).filter(|(_, letter)| letter.chars().count() == 1).map(|(voice, _)| voice);
    VOICES.contains(&word) && is_numbered
        || lettered.is_some_and(|voice| VOICES.contains(&voice) || voice == "unknown speaker")
}

/// Whether a name begins as the number of an account does, `68f0e9b4-3c1d-…`: what Microsoft writes where it has no name.
fn is_account(name: &str) -> bool {
    let mut groups = name.split(['-', '@']);
    let is_group = |group: Option<&str>, len: usize| {
        group.is_some_and(|group| group.len() == len && group.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    [8, 4, 4, 4, 12].into_iter().all(|len| is_group(groups.next(), len))
}
