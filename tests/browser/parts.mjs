// The parts of the page's script in the order of src/report/render.rs.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const folder = new URL("../../src/report/", import.meta.url);
const order = [...readFileSync(new URL("render.rs", folder), "utf8").matchAll(/include_str!\("(script\/[a-z]+\.js)"\)/g)].map((found) => found[1]);

// Runs some parts and gives what they define.
export const load = (names, wanted) => {
  const some = order.filter((path) => names.some((name) => path.endsWith(`/${name}.js`)));
  if (some.length !== names.length) throw new Error(`no such parts: ${names}`);
  const code = some.map((path) => readFileSync(new URL(path, folder), "utf8")).join("\n");
  return runInNewContext(`${code}\n;({ ${wanted.join(", ")} })`, { Intl, URLSearchParams });
};
