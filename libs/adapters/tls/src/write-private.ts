import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes `text` to `file` atomically, with mode 0600. Throws the system's error, and leaves no other file behind. */
export function writePrivate(file: string, text: string): void {
  const fresh = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(fresh, text, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
