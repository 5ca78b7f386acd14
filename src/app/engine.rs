//! The index, loaded as questions need it: asks the same search as the command line, fetches the parts it says are
//! missing, and asks again. Draws nothing.

use std::cell::RefCell;
use std::mem::discriminant;

use super::browser::{self, Coming, Failure};
use crate::search::{self, Hits, Index, Part, Query, Request};
use crate::wire;

/// How often a question may find parts missing: kind by kind words and facets, then text, then what a phrase had to look
/// further for. More means that the index contradicts itself.
const MAX_ROUNDS: usize = 12;

thread_local! {
    static INDEX: RefCell<Option<Index>> = const { RefCell::new(None) };
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A later question has been asked.
    Overtaken,
    /// The reader is offline, and what is needed was not fetched before.
    Offline,
    /// The site has been published anew since the page was opened.
    Outdated,
    /// Anything else, in a sentence.
    Broken(String),
}

impl Trouble {
    /// As a page shows it.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Overtaken => String::new(),
            Self::Offline => "You seem to be offline, and this part of the index has not been loaded yet".to_owned(),
            Self::Outdated => "This site has been updated since the page was opened; reload it to search".to_owned(),
            Self::Broken(why) => why.clone(),
        }
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unreachable if browser::is_offline() => Self::Offline,
            Failure::Unreachable => Self::Broken("The index could not be fetched: the site did not answer".to_owned()),
            Failure::Status(404) => Self::Outdated,
            Failure::Status(status) => Self::Broken(
                ["The index could not be fetched: the site answered ", &usize::from(status).to_string()].concat(),
            ),
        }
    }
}

impl From<wire::WireError> for Trouble {
    fn from(error: wire::WireError) -> Self {
        Self::Broken(error.sentence().to_owned())
    }
}

/// Asks, fetching what is missing; `overtaken` says whether a later question makes this one idle.
///
/// # Errors
/// [`Trouble`] where the index cannot be had or a later question came.
pub(crate) async fn ask(query: &Query, request: &Request, overtaken: &dyn Fn() -> bool) -> Result<Hits, Trouble> {
    load_head().await?;
    for _ in 0..MAX_ROUNDS {
        if overtaken() {
            return Err(Trouble::Overtaken);
        }
        let missing = match INDEX.with_borrow(|index| index.as_ref().map(|index| search::ask(index, query, request))) {
            Some(Ok(hits)) => return Ok(hits),
            Some(Err(missing)) => missing,
            None => Vec::new(),
        };
        load(missing).await?;
    }
    Err(Trouble::Broken("The index contradicts itself".to_owned()))
}

fn holds(part: Part) -> bool {
    INDEX.with_borrow(|index| index.as_ref().is_some_and(|index| index.holds(part)))
}

async fn load_head() -> Result<(), Trouble> {
    if INDEX.with_borrow(Option::is_some) {
        return Ok(());
    }
    let file = browser::send_for(wire::HEAD_NAME).file().await?;
    let head = wire::decode_head(wire::unpacked(&file)?)?;
    INDEX.with_borrow_mut(|index| {
        index.get_or_insert_with(|| Index::new(head));
    });
    Ok(())
}

/// Sends for parts, all side by side, and takes in those of the first kind: with them the question may come further.
async fn load(parts: Vec<Part>) -> Result<(), Trouble> {
    let first = parts.first().map(discriminant);
    let mut coming: Vec<(Part, Coming)> = Vec::new();
    for part in parts {
        let name = wire::part_name(part);
        if first == Some(discriminant(&part)) {
            coming.push((part, browser::send_for(&name)));
        } else {
            browser::expect(&name);
        }
    }
    for (part, coming) in coming {
        let file = coming.file().await?;
        // Another question may have sent for it too.
        if holds(part) {
            continue;
        }
        let data = wire::decode_part(part, wire::unpacked(&file)?)?;
        INDEX.with_borrow_mut(|index| {
            if let Some(index) = index {
                index.put(part, data);
            }
        });
    }
    Ok(())
}
