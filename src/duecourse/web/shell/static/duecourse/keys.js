/* Keys press what carries them: data-key="J", "G T" (one after the other), "Ctrl Enter".
   Single keys rest inside fields, and everywhere for who has switched them off (data-single-keys="off" on the body). */
(function () {
  "use strict";
  const WAIT_MS = 1200;
  let held = "";
  let since = 0;

  const inField = (at) => at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
  const ticks = (at) => at instanceof HTMLInputElement && /^(checkbox|radio|button|submit)$/.test(at.type);
  const seen = (el) => el.getClientRects().length > 0 && !el.disabled;
  const dialog = () => document.getElementById("keys");
  const singles = () => document.body.dataset.singleKeys !== "off";

  /** The key as data-key writes it. */
  function named(event) {
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key === "Escape" ? "Esc" : event.key;
    const mods = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : ""];
    if (event.shiftKey && /^[A-Z]$/.test(key)) mods.push("Shift");
    return [...mods.filter(Boolean), key].join(" ");
  }

  /** The nearest visible element with that key: in the open dialog, in the item at hand, then on the page. */
  function bearer(key) {
    const open = document.querySelector("dialog[open]");
    const at = document.activeElement;
    const item = at && at.closest("[data-item]");
    const rooms = open ? [open] : [item, document.querySelector("[data-selected]"), document];
    for (const room of rooms.filter(Boolean)) {
      const found = [...room.querySelectorAll("[data-key]")].find((el) => el.dataset.key === key && seen(el));
      if (found) return found;
    }
    return null;
  }

  function press(el) {
    if (inField(el) && !ticks(el)) el.focus();
    else if (el.matches("[data-focus]")) (document.querySelector(el.getAttribute("href")) || el).focus();
    else {
      // What unfolds is stood in, so that its first field can take over.
      if (el.matches("summary")) el.focus();
      el.click();
    }
  }

  /** J and K go along the items of the list in which one stands. */
  function move(key) {
    const at = document.activeElement;
    const list = at && at.closest("[data-list]");
    if (!list || (key !== "J" && key !== "K")) return false;
    const items = [...list.querySelectorAll("[data-item]")].filter(seen);
    const here = items.indexOf(at.closest("[data-item]"));
    const next = items[here + (key === "J" ? 1 : -1)];
    if (!next) return false;
    const stop = next.matches("[tabindex], a, summary") ? next : next.querySelector("a, summary, [tabindex]");
    (stop || next).focus();
    return true;
  }

  function showKeys() {
    const all = dialog();
    if (!all) return false;
    if (all.open) all.close();
    else all.showModal();
    return true;
  }

  function act(key) {
    if (key === "?") return showKeys();
    if (move(key)) return true;
    const el = bearer(key);
    if (el) press(el);
    return Boolean(el);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.key === "Shift") return;
    const key = named(event);
    const alone = !/^(Ctrl|Alt) /.test(key);
    const typing = inField(event.target) && !ticks(event.target);
    if (key === "Esc" && typing) return event.target.blur();
    if (alone && (typing || (!singles() && key !== "Esc"))) return;
    if (key === "Esc" && document.querySelector("dialog[open], details.person[open]")) return closeSheets();
    if (key === "Enter" && event.target.closest("a, button, summary, input")) return;
    const sequence = Date.now() - since < WAIT_MS && held ? `${held} ${key}` : "";
    held = "";
    if ((sequence && act(sequence)) || act(key)) return event.preventDefault();
    held = key;
    since = Date.now();
  });

  function closeSheets() {
    document.querySelectorAll("details.person[open], details.more[open]").forEach((d) => d.removeAttribute("open"));
  }

  /** Who moved along the cards goes on from the one that has unfolded. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const title = event.target.querySelector && event.target.querySelector("[data-selected] [tabindex='-1']");
    if (title && document.activeElement === document.body) title.focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => {
    const at = event.target;
    if (at.closest("[data-show-keys]")) return showKeys() && event.preventDefault();
    if (at.closest("[data-close]")) at.closest("dialog").close();
    document.querySelectorAll("details.person[open], details.more[open]").forEach((d) => d.contains(at) || d.removeAttribute("open"));
  });
})();
