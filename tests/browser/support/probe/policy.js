// Reads every page as it is served: the policy is there, comes before anything it governs, allows nothing inline, and
// the page holds nothing inline. On the library's pages it allows one script, by its hash: the site's entry script, word for word. An
// embedded page is whole in one file: its one style and one script are those that its policy allows by their hashes.
const faults = [];
const root = new URL(given.root);
const wanted = new Map([
  ["default-src", "'self'"],
  ["script-src", "'self' 'wasm-unsafe-eval'"],
  ["object-src", "'none'"],
  ["base-uri", "'none'"],
]);
const hash = async (text) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
};
const entry = await (await fetch(new URL("answerbook.js", root))).text();
for (const page of [...given.pages, "404.html"]) {
  const say = (what) => faults.push(`${page || "/"}: ${what}`);
  const text = await (await fetch(new URL(page, root))).text();
  const embedded = page.startsWith("embed/");
  const styles = [...text.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style]) => style);
  // A style would be applied here, which this page's own policy forbids.
  const document = new DOMParser().parseFromString(text.replace(/<style>[^]*?<\/style>/g, ""), "text/html");
  const metas = document.querySelectorAll('meta[http-equiv="Content-Security-Policy"]');
  if (metas.length !== 1) say(`${metas.length} policies`);
  if (!metas.length) continue;
  const policy = new Map(
    metas[0].content.split(";").map((part) => part.trim().split(/\s+/)).map(([name, ...values]) => [name, values.join(" ")]),
  );
  const scripts = [...document.querySelectorAll("script")];
  const hashes = embedded && [
    ["default-src", "'none'"],
    ["style-src", (await Promise.all(styles.map(hash))).join(" ")],
    ["script-src", (await Promise.all(scripts.map((script) => hash(script.textContent)))).join(" ")],
    ["base-uri", "'none'"],
  ];
  const inline = scripts.filter((script) => !script.getAttribute("src") && script.type !== "application/ld+json");
  const library = document.body.dataset.page === "library";
  if (library) wanted.set("script-src", `'self' 'wasm-unsafe-eval' ${await hash(entry)}`);
  else wanted.set("script-src", "'self' 'wasm-unsafe-eval'");
  for (const [name, value] of hashes || wanted) {
    if (policy.get(name) !== value) say(`${name} is ${policy.get(name)}`);
  }
  if (/unsafe-inline|'unsafe-eval'|\*|https?:|data:|frame-ancestors/.test(metas[0].content)) say(`policy: ${metas[0].content}`);
  for (const governed of document.querySelectorAll("script, link, style, base")) {
    if (!(metas[0].compareDocumentPosition(governed) & Node.DOCUMENT_POSITION_FOLLOWING)) say("something stands before the policy");
  }
  if (library && inline.length !== 1) say(`${inline.length} inline scripts`);
  for (const script of embedded ? [] : inline) {
    if (!library || script.textContent !== entry) say(`an inline script: ${script.textContent.slice(0, 60)}`);
  }
  if (document.querySelector("base, object, embed, form[action]")) say("a base, object or form");
  if (!embedded && styles.length) say("a style");
  for (const frame of document.querySelectorAll("iframe")) {
    if (!frame.getAttribute("src").startsWith("../")) say(`a frame of ${frame.src}`);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name === "style" || name.startsWith("on")) say(`${name}="${value}" on ${element.tagName}`);
      if (/^\s*javascript:/i.test(value) && name === "href") say(`a link that runs: ${value}`);
    }
  }
}
return faults;
