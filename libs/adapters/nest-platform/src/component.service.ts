import { type BeforeApplicationShutdown, Inject, Injectable, Optional, type Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { COMPONENT, COMPONENT_LIFE, type Component, type ComponentLife } from './component.ts';
import { FailureFilter } from './failure.filter.ts';
import { Platform } from './platform.ts';

/** Ties a component to its Nest application's life cycle. */
@Injectable()
class ComponentService implements ComponentLife, BeforeApplicationShutdown {
  readonly #component: Component;
  readonly #platform: Platform | undefined;

  constructor(@Inject(COMPONENT) component: Component, @Optional() @Inject(Platform) platform?: Platform) {
    this.#component = component;
    this.#platform = platform;
  }

  /** Starts the component; the lab's time no longer waits for it when this resolves. */
  async start(): Promise<void> {
    await this.#component.start();
    this.#platform?.endBoot();
  }

  async shutDown(): Promise<void> {
    await this.#component.shutDown?.();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#component.stop();
  }
}

/** Returns providers of `component`; controllers inject `COMPONENT`. */
export function provideComponent(component: Component): Provider[] {
  return [
    { provide: COMPONENT, useValue: component },
    { provide: COMPONENT_LIFE, useClass: ComponentService },
    { provide: APP_FILTER, useClass: FailureFilter },
  ];
}
