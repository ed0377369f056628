/** What is unfolded where there is room is folded on a phone, but for what is to be corrected; as it was left when htmx brings it again. */

const isSmall = matchMedia("(max-width: 61.99rem)");
const left = new Map(); // id of the fold -> open or not

export function enhance(fold) {
  if (isSmall.matches && !fold.querySelector("[aria-invalid]")) fold.open = left.get(fold.id) ?? false;
  fold.addEventListener("toggle", () => left.set(fold.id, fold.open));
}
