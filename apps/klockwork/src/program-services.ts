import { type Command, Option } from 'commander';
import { services } from './commands/services.ts';
import { dataOption } from './program-options.ts';

const SERVICES_HELP = `
Services of type NodePort and LoadBalancer are open on the loopback network of the machine that runs the lab, over TCP. A node port keeps its
number, a load balancer its EXTERNAL-IP and port. An address that is in use or forbidden is replaced by a free port of 127.0.0.1, which stays.
Ingresses share one HTTP port, which routes by host and path, and one HTTPS port with the certificates of their Secrets.

Examples:
  klockwork services
  curl http://$(klockwork services -o json | jq -r '.services[0].address')
  curl --header 'Host: shop.example' http://$(klockwork services -o json | jq -r '.ingresses[0].address')
  curl --insecure --connect-to "::$(klockwork services -o json | jq -r '.ingresses[0].tlsAddress')" https://shop.example`;

/** Adds `klockwork services`. */
export function addServices(klockwork: Command): void {
  klockwork
    .command('services')
    .description('List the Services that programs of this machine reach, with their addresses.')
    .addOption(dataOption())
    .addOption(new Option('-o, --output <format>', 'print JSON for programs').choices(['json']))
    .addHelpText('after', SERVICES_HELP)
    .action(services);
}
