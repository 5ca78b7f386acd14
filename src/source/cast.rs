//! Whom a label names: a speaker of the front matter, or a stranger who is made up so that their words have a speaker.
//!
//! It does not decide where a label may stand: that is `body`'s.

use std::collections::BTreeMap;
use std::ops::Range;

use super::findings::Problems;
use super::marks::{self, Label, span_in};
use super::nearest::nearest;
use crate::transcript::{Problem, Role, Speaker, SpeakerId, SpeakerIds};

/// Everyone a label may name.
pub(super) struct Cast {
    by_label: BTreeMap<String, Named>,
    ids: SpeakerIds,
    /// Whether nobody is listed, which has been reported: then every label is a stranger's, and none is an error.
    unlisted: bool,
    /// Those who are made up.
    pub(super) strangers: Vec<Speaker>,
}

struct Named {
    id: SpeakerId,
    /// Whether they are in the front matter.
    listed: bool,
}

impl Cast {
    /// The speakers of the front matter, by name and, where nobody has it as a name, by id.
    pub(super) fn new(speakers: &[Speaker]) -> Self {
        let mut by_label = BTreeMap::new();
        let names = speakers.iter().map(|speaker| (speaker.name.as_str(), &speaker.id));
        let ids = speakers.iter().map(|speaker| (speaker.id.as_str(), &speaker.id));
        for (label, id) in names.chain(ids) {
            by_label.entry(label.to_owned()).or_insert(Named { id: id.clone(), listed: true });
        }
        let ids = SpeakerIds::of(speakers.iter());
        Self { by_label, ids, unlisted: speakers.is_empty(), strangers: Vec::new() }
    }

    /// Whom a label, which is part of `text`, names; someone made up where it names nobody.
    pub(super) fn speaker(&mut self, label: Label<'_>, text: &str, problems: &mut Problems) -> SpeakerId {
        let raw = marks::trim(label.name);
        let (name, span) = (marks::unescape(raw), span_in(text, raw));
        match self.by_label.get(&name) {
            Some(Named { id, listed: true }) => {
                if label.colon_outside {
                    let problem = Problem::error(span, "the colon of a label stands inside the stars");
                    problems.push(problem.found(format!("`**{raw}**:`")).expected(format!("`**{raw}:**`")));
                }
                id.clone()
            }
            Some(Named { id, listed: false }) => {
                let id = id.clone();
                self.report_stranger(&name, span, problems);
                id
            }
            None => {
                self.report_stranger(&name, span, problems);
                self.make_up(&name)
            }
        }
    }

    /// A guest of this name.
    pub(super) fn make_up(&mut self, name: &str) -> SpeakerId {
        let id = self.ids.assign(name);
        self.by_label.insert(name.to_owned(), Named { id: id.clone(), listed: false });
        self.strangers.push(Speaker { id: id.clone(), name: name.to_owned(), role: Role::Guest, about: None });
        id
    }

    fn report_stranger(&self, name: &str, span: Range<usize>, problems: &mut Problems) {
        if self.unlisted {
            return;
        }
        problems.push_error(|| {
            let listed = self.by_label.iter().filter(|(_, named)| named.listed).map(|(label, _)| label.as_str());
            let near = nearest(name, listed).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Problem::error(span, "unknown speaker")
                .found(format!("`{name}`"))
                .expected("the name or id of one of the `speakers`")
                .help(format!("{near}write `\\**` if it belongs to the text"))
        });
    }
}
