import { spawnSync } from 'node:child_process';

/** Script, and its outcome: real shell, empty folder `/work`. */
export type Row = readonly [script: string, stdout: string, stderr: string, code: number];

/** Real shell: local executable, or `sh` of a Docker image. */
export type RealShell = { readonly shell: string } | { readonly image: string };

const LIMIT_MS = 30_000;
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', HOSTNAME: 'my-pod' };
// A private mount namespace with an empty tmpfs at `/work` leaves the machine's own `/work` unchanged.
const IN_EMPTY_FOLDER = 'mkdir -p /work && mount -t tmpfs -o mode=755 none /work && cd /work && exec "$@"';

/** Runs a script and returns its row, as byte strings. Throws for scripts ended by a signal, and for missing shells. */
export function runScript(real: RealShell, script: string): Row {
  const [command = '', ...args] = commandOf(real, Buffer.from(script, 'latin1').toString());
  // Standard input is /dev/null: bash reads ~/.bashrc if it is a socket, as pipes of Node.js are.
  const { error, stdout, stderr, status } = spawnSync(command, args, {
    encoding: 'latin1',
    env: 'shell' in real ? ENVIRONMENT : process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
  if (error !== undefined) throw error;
  if (status === null) throw new Error(`a signal ended the script: ${script}`);
  return [script, stdout, stderr, status];
}

function commandOf(real: RealShell, script: string): readonly string[] {
  if ('image' in real) return ['docker', 'run', '--rm', '--hostname', 'my-pod', '--workdir', '/work', real.image, 'sh', '-c', script];
  return [
    'unshare',
    '--mount',
    'sh',
    '-c',
    IN_EMPTY_FOLDER,
    'sh',
    'bash',
    '-c',
    'exec -a "$0" "$@"',
    nameOf(real.shell),
    real.shell,
    '-c',
    script,
  ];
}

/** Debian names dash `sh`, and its messages begin with this name. */
function nameOf(shell: string): string {
  return shell === 'dash' ? 'sh' : shell;
}

/** Returns the reason for a missing shell; undefined if available. */
export function whyMissing(real: RealShell): string | undefined {
  if ('image' in real) return fails('docker', 'version') ? 'Docker does not answer' : undefined;
  if (fails('sh', '-c', 'command -v "$0"', real.shell)) return `this machine has no ${real.shell}`;
  return fails('unshare', '--mount', 'true') ? 'unshare --mount needs root: use --image' : undefined;
}

function fails(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args).status !== 0;
}
