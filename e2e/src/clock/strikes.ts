import type { Random } from '@klockwork/kernel';
import type { LauncherClient } from '@klockwork/lab-tool';
import { eventually, pause } from '../chaos/waiting.ts';

const PROCESS_MS_MAX = 20_000;

/** What is done to processes while time is advanced. */
export interface Strikes {
  readonly services: readonly string[];
  readonly strikes: number;
  /** Host time between two strikes at most. */
  readonly pauseMsMax: number;
}

/**
 * Does `strike` to `services`, each in its turn, after each of so many pauses of up to `pauseMsMax`, or until `isOver`. Returns the names of
 * those that were struck. A strike that fails once all is over meant a lab that is gone.
 */
export async function strikeAtRandom(
  random: Random,
  { services, strikes, pauseMsMax }: Strikes,
  strike: (service: string) => Promise<void>,
  isOver: () => boolean,
): Promise<string[]> {
  const struck: string[] = [];
  while (struck.length < strikes) {
    await pause(random.integer(pauseMsMax));
    if (isOver()) break;
    const service = services[struck.length % services.length] as string;
    try {
      await strike(service);
    } catch (error) {
      if (isOver()) break;
      throw error;
    }
    struck.push(service);
  }
  return struck;
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
