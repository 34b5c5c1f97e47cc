import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';

/** Packages that Alpine's own image has installed. */
const INSTALLED = [
  'alpine-baselayout',
  'alpine-baselayout-data',
  'alpine-keys',
  'alpine-release',
  'apk-tools',
  'busybox',
  'busybox-binsh',
  'ca-certificates-bundle',
  'libcrypto3',
  'libssl3',
  'musl',
  'musl-utils',
  'scanelf',
  'ssl_client',
  'zlib',
];
const SITE = 'https://dl-cdn.alpinelinux.org/alpine';
const REPOSITORIES = ['main', 'community'];
const VALUE_OPTIONS = new Set(['-p', '--root', '-X', '--repository', '-t', '--virtual', '--wait', '--arch', '--cache-dir']);

/** `apk add|del|update|upgrade|info`: downloads fail without an Internet. */
export const apk: Command = async (call) => {
  if (call.args.includes('--version') || call.args.includes('-V')) return call.print('apk-tools 2.14.9, compiled for x86_64.\n');
  const [command, ...packages] = operandsOf(call.args);
  switch (command) {
    case 'add':
      return add(call, packages);
    case 'update':
      await fetchIndexes(call);
      await call.print(`${REPOSITORIES.length} unavailable, 0 stale; ${INSTALLED.length} distinct packages available\n`);
      return REPOSITORIES.length;
    case 'upgrade':
      await fetchIndexes(call);
      return done(call);
    case 'del':
    case 'fix':
    case 'cache':
      return done(call);
    case 'info':
      return call.print(INSTALLED.map((name) => `${name}\n`).join(''));
    default:
      await call.print('apk-tools 2.14.9, compiled for x86_64.\n\nusage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]\n');
      return 1;
  }
};

function operandsOf(args: readonly string[]): readonly string[] {
  return args.filter((arg, at) => !arg.startsWith('-') && !VALUE_OPTIONS.has(args[at - 1] ?? ''));
}

async function add(call: Call, packages: readonly string[]): Promise<number> {
  const names = packages.map((word) => word.replace(/[<>=~@].*$/, ''));
  await fetchIndexes(call);
  const missing = [...new Set(names)].filter((name) => !INSTALLED.includes(name)).sort();
  if (missing.length === 0) return done(call);
  const rows = missing.map((name) => `  ${name} (no such package):\n    required by: world[${name}]\n`);
  await writeMessage(call.stderr, `ERROR: unable to select packages:\n${rows.join('')}`);
  return missing.length;
}

function done(call: Call): Promise<0> {
  return call.print(`OK: 7 MiB in ${INSTALLED.length} packages\n`);
}

async function fetchIndexes(call: Call): Promise<void> {
  const release = call.files.exists('/etc/alpine-release') ? call.files.read('/etc/alpine-release').trim() : '';
  const branch = /^\d+\.\d+/.test(release) ? `v${release.split('.').slice(0, 2).join('.')}` : 'edge';
  for (const repository of REPOSITORIES) {
    const address = `${SITE}/${branch}/${repository}`;
    await call.print(`fetch ${address}/x86_64/APKINDEX.tar.gz\n`);
    await writeMessage(call.stderr, `WARNING: fetching ${address}: temporary error (try again later)\n`);
  }
}
