// 体检表: every answer recalculates the page. What is being typed, the focus and the place on the screen are kept; what was
// answered stays in this tab alone (a reload brings it back, closing the tab or 清空重来 forgets it).
const form = document.querySelector("#checkup");
const KEPT = "luoqiao-checkup";
const body = () => form.querySelector("#checkup-body");
const isTyping = (field) => field?.matches?.("input:not([type=radio]):not([type=checkbox]):not([type=hidden]), textarea");

// While the pointer is down nothing is replaced: the press would be lost with the element under it.
let pressed = false;
let owed = false;
form.addEventListener("pointerdown", () => { pressed = true; });
const released = () => setTimeout(() => {
  pressed = false;
  if (owed) htmx.trigger(form, "change");
  owed = false;
});
["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, released));

form.addEventListener("htmx:beforeRequest", (event) => {
  if (pressed && event.detail.elt === form) { event.preventDefault(); owed = true; } else { owed = false; }
});

let before = null;
const tops = () => new Map([...body().querySelectorAll("[id], [data-clause]")].map((part) => [part.id || part.dataset.clause, part.getBoundingClientRect().top]));

form.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "checkup-body") return;
  if (!event.detail.xhr.responseText.includes("checkup-body")) { event.detail.shouldSwap = false; return; }
  const focused = document.activeElement;
  const sent = event.detail.requestConfig.formData;
  before = {
    tops: tops(),
    parts: new Map([...body().querySelectorAll("[data-clause]")].map((row) => [row.dataset.clause, row.dataset.part])),
    open: [...body().querySelectorAll("details[open]")].map((details) => details.id),
    focused: form.contains(focused) ? focused.id : "",
    clause: focused?.closest?.("[data-clause]")?.dataset.clause,
    // typed after the request left: newer than the answer
    newer: [...body().querySelectorAll("input[id]")].filter((field) => isTyping(field) && sent?.get(field.name) !== null && sent?.get(field.name) !== field.value)
      .map((field) => ({ id: field.id, value: field.value, at: field.selectionStart })),
  };
});

const keepTyped = (newer) => newer.forEach(({ id, value, at }) => {
  const field = document.getElementById(id);
  if (!field) return;
  field.value = value;
  if (field === document.activeElement && at !== null && field.type === "text") field.setSelectionRange(at, at);
  field.addEventListener("blur", () => field.dispatchEvent(new Event("change", { bubbles: true })), { once: true });
});

// The row that the reader works in stays where it was on the screen; where it went elsewhere, the next one that is still there does.
const keepPlace = () => {
  const line = document.getElementById(before.focused) && before.parts.get(before.clause) === body().querySelector(`[data-clause="${before.clause}"]`)?.dataset.part
    ? before.focused
    : [...before.tops].filter(([key, top]) => top > 0 && key !== before.clause).sort((one, other) => one[1] - other[1])
      .map(([key]) => key).find((key) => before.parts.has(key) && body().querySelector(`[data-clause="${key}"]`)?.dataset.part === before.parts.get(key));
  if (!line) return;
  const now = document.getElementById(line) ?? body().querySelector(`[data-clause="${line}"]`);
  window.scrollBy({ top: now.getBoundingClientRect().top - before.tops.get(line), behavior: "instant" });
};

const showMoved = () => body().querySelectorAll("[data-clause]").forEach((row) => {
  const was = before.parts.get(row.dataset.clause);
  if (was && was !== row.dataset.part) row.classList.add("has-moved");
});

form.addEventListener("htmx:afterSettle", () => {
  if (!before) return;
  before.open.forEach((id) => { const details = document.getElementById(id); if (details) details.open = true; });
  const focused = before.focused && document.getElementById(before.focused);
  if (focused && document.activeElement !== focused) {
    const folded = focused.closest("details:not([open])");
    if (!folded) focused.focus({ preventScroll: true });
  }
  keepTyped(before.newer);
  keepPlace();
  showMoved();
  before = null;
  keep();
});

const keep = () => {
  const pairs = [...new FormData(form)].filter(([name, value]) => value && name !== "do");
  try { sessionStorage.setItem(KEPT, JSON.stringify(pairs)); } catch { /* private mode: a reload starts anew */ }
};
const forget = () => { try { sessionStorage.removeItem(KEPT); } catch { /* nothing was kept */ } };
document.addEventListener("click", (event) => { if (event.target.closest?.("[data-clear]")) forget(); });

const takeUp = () => {
  let pairs = [];
  try { pairs = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"); } catch { forget(); }
  if (!pairs.length || form.dataset.fresh !== "1") return;
  const values = {};
  pairs.forEach(([name, value]) => { values[name] = name in values ? [values[name], value].flat() : value; });
  htmx.ajax("POST", form.action, { source: form, target: "#checkup-body", swap: "outerHTML", values });
};
takeUp();

// Something went wrong on the way: what was typed stands where it was, and the page says so.
const failed = () => { const line = form.querySelector("#running"); if (line) line.textContent = "没有算成：网络或服务器没有回答。所填都还在，请再按“更新结果”。"; };
["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((kind) => form.addEventListener(kind, failed));
