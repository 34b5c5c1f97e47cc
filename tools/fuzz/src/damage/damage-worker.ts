import { mkdirSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { SeededRandom } from '@klockwork/kernel';
import { damagedCopies } from './damaged-copies.ts';
import { makeSoundLogs } from './sound-logs.ts';
import { READY } from './watch-thread.ts';

// Runs rounds in a thread, so that a copy that hangs stops no other thread.
const { seed, from, to, folder } = workerData as { seed: number; from: number; to: number; folder: string };
// Removes files of the previous thread.
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const logs = await makeSoundLogs(folder, new SeededRandom(seed));
parentPort?.postMessage(READY);
for await (const report of damagedCopies(logs, { seed, from, to, folder })) parentPort?.postMessage(report);
