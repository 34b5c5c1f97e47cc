import type { ImageDescription } from '../description/image-description.ts';

/** Creates the Secret that the pods of Argo CD wait for. Models cmd/argocd/commands/admin/redis_initial_password.go. */
const REDIS_INITIAL_PASSWORD = `
files=/var/run/secrets/kubernetes.io/serviceaccount
namespace=$(cat $files/namespace)
echo "Checking for initial Redis password in secret $namespace/argocd-redis at key auth. "
password=$(head -c 64 /dev/urandom | base64 | tr -dc a-zA-Z0-9 | head -c 16)
secret='{"apiVersion":"v1","kind":"Secret","metadata":{"name":"argocd-redis"},"type":"Opaque","stringData":{"auth":"'$password'"}}'
answer=$(curl -sS --cacert $files/ca.crt -H "Authorization: Bearer $(cat $files/token)" -H 'Content-Type: application/json' \\
  -d "$secret" -w '%{http_code}' https://kubernetes.default.svc/api/v1/namespaces/$namespace/secrets) || exit 20
case "$answer" in
  *201 | *409) ;;
  *) printf %s "\${answer%???}" >&2; exit 20 ;;
esac
echo 'Argo CD Redis secret state confirmed: secret name argocd-redis.'
echo 'Password secret is configured properly.'
`;

/** Argo CD: its servers are stand-ins. */
export const ARGO_CD: readonly ImageDescription[] = [
  {
    repository: 'quay.io/argoproj/argocd',
    tags: ['*'],
    tools: 'gnu',
    standIn: true,
    user: '999',
    programs: {
      argocd: {
        commands: {
          admin: { commands: { 'redis-initial-password': { script: REDIS_INITIAL_PASSWORD } }, otherwise: idle() },
        },
        otherwise: idle(),
      },
    },
  },
];

function idle() {
  return { output: ['klockwork: argocd {{arguments}} did nothing: it is not simulated'], exits: {} };
}
