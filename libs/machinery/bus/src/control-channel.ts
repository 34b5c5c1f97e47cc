import type { Body, Bus, Subscription } from './bus.ts';
import type { Subject } from './subjects.ts';

/** Why nobody answered: the asked process is gone, or it was silent for too long on the host's clock. */
export type NoAnswer = 'no-responders' | 'timeout';

/** The answer to a question of the clock, or why there is none. */
export type ControlAnswer = { readonly body: Body } | { readonly none: NoAnswer };

/** A message of the clock. `reply` answers when somebody asked; it does nothing otherwise. */
export type OnControl = (body: Body, reply: (body: Body) => void) => void;

/**
 * The traffic of the lab's clock: on the same connection as the Bus of its process, in order with it, but without lab time, and
 * without a trace in Activity. The proof that nothing is under way (docs/architecture.md, Time) rests on exactly that.
 * Messages of one publisher arrive in order; like the Bus it may lose any of them.
 */
export interface ControlChannel {
  /** True when the servers form a cluster: then only the order of each publisher is kept, not that of cause and effect. */
  readonly routed: boolean;
  publish(subject: Subject, body: Body): void;
  /** The callback runs synchronously, in the tick the message was parsed in. */
  subscribe(subject: Subject, on: OnControl): Subscription;
  /** Resolves with the answer, or why there is none after `hostMs` of the host's time. Never rejects. */
  ask(subject: Subject, body: Body, hostMs: number): Promise<ControlAnswer>;
}

/** All that one process has of the network: the Bus, and the clock's channel on the same connection. */
export interface BusConnection extends Bus {
  readonly control: ControlChannel;
}
