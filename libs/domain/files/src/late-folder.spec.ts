import { expect, test } from 'vitest';
import { FileTree } from './file-tree.ts';
import type { Files } from './files.ts';

/** A tree on whose folder /late `fills` counts. */
function lateTree() {
  const clock = { now: 1_000 };
  const tree = new FileTree({ now: () => clock.now });
  const files = tree.root;
  let fills = 0;
  files.makeFolder('/late');
  files.fillLate('/late', { folders: 1 }, () => {
    fills += 1;
    files.makeFolder('/late/below');
    files.write('/late/file', 'text');
  });
  clock.now = 2_000;
  return { clock, tree, files, fills: () => fills };
}

test('a late folder is filled once, at its first access, with the time of its creation', () => {
  const { tree, files, fills } = lateTree();
  expect([files.stat('/late').links, tree.usage, fills()]).toEqual([3, { bytes: 0, inodes: 2 }, 0]);
  expect([files.list('/late'), files.read('/late/file'), fills()]).toEqual([['below', 'file'], 'text', 1]);
  const { modifiedAt, links } = files.stat('/late');
  expect([modifiedAt, links, files.stat('/late/file').modifiedAt]).toEqual([1_000, 3, 1_000]);
  files.write('/late/file', 'new');
  expect([files.stat('/late/file').modifiedAt, files.read('/late/file'), fills()]).toEqual([2_000, 'new', 1]);
});

test.each<[string, (files: Files) => unknown, unknown]>([
  ['lists the folder', (files) => files.list('/late'), ['below', 'file']],
  ['opens a file inside', (files) => files.read('/late/file'), 'text'],
  ['reads its size', (files) => files.usageOf('/late'), 4],
])('a late folder is filled for a caller that %s', (_, look, seen) => {
  expect(look(lateTree().files)).toEqual(seen);
});

test('a late folder is filled before an addition, and removed as a whole', () => {
  const { files } = lateTree();
  files.write('/late/other', '');
  expect(files.list('/late')).toEqual(['below', 'file', 'other']);
  const { files: others } = lateTree();
  others.removeAll('/late');
  expect(others.list('/')).toEqual([]);
});

test('a late folder is filled by access through a mount', () => {
  const { tree, fills } = lateTree();
  const other = new FileTree({ now: () => 0 });
  other.mount({ at: '/seen', tree, path: '/late', readOnly: true });
  expect(fills()).toBe(0);
  expect(other.root.list('/seen')).toEqual(['below', 'file']);
});
