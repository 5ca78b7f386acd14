//! Progress of work that takes long: of another program, with its title, its time and its latest line of output, or of our
//! own, with the number of pieces done. On a terminal it is one line that changes, elsewhere a plain line now and then, so
//! that ten minutes are never silent.
//!
//! Not here: which programs are run, and what a failed one means to the caller.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::terminal::tell;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The number of lines of a failed program's output that are printed.
const TAIL_LINES: usize = 40;

/// The time between two plain lines that say that a program still runs.
const PLAIN_INTERVAL: Duration = Duration::from_secs(20);

/// The time after which a bar is shown for our own work. With less, a bar flashes for work that is done at once; with more,
/// a short wait looks like a hang.
const SHOWN_AFTER: Duration = Duration::from_millis(400);

/// The time between two movements of a spinner.
const TICK: Duration = Duration::from_millis(120);

/// Runs a program to its end under a title such as "Installing wasm-opt 132.0.0 from npm (some seconds)".
///
/// # Errors
/// When it cannot be started or fails; the end of its output has then been printed.
pub(super) fn run_command(title: &str, command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run `{name}`"))?;
    let (sender, lines) = mpsc::channel();
    send_lines(child.stdout.take(), sender.clone());
    send_lines(child.stderr.take(), sender);
    let tail = show_lines(title, started, &lines);
    let status = child.wait().with_context(|| format!("cannot wait for `{name}`"))?;
    print_result(title, &name, started, status, &tail)
}

/// The progress of our own work: on a terminal a bar, once the work has taken a while. Dropping it removes the bar.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Progress of work in a number of pieces, under a title such as "Reading episodes".
    pub(super) fn of_pieces(title: &'static str, pieces: usize) -> Self {
        Self::styled(title, Some(pieces as u64), "{spinner} {prefix} {wide_bar} {pos}/{len} {elapsed}")
    }

    /// Progress of work whose length is not known.
    pub(super) fn indeterminate(title: &'static str) -> Self {
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

    /// Counts one more piece as done.
    pub(super) fn piece_done(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A duration for people: `40 ms`, `1.4 s`, `12 s`, `3 min 5 s`.
pub(super) fn duration_text(duration: Duration) -> String {
    let secs = duration.as_secs();
    match secs {
        0 => format!("{} ms", duration.as_millis()),
        1..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{secs} s"),
        _ => format!("{} min {} s", secs / 60, secs % 60),
    }
}

/// Sends a program's output line by line, until it ends or the receiver is gone.
fn send_lines(output: Option<impl Read + Send + 'static>, sender: Sender<String>) {
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

/// Shows the lines as they come; the last of them.
fn show_lines(title: &str, started: Instant, lines: &Receiver<String>) -> VecDeque<String> {
    let display = CommandDisplay::new(title);
    let mut tail = VecDeque::new();
    let mut last_shown = Instant::now();
    loop {
        match lines.recv_timeout(Duration::from_secs(1)) {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                display.show_line(&line);
                if tail.len() == TAIL_LINES {
                    tail.pop_front();
                }
                tail.push_back(line);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if last_shown.elapsed() >= PLAIN_INTERVAL {
            last_shown = Instant::now();
            display.show_still_running(started.elapsed(), tail.back());
        }
    }
    display.clear();
    tail
}

fn print_result(title: &str, name: &str, started: Instant, status: ExitStatus, tail: &VecDeque<String>) -> Result<()> {
    if status.success() {
        tell!("  {title}: done in {}", duration_text(started.elapsed()));
        return Ok(());
    }
    for line in tail {
        tell!("  | {line}");
    }
    bail!("`{name}` failed ({status})")
}

/// The two ways to show a program that runs.
enum CommandDisplay {
    /// On a terminal.
    Spinner(ProgressBar),
    /// Elsewhere.
    PlainLines,
}

impl CommandDisplay {
    fn new(title: &str) -> Self {
        if !std::io::stderr().is_terminal() {
            tell!("  {title} …");
            return Self::PlainLines;
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {wide_msg:.dim}") {
            bar.set_style(style);
        }
        bar.set_prefix(title.to_owned());
        bar.enable_steady_tick(TICK);
        Self::Spinner(bar)
    }

    fn show_line(&self, line: &str) {
        if let Self::Spinner(bar) = self {
            bar.set_message(line.trim().to_owned());
        }
    }

    fn show_still_running(&self, elapsed: Duration, last_line: Option<&String>) {
        if let Self::PlainLines = self {
            let last_line = last_line.map_or("still running", |line| line.trim());
            tell!("    {}: {last_line}", duration_text(elapsed));
        }
    }

    fn clear(&self) {
        if let Self::Spinner(bar) = self {
            bar.finish_and_clear();
        }
    }
}
