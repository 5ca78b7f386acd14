// Builds a MiniSearch site: node minisearch.mjs ANSWERS OUT. The index whole, the texts an episode a file, fetched when shown.
import fs from "node:fs";
import MiniSearch from "minisearch";
import { writeTexts } from "./texts.mjs";

const [file, out] = process.argv.slice(2);
const answers = JSON.parse(fs.readFileSync(file));
const index = new MiniSearch({ fields: ["title", "text"], storeFields: ["speakers"] });
index.addAll(answers);
writeTexts(answers, out);
fs.writeFileSync(`${out}/index.json`, JSON.stringify(index));
fs.copyFileSync("node_modules/minisearch/dist/es/index.js", `${out}/minisearch.js`);
fs.writeFileSync(
  `${out}/engine.js`,
  `import MiniSearch from "./minisearch.js";
import { snippet } from "./texts.js";
const options = { fields: ["title", "text"], storeFields: ["speakers"] };
const index = MiniSearch.loadJSON(await (await fetch("./index.json")).text(), options);
export async function search(query, speaker) {
  const filter = speaker ? (hit) => hit.speakers.includes(speaker) : undefined;
  const found = index.search(query, { prefix: true, fuzzy: 0.2, filter }).slice(0, 10);
  return Promise.all(found.map((hit) => snippet(hit.id, hit.terms[0])));
}
`,
);
