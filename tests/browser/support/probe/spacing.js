// Sets the spacing that WCAG 1.4.12 names, then looks for text that is cut off or lies over other text.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
const faults = [];
const page = document.scrollingElement;
if (page.scrollWidth > page.clientWidth) faults.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
for (const element of document.body.querySelectorAll("*")) {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  // What is meant for ears only is clipped on purpose.
  if (!element.checkVisibility({ visibilityProperty: true }) || !element.textContent.trim() || style.clipPath !== "none") continue;
  const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
  if (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push(`cut at its side: ${element.outerHTML.slice(0, 90)}`);
  if (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1) faults.push(`cut at its foot: ${element.outerHTML.slice(0, 90)}`);
  if (element.matches("button, kbd, .match-kind, a")) {
    const range = document.createRange();
    for (const node of element.childNodes) {
      if (style.display === "inline" || (node.nodeType === Node.ELEMENT_NODE && getComputedStyle(node).clipPath !== "none")) continue;
      range.selectNode(node);
      const text = range.getBoundingClientRect();
      if (text.width > 1 && (text.right > box.right + 1 || text.bottom > box.bottom + 1)) {
        faults.push(`its text sticks out: ${element.outerHTML.slice(0, 90)}`);
      }
    }
  }
}
document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
return faults;
