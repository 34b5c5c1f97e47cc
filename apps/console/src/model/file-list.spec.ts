import { expect, test } from 'vitest';
import { fileEntries, pathIn } from './file-list.ts';

const LS = `total 12
drwxr-xr-x    1 root     root          4096 Nov 23 17:00 .
drwxr-xr-x    1 root     root          4096 Nov 23 17:00 ..
-rw-r--r--    1 nginx    root           612 Nov 23 17:00 a file.html
lrwxrwxrwx    1 root     root             7 Nov 23 17:00 bin -> usr/bin
crw-rw-rw-    1 root     root        1,   3 Nov 23 17:00 null
drwxr-xr-x    2 root     root          4096 Nov 23  2025 etc
ls: cannot open x
`;

test('entries of a folder have their types, folders first', () => {
  expect(fileEntries(LS).map(({ name, type, size, target }) => [name, type, size, target])).toEqual([
    ['etc', 'folder', '4096', undefined],
    ['a file.html', 'file', '612', undefined],
    ['bin', 'link', '7', 'usr/bin'],
    ['null', 'other', '1,   3', undefined],
  ]);
  expect(fileEntries(LS)[1]).toMatchObject({ access: '-rw-r--r-- nginx root', time: 'Nov 23 17:00' });
});

test.each([
  ['/', 'etc', '/etc'],
  ['/usr/share', 'nginx', '/usr/share/nginx'],
  ['/usr/share', '..', '/usr'],
  ['/', '..', '/'],
  ['/usr', '/etc/x', '/etc/x'],
  ['/usr', '../a/./b', '/a/b'],
])('in %s, %s is %s', (folder, name, path) => {
  expect(pathIn(folder, name)).toBe(path);
});
