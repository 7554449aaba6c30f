// Settings that are one choice: the version, the mode, the state of the key, the eConnector, faithful or not.
import { el, field, guarded } from "./dom.js";
import { form, inputOf, panel, submit } from "./controls_panel.js";

export function versionPanel(set) {
  const asked = field("Version", { name: "version", autocomplete: "off", spellcheck: "false", class: "few", required: true });
  const says = ({ settings }) => `The office runs Open Dental ${settings.version}.`;
  const made = panel("version", "Version", {},
    el("p", { class: "quiet" }, "Methods that came in a later version are refused. Parameters and fields that came later have no effect. Both are as in a real office that has not updated yet."),
    form((sent) => set({ version: sent.elements.version.value.trim() }, says), asked, submit("Set the version")));
  return {
    node: made.node,
    update(stands) {
      made.says.textContent = says(stands);
      inputOf(asked).value = stands.settings.version;
    },
  };
}

// What each choice does, in a sentence. A choice without one is shown by its name alone.
const CHOICES = [
  {
    setting: "mode",
    title: "Mode",
    about: "How your program reaches the office.",
    says: {
      remote: "Calls go through Open Dental's servers. A list has 100 rows a page, or 1,000 with ApiEnterprise. The eConnector, the timeout and the faithful throttle have an effect.",
      local: "Calls go straight to the office's own server. A list has 1,000 rows a page, or 10,000 with ApiEnterprise.",
      service: "Calls go to the API Service on the office's network. A list has 1,000 rows a page, or 10,000 with ApiEnterprise.",
    },
  },
  {
    setting: "keyStatus",
    title: "Customer key",
    about: "What the office, the developer or Open Dental has done to this key.",
    says: {
      Enabled: "The key is good.",
      EnabledReadOnly: "The key may read. Every other call is refused with 401.",
      DisabledByCustomer: "Every call is refused: the customer has disabled the key.",
      DisabledByDeveloper: "Every call is refused: the developer has disabled the key.",
      DisabledByHQ: "Every call is refused: Open Dental has disabled the key.",
      Unassigned: "Every call is refused: no customer has the key yet.",
    },
  },
  {
    setting: "eConnector",
    title: "eConnector",
    about: "The office's link to Open Dental's servers. It has an effect in remote mode only.",
    says: {
      running: "The office can be reached.",
      stopped: "In remote mode, every call is refused: the office is offline.",
      duplicate: "In remote mode, every call is refused: two eConnectors serve the office.",
    },
  },
  {
    setting: "faithful",
    title: "Strictness",
    about: "Tests are quicker without the throttle; a last run should be with it.",
    says: {
      true: "All that the real service enforces is enforced: the throttle in remote mode, and Content-Type on every request.",
      false: "The throttle and the Content-Type of a request are not enforced.",
    },
    names: { true: "as strict as the real service", false: "friendly" },
  },
];

export const choicePanels = (set, known) => CHOICES.map((one) => choicePanel(one, set, known[one.setting].enum ?? [true, false]));

function choicePanel({ setting, title, about, says, names = {} }, set, values) {
  const options = values.map((one) => ({ value: String(one), title: names[one] ?? String(one) }));
  const asked = field(title, { name: setting, id: `${setting}-choice` }, options);
  const told = ({ settings }) => `${names[settings[setting]] ?? settings[setting]}: ${says[settings[setting]] ?? ""}`;
  const made = panel(setting, title, {}, el("p", { class: "quiet" }, about), el("div", { class: "row" }, asked));
  inputOf(asked).addEventListener("change", guarded(async (event) => {
    const value = values.find((one) => String(one) === event.target.value);
    await set({ [setting]: value }, (stands) => `${title}: ${told(stands)}`);
  }));
  return {
    node: made.node,
    update(stands) {
      made.says.textContent = told(stands);
      inputOf(asked).value = String(stands.settings[setting]);
    },
  };
}
