import { type Command, InvalidArgumentError, Option } from 'commander';
import { at } from './commands/at.ts';
import { diff } from './commands/diff.ts';
import { history } from './commands/history.ts';
import { replay } from './commands/replay.ts';
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

const HISTORY_HELP = `
Each revision is a line: revision, lab time, event, object, who, cause, data; then the fields that it changed.
Where no lab runs, the log is read from its file.

Examples:
  klockwork history deployments/web
  klockwork history pod web-1 -n shop
  klockwork history nodes/node-2 -o json | jq -c '.changes[]'`;

const DIFF_HELP = `
A moment is a revision (812), how long ago (-5m, 5m), or a time of the lab (11:32:02, 2026-01-01T11:32:02Z).
Events, leases and the lab's clock are printed only if --kind or an object names them. Where no lab runs, the log is read from its file.

Examples:
  klockwork diff -5m
  klockwork diff 812 840 deployments/web -n shop
  klockwork diff -1h -30m --kind pods,deploy`;

const REPLAY_HELP = `
A moment is a revision (812), how long ago (-5m, 5m), or a time of the lab (11:32:02, 2026-01-01T11:32:02Z). The past is only read.
Events begin with the first watch. Without a command it prints a kubeconfig, and serves it until Ctrl-C.

Examples:
  klockwork replay --from -10m --speed 10 -- kubectl get pods -w
  klockwork replay --from 812 --to 2400 --speed 0 > replay.yaml`;

/** Adds `klockwork at`, `history`, `diff` and `replay`. */
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
  klockwork
    .command('history <object...>')
    .description('Print every revision of an object, also of deleted ones: what changed, who changed it, and why.')
    .addOption(dataOption())
    .option('-n, --namespace <name>', 'the namespace of the object (default: default)')
    .addOption(new Option('-o, --output <format>', 'each event whole, with its changes').choices(['json', 'yaml']))
    .addOption(new Option('--color <when>', 'when to colour; auto: at a terminal').choices(['auto', 'always', 'never']).default('auto'))
    .addHelpText('after', HISTORY_HELP)
    .action(history);
  addDiff(klockwork);
  addReplay(klockwork);
}

function addReplay(klockwork: Command): void {
  const command = klockwork
    .command('replay [command...]')
    .description('Serve the past to watches: each event at its time, at a speed. Ctrl-C ends it.')
    .addOption(dataOption())
    .requiredOption('--from <moment>', 'the moment at which the replay begins')
    .option('--to <moment>', 'the moment at which the replay ends (default: now)', '0s')
    .option('--speed <n>', 'lab seconds per second; 0: as fast as possible', notNegative, 1)
    .addHelpText('after', REPLAY_HELP)
    .action(replay);
  refuseUnknownOptions(command, 1);
}

function notNegative(text: string): number {
  const speed = Number(text);
  if (text.trim() !== '' && Number.isFinite(speed) && speed >= 0) return speed;
  throw new InvalidArgumentError('It is a number, 0 or more.');
}

function addDiff(klockwork: Command): void {
  const command = klockwork
    .command('diff <from> [to] [object]')
    .description('Print what was created, changed and deleted between two moments, or since a moment.')
    .addOption(dataOption())
    .option('-n, --namespace <name>', 'only objects of this namespace')
    .option('--kind <kinds>', 'only these kinds, with commas, as kubectl takes them: pods,deploy')
    .option('--name <pattern>', "only objects of this name: 'web-*'")
    .addOption(new Option('-o, --output <format>', 'the objects at both moments').choices(['json']))
    .addOption(new Option('--color <when>', 'when to colour; auto: at a terminal').choices(['auto', 'always', 'never']).default('auto'))
    .addHelpText('after', DIFF_HELP)
    .action(diff);
  refuseUnknownOptions(command);
}
