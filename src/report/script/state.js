// The address says what is seen: `#panel?indicator=…&sort=-change` is a part of the page and its view.

const parseHash = (hash) => {
  const text = hash.replace(/^#/, "");
  const decoded = (part) => {
    try {
      return decodeURIComponent(part.replace(/\+/g, " "));
    } catch {
      return part;
    }
  };
  const cut = text.indexOf("?");
  const section = decoded(cut < 0 ? text : text.slice(0, cut));
  if (section.startsWith("t-")) return { section: "task", view: { id: section.slice(2) } };
  const view = {};
  for (const pair of cut < 0 ? [] : text.slice(cut + 1).split("&")) {
    const at = pair.indexOf("=");
    if (at > 0) view[decoded(pair.slice(0, at))] = decoded(pair.slice(at + 1));
  }
  return { section, view };
};

const toHash = (section, view) => {
  const chosen = Object.entries(view).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const pairs = chosen.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `#${section}${pairs.length ? "?" : ""}${pairs.join("&")}`;
};

// Notes a view in the address without a jump.
const note = (section, view) => {
  active = Object.keys(view).length ? section : "";
  history.replaceState(null, "", toHash(section, view));
};

// The part whose view was chosen last: it is what prints.
let active = "";
