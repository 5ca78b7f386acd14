//! What must never happen to anybody's words: text that becomes markup, words that get out.
//!
//! A whole site is read back by parsers that are not our own. Not here: a browser that runs such pages
//! (`browser/journeys/security.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use answerbook::wire::PREFIX_LEN;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use tempfile::TempDir;

/// A text that ends every element whose content is raw, every attribute and every comment, and opens an element of its own.
const HOSTILE: &str = "'\"--><alien onalien=x></textarea></title></script></style></noscript><alien src=x onalien='x'>&lt;alien&gt; &amp; ]]>";

/// A library all of whose texts are hostile: published, edited, published again, so that there are former pages too.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new(episode: &str, others: &[(&str, String)]) -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        fs::create_dir(site.path("episodes")).unwrap();
        for (name, text) in others {
            site.write(name, text);
        }
        site.write("talk.md", episode);
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path("episodes").join(name), text).unwrap();
    }

    fn publish(&self, date: &str) {
        let shell = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/command_line/shell");
        let output = Command::new(env!("CARGO_BIN_EXE_answerbook"))
            .current_dir(self.folder.path())
            .args(["publish", "--site-url", "https://talks.example/answers/", "--date", date, "--shell"])
            .arg(shell)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Every file of the site, by its path.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path("dist")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else {
                    let name = entry.path().strip_prefix(self.path("dist")).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, fs::read(entry.path()).unwrap());
                }
            }
        }
        files
    }
}

/// An episode with a text in every place that holds one.
fn episode(text: &str, last: &str) -> String {
    let quoted = toml::Value::String(text.to_owned()).to_string();
    format!(
        "+++\nid = \"talk\"\ntitle = {quoted}\ndate = 2024-05-05\npublisher = {quoted}\nsummary = {quoted}\nlanguage = \"en\"\n\
         topics = [\"thing\"]\nspeakers = [\n  {{ id = \"host\", name = \"Host {mark}\", role = \"host\" }},\n  \
         {{ id = \"guest\", name = \"Guest {mark}\", role = \"guest\", about = {quoted} }},\n]\ncorrections = [\n  \
         {{ at = \"b2\", heard = \"bark lee\", meant = {quoted} }},\n]\n+++\n\n## {text} {{#first}}\n\n\
         **Host {mark}:** What of {text} then? ^a1\n\n**Guest {mark}:** The bark lee says {text} and goes. ^b2\n\n\
         ## Second {text} {{#second}}\n\n**Host {mark}:** And {text} what? ^c3\n\n**Guest {mark}:** {last} ^d4\n",
        mark = "<alien onalien=x>&amp;"
    )
}

fn hostile_settings() -> Vec<(&'static str, String)> {
    let quoted = toml::Value::String(HOSTILE.to_owned()).to_string();
    vec![
        (
            "site.toml",
            format!(
                "format = 1\ntitle = {quoted}\ndescription = {quoted}\npublisher = {quoted}\nlanguage = \"en\"\n\
                 [home]\nlabel = {quoted}\nurl = \"https://press.example/?a=1&lt;b\"\n"
            ),
        ),
        ("topics.toml", format!("[thing]\nname = {quoted}\nabout = {quoted}\nterms = [\"alien*\"]\n")),
    ]
}

#[test]
fn no_text_becomes_markup() {
    let site = Site::new(&episode(HOSTILE, &format!("Well, {HOSTILE} once.")), &hostile_settings());
    site.publish("2026-01-01");
    // Now some addresses are former ones, one with a tombstone.
    let edited = episode(HOSTILE, &format!("Well, {HOSTILE} twice.")).replace("{#second}", "{#later}");
    site.write("talk.md", &edited.replace("## ", "## New "));
    site.write("links.pending", "2026-02-01 removed answer talk/second\n");
    site.publish("2026-02-01");
    let files = site.files();
    let pages: Vec<&String> = files.keys().filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() > 12, "{pages:?}");
    let mut fields = 0;
    for path in pages {
        let dom = parse(&files[path]);
        for node in descendants(&dom.document) {
            check_node(path, &node);
        }
        fields += check_fields(path, &dom);
    }
    assert!(fields >= 4, "the fields with embed code were looked at");
}

/// Words that stand in drafts, in unlisted episodes and in what was removed.
#[test]
fn private_words_get_nowhere() {
    let listed = |words: &str| {
        episode("a title", &format!("Well, {words} once."))
            .replace("## Second a title {#second}", "## Second plantedtitle {#second} <!-- plantedcomment -->")
            .replace("once.", "once. <!-- plantedcomment of the editor's -->")
    };
    let other = |id: &str, status: &str, word: &str| {
        let text = episode(&format!("{word} title"), &format!("Then {word} speaks."));
        let text = text.replace("id = \"talk\"", &format!("id = \"{id}\"\nstatus = \"{status}\""));
        text.replace("id = \"guest\"", &format!("id = \"{word}-guest\"")).replace("Guest ", &format!("Guest {word} "))
    };
    let drafts = vec![
        ("draft.md", other("draft", "draft", "planteddraft")),
        ("unlisted.md", other("unlisted", "unlisted", "plantedunlisted")),
        ("topics.toml", "[thing]\nname = \"Thing\"\nterms = [\"alien*\"]\n".to_owned()),
        ("site.toml", "format = 1\ntitle = \"T\"\npublisher = \"P\"\nlanguage = \"en\"\n".to_owned()),
    ];
    let site = Site::new(&listed("plantedsaid"), &drafts);
    site.publish("2026-01-01");
    assert!(
        !paths_with(&site, "plantedsaid").is_empty() && !paths_with(&site, "plantedtitle").is_empty(),
        "they are found"
    );
    assert_eq!(paths_with(&site, "plantedcomment"), Vec::<String>::new());
    // The answer with the planted words is taken out, and one paragraph is taken from the other.
    let text = listed("plantedsaid");
    let (kept, _) = text.split_once("## Second").unwrap();
    site.write("talk.md", kept);
    let gone = ["answer talk/second", "paragraph talk/p-c3", "paragraph talk/p-d4"];
    site.write("links.pending", &gone.map(|id| format!("2026-02-01 removed {id}\n")).concat());
    site.publish("2026-02-01");
    for word in ["planteddraft", "plantedsaid", "plantedtitle", "plantedcomment"] {
        assert_eq!(paths_with(&site, word), Vec::<String>::new(), "{word}");
    }
    let own = |path: &&String| path.starts_with("episodes/unlisted/") || path.starts_with("embed/unlisted/");
    let everywhere = paths_with(&site, "plantedunlisted");
    let elsewhere: Vec<&String> = everywhere.iter().filter(|path| !own(path)).collect();
    assert!(!everywhere.is_empty() && elsewhere.is_empty(), "{elsewhere:?}");
    for id in ["\"unlisted\"", "unlisted/", "draft/", " unlisted ", "/unlisted"] {
        let found = paths_with(&site, id);
        let elsewhere: Vec<&String> = found.iter().filter(|path| !own(path)).collect();
        assert!(elsewhere.is_empty(), "{id}: {elsewhere:?}");
    }
    // What is said to be kept is shown.
    let ledger = fs::read_to_string(site.path("episodes/links/talk.ledger")).unwrap();
    fs::write(
        site.path("episodes/links/talk.ledger"),
        ledger.replace("removed answer talk/second", "removed answer talk/second keep-text"),
    )
    .unwrap();
    fs::remove_dir_all(site.path("dist")).unwrap();
    site.publish("2026-02-02");
    assert_eq!(paths_with(&site, "plantedtitle"), ["embed/talk/second/index.html", "episodes/talk/second/index.html"]);
}

/// The files of a site in which a word stands, those of the index inflated.
fn paths_with(site: &Site, word: &str) -> Vec<String> {
    let has = |bytes: &[u8]| bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    let inflated = |path: &str, bytes: &[u8]| {
        let body = bytes.get(PREFIX_LEN..).filter(|_| path.ends_with(".bin"))?;
        miniz_oxide::inflate::decompress_to_vec(body).ok()
    };
    let files = site.files().into_iter().filter(|(path, _)| !path.starts_with(".answerbook"));
    let files = files.filter(|(path, bytes)| {
        has(path.as_bytes()) || has(bytes) || inflated(path, bytes).is_some_and(|body| has(&body))
    });
    files.map(|(path, _)| path).collect()
}

fn parse(bytes: &[u8]) -> RcDom {
    parse_document(RcDom::default(), ParseOpts::default()).from_utf8().one(bytes)
}

fn descendants(root: &Handle) -> Vec<Handle> {
    let mut found = Vec::new();
    let mut stack = vec![root.clone()];
    while let Some(node) = stack.pop() {
        // What scripts are not run for: the parser has no scripts, so it reads `noscript` as elements.
        stack.extend(node.children.borrow().iter().rev().cloned());
        found.push(node);
    }
    found
}

/// No element, attribute or comment is made of a text, and no address runs a script.
fn check_node(path: &str, node: &Handle) {
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let name = &*name.local;
            assert!(name != "alien", "{path}: an alien element");
            for attribute in attrs.borrow().iter() {
                let (key, value) = (&*attribute.name.local, attribute.value.trim());
                assert!(!key.starts_with("on") && !key.contains(['<', '\'', '"']), "{path}: {name} has {key}");
                assert!(!value.starts_with("javascript:"), "{path}: {name} {key}={value}");
            }
        }
        NodeData::Comment { contents } => assert!(!contents.contains("alien"), "{path}: a comment with a text"),
        _ => {}
    }
}

/// The fields with code to paste hold what the buttons copy, and that code has one link whose words are the text. The number
/// of fields.
fn check_fields(path: &str, dom: &RcDom) -> usize {
    let nodes = descendants(&dom.document);
    let copied: Vec<String> = nodes.iter().filter_map(|node| attribute(node, "data-copy")).collect();
    let fields = nodes.iter().filter(|node| is(node, "textarea"));
    fields
        .map(|field| {
            let code = text_of(field);
            assert!(copied.contains(&code), "{path}: a field differs from its button:\n{code}");
            let pasted = descendants(&parse(code.as_bytes()).document);
            pasted.iter().for_each(|node| check_node(path, node));
            let words: Vec<String> = pasted
                .iter()
                .filter(|node| is(node, "a"))
                .map(text_of)
                .chain(pasted.iter().filter_map(|node| attribute(node, "title")))
                .collect();
            assert!(matches!(&words[..], [words] if words.contains(HOSTILE)), "{path}: {words:?}");
        })
        .count()
}

fn is(node: &Handle, element: &str) -> bool {
    matches!(&node.data, NodeData::Element { name, .. } if &*name.local == element)
}

fn attribute(node: &Handle, key: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    let attrs = attrs.borrow();
    attrs.iter().find(|attribute| &*attribute.name.local == key).map(|attribute| attribute.value.to_string())
}

fn text_of(node: &Handle) -> String {
    let text = |node: Handle| match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    };
    descendants(node).into_iter().map(text).collect()
}
