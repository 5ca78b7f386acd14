//! A reader at the browser, who opens pages, types, presses keys, touches and looks. Every wait is for a condition, with a
//! deadline. What a reader cannot do fails the journey by a panic.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction, TouchActions,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::engine::{Browser, Driver, Engine};
use super::site::{Asked, Site};

/// How long anything may take to happen on a busy machine.
const DEADLINE: Duration = Duration::from_secs(15);

/// How often a condition is looked at: WebDriver tells of no change by itself.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A browser session on a site.
#[derive(Clone)]
pub(crate) struct Reader {
    client: Client,
    browser: Browser,
    /// What is read.
    pub(crate) site: Site,
    /// Parts of the console's lines that this journey causes on purpose.
    expected: Arc<Mutex<Vec<String>>>,
    /// Parts of lines that may be there.
    tolerated: Arc<Mutex<Vec<String>>>,
    /// Parts of what this journey's refused requests are told by: an address or a status.
    failures: Arc<Mutex<Vec<String>>>,
    /// The console's lines that were read already: the driver gives each one once.
    console: Arc<Mutex<Vec<String>>>,
    /// The other site that the pages of this one may ask.
    embedded: Option<Site>,
    /// An origin that the site may ask.
    asked: Option<String>,
}

impl Reader {
    /// A browser that knows nothing of any other reader.
    pub(crate) async fn new(driver: &Driver, site: Site) -> Self {
        let browser = driver.browser().await;
        if browser.engine() == Engine::Webkit {
            site.tell_console();
        }
        let reader = Self {
            client: browser.client.clone(),
            browser,
            site,
            expected: Arc::default(),
            tolerated: Arc::default(),
            failures: Arc::default(),
            console: Arc::default(),
            embedded: None,
            asked: None,
        };
        reader.size(1280, 900).await;
        reader.media("", &[]).await;
        reader
    }

    /// The engine of this browser.
    pub(crate) fn engine(&self) -> Engine {
        self.browser.engine()
    }

    /// The sites that this reader's pages are of.
    fn sites(&self) -> Vec<Site> {
        std::iter::once(&self.site).chain(&self.embedded).cloned().collect()
    }

    /// The same reader of a site that embeds another one.
    pub(crate) fn embedding(self, site: Site) -> Self {
        if self.engine() == Engine::Webkit {
            site.tell_console();
        }
        Self { embedded: Some(site), ..self }
    }

    /// The same reader of a site that asks another origin, too.
    pub(crate) fn asking(self, origin: &str) -> Self {
        Self { asked: Some(origin.to_owned()), ..self }
    }

    /// The site that is embedded.
    pub(crate) fn embedded(&self) -> &Site {
        self.embedded.as_ref().unwrap()
    }

    /// Does something inside a frame of the page. Frames are numbered in the order of the page, those in custom elements too.
    pub(crate) async fn in_frame<T>(&self, nth: usize, looks: impl Future<Output = T>) -> T {
        let frames = "[...document.querySelectorAll('answerbook-answer, answerbook-search, iframe')]\
                      .map((one) => one.shadowRoot?.querySelector('iframe') ?? one).filter((one) => one.localName === 'iframe')";
        let found = self.client.execute(&format!("return {frames}[{nth}];"), Vec::new()).await.unwrap();
        let id =
            found.as_object().and_then(|one| one.values().next()?.as_str()).unwrap_or_else(|| panic!("no frame {nth}"));
        let frame = Element::from_element_id(self.client.clone(), id.to_owned().into());
        frame.enter_frame().await.unwrap_or_else(|error| panic!("no frame {nth}: {error}"));
        let seen = looks.await;
        self.client.clone().enter_parent_frame().await.unwrap();
        seen
    }

    /// Ends the session. A journey that failed may have left anything behind.
    pub(crate) async fn leave(self, failed: bool) {
        self.browser.leave(failed).await;
    }

    // Going to pages

    /// Opens a page of the site and waits for it to load.
    pub(crate) async fn open(&self, page: &str) {
        self.client.goto(&self.site.url(page)).await.unwrap();
    }

    /// Opens a page of another origin.
    pub(crate) async fn open_elsewhere(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// Opens a page and waits for the app.
    pub(crate) async fn open_awake(&self, page: &str) {
        self.open(page).await;
        self.awake().await;
    }

    /// Waits for the app.
    pub(crate) async fn awake(&self) {
        self.until("the app wakes", "document.documentElement.dataset.app === 'ready'").await;
    }

    /// Loads the page again and waits for the app.
    pub(crate) async fn reload(&self) {
        self.client.refresh().await.unwrap();
        self.awake().await;
    }

    /// Goes one step back in the history.
    pub(crate) async fn back(&self) {
        self.client.back().await.unwrap();
    }

    /// Goes one step forward in the history.
    pub(crate) async fn forward(&self) {
        self.client.forward().await.unwrap();
    }

    /// The address relative to the site's root, with search and fragment.
    pub(crate) async fn address(&self) -> String {
        let url = self.client.current_url().await.unwrap().to_string();
        url.strip_prefix(&self.site.url("")).map(str::to_owned).unwrap_or(url)
    }

    // Looking

    /// The value of a JavaScript expression.
    pub(crate) async fn js(&self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        match self.client.execute(&script, Vec::new()).await {
            Ok(value) => value,
            Err(error) => panic!("cannot evaluate `{expression}`: {error}"),
        }
    }

    /// The value of a JavaScript expression, as a Rust type.
    pub(crate) async fn get<T: DeserializeOwned>(&self, expression: &str) -> T {
        let value = self.js(expression).await;
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("`{expression}` is {value}: {error}"))
    }

    /// The value a JavaScript function body returns, awaited; `arguments[0]` is `argument`.
    pub(crate) async fn run<T: DeserializeOwned>(&self, body: &str, argument: Value) -> T {
        let script = format!("const given = arguments[0]; return (async () => {{ {body} }})();");
        let value = self.client.execute(&script, vec![argument]).await;
        let value = value.unwrap_or_else(|error| panic!("a script failed: {error}\n{body:.500}"));
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
    }

    /// The text of the first element that a selector finds, as `textContent`; empty where there is none.
    pub(crate) async fn text(&self, selector: &str) -> String {
        self.get(&format!("document.querySelector({})?.textContent ?? ''", json!(selector))).await
    }

    /// How many elements a selector finds.
    pub(crate) async fn count(&self, selector: &str) -> usize {
        self.get(&format!("document.querySelectorAll({}).length", json!(selector))).await
    }

    /// Whether the first element that a selector finds is visible and more than a pixel wide.
    pub(crate) async fn sees(&self, selector: &str) -> bool {
        self.get(&seen(selector)).await
    }

    /// Waits until a JavaScript expression is true; `what` says so in words.
    pub(crate) async fn until(&self, what: &str, condition: &str) {
        let start = Instant::now();
        loop {
            // While a page is being left there is nothing to ask.
            let now = self.client.execute(&format!("return !!({condition});"), Vec::new()).await;
            if matches!(now, Ok(Value::Bool(true))) {
                return;
            }
            if start.elapsed() > DEADLINE {
                let page = "[location.href, document.documentElement.dataset.app, \
                            document.getElementById('status')?.textContent, document.activeElement?.outerHTML.slice(0, 200)]";
                let state = self.client.execute(&format!("return {page};"), Vec::new()).await;
                panic!("waited in vain until {what}: `{condition}` is {now:?}, page {state:?}");
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Waits until an element is in sight.
    pub(crate) async fn until_seen(&self, selector: &str) {
        self.until(&format!("{selector} is in sight"), &seen(selector)).await;
    }

    /// Waits until the line below the search field says this.
    pub(crate) async fn until_status(&self, text: &str) {
        self.until(
            &format!("the status says {text}"),
            &format!("document.getElementById('status').textContent === {}", json!(text)),
        )
        .await;
        // Results come first; the rest of them and the filters’ counts follow.
        let whole = "document.getElementById('filters')?.getAttribute('aria-busy') !== 'true'";
        self.until("all of it is there", whole).await;
    }

    /// Waits until the address relative to the site's root is this.
    pub(crate) async fn until_address(&self, address: &str) {
        let url = self.site.url(address);
        self.until(&format!("the address is {address}"), &format!("location.href === {}", json!(url))).await;
    }

    // Acting

    async fn element(&self, selector: &str) -> Element {
        let found = self.client.find(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("no {selector}: {error}"))
    }

    /// Clicks the middle of an element, which must not be covered by another.
    pub(crate) async fn click(&self, selector: &str) {
        if self.engine() == Engine::Webkit {
            // Its driver does not always scroll to what it clicks.
            let in_sight = "(box => box.top >= 0 && box.bottom <= innerHeight)";
            let shown = format!("{in_sight}(document.querySelector({}).getBoundingClientRect())", json!(selector));
            self.element(selector).await;
            if !self.get::<bool>(&shown).await {
                self.bring_into_sight(selector).await;
            }
        }
        let clicked = self.element(selector).await.click().await;
        clicked.unwrap_or_else(|error| panic!("cannot click {selector}: {error}"));
    }

    /// Moves the mouse over an element.
    pub(crate) async fn point_at(&self, selector: &str) {
        self.bring_into_sight(selector).await;
        let element = self.element(selector).await;
        let mouse = MouseActions::new("mouse".to_owned()).then(over(element));
        self.client.perform_actions(mouse).await.unwrap();
    }

    /// Touches an element with a finger.
    pub(crate) async fn touch(&self, selector: &str) {
        self.bring_into_sight(selector).await;
        let element = self.element(selector).await;
        let finger = TouchActions::new("finger".to_owned())
            .then(over(element))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Pause { duration: Duration::from_millis(50) })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(finger).await.unwrap();
    }

    async fn bring_into_sight(&self, selector: &str) {
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        let element = serde_json::to_value(self.element(selector).await).unwrap();
        self.client.execute(script, vec![element]).await.unwrap();
    }

    /// Gives an element the focus.
    pub(crate) async fn focus(&self, selector: &str) {
        self.js(&format!("document.querySelector({}).focus()", json!(selector))).await;
    }

    /// Presses keys one after the other, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let mut actions = KeyActions::new("keys".to_owned());
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Presses one key that has a name.
    pub(crate) async fn press_key(&self, key: Key) {
        self.press(&char::from(key).to_string()).await;
    }

    /// Presses a key while another is held.
    pub(crate) async fn chord(&self, held: Key, value: char) {
        let held = char::from(held);
        let actions = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Clicks the search field and replaces its text at once, as by pasting. In the library the reader then leaves the field, so that
    /// suggestions cover nothing.
    pub(crate) async fn seek(&self, words: &str) {
        self.take_field().await;
        self.browser.insert(words).await;
        self.js("document.body.dataset.page === 'library' && document.activeElement.blur()").await;
    }

    /// Clicks the search field and replaces its text letter by letter.
    pub(crate) async fn type_words(&self, words: &str) {
        self.take_field().await;
        self.press(words).await;
    }

    /// Clicks the search field and selects its text. The status is cleared too: that of the next answer may read the same, and
    /// whoever waits for it must not see the last one.
    async fn take_field(&self) {
        self.click("#q").await;
        self.js("document.getElementById('q').select()").await;
        self.js("document.getElementById('status')?.replaceChildren()").await;
    }

    // The surroundings

    /// Makes the page's area this large, in CSS pixels.
    pub(crate) async fn size(&self, width: u32, height: u32) {
        self.browser.size(width, height).await;
    }

    /// Becomes a phone: narrow, with a finger and without a mouse.
    pub(crate) async fn be_phone(&self) {
        self.browser.be_phone().await;
    }

    /// Sets the features that media queries see, such as `prefers-color-scheme: dark`. The medium is `screen`, `print` or empty.
    pub(crate) async fn media(&self, medium: &str, features: &[(&str, &str)]) {
        // Without motion nothing is clicked while it is still on its way.
        let features: Vec<_> = features.iter().copied().chain([("prefers-reduced-motion", "reduce")]).collect();
        self.browser.media(medium, &features).await;
    }

    /// Sets the size of text that the reader has chosen in the browser, in pixels; 16 where nobody has.
    pub(crate) async fn text_size(&self, pixels: u32) {
        self.browser.text_size(pixels).await;
    }

    /// Switches scripts off or on for the pages opened from now on.
    pub(crate) async fn scripts(&self, on: bool) {
        self.browser.scripts(on, &self.sites()).await;
    }

    /// Cuts the network off, or connects it again.
    pub(crate) async fn network(&self, on: bool) {
        // The browser's own line, which no script can keep back.
        if !on && self.engine() == Engine::Chromium {
            self.expect_in_console("ERR_INTERNET_DISCONNECTED");
        }
        self.browser.network(on).await;
    }

    /// Runs a script in every document opened from now on, before its own.
    pub(crate) async fn before_scripts(&self, source: &str) {
        self.browser.before_scripts(source, &self.sites()).await;
    }

    /// What the clipboard holds.
    pub(crate) async fn clipboard(&self) -> String {
        self.browser.clipboard(&self.site.origin).await
    }

    /// Begins to compose a text, as an input method does.
    pub(crate) async fn compose(&self, text: &str) {
        self.browser.compose(text).await;
    }

    /// Ends the composition with this text.
    pub(crate) async fn end_composition(&self, text: &str) {
        self.browser.end_composition(text).await;
    }

    /// The page as a document for paper, in Base64.
    pub(crate) async fn printed(&self) -> String {
        self.browser.printed().await
    }

    /// A picture of what is in sight.
    pub(crate) async fn picture(&self) -> Option<Vec<u8>> {
        self.client.screenshot().await.ok()
    }

    // Looking back

    /// Expects at least one line of the console to contain this. A missing one is a complaint.
    pub(crate) fn expect_in_console(&self, part: &str) {
        self.expected.lock().unwrap().push(part.to_owned());
    }

    /// Expects lines that contain this, if there are any: not every engine writes them.
    pub(crate) fn expect_in_console_perhaps(&self, part: &str) {
        self.tolerated.lock().unwrap().push(part.to_owned());
    }

    /// Expects nothing any more.
    pub(crate) fn forget_expected(&self) {
        self.expected.lock().unwrap().clear();
    }

    /// Expects a request that fails, by a part of its address or by its status. Chromium says so in its console. Of the others the
    /// server's log tells.
    pub(crate) fn expect_failure(&self, part: &str) {
        if self.engine() == Engine::Chromium {
            self.expect_in_console(part);
        } else {
            self.failures.lock().unwrap().push(part.to_owned());
        }
    }

    /// The same of a server that is not the site's: of it Chromium alone tells.
    pub(crate) fn expect_failure_of_another(&self, part: &str) {
        if self.engine() == Engine::Chromium {
            self.expect_in_console(part);
        }
    }

    /// Waits until the console has a line with this in it, which is then expected.
    pub(crate) async fn until_in_console(&self, part: &str) {
        self.expect_in_console(part);
        let start = Instant::now();
        while !self.console().await.iter().any(|line| line.contains(part)) {
            assert!(start.elapsed() < DEADLINE, "waited in vain for `{part}` in the console");
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// The lines of the console so far.
    async fn console(&self) -> Vec<String> {
        let new = self.browser.console(&self.sites()).await;
        let mut console = self.console.lock().unwrap();
        console.extend(new);
        console.clone()
    }

    /// The faults at a journey's end: lines in the console that were not expected, expected ones that are missing, files of the
    /// site that were not found, and requests to any other origin.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let lines = self.console().await;
        let expected = self.expected.lock().unwrap().clone();
        let tolerated = self.tolerated.lock().unwrap().clone();
        let mut complaints = Vec::new();
        for line in &lines {
            if !expected.iter().chain(&tolerated).any(|part| line.contains(part)) {
                complaints.push(format!("in the console: {line}"));
            }
        }
        for part in expected.iter().filter(|part| !lines.iter().any(|line| line.contains(*part))) {
            complaints.push(format!("not in the console, though expected: {part}"));
        }
        let failures = self.failures.lock().unwrap().clone();
        let failed: Vec<Asked> = self.sites().iter().flat_map(Site::log).filter(|asked| asked.status >= 400).collect();
        for part in &failures {
            if !failed.iter().any(|asked| asked.path.contains(part) || asked.status.to_string() == *part) {
                complaints.push(format!("no request failed, though expected: {part}"));
            }
        }
        for asked in self.site.log().iter().filter(|asked| asked.status >= 400 && !asked.meant) {
            let known = expected.iter().chain(&failures).any(|part| asked.path.contains(part));
            // A browser asks for the icon by itself where a page names none.
            if !known && asked.path != "/favicon.ico" {
                complaints.push(format!("the site answered {} to {}", asked.status, asked.path));
            }
        }
        complaints.extend(self.foreign_requests().await);
        complaints
    }

    /// Requests to other origins since this was last asked.
    pub(crate) async fn foreign_requests(&self) -> Vec<String> {
        let sites = || std::iter::once(&self.site).chain(&self.embedded).map(|site| &site.origin);
        let origins = || sites().chain(&self.asked);
        let is_ours =
            |url: &str| origins().any(|origin| url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/')));
        // The browser's own pages, `data:` and `blob:` go nowhere.
        let travels =
            |url: &str| ["http:", "https:", "ws:", "wss:", "ftp:"].iter().any(|scheme| url.starts_with(scheme));
        let requests = self.browser.requests().await;
        let foreign = requests.iter().filter(|url| travels(url) && !is_ours(url));
        foreign.map(|url| format!("a request to another origin: {url}")).collect()
    }
}

fn over(element: Element) -> PointerAction {
    PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 }
}

/// The expression for "is in sight".
fn seen(selector: &str) -> String {
    let selector = json!(selector);
    format!(
        "(element => !!element && element.checkVisibility({{ visibilityProperty: true, opacityProperty: true }}) \
         && element.getBoundingClientRect().width > 1)(document.querySelector({selector}))"
    )
}
