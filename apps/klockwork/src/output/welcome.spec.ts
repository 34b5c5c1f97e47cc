import { expect, it } from 'vitest';
import { LabFolder } from '../launcher/lab-folder.ts';
import { welcome } from './welcome.ts';

it('says where the lab is, how to point kubectl at it, and three things to try', () => {
  expect(
    welcome(new LabFolder('elsewhere'), { port: 16443, nodes: 3 }),
  ).toBe(`Klockwork is up: 3 nodes Ready, the API at https://127.0.0.1:16443

  export KUBECONFIG=elsewhere/kubeconfig

Try:
  kubectl create deployment web --image=nginx --replicas=3   run something
  npx klockwork kill-node node-2 --data elsewhere            take a node's power away, and watch: kubectl get nodes,pods -o wide -w
  npx klockwork log -f --data elsewhere                      see every change, and what caused it
`);
});
