// The entry script: what must happen before the first paint and before the app is there. It restores the reader's
// choices, offers `window.answerbook`, and fetches the app and, for it, the files of the index; when the app cannot come it
// says so on the page, which still reads. It does not search, draw or listen: that is the app's, in Rust. The build writes
// the names in double braces.
(() => {
  "use strict";
  const root = new URL(".", document.currentScript.src);
  const index = new URL("{{index}}", root).href;
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

  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true });
    else resolve();
  });
  const start = async () => {
    const wasm = fetch(new URL("{{wasm}}", root));
    // What becomes of it is for the module to see, which may come later.
    wasm.catch(() => {});
    const app = await import(new URL("{{js}}", root));
    await parsed;
    await app.default({ module_or_path: wasm });
    page.dataset.app = "ready";
  };

  const inflated = async (deflated) => {
    const unpacker = new DecompressionStream("deflate-raw");
    const writer = unpacker.writable.getWriter();
    // Their failure is the reading's too.
    writer.write(deflated).catch(() => {});
    writer.close().catch(() => {});
    return new Response(unpacker.readable).arrayBuffer();
  };
  // A file of the index: its ten plain bytes, and behind them unpacked what is deflated. Where there is none, a number: the
  // status it was answered with, 0 for no answer, -1 for what cannot be unpacked.
  const unpacked = async (name) => {
    const response = await fetch(index + name).catch(() => ({ status: 0 }));
    const file = response.ok && (await response.arrayBuffer().catch(() => null));
    if (!file) return response.ok ? 0 : response.status;
    const body = await inflated(file.slice(10)).catch(() => null);
    if (!body) return -1;
    const bytes = new Uint8Array(10 + body.byteLength);
    bytes.set(new Uint8Array(file, 0, 10));
    bytes.set(new Uint8Array(body), 10);
    return bytes;
  };
  // Who comes to the library with a question gets the index's head while the app is on its way.
  const asks = new URL(".", location.href).href === root.href && /[?&](q|speaker|topic|episode)=/.test(location.search);
  const early = asks ? { "head.bin": unpacked("head.bin") } : {};
  const load = (names) =>
    Promise.all(
      names.map((name) => {
        const coming = early[name] ?? unpacked(name);
        delete early[name];
        return coming;
      }),
    );
  const ready = start();
  window.answerbook = {
    ready,
    root: root.href,
    load,
    search: async (...request) => {
      await ready;
      return window.answerbook.engine(...request);
    },
  };
  ready.catch(async (error) => {
    page.dataset.app = "failed";
    await parsed;
    const status = document.getElementById("status");
    if (!status) return;
    const offline = navigator.onLine === false ? "you seem to be offline" : error.message || String(error);
    status.textContent = `Search could not start (${offline}). The text below still reads; reload the page to try again.`;
  });
})();
