import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { pastKubeconfig } from './past-kubeconfig.ts';

test("each server of a lab's kubeconfig shows the past", () => {
  const lab = {
    clusters: ['', '/klockwork/v1/host-time'].map((path, index) => ({
      name: `c${index}`,
      cluster: { server: `https://127.0.0.1:6443${path}`, 'certificate-authority-data': 'x' },
    })),
    users: [{ name: 'u', user: { token: 't' } }],
  };
  const past = parse(pastKubeconfig(JSON.stringify(lab), '/at/812'));
  expect(past).toEqual({
    ...lab,
    clusters: [
      { name: 'c0', cluster: { server: 'https://127.0.0.1:6443/at/812', 'certificate-authority-data': 'x' } },
      { name: 'c1', cluster: { server: 'https://127.0.0.1:6443/at/812/klockwork/v1/host-time', 'certificate-authority-data': 'x' } },
    ],
  });
});
