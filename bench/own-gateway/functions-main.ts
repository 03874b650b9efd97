import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { sendHttp } from '../../functions/http/node-http';
import { systemClock } from '../../functions/invocation/clock';
import { fanOut } from '../../functions/push-back/fan-out';
import { pushBackTo } from '../../functions/push-back/open-push-back';
import type { PushBack } from '../../functions/push-back/push-back';
import { CHAT_SUBPROTOCOL } from '../../protocol/chat';
import type { ConnectionId } from '../../protocol/connection-id';
import type { DataSend, FunctionRole } from '../../protocol/events';
import type { RegisterReply } from '../../protocol/register-reply';
import { serveOperations } from '../process/serve-operations';
import type { FunctionsProgram } from './functions-program';

const members = new Set<ConnectionId>();
let pushBack: PushBack | undefined;

const ports = {
  send: sendHttp,
  clock: systemClock,
  deadline: { leftMs: () => 60_000 },
  random: Math.random,
};

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const role = (request.url ?? '').slice(1) as FunctionRole;
  const { websocket } = JSON.parse(await text(request)) as { readonly websocket: DataSend };
  const { secConnectionID: id } = websocket;
  if (role === 'register') members.add(id);
  if (role === 'cleanup') members.delete(id);
  if (role === 'transport') await broadcast(websocket);
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(role === 'register' ? acceptReply(id) : { errNo: 0 }));
}

function acceptReply(secConnectionID: ConnectionId): RegisterReply {
  const websocket = { secConnectionID, secWebSocketProtocol: CHAT_SUBPROTOCOL };
  return { errNo: 0, errMsg: 'ok', websocket: { action: 'connecting', ...websocket } };
}

/** The fan-out of the chat's own transport; what it leaves out is the list in COS. */
async function broadcast({ secConnectionID, dataType, data }: DataSend): Promise<void> {
  const to = pushBack;
  if (!to) throw new Error('pushTo was not called');
  await fanOut(
    [...members].filter((member) => member !== secConnectionID),
    { batchSize: to.batchSize, push: (ids) => to.sendToEach(ids, { dataType, data }) },
    () => true,
  );
}

async function listen(): Promise<{ url: string }> {
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

serveOperations<FunctionsProgram>({
  listen,
  pushTo(pushBackUrl) {
    pushBack = pushBackTo(new URL(pushBackUrl), ports);
    return Promise.resolve();
  },
});
