//! The site without its scripts: everything that is written can be read and every link leads somewhere.

use std::time::Duration;

use crate::Stage;
use crate::support::probe;

pub(super) async fn every_page_reads_without_scripts(stage: Stage) {
    let reader = stage.seed().await;
    reader.scripts(false).await;
    let pages = reader.site.pages();
    assert!(pages.len() > 20, "{pages:?}");
    for page in &pages {
        reader.open(page).await;
        let (app, words, controls, titles): (String, usize, usize, usize) = reader
            .get(
                "[document.documentElement.dataset.app ?? 'asleep', \
                  document.querySelector('main').innerText.split(/\\s+/).length, \
                  [...document.querySelectorAll('input, search, button')].filter(e => e.checkVisibility()).length, \
                  document.querySelectorAll('h1').length]",
            )
            .await;
        assert_eq!(app, "asleep", "no script ran on {page}");
        assert!(words > 8, "{page} has {words} words");
        assert_eq!(controls, 0, "{page} offers what cannot work");
        assert_eq!(titles, 1, "{page}");
    }
    // The transcript is all there, corrections included, and says who speaks.
    reader.open("episodes/following-curiosity/").await;
    let text: String = reader.get("document.querySelector('main').innerText").await;
    for words in
        ["you’ve hit the nail on the head", "NG nearing rules up to me [engineering rolls up to me]", "Jodi Alperstein"]
    {
        assert!(text.contains(words), "{words}");
    }
    assert_eq!(reader.count(".turn-text p[id]").await, 50);
    assert_eq!(reader.count(".contents a").await, 20);
    // Links work as links.
    reader.click(".contents a[href='#vp-and-gm']").await;
    reader.until_address("episodes/following-curiosity/#vp-and-gm").await;
    reader.click("#vp-and-gm h2 a").await;
    reader.until_address("episodes/following-curiosity/vp-and-gm/").await;
    // Copied by hand from the page, a misheard stretch reads the same.
    assert!(reader.text("#p-c4vn").await.contains("NG nearing rules up to me [engineering rolls up to me]"));
}

pub(super) async fn every_link_leads_somewhere(stage: Stage) {
    for reader in [stage.seed().await, stage.below().await, stage.sample().await] {
        // The pages are fetched and not run, so that the links are those in the files.
        reader.site.delay(".wasm", Duration::ZERO);
        reader.open_awake("topics/").await;
        probe::none("links", &probe::links(&reader).await);
    }
}
