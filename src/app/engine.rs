//! The search engine in the browser: the same [`search::ask`] as on the command line, over an index that is loaded in
//! parts.
//!
//! [`search::ask`] returns hits, or the parts of the index that are missing. The missing parts are fetched, and the
//! same query is asked again.
//!
//! Not here: fetching itself ([`super::browser`]), the format of the parts ([`crate::wire`]), drawing
//! ([`super::results`]).

use std::cell::RefCell;
use std::mem::discriminant;

use super::browser::{self, FetchError, FileRequest};
use crate::search::{self, Hits, Index, Part, Query, Request};
use crate::wire;

/// How often a query may find parts missing. Words and facets come in the first round, text in the second; phrases and
/// guesses take a few more. A query that is still not answered means that the index contradicts itself.
const MAX_ROUNDS: usize = 12;

thread_local! {
    static INDEX: RefCell<Option<Index>> = const { RefCell::new(None) };
}

/// Why a search has no hits to return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SearchError {
    /// A later search has begun.
    Superseded,
    /// The search server of the settings has hits, which its client draws over the error that the app shows of this.
    AnsweredElsewhere,
    /// The reader is offline, and a part that is needed has not been loaded before.
    Offline,
    /// The site has been published again since the page was opened.
    Outdated,
    /// Anything else, in a sentence.
    Failed(String),
}

impl SearchError {
    /// The error as a page shows it.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Superseded | Self::AnsweredElsewhere => String::new(),
            Self::Offline => "You seem to be offline, and this has not been loaded yet".to_owned(),
            Self::Outdated => "This site has been updated since the page was opened; reload it to search".to_owned(),
            Self::Failed(why) => why.clone(),
        }
    }
}

impl From<FetchError> for SearchError {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Network if browser::is_offline() => Self::Offline,
            FetchError::Network => Self::Failed("The site did not answer".to_owned()),
            FetchError::Status(404) => Self::Outdated,
            FetchError::Status(status) => {
                Self::Failed(["The site answered with status ", &usize::from(status).to_string()].concat())
            }
        }
    }
}

impl From<wire::WireError> for SearchError {
    fn from(error: wire::WireError) -> Self {
        Self::Failed(error.sentence().to_owned())
    }
}

/// The hits of a query. Parts of the index that are missing are fetched, until `is_superseded` says that a later search
/// has made this one idle.
///
/// # Errors
/// [`SearchError`] where the index cannot be had, and where the search was superseded.
pub(crate) async fn ask(
    query: &Query,
    request: &Request,
    is_superseded: &dyn Fn() -> bool,
) -> Result<Hits, SearchError> {
    load_head().await?;
    for _ in 0..MAX_ROUNDS {
        if is_superseded() {
            return Err(SearchError::Superseded);
        }
        let missing = match INDEX.with_borrow(|index| index.as_ref().map(|index| search::ask(index, query, request))) {
            Some(Ok(hits)) => return Ok(hits),
            Some(Err(missing)) => missing,
            None => Vec::new(),
        };
        load_parts(missing).await?;
    }
    Err(SearchError::Failed("The search index is damaged".to_owned()))
}

fn is_loaded(part: Part) -> bool {
    INDEX.with_borrow(|index| index.as_ref().is_some_and(|index| index.holds(part)))
}

/// Makes an index of the head file, unless there is one.
async fn load_head() -> Result<(), SearchError> {
    if INDEX.with_borrow(Option::is_some) {
        return Ok(());
    }
    let file = browser::fetch_file(wire::HEAD_NAME).bytes().await?;
    let head = wire::decode_head(wire::unpacked(&file)?)?;
    INDEX.with_borrow_mut(|index| {
        index.get_or_insert_with(|| Index::new(head));
    });
    Ok(())
}

/// Starts fetching all of these parts, and loads those of the first one's kind into the index: with them alone the
/// query may come further.
async fn load_parts(parts: Vec<Part>) -> Result<(), SearchError> {
    let first_kind = parts.first().map(discriminant);
    let mut requests: Vec<(Part, FileRequest)> = Vec::new();
    for part in parts {
        let name = wire::part_name(part);
        if first_kind == Some(discriminant(&part)) {
            requests.push((part, browser::fetch_file(&name)));
        } else {
            browser::prefetch_file(&name);
        }
    }
    for (part, request) in requests {
        let file = request.bytes().await?;
        // Another search may have loaded it meanwhile.
        if is_loaded(part) {
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
