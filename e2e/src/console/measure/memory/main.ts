import { parseArgs } from 'node:util';
import { ApiClient, klockwork, Lab, LabClock, LauncherClient, labHour } from '@klockwork/lab-tool';
import type { CDPSession, Page } from 'playwright-core';
import { open, startBrowser } from '../../chromium.ts';
import { heapOf, slopeOf } from '../frames.ts';

// `npm run measure:console-memory -- --minutes 15 --rate 4`: memory of the console's views beside a lab that lives. Lab time is wound by an hour
// with crash loops, a rollout and a lost node, then runs at `rate` with a rollout each minute of host time.

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '15' }, rate: { type: 'string', default: '4' } } });
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];
const MINUTE_MS = 60_000;
const MIB = 2 ** 20;
const VIEWS = ['map', 'timeline', 'log', 'objects/pods', 'why?of=nodes/node-1', 'faults'];
const DEPLOYMENT = '/apis/apps/v1/namespaces/default/deployments/web';
const PATCH = { contentType: 'application/strategic-merge-patch+json' };

/** View in a browser context of its own. */
interface MeasuredView {
  readonly name: string;
  readonly page: Page;
  readonly session: CDPSession;
  /** MiB after forced collections. */
  readonly heaps: number[];
}

const lab = await Lab.up(['--profile', 'fast', '--nodes', '3']);
const api = new ApiClient(lab.data, 'console-measure');
const clock = new LabClock(api);
const browser = await startBrowser();
try {
  const views: MeasuredView[] = [];
  for (const name of VIEWS) views.push(await openView(name));
  await measure('opened', views);
  await clock.pause();
  const { from, until } = await labHour({ api, clock, launcher: new LauncherClient(lab.data) });
  await measure(`${Math.round((until - from) / MINUTE_MS)} min of lab time later`, views);
  await clock.resume(rate);
  for (const view of views) view.heaps.length = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    await api.send('PATCH', DEPLOYMENT, { spec: { template: { metadata: { annotations: { minute: String(minute) } } } } }, PATCH);
    await new Promise((resolve) => setTimeout(resolve, MINUTE_MS));
    await measure(`minute ${minute}`, views);
  }
  for (const { name, heaps } of views)
    report(`slope of the second half, MiB an hour: ${name}`, slopeOf(heaps.slice(heaps.length / 2)) * 60);
} finally {
  await browser.close();
  api.close();
  await lab.down();
}

async function openView(name: string): Promise<MeasuredView> {
  const { stdout } = await klockwork(['console', '--print', '--data', lab.data]);
  const { page } = await open(browser, stdout.trim());
  await page.getByRole('button', { name: /^Node node-1/ }).waitFor();
  await page.goto(`${new URL(page.url()).origin}/${name}`);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return { name, page, session, heaps: [] };
}

/** Reports heap and elements of each view, after forced collections. */
async function measure(moment: string, views: readonly MeasuredView[]): Promise<void> {
  for (const { name, session, heaps } of views) {
    const heap = (await heapOf(session)) / MIB;
    heaps.push(heap);
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (wanted: string) => metrics.find((each) => each.name === wanted)?.value ?? 0;
    report(`${moment}: ${name}, MiB`, heap, `${metric('Nodes')} nodes, ${metric('JSEventListeners')} listeners`);
  }
}

function report(what: string, figure: number, more = ''): void {
  process.stdout.write(`${what.padEnd(52)} ${figure.toFixed(1).padStart(10)} ${more}\n`);
}
