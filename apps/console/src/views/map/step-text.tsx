import { humanDuration } from '@klockwork/api-machinery';
import { backOffs, type PodStep } from '../../model/pod-step.ts';
import { useLabTime } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';

/** Current step of a pod, with the lab time that a back-off still takes. */
export function StepText({ pod, step }: { readonly pod: string; readonly step: PodStep }) {
  const time = useLabTime();
  const until = step.type === 'back-off' && time !== undefined ? backOffs(time.time.report.next).get(pod) : undefined;
  const left = until === undefined || time === undefined ? '' : humanDuration(Math.max(0, until - time.present));
  return <small className="step">{left === '' ? TEXTS.map.step[step.type] : TEXTS.map.backOff(left)}</small>;
}
