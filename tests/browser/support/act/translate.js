// Translates the page as browsers do. "wrapping" does as Google Translate: each text node is taken out, and two <font> elements
// with other words stand in its place. "in place" writes other words into the text nodes that are there. Either goes on with
// what comes later, after a moment. A text between ⟦ and ⟧ is its own translation: whoever knows it can tell which text it is of.
// `restorePage` shows the original again. It is no translator, and knows nothing of the site.
window.translatePage = (way) => {
  const done = new Map();
  const isOurs = (node) => node.data.startsWith("⟦");
  const passesOver = (node) => !node.data.trim() || node.parentElement?.closest("[translate=no], script, style, textarea, pre");
  const translate = (node) => {
    if (passesOver(node) || isOurs(node)) return;
    const [, before, words, after] = /^(\s*)([^]*?)(\s*)$/.exec(node.data);
    const translated = `⟦${before}${words}${after}⟧`;
    if (way === "in place") {
      done.set(node, node.data);
      node.data = translated;
      return;
    }
    const outer = document.createElement("font");
    const inner = outer.appendChild(document.createElement("font"));
    outer.style.verticalAlign = inner.style.verticalAlign = "inherit";
    inner.textContent = translated;
    done.set(outer, node);
    node.replaceWith(outer);
  };
  const translateAll = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    nodes.forEach(translate);
  };
  const root = document.documentElement;
  root.classList.add("translated-ltr");
  root.lang = "de";
  let isRestored = false;
  const observer = new MutationObserver(() => setTimeout(() => isRestored || translateAll(document.body), 30));
  translateAll(document.body);
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  window.restorePage = () => {
    isRestored = true;
    observer.disconnect();
    root.classList.remove("translated-ltr");
    root.lang = "en";
    for (const [now, before] of done) {
      if (now.isConnected && now.data !== undefined) now.data = before;
      else if (now.isConnected) now.replaceWith(before);
    }
  };
};
