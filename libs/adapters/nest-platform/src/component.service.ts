import type { Running } from '@klockwork/controller-runtime';
import type { Release } from '@klockwork/kernel';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BOOT_HOLD, START_COMPONENT } from './tokens.ts';

/** Ties a component to its process: started when the ports are there, stopped before they go. */
@Injectable()
export class ComponentService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #start: () => Promise<Running>;
  readonly #endBoot: Release;
  #running: Running | undefined;

  constructor(@Inject(START_COMPONENT) start: () => Promise<Running>, @Inject(BOOT_HOLD) endBoot: Release) {
    this.#start = start;
    this.#endBoot = endBoot;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#running = await this.#start();
    this.#endBoot();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#running?.stop();
  }
}
