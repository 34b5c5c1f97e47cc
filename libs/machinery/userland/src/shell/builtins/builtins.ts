import type { Builtin } from '../shell.ts';
import { breakLoop, continueLoop, evaluate, exec, exit, returnFromFunction, source } from './control-builtins.ts';
import { jobs, wait } from './job-builtins.ts';
import { builtin, command, type } from './lookup-builtins.ts';
import { mapfile } from './mapfile-builtin.ts';
import { getopts, set, shift } from './option-builtins.ts';
import { cd, pwd, ulimit, umask } from './place-builtins.ts';
import { printf } from './printf-builtin.ts';
import { read } from './read-builtin.ts';
import { kill, trap } from './signal-builtins.ts';
import { declare, exportNames, letArithmetic, local, readonlyNames, unset } from './variable-builtins.ts';

/** Commands that only a shell can carry out. */
export const shellBuiltins: Readonly<Record<string, Builtin>> = {
  ':': () => 0,
  '.': source,
  break: breakLoop,
  builtin,
  cd,
  command,
  continue: continueLoop,
  declare,
  eval: evaluate,
  exec,
  exit,
  export: exportNames,
  getopts,
  hash: () => 0,
  jobs,
  kill,
  let: letArithmetic,
  local,
  mapfile,
  printf,
  pwd,
  read,
  readarray: mapfile,
  readonly: readonlyNames,
  return: returnFromFunction,
  set,
  shift,
  shopt: () => 0,
  source,
  trap,
  type,
  typeset: declare,
  ulimit,
  umask,
  unset,
  wait,
};
