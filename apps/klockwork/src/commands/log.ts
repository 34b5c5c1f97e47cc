import type { LogEvent } from '@klockwork/event-store';
import { readAnyLog } from '../client/any-log.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { type ColourMode, coloursFor } from '../output/colours.ts';
import { logLine } from '../output/log-line.ts';
import { printableJson } from '../output/printable.ts';
import { yamlText } from '../output/yaml-text.ts';
import { UserError } from '../user-error.ts';

/** The options of `klockwork log`. */
export interface LogOptions {
  readonly data?: string;
  readonly follow?: boolean;
  readonly from?: number;
  readonly object?: string;
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly type?: string;
  readonly actor?: string;
  readonly since?: string;
  readonly until?: string;
  readonly cause?: number;
  readonly tail?: number;
  readonly output?: 'wide' | 'json' | 'yaml';
  readonly color: ColourMode;
}

/**
 * Prints the event log, a line an event; with `follow` until it is interrupted. `subject` is an object or a revision. Where no lab runs
 * the log is read from its file.
 */
export async function log(subject: string | undefined, options: LogOptions): Promise<void> {
  const query = logQuery(subject, options);
  const print = printer(options);
  const folder = labFolder(options.data);
  const source = await readAnyLog(folder, query, (line) => process.stdout.write(`${print(line)}\n`));
  if (source === 'file' && options.follow === true) console.error(`klockwork: no lab runs on ${folder.path}: this is how its log was left`);
}

/** Returns the parameters of the log request. Throws UserError for a repeated object or revision. */
export function logQuery(subject: string | undefined, options: LogOptions): URLSearchParams {
  if (subject !== undefined && options.object !== undefined) throw new UserError(`say ${subject} or --object ${options.object}, not both`);
  const isRevision = subject !== undefined && /^\d+$/.test(subject);
  const { from, namespace, kind, name, type, actor, since, until, cause, tail, follow } = options;
  const given = {
    ...{ from, namespace, kind, name, type, actor, since, until, cause, tail, follow },
    ...(isRevision ? { revision: subject } : { object: subject ?? options.object }),
  };
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(given)) if (value !== undefined) query.set(key, String(value));
  return query;
}

/** Returns the formatter of answer lines. */
function printer({ output, color }: LogOptions): (line: string) => string {
  if (output === 'json') return printableJson;
  if (output === 'yaml') return (line) => `---\n${yamlText(JSON.parse(line))}`;
  const style = { colours: coloursFor(color, process.stdout, process.env), wide: output === 'wide' };
  return (line) => logLine(JSON.parse(line) as LogEvent, style);
}
