// Two lists side by side, and the matrix that leads to them.

const MOST_IN_MATRIX = 40;

const listFilter = (view, again) => {
  const [levels, years] = ["level", "year"].map((key) => [...new Set(lists.map((list) => list[key]).filter(Boolean))].sort());
  return el("div", { class: "filters" },
    levels.length > 1 && choose("级别", "level", levels.map((name) => [name]), view.level ?? "", (level) => again({ ...view, level }), "全部"),
    years.length > 1 && choose("年份", "year", years.map((name) => [String(name)]), view.year ?? "", (year) => again({ ...view, year }), "全部"));
};

sections.overlap = {
  load: ["overlap"],
  draw(mount, [found], view) {
    if (lists.length < 2 || !core.matches.all) return mount.replaceChildren(el("p", { class: "none" }, lists.length < 2 ? "只有一份清单，没有可比的。" : "没有找到任何对应，无从比较。"));
    const again = (next) => { note("overlap", next); return sections.overlap.draw(mount, [found], next); };
    const fits = lists.filter((list) => (!view.level || list.level === view.level) && (!view.year || String(list.year) === view.year));
    const some = fits.slice(0, MOST_IN_MATRIX);
    const head = el("tr", {}, el("th", { scope: "col" }, "左边清单的任务，在上边清单里找到多少 %"), some.map((list) => el("th", { scope: "col", class: "turn" }, el("span", {}, list.name))));
    const cell = (left, right) => {
      const n = found[left.at][right.at];
      if (left === right) return el("td", { class: "self" }, "");
      if (n === null) return el("td", {}, "");
      const share = n < 0 ? "专" : Math.round((n * 100) / Math.max(1, left.tasks));
      const title = n < 0 ? `${left.name} 与 ${right.name}：同一专题，不计数` : `${left.name} 的 ${left.tasks} 项任务，${n} 项在 ${right.name} 里有对应`;
      return el("td", { class: n < 0 ? "" : `h${Math.min(4, Math.floor(share / 20))}` }, el("a", { href: toHash("lists", { a: left.id, b: right.id }), title, "aria-label": `${share} ${title}` }, String(share)));
    };
    const body = some.map((left) => el("tr", {}, el("th", { scope: "row" }, left.name), some.map((right) => cell(left, right))));
    const rest = fits.length - some.length;
    mount.replaceChildren(listFilter(view, again),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "重合度" }, el("table", { class: "matrix" }, el("caption", { class: "away" }, "重合度"), el("thead", {}, head), el("tbody", {}, body))),
      rest > 0 && el("p", { class: "note" }, `表里是前 ${some.length} 份清单，还有 ${rest} 份：用上面的筛选，或在“两份清单”里直接选。`) || "",
      found.flat().some((n) => n === -1) ? el("p", { class: "note" }, "“专”：两份清单写同一专题，重合不计数，可以按把握逐对看。") : "");
  },
};

const waterfall = (added) => {
  const steps = [];
  let total = 0;
  for (let at = 0; at < added.length; at += 2) {
    total += added[at + 1] / 100;
    steps.push({ name: core.signals[added[at]], by: added[at + 1] / 100, total, from: total - added[at + 1] / 100 });
  }
  const low = Math.min(0, ...steps.map((step) => Math.min(step.total, step.from)));
  const high = Math.max(0, ...steps.map((step) => Math.max(step.total, step.from)));
  const percent = (value) => ((value - low) * 100) / (high - low || 1);
  const bar = ({ from, total, by }) => {
    const rect = `M${percent(Math.min(from, total)).toFixed(2)} 1h${Math.max(0.4, percent(Math.max(from, total)) - percent(Math.min(from, total))).toFixed(2)}v8h-${Math.max(0.4, percent(Math.max(from, total)) - percent(Math.min(from, total))).toFixed(2)}z`;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 100 10");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", by < 0 ? "less" : "gain");
    path.setAttribute("d", rect);
    svg.append(path);
    return svg;
  };
  return el("table", { class: "waterfall" }, el("caption", {}, "这个分数怎么来的：每个信号加多少（对数几率），从“起点”加到最后一行"),
    el("thead", {}, el("tr", {}, ["信号", "加", "累计", ""].map((title) => el("th", { scope: "col" }, title)))),
    el("tbody", {}, steps.map((step) => el("tr", {}, el("td", {}, step.name), el("td", { class: "n" }, `${step.by > 0 ? "+" : ""}${step.by.toFixed(2)}`), el("td", { class: "n" }, step.total.toFixed(2)), el("td", { class: "steps" }, bar(step))))));
};

// A task's words with its figures and what else is marked.
const markedText = (task, more = []) => pieces(task.text, [
  ...more,
  ...task.targets.filter((t) => t.end > t.start).map((t) => [t.start, t.end, (words) => { const link = printed(task.list.notice, t.line, words); link.classList.add("fig"); link.title = `${t.words}（${task.list.notice.name}，第 ${t.line} 行）`; return link; }]),
]);

// Evidence first, with the figures within it as links.
const evidence = (task, [start, end]) => {
  if (end <= start) return markedText(task);
  const inner = { ...task, text: task.text.slice(start, end), targets: task.targets.map((t) => ({ ...t, start: t.start - start, end: t.end - start })).filter((t) => t.start >= 0) };
  return markedText(task, [[start, end, () => el("em", {}, markedText(inner))]]);
};

const one = (task, content) => el("div", { class: "side" }, el("p", {}, taskLink(task, task.number), " ", content, " ", printed(task.list.notice, task.line)),
  task.units.length ? el("p", { class: "small" }, task.units.map((unit) => `${unit.role} ${unit.name}`).join("；")) : "");

// How much of a list's sections, and of what each unit leads, is found in the other list.
const bySection = (own, found) => {
  const counted = (of) => {
    const groups = new Map();
    for (const task of own) {
      for (const name of new Set(of(task))) {
        const known = groups.get(name) ?? groups.set(name, [0, 0]).get(name);
        known[0] += found.has(task.at) ? 1 : 0;
        known[1] += 1;
      }
    }
    return [...groups].sort((a, b) => b[1][1] - a[1][1]).slice(0, 12);
  };
  const table = (title, rows) => rows.length > 1 && el("table", { class: "bars" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, title), el("th", { scope: "col", class: "n" }, "有对应"), el("th", { scope: "col", class: "n" }, "任务"))),
    el("tbody", {}, rows.map(([name, [n, of]]) => el("tr", {}, el("td", {}, name), el("td", { class: "n" }, String(n)), el("td", { class: "n" }, String(of))))));
  return el("details", {}, el("summary", {}, "按章节、按牵头单位看有多少有对应"), el("div", { class: "cols2" },
    table("章节", counted((task) => [task.section.split(" › ")[0] || "（没有章节）"])), table("牵头单位", counted((task) => task.units.filter((unit) => unit.role === "牵头").map((unit) => unit.name)))));
};

sections.lists = {
  load: [],
  async draw(mount, _data, view) {
    if (lists.length < 2) return mount.replaceChildren(el("p", { class: "none" }, "只有一份清单，没有可比的。"));
    const byId = new Map(lists.map((list) => [list.id, list]));
    const [a, b] = [byId.get(view.a) ?? lists[0], byId.get(view.b) ?? lists[1]];
    const again = (next) => { note("lists", next); return sections.lists.draw(mount, [], next); };
    const options = lists.map((list) => [list.id, `${list.name}（${list.tasks}）`]);
    const bar = el("div", { class: "filters two" },
      choose("左边", "a", options, a.id, (id) => again({ ...view, a: id })),
      button("⇄", () => again({ ...view, a: b.id, b: a.id }), { title: "左右对换", "aria-label": "左右对换" }),
      choose("右边", "b", options, b.id, (id) => again({ ...view, b: id })));
    if (a === b) return mount.replaceChildren(bar, el("p", { class: "none" }, "选两份不同的清单。"));
    const [left, right, matches] = await Promise.all([tasksOf(a), tasksOf(b), matchesOf(a, b)]);
    const topic = a.topic.some((word) => b.topic.includes(word));
    const box = el("div");
    let min = Math.min(0.99, Math.max(0.5, Number(view.min) || 0.5));
    let tab = view.tab ?? "common";
    const state = () => ({ a: a.id, b: b.id, ...(min > 0.5 ? { min: min.toFixed(2) } : {}), ...(tab !== "common" ? { tab } : {}) });
    const slider = el("input", { type: "range", id: "least", min: "0.5", max: "0.99", step: "0.01" });
    slider.value = String(min);
    const told = el("output", { class: "count", for: "least", "aria-live": "polite" });
    slider.addEventListener("input", () => { min = Number(slider.value); show(20); note("lists", state()); });
    const tabs = el("div", { class: "modes", role: "group", "aria-label": "哪些任务" });
    const list = el("div", { class: "sides" });
    const show = (most, from = 0) => {
      const rows = matches.rows.filter((row) => row.score >= min);
      const [inLeft, inRight] = [new Set(rows.map((row) => row.left.at)), new Set(rows.map((row) => row.right.at))];
      const only = { left: left.filter((task) => !inLeft.has(task.at)), right: right.filter((task) => !inRight.has(task.at)) };
      const precision = rows.length ? rows.reduce((sum, row) => sum + row.score, 0) / rows.length : 0;
      told.value = rows.length ? `把握 ${min.toFixed(2)} 以上 ${rows.length} 对，按分数估计约 ${Math.round(precision * 100)}% 是对的${topic ? "（同一专题：估计偏高）" : ""}` : "没有这样的对应";
      const names = [["common", `都有：${rows.length} 对（左 ${inLeft.size} 项，右 ${inRight.size} 项）`], ["left", `只在左边：${only.left.length}`], ["right", `只在右边：${only.right.length}`]];
      tabs.replaceChildren(...names.map(([name, words]) => button(words, () => { tab = name; show(20); note("lists", state()); }, { "aria-pressed": String(tab === name) })));
      const all = tab === "common" ? rows : only[tab] ?? [];
      const draw = (row) => tab === "common" ? pair(row) : el("div", { class: "pair" }, one(row, markedText(row)));
      list.className = tab === "common" ? "sides" : "sides alone";
      const found = tab === "left" ? [left, inLeft] : [right, inRight];
      list.replaceChildren(...(tab === "common" ? [] : [bySection(...found)]), ...all.slice(from, most).map(draw));
      if (!all.length) list.append(el("p", { class: "none" }, "没有。"));
      if (all.length > most) list.append(el("p", { class: "more" }, button("再显示 50 条", () => show(most + 50)), ` 还有 ${all.length - most} 条`));
      const file = () => {
        const columns = ["把握", "左编号", "左文字", "右编号", "右文字", "数值"].map((title, at) => ({ title, value: (row) => row[at] }));
        const lines = tab === "common" ? all.map((row) => [row.score, label(tasks[row.left.at]), tasks[row.left.at].text, label(tasks[row.right.at]), tasks[row.right.at].text, row.figures ? figureWords(row.figures, row.turned) : ""])
          : all.map((task) => (tab === "left" ? ["", label(task), task.text, "", "", ""] : ["", "", "", label(task), task.text, ""]));
        download(`${a.name} 与 ${b.name}.csv`, toCsv(columns, lines), "text/csv;charset=utf-8");
      };
      tools.replaceChildren(told, button("下载 CSV", file), printer("lists", () => all.length, "条"), button("链接", () => copy(`${location.href.split("#")[0]}${toHash("lists", state())}`)));
      printable.set("lists", { before: (piece) => { show(piece.to(all.length), piece.from); return `${a.name} 与 ${b.name}；${told.value}${piece.words(all.length, "条")}`; }, after: () => show(most) });
    };
    const pair = (row) => {
      const sides = [[tasks[row.left.at], row.left.span], [tasks[row.right.at], row.right.span]];
      const why = el("details", { class: "why" }, el("summary", {}, "为什么"));
      if (!row.added) why.hidden = true;
      why.addEventListener("toggle", () => { if (why.open && why.children.length < 2) why.append(waterfall(row.added)); });
      const figures = row.figures ? figureWords(row.figures, row.turned) : "";
      return el("div", { class: "pair" }, el("i", { class: "score", title: "是同一承诺的把握" }, row.corrected ? "1.00" : row.score >= 0.995 ? "0.99+" : row.score.toFixed(2)),
        el("div", { class: "both" }, sides.map(([task, span]) => one(task, evidence(task, span)))), figures && el("p", { class: "figures" }, figures), el("p", { class: "small" }, judgePair(tasks[row.left.at], tasks[row.right.at]), row.corrected && correctedBy(row.corrected)), why);
    };
    const tools = el("div", { class: "tools" });
    const cut = core.matches.most && matches.all > matches.rows.length ? el("p", { class: "note" }, `这两份清单有 ${matches.all} 对，页面只放把握最大的 ${matches.rows.length} 对，其余见表格 matches。“只在左边”“只在右边”也只按这些算。`)
      : core.matches.told && matches.all > core.matches.told ? el("p", { class: "note" }, `对应太多：每两份清单把握最大的 ${core.matches.told} 对标出分句、数值和来历，其余 ${matches.all - core.matches.told} 对只有分数，详见表格 matches。`) : "";
    box.append(el("label", { for: "least", class: "slide" }, "把握至少 ", slider), tools, tabs, cut, list);
    mount.replaceChildren(bar, box);
    show(20);
  },
};

// Figures of one indicator side by side: `学位：左 300个，右 150个（右为左的 50%）`.
const figureWords = ([name, first, second, ratio, apart], turned) => {
  const [left, right] = turned ? [second, first] : [first, second];
  const part = ratio && (turned ? 1 / ratio : ratio);
  const more = apart ? `（${apart}，不作比）` : part ? `（右为左的 ${Number((part * 100).toFixed(1))}%）` : "";
  return `${name ? `${name}：` : ""}左 ${left}，右 ${right}${more}`;
};
