import { expect, test } from 'vitest';
import { ipAddress } from './ip-address.ts';
import * as format from './name-formats.ts';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const UNDERSCORED =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const KEY =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

test('names that are fine have no complaint', () => {
  const fine = [
    format.dns1123Label('web-1'),
    format.dns1123Subdomain('web.example.com'),
    format.underscoredSubdomain('_sip._tcp.a_b.example.com'),
    format.dns1035Label('web'),
    format.qualifiedName('example.com/My.Name_1'),
    format.labelValue(''),
    format.portName('http-alt'),
    format.portNumber(65_535),
    format.envVarName('1 odd name!'),
    format.configMapKey('a..b'),
    format.httpHeaderName('X-Header'),
    format.httpPath('a/b:c'),
    format.wildcardSubdomain('*.example.com'),
    format.cIdentifier('_x'),
    format.percent('25%'),
    format.pathSegment('system:node'),
    format.asPrefix(format.dns1123Label)('web-'),
    ...['10.0.0.1', '::1', '2001:db8::ffff', '::ffff:10.0.0.1', '1:2:3:4:5:6:7:8', '::'].map(ipAddress),
  ];
  expect(fine.flat()).toEqual([]);
});

test('names that are not get the complaints kubectl prints', () => {
  expect(format.dns1123Label('My_Web')).toEqual([LABEL]);
  expect(format.dns1123Label('a.b')).toEqual(['must not contain dots']);
  expect(format.dns1123Label('a'.repeat(64))).toEqual(['must be no more than 63 characters']);
  expect(format.dns1123Subdomain('-a')).toEqual([SUBDOMAIN]);
  expect(format.underscoredSubdomain('a_.b')).toEqual([UNDERSCORED]);
  expect(format.underscoredSubdomain('a'.repeat(254))).toEqual(['must be no more than 253 characters']);
  expect(format.dns1123Subdomain('a'.repeat(254))).toEqual(['must be no more than 253 characters']);
  expect(format.dns1035Label('1a')).toEqual([
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
  ]);
  expect(format.qualifiedName('')).toEqual(['name part must be non-empty', `name part ${KEY}`]);
  expect(format.qualifiedName('/a')).toEqual(['prefix part must be non-empty']);
  expect(format.qualifiedName('A/a')).toEqual([`prefix part ${SUBDOMAIN}`]);
  expect(format.qualifiedName('a/b/c')).toEqual([
    `a valid label key ${KEY} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
  ]);
  expect(format.qualifiedName('a'.repeat(64))).toEqual(['name part must be no more than 63 bytes']);
  expect(format.labelValue('a'.repeat(64))).toEqual(['must be no more than 63 bytes']);
  expect(format.labelValue('a b')).toEqual([
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  ]);
  expect(format.portName('-A--averylongname')).toEqual([
    'must be no more than 15 characters',
    'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    'must not contain consecutive hyphens',
    'must not begin or end with a hyphen',
  ]);
  expect(format.portName('80')).toEqual(['must contain at least one letter (a-z)']);
  expect(format.portNumber(0)).toEqual(['must be between 1 and 65535, inclusive']);
  expect(format.envVarName('')).toEqual(['environment variable name must be non-empty']);
  expect(format.envVarName('a=b')).toEqual([
    "a valid environment variable name must consist only of printable ASCII characters other than '='",
  ]);
  expect(format.configMapKey('..a')).toEqual(["must not start with '..'"]);
  expect(format.configMapKey('..')).toEqual(["must not be '..'"]);
  expect(format.configMapKey('a/b')).toEqual([
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
  ]);
  expect(format.pathSegment('a/b%')).toEqual(["may not contain '/'", "may not contain '%'"]);
  expect(format.pathSegment('..')).toEqual(["may not be '..'"]);
  for (const bad of ['', '10.0.0', '10.0.0.256', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8::', 'fe80::1%eth0', '::10.0.0.1:1', 'x'])
    expect(ipAddress(bad), bad).toEqual(['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']);
});
