// How far an upload has come, pictures that appear once they are ready, and what a
// cut leaves. Without this file the forms do the same, page by page.

/** Between two looks at pictures that are being made ready, in milliseconds. */
const LOOK_AGAIN = 1_500;

export function enhance(form) {
  const list = () => document.querySelector("#pictures");

  const look = async () => {
    try {
      const answer = await fetch(location.pathname);
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // Somebody who is typing keeps what is there.
      if (!list().contains(document.activeElement)) list().replaceWith(page.querySelector("#pictures"));
    } catch {
      // No connection: the next look may have one.
    }
    wait();
  };
  const wait = () => list().querySelector("[data-unready]") && setTimeout(look, LOOK_AGAIN);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  document.addEventListener("input", ({ target }) => {
    const cut = target.closest?.("[data-cut]");
    if (cut) preview(cut);
  });
  wait();
}

/** Sends the files; whatever the answer is takes the place of the page. */
function send(form) {
  const bar = Object.assign(document.createElement("progress"), { className: "progress", max: 1, value: 0 });
  bar.setAttribute("aria-label", form.dataset.sending);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = form.dataset.sending;
  const button = form.querySelector("button");
  button.disabled = true;
  button.before(said, bar);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = total ? loaded / total : 0;
  });
  const over = () => {
    bar.remove();
    button.disabled = false;
  };
  request.addEventListener("error", () => {
    over();
    said.textContent = form.dataset.lost;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) return location.assign(location.pathname);
    over();
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    said.textContent = page.querySelector("[role=alert]")?.textContent ?? form.dataset.lost;
  });
  request.send(new FormData(form));
}

/** Shows what is left of the picture beside the form. */
function preview(cut) {
  const picture = cut.closest("li").querySelector(".picture");
  const percent = (side) => Math.min(90, Number(ascii(cut.elements[side].value)) || 0);
  const [top, right, bottom, left] = ["top", "right", "bottom", "left"].map(percent);
  if (picture) picture.style.clipPath = `inset(${top}% ${right}% ${bottom}% ${left}%)`;
}

const ascii = (text) => text.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6));
