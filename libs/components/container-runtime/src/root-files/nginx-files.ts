const INDEX = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
</body>
</html>
`;

const ERROR = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
</body>
</html>
`;

const CONFIGURATION = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;

function serverConfiguration(port: number): string {
  return `server {
    listen       ${port};
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;
}

const MIME_TYPES = `
types {
    text/html                 html htm shtml;
    text/css                  css;
    text/xml                  xml;
    image/gif                 gif;
    image/jpeg                jpeg jpg;
    application/javascript    js;
    text/plain                txt;
    image/png                 png;
    image/svg+xml             svg svgz;
    application/json          json;
}
`;

/** Files of an nginx image listening on `port`, by path. */
export function nginxFiles(port: number): Readonly<Record<string, string>> {
  return {
    '/etc/nginx/nginx.conf': CONFIGURATION,
    '/etc/nginx/conf.d/default.conf': serverConfiguration(port),
    '/etc/nginx/mime.types': MIME_TYPES,
    '/usr/share/nginx/html/index.html': INDEX,
    '/usr/share/nginx/html/50x.html': ERROR,
  };
}

/** Scripts listed in the entrypoint's log. */
export const NGINX_SCRIPTS: readonly string[] = [
  '/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  '/docker-entrypoint.d/15-local-resolvers.envsh',
  '/docker-entrypoint.d/20-envsubst-on-templates.sh',
  '/docker-entrypoint.d/30-tune-worker-processes.sh',
];
