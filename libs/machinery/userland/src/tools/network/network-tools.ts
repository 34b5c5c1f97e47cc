import type { Command } from '../call.ts';
import { curl } from './curl/curl.ts';
import { dig } from './dig.ts';
import { getent } from './getent.ts';
import { host } from './host.ts';
import { httpd } from './httpd.ts';
import { ifconfig, ip, route } from './interfaces.ts';
import { nc } from './nc.ts';
import { nslookup } from './nslookup.ts';
import { ping } from './ping.ts';
import { netstat, ss } from './sockets.ts';
import { wget } from './wget/wget.ts';

/** Network utilities of BusyBox. */
export const BUSYBOX_NETWORK: Readonly<Record<string, Command>> = { getent, httpd, ifconfig, ip, nc, netstat, nslookup, ping, route, wget };

/** Network utilities of images with GNU tools: more than in a bare Debian. */
export const GNU_NETWORK: Readonly<Record<string, Command>> = { curl, dig, getent, host, nc, netstat, nslookup, ping, ss, wget };
