import { arithmetic } from '../arithmetic.ts';
import { elementKey } from '../array-elements.ts';
import { ShellError } from '../control.ts';
import type { Io } from '../io.ts';
import type { Builtin, Shell } from '../shell.ts';
import { scopeOf } from '../shell-scope.ts';
import { refuse } from './refuse.ts';

/** `export [-n] [name[=value] …]`. */
export const exportNames: Builtin = (shell, args, io) => {
  const names = args.filter((arg) => !/^-[npf]+$|^--$/.test(arg));
  if (names.length === 0) return print(shell, 'exported', io);
  return each(shell, { builtin: 'export', args: names, io }, (name) =>
    args[0] === '-n' ? shell.variables.unexport(name) : shell.variables.export(name),
  );
};

/** `readonly [name[=value] …]`. */
export const readonlyNames: Builtin = (shell, args, io) => {
  const names = args.filter((arg) => !/^-[paA]+$|^--$/.test(arg));
  if (names.length === 0) return print(shell, 'readonly', io);
  return each(shell, { builtin: 'readonly', args: names, io }, (name) => shell.variables.protect(name));
};

/** `local [name[=value] …]`. */
export const local: Builtin = (shell, args, io) => {
  if (shell.functionDepth === 0) {
    if (shell.dialect === 'bash') return refuse(shell, io, 'local', { message: 'can only be used in a function', status: 1 });
    throw new ShellError(shell.dialect === 'dash' ? 'local: not in a function' : 'local: not in a function', 2);
  }
  return declareLocal(shell, args, io);
};

/** `declare [-xr] [name[=value] …]` of bash: local in functions. */
export const declare: Builtin = (shell, args, io) => {
  const options = args.filter((arg) => /^-/.test(arg)).join('');
  const names = args.filter((arg) => !/^-/.test(arg));
  if (shell.functionDepth > 0 && !options.includes('g')) for (const arg of names) shell.variables.makeLocal(arg.split('=')[0] ?? '');
  return each(shell, { builtin: 'declare', args: names, io }, (name) => {
    if (/[aA]/.test(options)) shell.variables.declareArray(name, options.includes('A'));
    if (options.includes('x')) shell.variables.export(name);
    if (options.includes('r')) shell.variables.protect(name);
  });
};

function declareLocal(shell: Shell, args: readonly string[], io: Io): Promise<number> {
  const names = args.filter((arg) => !/^-/.test(arg));
  for (const arg of names) shell.variables.makeLocal(arg.split('=')[0] ?? '');
  if (shell.dialect === 'bash') for (const arg of names) if (!arg.includes('=')) shell.variables.unset(arg);
  const options = args.filter((arg) => arg.startsWith('-')).join('');
  return each(shell, { builtin: 'local', args: names, io }, (name) => {
    if (/[aA]/.test(options)) shell.variables.declareArray(name, options.includes('A'));
  });
}

async function each(
  shell: Shell,
  { builtin, args, io }: { readonly builtin: string; readonly args: readonly string[]; readonly io: Io },
  act: (name: string) => void,
): Promise<number> {
  let status = 0;
  for (const arg of args) {
    const at = arg.indexOf('=');
    const name = at < 0 ? arg : arg.slice(0, at);
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      if (shell.dialect !== 'bash') throw new ShellError(`${builtin}: ${shell.dialect === 'dash' ? name : arg}: bad variable name`, 2);
      status = await refuse(shell, io, builtin, { message: `\`${arg}': not a valid identifier`, status: 1 });
      continue;
    }
    if (at >= 0) shell.variables.set(name, arg.slice(at + 1));
    act(name);
  }
  return status;
}

async function print({ variables, dialect }: Shell, kind: 'exported' | 'readonly', io: Io): Promise<number> {
  const word = dialect === 'bash' ? `declare -${kind === 'exported' ? 'x' : 'r'}` : kind === 'exported' ? 'export' : 'readonly';
  for (const name of variables.names(kind)) {
    const value = variables.get(name);
    const quotedText = dialect === 'bash' ? `"${value?.replace(/[\\"$`]/g, '\\$&')}"` : `'${value?.replaceAll("'", "'\"'\"'")}'`;
    await io.stdout.write(`${word} ${name}${value === undefined ? '' : `=${quotedText}`}\n`);
  }
  return 0;
}

/** `unset [-fv] name …`. */
export const unset: Builtin = (shell, args, io) => {
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    if (shell.dialect === 'bash' && unsetElement(shell, name, io)) continue;
    if (!/^[A-Za-z_][\w.-]*$/.test(name) && shell.dialect !== 'bash') throw new ShellError(`unset: ${name}: bad variable name`, 2);
    if (args[0] === '-f') shell.functions.delete(name);
    else if (shell.variables.get(name) === undefined && args[0] !== '-v' && shell.dialect === 'bash') shell.functions.delete(name);
    else shell.variables.unset(name);
  }
  return 0;
};

/** `unset 'name[subscript]'`. False for a plain name. */
function unsetElement(shell: Shell, text: string, io: Io): boolean {
  const [, name = '', subscript] = /^([A-Za-z_]\w*)\[(.+)\]$/s.exec(text) ?? [];
  if (subscript === undefined) return false;
  const array = shell.variables.array(name);
  if (subscript === '@' || subscript === '*') shell.variables.unset(name);
  else if (array !== undefined) {
    array.delete(elementKey(array, subscript, scopeOf(shell, io)));
    shell.variables.setArray(name, array);
  }
  return true;
}

/** `let expression …`. */
export const letArithmetic: Builtin = (shell, args, io) => {
  const scope = scopeOf(shell, io);
  const values = args.map((expression) => arithmetic(expression, scope));
  return values.at(-1) === '0' ? 1 : 0;
};
