import { useEffect, useState } from 'react';
import { Refusal, send } from '../api/client.ts';
import { textsOf } from '../api/streams.ts';

/** Log of one container of a pod. */
export interface LogTarget {
  /** `namespace/name` of the pod. */
  readonly pod: string;
  readonly container: string;
  /** Revision of the past; absent: the log is followed. */
  readonly at?: number | undefined;
}

/** Text of a log as read so far, or the server's refusal. */
export interface ContainerLog {
  readonly text: string;
  readonly problem: string;
}

/** Lines before the present ones, and max characters in the view. */
const TAIL_LINES = 500;
const CHARACTERS_MAX = 200_000;

/** Returns the log of a container; a started container begins a new text. */
export function useContainerLog({ pod, container, at }: LogTarget, attempt: number): ContainerLog {
  const [log, setLog] = useState<ContainerLog>({ text: '', problem: '' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a restarted container has another log
  useEffect(() => {
    const stop = new AbortController();
    setLog({ text: '', problem: '' });
    const onText = (text: string) => setLog((known) => ({ text: (known.text + text).slice(-CHARACTERS_MAX), problem: '' }));
    read(logPath({ pod, container, at }), stop.signal, onText).catch((error: Error) => {
      if (!stop.signal.aborted) setLog((known) => ({ ...known, problem: error instanceof Refusal ? error.message : '' }));
    });
    return () => stop.abort();
  }, [pod, container, at, attempt]);
  return log;
}

async function read(path: string, signal: AbortSignal, onText: (text: string) => void): Promise<void> {
  try {
    for await (const text of textsOf(path, { signal })) onText(text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // A refused WebSocket does not say why: the plain request does.
    await send(path.replace('&follow=true', ''), { signal });
  }
}

/** Returns the path of a log. */
export function logPath({ pod, container, at }: LogTarget): string {
  const [namespace = '', name = ''] = pod.split('/');
  const query = new URLSearchParams({ container, tailLines: String(TAIL_LINES), ...(at === undefined && { follow: 'true' }) });
  return `${at === undefined ? '' : `/at/${at}`}/api/v1/namespaces/${namespace}/pods/${name}/log?${query}`;
}
