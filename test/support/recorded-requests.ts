import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../fixtures/recorded');

/** A request as the real provider sent it. */
interface Recorded {
  readonly n: number;
  readonly phase: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A call of API 3.0, with the answer that the provider accepted, without its RequestId. */
export interface RecordedApiCall extends Recorded {
  readonly action: string;
  readonly version: string;
  readonly response: Readonly<Record<string, unknown>>;
}

export interface RecordedCosRequest extends Recorded {
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

export type RecordedRequest = RecordedApiCall | RecordedCosRequest;

/** The keys that every recorded request is signed with. */
export const RECORDED_KEYS = { secretId: 'AKIDEXAMPLE', secretKey: 'examplekey' } as const;

export function isApiCall(request: RecordedRequest): request is RecordedApiCall {
  return 'action' in request;
}

/** What the real provider sent for the life of a whole stack, in order. */
export function readRecordedRequests(): RecordedRequest[] {
  return readLines('provider-requests.jsonl') as RecordedRequest[];
}

/** The same for a stack with a machine: network, firewall, role, machine, address, one function. */
export function readMachineRequests(): RecordedApiCall[] {
  return readLines('self-hosted-requests.jsonl') as RecordedApiCall[];
}

/** The two CreateApi calls by which the provider fails to bind the three functions. */
export function readWebSocketDefect(): { action: string; version: string; body: string }[] {
  return readLines('provider-websocket-defect.jsonl') as ReturnType<typeof readWebSocketDefect>;
}

/** How the real provider tags what it makes. It puts tags in no certain order. */
export function readTagRequests(): { action?: string; method?: string; body: string }[] {
  return readLines('provider-tags.jsonl') as ReturnType<typeof readTagRequests>;
}

/** The life of a record at DNSPod: made, read, changed, deleted. */
export function readDnsRecordRequests(): { action: string; body: string }[] {
  return readLines('provider-dns-record.jsonl') as ReturnType<typeof readDnsRecordRequests>;
}

/** How the real provider makes what two machines have besides. It puts tags in no certain order. */
export function readClusterRequests(): { action: string; body: string }[] {
  return readLines('cluster-requests.jsonl') as ReturnType<typeof readClusterRequests>;
}

function readLines(file: string): unknown[] {
  return readFileSync(join(FOLDER, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

/** When a recorded request was made, by its own signature; milliseconds since the epoch. */
export function recordedTime(request: RecordedRequest): number {
  const { headers } = request;
  const amz = headers['x-amz-date']?.replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  if (amz) return Date.parse(amz);
  const seconds =
    headers['x-tc-timestamp'] ?? /q-sign-time=(\d+)/.exec(headers['authorization'] ?? '')?.[1];
  return Number(seconds) * 1000;
}
