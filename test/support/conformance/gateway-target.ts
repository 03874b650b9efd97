import { setTimeout as pause } from 'node:timers/promises';
import { createGateway } from '../../../gateway/engine/create-gateway';
import type { GatewayOptions } from '../../../gateway/engine/gateway';
import type { CloseReason, FunctionOutcome, Functions } from '../../../gateway/engine/ports';
import { startListener } from '../../../gateway/server/listener';
import { FakeClock } from '../fake-clock';
import type { ScriptedFunctions } from '../scripted-functions';
import { FunctionEndpoint } from './function-endpoint';

/** A gateway under test, known by its URLs. */
export interface GatewayTarget {
  readonly wsUrl: string;
  readonly pushBackUrl: string;
  /** What the gateway calls. */
  readonly functions: ScriptedFunctions;
  readonly idleTimeoutMs: number;
  /** What the gateway does where Tencent is silent. */
  readonly refusalStatus: number;
  readonly unknownConnectionStatus: number;
  readonly cleanupAfter: readonly CloseReason[];
  /** Lets that many milliseconds go by for the gateway. */
  passTime(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** What a statement needs of the gateway it is held against. */
export type Need = 'functions' | 'idle time-out' | 'switches or faults';

/** Another gateway, as the command `conformance` describes it. */
export interface ForeignGateway {
  readonly ws: string;
  readonly pushBack: string;
  readonly functionsPort?: number;
  readonly functionsHost?: string;
  readonly idleTimeout?: number;
  readonly refusalStatus?: number;
  readonly unknownStatus?: number;
  readonly cleanupAfter?: readonly CloseReason[];
}

/** Where the command puts what it was given; absent, our own gateway is tested. */
export const FOREIGN_GATEWAY_VARIABLE = 'SCF_CHAT_CONFORMANCE_GATEWAY';

const HOW_TO_GIVE: Readonly<Record<Need, string>> = {
  functions: 'a gateway that calls --functions-port',
  'idle time-out': '--idle-timeout',
  'switches or faults': 'switches or faults, which cannot be set from outside',
};

function foreignGateway(): ForeignGateway | undefined {
  const json = process.env[FOREIGN_GATEWAY_VARIABLE];
  return json === undefined ? undefined : (JSON.parse(json) as ForeignGateway);
}

/** What a statement with these needs lacks here, in words for a person; undefined when nothing. */
export function missingNeed(needs: readonly Need[]): string | undefined {
  const foreign = foreignGateway();
  if (!foreign) return undefined;
  const given: Record<Need, boolean> = {
    functions: foreign.functionsPort !== undefined,
    'idle time-out': foreign.idleTimeout !== undefined,
    'switches or faults': false,
  };
  const missing = needs.find((need) => !given[need]);
  return missing && HOW_TO_GIVE[missing];
}

/** The gateway that the command names, or our own with these switches and faults. */
export async function openTarget(
  options: Pick<GatewayOptions, 'switches' | 'faults'> = {},
): Promise<GatewayTarget> {
  const foreign = foreignGateway();
  return foreign ? openForeign(foreign) : openOwn(options);
}

async function openForeign(foreign: ForeignGateway): Promise<GatewayTarget> {
  const endpoint = await FunctionEndpoint.listen(foreign.functionsPort ?? 0, foreign.functionsHost);
  return {
    wsUrl: foreign.ws,
    pushBackUrl: foreign.pushBack,
    functions: endpoint.functions,
    idleTimeoutMs: (foreign.idleTimeout ?? 0) * 1000,
    refusalStatus: foreign.refusalStatus ?? 403,
    unknownConnectionStatus: foreign.unknownStatus ?? 200,
    cleanupAfter: foreign.cleanupAfter ?? [],
    passTime: pause,
    close: () => endpoint.close(),
  };
}

const IDLE_TIMEOUT_MS = 15_000;

async function openOwn(
  options: Pick<GatewayOptions, 'switches' | 'faults'>,
): Promise<GatewayTarget> {
  const endpoint = await FunctionEndpoint.listen(0);
  const clock = new FakeClock();
  const gateway = createGateway({
    ...options,
    functions: functionsAt(endpoint.url),
    clock,
    observe: () => undefined,
    idleTimeoutMs: () => IDLE_TIMEOUT_MS,
  });
  const target = { gateway, serviceId: 'service-1', stage: 'release', path: '/' };
  const listener = await startListener({
    port: 0,
    route: {
      upgrade: (path) => (path === '/release/' ? target : undefined),
      pushBack: (path) => (path === '/api-1' ? gateway : undefined),
    },
  });
  return {
    wsUrl: `ws://127.0.0.1:${listener.port}/release/`,
    pushBackUrl: `http://127.0.0.1:${listener.port}/api-1`,
    functions: endpoint.functions,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    refusalStatus: options.switches?.refusalStatus ?? 403,
    unknownConnectionStatus: options.switches?.unknownConnectionStatus ?? 200,
    cleanupAfter: options.switches?.cleanupAfter ?? [],
    passTime: (ms) => clock.advance(ms),
    async close() {
      await listener.close();
      await endpoint.close();
    },
  };
}

/** Functions that are called by a POST of the event. */
function functionsAt(url: string): Functions {
  return {
    async invoke(_role, event): Promise<FunctionOutcome> {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
      const body = await answer.text();
      if (answer.status !== 200) return { ok: false, reason: `HTTP ${answer.status}` };
      try {
        return { ok: true, value: JSON.parse(body) as unknown };
      } catch {
        return { ok: true, value: body };
      }
    },
  };
}
