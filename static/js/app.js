/** Brings a page to life: each behaviour is fetched only where its data- hook stands, at first and after every htmx swap. */

const behaviours = [
  ["[data-menu]", () => import("./menu.js")],
  ["[data-keep]", () => import("./keep.js")],
  ["[data-form]", () => import("./forms.js")],
  ["form[data-confirm], [data-dialog-open], dialog", () => import("./dialog.js")],
  ["[data-reveal]", () => import("./reveal.js")],
  ["[data-range]", () => import("./range.js")],
  ["[data-autocomplete]", () => import("./autocomplete.js")],
  ["[data-fold]", () => import("./fold.js")],
  ["[data-map]", () => import("./map.js")],
  ["[data-chart]", () => import("./chart.js")],
];

function enhance(root) {
  for (const [selector, load] of behaviours) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    if (found.length) load().then(({ enhance: apply }) => found.forEach(apply));
  }
  root.querySelector("[data-focus]")?.focus();
}

/** Above the page until the network is back. */
export function sayOffline() {
  const messages = document.getElementById("messages");
  messages.innerHTML = '<div class="notice tone-missing" id="offline"></div>';
  messages.firstChild.textContent = messages.dataset.offline;
}

enhance(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) enhance(event.target);
});
document.addEventListener("htmx:sendError", sayOffline);
addEventListener("online", () => document.getElementById("offline")?.remove());
