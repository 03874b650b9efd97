import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from './eventually';
import { freePort } from './free-port';

/** Whether this machine has Pebble, Let's Encrypt's own authority for tests, and openssl for its key. */
export const HAS_PEBBLE = spawnSync('pebble', ['-h']).error === undefined && hasOpenssl();

export interface AcmeAuthorityOptions {
  /** Where every name leads. */
  readonly address: string;
  /** Where it asks whether a name is somebody's. */
  readonly ports: { readonly https: number; readonly http: number };
}

/** A certificate authority that speaks ACME, in processes of its own. */
export class AcmeAuthority {
  private constructor(
    /** Its directory's URL. */
    readonly directory: string,
    /** File with the certificate of its own server. */
    readonly certificate: string,
    private readonly folder: string,
    private readonly dns: Socket,
    private readonly process: ChildProcess,
  ) {}

  static async start({ address, ports }: AcmeAuthorityOptions): Promise<AcmeAuthority> {
    const folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-acme-'));
    makeKey(folder);
    const dns = await startDns(address);
    const own = `127.0.0.1:${await freePort()}`;
    const certificate = path.join(folder, 'own.crt');
    const pebble = {
      listenAddress: own,
      certificate,
      privateKey: path.join(folder, 'own.key'),
      httpPort: ports.http,
      tlsPort: ports.https,
    };
    const file = path.join(folder, 'pebble.json');
    await writeFile(file, JSON.stringify({ pebble }));
    const { port } = dns.address();
    const pebbleProcess = spawn('pebble', ['-config', file, '-dnsserver', `127.0.0.1:${port}`], {
      env: { PATH: process.env['PATH'], PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' },
    });
    let log = '';
    pebbleProcess.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
    pebbleProcess.stderr.resume();
    await eventually('the authority', () => log.includes('ACME directory available'));
    return new AcmeAuthority(`https://${own}/dir`, certificate, folder, dns, pebbleProcess);
  }

  async close(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
    this.dns.close();
    await rm(this.folder, { recursive: true });
  }
}

function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0;
}

/** A key with a certificate for 127.0.0.1 that it has signed itself. */
function makeKey(cwd: string): void {
  const what = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const whom = ['-subj', '/CN=acme', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const files = ['-keyout', 'own.key', '-out', 'own.crt'];
  const { status, stderr } = spawnSync('openssl', ['req', ...what, ...whom, ...files], { cwd });
  if (status !== 0) throw new Error(stderr.toString());
}

/** Answers for every name that it has this address of IPv4, and no other record (RFC 1035 §4). */
async function startDns(address: string): Promise<Socket & { address(): AddressInfo }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port }) => socket.send(answerTo(query, address), port));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

const HEADER_BYTES = 12;
const TYPE_A = 1;

function answerTo(query: Buffer, address: string): Buffer {
  const nameEnd = query.indexOf(0, HEADER_BYTES) + 1;
  const isA = query.readUInt16BE(nameEnd) === TYPE_A;
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isA ? 1 : 0, 6);
  const record = Buffer.from([0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4]);
  const own = Buffer.from(address.split('.').map(Number));
  return Buffer.concat([
    header,
    query.subarray(HEADER_BYTES, nameEnd + 4),
    ...(isA ? [record, own] : []),
  ]);
}
