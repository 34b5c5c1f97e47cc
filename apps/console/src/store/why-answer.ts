import { useEffect, useState } from 'react';
import { sendJson } from '../api/client.ts';
import type { Why } from '../model/why.ts';

/** Answer of the server, or its refusal. Both are absent while the server works. */
export interface AskedWhy {
  readonly why?: Why;
  readonly problem?: string;
}

/** Returns the answer at `path`, and asks again after each change of `revision`. An older answer stays until the newer one arrives. */
export function useWhy(path: string, revision = ''): AskedWhy {
  const [latest, setLatest] = useState<AskedWhy & { readonly path?: string }>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the object asks again
  useEffect(() => {
    const stop = new AbortController();
    sendJson<Why>(path, { signal: stop.signal }).then(
      (why) => setLatest({ path, why }),
      (error: Error) => {
        if (!stop.signal.aborted) setLatest({ path, problem: error.message });
      },
    );
    return () => stop.abort();
  }, [path, revision]);
  return latest.path === path ? latest : {};
}
