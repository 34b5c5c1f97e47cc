import { resolve } from 'node:path';
import type { LabFolder } from '../launcher/lab-folder.ts';
import { tableText } from './table.ts';

/** Formats the welcome of a started lab: address, kubeconfig, example commands. */
export function welcome(folder: LabFolder, lab: { readonly port: number; readonly nodes: number }): string {
  const isDefault = folder.path === resolve('.klockwork') || process.env.KLOCKWORK_DATA !== undefined;
  const data = isDefault ? '' : ` --data ${shellWord(folder.path)}`;
  const tries = [
    ['kubectl create deployment web --image=nginx --replicas=3', 'run something'],
    [`npx klockwork console${data}`, 'look at the cluster in a browser'],
    [`npx klockwork kill-node node-2${data}`, "take a node's power away, and watch: kubectl get nodes,pods -o wide -w"],
    [`npx klockwork log -f${data}`, 'see every change, and what caused it'],
    ['kubectl --context host-time describe node node-1', "true ages, after the lab's time was wound forward"],
  ].map((row) => ['', ...row]);
  return `Klockwork is up: ${lab.nodes} node${lab.nodes === 1 ? '' : 's'} Ready, the API at https://127.0.0.1:${lab.port}

  export KUBECONFIG=${shellWord(folder.kubeconfig)}

Try:
${tableText(tries).replaceAll(/^ +/gm, '  ')}
`;
}

/** Quotes a path as one shell word. */
function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
