// What the panels of the tab Controls have in common.
import { el, guarded } from "./dom.js";

/** A panel with a heading; a paragraph says how it stands. `{node, says}`. */
export function panel(id, title, { broad = false } = {}, ...inside) {
  const says = el("p", { id: `${id}-says` });
  const node = el("section", { class: broad ? "panel broad" : "panel", id: `${id}-panel`, "aria-labelledby": id }, el("h2", { id }, title), says, inside);
  return { node, says };
}

/** A form whose submission is an act. */
export function form(act, ...inside) {
  return el("form", { class: "row", on: {
    submit: guarded(async (event) => {
      event.preventDefault();
      await act(event.target);
    }),
  } }, inside);
}

export const submit = (title) => el("button", { type: "submit" }, title);

/** The input or select within a field. */
export const inputOf = (field) => field.querySelector("input, select, textarea");

/** A number and its noun: 1 method, 2 methods. */
export const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
