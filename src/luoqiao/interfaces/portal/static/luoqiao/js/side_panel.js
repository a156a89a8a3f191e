// 侧栏: after a sentence is chosen (a full page, or a panel swapped by htmx) the panel comes into view on a small screen, and
// the chosen sentence keeps its place on a large one.
const small = window.matchMedia("(max-width: 900px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

document.addEventListener("htmx:afterSwap", (event) => {
  const panel = event.target.closest?.("[data-panel]") ?? event.target.querySelector?.("[data-panel]");
  if (!panel) return;
  panel.scrollTop = 0;
  if (small.matches) panel.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
});

// A link that replaces the panel moves the mark at once, so that the reader sees which sentence was taken.
document.addEventListener("htmx:beforeRequest", (event) => {
  const mark = event.target.closest?.("a.mark");
  if (!mark) return;
  const paper = mark.closest(".paper, .tied");
  paper?.querySelectorAll(".mark[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  const same = mark.dataset.sentence ? `.mark[data-sentence="${CSS.escape(mark.dataset.sentence)}"]` : null;
  (same ? paper.querySelectorAll(same) : [mark]).forEach((part) => part.setAttribute("aria-current", "true"));
});
