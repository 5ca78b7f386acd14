//! Hostile values in all that reaches a page from outside: parameters and fragments of addresses, stored settings, messages. After
//! each the page answers within a second, its console is empty, and its style and elements are its own.
//!
//! ```text
//! cargo test --test browser -- fuzz                  a few hundred values of each input, as in the whole suite
//! FUZZ=10000 cargo test --test browser -- fuzz       ten thousand, about an hour
//! FUZZ_FROM=4500 FUZZ=4600 cargo test --test browser -- fuzz::library_views       some, after a failure has named one
//! ```
//!
//! Not here: how values are made and pages looked at (`support/fuzz`).

use serde_json::{Value, json};

use crate::Stage;
use crate::support::fuzz::{self, WATCH, fuzz, values};
use crate::support::reader::Reader;

const SAMPLE_ANSWER: &str = "episodes/lamps/first-light/";

/// Inputs by where they are read: each is fuzzed by a journey below. A new one has to be added to both.
const READ: [(&str, &str, &[&str]); 7] = [
    ("src/page/view.rs", "\n                \"", &["q", "sort", "guess"]),
    ("src/app/quote_link.rs", "query_parameter(\"", &["quote"]),
    ("public/answerbook.js", "[[\"theme\", \"light\", \"dark\"], [\"reading\", \"verbatim\"]]", &[""]),
    ("src/app/preferences.rs", "browser::stored(\"", &["keys"]),
    ("public/framed.js", "data?.answerbook === \"", &["look"]),
    ("public/embed/page.js", "data.answerbook === \"", &["look"]),
    ("public/embed.js", "if (answerbook === \"", &["height", "awake"]),
];

/// A reader whose documents keep what goes wrong in them.
async fn watched(reader: Reader) -> Reader {
    reader.before_scripts(WATCH).await;
    reader
}

/// A reader on a plain page of the sample, which frames the others.
async fn framing(stage: &Stage) -> Reader {
    let reader = watched(stage.sample().await).await;
    reader.open_awake("topics/").await;
    reader
}

/// Every place where the sources read something from outside is in the table above, and so is fuzzed.
pub(super) async fn every_input_is_known(_: Stage) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file: &str| std::fs::read_to_string(root.join(file)).unwrap();
    for (file, before, expected) in READ {
        let source = read(file);
        let found: Vec<&str> =
            source.split(before).skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect();
        let found: Vec<&str> = if expected == [""] { vec![""; found.len()] } else { found };
        assert_eq!(found, expected, "{file}: what is read from outside is fuzzed");
    }
    let sources =
        ["public/answerbook.js", "public/framed.js", "public/embed.js", "public/embed/page.js"].map(read).concat();
    let count = |part: &str| sources.matches(part).count();
    let counts = [
        "localStorage",
        "sessionStorage",
        "addEventListener(\"message\"",
        "location.search",
        "location.hash",
        "document.cookie",
        "window.name",
    ]
    .map(count);
    assert_eq!(counts, [1, 0, 3, 5, 2, 0, 0], "places that read something from outside");
}

/// The parameters of the library's views, and the state kept with them.
pub(super) async fn library_views(stage: Stage) {
    let reader = framing(&stage).await;
    let inputs: [(&str, &[&str]); 7] = [
        (
            "q",
            &[
                "lantern",
                "\"glass lantern\" -market",
                "speaker:eve-mark lantern",
                "in of what to do with the lantern glass",
            ],
        ),
        ("speaker", &["eve-mark", "bo-example", "Eve"]),
        ("topic", &["light", "trade", "The <trade>"]),
        ("episode", &["lamps", "markup"]),
        ("sort", &["date", "relevance"]),
        ("guess", &["off", "on"]),
        ("history", &["0 10"]),
    ];
    for (input, samples) in inputs {
        view(&reader, "", input, samples, ["lantern", "24 answers"]).await;
    }
}

/// The parameter of the search within an interview.
pub(super) async fn interview_views(stage: Stage) {
    let reader = framing(&stage).await;
    let samples = ["lantern", "\"glass lantern\" -market", "speaker:eve-mark lantern"];
    let typed: String = {
        let other = stage.sample().await;
        other.open_awake("episodes/lamps/?q=lantern").await;
        other.until("it is found", "document.getElementById('status').textContent.includes('passage')").await;
        other.text("#status").await
    };
    view(&reader, "episodes/lamps/", "q", &samples, ["lantern", &typed]).await;
}

async fn view(reader: &Reader, page: &str, input: &str, samples: &[&str], typed: [&str; 2]) {
    let given = json!({ "driver": "view", "root": reader.site.url(""), "page": page, "input": input, "samples": samples, "typed": typed });
    fuzz(reader, &format!("{input} of /{page}"), values(reader.engine()), given).await;
}

/// A load of a page with everything hostile at once.
async fn load(reader: &Reader, page: &str, count: usize, params: &[&str], samples: Value) {
    let given = json!({
        "driver": "load", "root": reader.site.url(""), "page": page, "params": params, "samples": samples,
        "fragments": ["main", "q", "theme", "keys", "quote", "quoted", "toast", "p-bu2e", "y2024", ":~:text=lantern"],
        "settings": ["theme", "reading", "keys"], "embed": page.starts_with("embed/"),
    });
    let inputs = format!("{} fragment theme reading keys", params.join(" "));
    fuzz(reader, &format!("each of {inputs} of /{page}"), count, given).await;
}

/// Quoting links, style, fragments and stored settings, which are read when a page is loaded.
pub(super) async fn answer_loads(stage: Stage) {
    let reader = framing(&stage).await;
    expect_made_up_versions(&reader).await;
    let quotes = quotes(&stage, SAMPLE_ANSWER).await;
    let count = fuzz::full().unwrap_or(values(reader.engine()) / 4);
    load(&reader, SAMPLE_ANSWER, count, &["quote", "theme", "accent", "font", "radius"], json!({ "quote": quotes }))
        .await;
}

/// The same on the pages that are slower to load, with the parameters of their views.
pub(super) async fn library_and_interview_loads(stage: Stage) {
    let reader = framing(&stage).await;
    expect_made_up_versions(&reader).await;
    let views = json!({ "q": ["lantern"], "speaker": ["eve-mark"], "topic": ["light"], "episode": ["lamps"], "sort": ["date"], "guess": ["off"] });
    let count = fuzz::full().map_or(values(reader.engine()) / 20, |full| full / 10);
    load(&reader, "", count, &["q", "speaker", "topic", "episode", "sort", "guess", "theme", "accent", "font"], views)
        .await;
    let quotes = quotes(&stage, "episodes/lamps/").await;
    load(
        &reader,
        "episodes/lamps/",
        count,
        &["q", "quote", "theme", "accent", "font"],
        json!({ "q": ["lantern"], "quote": quotes }),
    )
    .await;
}

/// Versions that somebody made up are asked for, and the console says that they are not there.
async fn expect_made_up_versions(reader: &Reader) {
    reader.expect_failure("/former/");
    reader.open_awake(&format!("{SAMPLE_ANSWER}?quote=p-bu2e.0-p-bu2e.5.0123456789ab")).await;
    reader.until_seen("#quoted-note").await;
    reader.open_awake("topics/").await;
}

/// Quotes of a page's paragraphs: of one, of two, of more than it has, of too many.
async fn quotes(stage: &Stage, page: &str) -> Vec<String> {
    let reader = stage.sample().await;
    reader.open_awake(page).await;
    reader
        .get(
            "((all) => { const [[a, x], [b, y]] = all.map((one) => [one.id, one.dataset.version]); \
             return [`${a}.0-${a}.5.${x}`, `${b}.3-${b}.9.${y}`, `${a}.0-${b}.4.${x}-${y}`, `${a}.0-${a}.99999.${x}`, `${a}.0-${a}.5.0123456789ab`, \
             `${a}.0-${b}.4.${Array(200).fill(x).join('-')}`, `${a}.0-${b}.4.${Array(1000).fill(x).join('-')}`, `${a}.0-${b}.4.${x}-${x}-${y}`]; })\
             ([...document.querySelectorAll('.turn-text p[id]')].slice(0, 2))",
        )
        .await
}

/// An embedded answer: the style that its address wishes, and WordPress's secret.
pub(super) async fn embed_loads(stage: Stage) {
    let reader = framing(&stage).await;
    let page = "embed/lamps/first-light/";
    let given = json!({
        "driver": "load", "root": reader.site.url(""), "page": page, "params": ["theme", "accent", "font", "radius"], "samples": {},
        "fragments": ["?secret=sEcReT12", "text", "box", "?secret="], "settings": [], "embed": true,
    });
    let count = fuzz::full().unwrap_or(values(reader.engine()) / 2);
    fuzz(&reader, &format!("each of theme accent font radius fragment of /{page}"), count, given).await;
}

/// How many messages are sent: they take less time than views.
fn messages(reader: &Reader) -> usize {
    fuzz::full().unwrap_or(values(reader.engine()) * 5)
}

/// Messages of whoever frames a page.
pub(super) async fn messages_to_pages(stage: Stage) {
    let reader = framing(&stage).await;
    for (page, embed) in [("", false), (SAMPLE_ANSWER, false), ("embed/lamps/first-light/#?secret=x", true)] {
        let given = json!({ "driver": "messages", "root": reader.site.url(""), "page": page, "embed": embed });
        fuzz(&reader, &format!("messages to /{page}"), messages(&reader), given).await;
    }
}

/// Messages to a host, from the frame of its element and from somebody else; and to the frame from who does not frame it.
pub(super) async fn messages_to_hosts(stage: Stage) {
    let reader = watched(stage.host().await).await;
    reader.open("fuzzed.html").await;
    reader.until("the frame is shown", "!document.querySelector('answerbook-answer a').checkVisibility()").await;
    let inside = async {
        for stranger in [false, true] {
            let name = if stranger { "messages to a host by a stranger" } else { "messages to a host" };
            fuzz(&reader, name, messages(&reader), json!({ "driver": "host", "stranger": stranger })).await;
        }
        fuzz(&reader, "messages to a frame by a stranger", messages(&reader), json!({ "driver": "strangers" })).await;
    };
    reader.in_frame(0, inside).await;
}
