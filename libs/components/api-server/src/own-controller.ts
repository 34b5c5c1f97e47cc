import type { Journal, LogEvent } from '@klockwork/event-store';
import type { Cancel, Clock, Logger } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';

/** Dependencies of each controller inside the server. */
export interface OwnControllerParts {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Controller inside the server: keeps stored objects as they must be. */
export interface OwnController {
  /** Starts the work that follows from a committed event. */
  observe(event: LogEvent): void;
  /** Works on all present objects. */
  keepAll(): Promise<void>;
  /** Cancels all retries. */
  stop(): void;
}

/** Works on all present objects now, and after each committed event. Returns its end. */
export async function startOwnController(journal: Journal, controller: OwnController): Promise<Cancel> {
  const stopEvents = journal.onCommitted(({ event }) => controller.observe(event));
  await controller.keepAll();
  return () => {
    stopEvents();
    controller.stop();
  };
}
