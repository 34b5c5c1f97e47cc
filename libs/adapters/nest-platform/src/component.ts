import type { Running } from '@klockwork/controller-runtime';

/** Injection token of a service's {@link Component}. */
export const COMPONENT = Symbol('Component');
/** Injection token of the component's life: what starts it. */
export const COMPONENT_LIFE = Symbol('ComponentLife');

/** Component of a service. */
export interface Component {
  /** Runs after the service answers on the bus. Resolves once ready. */
  start(): Promise<void>;
  /** Stops work that requests can observe, before the service stops to answer. */
  shutDown?(): Promise<void>;
  /** Comes when the service answers no more, and still has its ports. */
  stop(): Promise<void>;
}

/** Returns a component, created at start. */
export function componentOf(start: () => Promise<Running>): Component {
  let running: Running | undefined;
  return {
    async start() {
      running = await start();
    },
    async stop() {
      await running?.stop();
    },
  };
}

/** Life cycle of a component within its Nest application. */
export type ComponentLife = Pick<Component, 'start'> & Required<Pick<Component, 'shutDown'>>;
