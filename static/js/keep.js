/**
 * When htmx brings a part of the page again (`data-keep`), what was unfolded stays so, lists stay scrolled, and the focus is not lost:
 * where its button is gone, the one that took its place in the list (`data-keep-list`) has it. `data-say` is read out.
 */

const FOCUSABLE = "a[href], button, summary, input:not([type=hidden])";
const kept = new Map(); // id of the part -> what was seen of it

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.matches("[data-keep]")) kept.set(target.id, look(target));
});

export function enhance(part) {
  const seen = kept.get(part.id);
  if (!seen) return;
  kept.delete(part.id);
  for (const [id, isOpen] of seen.folds) part.querySelector(`details#${id}`)?.toggleAttribute("open", isOpen);
  for (const [id, top] of seen.scrolls) part.querySelector(`#${id}`)?.scrollTo(0, top);
  if (seen.list && document.activeElement === document.body) focusNear(part.querySelector(`#${seen.list}`), seen.place);
  document.getElementById("announcement").textContent = part.querySelector("[data-say]")?.textContent ?? "";
}

function look(part) {
  const list = document.activeElement.closest("[data-keep-list]");
  return {
    folds: [...part.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]),
    scrolls: [...part.querySelectorAll("[data-keep-list]")].map(({ id, scrollTop }) => [id, scrollTop]),
    list: part.contains(list) ? list.id : null,
    place: list ? [...list.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement) : -1,
  };
}

function focusNear(list, place) {
  const choices = [...(list?.querySelectorAll(FOCUSABLE) ?? [])];
  choices[Math.min(place, choices.length - 1)]?.focus();
}
