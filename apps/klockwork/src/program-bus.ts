import type { Command } from 'commander';
import { busCredentials } from './commands/bus-credentials.ts';

/** Adds the command that creates bus credentials for the containers of deploy/compose.yaml. Hidden from help. */
export function addBusCredentials(klockwork: Command): void {
  klockwork.command('bus-credentials <folder> <processes...>', { hidden: true }).action(busCredentials);
}
