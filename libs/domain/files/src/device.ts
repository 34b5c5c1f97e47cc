import { FileError } from './file-error.ts';
import type { DeviceInode } from './inode.ts';

/** Memory devices of Linux, all of major 1, by minor. Models mem(4), null(4) and random(4). */
const MEMORY_DEVICES = { 3: 'null', 5: 'zero', 7: 'full', 8: 'random', 9: 'urandom' } as const;

const MEMORY_MAJOR = 1;

/** A memory device. */
export type MemoryDevice = (typeof MEMORY_DEVICES)[keyof typeof MEMORY_DEVICES];

/** Returns which memory device the numbers mean; undefined for all other devices. */
export function memoryDevice({ major, minor }: Pick<DeviceInode, 'major' | 'minor'>): MemoryDevice | undefined {
  return major === MEMORY_MAJOR ? MEMORY_DEVICES[minor as keyof typeof MEMORY_DEVICES] : undefined;
}

/** Returns all bytes of a device; empty for `/dev/null`. Throws ENOMEM for an endless device, ENXIO without a driver. */
export function readDevice(device: DeviceInode): string {
  const kind = memoryDevice(device);
  if (kind === undefined) throw new FileError('ENXIO');
  if (kind !== 'null') throw new FileError('ENOMEM');
  return '';
}

/** Discards bytes written to a device. Throws ENOSPC for `/dev/full`, ENXIO without a driver. */
export function writeDevice(device: DeviceInode): void {
  const kind = memoryDevice(device);
  if (kind === undefined) throw new FileError('ENXIO');
  if (kind === 'full') throw new FileError('ENOSPC');
}
