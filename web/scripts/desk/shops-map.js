// Shops of an admin's areas on a map, whose code comes with the first tap. There are
// never more than 200 marks: many shops share one, with their number on it.

const COLOUR = "#0b5d53";

export function enhance(part) {
  const button = part.querySelector("button");
  const said = part.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await library(part.dataset.leaflet);
      await draw(part, said);
      button.hidden = true;
    } catch {
      button.disabled = false;
      said.textContent = part.dataset.failed;
    }
  });
}

async function draw(part, said) {
  const box = part.querySelector(".map");
  const first = await marks(part);
  box.hidden = false;
  const map = window.L.map(box, { zoomSnap: part.dataset.tiles ? 1 : 0.25 });
  map.attributionControl.setPrefix(false);
  const points = first.marks.map(({ location }) => [location.lat, location.lng]);
  if (points.length) map.fitBounds(points, { maxZoom: 16, padding: [24, 24] });
  else map.setView([23.7, 90.35], 7);
  if (part.dataset.tiles) window.L.tileLayer(part.dataset.tiles, { maxZoom: 19 }).addTo(map);
  fetch(part.dataset.outlines).then((answer) => answer.json()).then((districts) => {
    window.L.geoJSON(districts, { interactive: false, style: { weight: 1.5, color: "#6f8a84", fillOpacity: 0.08 } }).addTo(map).bringToBack();
  }, () => {});
  const layer = window.L.layerGroup().addTo(map);
  show(part, map, layer, first);
  let asked = 0;
  const refresh = async () => {
    const mine = ++asked;
    try {
      const seen = await marks(part, map.getBounds());
      if (mine === asked) show(part, map, layer, seen);
      said.textContent = "";
    } catch {
      said.textContent = part.dataset.failed;
    }
  };
  map.on("moveend", refresh);
  refresh();
}

async function marks(part, bounds) {
  const url = new URL(part.dataset.marks, location.href);
  if (bounds) {
    const wrapped = { south: bounds.getSouth(), west: bounds.getWest(), north: bounds.getNorth(), east: bounds.getEast() };
    const most = { south: 90, north: 90, west: 180, east: 180 };
    for (const [side, degrees] of Object.entries(wrapped)) {
      url.searchParams.set(side, Math.max(-most[side], Math.min(most[side], degrees)).toFixed(6));
    }
  }
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function show(part, map, layer, seen) {
  const lang = document.documentElement.lang;
  layer.clearLayers();
  for (const mark of seen.marks) {
    const at = [mark.location.lat, mark.location.lng];
    const radius = mark.count === 1 ? 8 : Math.min(17, 10 + 1.5 * Math.log(mark.count));
    const circle = window.L.circleMarker(at, { radius, weight: 2, color: "#fff", fillColor: COLOUR, fillOpacity: 0.95 }).addTo(layer);
    if (mark.count === 1) {
      const link = document.createElement("a");
      const name = mark.name[lang] ?? mark.name.bn ?? mark.name.en ?? "";
      link.href = part.dataset.shops + encodeURIComponent(name);
      link.textContent = name;
      circle.bindPopup(link);
    } else {
      circle.bindTooltip(mark.count.toLocaleString(lang), { permanent: true, direction: "center", className: "count" });
      circle.on("click", () => map.setView(at, Math.min(map.getZoom() + 2, 18)));
    }
  }
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
