import type { ClockSubjects, ControlChannel } from '@klockwork/bus';
import type { Activity, DrivenClock, HostTimer, LabTime, Logger } from '@klockwork/kernel';

/** Clock membership of one process. */
export interface ClockMember {
  /**
   * Joins, repeatedly until a coordinator answers. Resolves once this process's clock follows lab time. From then on the member reports,
   * answers and jumps by itself. A fenced member, or one with a replaced coordinator, joins again.
   */
  start(): Promise<void>;
  /** Announces the end of this process, so that the coordinator does not wait for it. */
  leave(): void;
}

/** Dependencies of a member. */
export interface ClockMemberOptions {
  /** Process name for people: `scheduler`, `kubelet-agent-2`. */
  readonly name: string;
  /** Unique id of each process start. */
  readonly incarnation: string;
  readonly channel: ControlChannel;
  readonly subjects: ClockSubjects;
  readonly clock: DrivenClock;
  readonly activity: Activity;
  readonly host: HostTimer;
  readonly logger: Logger;
  /** Returns the total of messages sent on the connection of `channel`, without clock messages. */
  readonly sent: () => number;
  /** Lower bound of lab time: the end of the log. */
  readonly notBefore?: LabTime;
  /**
   * Returns the heads of the log by kind; only the writer of the log sets this. Each call returns a new object, which the member keeps for
   * comparison. The writer stamps events and answers people, so it receives the time even when idle.
   */
  readonly heads?: () => Readonly<Record<string, number>>;
  /** Receives the heads before this process answers a question: a reader behind these heads holds, and reads the log first. */
  readonly onHeads?: (heads: Readonly<Record<string, number>>) => void;
}
