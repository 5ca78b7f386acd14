//! The outputs for other programs: preview pictures, Open Graph, structured data, feeds, the sitemap, oEmbed. Parsers that
//! are not our own read them.
//!
//! Not here: how an embed looks and behaves on another page (`browser`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use answerbook::site::picture::{PictureContent, PictureRenderer};
use serde_json::Value;
use tempfile::TempDir;
use webpage::HTML;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

const SITE: &str = "https://talks.example/answers/";

/// The library of the command line's tests, published with a site URL.
struct Published {
    folder: TempDir,
    stderr: String,
}

impl Published {
    fn new() -> Self {
        Self::edited(|_| ())
    }

    fn edited(edit: impl FnOnce(&Path)) -> Self {
        let folder = TempDir::new().unwrap();
        let episodes = folder.path().join("episodes");
        fs::create_dir(&episodes).unwrap();
        for entry in fs::read_dir(fixtures().join("library")).unwrap().map(Result::unwrap) {
            fs::copy(entry.path(), episodes.join(entry.file_name())).unwrap();
        }
        edit(&episodes);
        let mut published = Self { folder, stderr: String::new() };
        published.publish("2026-01-01");
        published
    }

    fn publish(&mut self, date: &str) {
        let output = Command::new(env!("CARGO_BIN_EXE_answerbook"))
            .current_dir(self.folder.path())
            .args(["publish", "--site-url", SITE, "--date", date, "--shell"])
            .arg(fixtures().join("shell"))
            .output()
            .unwrap();
        self.stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{}", self.stderr);
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.path("dist").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).unwrap()
    }

    fn page(&self, address: &str) -> HTML {
        HTML::from_string(self.text(&format!("{address}index.html")), Some(format!("{SITE}{address}"))).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).unwrap()
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/command_line")
}

/// The width and the height of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    (reader.info().width, reader.info().height)
}

#[test]
fn every_kind_of_page_has_a_preview_with_a_picture() {
    let site = Published::new();
    let pages = [
        ("", "Field talks", "website"),
        ("episodes/harvest/", "Bringing in the harvest", "article"),
        ("episodes/harvest/when-it-begins/", "When the harvest begins – Ben Barley", "article"),
        ("speakers/ben-barley/", "Ben Barley", "website"),
        ("topics/weather/", "Weather", "website"),
    ];
    for (address, title, kind) in pages {
        let page = site.page(address);
        let graph = &page.opengraph;
        assert_eq!(graph.properties["title"], title, "{address}");
        assert_eq!(graph.og_type, kind, "{address}");
        assert_eq!(graph.properties["url"], format!("{SITE}{address}"));
        let picture = &graph.images[0];
        let path = picture.url.strip_prefix(SITE).unwrap_or_else(|| panic!("{} is not absolute", picture.url));
        let png = site.bytes(path);
        assert_eq!(size(&png), (1200, 630), "{path}");
        assert!(png.len() <= 15_000, "{path} has {} bytes", png.len());
        assert_eq!(page.meta["twitter:card"], "summary_large_image");
        assert_eq!(page.meta["twitter:image"], picture.url);
        assert!(!page.meta["twitter:description"].is_empty() && page.meta["twitter:title"] == title);
    }
}

#[test]
fn structured_data_has_the_types_and_texts_of_each_page() {
    let site = Published::new();
    let of = |address: &str| -> (String, Value) {
        let page = site.page(address);
        assert_eq!(page.schema_org.len(), 1, "{address}");
        (page.schema_org[0].schema_type.clone(), page.schema_org[0].value.clone())
    };
    let (kind, series) = of("");
    assert_eq!((kind.as_str(), &series["name"]), ("PodcastSeries", &Value::from("Field talks")));
    let (kind, episode) = of("episodes/harvest/");
    assert_eq!(kind, "PodcastEpisode");
    assert_eq!(episode["datePublished"], "2024-09-12");
    assert_eq!(episode["partOfSeries"]["@type"], "PodcastSeries");
    assert_eq!(episode["contributor"][1]["name"], "Ben Barley");
    let (kind, question) = of("episodes/harvest/when-it-begins/");
    assert_eq!(kind, "Question");
    assert_eq!(question["name"], "When the harvest begins");
    assert_eq!(question["text"], "How do you know that it is time?", "what was asked, not what it was named");
    assert_eq!(question["author"][0]["name"], "Ada Field");
    let answer = &question["acceptedAnswer"];
    assert_eq!(answer["text"], "The bark lee tells you. It bends, and then you have three dry days or you have none.");
    assert_eq!(answer["author"][0]["name"], "Ben Barley");
    assert_eq!(question["isPartOf"]["@type"], "PodcastEpisode");
    let all: String = ["", "episodes/harvest/", "episodes/harvest/when-it-begins/"]
        .map(|page| site.text(&format!("{page}index.html")))
        .concat();
    assert!(!all.contains("FAQPage") && !all.contains("QAPage"));
}

/// No text of a transcript can end the script element that holds the data.
#[test]
fn structured_data_holds_any_text() {
    let site = Published::edited(|episodes| {
        let file = episodes.join("harvest.md");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, text.replace("three dry days", "</script><script>alert(1)</script> & \"dry\" days")).unwrap();
    });
    let page = site.page("episodes/harvest/when-it-begins/");
    let answer = page.schema_org[0].value["acceptedAnswer"]["text"].as_str().unwrap();
    assert!(answer.contains("</script><script>alert(1)</script> & \"dry\" days"), "{answer}");
}

#[test]
fn feed_readers_find_answers_with_dates_and_authors() {
    let mut site = Published::new();
    fs::write(
        site.path("episodes/harvest.md"),
        fs::read_to_string(site.path("episodes/harvest.md")).unwrap().replace("three dry days", "four dry days"),
    )
    .unwrap();
    site.publish("2026-02-01");
    for path in ["feed.xml", "feed.json"] {
        let feed = feed_rs::parser::parse(&site.bytes(path)[..]).unwrap();
        assert_eq!(feed.title.unwrap().content, "Field talks", "{path}");
        assert_eq!(feed.entries.len(), 5, "{path}: three answers, and their two interviews");
        let interview = feed.entries.iter().find(|entry| entry.id.ends_with("/episodes/harvest/")).unwrap();
        assert_eq!(interview.published.unwrap().to_rfc3339(), "2026-01-01T00:00:00+00:00", "{path}");
        let body = interview.content.as_ref().unwrap().body.as_ref().unwrap();
        assert!(body.contains(&format!("{SITE}episodes/harvest/when-it-begins/")), "{path}: {body}");
        let begins = feed.entries.iter().find(|entry| entry.id.ends_with("/when-it-begins/")).unwrap();
        assert_eq!(begins.id, format!("{SITE}episodes/harvest/when-it-begins/"));
        assert_eq!(begins.links[0].href, begins.id);
        assert_eq!(begins.published.unwrap().to_rfc3339(), "2026-01-01T00:00:00+00:00", "{path}");
        assert_eq!(begins.updated.unwrap().to_rfc3339(), "2026-02-01T00:00:00+00:00", "{path}");
        assert!(begins.authors.iter().any(|author| author.name.as_deref() == Some("Ben Barley")), "{path}");
        assert!(begins.summary.as_ref().unwrap().content.contains("four dry days"), "{path}");
        let other = feed.entries.iter().find(|entry| entry.id.ends_with("/the-first-thing/")).unwrap();
        assert_eq!(
            other.updated.unwrap().to_rfc3339(),
            "2026-01-01T00:00:00+00:00",
            "what did not change is as old as it was"
        );
    }
}

/// Thirty interviews of one day are all in the feeds, and so is an answer of each.
#[test]
fn one_interview_does_not_hide_the_others_in_the_feeds() {
    let site = Published::edited(|episodes| {
        for nth in 0..30 {
            let answers: String = (0..20)
                .map(|answer| {
                    let question = format!("Sample question {answer}?");
                    format!(
                        "\n## {question} {{#question-{answer}}}\n\n**Host:** {question} ^a{answer:02}\n\n**Guest:** A sample. ^b{answer:02}\n"
                    )
                })
                .collect();
            let head = format!(
                "+++\nid = \"sample-{nth}\"\ntitle = \"Sample {nth}\"\ndate = 2026-01-01\npublisher = \"Sample\"\nlanguage = \"en\"\n\
                 speakers = [\n  {{ id = \"host\", name = \"Host\", role = \"host\" }},\n  {{ id = \"guest\", name = \"Guest\", role = \"guest\" }},\n]\n+++\n"
            );
            fs::write(episodes.join(format!("sample-{nth}.md")), head + &answers).unwrap();
        }
    });
    for path in ["feed.xml", "feed.json"] {
        let feed = feed_rs::parser::parse(&site.bytes(path)[..]).unwrap();
        for nth in 0..30 {
            let page = format!("{SITE}episodes/sample-{nth}/");
            assert!(feed.entries.iter().any(|entry| entry.id == page), "{path} has interview {nth}");
            let is_answer = |id: &str| id.starts_with(&page) && id != page;
            assert!(feed.entries.iter().any(|entry| is_answer(&entry.id)), "{path} has an answer of interview {nth}");
        }
        assert!(feed.entries.len() <= 100, "{path} has {} entries", feed.entries.len());
    }
}

/// Every URL of the sitemap is a page that may be indexed, every such page is in it, and only a change of text changes a date.
#[test]
fn the_sitemap_lists_every_living_page() {
    let mut site = Published::new();
    let dates = |site: &Published| -> Vec<(String, Option<String>)> {
        let text = site.text("sitemap.xml");
        let document = roxmltree::Document::parse(&text).unwrap();
        let urls = document.root_element().children().filter(|node| node.has_tag_name((SITEMAP, "url")));
        let inside = |url: roxmltree::Node<'_, '_>, name: &str| {
            url.children()
                .find(|node| node.has_tag_name((SITEMAP, name)))
                .and_then(|node| node.text().map(str::to_owned))
        };
        urls.map(|url| (inside(url, "loc").unwrap(), inside(url, "lastmod"))).collect()
    };
    let before = dates(&site);
    let listed: BTreeSet<&str> = before.iter().map(|(address, _)| address.strip_prefix(SITE).unwrap()).collect();
    for address in &listed {
        assert!(!site.text(&format!("{address}index.html")).contains("noindex"), "{address}");
    }
    for address in
        ["", "topics/", "speakers/cora-shore/", "topics/weather/", "episodes/tides/", "episodes/tides/the-first-thing/"]
    {
        assert!(listed.contains(address), "{address} is not in {listed:?}");
    }
    site.publish("2026-01-15");
    assert_eq!(dates(&site), before, "another release without a change");
    fs::write(
        site.path("episodes/tides.md"),
        fs::read_to_string(site.path("episodes/tides.md")).unwrap().replace("The moon,", "The moon first,"),
    )
    .unwrap();
    site.publish("2026-02-01");
    let changed: Vec<String> =
        dates(&site).into_iter().filter(|one| !before.contains(one)).map(|(address, _)| address).collect();
    let expected = ["", "episodes/tides/", "episodes/tides/the-first-thing/"].map(|address| format!("{SITE}{address}"));
    assert_eq!(changed, expected);
}

#[test]
fn oembed_is_found_and_fits_wordpress() {
    let site = Published::new();
    for (address, title) in [
        ("episodes/harvest/when-it-begins/", "When the harvest begins"),
        ("episodes/harvest/", "Bringing in the harvest"),
    ] {
        let page = site.text(&format!("{address}index.html"));
        let link = page.split("<link ").find(|link| link.contains("application/json+oembed")).unwrap();
        let href = link.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        let oembed = site.json(href.strip_prefix(SITE).unwrap());
        assert_eq!(oembed["version"], "1.0");
        assert_eq!(oembed["type"], "rich");
        assert_eq!(oembed["title"], title);
        assert_eq!(
            size(&site.bytes(oembed["thumbnail_url"].as_str().unwrap().strip_prefix(SITE).unwrap())),
            (1200, 630)
        );
        assert!(oembed["width"].is_u64() && oembed["height"].is_u64());
        // What WordPress keeps of it: a quotation without attributes, and the first frame behind it.
        let html = oembed["html"].as_str().unwrap();
        let (quote, frame) = html.split_once("</blockquote>").unwrap();
        assert!(quote.starts_with("<blockquote>") && quote.contains(&format!("href=\"{SITE}{address}\"")), "{quote}");
        let src = frame.split("src=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(frame.starts_with("<iframe ") && frame.ends_with("></iframe>"), "{frame}");
        assert!(site.text(&format!("{}index.html", src.strip_prefix(SITE).unwrap())).contains(title));
    }
}

/// The embed of an answer that has moved shows the answer.
#[test]
fn embeds_follow_a_moved_answer() {
    let mut site = Published::new();
    let file = site.path("episodes/harvest.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("{#what-machines-changed", "{#the-combine")).unwrap();
    fs::write(
        site.path("episodes/links.pending"),
        "2026-02-01 moved answer harvest/what-machines-changed to harvest/the-combine\n",
    )
    .unwrap();
    site.publish("2026-02-01");
    let framed = site.text("embed/harvest/what-machines-changed/index.html");
    assert!(framed.contains("And what did the combine change?") && framed.contains("episodes/harvest/the-combine/"));
    assert_eq!(
        site.json("embed/harvest/what-machines-changed/oembed.json"),
        site.json("embed/harvest/the-combine/oembed.json")
    );
}

#[test]
fn without_an_address_nothing_names_one() {
    let folder = TempDir::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_answerbook"))
        .current_dir(folder.path())
        .args(["build", "--episodes"])
        .arg(fixtures().join("library"))
        .arg("--shell")
        .arg(fixtures().join("shell"))
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr.matches("no address").count(), 1, "{stderr}");
    let dist = folder.path().join("dist");
    for missing in ["feed.xml", "feed.json", "sitemap.xml", "picture.png", "embed/harvest/oembed.json"] {
        assert!(!dist.join(missing).exists(), "{missing}");
    }
    let page = fs::read_to_string(dist.join("episodes/harvest/when-it-begins/index.html")).unwrap();
    assert!(!page.contains("og:image") && !page.contains("oembed") && page.contains("application/ld+json"));
    assert!(fs::read_to_string(dist.join("llms.txt")).unwrap().contains("](episodes/harvest/transcript.md)"));
    assert!(dist.join("episodes/harvest/transcript.md").exists());
}

#[test]
fn long_titles_fit_and_the_same_content_is_the_same_picture() {
    let mut renderer = PictureRenderer::new(None);
    let content = PictureContent {
        path: String::new(),
        site: "Field talks".to_owned(),
        title: "Why anyone would ever, in any year at all, ".repeat(20),
        words: format!("“{}”", "and so it went on, ".repeat(30)),
        who: "A very long name, ".repeat(20),
        publisher: "Field Notes".to_owned(),
        accent: "#1b589e".to_owned(),
    };
    let drawn = renderer.draw(&content);
    assert!(drawn.missing.is_empty() && drawn.png.len() <= 15_000, "{} bytes", drawn.png.len());
    assert_eq!(drawn.png, PictureRenderer::new(None).draw(&content).png);
    // The right margin is paper: nothing runs out of the picture.
    let mut reader = png::Decoder::new(std::io::Cursor::new(&drawn.png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let dark = |from: usize, to: usize| {
        pixels.chunks(600).filter(|row| row[from / 2..to / 2].iter().any(|two| *two != 0)).count()
    };
    assert_eq!(dark(1124, 1200), 0, "something stands in the margin");
    assert!(dark(80, 600) > 200, "the title is not there");
    let short = renderer.draw(&PictureContent {
        title: "Short".to_owned(),
        words: String::new(),
        who: String::new(),
        ..content.clone()
    });
    assert_ne!(short.png, drawn.png);
}

/// Letters that no font has are left out of the picture and named in a note.
/// Answers that show the same have one picture, which many threads ask for at once.
#[test]
fn pictures_of_the_same_content_are_drawn_once() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("episodes")).unwrap();
    let head = "id = \"talk\"\ntitle = \"T\"\ndate = 2024-01-01\npublisher = \"P\"\nlanguage = \"en\"\n\
                speakers = [{ id = \"ann\", name = \"Ann\", role = \"host\" }]";
    let answers: String = (0..60).map(|nth| format!("\n## Right? {{#a{nth}}}\n\n**Ann:** Right? ^p{nth}\n")).collect();
    fs::write(folder.path().join("episodes/talk.md"), format!("+++\n{head}\n+++\n{answers}")).unwrap();
    let build = || {
        let output = Command::new(env!("CARGO_BIN_EXE_answerbook"))
            .current_dir(folder.path())
            .args(["build", "--site-url", SITE, "--shell"])
            .arg(fixtures().join("shell"))
            .env("XDG_CACHE_HOME", folder.path().join("cache"))
            .env("RAYON_NUM_THREADS", "16")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let picture =
            |nth: usize| fs::read(folder.path().join(format!("dist/episodes/talk/a{nth}/picture.png"))).unwrap();
        let first = picture(0);
        assert!((1..60).all(|nth| picture(nth) == first));
        first
    };
    let drawn = build();
    fs::remove_dir_all(folder.path().join("dist")).unwrap();
    assert!(build() == drawn, "what was kept is whole");
}

#[test]
fn letters_without_a_glyph_are_left_out_and_named() {
    let with_letters = |episodes: &Path| {
        let file = episodes.join("harvest.md");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, text.replace("When the harvest begins", "When 収 the harvest begins")).unwrap();
    };
    let site = Published::edited(with_letters);
    assert!(
        site.stderr.contains("lack letters") && site.stderr.contains('収') && site.stderr.contains("[pictures]"),
        "{}",
        site.stderr
    );
    assert_eq!(size(&site.bytes("episodes/harvest/when-it-begins/picture.png")), (1200, 630));
    let plain = Published::new();
    assert_eq!(
        site.bytes("episodes/harvest/when-it-begins/picture.png"),
        plain.bytes("episodes/harvest/when-it-begins/picture.png")
    );
}

#[test]
fn an_owner_chooses_which_pictures_there_are() {
    let with = |line: &'static str| {
        move |episodes: &Path| {
            let file = episodes.join("site.toml");
            fs::write(&file, format!("{}\n{line}\n", fs::read_to_string(&file).unwrap())).unwrap();
        }
    };
    let site = Published::edited(with("[pictures]\nper = \"episode\""));
    let answer = site.page("episodes/harvest/when-it-begins/");
    assert_eq!(answer.opengraph.images[0].url, format!("{SITE}episodes/harvest/picture.png"));
    assert!(!site.path("dist/episodes/harvest/when-it-begins/picture.png").exists());
    let site = Published::edited(with("[pictures]\nper = \"none\""));
    assert!(!site.path("dist/picture.png").exists() && site.page("").opengraph.images.is_empty());
}

#[test]
fn hosts_that_read_headers_find_them_under_the_base_path() {
    let site = Published::new();
    let headers = site.text("_headers");
    assert!(
        headers.contains("\n/answers/index/*\n  Cache-Control: public, max-age=31536000, immutable\n"),
        "{headers}"
    );
    assert!(!headers.contains('{'));
    assert!(site.path("dist/.nojekyll").exists());
    assert!(site.text("answerbook.d.ts").contains("search(query: string"));
}
