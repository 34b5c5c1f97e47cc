import { expect, test } from 'vitest';
import { scriptRunner } from '../../testing/run-script.ts';
import ash from './ash.json' with { type: 'json' };
import bash from './bash.json' with { type: 'json' };
import dash from './dash.json' with { type: 'json' };

/** A script, and what the real shell of that name printed to its outputs and ended with, in an empty folder `/work`. */
type Row = [script: string, stdout: string, stderr: string, code: number];

const run = await scriptRunner('debian');
const inBusybox = await scriptRunner('busybox');

test.each(dash as Row[])('sh -c %j', async (script, stdout, stderr, code) => {
  expect(await run('sh', script)).toEqual({ stdout, stderr, code });
});

test.each(bash as Row[])('bash -c %j', async (script, stdout, stderr, code) => {
  expect(await run('bash', script)).toEqual({ stdout, stderr, code });
});

test.each(ash as Row[])("BusyBox' sh -c %j", async (script, stdout, stderr, code) => {
  expect(await inBusybox('sh', script)).toEqual({ stdout, stderr, code });
});
