// Prices and stocks in a long list: saved when one leaves a field, undone by one
// tap, kept and sent again when the connection is lost, never over somebody
// else's change. Without this file every row is a form with a button.

/** Pauses between tries while there is no connection, in milliseconds. */
const PAUSES = [1000, 3000, 10_000, 30_000];
/** How long a change can be undone, in milliseconds. */
const UNDO_FOR = 8000;

export function enhance(list) {
  const lang = document.documentElement.lang;
  const words = list.dataset;
  const store = `haat-shelf-${words.shop}`;
  /** Changes that are on their way, by offer: they outlive the page. */
  const waiting = read(store);
  const busy = new Set();
  let tries = 0, timer, toast, toastTimer;

  for (const row of list.children) {
    const form = row.querySelector("form");
    if (!form) continue;
    form.classList.add("shelf__edit--live");
    const state = document.createElement("p");
    state.className = "shelf__state";
    state.setAttribute("role", "status");
    row.append(state);
    for (const input of fields(row)) input.dataset.saved = input.value;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(row);
    });
    form.addEventListener("focusout", (event) => {
      // From the price to the stock of the same row is one change.
      if (!form.contains(event.relatedTarget)) save(row);
    });
    form.addEventListener("focusin", ({ target }) => target.select?.());
    form.addEventListener("keydown", (event) => keys(event, row));
    const kept = waiting[row.dataset.offer];
    if (kept) {
      for (const [name, text] of Object.entries({ ...kept.shown, ...kept.next?.shown })) row.querySelector(`[name=${name}]`).value = text;
      tell(row, "waiting", words.waiting);
    }
  }
  addEventListener("online", flush);
  addEventListener("pagehide", () => clearTimeout(timer));
  flush();

  /** Arrows go to the same field of another row, Enter on, Escape back. */
  function keys(event, row) {
    const { key, target, isComposing } = event;
    if (isComposing || !target.dataset || target.dataset.saved === undefined) return;
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[key];
    if (key === "Escape") {
      target.value = target.dataset.saved;
      target.removeAttribute("aria-invalid");
      target.select();
    } else if (step) {
      const inputs = [...list.querySelectorAll(`input[name=${target.name}]`)];
      const next = inputs[inputs.indexOf(target) + step];
      if (next) next.focus();
      else save(row);
    } else return;
    event.preventDefault();
  }

  /** Sends what is different in a row. */
  function save(row) {
    const change = {}, shown = {}, before = {};
    const offer = row.dataset.offer;
    const known = { ...waiting[offer]?.shown, ...waiting[offer]?.next?.shown };
    for (const input of fields(row)) {
      if (input.value.trim() === (known[input.name] ?? input.dataset.saved)) continue;
      const value = input.name === "price" ? poisha(input.value) : pieces(input.value);
      const wrong = value === undefined;
      input.toggleAttribute("aria-invalid", wrong);
      if (wrong) {
        input.setAttribute("aria-invalid", "true");
        return tell(row, "wrong", words.refused);
      }
      change[input.name] = value;
      shown[input.name] = input.value.trim();
      before[input.name] = input.dataset.saved;
    }
    if (Object.keys(change).length === 0) return waiting[offer] || tell(row, "", "");
    const was = Object.fromEntries(Object.entries(before).map(([name, text]) => [name, name === "price" ? poisha(text) : pieces(text)]));
    put(offer, { change, shown, before, was, version: Number(row.dataset.version), key: crypto.randomUUID(), undo: true });
  }

  /** One change of an offer is on its way at a time; the next one waits for it. */
  function put(offer, kept) {
    const first = waiting[offer];
    if (first) first.next = first.next ? both(first.next, kept) : kept;
    else waiting[offer] = kept;
    write(store, waiting);
    tell(rowOf(offer), "", words.saving);
    send(offer);
  }

  async function send(offer) {
    if (busy.has(offer)) return;
    busy.add(offer);
    const kept = waiting[offer];
    let answer, told;
    try {
      answer = await fetch(words.api + offer, {
        method: "PATCH",
        headers: { "content-type": "application/json", "x-csrf-token": words.csrf, "idempotency-key": kept.key },
        body: JSON.stringify({ version: kept.version, ...kept.change }),
      });
      // Somebody out there is busy or away: the same again, later.
      if (answer.status >= 500 || answer.status === 429) throw new TypeError("away");
      told = await answer.json();
    } catch {
      busy.delete(offer);
      tell(rowOf(offer), "waiting", words.waiting);
      clearTimeout(timer);
      timer = setTimeout(flush, PAUSES[Math.min(tries++, PAUSES.length - 1)]);
      return;
    }
    busy.delete(offer);
    tries = 0;
    delete waiting[offer];
    write(store, waiting);
    settle(offer, kept, answer.status, told);
  }

  /** What was typed while a change was on its way follows it. */
  function settle(offer, kept, status, told) {
    const { next } = kept;
    if (!next || status !== 200) return finish(offer, next ? both(kept, next) : kept, status, told);
    const row = rowOf(offer);
    if (row) adopt(row, told, kept);
    next.version = told.version;
    for (const name of Object.keys(next.change)) {
      next.was[name] = valueOf(told, name);
      next.before[name] = shownOf(told, name);
    }
    put(offer, next);
  }

  function flush() {
    clearTimeout(timer);
    for (const offer of Object.keys(waiting)) send(offer);
  }

  function finish(offer, kept, status, told) {
    const row = rowOf(offer);
    if (status === 200) {
      if (!row) return;
      adopt(row, told, kept);
      tell(row, "saved", kept.undo ? words.saved : words.undone);
      offerUndo(offer, kept, told.version);
    } else if (status === 409 && told.theirs) {
      const same = Object.keys(kept.change).every((name) => (valueOf(told.theirs, name) ?? null) === (kept.was[name] ?? null));
      // They changed something else of it, such as a sale its stock: no clash.
      if (same) put(offer, { ...kept, version: told.version, key: crypto.randomUUID() });
      else if (row) clash(row, kept, told);
    } else if (status === 401) {
      location.reload();
    } else if (row) {
      const error = told.errors?.[0] ?? told;
      tell(row, "wrong", error.message?.[lang] ?? words.refused);
      for (const input of fields(row)) if (told.errors?.some((wrong) => wrong.field === input.name)) input.setAttribute("aria-invalid", "true");
    }
  }

  /** The row is as the server says, but for what is being typed. */
  function adopt(row, offer, kept) {
    row.dataset.version = offer.version;
    row.querySelector("[name=version]").value = offer.version;
    const unit = row.querySelector(".shelf__unit");
    if (unit) unit.textContent = unitOf(offer);
    for (const input of fields(row)) {
      const text = shownOf(offer, input.name);
      if (!kept || kept.shown[input.name] === input.value.trim() || input.value.trim() === input.dataset.saved) input.value = text;
      input.dataset.saved = text;
      input.removeAttribute("aria-invalid");
    }
  }

  function offerUndo(offer, kept, version) {
    clearTimeout(toastTimer);
    toast?.remove();
    if (!kept.undo) return;
    toast = document.createElement("div");
    toast.className = "toast";
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    const name = rowOf(offer)?.querySelector(".shelf__name")?.textContent.trim();
    said.textContent = `${words.saved}: ${name}`;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.undo;
    button.addEventListener("click", () => {
      toast.remove();
      put(offer, { change: kept.was, was: kept.change, shown: kept.before, before: kept.shown, version, key: crypto.randomUUID(), undo: false });
    });
    toast.append(said, button);
    document.body.append(toast);
    toastTimer = setTimeout(() => toast.remove(), UNDO_FOR);
  }

  /** Somebody else was quicker: both values, and one tap for either. */
  function clash(row, kept, told) {
    tell(row, "wrong", "");
    row.querySelector(".shelf__clash")?.remove();
    const box = document.createElement("div");
    box.className = "shelf__clash";
    box.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = words.stale;
    const names = Object.keys(kept.change);
    const choice = (label, values, take) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet";
      button.textContent = `${label} ${values.map((value) => value || "—").join(" · ")}`;
      button.addEventListener("click", () => {
        box.remove();
        take();
      });
      return button;
    };
    box.append(
      text,
      choice(words.theirs, names.map((name) => shownOf(told.theirs, name)), () => {
        for (const input of fields(row)) input.value = input.dataset.saved;
        adopt(row, told.theirs);
        tell(row, "", "");
      }),
      choice(words.mine, names.map((name) => kept.shown[name]), () => {
        const was = Object.fromEntries(names.map((name) => [name, valueOf(told.theirs, name)]));
        const before = Object.fromEntries(names.map((name) => [name, shownOf(told.theirs, name)]));
        put(row.dataset.offer, { ...kept, was, before, version: told.version, key: crypto.randomUUID() });
      }),
    );
    row.append(box);
  }

  function tell(row, how, text) {
    if (!row) return;
    for (const name of ["saved", "waiting", "wrong"]) row.classList.toggle(`shelf__row--${name}`, name === how);
    row.querySelector(".shelf__state").textContent = text;
  }

  function rowOf(offer) {
    return list.querySelector(`[data-offer="${offer}"]`);
  }

  /** "৳৭৯ / কেজি"; nothing where the price is not told. */
  function unitOf({ unit_price: unit }) {
    if (!unit) return "";
    const taka = (unit.amount / 100).toLocaleString(lang === "bn" ? "bn-BD" : "en-IN", { maximumFractionDigits: 2 });
    return `৳${taka} / ${words[unit.per]}`;
  }

  function shownOf(offer, name) {
    const value = valueOf(offer, name);
    if (value === null || value === undefined) return "";
    const text = name === "price" ? (value / 100).toFixed(2).replace(/\.00$/, "") : String(value);
    return lang === "bn" ? text.replace(/\d/g, (digit) => "০১২৩৪৫৬৭৮৯"[digit]) : text;
  }
}

/** Two changes as one: the values of the later, from where the first began. */
function both(first, later) {
  return {
    ...later,
    version: first.version,
    change: { ...first.change, ...later.change },
    shown: { ...first.shown, ...later.shown },
    was: { ...later.was, ...first.was },
    before: { ...later.before, ...first.before },
  };
}

function fields(row) {
  return row.querySelectorAll("input[name=price], input[name=stock]");
}

function valueOf(offer, name) {
  return name === "price" ? (offer.price?.amount ?? null) : offer.stock;
}

function ascii(text) {
  return text.trim().replace(/[০-৯]/g, (digit) => "০১২৩৪৫৬৭৮৯".indexOf(digit)).replaceAll(",", "");
}

/** Taka as people write them; blank is null, anything else undefined. */
function poisha(text) {
  const plain = ascii(text);
  if (plain === "") return null;
  const [, taka, rest = ""] = /^(\d{1,11})(?:\.(\d{0,2}))?$/.exec(plain) ?? [];
  return taka === undefined ? undefined : Number(taka) * 100 + Number(rest.padEnd(2, "0"));
}

function pieces(text) {
  const plain = ascii(text);
  if (plain === "") return null;
  return /^\d{1,7}$/.test(plain) ? Number(plain) : undefined;
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function write(name, waiting) {
  try {
    if (Object.keys(waiting).length) localStorage.setItem(name, JSON.stringify(waiting));
    else localStorage.removeItem(name);
  } catch {
    // Without storage, changes live as long as the page.
  }
}
