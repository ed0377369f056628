/** A text field that proposes (the ARIA combobox): arrows, Enter, Escape, the mouse. What is chosen fills the hidden field beside it. */

const WAIT_MS = 180;

export function enhance(box) {
  const input = box.querySelector("input:not([type=hidden])");
  const value = box.querySelector("[data-autocomplete-value]");
  const list = createList(box, input);
  const state = { box, input, value, list, options: [], active: -1, timer: 0, request: null };
  input.addEventListener("input", () => {
    if (value) value.value = "";
    clearTimeout(state.timer);
    state.timer = setTimeout(search, WAIT_MS, state);
  });
  input.addEventListener("keydown", (event) => onKey(event, state));
  input.addEventListener("blur", () => close(state));
}

function createList(box, input) {
  const list = Object.assign(document.createElement("ul"), { className: "proposals", id: `${input.id}-proposals`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  input.after(list, status);
  list.status = status;
  return list;
}

async function search(state) {
  const text = state.input.value.trim();
  state.request?.abort();
  if (text.length < 2) return close(state);
  state.request = new AbortController();
  const url = new URL(state.box.dataset.source, location.href);
  url.searchParams.set("q", text);
  try {
    const answer = await fetch(url, { signal: state.request.signal, headers: { Accept: "application/json" } });
    if (answer.ok) show(state, await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") close(state);
  }
}

function show(state, proposals) {
  state.active = -1;
  state.options = proposals.map((proposal, index) => createOption(state, proposal, index));
  state.list.replaceChildren(...(state.options.length ? state.options : [createNone(state)]));
  state.list.status.textContent = state.options.length ? `${state.options.length} ${state.box.dataset.count}` : state.box.dataset.none;
  state.list.hidden = false;
  state.input.setAttribute("aria-expanded", "true");
}

function createOption(state, { id, label, detail }, index) {
  const option = Object.assign(document.createElement("li"), { id: `${state.list.id}-${index}` });
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.value = id;
  option.dataset.label = label;
  for (const text of [label, detail]) if (text) option.append(Object.assign(document.createElement("span"), { textContent: text }));
  option.addEventListener("click", () => choose(state, option));
  return option;
}

function createNone(state) {
  const none = Object.assign(document.createElement("li"), { className: "proposals-none", textContent: state.box.dataset.none });
  none.setAttribute("role", "presentation");
  return none;
}

function onKey(event, state) {
  if (event.key === "Escape") return close(state);
  if (state.list.hidden || !state.options.length) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const count = state.options.length;
    activate(state, (state.active + step + count + (state.active < 0 && step < 0 ? 1 : 0)) % count);
  }
  if (event.key === "Enter" && state.active >= 0) {
    event.preventDefault();
    choose(state, state.options[state.active]);
  }
}

function activate(state, index) {
  state.active = index;
  state.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
  state.input.setAttribute("aria-activedescendant", state.options[index].id);
  state.options[index].scrollIntoView({ block: "nearest" });
}

function choose(state, option) {
  state.input.value = option.dataset.label;
  if (state.value) state.value.value = option.dataset.value;
  close(state);
  state.input.dispatchEvent(new Event("change", { bubbles: true }));
}

function close(state) {
  clearTimeout(state.timer);
  state.request?.abort();
  state.list.hidden = true;
  state.input.setAttribute("aria-expanded", "false");
  state.input.removeAttribute("aria-activedescendant");
}
