// What every rival's page does: searches what the address asks for, shows ten results, and offers the same to the benchmark.
import { search } from "./engine.js";

window.benchSearch = search;
const asked = new URL(location.href).searchParams.get("q");
if (asked) {
  const results = document.getElementById("results");
  for (const hit of await search(asked)) {
    const article = document.createElement("article");
    article.textContent = hit.snippet;
    results.append(article);
  }
}
window.benchReady = true;
