import type { KubectlVersion } from '@klockwork/kubectl-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session } from '../kubectl/session.ts';
import { BATTERY } from './commands.ts';
import { MANIFESTS } from './manifests.ts';
import { withoutVolatile } from './without-volatile.ts';

/**
 * Runs the whole battery with a kubectl version and compares its output with `transcripts/<version>.txt` (`-u` rewrites the file).
 * Differences between transcripts are differences of kubectl: compare them with diff. Each version has a file of its own, so that versions
 * run side by side.
 */
export function playBattery(version: KubectlVersion): void {
  describe(`the whole battery, typed into kubectl ${version}`, () => {
    let session: Session;
    beforeAll(async () => {
      session = await Session.open(['--nodes', '2']);
      session.use(version);
      for (const [name, text] of Object.entries(MANIFESTS)) session.write(name, text);
    });
    afterAll(() => session.close());

    test('each command prints the same as at a real cluster', async () => {
      let transcript = '';
      for (const { about, commands } of BATTERY) transcript += `# ${about}\n\n${await session.type(...commands)}\n`;
      await expect(withoutVolatile(transcript)).toMatchFileSnapshot(`transcripts/${version}.txt`);
    });
  });
}
