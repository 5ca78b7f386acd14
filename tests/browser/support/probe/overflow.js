// The page scrolls in one direction only, and nothing sticks out at its side.
const faults = [];
const page = document.scrollingElement;
if (page.scrollWidth > page.clientWidth) faults.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
const clipped = (element) => {
  for (let up = element; up && up !== document.body; up = up.parentElement) {
    const { overflowX, clipPath } = getComputedStyle(up);
    if (overflowX !== "visible" || clipPath !== "none") return true;
  }
  return false;
};
for (const element of document.body.querySelectorAll("*")) {
  if (!element.checkVisibility()) continue;
  const box = element.getBoundingClientRect();
  const out = box.right > page.clientWidth + 0.5 || box.left < -0.5;
  if (out && box.width > 1 && !clipped(element)) faults.push(`${element.outerHTML.slice(0, 90)} from ${box.left.toFixed(0)} to ${box.right.toFixed(0)}`);
}
return faults;
