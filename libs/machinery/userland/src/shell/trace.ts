import type { Shell } from './shell.ts';

/** Line printed by `set -x` before a command. */
export function traced(shell: Shell, values: ReadonlyMap<string, string>, argv: readonly string[]): string {
  const prefix = shell.variables.get('PS4') ?? '+ ';
  const set = [...values].map(([name, value]) => `${name}=${quoted(value, shell)}`);
  const words = argv.map((word) => quoted(word, shell));
  // Bash prints one line an assignment.
  if (shell.dialect === 'bash' && words.length === 0) return set.map((each) => `${prefix}${each}\n`).join('');
  return words.length + set.length === 0 ? '' : `${prefix}${[...set, ...words].join(' ')}\n`;
}

function quoted(word: string, { dialect }: Shell): string {
  if (word === '') return dialect === 'bash' ? "''" : '';
  const isPlain = dialect === 'dash' || !/[^\w@%+=:,./-]/.test(word);
  return isPlain ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
