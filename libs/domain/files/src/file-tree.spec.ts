import { describe, expect, test } from 'vitest';
import { FileTree } from './file-tree.ts';
import { ROOT_INO } from './inode.ts';

const now = () => 0;

function base(): FileTree {
  const tree = new FileTree({ now });
  tree.root.makeFolders('/etc/deep');
  tree.root.write('/etc/passwd', 'root');
  tree.root.write('/etc/deep/file', 'x'.repeat(50));
  return tree.seal();
}

describe('a tree over another', () => {
  test('a tree over a base has its content, and changes leave the base unchanged', () => {
    const below = base();
    const [one, other] = [new FileTree({ now, base: below }), new FileTree({ now, base: below })];
    one.root.append('/etc/passwd', '!');
    one.root.removeAll('/etc/deep');
    one.root.write('/etc/new', '');
    expect([one.root.read('/etc/passwd'), one.root.list('/etc')]).toEqual(['root!', ['new', 'passwd']]);
    for (const tree of [below, other]) {
      expect([tree.root.read('/etc/passwd'), tree.root.list('/etc')]).toEqual(['root', ['deep', 'passwd']]);
    }
    expect(other.usage).toEqual({ bytes: 0, inodes: 0 });
    expect(() => below.root.write('/etc/passwd', '')).toThrow('Read-only file system');
  });

  test('a tree can date its base: changes have their own times', () => {
    const tree = new FileTree({ now: () => 9, base: base(), baseAt: 7 });
    const files = tree.root;
    files.append('/etc/deep/file', '!');
    const times = ['/', '/etc', '/etc/passwd', '/etc/deep/file'].map((path) => files.stat(path).modifiedAt);
    expect([times, files.read('/etc/passwd'), tree.usage.inodes]).toEqual([[7, 7, 7, 9], 'root', 1]);
  });

  test('a tree has a size limit, and a rejected write changes nothing', () => {
    const tree = new FileTree({ now, base: base(), bytesMax: 60 });
    tree.root.write('/a', 'x'.repeat(20));
    // A changed file of the base counts with its whole size.
    expect(() => tree.root.append('/etc/deep/file', '!')).toThrow('No space left on device');
    tree.root.unlink('/a');
    tree.root.append('/etc/deep/file', '!');
    expect(tree.usage.bytes).toBe(51);
    expect(() => tree.root.write('/b', 'x'.repeat(10))).toThrow('No space left on device');
    expect([tree.root.read('/b'), tree.root.read('/etc/deep/file').length]).toEqual(['', 51]);
  });
});

describe('a mount', () => {
  const volume = () => {
    const tree = new FileTree({ now, type: 'ext4' });
    tree.root.makeFolders('/pods/1/data/sub');
    tree.root.write('/pods/1/data/file', 'volume');
    tree.root.write('/pods/1/one', 'one');
    return tree;
  };

  test('a mount hides existing files, and `..` leads to its parent', () => {
    const [tree, node] = [new FileTree({ now, base: base(), type: 'overlay' }), volume()];
    tree.mount({ at: '/etc', tree: node, path: '/pods/1/data' });
    const files = tree.root;
    expect(files.list('/etc')).toEqual(['file', 'sub']);
    files.changeDirectory('/etc/sub');
    expect([files.workingDirectory, files.realPath('../..'), files.read('../file')]).toEqual(['/etc/sub', '/', 'volume']);
    files.write('new', 'from inside');
    expect([node.root.read('/pods/1/data/sub/new'), tree.usage.bytes]).toEqual(['from inside', 0]);
    expect(tree.mounts).toEqual([
      { path: '/', type: 'overlay', readOnly: false, bytes: 0, bytesMax: undefined },
      { path: '/etc', type: 'ext4', readOnly: false, bytes: 20, bytesMax: undefined },
    ]);
  });

  test('a nested mount keeps its own size limit', () => {
    const [tree, node, memory] = [new FileTree({ now }), volume(), new FileTree({ now, type: 'tmpfs', bytesMax: 10 })];
    node.mount({ at: '/pods/1/memory', tree: memory });
    tree.mount({ at: '/m', tree: node, path: '/pods/1/memory' });
    tree.root.write('/m/x', '12345');
    expect(tree.mounts[1]).toEqual({ path: '/m', type: 'tmpfs', readOnly: false, bytes: 5, bytesMax: 10 });
    expect(() => tree.root.append('/m/x', '678901')).toThrow('No space left on device');
    node.unmount('/pods/1/memory');
    node.unmount('/pods/1/memory');
    expect([node.root.list('/pods/1/memory'), tree.root.read('/m/x'), node.mounts.length]).toEqual([[], '12345', 1]);
    node.root.removeAll('/pods/1');
  });

  test('a mount may show one file, create its mount point, and be read-only', () => {
    const [tree, node] = [new FileTree({ now }), volume()];
    tree.mount({ at: '/deep/er/one', tree: node, path: '/pods/1/one', readOnly: true });
    tree.readOnly = true;
    const files = tree.root;
    expect(files.read('/deep/er/one')).toBe('one');
    for (const path of ['/deep/er/one', '/deep/x', '/y']) expect(() => files.write(path, '')).toThrow('Read-only file system');
    expect(files.mayAccess('/deep/er/one', 'w')).toBe(false);
    expect(() => files.unlink('/deep/er/one')).toThrow('Read-only file system');
  });

  test('a recursive mount shows the mounts below its folder at that moment', () => {
    const [tree, node] = [new FileTree({ now }), volume()];
    const memory = new FileTree({ now, type: 'tmpfs' });
    memory.root.write('/key', 'k');
    node.mount({ at: '/pods/1/data/keys', tree: memory });
    tree.mount({ at: '/plain', tree: node, path: '/pods' });
    tree.mount({ at: '/host', tree: node, path: '/pods', readOnly: true, recursive: true });
    node.mount({ at: '/pods/1/later', tree: memory });
    expect([tree.root.list('/plain/1/data/keys'), tree.root.list('/host/1/later')]).toEqual([[], []]);
    expect([tree.root.read('/host/1/data/keys/key'), tree.root.list('/host/1/data/keys/..')]).toEqual(['k', ['file', 'keys', 'sub']]);
    expect(tree.mounts.map(({ path }) => path)).toEqual(['/', '/plain', '/host', '/host/1/data/keys']);
    expect(['/host/1/data/keys', '/host/1', '/', '/nope'].map((path) => tree.isMountPoint(path))).toEqual([true, false, false, false]);
    node.unmount('/pods/1/data/keys');
    expect(tree.root.read('/host/1/data/keys/key')).toBe('k');
  });

  test('a mount is visible in its own tree only, and renames never cross mounts', () => {
    const [tree, node] = [new FileTree({ now }), volume()];
    tree.mount({ at: '/v', tree: node, path: '/pods/1/data' });
    tree.mount({ at: '/v/sub', tree: node, path: '/pods/1', readOnly: true });
    expect([tree.root.list('/v/sub'), node.root.list('/pods/1/data/sub')]).toEqual([['data', 'one'], []]);
    tree.root.write('/x', '');
    expect(() => tree.root.rename('/x', '/v/x')).toThrow('Invalid cross-device link');
    expect(() => tree.root.link('/x', '/v/x')).toThrow('Invalid cross-device link');
    expect(() => tree.root.removeFolder('/v/sub')).toThrow('Device or resource busy');
    expect(() => tree.root.rename('/v/sub', '/v/other')).toThrow('Device or resource busy');
  });

  test('a mount shows changes of the mounted tree', () => {
    const [tree, node] = [new FileTree({ now }), volume()];
    tree.mount({ at: '/v', tree: node, path: '/pods/1' });
    node.root.write('/pods/1/one', 'two');
    expect([tree.root.read('/v/one'), tree.root.usageOf('/v')]).toEqual(['two', 'two'.length + 'volume'.length]);
  });
});

describe('another root', () => {
  const at = () => {
    const tree = new FileTree({ now: () => 0 });
    tree.root.makeFolders('/host/etc/app');
    tree.root.write('/host/etc/name', 'host');
    tree.root.makeFolders('/etc');
    tree.root.write('/etc/name', 'container');
    tree.root.symbolicLink('/etc/name', '/host/link');
    return tree;
  };

  test('absolute paths begin at the new root, and .. stops there', () => {
    const files = at().root;
    files.changeRoot('/host');
    files.changeDirectory('/etc/app');
    expect([files.read('/etc/name'), files.read('/link'), files.read('../../../etc/name')]).toEqual(['host', 'host', 'host']);
    expect([files.workingDirectory, files.realPath('..'), files.realPath('/link'), files.list('/..')]).toEqual([
      ...['/etc/app', '/etc', '/etc/name'],
      ['etc', 'link'],
    ]);
  });

  test('a user, a file and a missing folder are refused', () => {
    expect(() => at().as({ uid: 1, gid: 1, groups: [] }).changeRoot('/host')).toThrow('Operation not permitted');
    expect(() => at().root.changeRoot('/etc/name')).toThrow('Not a directory');
    expect(() => at().root.changeRoot('/none')).toThrow('No such file or directory');
  });

  test('a link to another tree shows files and mounts of that tree', () => {
    const other = at();
    const volume = new FileTree({ now: () => 0 });
    volume.root.write('/data', 'volume');
    other.mount({ at: '/mnt', tree: volume });
    const attributes = { mode: 0o777, uid: 0, gid: 0, links: 1, modifiedAt: 0, changedAt: 0 };
    const folder = { type: 'folder', entries: new Map([['root', 2]]), parent: ROOT_INO, ...attributes } as const;
    const link = { type: 'link', target: '/', ...attributes } as const;
    const proc = new FileTree({
      now: () => 0,
      source: { get: (ino) => (ino === ROOT_INO ? folder : ino === 2 ? link : undefined), end: 9 },
      jumps: (ino) => (ino === 2 ? other.root.rootPosition : undefined),
    });
    const tree = new FileTree({ now: () => 0 });
    tree.mount({ at: '/proc', tree: proc });
    const files = tree.root;
    expect([files.read('/proc/root/etc/name'), files.read('/proc/root/mnt/data'), files.read('/proc/root/../etc/name')]).toEqual([
      ...['container', 'volume', 'container'],
    ]);
    expect([files.list('/proc/root'), files.readLink('/proc/root'), files.linkStat('/proc/root').type]).toEqual([
      ['etc', 'host', 'mnt'],
      '/',
      'link',
    ]);
    files.changeRoot('/proc/root');
    expect([files.read('/etc/name'), files.list('/')]).toEqual(['container', ['etc', 'host', 'mnt']]);
  });
});
