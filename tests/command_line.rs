//! The command line from outside: the real binary in fresh folders, its exit codes, what it prints and what it writes.
//!
//! Commands whose whole output is compared are sessions, folders of `tests/fixtures/command_line/cases`: `session` says how
//! to add one. `check` over a broken library is a folder of `problems` with the `.txt` of its name. The tests here look at
//! the files that are written, at a server, and at what a session cannot set up.
//!
//! Builds use a small ready-made shell, so that no WebAssembly is compiled. Not here: what pages look like and what a browser
//! does with them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "command_line/bench.rs"]
mod bench;
#[path = "expect/cases.rs"]
mod cases;
mod expect;
#[path = "command_line/served.rs"]
mod served;
#[path = "command_line/session.rs"]
mod session;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

use answerbook::links::{Ledger, LedgerDigest, Version};
use serde_json::Value;

use bench::{Bench, answerbook, copy, fixtures, run_in, shell};
use served::Served;

// ---- sessions

#[test]
fn sessions_print_what_they_should() {
    cases::folders("command_line/cases").iter().for_each(|case| session::check(case));
}

// ---- check

/// `check` over each folder of `problems/` says what stands in the `.txt` of its name.
#[test]
fn check_prints_problems_as_compilers_do() {
    let mut cases = 0;
    for entry in fs::read_dir(fixtures().join("problems")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let ran = run_in(&fixtures().join("problems"), &["check", "--episodes", &name]);
        let code = i32::from(!name.starts_with("speaker-with-two-names"));
        expect::assert_file(&folder.with_extension("txt"), &ran.code(code).err);
        cases += 1;
    }
    assert!(cases >= 10, "only {cases} cases");
}

#[test]
fn what_is_no_text_is_named_and_explained() {
    let bench = Bench::new();
    bench.write("episodes/latin.md", b"+++\nid = \"caf\xE9\"\n");
    bench.write("episodes/picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    bench.write("episodes/large.md", vec![b'a'; 50 << 20]);
    fs::create_dir(bench.path("episodes/folder.md")).unwrap();
    let ran = bench.run(&["check"]).code(1);
    let err = &ran.err;
    let after = |name: &str| err.split_once(&format!("episodes/{name}")).unwrap_or_else(|| panic!("{name}: {err}")).1;
    assert!(after("latin.md").contains("Latin-1"), "{err}");
    assert!(err.contains("line 2"), "{err}");
    assert!(after("picture.md").contains("binary"), "{err}");
    assert!(after("large.md").contains("50 MiB"), "{err}");
    assert!(after("folder.md").contains("a folder"), "{err}");
    assert!(err.contains("4 errors"), "{err}");
}

#[cfg(unix)]
#[test]
fn entries_that_cannot_be_read_are_named_and_none_blocks() {
    use std::os::unix::ffi::OsStrExt;
    let bench = Bench::new();
    std::os::unix::fs::symlink("nowhere.md", bench.path("episodes/broken-link.md")).unwrap();
    let odd = Path::new(std::ffi::OsStr::from_bytes(b"episodes/\xFF.md"));
    fs::write(bench.folder.path().join(odd), "text").unwrap();
    assert!(Command::new("mkfifo").arg(bench.path("episodes/pipe.md")).status().unwrap().success());
    let ran = bench.run(&["check"]).code(1).says("broken-link.md").says("cannot be read").says("not UTF-8");
    assert!(ran.says("pipe.md").says("no regular file").err.contains("3 errors"));
}

/// Twenty names that were probably misheard are listed, and how many there are beyond them.
#[test]
fn misheard_names_are_listed_up_to_a_number() {
    let bench = Bench::new();
    let syllables = ["b", "d", "f", "k", "l"];
    let names = syllables.iter().flat_map(|first| syllables.iter().map(move |last| format!("X{first}anto{last}")));
    let names: Vec<String> = names.collect();
    let speaker =
        |(nth, name): (usize, &String)| format!("  {{ id = \"g{nth}\", name = \"{name}i\", role = \"guest\" }},\n");
    let turns = |(nth, name): (usize, &String)| {
        format!("**{name}i:** One. ^a{nth}\n\n**Ada Field:** You, {name}y? ^b{nth}\n\n**{name}i:** Two. ^c{nth}\n\n")
    };
    let speakers: String = names.iter().enumerate().map(speaker).collect();
    let turns: String = names.iter().enumerate().map(turns).collect();
    let front = "title = \"Panel\"\ndate = 2024-01-01\npublisher = \"Field Notes\"\nlanguage = \"en\"";
    let host = "{ id = \"ada-field\", name = \"Ada Field\", role = \"host\" }";
    let text = format!(
        "+++\nid = \"panel\"\n{front}\nspeakers = [\n  {host},\n{speakers}]\n+++\n\n## Panel {{#panel}}\n\n{turns}"
    );
    bench.write("episodes/panel.md", text);
    let ran = bench.run(&["check"]).code(0).says("5 names more, probably misheard and not listed").says("21 warnings");
    assert_eq!(ran.err.matches("warning: probably misheard").count(), 20, "{}", ran.err);
}

/// Pages, embeds, quotes, the index and the files for others are the same whether an episode has a correction or the library.
#[test]
fn a_correction_for_the_library_is_published_as_one_of_the_episode() {
    let bench = Bench::new();
    bench.build(&["--out", "own"]).code(0);
    bench.edit(
        "episodes/harvest.md",
        "corrections = [\n  { at = \"b2\", heard = \"bark lee\", meant = \"barley\" },\n]\n",
        "",
    );
    bench.build(&["--out", "none"]).code(0);
    bench.write("episodes/terms.toml", "corrections = [{ heard = \"bark lee\", meant = \"barley\" }]\n");
    bench.build(&["--out", "library"]).code(0);
    let page = bench.read("library/episodes/harvest/when-it-begins/index.html");
    let shown = "<span data-heard=\"bark lee\" class=\"correction\"><del>bark lee</del><i> [</i><ins>barley</ins><i>]</i></span>";
    assert!(page.contains(shown), "{page}");
    let pages = |out: &str| bench.tree(&format!("{out}/episodes"));
    assert!(pages("own") == pages("library"));
    assert!(pages("own") != pages("none"));
    assert!(bench.tree("own/embed") == bench.tree("library/embed"));
    assert_eq!(
        bench.tree("own/index").into_values().collect::<Vec<_>>(),
        bench.tree("library/index").into_values().collect::<Vec<_>>()
    );
}

/// A device never ends, and a pipe waits for ever: what is read is looked at first, wherever its name comes from.
#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_not_read() {
    use std::os::unix::fs::symlink;
    let bench = Bench::new();
    let site = bench.read("episodes/site.toml");
    bench.write("episodes/site.toml", format!("{site}\n[pictures]\nfont = \"/dev/zero\"\n"));
    for args in [&["check"][..], &["publish", "--shell", &shell()]] {
        bench.run(args).code(2).says("cannot read").says("not a file, no regular file");
    }
    bench.write("episodes/site.toml", site);
    let ledger = bench.path("episodes/links.ledger");
    symlink("/dev/zero", &ledger).unwrap();
    bench.publish("2026-01-01").code(2).says("links.ledger: not a file");
    fs::remove_file(&ledger).unwrap();
    assert!(Command::new("mkfifo").arg(&ledger).status().unwrap().success());
    bench.publish("2026-01-01").code(2).says("links.ledger: not a file");
    bench.run(&["ids"]).code(2).says("links.ledger: not a file");
}

#[test]
fn files_that_are_no_episodes_are_ignored() {
    let bench = Bench::new();
    bench.write("episodes/notes.txt", "not an episode");
    bench.write("episodes/.draft.md", "an editor's leftover");
    bench.write("episodes/older/tides.md", bench.read("episodes/tides.md"));
    bench.run(&["check"]).code(0).says("2 episodes");
}

// ---- speakers

/// The address of a person who was joined to another leads there, and that of an id that was changed too.
#[test]
fn the_pages_of_people_who_were_joined_or_renamed_lead_on() {
    let bench = Bench::new();
    bench.publish("2025-01-01").code(0);
    assert!(bench.read("dist/speakers/cora-shore/index.html").contains("<h1>Cora Shore</h1>"));
    bench.run(&["speakers", "merge", "cora-shore", "--into", "ben-barley", "--write"]).code(0);
    bench.run(&["speakers", "rename", "ada-field", "Ada Plain", "--id", "ada-plain", "--write"]).code(0);
    bench.publish("2025-02-01").code(0);
    for (old, new, name) in [("cora-shore", "ben-barley", "Ben Barley"), ("ada-field", "ada-plain", "Ada Plain")] {
        let page = bench.read(&format!("dist/speakers/{old}/index.html"));
        assert!(page.contains(&format!("<a href=\"../../speakers/{new}/\">{name}</a>")), "{page}");
        assert!(bench.read(&format!("dist/speakers/{new}/index.html")).contains(&format!("<h1>{name}</h1>")));
    }
    bench.run(&["links", "check"]).code(0);
}

/// Names of different people, each in an episode of its own, and the pairs that are offered, with the reason.
const DOUBLES: [(&[&str], &[&str]); 25] = [
    (&["Ben Barley", "BEN BARLEY"], &["same-words"]),
    (&["Björn Grün", "Bjorn Grun"], &["same-words"]),
    (&["Prof. Dr. Ben Barley", "Ben Barley, Ph.D."], &["same-words"]),
    (&["Ben Barley (Barley & Sons)", "Ben Barley"], &["same-words"]),
    (&["Cora De Shore", "Cora DeShore"], &["same-words"]),
    (&["Barley, Ben", "Ben Barley"], &["other-order"]),
    (&["Ben K. Barley", "Ben Barley"], &["middle-name"]),
    (&["B. Barley", "Ben Barley"], &["initial"]),
    (&["Cora Shore", "Cora Shorre"], &["spelling"]),
    (&["Cora Lake", "Cora Laek"], &["spelling"]),
    (&["Dan Spring", "Daniel Spring"], &["short-form"]),
    (&["Ada", "Ada Field"], &["first-name"]),
    (&["Field", "Ada Field"], &["family-name"]),
    // Two different people.
    (&["Cora Chan", "Cora Chen"], &[]),
    (&["Paul Spring", "Paula Spring"], &[]),
    (&["Ben Barley", "Dan Barley"], &[]),
    (&["Ben Lord", "Ben Sachs"], &[]),
    (&["Dr. No", "Dr. Yes"], &[]),
    (&["Ben K. Barley", "Ben M. Barley"], &[]),
    (&["Ben Barley 1", "Ben Barley 2"], &[]),
    (&["田中", "中田"], &[]),
    // It could be either.
    (&["Ada", "Ada Field", "Ada Acre"], &[]),
    (&["B. Barley", "Ben Barley", "Bea Barley"], &[]),
    (&["Dan Spring", "Daniel Spring", "Danny Spring"], &[]),
    (&["Ada", "ada", "Ada Field"], &["first-name", "first-name", "same-words"]),
];

/// An episode in which people speak in turn.
fn talk(id: &str, people: &[(&str, &str)]) -> String {
    let speakers =
        people.iter().map(|(id, name)| format!("  {{ id = \"{id}\", name = \"{name}\", role = \"guest\" }},\n"));
    let turns = people.iter().enumerate().map(|(nth, (_, name))| format!("\n**{name}:** I am number {nth}. ^p{nth}\n"));
    let (speakers, turns): (String, String) = (speakers.collect(), turns.collect());
    format!(
        "+++\nid = \"{id}\"\ntitle = \"T\"\npublisher = \"P\"\nlanguage = \"en\"\nspeakers = [\n{speakers}]\n+++\n\n## {{#a}}\n{turns}"
    )
}

/// The reasons of the doubles that are offered in a library, sorted.
fn reasons(bench: &Bench) -> Vec<String> {
    let json: Value = serde_json::from_str(&bench.run(&["speakers", "--json"]).code(0).out).unwrap();
    let doubles = json["doubles"].as_array().unwrap().iter();
    let mut reasons: Vec<String> = doubles.map(|double| double["reason"].as_str().unwrap().to_owned()).collect();
    reasons.sort();
    reasons
}

#[test]
fn likely_doubles_are_offered_and_different_people_are_not() {
    for (names, offered) in DOUBLES {
        let bench = Bench::empty();
        let ids: Vec<String> = (0..names.len()).map(|nth| format!("person-{nth}")).collect();
        let people: Vec<(&str, &str)> = ids.iter().map(String::as_str).zip(names.iter().copied()).collect();
        for (nth, person) in people.iter().enumerate() {
            bench.write(&format!("episodes/talk-{nth}.md"), talk(&format!("talk-{nth}"), &[*person]));
        }
        assert_eq!(reasons(&bench), offered, "{names:?}");
        // Who speaks to each other is not one, unless the names are nearly the same.
        bench.write("episodes/all.md", talk("all", &people));
        let kept: Vec<&str> =
            offered.iter().copied().filter(|it| ["same-words", "other-order", "spelling"].contains(it)).collect();
        assert_eq!(reasons(&bench), kept, "{names:?} together");
    }
}

/// A first name is that of the one who has the same role in the show, whoever else has been its guest.
#[test]
fn a_first_name_is_that_of_the_one_with_the_same_role() {
    let bench = Bench::empty();
    for (nth, (name, role)) in
        [("Ada", "host"), ("Ada Field", "host"), ("Ada Acre", "guest"), ("Ada Wood", "guest")].iter().enumerate()
    {
        let text = talk(&format!("talk-{nth}"), &[(&format!("person-{nth}"), name)]);
        bench.write(&format!("episodes/talk-{nth}.md"), text.replace("\"guest\"", &format!("\"{role}\"")));
    }
    bench.run(&["speakers"]).code(0).says("answerbook speakers merge person-0 --into person-1");
    assert_eq!(reasons(&bench), ["first-name"]);
}

// ---- build

#[test]
fn answers_about_the_same_are_named_with_what_they_are_about_as_written() {
    let bench = Bench::new();
    let told = [
        (
            "bo",
            "A T-shirt press, from Wolverton. One T-shirt press is enough: a T-shirt press lasts. The cotton lies flat on the platen, \
                the ink is drawn over the screen with a squeegee, and the heat sets it. We print some forty an hour, and wash the screen at \
                night, since ink that dries in the mesh never leaves it, and cotton shows each speck.",
        ),
        (
            "cy",
            "Our T-shirt press broke, and no T-shirt press is cheap. I miss that T-shirt press. Without its heat the ink stays wet on the \
                cotton, so that every one hangs a day over the stove. The screen I can still draw by hand, with the old squeegee; but the \
                platen is cracked, and mesh is dear, and nobody nearby mends such machines.",
        ),
    ];
    for (guest, told) in told {
        let mut text = format!(
            "+++\nid = \"shop-{guest}\"\ntitle = \"Shop\"\ndate = 2024-01-01\npublisher = \"Sample\"\nlanguage = \"en\"\nspeakers = [\n  \
             {{ id = \"ann\", name = \"Ann\", role = \"host\" }},\n  {{ id = \"{guest}\", name = \"{guest}\", role = \"guest\" }},\n]\n+++\n"
        );
        for nth in 0..20 {
            let said = if nth == 2 { told.to_owned() } else { format!("Those were number{nth}.") };
            text.push_str(&format!("\n## {{#a{nth}}}\n\n**Ann:** And then? ^q{nth}\n\n**{guest}:** {said} ^p{nth}\n"));
        }
        bench.write(&format!("episodes/shop-{guest}.md"), text);
    }
    bench.build(&[]).code(0);
    for episode in ["shop-bo", "shop-cy"] {
        let page = bench.read(&format!("dist/episodes/{episode}/a2/index.html"));
        let (_, shared) = page.split_once("both speak of ").unwrap();
        let shared: BTreeSet<&str> = shared.split_once("</p>").unwrap().0.split(", ").collect();
        assert_eq!(shared, BTreeSet::from(["T-shirt press"]), "{episode}");
    }
}

#[test]
fn voices_of_advertisements_are_no_guests_and_in_no_list() {
    let bench = Bench::new();
    bench.edit(
        "episodes/tides.md",
        "speakers = [\n",
        "speakers = [\n  { id = \"crier\", name = \"Sample Crier\", role = \"guest\" },\n",
    );
    let episode = bench.read("episodes/tides.md");
    bench.write(
        "episodes/tides.md",
        format!("{episode}\n## Buy kettles {{#kettles .ad}}\n\n**Sample Crier:** Kettles! ^k1\n"),
    );
    bench.build(&[]).code(0);
    let names = |page: &str| bench.read(&format!("dist/{page}index.html")).contains("Sample Crier");
    assert!(names("episodes/tides/kettles/") && names("speakers/crier/"));
    assert!(!names("speakers/") && !names(""), "who speaks in no answer is in no list");
}

#[test]
fn build_writes_the_whole_site() {
    let bench = Bench::new();
    bench.build(&[]).code(0).says("2 episodes, 3 answers").says("--site-url");
    let files = bench.tree("dist");
    let expected = [
        ".nojekyll",
        "404.html",
        "answerbook.js",
        "episodes/harvest/index.html",
        "episodes/harvest/transcript.json",
        "episodes/harvest/transcript.md",
        "episodes/harvest/what-machines-changed/index.html",
        "episodes/tides/the-first-thing/index.html",
        "fonts/plain.woff2",
        "index.html",
        "speakers/ada-field/index.html",
        "topics/weather/index.html",
    ];
    let missing: Vec<&str> = expected.into_iter().filter(|path| !files.contains_key(*path)).collect();
    assert!(missing.is_empty(), "{missing:?} of {:?}", files.keys());
    let (js, wasm) = app(&files);
    assert_eq!(wasm, &js.replace(".js", "_bg.wasm"));
    let start = bench.read("dist/answerbook.js");
    assert!(start.contains(js) && start.contains(wasm), "{start}");
    let home = bench.read("dist/index.html");
    assert!(home.contains("Field talks"), "{home}");
    let sheets: Vec<&String> = files.keys().filter(|path| path.ends_with(".css")).collect();
    let [sheet] = sheets[..] else { panic!("not one style sheet: {sheets:?}") };
    assert!(home.contains(&format!("<link rel=\"stylesheet\" href=\"{sheet}\">")), "{home}");
    assert_eq!(sheet, "style-0001.css");
}

#[test]
fn two_builds_are_the_same_bytes() {
    let bench = Bench::new();
    bench.build(&["--out", "one"]).code(0);
    bench.build(&["--out", "two"]).code(0);
    bench.build(&["--out", "two"]).code(0);
    assert!(bench.tree("one") == bench.tree("two"));
    assert_eq!(bench.names(), ["episodes", "one", "two"]);
}

#[test]
fn a_build_from_the_same_sources_writes_nothing() {
    let bench = Bench::new();
    let written = || fs::metadata(bench.path("dist/index.html")).unwrap().modified().unwrap();
    bench.build(&[]).code(0).says("files, ");
    let first = written();
    bench.build(&[]).code(0).says("dist: 2 episodes, 3 answers, nothing has changed");
    assert_eq!(written(), first);
    let good = bench.tree("dist");
    bench.build(&["--site-url", "https://example.org/"]).code(0).says("files, ");
    bench.build(&[]).code(0).says("files, ");
    assert!(bench.tree("dist") == good);
    fs::remove_file(bench.path("dist/topics/weather/index.html")).unwrap();
    bench.build(&[]).code(0).says("files, ");
    assert!(bench.tree("dist") == good, "what was removed is there again");
    bench.write("dist/index.html", "x".repeat(good["index.html"].len()));
    bench.build(&[]).code(0).says("files, ");
    assert!(bench.tree("dist") == good, "what was touched is as it was");
    bench.edit("episodes/tides.md", "id = \"tides\"", "id = \"tides\" # A remark.");
    bench.build(&[]).code(0).says("files, ");
}

#[test]
fn a_release_is_recorded_and_links_follow_what_moves() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0).says("17 lines appended");
    let first = bench.ledger();
    bench.publish("2026-01-02").code(0).says("0 lines appended");
    assert_eq!(bench.ledger(), first);
    let digest = LedgerDigest::read(&bench.read("dist/links.digest")).unwrap();
    assert_eq!(digest, LedgerDigest::of(&Ledger::read(&first).0), "its digest is part of the site");
    assert!(!bench.path("dist/links.ledger").exists());
    assert!(bench.read("episodes/.gitattributes").contains("links/*.ledger text eol=lf merge=union"));
    bench.edit("episodes/harvest.md", "{#what-machines-changed", "{#the-combine");
    bench.edit("episodes/topics.toml", "[weather]", "[sky]");
    let line = "moved answer harvest/what-machines-changed to harvest/the-combine";
    bench.build(&[]).code(1).says("a published id is gone").says(line).says("moved topic weather to sky");
    bench.publish("2026-02-01").code(1);
    assert_eq!(bench.ledger(), first, "nothing is written before it is said what became of them");
    bench.write_ledger(&format!("{first}2026-02-01 {line}\n2026-02-01 moved topic weather to sky\n"));
    bench.publish("2026-02-01").code(0);
    let moved = bench.read("dist/episodes/harvest/what-machines-changed/index.html");
    assert!(moved.contains("And what did the combine change?") && moved.contains("id=\"p-c3\""), "{moved}");
    assert!(moved.contains("href=\"../../../episodes/harvest/the-combine/\">What machines changed"), "{moved}");
    assert!(bench.read("dist/episodes/harvest/index.html").contains("id=\"what-machines-changed\""));
    assert!(bench.read("dist/topics/weather/index.html").contains("href=\"../../topics/sky/\""));
    bench.run(&["search", "bark", "--topic", "weather"]).code(0).says("harvest/when-it-begins");
    bench.run(&["links", "report"]).code(0).says("still text");
    let ledger = bench.ledger();
    bench.write("before.ledger", &first);
    bench.run(&["links", "check", "--against", "before.ledger"]).code(0).says("19 ids published");
    bench.write_ledger(&ledger.replace("Bringing in", "Bringing home"));
    bench
        .run(&["links", "check", "--against", "before.ledger"])
        .code(1)
        .says("before.ledger:10: ")
        .says("deleted or altered");
}

/// Earlier releases wrote one file, and versions of twelve digits. What they published still counts.
#[test]
fn a_ledger_of_earlier_releases_is_divided_once() {
    let bench = Bench::new();
    let undivided = fs::read_to_string(fixtures().join("undivided.ledger")).unwrap() + "# A remark of the owner's.\n";
    bench.write("episodes/links.ledger", &undivided);
    bench.build(&[]).code(0);
    let digest = LedgerDigest::of(&Ledger::read(&undivided).0).to_text();
    assert_eq!(bench.read("dist/links.digest"), digest);
    bench.run(&["links", "check", "--against", "episodes"]).code(0).says("17 ids published");
    bench.publish("2026-02-01").code(0).says("17 lines appended");
    assert!(!bench.path("episodes/links.ledger").exists());
    let divided = bench.ledger();
    assert!(undivided.lines().skip(2).all(|line| divided.contains(line)), "every line of it is there: {divided}");
    assert_eq!(divided.matches("2026-02-01 rehashed ").count(), 17, "the texts are the same: {divided}");
    bench.write("before.ledger", &undivided);
    bench.run(&["links", "check", "--against", "before.ledger"]).code(0);
    bench.build(&["--site-url", "https://example.org/"]).code(0);
    let map = bench.read("dist/sitemap.xml");
    assert!(map.contains("2026-01-01") && !map.contains("2026-02-01"), "nothing has changed on that day: {map}");
    assert!(bench.tree("dist/episodes").keys().all(|path| !path.contains("/former/")), "no text is a former one");

    // A release that was killed leaves both.
    bench.write("episodes/links.ledger", &undivided);
    bench.run(&["links", "check", "--against", "dist/links.digest"]).code(0).says("17 ids published");
    bench.publish("2026-02-01").code(0).says("0 lines appended");
    assert!(!bench.path("episodes/links.ledger").exists() && bench.ledger() == divided);

    // A link that was made before an edit names the old version, and one that was made after it the new one.
    bench.edit("episodes/tides.md", "means little", "means very little");
    bench.publish("2026-03-01").code(0);
    let former: Vec<String> = bench.tree("dist/episodes/tides/former").into_keys().collect();
    assert_eq!(former.len(), 2, "{former:?}");
}

/// What is a comment today was text once, and may have been published.
#[test]
fn a_comment_that_was_published_is_withdrawn() {
    let bench = Bench::new();
    bench.edit("episodes/tides.md", "means little", "means <!-- private --> little");
    let said = "The moon, and then the weather. A dry week means <!-- private --> little to a tide.";
    let version = Version::earlier_of(&[said]);
    bench.write("episodes/published/tides.txt", format!("{version} {said}\n"));
    bench.write(
        "episodes/links.ledger",
        format!(
            "2026-01-01 live episode tides {version} T\n2026-01-01 live answer tides/the-first-thing {version} T\n2026-01-01 live \
             paragraph tides/p-b2 {version} the-first-thing\n"
        ),
    );
    bench
        .publish("2026-02-01")
        .code(0)
        .says("published/tides.txt:1")
        .says("with a comment in it, which is shown no more");
    assert!(bench.ledger().contains("2026-02-01 edited paragraph tides/p-b2 "), "{}", bench.ledger());
    assert!(
        bench
            .read("episodes/published/tides.txt")
            .contains(" The moon, and then the weather. A dry week means little to")
    );
    assert_eq!(bench.read(&format!("dist/episodes/tides/former/{version}.txt")), "");
    assert!(bench.tree("dist").values().all(|bytes| !String::from_utf8_lossy(bytes).contains("private")));
}

#[test]
fn a_part_of_the_ledger_holds_its_own_lines() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let parts: Vec<String> = bench.tree("episodes/links").into_keys().collect();
    assert_eq!(parts, ["_speakers-and-topics.ledger", "harvest.ledger", "tides.ledger"]);
    let tides = bench.read("episodes/links/tides.ledger");
    let line = tides.lines().last().unwrap();
    bench.write("episodes/links/harvest.ledger", bench.read("episodes/links/harvest.ledger") + line);
    bench
        .run(&["check"])
        .code(1)
        .says("episodes/links/harvest.ledger:11")
        .says("a line about something else")
        .says("move it to tides.ledger");
    bench.publish("2026-01-01").code(1);
    fs::rename(bench.path("episodes/links/harvest.ledger"), bench.path("episodes/links/Harvest (1).ledger")).unwrap();
    bench.run(&["check"]).code(1).says("Harvest (1).ledger").says("no part of the ledger");
    fs::remove_file(bench.path("episodes/links/Harvest (1).ledger")).unwrap();
    bench.publish("2026-01-01").code(2).says("lines of an episode that dist/links.digest counts are missing");
}

#[test]
fn a_new_version_keeps_the_ids_and_what_an_editor_wrote() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let version = "**Ada Field:** What is the first thing you look at in the morning?\n\n**Cora Shore:** The moon, and then the \
                   weather. A dry week means very little to a tide.\n\n**Ada Field:** And after that?\n\n**Cora Shore:** Coffee.\n";
    bench.write("new/tides.md", version);
    bench
        .run(&["import", "new/tides.md", "--date", "2026-02-01"])
        .code(0)
        .says("2 paragraphs kept, 1 of them edited, 2 new, 0 gone");
    let episode = bench.read("episodes/tides.md");
    assert!(episode.contains("means very little to a tide. ^b2") && episode.contains("date = 2024-03-01"), "{episode}");
    assert!(episode.contains("{ id = \"ada-field\", name = \"Ada Field\", role = \"host\" }"), "{episode}");
    bench.publish("2026-02-01").code(0).says("lines appended");
    assert!(bench.ledger().contains("2026-02-01 edited paragraph tides/p-b2 "));
    assert_eq!(bench.read("episodes/published/tides.txt").lines().count(), 5, "both texts of b2 are kept");

    // A comment of the editor's stays at its paragraph.
    bench.edit("episodes/tides.md", "Coffee.", "Coffee. <!-- Or tea? -->");
    bench.write("new/tides.md", version.replace("And after that?", "And after that, then?"));
    bench.run(&["import", "new/tides.md"]).code(0).says("4 paragraphs kept, 1 of them edited");
    assert!(
        bench.read("episodes/tides.md").contains("Coffee. <!-- Or tea? --> ^"),
        "{}",
        bench.read("episodes/tides.md")
    );
    bench.write("new/tides.md", version);
    bench.run(&["import", "new/tides.md"]).code(0);

    // What was cut out gets a line for the next release; what was reworded is for an editor to decide.
    bench.write("new/tides.md", version.replace("\n\n**Ada Field:** And after that?\n\n**Cora Shore:** Coffee.", ""));
    bench.run(&["import", "new/tides.md"]).code(0).says("links.pending: 2 lines for the next release");
    bench.run(&["check"]).code(0);
    bench.publish("2026-03-01").code(0);
    assert!(!bench.path("episodes/links.pending").exists());
    assert_eq!(bench.ledger().matches(" removed paragraph tides/p-").count(), 2);
    let before = bench.read("episodes/tides.md");
    bench.write(
        "new/tides.md",
        version.split("**Cora").next().unwrap().to_owned()
            + "**Cora Shore:** Whatever is on the stove, to be honest.\n",
    );
    bench.run(&["import", "new/tides.md"]).code(1).says("unclear").says("before: The moon").says("--unclear keep");
    assert_eq!(bench.read("episodes/tides.md"), before);
    bench.run(&["import", "new/tides.md", "--unclear", "remove"]).code(0).says("1 gone");
}

/// The ledger grows with every release, and what bounds an episode does not bound it.
#[test]
fn a_ledger_may_be_larger_than_an_episode() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let remark = format!("# {}\n", "x".repeat(1000));
    bench.write("episodes/links/harvest.ledger", bench.read("episodes/links/harvest.ledger") + &remark.repeat(34_000));
    for (date, words) in [("2026-02-01", "four dry days"), ("2026-03-01", "five dry days")] {
        let before = bench.read("episodes/harvest.md");
        let said = before.split(" dry days").next().unwrap().rsplit(' ').next().unwrap();
        bench.write("episodes/harvest.md", before.replace(&format!("{said} dry days"), words));
        bench.publish(date).code(0).says("lines appended");
    }
    bench.run(&["check"]).code(0);
    bench.run(&["links", "check"]).code(0).says("17 ids published");
}

/// Dates in a ledger never decrease: a line of an earlier day would be read before the lines that it follows.
#[test]
fn a_release_comes_after_the_last_one() {
    let bench = Bench::new();
    bench.publish("2026-02-01").code(0);
    bench.edit("episodes/harvest.md", "three dry days", "four dry days");
    let ledger = bench.ledger();
    bench.publish("2026-01-31").code(2).says("last release was on 2026-02-01").says("--date");
    assert_eq!(bench.ledger(), ledger);
    // As Windows Notepad writes it, and of a day to come.
    bench.edit("episodes/harvest.md", "\n\nNow there is me, and the radio. ^e5", "");
    bench.write("episodes/links.pending", "\u{feff}2027-01-01 removed paragraph harvest/p-e5\r\n");
    bench.publish("2026-03-01").code(0);
    assert!(bench.ledger().contains("\n2026-03-01 removed paragraph harvest/p-e5\n"));
    bench.run(&["links", "check"]).code(0);
}

#[test]
fn a_release_that_cannot_be_built_writes_nothing() {
    let bench = Bench::new();
    let site = bench.read("episodes/site.toml");
    for (font, why) in [("nope.ttf", "cannot read"), ("site.toml", "is no font")] {
        bench.write("episodes/site.toml", format!("{site}\n[pictures]\nfont = \"{font}\"\n"));
        let before = bench.tree("episodes");
        bench.publish("2026-01-01").code(2).says(why);
        bench.run(&["check"]).code(2).says(why);
        assert!(bench.tree("episodes") == before, "{font}");
    }
    bench.write("episodes/site.toml", site);
    bench.publish("2026-01-01").code(0).says("commit episodes, whose ledger");
    let before = bench.tree("episodes");
    bench.publish("2025-12-31").code(2).says("cannot come after it");
    assert!(bench.tree("episodes") == before);
    // The last release is still there, but its ledger is not whole.
    let ledger = bench.ledger();
    let line = ledger.lines().nth(3).unwrap();
    bench.write_ledger(&ledger.replace(&format!("{line}\n"), ""));
    bench.publish("2026-02-01").code(2).says("which dist/links.digest counts").says("restore it from git");
    // Nor is that of a site which an earlier version has made.
    fs::remove_file(bench.path("dist/links.digest")).unwrap();
    bench.write("dist/links.ledger", &ledger);
    bench.publish("2026-02-01").code(2).says("lacks a line of the last release").says(line);
    fs::remove_dir_all(bench.path("dist")).unwrap();
    fs::remove_dir_all(bench.path("episodes/links")).unwrap();
    bench.publish("2026-02-01").code(2).says("episodes/links is missing").says("restore it");
}

/// A byte order mark hides no line of a ledger, and a version is never used as a path.
#[test]
fn an_odd_ledger_is_still_compared() {
    let bench = Bench::new();
    bench.publish("2026-02-01").code(0);
    let ledger = bench.ledger();
    bench.write_ledger(&format!("\u{feff}{ledger}"));
    bench.edit("episodes/harvest.md", "\n\nNow there is me, and the radio. ^e5", "");
    bench.build(&[]).code(1).says("a published id is gone");
    bench.write_ledger(&format!("{ledger}2026-02-02 live paragraph tides/p-zz ../../../evil the-first-thing\n"));
    bench.build(&[]).code(1).says("no version of a text");
}

#[test]
fn what_is_split_or_removed_has_a_page() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    bench.edit("episodes/harvest.md", "## What machines changed {#what-machines-changed +machines}", "## One {#one}");
    bench.edit("episodes/harvest.md", "\n\nNow there is me", "\n\n## Two {#two}\n\n**Ben Barley:** Now there is me");
    let ledger = bench.ledger();
    bench.build(&[]).code(1).says("split answer harvest/what-machines-changed into harvest/one harvest/two");
    let split = "2026-02-01 split answer harvest/what-machines-changed into harvest/one harvest/two\n";
    bench.write_ledger(&format!("{ledger}{split}"));
    bench.publish("2026-02-01").code(0);
    let page = bench.read("dist/episodes/harvest/what-machines-changed/index.html");
    assert!(
        page.contains("What machines changed") && page.contains("harvest/one/") && page.contains("harvest/two/"),
        "{page}"
    );
    assert!(page.contains("id=\"p-c3\"") && page.contains("harvest/one/#p-c3"), "paragraph links lead on: {page}");
    fs::remove_file(bench.path("episodes/tides.md")).unwrap();
    let ledger = bench.ledger();
    bench.build(&[]).code(1).says("removed episode tides").says("removed speaker cora-shore");
    // What was removed is shown nowhere, its title included, unless the ledger says that its words may be kept.
    for (keep, title, episode) in [
        ("", "An answer that was removed", "An interview that was removed"),
        (" keep-text", "What is the first thing you look at", "Reading the tides"),
    ] {
        let removed = format!("2026-03-01 removed episode tides{keep}\n2026-03-01 removed speaker cora-shore{keep}\n");
        bench.write_ledger(&format!("{ledger}{removed}"));
        fs::remove_dir_all(bench.path("dist")).unwrap();
        bench.publish("2026-03-01").code(0);
        let tombstone = bench.read("dist/episodes/tides/the-first-thing/index.html");
        assert!(tombstone.contains(title) && tombstone.contains("removed on"), "{tombstone}");
        assert!(bench.read("dist/episodes/tides/index.html").contains(episode));
        let speaker = bench.read("dist/speakers/cora-shore/index.html");
        assert_eq!(speaker.contains("Cora Shore"), !keep.is_empty(), "{speaker}");
        let former = bench.tree("dist/episodes/tides/former");
        assert!(!former.is_empty() && former.values().all(|text| text.is_empty() == keep.is_empty()), "its words");
    }
    bench.write_ledger(&format!("{ledger}2026-03-01 removed episode tides keep-texts\n"));
    bench.build(&[]).code(1).says("unknown word behind what was removed").says("`keep-text`");
}

#[test]
fn an_episode_that_is_gone_leaves_no_page() {
    let bench = Bench::new();
    bench.build(&[]).code(0);
    fs::remove_file(bench.path("episodes/tides.md")).unwrap();
    bench.build(&[]).code(0).says("1 episode, 2 answers");
    let files = bench.tree("dist");
    assert!(files.keys().all(|path| !path.contains("tides")), "{:?}", files.keys());
}

#[test]
fn errors_never_replace_a_good_site() {
    let bench = Bench::new();
    bench.build(&[]).code(0);
    let good = bench.tree("dist");
    bench.edit("episodes/tides.md", "id = \"tides\"", "id = \"harvest\"");
    bench.build(&[]).code(1).says("duplicate episode id").says("episodes/harvest.md");
    assert!(bench.tree("dist") == good);
    bench.edit("episodes/tides.md", "id = \"harvest\"", "id = \"tides\"");
    bench.edit("episodes/tides.md", " {#the-first-thing}", "");
    bench.build(&[]).code(1).says("answerbook ids");
    assert!(bench.tree("dist") == good);
    assert_eq!(bench.names(), ["dist", "episodes"]);
}

#[test]
fn a_folder_that_is_no_earlier_build_is_left_alone() {
    let bench = Bench::new();
    bench.write("thesis/chapter.txt", "years of work");
    bench.build(&["--out", "thesis"]).code(2).says("thesis holds files that Answerbook did not write");
    bench.build(&["--out", "episodes"]).code(2).says("did not write");
    bench.build(&["--out", "thesis/chapter.txt"]).code(2).says("is not a folder");
    assert_eq!(bench.tree("thesis").len(), 1);
    fs::create_dir(bench.path("empty")).unwrap();
    bench.build(&["--out", "empty"]).code(0);
    bench.build(&["--out", "deep/er/site"]).code(0);
    assert!(bench.path("deep/er/site/index.html").is_file());
}

#[test]
fn the_sites_address_is_written_into_its_pages() {
    let bench = Bench::new();
    let canonical = "https://example.org/talks/episodes/harvest/";
    let ran = bench.build(&["--site-url", "https://example.org/talks"]).code(0);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    assert!(bench.read("dist/episodes/harvest/index.html").contains(canonical));
    assert!(bench.read("dist/404.html").contains("/talks/"), "the page for wrong addresses has no base");
    bench.edit("episodes/site.toml", "language", "address = \"https://example.org/talks/\"\nlanguage");
    bench.build(&[]).code(0);
    assert!(bench.read("dist/episodes/harvest/index.html").contains(canonical));
    bench.build(&["--base", "/other/"]).code(0).says("built for /other/");
    assert!(bench.read("dist/404.html").contains("/other/"));
}

/// A page has no base, so that the way to an address of the site depends on where the page is.
#[test]
fn the_link_home_leads_there_from_every_page() {
    let bench = Bench::new();
    let site = bench.read("episodes/site.toml");
    let home = |url: &str| {
        bench.write("episodes/site.toml", format!("{site}\n[home]\nlabel = \"Home\"\nurl = \"{url}\"\n"));
        bench.build(&["--base", "/talks/"]).code(0);
        let pages =
            ["index.html", "episodes/harvest/index.html", "episodes/harvest/when-it-begins/index.html", "404.html"];
        pages.map(|page| {
            let html = bench.read(&format!("dist/{page}"));
            let (before, _) = html.split_once(">Home<").unwrap_or_else(|| panic!("no link home in {page}: {html}"));
            before.rsplit_once("href=\"").unwrap().1.split('"').next().unwrap().to_owned()
        })
    };
    assert_eq!(home("about/"), ["about/", "../../about/", "../../../about/", "/talks/about/"]);
    assert_eq!(home("about/?from=https://x")[1], "../../about/?from=https://x");
    assert_eq!(home("/about/"), ["/about/"; 4]);
    assert_eq!(home("https://press.example/"), ["https://press.example/"; 4]);
}

/// The paths of the app's JavaScript and WebAssembly.
#[track_caller]
fn app(files: &BTreeMap<String, Vec<u8>>) -> (&str, &str) {
    let named = |end: &str| files.keys().find(|path| path.starts_with("answerbook-") && path.ends_with(end)).unwrap();
    (named(".js"), named("_bg.wasm"))
}

/// A WebAssembly module of nothing but functions that it imports from one module and exports again.
fn wasm_module(from: &str, names: &[&str]) -> Vec<u8> {
    let len = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
    let text = |text: &str| [&[len(text.as_bytes())], text.as_bytes()].concat();
    let section = |id: u8, items: Vec<Vec<u8>>| {
        let body = [vec![u8::try_from(items.len()).unwrap()], items.concat()].concat();
        // Lengths take seven bits a byte.
        let len = [(body.len() & 0x7F) as u8 | 0x80, (body.len() >> 7) as u8];
        [&[id], &len[..], &body].concat()
    };
    let types = section(1, vec![vec![0x60, 0, 0]]);
    let imports = names.iter().map(|name| [text(from), text(name), vec![0, 0]].concat()).collect();
    let exports = (0..).zip(names).map(|(nth, name)| [text(&[name, "_too"].concat()), vec![0, nth]].concat()).collect();
    [b"\0asm\x01\0\0\0".to_vec(), types, section(2, imports), section(7, exports)].concat()
}

/// What a module imports, from where, and what it exports.
fn imports_and_exports(wasm: &[u8]) -> (Vec<(String, String)>, Vec<String>) {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    for payload in wasmparser::Parser::new(0).parse_all(wasm) {
        match payload.unwrap() {
            wasmparser::Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.unwrap();
                    imports.push((import.module.to_owned(), import.name.to_owned()));
                }
            }
            wasmparser::Payload::ExportSection(section) => {
                exports.extend(section.into_iter().map(|export| export.unwrap().name.to_owned()));
            }
            _ => {}
        }
    }
    (imports, exports)
}

#[test]
fn the_app_is_written_smaller_and_its_two_files_still_fit() {
    const FOCUS: &str = "__wbg_focus_0a8d513ea5d8338e";
    const TEXT: &str = "__wbg_text_ffffffffffffffff";
    // What leptos and wasm-bindgen bring along, and no page uses.
    const UNUSED: &str = "\
export class IntoUnderlyingSink {
    free() {
        wasm.free(this.__wbg_ptr);
    }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;
const __wbindgen_enum_ReadableStreamType = [\"bytes\"];
const IntoUnderlyingSinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {} }
    : new FinalizationRegistry((ptr) => wasm.free(ptr));
function initSync(module) {
    return module;
}
function debugString(val) {
    return `${val}`;
}
";
    let bench = Bench::new();
    let js = format!(
        "{UNUSED}/** What it\n * imports. */\nfunction described(arg1) {{\n    const ret = debugString(arg1);\n    return ret;\n}}\nconst import0 = {{\n    {FOCUS}: function(arg0) {{\n        \
         // Of the page.\n        arg0.focus();\n    }},\n    __wbg_item_bd1f: 1,\n    {TEXT}: (arg0) => arg0.text(),\n}};\n\
         const imports = {{\n    \"./answerbook_bg.js\": import0,\n}};\nexport {{ initSync, __wbg_init as default }};\n"
    );
    let wasm = wasm_module("./answerbook_bg.js", &[TEXT, "__wbg_item_bd1f", FOCUS, "intounderlyingsource_pull"]);
    // Without the tools that shrink what is left, whatever they make of it.
    let output = trunk_hook_with(&bench, js.as_bytes(), &wasm, |hook| {
        hook.env("PATH", bench.folder.path()).env("ANSWERBOOK_TOOLS", bench.path("no-tools"))
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = bench.tree("stage");
    let (js, wasm) = app(&files);
    let expected = "function described(arg1) {\nconst ret = String(arg1);\nreturn ret;\n}\nconst import0 = {\n_1: function(arg0) {\narg0.focus();\n},\n__wbg_item_bd1f: 1,\n\
                    _2: (arg0) => arg0.text(),\n};\nconst imports = {\n\"_\": import0,\n};\n\
                    export { __wbg_init as default };\n";
    assert_eq!(String::from_utf8_lossy(&files[js]), expected);
    let (imports, exports) = imports_and_exports(&files[wasm]);
    assert_eq!(imports, ["_2", "__wbg_item_bd1f", "_1"].map(|name| ("_".to_owned(), name.to_owned())));
    let exported = [TEXT, "__wbg_item_bd1f", FOCUS].map(|name| [name, "_too"].concat());
    assert_eq!(exports, exported, "a name that only begins like one is none, and what no page calls is left out");
}

#[test]
fn an_app_of_another_tool_is_refused() {
    let bindgen = b"\"./answerbook_bg.js\": import0,\n";
    let cases: [(&[u8], &[u8], &str); 3] = [
        (b"const imports = {};\n", b"\0asm\x01\0\0\0", "not that of our version of wasm-bindgen"),
        (bindgen, b"no module", "the WebAssembly cannot be read"),
        (b"\xFF", b"\0asm\x01\0\0\0", "is no text"),
    ];
    for (js, wasm, why) in cases {
        let output = trunk_hook(&Bench::new(), js, wasm);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && err.contains(why), "{why}: {err}");
    }
}

#[test]
fn a_library_needs_no_settings() {
    let bench = Bench::new();
    fs::remove_file(bench.path("episodes/site.toml")).unwrap();
    fs::remove_file(bench.path("episodes/topics.toml")).unwrap();
    bench.edit("episodes/harvest.md", " +machines", "");
    bench.build(&[]).code(0);
    assert!(bench.read("dist/index.html").contains("Bringing in the harvest"));
}

/// A long answer has contents: what was asked on the way, and places in a monologue. A long title is set smaller.
#[test]
fn long_answers_have_contents_and_long_titles_a_class() {
    let bench = Bench::new();
    bench.build(&[]).code(0);
    let page = "dist/episodes/harvest/what-machines-changed/index.html";
    assert!(!bench.read(page).contains("In this answer") && !bench.read(page).contains("data-length"));
    let talk = "Before it there were many of us in that field, and we sang. ".repeat(40);
    let long = format!(
        "of us.\n\n{talk} ^k2\n\n**Ada Field:** I see. And who taught you to drive it? ^m3\n\n**Ben Barley:** {talk} ^n4\n\n{talk} ^p5\n\n{talk} ^q6\n\n"
    );
    bench.edit(
        "episodes/harvest.md",
        "Before it there were <b>forty</b> of us in that field, and a good lunch. ^d4\n\n",
        &format!("Before it, forty {long}").replace("of us.\n\n", "of us. ^d4\n\n"),
    );
    bench.edit(
        "episodes/harvest.md",
        "## What machines changed {",
        &format!("## {} {{", "What machines changed ".repeat(5).trim()),
    );
    bench.build(&[]).code(0);
    let page = bench.read(page);
    let contents = page.split("In this answer").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap_or_default();
    assert!(contents.contains("<a href=\"#p-m3\">And who taught you to drive it?</a>"), "{contents}");
    assert_eq!(contents.matches("<li>").count(), 2, "{contents}");
    assert!(page.contains("<h1 data-length=\"long\">"));
}

#[test]
fn sizes_are_compared_with_budgets_on_request() {
    let bench = Bench::new();
    bench.build(&["--check-budgets"]).code(0).says("JavaScript and WebAssembly, Brotli").says("kB of 105");
    // Bytes that no compression makes smaller.
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    })
    .take(130_000)
    .collect();
    copy(&fixtures().join("shell"), &bench.path("shell"));
    bench.write("shell/fonts/plain.woff2", &noise);
    let ran = bench.run(&["build", "--shell", "shell", "--check-budgets"]).code(1);
    ran.says("fonts").says("over budget");
}

/// What Trunk stages, with these two files of the app, and its hook over it.
fn trunk_hook(bench: &Bench, js: &[u8], wasm: &[u8]) -> Output {
    trunk_hook_with(bench, js, wasm, |hook| hook)
}

/// The same with more said to the command.
fn trunk_hook_with(bench: &Bench, js: &[u8], wasm: &[u8], more: impl FnOnce(&mut Command) -> &mut Command) -> Output {
    copy(&fixtures().join("stage"), &bench.path("stage"));
    bench.write("stage/answerbook-0003.js", js);
    bench.write("stage/answerbook-0003_bg.wasm", wasm);
    let mut hook = answerbook(bench.folder.path());
    hook.arg("trunk-hook").env("TRUNK_STAGING_DIR", bench.path("stage")).env("TRUNK_PUBLIC_URL", "/sub/");
    more(&mut hook).output().unwrap()
}

#[test]
fn trunk_gets_the_whole_site_over_its_shell() {
    let bench = Bench::new();
    let stage = |name: &str| fs::read(fixtures().join("stage").join(name)).unwrap();
    let output = trunk_hook(&bench, &stage("answerbook-0003.js"), &stage("answerbook-0003_bg.wasm"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = bench.tree("stage");
    let sheets: Vec<&String> = files.keys().filter(|path| path.ends_with(".css")).collect();
    let [sheet] = sheets[..] else { panic!("not one style sheet: {sheets:?}") };
    assert_eq!(files[sheet], [stage("tokens-0001.css"), stage("page-0002.css")].concat(), "in their order");
    assert!(bench.read("stage/index.html").contains("Field talks"), "Trunk's own page is still there");
    assert!(bench.read("stage/404.html").contains("/sub/"));
    assert!(!bench.path("stage/answerbook-0003.js").exists(), "an app that nothing names");
    bench.run(&["trunk-hook"]).code(2).says("TRUNK_STAGING_DIR");
}

// ---- search

#[test]
fn search_gives_the_json_of_the_page() {
    let bench = Bench::new();
    let ran = bench.run(&["search", "\"dry days\"", "--json"]).code(0);
    let hits: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(hits.as_array().unwrap().len(), 1, "{hits:#}");
    assert_eq!(hits[0]["id"], "harvest/when-it-begins");
    assert_eq!(hits[0]["url"], "episodes/harvest/when-it-begins/");
    assert_eq!(hits[0]["speaker"], "ben-barley");
    assert_eq!(hits[0]["match"], "exact");
    let text: Vec<u16> = hits[0]["snippet"]["text"].as_str().unwrap().encode_utf16().collect();
    let mark = |at: usize| usize::try_from(hits[0]["snippet"]["marks"][0][at].as_u64().unwrap()).unwrap();
    assert_eq!(String::from_utf16(&text[mark(0)..mark(1)]).unwrap(), "dry days");
}

#[test]
fn search_takes_the_filters_of_the_page() {
    let bench = Bench::new();
    let ids = |args: &[&str]| {
        let ran = bench.run(&[&["search", "--json"], args].concat()).code(0);
        let hits: Value = serde_json::from_str(&ran.out).unwrap();
        let ids = hits.as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(&["dry"]).len(), 2);
    assert_eq!(ids(&["dry", "--sort", "date"]), ["harvest/when-it-begins", "tides/the-first-thing"]);
    assert_eq!(ids(&["dry", "--limit", "1"]).len(), 1);
    assert_eq!(ids(&["dry", "--speaker", "cora-shore"]), ["tides/the-first-thing"]);
    assert_eq!(ids(&["dry", "--speaker", "ada-field"]), Vec::<String>::new());
    assert_eq!(ids(&["", "--topic", "machines"]), ["harvest/what-machines-changed"]);
    assert_eq!(ids(&["", "--episode", "tides", "--episode", "harvest"]).len(), 3);
    assert_eq!(ids(&["\"the barley\""]), ["harvest/when-it-begins"], "what was meant is not found");
}

// ---- serve

#[test]
fn serve_answers_as_a_static_host_does() {
    let bench = Bench::new();
    let before = bench.tree("episodes");
    let served = Served::start(&bench);
    let home = served.get("/");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("Field talks"), "{home}");
    assert!(home.contains("text/html; charset=utf-8"), "{home}");
    assert!(home.contains("answerbook-reload.js"), "no live reload: {home}");
    assert!(served.get("/answerbook-reload.js").starts_with("HTTP/1.1 200"));
    let start = served.get("/answerbook.js");
    let wasm = start.split('"').find(|text| text.ends_with("_bg.wasm")).unwrap();
    assert!(served.get(&format!("/{wasm}")).contains("application/wasm"));
    let redirect = served.get("/episodes/harvest?q=moon");
    assert!(redirect.contains("location: /episodes/harvest/?q=moon"), "{redirect}");
    for wrong in ["/nowhere", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/episodes/%2e%2e/index.html", "/%", "/%ff"] {
        let answer = served.get(wrong);
        assert!(answer.starts_with("HTTP/1.1 404") && answer.contains("Not found"), "{wrong}: {answer}");
    }
    for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost:x", ""] {
        let asked = served.connect(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        let answer = std::io::read_to_string(asked).unwrap();
        assert!(answer.starts_with("HTTP/1.1 4") && !answer.contains("Field talks"), "{host}: {answer}");
    }
    let post = served.connect("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assert!(std::io::read_to_string(post).unwrap().starts_with("HTTP/1.1 405"));
    assert_eq!(bench.names(), ["episodes"]);
    assert!(bench.tree("episodes") == before);
}

#[test]
fn a_ledger_is_compared_with_the_one_on_the_site() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let served = Served::start(&bench);
    let deployed = format!("http://{}/links.digest", served.address);
    bench.run(&["links", "check", "--against", &deployed]).code(0).says("17 ids published");
    // What is served follows what is edited.
    bench.write("deployed.digest", bench.read("dist/links.digest"));
    let deployed = "deployed.digest";
    let ledger = bench.ledger();
    bench.write_ledger(&format!("{ledger}2026-03-01 edited topic weather 0123456789ab Sky\n"));
    bench.run(&["links", "check", "--against", deployed]).code(0);
    bench.write_ledger(&ledger.replace("live paragraph tides/p-b2", "live paragraph tides/p-b3"));
    let ran = bench.run(&["links", "check", "--against", deployed]).code(1);
    ran.says("lines about the episode `tides`").says("some were deleted or altered");
    let without_speakers: String =
        ledger.lines().filter(|line| !line.contains(" speaker ")).map(|line| format!("{line}\n")).collect();
    bench.write_ledger(&without_speakers);
    bench.run(&["links", "check", "--against", deployed]).code(1).says("lines about the speakers and topics");
    let without_tides: String =
        ledger.lines().filter(|line| !line.contains(" tides")).map(|line| format!("{line}\n")).collect();
    bench.write_ledger(&without_tides);
    bench.run(&["links", "check", "--against", deployed]).code(1).says("lines of an episode").says("are missing");
}

/// A ledger of another site lacks all lines, and nobody reads them all.
#[test]
fn lost_lines_are_not_listed_without_end() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let line = |nth: usize| format!("2026-01-01 live topic t{nth} 00 Topic {nth}\n");
    bench.write("other.ledger", (0..1100).map(line).collect::<String>());
    let ran = bench.run(&["links", "check", "--against", "other.ledger"]).code(1).says("100 more, not listed");
    assert_eq!(ran.err.matches("a line of the ledger was deleted or altered").count(), 1000);
}

#[test]
fn a_digest_that_was_cut_is_none() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let text = bench.read("dist/links.digest");
    assert!(LedgerDigest::read(&text).is_some());
    let cuts = text.char_indices().map(|(at, _)| at).filter(|at| text[..*at].trim_end() != text.trim_end());
    for at in cuts {
        assert_eq!(LedgerDigest::read(&text[..at]), None, "{}", &text[..at]);
    }
}

/// The address of a host that gives one answer, and says nothing more.
fn host_of(answer: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/links.ledger", listener.local_addr().unwrap());
    let answer = answer.to_owned();
    thread::spawn(move || {
        let (mut asked, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        assert!(asked.read(&mut request).unwrap() > 0);
        asked.write_all(answer.as_bytes()).unwrap();
    });
    address
}

#[test]
fn a_ledger_that_does_not_come_whole_is_not_compared() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let ledger = bench.ledger();
    let line = ledger.lines().last().unwrap();
    let check =
        |answer: &str, first: &[&str]| bench.run(&[&["links", "check", "--against", &host_of(answer)], first].concat());
    let whole = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{line}\n", line.len() + 1);
    check(&whole, &[]).code(0).says("17 ids published");
    let nothing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    check(nothing, &[]).code(2).says("there is nothing at http://127.0.0.1").says("--first");
    check(nothing, &["--first"]).code(0).says("17 ids published");
    check("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", &["--first"]).code(2).says("is no ledger");
    check("HTTP/1.1 200 OK\r\n\r\n<!doctype html>\n<title>Soon</title>\n", &[]).code(2).says("is no ledger");
    for cut in ["Content-Length: 4096\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n1000\r\n"] {
        check(&format!("HTTP/1.1 200 OK\r\n{cut}{line}\n"), &[]).code(2).says("cannot read http://127.0.0.1");
    }
    check("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", &["--first"]).code(2).says("500");
    check("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", &[])
        .code(2)
        .says("cannot read");
    bench.run(&["links", "check", "--against", "http://127.0.0.1:9/links.ledger"]).code(2).says("Connection refused");
    bench.run(&["links", "check", "--against=--output=x"]).code(2).says("`git` has no such ledger");
}

#[test]
fn an_edit_shows_and_a_broken_one_keeps_the_last_good_site() {
    let bench = Bench::new();
    let mut served = Served::start(&bench);
    let request = format!("GET /answerbook-events HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
    let mut events = BufReader::new(served.connect(&request)).lines().map(Result::unwrap);
    let mut version = || events.find(|line| line.starts_with("data:")).unwrap();
    let first = version();
    assert!(served.get("/answerbook-reload.js").contains(first.trim_start_matches("data:").trim()));

    // An event says that the site is another one; a file that is being written may make more than one.
    let mut version_with = |served: &Served, words: &str| loop {
        let version = version();
        if served.get("/episodes/tides/").contains(words) {
            return version;
        }
    };
    bench.edit("episodes/tides.md", "The moon, and", "The full moon, and");
    assert_ne!(version_with(&served, "The full moon"), first, "open pages are not told");

    bench.edit("episodes/tides.md", "**Cora Shore:** The full", "**Nobody:** The new");
    served.wait_for_stderr("Still serving the last good site");
    assert!(served.get("/episodes/tides/").contains("The full moon"));

    bench.edit("episodes/tides.md", "**Nobody:** The new", "**Cora Shore:** The half");
    version_with(&served, "The half moon");
}

#[test]
fn serve_starts_with_no_broken_library_and_no_taken_port() {
    let bench = Bench::new();
    let served = Served::start(&bench);
    let port = served.address.split(':').nth(1).unwrap();
    bench.run(&["serve", "--port", port, "--shell", &shell()]).code(2).says(port);
    bench.edit("episodes/tides.md", "date = 2024-03-01", "date = 2024-03-32");
    bench.run(&["--port", "0", "--shell", &shell()]).code(1).says("episodes/tides.md:4:");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server_cleanly() {
    let bench = Bench::new();
    let mut served = Served::start(&bench);
    let request = format!("GET /answerbook-events HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
    let _open_page = served.connect(&request);
    let status = Command::new("kill").args(["-INT", &served.child.id().to_string()]).status().unwrap();
    assert!(status.success());
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}

// ---- each file once

/// What was printed, without durations and the number of rendered files.
fn without_measures(printed: &str) -> String {
    let without_measure = |line: &str| match line.rsplit_once(" in ") {
        Some((start, _)) if start.starts_with("Rendered ") => "Rendered\n".to_owned(),
        Some((start, _)) if start.starts_with("Read ") => format!("{start}\n"),
        _ => format!("{line}\n"),
    };
    printed.lines().map(without_measure).collect()
}

#[test]
fn a_release_prints_each_problem_once() {
    let bench = Bench::new();
    bench.edit("episodes/harvest.md", "meant = \"barley\"", "meant = \"bark lee\"");
    let ran = bench.publish("2026-01-01").code(0);
    let expected = "\
warning: a correction that changes nothing
  --> episodes/harvest.md:13:3
   |
13 |   { at = \"b2\", heard = \"bark lee\", meant = \"bark lee\" },
   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

1 warning
Read 2 episodes, 3 answers
episodes/links: 17 lines appended
warning: no address, so canonical links and Open Graph addresses are left out
  help: give --site-url https://…, or an `address` in site.toml
Rendered
";
    assert_eq!(without_measures(&ran.err), expected);
    ran.says("Next: upload ").says("commit episodes, whose ledger keeps links working");
    // What the release holds in memory is what is on the disk.
    bench.build(&[]).code(0).says("nothing has changed since it was built");
}

#[test]
fn a_site_that_is_current_is_known_by_the_files_it_was_made_from() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let args = ["--site-url", "https://example.org/"];
    let is_current = |bench: &Bench| {
        let ran = bench.build(&args).code(0);
        assert!(!ran.out.contains("nothing has changed") || ran.err.is_empty(), "the episodes are read: {}", ran.err);
        ran.out.contains("nothing has changed")
    };
    assert!(!is_current(&bench));
    assert!(is_current(&bench));
    let text = "episodes/published/tides.txt";
    let changes: [(&str, &dyn Fn()); 6] = [
        ("a new episode", &|| {
            let wells = bench.read("episodes/tides.md").replace("\"tides\"", "\"wells\"");
            bench.write("episodes/wells.md", &wells);
        }),
        ("an episode that is gone", &|| fs::remove_file(bench.path("episodes/wells.md")).unwrap()),
        ("settings that were not there", &|| bench.write("episodes/terms.toml", "")),
        ("a comment of the ledger", &|| {
            let ledger = bench.read("episodes/links/tides.ledger");
            bench.write("episodes/links/tides.ledger", ledger + "# A remark.\n");
        }),
        ("a published text", &|| bench.write(text, &(bench.read(text) + "# A remark.\n"))),
        ("pending lines", &|| bench.write("episodes/links.pending", "# A remark.\n")),
    ];
    for (what, change) in changes {
        change();
        assert!(!is_current(&bench), "{what}");
        assert!(is_current(&bench), "{what}");
    }
    // What a build has to say is said every time.
    bench.edit("episodes/harvest.md", "meant = \"barley\"", "meant = \"bark lee\"");
    let first = bench.build(&args).code(0).says("a correction that changes nothing");
    let again = bench.build(&args).code(0).says("nothing has changed");
    let problems: String = first.err.split_inclusive('\n').filter(|line| !line.starts_with("Re")).collect();
    assert_eq!(again.err, problems, "without reading the content");
    bench.edit("episodes/harvest.md", "heard = \"bark lee\"", "heard = ");
    bench.build(&args).code(1);
}

/// Two new versions and a new episode, each over the same library.
fn write_transcripts(bench: &Bench) -> [&'static str; 3] {
    let prompt = "**Ada Field:** What is the first thing you look at in the morning?";
    let tides =
        format!("{prompt}\n\n**Cora Shore:** The moon, and then the weather. A dry week means little to a tide.\n");
    bench.write("new/tides.md", &tides);
    let harvest = "**Ada Field:** How do you know that it is time?\n\n**Ben Barley:** The bark lee tells you. It bends, and \
                   then you have three dry days or you have none. Or two.\n\n**Ada Field:** And what did the combine change?\n\n\
                   **Ben Barley:** Before it there were <b>forty</b> of us in that field, and a good lunch.\n\n\
                   Now there is me, and the radio.\n";
    bench.write("new/harvest.md", harvest);
    bench.write("new/wells.md", "**Ada Field:** How deep is a well?\n\n**Dan Spring:** As deep as it must be.\n");
    ["new/tides.md", "new/harvest.md", "new/wells.md"]
}

/// The last two lines of an import.
fn imported(what: &str, more: &str) -> String {
    format!(
        "episodes: {what} written{more}\nNext: `answerbook` shows them, and `answerbook check` names what is wrong\n"
    )
}

#[test]
fn several_files_are_imported_over_one_library() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    let files = write_transcripts(&bench);
    let ran = bench.run(&[&["import", "--date", "2026-02-01"], &files[..]].concat()).code(0);
    let expected = "\
episodes/tides.md: 2 paragraphs kept, 0 of them edited, 0 new, 0 gone
episodes/harvest.md: 5 paragraphs kept, 2 of them edited, 0 new, 0 gone
";
    assert_eq!((ran.out.as_str(), ran.err.as_str()), (&*imported("3 episodes, 4 answers", ""), expected));
    assert!(bench.read("episodes/harvest.md").contains("or you have none. Or two. ^b2"));
    bench.run(&["check"]).code(0).says("3 episodes, 4 answers");
    // Two files of one run are never one episode.
    bench.write("newer/wells.md", "**Ada Field:** How deep is a well?\n\n**Dan Spring:** As deep as it has to be.\n");
    fs::remove_file(bench.path("episodes/wells.md")).unwrap();
    let twice = [files[0], files[2], "newer/wells.md"];
    let ran = bench.run(&[&["import", "--date", "2026-02-01"], &twice[..]].concat()).code(1);
    ran.says("wells.md would become the same episode as wells.md, episodes/wells.md").says("rename");
    assert!(bench.read("episodes/wells.md").contains("As deep as it must be."), "the first one is there, and whole");
    // Names in other scripts are read in Latin letters; one without any letter makes no address.
    bench.write("new/речь.md", "**Ада Пример:** Где был причал?\n\n**Бо Пример:** У моря.\n");
    bench.run(&["import", "new/речь.md"]).code(0);
    assert!(bench.read("episodes/rech.md").contains("Где был причал?"));
    bench.write("new/—.md", bench.read("new/tides.md"));
    bench.run(&["import", "new/—.md"]).code(1).says("has no letter or digit in its name");
    bench.run(&["check"]).code(0).says("4 episodes, 5 answers");
}

#[test]
fn the_files_of_a_packed_folder_are_imported() {
    let bench = Bench::new();
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("talks/wells.md", "**Ada Field:** How deep is a well?\n\n**Dan Spring:** As deep as it must be.\n"),
        (
            "talks/roads.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nAda Field: Where to?\n\n2\n00:00:02,000 --> 00:00:03,000\nDan Spring: Home.\n",
        ),
        ("talks/cover.png", "no transcript"),
        ("talks/.hidden.md", "**Ada Field:** Who sees this?\n"),
    ] {
        packed.start_file(name, stored).unwrap();
        packed.write_all(text.as_bytes()).unwrap();
    }
    fs::write(bench.path("talks.zip"), packed.finish().unwrap().into_inner()).unwrap();
    bench.run(&["import", "--date", "2026-02-01", "talks.zip"]).code(0).says("2 episodes, 2 answers written");
    assert!(bench.read("episodes/wells.md").contains("As deep as it must be."));
    assert!(bench.read("episodes/roads.md").contains("**Dan Spring:** [0:02] Home."));
    bench
        .run(&["import", "--date", "2026-02-01", "talks.zip"])
        .code(0)
        .says("0 episodes, 0 answers written, 2 unchanged");
}

#[test]
fn names_that_systems_keep_become_no_ids() {
    let bench = Bench::new();
    bench.write("new/con.md", "**Aux:** What is a device, and why?\n\n**Nul:** A name that is nobody's to give.\n");
    bench.run(&["import", "--date", "2026-02-01", "new/con.md"]).code(0);
    let episode = bench.read("episodes/con-1.md");
    assert!(episode.contains("id = \"con-1\"") && episode.contains("id = \"aux-1\""), "{episode}");
}

#[cfg(unix)]
#[test]
fn no_command_writes_through_a_link_out_of_the_site() {
    let (bench, other) = (Bench::new(), Bench::empty());
    other.write("theirs.md", bench.read("episodes/tides.md").replace(" ^a1", "").replace("\"tides\"", "\"theirs\""));
    std::os::unix::fs::symlink(other.path("theirs.md"), bench.path("episodes/theirs.md")).unwrap();
    let before = other.read("theirs.md");
    bench.run(&["ids"]).code(2).says("episodes/theirs.md is a link to").says("outside of this site");
    bench.publish("2026-01-01").code(2).says("outside of this site");
    assert_eq!(other.read("theirs.md"), before);
}

#[test]
fn no_text_commands_a_terminal() {
    let bench = Bench::new();
    bench.edit(
        "episodes/tides.md",
        "## {#the-first-thing}",
        "## What {#what\u{1b}[31mRED\u{1b}]0;title\u{7} +no\u{202e}tes}",
    );
    bench.edit("episodes/harvest.md", "title = \"", "title = \"\\u001b[2Jcleared ");
    let printed = |args: &[&str]| {
        let output = answerbook(bench.folder.path()).args(args).env("CLICOLOR_FORCE", "1").output().unwrap();
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        for theirs in ["\u{1b}[31mRED", "\u{1b}]0", "\u{7}", "\u{1b}[2J", "\u{202e}"] {
            assert!(!printed.contains(theirs), "{theirs:?} in {printed}");
        }
        printed
    };
    let checked = printed(&["check"]);
    assert!(checked.contains("RED") && checked.contains("\u{1b}["), "there are colours of ours: {checked}");
    // What a lost line says, and what an import asks.
    let hostile = "RED \u{1b}[31mRED \u{1b}]0;title\u{7} \u{1b}[2J \u{202e}";
    bench.write("before.ledger", format!("2024-01-01 live answer tides/gone 0123456789ab {hostile}\n"));
    assert!(printed(&["links", "check", "--against", "before.ledger"]).contains("RED"));
    let bench = Bench::new();
    let said = |what: &str| format!("**Ada Field:** What now?\n\n**Cora Shore:** {what}\n");
    let publisher = ["--publisher", "P", "--date", "2026-01-01"];
    bench.write("new/talk.md", said("The moon, the sun, the wind, the tide and all that is in them."));
    bench.run(&[&["import", "new/talk.md"], &publisher[..]].concat()).code(0);
    bench.write("new/talk.md", said(&format!("The moon, the stars {hostile} and nobody else, to be honest.")));
    let output = answerbook(bench.folder.path()).args(["import", "new/talk.md"]).args(publisher).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(!said.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{said}");
}

#[test]
fn a_problem_in_a_long_line_is_shown_with_a_part_of_it() {
    let bench = Bench::new();
    let long = "word ".repeat(100_000);
    bench.edit("episodes/tides.md", "The moon, and then", &format!("{long}The moon\u{8}, and then"));
    let ran = bench.run(&["check"]).code(1).says("U+0008").says("The moon");
    assert!(ran.err.len() < 20_000, "{} bytes", ran.err.len());
}

#[test]
fn an_import_prints_the_problems_of_the_library_once() {
    let bench = Bench::new();
    let files = write_transcripts(&bench);
    bench.edit("episodes/harvest.md", "date = 2024-09-12", "date = \"2024-09-12\"");
    let ran = bench.run(&[&["import", "--date", "2026-02-01"], &files[..]].concat()).code(1);
    assert_eq!(ran.err.matches("episodes/harvest.md:4:").count(), 1, "{}", ran.err);
    let refused = "is there already, and what is there has errors";
    assert_eq!(ran.err.matches(refused).count(), 2, "{}", ran.err);
    assert_eq!(ran.out, imported("1 episode, 1 answer", ", 2 refused"));
}

#[test]
fn line_ends_of_windows_make_no_difference() {
    let bench = Bench::new();
    bench.publish("2026-01-01").code(0);
    for file in
        ["links/harvest.ledger", "links/tides.ledger", "published/harvest.txt", "harvest.md", "tides.md", "site.toml"]
    {
        let file = format!("episodes/{file}");
        bench.write(&file, bench.read(&file).replace('\n', "\r\n"));
    }
    bench.build(&["--site-url", "https://example.org/"]).code(0);
    bench.edit("episodes/harvest.md", "what did the combine change", "what has the combine changed");
    bench.publish("2026-02-01").code(0).says("episodes/links: 3 lines appended");
    let harvest = bench.read("episodes/harvest.md");
    assert_eq!(harvest.matches("\r\n").count(), harvest.matches('\n').count(), "an edited file keeps its ends");
    bench.run(&["links", "check"]).code(0).says("each leads somewhere");
}

#[test]
fn a_name_that_names_nobody_is_a_hint_of_check_alone() {
    let bench = Bench::new();
    for file in ["episodes/tides.md", "episodes/harvest.md"] {
        bench.write(file, bench.read(file).replace("Ada Field", "Speaker 2"));
    }
    let hint = "a name that names nobody";
    bench.run(&["check"]).code(0).says(hint).says("episodes/tides.md").says("placeholder = true");
    let built = bench.build(&[]).code(0);
    assert!(!built.err.contains(hint), "{}", built.err);
}

#[test]
fn a_folder_without_transcripts_is_named_as_such() {
    let bench = Bench::new();
    bench.write("talks/.hidden.md", "**Ada Field:** Who?\n");
    bench.run(&["import", "talks"]).code(0).says("no files to import").says("0 episodes");
}
