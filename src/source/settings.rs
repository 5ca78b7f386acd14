//! The settings beside the episodes: `site.toml` and `topics.toml`.
//!
//! Not here: `terms.toml` ([`super::terms`]), and writing them, which is left to their editor, but for the number of the format, and
//! topics that are added ([`super::add_topics`]).

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Fields, Located, TomlSource, malformed_id};
use super::{WithProblems, address, devices, front};
use crate::transcript::{
    Accent, BackendKind, EmbedTheme, HomeLink, IdLetters, Pictures, PicturesPer, Problem, ProblemList, SearchBackend,
    Site, Topic, TopicId, fold_words, is_device,
};

/// The format of the files in a site's folder that this program reads and writes. A change that an older program would read
/// wrongly takes the next number; [`upgrade_site`] then turns the older into the newer.
pub const FORMAT: i64 = 1;

const FORMAT_KEY: &str = "format";

/// The letters of new ids, by name.
const LETTERS: [(&str, IdLetters); 2] = [("latin", IdLetters::Latin), ("native", IdLetters::Native)];

/// The settings in `site.toml`; `None` if the file sets none of them.
///
/// ```
/// let site = answerbook::source::read_site(r##"
/// format = 1
/// title = "Sample Talks"
/// publisher = "Sample Publisher"
/// language = "en"
/// description = "Conversations about samples"   # optional, like all that follow
/// address = "https://talks.example/answers"
/// home = { label = "Sample Publisher", url = "https://talks.example/" }
/// colours = { accent = "#1b589e", accent_dark = "#91c1ff" }
/// pictures = { per = "episode", font = "fonts/letters.ttf" }   # per "answer", "episode" or "none"
/// ids = "native"   # new ids in the letters of their text; "latin", if left out, reads other scripts in a–z
/// embeds = { theme = "auto" }   # of frames on other sites: "light", if left out; "dark"; "auto" is the reader's
/// search.backend = { kind = "meilisearch", url = "https://search.example", index = "answers" }
/// "##);
/// assert!(site.problems.is_empty());
/// assert_eq!(site.value.unwrap().address.as_deref(), Some("https://talks.example/answers/"));
/// ```
pub fn read_site(text: &str) -> WithProblems<Site> {
    const KEYS: [&str; 12] = [
        FORMAT_KEY,
        "title",
        "description",
        "publisher",
        "address",
        "language",
        "home",
        "colours",
        "pictures",
        "ids",
        "embeds",
        "search",
    ];
    let mut problems = ProblemList::default();
    let mut source = TomlSource::whole(text);
    let table = source.parse(&mut problems);
    let mut fields = Fields::new(source, &table, 0..0, &mut problems);
    // Where the file is broken, the number may stand in what was not read.
    if !table.is_empty() && !source.has_errors {
        check_format(&mut fields);
    }
    fields.warn_of_unknown(&KEYS);
    let site = Site {
        title: fields.required_text("title").map(|title| title.value.to_owned()).unwrap_or_default(),
        description: fields.text("description").map(|text| text.value.to_owned()),
        publisher: fields.required_text("publisher").map(|name| name.value.to_owned()).unwrap_or_default(),
        address: site_address(&mut fields),
        language: front::language(&mut fields).unwrap_or_default(),
        home: home(&mut fields),
        accent: accent(&mut fields),
        pictures: pictures(&mut fields),
        id_letters: fields
            .text("ids")
            .and_then(|word| front::choice(&mut fields, "ids", word, &LETTERS))
            .unwrap_or_default(),
        embed_theme: embed_theme(&mut fields),
        backend: backend(&mut fields),
    };
    let any = KEYS.iter().filter(|key| **key != FORMAT_KEY).any(|key| fields.get(key).is_some());
    WithProblems { value: any.then_some(site), problems: problems.sorted() }
}

/// Reports a format that is older or newer than ours.
fn check_format(fields: &mut Fields<'_, '_>) {
    let Some(value) = fields.get(FORMAT_KEY) else {
        let problem = Problem::warning(0..0, "no `format`, so it is that of before there were numbers");
        return fields.report(problem.help(format!("`answerbook publish` writes `format = {FORMAT}` into it")));
    };
    let span = fields.file_span(value.span());
    let number =
        value.get_ref().as_integer().and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
    match number {
        Some(FORMAT) => {}
        Some(newer) if newer > FORMAT => {
            let problem = Problem::error(span, "newer format than this program knows").found(format!("`{newer}`"));
            fields.report(problem.expected(format!("`{FORMAT}`")).help("get a newer Answerbook, which reads it"));
        }
        _ => {
            let problem = Problem::error(span, "malformed `format`").expected(format!("`format = {FORMAT}`"));
            fields.report(problem);
        }
    }
}

/// A `site.toml` of an older format in the present one, with all else as it is; `None` where it is not older, or holds
/// no settings that can be read.
///
/// ```
/// use answerbook::source::upgrade_site;
/// let older = "# Ours.\n\ntitle = \"Talks\"\n";
/// assert_eq!(upgrade_site(older).unwrap(), "# Ours.\n\nformat = 1\ntitle = \"Talks\"\n");
/// assert_eq!(upgrade_site("format = 2\n"), None);
/// ```
pub fn upgrade_site(text: &str) -> Option<String> {
    let settings: toml::Table = text.parse().ok()?;
    if settings.is_empty() || settings.contains_key(FORMAT_KEY) {
        return None;
    }
    let mut lines = text.split_inclusive('\n');
    let is_value = |line: &&str| !matches!(line.trim_start().chars().next(), None | Some('#'));
    let at: usize = lines.by_ref().take_while(|line| !is_value(line)).map(str::len).sum();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (head, rest) = text.split_at(at);
    let gap = if head.is_empty() || head.ends_with('\n') { "" } else { end };
    Some(format!("{head}{gap}format = {FORMAT}{end}{rest}"))
}

/// The absolute address of the site. It ends in a slash, even if the field does not.
fn site_address(fields: &mut Fields<'_, '_>) -> Option<String> {
    let link = fields.text("address")?;
    let address = address::site_address(link.value);
    if address.is_none() {
        let problem = Problem::error(link.span, "`address` is not that of a site").found(format!("`{}`", link.value));
        fields.report(
            problem.expected("one such as `https://example.org/talks/`, without `?`, `#`, quotation marks or blanks"),
        );
    }
    address
}

fn home(fields: &mut Fields<'_, '_>) -> Option<HomeLink> {
    let mut home = fields.nested(fields.get("home")?, "`home`")?;
    home.warn_of_unknown(&["label", "url"]);
    let label = home.required_text("label").map(|label| label.value.to_owned());
    let url = home.required_text("url").and_then(|url| address::any(&mut home, "url", url));
    Some(HomeLink { label: label?, url: url? })
}

fn accent(fields: &mut Fields<'_, '_>) -> Option<Accent> {
    let mut colours = fields.nested(fields.get("colours")?, "`colours`")?;
    colours.warn_of_unknown(&["accent", "accent_dark"]);
    let light = colour(&mut colours, "accent");
    let dark = colour(&mut colours, "accent_dark");
    Some(Accent { light: light?, dark: dark? })
}

fn pictures(fields: &mut Fields<'_, '_>) -> Pictures {
    let Some(value) = fields.get("pictures") else { return Pictures::default() };
    let Some(mut table) = fields.nested(value, "`pictures`") else { return Pictures::default() };
    table.warn_of_unknown(&["per", "font"]);
    let per = table.text("per").and_then(|per| match per.value {
        "answer" => Some(PicturesPer::Answer),
        "episode" => Some(PicturesPer::Episode),
        "none" => Some(PicturesPer::None),
        other => {
            let problem = Problem::error(per.span, "unknown `per`").found(format!("`{other}`"));
            table.report(problem.expected("`answer`, `episode` or `none`"));
            None
        }
    });
    Pictures { per, font: table.text("font").map(|font| font.value.to_owned()) }
}

/// The themes of embedded pages, by name.
const THEMES: [(&str, EmbedTheme); 3] =
    [("light", EmbedTheme::Light), ("dark", EmbedTheme::Dark), ("auto", EmbedTheme::Auto)];

fn embed_theme(fields: &mut Fields<'_, '_>) -> EmbedTheme {
    let Some(value) = fields.get("embeds") else { return EmbedTheme::default() };
    let Some(mut table) = fields.nested(value, "`embeds`") else { return EmbedTheme::default() };
    table.warn_of_unknown(&["theme"]);
    table.text("theme").and_then(|theme| front::choice(&mut table, "theme", theme, &THEMES)).unwrap_or_default()
}

/// The kinds of search servers, by name.
const BACKENDS: [(&str, BackendKind); 2] =
    [("meilisearch", BackendKind::Meilisearch), ("opensearch", BackendKind::OpenSearch)];

/// The search server; `None`, with a problem where it is half said.
fn backend(fields: &mut Fields<'_, '_>) -> Option<SearchBackend> {
    let mut search = fields.nested(fields.get("search")?, "`search`")?;
    search.warn_of_unknown(&["backend"]);
    let mut table = search.nested(search.get("backend")?, "`backend`")?;
    table.warn_of_unknown(&["kind", "url", "index", "key"]);
    let kind = table.required_text("kind").and_then(|kind| front::choice(&mut table, "kind", kind, &BACKENDS));
    let address = table.required_text("url").and_then(|url| backend_url(&mut table, url));
    let index = table.required_text("index").and_then(|index| index_name(&mut table, kind, index));
    let key = backend_key(&mut table);
    let (url, origin) = address?;
    Some(SearchBackend { kind: kind?, url, origin, index: index?, key })
}

/// The address of a search server, ending in a slash, and its origin. Without TLS it is on this very machine: a browser asks no other from
/// a page that has it.
fn backend_url(fields: &mut Fields<'_, '_>, link: Located<&str>) -> Option<(String, String)> {
    let expected = "one such as `https://search.example.org`, or `http://localhost:7700` on this machine";
    let url = address::site_address(link.value);
    let parts = url.as_deref().and_then(|url| {
        let (scheme, rest) = url.split_once("://")?;
        let authority = rest.split('/').next()?;
        let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
        let is_host = host
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
        let is_safe = scheme == "https" || matches!(host, "localhost" | "127.0.0.1");
        (is_host && is_safe && port.parse::<u16>().is_ok()).then(|| format!("{scheme}://{authority}"))
    });
    if parts.is_none() {
        let problem = Problem::error(link.span, "`url` is not that of a search server a page may ask");
        fields.report(problem.found(format!("`{}`", link.value)).expected(expected));
    }
    url.zip(parts)
}

/// The name of an index, as the servers allow it.
fn index_name(fields: &mut Fields<'_, '_>, kind: Option<BackendKind>, name: Located<&str>) -> Option<String> {
    let is_lower = kind == Some(BackendKind::OpenSearch);
    let is_fit = |byte: u8| match byte {
        b'A'..=b'Z' => !is_lower,
        _ => byte.is_ascii_alphanumeric() || b"-_".contains(&byte),
    };
    let is_first = name.value.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if is_first && name.value.len() <= MAX_INDEX_LEN && name.value.bytes().all(is_fit) {
        return Some(name.value.to_owned());
    }
    let letters = if is_lower { "small letters a–z" } else { "letters a–z" };
    let problem = Problem::error(name.span, "malformed name of an index").found(format!("`{}`", name.value));
    fields.report(problem.expected(format!("{letters}, digits, `-` and `_`, such as `answers`")));
    None
}

/// The key, with a warning: whatever it allows, it allows everybody.
fn backend_key(fields: &mut Fields<'_, '_>) -> Option<String> {
    let key = fields.text("key")?;
    if !key.value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let problem = Problem::error(key.span, "`key` cannot be sent in a header");
        fields.report(problem.expected("letters, digits and signs of ASCII"));
        return None;
    }
    let problem = Problem::warning(key.span, "everybody can read this `key` in the site");
    fields.report(problem.help(
        "use one that may only search this index, such as Meilisearch's `Default Search API Key`, never a master or an admin key",
    ));
    Some(key.value.to_owned())
}

/// The most bytes of an index's name: OpenSearch takes no more than 255.
const MAX_INDEX_LEN: usize = 255;

fn colour(fields: &mut Fields<'_, '_>, key: &str) -> Option<String> {
    let Located { value, span } = fields.required_text(key)?;
    let digits = value.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(value.to_ascii_lowercase());
    }
    let problem = Problem::error(span, "malformed colour").found(format!("`{value}`"));
    fields.report(problem.expected("six hexadecimal digits behind `#`, such as `#1b589e`"));
    None
}

/// The topics in `topics.toml`, which has a table for each, in the order of the file.
///
/// ```
/// let topics = answerbook::source::read_topics(r#"
/// [careers]
/// name = "Careers"
/// about = "Finding work, and finding people for it"   # optional
/// terms = ["first job", "recruit*"]                    # optional
/// "#);
/// assert!(topics.problems.is_empty());
/// assert_eq!(topics.value.unwrap()[0].terms, ["first job", "recruit*"]);
/// ```
pub fn read_topics(text: &str) -> WithProblems<Vec<Topic>> {
    let mut problems = ProblemList::default();
    let mut source = TomlSource::whole(text);
    let table: DeTable<'_> = source.parse(&mut problems);
    let mut fields = Fields::new(source, &table, 0..0, &mut problems);
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let topics = entries.into_iter().filter_map(|(key, value)| {
        let name = key.get_ref();
        let span = fields.file_span(key.span());
        if is_device(name) {
            fields.report(devices::warning(span.clone(), name));
        }
        let id = TopicId::new(name).map_err(|_| fields.report(malformed_id(span, name)));
        topic(&mut fields, id.ok(), value)
    });
    let topics = topics.collect();
    WithProblems { value: Some(topics), problems: problems.sorted() }
}

fn topic<'a>(fields: &mut Fields<'a, '_>, id: Option<TopicId>, value: &'a Spanned<DeValue<'a>>) -> Option<Topic> {
    let mut table = fields.nested(value, "a topic")?;
    table.warn_of_unknown(&["name", "about", "terms"]);
    let name = table.required_text("name").map(|name| name.value.to_owned());
    let about = table.text("about").map(|about| about.value.to_owned());
    let terms = table.list("terms").into_iter().filter_map(|value| term(&mut table, value)).collect();
    let id = id?;
    Some(Topic { name: name.unwrap_or_else(|| id.as_str().to_owned()), id, about, terms })
}

/// A term with at least one word, and with stars only at the ends of words; `None`, with a problem, if it is not that.
fn term<'a>(fields: &mut Fields<'a, '_>, value: &'a Spanned<DeValue<'a>>) -> Option<String> {
    let term = fields.line("terms", value)?;
    let words = fold_words(term.value);
    let problem = if words.iter().all(|word| word.chars().all(|c| c == '*')) {
        Problem::error(term.span, "a term without a word").expected("words as they are said")
    } else if words.iter().any(|word| word.trim_end_matches('*').contains('*') || word.ends_with("**")) {
        Problem::error(term.span, "a star inside a word").expected("a star at a word's end, for any ending: `recruit*`")
    } else {
        return Some(term.value.to_owned());
    };
    fields.report(problem.found(format!("`{}`", term.value)));
    None
}
