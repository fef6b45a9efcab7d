// Pages saved and printed by a browser, read beside the pages themselves: node saved.mjs OUT PAGE.html …
//
// Needed: DUIBIAO=/path/to/duibiao. For every page it makes `mhtml` (saved as one file), `htm` (saved with a folder), `pdf`
// (printed on A4 with head and foot lines), `pdf-a5` (small paper, so that tables go on over pages) and says where tasks, units
// or figures are read otherwise than of the page. Ends with 1 where something saved is read otherwise, or more than one row in
// a hundred of what was printed.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [out, ...pages] = process.argv.slice(2);
const duibiao = process.env.DUIBIAO;
if (!pages.length || !duibiao) throw new Error("DUIBIAO=/path/to/duibiao node saved.mjs OUT PAGE.html …");
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const paper = (paperWidth, paperHeight) => ({ displayHeaderFooter: true, paperWidth, paperHeight, printBackground: false });

// --- saving
const nameOf = (path) => (/^notice\./.test(basename(path)) ? basename(dirname(resolve(path))) : basename(path).replace(/\.\w+$/, ""));
const makers = {
  mhtml: async (client) => (await client.send("Page.captureSnapshot", { format: "mhtml" })).data,
  htm: async (client, page, name) => {
    const html = await page.evaluate((folder) => {
      for (const node of document.querySelectorAll("img[src], script[src], link[href]")) {
        const key = node.hasAttribute("src") ? "src" : "href";
        node.setAttribute(key, `${folder}/${(node.getAttribute(key).split(/[/?]/).pop() || "file")}`);
      }
      return document.documentElement.outerHTML;
    }, `./${name}_files`);
    return `<!DOCTYPE html>\n<!-- saved from url=(0031)http://www.example.gov.cn/a.html -->\n${html.replace(/charset=[\w-]+/gi, "charset=UTF-8").replace(/charset="[\w-]+/gi, 'charset="UTF-8')}`;
  },
  pdf: async (client) => Buffer.from((await client.send("Page.printToPDF", paper(8.27, 11.69))).data, "base64"),
  "pdf-a5": async (client) => Buffer.from((await client.send("Page.printToPDF", paper(8.27, 5.8))).data, "base64"),
};
const extension = (kind) => kind.split("-")[0];
for (const kind of ["page", ...Object.keys(makers)]) {
  rmSync(join(out, kind), { recursive: true, force: true });
  mkdirSync(join(out, kind), { recursive: true });
}
for (const path of pages) {
  const name = nameOf(path);
  writeFileSync(join(out, "page", `${name}.html`), readFileSync(path));
  for (const [kind, make] of Object.entries(makers)) {
    const page = await browser.newPage();
    const client = await page.context().newCDPSession(page);
    await page.goto(pathToFileURL(resolve(path)).href);
    const made = await make(client, page, name);
    writeFileSync(join(out, kind, `${name}.${extension(kind)}`), made);
    if (kind === "htm") {
      mkdirSync(join(out, kind, `${name}_files`));
      writeFileSync(join(out, kind, `${name}_files`, "frame.html"), "<p>1.新增广告999个。（牵头单位：市广告局）</p>");
    }
    await page.close();
  }
}
await browser.close();

// --- reading
const rows = (folder, table) => {
  const path = join(folder, `${table}.jsonl`);
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [];
};
// Blanks that a page has and paper has not tell nothing.
const bare = (words) => (words ?? "").replace(/\s/g, "");
const read = (kind) => {
  const folder = join(out, "tables", kind);
  rmSync(folder, { recursive: true, force: true });
  try {
    execFileSync(duibiao, ["-q", "parse", join(out, kind), "-o", folder, "--format", "jsonl", "--apart"], { stdio: "pipe" });
  } catch (error) {
    console.log(String(error.stderr).trim());
  }
  const names = new Map(rows(folder, "notices").map((row) => [row.notice_id, nameOf(row.source)]));
  const found = new Map([...names.values()].map((name) => [name, []]));
  const names_of = (id) => found.get(names.get([...names.keys()].find((own) => id === own || id.startsWith(`${own}/`))));
  const text_of = new Map();
  for (const row of rows(folder, "tasks")) {
    text_of.set(row.task_id, bare(row.text));
    names_of(row.notice_id).push(`task ${bare(row.number)} ${bare(row.text)} <${(row.section ?? []).map(bare).join("/")}>`);
  }
  for (const row of rows(folder, "assignments")) names_of(row.task_id).push(`unit ${text_of.get(row.task_id).slice(0, 20)} ${row.role} ${row.unit} ${row.stated}`);
  for (const row of rows(folder, "targets")) names_of(row.notice_id).push(`figure ${row.indicator} ${row.op} ${row.value} ${row.value_max} ${row.measure} ${row.statement} ${row.year}`);
  return found;
};
const want = read("page");
let failed = 0;
for (const kind of Object.keys(makers)) {
  const got = read(kind);
  let [n_rows, n_other] = [0, 0];
  for (const [name, own] of want) {
    const theirs = [...(got.get(name) ?? [])];
    if (!got.has(name)) console.log(`  ${kind} ${name}: not read`);
    n_rows += own.length;
    for (const row of own) {
      const at = theirs.indexOf(row);
      if (at >= 0) theirs.splice(at, 1);
      else (n_other += 1, console.log(`  ${kind} ${name} - ${row}`));
    }
    for (const row of theirs) (n_other += 1, console.log(`  ${kind} ${name} + ${row}`));
  }
  const is_saved = !kind.startsWith("pdf");
  if (is_saved ? n_other : n_other * 100 > n_rows) failed = 1;
  console.log(`${kind}: ${want.size} pages, ${n_rows} rows (tasks, units, figures), ${n_other} read otherwise`);
}
process.exit(failed);
