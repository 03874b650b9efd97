import { FAN_OUT_CONCURRENCY } from '../../functions/push-back/fan-out';
import type { BenchOptions } from '../benchmark';
import type { BareFanOutProgram, BareGatewayProgram } from '../control/bare-gateway-program';
import { deployArticle } from '../control/deploy-article';
import { connectAll, startLoad, type Load } from '../load/start-load';
import { startChat } from '../process/running-chat';
import type { Scope } from '../process/scope';
import { startProgram } from '../process/start-program';
import { openPushpinRoom } from './pushpin-room';

/** One way for a message to reach everybody else. */
export interface Subject {
  /** Its members. */
  readonly load: Load;
  /** The processes that do the work. */
  readonly pids: readonly number[];
  /** To be called before each message, since some share their members. */
  readonly prepare: () => Promise<void>;
}

/** A room of the same size in everything that is compared. */
export interface Room {
  readonly chat: Subject;
  /** The least that the same list and the same pushes take, without any of our code. */
  readonly floor: Subject;
  /** No functions and no pushes: a WebSocket server that sends to everybody itself. */
  readonly raw: Subject;
  /** Likewise: its backend publishes once, and it sends to everybody. Undefined where it is not. */
  readonly pushpin: Subject | undefined;
  /** Puts the article's transport in the place of the chat's own; the chat is gone then. */
  readonly becomeArticle: () => Promise<Subject>;
}

/** Starts everything in the scope, and has all members connected. */
export async function openRoom(
  members: number,
  options: BenchOptions,
  scope: Scope,
): Promise<Room> {
  const { root } = options;
  const chat = await scope.add(startChat(root, options));
  const chatLoad = await scope.add(startLoad(root));
  await connectAll(chatLoad, chat.ready.wsUrl, members);

  const gateway = await scope.add(
    startProgram<BareGatewayProgram>(root, 'bench/control/bare-gateway-main.ts'),
  );
  const fanOut = await scope.add(
    startProgram<BareFanOutProgram>(root, 'bench/control/bare-fan-out-main.ts'),
  );
  const { port } = await gateway.ask('listen', options);
  const { url: call } = await fanOut.ask('listen', {
    gatewayPort: port,
    members,
    concurrency: FAN_OUT_CONCURRENCY,
  });
  const controlLoad = await scope.add(startLoad(root));
  await connectAll(controlLoad, `ws://127.0.0.1:${port}/`, members);

  const ours = { load: chatLoad, pids: [chat.pid], prepare: () => Promise.resolve() };
  const control = { load: controlLoad, pids: [gateway.pid, fanOut.pid] };
  return {
    chat: ours,
    floor: { ...control, prepare: () => gateway.ask('switchTo', { call }) },
    raw: { ...control, prepare: () => gateway.ask('switchTo', 'send') },
    pushpin: await openPushpinRoom(members, root, scope),
    becomeArticle: async () => {
      await deployArticle(root, chat);
      return ours;
    },
  };
}
