import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';

/** Source of packages: `http://deb.debian.org/debian bookworm-updates`. */
interface Source {
  readonly site: string;
  readonly suite: string;
}

const UBUNTU = new Map([
  ['16.04', 'xenial'],
  ['18.04', 'bionic'],
  ['20.04', 'focal'],
  ['22.04', 'jammy'],
  ['24.04', 'noble'],
  ['25.04', 'plucky'],
  ['25.10', 'questing'],
]);
const VERSIONS: Readonly<Record<string, string>> = { debian: '2.6.1', ubuntu: '2.7.14' };
/** Status of apt for every error. */
const ERROR = 100;

/** `apt-get update|install|remove|clean …`, and `apt`: there is no Internet, so package lists stay empty. */
export const apt: Command = async (call) => {
  if (call.args.includes('--version') || call.args.includes('-v'))
    return call.print(`apt ${VERSIONS[isUbuntu(call) ? 'ubuntu' : 'debian']} (amd64)\n`);
  if (call.name === 'apt')
    await writeMessage(call.stderr, '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n');
  const [command = '', ...packages] = operandsOf(call.args);
  switch (command) {
    case 'update':
      return update(call);
    case 'install':
    case 'reinstall':
      return install(call, packages);
    case 'remove':
    case 'purge':
      return remove(call, packages);
    case 'upgrade':
    case 'full-upgrade':
    case 'dist-upgrade':
    case 'autoremove':
      return readLists(call, '0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n');
    case 'clean':
    case 'autoclean':
      return 0;
    default:
      await writeMessage(call.stderr, `E: Invalid operation ${command}\n`);
      return ERROR;
  }
};

function operandsOf(args: readonly string[]): readonly string[] {
  return args.filter((arg, at) => !arg.startsWith('-') && !['-o', '-t', '-c'].includes(args[at - 1] ?? ''));
}

/** Warns about each unreachable source. Models apt-get, with status 0 since old lists suffice. */
async function update(call: Call): Promise<number> {
  const sources = sourcesOf(call);
  const rows = sources.map((source, at) => `${at + 1} ${source.site} ${source.suite} InRelease\n`);
  const failure = (site: string) => `Temporary failure resolving '${site.split('/')[2]}'`;
  await call.print(rows.map((row) => `Ign:${row}`).join(''));
  await call.print(rows.map((row, at) => `Err:${row}  ${failure(sources[at]?.site ?? '')}\n`).join(''));
  await call.print('Reading package lists...\n');
  const warnings = sources.map(({ site, suite }) => `W: Failed to fetch ${site}/dists/${suite}/InRelease  ${failure(site)}\n`);
  await writeMessage(
    call.stderr,
    `${warnings.join('')}W: Some index files failed to download. They have been ignored, or old ones used instead.\n`,
  );
  return 0;
}

async function install(call: Call, packages: readonly string[]): Promise<number> {
  if (packages.length === 0) return readLists(call, '0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n');
  return refuseAll(call, packages);
}

function remove(call: Call, packages: readonly string[]): Promise<number> {
  return refuseAll(call, packages);
}

async function refuseAll(call: Call, packages: readonly string[]): Promise<number> {
  await readLists(call, '');
  const names = packages.map((name) => name.replace(/=.*$/, ''));
  await writeMessage(call.stderr, names.map((name) => `E: Unable to locate package ${name}\n`).join(''));
  return ERROR;
}

function readLists(call: Call, rest: string): Promise<0> {
  return call.print(`Reading package lists...\nBuilding dependency tree...\nReading state information...\n${rest}`);
}

function isUbuntu(call: Call): boolean {
  return /^ID=ubuntu$/m.test(releaseText(call));
}

function sourcesOf(call: Call): readonly Source[] {
  if (!isUbuntu(call))
    return [
      { site: 'http://deb.debian.org/debian', suite: 'bookworm' },
      { site: 'http://deb.debian.org/debian', suite: 'bookworm-updates' },
      { site: 'http://deb.debian.org/debian-security', suite: 'bookworm-security' },
    ];
  const name = UBUNTU.get(/^VERSION_ID="(.*)"$/m.exec(releaseText(call))?.[1] ?? '') ?? 'noble';
  const archive = ['', '-updates', '-backports'].map((part) => ({ site: 'http://archive.ubuntu.com/ubuntu', suite: `${name}${part}` }));
  return [...archive, { site: 'http://security.ubuntu.com/ubuntu', suite: `${name}-security` }];
}

function releaseText({ files }: Call): string {
  return files.exists('/etc/os-release') ? files.read('/etc/os-release') : '';
}
