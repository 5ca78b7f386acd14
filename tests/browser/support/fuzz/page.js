// What a page is like, looked at from a page of the same site that frames it: whether it answers, and what in it is not its own.
// Values are not made here (values.js).
const LIMIT_MS = 1000;
const FOREIGN = "script, style, link, base, meta, iframe, frame, object, embed, svg, math, form, img, picture, audio, video, template, portal, font, plaintext, table, title, answerbook-answer";
const MADE_BY_THE_APP = "article, section, h2, h3, h4, a, p, cite, mark, span, del, ins, fieldset, legend, ul, li, label, input, div, button, br, b, time";
const KNOWN_ROOT = {
  lang: () => true,
  style: () => true,
  class: (value) => value === "",
  "data-app": (value) => value === "ready",
  "data-searching": (value) => value === "",
  "data-theme": (value) => value === "light" || value === "dark",
  "data-cut": (value) => value === "",
  "data-reading": (value) => value === "verbatim",
};
const KNOWN_PROPERTIES = ["--accent", "--sans", "--serif", "--font", "--radius"];
// These follow the length of the text.
const SIZES = ["height", "width", "block-size", "inline-size", "perspective-origin", "transform-origin"];
// These follow the style that a host wishes.
const isWished = (name) => KNOWN_PROPERTIES.includes(name) || name === "font-family" || name === "accent-color" || name.endsWith("-radius");

const task = () => new Promise((resolve) => setTimeout(resolve));
const frameOf = (win) => new Promise((resolve) => win.requestAnimationFrame(resolve));
// Waits for a condition; false if it has not come true in time.
const until = async (condition, millis = 4 * LIMIT_MS) => {
  const start = performance.now();
  while (!condition()) {
    if (performance.now() - start > millis) return false;
    await task();
  }
  return true;
};

// A page of the site in a frame, once its scripts have run.
const framed = async (url, isAwake) => {
  const frame = document.createElement("iframe");
  frame.width = 800;
  frame.height = 600;
  frame.src = url;
  document.body.append(frame);
  // WebKit gives what is out of sight no frames of animation.
  frame.scrollIntoView();
  const there = await until(() => frame.contentWindow?.location.href !== "about:blank" && frame.contentDocument.readyState !== "loading" && isAwake(frame.contentDocument), 8 * LIMIT_MS);
  return { frame, win: frame.contentWindow, doc: frame.contentDocument, there, url };
};
const isAppAwake = (doc) => ["ready", "failed"].includes(doc.documentElement.dataset.app);
const isEmbedAwake = (doc) => doc.readyState === "complete";

const computed = (win, element) => {
  const style = win.getComputedStyle(element);
  return Object.fromEntries(Array.from(style, (name) => [name, style.getPropertyValue(name)]).filter(([name]) => !SIZES.includes(name)));
};
const styles = (win) => ({ html: computed(win, win.document.documentElement), body: computed(win, win.document.body), main: computed(win, win.document.querySelector("main")) });

// What a page is like before anything hostile came, in each theme.
const baselineOf = ({ win, doc }) => {
  const { dataset } = doc.documentElement;
  const before = dataset.theme;
  const themes = {};
  for (const theme of ["", "light", "dark"]) {
    if (theme) dataset.theme = theme;
    else delete dataset.theme;
    themes[theme] = styles(win);
  }
  if (before) dataset.theme = before;
  else delete dataset.theme;
  return { themes, foreign: doc.querySelectorAll(FOREIGN).length, alive: doc.body.children.length };
};

// What is wrong with a page. Computed styles take longest to look at; without new elements or attributes they change by a new
// address alone.
const faultsOf = ({ win, doc }, baseline, withStyles) => {
  const faults = win.faults.splice(0);
  const root = doc.documentElement;
  for (const { name, value } of root.attributes) if (!KNOWN_ROOT[name]?.(value)) faults.push(`the root has ${name}="${value.slice(0, 80)}"`);
  for (const name of root.style) {
    // A font may have any name in quotation marks, which need no end.
    const value = root.style.getPropertyValue(name).replace(/"[^"]*("|$)|'[^']*('|$)/g, "");
    if (!KNOWN_PROPERTIES.includes(name) || value.length >= 200 || /[;{}]|url\(|var\(|!/i.test(value)) faults.push(`the root's style has ${name}: ${value.slice(0, 80)}`);
  }
  // An address that names the main part gives it the focus, and so the ring of what has it.
  doc.querySelector("main:focus")?.blur();
  const now = withStyles ? styles(win) : {};
  const then = baseline.themes[root.dataset.theme ?? ""] ?? baseline.themes[""];
  for (const part of Object.keys(now)) {
    for (const [name, value] of Object.entries(now[part])) {
      if (value !== then[part][name] && !(root.style.length && isWished(name))) faults.push(`the style of ${part} has ${name}: ${value} instead of ${then[part][name]}`);
    }
  }
  for (const element of [doc.body, doc.querySelector("main")]) if (element.hasAttribute("style")) faults.push(`a style of its own: ${element.outerHTML.slice(0, 80)}`);
  const foreign = doc.querySelectorAll(FOREIGN).length;
  if (foreign !== baseline.foreign) faults.push(`${foreign} foreign elements instead of ${baseline.foreign}`);
  if (doc.body.children.length !== baseline.alive) faults.push(`${doc.body.children.length} children of the body instead of ${baseline.alive}`);
  for (const element of doc.querySelectorAll(":is(#cards, #filters, #notes, #status, #quoted, #toast, #why) *")) {
    if (!element.matches(`${MADE_BY_THE_APP}, blockquote`)) faults.push(`an element ${element.localName}`);
    for (const { name, value } of element.attributes) if (name.startsWith("on") || name === "style" || /^\s*javascript:/i.test(value)) faults.push(`an attribute ${name}="${value.slice(0, 80)}"`);
    if (element.localName === "a" && !element.href.startsWith(location.origin)) faults.push(`a link to ${element.href.slice(0, 80)}`);
  }
  for (const id of ["notes", "status", "toast", "why", "quoted-note"]) {
    const said = doc.getElementById(id)?.textContent.length ?? 0;
    if (said > 3000) faults.push(`#${id} is ${said} characters long`);
  }
  if (root.scrollWidth > root.clientWidth + 1) faults.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
  return faults;
};

// Presses the button of the theme. False if that has no effect.
const pressesTheme = ({ doc }) => {
  const { dataset } = doc.documentElement;
  const before = dataset.theme;
  doc.getElementById("theme").click();
  return dataset.theme !== before;
};

// Goes through values until the time of a batch is over. `act` does something with a value, and returns what is wrong and how long
// the page took to answer. What takes longer than the limit is tried again, since the machine may have been busy with others.
const runBatch = async ({ seed, from, count, millis }, make, act) => {
  const begun = performance.now();
  const report = { done: 0, slowest: 0, slowest_value: "", faults: [] };
  for (let nth = from; nth < from + count && performance.now() - begun < millis && report.faults.length < 5; nth++) {
    let value, faults, took;
    for (let attempt = 0; attempt < 3; attempt++) {
      value = make(seeded(seed * 1000003 + nth));
      [faults, took] = await act(value, nth);
      if (faults.length || took < LIMIT_MS) break;
    }
    if (took >= LIMIT_MS) faults.push(`it took ${Math.round(took)} ms`);
    if (took > report.slowest) [report.slowest, report.slowest_value] = [took, inWords(value)];
    report.faults.push(...faults.slice(0, 5).map((fault) => `value ${nth}, ${inWords(value)}: ${fault}`.toWellFormed()));
    report.done += 1;
  }
  return report;
};
