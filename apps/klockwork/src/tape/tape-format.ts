import type { LabTime } from '@klockwork/kernel';

/** Version of the file's format. */
export const TAPE_FORMAT = 1;

/** Max size of a tape file, and of the memory of one reader. */
export const TAPE_BYTES_MAX = 1024 * 1024 * 1024;
/** Max size of one frame after decompression. */
export const FRAME_BYTES_MAX = 256 * 1024 * 1024;
/** Max size of all frames after decompression. */
export const CONTENT_BYTES_MAX = 32 * 1024 * 1024 * 1024;

/** Names of frames in a tape; other names are ignored, and no name becomes a path. */
export const FRAME_NAME = /^(events|snapshots)\/\d{6}\.ndjson\.zst$/;

/** A frame: lines of JSON, compressed by zstd. `events` are changes; `snapshots` the objects before the first change. */
export interface TapeFrame {
  readonly name: string;
  readonly events: number;
  readonly firstRevision: number;
  readonly lastRevision: number;
  readonly firstAt: LabTime;
  readonly lastAt: LabTime;
  readonly bytes: number;
  /** Size after decompression. */
  readonly contentBytes: number;
  /** SHA-256 of the compressed bytes, in hexadecimal. */
  readonly sha256: string;
}

/** `manifest.json` of a tape. */
export interface TapeManifest {
  readonly format: number;
  readonly klockwork: string;
  /** Host time of the export, RFC 3339. */
  readonly exportedAt: string;
  /** Seed of a simulation; null for a lab. */
  readonly seed: number | null;
  /** Lab time of the first and last event, in ms since 1970. */
  readonly clock: { readonly firstAt: LabTime; readonly lastAt: LabTime };
  readonly span: { readonly firstRevision: number; readonly lastRevision: number; readonly events: number };
  readonly lab: { readonly nodes: number; readonly agents?: number; readonly profile: 'realistic' | 'fast'; readonly shape?: object };
  /** Kinds whose older events were pruned before the export. */
  readonly pruned: Readonly<Record<string, number>>;
  /** False where secrets are included. */
  readonly redacted: boolean;
  /** Number of different values with a pseudonym. */
  readonly redactedValues: number;
  /** SHA-256 of `index.json`. */
  readonly indexSha256: string;
}
