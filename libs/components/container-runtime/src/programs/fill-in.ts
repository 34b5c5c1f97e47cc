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
};

/** Writes lines of a description, with what only the run knows filled in: names, the version, the first argument, the time. */
export async function writeLines(
  lines: readonly string[],
  { resolved, args, process }: { resolved: ResolvedImage; args: readonly string[]; process: Process },
  to: Writer = process.stdout,
): Promise<void> {
  for (const line of lines) {
    const wait = to.write(`${fillIn(line, resolved, args, process)}\n`);
    if (wait !== undefined) await wait;
  }
}

function fillIn(line: string, { version }: ResolvedImage, [argument = '']: readonly string[], { machine }: Process): string {
  const text = utf8
    .encode(line)
    .replaceAll('{{hostname}}', machine.hostname)
    .replaceAll('{{version}}', version)
    .replaceAll('{{argument}}', argument);
  return text.replace(/\{\{now:(\w+)\}\}/g, (_, format: string) => formatTime(machine.clock.now(), TIME_FORMATS[format] ?? '%s'));
}
