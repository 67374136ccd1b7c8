"""What Python's calendar libraries read in a file: `read.py FILE` prints, for each library, what stands in each entry."""

import datetime as dt
import json
import sys

import ics
import icalendar
import vobject


def told(start, end, summary, status):
    """An entry as the check compares it: days as dates, instants in UTC."""

    def moment(value):
        if not isinstance(value, dt.datetime):
            return value.isoformat()
        return value.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    return {"start": moment(start), "end": moment(end), "summary": str(summary), "status": str(status)}


def by_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors, calendar.errors
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        yield str(event["UID"]), told(event["DTSTART"].dt, event["DTEND"].dt, event["SUMMARY"], event["STATUS"])


def by_ics(text):
    for event in ics.Calendar(text).events:
        start, end = (at.date() if event.all_day else at.datetime for at in (event.begin, event.end))
        yield event.uid, told(start, end, event.name, event.status)


def by_vobject(text):
    for calendar in vobject.readComponents(text, validate=True):
        for event in calendar.vevent_list:
            values = (event.dtstart, event.dtend, event.summary, event.status)
            yield event.uid.value, told(*(value.value for value in values))


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        text = file.read()
    readers = {"icalendar": by_icalendar, "ics": by_ics, "vobject": by_vobject}
    json.dump({name: dict(reader(text)) for name, reader in readers.items()}, sys.stdout)


main()
