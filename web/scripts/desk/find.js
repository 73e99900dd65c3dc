// The catalogue under the fingers: rows come while one types, and a barcode can be
// read by camera where the browser knows how. Without this file the box is a form.

/** Kinds of barcode on packs. */
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "itf"];

export function enhance(form) {
  const input = form.querySelector("input[type=search]");
  let timer, running;

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    const url = `${form.getAttribute("action")}?q=${encodeURIComponent(input.value.trim())}`;
    try {
      const answer = await fetch(url, { signal });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("#found");
      if (found && !signal.aborted) {
        document.querySelector("#found").replaceWith(found);
        history.replaceState(null, "", url);
      }
    } catch {
      // Typed on, or no connection: the button still asks.
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  };
  // Half a conjunct is not worth a question.
  input.addEventListener("input", (event) => event.isComposing || soon());
  input.addEventListener("compositionend", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
  scan(form, input, ask);
}

/** The camera, where the browser reads barcodes by itself. */
async function scan(form, input, ask) {
  const button = form.querySelector("[data-scan]");
  const place = document.querySelector("[data-camera]");
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
  const formats = FORMATS.filter((format) => known.includes(format));
  if (formats.length === 0) return;
  button.hidden = false;
  let stop;
  button.addEventListener("click", async () => {
    if (stop) return stop();
    place.hidden = false;
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    place.replaceChildren(said);
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      said.textContent = form.dataset.denied;
      return;
    }
    said.textContent = form.dataset.unread;
    const video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    place.append(video);
    const detector = new BarcodeDetector({ formats });
    const timer = setInterval(async () => {
      const [code] = await detector.detect(video).catch(() => []);
      if (!code || !stop) return;
      stop();
      input.value = code.rawValue;
      ask();
    }, 250);
    stop = () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      place.hidden = true;
      place.replaceChildren();
      stop = undefined;
    };
    await video.play();
  });
}
