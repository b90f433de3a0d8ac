/* Copying a text, and a field for whoever opens a form. Without this file all of it works by hand. */
(function () {
  "use strict";
  /** The copy buttons are shown where there is a clipboard to copy to. */
  function offer(root) {
    if (!navigator.clipboard) return;
    root.querySelectorAll("[data-copy][hidden]").forEach((b) => b.removeAttribute("hidden"));
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.querySelector(button.dataset.copy);
    navigator.clipboard.writeText(field.value).then(() => button.setAttribute("data-done", ""));
  });
  document.addEventListener("toggle", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLDetailsElement) || !form.open || !form.matches(".deed, .set-point")) return;
    const first = form.querySelector("input:not([type=hidden]), select, textarea");
    if (first && form.contains(document.activeElement)) first.focus();
  }, true);
  document.addEventListener("htmx:oobAfterSwap", () => offer(document));
  document.addEventListener("htmx:afterSwap", () => offer(document));
  offer(document);
})();
