import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TarDecoder, type TarPart } from './decode.ts';
import { encodeHeader, endOfArchive, padding, type TarStyle } from './encode.ts';
import type { TarEntry } from './entry.ts';

interface Member {
  readonly entry: TarEntry;
  readonly content: string;
}

const bytes = (max: number) =>
  fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: max });
const name = fc
  .string({ unit: fc.constantFrom(...'abcXYZ019-_. \xe9/'), minLength: 1, maxLength: 260 })
  .map((text) => text.replace(/\/+$/, 'x'));
const owner = {
  uid: fc.nat(0o7777777),
  gid: fc.nat(4_000_000_000),
  user: fc.constantFrom('', 'root', 'www-data'),
  group: fc.constantFrom('', 'root'),
};
const common = { ...owner, path: name, mode: fc.nat(0o7777), modifiedAt: fc.nat(20_000_000_000) };
const member: fc.Arbitrary<Member> = fc.oneof(
  fc.tuple(fc.record(common), bytes(1_500)).map(([entry, content]) => ({
    entry: { ...entry, kind: 'file' as const, size: content.length, target: '' },
    content,
  })),
  fc.record({ ...common, target: name, kind: fc.constantFrom('link' as const, 'hard-link' as const) }).map((entry) => ({
    entry: { ...entry, size: 0 },
    content: '',
  })),
  fc
    .record(common)
    .map((entry) => ({ entry: { ...entry, path: `${entry.path}/`, kind: 'folder' as const, size: 0, target: '' }, content: '' })),
);

function encode(members: readonly Member[], style: TarStyle): string {
  const text = members.map(({ entry, content }) => encodeHeader(entry, style) + content + padding(content.length)).join('');
  return text + endOfArchive(text.length, style);
}

/** Decoded members, from chunks of `piece` bytes. */
function decode(archive: string, piece = archive.length) {
  const decoder = new TarDecoder();
  const parts: TarPart[] = [];
  for (let at = 0; at < archive.length; at += piece) parts.push(...decoder.push(archive.slice(at, at + piece)));
  const members: { entry: TarEntry; content: string }[] = [];
  for (const part of parts) {
    const last = members.at(-1);
    if (part.type === 'entry') members.push({ entry: part.entry, content: '' });
    else if (part.type === 'data' && last !== undefined) last.content += part.bytes;
  }
  return { members, end: decoder.finish() };
}

test('an encoded archive decodes to the same members, in chunks of any size', () => {
  fc.assert(
    fc.property(
      fc.array(member, { maxLength: 5 }),
      fc.constantFrom<TarStyle>('gnu', 'busybox'),
      fc.integer({ min: 1, max: 3_000 }),
      (members, style, piece) => {
        expect(decode(encode(members, style), piece)).toEqual({ members, end: 'complete' });
      },
    ),
  );
});

test('a truncated archive decodes as far as possible, without an exception', () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 3 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (members, part) => {
      const archive = encode(members, 'busybox');
      const { members: found, end } = decode(archive.slice(0, Math.floor((archive.length - 512) * part)), 1_000);
      expect(found.map(({ entry }) => entry)).toEqual(members.slice(0, found.length).map(({ entry }) => entry));
      expect(end).not.toBe('complete');
    }),
  );
});

test('any bytes at all are read without an error', () => {
  fc.assert(
    fc.property(bytes(3_000), (garbage) => {
      decode(garbage, 700);
    }),
  );
});
