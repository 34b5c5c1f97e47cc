import type { ApiClient } from '@klockwork/lab-tool';
import { LOAD_PREFIX } from './verdicts/lab-hour.ts';

const WRITERS = 4;
/** Small enough for events with the whole object, for all watches. */
const PAYLOAD_BYTES = 40_000;

/** Writes large ConfigMaps without pause for `ms` host time, to overload a hung consumer. */
export async function writeLargeObjects(api: ApiClient, ms: number): Promise<void> {
  const until = performance.now() + ms;
  const write = async (writer: number) => {
    const name = `${LOAD_PREFIX}flood-${writer}`;
    const path = '/api/v1/namespaces/default/configmaps';
    await api.send('POST', path, { metadata: { name } });
    for (let round = 0; performance.now() < until; round++)
      await api.send('PUT', `${path}/${name}`, { metadata: { name }, data: { round: String(round), payload: 'x'.repeat(PAYLOAD_BYTES) } });
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
}
