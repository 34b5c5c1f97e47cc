import { useEffect, useState } from 'react';
import { Refusal, send } from '../api/client.ts';
import { textsOf } from '../api/streams.ts';
import { type LogText, NO_TEXT, withoutContainer, withText } from '../model/log-text.ts';

/** Logs of containers of a pod. */
export interface LogTarget {
  /** `namespace/name` of the pod. */
  readonly pod: string;
  readonly containers: readonly string[];
  /** Revision of the past; absent: the present. */
  readonly at?: number | undefined;
  /** True for the containers before their last restarts. */
  readonly isPrevious: boolean;
  readonly isFollowed: boolean;
}

/** Logs as read so far, or the server's refusal. */
export interface ContainerLog {
  readonly log: LogText;
  readonly problem: string;
}

/** Lines before the present ones. */
const TAIL_LINES = 1_000;
const RETRY_MS = 1_000;
/** Max characters between two frames: a hidden page draws none. */
const WAITING_CHARACTERS_MAX = 1_000_000;
const NONE: ContainerLog = { log: NO_TEXT, problem: '' };

/** Returns the logs of containers. Another `attempt`, such as the number of restarts, begins a new text. */
export function useContainerLog(target: LogTarget, attempt: number): ContainerLog {
  const [shown, setShown] = useState<ContainerLog>(NONE);
  const key = JSON.stringify([target, attempt]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the whole target
  useEffect(() => {
    const stop = new AbortController();
    setShown(NONE);
    const onProblem = (problem: string) => setShown((known) => ({ ...known, problem }));
    for (const container of target.containers) {
      const change = (of: (log: LogText) => LogText) => setShown(({ log }) => ({ log: of(log), problem: '' }));
      const batch = new TextBatch((text) => change((log) => withText(log, container, text)), stop.signal);
      const reader = { onText: (text: string) => batch.add(text), onAgain: () => change((log) => withoutContainer(log, container)) };
      void read(logPath(target, container), reader, stop.signal).catch((error: Error) => {
        if (!stop.signal.aborted) onProblem(error.message);
      });
    }
    return () => stop.abort();
  }, [key]);
  return shown;
}

interface LogReader {
  readonly onText: (text: string) => void;
  /** Called before the log is read again. */
  readonly onAgain: () => void;
}

/** Reads a log to its end; after a lost connection, again from its begin. Throws Refusal. */
async function read(path: string, { onText, onAgain }: LogReader, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const text of textsOf(path, { signal })) onText(text);
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await throwRefusal(path, signal);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      onAgain();
    }
  }
}

/** A refused WebSocket does not say why: the plain request does. Throws Refusal; without an answer, the connection is lost. */
async function throwRefusal(path: string, signal: AbortSignal): Promise<void> {
  try {
    await send(path.replace('&follow=true', '').replace(`tailLines=${TAIL_LINES}`, 'tailLines=0'), { signal });
  } catch (error) {
    if (error instanceof Refusal) throw error;
  }
}

/** Returns the path of a container's log. `isWhole`: all lines as written, for a file. */
export function logPath({ pod, at, isPrevious, isFollowed }: LogTarget, container: string, isWhole = false): string {
  const [namespace = '', name = ''] = pod.split('/');
  const query = new URLSearchParams({
    container,
    ...(!isWhole && { timestamps: 'true', tailLines: String(TAIL_LINES) }),
    ...(isPrevious && { previous: 'true' }),
    ...(isFollowed && !isWhole && at === undefined && { follow: 'true' }),
  });
  return `${at === undefined ? '' : `/at/${at}`}/api/v1/namespaces/${namespace}/pods/${name}/log?${query}`;
}

/** Collects text until the next frame: a burst is drawn once. */
class TextBatch {
  readonly #onText: (text: string) => void;
  readonly #signal: AbortSignal;
  #waiting = '';

  constructor(onText: (text: string) => void, signal: AbortSignal) {
    this.#onText = onText;
    this.#signal = signal;
  }

  add(text: string): void {
    if (this.#waiting === '')
      requestAnimationFrame(() => {
        const whole = this.#waiting;
        this.#waiting = '';
        if (!this.#signal.aborted) this.#onText(whole);
      });
    this.#waiting = (this.#waiting + text).slice(-WAITING_CHARACTERS_MAX);
  }
}
