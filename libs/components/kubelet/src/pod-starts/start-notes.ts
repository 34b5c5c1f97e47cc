/**
 * Where the agent of a node notes which pods it is starting. Notes outlive the agent, so that the next one knows what was being started when
 * its predecessor ended. An agent that is stopped, or whose node loses its power, has no notes.
 */
export interface StartNotes {
  /** Begins a run of the agent of `node`. Returns the pods, by UID, that were being started at the last ends in a row, with the number of those ends. */
  begin(node: string): ReadonlyMap<string, number>;
  /**
   * Called before and after each step of a pod's start. The note may be dropped by itself after some seconds of host time: what ends the agent does so
   * during a step or soon after, and a step may wait for hours for a volume.
   */
  starting(node: string, uid: string): void;
  /** Drops the note at once. */
  drop(node: string, uid: string): void;
  /** Drops all notes of `node`: its agent ends in order. */
  end(node: string): void;
}

/** Notes nothing: a pod that ends its agent is started again without end. */
export const noStartNotes: StartNotes = {
  begin: () => new Map(),
  starting() {},
  drop() {},
  end() {},
};
