"use strict";
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const essay = one("#essay");

/* From a quote to its words and back. */
function light(number) {
  for (const element of all("mark.on, .quote.on")) element.classList.remove("on");
  for (const element of all(`mark[data-q~="${number}"]`)) element.classList.add("on");
  one(`#q${number}`)?.classList.add("on");
}
/* What is laid out on the way may move the goal: look again in the frames that follow. */
function center(element, again = 3) {
  element.scrollIntoView({ block: "center" });
  if (again) requestAnimationFrame(() => center(element, again - 1));
}
function show(element) {
  element.focus({ preventScroll: true });
  center(element);
}
/* Far paragraphs are not laid out until they are near: their number of characters tells about how high they will be. */
for (const chunk of all(".far")) chunk.style.containIntrinsicBlockSize = `auto ${Math.round(chunk.textContent.length / 1.6 + 60)}px`;
function go(hash) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  const place = /^#[qm](\d+)$/.exec(hash);
  if (place) light(place[1]);
  if (target) show(target);
  return Boolean(target);
}
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) {
    if (go(link.hash)) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
    }
    return;
  }
  if (!getSelection().isCollapsed) return;
  const card = event.target.closest(".quote");
  const mark = event.target.closest("mark");
  if (card) go(`#m${card.dataset.go}`);
  if (mark) {
    const number = mark.dataset.q.split(" ")[0];
    light(number);
    center(one(`#q${number}`));
  }
  const sentence = event.target.closest(".s");
  if (sentence) pickSentence(sentence);
});
addEventListener("hashchange", () => go(location.hash));
essay?.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const marks = all(".open", essay);
  const from = marks.indexOf(document.activeElement);
  const next = marks[from < 0 ? (step > 0 ? 0 : marks.length - 1) : from + step];
  if (next) go(`#${next.id}`);
});

/* The line for the outline that quotes a sentence, or the words selected. */
function pick(line) {
  one("#line").textContent = line;
  one("#told").textContent = "";
  one("#pick").hidden = false;
}
function pickSentence(sentence) {
  for (const element of all(".s.on")) element.classList.remove("on");
  sentence.classList.add("on");
  pick(`- {at: "${sentence.dataset.at}", check: "${sentence.dataset.check}"}`);
}
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const words = selection.toString().trim();
  if (!words || !essay || !essay.contains(selection.anchorNode) || !essay.contains(selection.focusNode)) return;
  const paragraph = (node) => (node.closest ? node : node.parentElement).closest(".p, .heading");
  if (paragraph(selection.anchorNode) !== paragraph(selection.focusNode)) return;
  pick(`- text: ${JSON.stringify(words)}`);
});
function closePick() {
  if (one("#pick")) one("#pick").hidden = true;
  for (const element of all(".s.on")) element.classList.remove("on");
}
one("#close")?.addEventListener("click", closePick);
one("#copy")?.addEventListener("click", async (event) => {
  const line = one("#line");
  try {
    await navigator.clipboard.writeText(line.textContent);
    one("#told").textContent = event.target.dataset.copied;
  } catch {
    getSelection().selectAllChildren(line);
  }
});

/* Search: hits are painted without a change to the page, so a megabyte of essay stays quick. */
const MOST_HITS = 2000;
const texts = [];
let hits = [];
let current = -1;
function fold(text) {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}
function readTexts() {
  for (const element of all(".find, .s")) texts.push([element, fold(element.textContent)]);
}
function rangeOf(element, start, end) {
  const range = new Range();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let reached = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.data.length;
    if (!begun && start < reached + length) {
      range.setStart(node, start - reached);
      begun = true;
    }
    if (begun && end <= reached + length) {
      range.setEnd(node, end - reached);
      return range;
    }
    reached += length;
  }
  return range;
}
function search() {
  const wanted = fold(one("#find").value.trim());
  if (!texts.length) readTexts();
  hits = [];
  current = -1;
  for (const [element, text] of wanted ? texts : []) {
    for (let at = text.indexOf(wanted); at >= 0 && hits.length < MOST_HITS; at = text.indexOf(wanted, at + wanted.length)) {
      hits.push([element, at, at + wanted.length]);
    }
  }
  paint("hits", hits.map((hit) => rangeOf(...hit)));
  paint("hit", []);
  step(1, false);
  if (!hits.length) one("#hits").textContent = wanted ? one("#hits").dataset.none : "";
}
function paint(name, ranges) {
  if (typeof CSS !== "undefined" && CSS.highlights) CSS.highlights.set(name, new Highlight(...ranges));
}
function step(by, picks = true) {
  if (!hits.length) return;
  current = (current + by + hits.length) % hits.length;
  const [element, start, end] = hits[current];
  paint("hit", [rangeOf(element, start, end)]);
  center(element);
  const output = one("#hits");
  const count = hits.length === MOST_HITS ? `${MOST_HITS}+` : hits.length;
  output.textContent = output.dataset.of.replace("{0}", current + 1).replace("{1}", count);
  if (picks && element.classList.contains("s")) pickSentence(element);
}
let waiting = 0;
one("#find")?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 120);
});
one("#find")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
});
one(".search")?.addEventListener("submit", (event) => event.preventDefault());
one("#next")?.addEventListener("click", () => step(1));
one("#previous")?.addEventListener("click", () => step(-1));
addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePick();
});

/* Served: reload when there is a later version. */
async function follow(version) {
  for (;;) {
    try {
      const answer = await fetch(`changed?since=${version}`);
      if (answer.ok && (await answer.text()) !== version) return location.reload();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}
if (document.body.dataset.version !== "0") follow(document.body.dataset.version);
if (location.hash) addEventListener("load", () => setTimeout(() => go(location.hash)));
