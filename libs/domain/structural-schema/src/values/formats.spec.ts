import { growthOf, LINEAR_GROWTH_MAX } from '@klockwork/kernel/testing';
import { expect, test } from 'vitest';
import { hasFormat } from './formats.ts';

test.each<[string, readonly string[], readonly string[]]>([
  ['bsonobjectid', ['5f50c31f5f50c31f5f50c31f'], ['5f50', '']],
  ['byte', ['aGVsbG8='], ['aGVsbG8', '', 'a b=']],
  ['cidr', ['10.0.0.0/8', '2001:db8::/32'], ['10.0.0.0', '10.0.0.0/33', '::/129']],
  ['creditcard', ['4111111111111111', '4111-1111-1111-1111'], ['4111111111111112']],
  ['date', ['2024-02-29'], ['2023-02-29', '2024-2-9']],
  ['date-time', ['2014-12-15T19:30:20.000Z', '2014-12-15t19:30:20+01:00'], ['2014-12-15', '2014-12-15T24:30:20Z']],
  ['duration', ['1h30m', '3 days', '0'], ['3', '', '99999999999999999999 days']],
  ['email', ['a@b.c', 'A B <a@b>', '"x y"@z'], ['a', 'a..b@c', 'a@']],
  ['hexcolor', ['#fff', 'A0B1C2'], ['#ff']],
  ['hostname', ['example.com', 'host'], ['-a', 'a..b', 'example.c']],
  ['ipv4', ['1.2.3.4'], ['1.2.3', '::1']],
  ['ipv6', ['::1', '2001:db8::1'], ['1.2.3.4', 'fe80::1%eth0']],
  ['isbn10', ['0-306-40615-2'], ['0-306-40615-3']],
  ['isbn13', ['978-0-306-40615-7'], ['978-0-306-40615-8']],
  ['isbn', ['0-306-40615-2', '978-0-306-40615-7'], ['1']],
  ['k8s-short-name', ['a-b'], ['A', 'a.b', '-a']],
  ['k8s-long-name', ['a.b-c'], ['a..b']],
  ['mac', ['01:23:45:67:89:ab', '0123.4567.89ab'], ['01:23', 'a']],
  ['password', ['', 'any'], []],
  ['rgbcolor', ['rgb(1, 2,255)'], ['rgb(1,2,256)', 'rgb(01,2,3)']],
  ['ssn', ['123-45-6789'], ['123456789']],
  ['uri', ['https://a.b/c?d', '/path', 'mailto:a@b'], ['a', '', 'http://[::1', '//a%zz']],
  ['uuid4', ['7f3e9d4c-1111-4222-8333-444455556666'], ['7f3e9d4c-1111-5222-8333-444455556666']],
])('the format %s has valid and invalid texts', (format, valid, invalid) => {
  expect(valid.filter((text) => !hasFormat(text, format))).toEqual([]);
  expect(invalid.filter((text) => hasFormat(text, format))).toEqual([]);
});

const LONG = 300_000;

test.each([
  ['duration', '1'],
  ['email', 'a'],
  ['email', ' '],
  ['uri', '%'],
  ['byte', 'a'],
  ['date-time', 't'],
  ['isbn', '-'],
  ['hostname', 'a.'],
])('the format %s reads a long text of %j in linear time', async (format, part) => {
  const growth = await growthOf((size) => hasFormat(`${part.repeat(size)}!`, format), LONG);
  expect(growth).toBeLessThan(LINEAR_GROWTH_MAX);
});
