// How calls are kept apart.
import { el, field, guarded } from "./dom.js";
import { form, inputOf, panel, submit } from "./controls_panel.js";

const KINDS = [
  { value: "unsaid", title: "as the strictness says" },
  { value: "off", title: "off" },
  { value: "faithful", title: "as the real service" },
  { value: "own", title: "one call in so many seconds" },
];
const WAITS = [
  { value: "real", title: "the caller waits" },
  { value: "virtual", title: "the office's clock moves on" },
];
const REAL = "In remote mode a call begins 1 second after the one before: 5 seconds where ApiReadAll is the only permission, half a second with ApiEnterprise.";
const OFF = "No call waits for another.";

function said({ throttle, faithful }) {
  if (throttle === "off" || (throttle === null && !faithful)) return OFF;
  if (throttle === "faithful" || throttle === null) return REAL;
  const { seconds, wait, bound } = throttle;
  const apart = seconds === "faithful" ? REAL : `A call begins ${seconds} seconds after the one before, in every mode.`;
  const how = wait === "virtual" ? "Nobody waits: the office's clock moves on instead." : "The caller really waits.";
  return `${apart} ${how} A call that would wait longer than ${bound} seconds is refused with 429.`;
}

export function throttlePanel(set) {
  const kind = field("Throttle", { name: "kind", id: "throttle-kind" }, KINDS);
  const seconds = field("Seconds", { name: "seconds", type: "number", min: "0", step: "any", value: "1", class: "few", required: true });
  const wait = field("Who waits", { name: "wait" }, WAITS);
  const bound = field("Longest wait in seconds", { name: "bound", type: "number", min: "0", step: "any", value: "60", class: "few", required: true });
  const parts = el("fieldset", {}, el("legend", {}, "One call in so many seconds"), el("div", { class: "row" }, seconds, wait, bound));
  const says = (stands) => said(stands.settings);
  const made = panel("throttle", "Throttle", {}, form(async (sent) => {
    const values = { unsaid: null, own: { seconds: Number(sent.elements.seconds.value), wait: sent.elements.wait.value, bound: Number(sent.elements.bound.value) } };
    const chosen = sent.elements.kind.value;
    await set({ throttle: chosen in values ? values[chosen] : chosen }, says);
  }, kind, parts, submit("Set the throttle")));
  const showParts = () => (parts.hidden = parts.disabled = inputOf(kind).value !== "own");
  inputOf(kind).addEventListener("change", guarded(showParts));
  return {
    node: made.node,
    update(stands) {
      const { throttle } = stands.settings;
      const waited = stands.waitedSeconds ? ` So far calls have waited ${stands.waitedSeconds} seconds.` : "";
      made.says.textContent = says(stands) + waited;
      inputOf(kind).value = throttle === null ? "unsaid" : typeof throttle === "string" ? throttle : "own";
      if (throttle?.bound !== undefined) {
        if (throttle.seconds !== "faithful") inputOf(seconds).value = throttle.seconds;
        inputOf(wait).value = throttle.wait;
        inputOf(bound).value = throttle.bound;
      }
      showParts();
    },
  };
}
