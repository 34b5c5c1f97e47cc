import { beforeEach, describe, expect, test } from 'vitest';
import { KubeletLab } from './testing/kubelet-lab.ts';

let kubelet: KubeletLab;
beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
});

const badRequest = (message: string) => ({
  status: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'BadRequest', code: 400 },
});

describe('the log of a container', () => {
  test('log lines are returned with their times', async () => {
    await kubelet.run();
    const at = kubelet.lab.clock.now();
    kubelet.runtime().write('web', 'one');
    kubelet.runtime().write('web', 'two');
    const answer = {
      lines: [
        { at, text: 'one' },
        { at, text: 'two' },
      ],
      cursor: expect.stringMatching(/:2$/),
      ended: true,
    };
    expect(await kubelet.logs({})).toEqual(answer);
    expect(await kubelet.logs({ tailLines: 1 })).toEqual({ ...answer, lines: [{ at, text: 'two' }] });
  });

  test('a log is returned in pages within the message limit', async () => {
    await kubelet.run();
    for (let line = 0; line < 30; line++) kubelet.runtime().write('web', String(line).padEnd(10_000));
    const texts: string[] = [];
    for (let page = await kubelet.logs({}); 'lines' in page; page = await kubelet.logs({ cursor: page.cursor })) {
      texts.push(...page.lines.map(({ text }) => text.trim()));
      if (page.ended) break;
    }
    expect(texts).toEqual(Array.from({ length: 30 }, (_, line) => String(line)));
  });

  test('a log can be followed until the container exits', async () => {
    await kubelet.run();
    kubelet.runtime().write('web', 'one');
    const first = await kubelet.logs({ follow: true });
    expect(first).toMatchObject({ lines: [{ text: 'one' }], ended: false });
    const cursor = 'cursor' in first ? first.cursor : '';
    const waiting = kubelet.logs({ follow: true, cursor });
    await kubelet.lab.advance(3_000);
    kubelet.runtime().write('web', 'two');
    await kubelet.lab.advance(0);
    const second = await waiting;
    expect(second).toMatchObject({ lines: [{ text: 'two' }], ended: false });
    const last = kubelet.logs({ follow: true, cursor: 'cursor' in second ? second.cursor : '' });
    await kubelet.lab.advance(1_000);
    kubelet.runtime().exit('web', 0);
    await kubelet.lab.advance(0);
    expect(await last).toMatchObject({ lines: [], ended: true });
  });

  test('a silent log is answered empty at the next tenth second', async () => {
    await kubelet.run();
    const first = await kubelet.logs({ follow: true });
    await kubelet.lab.advance(3_000);
    const waiting = kubelet.logs({ follow: true, cursor: 'cursor' in first ? first.cursor : '' });
    await kubelet.lab.advance(7_000);
    expect(await waiting).toMatchObject({ lines: [], ended: false });
    expect(kubelet.lab.clock.now() % 10_000).toBe(0);
  });

  test('the log of the previous attempt is retained', async () => {
    await kubelet.run();
    expect(await kubelet.logs({ previous: true })).toEqual(badRequest('previous terminated container "web" in pod "web" not found'));
    kubelet.runtime().write('web', 'last words');
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(0);
    expect(await kubelet.logs({})).toMatchObject({ lines: [] });
    expect(await kubelet.logs({ previous: true })).toMatchObject({ lines: [{ text: 'last words' }], ended: true });
  });

  test("a container in CrashLoopBackOff has its last attempt's log", async () => {
    await kubelet.run();
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(0);
    kubelet.runtime().write('web', 'second');
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(2_000);
    expect(await kubelet.logs({})).toMatchObject({ lines: [{ text: 'second' }] });
  });

  test.each([
    [0, "image can't be pulled"],
    [2_000, 'trying and failing to pull image'],
  ])('a log is refused while the image is missing, after %i ms', async (ms, why) => {
    kubelet.runtime().missing.add('nginx:1.27');
    await kubelet.run();
    await kubelet.lab.advance(ms);
    expect(await kubelet.logs({})).toEqual(badRequest(`container "web" in pod "web" is waiting to start: ${why}`));
  });

  test("a log disappears with a node's power loss", async () => {
    await kubelet.run();
    kubelet.runtime().exit('web', 1);
    await kubelet.stop();
    await kubelet.boot('node-1');
    expect(await kubelet.logs({ previous: true })).toEqual(
      badRequest('unable to retrieve container logs for containerd://boot-1-container-2'),
    );
  });
});
