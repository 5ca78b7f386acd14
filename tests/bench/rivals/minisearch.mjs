// Builds a MiniSearch site: node minisearch.mjs ANSWERS OUT [exact]. The index whole, the texts an episode a file, fetched when shown.
// With `exact` words are found as they are typed, and else their beginnings and slips too.
import fs from "node:fs";
import MiniSearch from "minisearch";
import { writeTexts } from "./texts.mjs";

const [file, out, words] = process.argv.slice(2);
const loosely = words === "exact" ? {} : { prefix: true, fuzzy: 0.2 };
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
export async function search(query, speaker, count = 10) {
  const filter = speaker ? (hit) => hit.speakers.includes(speaker) : undefined;
  const found = index.search(query, { ...${JSON.stringify(loosely)}, filter }).slice(0, count);
  return Promise.all(found.map((hit) => snippet(hit.id, hit.terms[0])));
}
`,
);
