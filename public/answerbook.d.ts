// The types of answerbook.js, the search for your own scripts. Load it on a page of yours from the place where the site is, and
// search:
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
// On your page it sets the attributes data-app, data-theme and data-reading of the root element, and nothing else. A content
// security policy of your page needs 'wasm-unsafe-eval' in script-src.

/** How a hit matches: as written, by another spelling of the same term, by its sound, or by a likely typing error. */
export type AnswerbookMatch = "exact" | "same-term" | "sounds-like" | "typo";

export interface AnswerbookHit {
  /** `<episode>/<answer>`. */
  id: string;
  /** The absolute address of the answer's page. */
  url: string;
  /** The answer's title. Not a quotation. */
  title: string;
  /** The id of the speaker whose words the snippet shows; null if no speaker's words match best. */
  speaker: string | null;
  snippet: {
    /** Words of the answer, verbatim. */
    text: string;
    /** The ranges of `text` to highlight, `[from, to]` in UTF-16 code units, as in `text.slice(from, to)`. */
    marks: [number, number][];
  };
  /** The ids of the paragraphs that match. The anchor of one is `#p-<id>`, on the answer's page. */
  paragraphs: string[];
  match: AnswerbookMatch;
}

export interface AnswerbookOptions {
  /** Only answers in which one of these speakers, by id, speaks; for a query with words, only answers in which one of them says those words. */
  speaker?: string | string[];
  /** Only answers on one of these topics, by id. */
  topic?: string | string[];
  /** Only answers of these episodes, by id. */
  episode?: string | string[];
  /** The largest number of hits; 10 by default. */
  limit?: number;
  /** Whether similar words are searched for instead of words that the library does not have; true by default. */
  guess?: boolean;
}

export interface Answerbook {
  /** Fulfilled once the search works; rejected, with the reason, if it cannot. */
  readonly ready: Promise<void>;
  /** The absolute address of the site, ending in a slash. */
  readonly root: string;
  /**
   * The answers to a query, the best ones first. It waits for `ready` by itself. Words in quotation marks must follow one
   * another. It is rejected, with the reason, if the index cannot be loaded, or if the library has no such speaker, topic or
   * episode.
   */
  search(query: string, options?: AnswerbookOptions): Promise<AnswerbookHit[]>;
}

declare global {
  interface Window {
    answerbook: Answerbook;
  }
  const answerbook: Answerbook;
}
