// Elements. Words of a notice only ever become text: nothing here reads markup.

const el = (tag, set = {}, ...kids) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...kids.flat(9).filter((kid) => kid !== undefined && kid !== null && kid !== false));
  return node;
};

const button = (words, onclick, set = {}) => el("button", { type: "button", onclick, ...set }, words);

// Tells a reader of the screen what has changed.
const say = (words) => {
  document.getElementById("said").textContent = words;
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "away" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say("已复制");
};

const download = (name, text, type) => {
  const link = el("a", { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

// Cuts a text at ranges [start, end, make]; what runs into the one before is left out.
const pieces = (text, ranges) => {
  const out = [];
  let at = 0;
  for (const [start, end, make] of [...ranges].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (start < at || end <= start || end > text.length) continue;
    if (start > at) out.push(text.slice(at, start));
    out.push(make(text.slice(start, end)));
    at = end;
  }
  if (at < text.length) out.push(text.slice(at));
  return out;
};
