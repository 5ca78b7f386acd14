//! The speakers that labels name. A label of nobody in the front matter is reported and gets an unknown speaker, so that all
//! words have one.
//!
//! Not here: where a label may stand ([`super::body`]).

use std::collections::BTreeMap;
use std::ops::Range;

use super::nearest::nearest;
use super::syntax::{self, Label, span_in};
use crate::transcript::{Problem, ProblemList, Role, Speaker, SpeakerId, SpeakerIds};

/// All speakers that a label may name.
pub(super) struct SpeakerLabels {
    by_label: BTreeMap<String, LabelTarget>,
    ids: SpeakerIds,
    /// Whether the front matter lists no speakers. That has been reported, so that unknown labels are not.
    has_no_list: bool,
    /// Speakers who are not in the front matter.
    pub(super) unknown_speakers: Vec<Speaker>,
}

/// The speaker that a label names.
struct LabelTarget {
    id: SpeakerId,
    /// Whether the speaker is in the front matter.
    listed: bool,
}

impl SpeakerLabels {
    /// The labels of the speakers in the front matter: names, and ids that are nobody's name.
    pub(super) fn new(speakers: &[Speaker]) -> Self {
        let mut by_label = BTreeMap::new();
        let names = speakers.iter().map(|speaker| (speaker.name.as_str(), &speaker.id));
        let ids = speakers.iter().map(|speaker| (speaker.id.as_str(), &speaker.id));
        for (label, id) in names.chain(ids) {
            by_label.entry(label.to_owned()).or_insert(LabelTarget { id: id.clone(), listed: true });
        }
        let ids = SpeakerIds::default().beside(speakers.iter());
        Self { by_label, ids, has_no_list: speakers.is_empty(), unknown_speakers: Vec::new() }
    }

    /// The speaker that a label names; an unknown one if it names nobody. The label is a part of `text`.
    pub(super) fn resolve(&mut self, label: Label<'_>, text: &str, problems: &mut ProblemList) -> SpeakerId {
        let raw = syntax::trim(label.name);
        let (name, span) = (syntax::unescape(raw), span_in(text, raw));
        match self.by_label.get(&name) {
            Some(LabelTarget { id, listed: true }) => {
                if label.colon_outside {
                    let problem = Problem::error(span, "the colon of a label stands inside the stars");
                    problems.push(problem.found(format!("`**{raw}**:`")).expected(format!("`**{raw}:**`")));
                }
                id.clone()
            }
            Some(LabelTarget { id, listed: false }) => {
                let id = id.clone();
                self.report_unknown(&name, span, problems);
                id
            }
            None => {
                self.report_unknown(&name, span, problems);
                self.add_unknown(&name)
            }
        }
    }

    /// Adds an unknown speaker with this name, as a guest.
    pub(super) fn add_unknown(&mut self, name: &str) -> SpeakerId {
        let id = self.ids.assign(name);
        self.by_label.insert(name.to_owned(), LabelTarget { id: id.clone(), listed: false });
        self.unknown_speakers.push(Speaker {
            id: id.clone(),
            name: name.to_owned(),
            role: Role::Guest,
            about: None,
            source_names: Vec::new(),
            is_placeholder: false,
            slot: 0,
        });
        id
    }

    fn report_unknown(&self, name: &str, span: Range<usize>, problems: &mut ProblemList) {
        if self.has_no_list {
            return;
        }
        problems.push_error(|| {
            let listed = self.by_label.iter().filter(|(_, target)| target.listed).map(|(label, _)| label.as_str());
            let near = nearest(name, listed).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Problem::error(span, "unknown speaker")
                .found(format!("`{name}`"))
                .expected("the name or id of one of the `speakers`")
                .help(format!("{near}write `\\**` if it belongs to the text"))
        });
    }
}
