//! Texts whose speakers are named by labels: blocks of lines become pieces of a conversation.
//!
//! Plain text, Markdown, HTML and Word documents come here as the same [blocks](TextBlock), with what was emphasised in them.
//!
//! Not here: mark-up (the readers), and texts without labels ([`super::unlabelled`]).

mod clock;
mod grammar;
mod names;

use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use clock::time_at_start;
use grammar::{Candidate, Form, candidate, weak_candidate};
use names::Names;
pub(super) use names::{is_name_like, is_not_a_name};

use super::draft::{Doubt, Draft, Heading, Piece, Speech, Voice, clean};
use super::report::Report;
use crate::transcript::Millis;

/// A part in so many of the words of a text is much.
const MUCH: usize = 8;

/// What a block of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A heading of a level, from 1.
    Heading(u8),
    Paragraph,
    /// A point of a list.
    Item,
    /// A line across the page.
    Rule,
    /// What is no speech: a table, code, a footnote; in words.
    Other(&'static str),
}

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextBlock {
    pub(super) kind: BlockKind,
    pub(super) lines: Vec<TextLine>,
}

/// A line without mark-up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TextLine {
    pub(super) text: String,
    /// How many of its first bytes are emphasised.
    pub(super) lead: usize,
    /// Emphasised words behind a blank that end with a colon: labels that run in, perhaps.
    pub(super) run_ins: Vec<Range<usize>>,
    /// Its bytes in the decoded text.
    pub(super) span: Range<usize>,
}

impl TextBlock {
    /// The words on one line.
    pub(super) fn text(&self) -> String {
        clean(&self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "))
    }

    /// The bytes in the decoded text.
    pub(super) fn span(&self) -> Range<usize> {
        let start = self.lines.first().map_or(0, |line| line.span.start);
        start..self.lines.last().map_or(start, |line| line.span.end)
    }

    /// Whether all its words are emphasised.
    pub(super) fn is_emphasised(&self) -> bool {
        self.lines.iter().all(|line| line.lead > 0 && line.text[line.lead..].trim().is_empty())
    }
}

/// A text whose speakers are named.
pub(super) struct Labelled {
    names: Names,
    /// Whether they are written as [`weak_candidate`] says.
    are_weak: bool,
}

impl Labelled {
    /// What is known of a text's labels; `None` where it has none.
    pub(super) fn of(blocks: &[TextBlock]) -> Option<Self> {
        let spoken = || blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item));
        let lines = || spoken().flat_map(|block| &block.lines).chain(headings(blocks));
        let candidates: Vec<Candidate<'_>> = lines().filter_map(|line| candidate(&line.text, line.lead)).collect();
        let names = Names::among(&candidates, spoken().count());
        if !names.is_empty() {
            return Some(Self { names, are_weak: false });
        }
        let candidates: Vec<Candidate<'_>> = lines().filter_map(|line| weak_candidate(&line.text)).collect();
        let names = Names::weak(&candidates, spoken().count());
        (!names.is_empty()).then_some(Self { names, are_weak: true })
    }

    /// The number of blocks before the first speaker.
    pub(super) fn blocks_before(&self, blocks: &[TextBlock]) -> usize {
        let is_named = |line: &TextLine| self.label(line).is_some_and(|label| !label.name.is_empty());
        let is_first = |block: &TextBlock| match block.kind {
            BlockKind::Heading(_) if self.names.has(block.text().trim_end_matches(':').trim()) => true,
            _ => block.lines.iter().any(is_named),
        };
        blocks.iter().position(is_first).unwrap_or(blocks.len())
    }

    /// The pieces of a text. Words before the first speaker are left out, unless they are headings.
    pub(super) fn pieces(&self, blocks: Vec<TextBlock>, report: &mut Report) -> Vec<Piece> {
        let first = self.blocks_before(&blocks);
        let words = |blocks: &[TextBlock]| blocks.iter().map(|block| block.text().split(' ').count()).sum::<usize>();
        let keeps_before = words(&blocks[..first]) * MUCH > words(&blocks);
        let mut pieces = Pieces {
            labels: self,
            pieces: Vec::new(),
            voice: Turn::Before,
            open: None,
            time: None,
            keeps_before,
            asks: false,
            report,
        };
        blocks.into_iter().for_each(|block| pieces.block(block));
        pieces.pieces
    }

    /// The label of a line, if it is a speaker's.
    fn label<'a>(&self, line: &'a TextLine) -> Option<Candidate<'a>> {
        let names = &self.names;
        if self.are_weak {
            return weak_candidate(&line.text).filter(|label| names.has(label.name));
        }
        let found = candidate(&line.text, line.lead)?;
        if found.name.is_empty() {
            return Some(found);
        }
        if names.has(found.name) && !names::is_not_a_name(found.name) {
            return Some(found);
        }
        let rest = found.behind_time?;
        Some(Candidate { name: "", form: Form::Timed, rest, ..found })
    }
}

/// Divides lines at the labels that run in, `**Ann:** words **Bo:** words`: those that begin lines elsewhere.
pub(super) fn split_run_ins(blocks: &mut [TextBlock]) {
    let names: BTreeSet<String> = blocks
        .iter()
        .flat_map(|block| &block.lines)
        .filter_map(|line| candidate(&line.text, line.lead).filter(|label| label.form == Form::StrongColon))
        .filter(|label| is_name_like(label.name))
        .map(|label| label.name.to_owned())
        .collect();
    if names.len() < 2 {
        return;
    }
    for block in blocks {
        block.lines = std::mem::take(&mut block.lines).into_iter().flat_map(|line| split(line, &names)).collect();
    }
}

fn split(line: TextLine, names: &BTreeSet<String>) -> Vec<TextLine> {
    let name = |at: &Range<usize>| line.text.get(at.clone()).map(|label| label.trim().trim_end_matches(':').trim());
    let cuts: Vec<Range<usize>> =
        line.run_ins.iter().filter(|at| name(at).is_some_and(|name| names.contains(name))).cloned().collect();
    let starts = std::iter::once(0..line.lead).chain(cuts.iter().cloned());
    let ends = cuts.iter().map(|cut| cut.start).chain([line.text.len()]);
    let part = |(start, end): (Range<usize>, usize)| TextLine {
        text: line.text[start.start..end].to_owned(),
        lead: (start.end - start.start).min(end - start.start),
        run_ins: Vec::new(),
        span: line.span.clone(),
    };
    starts.zip(ends).map(part).collect()
}

fn headings(blocks: &[TextBlock]) -> impl Iterator<Item = &TextLine> {
    blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_))).flat_map(|block| &block.lines)
}

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Turn {
    /// Nobody has spoken.
    Before,
    /// Somebody speaks whom a label named.
    Of(String),
    /// Something came between that nobody says, a break or a lead-in.
    Interrupted(&'static str),
}

/// Puts a text together, block by block.
struct Pieces<'a> {
    labels: &'a Labelled,
    pieces: Vec<Piece>,
    voice: Turn,
    /// The paragraph that is being read.
    open: Option<Speech>,
    /// The time of a label that stood alone on its line.
    time: Option<Millis>,
    /// Whether what stands before the first label is so much that it may be a part of the conversation.
    keeps_before: bool,
    /// Whether the last label began words that were all emphasised, as questions are.
    asks: bool,
    report: &'a mut Report,
}

impl Pieces<'_> {
    fn block(&mut self, block: TextBlock) {
        match block.kind {
            BlockKind::Heading(level) => self.heading(level, &block),
            BlockKind::Paragraph | BlockKind::Item => self.paragraph(&block),
            BlockKind::Rule => {
                self.report.used(&block.text());
                if self.voice != Turn::Before {
                    self.voice = Turn::Interrupted("behind a line across the page");
                }
            }
            BlockKind::Other(what) => self.report.leave_out(block.span(), what, &block.text()),
        }
    }

    /// A heading is a speaker's label, or titles what follows.
    fn heading(&mut self, level: u8, block: &TextBlock) {
        let text = block.text();
        let name = text.trim_end_matches(':').trim();
        if self.labels.names.has(name) {
            self.report.used(&text);
            self.voice = Turn::Of(name.to_owned());
            return;
        }
        if block.lines.first().and_then(|line| self.labels.label(line)).is_some_and(|label| !label.name.is_empty()) {
            self.paragraph(block);
            self.asks = true;
            return;
        }
        self.pieces.push(Piece::Heading(Heading { level, text, start: None, span: block.span() }));
    }

    fn paragraph(&mut self, block: &TextBlock) {
        for (nth, line) in block.lines.iter().enumerate() {
            if let Some(label) = self.labels.label(line) {
                self.labelled(line, &label);
            } else if self.is_lead_in(line) {
                self.lead_in(&block.lines[nth..]);
                break;
            } else if let Some(open) = self.open.as_mut() {
                open.go_on(&line.text, line.span.end);
            } else {
                self.unlabelled(line, block.kind);
            }
        }
        self.close();
    }

    /// A line that begins with a speaker's label, or with a time alone.
    fn labelled(&mut self, line: &TextLine, label: &Candidate<'_>) {
        self.close();
        self.asks = line.lead > label.rest && line.lead >= line.text.trim_end().len();
        self.report.used(&line.text[..label.rest]);
        if !label.name.is_empty() {
            self.voice = Turn::Of(label.name.to_owned());
        }
        let words = &line.text[label.rest..];
        // Only in brackets: `10:30 was the time` are words.
        let time = time_at_start(words).filter(|_| label.time.is_none() && words.starts_with(['[', '(']));
        let behind = time.map_or(0, |(_, len)| len);
        self.report.used(&words[..behind]);
        let start = label.time.or(time.map(|(time, _)| time)).or(self.time);
        self.begin(&words[behind..], start, line.span.clone());
    }

    /// Whether a line begins with a label that is nobody's: `**Break:**`, `**Good to know:** …`.
    fn is_lead_in(&self, line: &TextLine) -> bool {
        candidate(&line.text, line.lead).is_some_and(|label| match label.form {
            Form::StrongColon => true,
            Form::StrongLine | Form::Colon => names::is_not_a_name(label.name),
            _ => false,
        })
    }

    /// Words behind a label of nobody, up to the end of their paragraph.
    fn lead_in(&mut self, lines: &[TextLine]) {
        self.close();
        self.voice = Turn::Interrupted("behind a label of nobody");
        let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        let span = lines.first().map_or(0, |line| line.span.start)..lines.last().map_or(0, |line| line.span.end);
        self.report.leave_out(span, "a label of nobody, and its words", &text);
    }

    /// The first line of a paragraph without a label.
    fn unlabelled(&mut self, line: &TextLine, kind: BlockKind) {
        // Where one person alone has labels, and they are questions, somebody else answers.
        if self.asks && self.labels.names.is_single() && line.lead == 0 {
            self.voice = Turn::Interrupted("behind a question");
        }
        match &self.voice {
            Turn::Before if self.keeps_before => {
                self.begin(&line.text, None, line.span.clone());
            }
            Turn::Before => self.report.leave_out(line.span.clone(), "words before the first speaker", &line.text),
            Turn::Interrupted(_) if kind == BlockKind::Item => {
                self.report.leave_out(line.span.clone(), "a list that nobody says", &line.text);
            }
            _ => {
                self.begin(&line.text, self.time, line.span.clone());
                let label = candidate(&line.text, line.lead)
                    .filter(|label| label.form == Form::Colon && names::is_name_like(label.name));
                if let (Some(open), Some(label)) = (&mut self.open, label) {
                    let reason = format!("“{}:” was not taken for a speaker", label.name);
                    open.doubt = open.doubt.take().or(Some(Doubt { what: "label", reason }));
                }
            }
        }
    }

    /// Begins a paragraph of whoever's turn it is.
    fn begin(&mut self, text: &str, time: Option<Millis>, span: Range<usize>) {
        let (voice, doubt) = match &self.voice {
            Turn::Of(name) => (Voice::Labelled(name.clone()), None),
            Turn::Before => {
                let reason = "no label, and long: show notes, or the beginning".to_owned();
                (Voice::Unknown, Some(Doubt { what: "speaker", reason }))
            }
            Turn::Interrupted(why) => {
                (Voice::Unknown, Some(Doubt { what: "speaker", reason: format!("no label, {why}") }))
            }
        };
        let speech = Speech::new(voice, text).timed(time, None).at(span);
        self.time = None;
        self.open = Some(Speech { doubt, ..speech });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.text.is_empty() {
            // A label alone on its line: what it says comes below.
            self.time = open.start;
        } else {
            self.pieces.push(Piece::Speech(open));
        }
    }
}

/// Cues whose words begin with labels: all cues without a voice, read over the whole file.
pub(super) fn label_cues(draft: &mut Draft, report: &mut Report) {
    if draft.speeches().any(|speech| speech.voice != Voice::Unknown) {
        return;
    }
    let names = {
        let candidates: Vec<Candidate<'_>> =
            draft.speeches().filter_map(|cue| candidate(&cue.text, 0)).filter(|it| it.form == Form::Colon).collect();
        Names::among(&candidates, draft.speeches().count())
    };
    if names.is_empty() {
        return;
    }
    let mut is_named = false;
    for cue in draft.speeches_mut() {
        let label = candidate(&cue.text, 0).filter(|label| label.form == Form::Colon && names.has(label.name));
        if let Some(Candidate { name, rest, .. }) = label {
            report.used(&cue.text[..rest]);
            cue.voice = Voice::Labelled(name.to_owned());
            cue.text = cue.text[rest..].to_owned();
            // The label has a time too, and the first of the words perhaps none.
            cue.words.iter_mut().for_each(|word| word.at = word.at.saturating_sub(rest));
            cue.words.dedup_by(|later, word| later.at == word.at);
            is_named = true;
        } else if is_named {
            cue.voice = Voice::Same;
        }
    }
}
