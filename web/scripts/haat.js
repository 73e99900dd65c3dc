// Makes pages quicker where scripts run; every page works without this file.

const find = (selector, root = document) => root.querySelector(selector);

for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form);
for (const form of document.querySelectorAll("form[data-gps]")) locate(form);
// What is chosen shall be seen, also in rows that scroll sideways.
for (const on of document.querySelectorAll(".row [aria-current]")) {
  const row = on.closest(".row");
  if (on.getBoundingClientRect().right <= innerWidth) continue;
  row.scrollLeft = on.offsetLeft - row.offsetLeft - (row.clientWidth - on.offsetWidth) / 2;
}
// Parts that bring their own script, where the browser has what it needs. One
// that does not arrive leaves the page as it was.
for (const part of document.querySelectorAll("[data-script]")) {
  const needs = part.dataset.needs?.split(" ");
  if (needs && !needs.some((name) => name in window)) continue;
  import(part.dataset.script).then((module) => module.enhance(part), () => {});
}
const map = find("#map");
if (map) import(map.dataset.map).then((module) => module.draw(map));

/**
 * Suggestions under the search box: the editable combobox with a listbox of
 * WAI-ARIA. The words stay the shopper's until a row is taken.
 */
function suggest(form) {
  const input = find("input[type=search]", form);
  const said = find("[role=status]", form);
  const list = document.createElement("ul");
  const lang = document.documentElement.lang;
  let timer, running, chosen = -1;
  list.id = "hints";
  list.className = "hints";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  said.before(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "hints"], ["aria-expanded", "false"]]) {
    input.setAttribute(name, value);
  }

  const stop = () => {
    clearTimeout(timer);
    running?.abort();
  };
  const close = () => {
    stop();
    list.hidden = true;
    mark(-1);
    input.setAttribute("aria-expanded", "false");
    if (said.classList.contains("unseen")) said.textContent = "";
  };
  /** Chooses a row; -1 gives the arrows back to the words. */
  const mark = (at) => {
    const rows = [...list.children];
    chosen = at;
    rows.forEach((row, n) => row.setAttribute("aria-selected", n === chosen));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", rows[chosen].id);
    rows[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (row) => {
    if (row.dataset.href) return location.assign(row.dataset.href);
    input.value = row.dataset.text;
    close();
    form.requestSubmit();
  };
  const show = (items, q) => {
    list.replaceChildren(...items.map((item, n) => hint(item, n, scriptOf(q, lang), form.action)));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    mark(-1);
    said.textContent = items.length ? form.dataset.some.replace("#", items.length.toLocaleString(lang)) : form.dataset.none;
  };
  /** Asks for what stands in the box; `then` chooses a row of the answer. */
  const ask = async (then = () => -1) => {
    stop();
    const q = input.value.trim();
    if (!q || !form.dataset.at) return close();
    running = new AbortController();
    const { signal } = running;
    const [lat, lng] = form.dataset.at.split(",");
    const query = new URLSearchParams({ q, lat, lng });
    const radius = find("[name=radius_m]", form);
    if (radius) query.set("radius_m", radius.value);
    try {
      const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal, headers: { accept: "application/json" } });
      if (!answer.ok) return close();
      const { items = [] } = await answer.json();
      if (signal.aborted || document.activeElement !== input) return;
      show(items.slice(0, 8), q);
      if (items.length) mark(then(list.children.length));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };
  const soon = () => {
    stop();
    timer = setTimeout(ask, 160);
  };
  const keys = {
    ArrowDown: () => (list.hidden ? ask(() => 0) : mark((chosen + 1) % list.children.length)),
    ArrowUp: () => (list.hidden ? ask((rows) => rows - 1) : mark((chosen < 1 ? list.children.length : chosen) - 1)),
    Enter: () => take(list.children[chosen]),
    Escape: close,
  };

  // Half a conjunct is not worth a question.
  input.addEventListener("input", (event) => (event.isComposing ? stop() : soon()));
  input.addEventListener("compositionend", soon);
  input.addEventListener("keydown", (event) => {
    const { key, altKey, isComposing } = event;
    if (isComposing) return;
    // Moving in the words leaves the list; what was chosen is not taken.
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) return mark(-1);
    if (!keys[key] || (key === "Enter" && chosen < 0) || (key === "Escape" && list.hidden)) return;
    if (key.startsWith("Arrow") && !input.value.trim()) return;
    event.preventDefault();
    if (altKey && key === "ArrowDown") return list.hidden ? ask() : undefined;
    if (altKey && key === "ArrowUp") return close();
    keys[key]();
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (row) take(row);
  });
}

/** The language whose letters were typed; figures alone are in that of the page. */
function scriptOf(text, lang) {
  if (/\p{Script=Bengali}/u.test(text.replace(/[০-৯]/g, ""))) return "bn";
  return /\p{Script=Latin}/u.test(text) ? "en" : lang;
}

/** One row of the suggestion list: the name in the letters typed, the other beside it. */
function hint(item, n, lang, search) {
  const other = lang === "bn" ? "en" : "bn";
  const first = item.name[lang] ? lang : other;
  const row = document.createElement("li");
  row.id = `hint-${n}`;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.dataset.text = item.name[first] ?? "";
  if (item.category) row.dataset.href = `${search}?category=${encodeURIComponent(item.category)}`;
  const put = (tag, language) => {
    const text = document.createElement(tag);
    if (language !== document.documentElement.lang) text.lang = language;
    text.textContent = item.name[language] ?? "";
    row.append(text);
  };
  put("span", first);
  const second = first === lang && item.name[other];
  if (second && second !== item.name[first]) put("small", other);
  return row;
}

/** "Use my location": asks only when tapped, and says what to do when refused. */
function locate(form) {
  const button = find("button", form);
  const note = find("[role=alert]", form);
  const words = button.lastChild;
  const before = words.textContent;
  const fail = (text) => {
    button.disabled = false;
    words.textContent = before;
    note.hidden = false;
    note.textContent = text;
    find("#place-q")?.focus({ preventScroll: true });
  };
  if (!navigator.geolocation) return;
  form.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    words.textContent = form.dataset.busy;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // About 10 metres: close enough for distances, and not a doorstep.
        form.elements.lat.value = coords.latitude.toFixed(4);
        form.elements.lng.value = coords.longitude.toFixed(4);
        form.submit();
      },
      (error) => fail(error.code === error.PERMISSION_DENIED ? form.dataset.denied : form.dataset.failed),
      { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
    );
  });
}
