import { expect, test } from 'vitest';
import { addressWarnings } from './address-warnings.ts';

test.each<[string, string[]]>([
  ['10.0.0.1', []],
  ['2001:db8::1', []],
  ['web', []],
  ['010.0.0.1', ['at: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"']],
  [
    '::ffff:10.0.0.1',
    ['at: non-standard IP address "::ffff:10.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"'],
  ],
  ['2001:DB8::1', ['at: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")']],
])('the address %s is warned of: %j', (text, warnings) => {
  expect(addressWarnings(text, 'at')).toEqual(warnings);
});
