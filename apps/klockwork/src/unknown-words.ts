import { Command, Option } from 'commander';

/** A negative length of time, `-5m`, which is an argument and no option. */
const NEGATIVE = /^-\d/;

/**
 * Makes a command group reject unknown subcommands, with a suggestion. Otherwise its action or default subcommand reports a surplus
 * argument.
 */
export function refuseUnknownSubcommands(group: Command): void {
  group
    .allowExcessArguments()
    .hook('preSubcommand', () => refuseSubcommand(group))
    .hook('preAction', (_, command) => {
      if (command === group) refuseSubcommand(group);
    });
}

/**
 * Makes a command that takes negative lengths of time refuse every other unknown option, with a suggestion. `ownWords`: number of arguments
 * before those of another program.
 */
export function refuseUnknownOptions(command: Command, ownWords = Number.POSITIVE_INFINITY): void {
  command.allowUnknownOption().hook('preAction', () => {
    const flag = command.args.slice(0, ownWords).find((word) => word.startsWith('-') && word !== '--' && !NEGATIVE.test(word));
    if (flag === undefined) return;
    const bare = new Command(command.name()).copyInheritedSettings(command);
    // Only their names: a required option was given to the command itself.
    for (const { flags } of command.options) bare.addOption(new Option(flags));
    bare.parse([flag], { from: 'user' });
  });
}

function refuseSubcommand(group: Command): void {
  const [word] = group.args;
  if (word === undefined || word.startsWith('-') || group.commands.some((one) => one.name() === word)) return;
  const bare = new Command(group.name()).copyInheritedSettings(group);
  for (const subcommand of group.commands) bare.command(subcommand.name());
  bare.parse([word], { from: 'user' });
}
