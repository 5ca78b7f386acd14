// Inside the frame of an embedded answer: reports the height of the text to the host, applies the style that the host
// wishes, and speaks WordPress's own embed protocol. It may run without an origin, so it uses no storage and no modules, and
// fetches nothing. The text can be read without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const box = document.getElementById("box");
  const text = document.getElementById("text");
  // What the site's owner has chosen; without an attribute the reader's system decides.
  const ownTheme = root.dataset.theme;
  const STYLE_PROPERTIES = [
    ["accent", "color"],
    ["font", "font-family"],
    ["radius", "border-radius"],
  ];
  // What WordPress puts into the address; its messages carry it in both directions.
  const secret = (/[?&]secret=([\w-]{1,100})(?=&|$)/.exec(location.hash) || [])[1];
  const isFramed = parent !== window;
  const send = (message) => parent.postMessage(message, "*");

  // The first is sent whatever it is: a frame that a host has hidden until then has none, and is not drawn before the host hears of it.
  let sentHeight;
  const sendHeight = () => {
    const height = Math.ceil(text.getBoundingClientRect().height);
    if (!isFramed || height === sentHeight) return;
    sentHeight = height;
    send({ answerbook: "height", height });
    if (secret) send({ message: "height", value: height, secret });
  };

  // What is valid for every property, such as `inherit` and `var(…)`, is no value of this one.
  const isValid = (property, value) =>
    typeof value === "string" && value.length < 200 && CSS.supports(property, value) && !CSS.supports("fill-rule", value);
  const applyStyle = (style) => {
    if ("theme" in style) {
      const theme = ["light", "dark"].includes(style.theme) ? style.theme : style.theme !== "auto" && ownTheme;
      if (theme) root.dataset.theme = theme;
      else delete root.dataset.theme;
    }
    for (const [name, property] of STYLE_PROPERTIES) {
      if (!(name in style)) continue;
      if (isValid(property, style[name])) root.style.setProperty("--" + name, style[name]);
      else root.style.removeProperty("--" + name);
    }
  };

  applyStyle(Object.fromEntries(new URLSearchParams(location.search)));
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data) return;
    if (data.answerbook === "look") applyStyle(data);
    // WordPress asks again once it listens.
    if (secret && data.message === "ready" && data.secret === secret) {
      sentHeight = undefined;
      sendHeight();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    // With a modifier a browser opens another tab or window, or saves what is linked to.
    const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!secret || !link || !isPlain) return;
    event.preventDefault();
    send({ message: "link", value: link.href, secret });
  });
  // Opened by itself it is a page like any other.
  if (!isFramed) {
    root.dataset.page = "";
    for (const link of document.querySelectorAll("a[target]")) link.removeAttribute("target");
  }
  // A host may give it less height than it needs: whether something is left below.
  const noteCut = () => root.toggleAttribute("data-cut", box.scrollHeight - box.scrollTop - box.clientHeight > 4);
  box.addEventListener("scroll", noteCut);
  // At once, since an observer reports nothing in a frame that is not drawn.
  sendHeight();
  noteCut();
  const observer = new ResizeObserver(() => {
    sendHeight();
    noteCut();
  });
  observer.observe(text);
  observer.observe(box);
})();
