import type { Command } from 'commander';
import { connect, disconnect } from './commands/connect.ts';
import { dataOption } from './program-options.ts';

const CONNECT_HELP = `
Webhooks, aggregated APIs, "kubectl get --raw …/proxy" and pods that call the Service reach the program; its pods get nothing meanwhile.
A missing Service is created. The program must listen on a loopback address of the machine that runs the lab.

Examples:
  klockwork connect webhook-service --to 127.0.0.1:9443 --namespace my-operator-system
  klockwork connect shop --to localhost:3000 --port 80     then: kubectl run -it --rm --image busybox box -- wget -qO- shop`;

/** Adds `klockwork connect` and `klockwork disconnect`. */
export function addConnect(klockwork: Command): void {
  klockwork
    .command('connect <service>')
    .description('Let a Service lead to a program on this machine: a webhook, an extension API server, a server for pods.')
    .requiredOption('--to <address>', 'where the program listens: 127.0.0.1:9443')
    .option('-n, --namespace <name>', 'namespace of the Service', 'default')
    .option('--port <port>', 'number or name of the port of the Service (default: all its ports; 443 for a new Service)', servicePort)
    .addOption(dataOption())
    .addHelpText('after', CONNECT_HELP)
    .action(connect);
  klockwork
    .command('disconnect <service>')
    .description('Let a Service lead to its pods again.')
    .option('-n, --namespace <name>', 'namespace of the Service', 'default')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  klockwork disconnect webhook-service --namespace my-operator-system')
    .action(disconnect);
}

function servicePort(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
