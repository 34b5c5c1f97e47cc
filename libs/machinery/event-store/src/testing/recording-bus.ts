import type { Bus, Subject, Subscription } from '@klockwork/bus';
import type { Activity } from '@klockwork/kernel';

export interface SentMessage {
  readonly subject: Subject;
  readonly body: unknown;
}

/**
 * Bus that records published messages. Like a connection, it sends in the next turn: messages published in the turn of a crash are lost.
 */
export class RecordingBus implements Bus {
  readonly sent: SentMessage[] = [];
  readonly #activity: Activity;
  #crashed = false;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  /** Stops all further sending. */
  crash(): void {
    this.#crashed = true;
  }

  publish(subject: Subject, body: unknown): void {
    void this.#activity.turn().then(() => {
      if (!this.#crashed) this.sent.push({ subject, body });
    });
  }

  subscribe(): Subscription {
    return { stop() {} };
  }

  request(): Promise<never> {
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
