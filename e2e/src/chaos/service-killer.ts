import type { Random } from '@klockwork/kernel';
import type { LauncherClient } from '@klockwork/lab-tool';
import { eventually, pause } from './waiting.ts';

/** A kill that was done. */
export interface ServiceKill {
  readonly service: string;
  readonly pid: number;
}

const BACK_MS_MAX = 20_000;

/** SIGKILLs services of a lab. Agents, which the launcher leaves without power, are started again. */
export class ServiceKiller {
  readonly kills: ServiceKill[] = [];
  readonly #launcher: LauncherClient;

  constructor(launcher: LauncherClient) {
    this.#launcher = launcher;
  }

  /** Kills one of `services` after each of `kills` pauses of up to `pauseMsMax`, whether the last victim is back or not. */
  async killRandomly(random: Random, options: { services: readonly string[]; kills: number; pauseMsMax: number }): Promise<void> {
    for (let kill = 0; kill < options.kills; kill++) {
      await pause(random.integer(options.pauseMsMax));
      await this.kill(options.services[random.integer(options.services.length)] as string);
    }
  }

  /** Kills `service`, waiting for its process when it is just being started, or has ended and the launcher does not know yet. */
  async kill(service: string): Promise<void> {
    const { value: pid } = await eventually(`a process of ${service} to kill`, BACK_MS_MAX, async () => {
      const running = await this.#pidOf(service);
      if (running !== undefined) process.kill(running, 'SIGKILL');
      return running;
    });
    this.kills.push({ service, pid });
    if (service.startsWith('kubelet-agent')) await this.#powerOn(service, pid);
  }

  /** Until the launcher has seen the end of the process, it would say that the node is up. */
  async #powerOn(service: string, killed: number): Promise<void> {
    const { value: nodes } = await eventually(`the end of ${service}`, BACK_MS_MAX, async () => {
      const report = (await this.#launcher.status()).services.find(({ name }) => name === service);
      return report?.pid === killed ? undefined : report?.nodes;
    });
    // The answer comes when the node has registered, which an api-server that is killed meanwhile may delay: no need to wait for it.
    void this.#launcher.startNode(nodes[0] as string).catch((error: Error) => console.error(`${service}: ${error.message}`));
  }

  async #pidOf(service: string): Promise<number | undefined> {
    return (await this.#launcher.status()).services.find(({ name }) => name === service)?.pid ?? undefined;
  }
}
