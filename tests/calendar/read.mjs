// What JavaScript's calendar libraries read in a file: `read.mjs FILE` prints, for each library, what stands in each entry.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The libraries lie outside of the project.
const require = createRequire(`${process.cwd()}/`);
const ICAL = (await import(require.resolve('ical.js'))).default;
const nodeIcal = (await import(require.resolve('node-ical'))).default;

const text = readFileSync(process.argv[2], 'utf8');
const seconds = (date) => date.toISOString().replace('.000Z', 'Z');

function byIcalJs() {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const moment = (time) => (time.isDate ? time.toString() : seconds(time.toJSDate()));
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    const { startDate, endDate, summary, uid } = event;
    return [uid, { start: moment(startDate), end: moment(endDate), summary, status: component.getFirstPropertyValue('status') }];
  });
}

function byNodeIcal() {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter((component) => component.type === 'VEVENT');
  const moment = (date, type) => (type === 'date' ? seconds(date).slice(0, 10) : seconds(date));
  return events.map((event) => [
    event.uid,
    {
      start: moment(event.start, event.datetype),
      end: moment(event.end, event.datetype),
      summary: event.summary,
      status: event.status,
    },
  ]);
}

console.log(JSON.stringify({ 'ical.js': Object.fromEntries(byIcalJs()), 'node-ical': Object.fromEntries(byNodeIcal()) }));
