// The suggestions of the library's search field, and what is offered where a search has no results. The entry script loads this file
// once the field has the focus, or a search has found nothing. Without the files of the suggestions nothing happens.
//
// The suggestions are a list that completes nothing by itself, as the combobox pattern of WAI-ARIA has it. `src/site/suggestions.rs`
// writes their files and describes them. Keys that mean nothing to the list are left to the app, which goes through the results.

const { fetchFile, root } = answerbook;
const BUCKETS = Number("{{buckets}}");
const MAX_OPTIONS = 8;
// How many of these may be speakers, topics or interviews.
const MAX_GROUPS = 4;
// What precedes the text of a file.
const HEADER_LENGTH = 16;
// The last of all UTF-16 units.
const LAST = "\uffff";
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", ŧ: "t", ŋ: "n", ς: "σ" };

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
};

// The folded words of a text: as `words` in `src/site/suggestions.rs`; a test compares them.
export const words = (text) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .replace(/[ßæœøłđðþıħŧŋς]/g, (letter) => LETTERS[letter])
    .replace(/['’‘ʼ](?:(?:s|ll|re|ve|d|m)(?![\p{L}\p{N}]))?/gu, "")
    // Scripts without blanks.
    .replace(/[\u0e00-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]/gu, " $& ")
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

const files = {};
// The lines of a file; none where it cannot be had, so that it is asked for again.
const lines = (name) =>
  (files[name] ??= fetchFile(`suggest/${name}.bin`)
    .then((file) => new TextDecoder().decode(file.subarray(HEADER_LENGTH)).split("\n"))
    .catch(() => {
      delete files[name];
      return [];
    }));

// The names of the files that may hold what is wanted, the most telling first.
const places = async (wanted) => {
  const place = async (word, at) => {
    const [offset, ...starts] = await lines(`starts-${word.charCodeAt(0) % BUCKETS}`);
    const isCommon = starts.some((start) => start.startsWith(word + " "));
    const phrase = isCommon ? wanted.slice(at, at + 2).join(" ") : word;
    const last = (text) => starts.findLastIndex((start) => start <= text);
    const from = last(phrase);
    const to = last(phrase + LAST);
    const name = from < 0 ? "" : [...new Set([+offset + from, +offset + to])].join("-");
    // A rare word tells more than a common one with its neighbour, but that may be how a title begins.
    return { name, cost: (from < to) * 200 + isCommon * (at ? 100 : -150) - word.length };
  };
  const found = await Promise.all(wanted.map(place));
  return found.filter(({ name }) => name).sort((a, b) => a.cost - b.cost);
};

// The entries of a file that hold all that is wanted, those that begin with it first.
const choose = (entries, wanted) => {
  const typed = wanted.join(" ");
  const first = [];
  const others = [];
  for (const line of entries) {
    const entry = line.split("\t");
    const own = words(entry[1] ?? "");
    if (!wanted.every((word) => own.some((one) => one.startsWith(word)))) continue;
    (own.join(" ").startsWith(typed) ? first : others).push(entry);
  }
  let groups = 0;
  const isAnswer = ([address]) => address.split("/").length > 3;
  return [...first, ...others].filter((entry) => isAnswer(entry) || groups++ < MAX_GROUPS).slice(0, MAX_OPTIONS);
};

// The lines of the last file. As long as they have enough, no other is asked for.
let recent = [];
const find = async (wanted) => {
  if (!wanted.length) return [];
  let found = choose(recent, wanted);
  if (found.length === MAX_OPTIONS) return found;
  for (const { name } of (await places(wanted)).slice(0, 2)) {
    recent = await lines(name);
    found = choose(recent, wanted);
    if (found.length) break;
  }
  return found;
};

// Suggests to a search field, and at once if it no longer holds this text.
export const suggest = (field, before) => {
  const list = make("ul", { id: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: "" });
  let active;
  // What is being looked for: a later one supersedes it.
  let wanted;

  const activate = (option) => {
    active?.setAttribute("aria-selected", false);
    active = option;
    option?.setAttribute("aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option?.id ?? "");
  };
  const show = (entries) => {
    activate();
    list.replaceChildren(
      ...entries.map(([address, text, answers], nth) => {
        const [folder, , answer] = address.split("/");
        const note = answers ? `${folder.slice(0, -1)}, ${answers}` : answer ? "" : "interview";
        const option = make("li", { id: `suggestion-${nth}`, role: "option", "aria-selected": false }, make("span", {}, text));
        if (note) option.append(" ", make("small", {}, note));
        option.dataset.address = address;
        return option;
      }),
    );
    list.hidden = !entries.length;
    field.setAttribute("aria-expanded", !list.hidden);
  };
  const close = () => {
    wanted = undefined;
    if (!list.hidden) show([]);
  };
  const open = ({ dataset }) => {
    close();
    // In the frame of another page it opens on the site, as links do there.
    window.open(root + dataset.address, document.querySelector("base")?.target ?? "_self");
  };
  const update = async (event) => {
    if (event?.isComposing) return close();
    const typed = (wanted = words(field.value));
    const found = await find(typed);
    if (typed === wanted) show(found);
  };

  field.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": false })) {
    field.setAttribute(name, value);
  }
  field.addEventListener("input", update);
  field.addEventListener("compositionend", update);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const { key } = event;
    if (list.hidden || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (key === "ArrowDown" && active !== list.lastChild) activate(active ? active.nextSibling : list.firstChild);
    else if (key === "ArrowUp") activate(active ? active.previousSibling : list.lastChild);
    else if (key === "Enter" && active) open(active);
    else if (key === "Escape") close();
    else {
      // Below the last suggestion are the results. Any other key goes on in the field.
      if (key === "ArrowDown" || key === "Enter") close();
      else activate();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  // The field keeps the focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("li");
    if (option) open(option);
  });
  if (field.value !== before) update();
};

// The number of the latest offer.
let latest = 0;

// Offers, in place of results, links to searches that have some: without a filter, without a word, with another spelling.
export const offer = async () => {
  const mine = ++latest;
  const offers = document.getElementById("offers");
  offers.replaceChildren();
  const asked = new URLSearchParams(location.search);
  const text = document.getElementById("q").value.trim();
  asked.set("q", text);
  const ask = async (view, options) => {
    // Somebody types on: what this would find is wanted no more.
    if (mine !== latest) return [];
    const filters = Object.fromEntries(["speaker", "topic", "episode"].map((name) => [name, view.getAll(name)]));
    // A filter that the library does not have is an error.
    return answerbook.engine(view.get("q"), { ...filters, guess: view.get("guess") !== "off", typing: true, limit: 0, ...options }).catch(() => []);
  };
  const add = async (label, change) => {
    const view = new URLSearchParams(asked);
    change(view);
    const { total } = await ask(view);
    if (!total || mine !== latest) return;
    if (!view.get("q")) view.delete("q");
    const link = make("a", { href: `?${view}` }, label);
    offers.append(make("li", {}, link, ` (${total} ${total > 1 ? "answers" : "answer"})`));
  };
  const filters = ["speaker", "topic", "episode"].filter((name) => asked.has(name));
  for (const name of filters) await add(`Without the filter by ${name}`, (view) => view.delete(name));
  if (filters.length > 1) await add("Without filters", (view) => filters.forEach((name) => view.delete(name)));
  const items = text.match(/-?(?:[a-z]+:)?["“„«][^"”»]*["”»]?|\S+/g)?.slice(0, 8) ?? [];
  for (const item of items) {
    const rest = items.filter((one) => one !== item);
    // What is left must be sought, and not only left out.
    if (rest.some((one) => one[0] !== "-")) await add(`Without ${item}`, (view) => view.set("q", rest.join(" ")));
    if (asked.get("guess") !== "off") continue;
    // A guess marks the words that it takes for this one.
    const [hit] = await ask(new URLSearchParams({ q: item }), { limit: 1, guess: true });
    const mark = hit?.snippet.marks[0];
    const spelling = mark && hit.snippet.text.slice(...mark);
    if (spelling && hit.match !== "exact") await add(`${spelling} instead of ${item}`, (view) => view.set("q", text.replace(item, spelling)));
  }
};
