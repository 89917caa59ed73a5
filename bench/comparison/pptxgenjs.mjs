// node pptxgenjs.mjs talk.json out.pptx: the talk as one would write it with PptxGenJS, a master with placeholders.
import { readFileSync, writeFileSync } from "node:fs";
import pptxgen from "pptxgenjs";

const [, , source, target] = process.argv;
const { meta, slides } = JSON.parse(readFileSync(source, "utf8"));
const deck = new pptxgen();
deck.layout = "LAYOUT_WIDE";
deck.title = meta.title;
deck.author = meta.author;
const title = { name: "title", type: "title", x: 0.6, y: 0.4, w: 12.1, h: 1, fontSize: 28, bold: true };
const body = { name: "body", type: "body", x: 0.6, y: 1.6, w: 12.1, h: 4.9, fontSize: 20, valign: "top" };
const left = { ...body, w: 6.4, h: 3.6 };
deck.defineSlideMaster({
  title: "COVER",
  objects: [
    { placeholder: { options: { ...title, y: 2.4, fontSize: 40 } } },
    { placeholder: { options: { ...body, y: 3.6, h: 1.5 } } },
  ],
});
for (const [name, place] of [["CONTENT", body], ["ARGUMENT", left]])
  deck.defineSlideMaster({
    title: name,
    objects: [{ placeholder: { options: title } }, { placeholder: { options: place } }],
    slideNumber: { x: 12.4, y: 7 },
  });
deck.defineSlideMaster({ title: "FIGURE", objects: [{ placeholder: { options: title } }] });

const cover = deck.addSlide({ masterName: "COVER" });
cover.addText(meta.title, { placeholder: "title" });
cover.addText(`${meta.subtitle}\n${meta.author}, ${meta.date}`, { placeholder: "body" });
for (const s of slides) {
  const beside = s.points.length && s.quote;
  const figure = s.table.length || s.chart.length;
  const slide = deck.addSlide({ masterName: figure ? "FIGURE" : beside ? "ARGUMENT" : "CONTENT" });
  slide.addText(s.title, { placeholder: "title" });
  const said = s.quote && [
    { text: s.quote, options: { breakLine: true, italic: true } },
    { text: s.credit, options: { fontSize: 14 } },
  ];
  const points = s.points.map((text) => ({ text, options: { bullet: true, breakLine: true } }));
  const texts = s.text.map((text) => ({ text, options: { breakLine: true } }));
  if (!figure) slide.addText(beside || !said ? [...texts, ...points] : said, { placeholder: "body" });
  if (beside) slide.addText(said, { x: 7.3, y: 1.6, w: 5.4, h: 3.6, fontSize: 18, valign: "top" });
  if (s.sowhat) slide.addText(s.sowhat, { x: 0.6, y: 5.5, w: 12.1, h: 0.9, fontSize: 18, fill: "EEEEEE" });
  if (s.table.length) slide.addTable(s.table, { x: 0.6, y: 1.6, w: 12.1, fontSize: 18 });
  if (s.chart.length) {
    const rows = s.chart.slice(1);
    const series = { name: s.chart[0][1], labels: rows.map((r) => r[0]), values: rows.map((r) => Number(r[1])) };
    slide.addChart("bar", [series], { x: 0.6, y: 1.6, w: 12.1, h: 4.8, altText: s.title });
  }
  if (s.source) slide.addText(s.source, { x: 0.6, y: 6.8, w: 11, h: 0.4, fontSize: 12 });
  if (s.notes) slide.addNotes(s.notes);
}
writeFileSync(target, await deck.stream({ compression: true }));
