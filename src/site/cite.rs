//! An answer as others cite it: APA, MLA, BibTeX and CSL-JSON. Names stay whole: which part of one is the family's is not
//! for us to guess.

use serde_json::json;

use crate::transcript::{Answer, Date, Episode};

/// The citations of an answer, each with the name of its form; `url` is its absolute address, where known.
pub(super) fn citations(episode: &Episode, answer: &Answer, url: Option<&str>) -> Vec<(&'static str, String)> {
    let names: Vec<&str> = episode.guests().map(|guest| guest.name.as_str()).collect();
    let names = if names.is_empty() { vec![episode.publisher.as_str()] } else { names };
    let title = answer.title(episode);
    let (date, (year, _, day)) = (episode.date, parts(episode.date));
    let (whole, publisher) = (&episode.title, &episode.publisher);
    let stop = if title.ends_with(['?', '!', '.', '…']) { "" } else { "." };
    let behind = |before: &str| url.map(|url| format!("{before}{url}")).unwrap_or_default();
    let apa = format!(
        "{}. ({year}, {} {day}). {title}{stop} In {whole} [Interview]. {publisher}.{}",
        names.join(", "),
        date.month_name(),
        behind(" ")
    );
    let mla = format!(
        "{}. “{title}{stop}” {whole}, {publisher}, {day} {} {year}{}.",
        names.join(" and "),
        date.month_name(),
        behind(", ")
    );
    vec![
        ("APA", apa),
        ("MLA", mla),
        ("BibTeX", bibtex(episode, answer, &names, &title, url)),
        ("CSL-JSON", csl(episode, answer, &names, &title, url)),
    ]
}

fn parts(date: Date) -> (usize, usize, usize) {
    let text = date.to_string();
    let mut numbers = text.split('-').map(|part| part.parse().unwrap_or(1));
    let mut next = || numbers.next().unwrap_or(1);
    (next(), next(), next())
}

fn bibtex(episode: &Episode, answer: &Answer, names: &[&str], title: &str, url: Option<&str>) -> String {
    // What TeX would take for a command of its own.
    let plain = |text: &str| {
        let mut out = String::new();
        for c in text.chars() {
            match c {
                '\\' => out.push_str("\\textbackslash{}"),
                '{' | '}' | '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
                c => out.push(c),
            }
        }
        out
    };
    let authors: Vec<String> = names.iter().map(|name| format!("{{{}}}", plain(name))).collect();
    let (year, month, day) = parts(episode.date);
    let mut lines = vec![
        format!("@misc{{{}-{},", episode.id, answer.id),
        format!("  author = {{{}}},", authors.join(" and ")),
        format!("  title = {{{}}},", plain(title)),
        format!("  howpublished = {{In: {}}},", plain(&episode.title)),
        format!("  publisher = {{{}}},", plain(&episode.publisher)),
        format!("  date = {{{year:04}-{month:02}-{day:02}}},"),
        format!("  year = {{{year}}},"),
    ];
    lines.extend(url.map(|url| format!("  url = {{{url}}},")));
    lines.push("}".to_owned());
    lines.join("\n")
}

fn csl(episode: &Episode, answer: &Answer, names: &[&str], title: &str, url: Option<&str>) -> String {
    let authors: Vec<_> = names.iter().map(|name| json!({ "literal": name })).collect();
    let (year, month, day) = parts(episode.date);
    let mut item = json!({
        "id": format!("{}/{}", episode.id, answer.id),
        "type": "interview",
        "title": title,
        "container-title": episode.title,
        "publisher": episode.publisher,
        "author": authors,
        "issued": { "date-parts": [[year, month, day]] },
    });
    if let Some(url) = url {
        item["URL"] = json!(url);
    }
    // Values of our own always have a text.
    serde_json::to_string_pretty(&[item]).unwrap_or_default()
}
