// The texts of a rival that stores none: written an episode a file, and in the page fetched when shown. Both halves are here.
import fs from "node:fs";

/** Writes the texts of answers, and `texts.js`, which gives the page snippets of them. */
export function writeTexts(answers, out) {
  const episodes = new Map();
  for (const answer of answers) {
    const [episode] = answer.id.split("/");
    const texts = episodes.get(episode) ?? {};
    texts[answer.id] = answer.text;
    episodes.set(episode, texts);
  }
  fs.mkdirSync(`${out}/texts`, { recursive: true });
  for (const [episode, texts] of episodes) fs.writeFileSync(`${out}/texts/${episode}.json`, JSON.stringify(texts));
  fs.writeFileSync(`${out}/texts.js`, `const texts = new Map();\nexport ${snippet}\n`);
}

/** An answer's snippet, around a word of it. Runs in the page, beside the texts it keeps there. */
async function snippet(id, word) {
  const [episode] = id.split("/");
  if (!texts.has(episode)) texts.set(episode, fetch("./texts/" + episode + ".json").then((file) => file.json()));
  const whole = (await texts.get(episode))[id];
  const at = Math.max(0, whole.toLowerCase().indexOf(word) - 60);
  return { id, snippet: whole.slice(at, at + 240) };
}
