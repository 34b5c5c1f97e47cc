import { type Command, Option } from 'commander';
import { down } from './commands/down.ts';
import { up } from './commands/up.ts';
import { dataOption, durationMs, names, nodeGroup, quantity, rate, wholeNumber } from './program-options.ts';

const UP_HELP = `
A lab whose time was wound forward is ahead of the wall clock, and clients that compute ages by their own clock ("kubectl describe") print
<invalid>; "kubectl --context host-time describe" prints the true ages. --behind lets a lab begin in the past, for controllers of your own.
A lab's time never goes back: it begins where its log ended, when that is later.

A pod manifest in nodes/<node>/manifests of the data folder is a static pod: its node runs it by itself.

Examples:
  klockwork up
  klockwork up --detach --nodes 100 --profile fast
  klockwork up --nodes 6 --node-memory 2Gi --zones a,b,c
  klockwork up --autoscale 3..10
  klockwork up --rate 60
  klockwork up --behind 24h`;

/** Adds `klockwork up` and `klockwork down`. */
export function addUp(klockwork: Command): void {
  klockwork
    .command('up')
    .description('Start a lab and keep it running until Ctrl-C. A second start goes on from the same log.')
    .option('-d, --detach', 'return once all nodes are Ready, and leave the lab running; stop it with "klockwork down"')
    .addOption(dataOption())
    .option('--port <n>', 'port of the API on 127.0.0.1 (default: 6443)', wholeNumber(1, 65_535))
    .option(
      '--console-port <n>',
      'port of the console on 127.0.0.1 (default: a free one, kept for this data folder)',
      wholeNumber(1, 65_535),
    )
    .option('--nodes <n>', 'how many nodes, node-1 to node-N (default: 3)', wholeNumber(1, 5_000))
    .option(
      '--autoscale <min..max>',
      'cluster autoscaler for node-1 to node-MAX: adds nodes for pods without room, and removes unneeded ones (default: none)',
      nodeGroup,
    )
    .option('--agents <n>', 'how many processes share the nodes (default: one each up to 8 nodes, then one for 25)', wholeNumber(1, 500))
    .addOption(new Option('--profile <name>', 'how long pulls and starts take (default: realistic)').choices(['realistic', 'fast']))
    .option('--node-cpu <quantity>', 'processors of each node (default: 4)', quantity)
    .option('--node-memory <quantity>', 'memory of each node (default: 8Gi)', quantity)
    .option(
      '--node-ephemeral-storage <quantity>',
      'disk of each node, for images and what containers write (default: 61202244Ki)',
      quantity,
    )
    .option('--node-pods <n>', 'how many pods a node takes: it has addresses for 254 (default: 110)', wholeNumber(1, 254))
    .option('--zones <names>', 'zones with commas, which the nodes go round: topology.kubernetes.io/zone (default: none)', names)
    .option('--parallel-pulls <n>', 'how many images a node pulls at a time (default: 1)', wholeNumber(1, 100))
    .option('--scheduler-config <file>', 'KubeSchedulerConfiguration of the scheduler, kept for later starts (default: none)')
    .option('--rate <r>', "how fast the lab's time runs: 60 makes its minute a second (default: 1)", rate)
    .option('--behind <duration>', "how far behind the wall clock the lab's time begins (default: 0s; 24h at a rate above 1)", durationMs)
    .addOption(
      new Option('--images <which>', 'any: images that the lab does not know run as stand-ins; known: they are not found').choices([
        'known',
        'any',
      ]),
    )
    .option(
      '--system-pods',
      'show CoreDNS, kube-proxy and the control plane as pods in kube-system, as kubeadm does; they stay for later starts',
    )
    .option('--with-parent', 'end with the Node.js process that started this one with a channel, as clusters of tests do')
    .option('--fresh', 'forget the log of this data folder and begin anew')
    .addHelpText('after', UP_HELP)
    .action(up);
  klockwork
    .command('down')
    .description('Stop the lab of this data folder in order. Its log is kept.')
    .addOption(dataOption())
    .addHelpText('after', '\nExamples:\n  klockwork down\n  klockwork down --data /tmp/lab-2')
    .action(down);
}
