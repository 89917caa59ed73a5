// node pptxgen.mjs talk.json out.pptx: the same slides by PptxGenJS, deflated.
import { readFileSync, writeFileSync } from "node:fs";
import pptxgen from "pptxgenjs";

const [, , source, target] = process.argv;
const talk = JSON.parse(readFileSync(source, "utf8"));
const deck = new pptxgen();
deck.layout = "LAYOUT_WIDE";
deck.title = talk.title;
deck.addSlide().addText(talk.title, { x: 0.6, y: 2.5, w: 12, h: 1.5, fontSize: 40, bold: true });
for (const { section, title, points, table, notes } of talk.slides) {
  const slide = deck.addSlide();
  if (section) {
    slide.addText(section, { x: 0.6, y: 3, w: 12, h: 1.2, fontSize: 36, bold: true });
    continue;
  }
  slide.addText(title, { x: 0.6, y: 0.4, w: 12, h: 1, fontSize: 28, bold: true });
  if (points.length) {
    const runs = points.map(([level, text]) => ({
      text,
      options: { bullet: true, indentLevel: level, breakLine: true },
    }));
    slide.addText(runs, { x: 0.6, y: 1.6, w: 12, h: 5, fontSize: 18, valign: "top" });
  }
  if (table.length) {
    const rows = table.map((row) => row.map((text) => ({ text, options: { fontSize: 14 } })));
    slide.addTable(rows, { x: 0.6, y: 1.6, w: 12 });
  }
  slide.addNotes(notes);
}
// writeFile leaves out `compression` in node; stream does not
writeFileSync(target, await deck.stream({ compression: true }));
