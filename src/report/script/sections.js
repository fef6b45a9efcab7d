// The other tables of the page: which rows, which columns.

const noticeCell = (notice) => (notice.page ? el("a", { href: notice.page.split("/").map(encodeURIComponent).join("/") }, notice.name) : notice.name);
// The page that the notice was taken from. Only such addresses are told; the link is opened by who clicks it.
const webLink = (notice) => (/^https?:\/\//.test(notice.url ?? "") ? el("a", { href: notice.url, rel: "noopener noreferrer", target: "_blank" }, "官方网页") : "");
const taskCell = (task) => (task ? el("span", {}, taskLink(task), " ", task.text.length > 70 ? `${task.text.slice(0, 70)}…` : task.text, " ", printed(task.list.notice, task.line)) : "没有对应");

const plainTable = (section, name, load, make) => ({
  load,
  async draw(mount, data, view) {
    const { rows, columns, sort, none, before } = await make(data, view);
    if (!rows.length) return mount.replaceChildren(...[before, el("p", { class: "none" }, none)].filter(Boolean));
    const box = el("div");
    mount.replaceChildren(...[before, box].filter(Boolean));
    buildTable({ mount: box, section, name, columns, rows, view, sort });
  },
});

sections.workload = plainTable("workload", "单位工作量", ["workload"], ([data]) => ({
  none: "这些文件没有写明责任单位。",
  rows: data.map(([notice, unit, fn, kind, lead, responsible, support, leader, tasks, of, carrier]) => ({ notice: notices[notice], unit, carrier, fn, kind, lead, responsible, support, leader, tasks, of })),
  sort: "-tasks",
  columns: [
    { key: "notice", title: "文件", value: (r) => r.notice.name, filter: "select" },
    { key: "unit", title: "单位", value: (r) => r.unit, filter: "text", cell: (r) => el("a", { href: toHash("tasks", { notice: r.notice.name, unit: r.carrier }) }, r.unit) },
    { key: "function", title: "条线", value: (r) => r.fn, filter: "select" },
    { key: "kind", title: "性质", value: (r) => r.kind, filter: "select" },
    { key: "lead", title: "牵头", value: (r) => r.lead, num: true },
    { key: "responsible", title: "责任", value: (r) => r.responsible, num: true },
    { key: "support", title: "配合", value: (r) => r.support, num: true },
    { key: "leader", title: "责任领导", value: (r) => r.leader, num: true, off: true },
    { key: "tasks", title: "任务", value: (r) => r.tasks, num: true, cell: (r) => el("b", {}, String(r.tasks)) },
    { key: "share", title: "占全部 %", value: (r) => (r.of ? Number(((r.tasks * 100) / r.of).toFixed(1)) : null), num: true },
  ],
}));

sections.handed = plainTable("handed", "上级任务", ["handed"], async ([data]) => {
  await loadSome(data.flatMap(([task, , , own]) => [task, own]));
  const rows = data.map(([task, to, named, own, score, indicator, figures, share]) => {
    const state = named && own >= 0 ? "点名且有对应" : named ? "点名，本级清单没有" : own >= 0 ? "没点名，有对应" : "两者都没有";
    return { task: tasks[task], to: lists[to], named, own: tasks[own], score, indicator, figures, share, state };
  });
  return {
    none: "没有读到同一年的上级清单和下级清单。",
    rows,
    sort: "",
    columns: [
      { key: "from", title: "上级清单", value: (r) => r.task.list.name, filter: "select", off: true },
      { key: "task", title: "上级任务", value: (r) => `${label(r.task)} ${r.task.text}`, cell: (r) => taskCell(r.task), wide: true },
      { key: "to", title: "本级清单", value: (r) => r.to?.name ?? "", filter: "select", off: new Set(rows.map((r) => r.to?.name)).size < 2 },
      { key: "named", title: "点名的本级单位", value: (r) => r.named, filter: "text" },
      { key: "own", title: "本级清单的任务", value: (r) => (r.own ? `${label(r.own)} ${r.own.text}` : "没有对应"), cell: (r) => taskCell(r.own), wide: true },
      { key: "state", title: "接没接", value: (r) => r.state, filter: "select" },
      { key: "score", title: "把握", value: (r) => r.score ?? null, num: true, cell: (r) => (r.score ? r.score.toFixed(2) : "") },
      { key: "figures", title: "数值", value: (r) => r.figures ?? "", cell: (r) => r.figures ?? "" },
      { key: "share", title: "本级占 %", value: (r) => (r.share ? Number((r.share * 100).toFixed(1)) : null), num: true },
    ],
  };
});

sections.repeats = plainTable("repeats", "清单内重复", ["repeats"], async ([data]) => {
  await loadSome(data.flatMap(([first, second]) => [first, second]));
  const rows = data.map(([first, second, share]) => ({ first: tasks[first], second: tasks[second], share }));
  return {
    none: "没有发现一份清单里说了两遍的任务。",
    rows,
    sort: "",
    columns: [
      { key: "list", title: "清单", value: (r) => r.first.list.name, filter: "select" },
      { key: "first", title: "任务", value: (r) => `${label(r.first)} ${r.first.text}`, cell: (r) => taskCell(r.first), wide: true },
      { key: "second", title: "另一任务", value: (r) => `${label(r.second)} ${r.second.text}`, cell: (r) => taskCell(r.second), wide: true },
      { key: "share", title: "相同 %", value: (r) => Math.floor(r.share * 100), num: true },
    ],
  };
});

sections.shares = plainTable("shares", "上级数分给谁", ["shares"], ([data]) => ({
  none: "没有上级和本级同一年同一指标的数。",
  rows: data.map(([parent, year, indicator, aspect, whole, region, state, words, value, share, up, own]) => ({ parent, year, indicator, aspect, whole, region, state, words, value, share, up, own })),
  sort: "-share",
  columns: [
    { key: "parent", title: "上级", value: (r) => r.parent, filter: "select" },
    { key: "year", title: "年份", value: (r) => r.year, num: true, filter: "select" },
    { key: "indicator", title: "指标", value: (r) => r.indicator, filter: "select" },
    { key: "whole", title: "上级的数", value: (r) => r.whole, cell: (r) => at(r.up, r.whole) },
    { key: "region", title: "地区", value: (r) => r.region, filter: "select" },
    { key: "state", title: "情况", value: (r) => r.state, filter: "select" },
    { key: "value", title: "本地的数", value: (r) => r.value ?? null, num: true, text: (r) => r.words ?? "", cell: (r) => (r.words ? at(r.own, r.words) : "") },
    // a part is no more than the whole: one of the two counts something else
    { key: "share", title: "占 %", value: (r) => (r.share === null || r.share > 1 ? null : Number((r.share * 100).toFixed(1))), num: true, text: (r) => (r.share === null ? "" : r.share > 1 ? "大于上级，口径不同" : String(Number((r.share * 100).toFixed(1)))) },
  ],
}));

sections.supports = plainTable("supports", "支持措施", ["supports"], async ([data]) => ({
  none: "没有读到补贴和奖励的数额。",
  rows: data.map(([region, level, year, purpose, words, value, most, task, place]) => ({ region, level, year, purpose, words, value, most, task, place })),
  sort: "",
  columns: [
    { key: "region", title: "地区", value: (r) => r.region, filter: "select" },
    { key: "level", title: "级别", value: (r) => r.level, filter: "select", off: true },
    { key: "year", title: "年份", value: (r) => r.year, num: true, filter: "select" },
    { key: "purpose", title: "给什么（原文）", value: (r) => r.purpose, filter: "text", wide: true },
    { key: "words", title: "多少（原文）", value: (r) => r.words, cell: (r) => at(r.place, r.words) },
    { key: "value", title: "换算", value: (r) => r.value ?? null, num: true, text: (r) => r.most },
  ],
}));

// A change of so many points of the lists is more than one list more or less.
const LARGE = 10;

sections.themes = plainTable("themes", "主题", ["themes"], ([data]) => {
  // years compare where lists of one level stand in both: of the level of which the poorest two years have the most
  const all = [...new Set(lists.map((list) => list.year).filter(Boolean))].sort();
  const ofLevel = (level) => new Map(all.map((year) => [year, lists.filter((list) => list.year === year && list.level === level).length]));
  // a share of one or two lists says nothing
  const enough = (of) => all.filter((year) => of.get(year) >= 3).slice(-8);
  const weight = (of) => enough(of).map((year) => of.get(year)).sort((a, b) => b - a)[1] ?? 0;
  const levels = [...new Set(lists.map((list) => list.level))].map((level) => [level, ofLevel(level)]);
  const [level, of] = levels.sort((a, b) => weight(b[1]) - weight(a[1]))[0] ?? ["", new Map()];
  const years = enough(of);
  const shares = years.length > 1;
  const rows = data.map(([id, name, regions, tasks_, own, members, values]) => {
    const by = new Map(years.map((year) => [year, own.filter((at) => lists[at].year === year && lists[at].level === level).length]));
    return { id, name, regions, count: tasks_, lists: own.length, by, members, values };
  });
  const part = (row, year) => (of.get(year) ? row.by.get(year) / of.get(year) : 0);
  const [first, last] = [years[0], years[years.length - 1]];
  const change = (row) => Math.round((part(row, last) - part(row, first)) * 100);
  return {
    none: "没有在多份清单中反复出现的主题。",
    rows,
    sort: "",
    before: shares ? el("p", { class: "note" }, `年份下是写到这个主题的${level}清单占当年${level}清单的百分比（${years.map((year) => `${year} 年 ${of.get(year)} 份`).join("，")}）。点主题看它的任务。`) : null,
    columns: [
      { key: "label", title: "主题", value: (r) => r.name, filter: "text", cell: (r) => el("a", { href: toHash("tasks", { theme: r.id }) }, r.name) },
      { key: "regions", title: "地区", value: (r) => r.regions, num: true },
      { key: "lists", title: "清单", value: (r) => r.lists, num: true },
      { key: "tasks", title: "任务", value: (r) => r.count, num: true },
      ...(shares ? years.map((year) => ({ key: `y${year}`, title: `${year} %`, num: true, value: (r) => Math.round(part(r, year) * 100) })) : []),
      ...(shares ? [{ key: "change", title: `${first}→${last}`, num: true, value: change, text: (r) => `${change(r) > 0 ? "↑ +" : change(r) < 0 ? "↓ " : "→ "}${change(r)} 个百分点`, heat: (r) => (change(r) >= LARGE ? "up" : change(r) <= -LARGE ? "down" : "") }] : []),
      { key: "values", title: "各地的数", value: (r) => r.values.join("；"), cell: (r) => (r.values.length > 6 ? `${r.values.slice(0, 6).join("；")}…共 ${r.values.length} 个` : r.values.join("；")), wide: true, off: true },
    ],
  };
});

sections.deadlines = plainTable("deadlines", "报送日历", ["deadlines"], ([data]) => ({
  none: "没有读到报送时限。",
  rows: data.map(([notice, date, words, to, what, line]) => ({ notice: notices[notice], date: date ?? "", words, to: to ?? "", what, line })),
  sort: "date",
  columns: [
    { key: "month", title: "月份", value: (r) => r.date.slice(0, 7), filter: "select", day: true },
    { key: "date", title: "日期", value: (r) => r.date, filter: "text", day: true },
    { key: "due", title: "原文时限", value: (r) => r.words, cell: (r) => printed(r.notice, r.line, r.words) },
    { key: "to", title: "报给", value: (r) => r.to, filter: "text" },
    { key: "what", title: "内容", value: (r) => r.what, wide: true },
    { key: "notice", title: "文件", value: (r) => r.notice.name, filter: "select", cell: (r) => noticeCell(r.notice) },
  ],
}));

sections.reading = plainTable("reading", "读取情况", ["problems"], ([[, unread]]) => ({
  none: "没有读到文件。",
  rows: notices.map((notice) => ({ notice, lists: lists.filter((list) => list.notice === notice), unread: unread.filter(([at]) => at === notice.at) })),
  sort: "",
  columns: [
    { key: "notice", title: "文件", value: (r) => r.notice.name, filter: "text", cell: (r) => el("span", {}, noticeCell(r.notice), el("br"), el("small", {}, r.notice.title || "（没有标题）")), wide: true },
    { key: "region", title: "地区", value: (r) => r.notice.region || "未识别", off: true },
    { key: "year", title: "年份", value: (r) => r.notice.year ?? null, num: true, filter: "select" },
    { key: "kind", title: "类型", value: (r) => r.notice.kind, filter: "select" },
    { key: "number", title: "文号", value: (r) => r.notice.number ?? "", off: true },
    { key: "date", title: "日期", value: (r) => r.notice.date ?? "", off: true },
    { key: "lists", title: "清单", value: (r) => r.lists.map((list) => `${list.name} ${list.tasks}`).join("；"), cell: (r) => el("span", {}, r.lists.map((list) => el("span", { class: "chip", title: list.title }, el("a", { href: toHash("tasks", { list: list.name }) }, `${list.name.replace(r.notice.name, "").trim() || "清单"} ${list.tasks}`))), r.lists.some((list) => list.topic.length) && el("small", { title: "四分之一以上的任务都有这些词，比对时几乎不算" }, `专题词：${r.lists.flatMap((list) => list.topic).join("、")}`)) },
    { key: "tasks", title: "任务", value: (r) => r.notice.tasks, num: true },
    { key: "read", title: "读入 %", value: (r) => (typeof r.notice.read === "number" ? Math.floor(r.notice.read * 1000) / 10 : null), num: true, heat: (r) => (typeof r.notice.read === "number" && r.notice.read < 0.9 ? "down" : "") },
    { key: "unread", title: "没有读的文字", value: (r) => r.unread.map(([, line, words]) => `第 ${line} 行 ${words}`).join("；"), wide: true,
      cell: (r) => (r.unread.length ? el("details", {}, el("summary", {}, `${r.unread.length} 处`), r.unread.map(([, line, words]) => el("p", {}, printed(r.notice, line), ` ${words}`))) : "没有") },
    { key: "problems", title: "问题", value: (r) => r.notice.problems, num: true, cell: (r) => (r.notice.problems ? el("a", { href: toHash("problems", { notice: r.notice.name }) }, String(r.notice.problems)) : "0") },
    { key: "url", title: "网址", value: (r) => r.notice.url ?? "", cell: (r) => webLink(r.notice), off: !notices.some((notice) => notice.url) },
    { key: "file", title: "原件", value: (r) => r.notice.file, off: true },
  ],
}));

sections.problems = plainTable("problems", "读取时发现的问题", ["problems"], ([[data]]) => {
  const weight = { 错误: 0, 警告: 1, 提示: 2 };
  const rows = data.map(([notice, line, severity, code, name, message, help]) => ({ notice: notices[notice], line, severity, code, name, message, help }));
  return {
    none: "没有发现问题。",
    before: correctionsList(),
    rows: rows.sort((a, b) => (weight[a.severity] ?? 3) - (weight[b.severity] ?? 3)),
    sort: "",
    columns: [
      { key: "severity", title: "程度", value: (r) => r.severity, filter: "select", heat: (r) => ({ 错误: "bad", 警告: "warn" })[r.severity] ?? "" },
      { key: "name", title: "问题", value: (r) => r.name, filter: "select" },
      { key: "code", title: "代号", value: (r) => r.code, off: true },
      { key: "notice", title: "文件", value: (r) => r.notice.name, filter: "select" },
      { key: "line", title: "位置", value: (r) => r.line, num: true, cell: (r) => printed(r.notice, r.line) },
      { key: "message", title: "说明", value: (r) => r.message, wide: true },
      { key: "help", title: "怎么办", value: (r) => r.help, wide: true },
    ],
  };
});
