//! Topics, and the terms that assign them to answers.
//!
//! A term matches whole words, ignoring case: `go to market` matches "our Go-To-Market plan". A star at the end of a word
//! matches any ending: `recruit*` matches recruiter and recruiting. There is no stemming and no fuzzy matching, so that an
//! editor can always see why an answer has a topic. Of more topics than a reader looks through, an answer has those that it says most of.
//!
//! Not here: the search engine's tokens, which follow other rules ([`crate::search`]).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::TopicId;

/// The most topics that an answer has by its words. With more, each says less of it, and a filter finds what only mentions a subject.
const MAX_BY_WORDS: usize = 5;

/// How many mentions one in the title is worth.
const TITLE_WORTH: usize = 4;

/// A subject that runs through the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The id, unique in the library.
    pub id: TopicId,
    /// The name, as pages show it.
    pub name: String,
    /// A description of one sentence.
    pub about: Option<String>,
    /// The terms that assign the topic: one or more words each, with a star for any ending.
    pub terms: Vec<String>,
}

/// The words of a text in lower case and without punctuation, as terms are compared with them.
pub fn fold_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '&' || c == '*'))
        .map(|word| word.trim_matches('\'').trim_end_matches("'s").to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The terms of all topics, by their words one after the other: what a text is compared with depends on the text, and not on how
/// many terms begin alike.
#[derive(Debug, Default)]
pub struct TermMatcher {
    positions: BTreeMap<TopicId, usize>,
    /// A trie; the first node is its root.
    nodes: Vec<TermNode>,
}

/// The terms that begin with the same words.
#[derive(Debug, Default)]
struct TermNode {
    /// The topics that have a term of just these words.
    topics: Vec<usize>,
    /// The nodes by the next word.
    by_word: HashMap<String, usize>,
    /// Those whose next word has a star, by what is before it.
    by_prefix: HashMap<String, usize>,
}

impl TermMatcher {
    /// The terms of some topics.
    pub fn of(topics: &[Topic]) -> Self {
        let positions = topics.iter().enumerate().map(|(nth, topic)| (topic.id.clone(), nth)).collect();
        let mut matcher = Self { positions, nodes: vec![TermNode::default()] };
        for (nth, topic) in topics.iter().enumerate() {
            for words in topic.terms.iter().map(|term| fold_words(term)).filter(|words| !words.is_empty()) {
                let node = words.iter().fold(0, |node, word| matcher.next_node(node, word));
                matcher.nodes[node].topics.push(nth);
            }
        }
        matcher
    }

    /// The node of a term's next word, which is made where it is missing.
    fn next_node(&mut self, node: usize, word: &str) -> usize {
        let unused = self.nodes.len();
        let TermNode { by_word, by_prefix, .. } = &mut self.nodes[node];
        let next = match word.strip_suffix('*') {
            Some(prefix) => *by_prefix.entry(prefix.to_owned()).or_insert(unused),
            None => *by_word.entry(word.to_owned()).or_insert(unused),
        };
        if next == unused {
            self.nodes.push(TermNode::default());
        }
        next
    }

    /// The position of the topic with this id.
    pub(super) fn position(&self, id: &TopicId) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The positions of the topics that have a term in a text, given as its [`fold_words`].
    pub fn topics_in(&self, words: &[String]) -> BTreeSet<usize> {
        (0..words.len()).flat_map(|at| self.topics_at(&words[at..])).collect()
    }

    /// How much an answer says of each topic, by position: the number of places with one of its terms. `words` are the
    /// [`fold_words`] of the title and the text, `title` those of the title, which count for more.
    pub fn mentions_in(&self, title: &[String], words: &[String]) -> BTreeMap<usize, usize> {
        let mut mentions: BTreeMap<usize, usize> = BTreeMap::new();
        for nth in (0..words.len()).flat_map(|at| self.topics_at(&words[at..])) {
            *mentions.entry(nth).or_default() += 1;
        }
        for nth in self.topics_in(title) {
            *mentions.entry(nth).or_default() += TITLE_WORTH;
        }
        mentions
    }

    /// The positions of the topics that have a term at the beginning of some words.
    fn topics_at(&self, words: &[String]) -> BTreeSet<usize> {
        let mut topics = BTreeSet::new();
        let mut reached: Vec<(usize, &[String])> = vec![(0, words)];
        while let Some((node, rest)) = reached.pop() {
            let node = &self.nodes[node];
            topics.extend(&node.topics);
            let Some((word, rest)) = rest.split_first() else { continue };
            let ends = word.char_indices().map(|(end, _)| end).chain([word.len()]);
            let prefixed = ends.filter_map(|end| node.by_prefix.get(&word[..end]));
            reached.extend(node.by_word.get(word).into_iter().chain(prefixed).map(|next| (*next, rest)));
        }
        topics
    }
}

/// Of each answer the positions of the topics that its words give it, from what [`TermMatcher::mentions_in`] finds in all answers of a
/// library. Where these are too many it has those that it says most of; a topic that few answers mention counts for more, by the inverse
/// document frequency of Spärck Jones (1972).
pub fn most_telling(mentions: &[BTreeMap<usize, usize>]) -> Vec<BTreeSet<usize>> {
    let mut answers: BTreeMap<usize, usize> = BTreeMap::new();
    for nth in mentions.iter().flat_map(BTreeMap::keys) {
        *answers.entry(*nth).or_default() += 1;
    }
    let all = mentions.len() as f64;
    let rarity = |nth: &usize| libm::log(1.0 + all / answers.get(nth).map_or(1.0, |count| *count as f64));
    let of_answer = |mentions: &BTreeMap<usize, usize>| -> BTreeSet<usize> {
        let mut weighed: Vec<(f64, usize)> =
            mentions.iter().map(|(nth, count)| (*count as f64 * rarity(nth), *nth)).collect();
        if weighed.len() > MAX_BY_WORDS {
            weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            weighed.truncate(MAX_BY_WORDS);
        }
        weighed.into_iter().map(|(_, nth)| nth).collect()
    };
    mentions.iter().map(of_answer).collect()
}
