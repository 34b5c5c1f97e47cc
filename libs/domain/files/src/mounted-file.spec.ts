import { expect, test } from 'vitest';
import { FileTree } from './file-tree.ts';

test('a mounted file outlives its name and its replacement, until unmounted', () => {
  const node = new FileTree({ now: () => 0 });
  const files = node.root;
  files.makeFolder('/v');
  files.write('/v/level', 'debug');
  const container = new FileTree({ now: () => 0 });
  container.mount({ at: '/etc/level', tree: node, path: '/v/level' });
  files.removeAll('/v');
  files.makeFolder('/v');
  files.write('/v/level', 'info');
  expect([container.root.read('/etc/level'), node.usage.bytes]).toEqual(['debug', 9]);
  container.unmountAll();
  expect([node.usage.bytes, container.mounts.length, container.root.read('/etc/level')]).toEqual([4, 1, '']);
});

test("tmpfs content is charged to the file's first writer, until empty or removed", () => {
  const memory = new FileTree({ now: () => 0, type: 'tmpfs' });
  const charged = { a: 0, b: 0 };
  const viewOf = (name: 'a' | 'b') => {
    const tree = new FileTree({ now: () => 0, type: 'overlay' });
    const account = {
      charge: (bytes: number) => {
        charged[name] += bytes;
      },
    };
    tree.mount({ at: '/cache', tree: memory, account });
    return tree.root;
  };
  const [a, b] = [viewOf('a'), viewOf('b')];
  a.write('/cache/file', 'four');
  b.append('/cache/file', 'more');
  b.write('/cache/own', 'xyz');
  expect(charged).toEqual({ a: 8, b: 3 });
  memory.root.write('/cache', 'nobody pays for what the node writes');
  b.write('/cache/file', 'hers now');
  expect(charged).toEqual({ a: 0, b: 11 });
  const open = a.open('/cache/own', { read: true });
  a.unlink('/cache/own');
  expect(charged).toEqual({ a: 0, b: 11 });
  open.close();
  expect(charged).toEqual({ a: 0, b: 8 });
  a.write('/disk', 'x');
  expect(charged).toEqual({ a: 0, b: 8 });
});
