import type { ProcessView } from '../../process.ts';
import type { Call } from '../call.ts';
import { nameOf } from './environment.ts';

/** A process as `ps` and `top` show it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly user: string;
  readonly state: 'R' | 'S' | 'Z';
  readonly startedAt: number;
  /** Virtual size; resident size. */
  readonly vszKib: number;
  readonly rssKib: number;
  /** Millicores, recent average. */
  readonly cpuMilli: number;
  /** Total processor ms. */
  readonly cpuMs: number;
  readonly name: string;
  readonly command: string;
}

/** Mapped code and libraries beyond resident memory, KiB. */
const MAPPED_KIB = 1_680;

/** Visible processes by pid. The calling process has state running. */
export function processRows(call: Call): readonly ProcessRow[] {
  return call.process.machine.processes.list().map((process) => rowOf(call, process));
}

function rowOf(call: Call, process: ProcessView): ProcessRow {
  const { pid, parent, ended, startedAt, argv } = process;
  const { cpuMilli, cpuMs, memoryBytes } = process.use;
  const { uid } = process.files.user;
  const rssKib = Math.ceil(memoryBytes / 1_024);
  const name = nameOfProcess(process);
  return {
    ...{ pid, parent, startedAt, name, rssKib, cpuMilli, cpuMs },
    user: nameOf(call, '/etc/passwd', uid) ?? String(uid),
    state: ended ? 'Z' : pid === call.process.pid ? 'R' : 'S',
    vszKib: ended ? 0 : rssKib + MAPPED_KIB,
    command: ended ? `[${name}]` : argv.join(' '),
  };
}

/** Base name of `argv[0]`. */
export function nameOfProcess({ argv }: ProcessView): string {
  const [path = ''] = argv;
  return path.slice(path.lastIndexOf('/') + 1);
}
