// A call of the journal, sent once more through the API, as any program sends one.
import { call as callApi } from "./api.js";
import { developer } from "./office.js";

/** The path of a call as an address has it. */
export const encoded = (path) => path.split("/").map(encodeURIComponent).join("/");

/** Sends a call of the journal once more. */
export const sendAgain = (call, customer) => callApi(call.verb, encoded(call.path), {
  customer,
  developer,
  query: call.query,
  body: call.verb === "GET" || call.verb === "HEAD" || call.body === null ? undefined : call.body,
});

/** Whether a text of the journal is only the beginning of what there was. */
export const isCut = (said) => typeof said === "string" && /\.\.\. \[cut: the first \d+ of \d+ bytes\]$/.test(said);
