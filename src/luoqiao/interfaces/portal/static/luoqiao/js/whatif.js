// 试算: sliders beside the numbers, and red edges that follow the messages. Without this the numbers alone do all.
const form = document.querySelector(".whatif-form");

function boxOf(slider) {
  return document.getElementById(slider.dataset.sliderFor);
}

function follow(slider) {
  const value = Number(boxOf(slider).value.replace(/[,，]/g, ""));
  if (Number.isFinite(value) && boxOf(slider).value.trim() !== "") slider.value = value;
}

for (const slider of form?.querySelectorAll("[data-slider-for]") ?? []) {
  slider.parentElement.hidden = false;
  slider.addEventListener("input", () => { boxOf(slider).value = slider.value; mark(slider); });
  boxOf(slider).addEventListener("input", () => { follow(slider); mark(slider); });
  follow(slider);
}

function mark(slider) {
  slider.closest(".dial").classList.toggle("is-turned", Number(boxOf(slider).value) !== Number(slider.dataset.now));
}

function showErrors() {
  for (const message of document.querySelectorAll("[data-error-of]")) {
    const box = document.getElementById(message.dataset.errorOf);
    const wrong = message.textContent.trim() !== "";
    box.closest(".field").classList.toggle("is-wrong", wrong);
    if (wrong) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
  }
}

document.body.addEventListener("htmx:afterSettle", showErrors);
