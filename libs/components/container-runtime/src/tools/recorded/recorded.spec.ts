import { expect, test } from 'vitest';
import { scriptRunner } from '../../testing/run-script.ts';
import awkBusybox from './awk.busybox.json' with { type: 'json' };
import awkGnu from './awk.gnu.json' with { type: 'json' };
import bytesBusybox from './bytes.busybox.json' with { type: 'json' };
import bytesGnu from './bytes.gnu.json' with { type: 'json' };
import diffBusybox from './diff.busybox.json' with { type: 'json' };
import diffGnu from './diff.gnu.json' with { type: 'json' };
import findBusybox from './find.busybox.json' with { type: 'json' };
import findGnu from './find.gnu.json' with { type: 'json' };
import gzipBusybox from './gzip.busybox.json' with { type: 'json' };
import gzipGnu from './gzip.gnu.json' with { type: 'json' };
import tarBusybox from './tar.busybox.json' with { type: 'json' };
import tarGnu from './tar.gnu.json' with { type: 'json' };

/** A script, and what it printed and ended with in an empty folder `/work`: with Debian 12's own tools, or those of BusyBox 1.35. */
type Row = [script: string, stdout: string, stderr: string, code: number];

const debian = await scriptRunner('debian');
const busybox = await scriptRunner('busybox');

test.each([...tarGnu, ...gzipGnu, ...diffGnu, ...bytesGnu, ...findGnu, ...awkGnu] as Row[])(
  'Debian: %j',
  async (script, stdout, stderr, code) => {
    expect(await debian('sh', script)).toEqual({ stdout, stderr, code });
  },
);

test.each([...tarBusybox, ...gzipBusybox, ...diffBusybox, ...bytesBusybox, ...findBusybox, ...awkBusybox] as Row[])(
  'BusyBox: %j',
  async (script, stdout, stderr, code) => {
    expect(await busybox('sh', script)).toEqual({ stdout, stderr, code });
  },
);
