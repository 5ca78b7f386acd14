//! `llms.txt`: a list of the transcripts as Markdown files, for language models (<https://llmstxt.org>). Its links are
//! relative if the site does not know its URL.
//!
//! Not here: the transcripts themselves ([`super::episode_pages`]).

use super::output_file::OutputFile;
use crate::page::address;
use crate::page::document::SiteContext;
use crate::page::text;
use crate::transcript::Episode;

/// The file.
pub(super) fn file(context: &SiteContext<'_>) -> OutputFile {
    let site = context.library.site();
    let mut text = format!("# {}\n\n", one_line(&site.title));
    if let Some(description) = &site.description {
        text.push_str(&format!("> {}\n\n", one_line(description)));
    }
    text.push_str(
        "Interviews, verbatim. Each answer has its own page, `episodes/<episode>/<answer>/`; the ids are in the \
         headings of the transcripts. The texts belong to their publishers.\n\n## Interviews\n\n",
    );
    let site_url = context.site_url.unwrap_or_default();
    text.extend(context.library.listed().map(|episode| episode_line(site_url, episode)));
    OutputFile::new("llms.txt", text)
}

fn episode_line(site_url: &str, episode: &Episode) -> String {
    let guests = episode.guest_names();
    let with = if guests.is_empty() { String::new() } else { format!(" with {guests}") };
    let summary = episode.summary.as_deref().map(|summary| format!(". {summary}")).unwrap_or_default();
    format!(
        "- [{}]({}): interview{with}, {}, {}{}\n",
        one_line(&episode.title).replace(['[', ']'], ""),
        address::absolute(site_url, &format!("{}transcript.md", address::episode(&episode.id))),
        one_line(&episode.publisher),
        text::day_in_words(episode.date),
        one_line(&summary)
    )
}

/// A text with every run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
