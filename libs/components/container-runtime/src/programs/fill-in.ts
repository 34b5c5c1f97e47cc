import { utf8 } from '@klockwork/files';
import type { ResolvedImage } from '@klockwork/images';
import type { Writer } from '../process/stream.ts';
import type { Process } from '../process.ts';
import { formatTime } from '../tools/date.ts';

const TIME_FORMATS: Readonly<Record<string, string>> = {
  nginx: '%Y/%m/%d %H:%M:%S',
  go: '%Y/%m/%d %H:%M:%S',
  redis: '%d %b %Y %H:%M:%S.%L',
  postgres: '%Y-%m-%d %H:%M:%S.%L UTC',
  httpd: '%a %b %d %H:%M:%S.%L000 %Y',
  rfc3339: '%Y-%m-%dT%H:%M:%S.%LZ',
  epoch: '%s',
  clf: '%d/%b/%Y:%H:%M:%S +0000',
};

/** What is filled in of a run of a described program. */
export interface FilledRun {
  readonly resolved: ResolvedImage;
  readonly args: readonly string[];
  readonly process: Process;
}

/** Writes lines of a description, with what only the run knows filled in: names, the version, the first argument, the time. */
export async function writeLines(lines: readonly string[], run: FilledRun, to: Writer = run.process.stdout): Promise<void> {
  for (const line of lines) {
    const wait = to.write(`${fillIn(line, run)}\n`);
    if (wait !== undefined) await wait;
  }
}

/** A text of a description as a byte string, filled in. */
export function fillIn(text: string, { resolved: { version }, args: [argument = ''], process: { machine } }: FilledRun): string {
  const named = utf8
    .encode(text)
    .replaceAll('{{hostname}}', machine.hostname)
    .replaceAll('{{address}}', machine.network.address)
    .replaceAll('{{version}}', version)
    .replaceAll('{{argument}}', argument);
  return named.replace(/\{\{now:(\w+)\}\}/g, (_, format: string) => formatTime(machine.clock.now(), TIME_FORMATS[format] ?? '%s'));
}
