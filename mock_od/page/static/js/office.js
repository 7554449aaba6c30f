// Which office is looked at. Its key stands in the address, so that a tab can be kept and sent to others.
import { part, plane, call as callApi } from "./api.js";
import { say } from "./dom.js";

const asked = new URLSearchParams(location.search);

/** The customer key, which names the office. */
export const key = asked.get("office") || "customer";
/** The developer key, which names the program. */
export const developer = asked.get("developer") || "developer";

/** The path of the office in the plane, and what is below it: `office("tables")`. */
export const office = (...parts) => ["/offices", part(key), ...parts.map(part)].join("/");

/** An address of this page for the chosen office. */
export function withOffice(path, more = {}) {
  const address = new URL(path, location.origin);
  for (const name of ["office", "developer"]) if (asked.has(name)) address.searchParams.set(name, asked.get(name));
  for (const [name, value] of Object.entries(more)) address.searchParams.set(name, value);
  return address.pathname + address.search + address.hash;
}

/** Changes what the address says beside the office, without loading the page again. A value of null takes it out. */
export function remember(values) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === "") address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  history.replaceState(null, "", address);
}

/** What the address says beside the office. */
export const asks = (name) => new URLSearchParams(location.search).get(name) ?? "";

/** Sees that the office is open: the plane shows only open ones. Gives how it stands. */
export async function opened() {
  try {
    return await plane("GET", office());
  } catch (refused) {
    if (refused.status !== 404) throw refused;
  }
  const stands = await plane("PUT", office(), {});
  say("note", `The office ${key} was not open. It is open now, with the rows that every new office has.`);
  return stands;
}

/** A call of the API in the chosen office; see api.js. */
export const call = (verb, path, more = {}) => callApi(verb, path, { customer: key, developer, ...more });
