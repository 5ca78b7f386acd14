//! A query and a request become hits, their order, and what each filter would give.
//!
//! A step, not a process: what is missing is told, and the same question is asked again once it is there. Nothing is
//! kept between the two, so an earlier question can be dropped at any time.

use super::card::{self, Hit};
use super::evidence::{
    Evidence, Found, How, MAX_VERIFIED, Neighbours, find, missing_pairs, missing_texts, missing_words, neighbours,
    same_lists,
};
use super::fold::fold;
use super::model::{ANSWERS_PER_FACETS, Index, Name, Names, Part};
use super::order::{add, sorted};
use super::query::{Query, Term};
use super::rank::{ADJACENT, saturated};

/// Where a library has no more of these, filters and counts read them all at once instead of those they turn out to need.
const EAGER_FACETS: u32 = 8;

/// How hits are sorted. Answers with all the words come before those with some in either case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first; of equals the newest.
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

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
    /// Whether answers with only some of the words are given where others have all. They are counted in either case.
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
    /// Whether there are more still: every word sought is so common that only its best places are known.
    pub more: bool,
    /// What each filter would give; `None` where it was not to be counted.
    pub facets: Option<FacetCounts>,
    /// What the reader should know.
    pub notices: Vec<Notice>,
}

/// What each value of each filter would give now, in library order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// By name.
    pub speakers: Vec<FacetValue>,
    /// By name.
    pub topics: Vec<FacetValue>,
    /// Newest first.
    pub episodes: Vec<FacetValue>,
}

/// A value of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Answers with all that is sought, were this the only value chosen of its kind.
    pub count: usize,
    /// Further answers, with some of it.
    pub partial: usize,
    /// Whether it is chosen.
    pub selected: bool,
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
}

impl Notice {
    /// The notice as a page shows it.
    pub fn sentence(&self) -> String {
        match self {
            Self::UnknownValue(kind, value) => {
                ["There is no ", kind, " “", value, "” here, so that filter was left out"].concat()
            }
            Self::NotFound(text) => ["No answer holds “", text, "”"].concat(),
            Self::Capped(text) => {
                let most = MAX_VERIFIED.to_string();
                ["Only ", &most, " places were compared with “", text, "” word by word: add a rarer word"].concat()
            }
        }
    }
}

/// Asks.
///
/// # Errors
/// The parts that are needed and not there: load them, [`Index::put`] them and ask the same again. Words and facets are
/// asked for first, then text.
pub fn ask(index: &Index, query: &Query, request: &Request) -> Result<Hits, Vec<Part>> {
    let filtered = has_filters(query, request);
    let with_facets = request.counts || filtered;
    let same = same_lists(index, query);
    let mut missing = missing_words(index, query, &same);
    if index.names().is_none() && with_facets {
        missing.push(Part::Names);
    }
    if with_facets && index.head().facets() <= EAGER_FACETS {
        missing.extend(missing_facets(index, 0..index.head().facets()));
    }
    give(missing)?;
    let mut notices = Vec::new();
    let filters = Filters::of(index.names(), query, request, &mut notices);
    let found = find_all(index, &query.terms, &same, request.guess)?;
    let without = find_all(index, &query.without, &[], false)?;
    notices.extend(found.iter().filter_map(notice));
    notices.extend(without.iter().filter(|found| found.capped).filter_map(notice));
    let neighbours = if query.pairs_tell() || found.iter().any(|found| found.partial) {
        give(missing_pairs(index, query))?;
        neighbours(index, query)
    } else {
        Vec::new()
    };
    let counts = request.counts;
    let weighed =
        Weighing { index, found: &found, without: &without, neighbours: &neighbours, filters: &filters, counts };
    if with_facets {
        give(weighed.missing_facets())?;
    }
    let (ranked, tally) = weighed.all();
    let ranked = sort(&ranked, request.sort);
    let complete = ranked.iter().filter(|ranked| ranked.complete).count();
    let given = if request.partial || complete == 0 { ranked.len() } else { complete };
    let shown = ranked.iter().take(given).skip(request.offset).take(request.limit);
    give(missing_texts(index, shown.clone().map(|ranked| ranked.answer)))?;
    let speakers = filters.ids(index.names());
    let hits = shown.filter_map(|ranked| card::hit(index, &found, &speakers, ranked)).collect();
    Ok(Hits {
        hits,
        total: ranked.len(),
        complete,
        more: !found.is_empty() && found.iter().all(|found| found.partial),
        facets: index.names().filter(|_| counts).map(|names| tally.values(names, &filters)),
        notices,
    })
}

/// Those of a run of facets that are not there.
fn missing_facets(index: &Index, run: impl Iterator<Item = u32>) -> Vec<Part> {
    run.filter(|nth| index.facets(*nth).is_none()).map(Part::Facets).collect()
}

fn give(missing: Vec<Part>) -> Result<(), Vec<Part>> {
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

fn has_filters(query: &Query, request: &Request) -> bool {
    let lists =
        [&query.speakers, &query.topics, &query.episodes, &request.speakers, &request.topics, &request.episodes];
    lists.iter().any(|list| !list.is_empty())
}

fn find_all<'a>(
    index: &Index,
    terms: &'a [Term],
    same: &[Vec<usize>],
    guess: bool,
) -> Result<Vec<Found<'a>>, Vec<Part>> {
    let mut missing = Vec::new();
    let mut all = Vec::with_capacity(terms.len());
    for (nth, term) in terms.iter().enumerate() {
        match find(index, term, same.get(nth).map_or(&[], Vec::as_slice), guess) {
            Ok(found) => all.push(found),
            Err(parts) => parts.into_iter().for_each(|part| add(&mut missing, part)),
        }
    }
    give(missing).map(|()| all)
}

fn notice(found: &Found<'_>) -> Option<Notice> {
    let text = || found.term.text.clone();
    match found.capped {
        true => Some(Notice::Capped(text())),
        false => found.evidence.is_empty().then(|| Notice::NotFound(text())),
    }
}

/// The chosen values of one kind; nothing chosen lets everything pass.
type Chosen = Option<Vec<u32>>;

struct Filters {
    speakers: Chosen,
    topics: Chosen,
    episodes: Chosen,
}

impl Filters {
    fn of(names: Option<&Names>, query: &Query, request: &Request, notices: &mut Vec<Notice>) -> Self {
        let Some(names) = names else { return Self { speakers: None, topics: None, episodes: None } };
        let speakers = query.speakers.iter().chain(&request.speakers);
        let topics = query.topics.iter().chain(&request.topics);
        let episodes = query.episodes.iter().chain(&request.episodes);
        Self {
            speakers: choose("speaker", speakers, names.speakers.iter(), notices),
            topics: choose("topic", topics, names.topics.iter(), notices),
            episodes: choose("episode", episodes, names.episodes.iter().map(|(name, _)| name), notices),
        }
    }

    /// The ids of the chosen speakers; empty when there is no choice.
    fn ids<'a>(&self, names: Option<&'a Names>) -> Vec<&'a str> {
        let chosen = self.speakers.iter().flatten();
        chosen.filter_map(|nth| Some(names?.speakers.get(*nth as usize)?.id.as_str())).collect()
    }
}

/// The numbers of the values that are meant, by id or by name.
fn choose<'a, 'b>(
    kind: &'static str,
    values: impl Iterator<Item = &'a String>,
    names: impl Iterator<Item = &'b Name> + Clone,
    notices: &mut Vec<Notice>,
) -> Chosen {
    let mut chosen = Vec::new();
    for value in values {
        let by_id = names.clone().position(|name| name.id.eq_ignore_ascii_case(value));
        let folded = fold(value);
        let by_name = || names.clone().position(|name| !folded.is_empty() && fold(&name.name) == folded);
        match by_id.or_else(by_name).and_then(|nth| u32::try_from(nth).ok()) {
            Some(nth) => add(&mut chosen, nth),
            None => notices.push(Notice::UnknownValue(kind, value.clone())),
        }
    }
    (!chosen.is_empty()).then_some(chosen)
}

/// An answer that is a hit.
#[derive(Clone, Copy)]
pub(super) struct Ranked {
    pub(super) answer: u32,
    pub(super) complete: bool,
    /// How its words are there, the worst of them.
    pub(super) how: How,
    standing: Standing,
}

/// What the words make of an answer, or of one voice of it.
#[derive(Clone, Copy)]
struct Standing {
    /// Terms that are not there.
    lacking: usize,
    /// The summed rarity of the terms that are.
    coverage: f32,
    /// Terms that are there in the very form typed.
    exact: usize,
    how: How,
    score: f32,
}

fn better(a: &Standing, b: &Standing) -> std::cmp::Ordering {
    let complete = (a.lacking > 0).cmp(&(b.lacking > 0));
    let coverage = if a.lacking > 0 { b.coverage.total_cmp(&a.coverage) } else { std::cmp::Ordering::Equal };
    complete.then(coverage).then(b.exact.cmp(&a.exact)).then(b.score.total_cmp(&a.score))
}

/// Stable, and the answers come newest first: that decides between equals.
fn sort(ranked: &[Ranked], sort: Sort) -> Vec<Ranked> {
    match sort {
        Sort::Relevance => sorted(ranked, &|a, b| better(&a.standing, &b.standing).is_lt()),
        Sort::Date => sorted(ranked, &|a, b| a.complete && !b.complete),
    }
}

struct Weighing<'a> {
    index: &'a Index,
    found: &'a [Found<'a>],
    without: &'a [Found<'a>],
    neighbours: &'a [Neighbours<'a>],
    filters: &'a Filters,
    counts: bool,
}

/// What there is of one answer, term by term and pair by pair.
struct Here<'a> {
    found: Vec<&'a [Evidence]>,
    without: Vec<&'a [Evidence]>,
    pairs: Vec<&'a [(u32, u16)]>,
}

impl<'a> Weighing<'a> {
    /// Every hit, and what each filter would give.
    fn all(&self) -> (Vec<Ranked>, Tally) {
        let mut ranked = Vec::new();
        let mut tally = self.index.names().filter(|_| self.counts).map(Tally::of).unwrap_or_default();
        let lists =
            |found: &'a [Found<'a>]| -> Vec<&'a [Evidence]> { found.iter().map(|one| &one.evidence[..]).collect() };
        let (mut found, mut without) = (lists(self.found), lists(self.without));
        let mut pairs: Vec<&[(u32, u16)]> = self.neighbours.iter().map(|pair| pair.places).collect();
        let mut next = 0;
        while let Some(answer) = self.next_answer(&found, &pairs, next) {
            let here = Here {
                found: found.iter_mut().map(|list| take(list, answer, |found| found.answer)).collect(),
                without: without.iter_mut().map(|list| take(list, answer, |found| found.answer)).collect(),
                pairs: pairs.iter_mut().map(|list| take(list, answer, |place| place.0)).collect(),
            };
            ranked.extend(self.answer(answer, &here, &mut tally));
            next = answer + 1;
        }
        (ranked, tally)
    }

    /// The facets of the answers that may be hits, as far as they are not there.
    fn missing_facets(&self) -> Vec<Part> {
        if self.found.is_empty() {
            return missing_facets(self.index, 0..self.index.head().facets());
        }
        let mut missing = Vec::new();
        for nth in 0..self.index.head().facets() {
            let (from, to) = (nth * ANSWERS_PER_FACETS, (nth + 1).saturating_mul(ANSWERS_PER_FACETS));
            let holds = |found: &Found<'_>| {
                let at = found.evidence.partition_point(|found| found.answer < from);
                found.evidence.get(at).is_some_and(|found| found.answer < to)
            };
            if self.found.iter().any(holds) {
                missing.push(nth);
            }
        }
        missing_facets(self.index, missing.into_iter())
    }

    /// The next answer that may be a hit: every one where no words are sought.
    fn next_answer(&self, lists: &[&[Evidence]], pairs: &[&[(u32, u16)]], next: u32) -> Option<u32> {
        if self.found.is_empty() {
            return (next < self.index.head().answers).then_some(next);
        }
        let by_words = lists.iter().filter_map(|list| list.first()).map(|found| found.answer);
        by_words.chain(pairs.iter().filter_map(|list| list.first()).map(|place| place.0)).min()
    }

    fn answer(&self, answer: u32, here: &Here<'_>, tally: &mut Tally) -> Option<Ranked> {
        let facets = self.index.facets(answer / ANSWERS_PER_FACETS);
        let nth = (answer % ANSWERS_PER_FACETS) as usize;
        let (voices, topics) = facets.map_or((&[][..], &[][..]), |f| (f.voices.get(nth), f.topics.get(nth)));
        let episode = self.index.names().map_or(0, |names| tally.episode_of(names, answer));
        let topic_passes = self.filters.topics.as_ref().is_none_or(|chosen| topics.iter().any(|t| chosen.contains(t)));
        let episode_passes = self.filters.episodes.as_ref().is_none_or(|chosen| chosen.contains(&episode));
        let by_voice = |(voice, speaker): (u16, &u32)| Some((*speaker, self.standing(here, Some(voice))?));
        let spoken = (1..=u16::MAX).zip(voices).filter_map(by_voice);
        let standing = match &self.filters.speakers {
            None => self.standing(here, None),
            Some(chosen) => {
                let those =
                    spoken.clone().filter(|(speaker, _)| chosen.contains(speaker)).map(|(_, standing)| standing);
                those.min_by(better)
            }
        };
        if self.counts {
            if topic_passes && episode_passes {
                spoken.for_each(|(speaker, standing)| Tally::add(&mut tally.speakers, speaker, &standing));
            }
            if let Some(standing) = &standing {
                if episode_passes {
                    topics.iter().for_each(|topic| Tally::add(&mut tally.topics, *topic, standing));
                }
                if topic_passes {
                    Tally::add(&mut tally.episodes, episode, standing);
                }
            }
        }
        let standing = standing.filter(|_| topic_passes && episode_passes)?;
        Some(Ranked { answer, complete: standing.lacking == 0, how: standing.how, standing })
    }

    /// What the words make of an answer, or of one voice: `None` where it is no hit.
    fn standing(&self, here: &Here<'_>, voice: Option<u16>) -> Option<Standing> {
        let in_scope = |of: u16| voice.is_none_or(|voice| of == voice);
        if here.without.iter().any(|evidence| evidence.iter().any(|found| in_scope(found.voice))) {
            return None;
        }
        let mut standing = Standing { lacking: 0, coverage: 0.0, exact: 0, how: How::Exact, score: 0.0 };
        let mut telling = self.found.is_empty();
        let mut any = telling;
        for (found, evidence) in self.found.iter().zip(&here.found) {
            let (mut weight, mut best) = (0.0, How::Slip);
            for evidence in evidence.iter().filter(|found| in_scope(found.voice)) {
                weight += evidence.weight;
                best = best.min(evidence.how);
            }
            if weight > 0.0 {
                any = true;
                telling |= !found.common;
                standing.coverage += found.rarity;
                // Of a form so common that not all its places are told, the very form may be here too.
                standing.exact += usize::from(best == How::Exact || found.partial);
                standing.how = standing.how.max(best);
                standing.score += found.rarity * saturated(weight);
            } else if found.partial && !found.term.quoted {
                // So many answers hold it that this one is taken to.
                standing.exact += 1;
            } else if found.term.quoted {
                return None;
            } else {
                standing.lacking += 1;
            }
        }
        for (neighbours, places) in self.neighbours.iter().zip(&here.pairs) {
            if places.iter().any(|place| in_scope(place.1)) {
                any = true;
                standing.score += ADJACENT * neighbours.rarity;
            }
        }
        // A word that most answers hold is no reason to show one that lacks the others.
        (any && (standing.lacking == 0 || telling)).then_some(standing)
    }
}

/// Takes what is of an answer from the front of a list, and drops what is of earlier ones.
fn take<'a, T>(list: &mut &'a [T], answer: u32, of: impl Fn(&T) -> u32) -> &'a [T] {
    // Gallop first: in a list of many answers the next one is near, but the one sought may be far.
    let mut reach = 1;
    while list.get(reach).is_some_and(|found| of(found) < answer) {
        reach *= 2;
    }
    let near = &list[..list.len().min(reach + 1)];
    let (_, rest) = list.split_at(near.partition_point(|found| of(found) < answer));
    let len = rest.iter().take_while(|found| of(found) == answer).count();
    let (here, rest) = rest.split_at(len);
    *list = rest;
    here
}

/// Counts for each value of each facet: answers with all that is sought, and with some of it.
#[derive(Default)]
struct Tally {
    speakers: Vec<(usize, usize)>,
    topics: Vec<(usize, usize)>,
    episodes: Vec<(usize, usize)>,
    /// The episode last asked for, and the first answer behind it.
    episode: u32,
    episode_end: u32,
}

impl Tally {
    fn of(names: &Names) -> Self {
        Self {
            speakers: vec![(0, 0); names.speakers.len()],
            topics: vec![(0, 0); names.topics.len()],
            episodes: vec![(0, 0); names.episodes.len()],
            ..Self::default()
        }
    }

    fn add(counts: &mut [(usize, usize)], value: u32, standing: &Standing) {
        if let Some((complete, partial)) = counts.get_mut(value as usize) {
            if standing.lacking == 0 { *complete += 1 } else { *partial += 1 }
        }
    }

    /// The episode of an answer; answers must be asked for in order.
    fn episode_of(&mut self, names: &Names, answer: u32) -> u32 {
        if self.episode_end == 0 {
            self.episode_end = names.episodes.first().map_or(0, |(_, count)| *count);
        }
        while answer >= self.episode_end
            && let Some((_, count)) = names.episodes.get(self.episode as usize + 1)
        {
            self.episode += 1;
            self.episode_end = self.episode_end.saturating_add(*count);
        }
        self.episode
    }

    fn values(&self, names: &Names, filters: &Filters) -> FacetCounts {
        FacetCounts {
            speakers: values(names.speakers.iter(), &self.speakers, &filters.speakers),
            topics: values(names.topics.iter(), &self.topics, &filters.topics),
            episodes: values(names.episodes.iter().map(|(name, _)| name), &self.episodes, &filters.episodes),
        }
    }
}

fn values<'a>(names: impl Iterator<Item = &'a Name>, counts: &[(usize, usize)], chosen: &Chosen) -> Vec<FacetValue> {
    let value = |((nth, name), (count, partial)): ((u32, &Name), &(usize, usize))| FacetValue {
        id: name.id.clone(),
        name: name.name.clone(),
        count: *count,
        partial: *partial,
        selected: chosen.as_ref().is_some_and(|chosen| chosen.contains(&nth)),
    };
    (0..).zip(names).zip(counts).map(value).collect()
}
