import type { ClockSubjects, ControlChannel } from '@klockwork/bus';
import type { Activity, DrivenClock, HostTimer, LabTime, Logger } from '@klockwork/kernel';

/** A process that follows the lab's clock. */
export interface ClockMember {
  /**
   * Joins, again and again until a coordinator answers. Resolves when the clock of this process follows the lab's.
   * From then on it reports, answers and jumps by itself; a member that was fenced out or whose coordinator was replaced joins again.
   */
  start(): Promise<void>;
  /** Says that the process leaves, so that nobody waits for it. */
  leave(): void;
}

/** What a member stands on. */
export interface ClockMemberOptions {
  /** As people know it: `scheduler`, `kubelet-agent-2`. */
  readonly name: string;
  /** Another one for each start of the process. */
  readonly incarnation: string;
  readonly channel: ControlChannel;
  readonly subjects: ClockSubjects;
  readonly clock: DrivenClock;
  readonly activity: Activity;
  readonly host: HostTimer;
  readonly logger: Logger;
  /** How many messages this process has ever sent on the connection of `channel`, those of the clock not among them. */
  readonly sent: () => number;
  /** The lab's time cannot be before this: where the log ended. */
  readonly notBefore?: LabTime;
  /**
   * Heads of the log by kind, from the one process that writes it: another object each time, which is kept to see what is new.
   * That process stamps what is written and answers people, so it is told the time also when it has nothing to do.
   */
  readonly heads?: () => Readonly<Record<string, number>>;
  /** Told before the question whether this process is at rest is answered: a reader that is behind holds and reads the log first. */
  readonly onHeads?: (heads: Readonly<Record<string, number>>) => void;
}
