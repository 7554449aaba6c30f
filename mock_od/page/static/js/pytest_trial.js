// Finds a test that passes: the call is tried in fresh offices, with more and more of what there was before it.
import { part, plane, queryOf } from "./api.js";
import { python, testText } from "./pytest_text.js";
import { encoded, isCut, sendAgain } from "./sending.js";

/** The keys of the offices in which calls are tried: nobody else's calls are there. */
export const trials = new Set();

const MOST_CALLS = 100; // before it, that a test repeats
const MOST_ROWS = 100; // that a test puts into its office
const LOGS = new Set(["securitylog"]);

// What an office has where nobody says otherwise: a test need not say it.
const PLAIN = { permissions: "all", keyStatus: "Enabled", eConnector: "running", timeoutSeconds: 60, timezone: "", faithful: false, dates: null };

/** `{text, says}`: the test and how it was found; without a text where there is none. */
export async function savedTest(call) {
  if (isCut(call.body)) return { says: "The body was too long for the journal, which has only its beginning." };
  const office = `/offices/${part(call.office)}`;
  const { settings: chosen } = await plane("GET", office);
  const { requests } = await plane("GET", `${office}/requests`);
  const began = chosen.clock?.now ?? requests[0]?.at ?? call.at;
  const settings = markerOf(chosen, second(began));
  const before = requests.filter((one) => one.id < call.id && Object.keys(one.changed).length > 0);
  const ways = [
    { says: "It passes in a fresh office: it was tried in one just now.", steps: async () => [] },
    { says: "It passes in a fresh office, after the calls that changed rows before it. That was tried just now.", steps: async () => repeated(before, settings.clock.now) },
    { says: "It passes in a fresh office, with the rows that this office had beside those of its world. That was tried just now.", steps: async () => rowsBeside(office, call, requests) },
  ];
  let likely = null;
  for (const way of ways) {
    const steps = await way.steps();
    if (steps === null) continue;
    const now = [...steps, ...clockStep(second(call.at), steps, settings.clock.now)];
    const answer = await tried(settings, now, call);
    if (answer === null || answer.status !== call.status) continue;
    const found = { steps: now, settings, answer, says: way.says };
    if (isSame(answer, call)) return { says: way.says, text: written(call, found, true) };
    likely ??= found;
  }
  if (!likely) return { says: "In a fresh office this call is not answered as it was here. A test of it would fail: perhaps a fault did it, a header, or rows that have changed since." };
  return { says: "It passes in a fresh office, but looks at the status only: the rest of the answer is another one there.", text: written(call, likely, false) };
}

const written = (call, { steps, settings, answer }, whole) => testText({
  call, path: encoded(call.path), settings, setup: steps, answer: { ...answer, whole: whole && isExact(answer.text) },
});

const second = (moment) => moment.slice(0, 19);

function markerOf(chosen, now) {
  const { world, version, mode } = chosen;
  const others = Object.entries(PLAIN).filter(([name, plain]) => chosen[name] !== plain).map(([name]) => [name, chosen[name]]);
  const marker = { world, version, mode, clock: { now, frozen: true }, ...Object.fromEntries(others) };
  if (Object.keys(chosen.choices).length) marker.choices = chosen.choices;
  if (chosen.faithful && mode === "remote") marker.throttle = "off"; // a test need not wait
  return marker;
}

function isSame(answer, call) {
  if (isCut(call.answer)) {
    const [, kept, bytes] = /^(.*)\.\.\. \[cut: the first \d+ of (\d+) bytes\]$/s.exec(call.answer);
    const end = kept.length - 3; // a letter may have been cut in the middle
    return new TextEncoder().encode(answer.text).length === Number(bytes) && answer.text.slice(0, end) === kept.slice(0, end);
  }
  return JSON.stringify(answer.json ?? answer.text) === JSON.stringify(call.answer ?? "");
}

/** Whether JavaScript has read all numbers of a text as they are. */
const isExact = (said) => !/[0-9]{16}/.test(said);

// --- what there was before: steps of {code, run} or of {call, path, run} ---

function clockStep(moment, steps, began) {
  const last = steps.findLast((one) => one.moment)?.moment ?? began;
  if (moment === last) return [];
  return [{ moment, code: `mock_od.clock.freeze("${moment}")`, run: (office) => plane("PUT", `${office}/clock`, { now: moment, frozen: true }) }];
}

function repeated(calls, began) {
  if (!calls.length || calls.length > MOST_CALLS || calls.some((one) => isCut(one.body))) return null;
  const steps = [];
  for (const call of calls) {
    steps.push(...clockStep(second(call.at), steps, began));
    steps.push({ call, path: encoded(call.path), run: (office, key) => sendAgain(call, key) });
  }
  return steps;
}

/** The rows that were there beside those of the world, but for what this call and later ones have changed. */
async function rowsBeside(office, call, requests) {
  const { tables } = await plane("GET", `${office}/diff`);
  const later = requests.filter((one) => one.id >= call.id);
  const put = {};
  const steps = [];
  let count = 0;
  for (const [name, { added, changed, removed }] of Object.entries(tables)) {
    if (LOGS.has(name)) continue;
    const { key } = await plane("GET", `/tables/${part(name)}`);
    const touched = new Set(later.flatMap((one) => one.changed[name] ?? []));
    const rows = [...added, ...changed.map((one) => one.after)].filter((row) => !touched.has(row[key]));
    const gone = removed.filter((row) => !touched.has(row[key]));
    count += rows.length + gone.length;
    if (rows.length) put[name] = rows.map((row) => ({ ...row }));
    for (const row of gone) {
      steps.push({
        code: `mock_od.delete(${python(name)}, ${key}=${python(row[key])})`,
        run: (trial) => plane("DELETE", `${trial}/tables/${part(name)}${queryOf({ [key]: row[key] })}`),
      });
    }
  }
  if (!count || count > MOST_ROWS) return null;
  if (Object.keys(put).length) {
    steps.push({ code: `mock_od.seed(${python(put, 4)})`, run: (trial, key) => plane("POST", "/seed", { office: key, tables: put }) });
  }
  return steps;
}

// --- the trial ---

/** What a call is answered in a fresh office after these steps; null where there is no answer. */
async function tried(settings, steps, call) {
  const { office: key } = await plane("POST", "/offices", { settings: { ...settings, ttlSeconds: 60 } });
  trials.add(key);
  const office = `/offices/${part(key)}`;
  try {
    for (const step of steps) await step.run(office, key);
    return await sendAgain(call, key);
  } catch (slip) {
    if (!slip.isAnswer) throw slip;
    return null;
  } finally {
    await plane("DELETE", office);
  }
}
