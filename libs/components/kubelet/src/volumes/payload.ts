import type { KeyToPath } from '@klockwork/kubernetes-types';
import { VolumeError } from './volume-plugin.ts';

/** File to write: content, permissions, and owner, which is root by default. */
export interface PayloadFile {
  readonly bytes: string;
  readonly mode: number;
  readonly uid?: number;
}

/** Files by their path in a volume. */
export type Payload = ReadonlyMap<string, PayloadFile>;

/** Selected keys of an object: all, or some with paths. */
export interface KeySelection {
  readonly items?: readonly KeyToPath[];
  readonly mode: number;
  readonly optional?: boolean;
  /** Error text for a missing key. */
  readonly missing: string;
}

/** Returns the files of an object's entries. Models `MakePayload` of `pkg/volume/configmap` and `pkg/volume/secret`. */
export function keyPayload(entries: Readonly<Record<string, string>>, { items, mode, optional, missing }: KeySelection): Payload {
  if (items === undefined || items.length === 0)
    return new Map(Object.entries(entries).map(([key, bytes]) => [key, { bytes, mode }] as const));
  const payload = new Map<string, PayloadFile>();
  for (const item of items) {
    const bytes = entries[item.key];
    if (bytes !== undefined) payload.set(item.path, { bytes, mode: item.mode ?? mode });
    else if (!optional) throw new VolumeError(`${missing}: ${item.key}`);
  }
  return payload;
}
