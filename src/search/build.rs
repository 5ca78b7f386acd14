//! A library becomes an index. Native only: stemming happens here and nowhere else.
//!
//! Not here: bytes and files, which are [`crate::wire`]'s.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold;
use super::lattice::{Edge, Kind, Lattice, Misheard};
use super::model::{
    ANSWERS_PER_TEXT, Entry, Facets, Head, Index, META_VOICE, Name, Part, PartData, Posting, Text, TextAnswer,
    TextEpisode, TextParagraph, TextSpeaker, Words,
};
use super::rank::level;
use crate::transcript::{Answer, Entry as LibraryEntry, Episode, Library, Paragraph, Piece, SpeakerId};

/// About how many bytes a shard has before compression: two to four kilobytes behind it.
const SHARD_BYTES: usize = 5_000;

/// A title names what the answer is about.
const TITLE_WEIGHT: f32 = 2.5;

/// What was asked says more of an answer than any one word in it.
const PROMPT_WEIGHT: f32 = 1.3;

/// What was said: the measure of the others.
const ANSWER_WEIGHT: f32 = 1.0;

/// A name stands beside all that its bearer says, so it counts less than someone else speaking of them.
const SPEAKER_WEIGHT: f32 = 0.8;

/// The episode's title is shared by all its answers, so it only tips the scales.
const EPISODE_WEIGHT: f32 = 0.5;

/// BM25's allowance for length in what is said: a long answer holds more words without being more about them.
const LONG_TEXT: f32 = 0.6;

/// The same for titles, whose lengths say little.
const SHORT_TEXT: f32 = 0.3;

/// The fields of a voice; the meta voice has the first three, a speaker's the last two.
const TITLE: usize = 0;
const SPEAKER: usize = 1;
const EPISODE: usize = 2;
const PROMPT: usize = 3;
const ANSWER: usize = 4;
const FIELDS: usize = 5;

const FIELD_WEIGHTS: [f32; FIELDS] = [TITLE_WEIGHT, SPEAKER_WEIGHT, EPISODE_WEIGHT, PROMPT_WEIGHT, ANSWER_WEIGHT];
const FIELD_LENGTHS: [f32; FIELDS] = [SHORT_TEXT, SHORT_TEXT, SHORT_TEXT, LONG_TEXT, LONG_TEXT];

/// Builds the whole index of a library's listed answers, every part in it. The same library gives the same index.
pub fn build(library: &Library) -> Index {
    let mut gathered = Gathered::default();
    let mut texts: Vec<Text> = Vec::new();
    for (number, entry) in (0_u32..).zip(library.entries()) {
        gathered.answer(number, entry);
        if number % ANSWERS_PER_TEXT == 0 {
            texts.push(Text::default());
        }
        if let Some(text) = texts.last_mut() {
            add_answer(text, library, entry);
        }
    }
    let dictionary = gathered.finished();
    let shards = dictionary.shards();
    let head = Head {
        answers: u32::try_from(dictionary.lengths.len()).unwrap_or(u32::MAX),
        episodes: u32::try_from(library.listed().count()).unwrap_or(u32::MAX),
        forms: u32::try_from(dictionary.forms.len()).unwrap_or(u32::MAX),
        starts: starts(&shards),
    };
    let mut index = Index::new(head);
    for (number, (_, words)) in (0..).zip(shards) {
        index.put(Part::Words(number), PartData::Words(words));
    }
    for (number, text) in (0..).zip(texts) {
        index.put(Part::Text(number), PartData::Text(text));
    }
    index.put(Part::Facets, PartData::Facets(facets(library)));
    index
}

/// How often a form stands in each field of a voice.
#[derive(Clone, Copy)]
struct Raw {
    answer: u32,
    voice: u16,
    fields: [u16; FIELDS],
}

#[derive(Default)]
struct Form {
    raw: Vec<Raw>,
    /// The stems it has in the languages it was met in.
    stems: BTreeSet<String>,
    languages: BTreeSet<&'static str>,
}

#[derive(Default)]
struct Gathered {
    /// Each form's place in `met`: a hash map, for it is asked once for every word of the library, and never walked.
    numbers: HashMap<String, usize>,
    /// In order of first meeting.
    met: Vec<Form>,
    /// For each answer, how many words each field has.
    lengths: Vec<[u32; FIELDS]>,
}

/// The words of one voice as they come: a form's number and the field it stands in.
type Voice = Vec<(usize, usize)>;

impl Gathered {
    fn answer(&mut self, number: u32, LibraryEntry { episode, answer }: LibraryEntry<'_>) {
        self.lengths.push([0; FIELDS]);
        let language = Language::of(&episode.language);
        let speakers = voices(episode, answer);
        let mut meta = Voice::new();
        let names = speakers.iter().filter_map(|id| episode.speaker(id)).map(|speaker| speaker.name.as_str());
        let title = answer.title(episode);
        let fields = [(TITLE, title.as_str()), (EPISODE, episode.title.as_str())];
        for (field, text) in fields.into_iter().chain(names.map(|name| (SPEAKER, name))) {
            self.text(&Layers { text, misheard: &[] }, field, &language, &mut meta);
        }
        self.voice(number, META_VOICE, meta);
        let prompt_len = answer.prompt_len(episode);
        for (voice, speaker) in (1..=u16::MAX).zip(&speakers) {
            let mut said = Voice::new();
            for (nth, turn) in answer.turns.iter().enumerate().filter(|(_, turn)| turn.speaker == **speaker) {
                let field = if nth < prompt_len && prompt_len < answer.turns.len() { PROMPT } else { ANSWER };
                for paragraph in &turn.paragraphs {
                    let misheard = misheard(episode, paragraph);
                    let layers = Layers { text: &paragraph.text, misheard: &misheard };
                    self.text(&layers, field, &language, &mut said);
                }
            }
            self.voice(number, voice, said);
        }
    }

    fn text(&mut self, layers: &Layers<'_>, field: usize, language: &Language, voice: &mut Voice) {
        let lattice = Lattice::corrected(layers.text, layers.misheard);
        for edge in lattice.edges() {
            if let (Kind::Atom, None, Some(lengths)) = (edge.kind, edge.meant, self.lengths.last_mut()) {
                lengths[field] += 1;
            }
            let number = match self.numbers.get(&edge.form) {
                Some(number) => *number,
                None => {
                    self.numbers.insert(edge.form.clone(), self.met.len());
                    self.met.push(Form::default());
                    self.met.len() - 1
                }
            };
            voice.push((number, field));
            let form = &mut self.met[number];
            if !form.languages.contains(language.code) {
                form.languages.insert(language.code);
                form.stems.extend(language.stem(edge, layers));
            }
        }
    }

    fn voice(&mut self, answer: u32, voice: u16, mut said: Voice) {
        said.sort_unstable();
        for word in said.chunk_by(|a, b| a.0 == b.0) {
            let mut fields = [0_u16; FIELDS];
            for (_, field) in word {
                fields[*field] = fields[*field].saturating_add(1);
            }
            self.met[word[0].0].raw.push(Raw { answer, voice, fields });
        }
    }

    /// The forms, sorted.
    fn finished(self) -> Dictionary {
        let mut met = self.met;
        let mut names: Vec<(String, usize)> = self.numbers.into_iter().collect();
        names.sort_unstable();
        let forms = names.into_iter().map(|(name, number)| (name, std::mem::take(&mut met[number]))).collect();
        Dictionary { forms, lengths: self.lengths }
    }
}

/// All forms of a library.
struct Dictionary {
    forms: BTreeMap<String, Form>,
    /// For each answer, how many words each field has.
    lengths: Vec<[u32; FIELDS]>,
}

impl Dictionary {
    /// The dictionary in shards, each with the first form of its range.
    fn shards(&self) -> Vec<(&str, Words)> {
        let means = self.means();
        let groups = self.groups();
        let mut shards = Vec::new();
        let mut held: BTreeSet<&str> = BTreeSet::new();
        let (mut first, mut bytes) = (None, 0);
        for form in self.forms.keys().map(String::as_str) {
            if bytes >= SHARD_BYTES
                && let Some(first) = first.replace(form)
            {
                shards.push((first, self.shard(&held, &groups, &means)));
                held.clear();
                bytes = 0;
            }
            first.get_or_insert(form);
            let family = groups.get(form).map_or(&[][..], |(_, family)| family);
            for member in family.iter().copied().chain([form]) {
                if held.insert(member) {
                    bytes += self.forms.get(member).map_or(0, |form| member.len() / 2 + 4 + 2 * form.raw.len());
                }
            }
        }
        shards.extend(first.map(|first| (first, self.shard(&held, &groups, &means))));
        shards
    }

    fn shard(&self, held: &BTreeSet<&str>, groups: &Groups<'_>, means: &[f32; FIELDS]) -> Words {
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        let mut entries = Vec::with_capacity(held.len());
        for &name in held {
            let Some(form) = self.forms.get(name) else { continue };
            let group = groups.get(name).map_or(0, |(group, _)| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX) + 1;
                *numbers.entry(*group).or_insert(next)
            });
            let postings = form.raw.iter().map(|raw| self.posting(raw, means)).collect();
            entries.push(Entry { form: name.to_owned(), group, postings });
        }
        Words { entries }
    }

    /// BM25F: counts divided by what length excuses, times what the field weighs, summed; saturated only when asked.
    fn posting(&self, raw: &Raw, means: &[f32; FIELDS]) -> Posting {
        let lengths = self.lengths.get(raw.answer as usize).copied().unwrap_or_default();
        let weight: f32 = (0..FIELDS)
            .filter(|field| raw.fields[*field] > 0)
            .map(|field| {
                let allowance = FIELD_LENGTHS[field];
                let relative = lengths[field] as f32 / means[field].max(1.0);
                FIELD_WEIGHTS[field] * f32::from(raw.fields[field]) / (1.0 - allowance + allowance * relative)
            })
            .sum();
        Posting { answer: raw.answer, voice: raw.voice, level: level(weight) }
    }

    /// The mean length of each field over the answers that have it.
    fn means(&self) -> [f32; FIELDS] {
        let mut means = [0.0; FIELDS];
        for (field, mean) in means.iter_mut().enumerate() {
            let lengths = self.lengths.iter().map(|lengths| u64::from(lengths[field])).filter(|length| *length > 0);
            let (sum, count) = lengths.fold((0, 0_u64), |(sum, count), length| (sum + length, count + 1));
            *mean = if count == 0 { 1.0 } else { (sum as f64 / count as f64) as f32 };
        }
        means
    }

    /// The inflections that belong together, under each form that has any.
    fn groups(&self) -> Groups<'_> {
        let mut by_stem: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, form) in &self.forms {
            for stem in &form.stems {
                by_stem.entry(stem).or_default().push(name);
            }
        }
        // A form with stems in two languages joins both families.
        let mut family_of: BTreeMap<&str, u32> = BTreeMap::new();
        let mut families: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for (number, members) in (0..).zip(by_stem.values().filter(|members| members.len() > 1)) {
            let mut family: BTreeSet<&str> = members.iter().copied().collect();
            let joined: BTreeSet<u32> = members.iter().filter_map(|member| family_of.get(member).copied()).collect();
            family.extend(joined.iter().filter_map(|old| families.remove(old)).flatten());
            family_of.extend(family.iter().map(|member| (*member, number)));
            families.insert(number, family);
        }
        let families: BTreeMap<u32, Vec<&str>> =
            families.into_iter().map(|(number, family)| (number, family.into_iter().collect())).collect();
        let family = |number: &u32| families.get(number).cloned().unwrap_or_default();
        family_of.into_iter().map(|(form, number)| (form, (number, family(&number)))).collect()
    }
}

/// For a form, the number of its family and all its members, itself too.
type Groups<'a> = BTreeMap<&'a str, (u32, Vec<&'a str>)>;

/// The texts that edges point into.
struct Layers<'a> {
    text: &'a str,
    misheard: &'a [Misheard],
}

/// A language as far as stemming knows it.
struct Language {
    code: &'static str,
    stemmer: Option<Stemmer>,
}

impl Language {
    fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let known = [
            ("ar", Algorithm::Arabic),
            ("da", Algorithm::Danish),
            ("de", Algorithm::German),
            ("el", Algorithm::Greek),
            ("en", Algorithm::English),
            ("es", Algorithm::Spanish),
            ("fi", Algorithm::Finnish),
            ("fr", Algorithm::French),
            ("hu", Algorithm::Hungarian),
            ("it", Algorithm::Italian),
            ("nb", Algorithm::Norwegian),
            ("nl", Algorithm::Dutch),
            ("no", Algorithm::Norwegian),
            ("pt", Algorithm::Portuguese),
            ("ro", Algorithm::Romanian),
            ("ru", Algorithm::Russian),
            ("sv", Algorithm::Swedish),
            ("ta", Algorithm::Tamil),
            ("tr", Algorithm::Turkish),
        ];
        match known.into_iter().find(|(code, _)| *code == primary) {
            Some((code, algorithm)) => Self { code, stemmer: Some(Stemmer::create(algorithm)) },
            None => Self { code: "", stemmer: None },
        }
    }

    /// The stem of a word, with the language in front; none for what is not a word of letters.
    fn stem(&self, edge: &Edge, layers: &Layers<'_>) -> Option<String> {
        let stemmer = self.stemmer.as_ref()?;
        if edge.form.chars().count() < 3 || !edge.form.chars().all(char::is_alphabetic) {
            return None;
        }
        let text = match edge.meant {
            Some(nth) => layers.misheard.get(nth).map_or("", |place| place.meant.as_str()),
            None => layers.text,
        };
        let written = text.get(edge.range.clone()).unwrap_or_default();
        // Stemmers want the diacritics that folding takes; what has none is stemmed as folded.
        let stem = match written.is_ascii() || edge.kind != Kind::Atom {
            true => stemmer.stem(&edge.form).into_owned(),
            false => fold(&stemmer.stem(&written.to_lowercase())),
        };
        Some([self.code, ":", &stem].concat())
    }
}

/// Who speaks in an answer, in order of first word.
fn voices<'a>(episode: &Episode, answer: &'a Answer) -> Vec<&'a SpeakerId> {
    let mut speakers: Vec<&SpeakerId> = Vec::new();
    for turn in &answer.turns {
        if !turn.paragraphs.is_empty() && episode.speaker(&turn.speaker).is_some() && !speakers.contains(&&turn.speaker)
        {
            speakers.push(&turn.speaker);
        }
    }
    speakers
}

fn misheard(episode: &Episode, paragraph: &Paragraph) -> Vec<Misheard> {
    let mut at = 0;
    let mut places = Vec::new();
    for piece in episode.reading(paragraph) {
        match piece {
            Piece::Said(said) => at += said.len(),
            Piece::Misheard { heard, meant } => {
                places.push(Misheard { range: at..at + heard.len(), meant: meant.to_owned() });
                at += heard.len();
            }
        }
    }
    places
}

/// For each shard the shortest text that sorts behind the shard before it and not behind its own first form.
fn starts(shards: &[(&str, Words)]) -> Vec<String> {
    let mut starts = Vec::with_capacity(shards.len());
    // Guests may sort behind the range; the last form of the range is what precedes the next shard's first.
    for (nth, (first, _)) in shards.iter().enumerate() {
        let before = match nth.checked_sub(1).and_then(|nth| shards.get(nth)) {
            Some((_, words)) => words.entries.iter().map(|entry| entry.form.as_str()).rfind(|form| form < first),
            None => None,
        };
        let shared = before.map_or(0, |before| common_prefix(before, first));
        let len = first.char_indices().map(|(at, c)| at + c.len_utf8()).find(|len| *len > shared);
        let start = if nth == 0 { "" } else { &first[..len.unwrap_or(first.len())] };
        starts.push(start.to_owned());
    }
    starts
}

/// How many bytes two forms begin with alike, on a character boundary.
fn common_prefix(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn add_answer(text: &mut Text, library: &Library, LibraryEntry { episode, answer }: LibraryEntry<'_>) {
    if text.episodes.last().is_none_or(|last| last.id != episode.id.as_str()) {
        text.episodes.push(text_episode(episode));
    }
    let mut topics = Vec::new();
    for topic in library.topics_of(&episode.id, &answer.id).iter().filter_map(|id| library.topic(id)) {
        let found = text.topics.iter().position(|known| known.id == topic.id.as_str());
        topics.push(found.unwrap_or_else(|| {
            text.topics.push(Name { id: topic.id.to_string(), name: topic.name.clone() });
            text.topics.len() - 1
        }));
    }
    let mut paragraphs = Vec::new();
    for turn in &answer.turns {
        let Some(speaker) = episode.speakers.iter().position(|speaker| speaker.id == turn.speaker) else { continue };
        paragraphs.extend(turn.paragraphs.iter().map(|paragraph| TextParagraph {
            id: paragraph.id.to_string(),
            speaker,
            text: paragraph.text.clone(),
            misheard: misheard(episode, paragraph),
        }));
    }
    let (id, title) = (answer.id.to_string(), answer.title(episode));
    text.answers.push(TextAnswer { episode: text.episodes.len() - 1, id, title, topics, paragraphs });
}

fn text_episode(episode: &Episode) -> TextEpisode {
    let speakers = episode.speakers.iter().map(|speaker| TextSpeaker {
        id: speaker.id.to_string(),
        name: speaker.name.clone(),
        slot: episode.slot(&speaker.id),
        host: episode.is_host(&speaker.id),
    });
    TextEpisode {
        id: episode.id.to_string(),
        title: episode.title.clone(),
        date: episode.date,
        speakers: speakers.collect(),
    }
}

fn facets(library: &Library) -> Facets {
    let everyone = library.voices();
    let speakers: BTreeMap<&str, u32> = everyone.iter().map(|voice| voice.id.as_str()).zip(0..).collect();
    let topics: BTreeMap<&str, u32> = library.topics().iter().map(|topic| topic.id.as_str()).zip(0..).collect();
    let mut facets = Facets {
        speakers: everyone.iter().map(|v| Name { id: v.id.to_string(), name: v.name.clone() }).collect(),
        topics: library.topics().iter().map(|t| Name { id: t.id.to_string(), name: t.name.clone() }).collect(),
        ..Facets::default()
    };
    for episode in library.listed() {
        let name = Name { id: episode.id.to_string(), name: episode.title.clone() };
        facets.episodes.push((name, u32::try_from(episode.answers.len()).unwrap_or(u32::MAX)));
    }
    for LibraryEntry { episode, answer } in library.entries() {
        facets.voices.push(voices(episode, answer).iter().filter_map(|id| speakers.get(id.as_str()).copied()));
        let assigned = library.topics_of(&episode.id, &answer.id);
        facets.answer_topics.push(assigned.iter().filter_map(|id| topics.get(id.as_str()).copied()));
    }
    facets
}
