//! The stretches of a conversation that are no answers: introductions, advertisements, music, farewells.
//!
//! They are told by what is said in them, in English, and by where they stand. Nothing of them is left out: each is a part of its own,
//! which is in no count, list or feed. In another language only music is told; the rest stays what it would be.
//!
//! Not here: where answers begin ([`super::openings`]).

use std::sync::LazyLock;

use crate::language::sentences::sentences;
use crate::language::words::{PhraseSet, mentions};
use crate::transcript::PartKind;

/// A paragraph of a conversation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) name: &'a str,
    pub(super) is_host: bool,
    pub(super) text: &'a str,
}

impl Said<'_> {
    /// Whether a host asks something.
    fn asks(&self) -> bool {
        self.is_host && sentences(self.text).iter().any(|sentence| is_opening(sentence))
    }

    /// Whether a host asks something that belongs to no farewell.
    fn asks_on(&self) -> bool {
        let goes_on = |sentence: &&str| is_opening(sentence) && !PARTING.is_in(&lower(sentence));
        self.is_host && sentences(self.text).iter().any(goes_on)
    }
}

/// What only an advertisement says, beside [`SPONSOR`].
static AD_BEGINS: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "let me tell you about",
        "a quick word from",
        "a listener of this podcast",
        "our sponsors",
        "today's sponsors",
        "promo code",
        "discount code",
        "coupon code",
        "use the code",
        "our friends at",
        "our friends and partners at",
        "partners at",
        "free trial",
        "money-back guarantee",
    ])
});

/// With what an advertisement begins, wherever that is said.
static SPONSOR: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "brought to you by",
        "sponsored by",
        "our sponsor",
        "today's sponsor",
        "this episode's sponsor",
        "a word from our",
        "support for this show comes",
        "support for this podcast comes",
        "support for today's show comes",
        "this podcast is supported by",
        "this episode is supported by",
    ])
});

/// What an advertisement says, and others say too.
static AD_GOES_ON: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "to learn more",
        "learn more at",
        "learn more about",
        "go to",
        "head to",
        "head over to",
        "visit",
        "check it out at",
        "check them out",
        "check out",
        "sign up",
        "get started",
        "try it free",
        "try it for free",
        "for free",
        "% off",
        "percent off",
        "schedule a demo",
        "book a demo",
        "free credit",
    ])
});

/// What somebody says who presents a guest or a show.
static INTRO: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "today, my guest is",
        "today my guest is",
        "my guest today is",
        "our guest today is",
        "today's guest is",
        "today's guest",
        "my guest is",
        "welcome to the",
        "welcome to another",
        "welcome back to",
        "welcome everyone",
        "welcome, everyone",
        "welcome everybody",
        "i'm your host",
        "i am your host",
        "i'll be your host",
        "joining me today",
        "joined today by",
        "joining us today",
        "joined by",
        "in today's episode",
        "in this episode",
        "in our conversation",
        "on today's show",
        "with us today",
        "let's get into it",
        "without further ado",
    ])
});

/// What is said to a guest who has just been presented.
static WELCOMES: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "welcome to the show",
        "welcome to the podcast",
        "welcome to",
        "thanks for joining",
        "thank you for joining",
        "thanks for coming on",
        "thank you for coming on",
        "thanks for being here",
        "thank you so much for being here",
        "thank you for being here",
        "great to have you",
        "thanks for coming back",
        "thank you for coming back",
        "thanks so much for joining",
        "thank you so much for joining",
        "thanks so much for coming on",
        "thank you so much for coming on",
        "happy to have you",
        "glad to have you",
        "excited to have you",
        "it's great to have you",
        "good to have you",
        "welcome back",
        "i bring you",
    ])
});

/// What a guest says who was welcomed.
static THANKS: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "thanks for having me",
        "thanks for having us",
        "thanks so much for having",
        "thank you for having me",
        "thank you for having us",
        "thank you so much for having",
        "great to be here",
        "good to be here",
        "glad to be here",
        "happy to be here",
        "excited to be here",
        "thrilled to be here",
        "honored to be here",
        "pleasure to be here",
        "great to be back",
        "good to be back",
        "happy to be back",
        "glad to be back",
        "excited to be back",
    ])
});

/// What is said when a conversation is over.
static OUTRO: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "thank you so much for being here",
        "thank you for being here",
        "thanks for being here",
        "thank you so much for joining",
        "thank you for joining",
        "thanks for joining",
        "thank you so much for coming on",
        "thank you for coming on",
        "thanks for coming on",
        "thanks so much for coming",
        "thank you so much for listening",
        "thank you for listening",
        "thanks for listening",
        "thanks for tuning in",
        "thank you for tuning in",
        "thank you for your time",
        "thanks for your time",
        "thanks so much for your time",
        "thanks so much for joining",
        "thank you very much for joining",
        "thank you very much for being here",
        "thanks so much for being here",
        "thanks so much for having me",
        "thank you so much for having me",
        "thank you for having me",
        "thanks for having me",
        "thanks for having us",
        "it's been a pleasure",
        "it has been a pleasure",
        "been great having you",
        "was great having you",
        "was a pleasure having you",
        "thanks again for",
        "thank you again for",
        "appreciate you coming",
        "appreciate you joining",
        "appreciate you being here",
        "see you next week",
        "see you next time",
        "see you in the next episode",
        "you can subscribe to the show",
        "bye, everyone",
        "that's our show",
    ])
});

/// What a guest is asked when a conversation is over.
static PARTING: LazyLock<PhraseSet> = LazyLock::new(|| {
    PhraseSet::new(&[
        "find you online",
        "find you on",
        "can find you",
        "folks find you",
        "people find you",
        "listeners find you",
        "they find you",
        "everyone find you",
        "folks find out more",
        "people find out more",
        "listeners find out more",
        "folks learn more about you",
        "people learn more about you",
        "people find your",
        "folks find your",
        "people follow you",
        "folks follow you",
        "follow you online",
        "people reach you",
        "folks reach you",
        "people reach out",
        "folks reach out",
        "people get in touch",
        "folks get in touch",
        "listeners get in touch",
        "people connect with you",
        "best place to find you",
        "best way to find you",
        "best way to reach you",
        "best way to get in touch",
        "be useful to you",
        "be helpful to you",
        "leave listeners with",
        "leave our listeners with",
        "leave the listeners with",
        "leave our audience with",
        "leave the audience with",
        "leave people with",
        "leave folks with",
        "leave us with",
        "any last words",
        "any final words",
        "any parting words",
        "any parting thoughts",
        "any final thoughts",
        "any closing thoughts",
        "any last thoughts",
        "want to plug",
        "like to plug",
    ])
});

/// The least share of a conversation, from its end, in which it is not over: one in so many.
const LAST: usize = 8;

/// The fewest paragraphs at the end of a conversation that may be a farewell.
const MIN_LAST: usize = 8;

/// The share of a conversation, from its beginning, in which a guest is presented: one in so many.
const FIRST: usize = 4;

/// The fewest words before an advertisement, in its paragraph, that are a paragraph of their own.
const MIN_BEFORE_AD: usize = 8;

/// The most paragraphs of an advertisement behind the one that names the sponsor.
const MAX_AD_PARAGRAPHS: usize = 6;

/// The words of a reply from which on a guest answers, and greets no more.
const MIN_REPLY_WORDS: usize = 25;

/// The most paragraphs behind the last welcome in which the first question is sought.
const MAX_WELCOME: usize = 12;

/// The kind of each paragraph that is no answer. `language` is a BCP 47 tag.
pub(super) fn parts(said: &[Said<'_>], language: &str) -> Vec<Option<PartKind>> {
    let mut parts: Vec<Option<PartKind>> =
        said.iter().map(|said| is_music(said.text).then_some(PartKind::Music)).collect();
    if language.split('-').next() != Some("en") {
        return parts;
    }
    let lower: Vec<String> = said.iter().map(|said| lower(said.text)).collect();
    mark_ads(said, &lower, &mut parts);
    let intro = intro_len(said, &lower, &parts);
    parts[..intro].iter_mut().for_each(|part| *part = part.or(Some(PartKind::Intro)));
    let outro = outro_start(said, &lower).max(intro);
    mark_welcomes(said, &lower, &mut parts[..outro]);
    parts[outro..].iter_mut().for_each(|part| *part = part.or(Some(PartKind::Outro)));
    // A text that is all introduction is an answer after all.
    if parts.iter().all(Option::is_some) { vec![None; said.len()] } else { parts }
}

/// Whether a paragraph is a note that music is heard.
fn is_music(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    bare.is_empty() && text.contains(['♪', '♫', '🎵', '🎶'])
        || text.starts_with(['[', '(', '♪'])
            && matches!(
                bare.as_str(),
                "music"
                    | "music playing"
                    | "intro music"
                    | "outro music"
                    | "theme music"
                    | "jingle"
                    | "musik"
                    | "musique"
                    | "música"
            )
}

fn lower(text: &str) -> String {
    text.replace('’', "'").to_lowercase()
}

fn has_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| mentions(text, phrase))
}

/// Whether a text names an address on the web: `example.com/offer`.
fn has_address(text: &str) -> bool {
    const ENDS: [&str; 12] = ["com", "org", "net", "io", "dev", "co", "ai", "fm", "app", "ly", "me", "gg"];
    text.split_whitespace().any(|word| {
        let host = word.trim_matches(|c: char| !c.is_alphanumeric()).split('/').next().unwrap_or_default();
        host.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && ENDS.contains(&end))
    }) || text.contains(" dot com")
}

// ---- advertisements

/// Marks advertisements: from the paragraph that names a sponsor to the last one of the same voice that sends listeners somewhere.
fn mark_ads(said: &[Said<'_>], lower: &[String], parts: &mut [Option<PartKind>]) {
    let mut at = 0;
    while at < said.len() {
        let begins = SPONSOR.count(&lower[at]) + AD_BEGINS.count(&lower[at]);
        let goes_on = |text: &str| AD_GOES_ON.count(text) + usize::from(has_address(text));
        if begins == 0 {
            at += 1;
            continue;
        }
        let near = said[at..].iter().take(MAX_AD_PARAGRAPHS + 1);
        let reach = near.take_while(|next| next.name == said[at].name).count();
        let last =
            (1..reach).rev().find(|behind| goes_on(&lower[at + behind]) > 0 && !ends_ad(&lower[at..=at + behind]));
        let end = at + last.unwrap_or(0);
        let is_ad = begins > 1 || begins + goes_on(&lower[at]) > 1 || last.is_some();
        if is_ad {
            parts[at..=end].iter_mut().for_each(|part| *part = Some(PartKind::Ad));
        }
        at = end + 1;
    }
}

/// Where an advertisement begins or ends within a paragraph that has other talk too: behind what is said before it, and where a guest is
/// welcomed behind it. English; positions in bytes, in order.
pub(super) fn ad_edges(text: &str) -> Vec<usize> {
    let sells = |text: &str| AD_GOES_ON.is_in(text) && has_address(text);
    let whole = lower(text);
    if !SPONSOR.is_in(&whole) && !sells(&whole) {
        return Vec::new();
    }
    let mut edges = Vec::new();
    let (mut from, mut words_before, mut is_ad) = (0, 0, false);
    for sentence in sentences(text) {
        let at = from + text[from..].find(sentence).unwrap_or_default();
        from = at + sentence.len();
        let said = lower(sentence);
        if is_ad && (WELCOMES.is_in(&said) || INTRO.is_in(&said)) {
            edges.push(at);
            break;
        }
        if !is_ad && SPONSOR.is_in(&said) && words_before >= MIN_BEFORE_AD {
            edges.push(at);
        }
        is_ad |= SPONSOR.is_in(&said) || sells(&said);
        words_before += sentence.split(' ').count();
    }
    edges
}

/// Whether the talk goes on within some paragraphs behind an advertisement: somebody is welcomed, or asked something.
fn ends_ad(lower: &[String]) -> bool {
    lower.iter().skip(1).any(|text| WELCOMES.is_in(text) || INTRO.is_in(text))
}

// ---- introductions and farewells

/// The number of paragraphs of the introduction: up to the first question that is answered, or the guest who says more than thanks.
fn intro_len(said: &[Said<'_>], lower: &[String], parts: &[Option<PartKind>]) -> usize {
    let first = said.len().div_ceil(FIRST);
    let thanks = |at: usize| !said[at].is_host && THANKS.is_in(&lower[at]);
    let presents = |at: usize| said[at].is_host && (INTRO.is_in(&lower[at]) || WELCOMES.is_in(&lower[at]));
    let Some(last) = (0..first).rev().find(|at| presents(*at) || thanks(*at)) else { return 0 };
    let replies = |at: usize| {
        let behind = said[at + 1..].iter().skip_while(|next| next.is_host).take_while(|next| !next.is_host);
        behind.map(|next| next.text.split(' ').count()).sum::<usize>() >= MIN_REPLY_WORDS
    };
    let begins = |at: &usize| parts[*at].is_none() && said[*at].asks() && replies(*at);
    let end = said.len().min(last + MAX_WELCOME);
    let begins = (last..end).find(begins).unwrap_or(last + usize::from(thanks(last)));
    // A guest who says more than thanks before anything is asked has begun to answer.
    let answers =
        |at: &usize| !said[*at].is_host && !thanks(*at) && said[*at].text.split(' ').count() >= MIN_REPLY_WORDS;
    let answered = (last + 1..begins).find(answers);
    answered.map_or(begins, |answered| answered.saturating_sub(1).max(last))
}

/// Marks what is said to a guest who is welcomed right behind an advertisement, up to the first question, as an introduction.
fn mark_welcomes(said: &[Said<'_>], lower: &[String], parts: &mut [Option<PartKind>]) {
    for at in 1..parts.len() {
        let is_behind_ad = parts[at - 1] == Some(PartKind::Ad) && parts[at].is_none();
        if !is_behind_ad || !said[at].is_host || !WELCOMES.is_in(&lower[at]) || said[at].asks() {
            continue;
        }
        let greets = |at: &usize| {
            let is_short = said[*at].text.split(' ').count() < MIN_REPLY_WORDS;
            !said[*at].is_host && (is_short || THANKS.is_in(&lower[*at]))
        };
        let behind = (at + 1..parts.len()).take_while(greets).count();
        parts[at..=at + behind].iter_mut().for_each(|part| *part = part.or(Some(PartKind::Intro)));
    }
}

/// Whether a sentence asks more than how somebody is.
fn is_opening(sentence: &str) -> bool {
    const GREETINGS: [&str; 13] = [
        "how have you been",
        "what's up",
        "what is up",
        "sound good",
        "sound right",
        "how are you",
        "how's it going",
        "how are things",
        "how you doing",
        "how do you feel",
        "are you ready",
        "how is everyone",
        "you ready",
    ];
    let lower = lower(sentence);
    let asks = crate::language::script::is_question(sentence)
        || has_any(&lower, &["tell us", "tell me", "let's start", "walk us", "walk me"]);
    asks && !has_any(&lower, &GREETINGS) && sentence.split(' ').count() > 3
}

/// The paragraph with which the farewell begins; the number of paragraphs if there is none.
fn outro_start(said: &[Said<'_>], lower: &[String]) -> usize {
    let from = said.len() - (said.len() / LAST).max(MIN_LAST).min(said.len());
    let asks_parting = |at: usize| said[at].is_host && PARTING.is_in(&lower[at]) && said[at].asks();
    let parting = |at: &usize| OUTRO.is_in(&lower[*at]) || asks_parting(*at);
    let Some(first) = (from..said.len()).find(parting) else { return said.len() };
    // What is asked and answered behind it is an answer: then the farewell begins at the next.
    let answered = |at: &usize| {
        let replies = said.get(at + 1).is_some_and(|next| !next.is_host && next.text.split(' ').count() > 20);
        replies && said[*at].asks_on()
    };
    match (first..said.len()).rev().find(answered) {
        None => first,
        Some(last) => (last + 2..said.len()).find(parting).unwrap_or(said.len()),
    }
}
