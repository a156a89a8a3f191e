// 打印: the button appears only where it can work.
const show = (root) => root.querySelectorAll("[data-print][hidden]").forEach((button) => { button.hidden = false; });
show(document);
document.addEventListener("htmx:load", (event) => show(event.target));
document.addEventListener("click", (event) => { if (event.target.closest?.("[data-print]")) window.print(); });
