// Opens a report and uses it: node check.mjs FOLDER [--shots DIR]
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [folder, ...rest] = process.argv.slice(2);
if (!folder) throw new Error("node check.mjs FOLDER [--shots DIR]");
const root = resolve(folder);
const shots = rest[0] === "--shots" ? resolve(rest[1]) : "";
if (shots) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

let failed = 0;
const check = (what, is, more = "") => {
  if (!is) failed += 1;
  console.log(`${is ? "ok  " : "FAIL"}  ${what}${more === "" ? "" : `  ${more}`}`);
};
const tell = (what, value) => console.log(`      ${what}  ${value}`);

const open = async (address, set = {}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: false, ...set });
  const page = await context.newPage();
  page.errors = [];
  page.asked = [];
  page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
  page.on("pageerror", (error) => page.errors.push(String(error)));
  page.on("request", (request) => page.asked.push(request.url()));
  await page.goto(address);
  return page;
};
const index = pathToFileURL(join(root, "index.html")).href;
const at = (hash) => `${index}${hash}`;
const settled = (page, selector) => page.waitForSelector(selector, { timeout: 30000 });
const size = (path) => (statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0) : statSync(path).size);

// --- what it weighs
tell("index.html, data/, sources/, folder (MB)", [join(root, "index.html"), join(root, "data"), join(root, "sources"), root].map((path) => (existsSync(path) ? (size(path) / 1e6).toFixed(2) : "–")).join(", "));

// --- it opens
let page = await open(index);
const load = await page.evaluate(() => { const [entry] = performance.getEntriesByType("navigation"); return Math.round(entry.loadEventEnd); });
tell("load event (ms)", load);
tell("DOM nodes", await page.evaluate(() => document.getElementsByTagName("*").length));
const total = await page.evaluate(() => JSON.parse(document.getElementById("data-core").textContent).tasks);

// --- all parts are drawn, all tasks are reached
const parts = await page.evaluate(() => [...document.querySelectorAll("[data-part]")].map((node) => node.dataset.part));
for (const part of parts) {
  await page.evaluate((name) => document.querySelector(`[data-part="${name}"]`).scrollIntoView(), part);
  await page.waitForFunction((name) => document.querySelector(`[data-part="${name}"]`).children.length > 0, part, { timeout: 30000 });
}
check("every part is drawn", true, parts.length);
tell("DOM nodes, all drawn", await page.evaluate(() => document.getElementsByTagName("*").length));
if (total) {
  const started = Date.now();
  await settled(page, "#list .task, #list .none");
  tell("tasks ready after (ms)", Date.now() - started);
  check("all tasks are counted", (await page.textContent("#found")).includes(`共 ${total} 项，符合 ${total} 项`), total);
  const menus = await page.evaluate(() => [...document.querySelectorAll("#filter select")].map((select) => [...select.options].slice(1).map((option) => Number(option.textContent.match(/（(\d+)）$/)?.[1]))));
  check("nothing is offered that is not there", menus.flat().every((n) => n > 0), menus.flat().length);

  // --- search
  const word = await page.evaluate(() => document.querySelector("#list .task .words").textContent.match(/[\u4e00-\u9fff]{2}/)[0]);
  const times = await page.evaluate(async (words) => {
    const input = document.getElementById("q");
    const out = [];
    for (const word of words) {
      input.value = word;
      const from = performance.now();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      document.body.offsetHeight;
      out.push(Math.round(performance.now() - from));
    }
    return out;
  }, ["建", "建设", "gdp", "老旧小区 改造", "增长", word]);
  tell("search (ms a key)", times.join(", "));
  check("a search answers within 100 ms", Math.max(...times.slice(1)) <= 100, Math.max(...times.slice(1)));
  const marked = await page.evaluate((word) => [...document.querySelectorAll("#list .task .words")].every((node) => node.textContent.includes(word) && node.querySelector("mark")), word);
  check("every task found holds the word, and marks it", marked, word);
  check("the search stands in the address", decodeURIComponent(page.url()).includes(`q=${word}`));
  await page.fill("#q", `${word} 没有这样的词`);
  check("every word is needed", (await page.textContent("#found")).includes("符合 0 项"));
  await page.fill("#q", "");

  // --- from a figure to its line
  const href = await page.evaluate(() => document.querySelector("#list .task .foot a.src, #list .task a.src")?.getAttribute("href"));
  if (href) {
    const line = await open(new URL(href, index).href);
    check("a figure leads to its line", await line.evaluate(() => document.querySelector("main p:target")?.textContent.length > 1), href);
    check("the source page has no error", line.errors.length === 0, line.errors.join("; "));
    if (shots) await line.screenshot({ path: join(shots, "source.png") });
    await line.context().close();
  }
}

// --- sort, state
if (await page.$("#reading .sort")) {
  const column = '#reading [data-key="tasks"]';
  await page.click(column);
  const way = await page.evaluate((column) => document.querySelector(column).closest("th").getAttribute("aria-sort"), column);
  const values = await page.evaluate(() => { const at = [...document.querySelectorAll("#reading thead th")].findIndex((th) => th.querySelector('[data-key="tasks"]')); return [...document.querySelectorAll("#reading tbody tr")].map((row) => Number(row.children[at].textContent)); });
  check("a column sorts and says so", way === "descending" && values.every((value, i) => !i || values[i - 1] >= value), way);
  check("the order stands in the address", page.url().includes("sort=-tasks"));
  const again = await open(page.url());
  await settled(again, '#reading [aria-sort="descending"]');
  check("a view comes back from its address", true);
  await again.context().close();
}

// --- two lists
if (await page.$("#lists select")) {
  const cell = await page.evaluate(() => [...document.querySelectorAll("#overlap .matrix td a")].find((link) => link.textContent !== "0")?.getAttribute("href"));
  if (cell) {
    const two = await open(at(cell));
    await settled(two, "#lists .pair");
    check("a cell opens two lists side by side", (await two.$$("#lists .pair .side")).length >= 2);
    check("evidence is marked", (await two.$$("#lists .pair em")).length > 0);
    await two.click("#lists .why summary");
    await settled(two, "#lists .waterfall tbody tr");
    check("a pair tells how its score came about", (await two.$$("#lists .waterfall tbody tr")).length > 1);
    const before = await two.textContent("#lists .count");
    await two.evaluate(() => { const slider = document.getElementById("least"); slider.value = "0.95"; slider.dispatchEvent(new Event("input", { bubbles: true })); });
    check("the slider changes what is shown, with its precision", (await two.textContent("#lists .count")) !== before && /约 \d+%|没有/.test(await two.textContent("#lists .count")), await two.textContent("#lists .count"));
    check("two lists: no error", two.errors.length === 0, two.errors.join("; "));
    if (shots) await (await two.$("#lists")).screenshot({ path: join(shots, "lists.png") });
    await two.context().close();
  }
}
check("no error in the console", page.errors.length === 0, page.errors.slice(0, 3).join("; "));
const outside = page.asked.filter((url) => !url.startsWith(pathToFileURL(root).href) && !url.startsWith("blob:") && !url.startsWith("data:"));
check("no request outside the folder", outside.length === 0, outside.slice(0, 3).join(" "));

// --- verdicts
if (await page.$("#list .judging")) {
  const own = await open(at("#tasks"), { acceptDownloads: true });
  await settled(own, "#list .judging");
  check("nothing is gathered at first", await own.isHidden(".verdicts"));
  await own.focus("#list .judging summary");
  await own.keyboard.press("Enter");
  await settled(own, "#list .judge button");
  const first = await own.$("#list .judge button");
  await first.focus();
  await own.keyboard.press("Enter");
  check("a verdict is given by keyboard", (await first.getAttribute("aria-pressed")) === "true" && (await own.textContent(".verdicts span")) === "已核定 1 条");
  await own.reload();
  await settled(own, "#list .judging");
  check("verdicts outlast the page", (await own.textContent(".verdicts span")) === "已核定 1 条");
  const [file] = await Promise.all([own.waitForEvent("download"), own.click(".verdicts button")]);
  const text = readFileSync(await file.path(), "utf8");
  check("they download as corrections.tsv", file.suggestedFilename() === "corrections.tsv" && /^\ufeff种类\t对象\t原文\t.*\n(任务有此单位|目标数值是|不是目标)\t/.test(text) && text.trim().split("\n").length === 2, text.split("\n")[1]);
  if (process.env.DUIBIAO && process.env.NOTICES) {
    const told = join(mkdtempSync(join(tmpdir(), "duibiao-")), "corrections.tsv");
    writeFileSync(told, text);
    execFileSync(process.env.DUIBIAO, ["-q", "correct", "check", process.env.NOTICES, "--corrections", told]);
    check("duibiao obeys them", true);
  }
  await own.click(".verdicts button:last-child");
  check("they can be cleared", await own.isHidden(".verdicts"));
  await own.emulateMedia({ media: "print" });
  check("buttons do not print", await own.evaluate(() => [...document.querySelectorAll(".judging, .judge, .verdicts")].every((node) => getComputedStyle(node).display === "none")));
  check("verdicts: no error", own.errors.length === 0, own.errors.join("; "));
  await own.context().close();
}

// --- links
const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")));
const ids = new Set(await page.evaluate(() => [...document.querySelectorAll("[id]")].map((node) => node.id)));
const lines = new Map();
const isDead = (href) => {
  if (href.startsWith("#t-")) return false;
  if (href.startsWith("#")) return !ids.has(decodeURIComponent(href.slice(1).split("?")[0]));
  if (href.startsWith("blob:")) return false;
  const [path, hash] = href.split("#");
  const file = fileURLToPath(new URL(path, index));
  if (!existsSync(file)) return true;
  if (!hash) return false;
  if (!lines.has(file)) lines.set(file, readFileSync(file, "utf8"));
  return !lines.get(file).includes(`id="${hash}"`);
};
const dead = links.filter(isDead);
check("no link leads nowhere", dead.length === 0, `${links.length} links${dead.length ? `, dead: ${dead.slice(0, 3)}` : ""}`);
const sample = await page.evaluate(() => [...document.querySelectorAll('a[href^="#t-"]')].map((link) => link.getAttribute("href")).filter((_, at) => at % 7 === 0).slice(0, 8));
for (const href of sample) {
  await page.evaluate((href) => { location.hash = href; }, href);
  await page.waitForFunction((id) => document.querySelector("#one .task .ref")?.getAttribute("href") === id, href, { timeout: 10000 }).catch(() => {});
  check("a task opens", (await page.evaluate(() => document.querySelector("#one .task .ref")?.getAttribute("href"))) === href, decodeURIComponent(href));
  await page.keyboard.press("Escape");
}

// --- widths, schemes, axe
for (const scheme of ["light", "dark"]) {
  for (const width of [390, 768, 1440]) {
    const own = await open(index, { viewport: { width, height: 900 }, colorScheme: scheme });
    for (const part of parts) {
      await own.evaluate((name) => document.querySelector(`[data-part="${name}"]`).scrollIntoView(), part);
      await own.waitForFunction((name) => document.querySelector(`[data-part="${name}"]`).children.length > 0, part, { timeout: 30000 });
    }
    await own.evaluate(() => scrollTo(0, 0));
    const over = await own.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`no sideways scroll at ${width} px, ${scheme}`, over <= 0, over);
    if (scheme === "dark") {
      const [r, g, b] = await own.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
      check(`dark is dark at ${width} px`, r + g + b < 150, `${r},${g},${b}`);
    }
    if (width !== 768) {
      await own.evaluate(axe);
      const found = await own.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      const serious = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
      check(`axe-core at ${width} px, ${scheme}: nothing serious`, serious.length === 0, serious.map((v) => `${v.id} × ${v.nodes.length}: ${v.nodes[0].html.slice(0, 120)} ${v.nodes[0].any[0]?.message ?? ""}`).join(" | "));
    }
    if (shots) {
      await own.screenshot({ path: join(shots, `top-${width}-${scheme}.png`) });
      for (const part of ["panel", "workload", "handed", "overlap", "lists", "themes", "reading", "tasks"]) {
        await own.evaluate((name) => document.getElementById(name).scrollIntoView(), part);
        await own.waitForTimeout(150);
        await own.screenshot({ path: join(shots, `${part}-${width}-${scheme}.png`) });
      }
    }
    await own.context().close();
  }
}
const light = await open(index, { colorScheme: "light" });
await light.click("#scheme");
check("the switch makes it dark", (await light.evaluate(() => document.documentElement.dataset.scheme)) === "dark");
await light.context().close();

// --- print
const pdf = async (own, name) => {
  const bytes = await own.pdf({ format: "A4", preferCSSPageSize: true });
  if (shots) writeFileSync(join(shots, name), bytes);
  return (bytes.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
};
const whole = await open(index);
for (const part of parts) {
  await whole.evaluate((name) => document.querySelector(`[data-part="${name}"]`).scrollIntoView(), part);
  await whole.waitForFunction((name) => document.querySelector(`[data-part="${name}"]`).children.length > 0, part, { timeout: 30000 });
}
tell("A4 pages of the whole", await pdf(whole, "whole.pdf"));
await whole.context().close();
if (total) {
  const few = await open(at("#tasks?q=%E5%BB%BA%E8%AE%BE"));
  await settled(few, "#list .task, #list .none");
  const n = Number((await few.textContent("#found")).match(/符合 (\d+) 项/)[1]);
  const pages = await pdf(few, "filtered.pdf");
  await few.evaluate(() => {
    window.sheets = [];
    window.print = () => {
      dispatchEvent(new Event("beforeprint"));
      const ids = [...document.querySelectorAll("#list .task h3 .ref")].map((link) => link.getAttribute("href"));
      window.sheets.push([document.getElementById("printed").textContent, ids]);
      dispatchEvent(new Event("afterprint"));
    };
  });
  const press = "#tasks .pieces button";
  await few.click(press);
  for (let at = 0, of = await few.evaluate(() => window.sheets.length ? 0 : document.querySelectorAll("#tasks .pieces button").length - 1); at < of; at += 1) {
    if (at) await few.click(press);
    await few.click(`${press}:nth-of-type(${at + 1})`);
  }
  const sheets = await few.evaluate(() => window.sheets);
  const printedIds = new Set(sheets.flatMap(([, ids]) => ids));
  const says = ([head], at) => head.includes("建设") && head.includes(`符合 ${n} 项`) && (sheets.length === 1 || head.includes(`第 ${1 + sheets.slice(0, at).reduce((sum, [, ids]) => sum + ids.length, 0)}–`));
  check("what is filtered is what prints, in pieces that say which they are", printedIds.size === n && sheets.every(says), `${n} tasks in ${sheets.length} pieces, the first on ${pages} pages: ${sheets[0][0]}`);
  check("after printing there is what was there", (await few.$$("#list .task")).length === Math.min(n, 20));
  await few.context().close();
}

// --- keyboard
const keys = await open(index);
await keys.keyboard.press("Tab");
check("the first Tab is the skip link", await keys.evaluate(() => document.activeElement.className === "skip"));
await keys.keyboard.press("Enter");
await keys.waitForTimeout(500);
await keys.context().close();

// --- without the script
const bare = await open(index, { javaScriptEnabled: false });
const words = (await bare.textContent("main")).length;
check("without the script there is a page", words > 200 && (await bare.isVisible("#findings")), `${words} characters`);
await bare.context().close();

// --- hostile words
if (process.env.DUIBIAO) {
  const evil = join(mkdtempSync(join(tmpdir(), "duibiao-")), "r");
  execFileSync(process.env.DUIBIAO, ["-q", "report", join(dirname(fileURLToPath(import.meta.url)), "hostile.txt"), "-o", evil]);
  const own = await open(`${pathToFileURL(join(evil, "index.html")).href}#tasks`);
  await settled(own, "#list .task");
  check("hostile words are words", (await own.textContent("#list")).includes("<script>window.evil=1</script>") && (await own.evaluate(() => window.evil === undefined)) && own.errors.length === 0, own.errors.join("; "));
  await own.context().close();
}

await browser.close();
console.log(failed ? `${failed} failed` : "all passed");
process.exit(failed ? 1 : 0);
