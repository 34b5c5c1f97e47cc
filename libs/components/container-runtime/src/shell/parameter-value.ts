import type { Shell } from './shell.ts';

/** The value of `$name`: a positional or special parameter, or a variable; undefined when it is unset. */
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
      return shell.variables.get(name) ?? computed(name, shell);
  }
}

function computed(name: string, { line, process, dialect }: Shell): string | undefined {
  if (name === 'LINENO') return String(line);
  if (dialect === 'dash') return undefined;
  if (name === 'RANDOM') return String(process.machine.random.integer(32_768));
  if (name === 'SECONDS' && dialect === 'bash') return String(Math.floor((process.machine.clock.now() - process.startedAt) / 1_000));
  return name === 'BASHPID' && dialect === 'bash' ? String(process.pid) : undefined;
}
