import type { Bar, PlacedMark } from './timeline.ts';

/** Selected row, with its selected bar or mark. */
export interface PickedItem {
  readonly id: string;
  readonly bar?: Bar;
  readonly mark?: PlacedMark;
}
