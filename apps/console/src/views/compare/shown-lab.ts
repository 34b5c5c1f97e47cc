import type { TimelineView } from '../../store/timeline-store.ts';

/** Lab with its history. */
export interface ShownLab {
  readonly name: string;
  /** True for the lab of this page. */
  readonly isOwn: boolean;
  readonly view: TimelineView;
  /** Reads the part of its history before the loaded one. */
  readonly loadOlder: () => void;
  /** Its lab time, in ms. */
  readonly now: number;
  /** Added to its instants on the common axis, in ms. */
  readonly shift: number;
  /** Address of its own console; absent for the lab of this page, and for one without a console. */
  readonly console?: string;
}
