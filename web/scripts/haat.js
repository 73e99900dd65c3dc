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
const map = find("#map");
if (map) import(map.dataset.map).then((module) => module.draw(map));
document.addEventListener("keydown", (event) => {
  const sheet = find(".sheet[open]");
  if (event.key !== "Escape" || !sheet) return;
  sheet.open = false;
  find("summary", sheet).focus();
});

/** Suggestions under the search box: an ARIA combobox with a listbox. */
function suggest(form) {
  const input = find("input[type=search]", form);
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const lang = document.documentElement.lang;
  let timer, running, chosen = -1;
  list.id = "hints";
  list.className = "hints";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", find("label", form).textContent);
  said.className = "unseen";
  said.setAttribute("role", "status");
  form.append(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "hints"], ["aria-expanded", "false"]]) {
    input.setAttribute(name, value);
  }

  const close = () => {
    running?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (at) => {
    const rows = [...list.children];
    chosen = rows.length ? (at + rows.length) % rows.length : -1;
    rows.forEach((row, n) => row.setAttribute("aria-selected", n === chosen));
    if (chosen < 0) return;
    input.setAttribute("aria-activedescendant", rows[chosen].id);
    rows[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (row) => {
    if (row.dataset.href) return location.assign(row.dataset.href);
    input.value = row.dataset.text;
    close();
    form.requestSubmit();
  };
  const show = (items) => {
    list.replaceChildren(...items.map((item, n) => hint(item, n, lang, form.action)));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    chosen = -1;
    said.textContent = items.length ? `${items.length.toLocaleString(lang === "bn" ? "bn-BD" : "en")} ${form.dataset.some}` : form.dataset.none;
  };
  const ask = async () => {
    running?.abort();
    const q = input.value.trim();
    if (!q || !form.dataset.at) return close();
    running = new AbortController();
    const [lat, lng] = form.dataset.at.split(",");
    const query = new URLSearchParams({ q, lat, lng });
    const radius = find("[name=radius_m]", form);
    if (radius) query.set("radius_m", radius.value);
    try {
      const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal: running.signal, headers: { accept: "application/json" } });
      if (!answer.ok) return close();
      const { items = [] } = await answer.json();
      if (document.activeElement === input) show(items.slice(0, 8));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    running?.abort();
    // Half a conjunct is not worth a question.
    if (!event.isComposing) timer = setTimeout(ask, 160);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(ask, 160); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => { clearTimeout(timer); close(); });
  form.addEventListener("submit", () => { clearTimeout(timer); close(); });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (row) take(row);
  });
}

/** One row of the suggestion list. */
function hint(item, n, lang, search) {
  const other = lang === "bn" ? "en" : "bn";
  const name = item.name[lang] ?? item.name[other] ?? "";
  const row = document.createElement("li");
  const text = document.createElement("span");
  row.id = `hint-${n}`;
  row.setAttribute("role", "option");
  row.dataset.text = name;
  if (item.category) row.dataset.href = `${search}?category=${encodeURIComponent(item.category)}`;
  text.textContent = name;
  if (!item.name[lang]) text.lang = other;
  row.append(text);
  const second = item.name[lang] && item.name[other];
  if (second && second !== name) {
    const small = document.createElement("small");
    small.lang = other;
    small.textContent = second;
    row.append(small);
  }
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
