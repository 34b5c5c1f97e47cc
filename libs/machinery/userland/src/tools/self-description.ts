import type { Tools } from '@klockwork/images';
import type { Main } from '../process.ts';

const COREUTILS =
  'arch base64 basename cat chgrp chmod chown chroot cksum comm cp cut date dd df dir dirname du env expr fold groups head id install link ln ls ' +
  'md5sum mkdir mktemp mv nice nl nohup nproc od paste printenv pwd readlink realpath rm rmdir seq sha1sum sha256sum shuf sleep sort split stat ' +
  'stty sync tac tail tee timeout touch tr truncate tty uname uniq unlink wc whoami yes';

/** First line of `--version` in Debian 12, where `{}` is the name, and the tools that print it. */
const PACKAGES: Readonly<Record<string, string>> = {
  '{} (GNU coreutils) 9.1': COREUTILS,
  '{} (GNU diffutils) 3.8': 'cmp diff',
  '{} (GNU findutils) 4.9.0': 'find xargs',
  '{} (GNU tar) 1.34': 'tar',
  '{} (gzip) 1.12': 'gunzip zcat',
  '{} from procps-ng 4.0.2': 'free pgrep pidof pkill ps top uptime watch',
  '{} from util-linux 2.38.1': 'lscpu more mount mountpoint rev setsid',
  'GNU Wget 1.21.3 built on linux-gnu.': 'wget',
  'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)': 'bash',
  'grep (GNU grep) 3.8': 'egrep fgrep grep',
  'gzip 1.12': 'gzip',
  'mawk 1.3.4 20200120': 'awk',
  'sed (GNU sed) 4.9': 'sed',
};
const VERSIONS = new Map(
  Object.entries(PACKAGES).flatMap(([line, names]) => names.split(' ').map((name) => [name, line.replace('{}', name)])),
);

/** Applets for which `--help` is an operand. */
const WITHOUT_HELP: ReadonlySet<string> = new Set(['[', 'echo', 'false', 'test', 'true']);

/** Returns `main` with the options `--version` of GNU tools, and `--help`. The help does not list options. */
export function describingItself(main: Main, name: string, tools: Tools): Main {
  const version = VERSIONS.get(name);
  return async (process) => {
    const option = process.argv.length === 2 ? process.argv[1] : undefined;
    if (tools === 'gnu' && version !== undefined) {
      if (option === '--version') return print(process.stdout, `${version}\n`);
      if (option === '--help') return print(process.stdout, `Usage: ${name} [OPTION]...\n`);
    }
    if (tools === 'busybox' && option === '--help' && !WITHOUT_HELP.has(name))
      return print(process.stderr, `BusyBox v${process.machine.busyboxVersion} multi-call binary.\n\nNo help available.\n\n`);
    return main(process);
  };
}

async function print(to: { write(text: string): unknown }, text: string): Promise<number> {
  await to.write(text);
  return 0;
}
