import { parseDuration } from '@klockwork/api-machinery';
import { Lab } from '@klockwork/lab-tool';
import { InProcessLab } from './in-process-lab.ts';
import { outcomeOf, refusalOf, type WaitingObject } from './outcome.ts';

/** Pods and claims that a lab has before a manifest is applied are not its outcome. */
const OWN_NAMESPACES: ReadonlySet<string> = new Set(['kube-node-lease', 'kube-public']);
const GET_WAITING = ['get', 'pods,persistentvolumeclaims', '-A', '-o', 'json'];

/** How a manifest is played. */
export interface Play {
  /** Images that pods can pull, as `klockwork up --images`. */
  readonly images: string;
  /** Lab time until it is judged: `10m`. */
  readonly wind: string;
}

/** Applies a manifest to a fresh lab, winds the lab's time, and returns the outcome. Throws when the lab itself fails. */
export async function runManifest(file: string, { images, wind }: Play): Promise<string> {
  const lab = await Lab.up(['--images', images, '--agents', '1']);
  try {
    const appliedResult = await lab.try(['apply', '-f', file]);
    if (appliedResult.code !== 0) return refusalOf(appliedResult.stderr);
    await lab.klockwork('clock', 'advance', wind);
    const { stdout } = await lab.try(GET_WAITING);
    const { services } = await lab.status();
    const lostNames = services.filter(({ state }) => state !== 'running').map(({ name }) => name);
    return lostNames.length > 0 ? `lost: ${lostNames.join(', ')}` : outcomeIn(stdout);
  } finally {
    await lab.down();
  }
}

/** Runs a manifest like {@link runManifest}, with a cluster in this process: a tenth of the processor time. */
export async function runManifestInProcess(file: string, { images, wind }: Play): Promise<string> {
  const duration = parseDuration(wind);
  if ('problem' in duration) throw new Error(`--wind ${wind}: ${duration.problem}`);
  const lab = await InProcessLab.up(images);
  try {
    const appliedResult = await lab.try(['apply', '-f', file]);
    if (appliedResult.code !== 0) return refusalOf(appliedResult.stderr);
    await lab.advance(duration.ms);
    return outcomeIn((await lab.try(GET_WAITING)).stdout);
  } finally {
    await lab.down();
  }
}

function outcomeIn(list: string): string {
  const { items } = JSON.parse(list) as { items: readonly WaitingObject[] };
  return outcomeOf(items.filter(({ metadata }) => !OWN_NAMESPACES.has(metadata.namespace ?? '')));
}
