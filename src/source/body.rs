//! The body: headings, labels, times, paragraphs and their ids, line by line into answers.
//!
//! It never gives up on a line: what stands in the wrong place is reported and kept where it most likely belongs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::cast::Cast;
use super::fields::malformed_id;
use super::findings::{AnswerGap, Findings, control_name};
use super::marks::{self, is_blank, span_in};
use crate::transcript::{
    Answer, AnswerId, CONFLICT_SEPARATOR, Episode, Millis, Paragraph, ParagraphId, Problem, SpeakerId, TopicId, Turn,
    conflict_marker,
};

/// Reads the body into the episode that the front matter began.
pub(super) fn read(text: &str, start: usize, episode: Episode, findings: &mut Findings) -> Episode {
    let mut reader = Reader::new(text, episode, findings);
    for line in text[start..].split('\n') {
        if let Some(marker) = labelled_conflict_marker(line) {
            let span = span_in(text, line);
            let problem = Problem::error(span, "a merge conflict").found(format!("`{marker}`"));
            reader.findings.problems.push(problem.help("keep the right lines of both sides and delete this one"));
            continue;
        }
        reader.line(line.strip_suffix('\r').unwrap_or(line));
    }
    reader.finish()
}

/// The marker of a merge conflict with its label. Without one the line may be an author's own.
fn labelled_conflict_marker(line: &str) -> Option<&'static str> {
    let marker = conflict_marker(line).filter(|marker| *marker != CONFLICT_SEPARATOR)?;
    line[marker.len()..].starts_with(' ').then_some(marker)
}

struct Reader<'a, 'f> {
    text: &'a str,
    findings: &'f mut Findings,
    episode: Episode,
    cast: Cast,
    /// That of the open answer.
    heading: Option<Range<usize>>,
    paragraph: Option<Open<'a>>,
    /// Whose words a paragraph without a label belongs to.
    speaking: Option<SpeakerId>,
    /// Where each id stands first.
    answer_ids: BTreeMap<AnswerId, Range<usize>>,
    paragraph_ids: BTreeMap<ParagraphId, Range<usize>>,
    repeated: Vec<Repeated>,
}

/// An id that stands in two places.
struct Repeated {
    whose: &'static str,
    first: Range<usize>,
    again: Range<usize>,
}

/// A paragraph whose last line has not been met yet.
struct Open<'a> {
    /// From its first character to its last.
    span: Range<usize>,
    labelled: bool,
    start: Option<Millis>,
    /// Without its `^`; empty for one that is malformed.
    id: Option<&'a str>,
    text: String,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(text: &'a str, episode: Episode, findings: &'f mut Findings) -> Self {
        let cast = Cast::new(&episode.speakers);
        Self {
            text,
            findings,
            episode,
            cast,
            heading: None,
            paragraph: None,
            speaking: None,
            answer_ids: BTreeMap::new(),
            paragraph_ids: BTreeMap::new(),
            repeated: Vec::new(),
        }
    }

    fn report(&mut self, problem: Problem) {
        self.findings.problems.push(problem);
    }

    fn line(&mut self, line: &'a str) {
        let line = marks::trim(line);
        self.report_controls(line);
        if line.is_empty() {
            self.close_paragraph();
        } else if let Some(level) = marks::heading_level(line) {
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
        let heading = marks::heading(&line[level..]);
        let title = title(heading.title);
        let stray = marks::stray_attributes(heading.title);
        if let Some(at) = stray {
            let at = span_in(self.text, heading.title).start + at;
            let problem = Problem::error(at..at + 1, "heading attributes out of place").expected("`{#id}` at the end");
            self.report(problem.help("close the brace, or write `\\{` if it belongs to the title"));
        }
        let mut answer =
            Answer { id: AnswerId::default(), written_title: title, pinned: vec![], banned: vec![], turns: vec![] };
        self.findings.places.answers.push(Default::default());
        match heading.attributes {
            Some(attributes) => self.attributes(attributes, &mut answer, &span),
            None if level == 2 && stray.is_none() => self.answer_gap(span.end, false, &span),
            None => {}
        }
        self.episode.answers.push(answer);
        self.heading = Some(span);
        self.speaking = None;
    }

    fn answer_gap(&mut self, at: usize, in_braces: bool, heading: &Range<usize>) {
        self.findings.gaps.answers.push(AnswerGap { at, in_braces, heading: heading.clone() });
    }

    /// Reads `#id +pinned -banned` into the answer.
    fn attributes(&mut self, attributes: &'a str, answer: &mut Answer, heading: &Range<usize>) {
        let mut ids = 0;
        let whole = self.findings.problems.count();
        for word in attributes.split(is_blank).filter(|word| !word.is_empty()) {
            let span = span_in(self.text, word);
            match word.as_bytes()[0] {
                _ if word.len() == 1 => self.malformed_attribute(word, span),
                b'#' => {
                    ids += 1;
                    self.answer_id(&word[1..], span, ids, answer);
                }
                sign @ (b'+' | b'-') => self.answer_topic(&word[1..], span, sign == b'+', answer),
                _ => self.malformed_attribute(word, span),
            }
        }
        let inside = span_in(self.text, attributes);
        if ids == 0 && attributes.trim().is_empty() {
            let problem = Problem::error(inside.start - 1..inside.end + 1, "empty heading attributes");
            self.report(problem.expected("`{#id}`").help("leave the braces out, or write `\\{` if they are text"));
        } else if ids == 0 && self.findings.problems.count() == whole {
            self.answer_gap(inside.start, true, heading);
        }
    }

    fn malformed_attribute(&mut self, word: &str, span: Range<usize>) {
        let problem = Problem::error(span, "malformed heading attribute").found(format!("`{word}`"));
        let problem = problem.expected("`#id`, `+topic` or `-topic`");
        self.report(problem.help("write `\\{` if the braces belong to the title"));
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
            Some(first) => self.repeated.push(Repeated { whose: "answer", first, again: span }),
            None => drop(self.answer_ids.insert(id.clone(), span)),
        }
        answer.id = id;
    }

    fn answer_topic(&mut self, found: &str, span: Range<usize>, pinned: bool, answer: &mut Answer) {
        let Ok(topic) = TopicId::new(found) else { return self.report(malformed_id(span, found)) };
        if answer.pinned.contains(&topic) || answer.banned.contains(&topic) {
            let problem = Problem::error(span, "topic named twice on one heading").found(format!("`{found}`"));
            return self.report(problem);
        }
        let (topics, places) = match (pinned, self.findings.places.answers.last_mut()) {
            (true, places) => (&mut answer.pinned, places.map(|it| &mut it.pinned)),
            (false, places) => (&mut answer.banned, places.map(|it| &mut it.banned)),
        };
        topics.push(topic);
        places.into_iter().for_each(|places| places.push(span.clone()));
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
        let again = marks::time(line).map_or(line, |(_, rest)| marks::trim(rest));
        let label = marks::label(line).or_else(|| marks::label(again));
        if let Some(open) = &self.paragraph {
            let what = match (label, marks::time(line), open.id) {
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

    /// Begins a paragraph, and gives back its first line without label and time.
    fn open_paragraph(&mut self, line: &'a str, label: Option<marks::Label<'a>>) -> &'a str {
        let span = span_in(self.text, line);
        let mut open = Open { span, labelled: label.is_some(), start: None, id: None, text: String::new() };
        let mut rest = line;
        let mut timed = marks::time(rest);
        if let Some((clock, behind)) = timed {
            open.start = self.time(clock);
            rest = marks::trim(behind);
        }
        if let Some(label) = label {
            self.speaking = Some(self.cast.speaker(label, self.text, &mut self.findings.problems));
            if let Some((clock, _)) = timed {
                let problem = Problem::error(span_in(self.text, clock), "a time before the speaker's label");
                self.report(problem.expected(format!("`**{}:** [{clock}] …`", label.name)));
            }
            rest = marks::trim(label.rest);
        }
        if timed.is_none() {
            timed = marks::time(rest);
            if let Some((clock, behind)) = timed {
                open.start = self.time(clock);
                rest = marks::trim(behind);
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

    /// Adds a line's words, and the id at its end, to the open paragraph.
    fn words(&mut self, line: &'a str) {
        let Some(mut open) = self.paragraph.take() else { return };
        let mut words = line;
        if let Some(id) = marks::id(line) {
            words = id.before;
            open.id = self.paragraph_id(id.mark);
            if let Some(other) = marks::id(words) {
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
            open.text.push_str(&marks::unescape(words));
        }
        self.paragraph = Some(open);
    }

    /// What follows the `^`: empty, with a problem, where it is no id.
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
        let text = marks::trim(&text);
        if text.is_empty() {
            let what = if open.labelled { "a label without words" } else { "a paragraph without words" };
            let problem = Problem::error(open.span, what);
            return self.report(problem.help("the words follow in the same paragraph, with no empty line between"));
        }
        self.place_paragraph(&open);
        let speaker = self.speaking.clone().unwrap_or_else(|| self.unnamed(&open.span));
        let id = self.assigned_id(&open);
        let paragraph = Paragraph { id, start: open.start, text: text.to_owned() };
        let Some(answer) = self.episode.answers.last_mut() else { return };
        match answer.turns.last_mut().filter(|turn| turn.speaker == speaker) {
            Some(turn) => turn.paragraphs.push(paragraph),
            None => answer.turns.push(Turn { speaker: speaker.clone(), paragraphs: vec![paragraph] }),
        }
        self.speaking = Some(speaker);
    }

    /// Makes an answer for a paragraph that stands before the first heading.
    fn place_paragraph(&mut self, open: &Open<'_>) {
        if !self.episode.answers.is_empty() {
            return;
        }
        let first_line = self.text[open.span.clone()].lines().next().unwrap_or_default();
        let problem = Problem::error(span_in(self.text, first_line), "text before the first answer");
        self.report(problem.expected("a line that begins with `## ` and opens an answer"));
        self.episode.answers.push(Answer {
            id: AnswerId::default(),
            written_title: None,
            pinned: vec![],
            banned: vec![],
            turns: vec![],
        });
        self.findings.places.answers.push(Default::default());
    }

    fn assigned_id(&mut self, open: &Open<'_>) -> ParagraphId {
        let Some(found) = open.id else {
            self.findings.gaps.paragraphs.push(open.span.end);
            return ParagraphId::default();
        };
        // A malformed one has been reported, and stands for none.
        let id = ParagraphId::new(found).unwrap_or_default();
        if !id.is_assigned() {
            return id;
        }
        let span = span_in(self.text, found);
        match self.paragraph_ids.get(&id).cloned() {
            Some(first) => self.repeated.push(Repeated { whose: "paragraph", first, again: span }),
            None => drop(self.paragraph_ids.insert(id.clone(), span)),
        }
        id
    }

    /// Who most likely says a paragraph before which no label stands.
    fn unnamed(&mut self, span: &Range<usize>) -> SpeakerId {
        // Of text before the first heading something else has been said.
        if self.heading.is_some() {
            let problem = Problem::error(span.start..span.start, "a paragraph without a speaker");
            self.report(problem.expected("`**Name:** ` at the beginning of an answer's first paragraph"));
        }
        let before = self.episode.answers.iter().rev().find_map(|answer| answer.turns.last());
        match before.map(|turn| &turn.speaker).or(self.episode.speakers.first().map(|speaker| &speaker.id)) {
            Some(id) => id.clone(),
            None => self.cast.make_up("Unknown speaker"),
        }
    }

    // ---- the end

    fn finish(mut self) -> Episode {
        self.close_paragraph();
        self.close_answer();
        if self.episode.answers.is_empty() {
            let end = self.text.len();
            let problem = Problem::error(end..end, "no answers").expected("a line that begins with `## `");
            self.report(problem);
        }
        self.report_repeated();
        self.episode.speakers.append(&mut self.cast.strangers);
        self.episode
    }

    fn report_repeated(&mut self) {
        if self.repeated.is_empty() {
            return;
        }
        let line_ends: Vec<usize> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        let line = |span: &Range<usize>| line_ends.partition_point(|end| *end < span.start) + 1;
        for Repeated { whose, first, again } in std::mem::take(&mut self.repeated) {
            let id = self.text[again.clone()].trim_start_matches('#');
            let what = format!("{whose} id `{id}` stands on lines {} and {}", line(&first), line(&again));
            self.report(Problem::error(again, what).help("remove the copy's, and run `answerbook ids` for a new one"));
        }
    }
}

/// A heading's title as an editor wrote it; `None` for an empty one.
fn title(raw: &str) -> Option<String> {
    let title = marks::unescape(raw);
    let title = without_controls(&title);
    let title = marks::trim(&title);
    (!title.is_empty()).then(|| title.to_owned())
}

/// A text with a space for each control character; they have been reported.
fn without_controls(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) { text.replace(char::is_control, " ").into() } else { text.into() }
}
