import { systemClock } from '../../gateway/engine/clock';
import { createGateway } from '../../gateway/engine/create-gateway';
import type { FunctionOutcome } from '../../gateway/engine/ports';
import { startListener } from '../../gateway/server/listener';
import type { ConnectionId } from '../../protocol/connection-id';
import type { ConnectingEvent, DataSendEvent, FunctionRole } from '../../protocol/events';
import { serveOperations } from '../process/serve-operations';
import { ECHO, residentBytes, type ServerProgram } from './server-program';

const IDLE_TIMEOUT_MS = 800_000;

/** Everybody whom the register of this process has accepted. */
const members = new Set<ConnectionId>();

const gateway = createGateway({
  functions: { invoke },
  clock: systemClock,
  observe: () => undefined,
  idleTimeoutMs: () => IDLE_TIMEOUT_MS,
});

/** The three functions, without a process or a network in between. */
async function invoke(role: FunctionRole, event: object): Promise<FunctionOutcome> {
  if (role === 'register') {
    const { websocket } = event as ConnectingEvent;
    members.add(websocket.secConnectionID);
    return { ok: true, value: { errNo: 0, errMsg: 'ok', websocket } };
  }
  if (role === 'transport') {
    const { secConnectionID: sender, data } = (event as DataSendEvent).websocket;
    const targets = data === ECHO ? [sender] : members;
    await Promise.all(
      Array.from(targets, (secConnectionID) =>
        gateway.pushBack({
          websocket: { action: 'data send', secConnectionID, dataType: 'text', data },
        }),
      ),
    );
  }
  return { ok: true, value: null };
}

async function listen(): Promise<{ url: string }> {
  const target = { gateway, serviceId: 'service-bench', stage: 'release', path: '/' };
  const { port } = await startListener({
    port: 0,
    route: { upgrade: () => target, pushBack: () => gateway },
  });
  return { url: `ws://127.0.0.1:${port}/release/` };
}

serveOperations<ServerProgram>({ listen, residentBytes });
