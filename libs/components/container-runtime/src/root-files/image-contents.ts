import agnhostFiles from './agnhost-files.json' with { type: 'json' };
import bootcampServer from './bootcamp-server.json' with { type: 'json' };
import { NGINX_SCRIPTS, nginxFiles } from './nginx-files.ts';

/** Image contents beyond the distribution's files. */
interface ImageContent {
  readonly files?: Readonly<Record<string, string>>;
  /** Empty shell scripts: their effects are not emulated. */
  readonly scripts?: readonly string[];
  readonly folders?: readonly string[];
  /** Modes of files that differ from those of other programs. */
  readonly modes?: Readonly<Record<string, number>>;
}

const NGINX: ImageContent = { files: nginxFiles(80), scripts: NGINX_SCRIPTS, folders: ['/var/log/nginx', '/var/cache/nginx'] };
const HTTPD: ImageContent = { files: { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' } };

/** Program of the first tutorial of kubernetes.io, in our words. */
const BOOTCAMP: ImageContent = { files: { '/server.js': `${bootcampServer.join('\n')}\n` } };

/** Certificate and key of upstream's test servers: a pair of our own, for localhost. */
const AGNHOST: ImageContent = {
  files: Object.fromEntries(Object.entries(agnhostFiles).map(([path, lines]) => [path, `${lines.join('\n')}\n`])),
  folders: ['/uploads'],
};

/** Agnhost with the picture of a tutorial; pictures are empty files. */
function pictured(name: string): ImageContent {
  const page = { '/data.json': `{\n  "image": "${name}.jpg"\n}\n`, [`/${name}.jpg`]: '' };
  return { ...AGNHOST, files: { ...AGNHOST.files, ...page } };
}

/** Contents of images by repository. `{{version}}` is filled in. */
export const IMAGE_CONTENTS: Readonly<Record<string, ImageContent>> = {
  'docker.io/library/nginx': NGINX,
  'docker.io/nginxinc/nginx-unprivileged': { ...NGINX, files: nginxFiles(8080) },
  'registry.k8s.io/nginx-slim': NGINX,
  'registry.k8s.io/e2e-test-images/nginx': NGINX,
  'docker.io/library/httpd': HTTPD,
  'registry.k8s.io/e2e-test-images/httpd': HTTPD,
  'registry.k8s.io/e2e-test-images/agnhost': AGNHOST,
  'registry.k8s.io/e2e-test-images/kitten': pictured('kitten'),
  'registry.k8s.io/e2e-test-images/nonewprivs': { modes: { '/usr/local/bin/nnp': 0o6755 } },
  'registry.k8s.io/e2e-test-images/nautilus': pictured('nautilus'),
  'docker.io/library/php': { folders: ['/var/www/html'] },
  'docker.io/jocatalin/kubernetes-bootcamp': BOOTCAMP,
  'gcr.io/google-samples/kubernetes-bootcamp': BOOTCAMP,
  'gcr.io/k8s-minikube/kubernetes-bootcamp': BOOTCAMP,
};
