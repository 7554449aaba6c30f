// What every tab has: the choice of the office, the colours, links that keep the office.
import { plane } from "./api.js";
import { byId, el, guarded, show } from "./dom.js";
import { key, withOffice } from "./office.js";

for (const link of document.querySelectorAll("a[data-with-office]")) link.href = withOffice(link.getAttribute("href"));

const input = byId("office-key");
input.value = key;
byId("office-choice").addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = new URLSearchParams(location.search);
  chosen.set("office", input.value.trim());
  location.search = chosen.toString();
});
// Only now: a page that is only looked at asks for no list of offices.
input.addEventListener("focus", guarded(async () => {
  const { offices } = await plane("GET", "/offices");
  show(byId("office-keys"), offices.map((one) => el("option", { value: one.office })));
}), { once: true });

const COLOURS = ["", "light", "dark"];
const NAMES = { "": "as the system", light: "light", dark: "dark" };
const root = document.documentElement;

function nameColours() {
  byId("theme").textContent = `Colours: ${NAMES[root.dataset.theme ?? ""]}`;
}
byId("theme").addEventListener("click", () => {
  const next = COLOURS[(COLOURS.indexOf(root.dataset.theme ?? "") + 1) % COLOURS.length];
  if (next) root.dataset.theme = next;
  else delete root.dataset.theme;
  try {
    localStorage.setItem("mock-od-colours", next);
  } catch {
    // a browser that keeps nothing: until the next page then
  }
  nameColours();
});
nameColours();
