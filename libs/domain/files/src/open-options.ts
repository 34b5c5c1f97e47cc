import type { HandleMode } from './file-handle.ts';

/** How a file is opened: as open(2), without which flag is which number. */
export interface OpenOptions extends HandleMode {
  /** Made when it is not there, with this mode (0o666 unless said) less the umask. */
  readonly create?: boolean;
  readonly mode?: number;
  /** With `create`: refused with EEXIST when it is there. */
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
}
