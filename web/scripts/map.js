// The map: our own outlines first, tiles where they are configured and arrive,
// and the shops of the list below it.

/** Draws into the element that carries the settings as data attributes. */
export async function draw(box) {
  const say = (text) => {
    const note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "status");
    note.textContent = text;
    box.before(note);
  };
  try {
    await load(box.dataset.leaflet);
  } catch {
    box.querySelector("[role=status]").textContent = box.dataset.failed;
    return;
  }
  const [lat, lng] = box.dataset.at.split(",").map(Number);
  box.replaceChildren();
  const map = window.L.map(box, { zoomSnap: box.dataset.tiles ? 1 : 0.25 });
  map.attributionControl.setPrefix(false);
  frame(map, lat, lng, Number(box.dataset.radius));
  if (box.dataset.tiles) window.L.tileLayer(box.dataset.tiles, { attribution: box.dataset.credit, maxZoom: 19 }).addTo(map);
  const [outlines, shops] = await Promise.allSettled([json(box.dataset.outlines), json(box.dataset.nearby)]);
  if (outlines.status === "fulfilled") outline(map, outlines.value);
  if (shops.status === "fulfilled") pins(map, shops.value.items, box.dataset.shops);
  else say(box.dataset.failed);
  window.L.circleMarker([lat, lng], { radius: 9, weight: 4, color: "#fff", fillColor: "#a5281d", fillOpacity: 1 })
    .bindTooltip(box.dataset.you, { permanent: true, direction: "top", offset: [0, -8] })
    .addTo(map);
}

function load(url) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function frame(map, lat, lng, metres) {
  const circle = window.L.circle([lat, lng], { radius: metres, weight: 2, color: "#0b5d53", fillOpacity: 0.04, interactive: false });
  map.setView([lat, lng], 14);
  map.fitBounds(circle.addTo(map).getBounds());
}

/** Districts: what is left of a map when tiles are blocked. */
function outline(map, districts) {
  window.L.geoJSON(districts, { interactive: false, style: { weight: 1.5, color: "#6f8a84", fillColor: "#d9ece6", fillOpacity: 0.25 } })
    .addTo(map)
    .bringToBack();
}

function pins(map, shops, base) {
  const lang = document.documentElement.lang;
  for (const shop of shops) {
    const name = shop.name[lang] ?? shop.name.bn ?? shop.name.en ?? "";
    const link = document.createElement("a");
    link.href = base + encodeURIComponent(shop.id);
    link.textContent = name;
    window.L.circleMarker([shop.location.lat, shop.location.lng], { radius: 8, weight: 2, color: "#fff", fillColor: "#0b5d53", fillOpacity: 0.95 })
      .bindPopup(link)
      .addTo(map);
  }
}
