//! JSON of Rev AI: `monologues` of a speaker with `elements`, of which the blanks are some.
//!
//! The schema: <https://docs.rev.ai/api/asynchronous/get-started/>, and the sample of vcon-dev/wtf-transcript-converter, which was tried and has
//! a single `monologue` and no blanks. No file of the service itself was tried.
//!
//! Not here: Rev's transcripts by people, which are documents.

use serde_json::Value;

use crate::import::count;
use crate::import::draft::{Draft, Voice};
use crate::import::format::{Format, Given};
use crate::import::input::Input;
use crate::import::json::{Reading, Unit, any, list, root, voice};
use crate::import::language;
use crate::import::report::Report;
use crate::import::word_run::{Glue, Token, WordRun};
use crate::transcript::Problem;

/// The keys whose texts are counted.
const KEYS: [&str; 1] = ["value"];

pub(in crate::import) const FORMAT: Format = Format {
    name: "rev-ai",
    title: "Rev AI JSON",
    recognise: |input| {
        let root = input.json()?;
        let is_monologue = |monologue: &Value| any(&monologue["elements"], |element| element["value"].is_string());
        (any(&root["monologues"], is_monologue) || is_monologue(&root["monologue"]))
            .then(|| "monologues with elements".to_owned())
    },
    read,
    count: |input| count::of_json(input.text(), &KEYS),
};

fn read(input: &Input<'_>, given: &Given, report: &mut Report) -> Result<Draft, Problem> {
    let root = root(input)?;
    let mut reading = Reading::new(report);
    let mut monologues: Vec<&Value> =
        reading.objects(&root["monologues"], "monologue").into_iter().map(|(_, of)| of).collect();
    monologues.extend(root.get("monologue").filter(|monologue| monologue.is_object()));
    let elements = || monologues.iter().flat_map(|monologue| list(&monologue["elements"]));
    let has_blanks = elements().any(|element| element["value"].as_str().is_some_and(|value| value.contains(' ')));
    let mut run = WordRun::default();
    for monologue in &monologues {
        run.end();
        let voice = speaker(monologue, root);
        for (place, element) in reading.objects(&monologue["elements"], "element") {
            let (start, end) = reading.times(&element["ts"], &element["end_ts"], Unit::Seconds, place);
            let Some(text) = reading.text(&element["value"], place) else {
                reading.damaged("has no value", place, element);
                continue;
            };
            let token = Token { voice: voice.clone(), text, start, end, glue: Glue::of_mark(text) };
            if has_blanks { run.push_as_it_is(&token) } else { run.push(&token) }
        }
    }
    let speeches = run.finish();
    let mut draft = reading.draft(root, &KEYS, given, speeches);
    draft.head.language = root["language"].as_str().and_then(language::written);
    Ok(draft)
}

/// The name of a speaker where somebody wrote one, else the number.
fn speaker(monologue: &Value, root: &Value) -> Voice {
    let number = &monologue["speaker"];
    let listed = list(&root["speakers"]).iter().find(|speaker| !number.is_null() && speaker["id"] == *number);
    let names = [&monologue["speaker_info"]["display_name"], &monologue["speaker_info"]["name"]];
    let names = names.into_iter().chain(listed.map(|speaker| &speaker["name"]));
    names.map(voice).find(|name| *name != Voice::Unknown).unwrap_or_else(|| voice(number))
}
