// Recent searches: a list on this device alone. It is shown under the empty
// search box, goes nowhere, and is not there where storage is refused.

const KEY = "haat_recent";
const MOST = 8;

const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string" && text).slice(0, MOST) : [];
  } catch {
    return [];
  }
};
const write = (texts) => {
  try {
    if (texts.length) localStorage.setItem(KEY, JSON.stringify(texts));
    else localStorage.removeItem(KEY);
  } catch {
    // Refused or full: then nothing is remembered.
  }
};
const same = (a, b) => a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase();
const without = (text) => read().filter((known) => !same(known, text));

/** Remembers what the form asks for and offers it again. */
export function enhance(panel) {
  const form = panel.closest("form");
  const input = form.querySelector("input[type=search]");
  const said = form.querySelector("[role=status]");
  const list = panel.querySelector("ul");
  const all = panel.querySelector("button");
  const buttons = () => [...list.querySelectorAll("button:first-child"), all];

  const row = (text) => {
    const item = document.createElement("li");
    const again = document.createElement("button");
    const drop = document.createElement("button");
    again.type = drop.type = "button";
    again.textContent = text;
    again.className = "recent__again";
    again.addEventListener("click", () => {
      input.value = text;
      form.requestSubmit();
    });
    drop.textContent = "×";
    drop.className = "recent__drop";
    drop.setAttribute("aria-label", `${text}: ${panel.dataset.drop}`);
    drop.addEventListener("click", () => forget(without(text), `${text}: ${panel.dataset.gone}`));
    item.append(again, drop);
    return item;
  };
  const show = () => {
    const texts = input.value.trim() ? [] : read();
    if (panel.hidden && texts.length) said.textContent = panel.dataset.some.replace("#", texts.length.toLocaleString(document.documentElement.lang));
    list.replaceChildren(...texts.map(row));
    panel.hidden = texts.length === 0;
  };
  const forget = (texts, word) => {
    write(texts);
    // The button that was pressed goes; the box is where one can go on.
    input.focus();
    show();
    said.textContent = word;
  };
  const hide = () => { panel.hidden = true; };

  for (const event of ["focus", "click", "input"]) input.addEventListener(event, show);
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget)) hide();
  });
  form.addEventListener("submit", () => {
    const text = input.value.trim();
    hide();
    if (text) write([text, ...without(text)].slice(0, MOST));
  });
  form.addEventListener("keydown", (event) => {
    if (panel.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      input.focus();
      hide();
    } else if (step) {
      const stops = [input, ...buttons()];
      const at = stops.indexOf(document.activeElement.closest("li")?.firstChild ?? document.activeElement);
      stops[(at + step + stops.length) % stops.length].focus();
    } else return;
    event.preventDefault();
  });
  all.addEventListener("click", () => forget([], all.textContent));
  // A tap leaves the focus where it is, so that the list stays until it is used.
  panel.addEventListener("pointerdown", (event) => event.preventDefault());
  if (document.activeElement === input) show();
}
