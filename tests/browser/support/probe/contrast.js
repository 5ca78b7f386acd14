// The contrast of every text that is drawn with the ground it is drawn on, by WCAG 2.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const parsed = new Map();
const parse = (colour) => {
  if (!parsed.has(colour)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    parsed.set(colour, [r, g, b, a / 255]);
  }
  return parsed.get(colour);
};
const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
const luminance = ([r, g, b]) => {
  const [R, G, B] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * R + 0.7152 * G + 0.0722 * B;
};
const ratio = (a, b) => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};
const grounds = new Map();
const groundOf = (element) => {
  if (!element) return parse(getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "#121212" : "#ffffff");
  if (!grounds.has(element)) {
    const own = parse(getComputedStyle(element).backgroundColor);
    grounds.set(element, own[3] === 1 ? own : over(own, groundOf(element.parentElement)));
  }
  return grounds.get(element);
};
const faults = new Set();
let seen = 0;
const check = (element, colour, text) => {
  const ground = groundOf(element);
  const found = ratio(over(parse(colour), ground), ground);
  seen += 1;
  if (found < 4.5) faults.add(`${found.toFixed(2)} : 1 for ${element.tagName.toLowerCase()}.${element.className} "${text.trim().slice(0, 40)}"`);
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || element.matches("script, style") || !element.checkVisibility({ visibilityProperty: true })) continue;
  // WCAG leaves out what cannot be used now.
  if (element.closest(":disabled")) continue;
  check(element, getComputedStyle(element).color, node.data);
}
for (const element of document.querySelectorAll("*")) {
  for (const pseudo of ["::before", "::after"]) {
    const style = getComputedStyle(element, pseudo);
    if (!["none", "normal"].includes(style.content) && /[^"\s]/.test(style.content)) check(element, style.color, style.content);
  }
}
for (const field of document.querySelectorAll("input[placeholder]")) {
  if (field.checkVisibility()) check(field, getComputedStyle(field, "::placeholder").color, field.placeholder);
}
if (seen < 10) faults.add(`only ${seen} texts were looked at`);
return [...faults];
