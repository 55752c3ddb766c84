// Reads a calendar as Thunderbird does, by its own ical.js, and says what it found.
import { readFileSync } from "node:fs";
import ICAL from "../../node_modules/ical.js/dist/ical.js";

// As strict as it can be: Thunderbird itself forgives more.
ICAL.design.strict = true;

const calendar = ICAL.Component.fromString(readFileSync(0, "utf8"));
const value = (component, name) => component.getFirstPropertyValue(name);

const read = (component) => {
  const event = new ICAL.Event(component);
  const moment = (name) => value(component, name).toJSDate().toISOString();
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    location: event.location,
    sequence: event.sequence,
    start: moment("dtstart"),
    end: moment("dtend"),
    zones: [event.startDate.zone.tzid, event.endDate.zone.tzid],
    stamp: moment("dtstamp"),
    modified: moment("last-modified"),
    status: value(component, "status"),
    transp: value(component, "transp"),
    url: value(component, "url"),
    alarms: component.getAllSubcomponents("valarm").length,
  };
};

const named = (name) => [name, value(calendar, name)];
const heads = ["prodid", "version", "calscale", "method", "name", "x-wr-calname"];
const answer = {
  ...Object.fromEntries(heads.map(named)),
  again: value(calendar, "refresh-interval").toString(),
  events: calendar.getAllSubcomponents("vevent").map(read),
};
process.stdout.write(JSON.stringify(answer));
