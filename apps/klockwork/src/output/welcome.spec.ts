import { expect, test } from 'vitest';
import { LabFolder } from '../launcher/lab-folder.ts';
import { welcome } from './welcome.ts';

test('a started lab prints its address, the kubectl setting, and commands to try', () => {
  expect(
    welcome(new LabFolder('/tmp/elsewhere'), { port: 16443, nodes: 3 }),
  ).toBe(`Klockwork is up: 3 nodes Ready, the API at https://127.0.0.1:16443

  export KUBECONFIG=/tmp/elsewhere/kubeconfig

Try:
  kubectl create deployment web --image=nginx --replicas=3   run something
  npx klockwork console --data /tmp/elsewhere                look at the cluster in a browser
  npx klockwork kill-node node-2 --data /tmp/elsewhere       take a node's power away, and watch: kubectl get nodes,pods -o wide -w
  npx klockwork log -f --data /tmp/elsewhere                 see every change, and what caused it
  kubectl --context host-time describe node node-1           true ages, after the lab's time was wound forward
`);
});

test('a path is absolute, and quoted where a shell needs it', () => {
  const text = welcome(new LabFolder("my lab's"), { port: 16443, nodes: 3 });
  expect(text).toContain(`  export KUBECONFIG='${process.cwd()}/my lab'\\''s/kubeconfig'\n`);
});
