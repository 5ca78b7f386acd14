//! The way of a site's owner, from the program and a folder of transcripts to a released site: the commands that the README
//! prints, run as it prints them.
//!
//! Not here: each command by itself (`command_line.rs`), and the program without a checkout, which `.ci/run` installs.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "random/mod.rs"]
mod random;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use random::Random;
use tempfile::TempDir;

const TRANSCRIPTS: usize = 30;

/// The name and the number of words of the samples' vocabulary.
const WORDS: [&str; 12] =
    ["barley", "harvest", "weather", "mill", "stone", "river", "market", "price", "seed", "field", "barn", "autumn"];

#[test]
fn the_readme_leads_from_transcripts_to_a_site() {
    let folder = TempDir::new().unwrap();
    let transcripts = folder.path().join("transcripts");
    fs::create_dir(&transcripts).unwrap();
    let mut random = Random(21);
    for nth in 0..TRANSCRIPTS {
        fs::write(transcripts.join(format!("sample-{nth}.md")), transcript(nth, &mut random)).unwrap();
    }
    let mut here = folder.path().to_owned();
    for command in readme_commands() {
        match command.strip_prefix("cd ") {
            Some(to) => here = here.join(to),
            None if command == "answerbook" => look_at_served_site(&here),
            None => run(&command, &here),
        }
    }
    let episodes: Vec<PathBuf> =
        fs::read_dir(here.join("dist/episodes")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(episodes.len(), TRANSCRIPTS, "{episodes:?}");
    let home = fs::read_to_string(here.join("dist/index.html")).unwrap();
    assert!(home.contains("Our talks") && !home.contains("A sample episode"), "{home}");
    assert!(
        fs::read_to_string(here.join("episodes/links/sample-29.ledger")).unwrap().contains(" live episode sample-29 ")
    );
}

/// The commands of the README's block for a shell.
fn readme_commands() -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, block) = readme.split_once("```sh\n").unwrap();
    let commands: Vec<String> = block.split_once("```").unwrap().0.lines().map(str::to_owned).collect();
    assert!(commands.len() > 5, "{commands:?}");
    commands
}

/// A shell with the program on its path.
fn shell(command: &str, folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_answerbook")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec {command}")]).current_dir(folder).env("PATH", path).stdin(Stdio::null());
    shell
}

fn run(command: &str, folder: &Path) {
    let output = shell(command, folder).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command}\n{out}{err}");
    let says_what_comes_next = out.lines().last().is_some_and(|line| line.starts_with("Next: "));
    assert!(says_what_comes_next || !command.starts_with("answerbook"), "{command}\n{out}{err}");
}

/// Serves the site, reads its first page, and ends the server.
fn look_at_served_site(folder: &Path) {
    let mut server = shell("answerbook", folder).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
    let mut page = String::new();
    let mut connection = TcpStream::connect(&address).unwrap();
    write!(connection, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    connection.read_to_string(&mut page).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(page.contains("Our talks") && page.contains("31 interviews"), "{line}{page}");
}

/// A made-up conversation with labels.
fn transcript(nth: usize, random: &mut Random) -> String {
    let mut text = format!("# Sample conversation {nth}\n\n");
    for _ in 0..6 {
        let mut word = || WORDS[random.below(WORDS.len())];
        text.push_str(&format!("**Sample Host:** What do you say about the {} and the {}?\n\n", word(), word()));
        let said: Vec<&str> = (0..30).map(|_| word()).collect();
        text.push_str(&format!("**Sample Guest {}:** I would say {}.\n\n", nth % 7, said.join(" ")));
    }
    text
}
