import type { Command } from 'commander';

/** Completable option. */
export interface OptionWords {
  /** `-n`, `--namespace`. */
  readonly flags: readonly string[];
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  readonly description: string;
}

/** Typed command with its possible successors. */
export interface CommandWords {
  /** `clock advance`; empty for the program. */
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly OptionWords[];
  /** Known first arguments. */
  readonly choices: readonly string[];
}

/** Returns the words of a program and of all its commands, each command before its subcommands. */
export function commandWords(command: Command, path = ''): CommandWords[] {
  const subcommands = command.commands.map((one) => ({ name: one.name(), description: firstSentence(one.description()) }));
  const own: CommandWords = {
    path,
    subcommands: path === '' ? [...subcommands, { name: 'help', description: 'Show the help of a command.' }] : subcommands,
    options: optionsOf(command),
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
  return [own, ...command.commands.flatMap((one) => commandWords(one, `${path} ${one.name()}`.trim()))];
}

function optionsOf(command: Command): OptionWords[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ short, long, required, optional, argChoices, description }) => ({
      flags: [short, long].filter((flag) => flag !== undefined),
      takesValue: required || optional,
      choices: argChoices ?? [],
      description: firstSentence(description),
    }));
}

function firstSentence(text: string): string {
  return text.split('. ')[0]?.replace(/\.$/, '') ?? '';
}
