import type { Body, Bus, Envelope, Subject, Subscription } from '@klockwork/bus';
import type { Activity } from '@klockwork/kernel';

/** A message as it left the process. */
export interface Sent {
  readonly subject: Subject;
  readonly body: Body;
}

/**
 * A bus that only notes what was published. Like a connection it sends in the turn after: what was published in the very moment of a
 * crash is lost.
 */
export class RecordingBus implements Bus {
  readonly sent: Sent[] = [];
  readonly #activity: Activity;
  #crashed = false;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  /** Nothing leaves the process any more. */
  crash(): void {
    this.#crashed = true;
  }

  publish(subject: Subject, body: Body): void {
    void this.#activity.turn().then(() => {
      if (!this.#crashed) this.sent.push({ subject, body });
    });
  }

  subscribe(_subject: Subject, _on: (message: Envelope<Body>) => void): Subscription {
    return { stop() {} };
  }

  request(): Promise<Body> {
    return Promise.reject(new Error('nobody answers on a recording bus'));
  }

  serve(): Subscription {
    return { stop() {} };
  }

  onRestored(): Subscription {
    return { stop() {} };
  }

  activity(): { sent: number; received: number } {
    return { sent: this.sent.length, received: 0 };
  }
}
