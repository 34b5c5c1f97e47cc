import { expect, test } from 'vitest';
import { FileTree } from './file-tree.ts';

test('a file that is mounted lasts as it was, also when another takes its name, until it is let go of', () => {
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
