import type { Random } from '@klockwork/kernel';
import type { LauncherClient } from '@klockwork/lab-tool';
import { eventually, pause } from './waiting.ts';

/** Completed kill. */
export interface ServiceKill {
  readonly service: string;
  readonly pid: number;
}

const BACK_MS_MAX = 60_000;

/** SIGKILLs services of a lab. Agents, which the launcher leaves without power, are started again. */
export class ServiceKiller {
  readonly kills: ServiceKill[] = [];
  readonly #launcher: LauncherClient;

  constructor(launcher: LauncherClient) {
    this.#launcher = launcher;
  }

  /** Kills one of `services` after each of `kills` pauses up to `pauseMsMax`, without waiting for the previous victim's restart. */
  async killRandomly(random: Random, options: { services: readonly string[]; kills: number; pauseMsMax: number }): Promise<void> {
    for (let kill = 0; kill < options.kills; kill++) {
      await pause(random.integer(options.pauseMsMax));
      await this.kill(options.services[random.integer(options.services.length)] as string);
    }
  }

  /** Kills `service`; waits for its process if that is just starting, or ended unnoticed by the launcher. */
  async kill(service: string): Promise<void> {
    const { value: pid } = await eventually(`a process of ${service} to kill`, BACK_MS_MAX, async () => {
      const running = await this.#pidOf(service);
      if (running !== undefined) process.kill(running, 'SIGKILL');
      return running;
    });
    this.kills.push({ service, pid });
    if (service.startsWith('kubelet-agent')) await this.#powerOn(service, pid);
  }

  /** Waits until the launcher noticed the end of the process; before, it reports the node as running. */
  async #powerOn(service: string, killed: number): Promise<void> {
    const { value: nodes } = await eventually(`the end of ${service}`, BACK_MS_MAX, async () => {
      const report = (await this.#launcher.status()).services.find(({ name }) => name === service);
      return report?.pid === killed ? undefined : report?.nodes;
    });
    // Not awaited: the response arrives after the node's registration, which a killed api-server may delay.
    void this.#launcher.startNode(nodes[0] as string).catch((error: Error) => console.error(`${service}: ${error.message}`));
  }

  async #pidOf(service: string): Promise<number | undefined> {
    return (await this.#launcher.status()).services.find(({ name }) => name === service)?.pid ?? undefined;
  }
}
