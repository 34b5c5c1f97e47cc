import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade } from '@klockwork/http-api';
import type { HostTimer } from '@klockwork/kernel';
import type { ServedApi } from '@klockwork/test-cluster';

/** Max host time for which lab time waits for the answer to a write, in ms. */
const HOLD_MS_MAX = 2_000;
const READS = ['GET', 'HEAD', 'OPTIONS'];

/** Passes a request to the API of a cluster in this process. Its lab time waits for the answers to writes, as with the server of a lab. */
export async function passToCluster(
  request: ApiRequest,
  { http, activity }: ServedApi,
  timer: HostTimer,
): Promise<ApiAnswer | ApiStream | ApiUpgrade> {
  if (READS.includes(request.method)) return http.handle(request);
  const release = await activity.admit('request', request.stop);
  const cancel = timer.set(HOLD_MS_MAX, release);
  try {
    return await http.handle(request);
  } finally {
    cancel();
    release();
  }
}
