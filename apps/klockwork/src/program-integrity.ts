import type { Command } from 'commander';
import { exportLog } from './commands/export.ts';
import { repair } from './commands/repair.ts';
import { verify } from './commands/verify.ts';
import { dataOption } from './program-options.ts';

/** Adds `klockwork verify`, `export` and `repair`. */
export function addIntegrity(klockwork: Command): void {
  klockwork
    .command('verify')
    .description(
      'Read the whole event log and verify its checksums: what is the first bad revision, and what can be saved. It changes nothing.',
    )
    .addOption(dataOption())
    .addHelpText('after', '\nExamples:\n  klockwork verify\n  klockwork verify --data /tmp/lab-2')
    .action(verify);
  klockwork
    .command('export')
    .description('Print every event of a stopped lab whole, a line of JSON each, for "klockwork repair --from". It includes Secrets.')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  klockwork export > lab.jsonl')
    .action(exportLog);
  klockwork
    .command('repair')
    .description(
      'Make a damaged event log anew, up to its last sound event, or of an export. The files as they were are kept in damaged-*.',
    )
    .option('--from <file>', 'an export of the log, made with "klockwork export"')
    .addOption(dataOption())
    .addHelpText('after', '\nExamples:\n  klockwork repair\n  klockwork repair --from lab.jsonl')
    .action(repair);
}
