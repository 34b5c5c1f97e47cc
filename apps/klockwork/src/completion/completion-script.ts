import type { CommandWords, OptionWords } from './command-words.ts';

/** Supported shells. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Returns the script that completes `klockwork` in a shell. */
export function completionScript(shell: (typeof SHELLS)[number], words: readonly CommandWords[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(words);
    case 'zsh':
      // Enables bash functions in zsh.
      return `#compdef klockwork\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(words)}`;
    case 'fish':
      return fishScript(words);
  }
}

/** Options with folders as values. */
const FOLDERS: readonly string[] = ['--data'];

function bashScript(words: readonly CommandWords[]): string {
  return `_klockwork() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path \${COMP_WORDS[i]}" in
      ${casePattern(words.map(({ path }) => ` ${path}`).filter((path) => path !== ' '))}) path="$path \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path $prev" in
${words.flatMap(bashValues).join('\n')}
  esac
  case "$path" in
${words.map(bashWords).join('\n')}
  esac
}
complete -F _klockwork klockwork
`;
}

/** Returns the completions of an option's value. */
function bashValues({ path, options }: CommandWords): string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map((option) => {
      const pattern = casePattern(option.flags.map((flag) => `${path === '' ? '' : ` ${path}`} ${flag}`));
      return `    ${pattern}) COMPREPLY=(${valuesOf(option)}); return ;;`;
    });
}

function valuesOf({ flags, choices }: OptionWords): string {
  if (flags.some((flag) => FOLDERS.includes(flag))) return `$(compgen -d -- "$cur")`;
  return choices.length === 0 ? '' : `$(compgen -W "${choices.join(' ')}" -- "$cur")`;
}

/** Returns the completions of a command: options after a dash, else subcommands and known arguments. */
function bashWords({ path, subcommands, options, choices }: CommandWords): string {
  const flags = options.flatMap((option) => option.flags).join(' ');
  const others = [...subcommands.map(({ name }) => name), ...choices].join(' ');
  return `    ${casePattern([path === '' ? '' : ` ${path}`])})
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "${flags}" -- "$cur")); else COMPREPLY=($(compgen -W "${others}" -- "$cur")); fi ;;`;
}

function casePattern(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(' | ');
}

function fishScript(words: readonly CommandWords[]): string {
  const lines = words.flatMap((command) => [...fishWords(command), ...command.options.map((option) => fishOption(command, option))]);
  return `complete -c klockwork -f\n${lines.join('\n')}\n`;
}

function fishWords({ path, subcommands, choices }: CommandWords): string[] {
  const on = `complete -c klockwork -n '${fishCondition(path, subcommands)}'`;
  return [
    ...subcommands.map(({ name, description }) => `${on} -a ${name} -d ${fishText(description)}`),
    ...choices.map((choice) => `${on} -a ${choice}`),
  ];
}

function fishOption({ path, subcommands }: CommandWords, { flags, takesValue, choices, description }: OptionWords): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const folder = flags.some((flag) => FOLDERS.includes(flag));
  const values = folder
    ? [`-r -a '(__fish_complete_directories)'`]
    : takesValue
      ? ['-r', ...(choices.length > 0 ? [`-a '${choices.join(' ')}'`] : [])]
      : [];
  return [`complete -c klockwork -n '${fishCondition(path, subcommands)}'`, ...names, ...values, `-d ${fishText(description)}`].join(' ');
}

/** True for words of `path` without its subcommands. */
function fishCondition(path: string, subcommands: CommandWords['subcommands']): string {
  if (path === '') return '__fish_use_subcommand';
  const conditions = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  const none = subcommands.length === 0 ? [] : [`not __fish_seen_subcommand_from ${subcommands.map(({ name }) => name).join(' ')}`];
  return [...conditions, ...none].join('; and ');
}

function fishText(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
