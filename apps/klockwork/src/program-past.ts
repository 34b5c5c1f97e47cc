import type { Command } from 'commander';
import { at } from './commands/at.ts';
import { contextName, dataOption } from './program-options.ts';
import { refuseUnknownOptions } from './unknown-words.ts';

const AT_HELP = `
A moment is a revision (812), how long ago (-5m, 5m), or a time of the lab (11:32:02, 2026-01-01T11:32:02Z). The past is only read.
Without a command it prints a kubeconfig of that moment; --merge writes it into kubectl's. Options of klockwork stand before --.

Examples:
  klockwork at -5m -- kubectl get pods -A
  klockwork at 812 -- kubectl describe pod web-1
  klockwork at 11:32:02 -- helm list
  klockwork at -1h --merge                          then: kubectl --context klockwork-at-812 get pods`;

/** Adds `klockwork at`. */
export function addPast(klockwork: Command): void {
  const command = klockwork
    .command('at <moment> [command...]')
    .description('Run kubectl, or another client, on the lab as it was at a moment of the past.')
    .addOption(dataOption())
    .option('--merge', "write the context of that moment into kubectl's kubeconfig")
    .option('--context <name>', 'the name of the context (default: klockwork-at-REVISION)', contextName)
    .addHelpText('after', AT_HELP)
    .action(at);
  // The moment, and the first word of the command.
  refuseUnknownOptions(command, 2);
}
