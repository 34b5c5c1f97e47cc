import type { Command } from 'commander';
import { killNode, startNode } from './commands/node.ts';
import { dataOption, faultTime } from './program-options.ts';

/** Adds `klockwork kill-node` and `klockwork start-node`. */
export function addNodes(klockwork: Command): void {
  klockwork
    .command('kill-node <name>')
    .description("Take a node's power away: SIGKILL to the agent process that runs it. It goes NotReady when its lease lapses.")
    .option('--at <when>', 'an instant of the lab: +10m from now, or 2026-01-01T00:10:00Z (default: now)', faultTime)
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\nExamples:\n  klockwork kill-node node-2     then: kubectl get nodes,pods -o wide -w\n  klockwork kill-node node-2 --at +10m     then: klockwork clock advance 1h',
    )
    .action(killNode);
  klockwork
    .command('start-node <name>')
    .description('Boot a node again that was killed. It comes back empty of containers, as a rebooted machine does.')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  klockwork start-node node-2     then: kubectl get nodes,pods -o wide -w')
    .action(startNode);
}
