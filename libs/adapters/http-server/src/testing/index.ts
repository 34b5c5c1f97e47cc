export { type Address, type Client, type ClientRequest, type ClientResponse, type PendingRequest, PROTOCOLS, whole } from './clients.ts';
export { closeServers, listeningServer } from './listening-server.ts';
