/* What pages do beyond what links and forms do: arrows (or J and K) move from row to row, once a row has the focus. */
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const row = event.target.closest("table.rows tbody tr");
  if (!row) return;
  const rows = [...row.closest("table").querySelectorAll("tbody tr")].filter((one) => one.querySelector("a"));
  const next = rows[rows.indexOf(row) + step];
  if (next) { next.querySelector("a").focus(); event.preventDefault(); }
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
