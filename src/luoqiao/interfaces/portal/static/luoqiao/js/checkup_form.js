// 体检表: every answer recalculates the page. What is being typed, the focus and the place on the screen are kept; what was
// answered stays in this tab alone (a reload brings it back, closing the tab or 清空重来 forgets it).
const form = document.querySelector("#checkup");
const KEPT = "luoqiao-checkup";
const body = () => form.querySelector("#checkup-body");
const row = (clause) => body().querySelector(`[data-clause="${clause}"]`);
const rows = () => [...body().querySelectorAll("[data-clause]")];
const folded = (part) => Boolean(part.closest("details:not([open])"));

// A request waits while the pointer is down (the press would be lost with the element under it), while the unit of the amount
// just typed is being chosen, and while the keys walk through the answers of one question.
let pressed = false;
let byKey = false;
let owed = false;
let source = null;
let ready = false;
let before = null;
let takingUp = false;
const choosing = () => {
  const now = document.activeElement;
  return now?.matches(".amount select, .segments input") && (byKey || now !== source);
};
const PATIENCE = 1500;
let idle = 0;
const sendSoon = (patient = true) => setTimeout(() => {
  clearTimeout(idle);
  if (!owed || pressed) return;
  if (patient && choosing()) { idle = setTimeout(() => sendSoon(false), PATIENCE); return; }
  owed = false;
  ready = true;
  htmx.trigger(form, "change");
  ready = false;
});
form.addEventListener("pointerdown", () => { pressed = true; byKey = false; });
form.addEventListener("keydown", () => { byKey = true; if (owed) sendSoon(); });
["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, () => setTimeout(() => { pressed = false; sendSoon(); })));
form.addEventListener("focusout", () => sendSoon());
// A field that is replaced while something is typed in it has not been answered yet.
form.addEventListener("change", (event) => { if (before && !before.kept) event.stopPropagation(); }, true);
// The library adds the button that has the focus; an answer presses no button.
form.addEventListener("htmx:configRequest", (event) => { if (event.detail.elt === form) event.detail.formData.delete("do"); });
form.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt !== form || takingUp) { owed = false; return; }
  if (ready) return;
  event.preventDefault();
  owed = true;
  source = event.detail.requestConfig.triggeringEvent?.target;
  sendSoon();
});

// What was answered after the request left is newer than the response to it.
const newerThan = (sent) => [...body().querySelectorAll("input[id][name], select[id][name]")]
  .filter((field) => {
    if (!sent?.has(field.name)) return field.type === "checkbox" && field.checked;
    if (field.type === "radio") return field.checked && sent.get(field.name) !== field.value;
    return field.type === "checkbox" ? !field.checked : sent.get(field.name) !== field.value;
  })
  .map((field) => ({ id: field.id, value: field.value, checked: field.checked, at: field.type === "text" ? field.selectionStart : null }));

form.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "checkup-body") return;
  if (!event.detail.xhr.responseText.includes('id="checkup-body"')) { event.detail.shouldSwap = false; failed(); return; }
  const focused = form.contains(document.activeElement) ? document.activeElement : null;
  const keys = [...body().querySelectorAll("[id], [data-clause]")];
  before = {
    tops: new Map(keys.map((part) => [part.dataset.clause ?? part.id, part.getBoundingClientRect().top])),
    order: rows().map((one) => one.dataset.clause),
    parts: new Map(rows().map((one) => [one.dataset.clause, one.dataset.part])),
    open: [...body().querySelectorAll("details[open]")].map((details) => details.id),
    focused: focused?.id ?? "",
    clause: focused?.closest("[data-clause]")?.dataset.clause,
    newer: takingUp ? [] : newerThan(event.detail.requestConfig.formData),
  };
  before.typing = before.newer.some(({ id }) => id === before.focused);
});

const keepNewer = (newer) => newer.forEach(({ id, value, checked, at }) => {
  const field = document.getElementById(id);
  if (!field) return;
  if (field.type === "radio" || field.type === "checkbox") { field.checked = checked; return; }
  field.value = value;
  if (at === null) return;
  if (field === document.activeElement) field.setSelectionRange(at, at);
  field.addEventListener("blur", () => field.dispatchEvent(new Event("change", { bubbles: true })), { once: true });
});

// The field stays in the hand while something is typed in it, wherever its clause went. An answered one that was folded away
// hands the keyboard on to the head of the row that took its place, where a key pressed too late answers nothing.
const keepFocus = () => {
  const field = before.focused && document.getElementById(before.focused);
  if (field && (before.typing || field.matches("summary"))) {
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
  if (field && !folded(field)) { field.focus({ preventScroll: true }); return; }
  const same = before.clause && row(before.clause);
  if (!before.focused && same?.dataset.part === before.parts.get(before.clause)) { same?.querySelector("h3 a")?.focus({ preventScroll: true }); return; }
  if (!byKey || !before.clause) return;
  const behind = before.order.slice(before.order.indexOf(before.clause) + 1);
  const next = behind.find((clause) => row(clause)?.dataset.part === before.parts.get(before.clause));
  const there = row(next ?? before.clause);
  const text = next && there?.querySelector(".asked:not(.is-answered) input[type=text]");
  (text ?? there?.querySelector("h3 a, button"))?.focus({ preventScroll: true });
};

// What the reader looks at stays where it was on the screen.
const keepPlace = () => {
  const field = before.focused && document.getElementById(before.focused);
  const stayed = (clause) => row(clause)?.dataset.part === before.parts.get(clause);
  const line = field && field === document.activeElement && before.tops.has(before.focused) ? before.focused
    : before.order.filter((clause) => before.tops.get(clause) > 0).find(stayed);
  const now = line && (row(line) ?? document.getElementById(line));
  if (now) window.scrollBy({ top: now.getBoundingClientRect().top - before.tops.get(line), behavior: "instant" });
};

const showMoved = () => rows().forEach((one) => {
  const was = before.parts.get(one.dataset.clause);
  if (was && was !== one.dataset.part) one.classList.add("has-moved");
});

// At once after the swap: a request that waited for this one is sent before the page settles.
form.addEventListener("htmx:afterSwap", () => {
  if (!before || before.kept) return;
  before.kept = true;
  before.open.forEach((id) => { const details = document.getElementById(id); if (details) details.open = true; });
  keepNewer(before.newer);
  keepFocus();
  keepPlace();
  showMoved();
});
form.addEventListener("htmx:afterSettle", () => {
  if (!before) return;
  form.querySelector("#checkup-said").textContent = form.querySelector("#running").textContent;
  before = null;
  takingUp = false;
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
  takingUp = true;
  const values = {};
  pairs.forEach(([name, value]) => { values[name] = name in values ? [values[name], value].flat() : value; });
  htmx.ajax("POST", form.action, { source: form, target: "#checkup-body", swap: "outerHTML", values });
};

const pad = (number) => String(number).padStart(2, "0");
window.addEventListener("beforeprint", () => {
  const now = new Date();
  const line = document.querySelector(".masthead .on-paper");
  if (line) line.textContent = `${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日 ${pad(now.getHours())}:${pad(now.getMinutes())} 打印`;
});

// While an amount is typed the sum follows, and nothing else: the rows move once the field is left.
const PAUSE = 350;
let typing = 0;
let asking = null;
const stopAsking = () => { clearTimeout(typing); asking?.abort(); asking = null; };
const replaceKeepingPlace = (part, fresh) => {
  const field = document.activeElement;
  const top = field.getBoundingClientRect().top;
  part.replaceChildren(...fresh.childNodes);
  htmx.process(part);
  part.querySelectorAll("[data-print][hidden]").forEach((button) => { button.hidden = false; });
  window.scrollBy({ top: field.getBoundingClientRect().top - top, behavior: "instant" });
};
const follow = async () => {
  const sent = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "do"));
  asking = new AbortController();
  try {
    const response = await fetch(form.action, { method: "POST", body: sent, headers: { "HX-Request": "true" }, signal: asking.signal });
    if (!response.ok || before || pressed) return;
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const clause = document.activeElement?.closest("[data-clause]")?.dataset.clause;
    [["#checkup-lead"], ["#running"], [`#most-${clause}`]].forEach(([where]) => {
      const [part, fresh] = [body().querySelector(where), answer.querySelector(where)];
      if (part && fresh && !before) replaceKeepingPlace(part, fresh);
    });
  } catch { /* a newer key stopped it, or the network failed: leaving the field asks again and says so */ }
};
form.addEventListener("input", (event) => {
  if (!event.target.matches(".asked input[type=text], .asked .amount select")) return;
  stopAsking();
  typing = setTimeout(follow, PAUSE);
});
form.addEventListener("htmx:beforeSwap", stopAsking);

// Something went wrong on the way: what was typed stands where it was, and the page says so.
const failed = () => { form.querySelector("#running").textContent = "没有算成：网络或服务器没有回答。所填都还在，请再按“更新结果”。"; };
["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((kind) => form.addEventListener(kind, failed));

takeUp();
