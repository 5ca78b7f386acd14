//! Questions: queries of four words and more, whose answers need not say all of them.

use answerbook::search::{Index, Notice, Request, ask, build};
use answerbook::source::read_episode;
use answerbook::transcript::Library;

use crate::sample::{answer, everything, ids, index_of, library, marked, typed};

/// What nobody asks about, in so many answers.
fn talk(count: usize) -> impl Iterator<Item = String> {
    (0..count)
        .map(|nth| format!("How do we go to the market? We do it as you would, on day{nth}, and that is what I do."))
}

#[test]
fn what_tells_comes_before_all_the_words() {
    let all = "How do you say no to a miller? You do, and then there is a great deal to say of other things.";
    let about = "Saying no to millers is an art. I say no to a miller a week: the miller asks, I say no, and we part as friends.";
    let index = index_of([all.to_owned(), about.to_owned()].into_iter().chain(talk(12)));
    let hits = answer(&index, "how do you say no to a miller who wants everything", &everything());
    assert_eq!(ids(&hits)[..2], ["a1", "a0"]);
    assert!(hits.mixes_partial);
    let few = answer(&index, "how no miller", &everything());
    assert!(!few.mixes_partial && few.hits[0].answer == "a0", "of three words each is meant");
}

#[test]
fn a_page_of_answers_to_a_question_is_full() {
    let cats = (0..12).map(|nth| format!("A cat called {nth}."));
    let index = index_of(["The miller has a cat.".to_owned()].into_iter().chain(cats).chain(talk(40)));
    let request = Request { lesser_hits: false, ..Request::default() };
    let hits = answer(&index, "why does the miller have a cat", &request);
    assert_eq!((hits.hits[0].answer.as_str(), hits.hits.len()), ("a0", 10));
}

#[test]
fn words_that_every_question_has_are_not_marked() {
    let index = index_of(["I do go to the mill, as you do.".to_owned()].into_iter().chain(talk(12)));
    let hits = answer(&index, "how do I go to the mill", &everything());
    let snippet = &hits.hits[0].snippet;
    assert_eq!(marked(&snippet.text, &snippet.marks), "I do go to the «mill», as you do.");
    assert!(hits.hits[0].complete, "and they need not be said");
}

#[test]
fn of_a_very_long_question_the_last_word_may_decide() {
    let index = index_of(["A weathercock, of all things.".to_owned()].into_iter().chain(talk(40)));
    let filler: Vec<String> = (0..40).map(|nth| format!("day{}", nth % 40)).collect();
    let hits = answer(&index, &[&filler.join(" "), " weathercock"].concat(), &everything());
    assert!(ids(&hits).contains(&"a0"), "{:?}", ids(&hits));
}

#[test]
fn the_rest_of_an_episode_counts_for_its_answers() {
    let answers = ["We grind rye at night.", "The stones are old.", "Millers sleep at noon.", "Rye bread keeps."];
    let about = episode("about", &answers.map(|text| [text, " Rye, millers and stones are what I know."].concat()));
    let other =
        episode("other", &["We grind rye at night.", "Ships.", "Ropes and sails.", "The sea."].map(str::to_owned));
    let library = Library::new(library().site().clone(), Vec::new(), vec![other, about]);
    let index = build(&library);
    let hits = answer(&index, "who would grind rye at night with millers", &everything());
    assert_eq!((hits.hits[0].episode.as_str(), hits.hits[0].answer.as_str()), ("about", "a0"));
}

#[test]
fn what_stands_beside_the_best_answer_comes_before_its_like() {
    let answers = ["Rye and bread.", "Ships.", "Rye and bread.", "Millers grind rye for bread at night.", "Sails."];
    let filler = (0..8).map(|nth| format!("Rope{nth} and sail{nth}."));
    let said: Vec<String> = answers.into_iter().map(str::to_owned).chain(filler).collect();
    let index = build(&Library::new(library().site().clone(), Vec::new(), vec![episode("about", &said)]));
    let hits = answer(&index, "when would millers grind rye for bread", &everything());
    assert_eq!(ids(&hits)[..3], ["a3", "a2", "a0"]);
}

fn episode(id: &str, answers: &[String]) -> answerbook::transcript::Episode {
    let mut text = format!(
        "+++\nid = \"{id}\"\ntitle = \"Sample\"\ndate = 2024-01-01\npublisher = \"Sample\"\nlanguage = \"en\"\nspeakers = [\n  \
         {{ id = \"ann\", name = \"Ann\", role = \"host\" }},\n  {{ id = \"bo\", name = \"Bo\", role = \"guest\" }},\n]\n+++\n"
    );
    for (nth, answer) in answers.iter().enumerate() {
        text.push_str(&format!("\n## {{#a{nth}}}\n\n**Ann:** Which one? ^q{nth}\n\n**Bo:** {answer} ^p{nth}\n"));
    }
    read_episode(&text, id).value.unwrap()
}

#[test]
fn a_quoted_phrase_that_stands_nowhere_is_asked_by_its_words() {
    let index = index_of(["The miller said no.", "No miller said that.", "Nothing."].map(str::to_owned));
    let hits = answer(&index, "\"no, said the miller\"", &everything());
    assert_eq!(hits.notices, [Notice::Unquoted("no, said the miller".to_owned())]);
    assert_eq!(hits.hits[0].answer, "a0");
    let kept = answer(&index, "\"miller said\" wheat", &everything());
    assert_eq!(ids(&kept), ["a0", "a1"], "a phrase that stands somewhere is kept");
    let bare = Index::new(index.head().clone());
    assert!(
        ask(&bare, &typed("\"no, said the miller\""), &everything()).is_err(),
        "what is missing is told as for any query"
    );
}
