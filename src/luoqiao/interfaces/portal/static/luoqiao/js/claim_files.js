"use strict";
/* A file that has arrived is no longer sent with the form; one that could not be sent stays chosen. The field itself is never
   replaced by an answer (hx-preserve): files chosen while another request is on its way wait in it. */
document.addEventListener("htmx:afterRequest", (event) => {
  const field = event.target;
  if (field.matches("input[type=file]") && event.detail.successful) field.value = "";
});
