//! ELAN's annotations, `.eaf`: <https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf>.
//!
//! A tier is what one person says, or an annotation of another tier: a translation, a gloss. Of each family of tiers one is what was
//! said: the first, unless it has no more than the numbers of utterances. People speak at the same time, so that the annotations of all
//! tiers are put in the order of their times. Files in three versions of the format were tried, which a library has for its tests.
//!
//! Not here: the time series and the pictures that a file may have beside it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::import::count::{self, words};
use crate::import::draft::{Draft, Head, Speech, Voice, clean};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::language;
use crate::import::report::Report;
use crate::import::xml::{Kind, Tag, Xml, local};
use crate::transcript::{Millis, Problem};

pub(in crate::import) const FORMAT: Format = Format {
    name: "elan",
    title: "ELAN annotations",
    recognise: |input| {
        (input.root_element() == Some("ANNOTATION_DOCUMENT"))
            .then(|| "its root element, ANNOTATION_DOCUMENT".to_owned())
    },
    read,
    count: |input| count::of_markup(input.text(), &[], |_| true),
};

/// How often an annotation is followed to the one that it annotates.
const MAX_STEPS: usize = 20;

/// The most tiers. Recordings have a hundred at most.
const MAX_TIERS: usize = 1000;

fn read(input: &Input<'_>, _given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let file = File::read(input.text(), report)?;
    if file.tiers.len() > MAX_TIERS {
        return Err(Problem::error(0..0, "more tiers than any recording has").found(file.tiers.len().to_string()));
    }
    let said = file.said();
    let mut speeches = Vec::new();
    for (tier, is_said) in file.tiers.iter().zip(said) {
        // An annotation whose time is not known stands behind the one before it.
        let mut latest = None;
        for annotation in &tier.annotations {
            let (start, end) = file.times(annotation);
            latest = start.or(latest);
            let speech = || {
                Speech::new(Voice::Labelled(tier.voice()), &annotation.text)
                    .timed(start, end)
                    .at(annotation.span.clone())
            };
            match is_said {
                true => speeches.push((latest, speech())),
                false => report.leave_out(annotation.span.clone(), "an annotation of other words", &annotation.text),
            }
        }
    }
    speeches.sort_by_key(|(latest, _)| *latest);
    Ok(Draft { head: file.head, ..Draft::cued(speeches.into_iter().map(|(_, speech)| speech)) })
}

#[derive(Default)]
struct Tier {
    id: String,
    participant: String,
    parent: Option<String>,
    annotations: Vec<Annotation>,
}

impl Tier {
    /// Who speaks, as the file says it: the participant, or else the name of the tier.
    fn voice(&self) -> String {
        if self.participant.is_empty() { self.id.clone() } else { self.participant.clone() }
    }

    fn words(&self) -> usize {
        self.annotations.iter().map(|annotation| words(&annotation.text)).sum()
    }

    /// Whether it has nothing but the numbers or codes of utterances: one word each, with digits in it.
    fn is_of_codes(&self) -> bool {
        let is_code =
            |text: &str| text.is_empty() || !text.contains(' ') && text.contains(|c: char| c.is_ascii_digit());
        self.annotations.iter().all(|annotation| is_code(&annotation.text))
    }

    /// Whether it says of the words what they mean, by the names that linguists give to such tiers.
    fn is_beside_words(&self) -> bool {
        let id = self.id.to_lowercase();
        let kind = id.split(['@', '-', '_', ' ']).next().unwrap_or_default();
        matches!(kind, "ft" | "ge" | "gl" | "ps" | "mb" | "mot" | "lit")
            || ["trans", "free", "gloss", "english", "engl"].iter().any(|word| id.contains(word))
                && !id.contains("transcri")
    }

    fn is_of_notes(&self) -> bool {
        let id = self.id.to_lowercase();
        ["comment", "note", "kommentar", "gesture", "gaze"].iter().any(|word| id.starts_with(word))
    }
}

#[derive(Default)]
struct Annotation {
    id: String,
    place: Place,
    text: String,
    span: Range<usize>,
}

/// When an annotation is, or what it annotates.
#[derive(Clone, Default)]
struct Place {
    /// The names of the times at which it begins and ends.
    slots: Option<(String, String)>,
    /// The annotation that it annotates.
    of: Option<String>,
}

#[derive(Default)]
struct File {
    head: Head,
    times: BTreeMap<String, Millis>,
    tiers: Vec<Tier>,
    /// The times and the parents of annotations by their names.
    places: BTreeMap<String, Place>,
}

impl File {
    fn read(xml: &str, report: &mut Report) -> Result<Self, Problem> {
        let mut file = Self::default();
        let mut open: Option<Annotation> = None;
        let mut text = String::new();
        let mut span = 0..0;
        for token in Xml::new(xml) {
            let token = token?;
            match token.kind {
                Kind::Open(tag) => {
                    report.used(&std::mem::take(&mut text));
                    file.open(&tag, &mut open);
                }
                Kind::Text(part) => {
                    span = if text.is_empty() { token.span } else { span.start..token.span.end };
                    text.push_str(&part);
                }
                Kind::Close(name) => {
                    let text = clean(&std::mem::take(&mut text));
                    match open.as_mut().filter(|_| local(name) == "ANNOTATION_VALUE") {
                        Some(annotation) => (annotation.text, annotation.span) = (text, span.clone()),
                        None => report.used(&text),
                    }
                    if matches!(local(name), "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION") {
                        file.add(open.take());
                    }
                }
            }
        }
        file.add(open.take());
        report.used(&text);
        Ok(file)
    }

    fn open(&mut self, tag: &Tag<'_>, open: &mut Option<Annotation>) {
        let attribute = |name: &str| tag.attribute(name).unwrap_or_default();
        match tag.local() {
            "TIME_SLOT" => {
                let time = attribute("TIME_VALUE").parse().ok().map(Millis);
                self.times.extend(time.map(|time| (attribute("TIME_SLOT_ID"), time)));
            }
            "MEDIA_DESCRIPTOR" => self.head.audio = Some(attribute("MEDIA_URL")).filter(|url| url.starts_with("http")),
            "TIER" => {
                self.add(open.take());
                self.head.language = self.head.language.take().or_else(|| language::written(&attribute("LANG_REF")));
                let parent = tag.attribute("PARENT_REF").filter(|parent| !parent.is_empty());
                self.tiers.push(Tier {
                    id: attribute("TIER_ID"),
                    participant: attribute("PARTICIPANT"),
                    parent,
                    annotations: Vec::new(),
                });
            }
            "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION" => {
                self.add(open.take());
                let slots = tag.attribute("TIME_SLOT_REF1").map(|start| (start, attribute("TIME_SLOT_REF2")));
                let place = Place { slots, of: tag.attribute("ANNOTATION_REF") };
                *open = Some(Annotation { id: attribute("ANNOTATION_ID"), place, ..Annotation::default() });
            }
            _ => {}
        }
    }

    fn add(&mut self, annotation: Option<Annotation>) {
        let (Some(annotation), Some(tier)) = (annotation, self.tiers.last_mut()) else { return };
        self.places.insert(annotation.id.clone(), annotation.place.clone());
        if !annotation.text.is_empty() {
            tier.annotations.push(annotation);
        }
    }

    /// Which tiers are what was said.
    fn said(&self) -> Vec<bool> {
        let is_said = |tier: &Tier| match &tier.parent {
            None => !tier.is_of_notes() && !self.has_words_below(tier),
            Some(parent) => self.tiers.iter().any(|other| {
                other.id == *parent
                    && other.parent.is_none()
                    && self.has_words_below(other)
                    && self.fullest_below(other) == Some(tier.id.as_str())
            }),
        };
        self.tiers.iter().map(is_said).collect()
    }

    /// Whether the words of a tier of codes are in the tiers that annotate it.
    fn has_words_below(&self, tier: &Tier) -> bool {
        tier.is_of_codes() && self.fullest_below(tier).is_some()
    }

    /// The tier with the most words of those that annotate one: the first of them if they are equal.
    fn fullest_below(&self, tier: &Tier) -> Option<&str> {
        let below =
            self.tiers.iter().filter(|other| other.parent.as_deref() == Some(tier.id.as_str()) && other.words() > 0);
        let fullest = below.rev().max_by_key(|other| (!other.is_beside_words(), other.words()))?;
        Some(fullest.id.as_str())
    }

    /// When an annotation begins and ends, or that which it annotates.
    fn times(&self, annotation: &Annotation) -> (Option<Millis>, Option<Millis>) {
        let mut place = &annotation.place;
        for _ in 0..MAX_STEPS {
            if let Some((start, end)) = &place.slots {
                return (self.times.get(start).copied(), self.times.get(end).copied());
            }
            let Some(next) = place.of.as_ref().and_then(|of| self.places.get(of)) else { break };
            place = next;
        }
        (None, None)
    }
}
