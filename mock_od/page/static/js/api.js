// Calls of this server. The page is a caller like any other: of the plane with the token, of the API with the keys.
import { byId, say } from "./dom.js";

const { api: API, admin: ADMIN, tokenHeader: TOKEN } = document.body.dataset;
const KEPT = "mock-od-token";

/** What the plane has refused: `status`, and `error`, `at`, `problem`, `known` of docs/admin.md. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer?.error ?? `the server answered ${status}`);
    this.status = status;
    this.answer = answer;
    this.isAnswer = true;
  }
}

/**
 * A call of the plane. `path` begins after /__admin; use `part` for what stands in it.
 * Where the server asks for the token, so does the page; then the call is made again.
 */
export async function plane(verb, path, body) {
  for (;;) {
    const headers = {};
    const token = sessionStorage.getItem(KEPT);
    if (token) headers[TOKEN] = token;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const answer = await ask(ADMIN + path, { method: verb, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const read = await json(answer);
    if (answer.status === 401) {
      await askForToken(token !== null);
      continue;
    }
    if (!answer.ok) throw new Refused(answer.status, read);
    return read;
  }
}

/** A part of a path, percent-encoded. */
export const part = encodeURIComponent;

/**
 * A call of the API: `{status, ok, url, headers, text, json, hint, milliseconds}`. A refusal is an answer too.
 * `path` begins after /api/v1; `query` is an object; `body` is JSON, or a text that is sent as it is.
 */
export async function call(verb, path, { customer, developer, query = {}, body, headers = {} }) {
  // The real service asks for a Content-Type on every request, with a body or without; so does a faithful office.
  const sent = { Authorization: `ODFHIR ${developer}/${customer}`, "Content-Type": "application/json", ...headers };
  const address = API + path + queryOf(query);
  const began = performance.now();
  const answer = await ask(address, { method: verb, headers: sent, body: typeof body === "string" || body === undefined ? body : JSON.stringify(body) });
  const text = await answer.text();
  const milliseconds = performance.now() - began;
  let read;
  try {
    read = text === "" ? undefined : JSON.parse(text);
  } catch {
    read = undefined;
  }
  return { verb, address, url: location.origin + address, status: answer.status, ok: answer.ok, headers: answer.headers, text, json: read, hint: answer.headers.get("X-Mock-Od-Hint") ?? "", milliseconds };
}

/** `?a=1&b=2`, or nothing. */
export function queryOf(query) {
  const said = new URLSearchParams(query).toString();
  return said && `?${said}`;
}

async function ask(address, options) {
  try {
    return await fetch(address, { cache: "no-store", redirect: "error", ...options });
  } catch {
    const gone = new Error("The server did not answer. Is it still running?");
    gone.isAnswer = true;
    throw gone;
  }
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

let asking = null;

function askForToken(wasWrong) {
  if (wasWrong) say("bad", "The server does not know this token.");
  asking ??= new Promise((resolve) => {
    const form = byId("token-form");
    form.hidden = false;
    byId("token").focus();
    form.addEventListener("submit", function sent(event) {
      event.preventDefault();
      sessionStorage.setItem(KEPT, byId("token").value.trim());
      form.removeEventListener("submit", sent);
      form.hidden = true;
      byId("token").value = "";
      say();
      asking = null;
      resolve();
    });
  });
  return asking;
}
