import { relative } from 'node:path';
import type { LabFolder } from '../launcher/lab-folder.ts';
import { tableText } from './table.ts';

/** What a person reads once the lab is up: where it is, how to point kubectl at it, three things to try. */
export function welcome(folder: LabFolder, lab: { readonly port: number; readonly nodes: number }): string {
  const kubeconfig = nearest(folder.kubeconfig);
  const data =
    folder.path === nearestAbsolute('.klockwork') || process.env.KLOCKWORK_DATA !== undefined ? '' : ` --data ${nearest(folder.path)}`;
  const tries = [
    ['kubectl create deployment web --image=nginx --replicas=3', 'run something'],
    [`npx klockwork kill-node node-2${data}`, "take a node's power away, and watch: kubectl get nodes,pods -o wide -w"],
    [`npx klockwork log -f${data}`, 'see every change, and what caused it'],
  ].map((row) => ['', ...row]);
  return `Klockwork is up: ${lab.nodes} node${lab.nodes === 1 ? '' : 's'} Ready, the API at https://127.0.0.1:${lab.port}

  export KUBECONFIG=${kubeconfig}

Try:
${tableText(tries).replaceAll(/^ +/gm, '  ')}
`;
}

function nearest(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

function nearestAbsolute(path: string): string {
  return `${process.cwd()}/${path}`;
}
