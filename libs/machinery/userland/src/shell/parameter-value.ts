import { elementKey } from './array-elements.ts';
import type { Shell } from './shell.ts';

/** Version that bash images report. */
const BASH_VERSION = '5.2.37(1)-release';
/** `name[subscript]` in an arithmetic expression. */
const ELEMENT = /^([A-Za-z_]\w*)\[(.+)\]$/s;

/** Value of `$name`: positional parameter, special parameter or variable; undefined when unset. */
export function parameterValue(name: string, shell: Shell): string | undefined {
  if (/^[1-9]\d*$/.test(name)) return shell.positional[Number(name) - 1];
  switch (name) {
    case '?':
      return String(shell.status);
    case '$':
      return String(shell.mainPid);
    case '#':
      return String(shell.positional.length);
    case '@':
    case '*':
      return shell.positional.join(' ');
    case '0':
      return shell.name;
    case '!':
      return shell.jobs.lastPid === undefined ? undefined : String(shell.jobs.lastPid);
    case '-':
      return [...shell.options].filter((option) => option.length === 1).join('');
    default:
      return shell.variables.get(name) ?? elementValue(name, shell) ?? computed(name, shell);
  }
}

/** Sets a variable, or the element that `name[subscript]` of an arithmetic expression names. */
export function assignTo(name: string, value: string, shell: Shell): void {
  const element = elementOf(name, shell);
  if (element === undefined) shell.variables.set(name, value);
  else shell.variables.setElement(element.name, element.key, value);
}

function elementValue(name: string, shell: Shell): string | undefined {
  const element = elementOf(name, shell);
  return element && shell.variables.array(element.name)?.get(element.key);
}

function elementOf(text: string, shell: Shell): { readonly name: string; readonly key: string } | undefined {
  const [, name, subscript] = ELEMENT.exec(text) ?? [];
  if (name === undefined || subscript === undefined) return undefined;
  const scope = {
    variable: (each: string) => parameterValue(each, shell),
    assign: (each: string, value: string) => assignTo(each, value, shell),
  };
  return { name, key: elementKey(shell.variables.array(name), subscript, scope) };
}

function computed(name: string, { line, process, dialect }: Shell): string | undefined {
  if (name === 'LINENO') return String(line);
  if (dialect === 'dash') return undefined;
  if (name === 'RANDOM') return String(process.machine.random.integer(32_768));
  if (name === 'EPOCHSECONDS') return String(Math.floor(process.machine.clock.now() / 1_000));
  if (name === 'BASH_VERSION' && dialect === 'bash') return BASH_VERSION;
  if (name === 'SECONDS' && dialect === 'bash') return String(Math.floor((process.machine.clock.now() - process.startedAt) / 1_000));
  return name === 'BASHPID' && dialect === 'bash' ? String(process.pid) : undefined;
}
