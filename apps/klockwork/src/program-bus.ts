import type { Command } from 'commander';
import { busCredentials } from './commands/bus-credentials.ts';

/** Adds the command with which deploy/compose.yaml makes the credentials of its containers. It is not for people: no help names it. */
export function addBusCredentials(klockwork: Command): void {
  klockwork.command('bus-credentials <folder> <processes...>', { hidden: true }).action(busCredentials);
}
