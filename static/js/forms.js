/** Forms: a second press is ignored, typed text is not lost without a warning, the links of the error summary lead to their field. */

const HELD_MS = 5000; // a form that answers with a file leaves the page standing
const dirty = new Set();

addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});
addEventListener("pageshow", () => document.querySelectorAll("[data-form]").forEach(release));

export function enhance(form) {
  if ("guard" in form.dataset) form.addEventListener("input", () => dirty.add(form));
  form.addEventListener("submit", (event) => hold(event, form));
  form.addEventListener("htmx:afterRequest", () => release(form));
  for (const link of form.querySelectorAll("[data-errors] a")) link.addEventListener("click", goToField);
}

function hold(event, form) {
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  dirty.delete(form);
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(release, HELD_MS, form);
}

function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

function goToField(event) {
  const field = document.getElementById(event.currentTarget.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}
