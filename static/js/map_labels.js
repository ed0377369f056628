/** Puts the labels of the team beside their points, where they cover least; one that would cover another waits for the pointer. */

const SIDES = ["right", "left", "top", "bottom"];
const LABELLED = new Set(["lead", "partner"]);
const RADIUS = 9;
const GAP = 12;
const LABEL_COST = 5;

export function placeLabels(map, markers) {
  const spots = markers.map((marker) => ({ marker, at: spotOf(map, marker) }));
  const taken = spots.map(({ at: { x, y }, marker: { point } }) => (
    { left: x - RADIUS, right: x + RADIUS, top: y - RADIUS, bottom: y + RADIUS, cost: LABELLED.has(point.state) ? 3 : 1 }
  ));
  const size = map.getSize();
  for (const { marker, at } of spots.filter(({ marker: { point } }) => LABELLED.has(point.state))) {
    const label = marker.button.lastChild;
    const options = SIDES.map((side) => ({ side, box: boxOf(side, at, label.offsetWidth, label.offsetHeight) }));
    for (const option of options) option.cost = costOf(option.box, taken, size);
    const best = options.reduce((a, b) => (b.cost < a.cost ? b : a));
    const isFree = best.cost < LABEL_COST;
    marker.button.dataset.side = best.side;
    label.classList.toggle("is-hidden", !isFree);
    if (isFree) taken.push({ ...best.box, cost: LABEL_COST });
  }
}

/** Where the point is drawn: beside its spot where it shares it. */
export function spotOf(map, marker) {
  return map.latLngToContainerPoint(marker.getLatLng()).add(marker.offset);
}

function boxOf(side, { x, y }, width, height) {
  const left = { right: x + GAP, left: x - GAP - width, top: x - width / 2, bottom: x - width / 2 }[side];
  const top = { right: y - height / 2, left: y - height / 2, top: y - GAP - height, bottom: y + GAP }[side];
  return { left, top, right: left + width, bottom: top + height };
}

function costOf(box, taken, size) {
  const isOutside = box.left < 0 || box.top < 0 || box.right > size.x || box.bottom > size.y;
  const covered = taken.filter((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);
  return covered.reduce((sum, { cost }) => sum + cost, isOutside ? LABEL_COST : 0);
}
