import { startHttpServer } from './http-server';

/** A push-back URL that records what is pushed and answers by connection id. */
export class PushBackServer {
  /** The bodies, parsed, in order. */
  readonly pushed: { websocket: { action: string; secConnectionID: string; data?: string } }[] = [];
  /** What connections get instead of success. */
  readonly answers = new Map<string, { status: number; body: string }>();

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<PushBackServer> {
    const http = await startHttpServer((_request, body, response) => {
      const push = JSON.parse(body) as (typeof server.pushed)[number];
      server.pushed.push(push);
      const answer = server.answers.get(push.websocket.secConnectionID);
      response.writeHead(answer?.status ?? 200, { 'Content-Type': 'application/json' });
      response.end(answer?.body ?? '{"errNo":0,"errMsg":"ok"}');
    });
    const server = new PushBackServer(`${http.url}/api-abc`, http.close);
    return server;
  }
}
