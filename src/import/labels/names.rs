//! Which labels of a text are the names of speakers: decided over the whole file.
//!
//! A surely written label is a name unless it is a lead-in (`Good to know:`). A plain `Name:` is one if it comes again and again, or if
//! surely written labels have that name, or if nearly all paragraphs begin like it. The longer rule is the weaker evidence: sentences
//! have colons.
//!
//! Not here: which spellings are one person ([`crate::import::people`]).

use std::collections::{BTreeMap, BTreeSet};

use super::grammar::{Candidate, Form};
use crate::import::people::without_description;
use crate::language::script::is_unspaced;
use crate::transcript::looks_like_placeholder;

/// The most words of a name.
const MAX_NAME_WORDS: usize = 6;

/// The most characters of a name without blanks, in a script that puts none.
const MAX_UNSPACED_CHARS: usize = 12;

/// A plain label that is there so often is somebody's.
const OFTEN: usize = 2;

/// One in so many is few, and all but one in so many are nearly all.
const MANY: usize = 5;

/// Labels, in lower case, that are nobody's name.
const NOT_NAMES: [&str; 66] = [
    "show",
    "podcast",
    "episode",
    "show notes",
    "original",
    "url",
    "website",
    "published",
    "language",
    "timestamps",
    "resources",
    "references",
    "tags",
    "category",
    "produced by",
    "music by",
    "break",
    "ad",
    "ads",
    "ad break",
    "advertisement",
    "sponsor",
    "sponsors",
    "sponsored by",
    "music",
    "intro",
    "outro",
    "jingle",
    "note",
    "notes",
    "nb",
    "warning",
    "disclaimer",
    "example",
    "summary",
    "update",
    "edit",
    "editor's note",
    "transcript",
    "links",
    "link",
    "tip",
    "tl;dr",
    "topic",
    "topics",
    "chapter",
    "part",
    "section",
    "date",
    "time",
    "duration",
    "subject",
    "title",
    "location",
    "attendees",
    "participants",
    "speakers",
    "guests",
    "hosts",
    "recorded",
    "source",
    "download",
    "song",
    "clip",
    "voicemail",
    "trailer",
];

/// Words of names that begin with a small letter.
const PARTICLES: [&str; 28] = [
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "van", "von", "vom", "zu", "der",
    "den", "ter", "ten", "bin", "ibn", "al", "el", "y", "e", "af", "av",
];

/// Whether a label is certainly nobody's.
pub(in crate::import) fn is_not_a_name(name: &str) -> bool {
    // Initials: the label of an advertisement is hardly ever written so.
    let is_initials = name.chars().count() <= 3 && name.chars().all(char::is_uppercase);
    let lower = name.to_lowercase();
    !is_initials && (NOT_NAMES.contains(&lower.as_str()) || lower.contains("://"))
}

/// Whether a text has the shape of a name: few words, each with a capital where the script has them.
pub(in crate::import) fn is_name_like(name: &str) -> bool {
    let (name, _) = without_description(name);
    let mut words = 0;
    for word in name.split(' ').filter(|word| !word.is_empty()) {
        words += 1;
        let bare = word.trim_matches(['.', '\'', '"', '“', '”', '’', '(', ')', ',']);
        let is_odd = bare.is_empty()
            || bare.contains([
                '?', '!', ';', '/', '@', '=', '*', '_', '{', '}', '<', '>', '|', '，', '。', '、', '；', '“', '「',
                '《', '》',
            ])
            || bare.bytes().all(|byte| byte.is_ascii_digit())
            || bare.chars().filter(|c| is_unspaced(*c)).count() > MAX_UNSPACED_CHARS;
        let starts = bare.chars().next();
        let is_small = starts.is_some_and(char::is_lowercase)
            && !PARTICLES.contains(&bare)
            && !bare.starts_with("d'")
            && !bare.starts_with("d’");
        if is_odd || is_small {
            return looks_like_placeholder(name);
        }
    }
    (1..=MAX_NAME_WORDS).contains(&words) && !is_not_a_name(name) && name.contains(char::is_alphabetic)
}

/// The surest form of each name, how often it is there, and whether it is like a name.
type Found = BTreeMap<String, (Form, usize, bool)>;

/// The names of a file.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: BTreeSet<String>,
}

impl Names {
    /// The names among the candidates of a file. `paragraphs` is the number of its paragraphs.
    pub(super) fn among(candidates: &[Candidate<'_>], paragraphs: usize) -> Self {
        let mut best: Found = BTreeMap::new();
        for candidate in candidates.iter().filter(|it| !it.name.is_empty() && !is_not_a_name(it.name)) {
            let entry = best.entry(folded(candidate.name)).or_insert((candidate.form, 0, is_name_like(candidate.name)));
            entry.0 = entry.0.max(candidate.form);
            entry.1 += 1;
        }
        let sure = |(_, (form, count, is_like)): &(&String, &(Form, usize, bool))| {
            *form >= Form::Timed && (*is_like || *count >= OFTEN && *form == Form::StrongColon)
        };
        let mut names: BTreeSet<String> = best.iter().filter(sure).map(|(name, _)| name.clone()).collect();
        names.extend(plain_names(&best, paragraphs, !names.is_empty()));
        Self { names }
    }

    /// Names that are written so that only their number says that they are labels: each often, and together half of the paragraphs.
    pub(super) fn weak(candidates: &[Candidate<'_>], paragraphs: usize) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let is_handle =
            |name: &str| !name.contains(' ') && !name.contains(|c: char| c.is_ascii_digit() && name.len() < 3);
        let is_name = |name: &str| !is_not_a_name(name) && (is_name_like(name) || is_handle(name));
        for candidate in candidates.iter().filter(|it| is_name(it.name)) {
            *counts.entry(folded(candidate.name)).or_default() += 1;
        }
        counts.retain(|_, count| *count >= OFTEN);
        let all: usize = counts.values().sum();
        let are_labels = counts.len() > 1 && all * 2 >= paragraphs;
        Self { names: if are_labels { counts.into_keys().collect() } else { BTreeSet::new() } }
    }

    /// Whether there is but one.
    pub(super) fn is_single(&self) -> bool {
        self.names.len() == 1
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a candidate is a speaker's label.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(&folded(name))
    }
}

/// Names that are written with a colon alone, or stand alone on their lines.
fn plain_names(best: &Found, paragraphs: usize, has_sure: bool) -> Vec<String> {
    let plain = || best.iter().filter(|(_, (form, ..))| matches!(form, Form::Colon | Form::StrongLine | Form::Line));
    let like = |form: Form| plain().filter(move |(_, (this, _, is_like))| *this == form && *is_like);
    let all: usize = plain().filter(|(_, (form, ..))| *form == Form::Colon).map(|(_, (_, count, _))| count).sum();
    let of_names: usize = like(Form::Colon).map(|(_, (_, count, _))| count).sum();
    let nearly_all = of_nearly_all(best, paragraphs);
    let is_lone = like(Form::Colon).filter(|(_, (_, count, _))| *count >= OFTEN).count() < 2;
    // Where other colons are as frequent, colons mean something else.
    let colons_are_labels = !nearly_all.is_empty()
        || of_names * 2 > all
        // A title with a colon comes twice too.
        && (has_sure || !is_lone || of_names * MANY >= paragraphs)
        && (has_sure
            || like(Form::Colon).any(|(_, (_, count, _))| *count >= OFTEN)
            || of_names * 2 >= paragraphs && of_names >= OFTEN);
    let mut names = nearly_all;
    if colons_are_labels {
        let is_name = |(name, (_, count, _)): &(&String, &(Form, usize, bool))| {
            *count >= OFTEN || looks_like_placeholder(name) || name.contains(' ') || of_names * 2 >= paragraphs
        };
        names.extend(like(Form::Colon).filter(is_name).map(|(name, _)| name.clone()));
    }
    // Lines that are names: each more than once, and together a good part of the paragraphs.
    for form in [Form::StrongLine, Form::Line] {
        let lines: Vec<(&String, usize)> =
            like(form).map(|(name, (_, count, _))| (name, *count)).filter(|(_, count)| *count >= OFTEN).collect();
        let count: usize = lines.iter().map(|(_, count)| count).sum();
        if names.is_empty() && !has_sure && count * 4 >= paragraphs {
            names.extend(lines.into_iter().map(|(name, _)| name.clone()));
        }
    }
    names
}

/// The labels with a colon that nearly every paragraph begins with, in small letters too; none where there is but one.
fn of_nearly_all(best: &Found, paragraphs: usize) -> Vec<String> {
    let is_often = |name: &str, form: Form, count: usize| {
        form == Form::Colon && count >= OFTEN && name.split(' ').count() <= MAX_NAME_WORDS
    };
    let often = || best.iter().filter(|(name, (form, count, _))| is_often(name, *form, *count));
    let all: usize = often().map(|(_, (_, count, _))| count).sum();
    let are_labels = often().count() > 1 && all * MANY >= paragraphs * (MANY - 1);
    often().filter(|_| are_labels).map(|(name, _)| name.clone()).collect()
}

/// What two spellings of one label have in common.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(':').to_lowercase()
}
