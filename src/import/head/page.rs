//! The head and the furniture of a page that was saved as text: title, day, guest and summary above the conversation, and what the page
//! has around it.
//!
//! Lines above the conversation are short and end in no full stop; those below it are that too, or speak of newsletters and terms of
//! service. Whatever is not taken into the head is left out and said so.
//!
//! Not here: front matter ([`super::front_matter`]), and finding the article of an HTML page (its reader).

use super::dates;
use crate::import::draft::Head;
use crate::import::labels::{BlockKind, TextBlock, is_name_like, is_not_a_name, time_at_start};
use crate::import::language;
use crate::import::report::Report;
use crate::language::script::ends_sentence;

/// The most words of a line of a head.
const MAX_LINE_WORDS: usize = 16;

/// The most blocks of a head.
const MAX_BLOCKS: usize = 16;

/// The most words of a summary.
const MAX_SUMMARY_WORDS: usize = 90;

/// Words by which a line above a conversation sums it up, in lower case.
const SUMMARY_WORDS: [&str; 8] = [
    "in this episode",
    "in this interview",
    "in this conversation",
    "this week",
    "talks about",
    "talk about",
    "joins",
    "podcast",
];

/// Words of somebody who speaks: a line with one of them sums nothing up, in lower case.
const SPOKEN_WORDS: [&str; 13] =
    ["i", "you", "your", "my", "me", "us", "welcome", "hello", "hi", "hey", "thanks", "thank", "okay"];

/// Headings of transcripts, in lower case.
const TRANSCRIPT: [&str; 20] = [
    "transcript",
    "full transcript",
    "episode transcript",
    "interview transcript",
    "podcast transcript",
    "transcription",
    "read the transcript",
    "transkript",
    "das transkript",
    "transcription complète",
    "transcripción",
    "transcripción completa",
    "transcrição",
    "trascrizione",
    "транскрипт",
    "расшифровка",
    "文字起こし",
    "文字稿",
    "逐字稿",
    "תמלול",
];

/// Words of furniture below a conversation, in lower case.
const FURNITURE: [&str; 16] = [
    "privacy policy",
    "terms of service",
    "terms of use",
    "all rights reserved",
    "©",
    "subscribe",
    "newsletter",
    "cookie",
    "sign up",
    "stay tuned",
    "share this",
    "transcribed by",
    "computer generated",
    "transcript by",
    "related posts",
    "read more",
];

/// Fields that a head names: `Date: 3 June 2024`.
const FIELDS: [&str; 12] = [
    "title",
    "date",
    "published",
    "recorded",
    "host",
    "hosts",
    "guest",
    "guests",
    "interviewer",
    "interviewee",
    "show",
    "language",
];

/// Takes the furniture below a conversation away.
pub(in crate::import) fn cut_tail(blocks: &mut Vec<TextBlock>, report: &mut Report) {
    let is_tail = |block: &TextBlock| {
        let text = block.text();
        let lower = text.to_lowercase();
        let is_short = words(&text) <= MAX_LINE_WORDS;
        is_short
            && matches!(block.kind, BlockKind::Paragraph | BlockKind::Item)
            && FURNITURE.iter().any(|words| lower.contains(words))
    };
    let last_kept = blocks.iter().rposition(|block| !is_tail(block) && !is_line(block));
    let furniture = blocks.iter().skip(last_kept.map_or(0, |at| at + 1)).position(is_tail);
    let (Some(last), Some(first)) = (last_kept, furniture) else { return };
    for block in blocks.drain(last + 1 + first..) {
        report.leave_out(block.span(), "page furniture", &block.text());
    }
}

/// Takes what stands above the heading `Transcript` away, where the greater part of the words is below it: a page's description, links and
/// people. Its head is read.
pub(in crate::import) fn cut_notes(blocks: &mut Vec<TextBlock>, head: &mut Head, report: &mut Report) {
    let is_mark = |block: &TextBlock| {
        let text = block.text().to_lowercase();
        let is_line = matches!(block.kind, BlockKind::Heading(_)) || block.is_emphasised();
        is_line && TRANSCRIPT.contains(&text.trim_end_matches(':').trim())
    };
    let Some(at) = blocks.iter().position(is_mark) else { return };
    let words_of = |blocks: &[TextBlock]| blocks.iter().map(|block| words(&block.text())).sum::<usize>();
    if words_of(&blocks[..at]) > words_of(&blocks[at + 1..]) {
        return;
    }
    let mut above: Vec<TextBlock> = blocks.drain(..at).collect();
    let mark = blocks.remove(0);
    report.used(&mark.text());
    let end = above.len();
    cut_head(&mut above, end, head, report);
    for block in above {
        report.leave_out(block.span(), "what stands above the transcript", &block.text());
    }
}

/// Takes the head above a conversation away, which begins at the block `end` at the latest.
pub(in crate::import) fn cut_head(blocks: &mut Vec<TextBlock>, end: usize, head: &mut Head, report: &mut Report) {
    let is_head =
        |block: &TextBlock| is_line(block) || is_summary(&block.text()) || dates::date(&block.text()).is_some();
    let len = blocks
        .iter()
        .take(end.min(MAX_BLOCKS))
        .position(|block| !is_head(block))
        .unwrap_or(end.min(MAX_BLOCKS).min(blocks.len()));
    let mut lines: Vec<TextBlock> = blocks.drain(..len).collect();
    lines.retain(|block| !take(block, head, report));
    take_guest(&mut lines, head, report);
    take_title(&mut lines, head, report);
    // A heading that is no title of the whole stays where it is: it may title what follows.
    let stays = |block: &TextBlock| matches!(block.kind, BlockKind::Heading(_)) && !is_not_a_name(&block.text());
    let (headings, lines): (Vec<TextBlock>, Vec<TextBlock>) = lines.into_iter().partition(stays);
    for block in lines {
        report.leave_out(block.span(), "a line above the conversation", &block.text());
    }
    blocks.splice(0..0, headings);
}

/// Whether a block is a line of a head or below the words: short, and no sentence.
fn is_line(block: &TextBlock) -> bool {
    let text = block.text();
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading(_))
        && words(&text) <= MAX_LINE_WORDS
        && time_at_start(&text).is_none()
        && !ends_sentence(&text)
}

fn words(text: &str) -> usize {
    text.split(' ').count()
}

fn is_summary(text: &str) -> bool {
    let lower = text.to_lowercase();
    words(text) <= MAX_SUMMARY_WORDS
        && ends_sentence(text)
        && !text.ends_with('?')
        && !lower.split(|c: char| !c.is_alphabetic()).any(|word| SPOKEN_WORDS.contains(&word))
        && SUMMARY_WORDS.iter().any(|words| lower.contains(words))
}

/// Takes a day, a field or a summary; whether the block was one.
fn take(block: &TextBlock, head: &mut Head, report: &mut Report) -> bool {
    let text = block.text();
    let is_taken = take_field(&text, head) || take_date(&text, head) || take_summary(&text, head);
    if is_taken {
        report.used(&text);
    }
    is_taken
}

fn take_date(text: &str, head: &mut Head) -> bool {
    let date = dates::date(text).filter(|_| head.date.is_none() && words(text) <= 6);
    head.date = head.date.or(date);
    date.is_some()
}

fn take_summary(text: &str, head: &mut Head) -> bool {
    let is_first = is_summary(text) && head.summary.is_none();
    if is_first {
        head.summary = Some(text.to_owned());
    }
    is_first
}

fn take_field(text: &str, head: &mut Head) -> bool {
    let Some((key, value)) = text.split_once(':') else { return false };
    let (key, value) = (key.trim().to_lowercase(), value.trim().to_owned());
    if !FIELDS.contains(&key.as_str()) || value.is_empty() {
        return false;
    }
    let names = || {
        value
            .split([',', ';', '&'])
            .flat_map(|part| part.split(" and "))
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
    };
    match key.as_str() {
        "title" => head.title = head.title.take().or(Some(value)),
        "show" => head.show = head.show.take().or(Some(value)),
        "language" => head.language = head.language.take().or_else(|| language::written(&value)),
        "host" | "hosts" | "interviewer" => head.hosts.extend(names()),
        "guest" | "guests" | "interviewee" => head.guests.extend(names()),
        _ => {
            head.date = head.date.or_else(|| dates::date(&value));
            return head.date.is_some();
        }
    }
    true
}

/// The guest: a name on a line of its own that the summary or another line has too.
fn take_guest(lines: &mut Vec<TextBlock>, head: &mut Head, report: &mut Report) {
    let texts: Vec<String> = lines.iter().map(TextBlock::text).collect();
    let is_name = |text: &String| (2..=4).contains(&words(text)) && is_name_like(text);
    let is_elsewhere = |text: &String| {
        texts.iter().filter(|other| *other == text).count() > 1
            || head.summary.as_deref().is_some_and(|summary| summary.contains(text.as_str()))
    };
    let Some(guest) = texts.iter().find(|text| is_name(text) && is_elsewhere(text)) else { return };
    lines.retain(|block| {
        let is_guest = block.text() == *guest;
        if is_guest {
            report.used(guest);
        }
        !is_guest
    });
    if !head.guests.contains(guest) && !head.hosts.contains(guest) {
        head.guests.push(guest.clone());
    }
}

/// The title: a heading, or else the longest of the lines.
fn take_title(lines: &mut Vec<TextBlock>, head: &mut Head, report: &mut Report) {
    if head.title.is_some() {
        return;
    }
    let heading = lines.iter().position(|block| matches!(block.kind, BlockKind::Heading(_)));
    let is_title = |at: &usize| !lines[*at].text().contains("://");
    let longest =
        || (0..lines.len()).filter(is_title).max_by_key(|at| (words(&lines[*at].text()), std::cmp::Reverse(*at)));
    let Some(at) = heading.or_else(longest) else { return };
    let title = lines.remove(at).text();
    report.used(&title);
    head.title = Some(title);
}
