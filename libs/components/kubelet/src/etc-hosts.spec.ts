import { expect, test } from 'vitest';
import { hostsFile } from './etc-hosts.ts';

const HEAD = `127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
`;

test("a pod's hosts file contains its name and aliases", () => {
  const aliases = [{ ip: '10.1.2.3', hostnames: ['foo.local', 'bar.local'] }];
  expect(hostsFile({ ips: ['10.244.1.2'], hostname: 'web-0', domain: 'web.default.svc.cluster.local', aliases })).toBe(
    `# Kubernetes-managed hosts file.\n${HEAD}10.244.1.2\tweb-0.web.default.svc.cluster.local\tweb-0\n\n# Entries added by HostAliases.\n10.1.2.3\tfoo.local\tbar.local\n`,
  );
  expect(hostsFile({ ips: ['10.244.1.2'], hostname: 'web' })).toBe(`# Kubernetes-managed hosts file.\n${HEAD}10.244.1.2\tweb\n`);
});

test("a pod with host networking has the node's hosts file", () => {
  expect(hostsFile({ ips: ['10.0.0.1'], hostname: 'web', hostNetwork: true })).toBe(
    `# Kubernetes-managed hosts file (host network).\n${HEAD}`,
  );
});
