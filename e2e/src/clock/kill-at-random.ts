import type { Random } from '@klockwork/kernel';
import type { LauncherClient } from '@klockwork/lab-tool';
import { eventually, pause } from '../chaos/waiting.ts';

const PROCESS_MS_MAX = 60_000;

/** Kills during an advance. */
export interface KillOptions {
  readonly services: readonly string[];
  readonly kills: number;
  /** Host time between two kills at most. */
  readonly pauseMsMax: number;
}

/**
 * Applies `kill` to `services` in turn after each pause up to `pauseMsMax`, or until `isOver`. Returns the names of victims. Errors after
 * the end are ignored, since the lab is gone.
 */
export async function killAtRandom(
  random: Random,
  { services, kills, pauseMsMax }: KillOptions,
  kill: (service: string) => Promise<void>,
  isOver: () => boolean,
): Promise<string[]> {
  const killed: string[] = [];
  while (killed.length < kills) {
    await pause(random.integer(pauseMsMax));
    if (isOver()) break;
    const service = services[killed.length % services.length] as string;
    try {
      await kill(service);
    } catch (error) {
      if (isOver()) break;
      throw error;
    }
    killed.push(service);
  }
  return killed;
}

/** SIGKILL. Services of the control plane are started again by the launcher, agents are not. */
export async function kill(launcher: LauncherClient, service: string): Promise<void> {
  process.kill(await pidOf(launcher, service), 'SIGKILL');
}

/** SIGSTOP, and SIGCONT after some host time. */
export async function freeze(launcher: LauncherClient, service: string, ms: number): Promise<void> {
  const pid = await pidOf(launcher, service);
  process.kill(pid, 'SIGSTOP');
  await pause(ms);
  process.kill(pid, 'SIGCONT');
}

async function pidOf(launcher: LauncherClient, service: string): Promise<number> {
  const look = async () => (await launcher.status()).services.find(({ name }) => name === service)?.pid ?? undefined;
  return (await eventually(`a process of ${service}`, PROCESS_MS_MAX, look)).value;
}
