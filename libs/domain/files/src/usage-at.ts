import { contentOf } from './inode.ts';
import { inodeAt, type Position } from './mount.ts';

/** Bytes of all files at and below a position, within its mount; a file with two names counts once. Models `du`. */
export function usageAt({ mount, ino: top }: Position): number {
  const seen = new Set<number>();
  const measure = (ino: number): number => {
    if (seen.has(ino)) return 0;
    seen.add(ino);
    const inode = inodeAt({ mount, ino });
    if (inode.type === 'file') return contentOf(inode).length;
    return inode.type === 'folder' ? [...inode.entries.values()].reduce((sum, child) => sum + measure(child), 0) : 0;
  };
  return measure(top);
}
