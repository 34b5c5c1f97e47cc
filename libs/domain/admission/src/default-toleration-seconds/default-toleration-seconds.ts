import type { PodSpec } from '@klockwork/resources';
import type { Admission } from '../admission.ts';
import { podOf } from '../pod-request.ts';

/** Seconds that a pod tolerates a failed node by default. */
const TOLERATION_SECONDS = 300;
const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

type Toleration = NonNullable<PodSpec['tolerations']>[number];

/** Adds tolerations for short node failures. Models `plugin/pkg/admission/defaulttolerationseconds`. */
export const defaultTolerationSeconds: Admission = {
  name: 'DefaultTolerationSeconds',

  admit(request) {
    const spec = request.operation === 'DELETE' ? undefined : podOf(request)?.spec;
    if (!spec) return;
    const tolerations = spec.tolerations ?? [];
    const missing = TAINTS.filter((key) => !tolerations.some((toleration) => toleratesEviction(toleration, key)));
    if (missing.length === 0) return;
    const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATION_SECONDS }));
    spec.tolerations = [...tolerations, ...added];
  },
};

/** An absent key or effect means all. */
function toleratesEviction({ key, effect }: Toleration, taint: string): boolean {
  return (!key || key === taint) && (!effect || effect === 'NoExecute');
}
