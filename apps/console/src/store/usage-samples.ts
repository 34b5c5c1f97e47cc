import { useEffect, useRef, useState } from 'react';
import { sendJson } from '../api/client.ts';
import { type Metrics, type UsageSample, usageSample, withSample } from '../model/usage.ts';
import { useLabTime } from './lab.ts';

/** Measured usage since the start of the view, and the last refusal. */
export interface Usage {
  readonly samples: readonly UsageSample[];
  /** The server's refusal of the last request; '' after an answer. */
  readonly problem: string;
  readonly isPaused: boolean;
}

/** Lab time between two measurements in ms: the window of the metrics. */
const WINDOW_MS = 15_000;
/** Min host time between two requests in ms: lab time can be fast. */
const REQUEST_MS = 1_000;

/** Measures a pod or a node once per window of lab time. `path`: its path below `metrics.k8s.io`. */
export function useUsage(path: string): Usage {
  const [samples, setSamples] = useState<readonly UsageSample[]>([]);
  const [problem, setProblem] = useState('');
  const hasJustAsked = useRef(false);
  const time = useLabTime();
  const window = Math.floor((time?.present ?? 0) / WINDOW_MS);
  useEffect(() => {
    if (hasJustAsked.current || window === 0) return;
    hasJustAsked.current = true;
    setTimeout(() => {
      hasJustAsked.current = false;
    }, REQUEST_MS);
    sendJson<Metrics>(`/apis/metrics.k8s.io/v1beta1/${path}`).then(
      (metrics) => {
        setSamples((known) => withSample(known, usageSample(metrics)));
        setProblem('');
      },
      (error: Error) => setProblem(error.message),
    );
  }, [path, window]);
  return { samples, problem, isPaused: time?.time.report.mode === 'Paused' };
}
