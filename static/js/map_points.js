/** The points of a map: real buttons, one tab stop for all, arrows go to the next point in that direction; clusters for many. */

import { placeLabels, spotOf } from "./map_labels.js";

const { L } = window;
const CLUSTERS_FROM = 150;
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const BESIDE_PX = 18;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const HEIGHT = { lead: 3000, partner: 2000, interested: 1000 };

/** How far from its spot each point is drawn, in pixels: where several share one, those after the first stand around it,
 * or only the topmost could be touched. */
function spread(points) {
  const counts = new Map();
  const ranked = [...points].sort((one, other) => (HEIGHT[other.state] ?? 0) - (HEIGHT[one.state] ?? 0));
  return new Map(ranked.map(({ id, lat, lon }) => {
    const spot = `${lat} ${lon}`;
    const before = counts.get(spot) ?? 0;
    counts.set(spot, before + 1);
    const away = BESIDE_PX * Math.sqrt(before);
    return [id, L.point(away * Math.cos(before * GOLDEN_ANGLE), away * Math.sin(before * GOLDEN_ANGLE)).round()];
  }));
}

export class Points {
  constructor(map, choose) {
    Object.assign(this, { map, choose, markers: new Map(), focused: null });
    this.layer = L.layerGroup().addTo(map);
    map.on("zoomend resize", () => this.place());
  }

  /** Show these points: those that stand already are changed, not drawn again. */
  async show(points, { states, labels }) {
    this.texts = { states, labels };
    const kept = new Set(points.map(({ id }) => id));
    for (const id of this.markers.keys()) if (!kept.has(id)) this.remove(id);
    const isMany = points.length > CLUSTERS_FROM;
    if (isMany) await this.prepareClusters();
    this.clusters?.clearLayers();
    const loose = [];
    const offsets = isMany ? new Map() : spread(points);
    for (const point of points) {
      const marker = this.upsert(point, offsets.get(point.id) ?? L.point(0, 0));
      const isLoose = isMany && !HEIGHT[point.state];
      if (isLoose) loose.push(marker.remove());
      else marker.addTo(this.layer);
    }
    this.clusters?.addLayers(loose);
    this.setTabStop(this.markers.has(this.focused) ? this.focused : points.find(({ state }) => state === "lead")?.id ?? points[0]?.id);
    this.place();
  }

  upsert(point, offset) {
    const known = this.markers.get(point.id);
    const button = known?.button ?? this.createButton(point.id);
    button.className = `map-point is-${point.state}`;
    button.setAttribute("aria-label", [point.label, this.texts.states[point.state], point.detail].filter(Boolean).join(", "));
    button.lastChild.textContent = point.label;
    button.style.translate = `${offset.x}px ${offset.y}px`;
    const marker = known ?? L.marker([point.lat, point.lon], {
      icon: L.divIcon({ html: button, className: "map-point-place", iconSize: [24, 24] }), interactive: false, keyboard: false,
    });
    marker.setLatLng([point.lat, point.lon]).setZIndexOffset(HEIGHT[point.state] ?? 0);
    this.markers.set(point.id, Object.assign(marker, { button, point, offset }));
    return marker;
  }

  remove(id) {
    this.markers.get(id).remove();
    this.markers.delete(id);
  }

  createButton(id) {
    const button = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1 });
    const label = Object.assign(document.createElement("span"), { className: "map-point-label" });
    const mark = Object.assign(document.createElement("span"), { className: "map-mark" });
    button.append(mark, label);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      if (!this.map.dragging?.moved()) this.choose(this.markers.get(id).point);
    });
    button.addEventListener("focus", () => { this.focused = id; });
    button.addEventListener("keydown", (event) => this.step(event, id));
    return button;
  }

  /** An arrow goes to the nearest point that lies that way. */
  step(event, id) {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const from = spotOf(this.map, this.markers.get(id));
    const ranked = [...this.markers].filter(([other, { button }]) => other !== id && button.isConnected).map(([other, marker]) => {
      const to = spotOf(this.map, marker).subtract(from);
      const ahead = to.x * way[0] + to.y * way[1];
      const aside = Math.abs(to.x * way[1]) + Math.abs(to.y * way[0]);
      return [ahead > aside / 2 ? ahead + 2 * aside : Infinity, other];
    });
    const [cost, next] = ranked.reduce((best, entry) => (entry[0] < best[0] ? entry : best), [Infinity, null]);
    if (cost < Infinity) this.focus(next);
  }

  focus(id) {
    const marker = this.markers.get(id);
    if (!marker?.button.isConnected) return;
    this.setTabStop(id);
    if (!this.map.getBounds().contains(marker.getLatLng())) this.map.panInside(marker.getLatLng(), { padding: [40, 40] });
    marker.button.focus({ preventScroll: true });
  }

  setTabStop(id) {
    for (const [other, { button }] of this.markers) button.tabIndex = other === id || this.clusters ? 0 : -1;
  }

  /** After htmx took the old frame away: the point that had the focus has it again. */
  restoreFocus() {
    if (this.focused !== null && document.activeElement === document.body) this.focus(this.focused);
  }

  place() {
    placeLabels(this.map, [...this.markers.values()].filter(({ button }) => button.isConnected));
  }

  async prepareClusters() {
    if (this.clusters) return;
    await import("../vendor/leaflet.markercluster.js");
    this.clusters = L.markerClusterGroup({
      animate: false, showCoverageOnHover: false, maxClusterRadius: 46, iconCreateFunction: (cluster) => this.clusterIcon(cluster),
    }).addTo(this.map);
    this.clusters.on("animationend", () => this.place());
  }

  clusterIcon(cluster) {
    const count = cluster.getChildCount();
    const html = document.createElement("span");
    html.textContent = count;
    const words = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${this.texts.labels.group}` });
    html.append(words);
    const size = count < 10 ? 30 : count < 100 ? 36 : 44;
    return L.divIcon({ html, className: "map-cluster", iconSize: [size, size] });
  }
}
