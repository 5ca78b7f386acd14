// How many characters stand on each line of speech but the last ones of paragraphs, measured character by character.
const lengths = [];
const range = document.createRange();
for (const paragraph of document.querySelectorAll(".turn-text p")) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const lines = new Map();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility() || node.parentElement.getBoundingClientRect().width <= 1) continue;
    for (let at = 0; at < node.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      // Letters of one line share its height, whatever their font.
      const line = Math.round((box.top + box.bottom) / 2 / 8);
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
  }
  const counted = [...lines].sort(([a], [b]) => a - b).map(([, letters]) => letters);
  lengths.push(...counted.slice(0, -1));
}
return lengths;
