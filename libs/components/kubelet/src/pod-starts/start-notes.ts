/**
 * Notes of a node's agent about pods in start. They survive the agent, so that its successor knows the pods in start at a crash. An agent
 * that stops in order, or after a power loss, has none.
 */
export interface StartNotes {
  /** Begins a run of the agent of `node`. Returns UIDs of pods in start at the last consecutive crashes, with their number. */
  begin(node: string): ReadonlyMap<string, number>;
  /**
   * Called before and after each step of a pod's start. A note may expire after some seconds of host time: a crash follows its step soon,
   * while a step may wait for hours for a volume.
   */
  starting(node: string, uid: string): void;
  /** Drops the note at once. */
  drop(node: string, uid: string): void;
  /** Drops all notes of `node` at an orderly end. */
  end(node: string): void;
}

/** Records nothing: a pod that crashes its agent restarts without limit. */
export const noStartNotes: StartNotes = {
  begin: () => new Map(),
  starting() {},
  drop() {},
  end() {},
};
