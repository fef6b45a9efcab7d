// The data of the report: blocks of the page, or files beside it that are loaded when somebody asks for them.
// What a row holds is written in src/report/pack*.rs: the two go together.

const made = new Map();
const waiting = new Map();
window.duibiao = (name, json) => waiting.get(name)?.(JSON.parse(json));

// A piece by its name.
const piece = (name) => {
  if (!made.has(name)) {
    const block = document.getElementById(`data-${name}`);
    made.set(name, block ? Promise.resolve(JSON.parse(block.textContent)) : fetchFile(name));
  }
  return made.get(name);
};

const fetchFile = (name) =>
  new Promise((resolve, reject) => {
    waiting.set(name, resolve);
    const failed = () => reject(new Error(`读不到 data/${name}.js：请把整个文件夹放在一起再打开。`));
    document.head.append(el("script", { src: `data/${name}.js`, async: true, onerror: failed }));
  });

const core = JSON.parse(document.getElementById("data-core").textContent);

const notices = core.notices.map(([id, name, title, region, year, kind, file, page, tasks, problems, read, date, number, url], at) => ({
  at, id, name, title, region, year, kind, file, page, tasks, problems, read, date, number, url,
}));

const lists = core.lists.map(([id, notice, name, phrase, title, tasks, ends, region, year, level, topic], at) => ({
  at, id, notice: notices[notice], name, phrase, title, tasks, ends, region, year, level, topic,
}));

const units = core.units.map(([name, kind, functions]) => ({ name, kind, functions: functions.map((at) => core.functions[at]) }));

const tasks = new Array(core.tasks);

const taskOf = (row, at) => {
  const [list, id, number, section, text, line, own, figures, matches, total, themes, deadline, corrected] = row;
  const list_ = lists[list];
  return {
    at,
    list: list_,
    id: id.includes("/") ? id : `${list_.id}/${id}`,
    number,
    section: core.sections[section],
    text,
    line,
    units: (own || []).map(([role, unit, down, raw, stated, clause]) => ({
      ...units[unit || 0], role, line: line + (down || 0), raw, stated, clause,
    })),
    targets: (figures || []).map(([start, end, words, indicator, down, raw, other]) => ({
      start: start || 0, end: end || 0, words, indicator: core.indicators[indicator || 0], line: line + (down || 0), raw, isTarget: !other,
    })),
    matches: matches || [],
    total: total || 0,
    themes: themes || [],
    deadline: deadline || "",
    corrected: corrected || "",
  };
};

// Tasks from one place to another stand in `tasks` then.
const loadTasks = async (first = 0, last = core.tasks - 1) => {
  const parts = [];
  for (let part = Math.floor(first / core.part); part * core.part <= last; part += 1) parts.push(part);
  await Promise.all(
    parts.map(async (part) => {
      const rows = await piece(`tasks-${part}`);
      const from = part * core.part;
      if (rows.length && !tasks[from]) rows.forEach((row, at) => (tasks[from + at] = taskOf(row, from + at)));
    }),
  );
  return tasks;
};

// Some tasks by their places.
const loadSome = async (places) => {
  const parts = new Set(places.filter((at) => at >= 0).map((at) => Math.floor(at / core.part)));
  await Promise.all([...parts].map((part) => loadTasks(part * core.part, part * core.part)));
};

const tasksOf = async (list) => {
  if (!list.ends) return [];
  await loadTasks(list.ends[0], list.ends[1]);
  return tasks.slice(list.ends[0], list.ends[1] + 1).filter((task) => task.list === list);
};

// The task of an id: its list says where to look.
const findTask = async (id) => {
  const list = lists.find((list) => id.startsWith(`${list.id}/`) && !id.slice(list.id.length + 1).includes("/"));
  const own = list ? await tasksOf(list) : await loadTasks();
  return own.find((task) => task.id === id);
};

// The matches of two lists: the left one of a match is of `a`.
const matchesOf = async (a, b) => {
  const [low, high] = a.at < b.at ? [a.at, b.at] : [b.at, a.at];
  const { pieces: starts } = core.matches;
  let at = -1;
  starts.forEach(([left, right], place) => {
    if (left < low || (left === low && right <= high)) at = place;
  });
  const groups = at < 0 ? [] : await piece(`matches-${at}`);
  const group = groups.find(([left, right]) => left === low && right === high);
  if (!group) return { all: 0, rows: [] };
  const turned = a.at !== low;
  const rows = group[3].map(([left, right, score, spans, added, figures, corrected]) => {
    const [ls, le, rs, re] = spans || [0, 0, 0, 0];
    const sides = [{ at: left || 0, span: [ls, le] }, { at: right || 0, span: [rs, re] }];
    if (turned) sides.reverse();
    return { left: sides[0], right: sides[1], score: score / 1e4, added, figures, turned, corrected };
  });
  for (const [left, right, score] of untold(group[4] ?? [], lists[low].ends[0], lists[high].ends[0])) {
    const sides = [{ at: left, span: [0, 0] }, { at: right, span: [0, 0] }];
    if (turned) sides.reverse();
    rows.push({ left: sides[0], right: sides[1], score: score / 1e4, turned });
  }
  return { all: group[2], rows };
};

const label = (task) => `${task.list.name} · ${task.number}`;

// A link to the line where something was printed.
const printed = (notice, line, words) => {
  const text = words ?? `${line} 行`;
  const file = `${notice.name}·${line}行`;
  if (!notice.page) return el("span", { class: "src", "data-print": file }, text);
  const href = `${notice.page.split("/").map(encodeURIComponent).join("/")}#L${line}`;
  return el("a", { class: "src", href, title: `原文：${notice.name}，第 ${line} 行`, "data-print": file }, text);
};

const taskLink = (task, words) => el("a", { class: "ref", href: `#t-${encodeURIComponent(task.id)}` }, words ?? label(task));
