/** Files referenced by battery commands. */
export const MANIFESTS: Readonly<Record<string, string>> = {
  'app.yaml': deployment('nginx:1.26'),
  'newer.yaml': deployment('nginx:1.27'),
  'settings.yaml': settings('one'),
  'changed.yaml': settings('two'),
  'unknown-field.yaml': `${settings('one')}surprise: 1\n`,
  'all.yaml': `${settings('one')}---\n${deployment('nginx:1.26')}`,
  'patch.json': '{"data":{"from":"file"}}',
  'kustomization.yaml': 'resources: [settings.yaml]\nnamePrefix: kustomized-\n',
};

function deployment(image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  labels: { app: app }
spec:
  replicas: 1
  selector: { matchLabels: { app: app } }
  template:
    metadata: { labels: { app: app } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: main
        image: ${image}
        ports: [{ containerPort: 80 }]
`;
}

function settings(value: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  labels: { part: battery }
data:
  value: ${value}
`;
}
