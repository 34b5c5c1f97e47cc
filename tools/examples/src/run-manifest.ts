import { Lab } from '@klockwork/lab-tool';
import { outcomeOf, refusalOf, type WaitingObject } from './outcome.ts';

/** Pods and claims existing before the manifest are excluded. */
const OWN_NAMESPACES: ReadonlySet<string> = new Set(['kube-node-lease', 'kube-public']);

/** Parameters of one run. */
export interface Play {
  /** Options of `klockwork up`. */
  readonly up: readonly string[];
  /** Lab time before the outcome is read: `10m`. */
  readonly wind: string;
}

/** Applies a manifest to a fresh lab, winds the lab's time, and returns the outcome. Throws when the lab itself fails. */
export async function runManifest(file: string, { up, wind }: Play): Promise<string> {
  const lab = await Lab.up(up);
  try {
    const applied = await lab.try(['apply', '-f', file]);
    if (applied.code !== 0) return refusalOf(applied.stderr);
    await lab.klockwork('clock', 'advance', wind);
    const { items } = (await lab.get('pods,persistentvolumeclaims -A')) as { items: readonly WaitingObject[] };
    const { services } = await lab.status();
    const lost = services.filter(({ state }) => state !== 'running').map(({ name }) => name);
    if (lost.length > 0) return `lost: ${lost.join(', ')}`;
    return outcomeOf(items.filter(({ metadata }) => !OWN_NAMESPACES.has(metadata.namespace ?? '')));
  } finally {
    await lab.down();
  }
}
