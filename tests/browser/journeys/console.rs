//! The suite itself: what goes wrong in a page or a frame is a complaint in every engine.

use crate::Stage;

/// What goes wrong in each document, and the word that names it.
const PLANTED: &str = "addEventListener('load', () => { \
    const where = location.pathname.startsWith('/embed/') ? 'frame' : 'page'; \
    console.error('planted: said in a ' + where); \
    setTimeout(() => { throw new Error('planted: thrown in a ' + where); }); \
    setTimeout(() => Promise.reject(new Error('planted: rejected in a ' + where))); });";

pub(super) async fn planted_errors_are_found(stage: Stage) {
    let reader = stage.host().await;
    reader.open("plain.html").await;
    reader.until("the frame is shown", "!document.querySelector('answerbook-answer a').checkVisibility()").await;
    assert_eq!(reader.complaints().await, Vec::<String>::new(), "nothing is wrong yet");
    reader.before_scripts(PLANTED).await;
    reader.open("plain.html").await;
    reader.until("the frame is shown", "!document.querySelector('answerbook-answer a').checkVisibility()").await;
    reader.run::<bool>("await fetch('/planted-missing'); return true;", serde_json::Value::Null).await;
    reader
        .run::<bool>(
            "await fetch('http://elsewhere.example/planted').catch(() => {}); return true;",
            serde_json::Value::Null,
        )
        .await;
    for line in [
        "planted: said in a page",
        "planted: thrown in a page",
        "planted: rejected in a page",
        "planted: said in a frame",
        "planted: thrown in a frame",
        "planted: rejected in a frame",
    ] {
        reader.until_in_console(line).await;
    }
    // Nothing of it is expected yet where the complaints are looked at.
    reader.forget_expected();
    let complaints = reader.complaints().await.join("\n");
    for part in [
        "in the console: ",
        "planted: said in a page",
        "planted: thrown in a frame",
        "the site answered 404 to /planted-missing",
        "a request to another origin: http://elsewhere.example/planted",
    ] {
        assert!(complaints.contains(part), "{part} is not in\n{complaints}");
    }
    reader.expect_in_console("planted");
    reader.expect_in_console_perhaps("elsewhere.example");

    // A script that the policy refuses.
    let other = stage.seed().await;
    other.open_awake("").await;
    let inject = "return await new Promise((done) => setTimeout(() => { const script = document.createElement('script'); \
                  script.textContent = 'void 0'; document.body.append(script); done(true); }));";
    other.run::<bool>(inject, serde_json::Value::Null).await;
    other.until_in_console("Content Security Policy").await;
    other.forget_expected();
    assert!(other.complaints().await.iter().any(|line| line.contains("Content Security Policy")));
    other.expect_in_console("Content Security Policy");
}
