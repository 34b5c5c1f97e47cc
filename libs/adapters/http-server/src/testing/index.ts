export { type Address, type Client, type ClientResponse, type ClientRequest, type PendingRequest, PROTOCOLS, whole } from './clients.ts';
export { closeServers, listeningServer } from './listening-server.ts';
