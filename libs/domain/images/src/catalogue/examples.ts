import type { ImageDescription, ListenerDescription, ProgramDescription } from '../description/image-description.ts';
import { GO_SIGNALS } from './parts.ts';
import { servers, standIns, systems } from './rows.ts';

const HELLO_APP: ListenerDescription = {
  port: 8080,
  portFrom: ['PORT'],
  answers: [{ path: '/*', body: 'Hello, world!\nVersion: {{version}}\nHostname: {{hostname}}\n' }],
  log: '{{now:go}} Serving request: {{path}}',
};

/** `index.php` computes a million square roots. */
const HPA: ListenerDescription = {
  port: 80,
  server: 'Apache/2.4.10 (Debian) PHP/5.6.14',
  answers: [
    { path: '/', body: 'OK!' },
    { path: '/index.php', body: 'OK!' },
  ],
  takes: '60ms',
  log: '{{client}} - - [{{now:clf}}] "{{request}}" {{status}} {{size}} "-" "{{agent}}"',
};

const BOOTCAMP: ListenerDescription = {
  port: 8080,
  answers: [{ path: '/*', body: 'Hello Kubernetes bootcamp! | Running on: {{hostname}} | v={{version}}\n' }],
  log: 'Running On: {{hostname}} | Total Requests: {{requests}} | App Uptime: {{uptime}} seconds | Log Time: {{now:rfc3339}}',
};

const apache = (page: string): ListenerDescription => ({
  port: 80,
  server: 'Apache/2.4.52 (Debian)',
  answers: [{ path: '/', body: page }],
});
const follower: ProgramDescription = {
  listens: [{ port: 6379, protocol: 'TCP' }],
  output: ['1:S {{now:redis}} * Ready to accept connections', '1:S {{now:redis}} * Connecting to MASTER redis-leader:6379'],
};
const json = (port: number, ...portFrom: string[]): ListenerDescription => ({ port, ...(portFrom.length > 0 && { portFrom }) });
const echo = '{"host":{"hostname":"{{hostname}}"},"http":{"method":"{{method}}","originalUrl":"{{path}}"}}\n';

/** Programs of documents and tutorials, and small ones that people try things with. */
export const EXAMPLES: readonly ImageDescription[] = [
  ...servers([
    {
      image: ['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'],
      newest: ['2.0.0', '1.0.0'],
      program: '/hello-app',
      ports: [HELLO_APP],
      lines: ["{{now:go}} Server listening on port {{value:PORT '8080'}}"],
      exitCode: 2,
      tools: 'none',
    },
    {
      image: ['gcr.io/google-samples/kubernetes-bootcamp', 'gcr.io/k8s-minikube/kubernetes-bootcamp', 'jocatalin/kubernetes-bootcamp'],
      newest: '1',
      // A tutorial rolls back an update to v10, whose pull must fail.
      tags: ['v1', 'v2', 'latest'],
      program: 'node',
      command: ['server.js'],
      ports: [BOOTCAMP],
      lines: ['Kubernetes Bootcamp App Started At: {{now:rfc3339}} | Running On:  {{hostname}} ', ''],
      environment: { NPM_CONFIG_LOGLEVEL: 'info', NODE_VERSION: '6.3.1' },
      tools: 'gnu',
      ignoresTerm: true,
    },
    {
      image: 'registry.k8s.io/hpa-example',
      newest: '1',
      program: 'apache2-foreground',
      ports: [HPA],
      lines: [
        '[{{now:httpd}}] [mpm_prefork:notice] [pid 1] AH00163: Apache/2.4.10 (Debian) PHP/5.6.14 configured -- resuming normal operations',
      ],
      tools: 'gnu',
    },
    {
      image: ['gcr.io/google-samples/gb-frontend', 'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend'],
      newest: '5',
      program: 'apache2-foreground',
      ports: [apache('<html ng-app="redis">\n  <head>\n    <title>Guestbook</title>\n  </head>\n</html>\n')],
      lines: [
        '[{{now:httpd}}] [mpm_prefork:notice] [pid 1] AH00163: Apache/2.4.52 (Debian) PHP/8.1 configured -- resuming normal operations',
      ],
      tools: 'gnu',
    },
    {
      image: ['gcr.io/google-samples/gb-redis-follower', 'us-docker.pkg.dev/google-samples/containers/gke/gb-redis-follower'],
      newest: '2',
      program: 'redis-server',
      ports: follower.listens ?? [],
      lines: follower.output ?? [],
      tools: 'gnu',
    },
    {
      image: 'gcr.io/google-samples/node-hello',
      newest: '1.0',
      program: 'node',
      command: ['server.js'],
      ports: [{ port: 8080, answers: [{ path: '/*', body: 'Hello Kubernetes!' }] }],
      tools: 'gnu',
      ignoresTerm: true,
    },
    {
      image: 'gcr.io/google-samples/hello-go-gke',
      newest: '1.0',
      program: '/hello-go-gke',
      ports: [{ port: 80, answers: [{ path: '/*', body: '{"message":"Hello"}\n' }] }],
      tools: 'none',
      exitCode: 2,
    },
    {
      image: 'hashicorp/http-echo',
      newest: '1.0.0',
      program: '/http-echo',
      ports: [
        {
          port: 5678,
          portFrom: ['-listen', '--listen'],
          answers: [
            { path: '/', body: "{{value:-text --text ECHO_TEXT 'hello-world'}}\n" },
            { path: '/health', body: '{"status":"ok"}\n' },
          ],
        },
      ],
      lines: ["{{now:go}} [INFO] server is listening on {{value:-listen --listen ':5678'}}"],
      user: '65532',
      tools: 'none',
    },
    {
      image: ['nginxdemos/hello', 'nginxdemos/nginx-hello'],
      newest: '1.29.3',
      program: 'nginx',
      command: ['-g', 'daemon off;'],
      script: '/docker-entrypoint.sh',
      ports: [
        {
          port: 80,
          server: 'nginx/{{version}}',
          answers: [{ path: '/', body: 'Server address: {{address}}:80\nServer name: {{hostname}}\nDate: {{now:clf}}\nURI: {{path}}\n' }],
        },
      ],
    },
    {
      image: ['kennethreitz/httpbin', 'kong/httpbin'],
      newest: '0.9.2',
      program: 'gunicorn',
      command: ['-b', '0.0.0.0:80', 'httpbin:app', '-k', 'gevent'],
      ports: [{ port: 80, server: 'gunicorn/19.9.0' }],
      lines: ['[{{now:iso}}] [1] [INFO] Starting gunicorn 19.9.0', '[{{now:iso}}] [1] [INFO] Listening at: http://0.0.0.0:80 (1)'],
      tools: 'gnu',
    },
    {
      image: ['mccutchen/go-httpbin', 'ghcr.io/mccutchen/go-httpbin'],
      newest: '2.19.0',
      program: '/bin/go-httpbin',
      ports: [json(8080, '-port', 'PORT')],
      lines: ['time={{now:rfc3339}} level=INFO msg="go-httpbin listening on http://0.0.0.0:8080"'],
      tools: 'none',
    },
    {
      image: ['stefanprodan/podinfo', 'ghcr.io/stefanprodan/podinfo'],
      newest: '6.9.2',
      program: '/home/app/podinfo',
      ports: [
        {
          port: 9898,
          portFrom: ['--port'],
          protocol: 'HTTP',
          answers: [
            {
              path: '/',
              body: '{\n  "hostname": "{{hostname}}",\n  "version": "{{version}}",\n  "message": "greetings from podinfo v{{version}}"\n}',
            },
            { path: '/healthz', body: '{\n  "status": "OK"\n}' },
            { path: '/readyz', body: '{\n  "status": "OK"\n}' },
            { path: '/version' },
            { path: '/metrics' },
          ],
        },
        { port: 9797 },
        { port: 9999, portFrom: ['--grpc-port'], protocol: 'GRPC' },
      ],
      lines: [
        '{"level":"info","ts":"{{now:rfc3339}}","caller":"podinfo/main.go:153","msg":"Starting podinfo","version":"{{version}}","port":"9898"}',
      ],
      user: 'app',
      workingDir: '/home/app',
      programs: { podcli: { exits: {} } },
    },
    {
      image: 'jmalloc/echo-server',
      newest: '0.3.7',
      program: '/bin/echo-server',
      ports: [{ port: 8080, portFrom: ['PORT'], answers: [{ path: '/', body: 'Request served by {{hostname}}\n\n{{request}}\n' }] }],
      lines: ["Echo server listening on port {{value:PORT '8080'}}."],
      tools: 'none',
    },
    {
      image: 'ealen/echo-server',
      newest: '0.9.2',
      program: 'node',
      command: ['webserver'],
      ports: [{ port: 80, portFrom: ['PORT'], answers: [{ path: '/', body: echo }] }],
      lines: ['Listening on port 80.'],
    },
    {
      image: 'mendhak/http-https-echo',
      newest: '39',
      program: 'node',
      command: ['./index.js'],
      ports: [
        { port: 8080, portFrom: ['HTTP_PORT'], answers: [{ path: '/', body: echo }] },
        { port: 8443, protocol: 'HTTPS' },
      ],
      lines: ['Listening on ports 8080 for http, and 8443 for https.'],
      user: 'node',
    },
    {
      image: 'paulbouwer/hello-kubernetes',
      newest: '1.10',
      program: 'node',
      command: ['server.js'],
      ports: [json(8080, 'PORT')],
      lines: ["Listening on: http://{{hostname}}:{{value:PORT '8080'}}"],
      user: 'node',
    },
    { image: 'kubernetesui/dashboard-web', newest: '1.7.0', program: '/web', ports: [json(8000)], tools: 'none' },
  ]),
  ...systems(['nicolaka/netshoot'], ['zsh']),
  ...systems(['tutum/dnsutils', 'yauritux/busybox-curl', 'radial/busyboxplus'], ['sh'], 'busybox'),
  ...systems(['alpine/k8s'], ['sh'], 'busybox'),
  ...systems(
    ['registry.k8s.io/e2e-test-images/jessie-dnsutils', 'registry.k8s.io/e2e-test-images/dnsutils'],
    ['sh', '-c', 'sleep infinity'],
  ),
  ...standIns([
    'gcr.io/google-samples/xtrabackup',
    'gcr.io/google-samples/tabletserver',
    'registry.k8s.io/fluentd-gcp',
    'registry.k8s.io/fluentd-elasticsearch',
    'registry.k8s.io/elasticsearch',
    'registry.k8s.io/cuda-vector-add',
  ]),
  ...standIns(['bitnami/rabbitmq', 'bitnami/kafka', 'bitnami/zookeeper', 'bitnami/etcd', 'bitnami/elasticsearch', 'bitnami/memcached']),
  {
    repository: 'registry.k8s.io/test-webserver',
    tags: ['*'],
    entrypoint: ['/test-webserver'],
    tools: 'none',
    programs: { 'test-webserver': { listens: [{ port: 80 }], signals: GO_SIGNALS } },
  },
];
