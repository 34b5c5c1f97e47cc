import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { lab, openLab } from '../lab-of-spec.ts';
import { open, startBrowser, type WatchedPage } from './browser.ts';
import { signInLink } from './sign-in.ts';

export { lab } from '../lab-of-spec.ts';

/** Kinds that a part may create. The default namespace has one Service of its own. */
const CREATED = 'deployments,statefulsets,cronjobs,jobs,services,faults,drills';

/** Browser of the running spec, whose parts use it in sequence. */
export let browser: Browser;

/** Starts the lab and the browser of a spec before its tests, and ends both after them. */
export function openConsole(...options: readonly string[]): void {
  openLab(...options);
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());
}

/** Describes tests of another file in the default namespace, and closes their pages and deletes their objects after them. */
export function consolePart(name: string, load: () => Promise<unknown>): void {
  describe(name, async () => {
    afterAll(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      await lab.kubectl(`delete ${CREATED} --field-selector metadata.name!=kubernetes --cascade=foreground`);
      await lab.kubectl('delete pods --all --force --grace-period=0');
      await lab.kubectl('wait --for=condition=Ready nodes --all --timeout=60s');
    });
    await load();
  });
}

/** Opens the console in a browser without cookies; returns when the map shows `node` as ready. */
export async function openMap(node: string): Promise<WatchedPage> {
  const watched = await open(browser, await signInLink(lab));
  await watched.page.getByRole('button', { name: new RegExp(`^Node ${node}: Ready$`) }).waitFor();
  return watched;
}
