import { FileError, type Files, type Inode, type InodeSource, type MountRow, ROOT_INO } from '@klockwork/files';
import type { Clock, LabTime } from '@klockwork/kernel';
import { mountDevice } from '@klockwork/userland';
import { cpuinfoText, loadavgText, meminfoText, uptimeText } from '../node/node-files.ts';
import type { NodeMachine } from '../node/node-machine.ts';
import type { ProcessTable } from '../process/process-table.ts';
import type { SimulatedProcess } from '../process/simulated-process.ts';

const SELF = 2;
const MOUNTS = 3;
const FIRST_STATIC = 4;
/** Inode of `/proc/sys`, mount point of node parameters. */
const SYS = 15;
/** Every process has so many inode numbers, beginning at this times its pid and one. */
const PER_PROCESS = 16;

/** Per-process files in inode order. */
const OF_PROCESS: readonly (readonly [string, (process: SimulatedProcess, now: LabTime) => string])[] = [
  ['cmdline', ({ argv, ended }) => (ended ? '' : argv.map((word) => `${word}\0`).join(''))],
  ['comm', (process) => `${nameOf(process)}\n`],
  ['stat', (process) => statText(process)],
  ['status', (process) => statusText(process)],
  ['environ', ({ environment }) => [...environment].map(([name, value]) => `${name}=${value}\0`).join('')],
  ['mounts', ({ machine }) => machine.files.mounts.map(mountText).join('')],
];
const FIRST_FD = 8;
const FD_FOLDER = 7;
const CWD = 11;
const ROOT = 12;

/** Files of /proc for a PID namespace, computed at each read without memory. Models proc(5). */
export class ProcSource implements InodeSource {
  readonly end = Number.MAX_SAFE_INTEGER;
  readonly #table: ProcessTable<SimulatedProcess>;
  readonly #clock: Clock;
  readonly #node: NodeMachine;
  readonly #madeAt: LabTime;

  constructor(table: ProcessTable<SimulatedProcess>, clock: Clock, node: NodeMachine) {
    this.#table = table;
    this.#clock = clock;
    this.#node = node;
    this.#madeAt = clock.now();
  }

  get(ino: number): Inode | undefined {
    if (ino === ROOT_INO) return folder(this.#madeAt, this.#top(), ROOT_INO);
    if (ino === SELF) return { type: 'link', target: '', magic: 'self', ...attributes(this.#madeAt, 0o777) };
    if (ino === MOUNTS) return { type: 'link', target: 'self/mounts', ...attributes(this.#madeAt, 0o777) };
    if (ino === SYS) return folder(this.#madeAt, new Map(), ROOT_INO);
    const text = this.#static()[ino - FIRST_STATIC];
    if (ino < PER_PROCESS) return text === undefined ? undefined : file(this.#madeAt, text[1]);
    const process = this.#table.find(Math.floor(ino / PER_PROCESS));
    return process === undefined ? undefined : this.#ofProcess(process, ino % PER_PROCESS);
  }

  /** Returns the root folder behind `/proc/<pid>/root`; undefined for all other files. Throws ENOENT for an ended process. */
  jump(ino: number): Files['rootPosition'] | undefined {
    const process = ino % PER_PROCESS === ROOT ? this.#table.find(Math.floor(ino / PER_PROCESS)) : undefined;
    return process && rootOf(process);
  }

  #top(): Map<string, number> {
    const names = new Map([
      ['self', SELF],
      ['mounts', MOUNTS],
      ['sys', SYS],
    ]);
    for (const [index, [name]] of this.#static().entries()) names.set(name, FIRST_STATIC + index);
    for (const { pid } of this.#table.list()) names.set(String(pid), pid * PER_PROCESS);
    return names;
  }

  #static(): readonly (readonly [string, () => string])[] {
    return [
      ['uptime', () => uptimeText(this.#node)],
      ['version', () => 'Linux version 6.12.0-klockwork (klockwork) #1 SMP\n'],
      ['loadavg', () => loadavgText(this.#node, this.#table.list().at(-1)?.pid ?? 0)],
      ['meminfo', () => meminfoText(this.#node)],
      ['cpuinfo', () => cpuinfoText(this.#node)],
    ];
  }

  #ofProcess(process: SimulatedProcess, part: number): Inode | undefined {
    const { pid, startedAt, files } = process;
    const owner = { uid: files.user.uid, gid: files.user.gid };
    const base = pid * PER_PROCESS;
    if (part === 0) return { ...folder(startedAt, partsOf(base), ROOT_INO), ...owner };
    if (part === FD_FOLDER)
      return { ...folder(startedAt, new Map([0, 1, 2].map((fd) => [String(fd), base + FIRST_FD + fd])), base), ...owner };
    if (part >= FIRST_FD && part < CWD) return { type: 'link', target: `pipe:[${base + part}]`, ...attributes(startedAt, 0o700), ...owner };
    if (part === CWD) return { type: 'link', target: files.workingDirectory, ...attributes(startedAt, 0o777), ...owner };
    if (part === ROOT) return { type: 'link', target: '/', ...attributes(startedAt, 0o777), ...owner };
    const processFile = OF_PROCESS[part - 1];
    if (processFile === undefined) return undefined;
    const [name, text] = processFile;
    return { ...file(startedAt, () => text(process, this.#clock.now()), name === 'environ' ? 0o400 : 0o444), ...owner };
  }
}

function partsOf(base: number): Map<string, number> {
  return new Map([
    ...OF_PROCESS.map(([name], index) => [name, base + 1 + index] as const),
    ['fd', base + FD_FOLDER],
    ['cwd', base + CWD],
    ['root', base + ROOT],
  ]);
}

/** A process that has ended has no root any more. */
function rootOf({ ended, files }: SimulatedProcess) {
  if (ended) throw new FileError('ENOENT');
  return files.rootPosition;
}

function attributes(at: LabTime, mode: number) {
  return { mode, uid: 0, gid: 0, links: 1, modifiedAt: at, changedAt: at };
}

function folder(at: LabTime, entries: Map<string, number>, parent: number): Inode {
  return { type: 'folder', entries, parent, ...attributes(at, 0o555) };
}

function file(at: LabTime, content: () => string, mode = 0o444): Inode {
  return { type: 'file', content, ...attributes(at, mode) };
}

/** At most 15 bytes, like the kernel's `comm`. */
function nameOf({ argv }: SimulatedProcess): string {
  const path = argv[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1).slice(0, 15);
}

function stateOf({ ended }: SimulatedProcess): string {
  return ended ? 'Z' : 'S';
}

function statText(process: SimulatedProcess): string {
  const { pid, parent, group, startedAt } = process;
  return `${pid} (${nameOf(process)}) ${stateOf(process)} ${parent} ${group} ${group} 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ${Math.floor(startedAt / 10)} 0 0\n`;
}

function statusText(process: SimulatedProcess): string {
  const { uid, gid, groups } = process.files.user;
  const state = process.ended ? 'Z (zombie)' : 'S (sleeping)';
  return [
    `Name:\t${nameOf(process)}`,
    `Umask:\t${process.files.umask.toString(8).padStart(4, '0')}`,
    `State:\t${state}`,
    `Tgid:\t${process.pid}`,
    `Pid:\t${process.pid}`,
    `PPid:\t${process.parent}`,
    `Uid:\t${uid}\t${uid}\t${uid}\t${uid}`,
    `Gid:\t${gid}\t${gid}\t${gid}\t${gid}`,
    `Groups:\t${groups.join(' ')} `,
    `VmRSS:\t${String(Math.ceil(process.use.memoryBytes / 1_024)).padStart(8)} kB`,
    'Threads:\t1',
    '',
  ].join('\n');
}

function mountText({ path, type, readOnly, bytesMax }: MountRow): string {
  const size = type === 'tmpfs' && bytesMax !== undefined ? `,size=${Math.floor(bytesMax / 1_024)}k` : '';
  return `${mountDevice(type)} ${path} ${type} ${readOnly ? 'ro' : 'rw'},relatime${size} 0 0\n`;
}
