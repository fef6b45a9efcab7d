// Asks reports what their readers ask, and says what it found and after how many clicks: node questions.mjs REPORT…
// A question goes to the first report that has the rows that it needs. An answer is read off the page, and where a table of the
// report holds the same it is held against it. Ends with 1 where fewer than LEAST are answered.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const LEAST = 27;
const roots = process.argv.slice(2).map((folder) => resolve(folder));
// few notices name leaders or their own address: a made one does
if (process.env.DUIBIAO) {
  const made = join(mkdtempSync(join(tmpdir(), "duibiao-")), "r");
  execFileSync(process.env.DUIBIAO, ["-q", "report", fileURLToPath(new URL("published.html", import.meta.url)), "-o", made]);
  roots.push(made);
}
if (!roots.length) throw new Error("node questions.mjs REPORT…");
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

// A table of the report as rows by their Chinese heads.
const csv = (root, name) => {
  const path = join(root, "tables", `${name}.csv`);
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
  const lines = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    const line = lines[lines.length - 1];
    if (quoted && c === '"' && text[at + 1] === '"') { line[line.length - 1] += c; at += 1; }
    else if (c === '"') quoted = !quoted;
    else if (c === "," && !quoted) line.push("");
    else if (c === "\n" && !quoted) lines.push([""]);
    else if (c !== "\r") line[line.length - 1] += c;
  }
  const [head, ...rows] = lines.filter((line) => line.length > 1);
  return (rows ?? []).map((row) => Object.fromEntries(head.map((key, at) => [key, row[at]])));
};

class Reader {
  static async open(root) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(root, "index.html")).href);
    return Object.assign(new Reader(), { root, page, clicks: 0 });
  }
  close() { return this.page.context().close(); }
  // Whether a table of the report has rows.
  rows(name) { return csv(this.root, name); }
  async click(selector) { this.clicks += 1; await this.page.click(selector); }
  async section(name) {
    await this.click(`nav a[href="#${name}"]`);
    await this.page.waitForSelector(`[data-part="${name}"] > *`);
    if (name === "tasks") await this.page.waitForSelector("#list > *");
  }
  async pick(part, title, value) {
    this.clicks += 1;
    const label = this.page.locator(`[data-part="${part}"] label`, { hasText: new RegExp(`^${title}`) }).first();
    const select = label.locator("select");
    if (await select.count()) {
      const options = await select.locator("option").evaluateAll((all) => all.map((option) => [option.value, option.textContent]));
      const found = options.find(([own, words]) => (value instanceof RegExp ? value.test(words) && own : own === value));
      if (!found) return "";
      await select.selectOption(found[0]);
      return found[0];
    }
    await label.locator("input").fill(value);
    return value;
  }
  async sort(part, title) { await this.click(`[data-part="${part}"] th button.sort:text-is("${title}")`); }
  // The cells of the first row, by the heads.
  async row(part, nth = 0) {
    return this.page.evaluate(([part, nth]) => {
      const table = document.querySelector(`[data-part="${part}"] table`);
      const row = table?.tBodies[0]?.rows[nth];
      return row ? Object.fromEntries([...table.tHead.rows[0].cells].map((cell, at) => [cell.textContent, row.cells[at].textContent])) : undefined;
    }, [part, nth]);
  }
  text(selector) { return this.page.locator(selector).first().textContent({ timeout: 5000 }).catch(() => ""); }
  // How many rows a table shows of all.
  async count(part) { return Number((await this.text(`[data-part="${part}"] output.count`)).match(/(\d+) 行$/)?.[1] ?? 0); }
  async save(selector) {
    this.clicks += 1;
    const [file] = await Promise.all([this.page.waitForEvent("download"), this.page.click(selector)]);
    return readFileSync(await file.path(), "utf8");
  }
}

const short = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const most = (rows, key) => Math.max(...rows.map((row) => Number(row[key])));

// [reader, question, where the answer stands, what table must have rows, how it is found]: what is found is the answer; nothing is none.
const questions = [
  ["督查室", "谁的任务最多？", "工作量", "workload", async (r) => { await r.section("workload"); const row = await r.row("workload"); return Number(row["任务"]) === most(r.rows("workload").filter((own) => own["任务数"] ?? own["任务"]), "任务" in r.rows("workload")[0] ? "任务" : "任务数") && `${row["单位"]} ${row["任务"]} 项`; }],
  ["督查室", "某局的全部任务？能印给它吗？", "工作量 → 点单位 → 打印", "workload", async (r) => { await r.section("workload"); const row = await r.row("workload"); await r.click('[data-part="workload"] tbody tr a'); await r.page.waitForFunction(() => /符合 \d+ 项/.test(document.getElementById("found")?.textContent) && document.getElementById("of-unit").value); const found = Number((await r.text("#found")).match(/符合 (\d+)/)[1]); await r.page.evaluate(() => { window.print = () => { window.dispatchEvent(new Event("beforeprint")); window.sheet = document.querySelectorAll("#list .task").length; window.dispatchEvent(new Event("afterprint")); }; }); await r.click("#tasks .pieces button"); return found === Number(row["任务"]) && (await r.page.evaluate(() => window.sheet)) === found && `${row["单位"]} ${found} 项，印出 ${found} 项`; }],
  ["督查室", "哪些上级任务本级清单里没有？", "上级任务：接没接", "handed_down", async (r) => { await r.section("handed"); await r.pick("handed", "接没接", /本级清单没有|两者都没有/); const n = await r.count("handed"); return n > 0 && `${n} 项，如：${short((await r.row("handed"))["上级任务"])}`; }],
  ["督查室", "哪些上级任务没有点本级单位的名？", "上级任务：接没接", "handed_down", async (r) => { await r.section("handed"); const all = await r.page.evaluate(() => [...document.querySelectorAll('[data-part="handed"] select option')].map((option) => option.textContent)); const without = all.filter((words) => /没点名|两者都没有/.test(words)); const named = all.some((words) => /^点名/.test(words)); return without.length ? without.join("；") : named && "没有这样的任务：全部点了名"; }],
  ["督查室", "什么时候、谁、报什么？按月看？", "报送日历", "deadlines", async (r) => { await r.section("deadlines"); const month = await r.pick("deadlines", "月份", /^\d{4}-\d{2}/); const row = await r.row("deadlines"); return month && row && `${row["日期"]} ${short(row["内容"])} → ${row["报给"]}`; }],
  ["督查室", "上级的数，本级占多少？", "上级任务：上级的数分给谁", "shares", async (r) => { await r.section("handed"); await r.page.waitForSelector('[data-part="shares"] tbody tr'); const row = await r.row("shares"); return Number(row["占 %"]) > 0 && `${row["指标"]}：上级 ${row["上级的数"]}，${row["地区"]} ${row["本地的数"]}，占 ${row["占 %"]}%`; }],
  ["督查室", "清单里有没有说两遍的任务？", "清单内重复", "tasks", async (r) => { await r.section("repeats"); const row = await r.row("repeats"); return row && `${short(row["任务"])} ＝ ${short(row["另一任务"])}（${row["相同 %"]}%）`; }],
  ["督查室", "责任领导是谁，管哪些？", "查任务：角色", "leaders", async (r) => { await r.section("tasks"); await r.pick("tasks", "角色", "责任领导"); const words = await r.page.evaluate(() => [...document.querySelectorAll("#list .units li")].find((item) => item.textContent.startsWith("责任领导"))?.textContent); return words && `${await r.text("#found")}，如 ${words}`; }],
  ["督查室", "进展到哪了，在哪里填？", "查任务：下载台账", "tasks", async (r) => { await r.section("tasks"); const text = await r.save('#tasks button:text-is("下载台账")'); const [head, ...rows] = text.trim().split("\r\n"); return head.includes("进展情况,状态") && rows.length > 0 && "台账带空着的“进展情况”“状态”两列；收回后由 ledger、progress 读成进度看板"; }],
  ["督查室", "某街道牵涉几项？", "查任务：单位", "workload", async (r) => { const street = r.rows("workload").find((row) => /街/.test(row["名称"] ?? row["单位"] ?? ""))?.["名称"]; await r.section("tasks"); await r.pick("tasks", "单位", street ?? "街"); const n = Number((await r.text("#found")).match(/符合 (\d+)/)[1]); return n > 0 && `${street ?? "街"} ${n} 项`; }],

  ["研究者", "各地 GDP 增长目标，两年？", "目标面板：地区 × 年份", "years", async (r) => { await r.section("panel"); await r.pick("panel", "指标", "地区生产总值增长"); await r.pick("panel", "级别", "all"); const years = await r.page.evaluate(() => [...document.querySelectorAll('[data-part="panel"] thead th')].map((th) => th.textContent).filter((title) => /^\d{4} 目标$/.test(title))); const n = await r.count("panel"); return years.length > 1 && n > 1 && `${n} 个地区，${years.join("、")}`; }],
  ["研究者", "谁下调了目标？", "目标面板：逐条，方向", "lowered", async (r) => { await r.section("panel"); await r.click('[data-part="panel"] .modes button:text-is("逐条")'); await r.pick("panel", "指标", "地区生产总值增长").catch(() => ""); await r.click('[data-part="panel"] button:text-is("更多筛选")'); await r.pick("panel", "方向", "降低"); const n = await r.count("panel"); const want = r.rows("panel").filter((row) => row["方向"] === "降低" && row["指标"] === "地区生产总值增长").length; const row = await r.row("panel"); return n === want && n > 0 && `${n} 个，如 ${row["地区"]} ${row["年份"]}：${row["上年目标"]} → ${row["目标"]}`; }],
  ["研究者", "中位数、平均、加权？", "目标面板上方", "years", async (r) => { await r.section("panel"); const text = await r.text('[data-part="panel"] .note'); return /中位数 [\d.]+.*平均 [\d.]+/.test(text) && short(text); }],
  ["研究者", "整洁的数据在哪？", "目标面板：全部数据", "panel", async (r) => { await r.section("panel"); const file = await r.page.getAttribute("#panel .data a", "href"); const row = r.rows("panel")[0]; return file && existsSync(join(r.root, file)) && ["地区", "年份", "指标代码", "数值", "目标原文"].every((key) => key in row) && `${file}，含义见 tables/codebook.md`; }],
  ["研究者", "哪些地区没有定社零目标？", "目标面板上方", "years", async (r) => { await r.section("panel"); const name = await r.pick("panel", "指标", /社会消费品零售/); const text = await r.page.evaluate(() => [...document.querySelectorAll('[data-part="panel"] .note')].map((node) => node.textContent).join(" ")); return name && (text.match(/没有这一项的 \d+ 个[^。]*/)?.[0] || (/个地区定了数/.test(text) && "都定了")); }],
  ["研究者", "口径：新增还是总量？", "目标面板：口径", "panel", async (r) => { await r.section("panel"); const names = await r.page.evaluate(() => [...document.querySelectorAll('[data-part="panel"] select[data-choose="indicator"] option')].map((option) => option.value)); for (const name of names.slice(0, 25)) { await r.page.selectOption('[data-part="panel"] select[data-choose="indicator"]', name); const kinds = await r.page.evaluate(() => [...document.querySelectorAll('[data-part="panel"] select[data-choose="kind"] option')].map((option) => option.textContent)); if (kinds.length > 1) { r.clicks += 1; return `${name}：${kinds.join("、")}`; } } return ""; }],
  ["研究者", "哪些主题比上年升了？", "主题：变化", "years", async (r) => { await r.section("themes"); const title = await r.page.evaluate(() => [...document.querySelectorAll('[data-part="themes"] th')].map((th) => th.textContent).find((title) => /^\d{4}→\d{4}$/.test(title))); if (!title) return ""; await r.sort("themes", title); const row = await r.row("themes"); return /\+\d+/.test(row[title]) && `${row["主题"]} ${row[title]}`; }],
  ["研究者", "谁和谁像？", "重合度：点一格", "overlap", async (r) => { await r.section("overlap"); await r.page.waitForSelector("#overlap .matrix"); const best = await r.page.evaluate(() => { const all = [...document.querySelectorAll("#overlap .matrix td a")].filter((link) => Number(link.textContent) > 0).sort((a, b) => b.textContent - a.textContent); return all.length && [all[0].getAttribute("href"), all[0].title]; }); if (!best) return ""; await r.click(`#overlap a[href="${best[0]}"]`); await r.page.waitForSelector("#lists .pair"); return best[1]; }],
  ["研究者", "一对对应有多可靠？", "两份清单：滑块、为什么", "matches", async (r) => { await r.section("lists"); await r.page.waitForSelector("#lists .slide"); const words = await r.text("#lists .count"); await r.click("#lists .why summary").catch(() => {}); return /约 \d+% 是对的/.test(words) && (await r.page.locator("#lists .waterfall tr").count()) > 1 && words; }],
  ["研究者", "带行号的引文？", "查任务：复制引文", "tasks", async (r) => { await r.page.context().grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {}); await r.section("tasks"); await r.page.evaluate(() => { window.taken = ""; Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.taken = text; } }, configurable: true }); }); await r.click('#list button:text-is("复制引文")'); const text = await r.page.evaluate(() => window.taken); return /原文第\d+行/.test(text) && short(text); }],

  ["记者", "一句话的新闻？", "要点", "tasks", async (r) => { const text = await r.text("#findings dd p"); return text && short(text); }],
  ["记者", "谁给得最多？", "支持措施：换算", "supports", async (r) => { await r.section("supports"); await r.sort("supports", "换算"); const row = await r.row("supports"); return row?.["换算"] && `${row["地区"]} ${row["多少（原文）"]}`; }],
  ["记者", "原话和官方网址？", "读取情况、原文页：官方网页", "urls", async (r) => { await r.section("reading"); const link = r.page.locator('#reading a:text-is("官方网页")').first(); const href = await link.getAttribute("href", { timeout: 3000 }).catch(() => ""); await r.click("#reading tbody a"); await r.page.waitForSelector("main p"); return href && (await r.page.locator(`header a[href="${href}"]`).count()) > 0 && href; }],
  ["记者", "谁承诺了老旧小区改造？", "查任务：关键词", "tasks", async (r) => { await r.section("tasks"); r.clicks += 1; await r.page.fill("#q", "老旧小区 改造"); const text = await r.text("#tasks .note"); const n = Number((await r.text("#found")).match(/符合 (\d+)/)[1]); return n > 0 && /出自/.test(text) && `${n} 项，${short(text)}`; }],
  ["记者", "去年的承诺兑现了吗？", "目标兑现", "promises", async (r) => { await r.section("promises"); const text = await r.text('[data-part="promises"] .note'); const unmet = r.rows("promises").filter((row) => row["是否达到"] === "未达到" || row["是否达到"] === "no").length; return text.includes(`未达到 ${unmet} 个`) && text; }],
  ["记者", "能登报的图？", "各节的图：SVG、PNG", "tasks", async (r) => { const files = await r.page.evaluate(() => [...document.querySelectorAll("figcaption .files a")].map((link) => link.getAttribute("href")).filter((href) => /\.(svg|png)$/.test(href))); return files.length > 1 && files.every((file) => existsSync(join(r.root, decodeURIComponent(file)))) && `${files.length / 2} 张`; }],
  ["记者", "最特别的是谁？", "目标面板上方：最低、最高", "years", async (r) => { await r.section("panel"); const text = await r.text('[data-part="panel"] .note'); return text.match(/最低 [^，]+（[^）]+）|最高 [^。]+（[^）]+）/)?.[0]; }],
  ["记者", "一项任务、一个筛选的链接？", "地址栏、链接", "tasks", async (r) => { await r.section("tasks"); r.clicks += 1; const word = (await r.text("#list .words")).match(/[\u4e00-\u9fff]{2}/)[0]; await r.page.fill("#q", word); const n = await r.text("#found"); const other = await r.page.context().newPage(); await other.goto(r.page.url()); await other.waitForSelector("#list .task"); const same = (await other.textContent("#found")) === n; const id = await other.getAttribute("#list .task .ref", "href"); await other.goto(`${r.page.url().split("#")[0]}${id}`); await other.reload(); await other.waitForSelector("#one .task"); return same && decodeURIComponent(id); }],
  ["记者", "手机上能看吗？", "整页", "tasks", async (r) => { await r.page.setViewportSize({ width: 390, height: 844 }); await r.page.waitForTimeout(300); const [over, wide] = await r.page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, [...document.querySelectorAll("figure svg")].filter((svg) => svg.getClientRects().length && svg.getBoundingClientRect().width > innerWidth).length]); return over <= 0 && wide === 0 && "390 px 宽不用左右拖，图按手机重画"; }],
  ["记者", "哪些没有读进来？", "读取情况：读入、没有读的文字", "notices", async (r) => { await r.section("reading"); await r.sort("reading", "读入 %"); await r.sort("reading", "读入 %"); const row = await r.row("reading"); return row?.["读入 %"] && `${short(row["文件"])} 读入 ${row["读入 %"]}%，${short(row["没有读的文字"])}`; }],
];

// What a question needs, where it is not the rows of a table.
const has = {
  leaders: (root) => csv(root, "assignments").some((row) => row["角色"] === "责任领导"),
  years: (root) => {
    const rows = csv(root, "panel").filter((row) => row["指标代码"] === "gdp_growth" && row["数值"]);
    return [...new Set(rows.map((row) => row["年份"]))].filter((year) => rows.filter((row) => row["年份"] === year).length >= 5).length > 1;
  },
  lowered: (root) => csv(root, "panel").some((row) => row["方向"] === "降低" && row["指标代码"] === "gdp_growth"),
  urls: (root) => csv(root, "notices").some((row) => row["网址"]),
};

let answered = 0;
console.log("| 谁 | 问 | 答在哪里 | 点几下 | 答 |\n|---|---|---|---:|---|");
for (const [who, ask, where, needs, find] of questions) {
  let answer = "";
  let clicks = 0;
  let asked = false;
  for (const root of roots.filter((own) => (has[needs] ? has[needs](own) : csv(own, needs).length > 0))) {
    asked = true;
    const reader = await Reader.open(root);
    answer = await find(reader).catch((error) => { console.error(`${ask} ${String(error).split("\n")[0]}`); return ""; });
    clicks = reader.clicks;
    await reader.close();
    if (answer) break;
  }
  if (answer) answered += 1;
  console.log(`| ${who} | ${ask} | ${where} | ${answer ? clicks : "–"} | ${answer ? String(answer).replace(/\|/g, "\\|").replace(/\s+/g, " ") : asked ? "**没有答出**" : "**这些报告里没有可问的**"} |`);
}
await browser.close();
console.log(`\n${answered} / ${questions.length}`);
process.exit(answered >= LEAST ? 0 : 1);
