// What a screen reader stands on.
const faults = [];
const say = (what) => faults.push(what);
const one = (selector) => {
  const found = document.querySelectorAll(selector).length;
  if (found !== 1) say(`${found} × ${selector}`);
};
if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(document.documentElement.lang)) say(`lang is "${document.documentElement.lang}"`);
if (!document.title.trim()) say("no title");
for (const selector of ["main", "h1", "body > header", "body > footer", 'meta[name="viewport"]', 'meta[name="description"]']) one(selector);
const skip = document.querySelector("body a");
if (!skip?.matches('.skip-link[href="#main"]')) say("the first link does not skip to the text");
if (/user-scalable\s*=\s*no|maximum-scale/.test(document.querySelector('meta[name="viewport"]')?.content)) say("zooming is switched off");

const ids = new Map();
for (const element of document.querySelectorAll("[id]")) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
for (const [id, times] of ids) if (times > 1) say(`${times} elements have the id ${id}`);
for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
  for (const element of document.querySelectorAll(`[${name}]`)) {
    for (const id of element.getAttribute(name).split(/\s+/)) if (!ids.has(id)) say(`${name} names ${id}, which is not there`);
  }
}

const named = (element) =>
  element.getAttribute("aria-label")?.trim() ||
  element.getAttribute("aria-labelledby") ||
  [...(element.labels ?? [])].some((label) => label.textContent.trim()) ||
  element.textContent.trim() ||
  element.querySelector("img[alt]:not([alt=''])");
for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, dialog, nav, search, fieldset")) {
  if (element.tagName === "FIELDSET" ? !element.querySelector("legend")?.textContent.trim() : !named(element)) {
    say(`no name: ${element.outerHTML.slice(0, 100)}`);
  }
}
for (const image of document.querySelectorAll("img:not([alt]), svg:not([aria-hidden]):not([role])")) say(`no text for ${image.outerHTML.slice(0, 80)}`);
for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) say(`tabindex ${element.tabIndex}`);

let level = 0;
for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
  if (!heading.checkVisibility()) continue;
  const next = Number(heading.tagName[1]);
  if (next > level + 1) say(`h${level} is followed by h${next}: ${heading.textContent.trim().slice(0, 60)}`);
  if (!heading.textContent.trim()) say(`an empty h${next}`);
  level = next;
}
for (const list of document.querySelectorAll("ul, ol")) {
  if ([...list.children].some((child) => !["LI", "TEMPLATE", "SCRIPT"].includes(child.tagName))) say("a list that holds more than its items");
}
for (const item of document.querySelectorAll("li")) if (!item.parentElement.matches("ul, ol, menu")) say("an item outside a list");
for (const box of document.querySelectorAll("a a, a button, button a, button button, label label")) say(`nested: ${box.outerHTML.slice(0, 80)}`);
return faults;
