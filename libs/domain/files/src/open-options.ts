import type { HandleMode } from './file-handle.ts';

/** Options of open(2), as booleans. */
export interface OpenOptions extends HandleMode {
  /** Creates a missing file, with `mode` (default 0o666) minus the umask. */
  readonly create?: boolean;
  readonly mode?: number;
  /** With `create`: fails with EEXIST for an existing file. */
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
}
