import { beforeEach, describe, expect, test } from 'vitest';
import { FileError } from './file-error.ts';
import { FileTree } from './file-tree.ts';
import type { Files } from './files.ts';
import { ROOT_USER } from './user.ts';

let now = 0;
let tree: FileTree;
let files: Files;

beforeEach(() => {
  now = 1_000;
  tree = new FileTree({ now: () => now });
  files = tree.root;
  files.makeFolders('/a/b');
  files.makeFolder('/full');
  files.write('/full/x', 'x');
  files.write('/file', 'hello');
  files.symbolicLink('/file', '/link');
  files.symbolicLink('loop2', '/loop1');
  files.symbolicLink('loop1', '/loop2');
  files.symbolicLink('nowhere', '/dangling');
  files.symbolicLink('/a/', '/to-a');
});

/** Error code or result. */
function outcome(act: () => unknown): unknown {
  try {
    return act() ?? 'done';
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

test.each<[string, (files: Files) => unknown, unknown]>([
  ['an empty path is invalid', (f) => f.read(''), 'ENOENT'],
  ['a missing file cannot be read', (f) => f.read('/none'), 'ENOENT'],
  ['a missing parent folder fails', (f) => f.write('/none/x', ''), 'ENOENT'],
  ['a file as parent folder fails', (f) => f.read('/file/x'), 'ENOTDIR'],
  ['a file with a trailing slash fails', (f) => f.read('/file/'), 'ENOTDIR'],
  ['a folder is not read', (f) => f.read('/a'), 'EISDIR'],
  ['a folder is not written', (f) => f.write('/a', ''), 'EISDIR'],
  ['a file cannot be created with a trailing slash', (f) => f.write('/new/', ''), 'EISDIR'],
  ['.. leads to the parent, and stays at the root', (f) => f.read('/a/b/../../../../file'), 'hello'],
  ['. stays', (f) => f.read('/./a/./../file'), 'hello'],
  ['repeated slashes count as one', (f) => f.read('//a///..//file'), 'hello'],
  ['a link is followed', (f) => f.read('/link'), 'hello'],
  ['a link with a slash at its end leads to a folder', (f) => f.list('/to-a'), ['b']],
  ['a circle of links fails', (f) => f.read('/loop1'), 'ELOOP'],
  ['a write to a dangling link creates its target', (f) => [f.write('/dangling', 'x'), f.read('/nowhere')], [undefined, 'x']],
  ['linkStat does not follow a link', (f) => f.linkStat('/link').type, 'link'],
  ['readlink of a file fails', (f) => f.readLink('/file'), 'EINVAL'],
  ['names have 255 bytes at most', (f) => f.write(`/${'n'.repeat(256)}`, ''), 'ENAMETOOLONG'],
  ['a path has less than 4096 bytes', (f) => f.read(`/${'a/../'.repeat(1_000)}file`), 'ENAMETOOLONG'],
  ['an existing folder cannot be created', (f) => f.makeFolder('/a'), 'EEXIST'],
  ['a folder may be created with a trailing slash', (f) => [f.makeFolder('/n/'), f.list('/n')], [undefined, []]],
  ['folders cannot be created below a file', (f) => f.makeFolders('/file/x'), 'ENOTDIR'],
  ['a nonempty folder cannot be removed', (f) => f.removeFolder('/full'), 'ENOTEMPTY'],
  ['a file is not removed as a folder', (f) => f.removeFolder('/file'), 'ENOTDIR'],
  ['a folder is not unlinked', (f) => f.unlink('/a'), 'EISDIR'],
  ['. is not removed', (f) => f.removeFolder('/a/.'), 'EINVAL'],
  ['.. is not removed', (f) => f.removeFolder('/a/b/..'), 'ENOTEMPTY'],
  ['the root is not removed', (f) => f.removeFolder('/'), 'EBUSY'],
  ['unlink removes a link, not its target', (f) => [f.unlink('/link'), f.exists('/link'), f.read('/file')], [undefined, false, 'hello']],
  ['removeAll removes a folder with its content', (f) => [f.removeAll('/a'), f.exists('/a')], [undefined, false]],
  ['a rename replaces a file by a file', (f) => [f.rename('/full/x', '/file'), f.read('/file')], [undefined, 'x']],
  ['a rename cannot replace a folder by a file', (f) => f.rename('/file', '/a'), 'EISDIR'],
  ['a rename cannot replace a file by a folder', (f) => f.rename('/a', '/file'), 'ENOTDIR'],
  ['a rename replaces an empty folder', (f) => [f.rename('/full', '/a/b'), f.list('/a/b')], [undefined, ['x']]],
  ['a rename cannot replace a nonempty folder', (f) => f.rename('/a', '/full'), 'ENOTEMPTY'],
  ['a folder cannot be moved into itself', (f) => f.rename('/a', '/a/b/c'), 'EINVAL'],
  ['a file cannot be renamed with a trailing slash', (f) => f.rename('/file', '/new/'), 'ENOTDIR'],
  ['a rename to itself changes nothing', (f) => [f.rename('/file', '/file'), f.read('/file')], [undefined, 'hello']],
  ['.. is not renamed', (f) => f.rename('/a/..', '/x'), 'EBUSY'],
  ['a folder cannot be hard linked', (f) => f.link('/a', '/again'), 'EPERM'],
  ['an exclusive creation fails for an existing file', (f) => f.open('/file', { write: true, create: true, exclusive: true }), 'EEXIST'],
  [
    'a removed working folder has no path',
    (f) => {
      f.changeDirectory('/a/b');
      f.removeFolder('/a/b');
      return f.workingDirectory;
    },
    'ENOENT',
  ],
])('%s', (_, act, expected) => expect(outcome(() => act(files))).toEqual(expected));

describe('a file', () => {
  test('a file with two names exists until both are removed', () => {
    files.link('/file', '/other');
    files.append('/other', '!');
    expect([files.read('/file'), files.stat('/file').links]).toEqual(['hello!', 2]);
    files.unlink('/file');
    expect([files.read('/other'), files.stat('/other').links, tree.usage.bytes]).toEqual(['hello!', 1, 7]);
    files.unlink('/other');
    expect(tree.usage.bytes).toBe(1);
  });

  test('an open file survives its removal until closed', () => {
    const handle = files.open('/file', { read: true, write: true });
    files.unlink('/file');
    files.write('/file', 'another');
    expect(handle.read(2)).toBe('he');
    handle.write('LL');
    handle.offset = 0;
    expect(handle.read(10)).toBe('heLLo');
    handle.close();
    expect(outcome(() => handle.read(1))).toBe('EBADF');
    expect(tree.usage.bytes).toBe('another'.length + 1);
  });

  test('an append writes at the current end, despite other writers', () => {
    const [one, other] = [
      files.open('/log', { write: true, append: true, create: true }),
      files.open('/log', { write: true, append: true }),
    ];
    one.write('1');
    other.write('2');
    one.write('3');
    expect(files.read('/log')).toBe('123');
  });

  test('a file has zeros in unwritten gaps', () => {
    const handle = files.open('/sparse', { write: true, create: true });
    handle.offset = 3;
    handle.write('x');
    handle.truncate(6);
    expect(files.read('/sparse')).toBe('\0\0\0x\0\0');
  });

  test('a watcher of a file gets each change', () => {
    const seen: string[] = [];
    const stop = files.watch('/file', () => seen.push(files.read('/file')));
    files.watch('/full', () => seen.push(files.list('/full').join()));
    files.append('/file', '!');
    files.write('/full/y', '');
    stop();
    files.write('/file', '');
    expect(seen).toEqual(['hello!', 'x,y']);
  });

  test('a file has a modification time', () => {
    now = 5_000;
    files.append('/file', '!');
    expect(files.stat('/file')).toEqual({
      ...{ ino: files.stat('/link').ino, type: 'file', mode: 0o644, uid: 0, gid: 0, links: 1 },
      ...{ size: 6, modifiedAt: 5_000, changedAt: 5_000 },
    });
    now = 6_000;
    files.setModified('/file', 2_000);
    expect(files.stat('/file')).toMatchObject({ modifiedAt: 2_000, changedAt: 6_000 });
  });
});

describe('somebody who is not root', () => {
  let mine: Files;
  beforeEach(() => {
    files.makeFolder('/tmp');
    files.changeMode('/tmp', 0o1777);
    files.write('/tmp/theirs', 'x');
    files.write('/secret', 'x', { mode: 0o600 });
    files.makeFolder('/closed', 0o700);
    mine = tree.as({ uid: 1_000, gid: 1_000, groups: [2_000] });
  });

  test.each<[string, (files: Files) => unknown, unknown]>([
    ['a user reads world-readable files', (f) => f.read('/file'), 'hello'],
    ['a user cannot read private files of others', (f) => f.read('/secret'), 'EACCES'],
    ['a user cannot write files of others', (f) => f.append('/file', 'x'), 'EACCES'],
    ['a user cannot create files in folders of others', (f) => f.write('/mine', ''), 'EACCES'],
    ['a user cannot search a closed folder', (f) => f.exists('/closed/x') || outcome(() => f.stat('/closed/x')), 'EACCES'],
    ['a user creates files in a sticky folder', (f) => [f.write('/tmp/mine', ''), f.stat('/tmp/mine').uid], [undefined, 1_000]],
    ['a user cannot remove files of others from a sticky folder', (f) => f.unlink('/tmp/theirs'), 'EPERM'],
    ['a user cannot rename files of others in a sticky folder', (f) => f.rename('/tmp/theirs', '/tmp/mine'), 'EPERM'],
    ["a user cannot change modes of others' files", (f) => f.changeMode('/file', 0o777), 'EPERM'],
    [
      'a user cannot change owners',
      (f) => [f.write('/tmp/m', ''), outcome(() => f.changeOwner('/tmp/m', { uid: 0 }))],
      [undefined, 'EPERM'],
    ],
    [
      'a user may choose an own group for a file',
      (f) => [f.write('/tmp/m', ''), f.changeOwner('/tmp/m', { gid: 2_000 })],
      [undefined, undefined],
    ],
    ['a user cannot create devices', (f) => f.makeDevice('/tmp/null', { major: 1, minor: 3 }), 'EPERM'],
  ])('%s', (_, act, expected) => expect(outcome(() => act(mine))).toEqual(expected));

  test('a file in a setgid folder inherits its group', () => {
    files.makeFolder('/shared');
    files.changeOwner('/shared', { gid: 2_000 });
    files.changeMode('/shared', 0o2775);
    mine.write('/shared/f', '');
    mine.makeFolder('/shared/d');
    expect([mine.stat('/shared/f').gid, mine.stat('/shared/d').gid, mine.stat('/shared/d').mode]).toEqual([2_000, 2_000, 0o2755]);
  });
});

test('root executes only files with an execute bit', () => {
  expect(files.mayAccess('/file', 'x')).toBe(false);
  files.changeMode('/file', 0o100);
  expect([files.mayAccess('/file', 'x'), tree.as({ ...ROOT_USER, uid: 7 }).mayAccess('/file', 'x')]).toEqual([true, false]);
});
