import { StoppedError } from '@klockwork/kernel';
import type { Machine, Process, Signal } from '../process.ts';
import { lineCount, lines } from './text-tools.ts';
import type { Tool } from './tool.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `sleep`, on the lab's clock: 1, 0.5, 2m, infinity. */
export const sleep: Tool = async ({ machine, write }, args) => {
  if (args.some((arg) => arg === 'infinity' || arg === 'inf')) return untilKilled(machine);
  let totalMs = 0;
  for (const arg of args) {
    const found = /^(\d*\.?\d+)([smhd]?)$/.exec(arg);
    if (found === null) {
      write('stderr', `sleep: invalid number '${arg}'\n`);
      return 1;
    }
    totalMs += Number(found[1]) * (UNIT_MS[found[2] || 's'] ?? 0);
  }
  await machine.clock.sleep(totalMs, { name: 'container-sleep' }, machine.killed);
  return 0;
};

/** Never resolves; rejects with StoppedError when the container is killed. */
export function untilKilled(machine: Machine): Promise<never> {
  return new Promise((_, reject) => {
    machine.killed.onStop(() => reject(new StoppedError()));
  });
}

/** `hostname`: the name of the pod. */
export const hostname: Tool = (process) => print(process, process.machine.hostname);

/** `env` and `printenv`. */
export const env: Tool = (process, args) => {
  const [name] = args;
  if (name !== undefined) {
    const value = process.environment.get(name);
    return value === undefined ? 1 : print(process, value);
  }
  for (const [key, value] of process.environment) print(process, `${key}=${value}`);
  return 0;
};

/** `nslookup NAME`, in the words of BusyBox. */
export const nslookup: Tool = (process, args) => {
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  const server = '10.96.0.10';
  const addresses = process.machine.resolve(name);
  print(process, `Server:    ${server}\nAddress 1: ${server} kube-dns.kube-system.svc.cluster.local\n`);
  if (addresses === undefined) {
    process.write('stderr', `nslookup: can't resolve '${name}'\n`);
    return 1;
  }
  print(process, `Name:      ${name}`);
  for (const [index, address] of addresses.entries()) print(process, `Address ${index + 1}: ${address}`);
  return 0;
};

/** `kill [-SIGNAL] 1`: only the first process can be named. */
export const kill: Tool = (process, args) => {
  const signal = (args.find((arg) => /^-(?:s)?\w+$/.test(arg)) ?? '-TERM').replace(/^-(?:SIG)?/, '');
  const named: Record<string, Signal | 'KILL'> = { '9': 'KILL', '15': 'TERM', '2': 'INT', '1': 'HUP', '3': 'QUIT' };
  const pids = args.filter((arg) => /^\d+$/.test(arg));
  for (const pid of pids) {
    if (pid === '1') process.machine.signal(named[signal] ?? (signal as Signal | 'KILL'));
    else process.write('stderr', `sh: can't kill pid ${pid}: No such process\n`);
  }
  return pids.every((pid) => pid === '1') && pids.length > 0 ? 0 : 1;
};

/** `tail` of its input; `tail -f` of anything goes on until it is killed. */
export const tail: Tool = (process, args) => {
  const count = lineCount(args);
  for (const line of lines(process.input).slice(-count)) print(process, line);
  return args.includes('-f') || args.includes('-F') ? untilKilled(process.machine) : 0;
};

/** `touch FILE …`: makes files that are not there; times are not kept. */
export const touch: Tool = ({ machine }, args) => {
  for (const path of args) machine.files.set(path, machine.files.get(path) ?? '');
  return 0;
};

/** `rm FILE …`. */
export const rm: Tool = ({ machine }, args) => {
  for (const path of args) machine.files.delete(path);
  return 0;
};

/** `uname` and `uname -a`. */
export const uname: Tool = (process, args) =>
  print(process, args.includes('-a') ? `Linux ${process.machine.hostname} x86_64 GNU/Linux` : 'Linux');

/** `whoami`: always root. */
export const whoami: Tool = (process) => print(process, 'root');

function print(process: Process, line: string): number {
  process.write('stdout', `${line}\n`);
  return 0;
}
