//! The browsers that the journeys run in, and what each needs in its own way: how it is started, how its surroundings are set,
//! and how its console and its requests are had.
//!
//! | | Chromium | Firefox | WebKit |
//! |---|---|---|---|
//! | driver | chromedriver | geckodriver | WebKitWebDriver with MiniBrowser, on an X server without a screen |
//! | a fresh reader | a new process and profile | a process used again: new tab, all data cleared | a new process, no data kept |
//! | window, media, network, scripts | its protocol | its own privileged scripts | the window, the desktop's settings, the server |
//! | console | the driver's log | its console service | a script that the server puts into each page |
//! | requests to others | the driver's log | its own privileged scripts | a proxy that refuses them |
//! | clipboard | asked in the page | its own privileged scripts | the X server's |
//!
//! Not here: what a reader does with them (`reader`).

use std::sync::Arc;

use fantoccini::Client;
use serde_json::json;

use super::command::post;
use super::site::Site;
use super::{chromium, devtools, firefox, webkit};

/// An engine of browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// As it begins the names of tests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }
}

/// The driver of an engine. Dropping it ends it and its browsers.
pub(crate) enum Driver {
    Chromium(chromium::Driver),
    Firefox(firefox::Driver),
    Webkit(webkit::Driver),
}

impl Driver {
    /// Finds the engine, installing what is missing where root allows it.
    ///
    /// # Errors
    /// A sentence that names what is missing and the one command that helps.
    pub(crate) fn start(engine: Engine) -> Result<Self, String> {
        Ok(match engine {
            Engine::Chromium => Self::Chromium(chromium::Driver::start()?),
            Engine::Firefox => Self::Firefox(firefox::Driver::start()?),
            Engine::Webkit => Self::Webkit(webkit::Driver::start()?),
        })
    }

    /// A browser that knows nothing of any other journey.
    pub(crate) async fn browser(&self) -> Browser {
        match self {
            Self::Chromium(driver) => Browser { client: devtools::open(driver).await, kind: Kind::Chromium },
            Self::Firefox(driver) => {
                let (client, own) = driver.open().await;
                Browser { client, kind: Kind::Firefox(own) }
            }
            Self::Webkit(driver) => {
                let (client, own) = driver.open().await;
                Browser { client, kind: Kind::Webkit(own) }
            }
        }
    }
}

#[derive(Clone)]
enum Kind {
    Chromium,
    Firefox(Arc<firefox::Browser>),
    Webkit(Arc<webkit::Browser>),
}

/// A browser and its session.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(super) client: Client,
    kind: Kind,
}

impl Browser {
    pub(super) fn engine(&self) -> Engine {
        match self.kind {
            Kind::Chromium => Engine::Chromium,
            Kind::Firefox(_) => Engine::Firefox,
            Kind::Webkit(_) => Engine::Webkit,
        }
    }

    /// Ends the session. A journey that failed may have left anything behind, and its browser is not used again.
    pub(super) async fn leave(self, failed: bool) {
        match self.kind {
            Kind::Chromium => drop(self.client.close().await),
            Kind::Firefox(own) => own.leave(self.client, failed).await,
            Kind::Webkit(own) => own.leave(self.client).await,
        }
    }

    /// Puts a text in the place of what is selected in the field that has the focus, at once.
    pub(super) async fn insert(&self, text: &str) {
        if let Kind::Chromium = self.kind {
            devtools::ask(&self.client, "Input.insertText", json!({ "text": text })).await;
        } else {
            let insert = "document.execCommand('insertText', false, arguments[0])";
            self.client.execute(insert, vec![json!(text)]).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }

    /// Makes the page's area this large, in CSS pixels.
    pub(super) async fn size(&self, width: u32, height: u32) {
        match &self.kind {
            Kind::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                devtools::ask(&self.client, "Emulation.setDeviceMetricsOverride", metrics).await;
            }
            Kind::Firefox(_) => firefox::run(&self.client, "kept.size(...given)", json!([width, height])).await,
            Kind::Webkit(_) => webkit::size(&self.client, width, height).await,
        }
    }

    /// Becomes a phone: narrow, with a finger and without a mouse. WebKit becomes narrow.
    pub(super) async fn be_phone(&self) {
        match &self.kind {
            Kind::Chromium => {
                let metrics = json!({ "width": 390, "height": 800, "deviceScaleFactor": 2, "mobile": true });
                devtools::ask(&self.client, "Emulation.setDeviceMetricsOverride", metrics).await;
                let touch = json!({ "enabled": true, "maxTouchPoints": 5 });
                devtools::ask(&self.client, "Emulation.setTouchEmulationEnabled", touch).await;
            }
            Kind::Firefox(_) => firefox::run(&self.client, "kept.bePhone()", json!(null)).await,
            Kind::Webkit(_) => webkit::size(&self.client, 390, 800).await,
        }
    }

    /// Sets the medium (`screen`, `print` or empty) and the features that media queries see.
    pub(super) async fn media(&self, medium: &str, features: &[(&str, &str)]) {
        match &self.kind {
            Kind::Chromium => {
                let features: Vec<_> =
                    features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
                let media = json!({ "media": medium, "features": features });
                devtools::ask(&self.client, "Emulation.setEmulatedMedia", media).await;
            }
            Kind::Firefox(_) => {
                firefox::run(&self.client, "kept.media(...given)", json!([medium, features])).await;
            }
            Kind::Webkit(own) => own.media(&self.client, medium, features).await,
        }
    }

    /// Sets the reader's size of text, in pixels; 16 is what nobody has set.
    pub(super) async fn text_size(&self, pixels: u32) {
        match &self.kind {
            Kind::Chromium => {
                let sizes = json!({ "fontSizes": { "standard": pixels, "fixed": pixels } });
                devtools::ask(&self.client, "Page.setFontSizes", sizes).await;
            }
            Kind::Firefox(_) => firefox::run(&self.client, "kept.textSize(given)", json!(pixels)).await,
            Kind::Webkit(_) => panic!("WebKit's driver sets no size of text"),
        }
    }

    /// Switches scripts off or on for the pages opened from now on.
    pub(super) async fn scripts(&self, on: bool, sites: &[Site]) {
        match &self.kind {
            Kind::Chromium => {
                devtools::ask(&self.client, "Emulation.setScriptExecutionDisabled", json!({ "value": !on })).await;
            }
            Kind::Firefox(_) => firefox::run(&self.client, "kept.scripts(given)", json!(on)).await,
            Kind::Webkit(_) => sites.iter().for_each(|site| site.forbid_scripts(!on)),
        }
    }

    /// Cuts the network off, or connects it again.
    pub(super) async fn network(&self, on: bool) {
        match &self.kind {
            Kind::Chromium => {
                devtools::ask(&self.client, "Network.enable", json!({})).await;
                let conditions =
                    json!({ "offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
                devtools::ask(&self.client, "Network.emulateNetworkConditions", conditions).await;
            }
            Kind::Firefox(_) => firefox::run(&self.client, "kept.network(given)", json!(on)).await,
            Kind::Webkit(_) => panic!("WebKit's network cannot be cut off"),
        }
    }

    /// Runs a script in every document opened from now on, before its own.
    pub(super) async fn before_scripts(&self, source: &str, sites: &[Site]) {
        if let Kind::Chromium = self.kind {
            let script = json!({ "source": source });
            devtools::ask(&self.client, "Page.addScriptToEvaluateOnNewDocument", script).await;
        } else {
            sites.iter().for_each(|site| site.put_into_pages(source));
        }
    }

    /// What the clipboard holds.
    pub(super) async fn clipboard(&self, origin: &str) -> String {
        match &self.kind {
            Kind::Chromium => devtools::clipboard(&self.client, origin).await,
            Kind::Firefox(_) => firefox::get(&self.client, "kept.clipboard()", json!(null)).await,
            Kind::Webkit(own) => own.clipboard().await,
        }
    }

    /// Begins to compose a text, as an input method does.
    pub(super) async fn compose(&self, text: &str) {
        if let Kind::Chromium = self.kind {
            let composed = json!({ "text": text, "selectionStart": text.len(), "selectionEnd": text.len() });
            devtools::ask(&self.client, "Input.imeSetComposition", composed).await;
        } else {
            // Neither driver has an input method: the events that one causes, in their order.
            let compose = "const field = document.activeElement; \
                field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, data: '' })); \
                field.dispatchEvent(new CompositionEvent('compositionupdate', { bubbles: true, data: arguments[0] })); \
                field.value = arguments[0]; \
                field.dispatchEvent(new InputEvent('input', { bubbles: true, data: arguments[0], inputType: 'insertCompositionText', \
                    isComposing: true }));";
            self.client.execute(compose, vec![json!(text)]).await.unwrap();
        }
    }

    /// Ends the composition with this text.
    pub(super) async fn end_composition(&self, text: &str) {
        if let Kind::Chromium = self.kind {
            devtools::ask(&self.client, "Input.insertText", json!({ "text": text })).await;
        } else {
            let end = "const field = document.activeElement; field.value = arguments[0]; \
                field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: arguments[0] })); \
                field.dispatchEvent(new InputEvent('input', { bubbles: true, data: arguments[0], inputType: 'insertText' }));";
            self.client.execute(end, vec![json!(text)]).await.unwrap();
        }
    }

    /// The page as a document for paper, in Base64.
    pub(super) async fn printed(&self) -> String {
        let printed = post(&self.client, "print", json!({})).await;
        printed.as_str().unwrap_or_default().to_owned()
    }

    /// The lines that have come to the console since this was last asked.
    pub(super) async fn console(&self, sites: &[Site]) -> Vec<String> {
        match &self.kind {
            Kind::Chromium => devtools::console(&self.client).await,
            Kind::Firefox(_) => firefox::get(&self.client, "kept.console.splice(0)", json!(null)).await,
            Kind::Webkit(_) => webkit::console(&self.client, sites).await,
        }
    }

    /// The addresses of other hosts that were asked since this was last asked, and those of this one as far as the engine tells.
    pub(super) async fn requests(&self) -> Vec<String> {
        match &self.kind {
            Kind::Chromium => devtools::requests(&self.client).await,
            Kind::Firefox(_) => firefox::get(&self.client, "kept.requests.splice(0)", json!(null)).await,
            Kind::Webkit(own) => own.requests(),
        }
    }
}
