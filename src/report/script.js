"use strict";
(() => {
  const form = document.getElementById("filter");
  const more = document.getElementById("more");
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const tasks = [...document.querySelectorAll(".task")].map((node) => ({
    node,
    text: fold(node.textContent),
    functions: node.dataset.functions.split("|").filter(Boolean),
    units: [...node.querySelectorAll("[data-role] a")].map((link) => [
      link.parentNode.dataset.role,
      link.dataset.unit,
    ]),
  }));
  let most = 20;

  // Choices are what the tasks hold, the most frequent first.
  const choices = (values, into) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1])) {
      const option = document.createElement("option");
      option.value = value;
      if (into.tagName === "SELECT") option.textContent = `${value}（${count}）`;
      into.append(option);
    }
  };
  const field = form.elements;
  choices(tasks.map((task) => task.node.dataset.level), field.level);
  choices(tasks.flatMap((task) => task.functions), field.functions);
  choices(tasks.flatMap((task) => [...new Set(task.units.map((unit) => unit[0]))]), field.role);
  choices(tasks.flatMap((task) => task.units.map((unit) => unit[1])), document.getElementById("units"));

  const fits = (task) => {
    const { notice, level } = task.node.dataset;
    const [role, unit] = [field.role.value, field.unit.value.trim()];
    return (
      (!field.notice.value || notice === field.notice.value) &&
      (!field.level.value || level === field.level.value) &&
      (!field.functions.value || task.functions.includes(field.functions.value)) &&
      (!field.target.checked || "target" in task.node.dataset) &&
      (!(role || unit) || task.units.some(([r, u]) => (!role || r === role) && u.includes(unit))) &&
      fold(field.text.value).split(/\s+/).every((word) => task.text.includes(word))
    );
  };
  const show = () => {
    let found = 0;
    for (const task of tasks) {
      const hit = fits(task);
      if (hit) found += 1;
      task.node.hidden = !hit || found > most;
    }
    more.hidden = found <= most;
    field.shown.value = `共 ${tasks.length} 项，符合 ${found} 项，显示 ${Math.min(found, most)} 项`;
  };
  const renew = () => {
    most = 20;
    show();
  };
  form.addEventListener("input", renew);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(renew));
  more.querySelector("button").addEventListener("click", () => {
    most += 50;
    show();
  });

  // A unit's name leads to its tasks.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-unit]");
    if (!link) return;
    const of = link.dataset.of ?? link.closest(".task")?.dataset.notice ?? "";
    form.reset();
    field.unit.value = link.dataset.unit;
    field.notice.value = of;
    renew();
  });

  // A link to a task that the filter hides shows it.
  const arrive = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const node = id && document.getElementById(id);
    if (node) {
      node.closest("details")?.setAttribute("open", "");
      node.hidden = false;
      node.scrollIntoView();
    } else if (id.startsWith("t-")) {
      field.shown.value = `${id.slice(2)} 不在本页，请查 tables/tasks.csv`;
      form.scrollIntoView();
    }
  };
  addEventListener("hashchange", arrive);
  show();
  arrive();

  // On paper the pictures are unfolded; other folded parts stay as the reader left them.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("#workload details:not([open])")];
    for (const node of closed) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of closed) node.open = false;
  });
})();
