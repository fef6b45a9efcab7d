// All tasks: search in their own words, filters, cards.

// Where tasks are from, those with most first; nothing of one place.
const MOST_PLACES = 12;
const placesOf = (found) => {
  const counts = new Map();
  for (const task of found) if (task.list.region) counts.set(task.list.region, (counts.get(task.list.region) || 0) + 1);
  const places = [...counts].sort((a, b) => b[1] - a[1] || byChinese.compare(a[0], b[0]));
  if (places.length < 2) return "";
  const more = places.length > MOST_PLACES ? `等 ${places.length} 个地区` : "";
  return `出自${places.slice(0, MOST_PLACES).map(([name, n]) => `${name} ${n} 项`).join("、")}${more}`;
};

const card = (task, words = []) => {
  const marks = hits(fold(task.text), words).map(([start, end]) => [start, end, (text) => el("mark", {}, text)]);
  const notice = task.list.notice;
  const roles = [...new Set(task.units.map((unit) => unit.role))];
  const unit = (own) => {
    const link = printed(notice, own.line, own.name);
    const more = [own.kind, own.raw && `原文“${own.raw}”`, own.stated, own.clause && `限“${own.clause}”`, `第 ${own.line} 行`].filter(Boolean);
    link.title = more.join("；");
    link.classList.add("unit");
    return el("span", { class: "own" }, link, el("a", { class: "all", href: toHash("tasks", { notice: notice.name, unit: own.name }), title: `${own.name}的全部任务`, "aria-label": `${own.name}的全部任务` }, "⌕"));
  };
  const functions = [...new Set(task.units.flatMap((own) => own.functions))];
  const quote = () => copy(`“${task.text}”——${notice.title ? `《${notice.title.replace(/^《|》$/g, "")}》` : notice.name}${notice.number ? `（${notice.number}）` : ""}，${task.list.name}第${task.number}项，原文第${task.line}行${notice.url ? `，${notice.url}` : ""}`);
  const matched = task.total > 0 && el("details", { class: "others" }, el("summary", {}, `对应 ${task.total} 项`));
  if (matched) {
    matched.addEventListener("toggle", async () => {
      if (!matched.open || matched.children.length > 1) return;
      const places = task.matches.filter((_, at) => at % 2 === 0);
      await loadSome(places);
      places.forEach((place, at) => {
        const other = tasks[place];
        matched.append(el("p", {}, el("i", {}, (task.matches[2 * at + 1] / 100).toFixed(2)), " ", taskLink(other), " ", other.text.slice(0, 90), other.text.length > 90 && "…", " ", printed(other.list.notice, other.line), " ",
          other.list !== task.list && el("a", { href: toHash("lists", { a: task.list.id, b: other.list.id }) }, "并排看")));
      });
      if (task.total > places.length) matched.append(el("p", { class: "note" }, `只列把握最大的 ${places.length} 项；全部在“两份清单”里。`));
    });
  }
  return el("article", { class: "task" },
    el("h3", {}, taskLink(task), " ", task.section && el("small", {}, task.section)),
    el("p", { class: "words" }, markedText(task, marks)),
    roles.length > 0 && el("ul", { class: "units" }, roles.map((role) => el("li", {}, el("b", {}, role), " ", task.units.filter((own) => own.role === role).map(unit)))),
    task.targets.length > 0 && el("p", { class: "small" }, "目标值 ", task.targets.map((t) => el("span", { class: "target" }, printed(notice, t.line, t.words)))),
    el("p", { class: "small foot" }, printed(notice, task.line, `${notice.file || notice.name} 第 ${task.line} 行`), notice.url && " ", webLink(notice), task.deadline && ` 时限 ${task.deadline}`, functions.length > 0 && ` 条线 ${functions.join("、")}`, " ", button("复制引文", quote, { class: "quiet" }), task.corrected && correctedBy(task.corrected)),
    judgeTask(task), matched);
};

sections.tasks = {
  load: ["themes"],
  async draw(mount, [themes], view) {
    if (!core.tasks) return mount.replaceChildren(el("p", { class: "none" }, "没有读到任务。"));
    await loadTasks();
    for (const task of tasks) task.fold ??= fold(task.text);
    const some = (title, key, of) => {
      const counts = new Map();
      for (const task of tasks) for (const value of new Set(of(task))) if (value) counts.set(value, (counts.get(value) || 0) + 1);
      return { title, key, of, options: [...counts].sort((a, b) => (key === "function" || key === "role" ? b[1] - a[1] : byChinese.compare(String(a[0]), String(b[0])))) };
    };
    const menus = [
      some("文件", "notice", (task) => [task.list.notice.name]),
      some("清单", "list", (task) => [task.list.name]),
      some("地区", "place", (task) => [task.list.region]),
      some("年份", "year", (task) => [task.list.year]),
      some("级别", "level", (task) => [task.list.level]),
      some("条线", "function", (task) => task.units.flatMap((unit) => unit.functions)),
      some("角色", "role", (task) => task.units.map((unit) => unit.role)),
      some("时限", "deadline", (task) => [task.deadline]),
    ].filter((menu) => menu.options.length > 1 || view[menu.key]);
    const state = { ...view };
    const q = el("input", { type: "search", id: "q", placeholder: "可填多个词，用空格隔开，每个词都要有", autocomplete: "off" });
    q.value = view.q ?? "";
    const unit = el("input", { type: "search", id: "of-unit", placeholder: "如 教育局", list: "units-known", autocomplete: "off" });
    unit.value = view.unit ?? "";
    const known = el("datalist", { id: "units-known" });
    unit.addEventListener("focus", () => {
      if (!known.children.length) known.append(...[...new Set(units.map((own) => own.name))].slice(0, 3000).map((value) => el("option", { value })));
    });
    const box = (key, words) => {
      const input = el("input", { type: "checkbox" });
      input.checked = state[key] === "1";
      input.addEventListener("change", () => { state[key] = input.checked ? "1" : ""; renew(); });
      return el("label", { class: "check" }, input, words);
    };
    const selects = menus.map((menu) => choose(menu.title, menu.key, menu.options.map(([name, n]) => [String(name), `${name}（${n}）`]), state[menu.key] ?? "", (value) => { state[menu.key] = value; renew(); }, "全部"));
    const count = el("output", { class: "count", id: "found", "aria-live": "polite" });
    const also = el("p", { class: "note" });
    const list = el("div", { id: "list" });
    const theme = () => (state.theme ? themes.find(([id]) => id === state.theme) : undefined);
    let found = [];
    let words = [];
    let most = 20;
    const search = () => {
      words = queryWords(state.q ?? "", core.indicators, state.exact !== "1");
      const members = theme() && new Set(theme()[5]);
      const own = fold(state.unit ?? "").trim();
      // a whole name is that unit, a part of one any that holds it
      const whole = own && units.some((unit) => fold(unit.name) === own);
      const isUnit = (given) => (whole ? fold(given.name) === own : fold(given.name).includes(own) || (given.raw && fold(given.raw).includes(own)));
      const wide = state.matched === "1" && words.length;
      found = tasks.filter((task) =>
        menus.every((menu) => !state[menu.key] || menu.of(task).some((value) => String(value) === state[menu.key])) &&
        (!own || task.units.some((given) => (!state.role || given.role === state.role) && isUnit(given))) &&
        (state.target !== "1" || task.targets.some((target) => target.isTarget)) &&
        (state.without !== "1" || (!task.units.length && named.has(task.list.notice.at))) &&
        (!members || members.has(task.at)) &&
        (!state.id || task.id === state.id) &&
        (holds(task.fold, words) || (wide && task.matches.some((other, at) => at % 2 === 0 && holds(tasks[other].fold, words)))));
      if (words.length) {
        // own words before like ones, then what says it in fewer words
        const score = (task) => words.reduce((sum, ways) => sum + (task.fold.includes(ways[0]) ? 100 : 0), 0) - Math.min(90, task.text.length / 10);
        const keyed = found.map((task) => [score(task), task]);
        keyed.sort((a, b) => b[0] - a[0] || a[1].at - b[1].at);
        found = keyed.map(([, task]) => task);
      }
    };
    const named = new Set(tasks.filter((task) => task.units.length).map((task) => task.list.notice.at));
    const show = (upTo, from = 0) => {
      list.replaceChildren(...found.slice(from, upTo).map((task) => card(task, words)));
      if (found.length > upTo) list.append(el("p", { class: "more" }, button("再显示 50 项", () => { most += 50; show(most); }), ` 还有 ${found.length - upTo} 项`));
      if (!found.length) list.append(el("p", { class: "none" }, "没有符合的任务。少填一个词，或清除筛选。"));
    };
    const renew = () => {
      state.q = q.value.trim();
      state.unit = unit.value.trim();
      most = 20;
      search();
      count.value = `共 ${core.tasks} 项，符合 ${found.length} 项`;
      const like = words.filter((ways) => ways.length > 1).map((ways) => `“${ways[0]}”也找 ${ways.slice(1).join("、")}`);
      const chosen = Object.entries(state).some(([key, value]) => value && key !== "exact");
      also.textContent = [chosen && placesOf(found), theme() && `主题“${theme()[1]}”的任务`, ...like].filter(Boolean).join("；");
      show(most);
      note("tasks", Object.fromEntries(Object.entries(state).filter(([, value]) => value)));
    };
    for (const input of [q, unit]) input.addEventListener("input", renew);
    const columns = [["文件", (t) => t.list.notice.name], ["清单", (t) => t.list.name], ["地区", (t) => t.list.region], ["年份", (t) => t.list.year], ["级别", (t) => t.list.level], ["章节", (t) => t.section], ["序号", (t) => t.number], ["任务", (t) => t.text],
      ["牵头", (t) => roleNames(t, "牵头")], ["责任", (t) => roleNames(t, "责任")], ["配合", (t) => roleNames(t, "配合")], ["目标值", (t) => t.targets.map((own) => own.words).join("；")], ["时限", (t) => t.deadline], ["原文行", (t) => t.line], ["编号", (t) => t.id]].map(([title, value]) => ({ title, value }));
    const ledger = [["序号", (t) => t.number], ["任务", (t) => t.text], ["目标", (t) => t.targets.map((own) => own.words).join("；")], ["责任领导", (t) => roleNames(t, "责任领导")], ["牵头单位", (t) => roleNames(t, "牵头")], ["责任单位", (t) => roleNames(t, "责任")], ["配合单位", (t) => roleNames(t, "配合")], ["完成时限", (t) => t.deadline], ["进展情况", () => ""], ["状态（红黄绿）", () => ""], ["来源", (t) => `${t.list.name}，第 ${t.line} 行`]].map(([title, value]) => ({ title, value }));
    const roleNames = (task, role) => task.units.filter((own) => own.role === role).map((own) => own.name).join("、");
    const clear = () => { history.replaceState(null, "", "#tasks"); active = ""; sections.tasks.draw(mount, [themes], {}); };
    mount.replaceChildren(
      el("form", { id: "filter", role: "search", onsubmit: (event) => event.preventDefault() },
        el("label", { for: "q", class: "text" }, "关键词", q), el("label", { for: "of-unit" }, "单位", unit, known), button("清除", clear),
        el("details", { open: matchMedia("(min-width:46rem)").matches || [...menus.map((menu) => menu.key), "target", "without"].some((key) => view[key]) },
          el("summary", {}, "筛选"), el("div", {}, selects, box("target", "有目标值"), box("without", "没写单位"), box("matched", "也找对应任务的文字"), box("exact", "不找同义的指标名")))),
      el("div", { class: "tools" }, count, button("下载 CSV", () => download("任务.csv", toCsv(columns, found), "text/csv;charset=utf-8")),
        button("下载台账", () => download(`${state.unit || "任务"}台账.csv`, toCsv(ledger, found), "text/csv;charset=utf-8"), { title: "带空着的“进展情况”“状态”两列，供填写" }), printer("tasks", () => found.length, "项"), button("链接", () => copy(`${location.href.split("#")[0]}${toHash("tasks", state)}`))),
      also, list);
    printable.set("tasks", {
      before: (piece) => { show(piece.to(found.length), piece.from); const told = [state.q && `关键词：${state.q}`, state.unit && `单位：${state.unit}`, ...menus.map((menu) => state[menu.key] && `${menu.title}：${state[menu.key]}`)].filter(Boolean); return [...told, `符合 ${found.length} 项${piece.words(found.length, "项")}`].join("；"); },
      after: () => show(most),
    });
    const quiet = active;
    const hash = location.hash;
    renew();
    if (!Object.keys(view).length) { active = quiet; history.replaceState(null, "", hash || location.pathname); }
  },
};
