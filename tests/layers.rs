//! The rules of the architecture, held by reading the sources: who may know whom, what each folder may not touch, how a
//! file opens, how long a function is, where colours live, and what reaches the browser.
//!
//! Not here: what the code does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The longest a function may be, in lines from its first to its last.
const LONGEST_FUNCTION: usize = 60;

/// Functions that may be longer, by file and name: tables and grammars whose parts make no sense apart.
const LONG_FUNCTIONS: [(&str, &str); 0] = [];

/// What a folder of `src/` may know, and words that have no place in its code.
struct Layer {
    folder: &'static str,
    knows: &'static [&'static str],
    never: &'static [&'static str],
}

/// Files, the clock, the network, printing and ending: the command line's alone.
const OUTSIDE: [&str; 12] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::io",
    "SystemTime",
    "Instant",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
];

const LAYERS: [Layer; 10] = [
    Layer { folder: "transcript", knows: &[], never: &["serde", "leptos", "toml", "web_sys", "gloo"] },
    Layer { folder: "source", knows: &["transcript"], never: &["leptos", "web_sys", "gloo"] },
    Layer { folder: "import", knows: &["transcript"], never: &["leptos", "web_sys", "gloo"] },
    Layer { folder: "links", knows: &["transcript"], never: &["serde", "leptos", "toml", "web_sys", "gloo"] },
    Layer { folder: "search", knows: &["transcript"], never: &["serde", "leptos", "toml", "web_sys", "gloo"] },
    Layer { folder: "wire", knows: &["transcript", "search"], never: &["leptos", "toml", "web_sys", "gloo"] },
    Layer { folder: "page", knows: &["transcript", "search"], never: &["serde", "toml", "web_sys", "gloo"] },
    Layer {
        folder: "site",
        knows: &["transcript", "source", "links", "search", "wire", "page"],
        never: &["web_sys", "gloo", "axum"],
    },
    Layer { folder: "app", knows: &["transcript", "links", "search", "wire", "page"], never: &["toml", "clap"] },
    Layer {
        folder: "cli",
        knows: &["transcript", "source", "import", "links", "search", "wire", "site"],
        never: &["leptos", "web_sys", "gloo"],
    },
];

/// Crates that never reach the browser: what reads formats, knows the machine, or is large.
const NOT_IN_BROWSER: [&str; 19] = [
    "clap",
    "regex",
    "regex-automata",
    "toml",
    "toml_edit",
    "axum",
    "tokio",
    "notify",
    "rust-stemmers",
    "unicode-normalization",
    "annotate-snippets",
    "anstream",
    "indicatif",
    "brotli",
    "libdeflater",
    "mimalloc",
    "sha2",
    "rayon",
    "anyhow",
];

/// Crates that have no work outside a browser.
const NOT_NATIVE: [&str; 4] = ["gloo", "gloo-events", "gloo-timers", "gloo-storage"];

/// A source file, without comments and the contents of string literals where rules are about code.
struct Source {
    path: PathBuf,
    text: String,
    code: String,
}

impl Source {
    fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap_or(&self.path).display().to_string()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under a folder, sorted.
fn sources(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    collect(&root().join(folder), "rs", &mut paths);
    assert!(!paths.is_empty(), "no sources in {folder}");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        Source { code: code_of(&text), path, text }
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, ending, paths);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            paths.push(path);
        }
    }
}

/// The text with comments, string and character literals blanked, line by line as it was.
fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at);
        if end == at {
            code.push(chars[at]);
            at += 1;
        } else {
            code.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code
}

/// Where the comment or literal that begins here ends; `at` itself where none does.
fn literal_end(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let until = |from: usize, ends: &[char]| {
        (at + from..chars.len()).find(|i| chars[*i..].starts_with(ends)).map_or(chars.len(), |i| i + ends.len())
    };
    match rest {
        ['/', '/', ..] => until(0, &['\n']) - 1,
        ['/', '*', ..] => until(2, &['*', '/']),
        ['r', '"' | '#', ..] if at == 0 || !is_word(chars[at - 1]) => raw_string_end(chars, at).unwrap_or(at),
        ['"', ..] => escaped_end(chars, at, '"'),
        ['\'', '\\', ..] => escaped_end(chars, at, '\''),
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

fn raw_string_end(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let open = at + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let mut close = vec!['"'];
    close.extend(std::iter::repeat_n('#', hashes));
    (open + 1..chars.len()).find(|i| chars[*i..].starts_with(&close)).map(|i| i + close.len())
}

fn escaped_end(chars: &[char], at: usize, quote: char) -> usize {
    let mut i = at + 1;
    while i < chars.len() && chars[i] != quote {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    (i + 1).min(chars.len())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a word stands in the code, not as a part of a longer one.
fn holds(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !(before.is_some_and(is_word) || word.ends_with(is_word) && after.is_some_and(is_word))
    })
}

/// The modules that code names behind `crate::`, in groups too: `crate::{search, wire::encode}`.
fn known_modules(code: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            None => modules.extend(first_word(rest)),
            Some(group) => modules.extend(group_members(group).iter().filter_map(|member| first_word(member))),
        }
    }
    modules
}

/// What stands between commas at the top level of a group, up to its closing brace.
fn group_members(group: &str) -> Vec<String> {
    let mut members = vec![String::new()];
    let mut depth = 0;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            _ => members.last_mut().unwrap().push(c),
        }
    }
    members
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.trim_start().chars().take_while(|c| is_word(*c)).collect();
    (!word.is_empty()).then_some(word)
}

#[test]
fn every_folder_is_a_layer_and_knows_only_those_it_may() {
    let folders: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders, LAYERS.iter().map(|layer| layer.folder.to_owned()).collect(), "a folder without a rule");
    let mut broken = Vec::new();
    for layer in &LAYERS {
        for source in sources(&format!("src/{}", layer.folder)) {
            let known = known_modules(&source.code);
            let strangers =
                known.iter().filter(|module| *module != layer.folder && !layer.knows.contains(&module.as_str()));
            broken.extend(strangers.map(|module| format!("{} knows crate::{module}", source.name())));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn no_folder_says_what_is_not_its_to_say() {
    let mut broken = Vec::new();
    for layer in &LAYERS {
        let outside: &[&str] = if ["cli", "app"].contains(&layer.folder) { &[] } else { &OUTSIDE };
        for source in sources(&format!("src/{}", layer.folder)) {
            let said = layer.never.iter().chain(outside).filter(|word| holds(&source.code, word));
            broken.extend(said.map(|word| format!("{} says {word}", source.name())));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn only_the_seam_names_the_browser() {
    let seam = root().join("src/app/browser");
    let named = sources("src")
        .into_iter()
        .filter(|source| !source.path.starts_with(&seam))
        .filter(|source| ["web_sys", "gloo"].iter().any(|word| holds(&source.code, word)));
    assert_eq!(named.map(|source| source.name()).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_file_opens_with_what_it_is() {
    let files = sources("src").into_iter().chain(sources("tests"));
    let silent: Vec<String> = files.filter(|file| !file.text.starts_with("//! ")).map(|file| file.name()).collect();
    assert!(silent.is_empty(), "no `//!` at the top of {silent:#?}");
}

#[test]
fn no_file_or_folder_is_a_drawer() {
    let drawers = ["utils", "util", "common", "helpers", "helper", "misc", "types"];
    let is_drawer = |path: &Path| {
        path.components().any(|part| {
            let stem = Path::new(part.as_os_str()).file_stem().unwrap_or_default();
            drawers.contains(&stem.to_string_lossy().as_ref())
        })
    };
    let found: Vec<String> = sources("src")
        .into_iter()
        .filter(|file| is_drawer(file.path.strip_prefix(root()).unwrap()))
        .map(|file| file.name())
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// The name and length of every function with a body, by counting braces.
fn functions(code: &str) -> Vec<(String, usize)> {
    let mut functions = Vec::new();
    for (at, keyword) in code.match_indices("fn ") {
        if code[..at].chars().next_back().is_some_and(is_word) {
            continue;
        }
        let Some(name) = first_word(&code[at + keyword.len()..]) else { continue };
        // A semicolon before the first brace: a declaration, unless it stands in an array's type.
        let mut brackets = 0;
        let open = code[at..].char_indices().find(|(_, c)| {
            brackets += match c {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            *c == '{' || (*c == ';' && brackets == 0)
        });
        let Some((open, '{')) = open else { continue };
        let mut depth = 0;
        let close = code[at + open..].char_indices().find(|(_, c)| {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            depth == 0
        });
        let end = close.map_or(code.len(), |(close, _)| at + open + close);
        functions.push((name, code[at..end].matches('\n').count() + 1));
    }
    functions
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for source in sources("src") {
        for (name, lines) in functions(&source.code) {
            let excepted = LONG_FUNCTIONS.contains(&(source.name().as_str(), name.as_str()));
            if lines > LONGEST_FUNCTION && !excepted {
                long.push(format!("{}: {name} has {lines} lines", source.name()));
            }
        }
    }
    assert!(long.is_empty(), "over {LONGEST_FUNCTION} lines: {long:#?}");
}

#[test]
fn colours_live_in_one_file() {
    let mut files = Vec::new();
    collect(&root().join("public/style"), "css", &mut files);
    assert!(files.iter().any(|file| file.ends_with("tokens.css")), "no public/style/tokens.css");
    let mut strays = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("tokens.css")) {
        for (nth, line) in without_css_comments(&fs::read_to_string(file).unwrap()).lines().enumerate() {
            if let Some(colour) = colour_in(line) {
                strays.push(format!("{}:{}: {colour}", file.display(), nth + 1));
            }
        }
    }
    assert!(strays.is_empty(), "colours outside tokens.css: {strays:#?}");
}

fn without_css_comments(css: &str) -> String {
    let mut kept = String::new();
    for (nth, part) in css.split("/*").enumerate() {
        let (comment, rest) = if nth == 0 { ("", part) } else { part.split_once("*/").unwrap_or((part, "")) };
        kept.extend(comment.chars().filter(|c| *c == '\n'));
        kept.push_str(rest);
    }
    kept
}

/// The first thing in a line of CSS that is a colour: a hexadecimal one in a value, a colour function, a common name.
fn colour_in(line: &str) -> Option<String> {
    let functions = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
    let names = ["white", "black", "red", "green", "blue", "gray", "grey", "yellow", "orange", "purple"];
    let value = line.split_once(':').map_or("", |(_, value)| value);
    let hex = value.match_indices('#').map(|(at, _)| &value[at..]).find(|rest| {
        let digits = rest[1..].chars().take_while(char::is_ascii_hexdigit).count();
        [3, 4, 6, 8].contains(&digits) && !rest[1 + digits..].starts_with(is_word)
    });
    let function = functions.into_iter().find(|function| holds(value, function));
    let name =
        names.into_iter().find(|name| value.split(|c: char| !(is_word(c) || c == '-')).any(|word| word == *name));
    hex.or(function).or(name).map(str::to_owned)
}

/// The names of all packages that our code depends on for a target, not counting what only builds or tests it, and what
/// only leptos brings along: the linker leaves most of that behind, and the budget of bytes watches the rest.
fn packages(target: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "-e", "normal,no-proc-macro", "--prefix", "none", "--prune", "leptos"])
        .args(["--target", target])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn little_reaches_the_browser() {
    let packages = packages("wasm32-unknown-unknown");
    assert!(packages.contains("wasm-bindgen"), "cargo tree tells nothing: {packages:#?}");
    let strangers: Vec<&str> = NOT_IN_BROWSER.into_iter().filter(|name| packages.contains(*name)).collect();
    assert!(strangers.is_empty(), "in the browser: {strangers:?}");
}

#[test]
fn nothing_of_the_browser_is_native() {
    let host = Command::new("rustc").args(["--print", "host-tuple"]).current_dir(root()).output().unwrap();
    let packages = packages(String::from_utf8(host.stdout).unwrap().trim());
    assert!(packages.contains("clap"), "cargo tree tells nothing: {packages:#?}");
    let strangers: Vec<&str> = NOT_NATIVE.into_iter().filter(|name| packages.contains(*name)).collect();
    assert!(strangers.is_empty(), "native: {strangers:?}");
}
