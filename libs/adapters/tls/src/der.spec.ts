import { expect, test } from 'vitest';
import { addressBytes, integer, namedBits, objectIdentifier, octetString, text, time } from './der.ts';

test('a length beyond 127 has bytes of its own', () => {
  const headOf = (length: number) =>
    octetString(Buffer.alloc(length))
      .subarray(0, -length || undefined)
      .toString('hex');
  expect([headOf(0), headOf(127), headOf(128), headOf(256), headOf(65_536)]).toEqual(['0400', '047f', '048180', '04820100', '0483010000']);
});

test('an integer keeps its bytes', () => {
  expect(integer(Buffer.from([2])).toString('hex')).toBe('020102');
});

test('an object identifier joins its first two numbers, and splits large ones', () => {
  expect(objectIdentifier('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
  expect(objectIdentifier('2.5.29.15').toString('hex')).toBe('0603551d0f');
});

test('named bits end with the last one set', () => {
  expect([namedBits([0, 5, 6]), namedBits([0, 2]), namedBits([8])].map((bits) => bits.toString('hex'))).toEqual([
    '03020186',
    '030205a0',
    '0303070080',
  ]);
});

test('a text is PrintableString where its characters allow', () => {
  expect([text('klockwork-ca').at(0), text('a_b').at(0)]).toEqual([0x13, 0x0c]);
});

test('a time from 2050 on has four digits of its year', () => {
  expect(time(Date.UTC(2049, 11, 31, 23, 59, 59, 999)).toString('latin1', 2)).toBe('491231235959Z');
  expect(time(Date.UTC(2050, 0, 1)).toString('latin1', 2)).toBe('20500101000000Z');
});

test('an address has four or sixteen bytes', () => {
  const hex = (address: string) => addressBytes(address).toString('hex');
  expect([hex('10.96.0.1'), hex('::1'), hex('fd00::a:1'), hex('1:2:3:4:5:6:7:8'), hex('::ffff:10.0.0.1')]).toEqual([
    '0a600001',
    `${'0'.repeat(31)}1`,
    `fd00${'0'.repeat(20)}000a0001`,
    '00010002000300040005000600070008',
    `${'0'.repeat(20)}ffff0a000001`,
  ]);
});
