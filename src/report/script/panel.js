// The panel: figures of places and years, as rows or as places by years; and what became of them.

const panelRow = ([region, level, year, id, indicator, aspect, measure, value, words, previous, previousWords, change, direction,
  outcome, outcomeWords, met, rule, verdict, main, task, place, previousPlace, outcomePlace, stretch, output]) => ({
  region, level, year, id, indicator, aspect, measure, value, words: words || "", previous, previousWords: previousWords || "",
  change, direction: direction || "", outcome, outcomeWords: outcomeWords || "", met: met || "", rule, verdict: verdict || "",
  main: main ? "主要目标" : "其他", task, place, previousPlace, outcomePlace, stretch: stretch || "", output: output || 0,
});

const ARROWS = { 提高: "↑", 降低: "↓", 持平: "→", 新增: "＋", 不再提: "－" };

const at = (place, words) => (place ? printed(notices[place[0]], place[1], words) : words);

const changeWords = (row) => {
  if (!row.direction) return "";
  const by = row.change ? ` ${row.change > 0 ? "+" : ""}${Number(row.change.toFixed(4))}` : "";
  return `${ARROWS[row.direction] ?? ""} ${row.direction}${by}`;
};

const changeTone = (row) => ({ 提高: "up", 降低: "down" })[row.direction] ?? "";
const metTone = (row) => ({ 达到: "up", 未达到: "down" })[row.met] ?? "";

const panelColumns = (off) => [
  { key: "region", title: "地区", value: (r) => r.region, filter: "select" },
  { key: "level", title: "级别", value: (r) => r.level, filter: "select", off: true },
  { key: "year", title: "年份", value: (r) => r.year, num: true, filter: "select" },
  { key: "indicator", title: "指标", value: (r) => r.indicator, filter: "select" },
  { key: "aspect", title: "类别", value: (r) => r.aspect, off: true },
  { key: "value", title: "目标", value: (r) => r.value ?? null, num: true, text: (r) => `${r.words}${r.stretch && `，力争${r.stretch}`}`, cell: (r) => el("span", {}, at(r.place, r.words), r.stretch && el("small", {}, ` 力争 ${r.stretch}`)) },
  { key: "number", title: "目标（数）", value: (r) => r.value ?? null, num: true, off: true },
  { key: "measure", title: "计量单位", value: (r) => r.measure, off: true },
  { key: "previous", title: "上年目标", value: (r) => r.previous ?? null, num: true, text: (r) => r.previousWords, cell: (r) => at(r.previousPlace, r.previousWords) },
  { key: "change", title: "变化", value: (r) => r.change ?? null, num: true, text: changeWords, heat: changeTone },
  { key: "direction", title: "方向", value: (r) => r.direction, filter: "select", off: true },
  { key: "outcome", title: "结果", value: (r) => r.outcome ?? null, num: true, text: (r) => r.outcomeWords, cell: (r) => at(r.outcomePlace, r.outcomeWords) },
  { key: "result", title: "结果（数）", value: (r) => r.outcome ?? null, num: true, off: true },
  { key: "met", title: "是否达到", value: (r) => r.met, filter: "select", heat: metTone, cell: (r) => el("span", { title: r.rule }, r.met, r.verdict && el("small", {}, ` ${r.verdict}`)) },
  { key: "verdict", title: "报告自评", value: (r) => r.verdict, off: true },
  { key: "main", title: "主要目标", value: (r) => r.main, filter: "select", off: true },
].map((column) => (off.includes(column.key) ? { ...column, off: !column.off } : column));

const middle = (numbers) => {
  const all = [...numbers].sort((a, b) => a - b);
  const half = all.length >> 1;
  return all.length % 2 ? all[half] : (all[half - 1] + all[half]) / 2;
};

const tidy = (n) => String(Number(n.toFixed(2)));

// Who has a number: by name where they are few.
const holders = (lines, year, value) => {
  const who = lines.filter((line) => line.years.get(year)?.value === value).map((line) => line.region);
  return who.length <= 3 ? `（${who.join("、")}）` : `（${who.length} 个地区）`;
};

// Indicators that more than one place has, those in the most places first.
const indicatorsOf = (rows) => {
  const places = new Map();
  for (const row of rows) {
    if (row.value === null) continue;
    const known = places.get(row.indicator) ?? places.set(row.indicator, { regions: new Set(), main: 0 }).get(row.indicator);
    known.regions.add(row.region);
    known.main += row.main === "主要目标" ? 1 : 0;
  }
  return [...places].map(([name, { regions, main }]) => [name, regions.size, main]).sort((a, b) => b[2] - a[2] || b[1] - a[1]);
};

const choose = (title, key, options, value, pick, all) => {
  const id = `choose-${key}-${Math.random().toString(36).slice(2, 8)}`;
  const select = el("select", { id, "data-choose": key }, all && el("option", { value: "" }, all), options.map(([name, words]) => el("option", { value: name }, words ?? name)));
  select.value = value;
  select.addEventListener("change", async () => {
    // what is drawn anew keeps the focus where it was
    const part = select.closest("[data-part]");
    await pick(select.value);
    if (!select.isConnected) part?.querySelector(`[data-choose="${key}"]`)?.focus();
  });
  return el("label", { for: id }, title, select);
};

const sections = {};

sections.panel = {
  load: ["panel"],
  draw(mount, [data], view) {
    const rows = (panelRows ??= data.map(panelRow));
    const valued = rows.filter((row) => row.value !== null);
    if (!valued.length) return mount.replaceChildren(el("p", { class: "none" }, "没有读到目标值。"));
    const all = indicatorsOf(rows);
    const usual = all[0][0];
    const mode = view.mode ?? (view.region || view.direction || view.sort || view.main || view.met ? "rows" : "grid");
    const again = (next) => { note("panel", next); return sections.panel.draw(mount, [data], next); };
    const modes = el("div", { class: "modes", role: "group", "aria-label": "看法" },
      [["grid", "地区 × 年份"], ["rows", "逐条"]].map(([name, words]) => button(words, () => again({ ...view, sort: "", cols: "", mode: name }), { "aria-pressed": String(mode === name) })));
    if (mode === "rows") {
      const box = el("div");
      mount.replaceChildren(modes, box);
      return buildTable({ mount: box, section: "panel", name: "目标面板", columns: panelColumns([]), rows, view: { ...view, mode }, keep: ["mode"], sort: "" });
    }
    const indicator = view.indicator || usual;
    const own = rows.filter((row) => row.indicator === indicator);
    const levels = [...new Set(own.map((row) => row.level))];
    // places of two levels are no sample of one thing: the level with most of them, unless all are asked for
    const often = (name) => own.filter((row) => row.level === name && row.value !== null).length;
    const level = view.level === "all" ? "" : levels.includes(view.level) ? view.level : [...levels].sort((a, b) => often(b) - often(a))[0] ?? "";
    // what comes new and all there is, or 亿元 and %, never stand in one column
    const kindOf = (row) => `${row.aspect} ${row.measure}`;
    const counts = new Map();
    for (const row of own) if (row.value !== null) counts.set(kindOf(row), (counts.get(kindOf(row)) || 0) + 1);
    const kinds = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    const kind = kinds.includes(view.kind) ? view.kind : kinds[0];
    const seen = own.filter((row) => (!level || row.level === level) && (kindOf(row) === kind || (row.value === null && !kinds.includes(kindOf(row)))));
    const measure = seen.find((row) => row.value !== null)?.measure ?? "";
    const years = [...new Set(seen.map((row) => row.year))].filter((year) => !view.year || year === Number(view.year) || year === Number(view.year) - 1).sort();
    const grid = new Map();
    for (const row of seen) {
      const key = `${row.level}${row.region}`;
      const line = grid.get(key) ?? grid.set(key, { region: row.region, level: row.level, years: new Map() }).get(key);
      const known = line.years.get(row.year);
      if (!known || (known.value === null && row.value !== null)) line.years.set(row.year, row);
    }
    const lines = [...grid.values()];
    const bar = el("div", { class: "filters" },
      choose("指标", "indicator", all.map(([name, n]) => [name, `${name}（${n} 地）`]), indicator, (name) => again({ ...view, indicator: name, kind: "", mode: "grid" })),
      levels.length > 1 && choose("级别", "level", [["all", "全部"], ...levels.map((name) => [name])], level || "all", (name) => again({ ...view, level: name, mode: "grid" })),
      kinds.length > 1 && choose("口径", "kind", kinds.map((name) => [name, `${name}（${counts.get(name)}）`]), kind, (name) => again({ ...view, kind: name, mode: "grid" })),
      choose("年份", "year", [...new Set(own.map((row) => row.year))].sort().reverse().map((year) => [String(year), `${year} 与上年`]), view.year ?? "", (year) => again({ ...view, year, mode: "grid" }), "全部"));
    // five steps of one colour, from the lowest to the highest of all years
    const values = seen.map((row) => row.value).filter((value) => value !== null).sort((a, b) => a - b);
    const heat = (value) => {
      if (value === null || value === undefined || values[0] === values[values.length - 1]) return "";
      let below = 0;
      while (below < values.length && values[below] < value) below += 1;
      return `h${Math.min(4, Math.floor((below / values.length) * 5))}`;
    };
    const columns = [
      { key: "place", title: "地区", value: (r) => r.region },
      ...(levels.length > 1 && !level ? [{ key: "of", title: "级别", value: (r) => r.level }] : []),
      ...years.flatMap((year, index) => {
        const of = (r) => r.years.get(year);
        const goal = { key: `y${year}`, title: `${year} 目标`, num: true, value: (r) => of(r)?.value ?? null, heat: (r) => heat(of(r)?.value), text: (r) => of(r)?.words ?? "", cell: (r) => (of(r) ? at(of(r).place, of(r).words || "—") : "") };
        const change = { key: `c${year}`, title: "变化", num: true, value: (r) => of(r)?.change ?? null, heat: (r) => (of(r) ? changeTone(of(r)) : ""), text: (r) => (of(r) ? changeWords(of(r)) : "") };
        const outcome = { key: `o${year}`, title: `${year} 结果`, num: true, value: (r) => of(r)?.outcome ?? null, heat: (r) => (of(r) ? metTone(of(r)) : ""), text: (r) => of(r)?.outcomeWords ?? "", cell: (r) => (of(r)?.outcomeWords ? at(of(r).outcomePlace, of(r).outcomeWords) : "") };
        const has = (key) => lines.some((r) => key(of(r) ?? {}));
        return [...(index && has((r) => r.direction) ? [goal, change] : [goal]), ...(has((r) => r.outcomeWords) ? [outcome] : [])];
      }),
    ].map((column) => ({ ...column, filter: undefined }));
    const summary = years.map((year) => {
      const own = lines.map((r) => r.years.get(year)?.value).filter((value) => value !== null && value !== undefined);
      if (!own.length) return null;
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const heavy = measure.startsWith("%") ? lines.map((r) => r.years.get(year)).filter((row) => row?.output && row.value !== null) : [];
      const weight = heavy.reduce((sum, row) => sum + row.output, 0);
      const weighted = heavy.length > 2 ? `，按报告里的地区生产总值加权 ${tidy(heavy.reduce((sum, row) => sum + row.value * row.output, 0) / weight)}${measure}（${heavy.length} 个地区印了这个数）` : "";
      const read = new Set(rows.filter((row) => row.year === year && (!level || row.level === level)).map((row) => row.region));
      const without = [...read].filter((region) => !lines.some((r) => r.region === region && (r.years.get(year)?.value ?? null) !== null));
      const named = without.length && without.length <= 12 ? `：${without.join("、")}` : "";
      return el("p", { class: "note" }, `${year} 年：${own.length} 个地区定了数，中位数 ${tidy(middle(own))}${measure}，平均 ${tidy(mean)}${measure}（不加权）${weighted}，最低 ${tidy(Math.min(...own))}${holders(lines, year, Math.min(...own))}，最高 ${tidy(Math.max(...own))}${holders(lines, year, Math.max(...own))}。`,
        without.length ? `读到了目标而没有这一项的 ${without.length} 个${named}。` : "");
    });
    const box = el("div");
    mount.replaceChildren(modes, bar, el("div", {}, summary.filter(Boolean)), box);
    buildTable({ mount: box, section: "panel", name: `${indicator}（${kind}）`, columns, rows: lines, view: { ...view, mode }, keep: ["mode", "indicator", "level", "year", "kind"], page: 40, filterAll: false });
  },
};

let panelRows;

sections.promises = {
  load: ["panel"],
  draw(mount, [data], view) {
    const rows = (panelRows ??= data.map(panelRow)).filter((row) => row.met);
    if (!rows.length) return mount.replaceChildren(el("p", { class: "none" }, "没有可以对照的结果：要同时读到一地当年和次年的报告。"));
    const counts = ["达到", "未达到"].map((met) => rows.filter((row) => row.met === met).length);
    const decided = counts[0] + counts[1];
    const box = el("div");
    mount.replaceChildren(el("p", { class: "note" }, `${rows.length} 个目标有次年报告可对照；可以判定的 ${decided} 个里，达到 ${counts[0]} 个，未达到 ${counts[1]} 个。`), box);
    buildTable({ mount: box, section: "promises", name: "目标兑现", columns: panelColumns(["previous", "change", "main"]), rows, view, sort: "" });
  },
};
