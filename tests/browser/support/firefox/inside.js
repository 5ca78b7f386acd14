// Runs once in the browser's own window, with its privileges: keeps what its console says and which requests its pages make, and sets
// what its pages see of the world.
const kept = (window.kept = { console: [], requests: [] });

// What pages write to their console. Each process of pages tells it.
const ofAProcess = () => {
  const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
  const tell = ({ wrappedJSObject: { level, filename, arguments: words } }) => {
    if (/^https?:/.test(filename)) sendAsyncMessage("answerbook:console", `${level}: ${Array.from(words ?? [], String).join(" ")}`);
  };
  storage.addLogEventListener(tell, Cc["@mozilla.org/systemprincipal;1"].createInstance(Ci.nsIPrincipal));
};
Services.ppmm.addMessageListener("answerbook:console", ({ data }) => kept.console.push(data));
Services.ppmm.loadProcessScript(`data:,${encodeURIComponent(`(${ofAProcess})()`)}`, true);

// What the browser itself writes there.
const told = /^(content javascript|CSP|CORS|Mixed|SRI|DOM|HTML|Layout|CSS|Worker|Sandbox|chrome javascript)/;
const own = /^(resource|chrome|moz-extension):/;
// What the engine notes of its own pace: on a busy machine any page is slow. And files that did not load, which are in the server's log.
const NOTES = /^(Layout was forced before the page was fully loaded|The resource at .* was not used within a few seconds|downloadable font: font-display timeout|Loading failed for the)/;
const listener = {
  QueryInterface: ChromeUtils.generateQI(["nsIConsoleListener"]),
  observe(message) {
    if (!(message instanceof Ci.nsIScriptError) || own.test(message.sourceName) || !told.test(message.category)) return;
    if (message.category === "chrome javascript" && !/^https?:/.test(message.sourceName)) return;
    const line = message.errorMessage.replaceAll("Content-Security-Policy", "Content Security Policy");
    if (NOTES.test(line)) return;
    kept.console.push(`${message.category}: ${line}`);
  },
};
Services.console.registerListener(listener);

Services.obs.addObserver(
  {
    observe(channel) {
      channel.QueryInterface(Ci.nsIHttpChannel);
      // The browser's own requests are of no page.
      if (channel.loadInfo?.browsingContextID) kept.requests.push(channel.URI.spec);
    },
  },
  "http-on-modify-request",
);

// What pages see of the world. A page that is opened may get a new context, which is told again.
let seen;
const tellContext = (context) => {
  for (const [name, value] of Object.entries(seen)) context[name] = value;
};
const tellAll = (changed) => {
  Object.assign(seen, changed);
  tellContext(gBrowser.selectedBrowser.browsingContext);
};
Services.obs.addObserver(
  {
    observe(context) {
      if (context.isContent && context.parent === null) tellContext(context);
    },
  },
  "browsing-context-attached",
);

const POINTERS = ["ui.primaryPointerCapabilities", "ui.allPointerCapabilities"];
const COARSE = 1;
kept.size = (width, height) => {
  const { style } = gBrowser.selectedBrowser;
  style.flex = "none";
  style.minWidth = "0";
  style.minHeight = "0";
  style.width = `${width}px`;
  style.height = `${height}px`;
};
kept.bePhone = () => {
  for (const name of POINTERS) Services.prefs.setIntPref(name, COARSE);
  kept.size(390, 800);
  tellAll({ overrideDPPX: 2, touchEventsOverride: "enabled" });
};
kept.media = (medium, features) => {
  const { "prefers-color-scheme": scheme, "prefers-reduced-motion": motion, "forced-colors": colours, ...others } = Object.fromEntries(features);
  if (Object.keys(others).length) throw new Error(`no way to set ${Object.keys(others)}`);
  tellAll({
    mediumOverride: medium,
    prefersColorSchemeOverride: scheme ?? "none",
    prefersReducedMotionOverride: motion ?? "none",
    forcedColorsOverride: colours ?? "none",
  });
};
const TEXT_SIZES = ["font.size.variable.x-western", "font.size.monospace.x-western"];
kept.textSize = (pixels) => {
  for (const name of TEXT_SIZES) Services.prefs.setIntPref(name, pixels);
};
kept.scripts = (on) => tellAll({ allowJavascript: on });
kept.network = (on) => tellAll({ forceOffline: !on });
kept.clipboard = () => {
  const transfer = Cc["@mozilla.org/widget/transferable;1"].createInstance(Ci.nsITransferable);
  transfer.init(null);
  transfer.addDataFlavor("text/plain");
  Services.clipboard.getData(transfer, Services.clipboard.kGlobalClipboard);
  const text = {};
  transfer.getTransferData("text/plain", text);
  return text.value.QueryInterface(Ci.nsISupportsString).data;
};
// As a new profile: nothing set, nothing kept.
kept.forget = async () => {
  for (const name of [...POINTERS, ...TEXT_SIZES]) Services.prefs.clearUserPref(name);
  seen = { allowJavascript: true, forceOffline: false, overrideDPPX: 0, touchEventsOverride: "none" };
  Services.clipboard.emptyClipboard(Services.clipboard.kGlobalClipboard);
  const { CLEAR_ALL_CACHES, CLEAR_DOM_STORAGES, CLEAR_COOKIES, CLEAR_PERMISSIONS } = Ci.nsIClearDataService;
  const flags = CLEAR_ALL_CACHES | CLEAR_DOM_STORAGES | CLEAR_COOKIES | CLEAR_PERMISSIONS;
  await new Promise((done) => Services.clearData.deleteData(flags, { onDataDeleted: done }));
  kept.console.length = kept.requests.length = 0;
};
return kept.forget();
