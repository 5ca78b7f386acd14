//! One long step, shown while it runs: another program's work with a title, the time it has taken and the last thing it
//! said, or our own with how far it is. On a terminal it is a moving line, elsewhere plain lines now and then; never a
//! silent ten minutes.
//!
//! Not here: what the steps are, and what a failed one means to who called it.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How much of what a program said is shown when it fails.
const TAIL_LINES: usize = 40;

/// How often a step says that it still runs where there is no terminal.
const PLAIN_INTERVAL: Duration = Duration::from_secs(20);

/// How long our own work goes on before a bar is shown for it.
const SHOWN_AFTER: Duration = Duration::from_millis(400);

/// How often a moving line moves.
const TICK: Duration = Duration::from_millis(120);

/// Runs a program to its end under a title such as "Installing Trunk 0.21.14 (about four minutes)".
///
/// # Errors
/// When it cannot be started or does not succeed; the end of what it said has then been printed.
pub(super) fn run(title: &str, command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run `{name}`"))?;
    let (sender, lines) = mpsc::channel();
    forward(child.stdout.take(), sender.clone());
    forward(child.stderr.take(), sender);
    let tail = follow(title, started, &lines);
    let status = child.wait().with_context(|| format!("cannot wait for `{name}`"))?;
    finish(title, &name, started, status, &tail)
}

/// How far our own work is: a bar on a terminal, once it has taken longer than most do. It is gone when this is dropped.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Work under a title such as "Reading episodes", of so many pieces.
    pub(super) fn new(title: &'static str, pieces: usize) -> Self {
        Self::styled(title, Some(pieces as u64), "{spinner} {prefix} {wide_bar} {pos}/{len} {elapsed}")
    }

    /// Work in one piece.
    pub(super) fn whole(title: &'static str) -> Self {
        Self::styled(title, None, "{spinner} {prefix} {elapsed}")
    }

    fn styled(title: &'static str, pieces: Option<u64>, template: &str) -> Self {
        let bar = ProgressBar::with_draw_target(pieces, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_prefix(title);
        if std::io::stderr().is_terminal() {
            let bar = bar.clone();
            thread::spawn(move || {
                thread::sleep(SHOWN_AFTER);
                if !bar.is_finished() {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            });
        }
        Self(bar)
    }

    /// One more piece is done.
    pub(super) fn one(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A duration as a person says it: `40 ms`, `1.4 s`, `12 s`, `3 min 5 s`.
pub(super) fn spoken(duration: Duration) -> String {
    let secs = duration.as_secs();
    match secs {
        0 => format!("{} ms", duration.as_millis()),
        1..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{secs} s"),
        _ => format!("{} min {} s", secs / 60, secs % 60),
    }
}

/// Sends a program's output line by line, until it ends or nobody listens.
fn forward(output: Option<impl Read + Send + 'static>, sender: Sender<String>) {
    let Some(output) = output else { return };
    thread::spawn(move || {
        let mut reader = BufReader::new(output);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            if sender.send(text).is_err() {
                return;
            }
        }
    });
}

/// Shows the lines as they come and keeps the last of them.
fn follow(title: &str, started: Instant, lines: &Receiver<String>) -> VecDeque<String> {
    let shown = Shown::new(title);
    let mut tail = VecDeque::new();
    let mut last_said = Instant::now();
    loop {
        match lines.recv_timeout(Duration::from_secs(1)) {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                shown.line(&line);
                if tail.len() == TAIL_LINES {
                    tail.pop_front();
                }
                tail.push_back(line);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if last_said.elapsed() >= PLAIN_INTERVAL {
            last_said = Instant::now();
            shown.still_running(started.elapsed(), tail.back());
        }
    }
    shown.clear();
    tail
}

fn finish(title: &str, name: &str, started: Instant, status: ExitStatus, tail: &VecDeque<String>) -> Result<()> {
    if status.success() {
        anstream::eprintln!("  {title}: done in {}", spoken(started.elapsed()));
        return Ok(());
    }
    for line in tail {
        anstream::eprintln!("  | {line}");
    }
    bail!("`{name}` failed ({status})")
}

/// The two ways to show a step that runs.
enum Shown {
    Moving(ProgressBar),
    Plain,
}

impl Shown {
    fn new(title: &str) -> Self {
        if !std::io::stderr().is_terminal() {
            anstream::eprintln!("  {title} …");
            return Self::Plain;
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {wide_msg:.dim}") {
            bar.set_style(style);
        }
        bar.set_prefix(title.to_owned());
        bar.enable_steady_tick(TICK);
        Self::Moving(bar)
    }

    fn line(&self, line: &str) {
        if let Self::Moving(bar) = self {
            bar.set_message(line.trim().to_owned());
        }
    }

    fn still_running(&self, elapsed: Duration, last: Option<&String>) {
        if let Self::Plain = self {
            anstream::eprintln!("    {}: {}", spoken(elapsed), last.map_or("still running", |line| line.trim()));
        }
    }

    fn clear(&self) {
        if let Self::Moving(bar) = self {
            bar.finish_and_clear();
        }
    }
}
