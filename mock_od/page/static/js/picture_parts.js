// What the pictures have in common: rows, lists of the API, names, amounts, dates.
import { part, plane, queryOf } from "./api.js";
import { el } from "./dom.js";
import { call, office, withOffice } from "./office.js";

const PAGE = 100; // rows: no page of a list is smaller while there are more

/** Rows of a table that have these values. */
export const rows = async (table, where) => (await plane("GET", office("tables", table) + queryOf(where))).rows;

/** The row with that key, or undefined. */
export const row = async (table, key, value) => (await rows(table, { [key]: value }))[0];

/** All rows of a list of the API, page after page. */
export async function list(path, query = {}) {
  const all = [];
  for (;;) {
    const answer = await call("GET", path, { query: all.length ? { ...query, Offset: all.length } : query });
    if (!answer.ok) throw refusal(answer);
    all.push(...answer.json);
    if (answer.json.length < PAGE) return all;
  }
}

/** What an answer that refuses a call says, as an error for the reader. */
export function refusal({ verb, address, status, json, text, hint }) {
  const said = new Error(`${verb} ${address.split("?")[0]} was answered ${status}: ${json ?? text}${hint ? ` (${hint})` : ""}`);
  said.isAnswer = true;
  return said;
}

/** The rows that these keys name, by key: one question for each. */
export async function byKey(table, key, values) {
  const wanted = [...new Set(values)].filter((one) => one && one !== "0");
  const found = await Promise.all(wanted.map((one) => row(table, key, one)));
  return new Map(wanted.map((one, at) => [one, found[at]]));
}

export const nameOf = (patient) => (patient ? `${patient.FName}${patient.Preferred ? ` (${patient.Preferred})` : ""} ${patient.LName}`.trim() : "a patient who is not there");
export const money = (amount) => Number(amount).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
export const isSet = (moment) => Boolean(moment) && !moment.startsWith("0001-01-01");

/** Years between a birthdate and a day, both yyyy-MM-dd; null without a birthdate. */
export function ageOn(birthdate, day) {
  if (!isSet(birthdate)) return null;
  const years = Number(day.slice(0, 4)) - Number(birthdate.slice(0, 4));
  return day.slice(5) < birthdate.slice(5, 10) ? years - 1 : years;
}

/** The beginning of a text that fits into so many letters. */
export const short = (said, most) => (said.length <= most ? said : `${said.slice(0, Math.max(1, most - 1))}…`);

/** A link to a row in the tab Data. */
export const dataLink = (table, column, value, title) => el("a", { href: withOffice("/data", { table, column, value }) }, title);

/** A picture in a frame that scrolls by itself. The picture's own name says what it shows. */
export const framed = (picture, label) => el("div", { class: "wide picture", tabindex: "0", role: "region", "aria-label": `${label}, scrolls sideways` }, picture);

function words(content) {
  const cell = el("td", {}, content);
  cell.className = cell.textContent.length < 20 ? "short" : "lines"; // what is short, a name or a date, stays in one line
  return cell;
}

/** A table of amounts with a line of sums. `columns` are {title, cell, sum}; sum is a number. */
export function amounts(caption, columns, lines) {
  const kind = (one) => (one.amount ? "amount" : null);
  return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption }, el("table", {},
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, columns.map((one) => el("th", { scope: "col", class: kind(one) }, one.title)))),
    el("tbody", {}, lines.map((line) => el("tr", {}, columns.map((one) => (one.amount ? el("td", { class: "amount" }, money(one.amount(line))) : words(one.cell(line))))))),
    el("tfoot", {}, el("tr", {}, columns.map((one, at) => (at === 0
      ? el("th", { scope: "row" }, "Total")
      : el("td", { class: kind(one) }, one.amount ? money(lines.reduce((sum, line) => sum + Number(one.amount(line)), 0)) : "")))))));
}
