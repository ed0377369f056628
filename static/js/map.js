/**
 * A map: outlines of the provinces (and tiles, where they are set), points by state, links between them, a ring in kilometres.
 * Its data is the JSON that stands in the frame. When htmx brings the frame again, the same map takes its place there.
 */

import "../vendor/leaflet.js";
import { Points } from "./map_points.js";

const { L } = window;
const BELGIUM = [[49.48, 2.52], [51.52, 6.42]];
const LINK_WEIGHT = [1.5, 2, 3.5, 6];
const THIN_FROM = 150; // links: past this, each is drawn thinner
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const views = new Map(); // id of the frame -> promise of its view

export async function enhance(frame) {
  const data = JSON.parse(frame.querySelector("script[type='application/json']").textContent);
  if (!views.has(frame.id)) views.set(frame.id, createView(frame, data));
  const view = await views.get(frame.id);
  if (view.frame !== frame) adopt(view, frame);
  draw(view, data);
}

async function createView(frame, data) {
  await loadStyle(new URL("../vendor/leaflet.css", import.meta.url));
  const canvas = frame.querySelector("[data-map-canvas]");
  const map = L.map(canvas, {
    zoomControl: false, attributionControl: Boolean(data.tile_url), scrollWheelZoom: false, zoomSnap: data.tile_url ? 1 : 0.25,
    minZoom: 6, maxZoom: data.tile_url ? 17 : 13, zoomAnimation: !isCalm, fadeAnimation: !isCalm,
    maxBounds: L.latLngBounds(BELGIUM).pad(0.5),
  });
  const view = { frame, canvas, map, shapes: L.layerGroup().addTo(map), isMoved: false };
  view.points = new Points(map, (point) => choose(view, point));
  addControls(view, data);
  addGround(view, data, await (await fetch(frame.dataset.provinces)).json());
  fit(map, data);
  canvas.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  canvas.addEventListener("focusout", () => map.scrollWheelZoom.disable());
  for (const gesture of ["pointerdown", "wheel", "keydown"]) {
    canvas.addEventListener(gesture, () => { view.isMoved = true; }, { passive: true });
  }
  new ResizeObserver(() => fitAgain(view)).observe(canvas);
  return view;
}

/** The new frame takes over the canvas of the old one, and the focus goes back to its point. */
function adopt(view, frame) {
  view.frame = frame;
  frame.querySelector("[data-map-canvas]").replaceWith(view.canvas);
  view.points.restoreFocus();
}

function draw(view, data) {
  view.data = data;
  view.map.closePopup();
  view.shapes.clearLayers();
  view.ground.eachLayer((layer) => layer.getElement()?.classList.toggle("is-covered", (data.areas ?? []).includes(layer.feature.id)));
  const places = new Map(data.points.map((point) => [point.id, [point.lat, point.lon]]));
  if (data.ring && places.has(data.ring.around)) {
    L.circle(places.get(data.ring.around), { radius: data.ring.km * 1000, className: "map-shape-ring", interactive: false }).addTo(view.shapes);
  }
  const thin = data.links?.length > THIN_FROM ? 0.35 : 1;
  for (const link of data.links ?? []) drawLink(view, link, places, thin);
  view.points.show(data.points, data);
}

function drawLink(view, link, places, thin) {
  if (!places.has(link.from) || !places.has(link.to)) return;
  const className = link.strength ? "map-shape-link" : "map-shape-link is-none";
  L.polyline([places.get(link.from), places.get(link.to)], { weight: thin * LINK_WEIGHT[link.strength], className, interactive: false }).addTo(view.shapes);
}

function addGround(view, data, provinces) {
  view.ground = L.geoJSON(provinces, {
    interactive: false, style: ({ properties }) => ({ className: `map-province is-${properties.region}`, weight: 1 }),
  }).addTo(view.map);
  if (!data.tile_url) return;
  L.tileLayer(data.tile_url, { attribution: data.tile_attribution, maxZoom: 19 }).addTo(view.map);
  view.canvas.classList.add("has-tiles");
}

function addControls(view, { labels }) {
  const zoom = L.control.zoom({ position: "topright", zoomInTitle: labels.zoom_in, zoomOutTitle: labels.zoom_out }).addTo(view.map);
  const whole = L.DomUtil.create("a", "map-whole", zoom.getContainer());
  Object.assign(whole, { href: "#", role: "button", title: labels.whole, ariaLabel: labels.whole });
  L.DomEvent.on(whole, "click", (event) => {
    L.DomEvent.stop(event);
    view.isMoved = false;
    fitAgain(view);
  });
  view.map.attributionControl?.setPrefix(false);
}

/** The bounds of what matters: the team and its ring, else every point, else the country. */
function boundsOf({ points, ring }) {
  const team = points.filter(({ state }) => state === "lead" || state === "partner");
  const matter = team.length > 1 ? team : points;
  const bounds = L.latLngBounds(matter.map(({ lat, lon }) => [lat, lon]));
  const centre = ring && points.find(({ id }) => id === ring.around);
  if (centre) bounds.extend(L.latLng(centre.lat, centre.lon).toBounds(2000 * ring.km));
  return bounds.isValid() ? bounds.pad(0.08) : L.latLngBounds(BELGIUM);
}

function fitAgain(view) {
  view.map.invalidateSize({ animate: false });
  if (!view.isMoved && view.data) fit(view.map, view.data);
}

function fit(map, data) {
  map.fitBounds(boundsOf(data), { padding: [24, 24], maxZoom: 10, animate: false });
}

function choose(view, point) {
  const event = new CustomEvent("maillage:point", { bubbles: true, cancelable: true, detail: point });
  if (!view.frame.dispatchEvent(event)) return;
  const content = popupContent(view, point);
  const popup = L.popup({ className: "map-popup", closeButton: false, offset: [0, -6], minWidth: 180, maxWidth: 330 });
  popup.setLatLng([point.lat, point.lon]).setContent(content).openOn(view.map);
  window.htmx?.process(content);
  content.querySelector("a, button")?.focus({ preventScroll: true });
}

function popupContent(view, { id, label, detail, state, url }) {
  const content = document.createElement("div");
  const title = document.createElement(url ? "a" : "strong");
  title.textContent = label;
  if (url) title.href = url;
  const text = document.createElement("p");
  text.textContent = [view.data.states[state], detail].filter(Boolean).join(" · ");
  content.append(title, text);
  const actions = view.frame.querySelector("template");
  if (actions) content.append(actions.content.cloneNode(true));
  for (const input of content.querySelectorAll("[data-point-id]")) input.value = id;
  content.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    view.map.closePopup();
    view.points.focus(id);
  });
  return content;
}

function loadStyle(url) {
  return new Promise((resolve) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url, onload: resolve, onerror: resolve });
    document.head.prepend(link);
  });
}
