// The search server that the settings name, Meilisearch or OpenSearch: what it is asked, and how its answer is drawn. Only a site with
// `[search.backend]` has this script, on the library's page alone. `ask` answers a view of the page; where it cannot, the app asks
// the static index as on every other site, and nothing is said of it. Its results are the cards of `src/page/card.rs`: the links lead to
// the site's own pages. What is asked for has the forms that these two describe:
// https://www.meilisearch.com/docs/reference/api/search and https://docs.opensearch.org/latest/api-reference/search-apis/search/.
// Not here: the address, the controls and the history, which stay the app's, and `answerbook.search`, which asks the static index.

// The build fills in what stands in double braces.
const BACKEND = JSON.parse("{{settings}}");

// Constants.

const TIMEOUT_MS = 1_500;
// How long the static index answers alone after a failure, so that a reader does not wait for each letter again.
const REST_MS = 30_000;
// While somebody types, only what stands for so long is asked.
const PAUSE_MS = 40;
// A query of more words or values is left to the static index, which reads as many.
const MAX_TOKENS = 64;
const MAX_TEXT_LENGTH = 8_000;
// As in `src/page/library.rs`, `src/search/snippet/window.rs` and `src/page/turn.rs`.
const FILTER_LENGTH = 12;
const SNIPPET_LENGTH = 240;
const CONTEXT_LENGTH = 60;
const SPEAKER_COLOURS = Number("{{colours}}");
// Around the words that match. No transcript has control characters.
const [MARK, UNMARK] = ["\u0001", "\u0002"];
// A facet's key in addresses, its fields with ids, with names and with both, and its heading.
const FACETS = [
  { key: "speaker", ids: "speaker_ids", names: "speakers", labels: "speaker_labels", heading: "Speakers" },
  { key: "topic", ids: "topic_ids", names: "topics", labels: "topic_labels", heading: "Topics" },
  { key: "episode", ids: "episode", names: "episode_title", labels: "episode_label", heading: "Interviews" },
];
const SHOWN = ["episode", "answer", "path", "title", "episode_title", "date", "paragraphs"];
const SEARCHED = ["title", "prompt", "text", "meant", "speakers", "topics", "episode_title"];

// The view.

// What the page asks: words, phrases and exclusions as typed, and the values of each facet, those in the text included. The address has
// all but the text, which the app writes there once typing pauses.
const parse = () => {
  const params = new URLSearchParams(location.search);
  const chosen = Object.fromEntries(FACETS.map(({ key }) => [key, params.getAll(key).filter(Boolean)]));
  const values = structuredClone(chosen);
  const terms = [];
  const text = document.getElementById("q").value.slice(0, MAX_TEXT_LENGTH);
  for (const [, minus, key, phrase, word] of text.matchAll(/(-?)(?:(speaker|topic|episode):)?(?:"([^"]*)"|([^\s"]+))/gi)) {
    const term = (phrase ?? word).trim();
    if (!/[\p{L}\p{N}]/u.test(term)) continue;
    if (key && !minus) values[key.toLowerCase()].push(term);
    else terms.push({ text: term, isPhrase: phrase !== undefined, isExcluded: minus !== "" });
  }
  return { terms, chosen, values, byDate: params.get("sort") === "date", isExact: params.get("guess") === "off" };
};
const selected = (view) => FACETS.filter(({ key }) => view.values[key].length);

// Meilisearch.

// An expression of its filter language for each value; alternatives stand in a list of their own.
const meilisearchFilter = (view, without) => [
  "part IS NULL",
  ...selected(view)
    .filter((facet) => facet !== without)
    .map(({ key, ids, names }) =>
      view.values[key].flatMap((value) => {
        const quoted = `"${value.replace(/["\\]/g, "\\$&")}"`;
        return [`${ids} = ${quoted}`, `${names} = ${quoted}`];
      })),
];
const meilisearch = {
  // The answers with the counts of the facets from which nothing is chosen; the other counts take a query each, without that choice.
  request: (view, limit) => {
    const written = ({ text, isPhrase, isExcluded }) =>
      (isExcluded ? "-" : "") + (isPhrase || view.isExact ? `"${text}"` : text);
    const q = view.terms.map(written).join(" ");
    const open = FACETS.filter((facet) => !selected(view).includes(facet));
    const hits = {
      indexUid: BACKEND.index, q, filter: meilisearchFilter(view), facets: open.map(({ labels }) => labels), page: 1, hitsPerPage: limit,
      attributesToRetrieve: SHOWN, attributesToHighlight: ["text"], highlightPreTag: MARK, highlightPostTag: UNMARK,
      ...(view.byDate ? { sort: ["date_number:desc"] } : {}),
    };
    const counts = selected(view).map((facet) => ({
      indexUid: BACKEND.index, q, filter: meilisearchFilter(view, facet), facets: [facet.labels], limit: 0,
    }));
    return { path: "multi-search", authorization: `Bearer ${BACKEND.key}`, body: { queries: [hits, ...counts] } };
  },
  answer: ({ results }) => {
    const [{ hits, totalHits }] = results;
    const counts = Object.assign({}, ...results.map(({ facetDistribution }) => facetDistribution));
    return {
      total: totalHits,
      hits: hits.map((hit) => ({ ...hit, text: hit._formatted.text })),
      counts: FACETS.map(({ labels }) => Object.entries(counts[labels] ?? {})),
    };
  },
};

// OpenSearch.

const openSearchFilter = (view, without) =>
  selected(view)
    .filter((facet) => facet !== without)
    .map(({ key, ids, names }) => ({
      bool: { should: [{ terms: { [ids]: view.values[key] } }, { terms: { [`${names}.name`]: view.values[key] } }] },
    }));
const openSearch = {
  // The words filter and rank; the choices only filter the answers shown, since each facet is counted without its own.
  request: (view, limit) => {
    const phrase = ({ text }) => ({ multi_match: { query: text, fields: SEARCHED, type: "phrase" } });
    const isWord = ({ isPhrase, isExcluded }) => !isPhrase && !isExcluded;
    const words = view.terms.filter(isWord).map(({ text }) => text).join(" ");
    const fuzziness = view.isExact ? {} : { fuzziness: "AUTO" };
    const match = (more) => ({ multi_match: { query: words, fields: SEARCHED, ...more } });
    // Those with all the words come first; the last of them may still be typed.
    const anyWords = {
      bool: {
        should: [
          match({ type: "cross_fields", operator: "and", boost: 4 }),
          match({ type: "best_fields", ...fuzziness }),
          match({ type: "bool_prefix" }),
        ],
      },
    };
    const must = view.terms.filter(({ isPhrase, isExcluded }) => isPhrase && !isExcluded).map(phrase);
    if (words) must.push(anyWords);
    const count = (facet) => ({
      filter: { bool: { filter: openSearchFilter(view, facet) } },
      aggs: { values: { terms: { field: facet.labels, size: 1_000 } } },
    });
    const body = {
      query: {
        bool: {
          must: must.length ? must : [{ match_all: {} }],
          must_not: [{ exists: { field: "part" } }, ...view.terms.filter(({ isExcluded }) => isExcluded).map(phrase)],
        },
      },
      post_filter: { bool: { filter: openSearchFilter(view) } },
      aggs: Object.fromEntries(FACETS.map((facet) => [facet.labels, count(facet)])),
      highlight: {
        pre_tags: [MARK], post_tags: [UNMARK],
        fields: { text: { number_of_fragments: 0, no_match_size: 1_000 } },
      },
      _source: SHOWN, size: limit, track_total_hits: true,
      ...(view.byDate ? { sort: [{ date_number: { order: "desc", missing: "_last" } }, "_score"] } : {}),
    };
    return { path: `${BACKEND.index}/_search`, authorization: BACKEND.key, body };
  },
  answer: ({ timed_out, hits, aggregations }) => {
    if (timed_out) throw new Error("only a part of the index was searched");
    return {
      total: hits.total.value,
      hits: hits.hits.map(({ _source, highlight }) => ({ ..._source, text: highlight?.text?.[0] ?? "" })),
      counts: FACETS.map(({ labels }) => aggregations[labels].values.buckets.map(({ key, doc_count }) => [key, doc_count])),
    };
  },
};

// Asking.

const server = BACKEND.kind === "meilisearch" ? meilisearch : openSearch;
let present = new AbortController();
let restsUntil = 0;
// What the next drawing adds to the page; null for what the static index has answered.
let answered = null;

const send = async ({ path, authorization, body }, signal) => {
  const headers = { "Content-Type": "application/json" };
  if (BACKEND.key) headers.Authorization = authorization;
  const response = await fetch(BACKEND.url + path, {
    method: "POST", headers, body: JSON.stringify(body), signal, credentials: "omit", referrerPolicy: "no-referrer", redirect: "error",
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
};
// An answer that a page can be made of, or an error.
const checked = ({ total, hits, counts }) => {
  const isCount = (count) => Number.isInteger(count) && count >= 0;
  const isText = (text) => typeof text === "string";
  const isHit = ({ episode, answer, path, title, episode_title, text, paragraphs }) =>
    [episode, answer, path, title, episode_title, text].every(isText) && Array.isArray(paragraphs)
    // Links lead to the site's own pages, whatever a server says.
    && new URL(path, answerbook.root).href.startsWith(`${answerbook.root}episodes/`);
  const isFacet = (values) => values.every(([label, count]) => isText(label) && isCount(count));
  if (!isCount(total) || !hits.every(isHit) || !counts.every(isFacet)) throw new Error("not an answer");
  return { total, hits, counts };
};

// Whether the server has answered what the page asks, with so many results at the most. It is never rejected.
export const ask = async (limit) => {
  present.abort();
  const controller = new AbortController();
  const { signal } = (present = controller);
  let isLate = false;
  const isSuperseded = () => signal.aborted && !isLate;
  answered = null;
  const view = parse();
  const tokens = view.terms.length + FACETS.reduce((sum, { key }) => sum + view.values[key].length, 0);
  if (Date.now() < restsUntil || tokens === 0 || tokens > MAX_TOKENS) return false;
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  // Of what the app has superseded it drops every answer.
  if (isSuperseded()) return true;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, TIMEOUT_MS);
  try {
    const answer = checked(server.answer(await send(server.request(view, limit), signal)));
    if (!signal.aborted) answered = { view, ...answer };
    return !isLate;
  } catch {
    if (isSuperseded()) return true;
    restsUntil = Date.now() + REST_MS;
    return false;
  } finally {
    clearTimeout(timer);
  }
};

// Drawing.

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
};
// A text with marks in it, as nodes.
const marked = (text) =>
  text.split(MARK).flatMap((piece, at) => {
    const [words, rest] = at ? piece.split(UNMARK) : [undefined, piece];
    return [...(words ? [element("mark", {}, words)] : []), ...(rest ? [rest] : [])];
  });
// A part of a line that begins a little before its first mark.
const cut = (line) => {
  const first = line.indexOf(MARK);
  if (line.length <= SNIPPET_LENGTH) return line;
  let from = first <= CONTEXT_LENGTH ? 0 : line.indexOf(" ", first - CONTEXT_LENGTH) + 1;
  if (first > 0 && from > first) from = first;
  let to = from + SNIPPET_LENGTH;
  if (to < line.length && line.lastIndexOf(" ", to) > from) to = line.lastIndexOf(" ", to);
  let part = line.slice(from, to);
  // No mark is left open.
  if (part.lastIndexOf(MARK) > part.lastIndexOf(UNMARK)) part += UNMARK;
  return (from ? "…" : "") + part + (to < line.length ? "…" : "");
};
// The paragraph that says most of what is sought: of a chosen speaker, if there is one; without words the first of a reply.
const best = ({ text, paragraphs }, { values }) => {
  const asker = paragraphs[0]?.speaker;
  const rank = (line, { speaker, name }) => {
    const isChosen = [speaker, name].some((one) => values.speaker.includes(one));
    return (isChosen ? 1_000 : 0) + (line.split(MARK).length - 1) * 2 + (speaker === asker ? 0 : 1);
  };
  const lines = text.split("\n").slice(0, paragraphs.length).map((line, at) => ({ line, ...paragraphs[at] }));
  return lines.reduce((best, one) => (best && rank(best.line, best) >= rank(one.line, one) ? best : one), undefined);
};
const dayInWords = (date) => {
  const day = new Date(date ?? NaN);
  const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return Number.isNaN(day.getTime()) ? "Undated" : day.toLocaleDateString("en-GB", form);
};
const card = (hit, view) => {
  const { line = "", id, name = "", slot = 0 } = best(hit, view) ?? {};
  const isMarked = line.includes(MARK);
  const hasWords = view.terms.some(({ isExcluded }) => !isExcluded);
  const source = element("p", { class: "source" }, `${hit.episode_title} · ${dayInWords(hit.date)}`);
  if (hasWords && !isMarked) source.append(element("span", { class: "match-kind" }, "in title or name"));
  return element(
    "article",
    { class: `card speaker-${(slot % SPEAKER_COLOURS) + 1}`, "data-answer": `${hit.episode}/${hit.answer}` },
    element("h3", {}, element("a", { href: answerbook.root + hit.path + (isMarked ? `#p-${id}` : "") }, hit.title)),
    element("p", { class: "snippet" }, element("cite", {}, name), " ", ...marked(cut(line))),
    source,
  );
};
// A filter with the values that have most answers; null where there is nothing to choose between. A chosen value stays, to be dropped
// again.
const filter = ({ key, heading }, counts, chosen) => {
  const values = counts.map(([label, count]) => {
    const [id, ...name] = label.split(" ");
    return { id, name: name.join(" ") || id, count };
  });
  const missing = chosen.filter((id) => !values.some((value) => value.id === id)).map((id) => ({ id, name: id, count: 0 }));
  const all = [...values, ...missing];
  if (all.length < 2 && !chosen.length) return null;
  const isChosen = ({ id }) => chosen.includes(id);
  if (all.length > FILTER_LENGTH) all.sort((a, b) => isChosen(b) - isChosen(a) || b.count - a.count);
  else all.sort((a, b) => a.name.localeCompare(b.name));
  const row = ({ id, name, count }) => {
    const box = element("input", { type: "checkbox", name: key, value: id, ...(chosen.includes(id) ? { checked: "" } : {}) });
    const label = element("label", {}, box, element("span", {}, name), element("span", { class: "answer-count" }, `${count}`));
    return element("li", { class: count ? "some" : "none" }, label);
  };
  const rows = all.slice(0, Math.max(FILTER_LENGTH, chosen.length)).map(row);
  return element("fieldset", { class: "facet interactive" }, element("legend", {}, heading), element("ul", {}, ...rows));
};
const drawn = [];
const draw = () => {
  const focused = document.activeElement?.matches("#filters input") ? document.activeElement : null;
  for (const node of drawn.splice(0)) node.remove();
  const answer = answered;
  answered = null;
  // The reader may have gone back to the whole library meanwhile.
  if (!answer || !("searching" in document.documentElement.dataset)) return;
  const { view, total, hits, counts } = answer;
  const filters = FACETS.map((facet, at) => filter(facet, counts[at], view.chosen[facet.key])).filter(Boolean);
  const cards = hits.map((hit) => card(hit, view));
  drawn.push(...filters, ...cards);
  const byId = (id) => document.getElementById(id);
  byId("filters").append(...filters);
  byId("cards").append(...cards);
  byId("status").textContent = total === 0 ? "No answers" : `${total} answer${total === 1 ? "" : "s"}`;
  // The app says that it has no results of its own.
  byId("trouble").hidden = true;
  byId("nothing").hidden = total > 0;
  const left = total - hits.length;
  byId("more").hidden = left <= 0 || hits.length === 0;
  byId("more").textContent = `Show more (${left} left)`;
  const again = focused && [...document.querySelectorAll("#filters input")]
    .find(({ name, value }) => name === focused.name && value === focused.value);
  again?.focus();
};
// The app draws in a microtask, and then this does; then what is on the page is noted.
const { noteDrawing } = answerbook;
answerbook.noteDrawing = () => {
  queueMicrotask(draw);
  noteDrawing();
};
