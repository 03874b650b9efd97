import { startHttpServer } from './http-server';

/** A push-back URL that records what is pushed and answers by connection id. */
export class PushBackServer {
  /** The bodies, parsed, in order. */
  readonly pushed: { websocket: { action: string; secConnectionID: string; data?: string } }[] = [];
  /** The ids of each batch, in order. */
  readonly batches: string[][] = [];
  /** What connections get instead of success. */
  readonly answers = new Map<string, { status: number; body: string }>();

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<PushBackServer> {
    const http = await startHttpServer((_request, body, response) => {
      const push = JSON.parse(body) as (typeof server.pushed)[number] & {
        websocket: { secConnectionIDs?: string[] };
      };
      const { secConnectionIDs } = push.websocket;
      if (secConnectionIDs) {
        server.batches.push(secConnectionIDs);
        const results = secConnectionIDs.map((id) => server.errNoFor(id));
        response.end(JSON.stringify({ errNo: 0, errMsg: 'ok', results }));
        return;
      }
      server.pushed.push(push);
      const answer = server.answers.get(push.websocket.secConnectionID);
      response.writeHead(answer?.status ?? 200, { 'Content-Type': 'application/json' });
      response.end(answer?.body ?? '{"errNo":0,"errMsg":"ok"}');
    });
    const server = new PushBackServer(`${http.url}/api-abc`, http.close);
    return server;
  }

  private errNoFor(id: string): number {
    const { errNo = 0 } = JSON.parse(this.answers.get(id)?.body ?? '{}') as { errNo?: number };
    return errNo;
  }
}
