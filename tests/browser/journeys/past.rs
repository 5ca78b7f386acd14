//! Old links: to edited words, to what was moved, split or removed, and to a filter that was renamed.

use answerbook::links::{Version, link_version};

use crate::Stage;

/// The text of `p-b2` in the first release.
const BEFORE: &str = "The bark lee tells you. It bends, and then you have three dry days or you have none.";

pub(super) async fn edited_words(stage: Stage) {
    let reader = stage.past().await;
    let start = BEFORE.find("you have three").unwrap();
    let quote = format!("p-b2.{start}-p-b2.{}.{}", BEFORE.len(), link_version(BEFORE));
    reader.open_awake(&format!("episodes/harvest/when-it-begins/?quote={quote}#p-b2")).await;
    reader.until_seen("#quoted-words del").await;
    assert!(reader.text("#quoted").await.contains("Edited since this link was made"));
    assert_eq!(reader.text("#quoted-words del").await.trim(), "three");
    assert_eq!(reader.text("#quoted-words ins").await.trim(), "four");
    assert_eq!(reader.js("CSS.highlights.has('quote')").await, false, "other words are never marked as the quote");
    // Of two paragraphs one stands as it stood.
    let asked = "How do you know that it is time?";
    let quote = format!("p-a1.0-p-b2.{}.{}-{}", BEFORE.len(), link_version(asked), link_version(BEFORE));
    reader.open_awake(&format!("episodes/harvest/when-it-begins/?quote={quote}#p-a1")).await;
    reader.until_seen("#quoted-words del").await;
    assert!(reader.text("#quoted-words").await.starts_with(asked));
    // A link that an earlier release made names its words in another way, and means the same.
    let quote = format!("p-a1.0-p-a1.3.{}", Version::earlier_of(&[asked]));
    reader.open_awake(&format!("episodes/harvest/when-it-begins/?quote={quote}#p-a1")).await;
    reader.until("the words are marked", "CSS.highlights.has('quote')").await;
}

pub(super) async fn moved_answer(stage: Stage) {
    let reader = stage.past().await;
    reader.scripts(false).await;
    reader.open("episodes/harvest/what-machines-changed/#p-c3").await;
    assert_eq!(reader.text(":target").await.trim(), "And what did the combine change?");
    assert!(reader.text(".notice").await.contains("its address is now What machines changed"));
    reader.scripts(true).await;
    reader.open_awake("episodes/harvest/what-machines-changed/").await;
    reader.click(".notice a").await;
    reader.until_address("episodes/harvest/the-combine/").await;
    reader.open("episodes/harvest/#what-machines-changed").await;
    let near = "(a => Math.abs(a.getBoundingClientRect().bottom - document.getElementById('the-combine').getBoundingClientRect().top))\
                (document.querySelector(':target'))";
    assert!(reader.get::<f64>(near).await < 80.0, "the old anchor stands where the answer stands");
}

pub(super) async fn split_answer(stage: Stage) {
    let reader = stage.past().await;
    reader.scripts(false).await;
    reader.open("episodes/mill/stones-and-water/#p-c3").await;
    assert_eq!(reader.text("h1").await, "Stones and water");
    reader.click(":target a").await;
    reader.until_address("episodes/mill/water/#p-c3").await;
    assert!(reader.text(":target").await.contains("no water, no flour"));
    reader.scripts(true).await;
    reader.open_awake("episodes/mill/stones-and-water/").await;
    let parts: Vec<String> = reader.get("[...document.querySelectorAll('main li a')].map((a) => a.textContent)").await;
    assert!(parts.iter().any(|part| part == "Stones") && parts.iter().any(|part| part == "Water"), "{parts:?}");
}

pub(super) async fn removed_answer(stage: Stage) {
    let reader = stage.past().await;
    reader.scripts(false).await;
    reader.open("episodes/mill/price-of-flour/#p-e5").await;
    assert_eq!(reader.text("h1").await, "An answer that was removed");
    let page = reader.text("main").await;
    assert!(page.contains("removed on 1 February 2026") && !page.contains("rather not say"), "{page}");
    assert!(!page.contains("price of flour"), "nor is its title there: {page}");
    reader.scripts(true).await;
    reader.open_awake("episodes/mill/price-of-flour/").await;
    let said = "I would rather not say.";
    let quote = format!("p-e5.0-p-e5.{}.{}", said.len(), link_version(said));
    reader.open_awake(&format!("episodes/mill/price-of-flour/?quote={quote}#p-e5")).await;
    reader.until_seen("#quoted-note").await;
    assert!(reader.text("#quoted-note").await.contains("were withdrawn"), "its words are not shown");
    assert_eq!(reader.text("#quoted-words").await, "");
    reader.click("main .index a").await;
    reader.until_seen(".turn-text p[id]").await;
}

pub(super) async fn removed_paragraph(stage: Stage) {
    let reader = stage.past().await;
    reader.scripts(false).await;
    for page in ["episodes/harvest/#p-e5", "episodes/harvest/what-machines-changed/#p-e5"] {
        reader.open(page).await;
        let said = "document.querySelector(':target')?.textContent.includes('removed on 1 February 2026')";
        reader.until(&format!("{page} says it"), said).await;
    }
    reader.scripts(true).await;
}

pub(super) async fn renamed_topic(stage: Stage) {
    let reader = stage.past().await;
    reader.open_awake("?topic=weather").await;
    reader
        .until(
            "the topic is chosen under its new id",
            "document.querySelector('input[name=topic][value=sky]')?.checked",
        )
        .await;
    reader.click("input[name=topic][value=sky]").await;
    reader.until("and can be taken back", "document.querySelector('input[name=topic]:checked') === null").await;
    reader.until_address("").await;
}
