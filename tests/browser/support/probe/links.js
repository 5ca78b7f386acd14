// Follows every address in every page and style sheet of the site. Faults: what is not there, fragments without an
// element, absolute addresses of the site itself, and anything but a link for readers that leads to another origin.
const faults = [];
const root = new URL(given.root);
const statuses = new Map();
const status = (url) => {
  if (!statuses.has(url)) statuses.set(url, fetch(url).then((response) => response.status));
  return statuses.get(url);
};
const documents = new Map();
for (const page of given.pages) {
  const url = new URL(page, root).href;
  const text = await (await fetch(url)).text();
  // Of an embedded page's own style there is nothing to follow, and it must not be applied here.
  documents.set(url, new DOMParser().parseFromString(text.replace(/<style>[^]*?<\/style>/, ""), "text/html"));
}
const allowedAbsolute = (element) =>
  element.matches('link[rel="canonical"], meta[property^="og:"]') || element.matches("a[href]");
for (const [page, document] of documents) {
  const say = (what) => faults.push(`${page.slice(root.href.length) || "/"}: ${what}`);
  const addresses = [];
  for (const element of document.querySelectorAll("[href], [src], [srcset], [action], [poster], [data]")) {
    for (const name of ["href", "src", "srcset", "action", "poster", "data"]) {
      const value = element.getAttribute(name);
      if (value !== null) addresses.push([element, value]);
    }
  }
  for (const [element, value] of addresses) {
    const there = new URL(value, page);
    const absolute = /^([a-z][a-z0-9+.-]*:|\/)/i.test(value);
    if (absolute && !allowedAbsolute(element)) say(`absolute: ${value}`);
    if (there.origin !== root.origin) {
      if (!element.matches("a[href]")) say(`loads from elsewhere: ${value}`);
      continue;
    }
    if (absolute && element.matches("a[href]")) say(`absolute link within the site: ${value}`);
    const fragment = decodeURIComponent(there.hash.slice(1));
    there.hash = "";
    if (!there.href.startsWith(root.href)) say(`leads out of the site: ${value}`);
    const found = await status(there.href);
    if (found !== 200) say(`${found} for ${value}`);
    if (!fragment) continue;
    const plain = new URL(there.href);
    plain.search = "";
    const target = documents.get(plain.href);
    if (!target) say(`a fragment of what is no page: ${value}`);
    else if (!target.getElementById(fragment)) say(`nothing has the id of ${value}`);
  }
}
const sheets = new Set();
for (const [page, document] of documents) {
  for (const link of document.querySelectorAll('link[rel="stylesheet"]')) sheets.add(new URL(link.getAttribute("href"), page).href);
}
for (const sheet of sheets) {
  const text = await (await fetch(sheet)).text();
  for (const [, address] of text.matchAll(/url\(\s*["']?([^"')]+)/g)) {
    const found = new URL(address, sheet);
    if (found.protocol === "data:") continue;
    if (!found.href.startsWith(root.href)) faults.push(`${sheet}: leads out of the site: ${address}`);
    else if ((await status(found.href)) !== 200) faults.push(`${sheet}: not there: ${address}`);
  }
}
if (documents.size < 5) faults.push(`only ${documents.size} pages were looked at`);
return faults;
