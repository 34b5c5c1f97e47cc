import type { TimedWrite } from '@klockwork/drills';
import type { PlayerTurn } from './drill-run.ts';

const HOST_LIMIT = '10m';
const ERROR_MIN = 400;

/** Repeats the writes of a player at their lab times. Returns a sentence for each write that the cluster refused. */
export async function repeatWrites({ cluster }: Pick<PlayerTurn, 'cluster'>, writes: readonly TimedWrite[]): Promise<readonly string[]> {
  const begunAt = cluster.now.getTime();
  const refused: string[] = [];
  for (const { elapsedMs, method, path, contentType, body } of writes) {
    const leftMs = begunAt + elapsedMs - cluster.now.getTime();
    if (leftMs > 0) await cluster.passUntil(() => false, leftMs, { hostLimit: HOST_LIMIT });
    const request = { method, path, headers: { 'content-type': contentType }, ...(body !== '' && { body }) };
    const { status } = await cluster.request(request);
    if (status >= ERROR_MIN) refused.push(`${method} ${path}: the repetition was refused with ${status}`);
    await cluster.settle();
  }
  return refused;
}
