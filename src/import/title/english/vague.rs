//! Questions that say nothing by themselves, in English, and what is said beside a question.
//!
//! Not here: what makes a question one of these ([`crate::import::title::question`]).

/// What asks whether one was understood, or may go on: nobody answers it.
pub(in crate::import::title) const CHECKS: [&str; 39] = [
    "isn't it",
    "isn't that",
    "aren't they",
    "doesn't it",
    "don't you think",
    "wasn't it",
    "who knows",
    "what's up",
    "you guys",
    "does that make sense",
    "does that make any sense",
    "make sense",
    "does that sound right",
    "does that sound",
    "sound good",
    "sounds good",
    "does that resonate",
    "did that resonate",
    "does that track",
    "does that ring",
    "is that right",
    "is that fair",
    "is that accurate",
    "is that correct",
    "is that true",
    "is it fair",
    "am i right",
    "are you ready",
    "you ready",
    "ready",
    "do you agree",
    "you know what i mean",
    "do you know what i mean",
    "would you agree",
    "are we ready",
    "you know what i'm saying",
    "is that a fair",
    "am i understanding",
    "am i hearing",
];

/// How a reply begins that only agrees.
pub(in crate::import::title) const AGREES: [&str; 15] = [
    "yes",
    "yeah",
    "yep",
    "yup",
    "right",
    "exactly",
    "totally",
    "absolutely",
    "mm-hmm",
    "mhm",
    "okay",
    "ok",
    "sure",
    "correct",
    "true",
];

/// How a question begins that is asked by the way, or goes on with one before it.
pub(in crate::import::title) const WEAK_QUESTIONS: [&str; 9] =
    ["what about", "how about", "did you know", "of what", "or", "and then", "which is", "which are", "more"];

/// How a question begins that guesses the answer to one before it.
pub(in crate::import::title) const GUESSES: [&str; 12] = [
    "is it",
    "is that",
    "is this",
    "was it",
    "was that",
    "is there",
    "does it",
    "does that",
    "do they",
    "are they",
    "did it",
    "did that",
];

/// The same, where little follows.
pub(in crate::import::title) const OPINIONS: [&str; 11] = [
    "what do you think",
    "what are your thoughts",
    "what's your take",
    "what's your reaction",
    "how do you feel",
    "how do you think",
    "thoughts",
    "what did you learn",
    "what happened",
    "what's next",
    "what else",
];

/// What greets, or asks who somebody is: it opens a conversation, and no subject.
pub(in crate::import::title) const GREETINGS: [&str; 30] = [
    "how are you",
    "how is everybody",
    "how is everyone",
    "how's it going",
    "how's everybody",
    "how's everyone",
    "how are things",
    "how you doing",
    "how are we",
    "do you wanna say",
    "do you want to say",
    "would you like to say",
    "say hi",
    "say hello",
    "who wants to",
    "do you want to introduce",
    "do you want to give",
    "do you wanna give",
    "you want to give",
    "do you want to tell",
    "do you wanna tell",
    "do you mind introducing",
    "can you introduce",
    "could you introduce",
    "why don't you tell",
    "why don't you introduce",
    "why don't you give",
    "tell us a little bit about yourself",
    "tell us about yourself",
    "tell us who you are",
];

/// What asks for whatever somebody has to say.
pub(in crate::import::title) const OPEN_ENDED: [&str; 23] = [
    "is there anything",
    "is there something",
    "is there any",
    "are there any",
    "anything",
    "any other",
    "any advice",
    "any thoughts",
    "any final",
    "any last",
    "any tips",
    "any examples",
    "any stories",
    "do you have any",
    "what else",
    "anything else",
    "is that something",
    "is that how",
    "is that what",
    "was that",
    "is that",
    "did that",
    "does that",
];

/// Pronouns that name nothing by themselves.
pub(in crate::import::title) const PRONOUNS: [&str; 16] = [
    "it", "they", "them", "he", "she", "him", "her", "his", "its", "their", "those", "these", "it's", "they're",
    "he's", "she's",
];

/// How a remark begins that is about what was just said, or about whoever says it.
pub(in crate::import::title) const REMARKS: [&str; 40] = [
    "that's", "that is", "that was", "that", "it's", "it is", "it was", "this is", "this was", "there's", "there is",
    "i", "i'm", "i've", "i'd", "i'll", "what a", "we", "we're", "we'll", "we've", "wow", "love", "yeah", "yes", "no",
    "thank", "thanks", "welcome", "and", "because", "so", "you're", "exactly", "which", "they", "he", "she", "okay",
    "my",
];
