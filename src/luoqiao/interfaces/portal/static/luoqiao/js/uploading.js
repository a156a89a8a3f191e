"use strict";
/* While files are on their way the form says how much has arrived; without this script the browser says it in its own way. */
document.querySelectorAll("form[data-uploading]").forEach((form) => {
  const said = form.querySelector(".uploading");
  form.addEventListener("submit", () => {
    const files = form.querySelector("input[type=file]").files;
    const size = Array.from(files, (file) => file.size).reduce((sum, one) => sum + one, 0);
    said.textContent = `${form.dataset.uploading}（${files.length} 个，共 ${(size / 1e6).toFixed(1)} MB）`;
    said.hidden = false;
    form.querySelectorAll("button[type=submit]").forEach((button) => button.classList.add("is-busy"));
  });
});
