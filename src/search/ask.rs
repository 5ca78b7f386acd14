//! A query and a request become hits: what is needed for it, in which order, and what the reader should know.
//!
//! A step, not a process: what is missing is told, and the same question is asked again once it is there. Nothing is
//! kept between the two, so an earlier question can be dropped at any time.

use super::card::{Hit, hits};
use super::dictionary::give;
use super::evidence::Found;
use super::filter::{FacetCounts, Filters};
use super::find::{find, found_given, given, pairs_tell, same_lists};
use super::index::{Index, Part};
use super::order::add;
use super::phrase::{MAX_VERIFIED, missing_pairs, neighbours};
use super::query::{Query, Term};
use super::run::{MAX_COMPARED, alone, whole_first};
use super::weigh::{Sort, Weighing, first, missing_facets};

/// How many characters of what was typed a sentence repeats.
const MAX_REPEATED: usize = 60;

/// Where a library has no more of these, filters and counts read them all at once instead of those they turn out to need.
const EAGER_FACETS: u32 = 16;

/// What is asked beside the query. Filters of the same kind are joined by "or", with those written in the query too;
/// kinds are joined by "and".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Speakers, by id or name.
    pub speakers: Vec<String>,
    /// Topics, by id or name.
    pub topics: Vec<String>,
    /// Episodes, by id or title.
    pub episodes: Vec<String>,
    /// In which order.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give at most.
    pub limit: usize,
    /// Whether the facets are counted. Without it, and without filters, neither [`Part::Names`] nor [`Part::Facets`] are
    /// needed.
    pub counts: bool,
    /// Whether words the library does not hold may be taken for others.
    pub guess: bool,
    /// Whether answers are given too that match less well than the best do: those with all the words where others have
    /// them in a row (from four words on), those with some of them where others have all. They are counted in either case.
    /// And those that only may hold a phrase, where others are known to.
    pub partial: bool,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            speakers: Vec::new(),
            topics: Vec::new(),
            episodes: Vec::new(),
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            counts: true,
            guess: true,
            partial: true,
        }
    }
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// Those asked for, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// How many of them, the first ones, hold all that is sought.
    pub complete: usize,
    /// Whether both are known, or no more than that there are so many: where the answer with a run of words was found before
    /// it was known where these stand, and where those are left out that only may hold a phrase.
    pub counted: bool,
    /// Whether there are more still: every word sought is so common that only its best places are known.
    pub more: bool,
    /// What each filter would give; `None` where it was not to be counted.
    pub facets: Option<FacetCounts>,
    /// What the reader should know.
    pub notices: Vec<Notice>,
}

/// What the reader should know about an answer they got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A filter's kind and value that the library does not have; it was left out.
    UnknownValue(&'static str, String),
    /// A word or phrase that stands nowhere.
    NotFound(String),
    /// A phrase with more candidates than were compared.
    Capped(String),
    /// A word that stands in more answers than are known to hold it, and was to be left out, or was found in none that the
    /// filters let through.
    TooCommon(String),
}

impl Notice {
    /// The notice as a page shows it.
    pub fn sentence(&self) -> String {
        match self {
            Self::UnknownValue(kind, value) => {
                ["There is no ", kind, " ", &repeated(value), " here, so that filter was left out"].concat()
            }
            Self::NotFound(text) => ["No answer holds ", &repeated(text)].concat(),
            Self::TooCommon(text) => [&repeated(text), " is so common that only its best places are known"].concat(),
            Self::Capped(text) => {
                let most = MAX_VERIFIED.to_string();
                ["Only ", &most, " places were compared with ", &repeated(text), " word by word: add a rarer word"]
                    .concat()
            }
        }
    }
}

/// What was typed as a sentence repeats it: in quotation marks, and cut where it is long.
fn repeated(text: &str) -> String {
    match text.char_indices().nth(MAX_REPEATED) {
        Some((at, _)) => ["“", text.get(..at).unwrap_or_default(), "…”"].concat(),
        None => ["“", text, "”"].concat(),
    }
}

/// Asks.
///
/// # Errors
/// The parts that are needed and not there: load them, [`Index::put`] them and ask the same again. Pairs, names, facets and words
/// are asked for first, then text; but the text that may hold a whole run of words before those. With the parts of the first one's
/// kind alone the same question may come further, so ask as soon as these are there, and keep the others coming.
pub fn ask(index: &Index, query: &Query, request: &Request) -> Result<Hits, Vec<Part>> {
    let filtered = has_filters(query, request);
    let with_facets = request.counts || filtered;
    let same = same_lists(index, query);
    let given = given(index, query, &same);
    let by_pairs = pairs_tell(index, query);
    let mut missing = if by_pairs { missing_pairs(index, query) } else { Vec::new() };
    if with_facets {
        missing_filters(index, &mut missing);
    }
    let mut found = find_all(index, &query.terms, &same, &given, request.guess, &mut missing);
    let without = find_all(index, &query.without, &[], &[], false, &mut missing);
    let for_best = !request.partial && !with_facets && request.offset == 0 && request.limit > 0;
    if let Some(hits) = ahead(index, query, for_best, &mut missing)? {
        return Ok(hits);
    }
    give(missing)?;
    let mut notices = Vec::new();
    let filters = filters(index, query, request, &mut notices);
    found = or_all(index, &query.terms, &same, &given, request.guess, found)?;
    let unsure = found.iter_mut().filter(|_| !request.partial).filter_map(Found::drop_unsure).count();
    let neighbours = if by_pairs { neighbours(index, query) } else { Vec::new() };
    let counts = request.counts;
    let weighed =
        Weighing { index, found: &found, without: &without, neighbours: &neighbours, filters: &filters, counts };
    if with_facets {
        give(weighed.missing_facets())?;
    }
    let (ranked, tally) = weighed.all();
    let complete = ranked.iter().filter(|ranked| ranked.complete).count();
    let is_run = query.is_run() && neighbours.len() == query.pairs.len();
    let mut in_a_row = ranked.iter().filter(|ranked| is_run && ranked.in_a_row).count();
    let end = request.offset.saturating_add(request.limit);
    let mut first = first(&ranked, end.max(MAX_COMPARED), request.sort, is_run);
    whole_first(index, &query.run, &mut first, &mut in_a_row)?;
    let best = [in_a_row, complete].into_iter().find(|count| *count > 0 && !request.partial);
    first.truncate(best.unwrap_or(end).min(end));
    let shown = first.get(request.offset..).unwrap_or_default();
    tell(&found, true, ranked.is_empty(), &mut notices);
    tell(&without, false, true, &mut notices);
    let speakers = filters.ids(index.names());
    Ok(Hits {
        hits: hits(index, &found, &speakers, shown)?,
        total: ranked.len(),
        complete,
        counted: unsure == 0,
        more: !ranked.is_empty() && !found.is_empty() && found.iter().all(|found| found.partial),
        facets: index.names().filter(|_| counts).map(|names| tally.values(names, &filters)),
        notices,
    })
}

/// The best answer to a question of whose parts some are missing, where it is known without them and asked for alone: what that
/// takes is put before them.
fn ahead(index: &Index, query: &Query, for_best: bool, missing: &mut Vec<Part>) -> Result<Option<Hits>, Vec<Part>> {
    if !for_best || missing.is_empty() || missing.iter().any(|part| matches!(part, Part::Pairs(_))) {
        return Ok(None);
    }
    let ranked = match alone(index, query) {
        Ok(ranked) => ranked,
        Err(mut texts) => {
            texts.append(missing);
            return Err(texts);
        }
    };
    let Some(ranked) = ranked else { return Ok(None) };
    let found: Vec<Found<'_>> = query.terms.iter().map(|term| found_given(index, term)).collect();
    let hits = hits(index, &found, &[], &[ranked])?;
    Ok(Some(Hits { total: hits.len(), complete: hits.len(), hits, ..Hits::default() }))
}

/// What filters and counts need at once and is not there.
fn missing_filters(index: &Index, missing: &mut Vec<Part>) {
    if index.names().is_none() {
        missing.push(Part::Names);
    }
    if index.head().facets() <= EAGER_FACETS {
        missing.extend(missing_facets(index, 0..index.head().facets()));
    }
}

fn filters(index: &Index, query: &Query, request: &Request, notices: &mut Vec<Notice>) -> Filters {
    Filters::of(
        index.names(),
        query.speakers.iter().chain(&request.speakers),
        query.topics.iter().chain(&request.topics),
        query.episodes.iter().chain(&request.episodes),
        notices,
    )
}

fn has_filters(query: &Query, request: &Request) -> bool {
    let lists =
        [&query.speakers, &query.topics, &query.episodes, &request.speakers, &request.topics, &request.episodes];
    lists.iter().any(|list| !list.is_empty())
}

/// The terms found beside those given; and all of them where nobody says the others, nor any that they might be, guessed at or
/// not.
fn or_all<'a>(
    index: &Index,
    terms: &'a [Term],
    same: &[Vec<usize>],
    given: &[usize],
    guess: bool,
    found: Vec<Found<'a>>,
) -> Result<Vec<Found<'a>>, Vec<Part>> {
    let find = |given: &[usize], guess| {
        let mut missing = Vec::new();
        let found = find_all(index, terms, same, given, guess, &mut missing);
        give(missing).map(|()| found)
    };
    if given.is_empty() || !is_nowhere(&found) || !guess && !is_nowhere(&find(given, true)?) {
        return Ok(found);
    }
    find(&[], guess)
}

/// Whether nothing is known to hold any of the terms.
fn is_nowhere(found: &[Found<'_>]) -> bool {
    found.iter().all(|found| found.evidence.is_empty())
}

/// All the terms, unless parts of the index are missing for it.
fn find_all<'a>(
    index: &Index,
    terms: &'a [Term],
    same: &[Vec<usize>],
    given: &[usize],
    guess: bool,
    missing: &mut Vec<Part>,
) -> Vec<Found<'a>> {
    let mut all = Vec::with_capacity(terms.len());
    for (nth, term) in terms.iter().enumerate() {
        if given.contains(&nth) {
            all.push(found_given(index, term));
            continue;
        }
        match find(index, term, same.get(nth).map_or(&[], Vec::as_slice), guess) {
            Ok(found) => all.push(found),
            Err(parts) => parts.into_iter().for_each(|part| add(missing, part)),
        }
    }
    all
}

/// Says which of the terms sought stand nowhere; and of which terms not all places are known, where `nothing` says that it shows.
fn tell(terms: &[Found<'_>], sought: bool, nothing: bool, notices: &mut Vec<Notice>) {
    for found in terms {
        let notice = match found.capped {
            Some(_) => Notice::Capped,
            None if found.partial && nothing => Notice::TooCommon,
            None if found.evidence.is_empty() && !found.partial && sought => Notice::NotFound,
            None => continue,
        };
        notices.push(notice(found.term.text.clone()));
    }
}
