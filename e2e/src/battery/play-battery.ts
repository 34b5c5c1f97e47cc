import { KUBECTL_VERSIONS, type KubectlVersion } from '@klockwork/kubectl-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session } from '../kubectl/session.ts';
import { BATTERY } from './commands.ts';
import { MANIFESTS } from './manifests.ts';
import { withoutVolatile } from './without-volatile.ts';

/** Set by `npm run prove:kubectl`. */
const IS_PROOF = process.env.KLOCKWORK_ALL_KUBECTLS !== undefined;

/**
 * Runs the whole battery with a kubectl version and compares its output with `transcripts/<version>.txt` (`-u` rewrites the file).
 * Differences between transcripts are differences of kubectl: compare them with diff. Each version has a file of its own, so that versions
 * run side by side. The gate plays the oldest and the newest one.
 */
export function playBattery(version: KubectlVersion): void {
  const isSkipped = !IS_PROOF && version !== KUBECTL_VERSIONS.at(0) && version !== KUBECTL_VERSIONS.at(-1);
  if (isSkipped) console.warn(`SKIPPED: the battery of kubectl ${version}. Run npm run prove:kubectl.`);
  describe.skipIf(isSkipped)(`the whole battery, typed into kubectl ${version}`, () => {
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
