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
