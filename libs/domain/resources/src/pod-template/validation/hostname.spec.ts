import { expect, test } from 'vitest';
import type { PodSpec } from '../pod-spec.ts';
import { validateHostname, validateHostnameOverride } from './hostname.ts';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

test.each<[string, Partial<PodSpec>, readonly string[]]>([
  ['is a label below a subdomain', { hostname: 'web', subdomain: 'shop' }, []],
  ['is overridden by a whole name', { hostnameOverride: 'web.example.com', setHostnameAsFQDN: false, hostNetwork: false }, []],
  ['is no longer than a kernel takes', { hostnameOverride: 'a'.repeat(64) }, []],
  [
    'has no dots of its own',
    { hostname: 'web.shop', subdomain: 'Shop' },
    ['spec.hostname: Invalid value: "web.shop": must not contain dots', `spec.subdomain: Invalid value: "Shop": ${LABEL}`],
  ],
  ['is no override in capitals', { hostnameOverride: 'Web' }, [`spec.hostnameOverride: Invalid value: "Web": ${SUBDOMAIN}`]],
  ['is no long override', { hostnameOverride: 'a'.repeat(65) }, ['spec.hostnameOverride: Too long: may not be more than 64 bytes']],
  [
    'has one say only',
    { hostnameOverride: 'web', setHostnameAsFQDN: true, hostNetwork: true },
    [
      'spec.hostnameOverride: Forbidden: may not be specified when setHostnameAsFQDN is true',
      'spec.hostnameOverride: Forbidden: may not be specified when hostNetwork is true',
    ],
  ],
])('a host name %s', (_title, spec, expected) => {
  const errors = [...validateHostname(spec as PodSpec, 'spec'), ...validateHostnameOverride(spec as PodSpec, 'spec.hostnameOverride')];
  expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual(expected);
});
