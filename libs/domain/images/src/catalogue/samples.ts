import type { ImageDescription, ListenerDescription } from '../description/image-description.ts';
import { GO_SIGNALS } from './parts.ts';
import { servers } from './rows.ts';

const BOOKS: ListenerDescription = {
  port: 9080,
  answers: [
    { path: '/', body: '<title>Simple Bookstore App</title>\n' },
    { path: '/productpage', body: '<title>Simple Bookstore App</title>\n' },
    { path: '/health', body: 'Product page is healthy' },
  ],
};
const DETAILS =
  '{"id":0,"author":"William Shakespeare","year":1595,"type":"paperback","pages":200,"publisher":"PublisherA","language":"English"}';
const RATINGS = '{"id":0,"ratings":{"Reviewer1":5,"Reviewer2":4}}';
const REVIEWS = '{"id": "0","podname": "{{hostname}}","clustername": "null","reviews": []}';

const answering = (path: string, body: string, health: string): ListenerDescription => ({
  port: 9080,
  answers: [
    { path, body },
    { path: '/health', body: health },
  ],
});
const bookinfo = (...names: readonly string[]) => names.map((name) => `istio/examples-bookinfo-${name}`);

/** Applications that books and courses deploy. */
export const SAMPLES: readonly ImageDescription[] = [
  ...servers([
    { image: bookinfo('productpage-v1'), newest: '1.20.3', program: 'python', command: ['productpage.py', '9080'], ports: [BOOKS] },
    {
      image: bookinfo('details-v1', 'details-v2'),
      newest: '1.20.3',
      program: 'ruby',
      command: ['details.rb', '9080'],
      ports: [answering('/details/0', DETAILS, '{"status":"Details is healthy"}')],
    },
    {
      image: bookinfo('ratings-v1', 'ratings-v2'),
      newest: '1.20.3',
      program: 'node',
      command: ['/opt/microservices/ratings.js', '9080'],
      ports: [answering('/ratings/0', RATINGS, '{"status":"Ratings is healthy"}')],
      lines: ['Server listening on: http://0.0.0.0:9080'],
    },
    {
      image: bookinfo('reviews-v1', 'reviews-v2', 'reviews-v3'),
      newest: '1.20.3',
      program: '/opt/ibm/wlp/bin/server',
      command: ['run', 'defaultServer'],
      ports: [answering('/reviews/0', REVIEWS, '{"status": "Reviews is healthy"}')],
      lines: ['Launching defaultServer (Open Liberty) on OpenJDK 64-Bit Server VM'],
      tools: 'gnu',
    },
    {
      image: 'eclipse-mosquitto',
      newest: ['2.0.22', '1.6.15'],
      program: '/usr/sbin/mosquitto',
      command: ['-c', '/mosquitto/config/mosquitto.conf'],
      script: '/docker-entrypoint.sh',
      ports: [{ port: 1883, portFrom: ['-p'], protocol: 'TCP' }],
      lines: [
        '{{now:epoch}}: mosquitto version {{version}} starting',
        '{{now:epoch}}: Config loaded from /mosquitto/config/mosquitto.conf.',
        '{{now:epoch}}: Opening ipv4 listen socket on port 1883.',
        '{{now:epoch}}: mosquitto version {{version}} running',
      ],
    },
  ]),
  {
    repository: 'mcr.microsoft.com/dotnet/samples',
    tags: ['aspnetapp', 'aspnetapp-*'],
    entrypoint: ['/app/aspnetapp'],
    workingDir: '/app',
    programs: {
      aspnetapp: {
        listens: [
          {
            port: 8080,
            portFrom: ['ASPNETCORE_HTTP_PORTS'],
            server: 'Kestrel',
            answers: [{ path: '/' }, { path: '/healthz', body: 'Healthy' }],
          },
        ],
        output: [
          'info: Microsoft.Hosting.Lifetime[14]',
          "      Now listening on: http://[::]:{{value:ASPNETCORE_HTTP_PORTS '8080'}}",
          'info: Microsoft.Hosting.Lifetime[0]',
          '      Application started. Press Ctrl+C to shut down.',
          'info: Microsoft.Hosting.Lifetime[0]',
          '      Hosting environment: Production',
          'info: Microsoft.Hosting.Lifetime[0]',
          '      Content root path: /app',
        ],
        signals: { TERM: { output: ['info: Microsoft.Hosting.Lifetime[0]', '      Application is shutting down...'] } },
      },
    },
  },
  {
    repository: 'gcr.io/kuar-demo/kuard-amd64',
    tags: ['{blue,green,purple,1,2,3}', 'v*'],
    entrypoint: ['/kuard'],
    programs: {
      kuard: {
        listens: [{ port: 8080, answers: [{ path: '/' }, { path: '/healthy', body: 'ok' }, { path: '/ready', body: 'ok' }] }],
        output: [
          '{{now:go}} Starting kuard version: v0.10.0',
          '{{now:go}} Could not find certificates to serve TLS',
          '{{now:go}} Serving on HTTP on :8080',
        ],
        signals: GO_SIGNALS,
      },
    },
  },
];
