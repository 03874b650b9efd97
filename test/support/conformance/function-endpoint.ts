import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FunctionRole } from '../../../protocol/events';
import { ScriptedFunctions } from '../scripted-functions';

const ROLES: Readonly<Record<string, FunctionRole>> = {
  connecting: 'register',
  'data send': 'transport',
  'data recv': 'transport',
  closing: 'cleanup',
};

/**
 * The three functions over HTTP: any path takes a POST of an event. 200 with the return value as
 * JSON, or 500 where the function failed. The event itself tells which function is meant, so that
 * a gateway may use one URL for all or one for each.
 */
export class FunctionEndpoint {
  readonly functions = new ScriptedFunctions();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  /** `port` 0 takes any free one. */
  static async listen(port: number, host = '127.0.0.1'): Promise<FunctionEndpoint> {
    const endpoint = new FunctionEndpoint();
    endpoint.#server.listen(port, host);
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = JSON.parse(await text(request)) as { websocket: { action: string } };
    const role = ROLES[event.websocket.action];
    const outcome = role && (await this.functions.invoke(role, event));
    response.writeHead(outcome?.ok ? 200 : 500, { 'Content-Type': 'application/json' });
    response.end(outcome?.ok ? JSON.stringify(outcome.value) : '');
  }
}
