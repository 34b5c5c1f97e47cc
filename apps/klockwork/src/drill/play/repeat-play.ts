import { repeatWrites, runDrill } from '@klockwork/drill-runner';
import { playDebrief } from '@klockwork/drills';
import { TestClusters } from '@klockwork/test-cluster';
import { nodeHost } from '@klockwork/test-host';
import { pathKubectl } from '../path-kubectl.ts';
import type { PlayFolder } from './play-folder.ts';
import { drillOf } from './play-process.ts';

/** Ends a play whose process is gone: plays the drill again with the kept writes of the player at their lab times, and writes the debrief. */
export async function repeatPlay(folder: PlayFolder): Promise<void> {
  const { source, text, seed, attempts, hintsTaken } = folder.state();
  const drill = drillOf({ source, text });
  const writes = folder.writes();
  let problems: readonly string[] = [];
  const result = await runDrill(drill, {
    ...{ clusters: new TestClusters(nodeHost), seed, kubectl: pathKubectl, source },
    async player(turn) {
      problems = await repeatWrites(turn, writes);
    },
  });
  folder.writeDebrief(playDebrief(drill, result, { ending: 'Interrupted', attempts, hintsTaken, writes, problems }));
}
