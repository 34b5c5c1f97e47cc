/** Where it is not the name of the file system's type. */
const DEVICES: Readonly<Record<string, string>> = { ext4: '/dev/vda1', cgroup2: 'cgroup' };

/** What is mounted, as tables of mounts call it: by the type of its file system. */
export function mountDevice(type: string): string {
  return DEVICES[type] ?? type;
}
