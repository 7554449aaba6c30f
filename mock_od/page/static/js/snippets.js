// A call as code in the languages that the page offers. Each text runs as it is.

export const LANGUAGES = ["curl", "Python", "JavaScript", "C#"];

const MAKERS = { curl, Python: python, JavaScript: javascript, "C#": csharp };

/** A request as code: `{verb, url, developer, customer, body}`; `body` is a text of JSON or undefined. */
export const snippet = (language, request) => MAKERS[language]({ ...request, keys: `ODFHIR ${request.developer}/${request.customer}` });

/** A text in single quotes, for a POSIX shell. */
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

// A string of JSON is a string of Python, JavaScript and C# too, once it has no letters beyond ASCII.
const literal = (text) => JSON.stringify(text).replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

function curl({ verb, url, keys, body }) {
  const parts = ["curl -sw '\\n'"];
  if (verb !== "GET") parts.push(`-X ${verb}`);
  parts.push(`-H ${quoted(`Authorization: ${keys}`)}`);
  if (body !== undefined) parts.push("-H 'Content-Type: application/json'", `-d ${quoted(body)}`);
  return [...parts, quoted(url)].join(" \\\n  ");
}

function python({ verb, url, keys, body }) {
  const lines = ["import requests", "", `answer = requests.${verb.toLowerCase()}(`, `    ${literal(url)},`];
  if (body === undefined) lines.push(`    headers={"Authorization": ${literal(keys)}},`);
  else lines.push(`    headers={"Authorization": ${literal(keys)}, "Content-Type": "application/json"},`, `    data=${literal(body)},`);
  return [...lines, ")", "print(answer.status_code, answer.text)"].join("\n");
}

function javascript({ verb, url, keys, body }) {
  const lines = [`const answer = await fetch(${literal(url)}, {`, `  method: ${literal(verb)},`];
  if (body === undefined) lines.push(`  headers: { Authorization: ${literal(keys)} },`);
  else lines.push(`  headers: { Authorization: ${literal(keys)}, "Content-Type": "application/json" },`, `  body: ${literal(body)},`);
  return [...lines, "});", "console.log(answer.status, await answer.text());"].join("\n");
}

function csharp({ verb, url, keys, body }) {
  const name = verb[0] + verb.slice(1).toLowerCase();
  const lines = [
    "using System;",
    "using System.Net.Http;",
    "using System.Text;",
    "",
    "using var client = new HttpClient();",
    `using var request = new HttpRequestMessage(HttpMethod.${name}, ${literal(url)});`,
    `request.Headers.TryAddWithoutValidation("Authorization", ${literal(keys)});`,
  ];
  if (body !== undefined) lines.push(`request.Content = new StringContent(${literal(body)}, Encoding.UTF8, "application/json");`);
  return [...lines,
    "using var answer = await client.SendAsync(request);",
    'Console.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");',
  ].join("\n");
}
