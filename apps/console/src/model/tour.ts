import type { View } from '../store/address.ts';

/** Steps in their order. */
export const TOUR_STEPS = ['pods', 'break', 'see', 'why', 'back', 'fork', 'better'] as const;
export type TourStep = (typeof TOUR_STEPS)[number];

/** Progress of a visitor, remembered by the browser. */
export interface TourState {
  /** Index of the present step; the number of steps after the last one. */
  readonly step: number;
  /** False after the visitor left. */
  readonly isOpen: boolean;
  /** Node without power. */
  readonly node?: string;
  /** Revision for the fork. */
  readonly revision?: number;
  readonly hasCopied?: boolean;
}

/** State of the lab and of the page that steps wait for. */
export interface TourFacts {
  readonly view: View;
  /** Question of the view `why`. */
  readonly of?: string | undefined;
  /** Revision of the past that the page shows. */
  readonly at?: number | undefined;
  /** True once nodes, pods and Faults are loaded. */
  readonly isLoaded: boolean;
  readonly runningPods: number;
  /** Nodes without power. */
  readonly cutNodes: readonly string[];
  readonly readyNodes: ReadonlySet<string>;
}

export const NEW_TOUR: TourState = { step: 0, isOpen: true };

/** Returns the present step; undefined after the last one. */
export function stepOf({ step }: TourState): TourStep | undefined {
  return TOUR_STEPS[step];
}

/** Returns the state after all steps whose goal is reached. */
export function tourAfter(state: TourState, facts: TourFacts): TourState {
  const step = stepOf(state);
  if (!state.isOpen || step === undefined || !facts.isLoaded || !isReached(step, state, facts)) return state;
  const [node = state.node] = step === 'break' ? facts.cutNodes : [];
  const revision = step === 'back' ? facts.at : state.revision;
  return tourAfter(
    { ...state, step: state.step + 1, ...(node !== undefined && { node }), ...(revision !== undefined && { revision }) },
    facts,
  );
}

function isReached(step: TourStep, { node = '', hasCopied = false }: TourState, facts: TourFacts): boolean {
  const isPresent = facts.at === undefined;
  switch (step) {
    case 'pods':
      return facts.runningPods > 0;
    case 'break':
      return isPresent && facts.cutNodes.length > 0;
    case 'see':
      return isPresent && facts.view === 'timeline' && !facts.readyNodes.has(node);
    case 'why':
      return facts.view === 'why' && facts.of !== undefined;
    case 'back':
      return !isPresent && !facts.cutNodes.includes(node);
    case 'fork':
      return hasCopied;
    case 'better':
      return isPresent && !facts.cutNodes.includes(node) && facts.readyNodes.has(node);
  }
}
