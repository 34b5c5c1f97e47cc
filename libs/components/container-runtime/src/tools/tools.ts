import type { Tools } from '@klockwork/images';
import { runShell } from '../shell/run-shell.ts';
import { date } from './date.ts';
import { env, hostname, kill, nslookup, rm, sleep, tail, touch, uname, whoami } from './system-tools.ts';
import { bracket, test } from './test-expression.ts';
import { cat, echo, grep, head, printf, seq, wc } from './text-tools.ts';
import type { Tool } from './tool.ts';

/** `sh -c SCRIPT [NAME ARG…]`; without a script the input is the script. */
const shell =
  (name: string): Tool =>
  (process, args) => {
    const at = args.findIndex((arg) => /^-[a-z]*c[a-z]*$/.test(arg));
    const flags = at < 0 ? '' : (args[at] ?? '').replace(/[-c]/g, '');
    if (at < 0) return runShell(process, name, process.input, args);
    const [script = '', zero = name, ...positional] = args.slice(at + 1);
    return runShell(process, zero, flags === '' ? script : `set -${flags}\n${script}`, positional);
  };

const COMMON: Readonly<Record<string, Tool>> = {
  '[': bracket,
  cat,
  date,
  echo,
  env,
  false: () => 1,
  grep,
  head,
  hostname,
  kill,
  mkdir: () => 0,
  printenv: env,
  printf,
  rm,
  seq,
  sh: shell('sh'),
  sleep,
  sync: () => 0,
  tail,
  test,
  touch,
  true: () => 0,
  uname,
  wc,
  whoami,
};

const BY_IMAGE: Readonly<Record<Tools, Readonly<Record<string, Tool>>>> = {
  none: {},
  busybox: { ...COMMON, ash: shell('ash'), nslookup },
  gnu: { ...COMMON, bash: shell('bash'), nslookup },
};

/** Directories whose files an absolute path may name. */
const TOOL_DIRECTORY = /^\/(?:usr\/(?:local\/)?)?s?bin\//;

/** The tool that an image has under `path`: a bare name, or a path in one of the usual directories. */
export function findTool(tools: Tools, path: string): Tool | undefined {
  const name = path.replace(TOOL_DIRECTORY, '');
  return Object.hasOwn(BY_IMAGE[tools], name) ? BY_IMAGE[tools][name] : undefined;
}
