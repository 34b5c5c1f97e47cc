/** Devices that differ from their file system type. */
const DEVICES: Readonly<Record<string, string>> = { ext4: '/dev/vda1', cgroup2: 'cgroup' };

/** Device of a file system type, as in mount tables. */
export function mountDevice(type: string): string {
  return DEVICES[type] ?? type;
}
