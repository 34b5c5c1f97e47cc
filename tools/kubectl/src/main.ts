import { KUBECTL_VERSIONS, type KubectlVersion, kubectl } from './kubectl.ts';

// `npm run kubectl -- 1.35`: prints the path of the pinned real kubectl, after a download if missing.
const version = (process.argv[2] ?? KUBECTL_VERSIONS.at(-1)) as KubectlVersion;
if (!KUBECTL_VERSIONS.includes(version)) {
  console.error(`kubectl ${version} is not pinned: choose ${KUBECTL_VERSIONS.join(', ')}`);
  process.exit(1);
}
console.log(kubectl(version));
