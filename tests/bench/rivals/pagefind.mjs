// Builds a Pagefind site: node pagefind.mjs ANSWERS OUT answer|episode. One record an answer, or one an episode.
import fs from "node:fs";
import { createIndex, close } from "pagefind";

const [answers, out, unit] = process.argv.slice(2);
const records = new Map();
for (const answer of JSON.parse(fs.readFileSync(answers))) {
  const id = unit === "answer" ? answer.id : answer.id.split("/")[0];
  const record = records.get(id) ?? { id, title: answer.title, text: [], speakers: new Set() };
  record.text.push(answer.text);
  answer.speakers.forEach((speaker) => record.speakers.add(speaker));
  records.set(id, record);
}
const { index } = await createIndex();
for (const { id, title, text, speakers } of records.values()) {
  const { errors } = await index.addCustomRecord({
    url: `/${id}`,
    content: text.join("\n"),
    language: "en",
    meta: { title, id },
    filters: { speaker: [...speakers] },
  });
  if (errors.length) throw new Error(errors.join("; "));
}
const { errors } = await index.writeFiles({ outputPath: `${out}/pagefind` });
if (errors.length) throw new Error(errors.join("; "));
await close();
fs.writeFileSync(
  `${out}/engine.js`,
  `const pagefind = await import("./pagefind/pagefind.js");
await pagefind.init();
export async function search(query, speaker, count = 10) {
  const found = await pagefind.search(query, speaker ? { filters: { speaker } } : {});
  const first = await Promise.all(found.results.slice(0, count).map((result) => result.data()));
  return first.map((data) => ({ id: data.meta.id, snippet: data.excerpt }));
}
`,
);
