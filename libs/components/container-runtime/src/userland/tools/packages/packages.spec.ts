import { expect, test } from 'vitest';
import { scriptRunner } from '../../../testing/run-script.ts';

const ALPINE = 'https://dl-cdn.alpinelinux.org/alpine/v3.22';
const FETCHES = `fetch ${ALPINE}/main/x86_64/APKINDEX.tar.gz\nfetch ${ALPINE}/community/x86_64/APKINDEX.tar.gz\n`;
const WARNINGS = ['main', 'community'].map((name) => `WARNING: fetching ${ALPINE}/${name}: temporary error (try again later)\n`).join('');

test.each([
  [
    'apk add --no-cache curl busybox',
    {
      code: 1,
      stdout: FETCHES,
      stderr: `${WARNINGS}ERROR: unable to select packages:\n  curl (no such package):\n    required by: world[curl]\n`,
    },
  ],
  ['apk add busybox', { code: 0, stdout: `${FETCHES}OK: 7 MiB in 15 packages\n`, stderr: WARNINGS }],
  ['apk update', { code: 2, stdout: `${FETCHES}2 unavailable, 0 stale; 15 distinct packages available\n`, stderr: WARNINGS }],
  ['apk --version', { code: 0, stdout: 'apk-tools 2.14.9, compiled for x86_64.\n', stderr: '' }],
])('`%s` of Alpine finds no Internet', async (line, outcome) => {
  const run = await scriptRunner('alpine:3.22');
  expect(await run('sh', line)).toEqual(outcome);
});

test('`apt-get update` of Debian warns of every source and ends with 0', async () => {
  const run = await scriptRunner('debian');
  const { code, stdout, stderr } = await run('sh', 'apt-get update');
  expect([code, stdout.split('\n').slice(3, 5), stderr.split('\n').slice(0, 1), stderr.split('\n').slice(3)]).toEqual([
    0,
    ['Err:1 http://deb.debian.org/debian bookworm InRelease', "  Temporary failure resolving 'deb.debian.org'"],
    ["W: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.debian.org'"],
    ['W: Some index files failed to download. They have been ignored, or old ones used instead.', ''],
  ]);
});

test.each(['ubuntu:22.04', 'debian', 'nginx'])('`apt-get install` of %s locates no package', async (image) => {
  const run = await scriptRunner(image);
  expect(await run('sh', 'apt-get install -y --no-install-recommends curl')).toEqual({
    code: 100,
    stdout: 'Reading package lists...\nBuilding dependency tree...\nReading state information...\n',
    stderr: 'E: Unable to locate package curl\n',
  });
});

test('BusyBox has no packages', async () => {
  const run = await scriptRunner('busybox');
  expect(await run('sh', 'apk add curl')).toMatchObject({ code: 127 });
});

test.each([
  ['alpine:3.22', 'Welcome to Alpine Linux 3.22\nKernel \\r on \\m (\\l)\n\n'],
  ['debian', 'Debian GNU/Linux 12 \\n \\l\n\n'],
  ['nginx', 'Debian GNU/Linux 12 \\n \\l\n\n'],
  ['ubuntu:24.04', 'Ubuntu 24.04 LTS \\n \\l\n\n'],
  ['ubuntu:25.10', 'Ubuntu 25.10 \\n \\l\n\n'],
])('/etc/issue of %s names the distribution', async (image, stdout) => {
  const run = await scriptRunner(image);
  expect(await run('sh', 'cat /etc/issue')).toEqual({ code: 0, stdout, stderr: '' });
});

test('dpkg lists packages of the distribution', async () => {
  const run = await scriptRunner('debian');
  expect(await run('sh', 'dpkg -l bash nothing')).toEqual({
    code: 1,
    stdout:
      'Desired=Unknown/Install/Remove/Purge/Hold\n| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n' +
      '|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n||/ Name           Version      Architecture Description\n' +
      `+++-${[14, 12, 12, 33].map((width) => '='.repeat(width)).join('-')}\nii  bash           5.2.15-2+b9  amd64        bash\n`,
    stderr: 'dpkg-query: no packages found matching nothing\n',
  });
  expect(await run('sh', 'dpkg -l | grep -c ^ii; dpkg --print-architecture')).toMatchObject({ code: 0, stdout: '14\namd64\n' });
  expect(await run('sh', "dpkg -l 'b*h' 'x*'")).toEqual({
    code: 1,
    stdout: expect.stringMatching(/^ii {2}bash {11}\S+ +amd64/m) as string,
    stderr: 'dpkg-query: no packages found matching x*\n',
  });
  expect(await run('sh', 'dpkg -s bash none sed')).toEqual({
    code: 1,
    stdout: expect.stringMatching(/^Package: bash\n[\s\S]*\n\nPackage: sed\n/) as string,
    stderr:
      "dpkg-query: package 'none' is not installed and no information is available\n" +
      'Use dpkg --info (= dpkg-deb --info) to examine archive files.\n',
  });
  expect(await run('sh', 'dpkg -s')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^dpkg-query: error: --status needs at least one package name argument\n/) as string,
  });
  expect(await run('sh', 'dpkg')).toEqual({ code: 2, stdout: '', stderr: 'dpkg: error: need an action option\n' });
});

test.each([
  ['debian', '1.21.22'],
  ['ubuntu:24.04', '1.22.6'],
])('dpkg of %s has version %s', async (image, version) => {
  const run = await scriptRunner(image);
  const { stdout } = await run('sh', 'dpkg --version; dpkg -s dpkg');
  expect([stdout.split('\n')[0], stdout.split('\n')[6]?.startsWith(`Version: ${version}`)]).toEqual([
    `Debian 'dpkg' package management program version ${version} (amd64).`,
    true,
  ]);
});
