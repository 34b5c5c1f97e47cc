import type { LogEvent } from '@klockwork/event-store';
import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { logLine } from '../output/log-line.ts';

/** The options of `klockwork log`. */
export interface LogOptions {
  readonly data?: string;
  readonly follow?: boolean;
  readonly from?: number;
  readonly object?: string;
  readonly namespace?: string;
  readonly output?: 'json';
}

/** Prints the event log, a line an event; with `follow` until it is interrupted. */
export async function log(options: LogOptions): Promise<void> {
  const client = LabClient.of(labFolder(options.data));
  await client.lines(`/klockwork/v1/log?${query(options)}`, (line) => {
    process.stdout.write(`${options.output === 'json' ? line : logLine(JSON.parse(line) as LogEvent)}\n`);
    return true;
  });
}

function query(options: LogOptions): URLSearchParams {
  return new URLSearchParams({
    ...(options.from !== undefined && { from: String(options.from) }),
    ...(options.object !== undefined && { object: options.object }),
    ...(options.namespace !== undefined && { namespace: options.namespace }),
    ...(options.follow === true && { follow: 'true' }),
  });
}
