import type { LabTime } from '@klockwork/kernel';
import { isIdle, type Member, type Membership } from './membership.ts';

/** Idle reports of one member within one instant; a member above this limit hardly ever stops. */
const RESTS_MAX = 200;

/** Returns the blockers of an advance, one line each, for people. Members that were busy only briefly have no line. */
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
  // Time advances without a fenced member, so it blocks nothing.
  if (member.fenced) return [];
  const [hereNow, reasons] = [instant.at === now, Object.keys(member.holds)];
  if (hereNow && instant.rests >= RESTS_MAX) return [`${name} does not come to rest within this instant${timersIn(member)}`];
  if (isIdle(member, now)) return [];
  if (reasons.length > 0) return [`${holdsLine(name, reasons)}${hereNow ? timersIn(member) : ''}`];
  if (member.pinged) return [`${name}, which does not answer`];
  // The member answered a ping and held nothing at that moment.
  return hereNow && instant.rests === 0 ? [`${name} does not come to rest within this instant${timersIn(member)}`] : [];
}

function timersIn({ instant }: Member): string {
  const timerTexts = Object.entries(instant.fired).map(([timer, count]) => `${timer} ×${count}`);
  return timerTexts.length > 0 ? `, timers: ${timerTexts.sort().join(', ')}` : '';
}

function holdsLine(name: string, reasons: readonly string[]): string {
  return `${name} holds: ${[...reasons].sort().join(', ')}`;
}
