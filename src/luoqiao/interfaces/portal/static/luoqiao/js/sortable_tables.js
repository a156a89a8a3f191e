// 排序: heads marked `data-sort-column` become buttons. Amounts sort by `data-sort` (fen), words in the order of a Chinese dictionary.
const collator = new Intl.Collator("zh-CN", { numeric: true });
const NUMBER = /^-?\d+(\.\d+)?$/;

const keyOf = (cell, kind) => {
  const raw = (cell?.dataset.sort ?? cell?.textContent ?? "").trim();
  if (kind !== "number") return raw;
  const plain = raw.replaceAll(",", "");
  return NUMBER.test(plain) ? Number(plain) : null;
};

const compare = (one, other) => {
  if (one === null || other === null) return (one === null) - (other === null);
  return typeof one === "number" ? one - other : collator.compare(one, other);
};

const sort = (table, head) => {
  const kind = head.dataset.sortColumn;
  const at = head.cellIndex;
  const now = head.getAttribute("aria-sort");
  const turn = (now ? now === "ascending" : kind === "number") ? "descending" : "ascending";
  table.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", turn);
  const sign = turn === "ascending" ? 1 : -1;
  for (const body of table.tBodies) {
    const rows = [...body.rows].map((row) => [keyOf(row.cells[at], kind), row]);
    rows.sort(([one], [other]) => (one === null || other === null ? compare(one, other) : sign * compare(one, other)));
    body.append(...rows.map(([, row]) => row));
  }
};

const prepare = (root) => root.querySelectorAll("table[data-sortable] th[data-sort-column]").forEach((head) => {
  if (head.querySelector(".sort") || head.closest("table").tBodies[0]?.rows.length < 2) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.append(...head.childNodes);
  button.title = "按此列排序";
  head.append(button);
  button.addEventListener("click", () => sort(head.closest("table"), head));
});

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
