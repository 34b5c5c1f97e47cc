import { FileError } from '@klockwork/files';
import { signalNamed } from '../process/signals.ts';
import { lineCount, lines } from './text-tools.ts';
import type { Tool, ToolProcess } from './tool.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `sleep`, on the lab's clock: 1, 0.5, 2m, infinity. */
export const sleep: Tool = async ({ process, write }, args) => {
  if (args.some((arg) => arg === 'infinity' || arg === 'inf')) return process.untilKilled();
  let totalMs = 0;
  for (const arg of args) {
    const found = /^(\d*\.?\d+)([smhd]?)$/.exec(arg);
    if (found === null) {
      write('stderr', `sleep: invalid number '${arg}'\n`);
      return 1;
    }
    totalMs += Number(found[1]) * (UNIT_MS[found[2] || 's'] ?? 0);
  }
  await process.sleep(totalMs);
  return 0;
};

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

/** `kill [-SIGNAL] PID …`. */
export const kill: Tool = ({ process, machine, write }, args) => {
  const named = args[0]?.startsWith('-') && args.length > 1 ? args[0].slice(1) : undefined;
  const signal = signalNamed(named ?? 'TERM');
  let status = 0;
  for (const pid of named === undefined ? args : args.slice(1)) {
    try {
      if (signal !== undefined) machine.processes.kill(process, Number(pid), signal);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      write('stderr', `sh: can't kill pid ${pid}: ${error.message}\n`);
      status = 1;
    }
  }
  return status;
};

/** `tail` of its input; `tail -f` of anything goes on until it is killed. */
export const tail: Tool = (process, args) => {
  const count = lineCount(args);
  for (const line of lines(process.input).slice(-count)) print(process, line);
  return args.includes('-f') || args.includes('-F') ? process.process.untilKilled() : 0;
};

/** `touch FILE …`. */
export const touch: Tool = (process, args) =>
  each(process, args, (path) => {
    process.process.files.append(path, '');
    process.process.files.setModified(path);
  });

/** `rm [-rf] FILE …`. */
export const rm: Tool = (process, args) => {
  const options = args.filter((arg) => arg.startsWith('-')).join('');
  const { files } = process.process;
  return each(process, args, (path) => {
    if (options.includes('f') && !files.exists(path)) return;
    if (/[rR]/.test(options)) files.removeAll(path);
    else files.unlink(path);
  });
};

/** `mkdir [-p] FOLDER …`. */
export const mkdir: Tool = (process, args) => {
  const { files } = process.process;
  return each(process, args, (path) => (args.includes('-p') ? files.makeFolders(path) : files.makeFolder(path)));
};

/** Does something with each file that the arguments name; complains of those that refuse. */
function each(process: ToolProcess, args: readonly string[], act: (path: string) => void): number {
  let status = 0;
  for (const path of args.filter((arg) => !arg.startsWith('-'))) {
    try {
      act(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      process.write('stderr', `${process.process.argv[0]}: ${path}: ${error.message}\n`);
      status = 1;
    }
  }
  return status;
}

/** `uname` and `uname -a`. */
export const uname: Tool = (process, args) =>
  print(process, args.includes('-a') ? `Linux ${process.machine.hostname} x86_64 GNU/Linux` : 'Linux');

/** `whoami`: always root. */
export const whoami: Tool = (process) => print(process, 'root');

function print(process: ToolProcess, line: string): number {
  process.write('stdout', `${line}\n`);
  return 0;
}
