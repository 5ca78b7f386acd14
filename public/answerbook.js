// The entry script: what must happen before the first paint and before the app is there. It restores the reader's
// choices, offers `window.answerbook`, and fetches the app; when that fails it says so on the page, which still reads.
// It does not search, draw or listen: that is the app's, in Rust. The build writes the names in double braces.
(() => {
  "use strict";
  const root = new URL(".", document.currentScript.src);
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
    const app = await import(new URL("{{js}}", root));
    await parsed;
    await app.default({ module_or_path: new URL("{{wasm}}", root) });
    page.dataset.app = "ready";
  };
  const ready = start();
  window.answerbook = {
    ready,
    root: root.href,
    index: new URL("{{index}}", root).href,
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
