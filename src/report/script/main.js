// What happens when: parts are drawn when they are near, addresses are followed, and what is filtered is what prints.

const printable = new Map();
const drawn = new Map();

const fail = (mount, error) => mount.replaceChildren(el("p", { class: "none" }, error.message || String(error)));

// Draws a part of the page with a view; without one, once.
const draw = (name, view) => {
  const mount = document.querySelector(`[data-part="${name}"]`);
  const part = sections[name];
  if (!mount || !part) return Promise.resolve();
  if (!view && drawn.has(name)) return drawn.get(name);
  const done = Promise.all(part.load.map(piece)).then((data) => part.draw(mount, data, view ?? {})).catch((error) => fail(mount, error));
  drawn.set(name, done);
  return done;
};

// A task on its own, over the page.
const dialog = document.getElementById("one");
let before = "";
let opened = "";
const showTask = async (id) => {
  opened = location.hash;
  const box = dialog.querySelector("div");
  try {
    const task = await findTask(id);
    box.replaceChildren(task ? card(task) : el("p", { class: "none" }, `没有 ${id} 这项任务。`));
  } catch (error) {
    fail(box, error);
  }
  if (!dialog.open) dialog.showModal();
};
dialog.querySelector("button").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
dialog.addEventListener("close", () => {
  // another task may have been asked for meanwhile
  if (location.hash === opened) history.replaceState(null, "", before || location.pathname + location.search);
});

const follow = async () => {
  const { section, view } = parseHash(location.hash);
  if (section === "task") return showTask(view.id);
  if (dialog.open) dialog.close();
  before = location.hash;
  const node = section && document.getElementById(section);
  if (!node) return undefined;
  if (sections[section] && Object.keys(view).length) {
    active = section;
    await draw(section, view);
  } else if (sections[section]) await draw(section);
  node.scrollIntoView();
  return undefined;
};
addEventListener("hashchange", follow);

// Findings lead to their rows: without the script they lead to the part that holds them.
for (const link of document.querySelectorAll("a[data-view]")) {
  if (link.dataset.view) link.href = `${link.getAttribute("href")}?${link.dataset.view}`;
}

// Printing: one part as it is filtered, or all of the page.
const printSection = (name, from = 0) => {
  active = name;
  printFrom = from;
  window.print();
};
let printFrom = 0;
const printHead = document.getElementById("printed");
let printing = "";
let part;
addEventListener("beforeprint", () => {
  printing = printable.has(active) ? active : "";
  if (!printing) return;
  // to show a piece may make the part anew: the one that was there shows what it showed
  part = printable.get(printing);
  const told = part.before(printPiece(printFrom));
  printHead.textContent = `${document.querySelector(`#${printing} h2`).textContent}　${told}`;
  document.body.dataset.print = printing;
  document.getElementById(printing).classList.add("printing");
});
addEventListener("afterprint", () => {
  printFrom = 0;
  if (!printing) return;
  part.after();
  document.getElementById(printing).classList.remove("printing");
  delete document.body.dataset.print;
  printHead.textContent = "";
});

// Light or dark: what the system says until a reader chooses.
const scheme = document.getElementById("scheme");
const isDark = () => (document.documentElement.dataset.scheme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const stored = (value) => {
  try {
    if (value) localStorage.setItem("duibiao-scheme", value);
    return localStorage.getItem("duibiao-scheme");
  } catch {
    return null;
  }
};
const tellScheme = () => { scheme.textContent = isDark() ? "浅色" : "深色"; };
if (stored()) document.documentElement.dataset.scheme = stored();
tellScheme();
scheme.hidden = false;
scheme.addEventListener("click", () => {
  document.documentElement.dataset.scheme = isDark() ? "light" : "dark";
  stored(document.documentElement.dataset.scheme);
  tellScheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tellScheme);

// Parts are drawn when they come near.
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    draw(entry.target.dataset.part);
  }
}, { rootMargin: "900px" });
for (const mount of document.querySelectorAll("[data-part]")) near.observe(mount);

// The rest is drawn while nobody waits, so that all of it prints; of very many tasks the heavy parts wait until they are near.
const HEAVY = 20000;
addEventListener("load", async () => {
  await follow();
  for (const mount of document.querySelectorAll("[data-part]")) {
    const name = mount.dataset.part;
    if (core.tasks > HEAVY && ["tasks", "handed", "lists", "repeats"].includes(name)) continue;
    await new Promise((done) => (window.requestIdleCallback ? requestIdleCallback(done, { timeout: 2000 }) : setTimeout(done, 50)));
    await draw(name);
  }
});
