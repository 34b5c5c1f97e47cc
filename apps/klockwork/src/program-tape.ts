import { type Command, Option } from 'commander';
import { tapeExport, tapeInfo, tapeOpen } from './commands/tape.ts';
import { dataOption, wholeNumber } from './program-options.ts';
import { refuseUnknownSubcommands } from './unknown-words.ts';

const HELP = `
A tape is one ZIP file with the log of a lab. Values of Secrets, tokens and variables with secret names are replaced by pseudonyms, in every
revision. A moment is a revision, how long ago (-5m), or a time of the lab.

Examples:
  klockwork tape export bug.tape
  klockwork tape info bug.tape
  klockwork tape open bug.tape --data ../bug
  klockwork fork --from bug.tape --data ../bug-lab --up`;

const EXPORT_HELP = `
Examples:
  klockwork tape export bug.tape
  klockwork tape export bug.tape --from -10m --data ../lab-2
  unzip -p bug.tape events/000001.ndjson.zst | zstd -d --long=25 | jq -r .type`;

/** Adds `klockwork tape`. */
export function addTape(klockwork: Command): void {
  const tape = klockwork
    .command('tape')
    .description('Put the log of a lab into a file for others, and open such a file.')
    .addHelpText('after', HELP);
  refuseUnknownSubcommands(tape);
  tape
    .command('export <file>')
    .description('Write the log of a running or stopped lab to a file, without its secrets.')
    .addOption(dataOption())
    .option('--from <moment>', 'begin there, with the objects of that moment (default: the first event)')
    .option('--to <moment>', 'end there (default: now)')
    .option('--no-redaction', 'include all secrets')
    .addHelpText('after', EXPORT_HELP)
    .action(tapeExport);
  tape
    .command('info <file>')
    .description('Print the contents of a tape, and read all of it.')
    .addOption(new Option('-o, --output <format>', 'print JSON for programs').choices(['json']))
    .addHelpText('after', '\nExample:\n  klockwork tape info bug.tape')
    .action(tapeInfo);
  tape
    .command('open <file>')
    .description('Start a cluster of the objects of a tape, which is only read: no node runs, and writes are refused.')
    .requiredOption('--data <dir>', 'data folder of the cluster: one that does not exist')
    .option('--at <moment>', 'how far to open the tape (default: its end)')
    .option('--port <n>', 'port of the API on 127.0.0.1 (default: a free one)', wholeNumber(1, 65_535))
    .addHelpText(
      'after',
      '\nExamples:\n  klockwork tape open bug.tape --data ../bug\n  klockwork tape open bug.tape --at 812 --data ../bug',
    )
    .action(tapeOpen);
}
