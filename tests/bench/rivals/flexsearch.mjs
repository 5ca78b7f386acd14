// Builds a FlexSearch site: node flexsearch.mjs ANSWERS OUT. The index whole, as its own export has it, the texts an episode
// a file, fetched when shown.
import fs from "node:fs";
import FlexSearch from "flexsearch";
import { writeTexts } from "./texts.mjs";

const [file, out] = process.argv.slice(2);
const answers = JSON.parse(fs.readFileSync(file));
const index = new FlexSearch.Document({
  tokenize: "strict",
  document: { id: "id", index: ["title", "text"], store: ["speakers"] },
});
answers.forEach((answer) => index.add(answer));
writeTexts(answers, out);
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
import { snippet } from "./texts.js";
const index = new FlexSearch.Document({
  tokenize: "strict",
  document: { id: "id", index: ["title", "text"], store: ["speakers"] },
});
await Promise.all(${JSON.stringify(files)}.map(async (key) => index.import(key, await (await fetch("./" + key + ".json")).text())));
export async function search(query, speaker, count = 10) {
  const fields = index.search(query, { limit: speaker ? 200 : count, suggest: true, enrich: true });
  const ids = new Map(fields.flatMap((field) => field.result.map((hit) => [hit.id, hit.doc])));
  const kept = [...ids].filter(([, doc]) => !speaker || doc.speakers.includes(speaker)).slice(0, count);
  return Promise.all(kept.map(([id]) => snippet(id, query.split(" ")[0].toLowerCase())));
}
`,
);
