import { writeMessage } from '../../process/write-message.ts';
import { compilePattern, matchesPattern } from '../../shell/pattern.ts';
import type { Call, Command } from '../call.ts';

/** Versions of packages that every image of a distribution has. */
type Packages = Readonly<Record<string, string>>;

const DEBIAN: Packages = {
  apt: '2.6.1',
  bash: '5.2.15-2+b9',
  coreutils: '9.1-1',
  dash: '0.5.12-2',
  diffutils: '1:3.8-4',
  dpkg: '1.21.22',
  findutils: '4.9.0-4',
  grep: '3.8-5',
  gzip: '1.12-1',
  hostname: '3.23+nmu1',
  mawk: '1.3.4.20200120-3.1',
  sed: '4.9-1',
  tar: '1.34+dfsg-1.2+deb12u1',
  'util-linux': '2.38.1-5+deb12u3',
};
const UBUNTU: Packages = {
  apt: '2.7.14build2',
  bash: '5.2.21-2ubuntu4',
  coreutils: '9.4-3ubuntu6',
  dash: '0.5.12-6ubuntu5',
  diffutils: '1:3.10-1build1',
  dpkg: '1.22.6ubuntu6.5',
  findutils: '4.9.0-5build1',
  grep: '3.11-4build1',
  gzip: '1.12-1ubuntu3',
  hostname: '3.23+nmu2ubuntu2',
  mawk: '1.3.4.20240123-1build1',
  sed: '4.9-2build1',
  tar: '1.35+dfsg-3build1',
  'util-linux': '2.39.3-9ubuntu6.3',
};
const LEGEND =
  'Desired=Unknown/Install/Remove/Purge/Hold\n' +
  '| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n' +
  '|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n';
const QUERY_HELP = 'Use --help for help about querying packages.\n';
const INFO_HELP = 'Use dpkg --info (= dpkg-deb --info) to examine archive files.\n';
/** Status of dpkg for invalid options. */
const INVALID = 2;

/** `dpkg --version|-l|-s|--print-architecture`: packages of Debian 12 or Ubuntu 24.04 that Klockwork simulates tools of. */
export const dpkg: Command = async (call) => {
  const [option = '', ...names] = call.args;
  const packages = packagesOf(call);
  switch (option) {
    case '--version':
      return call.print(
        `Debian 'dpkg' package management program version ${packages.dpkg?.replace(/ubuntu.*/, '')} (amd64).\n` +
          'This is free software; see the GNU General Public License version 2 or\nlater for copying conditions. There is NO warranty.\n',
      );
    case '-l':
    case '--list':
      return list(call, packages, names);
    case '-s':
    case '--status':
      return status(call, packages, names);
    case '--print-architecture':
      return call.print('amd64\n');
    default:
      await writeMessage(
        call.stderr,
        option.startsWith('-') ? `dpkg: error: unknown option ${option}\n` : 'dpkg: error: need an action option\n',
      );
      return INVALID;
  }
};

/** Prints the packages like shell patterns in a table as wide as its longest names and versions. */
async function list(call: Call, packages: Packages, patterns: readonly string[]): Promise<number> {
  const isLike = (pattern: string) => (name: string) => matchesPattern(compilePattern(pattern), name);
  const entries = Object.entries(packages).filter(([name]) => patterns.length === 0 || patterns.some((pattern) => isLike(pattern)(name)));
  if (entries.length > 0) {
    const row = (state: string, cells: readonly string[]) =>
      `${state} ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' ')}`.trimEnd();
    const rows = [['Name', 'Version', 'Architecture', 'Description'], ...entries.map(([name, version]) => [name, version, 'amd64', name])];
    const widths = [14, 12, 12, 33].map((least, at) => Math.max(least, ...rows.map((cells) => cells[at]?.length ?? 0)));
    const [head = [], ...body] = rows;
    const rule = `+++-${widths.map((width) => '='.repeat(width)).join('-')}`;
    await call.print(`${LEGEND}${[row('||/', head), rule, ...body.map((cells) => row('ii ', cells))].join('\n')}\n`);
  }
  const missing = patterns.filter((pattern) => !Object.keys(packages).some(isLike(pattern)));
  await writeMessage(call.stderr, missing.map((pattern) => `dpkg-query: no packages found matching ${pattern}\n`).join(''));
  return missing.length === 0 ? 0 : 1;
}

async function status(call: Call, packages: Packages, names: readonly string[]): Promise<number> {
  if (names.length === 0) {
    await writeMessage(call.stderr, `dpkg-query: error: --status needs at least one package name argument\n\n${QUERY_HELP}`);
    return INVALID;
  }
  const [installedNames, others] = [
    names.filter((name) => Object.hasOwn(packages, name)),
    names.filter((name) => !Object.hasOwn(packages, name)),
  ];
  const sections = installedNames.map(
    (name) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${packages[name]}\n`,
  );
  await call.print(sections.join('\n'));
  const problems = others.map((name) => `dpkg-query: package '${name}' is not installed and no information is available\n`);
  if (problems.length > 0) await writeMessage(call.stderr, `${problems.join('')}${INFO_HELP}`);
  return problems.length > 0 ? 1 : 0;
}

function packagesOf({ files }: Call): Packages {
  return files.exists('/etc/os-release') && /^ID=ubuntu$/m.test(files.read('/etc/os-release')) ? UBUNTU : DEBIAN;
}
