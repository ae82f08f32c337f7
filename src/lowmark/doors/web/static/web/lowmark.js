/* What pages do beyond what links and forms do: arrows (or J and K) move from row to row, once a row has the focus; a letter
   does in the row what it is marked with, or goes to what the page has for it. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const row = event.target.closest("table.rows tbody tr");
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step && (row || event.key.length === 1)) {
    const rows = [...(row?.closest("table") ?? document).querySelectorAll("table.rows tbody tr")].filter((one) => one.querySelector("a"));
    const next = row ? rows[rows.indexOf(row) + step] : rows[0];
    if (next) { next.querySelector("a").focus(); event.preventDefault(); }
    return;
  }
  const marked = row?.querySelector(`[data-key="${CSS.escape(event.key)}"]`) ?? document.querySelector(`[data-global="${CSS.escape(event.key)}"]`)
    ?? (event.key === "o" ? row?.querySelector('[data-key="Enter"]') : null);
  if (!marked || event.key === "Enter") return;
  if (marked.matches("textarea")) marked.focus(); else marked.click();
  event.preventDefault();
});
/* A slider says where it stands while it is moved. */
document.addEventListener("input", (event) => {
  if (event.target.matches("input[type=range]")) event.target.parentElement.querySelector("output").value = event.target.value;
});

/* On a phone the sections stand in a row that scrolls: the current one is brought into sight. */
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

/* A menu closes with Escape, and when one looks elsewhere. */
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.switch[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.switch[open]")) if (!open.contains(event.target)) open.open = false;
});

/* A view of a table is an address. This browser keeps it under a name, for the same page of every entity; days and pages are not
   kept, so that a view shows what is asked for now. */
const PASSING = ["as_of", "known_seq", "page", "format", "after"];
const views = {
  key: `views:${location.pathname.split("/").slice(2).join("/")}`,
  read() { try { return JSON.parse(localStorage.getItem(this.key)) ?? {}; } catch { return {}; } },
  write(kept) { localStorage.setItem(this.key, JSON.stringify(kept)); },
  now(passing) { return [...new URLSearchParams(location.search)].filter(([name, value]) => value && PASSING.includes(name) === passing); },
};
function made(name, told, ...inside) {
  const one = Object.assign(document.createElement(name), told);
  one.append(...inside);
  return one;
}
function shownViews(list) {
  const kept = views.read(), days = views.now(true).filter(([name]) => name === "as_of" || name === "known_seq");
  const rows = Object.keys(kept).sort().map((name) => {
    const forget = made("button", { type: "button", className: "plain", ariaLabel: `Forget ${name}`, textContent: "forget" });
    forget.addEventListener("click", () => { const rest = views.read(); delete rest[name]; views.write(rest); shownViews(list); });
    return made("li", {}, made("a", { href: `?${new URLSearchParams([...kept[name], ...days])}`, textContent: name }), forget);
  });
  const named = made("input", { type: "text", maxLength: 40, placeholder: "Name of this view", ariaLabel: "Name of this view", autocomplete: "off" });
  const keep = made("button", { type: "button", className: "btn", textContent: "Keep" });
  const keeps = () => { if (named.value.trim()) { views.write({ ...views.read(), [named.value.trim()]: views.now(false) }); shownViews(list); } };
  keep.addEventListener("click", keeps);
  named.addEventListener("input", (event) => event.stopPropagation());
  named.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); keeps(); } });
  list.replaceChildren(...rows, made("li", { className: "keep" }, named, keep));
}
for (const form of document.querySelectorAll("form.find:not(.thumb)")) {
  const list = made("ul", {});
  const menu = made("details", { className: "switch views" }, made("summary", { className: "btn", textContent: "Views" }), list);
  menu.addEventListener("toggle", () => { if (menu.open) shownViews(list); });
  form.append(menu);
}
