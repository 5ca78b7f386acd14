// Hostile values, made by a seed: the same seed makes the same value on every machine. They are texts for addresses, fragments and
// settings, and structured data for messages. What a page does with them is not known here.
const seeded = (seed) => {
  // Method: mulberry32, by Tommy Ettinger (2017).
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (end) => Math.floor(next() * end);
  const pick = (list) => list[below(list.length)];
  return { next, below, pick };
};

const MARKUP = [
  "<img src=x onerror=alarm(1)>", "<script>alarm(2)</script>", "</script><script>alarm(3)</script>", "<style>*{display:none!important}</style>",
  '"><svg onload=alarm(4)>', "' onmouseover='alarm(5)", "<base href=//elsewhere.example/>", "<iframe srcdoc='<script>top.alarm(6)</script>'>",
  "javascript:alarm(7)", "data:text/html,<script>alarm(8)</script>", "<a href=javascript:alarm(9)>x</a>", "<!--", "]]>", "</title></style></textarea>",
  "<link rel=stylesheet href=//elsewhere.example/x.css>", "<meta http-equiv=refresh content=0>", "<form action=//elsewhere.example/><input name=q>", "{{alarm(10)}}",
  "<plaintext>", "<table><td background=x>", "<math><mi xlink:href=javascript:alarm(11)>", "&lt;b&gt;&#60;", "<answerbook-answer episode=x answer=y>",
];
const STYLES = [
  "red", "#123456", "rgb(1 2 3 / 50%)", "transparent", "currentcolor", "inherit", "initial", "unset", "revert", "revert-layer", "var(--paper)", "var(--accent)",
  "var(--x, red)", "env(x, red)", "attr(id)", "url(//elsewhere.example/x)", "url(javascript:alarm(12))", "expression(alarm(13))", "calc(1px/0)", "calc(infinity * 1px)",
  "99999999px", "-1px", "1e9rem", "50%", "100vmax", "red;} * {display:none", "red !important", "red; background: url(//elsewhere.example/)", "serif, sans-serif", "'a', \"b\"",
  "color-mix(in srgb, red, var(--ink))", "light-dark(red, blue)", "rgb(from red r g b)", "1px 2px 3px 4px / 5px", "dark", "light", "Dark", "DARK ", "auto", "verbatim", "off",
];
const WORDS = [
  "__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "then", "length", "null", "undefined", "true", "NaN", "Infinity", "-Infinity", "-0", "1e309", "-1", "0",
  "9007199254740993", "18446744073709551616", "0x10", "1e-400", "^(a+)+$", ".*.*.*.*", "\\", "../../../../etc", "..\\..", "//elsewhere.example", "C:\\con", "%", "%00", "%zz", "%ff%fe",
  "%c0%af", "%u0041", "%E0%A4", "&", "=", "#", "?", "+", ";", ",", "[]", "{}", '{"a":', "speaker:", "topic:", "episode:", '"', "“", "-", "--", '-"', "speaker:\"", "*", "OR", "NEAR/9",
];
const SIGNS = [
  "\0", "\u0001", "\t", "\n", "\r\n", "\u0085", "\u2028", "\u2029", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\ufffe", "\uffff", "\ud800", "\udc00", "\udfff\ud800", "\u0301",
  "\u0489", "🏮", "👩‍👩‍👧‍👦", "🇩🇪", "ß", "İ", "ﬃ", "한", "漢", "ส", "פ", "ع", "𝔘", "\u{10ffff}", "⟦", "⌂",
];
const LENGTHS = [10, 100, 1000, 8000, 13000, 30000, 100000];

// A text: a valid one with some changes, or something that nobody would write.
const hostileText = (random, samples) => {
  const any = () => random.pick([random.pick(MARKUP), random.pick(STYLES), random.pick(WORDS), random.pick(SIGNS), random.pick(samples)]);
  const shapes = [
    () => mutated(random, random.pick(samples)),
    () => mutated(random, random.pick(samples)),
    any,
    () => random.pick(MARKUP),
    () => Array.from({ length: 1 + random.below(8) }, any).join(random.pick(["", " ", ".", "-", "&", ","])),
    () => random.pick(samples) + any(),
    () => any() + random.pick(samples),
    () => filled(any(), random.pick(LENGTHS)),
    () => filled(any() + random.pick([" ", ".", "-", ""]), random.pick(LENGTHS)),
    () => { const length = random.pick([10, 100, 1000]); return random.pick(['("', "[", "{", "<b>", '"', "-", "("]).repeat(length) + any() + random.pick(['")', "]", "}", "</b>", '"', ")"]).repeat(length); },
    () => Array.from({ length: random.pick([30, 300, 3000]) }, (_, nth) => `w${nth}`).join(" "),
    () => String.fromCharCode(...Array.from({ length: 1 + random.below(60) }, () => random.below(65536))),
  ];
  return random.pick(shapes)();
};
const filled = (text, length) => text.repeat(Math.ceil(length / (text.length || 1))).slice(0, length);
const mutated = (random, text) => {
  let now = text;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(now.length + 1);
    const end = at + random.below(1 + Math.min(20, now.length - at));
    const put = random.pick(["", "", random.pick(SIGNS), random.pick(WORDS), now.slice(at, end).repeat(2), String(random.below(1e9)), random.pick("abcdef0123456789-._~ ".split(""))]);
    now = now.slice(0, at) + put + now.slice(end);
  }
  return now;
};

// A text as the value of a parameter, or as a fragment: mostly encoded as it should be, else as it is, but for what would end it.
const encoded = (random, text) => {
  if (random.below(4)) return encodeURIComponent(text.toWellFormed());
  // An address with a line break and `<` is not even asked for.
  return text.replace(/[&#\t\r\n]/g, encodeURIComponent);
};

// Structured data as messages may be: also such as is no JSON.
// WebKit takes minutes to copy an array of the greatest length, be it empty.
const LONGEST = given.engine === "webkit" ? 10000 : 4294967295;
const hostileData = (random, depth = 0) => {
  const inner = () => hostileData(random, depth + 1);
  const flat = [
    () => undefined, () => null, () => true, () => false, () => NaN, () => Infinity, () => -Infinity, () => -0, () => -1, () => 1e308, () => 2 ** 53, () => random.next(), () => random.below(5000),
    () => 12345678901234567890n, () => hostileText(random, ["look", "height"]), () => new Date(NaN), () => /a/g, () => new Error("x"), () => new Uint8Array(random.below(1000)), () => new ArrayBuffer(8),
    () => new Float64Array([NaN, Infinity]), () => Object("look"), () => Object(5), () => Object(7n), () => new Array(LONGEST), () => new DataView(new ArrayBuffer(1)), () => "x".repeat(random.pick(LENGTHS)),
  ];
  const nested = [
    () => Array.from({ length: random.below(5) }, inner),
    () => ({ a: inner(), [random.pick(WORDS)]: inner() }),
    // What can be made neither a text nor a number.
    () => ({ toString: 1, valueOf: inner() }),
    () => new Map([[inner(), inner()]]),
    () => new Set([inner()]),
    () => { const cyclic = { a: inner() }; cyclic.self = cyclic; return cyclic; },
    () => { let deep = inner(); for (let times = 0; times < 500; times++) deep = [deep]; return deep; },
    () => Object.fromEntries(Array.from({ length: 300 }, (_, nth) => [`k${nth}`, nth])),
    () => JSON.parse('{"__proto__": {"answerbook": "look", "theme": "dark"}}'),
    () => [inner()].concat(new Array(1000).fill("x")),
  ];
  return random.pick(depth < 3 && random.below(2) ? nested : flat)();
};

// A message of a kind that a page knows, with hostile values in it; now and then anything.
const hostileMessage = (random, kinds) => {
  if (!random.below(4)) return hostileData(random);
  const value = () => random.pick([() => hostileData(random), () => hostileText(random, STYLES), () => random.pick(STYLES)])();
  const message = random.below(12) ? {} : [];
  Object.assign(message, random.pick(kinds));
  for (const name of ["theme", "accent", "font", "radius", "height", "secret", "value", "message", "__proto__"]) {
    if (!random.below(3)) Object.defineProperty(message, name, { value: value(), enumerable: true, configurable: true, writable: true });
  }
  return message;
};

// A value in words, for a report.
const inWords = (value) => {
  const seen = new Set();
  const shown = (key, one) => {
    if (typeof one === "object" && one !== null) {
      if (seen.has(one)) return "(again)";
      seen.add(one);
    }
    return typeof one === "bigint" ? `${one}n` : typeof one === "number" && !Number.isFinite(one) ? String(one) : one;
  };
  let words;
  try {
    words = typeof value === "string" ? JSON.stringify(value) : JSON.stringify(value, shown);
  } catch (error) {
    words = `a ${Object.prototype.toString.call(value)} (${error.message})`;
  }
  words = String(words);
  // Cut between any two units of UTF-16.
  return words.length > 300 ? `${words.slice(0, 300).toWellFormed()}… (${words.length} characters)` : words;
};
