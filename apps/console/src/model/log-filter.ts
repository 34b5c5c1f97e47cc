import type { LogLine } from '../store/log-lines.ts';
import { keyText } from './why.ts';

/** Changes that repeat while nothing happens. */
const UPKEEP: ReadonlySet<string> = new Set(['LeaseRenewed', 'NodeStatusReported', 'ClockAdvanceProgressed']);

/** Fields that the server filters by, as parameters of its log. */
export const LOG_FIELDS = ['namespace', 'kind', 'name', 'type', 'actor'] as const;
export type LogField = (typeof LOG_FIELDS)[number];

export const LOG_COLUMNS = ['revision', 'time', 'change', 'object', 'by', 'cause'] as const;
export type LogColumn = (typeof LOG_COLUMNS)[number];

/** Selection of log lines. */
export interface LogFilter {
  /** Text that a line contains, in any case. */
  readonly text: string;
  readonly hasUpkeep: boolean;
  readonly hasOnlyTrouble: boolean;
  readonly fields: Readonly<Partial<Record<LogField, string>>>;
}

/** Parameters of the log view in the page's address. */
export type LogParameters = Readonly<Record<string, string>>;

/** Reads the filter of an address. */
export function readLogFilter(parameters: LogParameters): LogFilter {
  const fields = Object.fromEntries(LOG_FIELDS.flatMap((name) => (parameters[name] ? [[name, parameters[name]]] : [])));
  return {
    text: parameters.text ?? '',
    hasUpkeep: parameters.upkeep !== undefined,
    hasOnlyTrouble: parameters.trouble !== undefined,
    fields,
  };
}

/** Returns the shown columns of an address, in their order; all by default. */
export function readLogColumns(parameters: LogParameters): readonly LogColumn[] {
  const named = new Set((parameters.columns ?? LOG_COLUMNS.join(',')).split(','));
  return LOG_COLUMNS.filter((name) => named.has(name));
}

/** Returns the query for the server's part of a filter. */
export function logQuery({ fields }: LogFilter): string {
  return new URLSearchParams(fields).toString();
}

/** Returns the lines that a filter shows, the newest first. */
export function filteredLines(lines: readonly LogLine[], { text, hasUpkeep, hasOnlyTrouble }: LogFilter): readonly LogLine[] {
  const wanted = text.toLowerCase();
  const isShown = (line: LogLine) =>
    (hasUpkeep || !UPKEEP.has(line.type)) && (!hasOnlyTrouble || line.isTrouble) && textOf(line).toLowerCase().includes(wanted);
  return lines.filter(isShown).reverse();
}

/** Returns the last word of a user: `replicaset-controller`. */
export function actorText({ actor }: Pick<LogLine, 'actor'>): string {
  return actor.user.split(':').at(-1) ?? actor.user;
}

/** Returns `timer taint-eviction after 128`. */
export function causeText({ cause: { trigger, name, revision } }: Pick<LogLine, 'cause'>): string {
  return [trigger, name, revision === undefined ? undefined : `after ${revision}`].filter((part) => part !== undefined).join(' ');
}

function textOf(line: LogLine): string {
  return `${line.revision} ${line.type} ${keyText(line.key)} ${actorText(line)} ${causeText(line)}`;
}
