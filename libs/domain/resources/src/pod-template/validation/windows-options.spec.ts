import type { WindowsSecurityContextOptions } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { validateWindowsOptions } from './windows-options.ts';

function complaints(options: WindowsSecurityContextOptions | undefined): readonly string[] {
  return validateWindowsOptions(options, 'windowsOptions').map(({ field, message }) => `${field}: ${message}`);
}

const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

test.each(['Administrator', 'NT AUTHORITY\\System', 'corp.example.com\\jane', `corp\\${'u'.repeat(104)}`])(
  'user %s is valid',
  (runAsUserName) => {
    expect(complaints({ runAsUserName })).toEqual([]);
  },
);

test('absent options are valid', () => {
  expect([undefined, {}].flatMap(complaints)).toEqual([]);
});

describe('a user is refused', () => {
  const long = 'u'.repeat(105);
  const domain = 'd'.repeat(256);
  test.each<[string, string, readonly string[]]>([
    ['that is empty', '', ['runAsUserName cannot be an empty string']],
    ['of control characters', 'a\tb', ['runAsUserName cannot contain control characters']],
    ['of two domains', 'a\\b\\c', ['runAsUserName cannot contain more than one backslash']],
    ['of a domain alone', 'corp\\', ["runAsUserName's User cannot be empty"]],
    ['of a domain that is none', '.corp\\jane', ["runAsUserName's Domain doesn't match the NetBios nor the DNS format"]],
    [
      'of a domain that is too long',
      `${domain}\\jane`,
      ["runAsUserName's Domain length must be under 256 characters", "runAsUserName's Domain doesn't match the NetBios nor the DNS format"],
    ],
    ['that is too long', long, ["runAsUserName's User length must not be longer than 104 characters"]],
    ['of periods and spaces', '. .', ["runAsUserName's User cannot contain only periods or spaces"]],
    ['of odd characters', 'jane@corp', ['runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]']],
  ])('a user %s is refused', (_title, runAsUserName, problems) => {
    const shown = JSON.stringify(runAsUserName);
    const expected = problems.map((problem) => `windowsOptions.runAsUserName: Invalid value: ${shown}: ${problem}`);
    expect(complaints({ runAsUserName })).toEqual(expected);
  });
});

test('credentials are named as objects are, and are neither empty nor large', () => {
  const large = 'x'.repeat(64 * 1024 + 1);
  expect(complaints({ gmsaCredentialSpecName: 'Web', gmsaCredentialSpec: '' })).toEqual([
    `windowsOptions.gmsaCredentialSpecName: Invalid value: "Web": ${SUBDOMAIN}`,
    'windowsOptions.gmsaCredentialSpec: Invalid value: "": gmsaCredentialSpec cannot be an empty string',
  ]);
  expect(complaints({ gmsaCredentialSpec: large })).toEqual([
    `windowsOptions.gmsaCredentialSpec: Invalid value: "${large}": gmsaCredentialSpec size must be under 64 KiB`,
  ]);
});
