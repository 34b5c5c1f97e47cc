import type { FileStat } from '@klockwork/files';

/** A file that a search came upon. */
export interface FoundFile {
  readonly path: string;
  /** The path that the search began at, and how far below it this is. */
  readonly start: string;
  readonly depth: number;
  readonly stat: FileStat;
}
