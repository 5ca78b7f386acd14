//! The rules of the architecture, checked by reading the sources: which folder may use which, that the files of a folder
//! form no circle, what each folder may not touch, how a file opens, how long a function is, where colours are defined,
//! and which crates reach the browser.
//!
//! Every rule reads the code without comments, string literals and test modules, and its failure names the file.
//!
//! Not here: what the code does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The longest that a function may be, in lines from its first to its last.
const LONGEST_FUNCTION: usize = 60;

/// Functions that may be longer, by file and name: tables and grammars whose parts make no sense apart.
const LONG_FUNCTIONS: [(&str, &str); 0] = [];

/// A folder of `src/`, the folders that it may use, and the words that its code may not contain.
struct Layer {
    folder: &'static str,
    knows: &'static [&'static str],
    never: &'static [&'static str],
}

/// Files that read bytes in memory through the traits of `std::io`, as the crate that unpacks them asks.
const IN_MEMORY: [&str; 1] = ["src/import/packed.rs"];

/// The words for files, the environment, the network, processes, threads, the clock and printing. Only `cli` may contain
/// them, and `app/browser`, where the browser's own interfaces share some of these names.
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

const LAYERS: [Layer; 13] = [
    Layer { folder: "transcript", knows: &[], never: &["serde", "leptos", "toml", "web_sys", "gloo"] },
    Layer { folder: "source", knows: &["transcript"], never: &["leptos", "web_sys", "gloo"] },
    Layer { folder: "language", knows: &[], never: &["serde", "leptos", "toml", "web_sys", "gloo"] },
    Layer {
        folder: "topics",
        knows: &["transcript", "language"],
        never: &["serde", "leptos", "toml", "web_sys", "gloo"],
    },
    Layer { folder: "import", knows: &["transcript", "language"], never: &["leptos", "web_sys", "gloo"] },
    Layer { folder: "export", knows: &["transcript"], never: &["leptos", "web_sys", "gloo"] },
    Layer { folder: "links", knows: &["transcript"], never: &["serde", "leptos", "toml", "web_sys", "gloo"] },
    Layer { folder: "search", knows: &["transcript"], never: &["serde", "leptos", "toml", "web_sys", "gloo"] },
    Layer { folder: "wire", knows: &["transcript", "search"], never: &["leptos", "toml", "web_sys", "gloo"] },
    Layer { folder: "page", knows: &["transcript", "links"], never: &["serde", "toml", "web_sys", "gloo"] },
    Layer {
        folder: "site",
        knows: &["transcript", "source", "topics", "links", "search", "wire", "page"],
        never: &["web_sys", "gloo", "axum"],
    },
    Layer { folder: "app", knows: &["transcript", "links", "search", "wire", "page"], never: &["toml", "clap"] },
    Layer {
        folder: "cli",
        knows: &["transcript", "source", "import", "export", "topics", "links", "search", "wire", "site"],
        never: &["leptos", "web_sys", "gloo"],
    },
];

/// The one folder that may name the browser's interfaces.
const BROWSER_SEAM: &str = "src/app/browser";

/// Crates that never reach the browser: they read formats, use the operating system, or are large.
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

/// Crates that are of no use outside a browser.
const NOT_NATIVE: [&str; 4] = ["gloo", "gloo-events", "gloo-timers", "gloo-storage"];

/// A source file: its text, and its code, which is the text with comments and literals blanked.
struct Source {
    path: PathBuf,
    text: String,
    code: String,
}

impl Source {
    /// The path from the repository's root.
    fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap_or(&self.path).display().to_string()
    }

    /// The code before the file's test module, which stands at its end.
    fn product_code(&self) -> &str {
        self.code.split("#[cfg(test)]").next().unwrap_or_default()
    }

    /// The module that the file is: `["search", "build"]` for `src/search/build/mod.rs`.
    fn module(&self) -> Vec<String> {
        let path = self.path.strip_prefix(root().join("src")).unwrap().with_extension("");
        let mut module: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if self.is_hub() {
            module.pop();
        }
        module
    }

    /// Whether the file is the `mod.rs` of its folder.
    fn is_hub(&self) -> bool {
        self.path.ends_with("mod.rs")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file in a folder and below it, in the order of their paths.
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

/// The text with comments, string literals and character literals blanked. Every line keeps its number.
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

/// The end of the comment or literal that begins at `at`, or `at` itself if none begins there.
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

/// Whether the code contains a word that is not a part of a longer one.
fn holds(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !(before.is_some_and(is_word) || word.ends_with(is_word) && after.is_some_and(is_word))
    })
}

/// The paths that the code writes behind a prefix such as `crate::`, with groups taken apart: `crate::{a::b, c}` is
/// `["a", "b"]` and `["c"]`.
fn paths_behind(code: &str, prefix: &str) -> Vec<Vec<String>> {
    let starts = code.match_indices(prefix).filter(|(at, _)| {
        let before = code[..*at].chars().next_back();
        !before.is_some_and(|c| is_word(c) || c == ':')
    });
    starts.flat_map(|(at, _)| path_tree(&code[at + prefix.len()..])).collect()
}

/// The paths of a tree as `use` has it.
fn path_tree(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim_start();
    if let Some(group) = tree.strip_prefix('{') {
        return group_members(group).iter().flat_map(|member| path_tree(member)).collect();
    }
    let Some(word) = first_word(tree) else { return vec![Vec::new()] };
    let Some(rest) = tree[word.len()..].strip_prefix("::") else { return vec![vec![word]] };
    path_tree(rest).into_iter().map(|path| [vec![word.clone()], path].concat()).collect()
}

/// The members of a group, up to its closing brace: the texts between its own commas.
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

/// The modules and items that a file uses, by their paths from the crate's root; those of its own folder too.
fn used_modules(source: &Source) -> Vec<Vec<String>> {
    let code = source.product_code();
    let parent = source.module().split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default();
    let from_parent = paths_behind(code, "super::").into_iter().map(|path| [parent.clone(), path].concat());
    paths_behind(code, "crate::").into_iter().chain(from_parent).filter(|path| !path.is_empty()).collect()
}

#[test]
fn every_folder_is_a_layer_and_uses_only_the_folders_it_may() {
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
            let used: BTreeSet<String> =
                used_modules(&source).into_iter().map(|mut path| path.swap_remove(0)).collect();
            let strangers =
                used.iter().filter(|module| *module != layer.folder && !layer.knows.contains(&module.as_str()));
            broken.extend(strangers.map(|module| format!("{} uses crate::{module}", source.name())));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn no_folder_contains_a_word_that_it_may_not() {
    let mut broken = Vec::new();
    for layer in &LAYERS {
        for source in sources(&format!("src/{}", layer.folder)) {
            let is_free = layer.folder == "cli" || source.path.starts_with(root().join(BROWSER_SEAM));
            let outside: &[&str] = if is_free { &[] } else { &OUTSIDE };
            let may = |word: &&&str| **word == "std::io" && IN_MEMORY.contains(&source.name().as_str());
            let found = layer.never.iter().chain(outside).filter(|word| holds(&source.code, word) && !may(word));
            broken.extend(found.map(|word| format!("{} contains {word}", source.name())));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// A path of two `super` hides from the reader, and from the rules here, which folder it leads to.
#[test]
fn no_path_climbs_two_folders() {
    let climbing = sources("src").into_iter().filter(|source| source.product_code().contains("super::super"));
    assert_eq!(climbing.map(|source| source.name()).collect::<Vec<_>>(), Vec::<String>::new());
}

// ---- circles

/// An arrow between two children of a folder: one uses the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Arrow {
    from: String,
    to: String,
}

/// The names that a folder's `mod.rs` takes over from the folder's children, and the child that each is from.
fn reexports(hub: &Source) -> BTreeMap<String, String> {
    let uses = hub.product_code().split("use ").skip(1).map(|rest| rest.split(';').next().unwrap_or_default());
    let paths = uses.flat_map(|tree| path_tree(tree.trim_start().trim_start_matches("self::")));
    let named = paths.filter_map(|path| Some((path.last()?.clone(), path.first()?.clone())));
    named.filter(|(name, child)| name != child).collect()
}

/// The arrows inside every folder of `src/`, by folder. A `mod.rs` is no child of its folder: it may use all of them, and
/// what a child takes from it counts as taken from the child that it is from.
fn arrows(sources: &[Source]) -> BTreeMap<Vec<String>, BTreeSet<Arrow>> {
    let modules: BTreeSet<Vec<String>> = sources.iter().map(Source::module).collect();
    let hubs: BTreeMap<Vec<String>, BTreeMap<String, String>> =
        sources.iter().filter(|source| source.is_hub()).map(|hub| (hub.module(), reexports(hub))).collect();
    let mut arrows: BTreeMap<Vec<String>, BTreeSet<Arrow>> = BTreeMap::new();
    for source in sources {
        let module = source.module();
        for used in used_modules(source) {
            let depth = module.iter().zip(&used).take_while(|(own, other)| own == other).count();
            let (folder, Some(from), Some(name)) = (&module[..depth], module.get(depth), used.get(depth)) else {
                continue;
            };
            let is_child = modules.contains(&used[..=depth]);
            let taken_over = || hubs.get(folder).and_then(|names| names.get(name)).cloned();
            let to = if is_child { Some(name.clone()) } else { taken_over() };
            let is_other = |to: &String| to != from && modules.contains(&[folder, std::slice::from_ref(to)].concat());
            if let Some(to) = to.filter(is_other) {
                arrows.entry(folder.to_vec()).or_default().insert(Arrow { from: from.clone(), to });
            }
        }
    }
    arrows
}

/// A circle of arrows, from a child back to itself, if there is one.
fn circle(arrows: &BTreeSet<Arrow>) -> Option<Vec<String>> {
    let mut left: Vec<&Arrow> = arrows.iter().collect();
    // Children that use nothing are in no circle, nor are then those that use only them.
    loop {
        let users: BTreeSet<&str> = left.iter().map(|arrow| arrow.from.as_str()).collect();
        let before = left.len();
        left.retain(|arrow| users.contains(arrow.to.as_str()));
        if left.len() == before {
            break;
        }
    }
    let mut path = vec![left.first()?.from.clone()];
    loop {
        let next = &left.iter().find(|arrow| Some(&arrow.from) == path.last())?.to;
        if let Some(start) = path.iter().position(|name| name == next) {
            return Some([&path[start..], std::slice::from_ref(next)].concat());
        }
        path.push(next.clone());
    }
}

#[test]
fn the_children_of_a_folder_form_no_circle() {
    let arrows = arrows(&sources("src"));
    assert!(arrows.len() > LAYERS.len() / 2, "arrows in these folders alone: {:?}", arrows.keys());
    let circles = arrows
        .iter()
        .filter_map(|(folder, arrows)| Some(format!("src/{}: {}", folder.join("/"), circle(arrows)?.join(" → "))));
    assert_eq!(circles.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_circle_is_seen_through_groups_and_taken_over_names() {
    let source = |path: &str, text: &str| Source {
        path: root().join("src/room").join(path),
        text: String::new(),
        code: code_of(text),
    };
    let hub = source("mod.rs", "mod a;\nmod b;\nmod deep;\npub use b::{Thing, other};\npub use self::deep::Far;");
    let a = source("a.rs", "use super::{Thing, deep::{self, Far}}; // super::c");
    let b = source("b.rs", "fn f() { super::c::g() }\n#[cfg(test)]\nmod tests { use super::a; }");
    let c = source("c.rs", "use crate::room::{other as o};");
    let far = source("deep/far.rs", "use crate::room::Far;\nuse super::near;");
    let near = source("deep/near.rs", "use crate::room::a;");
    let files = [hub, a, b, c, source("deep/mod.rs", ""), far, near];
    let found = arrows(&files);
    let arrow = |from: &str, to: &str| Arrow { from: from.to_owned(), to: to.to_owned() };
    let room =
        BTreeSet::from([arrow("a", "b"), arrow("a", "deep"), arrow("b", "c"), arrow("c", "b"), arrow("deep", "a")]);
    let deep = BTreeSet::from([arrow("far", "near")]);
    let folder = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    assert_eq!(found, BTreeMap::from([(folder(&["room"]), room.clone()), (folder(&["room", "deep"]), deep.clone())]));
    assert_eq!(circle(&room), Some(folder(&["a", "b", "c", "b"][1..])));
    assert_eq!(circle(&deep), None);
}

#[test]
fn the_indexer_never_reaches_the_browser() {
    let hub = fs::read_to_string(root().join("src/search/mod.rs")).unwrap();
    let hub = hub.lines().collect::<Vec<_>>();
    let declared = hub.iter().position(|line| *line == "mod build;" || *line == "pub mod build;");
    let before = declared.and_then(|at| at.checked_sub(1)).map(|at| hub[at]);
    assert_eq!(before, Some("#[cfg(not(target_arch = \"wasm32\"))]"), "`mod build` of src/search is native only");
    let build = ["search", "build"].map(str::to_owned);
    let is_engine = |source: &Source| !source.module().starts_with(&build) && source.module() != build[..1];
    let engine = sources("src/search").into_iter().filter(is_engine);
    let users = engine.filter(|source| used_modules(source).iter().any(|path| path.starts_with(&build)));
    assert_eq!(users.map(|source| source.name()).collect::<Vec<_>>(), Vec::<String>::new());
}

// ---- the browser's seam, files and functions

#[test]
fn only_the_seam_names_the_browser() {
    let seam = root().join(BROWSER_SEAM);
    let named = sources("src")
        .into_iter()
        .filter(|source| !source.path.starts_with(&seam))
        .filter(|source| ["web_sys", "gloo"].iter().any(|word| holds(&source.code, word)));
    assert_eq!(named.map(|source| source.name()).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_file_begins_with_a_module_header() {
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

/// The name and the length in lines of every function that has a body, found by counting braces.
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
fn colours_are_defined_in_one_file() {
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

/// The first colour in a line of CSS: a hexadecimal number, a colour function or a common name.
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

/// The names of all packages that the code depends on for a target. Packages that only build or test it do not count, nor
/// do those that only leptos depends on: the linker drops most of these, and the budget of bytes covers the rest.
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
fn no_native_crate_reaches_the_browser() {
    let packages = packages("wasm32-unknown-unknown");
    assert!(packages.contains("wasm-bindgen"), "cargo tree lists too little: {packages:#?}");
    let strangers: Vec<&str> = NOT_IN_BROWSER.into_iter().filter(|name| packages.contains(*name)).collect();
    assert!(strangers.is_empty(), "in the browser: {strangers:?}");
}

#[test]
fn no_browser_crate_is_native() {
    let host = Command::new("rustc").args(["--print", "host-tuple"]).current_dir(root()).output().unwrap();
    let packages = packages(String::from_utf8(host.stdout).unwrap().trim());
    assert!(packages.contains("clap"), "cargo tree lists too little: {packages:#?}");
    let strangers: Vec<&str> = NOT_NATIVE.into_iter().filter(|name| packages.contains(*name)).collect();
    assert!(strangers.is_empty(), "native: {strangers:?}");
}
