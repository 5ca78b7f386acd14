// Inside the frame of an embedded answer: tells the host how high the text is, takes the look that the host wishes, and
// speaks with WordPress in its own way. It may run without an origin: no storage, no modules, nothing fetched. The text
// reads without it.
(() => {
  "use strict";
  const text = document.getElementById("text");
  const style = document.documentElement.style;
  const secret = (/[?&]secret=([\w-]+)/.exec(location.hash) || [])[1];
  const framed = parent !== window;
  let told = 0;
  const tell = (message) => parent.postMessage(message, "*");
  const measure = () => {
    const height = Math.ceil(text.getBoundingClientRect().height);
    if (!framed || height === told) return;
    told = height;
    tell({ answerbook: "height", height });
    if (secret) tell({ message: "height", value: height, secret });
  };
  const fits = (property, value) => typeof value === "string" && value.length < 200 && CSS.supports(property, value);
  const look = (wish) => {
    if ("theme" in wish) {
      if (wish.theme === "light" || wish.theme === "dark") document.documentElement.dataset.theme = wish.theme;
      else delete document.documentElement.dataset.theme;
    }
    for (const [name, property] of [["accent", "color"], ["font", "font-family"], ["radius", "border-radius"]]) {
      if (!(name in wish)) continue;
      if (fits(property, wish[name])) style.setProperty("--" + name, wish[name]);
      else style.removeProperty("--" + name);
    }
  };
  look(Object.fromEntries(new URLSearchParams(location.search)));
  addEventListener("message", (event) => {
    if (event.source !== parent || !event.data) return;
    if (event.data.answerbook === "look") look(event.data);
    // WordPress asks again when it has begun to listen.
    if (secret && event.data.message === "ready" && event.data.secret === secret) {
      told = 0;
      measure();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!secret || !link) return;
    event.preventDefault();
    tell({ message: "link", value: link.href, secret });
  });
  // At once: a frame that is not drawn is told of no size.
  measure();
  new ResizeObserver(measure).observe(text);
})();
