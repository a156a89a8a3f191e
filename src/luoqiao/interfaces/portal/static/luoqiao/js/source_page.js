// 原文对照: choosing a sentence replaces only the panel and moves the mark; the address stays true, back and forward work.
// Without a script each sentence is a plain link to the same page with its panel.
const board = document.querySelector("[data-source-page]");
const small = window.matchMedia("(max-width: 900px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let running = null;
let shown = location.search;

const sentences = (keys) => keys.flatMap((key) => [...board.querySelectorAll(`.sentence[data-sentence="${CSS.escape(key)}"]`)]);
const single = (url) => url.pathname === location.pathname && /^\d+\.\d+$/.test(url.searchParams.get("at") ?? "");

const light = (keys) => {
  board.querySelectorAll(".sentence[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
  board.querySelectorAll(".mark.is-on").forEach((one) => one.classList.remove("is-on"));
  sentences(keys).forEach((one) => one.setAttribute("aria-current", "true"));
};

const bringIntoView = (key) => {
  const one = sentences([key])[0];
  if (!one) return;
  const box = one.getBoundingClientRect();
  const floor = small.matches ? innerHeight * 0.4 : innerHeight - 40;
  if (box.top < 24 || box.bottom > floor) one.scrollIntoView({ block: small.matches ? "start" : "center", behavior: calm.matches ? "auto" : "smooth" });
};

const show = async (url) => {
  running?.abort();
  running = new AbortController();
  const answer = await fetch(`${board.dataset.panelUrl}${url.search}`, { signal: running.signal, headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  const fresh = holder.content.querySelector("[data-panel]");
  board.querySelector("[data-panel]").replaceWith(fresh);
  shown = url.search;
  const keys = fresh.dataset.chosen.split(" ").filter(Boolean);
  light(keys);
  if (keys.length) bringIntoView(keys[0]);
};

const open = (url, push) => {
  show(url).then(() => { if (push) history.pushState({ panel: true }, "", url); })
    .catch((trouble) => { if (trouble.name !== "AbortError") location.assign(url); });
};

board?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  const closing = link.classList.contains("panel-close") && !new URLSearchParams(location.search).has("select");
  if (!single(url) && !closing) return;
  if (link.classList.contains("sentence") && window.getSelection()?.toString()) { event.preventDefault(); return; }
  event.preventDefault();
  if (link.classList.contains("sentence")) light([link.dataset.sentence]);
  open(url, true);
});

if (board) {
  window.addEventListener("popstate", () => {
    const url = new URL(location.href);
    if (url.search === shown) return;
    if (url.searchParams.has("select")) location.reload(); else open(url, false);
  });
  window.addEventListener("keydown", (event) => {
    const close = event.key === "Escape" ? board.querySelector(".panel-close") : null;
    if (close) { const back = board.querySelector(".sentence[aria-current]"); close.click(); back?.focus({ preventScroll: true }); }
  });
  const named = decodeURIComponent(location.hash.slice(1));
  if (/^\d+\.\d+$/.test(named) && !/[?&](at|select)=/.test(location.search) && sentences([named]).length) {
    const url = new URL(location.href);
    url.searchParams.set("at", named);
    show(url).catch(() => {});
  } else {
    const chosen = board.querySelector(".sentence[autofocus]");
    if (chosen && !location.hash) { chosen.blur(); bringIntoView(chosen.dataset.sentence); }
  }
}
