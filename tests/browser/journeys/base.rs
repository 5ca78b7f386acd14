//! The same site below a path of its host.

use crate::Stage;

pub(super) async fn all_of_it_below_a_path(stage: Stage) {
    let reader = stage.below().await;
    reader.open_awake("").await;
    reader.seek("waterfall").await;
    reader.until_status("1 answer").await;
    reader.until_address("?q=waterfall").await;
    reader.click("#results h3 a").await;
    reader
        .until(
            "the answer is open",
            "location.pathname === '/sub/path/episodes/following-curiosity/company-to-company/'",
        )
        .await;
    assert!(reader.text(":target").await.contains("waterfall"), "at the passage that matches");
    reader.awake().await;

    // From a page deep in the site, as another script would.
    let found: Vec<String> = reader
        .run(
            "const hits = await window.answerbook.search('\"culture of execution\"'); \
             return hits.map(hit => hit.id);",
            serde_json::Value::Null,
        )
        .await;
    assert_eq!(found, ["following-curiosity/contributor-to-vp"]);

    reader.click(".context a").await;
    reader.until_address("episodes/following-curiosity/#company-to-company").await;
    reader.awake().await;
    reader.seek("soccer").await;
    reader.until_status("1 passage").await;
    reader.click("#p-49x9 .permalink").await;
    reader.until("the page says so", "document.getElementById('toast').textContent === 'Link copied'").await;
    assert_eq!(reader.clipboard().await, reader.site.url("episodes/following-curiosity/empowered-teams/#p-49x9"));

    reader.click(".brand").await;
    reader.until_address("").await;
    reader.awake().await;
    reader.click("#theme").await;
    reader.click("#filters a[data-facet=topic]").await;
    reader.until("the filter is set", "location.search.startsWith('?topic=')").await;

    // A wrong address below the path finds its way home and its style.
    reader.expect_failure("/no/such/page/");
    reader.open("episodes/no/such/page/").await;
    assert!(
        reader
            .get::<bool>("document.styleSheets.length > 0 && [...document.styleSheets].every(s => s.cssRules.length)")
            .await
    );
    reader.click("main a").await;
    reader.until_address("").await;
}
