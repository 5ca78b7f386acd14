// The entry script: what must happen before the first paint, and before the app is there. It restores the reader's
// preferences, makes `window.answerbook`, fetches the app and, for it, the files of the index. If the app cannot come, it
// says so on the page, which can still be read. It does not search, draw or listen: the app does, in Rust. The
// attributes of the root element that it sets are described in `src/app/mod.rs`. The build fills in what stands in double
// braces, and minifies the rest: what is empty or a number must not be taken for a constant.
(() => {
  "use strict";

  // Constants.

  // The library's own page has this script in it, and says where the site begins; other pages load it from there.
  const { src, dataset } = document.currentScript;
  const root = src ? new URL(".", src) : new URL(dataset.root, location.href);
  const indexFolder = new URL("{{index}}", root).href;
  const HEAD_FILE = "{{head}}";
  // How many bytes of a file of the index are not deflated.
  const PREFIX_LENGTH = Number("{{prefix}}");
  // How many bytes of a file are unpacked at once, to a thousand times as many at the most. Most files are no longer.
  const SLICE_LENGTH = 16_384;
  // How long a file of the index may send nothing before it is asked for once more, and then given up; how long after another failure
  // it is asked for once more.
  const SILENCE_MS = 5_000;
  const RETRY_MS = 500;
  // How long the app may take before the library is shown in the place of results.
  const START_MS = 10_000;
  // How long what is said must stay before screen readers announce it.
  const ANNOUNCEMENT_MS = 700;
  // A page whose script begins later than this comes over a slow line.
  const SLOW_MS = 1_000;
  // How long results may keep the page from being painted.
  const RENDER_BLOCK_MS = 250;
  const rootElement = document.documentElement;
  const isFramed = parent !== window;
  // Another page in the same folder may use the same parameters for something else.
  const isLibraryPage = location.origin === root.origin && [root.pathname, `${root.pathname}index.html`].includes(location.pathname);
  const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
  const byId = (id) => document.getElementById(id);
  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true });
    else resolve();
  });

  // The reader's preferences, and the page of another site around this one.

  rootElement.dataset.app = "loading";
  const restorePreferences = () => {
    try {
      for (const [name, ...known] of [["theme", "light", "dark"], ["reading", "verbatim"]]) {
        const value = localStorage.getItem("answerbook." + name);
        // Any script of this origin may have stored anything.
        if (known.includes(value)) rootElement.dataset[name] = value;
        else delete rootElement.dataset[name];
      }
    } catch {
      // The storage is closed to this page.
    }
  };
  restorePreferences();
  // Over a slow line the fonts would come too late to be used, and keep what is read and found from coming: this page does without.
  if (performance.now() > SLOW_MS) rootElement.dataset.slow = "";
  else
    for (const font of ["{{fonts}}"]) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "font", crossOrigin: "", href: new URL(font, root) }));
    }
  // In the frame of `<answerbook-search>`, which bears this name.
  if (isFramed && isLibraryPage && name === "answerbook-search") rootElement.dataset.embedded = "";
  if (isFramed) import(new URL("{{framed}}", root)).catch(() => {});
  // A page that the browser has kept whole and shows again. What was chosen on another page holds for it too. WebKit goes to its top,
  // and empties a field that is not to be completed.
  const queryField = () => byId("q") ?? {};
  let top;
  addEventListener("pagehide", () => {
    top = scrollY;
    queryField().autocomplete = "on";
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    if (!isFramed) restorePreferences();
    queryField().autocomplete = "off";
    scrollTo({ top, behavior: "instant" });
  });

  // Files of the index.

  // The prefix of a file as it is, and behind it the body, inflated.
  const inflate = async (file) => {
    const inflater = new DecompressionStream("deflate-raw");
    const writer = inflater.writable.getWriter();
    // If these fail, reading fails too.
    for (let at = PREFIX_LENGTH; at < file.byteLength; at += SLICE_LENGTH) {
      writer.write(new Uint8Array(file, at, Math.min(SLICE_LENGTH, file.byteLength - at))).catch(() => {});
    }
    writer.close().catch(() => {});
    const reader = inflater.readable.getReader();
    const chunks = [new Uint8Array(file, 0, PREFIX_LENGTH)];
    // The prefix ends with the length of the body: a file that is longer is not ours, and is not unpacked until memory ends. What is
    // written is unpacked whole before any of it is read, so it is written in slices.
    let rest = new DataView(file).getUint32(PREFIX_LENGTH - 4, true);
    for (let chunk; !(chunk = await reader.read()).done; ) {
      if ((rest -= chunk.value.length) < 0) throw reader.cancel();
      chunks.push(chunk.value);
    }
    const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return bytes;
  };
  // A file, inflated; or, where it cannot be had, a number: the HTTP status, or 0 where there was no response. An
  // XMLHttpRequest, since `fetch` takes a sixth longer for such small files.
  const requestOnce = (name) =>
    new Promise((resolve) => {
      const xhr = new XMLHttpRequest();
      const begun = performance.now();
      xhr.open("GET", indexFolder + name);
      xhr.responseType = "arraybuffer";
      // However slowly it comes, what is coming is waited for.
      const wait = () => (xhr.timeout = performance.now() - begun + SILENCE_MS);
      wait();
      xhr.onprogress = wait;
      xhr.onloadend = () => {
        const { status, response } = xhr;
        isOutdated ||= status === 404;
        // Of what cannot be inflated the prefix is enough to tell whether it is damaged or another file.
        resolve(status === 200 ? inflate(response).catch(() => new Uint8Array(response.slice(0, PREFIX_LENGTH))) : status);
      };
      xhr.send();
    });
  // Whether the site has been published again: then only a new page finds its files.
  let isOutdated = false;
  addEventListener("click", ({ target }) => (target.id === "reload" || (isOutdated && target.id === "again")) && location.reload());
  // What is not there, or has no network to come by, is not asked for again.
  const isFinal = (answer) => typeof answer !== "number" || answer === 404 || navigator.onLine === false;
  const request = async (name) => {
    const answer = await requestOnce(name);
    if (isFinal(answer)) return answer;
    await pause(RETRY_MS);
    return requestOnce(name);
  };
  // The files that were asked for and that nobody has taken yet. A file is asked for once, however many wait for it. What
  // failed is forgotten, so that it is asked for again.
  const requested = {};
  const prefetchFile = (name) =>
    (requested[name] ??= request(name).then((file) => {
      if (typeof file === "number") delete requested[name];
      return file;
    }));
  const fetchFile = (name) => prefetchFile(name).finally(() => delete requested[name]);
  // A response; asked for once more where there is none, or one of an error that may pass.
  const fetchTwice = async (url) => {
    const again = () => fetch(url);
    const response = await again().catch(again);
    return response.status < 500 ? response : again();
  };
  // A text file; of a transcript as data the text of one paragraph.
  const fetchText = async (path) => {
    const [file, wanted] = path.split("#p-");
    const response = await fetchTwice(new URL(file, root)).catch(() => ({ status: 0 }));
    if (!response.ok) return response.status;
    const paragraphs = ({ answers }) => answers.flatMap(({ turns }) => turns).flatMap((turn) => turn.paragraphs);
    const text = wanted ? response.json().then((json) => paragraphs(json).find(({ id }) => id === wanted).text) : response.text();
    return text.catch(() => 0);
  };

  // The script of the search server that the settings name, where there is one.

  const backendScript = String("{{backend}}");
  const backend = backendScript && isLibraryPage ? import(new URL(backendScript, root)).catch(() => {}) : undefined;
  // Whether it has answered what the page asks; if not, the static index does.
  const askBackend = async (limit) => (await backend)?.ask(limit);

  // What the search field suggests, and what is offered where there are no results: a script that is loaded when it is needed.

  // Without it the search works as before.
  const withSuggest = (run) => import(new URL("{{suggest}}", root)).then(run, () => {});

  // What the app has drawn. A browser that translates the page, or an extension, may change it.

  let drawn = "";
  const drawing = () => ["filters", "cards"].map((id) => byId(id).innerHTML).join();
  // The app draws in a microtask, and this one comes after it.
  const noteDrawing = () =>
    queueMicrotask(() => {
      drawn = drawing();
      if (!byId("nothing").hidden) withSuggest((script) => script.offer());
    });
  const isAltered = () => drawn !== "" && drawn !== drawing();

  // The start of the app.

  if (isLibraryPage && /[?&](q|speaker|topic|episode)=[^&]/.test(location.search)) {
    // Results will take the place of the list of episodes, so that is neither laid out nor painted.
    rootElement.dataset.searching = "";
    prefetchFile(HEAD_FILE);
    // From its first paint on the field holds the question. Its value is the reader's.
    new MutationObserver((_, observer) => {
      const status = byId("status");
      if (!status) return;
      observer.disconnect();
      queryField().defaultValue = new URLSearchParams(location.search).get("q") ?? "";
      status.textContent = "Searching…";
    }).observe(document, { childList: true, subtree: true });
  }
  // If the app is there before the first paint, results are about to come: painting the page without them would only delay them.
  const blockRendering = () => {
    if (!("searching" in rootElement.dataset) || performance.getEntriesByType("paint").length) return;
    rootElement.dataset.renderBlocked = "";
    setTimeout(() => delete rootElement.dataset.renderBlocked, RENDER_BLOCK_MS);
  };
  // Compiled while it is still arriving. A host that does not know the type makes the browser wait for all of it.
  const compile = async () => {
    const response = await fetch(new URL("{{wasm}}", root));
    if (!response.ok) throw new Error(`status ${response.status}`);
    if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
  };
  const start = async () => {
    const address = new URL("{{js}}", root);
    const [module_or_path, app] = await Promise.all([
      // Once more, also where only a part of it has arrived.
      compile().catch(compile),
      // WebKit remembers that a module did not load, for later pages too: once more by another name.
      import(address).catch(() => import(`${address}?${Date.now()}`)),
      // The head is what the query in the address needs first; it is not waited for at any length.
      Promise.race([requested[HEAD_FILE], pause(RETRY_MS)]),
    ]);
    blockRendering();
    await app.default({ module_or_path });
    await parsed;
    // What was typed meanwhile is what the app finds in the address.
    const { value, defaultValue } = queryField();
    if (value !== defaultValue) {
      const query = new URLSearchParams(location.search);
      query.set("q", value);
      history.pushState(null, "", `?${query}${location.hash}`);
    }
    app.mount();
  };
  const ready = start();

  // The API. `answerbook.d.ts` describes what other scripts may use; the rest is for the app, which adds `engine`.

  // Before the first query: the head, the vocabulary and, since a browser compiles a function when it is first called, the
  // search itself, by a query with a word that no library has. A failure here is reported when the reader's own query fails.
  let warmingUp;
  const warmUp = () => {
    if (rootElement.dataset.app !== "ready") prefetchFile(HEAD_FILE);
    warmingUp ??= ready.then(() => window.answerbook.engine("a zzzzzz", { limit: 1 })).catch(() => {});
  };
  window.answerbook = {
    ready,
    root: root.href,
    search: async (...query) => {
      await ready;
      const hits = await window.answerbook.engine(...query);
      // A script that has asked once will ask again.
      warmUp();
      return hits;
    },
    fetchFile,
    prefetchFile,
    fetchText,
    askBackend,
    noteDrawing,
    isAltered,
    // What is typed, and drawing, come before whatever waits for this.
    nextTask: () => pause(0),
    share: (title, url) => {
      navigator.share({ title, url }).catch(({ name }) => {
        // Closing the share sheet is no failure.
        if (name !== "AbortError") byId("toast").textContent = "Could not share: copy the link";
      });
    },
  };
  parsed.then(() => {
    if (document.body.dataset.page === "library") {
      const field = queryField();
      const focused = () => {
        const { value } = field;
        warmUp();
        withSuggest((script) => script.suggest(field, value));
      };
      field.addEventListener("focus", focused, { once: true });
    }
    if (navigator.canShare?.({ url: root.href })) byId("share-sheet")?.removeAttribute("hidden");
    // Screen readers announce what is said once it has stayed for a while, and again after each change of what is asked.
    const status = byId("status");
    let timer;
    const announce = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (byId("announcer").textContent = status.textContent), ANNOUNCEMENT_MS);
    };
    const askedAnew = () => {
      byId("announcer").textContent = "";
      announce();
    };
    if (!status) return;
    new MutationObserver(announce).observe(status, { childList: true });
    addEventListener("input", askedAnew);
    addEventListener("change", askedAnew);
    // What failed is asked for again.
    addEventListener("online", () => document.querySelector("#trouble:not([hidden]) #again, [data-unanswered] [data-page=library] #reload")?.click());
  });

  // Failure of the app.

  // In the place of results comes the library, with why and with a way to ask again.
  const tell = async (sentence) => {
    delete rootElement.dataset.searching;
    delete rootElement.dataset.renderBlocked;
    await parsed;
    const status = document.body.dataset.page && byId("status");
    if (!status) return;
    status.textContent = sentence + " The text below still reads.";
    rootElement.dataset.unanswered = "";
  };
  const fail = (reason) => {
    rootElement.dataset.app = "failed";
    tell(`Search does not work: ${navigator.onLine === false ? "you seem to be offline" : reason}.`);
  };
  const slow = setTimeout(tell, START_MS, "The search has not arrived yet.");
  const arrived = () => {
    // One that comes late still works.
    if (!("unanswered" in rootElement.dataset)) return;
    delete rootElement.dataset.unanswered;
    byId("status").textContent = "";
  };
  const failed = async (error) => {
    // A page that is being left stops loading, and is gone by then.
    await pause(RETRY_MS);
    console.warn(error);
    fail(window.WebAssembly ? "it could not be loaded" : "this browser does not allow WebAssembly");
  };
  ready.then(arrived, failed).finally(() => clearTimeout(slow));
  // An app that has crashed does nothing any more.
  addEventListener("error", ({ error }) => {
    if (error?.name === "RuntimeError") fail("it has stopped");
  });
})();
