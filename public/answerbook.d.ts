// What other scripts of the same site can ask of answerbook.js, as TypeScript knows it. A page of your own loads the script
// from wherever the site is, and asks:
//
//   <script src="/answers/answerbook.js"></script>
//   <script>
//     document.forms[0].addEventListener("submit", async (event) => {
//       event.preventDefault();
//       const hits = await answerbook.search(document.forms[0].q.value, { topic: "careers", limit: 5 });
//       list.replaceChildren(...hits.map((hit) => {
//         const link = document.createElement("a");
//         link.href = hit.url;
//         link.textContent = hit.title;
//         return link;
//       }));
//     });
//   </script>
//
// Of the page itself it touches the attributes data-app, data-theme and data-reading of the root element, and nothing else. A policy of the page's own needs 'wasm-unsafe-eval' in script-src.

/** How a hit was matched: as written, by a spelling that counts as the same, by sound, or by a likely slip of the keys. */
export type AnswerbookMatch = "exact" | "same-term" | "sounds-like" | "typo";

export interface AnswerbookHit {
  /** `<episode>/<answer>`. */
  id: string;
  /** The absolute address of the answer's page. */
  url: string;
  /** The answer's title. Not a quotation. */
  title: string;
  /** The id of whose words the snippet is; null where nobody's fit best. */
  speaker: string | null;
  snippet: {
    /** Verbatim words of the answer. */
    text: string;
    /** The stretches of `text` to mark, from and to, in UTF-16 units, as `text.slice(from, to)` has them. */
    marks: [number, number][];
  };
  /** The ids of the paragraphs that match; `#p-<id>` on the answer's page. */
  paragraphs: string[];
  match: AnswerbookMatch;
}

export interface AnswerbookOptions {
  /** Only answers in which one of these speaks, by id; with words sought, those who said them. */
  speaker?: string | string[];
  /** Only answers on one of these topics, by id. */
  topic?: string | string[];
  /** Only answers of these episodes, by id. */
  episode?: string | string[];
  /** How many at most; 10 where nothing is said. */
  limit?: number;
  /** Whether words that the library lacks are guessed at; true where nothing is said. */
  guess?: boolean;
}

export interface Answerbook {
  /** Settles when searching is possible; fails, with the reason, when it will not be. */
  readonly ready: Promise<void>;
  /** The absolute address of the site. */
  readonly root: string;
  /**
   * The best answers first. Waits for `ready` by itself. Words in quotes must follow one another. Fails, with the reason,
   * where the index cannot be had, and where the library has no such speaker, topic or episode.
   */
  search(query: string, options?: AnswerbookOptions): Promise<AnswerbookHit[]>;
}

declare global {
  interface Window {
    answerbook: Answerbook;
  }
  const answerbook: Answerbook;
}
