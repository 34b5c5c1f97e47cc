import { Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, describe } from 'vitest';

/** Lab of the running spec, whose parts use it in sequence. Vitest loads each spec in a process of its own. */
export let lab: Lab;
/** Resolves when processes of deleted pods have ended. */
let settle = async (): Promise<void> => {};

/** Starts the lab of a spec before its tests, with one agent and options of `klockwork up`, and ends it after them. */
export function openLab(...options: readonly string[]): void {
  beforeAll(async () => {
    lab = await Lab.up(['--profile', 'fast', '--agents', '1', ...options]);
  });
  afterAll(() => lab.down());
}

/** Like {@link openLab}, with time that only tests advance. */
export function openPausedLab(...options: readonly string[]): void {
  openLab('--behind', '24h', ...options);
  beforeAll(async () => {
    // A restarted kubelet spreads probes of existing pods.
    await advance('1m');
    await lab.klockwork('clock', 'pause');
  });
  // Longer than the grace period of pods.
  settle = () => advance('40s');
}

export const advance = (duration: string): Promise<void> => lab.advance(duration);

/** Describes tests of another file in a new namespace, the default of kubectl meanwhile: `part('images', () => import('./images.part.ts'))`. */
export function part(namespace: string, load: () => Promise<unknown>): void {
  describe(namespace, async () => {
    beforeAll(() => lab.enterNamespace(namespace));
    afterAll(async () => {
      // Finalizers of the tests may hold the namespace.
      await lab.kubectl(`delete namespace ${namespace} --wait=false`);
      await lab.kubectl('delete pods --all --force --grace-period=0 --wait=false');
      await settle();
    });
    await load();
  });
}

/** Describes tests of another file in the default namespace of kubectl and of klockwork. Their objects remain. */
export function defaultPart(name: string, load: () => Promise<unknown>): void {
  describe(name, async () => {
    await load();
  });
}
