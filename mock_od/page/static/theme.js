// Before anything is drawn: the colours that this browser has chosen, if it has chosen.
"use strict";
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("mock-od-colours");
  } catch {
    // a browser that keeps nothing
  }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
