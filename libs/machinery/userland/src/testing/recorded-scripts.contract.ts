import { expect, test } from 'vitest';
import ash from '../shell/recorded/ash.json' with { type: 'json' };
import bash from '../shell/recorded/bash.json' with { type: 'json' };
import dash from '../shell/recorded/dash.json' with { type: 'json' };
import awkBusybox from '../tools/recorded/awk.busybox.json' with { type: 'json' };
import awkGnu from '../tools/recorded/awk.gnu.json' with { type: 'json' };
import bytesBusybox from '../tools/recorded/bytes.busybox.json' with { type: 'json' };
import bytesGnu from '../tools/recorded/bytes.gnu.json' with { type: 'json' };
import diffBusybox from '../tools/recorded/diff.busybox.json' with { type: 'json' };
import diffGnu from '../tools/recorded/diff.gnu.json' with { type: 'json' };
import findBusybox from '../tools/recorded/find.busybox.json' with { type: 'json' };
import findGnu from '../tools/recorded/find.gnu.json' with { type: 'json' };
import gzipBusybox from '../tools/recorded/gzip.busybox.json' with { type: 'json' };
import gzipGnu from '../tools/recorded/gzip.gnu.json' with { type: 'json' };
import tarBusybox from '../tools/recorded/tar.busybox.json' with { type: 'json' };
import tarGnu from '../tools/recorded/tar.gnu.json' with { type: 'json' };

/** Output and exit code of a script. */
export interface ScriptOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined after a timeout. */
  readonly code: number | undefined;
}

/** Script, plus its result under the real shell in an empty folder `/work`. */
type Row = [script: string, stdout: string, stderr: string, code: number];

const GNU = [...tarGnu, ...gzipGnu, ...diffGnu, ...bytesGnu, ...findGnu, ...awkGnu];
const BUSYBOX = [...tarBusybox, ...gzipBusybox, ...diffBusybox, ...bytesBusybox, ...findBusybox, ...awkBusybox];

/**
 * Defines the tests of a {@link Process} implementation: shells and tools must print what Debian 12's own and BusyBox 1.35's printed.
 * `runnerOf` returns a function that runs a script with a shell of an image, in a container of its own.
 */
export async function recordedScriptsContract(
  runnerOf: (image: string) => Promise<(shell: string, script: string) => Promise<ScriptOutcome>>,
): Promise<void> {
  const debian = await runnerOf('debian');
  const busybox = await runnerOf('busybox');

  test.each([...dash, ...GNU] as Row[])('Debian: sh -c %j', async (script, stdout, stderr, code) => {
    expect(await debian('sh', script)).toEqual({ stdout, stderr, code });
  });

  test.each(bash as Row[])('Debian: bash -c %j', async (script, stdout, stderr, code) => {
    expect(await debian('bash', script)).toEqual({ stdout, stderr, code });
  });

  test.each([...ash, ...BUSYBOX] as Row[])('BusyBox: sh -c %j', async (script, stdout, stderr, code) => {
    expect(await busybox('sh', script)).toEqual({ stdout, stderr, code });
  });
}
