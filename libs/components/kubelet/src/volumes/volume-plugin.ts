import type { Files } from '@klockwork/files';
import type { LabTime } from '@klockwork/kernel';
import type { ServiceAccountTokenProjection } from '@klockwork/kubernetes-types';
import type { Volume } from '@klockwork/resources';
import type { PodFields } from '../environment/field-value.ts';
import type { Reference, ReferencedData } from '../references/reference.ts';

/** Volume that cannot be set up now; the message follows `MountVolume.SetUp failed for volume "x" : ` in the Event. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
}

/** Returns the token of a projection. Throws VolumeError for a token that the API refused. */
export type IssuedTokens = (source: ServiceAccountTokenProjection) => string;

/** Input of a volume's set-up. */
export interface VolumeView extends PodFields {
  /** Files of the node, with root access. */
  readonly files: Files;
  /** Folder of the volume on the node. */
  readonly folder: string;
  readonly data: ReferencedData;
  readonly tokens: IssuedTokens;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly now: LabTime;
  /** Mounts memory of the node at the folder, with at most `bytesMax` bytes; an existing mount stays. */
  mountMemory(bytesMax: number): void;
}

/** Mounted volume on the node. */
export interface MountedVolume {
  readonly path: string;
  /** True for volumes that are always read-only. */
  readonly readOnly: boolean;
}

/** Set-up of one kind of volumes. Models `pkg/volume/plugins.go`. */
export interface VolumePlugin {
  /** Volume field handled by this plugin. */
  readonly source: keyof Volume;
  /** Plugin name in folder paths: `kubernetes.io~empty-dir`. */
  readonly folderName: string;
  /** Returns its ConfigMaps and Secrets. */
  references?(volume: Volume): readonly Reference[];
  /** Returns its tokens of service accounts. */
  tokens?(volume: Volume): readonly ServiceAccountTokenProjection[];
  /** Sets the volume up, or updates it; idempotent. Throws VolumeError, and then leaves existing content unchanged. */
  setUp(volume: Volume, view: VolumeView): MountedVolume;
}
