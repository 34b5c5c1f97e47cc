import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { noLabError } from '../client/control-client.ts';
import { kubeconfigFiles, kubeconfigToMergeInto, rewriteKubeconfig } from '../kubeconfig/kubeconfig-file.ts';
import { mergeKubeconfig, removeFromKubeconfig } from '../kubeconfig/merge-kubeconfig.ts';
import { type LabFolder, labFolder } from '../launcher/lab-folder.ts';
import { UserError } from '../user-error.ts';

/** The options of `klockwork kubeconfig`. */
export interface KubeconfigOptions {
  readonly data?: string;
  readonly merge?: true;
  readonly remove?: true;
  readonly context: string;
}

/** Prints the lab's kubeconfig, or merges it into kubectl's, or removes it there. */
export function kubeconfig({ data, merge, remove, context }: KubeconfigOptions): void {
  const folder = labFolder(data);
  if (!existsSync(folder.kubeconfig)) throw noLabError(folder);
  const lab = readFileSync(folder.kubeconfig, 'utf8');
  if (merge === true && remove === true) throw new UserError('choose one of --merge and --remove');
  if (merge === true) mergeLab(folder, lab, context);
  else if (remove === true) removeLab(folder, lab, context);
  else process.stdout.write(mergeKubeconfig('', lab, context));
}

function mergeLab(folder: LabFolder, lab: string, context: string): void {
  const file = kubeconfigToMergeInto(process.env);
  if (isOwn(folder, file)) throw new UserError(`KUBECONFIG names the lab's own kubeconfig: unset it to merge into ~/.kube/config`);
  rewriteKubeconfig(file, (text) => mergeKubeconfig(text, lab, context));
  console.log(`Set kubectl context to "${context}" in ${file}`);
}

function removeLab(folder: LabFolder, lab: string, context: string): void {
  const files = kubeconfigFiles(process.env).filter((file) => existsSync(file) && !isOwn(folder, file));
  const changedFiles = files.filter((file) => rewriteKubeconfig(file, (text) => removeFromKubeconfig(text, lab, context)));
  if (changedFiles.length === 0) throw new UserError(`no context "${context}" of a lab in ${kubeconfigFiles(process.env).join(', ')}`);
  for (const file of changedFiles) console.log(`Removed context "${context}" from ${file}`);
}

function isOwn({ kubeconfig: own }: LabFolder, file: string): boolean {
  return existsSync(file) && realpathSync(file) === realpathSync(own);
}
