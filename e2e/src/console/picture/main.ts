import { fileURLToPath } from 'node:url';
import { klockwork, Lab } from '@klockwork/lab-tool';
import { open, startBrowser } from '../chromium.ts';

// `npm run picture`: draws docs/console-light.png and docs/console-dark.png, with which the README begins.

const DOCS = fileURLToPath(new URL('../../../../docs/', import.meta.url));
const SIZE = { width: 1_200, height: 700 };
const LOST = 'node-2';

const lab = await Lab.up(['--profile', 'fast', '--zones', 'a,b,c', '--nodes', '6']);
const browser = await startBrowser();
try {
  await lab.kubectl('create deployment web --image=nginx --replicas=5');
  await lab.kubectl('create deployment api --image=nginx --replicas=4');
  await lab.kubectl('run wrong --image=nosuch.example/x');
  await lab.kubectl('wait --for=condition=Available deployment/web deployment/api --timeout=60s');
  await lab.klockwork('clock', 'pause');
  await lab.klockwork('clock', 'advance', '40s');
  await lab.kubectl('apply -f -', JSON.stringify(powerCut()));
  await lab.klockwork('clock', 'advance', '7m');
  const { stdout } = await klockwork(['console', '--print', '--data', lab.data]);
  const { page } = await open(browser, stdout.trim());
  await page.setViewportSize(SIZE);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(new URL(`/timeline?select=nodes/${LOST}&tab=why`, page.url()).href);
    await page.getByRole('complementary').getByText(`nodes/${LOST} is NotReady`).first().waitFor();
    await page.locator('rect.bar-mark[data-tone=bad]').first().waitFor();
    await page.screenshot({ path: `${DOCS}console-${colorScheme}.png` });
  }
} finally {
  await browser.close();
  await lab.down();
}

function powerCut(): object {
  const spec = { type: 'NodePowerLoss', duration: '1h', nodePowerLoss: { nodes: [LOST] } };
  return { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: 'power-cut' }, spec };
}
