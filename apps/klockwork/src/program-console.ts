import type { Command } from 'commander';
import { consoleCommand } from './commands/console.ts';
import { dataOption } from './program-options.ts';

const HELP = `
The link signs one browser in, once, within five minutes. The session ends with the browser or with the lab.

Examples:
  klockwork console
  klockwork console --print
  klockwork console --beside ../bug     # compare with an opened tape, or any other lab of yours`;

/** Adds `klockwork console`. */
export function addConsole(klockwork: Command): void {
  klockwork
    .command('console')
    .description('Open the lab in a browser.')
    .addOption(dataOption())
    .option('--print', 'only print the login link')
    .option('--beside <dir>', 'data folder of another lab, for comparisons: both consoles may read the timeline of both labs')
    .addHelpText('after', HELP)
    .action(consoleCommand);
}
