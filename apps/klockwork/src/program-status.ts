import { type Command, Option } from 'commander';
import { status } from './commands/status.ts';
import { dataOption } from './program-options.ts';

export function addStatus(klockwork: Command): void {
  klockwork
    .command('status')
    .description('Show the API address, the log position, the clock and every process of the lab.')
    .addOption(dataOption())
    .addOption(new Option('-o, --output <format>', 'print JSON for programs').choices(['json']))
    .addHelpText('after', '\nExamples:\n  klockwork status\n  klockwork status -o json | jq .clock')
    .action(status);
}
