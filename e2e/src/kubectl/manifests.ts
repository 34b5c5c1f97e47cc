/** Deployment of three pods; tests change its image. */
export function deploymentManifest(image = 'nginx:1.26', name = 'app'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: { app: ${name} }
spec:
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
      - name: c
        image: ${image}
        ports: [{ containerPort: 80 }]
`;
}

/** Pod that runs a busybox command once. A custom image is one not pulled yet. */
export function busyboxManifest(name: string, command: string, { restartPolicy = 'Never', image = 'busybox:1.36' } = {}): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  restartPolicy: ${restartPolicy}
  containers:
  - name: main
    image: ${image}
    command: [sh, -c, ${JSON.stringify(command)}]
`;
}
