import type { ResolvedImage } from '@klockwork/images';
import { utf8 } from '@klockwork/kernel';
import { formatTime, type Process, type Writer } from '@klockwork/userland';

const TIME_FORMATS: Readonly<Record<string, string>> = {
  nginx: '%Y/%m/%d %H:%M:%S',
  go: '%Y/%m/%d %H:%M:%S',
  redis: '%d %b %Y %H:%M:%S.%L',
  postgres: '%Y-%m-%d %H:%M:%S.%L UTC',
  httpd: '%a %b %d %H:%M:%S.%L000 %Y',
  rfc3339: '%Y-%m-%dT%H:%M:%S.%LZ',
  epoch: '%s',
  entrypoint: '%Y-%m-%d %H:%M:%S+00:00',
  mongo: '%Y-%m-%dT%H:%M:%S.%L+00:00',
  iso: '%Y-%m-%d %H:%M:%S,%L',
  tomcat: '%d-%b-%Y %H:%M:%S.%L',
  fpm: '%d-%b-%Y %H:%M:%S',
  klog: '%m%d %H:%M:%S.%L000',
  mariadb: '%Y-%m-%d %k:%M:%S',
  clf: '%d/%b/%Y:%H:%M:%S +0000',
};

/** Inputs for placeholders of a described program. */
export interface FilledRun {
  readonly resolved: ResolvedImage;
  readonly args: readonly string[];
  readonly process: Process;
}

/** Writes lines of a description with placeholders expanded: names, version, first argument, time. */
export async function writeLines(lines: readonly string[], run: FilledRun, to: Writer = run.process.stdout): Promise<void> {
  for (const line of lines) {
    const wait = to.write(`${fillIn(line, run)}\n`);
    if (wait !== undefined) await wait;
  }
}

/** Expands placeholders; returns a byte string. */
export function fillIn(text: string, run: FilledRun): string {
  const { machine } = run.process;
  const named = utf8
    .encode(text)
    .replaceAll('{{hostname}}', machine.hostname)
    .replaceAll('{{address}}', machine.network.address)
    .replaceAll('{{version}}', run.resolved.version)
    .replaceAll('{{argument}}', run.args[0] ?? '')
    .replaceAll('{{arguments}}', run.args.join(' '))
    .replaceAll('{{image}}', run.resolved.name);
  return named
    .replace(/\{\{value:([^}]+)\}\}/g, (_, sources: string) => givenValue(sources.split(' '), run) ?? '')
    .replace(/\{\{now:(\w+)\}\}/g, (_, format: string) => formatTime(machine.clock.now(), TIME_FORMATS[format] ?? '%s'));
}

/** First value of several sources: option (`--port 80`, `--port=80`), variable (`PORT`), or literal (`'80'`). */
export function givenValue(sources: readonly string[], { args, process }: Pick<FilledRun, 'args' | 'process'>): string | undefined {
  for (const source of sources) {
    const value = source.startsWith("'")
      ? source.slice(1, -1)
      : source.startsWith('-')
        ? optionValue(source, args)
        : process.environment.get(source);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function optionValue(option: string, args: readonly string[]): string | undefined {
  const at = args.findLastIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  return args[at] === option ? args[at + 1] : args[at]?.slice(option.length + 1);
}
