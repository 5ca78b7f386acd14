// Builds a MiniSearch site: node minisearch.mjs ANSWERS OUT. The index whole, the texts an episode a file, fetched when shown.
import fs from "node:fs";
import MiniSearch from "minisearch";

const [answers, out] = process.argv.slice(2);
const index = new MiniSearch({ fields: ["title", "text"], storeFields: ["speakers"] });
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
fs.writeFileSync(`${out}/index.json`, JSON.stringify(index));
fs.copyFileSync("node_modules/minisearch/dist/es/index.js", `${out}/minisearch.js`);
fs.writeFileSync(
  `${out}/engine.js`,
  `import MiniSearch from "./minisearch.js";
const options = { fields: ["title", "text"], storeFields: ["speakers"] };
const index = MiniSearch.loadJSON(await (await fetch("./index.json")).text(), options);
const texts = new Map();
async function text(id) {
  const [episode] = id.split("/");
  if (!texts.has(episode)) texts.set(episode, fetch("./texts/" + episode + ".json").then((file) => file.json()));
  return (await texts.get(episode))[id];
}
export async function search(query, speaker) {
  const filter = speaker ? (hit) => hit.speakers.includes(speaker) : undefined;
  const found = index.search(query, { prefix: true, fuzzy: 0.2, filter }).slice(0, 10);
  return Promise.all(found.map(async (hit) => {
    const whole = await text(hit.id);
    const at = Math.max(0, whole.toLowerCase().indexOf(hit.terms[0]) - 60);
    return { id: hit.id, snippet: whole.slice(at, at + 240) };
  }));
}
`,
);
