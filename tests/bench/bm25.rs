//! Two plain engines to measure against: BM25 over an answer's words as one text, and BM25F over its title, prompt and reply.
//!
//! k₁ 1.2 and b 0.75, Porter's stemmer ("English" of Snowball), stop words dropped, Lucene's idf. BM25F as Robertson, Zaragoza and
//! Taylor, "Simple BM25 extension to multiple weighted fields" (2004). Not here: our own engine, which this must know nothing of.

use std::collections::{BTreeMap, BTreeSet};

use answerbook::search::fold;
use rust_stemmers::{Algorithm, Stemmer};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// The stop words of Snowball's English stemmer, as its list has them, and what elision leaves of some.
const STOPWORDS: &str = "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers \
    herself it its itself they them their theirs themselves what which who whom this that these those am is are was were be been \
    being have has had having do does did doing would should could ought im youre hes shes its were theyre ive youve weve theyve id \
    youd hed shed wed theyd ill youll hell shell well theyll isnt arent wasnt werent hasnt havent hadnt doesnt dont didnt wont \
    wouldnt shant shouldnt cant cannot couldnt mustnt lets thats whos whats heres theres whens wheres whys hows a an the and but if \
    or because as until while of at by for with about against between into through during before after above below to from up down \
    in out on off over under again further then once here there when where why how all any both each few more most other some such \
    no nor not only own same so than too very s t m re ve ll d";

/// What an engine reads of an answer: the words of each field.
pub(crate) struct Document {
    pub(crate) id: String,
    /// Title, prompt and reply.
    pub(crate) fields: [String; 3],
}

/// An index over documents.
pub(crate) struct Bm25 {
    ids: Vec<String>,
    weights: Option<[f64; 3]>,
    lengths: Vec<[f64; 3]>,
    means: [f64; 3],
    postings: BTreeMap<String, Vec<(usize, [f64; 3])>>,
    analyzer: Analyzer,
}

/// Text to terms.
pub(crate) struct Analyzer {
    stemmer: Stemmer,
    stopwords: BTreeSet<&'static str>,
}

impl Analyzer {
    pub(crate) fn new() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English), stopwords: STOPWORDS.split_whitespace().collect() }
    }

    /// The stems of the words that are no stop words.
    pub(crate) fn terms(&self, text: &str) -> Vec<String> {
        let folded = fold(text);
        let words = folded.split(' ').filter(|word| !word.is_empty() && !self.stopwords.contains(word));
        words.map(|word| self.stemmer.stem(word).into_owned()).collect()
    }
}

impl Bm25 {
    /// The index; with weights for the fields, BM25F, and without them, BM25 over all fields as one.
    pub(crate) fn new(documents: &[Document], weights: Option<[f64; 3]>) -> Self {
        let analyzer = Analyzer::new();
        let mut postings: BTreeMap<String, Vec<(usize, [f64; 3])>> = BTreeMap::new();
        let mut lengths = Vec::with_capacity(documents.len());
        for (nth, document) in documents.iter().enumerate() {
            let mut length = [0.0; 3];
            for (field, text) in document.fields.iter().enumerate() {
                for term in analyzer.terms(text) {
                    length[field] += 1.0;
                    let of_term = postings.entry(term).or_default();
                    if of_term.last().is_none_or(|(last, _)| *last != nth) {
                        of_term.push((nth, [0.0; 3]));
                    }
                    of_term.last_mut().unwrap().1[field] += 1.0;
                }
            }
            lengths.push(length);
        }
        let mean = |field: usize| lengths.iter().map(|of| of[field]).sum::<f64>() / lengths.len().max(1) as f64;
        let means = [mean(0), mean(1), mean(2)];
        let ids = documents.iter().map(|document| document.id.clone()).collect();
        Self { ids, weights, lengths, means, postings, analyzer }
    }

    /// The best so many documents for a query.
    pub(crate) fn ask(&self, query: &str, count: usize) -> Vec<String> {
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        let terms: BTreeSet<String> = self.analyzer.terms(query).into_iter().collect();
        for of_term in terms.iter().filter_map(|term| self.postings.get(term)) {
            let (all, holding) = (self.ids.len() as f64, of_term.len() as f64);
            let idf = libm::log(1.0 + (all - holding + 0.5) / (holding + 0.5));
            for (nth, counts) in of_term {
                *scores.entry(*nth).or_default() += idf * self.saturated(*nth, counts);
            }
        }
        let mut ranked: Vec<(usize, f64)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().take(count).map(|(nth, _)| self.ids[nth].clone()).collect()
    }

    fn saturated(&self, nth: usize, counts: &[f64; 3]) -> f64 {
        let norm = |length: f64, mean: f64| 1.0 - B + B * length / mean.max(1.0);
        match self.weights {
            None => {
                let (count, length): (f64, f64) = (counts.iter().sum(), self.lengths[nth].iter().sum());
                count / (count + K1 * norm(length, self.means.iter().sum()))
            }
            Some(weights) => {
                let field = |at: usize| weights[at] * counts[at] / norm(self.lengths[nth][at], self.means[at]);
                let count: f64 = (0..3).map(field).sum();
                count / (count + K1)
            }
        }
    }
}
