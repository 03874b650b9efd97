import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { serveOperations } from '../process/serve-operations';
import {
  KEYS_PER_PAGE,
  type BareFanOutInput,
  type BareFanOutProgram,
} from './bare-gateway-program';

const agent = new Agent({ keepAlive: true });

async function listen(input: BareFanOutInput): Promise<{ url: string }> {
  const server = createServer((incoming, response) => {
    void text(incoming).then(async (body) => {
      const { sender, text: data } = JSON.parse(body) as { sender: number; text: string };
      await fanOut(input, sender, data);
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function fanOut(
  { gatewayPort, members, concurrency }: BareFanOutInput,
  sender: number,
  data: string,
): Promise<void> {
  const listed = await listMembers(gatewayPort, members);
  const others = listed.filter((member) => member !== sender);
  const pushNext = async (): Promise<void> => {
    for (let member = others.pop(); member !== undefined; member = others.pop()) {
      await send(gatewayPort, 'POST', '/', JSON.stringify({ member, data }));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, pushNext));
}

/** The first page, then all others at once; that there are so many pages is known without asking. */
async function listMembers(gatewayPort: number, members: number): Promise<number[]> {
  const page = async (number: number) =>
    [
      ...(await send(gatewayPort, 'GET', `/?first=${number * KEYS_PER_PAGE}`, '')).matchAll(
        /<Key>connections\/(\d+)<\/Key>/g,
      ),
    ].map(([, digits]) => Number(digits));
  const first = await page(0);
  const later = Array.from({ length: Math.ceil(members / KEYS_PER_PAGE) - 1 }, (_, number) =>
    page(number + 1),
  );
  return [first, ...(await Promise.all(later))].flat();
}

function send(port: number, method: string, path: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    };
    request({ host: '127.0.0.1', port, method, path, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve(Buffer.concat(chunks).toString());
      });
    })
      .once('error', reject)
      .end(body);
  });
}

serveOperations<BareFanOutProgram>({ listen });
