import type { Body } from '@klockwork/bus';
import type { Connection, Packet } from './simulated-network.ts';

type MemberMessage = Readonly<Record<string, Body>>;

/**
 * Removes the question "still idle?" from the protocol: answers at once for all members, from their last reports. The coordinator then
 * relies on reports alone.
 */
export function confirmFromReports(): (packet: Packet) => boolean {
  const reports = new Map<Body, { readonly connection: Connection; readonly said: MemberMessage }>();
  return ({ from, subject, body }) => {
    const said = body as MemberMessage;
    if (said.type === 'report') reports.set(said.from ?? null, { connection: from, said });
    if (said.type !== 'confirm') return true;
    for (const [, { connection, said: report }] of reports) {
      const answer = { ...report, type: 'answer', round: said.round ?? 0, resting: true };
      from.process.set(0, () => from.take({ from: connection, subject: reportSubject(subject), body: answer, data: false }));
    }
    return false;
  };
}

function reportSubject(tick: Packet['subject']): Packet['subject'] {
  return tick.replace(/tick$/, 'report') as Packet['subject'];
}
