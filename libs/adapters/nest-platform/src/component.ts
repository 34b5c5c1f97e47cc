import type { Running } from '@klockwork/controller-runtime';

/** Injection token of the {@link Component} of a service. */
export const COMPONENT = Symbol('Component');
/** Injection token of the component's life: what starts it. */
export const COMPONENT_LIFE = Symbol('ComponentLife');

/** Component of a service. */
export interface Component {
  /** Comes when the service answers on the bus. The service is ready when this resolves. */
  start(): Promise<void>;
  /** Stops work that requests can observe, before the service stops to answer. */
  shutDown?(): Promise<void>;
  /** Comes when the service answers no more, and still has its ports. */
  stop(): Promise<void>;
}

/** Returns a component that is created at its start. */
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

/** The life of a component inside its Nest application, as far as the process leads it. */
export type ComponentLife = Pick<Component, 'start'> & Required<Pick<Component, 'shutDown'>>;
