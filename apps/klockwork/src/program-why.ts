import { type Command, Option } from 'commander';
import { why } from './commands/why.ts';
import { dataOption, wholeNumber } from './program-options.ts';

/** Adds `klockwork why`. */
export function addWhy(klockwork: Command): void {
  klockwork
    .command('why [object-or-revision...]')
    .description(
      'Explain the state of an object and what would help, and print what led to it, or to one event of the log: back to the request, the start or the fault that began it.',
    )
    .addOption(dataOption())
    .option('-n, --namespace <name>', 'the namespace of the object (default: default)')
    .option('--restart <n>', 'why a container of the pod was started again for the nth time', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--uid <uid>', 'of several objects that had this name, the one of this UID (default: the newest)')
    .option('--to <host:port>', 'whether a connection of the pod arrives there: web:80, web.shop:80, 10.96.3.4:53/udp, pods/web-1:8080')
    .option('--revision <revision>', 'this event of the log', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .addOption(new Option('-o, --output <format>', 'print JSON for programs').choices(['json']))
    .addHelpText(
      'after',
      '\nExamples:\n  klockwork why pods/web-1\n  klockwork why job failed -n shop\n  klockwork why po/web-1 -n shop --restart 3\n  klockwork why po/client -n shop --to web:80\n  klockwork why nodes/node-2\n  klockwork why 812',
    )
    .action(why);
}
