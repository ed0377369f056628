/** Dialogs: links that open one, a click beside it closes it; forms with `data-confirm` ask their question first. */

export function enhance(element) {
  if (element.matches("dialog")) element.addEventListener("click", (event) => { if (event.target === element) element.close(); });
  if (element.matches("[data-dialog-open]")) element.addEventListener("click", open);
  if (element.matches("form[data-confirm]")) element.addEventListener("submit", ask, { capture: true });
}

function open(event) {
  event.preventDefault();
  document.getElementById(event.currentTarget.hash.slice(1)).showModal();
}

/** Hold the form back until the person says yes; the yes button bears the words and the tone of the one that was pressed. */
function ask(event) {
  const form = event.currentTarget;
  if (form.dataset.confirmed) {
    delete form.dataset.confirmed;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  const dialog = document.getElementById("confirm");
  const yes = dialog.querySelector("[value='yes']");
  dialog.querySelector("p").textContent = form.dataset.confirm;
  yes.textContent = submitter?.textContent.trim() || yes.dataset.label;
  yes.className = submitter?.matches(".btn-danger") ? "btn btn-danger" : "btn btn-primary";
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
  }, { once: true });
  dialog.showModal();
}
