// 准确金额: an amount shown in 万元 gives its exact yuan to the clipboard on a click or on Enter. Hover and focus need no script.
const said = (amount, words) => {
  const exact = amount.querySelector(".exact");
  if (!exact) return;
  const before = amount.dataset.exact;
  exact.textContent = words;
  amount.classList.add("is-copied");
  setTimeout(() => { exact.textContent = before; amount.classList.remove("is-copied"); }, 1200);
};

const copy = async (amount) => {
  const figure = amount.getAttribute("value");
  try {
    await navigator.clipboard.writeText(figure);
    said(amount, `已复制 ${figure}`);
  } catch {
    said(amount, amount.dataset.exact);
  }
};

document.addEventListener("click", (event) => {
  const amount = event.target.closest?.("data.money[data-exact][tabindex]");
  if (amount && !window.getSelection()?.toString()) copy(amount);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.activeElement?.closest?.("data.money[tabindex]")?.blur();
  const amount = event.key === "Enter" ? event.target.closest?.("data.money[data-exact][tabindex]") : null;
  if (amount) copy(amount);
});
