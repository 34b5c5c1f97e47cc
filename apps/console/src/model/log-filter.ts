import type { LogLine } from '../store/log-lines.ts';
import { keyText } from './why.ts';

/** Changes that repeat while nothing happens. */
const UPKEEP: ReadonlySet<string> = new Set(['LeaseRenewed', 'NodeStatusReported', 'ClockAdvanceProgressed']);

/** Selection of log lines. */
export interface LogFilter {
  /** Text that a line contains, in any case. */
  readonly text: string;
  readonly hasUpkeep: boolean;
}

/** Returns the lines that a filter shows, the newest first. */
export function filteredLines(lines: readonly LogLine[], { text, hasUpkeep }: LogFilter): readonly LogLine[] {
  const wanted = text.toLowerCase();
  return lines.filter((line) => (hasUpkeep || !UPKEEP.has(line.type)) && textOf(line).toLowerCase().includes(wanted)).reverse();
}

/** Returns the last word of a user: `replicaset-controller`. */
export function actorText({ actor }: LogLine): string {
  return actor.user.split(':').at(-1) ?? actor.user;
}

/** Returns `timer taint-eviction after 128`. */
export function causeText({ cause: { trigger, name, revision } }: LogLine): string {
  return [trigger, name, revision === undefined ? undefined : `after ${revision}`].filter((part) => part !== undefined).join(' ');
}

function textOf(line: LogLine): string {
  return `${line.revision} ${line.type} ${keyText(line.key)} ${actorText(line)} ${causeText(line)}`;
}
