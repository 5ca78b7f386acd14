// Builds a FlexSearch site: node flexsearch.mjs ANSWERS OUT. The index whole, as its own export has it, the texts an episode
// a file, fetched when shown.
import fs from "node:fs";
import FlexSearch from "flexsearch";

const [answers, out] = process.argv.slice(2);
const index = new FlexSearch.Document({
  tokenize: "strict",
  document: { id: "id", index: ["title", "text"], store: ["speakers"] },
});
const episodes = new Map();
for (const answer of JSON.parse(fs.readFileSync(answers))) {
  index.add(answer);
  const [episode] = answer.id.split("/");
  const texts = episodes.get(episode) ?? {};
  texts[answer.id] = answer.text;
  episodes.set(episode, texts);
}
fs.mkdirSync(`${out}/texts`, { recursive: true });
for (const [episode, texts] of episodes) fs.writeFileSync(`${out}/texts/${episode}.json`, JSON.stringify(texts));
const files = [];
await index.export((key, data) => {
  if (data === undefined) return;
  files.push(key);
  fs.writeFileSync(`${out}/${key}.json`, typeof data === "string" ? data : JSON.stringify(data));
});
fs.copyFileSync("node_modules/flexsearch/dist/flexsearch.bundle.module.min.mjs", `${out}/flexsearch.mjs`);
fs.writeFileSync(
  `${out}/engine.js`,
  `import FlexSearch from "./flexsearch.mjs";
const index = new FlexSearch.Document({
  tokenize: "strict",
  document: { id: "id", index: ["title", "text"], store: ["speakers"] },
});
await Promise.all(${JSON.stringify(files)}.map(async (key) => index.import(key, await (await fetch("./" + key + ".json")).text())));
const texts = new Map();
async function text(id) {
  const [episode] = id.split("/");
  if (!texts.has(episode)) texts.set(episode, fetch("./texts/" + episode + ".json").then((file) => file.json()));
  return (await texts.get(episode))[id];
}
export async function search(query, speaker) {
  const fields = index.search(query, { limit: speaker ? 200 : 10, suggest: true, enrich: true });
  const ids = new Map(fields.flatMap((field) => field.result.map((hit) => [hit.id, hit.doc])));
  const kept = [...ids].filter(([, doc]) => !speaker || doc.speakers.includes(speaker)).slice(0, 10);
  return Promise.all(kept.map(async ([id]) => {
    const whole = await text(id);
    const at = Math.max(0, whole.toLowerCase().indexOf(query.split(" ")[0].toLowerCase()) - 60);
    return { id, snippet: whole.slice(at, at + 240) };
  }));
}
`,
);
