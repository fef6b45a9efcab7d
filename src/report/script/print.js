// What prints at once: a browser takes a quarter of a second and some memory for each sheet, and fails at some hundreds of them.
// What is longer prints in pieces, each of which says which it is.

const MOST_PRINTED = 1000;

// The rows of a piece, and what is said of them.
const printPiece = (from) => ({
  from,
  to: (all) => Math.min(all, from + MOST_PRINTED),
  words: (all, measure) => (all > MOST_PRINTED ? `，这是第 ${from + 1}–${Math.min(all, from + MOST_PRINTED)} ${measure}` : ""),
});

// The first rows of all the pieces.
const printStarts = (all) => Array.from({ length: Math.max(1, Math.ceil(all / MOST_PRINTED)) }, (_, at) => at * MOST_PRINTED);

// A button that prints; of many rows it asks which.
const printer = (section, count, measure) => {
  const box = el("span", { class: "pieces" });
  const ask = () => {
    const all = count();
    const starts = printStarts(all);
    if (starts.length === 1) return printSection(section);
    const choices = starts.map((from) => button(`${from + 1}–${printPiece(from).to(all)}`, () => { box.replaceChildren(first); printSection(section, from); }));
    box.replaceChildren(`每次最多印 ${MOST_PRINTED} ${measure}，印第 `, ...choices, ` ${measure} `, button("不印", () => { box.replaceChildren(first); first.focus(); }, { class: "quiet" }));
    return choices[0].focus();
  };
  const first = button("打印", ask);
  box.append(first);
  return box;
};
