// Helps to fill in an application, and to move the pin of a shop: saves meanwhile
// where the form says where, finds the place, shows it on a map. The form works
// without any of it.

const WAIT_MS = 1200;

export function enhance(form) {
  const told = form.querySelector("[data-told]");
  if (form.dataset.api) autosave(form, told);
  const pin = place(form, told);
  position(form, pin, told);
  byAddress(form, pin);
  placedPhotos(form);
}

/** Fields that mean something only together. */
const TOGETHER = [
  ["lat", "lng"],
  ["hours", "opens", "closes", "opens_2", "closes_2", "friday", "friday_opens", "friday_closes", "ramadan_opens", "ramadan_closes", "ramadan"],
];

/** Saves a while after the last change, and tells so. */
function autosave(form, told) {
  let timer;
  let running = Promise.resolve();
  const send = (fields) => fetch(form.dataset.api, {
    method: "PATCH",
    headers: { "content-type": "application/json", "x-csrf-token": form.elements.csrf.value },
    body: JSON.stringify(fields),
  });
  const save = async () => {
    const fields = Object.fromEntries(new FormData(form));
    for (const box of form.querySelectorAll("input[type=checkbox]")) fields[box.name] = box.checked ? "on" : "off";
    for (const name of ["csrf", "do", "c", "code", "phone"]) delete fields[name];
    try {
      let answer = await send(fields);
      let said = await answer.json();
      let words = "";
      if (answer.status === 422) {
        // What is still half typed waits; all else is saved.
        words = said.errors[0].message[document.documentElement.lang];
        for (const { field } of said.errors) {
          for (const name of TOGETHER.find((group) => group.includes(field)) ?? [field]) delete fields[name];
        }
        answer = await send(fields);
        said = await answer.json();
      }
      if (answer.ok) form.elements.version.value = said.version;
      told.textContent = answer.ok ? `${form.dataset.saved} ${words}`
        : answer.status === 409 ? form.dataset.stale : form.dataset.unsaved;
    } catch {
      told.textContent = form.dataset.unsaved;
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { running = running.then(save); }, WAIT_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => clearTimeout(timer));
}

/** The pin on a map, in step with the fields; a way to set it. */
function place(form, told) {
  const { lat, lng } = form.elements;
  const box = form.querySelector("[data-pin]");
  let map, mark;
  const at = () => [Number(lat.value), Number(lng.value)];
  const isKnown = () => lat.value !== "" && lng.value !== "" && at().every(Number.isFinite);
  const set = (point) => {
    lat.value = point[0].toFixed(6);
    lng.value = point[1].toFixed(6);
    form.dispatchEvent(new Event("change"));
    show();
  };
  const show = async () => {
    if (!box || !isKnown()) return;
    try {
      await library(form.dataset.leaflet);
    } catch {
      return;
    }
    box.hidden = false;
    if (!map) {
      map = window.L.map(box).setView(at(), 17);
      map.attributionControl.setPrefix(false);
      if (form.dataset.tiles) window.L.tileLayer(form.dataset.tiles, { maxZoom: 19 }).addTo(map);
      const icon = window.L.divIcon({ className: "pin", iconSize: [28, 28], iconAnchor: [14, 28] });
      mark = window.L.marker(at(), { draggable: true, keyboard: true, icon, title: box.getAttribute("aria-label") }).addTo(map);
      mark.on("dragend", () => set([mark.getLatLng().lat, mark.getLatLng().lng]));
      map.on("click", (event) => set([event.latlng.lat, event.latlng.lng]));
      neighbours();
      const outlines = await fetch(form.dataset.outlines).then((answer) => answer.json(), () => null);
      if (outlines) window.L.geoJSON(outlines, { interactive: false, style: { weight: 1.5, color: "#6f8a84", fillOpacity: 0.08 } }).addTo(map).bringToBack();
    }
    mark.setLatLng(at());
    map.panTo(at());
  };
  /** Shops that are there already, to find one's way by. */
  const neighbours = async () => {
    const [at_lat, at_lng] = at();
    const answer = await fetch(`${form.dataset.nearby}?lat=${at_lat}&lng=${at_lng}&radius_m=300&limit=60`).catch(() => null);
    if (!answer?.ok) return;
    const lang = document.documentElement.lang;
    for (const shop of (await answer.json()).items) {
      window.L.circleMarker([shop.location.lat, shop.location.lng], { radius: 6, weight: 2, color: "#fff", fillColor: "#0b5d53", fillOpacity: 0.95 })
        .bindTooltip(shop.name[lang] ?? shop.name.bn ?? shop.name.en ?? "")
        .addTo(map);
    }
  };
  for (const field of [lat, lng]) field.addEventListener("change", show);
  // Where a button asks for the map, its code comes with the first tap.
  const opener = form.querySelector("[data-open-map]");
  if (!opener) show();
  else {
    opener.hidden = false;
    opener.addEventListener("click", () => { opener.hidden = true; show(); });
  }
  return set;
}

/** Looks an address up and sets the pin there. */
function byAddress(form, set) {
  const box = form.querySelector("[data-find]");
  if (!box) return;
  box.hidden = false;
  const [input, button, list, said] = ["input", "button", "ul", "[role=status]"].map((part) => box.querySelector(part));
  const choose = ({ location, precision, area }) => {
    list.replaceChildren();
    said.textContent = precision === "address" ? "" : box.dataset.rough;
    const choice = form.elements.area;
    if (choice && [...choice.options].some((option) => option.value === area)) choice.value = area;
    set([location.lat, location.lng]);
  };
  const row = (place) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "textlink textlink--button", textContent: place.label });
    button.addEventListener("click", () => choose(place));
    const item = document.createElement("li");
    item.append(button);
    return item;
  };
  const find = async () => {
    if (input.value.trim() === "") return input.focus();
    button.disabled = true;
    list.replaceChildren();
    said.textContent = "";
    const { lat, lng } = form.elements;
    const asked = new URLSearchParams({ q: input.value.trim(), lang: document.documentElement.lang });
    if (lat.value && lng.value) {
      asked.set("lat", lat.value);
      asked.set("lng", lng.value);
    }
    try {
      const answer = await fetch(`/api/v1/geocode?${asked}`);
      const { items, message } = await answer.json();
      if (!answer.ok) said.textContent = message?.[document.documentElement.lang] ?? box.dataset.failed;
      else if (items.length === 1) choose(items[0]);
      else if (items.length === 0) said.textContent = box.dataset.none;
      else list.replaceChildren(...items.map(row));
    } catch {
      said.textContent = box.dataset.failed;
    }
    button.disabled = false;
  };
  button.addEventListener("click", find);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    find();
  });
  // What is looked for is no part of the form.
  input.addEventListener("input", (event) => event.stopPropagation());
  input.addEventListener("change", (event) => event.stopPropagation());
}

function position(form, set, told) {
  const button = form.querySelector("[data-gps]");
  if (!button || !("geolocation" in navigator)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    const done = () => { button.disabled = false; };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { done(); set([coords.latitude, coords.longitude]); },
      () => { done(); told.textContent = form.dataset.nowhere; },
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  });
}

/** Photos say where they were taken, where the device knows. */
function placedPhotos(form) {
  const photos = document.querySelector("#photo-form");
  if (!photos || !("geolocation" in navigator)) return;
  const said = photos.querySelector("[role=status]");
  let isPlaced = false;
  photos.addEventListener("submit", (event) => {
    if (isPlaced) return;
    event.preventDefault();
    said.textContent = form.dataset.places;
    const send = () => { isPlaced = true; photos.requestSubmit(); };
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      photos.elements.lat.value = coords.latitude;
      photos.elements.lng.value = coords.longitude;
      send();
    }, send, { enableHighAccuracy: true, timeout: 10_000 });
  });
}

function library(url) {
  if (window.L) return Promise.resolve();
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}
