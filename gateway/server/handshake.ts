import type { IncomingMessage } from 'node:http';

/** An HTTP answer that turns a client away. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 16 bytes of base64 (RFC 6455 §4.1). */
const KEY = /^[+/0-9A-Za-z]{22}==$/;
const VERSION = '13';
/** A token of RFC 9110 §5.6.2, which is what a subprotocol's name is (RFC 6455 §4.1). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * What is wrong with a request that asks for an upgrade, before any function hears of it. The
 * answers to a missing header are Tencent's (faq 628/34086); the others are ours.
 */
export function findHandshakeFault(request: IncomingMessage): Refusal | undefined {
  const { method, headers } = request;
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') {
    return { status: 400, reason: 'expected GET with Upgrade: websocket' };
  }
  const key = headers['sec-websocket-key'];
  if (!key) return { status: 403, reason: 'need header Sec-WebSocket-Key.' };
  const version = headers['sec-websocket-version'];
  if (!version) return { status: 403, reason: 'need header Sec-WebSocket-Version.' };
  if (!KEY.test(key)) {
    return { status: 400, reason: 'expected Sec-WebSocket-Key to be 16 bytes in base64' };
  }
  if (version !== VERSION) {
    const reason = `expected Sec-WebSocket-Version to be ${VERSION}`;
    return { status: 426, reason, headers: { 'Sec-WebSocket-Version': VERSION } };
  }
  const subprotocols = headers['sec-websocket-protocol'];
  if (subprotocols !== undefined && !isTokenList(subprotocols)) {
    const reason = 'expected Sec-WebSocket-Protocol to list different names, comma separated';
    return { status: 400, reason };
  }
  return undefined;
}

/** The path a request names, without its query; RFC 9112 §3.2 allows a whole URL as well. */
export function requestPath({ url = '/' }: IncomingMessage): string {
  const path = url.startsWith('/') || !URL.canParse(url) ? url : new URL(url).pathname;
  return path.replace(/\?.*$/s, '');
}

function isTokenList(header: string): boolean {
  const names = header.split(',').map((name) => name.trim());
  return names.every((name) => TOKEN.test(name)) && new Set(names).size === names.length;
}
