// Verdicts: 对 and 不对 on pairs, units and figures gather as rows of corrections.tsv, which duibiao reads beside the notices.

const verdictKey = `duibiao-verdicts ${location.pathname}`;
const verdicts = new Map();
const kept = (write) => {
  try {
    if (write) localStorage.setItem(verdictKey, JSON.stringify([...verdicts]));
    else for (const [key, row] of JSON.parse(localStorage.getItem(verdictKey) ?? "[]")) verdicts.set(key, row);
  } catch {
    // nothing is kept where the browser does not let a page keep anything
  }
};
kept();

const VERDICT_HEADS = ["种类", "对象", "原文", "另一方", "另一方原文", "改为", "说明", "核定人", "日期"];

// A beginning that tells a task from the others of its notice; the program finds it again by these words.
const beginning = (task) => {
  const text = task.text.replace(/\s+/g, "");
  const begins = (other, words) => other.text.replace(/\s+/g, "").startsWith(words);
  for (let length = 24; length < text.length; length += 8) {
    const words = text.slice(0, length);
    if (tasks.filter((other) => other && other.list.notice === task.list.notice && begins(other, words)).length === 1) return `${words}…`;
  }
  return text;
};

// What keeps a spreadsheet from taking words for a formula.
const cell = (words) => {
  const flat = String(words ?? "").replace(/[\t\r\n]+/g, " ");
  const safe = /^[=+\-@＝＋－＠#]/.test(flat) && Number.isNaN(Number(flat)) ? `'${flat}` : flat;
  return safe.includes('"') ? `"${safe.replace(/"/g, '""')}"` : safe;
};

const verdictFile = () => `\ufeff${VERDICT_HEADS.join("\t")}\n${[...verdicts.values()].map(({ row }) => row.map(cell).join("\t")).join("\n")}\n`;

const verdictBar = el("div", { class: "verdicts", role: "region", "aria-label": "核定的结论", hidden: true });
document.body.append(verdictBar);
const tellVerdicts = () => {
  verdictBar.hidden = !verdicts.size;
  verdictBar.replaceChildren(el("span", {}, `已核定 ${verdicts.size} 条`),
    button("下载 corrections.tsv", () => download("corrections.tsv", verdictFile(), "text/tab-separated-values;charset=utf-8"), { title: "与通知放在同一个文件夹，下次读取照此办理" }),
    button("全部清除", () => { verdicts.clear(); kept(true); for (const node of document.querySelectorAll(".judge [aria-pressed]")) node.setAttribute("aria-pressed", "false"); tellVerdicts(); }));
};
tellVerdicts();

// Two buttons; `make` gives the row of a verdict, or nothing where there is none to give.
const judge = (key, what, make, ways = [true, false]) => {
  const box = el("span", { class: "judge", role: "group", "aria-label": `${what}：对不对` });
  const set = (right) => {
    if (verdicts.get(key)?.right === right) verdicts.delete(key);
    else verdicts.set(key, { right, row: make(right) });
    kept(true);
    show();
    tellVerdicts();
    say(verdicts.has(key) ? `${what}：记为${right ? "对" : "不对"}，共 ${verdicts.size} 条` : `${what}：已撤回，共 ${verdicts.size} 条`);
  };
  const buttons = ways.map((right) => button(right ? "对" : "不对", () => set(right), { class: "quiet", title: `${what}：${right ? "对" : "不对"}` }));
  const show = () => buttons.forEach((own) => own.setAttribute("aria-pressed", String(verdicts.get(key)?.right === (own.textContent === "对"))));
  box.append(...buttons);
  show();
  return box;
};

const judgePair = (a, b) => judge(`pair ${[a.id, b.id].sort().join(" ")}`, "是同一项承诺", (right) => [right ? "是同一项" : "不是同一项", a.id, beginning(a), b.id, beginning(b), ""]);

const judgeUnit = (task, own) => {
  const name = own.raw || own.name;
  return judge(`unit ${task.id} ${own.role} ${name}`, `${own.role} ${own.name}`, (right) => [right ? "任务有此单位" : "任务无此单位", task.id, beginning(task), name, "", right ? own.role : ""]);
};

// The value in a figure's words: `城镇新增就业：不低于2.4万人`. None where the words are rounded.
const valueOf = (words) => {
  const found = words.slice(words.lastIndexOf("：") + 1).match(/-?[\d.]+(?:万|亿)?(?:–-?[\d.]+(?:万|亿)?)?/)?.[0];
  return found && !/\.\d{4}/.test(found) ? found : undefined;
};

const judgeFigure = (task, at) => {
  const figure = task.targets[at];
  const raw = figure.raw || task.text.slice(figure.start, figure.end);
  const row = (kind, value) => [kind, `${task.id}#${at + 1}`, raw, "", beginning(task), value];
  return judge(`figure ${task.id} ${at}`, figure.words, (right) => (right ? row("目标数值是", valueOf(figure.words)) : row("不是目标", "")), valueOf(figure.words) ? [true, false] : [false]);
};

// Everything of a task that can be said to be right or wrong, folded away until somebody wants to judge.
const judgeTask = (task) => {
  if (!task.units.length && !task.targets.length) return "";
  const box = el("details", { class: "judging" }, el("summary", {}, "核定"));
  box.addEventListener("toggle", () => {
    if (!box.open || box.children.length > 1) return;
    const line = (words, buttons) => el("li", {}, el("span", {}, words), " ", buttons);
    box.append(el("ul", {}, task.units.map((own) => line(`${own.role} ${own.name}`, judgeUnit(task, own))), task.targets.map((own, at) => own.isTarget && line(own.words, judgeFigure(task, at)))));
  });
  return box;
};

// What people corrected, and by which line.
const correctedBy = (mark) => {
  const places = mark.split(" / ").map((place) => place.replace(/:(\d+)$/, " 第$1行"));
  return el("span", { class: "chip by", title: "这里的读取结果由人工核定" }, `人工更正：${places.join("、")}`);
};

const correctionsList = () => core.corrections.length > 0 && el("details", { class: "corrections" },
  el("summary", {}, `人工更正 ${core.corrections.length} 条，执行 ${core.corrections.filter(([, , , applied]) => applied !== "否").length} 条`),
  el("table", {}, el("thead", {}, el("tr", {}, ["出处", "种类", "对象", "执行", "说明"].map((title) => el("th", { scope: "col" }, title)))),
    el("tbody", {}, core.corrections.map((row) => el("tr", {}, row.map((words) => el("td", {}, words)))))));
