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
