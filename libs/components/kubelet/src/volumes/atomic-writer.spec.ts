import { type Files, FileTree } from '@klockwork/files';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeAtomically } from './atomic-writer.ts';
import type { Payload } from './payload.ts';
import { VolumeError } from './volume-plugin.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const FIRST = '..2026_01_02_03_04_05.678000000';
const SECOND = '..2026_01_02_03_04_06.678000000';

function payload(files: Readonly<Record<string, string>>, mode = 0o644): Payload {
  return new Map(Object.entries(files).map(([path, bytes]) => [path, { bytes, mode }] as const));
}

describe('a folder that is written at once', () => {
  let files: Files;

  beforeEach(() => {
    files = new FileTree({ now: () => NOW }).root;
    files.makeFolders('/v');
  });

  test('an atomic folder contains a timestamped folder, and links through ..data', () => {
    expect(writeAtomically(files, '/v', payload({ a: '1', 'sub/b': '2' }), NOW)).toBe(true);
    expect(files.list('/v')).toEqual([FIRST, '..data', 'a', 'sub']);
    expect(['..data', 'a', 'sub'].map((name) => files.readLink(`/v/${name}`))).toEqual([FIRST, '..data/a', '..data/sub']);
    expect([files.read('/v/a'), files.read('/v/sub/b'), files.stat('/v/a').mode]).toEqual(['1', '2', 0o644]);
  });

  test('a payload without room for itself leaves the present content', () => {
    const small = new FileTree({ now: () => NOW, bytesMax: 3 }).root;
    small.makeFolders('/v');
    writeAtomically(small, '/v', payload({ a: '12' }), NOW);
    const write = () => writeAtomically(small, '/v', payload({ a: '34' }), NOW + 1_000);
    expect(write).toThrow(new VolumeError(`write /v/${SECOND}: no space left on device`));
    expect([small.list('/v'), small.read('/v/a')]).toEqual([[FIRST, '..data', 'a'], '12']);
  });

  test('an unchanged payload writes nothing', () => {
    writeAtomically(files, '/v', payload({ a: '1', 'sub/b': '2' }), NOW);
    expect(writeAtomically(files, '/v', payload({ a: '1', 'sub/b': '2' }), NOW + 1_000)).toBe(false);
    expect(files.readLink('/v/..data')).toBe(FIRST);
  });

  test.each([
    ['content', { a: '2' }, [SECOND, '..data', 'a']],
    ['names', { b: '1' }, [SECOND, '..data', 'b']],
    ['everything, to nothing', {}, [SECOND, '..data']],
  ])('a changed %s replaces the folder', (_, after, names) => {
    writeAtomically(files, '/v', payload({ a: '1' }), NOW);
    expect(writeAtomically(files, '/v', payload(after as Record<string, string>, 0o400), NOW + 1_000)).toBe(true);
    expect(files.list('/v')).toEqual(names);
    for (const [name, bytes] of Object.entries(after))
      expect([files.read(`/v/${name}`), files.stat(`/v/${name}`).mode]).toEqual([bytes, 0o400]);
  });

  test('a second change within an instant uses another name', () => {
    writeAtomically(files, '/v', payload({ a: '1' }), NOW);
    writeAtomically(files, '/v', payload({ a: '2' }), NOW);
    expect([files.readLink('/v/..data'), files.read('/v/a')]).toEqual(['..2026_01_02_03_04_05.678000001', '2']);
  });
});
