import type { DrillStep, DrillWait } from './drill.ts';

const WAIT_FORM = /^(\S+\/\S+)\s+((?:condition|jsonpath)=.*|create|delete)$/s;
const OBJECT_PARTS_MAX = 2;

/** Returns a step as commands for a shell. Conditions in CEL have no command: a comment names them. */
export function stepCommands(step: DrillStep): readonly string[] {
  const { apply, patch, wait, advance, drain, kubectl } = step;
  if (apply !== undefined) return [`kubectl apply --server-side --force-conflicts -f - <<'EOF'\n${apply.trimEnd()}\nEOF`];
  if (step.delete !== undefined) return [`kubectl delete ${objectWords(step.delete)} --wait=false`];
  if (patch !== undefined) return [`kubectl patch ${objectWords(patch.object)} --type ${patch.type} -p ${quoted(patch.patch.trim())}`];
  if (wait !== undefined) return [waitCommand(wait)];
  if (advance !== undefined) return [`kubectl patch clock lab --type merge -p '{"spec":{"advance":"${advance}"}}'`];
  if (drain !== undefined) return [`kubectl drain ${drain.node} --ignore-daemonsets --delete-emptydir-data --timeout ${drain.within}`];
  return kubectl === undefined ? [] : [`kubectl ${kubectl}`];
}

function waitCommand({ for: condition, within }: DrillWait): string {
  const [, object, form] = WAIT_FORM.exec(condition) ?? [];
  if (object === undefined || form === undefined) return `# until ${condition}, at most ${within}`;
  return `kubectl wait ${objectWords(object)} --for=${quoted(form)} --timeout=${within}`;
}

/** Returns `deploy/shop/web` as `deploy/web -n shop`. */
function objectWords(object: string): string {
  const parts = object.split('/');
  return parts.length > OBJECT_PARTS_MAX ? `${parts[0]}/${parts[2]} -n ${parts[1]}` : object;
}

function quoted(text: string): string {
  return /^[\w=.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
