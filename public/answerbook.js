// The entry script: what must happen before the first paint and before the app is there. It restores the reader's
// choices, offers `window.answerbook`, and fetches the app and, for it, the files of the index; when the app cannot come it
// says so on the page, which still reads. It does not search, draw or listen: that is the app's, in Rust. The build writes
// the names in double braces.
(() => {
  "use strict";
  // On the library's own page this stands in the page, which says where the site begins; elsewhere where this was fetched from.
  const { src, dataset } = document.currentScript;
  const root = src ? new URL(".", src) : new URL(dataset.root, location.href);
  const index = new URL("{{index}}", root).href;
  const HEAD = "head.bin";
  const page = document.documentElement;
  page.dataset.app = "loading";
  try {
    for (const choice of ["theme", "reading"]) {
      const kept = localStorage.getItem("answerbook." + choice);
      if (kept) page.dataset[choice] = kept;
    }
  } catch {
    // Storage is closed to this page: it shows the reader's system defaults.
  }

  // In a frame of another page: how that page wishes this one to look, and a word to it that there is something here.
  const own = page.dataset.theme;
  const look = (wish) => {
    const theme = wish.theme === "light" || wish.theme === "dark" ? wish.theme : own;
    if (theme) page.dataset.theme = theme;
    else delete page.dataset.theme;
    for (const [name, property, as] of [["accent", "color", "--accent"], ["font", "font-family", "--sans"], ["font", "font-family", "--serif"]]) {
      if (wish[name] && CSS.supports(property, wish[name])) page.style.setProperty(as, wish[name]);
      else page.style.removeProperty(as);
    }
  };
  const framed = parent !== window;
  if (framed) {
    look(Object.fromEntries(new URLSearchParams(location.search)));
    addEventListener("message", ({ source, data }) => {
      if (source === parent && data?.answerbook === "look") look(data);
    });
  }

  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true });
    else resolve();
  });
  if (framed) {
    parsed.then(() => {
      const kind = document.body.dataset.page;
      if (kind && kind !== "missing") parent.postMessage({ answerbook: "awake" }, "*");
    });
  }
  // Where the app is here before anything was painted, results are but one step away: a page painted without them first would only
  // keep them waiting. The app lets go when it shows something.
  const hold = () => {
    if (!("finding" in page.dataset) || performance.getEntriesByType("paint").length) return;
    page.dataset.held = "";
    setTimeout(() => delete page.dataset.held, 250);
  };
  // Compiled while the page is still being read and drawn. A host may not know the type; then all bytes must come first.
  const compiled = async (coming) => {
    const response = await coming;
    if (!response.ok) throw new Error(`the app was answered with ${response.status}`);
    if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
  };
  const start = async () => {
    const wasm = compiled(fetch(new URL("{{wasm}}", root)));
    // What becomes of it is seen below, which may be later.
    wasm.catch(() => {});
    const app = await import(new URL("{{js}}", root));
    // With the head there, a question that the page came with is under way before anything else is.
    const [module_or_path] = await Promise.all([wasm, coming[HEAD]]);
    hold();
    await app.default({ module_or_path });
    await parsed;
    app.wake();
  };

  // The first ten bytes of a file as they are, and behind them unpacked what is deflated.
  const inflated = async (file) => {
    const unpacker = new DecompressionStream("deflate-raw");
    const writer = unpacker.writable.getWriter();
    // Their failure is the reading's too.
    writer.write(new Uint8Array(file, 10)).catch(() => {});
    writer.close().catch(() => {});
    const reader = unpacker.readable.getReader();
    const pieces = [new Uint8Array(file, 0, 10)];
    for (let piece; !(piece = await reader.read()).done; ) pieces.push(piece.value);
    const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  };
  // A file of the index, unpacked. Where there is none, a number: the status it was answered with, 0 for no answer. Not by
  // `fetch`, which takes a sixth longer for a file as small.
  const unpacked = (name) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("GET", index + name);
      request.responseType = "arraybuffer";
      // Who gets no answer for so long gets none.
      request.timeout = 30_000;
      request.onloadend = () => {
        const { status, response } = request;
        // What cannot be unpacked begins as it does: its first bytes tell whether it is another file altogether.
        resolve(status === 200 ? inflated(response).catch(() => new Uint8Array(response.slice(0, 10))) : status);
      };
      request.send();
    });
  // One file is sent for once, however many wait for it; one that nobody waits for yet is kept until somebody does, unless there
  // is none: whoever does may have better luck.
  const coming = {};
  const expect = (name) =>
    (coming[name] ??= unpacked(name).then((file) => {
      if (typeof file === "number") delete coming[name];
      return file;
    }));
  const load = (name) => expect(name).finally(() => delete coming[name]);
  // Who is about to ask one gets it before the first letter, and the words of the library too, for a word that is mistyped: with a
  // question that calls what theirs will, since a browser compiles a function when it is first called. What fails here fails for
  // theirs too, which says so.
  let warmed = false;
  const warm = () => {
    if (warmed) return;
    warmed = true;
    if (page.dataset.app !== "ready") expect(HEAD);
    ready.then(() => window.answerbook.engine("a zzzzzz", { limit: 1 })).catch(() => {});
  };
  // The library's own page: another in the same folder may ask for something else by the same names.
  const home = location.origin === root.origin && [root.pathname, `${root.pathname}index.html`].includes(location.pathname);
  if (home && /[?&](q|speaker|topic|episode)=[^&]/.test(location.search)) {
    // Results will stand where the whole library stands: that is neither laid out nor painted first.
    page.dataset.finding = "";
    // The index's head comes while the app is on its way.
    expect(HEAD);
  }
  if (home) parsed.then(() => document.getElementById("q")?.addEventListener("focus", warm));
  const text = async (path) => {
    const response = await fetch(new URL(path, root)).catch(() => ({ status: 0 }));
    return response.ok ? response.text().catch(() => 0) : response.status;
  };
  parsed.then(() => {
    if (navigator.canShare?.({ url: root.href })) document.getElementById("share-sheet")?.removeAttribute("hidden");
  });
  const ready = start();
  window.answerbook = {
    ready,
    root: root.href,
    load,
    expect,
    // What is typed, and drawing, come before whatever waits for this.
    pause: () => new Promise((resolve) => setTimeout(resolve)),
    share: (title, url) => {
      navigator.share({ title, url }).catch((error) => {
        // Who closes the sheet again has shared nothing.
        if (error.name !== "AbortError") document.getElementById("toast").textContent = "Could not share: copy the link";
      });
    },
    text,
    search: async (...request) => {
      await ready;
      const hits = await window.answerbook.engine(...request);
      // Whoever has asked once asks again.
      warm();
      return hits;
    },
  };
  const fail = async (error) => {
    page.dataset.app = "failed";
    delete page.dataset.finding;
    delete page.dataset.held;
    await parsed;
    const status = document.body.dataset.page && document.getElementById("status");
    if (!status) return;
    const offline = navigator.onLine === false ? "you seem to be offline" : error.message || String(error);
    status.textContent = `Search does not work (${offline}). The text below still reads; reload the page to try again.`;
  };
  ready.catch(fail);
  // An app that comes to grief later on does nothing any more.
  addEventListener("error", ({ error }) => {
    if (error?.name === "RuntimeError") fail(error);
  });
})();
