import type { JsonValue } from '@klockwork/kernel';
import type { Bus, Subscription } from './bus.ts';
import type { Subject } from './subjects.ts';

/** Body of a clock message. */
export type Body = JsonValue;

/** Reason for a missing answer: the receiver is gone, or silent for too long in host time. */
export type NoAnswer = 'no-responders' | 'timeout';

/** Answer to a clock question, or the reason for its absence. */
export type ControlAnswer = { readonly body: Body } | { readonly none: NoAnswer };

/** Handler of clock messages. `reply` answers a question; no effect for other messages. */
export type OnControl = (body: Body, reply: (body: Body) => void) => void;

/**
 * Channel for clock messages: on the same connection as the process's Bus, and in order with it, but without lab time and Activity. The
 * proof that nothing is under way (docs/architecture.md, Time) depends on this. Messages of one publisher stay in order; loss is possible,
 * as on the Bus.
 */
export interface ControlChannel {
  /** True for clustered servers, which preserve order per publisher only, not cause and effect. */
  readonly routed: boolean;
  publish(subject: Subject, body: Body): void;
  /** Subscribes. The handler runs synchronously, in the tick that parsed the message. */
  subscribe(subject: Subject, on: OnControl): Subscription;
  /** Resolves with the answer, or with the reason for its absence after `hostMs` of host time. Never rejects. */
  ask(subject: Subject, body: Body, hostMs: number): Promise<ControlAnswer>;
}

/** Network connection of one process: the Bus, and the clock's channel. */
export interface BusConnection extends Bus {
  readonly control: ControlChannel;
}
