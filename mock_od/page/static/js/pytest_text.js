// A call as a test of pytest, in Python that runs as it is.

const WIDTH = 100; // characters of a line
const LONG = 3000; // characters of an answer that a test still has as a whole

/** A value of JSON in Python. `inset` is how far the line is from the left. */
export function python(value, inset = 0) {
  const flat = inOneLine(value);
  if (inset + flat.length <= WIDTH || typeof value !== "object" || value === null) return flat;
  const between = " ".repeat(inset + 4);
  const parts = Array.isArray(value)
    ? value.map((one) => python(one, inset + 4))
    : Object.entries(value).map(([name, one]) => `${literal(name)}: ${python(one, inset + 4)}`);
  const [left, right] = Array.isArray(value) ? "[]" : "{}";
  return `${left}\n${parts.map((one) => `${between}${one},\n`).join("")}${" ".repeat(inset)}${right}`;
}

function inOneLine(value) {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  if (typeof value === "object") return `{${Object.entries(value).map(([name, one]) => `${literal(name)}: ${inOneLine(one)}`).join(", ")}}`;
  return String(value);
}

/** A string: as JSON has it, with what is beyond ASCII as Python writes it. */
function literal(said) {
  return JSON.stringify(said).replace(/[\u{7f}-\u{10ffff}]/gu, (one) => {
    const number = one.codePointAt(0);
    return number > 0xffff ? `\\U${number.toString(16).padStart(8, "0")}` : `\\u${number.toString(16).padStart(4, "0")}`;
  });
}

const named = (values) => Object.entries(values).map(([name, value]) => `    ${name}=${python(value, 4)},\n`).join("");

/** The statement that sends a call: `{verb, path, query, body}`. */
function sent(call, path, before = "") {
  const known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].includes(call.verb);
  const parts = [...(known ? [] : [literal(call.verb)]), `f"{mock_od.url}${path}"`];
  if (Object.keys(call.query).length) parts.push(`params=${python(call.query, 8)}`);
  if (call.body !== null) parts.push(typeof call.body === "string" ? `data=${literal(call.body)}.encode()` : `json=${python(call.body, 8)}`);
  parts.push("headers=mock_od.headers");
  const start = `    ${before}requests.${known ? call.verb.toLowerCase() : "request"}(`;
  const flat = `${start}${parts.join(", ")})`;
  return flat.length <= WIDTH && !flat.includes("\n") ? flat : `${start}\n${parts.map((one) => `        ${one},\n`).join("")}    )`;
}

/**
 * The text of a test. `settings` are those of its marker; `setup` are statements and calls before it, each `{code}` or
 * `{call, path}`; `answer` is what to expect: `{status, json, text, whole}`.
 */
export function testText({ call, path, settings, setup, answer }) {
  const name = `${call.verb}_${call.path}`.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/_$/, "");
  const body = setup.map((one) => (one.code ? `    ${one.code}` : sent(one.call, one.path)));
  if (body.length) body.push("");
  body.push(sent(call, path, "answer = "), "", `    assert answer.status_code == ${answer.status}`, ...expected(answer));
  return `"""${call.verb} ${path}, saved from the traffic of an office of mock_od."""

import pytest
import requests


@pytest.mark.mock_od(
${named(settings)})
def test_${name}(mock_od):
${body.join("\n")}
`;
}

function expected({ json, text, whole }) {
  if (!whole) return [];
  if (json === undefined) return [`    assert answer.text == ${literal(text)}`];
  if (Array.isArray(json) && JSON.stringify(json).length > LONG) {
    return [
      "    rows = answer.json()",
      `    assert len(rows) == ${json.length}`,
      `    assert rows[0] == ${python(json[0], 4)}`,
    ];
  }
  return [`    assert answer.json() == ${python(json, 4)}`];
}
