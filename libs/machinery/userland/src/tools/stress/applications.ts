import type { Main } from '../../process.ts';
import { agnhostConnect } from '../agnhost/connect.ts';
import { agnhostConversionWebhook } from '../agnhost/crd-conversion-webhook.ts';
import { agnhostDnsServerList, agnhostDnsSuffix, agnhostEtcHosts } from '../agnhost/dns.ts';
import { agnhostEntrypointTester } from '../agnhost/entrypoint-tester.ts';
import { agnhostGuestbook } from '../agnhost/guestbook.ts';
import { agnhostInClusterClient } from '../agnhost/in-cluster-client.ts';
import { agnhostIssuerDiscovery } from '../agnhost/issuer-discovery.ts';
import { agnhostLogsGenerator } from '../agnhost/logs-generator.ts';
import { agnhostMounttest } from '../agnhost/mounttest.ts';
import { agnhostNetexec } from '../agnhost/netexec.ts';
import { agnhostNettest } from '../agnhost/nettest.ts';
import { nnp } from '../agnhost/nnp.ts';
import { agnhostPorter } from '../agnhost/porter.ts';
import { agnhostServeHostname } from '../agnhost/serve-hostname.ts';
import { agnhostTestWebserver } from '../agnhost/test-webserver.ts';
import { agnhostWebhook } from '../agnhost/webhook.ts';
import { program } from '../call.ts';
import { nc } from '../network/nc.ts';
import { pythonHttpServer } from '../network/python-http-server.ts';
import { apk } from '../packages/apk.ts';
import { apt } from '../packages/apt.ts';
import { dpkg } from '../packages/dpkg.ts';
import { perl } from '../perl/perl.ts';
import { redisCli } from '../redis/redis-cli.ts';
import { consumeCpu } from '../resource-consumer/consume-cpu.ts';
import { resourceConsumer } from '../resource-consumer/resource-consumer.ts';
import { agnhostResourceConsumerController } from '../resource-consumer/resource-consumer-controller.ts';
import { sampleApiServer } from '../sample-apiserver/sample-apiserver.ts';
import { stress } from './stress.ts';
import { stressNg } from './stress-ng.ts';
import { vishStress } from './vish-stress.ts';

/** Programs of application images; an image description enables each. */
const APPLICATIONS: Readonly<Record<string, Main>> = {
  'agnhost-connect': program(agnhostConnect, 'gnu'),
  'agnhost-crd-conversion-webhook': program(agnhostConversionWebhook, 'gnu'),
  'agnhost-dns-server-list': program(agnhostDnsServerList, 'gnu'),
  'agnhost-dns-suffix': program(agnhostDnsSuffix, 'gnu'),
  'agnhost-entrypoint-tester': program(agnhostEntrypointTester, 'gnu'),
  'agnhost-etc-hosts': program(agnhostEtcHosts, 'gnu'),
  'agnhost-guestbook': program(agnhostGuestbook, 'gnu'),
  'agnhost-inclusterclient': program(agnhostInClusterClient, 'gnu'),
  'agnhost-issuer-discovery': program(agnhostIssuerDiscovery, 'gnu'),
  'agnhost-logs-generator': program(agnhostLogsGenerator, 'gnu'),
  'agnhost-mounttest': program(agnhostMounttest, 'gnu'),
  'agnhost-netexec': program(agnhostNetexec, 'gnu'),
  'agnhost-nettest': program(agnhostNettest, 'gnu'),
  'agnhost-porter': program(agnhostPorter, 'gnu'),
  'agnhost-resource-consumer-controller': program(agnhostResourceConsumerController, 'gnu'),
  'agnhost-serve-hostname': program(agnhostServeHostname, 'gnu'),
  'agnhost-test-webserver': program(agnhostTestWebserver, 'gnu'),
  'agnhost-webhook': program(agnhostWebhook, 'gnu'),
  apk: program(apk, 'busybox'),
  apt: program(apt, 'gnu'),
  'apt-get': program(apt, 'gnu'),
  'consume-cpu': program(consumeCpu, 'gnu'),
  dpkg: program(dpkg, 'gnu'),
  nnp: program(nnp, 'gnu'),
  'openbsd-nc': program(nc, 'gnu'),
  perl: program(perl, 'gnu'),
  'python-http-server': program(pythonHttpServer, 'gnu'),
  'redis-cli': program(redisCli, 'gnu'),
  'resource-consumer': program(resourceConsumer, 'gnu'),
  'sample-apiserver': program(sampleApiServer, 'gnu'),
  stress: program(stress, 'gnu'),
  'stress-ng': program(stressNg, 'gnu'),
  'vish-stress': program(vishStress, 'gnu'),
};

/** Finds an application by name; undefined when unknown. */
export function findApplication(name: string): Main | undefined {
  return Object.hasOwn(APPLICATIONS, name) ? APPLICATIONS[name] : undefined;
}
