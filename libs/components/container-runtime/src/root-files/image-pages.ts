const NGINX_INDEX = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
</body>
</html>
`;

const NGINX_ERROR = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
</body>
</html>
`;

const NGINX = { '/usr/share/nginx/html/index.html': NGINX_INDEX, '/usr/share/nginx/html/50x.html': NGINX_ERROR } as const;

/** What images serve, by repository: contents by path. */
export const PAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docker.io/library/nginx': NGINX,
  'docker.io/nginxinc/nginx-unprivileged': NGINX,
  'registry.k8s.io/nginx-slim': NGINX,
  'docker.io/library/httpd': { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
};
