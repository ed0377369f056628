/** The figure beside a slider follows it. */

export function enhance(box) {
  const output = box.querySelector("output");
  box.querySelector("input").addEventListener("input", (event) => { output.textContent = event.target.value; });
}
