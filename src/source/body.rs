//! The body parser: headings, labels, times, paragraphs and ids become answers, line by line.
//!
//! No line stops the parser. A line in the wrong place is reported, and kept where it most likely belongs.
//!
//! Not here: the syntax of a single line ([`super::syntax`]), and the speakers that labels name ([`super::speaker_labels`]).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::comments::{Comments, Element, paragraph_anchor};
use super::fields::malformed_id;
use super::findings::{Findings, MissingAnswerId, control_name};
use super::front::MAX_SPEAKERS;
use super::speaker_labels::SpeakerLabels;
use super::syntax::{self, is_blank, span_in};
use crate::transcript::{
    Answer, AnswerId, CONFLICT_SEPARATOR, Episode, Millis, Paragraph, ParagraphId, PartKind, Problem, SpeakerId,
    TopicId, conflict_marker,
};

/// Parses the body, from the byte `start` on, into the episode that the front matter describes.
pub(super) fn parse(original: &str, start: usize, episode: Episode, findings: &mut Findings) -> Episode {
    let comments = Comments::find(original, start, &mut findings.problems);
    let masked = comments.masked(original);
    let text: &str = &masked;
    let mut parser = BodyParser::new(text, &comments, episode, findings);
    for line in text[start..].split('\n') {
        if let Some(marker) = labelled_conflict_marker(line) {
            let span = span_in(text, line);
            let problem = Problem::error(span, "a merge conflict").found(format!("`{marker}`"));
            parser.findings.problems.push(problem.help("keep the right lines of both sides and delete this one"));
            continue;
        }
        parser.line(line.strip_suffix('\r').unwrap_or(line));
    }
    let episode = parser.finish(original);
    findings.outline.comments = comments;
    episode
}

/// The marker of a merge conflict with its label. Without a label the line may be an author's own.
fn labelled_conflict_marker(line: &str) -> Option<&'static str> {
    let marker = conflict_marker(line).filter(|marker| *marker != CONFLICT_SEPARATOR)?;
    line[marker.len()..].starts_with(' ').then_some(marker)
}

struct BodyParser<'a, 'f> {
    /// The text of the file, with blanks for comments.
    text: &'a str,
    comments: &'a Comments,
    findings: &'f mut Findings,
    episode: Episode,
    labels: SpeakerLabels,
    /// The heading of the current answer.
    heading: Option<Range<usize>>,
    paragraph: Option<OpenParagraph<'a>>,
    /// The speaker of a paragraph without a label.
    current_speaker: Option<SpeakerId>,
    /// The span of the first occurrence of each id.
    answer_ids: BTreeMap<AnswerId, Range<usize>>,
    paragraph_ids: BTreeMap<ParagraphId, Range<usize>>,
    /// The topics that the current heading names.
    heading_topics: BTreeSet<TopicId>,
    duplicate_ids: Vec<DuplicateId>,
}

/// An id that occurs twice.
struct DuplicateId {
    /// The kind of thing that it identifies.
    kind: &'static str,
    first: Range<usize>,
    second: Range<usize>,
}

/// A paragraph whose end has not been reached.
struct OpenParagraph<'a> {
    /// The span from the first character to the last.
    span: Range<usize>,
    has_label: bool,
    start: Option<Millis>,
    /// The id without its `^`; empty if it is malformed.
    id: Option<&'a str>,
    text: String,
}

impl<'a, 'f> BodyParser<'a, 'f> {
    fn new(text: &'a str, comments: &'a Comments, episode: Episode, findings: &'f mut Findings) -> Self {
        let labels = SpeakerLabels::new(&episode.speakers);
        Self {
            text,
            comments,
            findings,
            episode,
            labels,
            heading: None,
            paragraph: None,
            current_speaker: None,
            answer_ids: BTreeMap::new(),
            paragraph_ids: BTreeMap::new(),
            heading_topics: BTreeSet::new(),
            duplicate_ids: Vec::new(),
        }
    }

    fn report(&mut self, problem: Problem) {
        self.findings.problems.push(problem);
    }

    fn line(&mut self, line: &'a str) {
        let line = syntax::trim(line);
        self.report_controls(line);
        if line.is_empty() {
            self.close_paragraph();
        } else if let Some(level) = syntax::heading_level(line) {
            self.close_paragraph();
            self.open_answer(line, level);
        } else {
            self.speech(line);
        }
    }

    fn report_controls(&mut self, line: &str) {
        for (at, c) in line.char_indices().filter(|(_, c)| c.is_control()) {
            let at = span_in(self.text, line).start + at;
            self.findings.problems.push_error(|| {
                let problem = Problem::error(at..at + c.len_utf8(), "control character").found(control_name(c));
                problem.expected(if c == '\t' { "a space" } else { "text" })
            });
        }
    }

    // ---- answers

    fn open_answer(&mut self, line: &'a str, level: usize) {
        self.close_answer();
        let span = span_in(self.text, line);
        if level != 2 {
            let problem = Problem::error(span.start..span.start + level, format!("heading of level {level}"))
                .found(format!("`{}`", "#".repeat(level.min(6))))
                .expected("`##`, which begins an answer");
            self.report(problem.help("there are no other headings; write `\\#` if it belongs to the text"));
        }
        let heading = syntax::heading(&line[level..]);
        let title = title(&self.comments.cut_from(self.text, heading.title));
        let stray = syntax::stray_attributes(heading.title);
        if let Some(at) = stray {
            let at = span_in(self.text, heading.title).start + at;
            let problem = Problem::error(at..at + 1, "heading attributes out of place").expected("`{#id}` at the end");
            self.report(problem.help("close the brace, or write `\\{` if it belongs to the title"));
        }
        let mut answer = Answer { written_title: title, ..Answer::untitled() };
        self.findings.spans.answers.push(Default::default());
        match heading.attributes {
            Some(attributes) => self.attributes(attributes, &mut answer, &span),
            None if level == 2 && stray.is_none() => {
                let missing = MissingAnswerId { at: span.end, in_braces: false, heading: span.clone() };
                self.findings.missing_ids.answers.push(missing);
            }
            None => {}
        }
        self.findings.outline.elements.push(Element { anchor: answer.id.to_string(), span: span.clone() });
        self.episode.answers.push(answer);
        self.heading = Some(span);
        self.current_speaker = None;
    }

    /// Parses `#id +pinned -banned` into the answer.
    fn attributes(&mut self, attributes: &'a str, answer: &mut Answer, heading: &Range<usize>) {
        let mut ids = 0;
        self.heading_topics.clear();
        let problems_before = self.findings.problems.count();
        for word in attributes.split(is_blank).filter(|word| !word.is_empty()) {
            let span = span_in(self.text, word);
            match word.as_bytes()[0] {
                _ if word.len() == 1 => self.malformed_attribute(word, span),
                b'#' => {
                    ids += 1;
                    self.answer_id(&word[1..], span, ids, answer);
                }
                b'+' => self.pinned_topic(&word[1..], span, answer),
                b'-' => self.banned_topic(&word[1..], span, answer),
                b'.' => self.part(word, span, answer),
                _ => self.malformed_attribute(word, span),
            }
        }
        let inside = span_in(self.text, attributes);
        if ids == 0 && attributes.trim().is_empty() {
            let problem = Problem::error(inside.start - 1..inside.end + 1, "empty heading attributes");
            self.report(problem.expected("`{#id}`").help("leave the braces out, or write `\\{` if they are text"));
        } else if ids == 0 && self.findings.problems.count() == problems_before {
            let missing = MissingAnswerId { at: inside.start, in_braces: true, heading: heading.clone() };
            self.findings.missing_ids.answers.push(missing);
        }
    }

    fn malformed_attribute(&mut self, word: &str, span: Range<usize>) {
        let problem = Problem::error(span, "malformed heading attribute").found(format!("`{word}`"));
        let problem = problem.expected("`#id`, `+topic`, `-topic` or `.intro`");
        self.report(problem.help("write `\\{` if the braces belong to the title"));
    }

    /// Parses `.intro` and its like into the answer.
    fn part(&mut self, word: &str, span: Range<usize>, answer: &mut Answer) {
        let kind = PartKind::ALL.into_iter().find(|kind| kind.word() == &word[1..]);
        let known = || PartKind::ALL.map(|kind| format!("`.{}`", kind.word())).join(", ");
        if kind.is_none() {
            let problem = Problem::error(span.clone(), "unknown kind of part").found(format!("`{word}`"));
            self.report(problem.expected(known()).help("a part is what is no answer; leave it out where there is one"));
        } else if answer.part.is_some() {
            self.report(Problem::error(span, "two kinds on one heading").found(format!("`{word}`")));
        }
        answer.part = answer.part.or(kind);
    }

    fn answer_id(&mut self, found: &str, span: Range<usize>, nth: usize, answer: &mut Answer) {
        let Ok(id) = AnswerId::new(found) else { return self.report(malformed_id(span, found)) };
        if nth > 1 {
            return self.report(Problem::error(span, "two ids on one heading").found(format!("`#{found}`")));
        }
        if found.starts_with("p-") {
            let problem = Problem::error(span.clone(), "an answer's id begins with `p-`").found(format!("`{found}`"));
            self.report(problem.help("such addresses are those of paragraphs: choose another"));
        }
        match self.answer_ids.get(&id).cloned() {
            Some(first) => self.duplicate_ids.push(DuplicateId { kind: "answer", first, second: span }),
            None => drop(self.answer_ids.insert(id.clone(), span)),
        }
        answer.id = id;
    }

    fn pinned_topic(&mut self, found: &str, span: Range<usize>, answer: &mut Answer) {
        if let Some(topic) = self.new_topic(found, &span) {
            answer.pinned.push(topic);
            self.findings.spans.answers.last_mut().into_iter().for_each(|spans| spans.pinned.push(span.clone()));
        }
    }

    fn banned_topic(&mut self, found: &str, span: Range<usize>, answer: &mut Answer) {
        if let Some(topic) = self.new_topic(found, &span) {
            answer.banned.push(topic);
            self.findings.spans.answers.last_mut().into_iter().for_each(|spans| spans.banned.push(span.clone()));
        }
    }

    /// The topic with this id; `None`, with a problem, if the id is malformed or the heading already names it.
    fn new_topic(&mut self, found: &str, span: &Range<usize>) -> Option<TopicId> {
        let Ok(topic) = TopicId::new(found) else {
            self.report(malformed_id(span.clone(), found));
            return None;
        };
        if !self.heading_topics.insert(topic.clone()) {
            let problem = Problem::error(span.clone(), "topic named twice on one heading").found(format!("`{found}`"));
            self.report(problem);
            return None;
        }
        Some(topic)
    }

    fn close_answer(&mut self) {
        let wordless = self.episode.answers.last().is_some_and(|answer| answer.turns.is_empty());
        if let Some(heading) = self.heading.take().filter(|_| wordless) {
            let problem = Problem::error(heading, "an answer without words");
            self.report(problem.expected("a paragraph that begins with `**Name:** `"));
        }
    }

    // ---- paragraphs

    fn speech(&mut self, line: &'a str) {
        let label = syntax::opening_label(line);
        if let Some(open) = &self.paragraph {
            let what = match (label, syntax::time(line), open.id) {
                (Some(_), _, _) => Some("a speaker's label inside a paragraph"),
                (None, Some(_), _) => Some("a time inside a paragraph"),
                (None, None, Some(_)) => Some("a paragraph goes on behind its id"),
                (None, None, None) => None,
            };
            if let Some(what) = what {
                let problem = Problem::error(span_in(self.text, line), what).expected("an empty line before it");
                self.report(problem);
                self.close_paragraph();
            }
        }
        let words = if self.paragraph.is_none() { self.open_paragraph(line, label) } else { line };
        self.words(words);
    }

    /// Begins a paragraph, and returns its first line without label and time.
    fn open_paragraph(&mut self, line: &'a str, label: Option<syntax::Label<'a>>) -> &'a str {
        let span = span_in(self.text, line);
        let mut open = OpenParagraph { span, has_label: label.is_some(), start: None, id: None, text: String::new() };
        let mut rest = line;
        let mut timed = syntax::time(rest);
        if let Some(time) = timed {
            open.start = self.time(time.clock);
            rest = syntax::trim(time.rest);
        }
        if let Some(label) = label {
            self.current_speaker = Some(self.labels.resolve(label, self.text, &mut self.findings.problems));
            if let Some(syntax::Time { clock, .. }) = timed {
                let problem = Problem::error(span_in(self.text, clock), "a time before the speaker's label");
                self.report(problem.expected(format!("`**{}:** [{clock}] …`", label.name)));
            }
            rest = syntax::trim(label.rest);
        }
        if timed.is_none() {
            timed = syntax::time(rest);
            if let Some(time) = timed {
                open.start = self.time(time.clock);
                rest = syntax::trim(time.rest);
            }
        }
        self.paragraph = Some(open);
        rest
    }

    fn time(&mut self, clock: &str) -> Option<Millis> {
        let millis = Millis::parse(clock);
        if millis.is_none() {
            let problem = Problem::error(span_in(self.text, clock), "malformed time").found(format!("`{clock}`"));
            let problem = problem.expected("`m:ss` or `h:mm:ss`, and a fraction as in `0:07.250`");
            self.report(problem.help("write `\\[` if it belongs to the text"));
        }
        millis
    }

    /// Adds a line's words and the id at its end to the open paragraph.
    fn words(&mut self, line: &'a str) {
        let Some(mut open) = self.paragraph.take() else { return };
        let mut words = line;
        if let Some(id) = syntax::id(line) {
            words = id.before;
            open.id = self.paragraph_id(id.mark);
            if let Some(other) = syntax::id(words) {
                let problem = Problem::error(span_in(self.text, other.mark), "two ids on one paragraph");
                let problem = problem.found(format!("`{}`", other.mark));
                self.report(problem.help("keep one; write `\\^` if it belongs to the text"));
                words = other.before;
            }
        }
        open.span.end = span_in(self.text, line).end.max(open.span.end);
        if !words.is_empty() {
            open.text.reserve(words.len() + 1);
            open.text.extend((!open.text.is_empty()).then_some(' '));
            open.text.push_str(&syntax::unescape(&self.comments.cut_from(self.text, words)));
        }
        self.paragraph = Some(open);
    }

    /// The id without its `^`; empty, with a problem, if it is malformed.
    fn paragraph_id(&mut self, mark: &'a str) -> Option<&'a str> {
        let found = mark.strip_prefix('^').unwrap_or(mark);
        if ParagraphId::new(found).is_ok() {
            return Some(found);
        }
        let problem = malformed_id(span_in(self.text, mark), mark);
        let near = problem.help.as_deref().map(|help| format!("{help}; ")).unwrap_or_default();
        self.report(problem.help(format!("{near}write `\\^` if it belongs to the text")));
        Some("")
    }

    fn close_paragraph(&mut self) {
        let Some(open) = self.paragraph.take() else { return };
        let text = without_controls(&open.text);
        let text = syntax::trim(&text);
        if text.is_empty() {
            let what = if open.has_label { "a label without words" } else { "a paragraph without words" };
            let problem = Problem::error(open.span, what);
            return self.report(problem.help("the words follow in the same paragraph, with no empty line between"));
        }
        self.ensure_answer(&open);
        let speaker = self.current_speaker.clone().unwrap_or_else(|| self.assumed_speaker(&open.span));
        let id = self.assigned_id(&open);
        let anchor = paragraph_anchor(&id);
        self.findings.outline.elements.push(Element { anchor, span: open.span.clone() });
        let paragraph = Paragraph { id, start: open.start, text: text.to_owned() };
        let Some(answer) = self.episode.answers.last_mut() else { return };
        answer.say(&speaker, paragraph);
        self.current_speaker = Some(speaker);
    }

    /// Makes an answer for a paragraph before the first heading.
    fn ensure_answer(&mut self, open: &OpenParagraph<'_>) {
        if !self.episode.answers.is_empty() {
            return;
        }
        let first_line = self.text[open.span.clone()].lines().next().unwrap_or_default();
        let problem = Problem::error(span_in(self.text, first_line), "text before the first answer");
        self.report(problem.expected("a line that begins with `## ` and opens an answer"));
        self.episode.answers.push(Answer::untitled());
        self.findings.spans.answers.push(Default::default());
    }

    fn assigned_id(&mut self, open: &OpenParagraph<'_>) -> ParagraphId {
        let Some(found) = open.id else {
            self.findings.missing_ids.paragraphs.push(open.span.end);
            return ParagraphId::default();
        };
        // A malformed id has been reported and counts as none.
        let id = ParagraphId::new(found).unwrap_or_default();
        if !id.is_assigned() {
            return id;
        }
        let span = span_in(self.text, found);
        match self.paragraph_ids.get(&id).cloned() {
            Some(first) => self.duplicate_ids.push(DuplicateId { kind: "paragraph", first, second: span }),
            None => drop(self.paragraph_ids.insert(id.clone(), span)),
        }
        id
    }

    /// The most likely speaker of a paragraph without a label that does not continue a turn.
    fn assumed_speaker(&mut self, span: &Range<usize>) -> SpeakerId {
        // Text before the first heading has been reported as such.
        if self.heading.is_some() {
            let problem = Problem::error(span.start..span.start, "a paragraph without a speaker");
            self.report(problem.expected("`**Name:** ` at the beginning of an answer's first paragraph"));
        }
        let before = self.episode.answers.iter().rev().find_map(|answer| answer.turns.last());
        match before.map(|turn| &turn.speaker).or(self.episode.speakers.first().map(|speaker| &speaker.id)) {
            Some(id) => id.clone(),
            None => self.labels.add_unknown("Unknown speaker"),
        }
    }

    // ---- the end

    fn finish(mut self, original: &str) -> Episode {
        self.close_paragraph();
        self.close_answer();
        if self.episode.answers.is_empty() {
            let end = self.text.len();
            let problem = Problem::error(end..end, "no answers").expected("a line that begins with `## `");
            self.report(problem);
        }
        self.report_duplicate_ids(original);
        self.episode.speakers.append(&mut self.labels.unknown_speakers);
        if self.episode.speakers.len() > MAX_SPEAKERS {
            let found = self.episode.speakers.len().to_string();
            let problem = Problem::error(0..0, "too many speakers").found(found);
            self.report(problem.expected(format!("at most {MAX_SPEAKERS} in one conversation")));
            self.episode.speakers.truncate(MAX_SPEAKERS);
        }
        self.episode
    }

    /// Blanks stand for the line breaks of comments too, so that lines are counted in the original.
    fn report_duplicate_ids(&mut self, original: &str) {
        if self.duplicate_ids.is_empty() {
            return;
        }
        let line_ends: Vec<usize> = original.match_indices('\n').map(|(at, _)| at).collect();
        let line = |span: &Range<usize>| line_ends.partition_point(|end| *end < span.start) + 1;
        for DuplicateId { kind, first, second } in std::mem::take(&mut self.duplicate_ids) {
            let id = self.text[second.clone()].trim_start_matches('#');
            let what = format!("{kind} id `{id}` stands on lines {} and {}", line(&first), line(&second));
            self.report(Problem::error(second, what).help("remove the copy's, and run `answerbook ids` for a new one"));
        }
    }
}

/// The title in a heading; `None` if it is empty.
fn title(raw: &str) -> Option<String> {
    let title = syntax::unescape(raw);
    let title = without_controls(&title);
    let title = syntax::trim(&title);
    (!title.is_empty()).then(|| title.to_owned())
}

/// The text with a space instead of each control character. Those have been reported.
fn without_controls(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) { text.replace(char::is_control, " ").into() } else { text.into() }
}
