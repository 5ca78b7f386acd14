//! Citations of an answer: in APA and MLA style, and as BibTeX and CSL-JSON. Names stay whole, since nobody has said
//! which part of them is the family name.
//!
//! Not here: how a page shows them ([`crate::page::answer`]).

use serde_json::json;

use crate::page::answer::Citation;
use crate::transcript::{Answer, Date, Episode};

/// The facts that every citation is made of.
struct Reference<'a> {
    /// `<episode>`, `<answer>`: their ids.
    ids: [&'a str; 2],
    /// The guests, or the publisher if there are none.
    authors: Vec<&'a str>,
    title: String,
    /// The title of the whole interview.
    interview: &'a str,
    publisher: &'a str,
    date: Option<Date>,
    url: Option<&'a str>,
}

/// The citations of an answer. `url` is its absolute URL, if known.
pub(super) fn citations(episode: &Episode, answer: &Answer, url: Option<&str>) -> Vec<Citation> {
    let reference = Reference::of(episode, answer, url);
    vec![
        Citation { style: "APA", text: reference.apa() },
        Citation { style: "MLA", text: reference.mla() },
        Citation { style: "BibTeX", text: reference.bibtex() },
        Citation { style: "CSL-JSON", text: reference.csl_json() },
    ]
}

/// What citations have in place of an unknown date.
const NO_DATE: &str = "n.d.";

impl<'a> Reference<'a> {
    fn of(episode: &'a Episode, answer: &'a Answer, url: Option<&'a str>) -> Self {
        let guests: Vec<&str> = episode.named_guests().map(|guest| guest.name.as_str()).collect();
        Self {
            ids: [episode.id.as_str(), answer.id.as_str()],
            authors: if guests.is_empty() { vec![episode.publisher.as_str()] } else { guests },
            title: answer.title(episode),
            interview: &episode.title,
            publisher: &episode.publisher,
            date: episode.date,
            url,
        }
    }

    /// The title with a full stop, unless it ends in a mark already.
    fn title_with_stop(&self) -> String {
        let stop = if self.title.ends_with(['?', '!', '.', '…']) { "" } else { "." };
        format!("{}{stop}", self.title)
    }

    /// The URL after a separator; empty if unknown.
    fn url_after(&self, separator: &str) -> String {
        self.url.map(|url| format!("{separator}{url}")).unwrap_or_default()
    }

    fn apa(&self) -> String {
        format!(
            "{}. ({}). {} In {} [Interview]. {}.{}",
            self.authors.join(", "),
            self.date.map_or_else(
                || NO_DATE.to_owned(),
                |date| format!("{}, {} {}", date.year(), date.month_name(), date.day())
            ),
            self.title_with_stop(),
            self.interview,
            self.publisher,
            self.url_after(" ")
        )
    }

    fn mla(&self) -> String {
        format!(
            "{}. “{}” {}, {}, {}{}.",
            self.authors.join(" and "),
            self.title_with_stop(),
            self.interview,
            self.publisher,
            self.date.map_or_else(
                || NO_DATE.to_owned(),
                |date| format!("{} {} {}", date.day(), date.month_name(), date.year())
            ),
            self.url_after(", ")
        )
    }

    fn bibtex(&self) -> String {
        let [episode, answer] = self.ids;
        let authors: Vec<String> = self.authors.iter().map(|name| format!("{{{}}}", escaped_for_tex(name))).collect();
        let mut lines = vec![
            format!("@misc{{{episode}-{answer},"),
            format!("  author = {{{}}},", authors.join(" and ")),
            format!("  title = {{{}}},", escaped_for_tex(&self.title)),
            format!("  howpublished = {{In: {}}},", escaped_for_tex(self.interview)),
            format!("  publisher = {{{}}},", escaped_for_tex(self.publisher)),
        ];
        match self.date {
            Some(date) => lines.extend([format!("  date = {{{date}}},"), format!("  year = {{{}}},", date.year())]),
            None => lines.push(format!("  year = {{{NO_DATE}}},")),
        }
        lines.extend(self.url.map(|url| format!("  url = {{{url}}},")));
        lines.push("}".to_owned());
        lines.join("\n")
    }

    fn csl_json(&self) -> String {
        let authors: Vec<_> = self.authors.iter().map(|name| json!({ "literal": name })).collect();
        let mut item = json!({
            "id": self.ids.join("/"),
            "type": "interview",
            "title": self.title,
            "container-title": self.interview,
            "publisher": self.publisher,
            "author": authors,
        });
        if let Some(date) = self.date {
            item["issued"] = json!({ "date-parts": [[date.year(), date.month(), date.day()]] });
        }
        if let Some(url) = self.url {
            item["URL"] = json!(url);
        }
        // Serialising a `Value` cannot fail: its keys are strings.
        serde_json::to_string_pretty(&[item]).unwrap_or_default()
    }
}

/// A text with the characters escaped that are special in TeX.
fn escaped_for_tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
