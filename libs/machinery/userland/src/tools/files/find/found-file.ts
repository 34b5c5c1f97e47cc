import type { FileStat } from '@klockwork/files';

export interface FoundFile {
  readonly path: string;
  /** Start path of the search, and depth below it. */
  readonly start: string;
  readonly depth: number;
  readonly stat: FileStat;
}
