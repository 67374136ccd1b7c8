// Answers the questions of make_vectors.py with three more engines, and prints vectors.tsv if and
// only if every engine gives the answer that Python's `whenever` gave; otherwise it prints the
// disagreements to standard error and fails. How to run both steps: see make_vectors.py.
//
// `temporal-polyfill` and `@js-temporal/polyfill` are two independent implementations of
// Temporal. Luxon guesses the offset of a clock time and corrects the guess once, so near a change
// of the clocks its answer depends on the guess ("ambiguous times" in its manual: either may come);
// there it is asked only for elapsed time, and never for what is added to such an answer ("mixed").
// None of them brings a time zone database; zoneinfo.mjs gives all of them the one of PyPI's
// `tzdata` that make_vectors.py used.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { useZoneinfo } from "./zoneinfo.mjs";

const modules = resolve(process.env.NODE_MODULES ?? "node_modules");
const version = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
const load = (name) => import(pathToFileURL(createRequire(join(modules, "x.js")).resolve(name)));

const [tzdata, whenever, ...rows] = readFileSync(0, "utf8").trimEnd().split("\n");
const [, , release, folder] = tzdata.split(" ");
const zoneinfo = useZoneinfo(folder);

const engines = {
  "temporal-polyfill": withTemporal((await load("temporal-polyfill")).Temporal),
  "@js-temporal/polyfill": withTemporal((await load("@js-temporal/polyfill")).Temporal),
  luxon: withLuxon((await load("luxon")).DateTime),
};

function withTemporal({ Instant, PlainDateTime }) {
  const written = (at) => {
    const clock = at.toPlainDateTime().toString({ smallestUnit: "second" });
    return clock + at.offset;
  };
  return (operation, zone, from, amount) => {
    if (operation === "local") {
      const wall = PlainDateTime.from(from);
      const [earlier, later] = ["earlier", "later"].map((d) => wall.toZonedDateTime(zone, { disambiguation: d }));
      const shown = earlier.toPlainDateTime().equals(wall);
      const flag = earlier.epochMilliseconds === later.epochMilliseconds ? "one" : shown ? "fold" : "gap";
      return [written(wall.toZonedDateTime(zone)), flag];
    }
    const anchor = Instant.from(from).toZonedDateTimeISO(zone);
    const [first, second, third] = amount.split(" ");
    const days = (n) => anchor.toPlainDate().add({ days: Number(n) });
    switch (operation) {
      case "elapsed":
        return [written(anchor.add({ minutes: Number(first) }))];
      case "calendar":
        return [written(anchor.add({ months: Number(first), days: Number(second) }))];
      case "mixed":
        return [written(anchor.add({ months: Number(first), days: Number(second), minutes: Number(third) }))];
      case "day":
        return [written(days(first).toZonedDateTime(zone))];
      case "clock":
        return [written(days(first).toZonedDateTime({ timeZone: zone, plainTime: second }))];
    }
    throw new Error(operation);
  };
}

function withLuxon(DateTime) {
  const written = (at) => at.toFormat("yyyy-MM-dd'T'HH:mm:ss") + offset(at);
  // Luxon reads and writes offsets in minutes; Monrovia had seconds until 1972.
  const offset = (at) => {
    const seconds = zoneinfo.offset(at.zoneName, at.toSeconds()), size = Math.abs(seconds);
    const parts = [size / 3600, (size / 60) % 60, ...(size % 60 ? [size % 60] : [])];
    return (seconds < 0 ? "-" : "+") + parts.map((n) => String(Math.floor(n)).padStart(2, "0")).join(":");
  };
  return (operation, zone, from, amount) => {
    if (operation === "local") return [written(DateTime.fromISO(from, { zone }))];
    const [, wall, sign, ...parts] = from.match(/^(.{19})([+-])(\d\d):(\d\d)(?::(\d\d))?$/);
    const [h, m, s] = parts.map((n) => Number(n ?? 0));
    const shift = (sign === "-" ? -1000 : 1000) * (h * 3600 + m * 60 + s);
    const anchor = DateTime.fromMillis(Date.parse(`${wall}Z`) - shift, { zone });
    const [first, second] = amount.split(" ");
    switch (operation) {
      case "elapsed":
        return [written(anchor.plus({ minutes: Number(first) }))];
      case "calendar":
        return [written(anchor.plus({ months: Number(first), days: Number(second) }))];
      case "day":
      case "clock": {
        const date = DateTime.fromISO(from.slice(0, 10), { zone: "UTC" }).plus({ days: Number(first) });
        return [written(DateTime.fromISO(`${date.toISODate()}T${second ?? "00:00"}`, { zone }))];
      }
    }
    throw new Error(operation);
  };
}

const disagreements = [], asked = Object.fromEntries(Object.keys(engines).map((name) => [name, 0]));
for (const row of rows) {
  const [operation, zone, from, amount, instant, flag] = row.split("\t");
  for (const [name, ask] of Object.entries(engines)) {
    if (name === "luxon" && (operation === "mixed" || (operation !== "elapsed" && clocksChangeAround(zone, instant)))) continue;
    asked[name] += 1;
    const [answer, answeredFlag = flag] = ask(operation, zone, from, amount);
    if (answer !== instant || answeredFlag !== flag) disagreements.push(`${name} says ${answer} ${answeredFlag ?? ""}: ${row}`);
  }
}

function clocksChangeAround(zone, instant) {
  const at = Date.parse(instant.slice(0, 19) + "Z") / 1000;
  return zoneinfo.offset(zone, at - 2 * 86_400) !== zoneinfo.offset(zone, at + 2 * 86_400);
}

if (disagreements.length > 0) {
  console.error(`${disagreements.length} disagreements with ${whenever.slice(2)}`, asked);
  console.error(disagreements.join("\n"));
  process.exit(1);
}
const header = [
  "# Recorded answers of engines that are not jiff; made by make_vectors.py and make_vectors.mjs, do not edit.",
  `# time zone database: ${release}`,
  ...[`${whenever.slice(2)}: ${rows.length}`, ...Object.keys(asked).map((name) => `${name} ${version(name)}: ${asked[name]}`)]
    .map((line) => `# answers of ${line}`),
  "# operation, zone, anchor, amount, answer, clock time skipped (gap) or repeated (fold)",
];
console.log([...header, ...rows].join("\n"));
