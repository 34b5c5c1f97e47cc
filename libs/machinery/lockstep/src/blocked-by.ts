import type { LabTime } from '@klockwork/kernel';
import { isAtRest, type Member, type Membership } from './membership.ts';

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
  if (member.fenced) return [`${member.name} does not answer, fenced out`];
  const reasons = Object.keys(member.holds);
  if (isAtRest(member, now) && member.rest.admitted === 0) return [];
  if (reasons.length > 0) return [holdsLine(member.name, reasons)];
  return member.asked ? [`${member.name} does not answer`] : [];
}

function holdsLine(name: string, reasons: readonly string[]): string {
  return `${name} holds: ${[...reasons].sort().join(', ')}`;
}
