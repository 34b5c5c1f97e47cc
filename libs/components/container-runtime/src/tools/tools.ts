import type { Tools } from '@klockwork/images';
import { readAll } from '../process/stream.ts';
import type { Main, Process } from '../process.ts';
import { runShell } from '../shell/run-shell.ts';
import { date } from './date.ts';
import { env, hostname, kill, mkdir, nslookup, rm, sleep, tail, touch, uname, whoami } from './system-tools.ts';
import { bracket, test } from './test-expression.ts';
import { cat, echo, grep, head, printf, seq, wc } from './text-tools.ts';
import { command, filter } from './tool.ts';

/** `sh -c SCRIPT [NAME ARG…]`, `sh FILE [ARG…]`; without either the input is the script. */
const shell =
  (name: string): Main =>
  async (process) => {
    const args = process.argv.slice(1);
    const at = args.findIndex((arg) => /^-[a-z]*c[a-z]*$/.test(arg));
    if (at < 0) return runShell(process, args[0] ?? name, await scriptOf(process, args), args.slice(1));
    const flags = (args[at] ?? '').replace(/[-c]/g, '');
    const [script = '', zero = name, ...positional] = args.slice(at + 1);
    return runShell(process, zero, flags === '' ? script : `set -${flags}\n${script}`, positional);
  };

function scriptOf({ files, stdin }: Process, [path]: readonly string[]): string | Promise<string> {
  return path === undefined || path.startsWith('-') ? readAll(stdin) : files.read(path);
}

const COMMON: Readonly<Record<string, Main>> = {
  '[': command(bracket),
  cat: filter(cat),
  date: command(date),
  echo: command(echo),
  env: command(env),
  false: () => 1,
  grep: filter(grep),
  head: filter(head),
  hostname: command(hostname),
  kill: command(kill),
  mkdir: command(mkdir),
  printenv: command(env),
  printf: command(printf),
  rm: command(rm),
  seq: command(seq),
  sh: shell('sh'),
  sleep: command(sleep),
  sync: () => 0,
  tail: filter(tail),
  test: command(test),
  touch: command(touch),
  true: () => 0,
  uname: command(uname),
  wc: filter(wc),
  whoami: command(whoami),
};

const BY_IMAGE: Readonly<Record<Tools, Readonly<Record<string, Main>>>> = {
  none: {},
  busybox: { ...COMMON, ash: shell('ash'), nslookup: command(nslookup) },
  gnu: { ...COMMON, bash: shell('bash'), nslookup: command(nslookup) },
};

/** The names of the tools that an image has. */
export function toolNames(tools: Tools): readonly string[] {
  return Object.keys(BY_IMAGE[tools]);
}

/** What a tool does; undefined when the image has none of that name. */
export function findTool(tools: Tools, name: string): Main | undefined {
  return Object.hasOwn(BY_IMAGE[tools], name) ? BY_IMAGE[tools][name] : undefined;
}
