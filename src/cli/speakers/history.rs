//! What the ledger and the pending lines say of the ids of people, and the lines that a change of ids adds for the next release.
//!
//! Not here: the grammar of those lines ([`crate::links`]).

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::cli::clock::today;
use crate::cli::diagnostics::SourceFile;
use crate::cli::files::{read_log_if_present, with_lines};
use crate::cli::published::{LedgerFiles, PENDING};
use crate::cli::report;
use crate::cli::terminal::tell;
use crate::links::{
    Change, IdKind, IdState, Ledger, LedgerEntry, Origin, PublishedId, Succession, Successors, UndividedLedger,
};
use crate::source::WithProblems;
use crate::transcript::SpeakerId;

/// The ids of people that were published, and what became of them.
pub(super) struct History {
    ledger: Ledger,
    /// The file of the pending lines.
    pub(super) path: PathBuf,
    pending: String,
}

impl History {
    /// Reads what a folder of episodes says; `None` where the pending lines have errors, which are printed.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        let mut ledger = LedgerFiles::read_speakers_and_topics(folder).into_whole()?;
        let path = folder.join(PENDING);
        let reading = read_log_if_present(&path);
        let WithProblems { value, mut problems } =
            reading.unwrap_or_else(|| WithProblems { value: Some(String::new()), problems: Vec::new() });
        let Some(pending) = value else {
            let why = problems.first().map(|problem| problem.what.as_str()).unwrap_or_default();
            bail!("cannot read {}: {why}", path.display());
        };
        problems.extend(UndividedLedger::read(&pending).1);
        // Of lines about episodes, whose parts are not read, it is not known whether they are right.
        ledger.add_pending(&pending);
        if problems.is_empty() {
            return Ok(Some(Self { ledger, path, pending }));
        }
        let file = SourceFile { path, text: Some(pending) };
        problems.iter().for_each(|problem| report::print_problem(&file, problem));
        tell!("error: nothing is changed, for lines are to be added to {}", file.path.display());
        Ok(None)
    }

    /// The one id that an id was given up for.
    pub(super) fn successor(&self, id: &SpeakerId) -> Option<String> {
        match &self.ledger.get(&PublishedId::speaker(id))?.state {
            IdState::Succeeded(successors) => match &successors.ids[..] {
                [one] => Some(one.path().to_owned()),
                _ => None,
            },
            _ => None,
        }
    }

    /// What became of an id that is nobody's any more, in words.
    pub(super) fn became(&self, id: &SpeakerId) -> Option<String> {
        match &self.ledger.get(&PublishedId::speaker(id))?.state {
            IdState::Live => None,
            IdState::Succeeded(successors) => {
                let ids: Vec<&str> = successors.ids.iter().map(PublishedId::path).collect();
                Some(format!("became `{}`", ids.join("`, `")))
            }
            IdState::Removed { .. } => Some("was removed".to_owned()),
        }
    }

    /// Why an id cannot be anybody's again: links rely on what became of it.
    pub(super) fn given_away(&self, id: &SpeakerId) -> Option<String> {
        let became = self.became(id)?;
        let record = self.ledger.get(&PublishedId::speaker(id))?;
        Some(match record.origin {
            Origin::Pending => {
                let line = self.pending.get(record.span.clone()).unwrap_or_default();
                let path = self.path.display();
                format!("it {became}, as {path} says\n  help: delete its line `{line}` first, if that is not so")
            }
            _ => {
                let day = record.last_changed;
                format!("it {became} on {day}, and links rely on that\n  help: choose another id")
            }
        })
    }

    /// The lines that say that ids are another one from now on. One that was never published needs none; a line that leads to it is
    /// followed by one that leads on.
    ///
    /// # Errors
    /// When the clock is set to a year that no date can hold.
    pub(super) fn lines(&self, ids: &[&SpeakerId], succession: Succession, new: &SpeakerId) -> Result<Vec<String>> {
        let date = today()?;
        let new = PublishedId::speaker(new);
        let mut lines = Vec::new();
        for old in ids.iter().map(|id| PublishedId::speaker(id)).filter(|old| *old != new) {
            let line = |id: &PublishedId, succession, ids| {
                let change = Change::Succeeded(Box::new(Successors { succession, ids }));
                LedgerEntry { date, id: id.clone(), change }.to_string()
            };
            if let Some(record) = self.ledger.get(&old) {
                let is_said = matches!(&record.state, IdState::Succeeded(by) if by.ids == [new.clone()]);
                lines.extend((!is_said).then(|| line(&old, succession, vec![new.clone()])));
                continue;
            }
            for (id, record) in self.ledger.records_in(IdKind::Speaker, "") {
                let IdState::Succeeded(by) = &record.state else { continue };
                if by.ids.contains(&old) {
                    let mut ids: Vec<PublishedId> =
                        by.ids.iter().filter(|id| **id != old && **id != new).cloned().collect();
                    let succession =
                        if ids.is_empty() && by.ids.len() > 1 { Succession::Merged } else { by.succession };
                    ids.push(new.clone());
                    lines.push(line(id, succession, ids));
                }
            }
        }
        Ok(lines)
    }

    /// The file of the pending lines with more of them.
    pub(super) fn with_lines(&self, lines: &[String]) -> Vec<u8> {
        with_lines(self.pending.clone(), lines).into_bytes()
    }
}
