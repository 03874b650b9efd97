import { FUNCTION_ROLES, type FunctionRole } from '../../protocol/events';
import { startHttpServer, type HttpServer } from './http-server';
import { postJson } from './gateway-program';
import type { ReceivedEvent } from './scripted-functions';

interface Answer {
  readonly status: number;
  readonly body: string;
}

type Script = (event: ReceivedEvent) => Answer | Promise<Answer>;

const OK: Answer = { status: 200, body: '{"errNo":0,"errMsg":"ok"}' };

/**
 * The three functions of a chat behind a URL each, with a registry in memory. A test may look at
 * what they got, and have one of them answer in another way.
 */
export class FunctionServer {
  /** Ids that register has stored and cleanup has not removed. */
  readonly registry = new Set<string>();
  readonly calls: { readonly role: FunctionRole; readonly event: ReceivedEvent }[] = [];
  /** Where transport pushes to. */
  pushBackUrl = '';
  /** Whether transport names everybody in one POST, which is less work for the same load. */
  pushesInBatches = false;
  /** What transport was answered, for each push; without an answer, status 0 and errNo -1. */
  readonly pushed: { readonly id: string; readonly status: number; readonly errNo: number }[] = [];
  readonly #scripts: Partial<Record<FunctionRole, Script>> = {};
  #server: HttpServer | undefined;

  static async start(port = 0): Promise<FunctionServer> {
    const functions = new FunctionServer();
    await functions.open(port);
    return functions;
  }

  get port(): number {
    return Number(new URL(this.#http.url).port);
  }

  /** The settings of a gateway that calls these functions. */
  get settings(): Record<string, string> {
    const { url } = this.#http;
    return Object.fromEntries(
      FUNCTION_ROLES.map((role) => [`GATEWAY_${role.toUpperCase()}`, `${url}/${role}`]),
    );
  }

  /** From now on this role answers so, and does nothing else. */
  script(role: FunctionRole, script: Script): void {
    this.#scripts[role] = script;
  }

  events(role: FunctionRole): ReceivedEvent[] {
    return this.calls.filter((call) => call.role === role).map(({ event }) => event);
  }

  /** Takes it away, and brings it back on the same port, as a redeployment does. */
  async close(): Promise<void> {
    await this.#http.close();
  }

  async open(port: number): Promise<void> {
    this.#server = await startHttpServer((request, body, response) => {
      const role = (request.url ?? '').slice(1) as FunctionRole;
      const event = JSON.parse(body) as ReceivedEvent;
      this.calls.push({ role, event });
      void this.#answer(role, event).then(({ status, body: reply }) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(reply);
      });
    }, port);
  }

  async #answer(role: FunctionRole, event: ReceivedEvent): Promise<Answer> {
    const script = this.#scripts[role];
    if (script) return script(event);
    const id = String(event.websocket['secConnectionID']);
    if (role === 'register') this.registry.add(id);
    if (role === 'cleanup') this.registry.delete(id);
    if (role === 'transport') await this.#broadcast(id, String(event.websocket['data']));
    return OK;
  }

  async #broadcast(sender: string, data: string): Promise<void> {
    const others = [...this.registry].filter((id) => id !== sender);
    const content = { action: 'data send', dataType: 'text', data };
    if (this.pushesInBatches) {
      await this.#push(others, { ...content, secConnectionIDs: others });
      return;
    }
    await Promise.all(others.map((id) => this.#push([id], { ...content, secConnectionID: id })));
  }

  async #push(ids: readonly string[], websocket: object): Promise<void> {
    const answer = postJson(this.pushBackUrl, { websocket });
    // A gateway that a test has ended answers nobody.
    const { status, body } = await answer.catch(() => ({ status: 0, body: {} }));
    const { errNo = -1, results } = body as { errNo?: number; results?: readonly number[] };
    for (const [at, id] of ids.entries()) {
      this.pushed.push({ id, status, errNo: results?.[at] ?? errNo });
    }
  }

  get #http(): HttpServer {
    if (!this.#server) throw new Error('not started');
    return this.#server;
  }
}
