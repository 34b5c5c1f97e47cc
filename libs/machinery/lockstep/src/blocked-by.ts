import type { LabTime } from '@klockwork/kernel';
import { isAtRest, type Member, type Membership } from './membership.ts';

/** Who came to rest so often since time moved last, and began again each time, will hardly end. */
const RESTS_MAX = 200;

/** What time waits for, one line each, for people. Those that have only just begun are not worth a line. */
export function blockedBy(
  members: Membership,
  now: LabTime,
  own: { readonly name: string; readonly reasons: ReadonlyMap<string, number> },
): string[] {
  const lines = members.all().flatMap((member) => memberLine(member, now));
  if (own.reasons.size > 0) lines.push(holdsLine(own.name, [...own.reasons.keys()]));
  return [...lines, ...members.expected.map((name) => `waiting for ${name} to start`)];
}

function memberLine(member: Member, now: LabTime): string[] {
  const { name, instant } = member;
  // Time advances without a process that was left behind, so it blocks nothing.
  if (member.fenced) return [];
  const [hereNow, reasons] = [instant.at === now, Object.keys(member.holds)];
  if (hereNow && instant.rests >= RESTS_MAX) return [`${name} does not come to rest within this instant${timersIn(member)}`];
  if (isAtRest(member, now)) return [];
  if (reasons.length > 0) return [`${holdsLine(name, reasons)}${hereNow ? timersIn(member) : ''}`];
  if (member.asked) return [`${name}, which does not answer`];
  // It was asked, and held nothing at that moment.
  return hereNow && instant.rests === 0 ? [`${name} does not come to rest within this instant${timersIn(member)}`] : [];
}

function timersIn({ instant }: Member): string {
  const fired = Object.entries(instant.fired).map(([timer, count]) => `${timer} ×${count}`);
  return fired.length > 0 ? `, timers: ${fired.sort().join(', ')}` : '';
}

function holdsLine(name: string, reasons: readonly string[]): string {
  return `${name} holds: ${[...reasons].sort().join(', ')}`;
}
