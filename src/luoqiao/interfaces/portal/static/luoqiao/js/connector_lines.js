// 连线: on the clause page each numbered quote (`data-quote`, several numbers where quotes overlap) is joined to its rule lines (`data-rule`) by a line through the gap;
// pointing at or focusing either lights both and the line. Without a script the numbers, which are links, say the same.
const SVG = "http://www.w3.org/2000/svg";
const STEP = 14;

const drawn = new WeakMap();

const endOf = (marks, frame) => {
  const rects = marks.flatMap((mark) => [...mark.getClientRects()]).filter((rect) => rect.width > 1);
  const last = rects.at(-1);
  const below = 0.175 * parseFloat(getComputedStyle(marks[0]).fontSize);
  return last && { x: last.right - frame.left, y: Math.round(last.bottom + below - frame.top) };
};

const startOf = (line, frame) => {
  const numbers = line.querySelector(".numbers").getBoundingClientRect();
  return { x: line.getBoundingClientRect().left - frame.left, y: Math.round((numbers.top + numbers.bottom) / 2 - frame.top) };
};

const ties = (board, frame) => {
  const found = [];
  board.querySelectorAll("[data-rule]").forEach((line) => line.dataset.rule.split(" ").forEach((number) => {
    const marks = [...board.querySelectorAll(`[data-quote~="${CSS.escape(number)}"]`)];
    const from = marks.length ? endOf(marks, frame) : null;
    if (from) found.push({ number, from, to: startOf(line, frame) });
  }));
  return found;
};

// Lanes so that lines going down do not cross: the later one turns further to the left; lines going up the other way round.
const laneOrder = (found) => {
  const down = found.filter((tie) => tie.to.y >= tie.from.y).sort((a, b) => b.from.y - a.from.y || b.to.y - a.to.y);
  const up = found.filter((tie) => tie.to.y < tie.from.y).sort((a, b) => a.from.y - b.from.y || a.to.y - b.to.y);
  return [...down, ...up];
};

const draw = (board) => {
  const state = drawn.get(board);
  const frame = board.getBoundingClientRect();
  const [left, right] = [...board.children].filter((part) => part !== state.sheet).map((part) => part.getBoundingClientRect());
  state.sheet.replaceChildren();
  if (!right || right.left < left.right + 24) return;
  const gap = { from: left.right - frame.left + 14, to: right.left - frame.left - 14 };
  const order = laneOrder(ties(board, frame));
  const step = Math.min(STEP, (gap.to - gap.from) / Math.max(1, order.length - 1));
  const first = (gap.from + gap.to - step * (order.length - 1)) / 2;
  order.forEach((tie, at) => {
    const lane = Math.round(first + at * step);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", `M${tie.from.x} ${tie.from.y}H${lane}V${tie.to.y}H${tie.to.x}`);
    path.dataset.tie = tie.number;
    state.sheet.append(path);
  });
};

const light = (board, numbers) => {
  const wanted = new Set(numbers);
  board.querySelectorAll("[data-quote]").forEach((mark) => mark.classList.toggle("is-on", mark.dataset.quote.split(" ").some((number) => wanted.has(number))));
  board.querySelectorAll("[data-rule]").forEach((line) => line.classList.toggle("is-on", line.dataset.rule.split(" ").some((number) => wanted.has(number))));
  board.querySelectorAll("path[data-tie]").forEach((path) => {
    const on = wanted.has(path.dataset.tie);
    path.classList.toggle("is-on", on);
    if (on) path.parentNode.append(path);
  });
};

const numbersAt = (target) => {
  const mark = target.closest?.("[data-quote]");
  if (mark) return mark.dataset.quote.split(" ");
  const line = target.closest?.("[data-rule]");
  return line ? line.dataset.rule.split(" ") : [];
};

const prepare = (board) => {
  if (drawn.has(board)) return;
  const sheet = document.createElementNS(SVG, "svg");
  sheet.setAttribute("class", "connectors");
  sheet.setAttribute("aria-hidden", "true");
  board.append(sheet);
  drawn.set(board, { sheet });
  ["mouseover", "focusin"].forEach((kind) => board.addEventListener(kind, (event) => light(board, numbersAt(event.target))));
  board.addEventListener("mouseleave", () => light(board, numbersAt(document.activeElement ?? board)));
  board.addEventListener("focusout", (event) => { if (!board.contains(event.relatedTarget)) light(board, []); });
  new ResizeObserver(() => draw(board)).observe(board);
  document.fonts?.ready.then(() => draw(board));
  draw(board);
};

const prepareAll = (root) => root.querySelectorAll(".tied").forEach(prepare);
prepareAll(document);
document.addEventListener("htmx:load", (event) => prepareAll(event.target.parentNode ?? document));
