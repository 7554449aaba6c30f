// Controls: what an office can be made to do. Each panel says how it stands, and is read back after each change.
import { plane } from "./api.js";
import { clockPanel } from "./controls_clock.js";
import { faultsPanel } from "./controls_faults.js";
import { permissionsPanel } from "./controls_permissions.js";
import { choicePanels, versionPanel } from "./controls_settings.js";
import { throttlePanel } from "./controls_throttle.js";
import { begin, byId, say, show } from "./dom.js";
import { office, opened } from "./office.js";

let panels = [];

/** Does something to the office, reads it back, and says what is so now: a text, or a function of how it stands. */
async function change(act, says) {
  await act();
  const stands = await plane("GET", office());
  for (const one of panels) await one.update(stands);
  say("good", typeof says === "function" ? says(stands) : says);
}

const set = (values, says) => change(() => plane("PUT", office(), values), says);

begin(async () => {
  const stands = await opened();
  const described = await plane("GET", "/settings");
  const known = Object.fromEntries(described.settings.map((one) => [one.name, one.schema]));
  panels = [
    clockPanel(change),
    versionPanel(set),
    ...choicePanels(set, known),
    throttlePanel(set),
    permissionsPanel(set, described.permissions),
    await faultsPanel(change),
  ];
  for (const one of panels) await one.update(stands);
  show(byId("content"), panels.map((one) => one.node));
});
