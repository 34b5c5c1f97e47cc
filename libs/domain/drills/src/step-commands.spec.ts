import { expect, test } from 'vitest';
import { stepCommands } from './step-commands.ts';

test.each([
  [{ delete: 'pods/shop/web' }, 'kubectl delete pods/web -n shop --wait=false'],
  [
    { patch: { object: 'deploy/web', type: 'merge', patch: "a: 'b'" } as const },
    "kubectl patch deploy/web --type merge -p 'a: '\\''b'\\'''",
  ],
  [{ wait: { for: 'deploy/web condition=Available', within: '5m' } }, 'kubectl wait deploy/web --for=condition=Available --timeout=5m'],
  [{ wait: { for: "ready('deploy/web')", within: '5m' } }, "# until ready('deploy/web'), at most 5m"],
  [{ drain: { node: 'node-1', within: '1m' } }, 'kubectl drain node-1 --ignore-daemonsets --delete-emptydir-data --timeout 1m'],
  [{ advance: '2m' }, `kubectl patch clock lab --type merge -p '{"spec":{"advance":"2m"}}'`],
  [{ kubectl: 'rollout undo deploy/web' }, 'kubectl rollout undo deploy/web'],
  [{ apply: 'kind: Pod\n' }, "kubectl apply --server-side --force-conflicts -f - <<'EOF'\nkind: Pod\nEOF"],
])('the step %o has the command %s', (step, command) => {
  expect(stepCommands(step)).toEqual([command]);
});
