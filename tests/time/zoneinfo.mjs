// Puts a folder of compiled time zones (TZif, as in PyPI's `tzdata`) in the place of Node's own
// copy, which is older or newer from one Node to the next. `Intl.DateTimeFormat` is where every
// engine of make_vectors.mjs gets its offsets: after `useZoneinfo(folder)` it formats a zone's
// local time as the UTC time that is shifted by the offset found here. Import engines afterwards.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export function useZoneinfo(folder) {
  const NodeFormat = Intl.DateTimeFormat;
  const list = readFileSync(join(folder, "..", "zones"), "utf8").trim().split("\n");
  const names = new Map(list.map((name) => [name.toLowerCase(), name]));
  const zones = new Map();
  const zone = (asked) => {
    const name = names.get(asked.toLowerCase());
    if (name === undefined) throw new RangeError(`no zone ${asked}`);
    if (!zones.has(name)) zones.set(name, { name, ...readZone(readFileSync(join(folder, name))) });
    return zones.get(name);
  };
  const shifted = (name, date) => {
    const instant = date === undefined ? Date.now() : Number(date);
    return instant + offsetAt(zone(name), Math.floor(instant / 1000)) * 1000;
  };
  Intl.DateTimeFormat = function (locales, { timeZone = "UTC", ...options } = {}) {
    const utc = new NodeFormat(locales, { ...options, timeZone: "UTC" });
    const { name } = zone(timeZone);
    return {
      format: (date) => utc.format(shifted(name, date)),
      formatToParts: (date) => utc.formatToParts(shifted(name, date)),
      resolvedOptions: () => ({ ...utc.resolvedOptions(), timeZone: name }),
    };
  };
  Intl.DateTimeFormat.supportedLocalesOf = NodeFormat.supportedLocalesOf;
  return { offset: (name, seconds) => offsetAt(zone(name), seconds) };
}

/** RFC 9636: the second, 64-bit block of a TZif file, and the rule in its footer. */
function readZone(bytes) {
  const counts = (at) => [20, 24, 28, 32, 36, 40].map((i) => bytes.readUInt32BE(at + i));
  const [isut, isstd, leap, time, type, chars] = counts(0);
  const start = 44 + time * 5 + type * 6 + chars + leap * 8 + isstd + isut;
  const [isut2, isstd2, leap2, time2, type2, chars2] = counts(start);
  const times = [], offsets = [];
  const at = { times: start + 44, indices: start + 44 + time2 * 8, types: start + 44 + time2 * 9 };
  const offset = (index) => bytes.readInt32BE(at.types + index * 6);
  for (let i = 0; i < time2; i++) {
    times.push(Number(bytes.readBigInt64BE(at.times + i * 8)));
    offsets.push(offset(bytes[at.indices + i]));
  }
  const footer = at.types + type2 * 6 + chars2 + leap2 * 12 + isstd2 + isut2;
  return { times, offsets, first: offset(0), rule: readRule(bytes.toString("latin1", footer).trim()) };
}

/** A POSIX `TZ` rule such as `EST5EDT,M3.2.0,M11.1.0` or `<+0020>-0:20`. */
function readRule(text) {
  const name = "(?:<[^>]+>|[A-Za-z]+)", clock = "[+-]?[0-9:]+";
  const found = text.match(`^${name}(${clock})(?:${name}(${clock})?,([^,/]+)(?:/(${clock}))?,([^,/]+)(?:/(${clock}))?)?$`);
  if (!found) throw new Error(`cannot read the rule ${text}`);
  const [, standard, summer, start, startClock = "2", end, endClock = "2"] = found;
  const base = -seconds(standard);
  if (start === undefined) return { base };
  return {
    base,
    summer: summer === undefined ? base + 3600 : -seconds(summer),
    start: { day: start, clock: seconds(startClock) },
    end: { day: end, clock: seconds(endClock) },
  };
}

function seconds(clock) {
  const [hours, minutes = 0, rest = 0] = clock.replace(/^[+-]/, "").split(":").map(Number);
  return (clock.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
}

function offsetAt({ times, offsets, first, rule }, instant) {
  if (times.length > 0 && instant < times.at(-1)) {
    let low = 0, high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= instant) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? first : offsets[low - 1];
  }
  if (rule.summer === undefined) return rule.base;
  const year = new Date((instant + rule.base) * 1000).getUTCFullYear();
  const start = midnight(year, rule.start.day) + rule.start.clock - rule.base;
  const end = midnight(year, rule.end.day) + rule.end.clock - rule.summer;
  const inSummer = start < end ? start <= instant && instant < end : !(end <= instant && instant < start);
  return inSummer ? rule.summer : rule.base;
}

/** The midnight of a rule's day, in seconds as if the clock were UTC: `M3.2.0`, `J60`, or `59`. */
function midnight(year, day) {
  const utc = (month, date) => Date.UTC(year, month, date) / 1000;
  if (!day.startsWith("M")) {
    if (!day.startsWith("J")) return utc(0, 1 + Number(day));
    const number = Number(day.slice(1)), leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
    return utc(0, number + (leap && number >= 60 ? 1 : 0));
  }
  const [month, week, weekday] = day.slice(1).split(".").map(Number);
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  let date = 1 + ((weekday - firstWeekday + 7) % 7) + (week - 1) * 7;
  if (date > new Date(Date.UTC(year, month, 0)).getUTCDate()) date -= 7;
  return utc(month - 1, date);
}
