// Reads every page as it is served: the policy is there, comes before anything it governs, allows nothing inline, and
// the page holds nothing inline.
const faults = [];
const root = new URL(given.root);
const wanted = new Map([
  ["default-src", "'self'"],
  ["script-src", "'self' 'wasm-unsafe-eval'"],
  ["object-src", "'none'"],
  ["base-uri", "'none'"],
]);
for (const page of [...given.pages, "404.html"]) {
  const say = (what) => faults.push(`${page || "/"}: ${what}`);
  const text = await (await fetch(new URL(page, root))).text();
  const document = new DOMParser().parseFromString(text, "text/html");
  const metas = document.querySelectorAll('meta[http-equiv="Content-Security-Policy"]');
  if (metas.length !== 1) say(`${metas.length} policies`);
  if (!metas.length) continue;
  const policy = new Map(
    metas[0].content.split(";").map((part) => part.trim().split(/\s+/)).map(([name, ...values]) => [name, values.join(" ")]),
  );
  for (const [name, value] of wanted) {
    if (policy.get(name) !== value) say(`${name} is ${policy.get(name)}`);
  }
  if (/unsafe-inline|'unsafe-eval'|\*|https?:|data:|frame-ancestors/.test(metas[0].content)) say(`policy: ${metas[0].content}`);
  for (const governed of document.querySelectorAll("script, link, style, base")) {
    if (!(metas[0].compareDocumentPosition(governed) & Node.DOCUMENT_POSITION_FOLLOWING)) say("something stands before the policy");
  }
  for (const script of document.querySelectorAll("script")) {
    if (!script.getAttribute("src") && script.type !== "application/ld+json") say(`an inline script: ${script.textContent.slice(0, 60)}`);
  }
  if (document.querySelector("style, base, object, embed, iframe, form[action]")) say("a style, base, object, frame or form");
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name === "style" || name.startsWith("on")) say(`${name}="${value}" on ${element.tagName}`);
      if (/^\s*javascript:/i.test(value) && name === "href") say(`a link that runs: ${value}`);
    }
  }
}
return faults;
