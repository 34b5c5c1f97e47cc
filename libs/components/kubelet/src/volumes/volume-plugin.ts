import type { Files } from '@klockwork/files';
import type { LabTime } from '@klockwork/kernel';
import type { Volume } from '@klockwork/resources';
import type { PodFields } from '../environment/field-value.ts';
import type { Reference, ReferencedData } from '../references/reference.ts';

/** The volume cannot be set up, now; the message is what the Event says after `MountVolume.SetUp failed for volume "x" : `. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
}

/** What a volume is set up from. */
export interface VolumeView extends PodFields {
  /** The node's files, as the superuser sees them. */
  readonly files: Files;
  /** The volume's own folder on the node. */
  readonly folder: string;
  readonly data: ReferencedData;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly now: LabTime;
  /** Shows memory of the node at its folder, at most so many bytes of it; what is there already stays. */
  mountMemory(bytesMax: number): void;
}

/** Where a volume is on the node, once it is set up. */
export interface MountedVolume {
  readonly path: string;
  /** Whatever its mounts say. */
  readonly readOnly: boolean;
}

/** How volumes of one kind are set up. Models `pkg/volume/plugins.go`. */
export interface VolumePlugin {
  /** The field of a Volume that this plugin is for. */
  readonly source: keyof Volume;
  /** Its name in the path of its folders: `kubernetes.io~empty-dir`. */
  readonly folderName: string;
  /** ConfigMaps and Secrets that it shows. */
  references?(volume: Volume): readonly Reference[];
  /** Sets it up, or brings it up to date; doing so twice is harmless. Throws VolumeError, and then what was there stays. */
  setUp(volume: Volume, view: VolumeView): MountedVolume;
}
