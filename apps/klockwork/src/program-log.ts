import { type Command, Option } from 'commander';
import { log } from './commands/log.ts';
import { dataOption, wholeNumber } from './program-options.ts';

const revision = wholeNumber(0, Number.MAX_SAFE_INTEGER);

const LOG_HELP = `
Filters are combined: an event is printed when it passes all of them. In patterns * stands for any characters.
Where no lab runs, after "klockwork down" or a crash, the log is read from its file.
A time is how long ago (10m), or a time of the lab (11:32:02, 2026-01-01T11:32:02Z).

Examples:
  klockwork log -f
  klockwork log -n shop --kind pods,deployments --since 10m
  klockwork log --type 'Node*' --actor node-controller --tail 20
  klockwork log pods/web-5d78c9869d-x7k2p
  klockwork log --cause 114               what came from that event, near and far
  klockwork log 812 -o yaml               one event, whole
  klockwork log -o json | jq -r .type | sort | uniq -c`;

/** Adds `klockwork log`. */
export function addLog(klockwork: Command): void {
  klockwork
    .command('log [object-or-revision]')
    .description('Print the event log: revision, lab time, type, object, who, and what it was a reaction to.')
    .addOption(dataOption())
    .option('-f, --follow', 'go on with what happens from now on')
    .option('-n, --namespace <name>', 'only objects of this namespace')
    .option('--kind <kinds>', 'only these kinds, with commas, as kubectl takes them: pods,deploy')
    .option('--name <pattern>', "only objects of this name: 'web-*'")
    .option('--object <resource/name>', 'only this object: pods/web-1, deployments/web, nodes/node-2')
    .option('--type <patterns>', "only these types of events: PodBound,'Node*'")
    .option('--actor <patterns>', 'only what these did: kubectl, kube-scheduler, node-1')
    .option('--since <time>', 'only what happened since then')
    .option('--until <time>', 'only what happened until then')
    .option('--cause <revision>', 'only this event and what came from it', revision)
    .option('--from <revision>', 'begin with this revision (default: the first that is kept)', revision)
    .option('--tail <n>', 'only the last n that the filters let pass', revision)
    .addOption(new Option('-o, --output <format>', 'more columns, or each event whole').choices(['wide', 'json', 'yaml']))
    .addOption(new Option('--color <when>', 'when to colour; auto: at a terminal').choices(['auto', 'always', 'never']).default('auto'))
    .addHelpText('after', LOG_HELP)
    .action(log);
}
