import type { Frame, PushBack, PushOutcome } from '../../functions/push-back/push-back';
import type { ConnectionId } from '../../protocol/connection-id';
import type { PushBackRequest } from '../../protocol/push-back';

type Websocket = PushBackRequest['websocket'];

/** A push-back that reaches everybody but those whose outcome a test has set. */
export class ScriptedPushBack implements PushBack {
  /** What was pushed, in order. */
  readonly pushed: Websocket[] = [];

  constructor(
    private readonly outcomes: Readonly<Record<string, PushOutcome>> = {},
    readonly batchSize = 1,
  ) {}

  send({ websocket }: PushBackRequest): Promise<PushOutcome> {
    this.pushed.push(websocket);
    return Promise.resolve(this.outcomes[websocket.secConnectionID] ?? { result: 'reached' });
  }

  sendToEach(ids: readonly ConnectionId[], frame: Frame): Promise<readonly PushOutcome[]> {
    return Promise.all(
      ids.map((secConnectionID) =>
        this.send({ websocket: { action: 'data send', secConnectionID, ...frame } }),
      ),
    );
  }
}

export const REFUSED: PushOutcome = { result: 'refused', reason: 'errNo 301' };
export const FAILED: PushOutcome = { result: 'failed', reason: 'time-out' };
