// A button that prints the page, or keeps it as PDF.

/** Shows the button and lets it print. */
export function enhance(button) {
  button.addEventListener("click", () => window.print());
  button.hidden = false;
}
