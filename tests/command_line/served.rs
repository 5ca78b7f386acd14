//! A server over a bench's library, and what it answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};
use std::time::Duration;

use crate::bench::{Bench, answerbook, shell};

/// How long a server may take to answer, and to tell of an edit.
const DEADLINE: Duration = Duration::from_secs(20);

/// A running server. Dropped, it ends.
pub(crate) struct Served {
    pub(crate) child: Child,
    pub(crate) address: String,
    stderr: BufReader<ChildStderr>,
}

impl Served {
    /// A server on a free port.
    pub(crate) fn start(bench: &Bench) -> Self {
        let mut child = answerbook(bench.folder.path())
            .args(["serve", "--port", "0", "--shell", &shell()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in `{line}`")).to_owned();
        Self { child, address, stderr }
    }

    /// A connection on which a request has been sent.
    pub(crate) fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// The whole response to a request, with its head.
    pub(crate) fn get(&self, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        let mut answer = Vec::new();
        self.connect(&request).read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Waits until the server has printed some words to stderr.
    #[track_caller]
    pub(crate) fn wait_for_stderr(&mut self, words: &str) {
        let mut line = String::new();
        while self.stderr.read_line(&mut line).unwrap() > 0 {
            if line.contains(words) {
                return;
            }
        }
        panic!("`{words}` was never printed: {line}");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
