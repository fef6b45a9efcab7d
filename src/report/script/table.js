// A table that sorts, filters, and gives away exactly what it shows.
//
// A column: { key, title, value(row), text?(row), cell?(row), num?, filter?: "select"|"text", off?, wide?, day?, heat?(row) }. Sorting and
// filtering go by the value; what is copied and downloaded is the text, where it is another than the value.
// A view is what its address holds: filters by key, `sort` (`-key` for falling), `cols`.

const SHOWN = 15;

// Whether a row passes a filter: words as they stand, numbers as `>=5`, `<3`, `5-6`.
const passes = (value, wanted, num) => {
  if (num) {
    const span = wanted.match(/^\s*(-?[\d.]+)\s*[-–~]\s*(-?[\d.]+)\s*$/);
    if (span) return value !== null && value >= Number(span[1]) && value <= Number(span[2]);
    const bound = wanted.match(/^\s*(>=|<=|>|<|≥|≤|=)?\s*(-?[\d.]+)\s*$/);
    if (bound && typeof value === "number") {
      const limit = Number(bound[2]);
      switch (bound[1]) {
        case ">": return value > limit;
        case "<": return value < limit;
        case ">=": case "≥": return value >= limit;
        case "<=": case "≤": return value <= limit;
        default: return value === limit;
      }
    }
  }
  const text = fold(String(value ?? ""));
  return fold(wanted).split(/\s+/).every((word) => text.includes(word));
};

const byChinese = new Intl.Collator("zh-CN", { numeric: true });

// Sorted by a value; what has none comes last, either way.
const sorted = (rows, value, falling) => {
  const keyed = rows.map((row, at) => [value(row), at, row]);
  keyed.sort(([a, i], [b, j]) => {
    const none = (v) => v === null || v === undefined || v === "";
    if (none(a) || none(b)) return none(a) - none(b) || i - j;
    const order = typeof a === "number" && typeof b === "number" ? a - b : byChinese.compare(String(a), String(b));
    return (falling ? -order : order) || i - j;
  });
  return keyed.map(([, , row]) => row);
};

// A field of a CSV: quoted where it must be; nothing that a spreadsheet would run.
const csvField = (value) => {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^[=+@\-\t\r]/.test(text) && !/^-?[\d.]+%?$/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

const textOf = (column, row) => (column.text ? column.text(row) : column.value(row)) ?? "";

const toCsv = (columns, rows) => {
  const lines = [columns.map((column) => csvField(column.title)), ...rows.map((row) => columns.map((column) => csvField(textOf(column, row))))];
  return `\ufeff${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
};

// Builds a table into `mount`. `keep` are keys of the view that others read; `changed` hears of a new view.
const buildTable = ({ mount, section, name, columns, rows, view = {}, keep = [], sort = "", page = SHOWN, filterAll = true, onview }) => {
  const by = new Map(columns.map((column) => [column.key, column]));
  const kept = Object.fromEntries(Object.entries(view).filter(([key]) => keep.includes(key)));
  const chosen = new Map(Object.entries(view).filter(([key]) => by.has(key) && !keep.includes(key)));
  let order = view.sort ?? sort;
  let cols = view.cols ? view.cols.split(",").filter((key) => by.has(key)) : columns.filter((column) => !column.off).map((column) => column.key);
  if (!cols.length) cols = columns.map((column) => column.key);
  const usual = columns.filter((column) => !column.off).map((column) => column.key).join();
  let most = page;
  let found = rows;

  const shownColumns = () => columns.filter((column) => cols.includes(column.key));
  const head = el("thead");
  const body = el("tbody");
  const count = el("output", { class: "count", "aria-live": "polite" });
  const more = el("p", { class: "more" });
  const filters = el("div", { class: "filters" });
  const choices = el("div", { class: "choices" });

  const current = () => ({
    ...kept,
    ...Object.fromEntries([...chosen].filter(([, value]) => value)),
    ...(order !== sort ? { sort: order } : {}),
    ...(cols.join() !== usual ? { cols: cols.join(",") } : {}),
  });
  const changed = () => {
    most = page;
    apply();
    note(section, current());
    onview?.(current());
  };

  const field = (column) => {
    const id = `f-${section}-${column.key}`;
    let input;
    if (column.filter === "select") {
      const counts = new Map();
      for (const row of rows) {
        const value = String(column.value(row) ?? "");
        if (value) counts.set(value, (counts.get(value) || 0) + 1);
      }
      const options = [...counts].sort((a, b) => byChinese.compare(a[0], b[0]));
      if (column.num) options.reverse();
      const wanted = chosen.get(column.key) ?? "";
      if (wanted && !counts.has(wanted)) options.unshift([wanted, 0]);
      input = el("select", { id }, el("option", { value: "" }, "全部"), options.map(([value, n]) => el("option", { value }, `${value}（${n}）`)));
      input.value = wanted;
    } else {
      input = el("input", { id, type: "search", placeholder: column.num ? "如 >=5 或 5-6" : "", autocomplete: "off" });
      input.value = chosen.get(column.key) ?? "";
    }
    input.addEventListener("input", () => {
      chosen.set(column.key, input.value.trim());
      changed();
    });
    return el("label", { for: id }, column.title, input);
  };

  const drawFilters = (all) => {
    const some = columns.filter((column) => (all ? !column.plain : column.filter) || chosen.get(column.key));
    filters.replaceChildren(...some.map(field));
    if (filterAll && !all && columns.some((column) => !column.filter && !column.plain)) {
      filters.append(button("更多筛选", () => drawFilters(true), { class: "quiet" }));
    }
  };

  const drawHead = () => {
    const cell = (column) => {
      const is = order.replace("-", "") === column.key;
      const way = !is ? "none" : order.startsWith("-") ? "descending" : "ascending";
      const press = button(column.title, () => {
        order = !is ? (column.num ? `-${column.key}` : column.key) : order.startsWith("-") === Boolean(column.num) ? (column.num ? column.key : `-${column.key}`) : sort;
        drawHead();
        changed();
        head.querySelector(`[data-key="${column.key}"]`)?.focus();
      }, { class: "sort", "data-key": column.key });
      return el("th", { scope: "col", class: column.num ? "n" : "", "aria-sort": way }, column.plain ? column.title : press);
    };
    head.replaceChildren(el("tr", {}, shownColumns().map(cell)));
  };

  const drawRow = (row) =>
    el("tr", {}, shownColumns().map((column) => {
      const value = column.value(row);
      const heat = column.heat?.(row);
      return el("td", { class: [column.num ? "n" : "", column.day ? "day" : "", column.wide ? "long" : "", heat ?? ""].filter(Boolean).join(" ") || null, "data-title": column.title },
        column.cell ? column.cell(row) : textOf(column, row));
    }));

  const drawBody = (upTo, from = 0) => {
    body.replaceChildren(...found.slice(from, upTo).map(drawRow));
    const rest = found.length - Math.min(found.length, upTo);
    more.replaceChildren(...(rest > 0 ? [button(`再显示 ${Math.min(rest, 100)} 行`, () => { most += 100; drawBody(most); }), ` 还有 ${rest} 行`] : []));
  };

  const apply = () => {
    found = rows;
    for (const [key, wanted] of chosen) {
      const column = by.get(key);
      if (!wanted) continue;
      found = column.filter === "select"
        ? found.filter((row) => String(column.value(row) ?? "") === wanted)
        : found.filter((row) => passes(column.value(row), wanted, column.num));
    }
    if (order) {
      const column = by.get(order.replace("-", ""));
      if (column) found = sorted(found, column.value, order.startsWith("-"));
    }
    count.value = found.length === rows.length ? `共 ${rows.length} 行` : `${rows.length} 行里的 ${found.length} 行`;
    drawBody(most);
  };

  const drawChoices = () => {
    const boxes = columns.map((column) => {
      const box = el("input", { type: "checkbox" });
      box.checked = cols.includes(column.key);
      box.addEventListener("change", () => {
        const next = columns.map((other) => other.key).filter((key) => (key === column.key ? box.checked : cols.includes(key)));
        if (!next.length) { box.checked = true; return; }
        cols = next;
        drawHead();
        changed();
      });
      return el("label", { class: "check" }, box, column.title);
    });
    choices.replaceChildren(el("details", { class: "cols" }, el("summary", {}, "选列"), el("div", {}, boxes)));
  };

  const asText = () => [shownColumns().map((column) => column.title), ...found.map((row) => shownColumns().map((column) => String(textOf(column, row)).replace(/[\t\n]/g, " ")))].map((line) => line.join("\t")).join("\n");
  const tools = el("div", { class: "tools" },
    count,
    choices,
    button("复制", () => copy(asText()), { title: "复制筛选后的全部行，可贴进表格" }),
    button("下载 CSV", () => download(`${name}.csv`, toCsv(shownColumns(), found), "text/csv;charset=utf-8")),
    printer(section, () => found.length, "行"),
    button("链接", () => copy(`${location.href.split("#")[0]}${toHash(section, current())}`), { title: "复制这个视图的地址" }),
    button("清除", () => { chosen.clear(); order = sort; cols = columns.filter((column) => !column.off).map((column) => column.key); drawFilters(false); drawHead(); drawChoices(); changed(); }));

  const table = el("table", {}, el("caption", { class: "away" }, name), head, body);
  mount.replaceChildren(filters, tools, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, table), more);
  drawFilters(false);
  drawHead();
  drawChoices();
  apply();
  const told = () => [...chosen].filter(([, value]) => value).map(([key, value]) => `${by.get(key).title}：${value}`).join("；");
  printable.set(section, {
    before: (piece) => { drawBody(piece.to(found.length), piece.from); return [told(), `${count.value}${piece.words(found.length, "行")}`].filter(Boolean).join("；"); },
    after: () => drawBody(most),
  });
};
