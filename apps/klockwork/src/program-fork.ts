import { type Command, Option } from 'commander';
import { fork } from './commands/fork.ts';
import { wholeNumber } from './program-options.ts';

const FORK_HELP = `
The new lab has the same objects and UIDs; its time begins at that moment. The first lab is not disturbed, whether it runs or not.

Examples:
  klockwork fork --data ../second
  klockwork fork --at -5m --data ../second --up
  klockwork fork --from bug.tape --data ../bug --up
  klockwork fork --at 812 --of .klockwork --data ../second --port 7443`;

/** Adds `klockwork fork`. */
export function addFork(klockwork: Command): void {
  klockwork
    .command('fork')
    .description('Create a second lab whose log begins as the first one, up to a moment, and then goes its own way.')
    .requiredOption('--data <dir>', 'data folder of the new lab: one that does not exist')
    .addOption(new Option('--of <dir>', 'data folder of the first lab (default: .klockwork, or KLOCKWORK_DATA)'))
    .option('--from <file>', 'a tape instead of a first lab, made with "klockwork tape export"')
    .option('--at <moment>', 'a revision, how long ago (-5m), or a time of the lab (default: now)')
    .option('--port <n>', 'port of the new API on 127.0.0.1 (default: a free one)', wholeNumber(1, 65_535))
    .option('--up', 'start the new lab in the background')
    .addHelpText('after', FORK_HELP)
    .action(fork);
}
