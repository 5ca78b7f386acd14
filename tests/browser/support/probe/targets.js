// WCAG 2.5.8: a target is at least 24 by 24 CSS pixels; or a circle of 24 around its middle touches no other target; or
// it stands in a sentence, whose line it shares.
const SIZE = 24;
// Clipped to nothing: for ears, or until the keyboard comes to it.
const clipped = (element) => getComputedStyle(element).clipPath !== "none";
const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, label:has(input), [tabindex='0']")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !clipped(element))
  .map((element) => ({ element, box: element.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 1 && box.height > 1);
const small = ({ box }) => box.width < SIZE - 0.5 || box.height < SIZE - 0.5;
const inSentence = ({ element }) => {
  if (!getComputedStyle(element).display.startsWith("inline")) return false;
  const line = element.closest("p, h1, h2, h3, li, dd");
  return [...(line?.childNodes ?? [])].some((node) => node !== element && !node.contains(element) && node.textContent.trim().length > 1);
};
const distance = (x, y, box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
const faults = [];
for (const target of all) {
  if (!small(target) || inSentence(target)) continue;
  // What acts through its label is as large as that.
  const label = target.element.closest("label");
  if (label && label !== target.element) continue;
  const [x, y] = [(target.box.left + target.box.right) / 2, (target.box.top + target.box.bottom) / 2];
  const near = all.find((other) => {
    if (other === target || other.element.contains(target.element) || target.element.contains(other.element)) return false;
    const middle = [(other.box.left + other.box.right) / 2, (other.box.top + other.box.bottom) / 2];
    const apart = small(other) ? Math.hypot(x - middle[0], y - middle[1]) >= SIZE : distance(x, y, other.box) >= SIZE / 2;
    return !apart;
  });
  if (near) {
    const { width, height } = target.box;
    faults.push(`${width.toFixed(0)} × ${height.toFixed(0)}: ${target.element.outerHTML.slice(0, 110)} near ${near.element.outerHTML.slice(0, 70)}`);
  }
}
if (all.length < 3) faults.push(`only ${all.length} targets were looked at`);
return faults;
