import type { Running } from '@klockwork/controller-runtime';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { START_COMPONENT } from './tokens.ts';

/** Ties a component to its process: started when the ports are there, stopped before they go. */
@Injectable()
export class ComponentService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #start: () => Promise<Running>;
  #running: Running | undefined;

  constructor(@Inject(START_COMPONENT) start: () => Promise<Running>) {
    this.#start = start;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#running = await this.#start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#running?.stop();
  }
}
