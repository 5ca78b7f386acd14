// The ways in which values reach a page: each takes what is to be fuzzed (`given`) and goes through a batch of values.
const drivers = {};

// Whether the library shows what was last asked for. Another page answers at once.
const isAnswered = (doc) => {
  const said = doc.getElementById("status")?.textContent;
  if (!doc.getElementById("filters") || !("searching" in doc.documentElement.dataset)) return true;
  return said !== "" && said !== "Searching…" && doc.getElementById("filters").ariaBusy === "false";
};

// The view in the address of an awake page, as going back and forward change it; and the state that is kept with it.
drivers.view = (given) => {
  let page, baseline, used = 0;
  const open = async () => {
    page?.frame.remove();
    page = await framed(given.root + given.page, isAppAwake);
    if (!page.there) throw new Error(`${page.url} does not wake`);
    baseline ??= baselineOf(page);
    used = 0;
  };
  const make = (random) => {
    if (given.input === "history") return { state: random.pick([hostileData, (one) => hostileText(one, ["0 10", "900 30"]), (one) => `${one.pick(WORDS)} ${one.pick(WORDS)}`])(random), query: "?q=lantern" };
    const value = () => `${given.input}=${encoded(random, hostileText(random, given.samples))}`;
    const values = random.below(12) ? [value()] : Array.from({ length: random.pick([2, 20, 300]) }, () => `${given.input}=${random.pick(given.samples)}${random.below(1000)}`);
    if (!random.below(3)) values.push(random.pick(["q=lantern", "speaker=eve-mark", "sort=date", "__proto__=x", "utm_source=x"]));
    return { state: null, query: `?${values.join("&")}` };
  };
  const act = async (value, nth) => {
    // A browser lets a page change its address only so often.
    if (!page || used++ > 90) await open();
    const { win, doc } = page;
    doc.getElementById("status").textContent = "";
    const start = performance.now();
    try {
      win.history.replaceState(value.state, "", value.query);
    } catch {
      // Not every value can be kept.
      return [[], 0];
    }
    win.dispatchEvent(new win.PopStateEvent("popstate"));
    const faults = (await until(() => isAnswered(doc))) ? [] : ["the search is not answered"];
    if (nth % 10 === 0) await frameOf(win);
    if (!pressesTheme(page)) faults.push("a press has no effect");
    const took = performance.now() - start;
    faults.push(...faultsOf(page, baseline, nth % 10 === 0));
    if (nth % 20 === 0) {
      win.history.replaceState(null, "", "?");
      win.dispatchEvent(new win.PopStateEvent("popstate"));
      const field = doc.getElementById("q");
      field.value = given.typed[0];
      field.dispatchEvent(new win.Event("input", { bubbles: true }));
      if (!(await until(() => doc.getElementById("status").textContent === given.typed[1]))) faults.push(`typing has no effect: ${doc.getElementById("status").textContent}`);
    }
    // A page that is broken says so for each value after it.
    if (faults.length) page = undefined;
    return [faults, took];
  };
  return [make, act];
};

// Whole loads: every parameter, the fragment and every stored setting are hostile at once.
drivers.load = (given) => {
  let baseline;
  const make = (random) => {
    const texts = given.params.map((name) => [name, encoded(random, hostileText(random, given.samples[name] ?? STYLES))]);
    texts.push(["#", encoded(random, hostileText(random, given.fragments))]);
    const parts = () => texts.map(([name, text]) => (name === "#" ? `#${text}` : `${name}=${text}`));
    const address = () => `?${parts().slice(0, -1).join("&")}${random.below(8) ? "" : "&__proto__=x&toString=y"}${parts().at(-1)}`;
    // Servers refuse addresses of more than 64 kB.
    while (new URL(address(), location.href).href.length > 60000) for (const pair of texts) pair[1] = pair[1].slice(0, pair[1].length / 2);
    const stored = Object.fromEntries(given.settings.map((name) => [name, hostileText(random, ["light", "dark", "verbatim", "off"])]));
    return { address: address(), stored };
  };
  // The page without anything hostile: what it is like, and how long it takes.
  const plain = async () => {
    const start = performance.now();
    const page = await framed(given.root + given.page, given.embed ? isEmbedAwake : isAppAwake);
    const took = performance.now() - start;
    const found = baselineOf(page);
    page.frame.remove();
    return [found, took];
  };
  const act = async ({ address, stored }) => {
    baseline ??= (await plain())[0];
    for (const [name, value] of Object.entries(stored)) localStorage.setItem(`answerbook.${name}`, value);
    const told = [];
    const hear = ({ data }) => told.push(data);
    addEventListener("message", hear);
    const start = performance.now();
    const page = await framed(given.root + given.page + address, given.embed ? isEmbedAwake : isAppAwake);
    if (!page.there) return [["the page does not wake"], performance.now() - start];
    const faults = [];
    if (given.embed) {
      page.win.postMessage({ answerbook: "look", theme: "dark" }, "*");
      if (!(await until(() => page.doc.documentElement.dataset.theme === "dark"))) faults.push("the page does not take a theme");
    } else if (!pressesTheme(page)) faults.push("a press has no effect");
    let took = performance.now() - start;
    if (!(await until(() => isAnswered(page.doc)))) faults.push("the search is not answered");
    const hasAnswered = () => ["quoted-note", "toast"].some((id) => page.doc.getElementById(id).textContent);
    if (given.params.includes("quote") && !(await until(hasAnswered))) faults.push("the quote is not answered");
    faults.push(...faultsOf(page, baseline, true), ...told.flatMap(faultsOfReport));
    removeEventListener("message", hear);
    page.frame.remove();
    localStorage.clear();
    // On a busy machine any load takes as long.
    if (took > LIMIT_MS) took -= (await plain())[1];
    return [faults, took];
  };
  return [make, act];
};

// What is wrong with a message of a framed page to its host.
const faultsOfReport = (data) => {
  const faults = [];
  const isHeight = (height) => Number.isInteger(height) && height > 0 && height < 100000;
  if (data?.answerbook === "height" && !isHeight(data.height)) faults.push(`it says that it is ${data.height} high`);
  if (data?.message === "height" && !isHeight(data.value)) faults.push(`it says that it is ${data.value} high`);
  if (data?.secret?.length > 100) faults.push(`it repeats a secret of ${data.secret.length} characters`);
  return faults;
};

// The next message that a window hears, be it one that it cannot read.
const heardBy = (win) =>
  new Promise((resolve) => {
    for (const type of ["message", "messageerror"]) win.addEventListener(type, resolve, { once: true });
  });

const LOOKS = [{ answerbook: "look" }, { answerbook: "look", theme: "dark" }, { answerbook: "look", accent: "red", font: "serif", radius: "1px" }, { message: "ready", secret: "x" }];

// Messages to a framed page from the page that frames it.
drivers.messages = (given) => {
  let page, baseline;
  const act = async (message, nth) => {
    if (!page) {
      page = await framed(given.root + given.page, given.embed ? isEmbedAwake : isAppAwake);
      baseline = baselineOf(page);
    }
    const { win, doc } = page;
    const heard = heardBy(win);
    const start = performance.now();
    try {
      win.postMessage(message, "*");
    } catch {
      // Not every value can be sent.
      return [[], 0];
    }
    await heard;
    const faults = faultsOf(page, baseline, nth % 10 === 0);
    if (given.embed) {
      win.postMessage({ answerbook: "look", theme: "dark" }, "*");
      if (!(await until(() => doc.documentElement.dataset.theme === "dark"))) faults.push("the page does not take a theme");
    } else if (!pressesTheme(page)) faults.push("a press has no effect");
    const took = performance.now() - start;
    win.postMessage({ answerbook: "look", theme: "", accent: "", font: "", radius: "" }, "*");
    if (faults.length) page = undefined;
    return [faults, took];
  };
  return [(random) => hostileMessage(random, LOOKS), act];
};

// Messages to a framed page from a window that does not frame it: from itself. They have no effect at all.
drivers.strangers = () => {
  const page = { win: window, doc: document };
  const baseline = baselineOf(page);
  const markup = () => document.documentElement.cloneNode(false).outerHTML;
  const before = markup();
  const act = async (message) => {
    const heard = heardBy(window);
    const start = performance.now();
    try {
      postMessage(message, "*");
    } catch {
      return [[], 0];
    }
    await heard;
    const took = performance.now() - start;
    const faults = faultsOf(page, baseline, true);
    if (markup() !== before) faults.push(`the root is ${markup()} instead of ${before}`);
    return [faults, took];
  };
  return [(random) => hostileMessage(random, LOOKS), act];
};

const REPORTS = [{ answerbook: "height", height: 300 }, { answerbook: "height" }, { answerbook: "awake" }, { message: "height", value: 300 }];
const HEIGHTS = [0, -1, NaN, Infinity, 1e6, 1e9, 1e308, 999999, 0.1, "500", "1e5", "50%", "1px;color:red", [500], Object(500), 500n, true];

// Messages to a host from the frame of its element, by way of a page that says how the host is (fixtures/hosts/fuzzed.html).
drivers.host = (given) => {
  let first, asked = 0;
  const ask = (way) =>
    new Promise((resolve) => {
      const number = ++asked;
      const hear = ({ data }) => {
        if (data?.fuzzed !== number) return;
        removeEventListener("message", hear);
        resolve(data);
      };
      addEventListener("message", hear);
      parent.postMessage({ fuzzed: number, way }, "*");
    });
  const make = (random) => {
    const message = hostileMessage(random, REPORTS);
    if (message?.answerbook === "height" && random.below(2)) message.height = random.pick(HEIGHTS);
    return message;
  };
  const act = async (message) => {
    first ??= await ask();
    const start = performance.now();
    try {
      // Either the frame sends it, or a frame of somebody else's, to which the host hands it on.
      if (given.stranger) parent.postMessage({ forStranger: message }, "*");
      else parent.postMessage(message, "*");
    } catch {
      return [[], 0];
    }
    const now = await ask(given.stranger);
    const took = performance.now() - start;
    const { faults } = now;
    if (!(now.height > 0 && now.height <= 1000000)) faults.push(`the element is ${now.height} high`);
    if (given.stranger && now.height !== first.height) faults.push(`the element is ${now.height} high instead of ${first.height}`);
    for (const what of ["style", "elements", "title"]) if (now[what] !== first[what]) faults.push(`the host's ${what}: ${now[what]} instead of ${first[what]}`);
    if (!now.pressed) faults.push("a press has no effect");
    return [faults, took];
  };
  return [make, act];
};

return await runBatch(given, ...drivers[given.driver](given));
