/** Wall clock of a time zone. Wall time is expressed as the lab time at which UTC shows the same. */
export interface TimeZone {
  wallAt(instant: number): number;
}

/** Default time zone of schedules. */
export const UTC: TimeZone = { wallAt: (instant) => instant };

const zones = new Map<string, TimeZone | undefined>();

/** Returns the time zone of an IANA name; undefined if unknown. */
export function timeZoneOf(name: string): TimeZone | undefined {
  if (!zones.has(name)) zones.set(name, loaded(name));
  return zones.get(name);
}

/** Returns the first instant with wall time `wall`; undefined in the skipped hour of spring. */
export function instantOf(zone: TimeZone, wall: number): number | undefined {
  const guesses = [-1, 1].map((day) => wall - (zone.wallAt(wall + day * DAY_MS) - (wall + day * DAY_MS)));
  return guesses.sort((a, b) => a - b).find((guess) => zone.wallAt(guess) === wall);
}

const DAY_MS = 86_400_000;

function loaded(name: string): TimeZone | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: name, hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    return { wallAt: (instant) => wallOf(format, instant) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

function wallOf(format: Intl.DateTimeFormat, instant: number): number {
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (instant % 1_000);
}
