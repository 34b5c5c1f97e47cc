import { expect, test } from 'vitest';
import { FileTree } from './file-tree.ts';

const files = new FileTree({ now: () => 0 }).root;
for (const [name, minor] of Object.entries({ null: 3, zero: 5, full: 7, random: 8, urandom: 9, kmsg: 11 }))
  files.makeDevice(`/${name}`, { major: 1, minor });
files.makeDevice('/tty', { major: 5, minor: 0 });

test('the null device has no content and takes any', () => {
  files.write('/null', 'text');
  files.append('/null', 'text');
  expect(files.read('/null')).toBe('');
});

test.each(['zero', 'full', 'random', 'urandom'])('reading all bytes of device %s fails for lack of memory', (name) => {
  expect(() => files.read(`/${name}`)).toThrow('Cannot allocate memory');
});

test('/dev/full rejects writes with ENOSPC', () => {
  expect(() => files.write('/full', 'text')).toThrow('No space left on device');
  files.write('/zero', 'text');
});

test.each(['kmsg', 'tty'])('the device %s, which nothing drives, is neither read nor written', (name) => {
  expect(() => files.read(`/${name}`)).toThrow('No such device or address');
  expect(() => files.write(`/${name}`, 'text')).toThrow('No such device or address');
});

test('a device is not cut to a length', () => {
  const handle = files.open('/null', { write: true });
  expect(() => handle.truncate(5)).toThrow('Invalid argument');
});
