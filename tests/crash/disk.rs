//! A disk that forgets what was not synced: a run of a command, as strace has logged it, is done again on a model of the disk, and
//! cut at any call.
//!
//! A file's bytes are on the disk once `fsync` of the file or `syncfs` has returned, a name once `fsync` of its folder or `syncfs`
//! has. What happens to the rest is the file system's choice; two choices are tried ([`Forgets`]). Not here: real disks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What a power cut takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Forgets {
    /// All that was not synced: names and bytes.
    Everything,
    /// Bytes that were not synced, while names are there already: files are empty, as some file systems leave them.
    Bytes,
}

/// A change of the disk, or a promise that one is there for good. Paths are relative to the folder that is watched.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    Create { path: String, truncate: bool },
    Append { path: String, bytes: Vec<u8> },
    Rename { from: String, to: String },
    Exchange { one: String, other: String },
    Remove { path: String },
    Folder { path: String },
    Link { from: String, to: String },
    Sync { path: String },
    SyncAll,
}

/// What a number stands for.
#[derive(Debug, Clone)]
enum Node {
    File { now: Vec<u8>, on_disk: Vec<u8> },
    Folder { now: BTreeMap<String, usize>, on_disk: BTreeMap<String, usize> },
}

/// The model: files and folders by number; the folder that is watched is the first.
#[derive(Debug, Clone)]
pub(crate) struct Disk {
    nodes: Vec<Node>,
}

impl Disk {
    /// The disk with what is in a folder, all of it on the disk.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut disk = Self { nodes: Vec::new() };
        disk.load(folder);
        disk.sync_all();
        disk
    }

    fn load(&mut self, folder: &Path) -> usize {
        let number = self.add(Node::Folder { now: BTreeMap::new(), on_disk: BTreeMap::new() });
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            let child = if entry.path().is_dir() {
                self.load(&entry.path())
            } else {
                self.add(Node::File { now: fs::read(entry.path()).unwrap(), on_disk: Vec::new() })
            };
            self.names(number).insert(name, child);
        }
        number
    }

    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// The names in a folder, as programs see them.
    fn names(&mut self, number: usize) -> &mut BTreeMap<String, usize> {
        match &mut self.nodes[number] {
            Node::Folder { now, .. } => now,
            Node::File { .. } => panic!("not a folder"),
        }
    }

    fn find(&mut self, path: &str) -> Option<usize> {
        let mut number = 0;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            number = *self.names(number).get(name)?;
        }
        Some(number)
    }

    /// The folder of a path, and the name in it.
    fn place(&mut self, path: &str) -> (usize, String) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        (self.find(folder).unwrap_or_else(|| panic!("no folder {folder}")), name.to_owned())
    }

    fn put(&mut self, path: &str, node: usize) {
        let (folder, name) = self.place(path);
        self.names(folder).insert(name, node);
    }

    fn take(&mut self, path: &str) -> Option<usize> {
        let (folder, name) = self.place(path);
        self.names(folder).remove(&name)
    }

    /// Does what a call does.
    pub(crate) fn run(&mut self, call: &Call) {
        match call {
            Call::Create { path, truncate } => match self.find(path) {
                Some(number) if *truncate => self.nodes[number] = self.truncated(number),
                Some(_) => {}
                None => {
                    let file = self.add(Node::File { now: Vec::new(), on_disk: Vec::new() });
                    self.put(path, file);
                }
            },
            Call::Append { path, bytes } => {
                if let Some(number) = self.find(path)
                    && let Node::File { now, .. } = &mut self.nodes[number]
                {
                    now.extend_from_slice(bytes);
                }
            }
            Call::Rename { from, to } => {
                let node = self.take(from).unwrap();
                self.put(to, node);
            }
            Call::Exchange { one, other } => {
                let (first, second) = (self.find(one).unwrap(), self.find(other).unwrap());
                self.put(one, second);
                self.put(other, first);
            }
            Call::Remove { path } => drop(self.take(path)),
            Call::Folder { path } => {
                let folder = self.add(Node::Folder { now: BTreeMap::new(), on_disk: BTreeMap::new() });
                self.put(path, folder);
            }
            Call::Link { from, to } => {
                let node = self.find(from).unwrap();
                self.put(to, node);
            }
            Call::Sync { path } => {
                if let Some(number) = self.find(path) {
                    sync(&mut self.nodes[number]);
                }
            }
            Call::SyncAll => self.sync_all(),
        }
    }

    fn truncated(&self, number: usize) -> Node {
        match &self.nodes[number] {
            Node::File { on_disk, .. } => Node::File { now: Vec::new(), on_disk: on_disk.clone() },
            folder => folder.clone(),
        }
    }

    fn sync_all(&mut self) {
        self.nodes.iter_mut().for_each(sync);
    }

    /// Writes into a folder what a power cut leaves.
    pub(crate) fn after_power_cut(&self, forgets: Forgets, folder: &Path) {
        self.write(0, forgets, folder);
    }

    fn write(&self, number: usize, forgets: Forgets, path: &Path) {
        match &self.nodes[number] {
            Node::File { on_disk, .. } => fs::write(path, on_disk).unwrap(),
            Node::Folder { now, on_disk } => {
                fs::create_dir_all(path).unwrap();
                let names = match forgets {
                    Forgets::Everything => on_disk,
                    Forgets::Bytes => now,
                };
                for (name, child) in names {
                    self.write(*child, forgets, &path.join(name));
                }
            }
        }
    }
}

fn sync(node: &mut Node) {
    match node {
        Node::File { now, on_disk } => on_disk.clone_from(now),
        Node::Folder { now, on_disk } => on_disk.clone_from(now),
    }
}

/// The calls in a log of `strace -f -y -xx` that went well and are about a folder.
pub(crate) fn calls(log: &str, folder: &Path) -> Vec<Call> {
    let mut unfinished: BTreeMap<&str, String> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.trim_start().split_once(' ') else { continue };
        let rest = rest.trim_start();
        let whole = if let Some(begin) = rest.strip_suffix(" <unfinished ...>") {
            unfinished.insert(thread, begin.to_owned());
            continue;
        } else if let Some(end) = rest.strip_prefix("<... ") {
            let end = end.split_once("resumed>").map_or("", |(_, end)| end);
            unfinished.remove(thread).unwrap_or_default() + end
        } else {
            rest.to_owned()
        };
        calls.extend(call(&whole, folder));
    }
    calls
}

fn call(line: &str, folder: &Path) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(") = ")?;
    if result.trim_start().starts_with('-') {
        return None;
    }
    let texts = strings(arguments, '"', '"');
    let descriptors = strings(arguments, '<', '>');
    let inside = |path: &[u8]| {
        let path = String::from_utf8(path.to_vec()).ok()?;
        let path = if path.starts_with('/') { path } else { folder.join(path).to_str()?.to_owned() };
        let inside = path.strip_prefix(folder.to_str()?)?.trim_matches('/').to_owned();
        // A path may go by way of "./".
        Some(inside.split('/').filter(|part| *part != "." && !part.is_empty()).collect::<Vec<_>>().join("/"))
    };
    let text = |nth: usize| inside(texts.get(nth)?);
    let descriptor = |nth: usize| inside(descriptors.get(nth)?);
    Some(match name {
        "openat" if arguments.contains("O_CREAT") || arguments.contains("O_TRUNC") => {
            Call::Create { path: text(0)?, truncate: arguments.contains("O_TRUNC") }
        }
        "write" => Call::Append { path: descriptor(0)?, bytes: texts.first()?.clone() },
        "rename" => Call::Rename { from: text(0)?, to: text(1)? },
        "renameat2" if arguments.contains("RENAME_EXCHANGE") => Call::Exchange { one: text(0)?, other: text(1)? },
        "unlink" | "rmdir" => Call::Remove { path: text(0)? },
        "unlinkat" => match descriptor(0) {
            Some(within) if !texts[0].starts_with(b"/") => {
                Call::Remove { path: format!("{within}/{}", String::from_utf8(texts[0].clone()).ok()?) }
            }
            _ => Call::Remove { path: text(0)? },
        },
        "mkdir" => Call::Folder { path: text(0)? },
        "linkat" => Call::Link { from: text(0)?, to: text(1)? },
        "fsync" => Call::Sync { path: descriptor(0)? },
        "syncfs" => Call::SyncAll,
        _ => return None,
    })
}

/// The texts between two marks, their `\xNN` decoded.
fn strings(arguments: &str, begin: char, end: char) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut rest = arguments;
    while let Some((_, inside)) = rest.split_once(begin) {
        let Some((text, after)) = inside.split_once(end) else { break };
        let bytes = text.split("\\x").skip(1).map(|byte| u8::from_str_radix(&byte[..2], 16).unwrap());
        found.push(bytes.collect());
        rest = after;
    }
    found
}
