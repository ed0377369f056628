/**
 * Forms: a second press is ignored, typed text is not lost without a warning nor to a press while there is no network, the links
 * of the error summary lead to their field. One that saves itself (`hx-trigger`) does so again once the network is back.
 */

import { sayOffline } from "./app.js";

const HELD_MS = 5000; // a form that answers with a file leaves the page standing
const dirty = new Set();

addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});
addEventListener("online", () => dirty.forEach((form) => form.dispatchEvent(new Event("input"))));
addEventListener("pageshow", () => document.querySelectorAll("[data-form]").forEach(release));

export function enhance(form) {
  if ("guard" in form.dataset) guard(form);
  form.addEventListener("submit", (event) => hold(event, form));
  form.addEventListener("htmx:afterRequest", () => release(form));
  for (const link of form.querySelectorAll("[data-errors] a")) link.addEventListener("click", goToField);
}

function guard(form) {
  let isSent = false; // all that was typed is on its way
  form.addEventListener("input", () => {
    isSent = false;
    dirty.add(form);
    form.dataset.dirty = "yes";
  });
  form.addEventListener("htmx:beforeRequest", ({ target }) => (isSent ||= target === form));
  form.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (target === form && isSent && detail.successful) clean(form);
  });
}

function clean(form) {
  dirty.delete(form);
  delete form.dataset.dirty;
}

function hold(event, form) {
  if (form.dataset.sent) {
    stop(event);
    return;
  }
  if ("guard" in form.dataset && !navigator.onLine && !form.dataset.reached) {
    stop(event);
    reach(form, event.submitter);
    return;
  }
  clean(form);
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(release, HELD_MS, form);
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}

/** The browser sees no network. What was typed leaves the page only if the server answers all the same: it may be this machine. */
async function reach(form, submitter) {
  try {
    await fetch("/health", { method: "HEAD" });
  } catch {
    sayOffline();
    return;
  }
  form.dataset.reached = "yes";
  if ("confirm" in form.dataset) form.dataset.confirmed = "yes"; // it was asked already
  form.requestSubmit(submitter);
}

function release(form) {
  delete form.dataset.sent;
  delete form.dataset.reached;
  form.removeAttribute("aria-busy");
}

function goToField(event) {
  const field = document.getElementById(event.currentTarget.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}
