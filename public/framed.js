// What a page of the site does in the frame of another site's page: it takes on the style that the host wishes, and says that it is
// there. In the frame of `<answerbook-search>` it is an explorer without head and foot, as high as its content, whose links open on the
// site. The entry script loads this file in frames alone. It is not the script of embedded answers, whose pages load no file.
const rootElement = document.documentElement;
const isEmbedded = "embedded" in rootElement.dataset;
const ownTheme = rootElement.dataset.theme;
const STYLE_PROPERTIES = [
  ["accent", "color", "--accent"],
  ["font", "font-family", "--sans"],
  ["font", "font-family", "--serif"],
];
const send = (message) => parent.postMessage(message, "*");

// What is valid for every property, such as `inherit` and `var(…)`, is no value of this one.
const isValid = (property, value) =>
  typeof value === "string" && value.length < 200 && CSS.supports(property, value) && !CSS.supports("fill-rule", value);
const applyStyle = (style) => {
  const theme = style.theme === "light" || style.theme === "dark" ? style.theme : ownTheme;
  if (theme) rootElement.dataset.theme = theme;
  else delete rootElement.dataset.theme;
  for (const [name, property, variable] of STYLE_PROPERTIES) {
    if (isValid(property, style[name])) rootElement.style.setProperty(variable, style[name]);
    else rootElement.style.removeProperty(variable);
  }
};

const start = () => {
  // `embed.js` shows the frame once it knows that there is a page in it.
  const kind = document.body.dataset.page;
  if (kind && kind !== "missing") send({ answerbook: "awake" });
  if (isEmbedded) new ResizeObserver(() => send({ answerbook: "height", height: Math.ceil(document.body.offsetHeight) })).observe(document.body);
};

applyStyle(Object.fromEntries(new URLSearchParams(location.search)));
addEventListener("message", ({ source, data }) => {
  if (source === parent && data?.answerbook === "look") applyStyle(data);
});
if (isEmbedded) {
  // What is found opens on the site, and the way back is the host's.
  document.head.append(Object.assign(document.createElement("base"), { target: "_blank" }));
  history.pushState = (...entry) => history.replaceState(...entry);
}
if (document.readyState === "loading") addEventListener("DOMContentLoaded", start, { once: true });
else start();
