import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bucketOperations } from '../../../localcloud/services/cos/bucket-operations';
import { cosHost } from '../../../localcloud/services/cos/cos-service';
import { LIST_OPERATIONS } from '../../../localcloud/services/cos/list-operations';
import { OBJECT_OPERATIONS } from '../../../localcloud/services/cos/object-operations';
import { documentedOperations, POLICY_NAMES } from '../permissions/permissions-page';
import { isApiCall, readMachineRequests, readRecordedRequests } from '../recorded-requests';
import { nameInPolicies, servedServices } from '../served-services';
import { CALLERS } from './provider-calls';

/** A request that somebody may make of the cloud. */
export interface ParityRow {
  /** e.g. `scf` and `CreateFunction`, or `bucket` and `PUT ?acl`. */
  readonly product: string;
  readonly action: string;
  readonly served: boolean;
  readonly askedBy: readonly string[];
  readonly testedBy: readonly string[];
}

const TESTS = path.join(__dirname, '../../localcloud');
/** Tests that make their requests through tools which they do not name themselves. */
const REAL_ENGINE = 'the real engine';
const RECORDED = 'recorded requests';

const recorded = [...readRecordedRequests(), ...readMachineRequests()];
const byEngine = new Set(POLICY_NAMES.flatMap((name) => documentedOperations(name)));
const testSources = readTests();

/** Every action of API 3.0 that the local cloud serves or that somebody asks for. */
export function apiParity(): ParityRow[] {
  const services = new Map(servedServices().map((service) => [service.product, service]));
  const products = new Set([...services.keys(), ...Object.keys(CALLERS)]);
  return [...products].sort().flatMap((product) => {
    const service = services.get(product);
    const served = new Set(Object.keys(service?.actions ?? {}));
    const asked = Object.values(CALLERS[product] ?? {}).flat();
    return [...new Set([...served, ...asked])].sort().map((action) => ({
      product,
      action,
      served: served.has(action),
      askedBy: callersOf(product, action),
      testedBy: [
        ...(service && byEngine.has(`${nameInPolicies(service)}:${action}`) ? [REAL_ENGINE] : []),
        ...(isRecordedCall(product, action) ? [RECORDED] : []),
        ...testsWith((source) => source.includes(`'${action}'`)),
      ],
    }));
  });
}

/** Every request of COS's XML API that the local cloud serves. */
export function cosParity(): ParityRow[] {
  const ofBucket = { ...bucketOperations(cosHost('ap-guangzhou')), ...LIST_OPERATIONS };
  return [...cosRows('bucket', ofBucket), ...cosRows('object', OBJECT_OPERATIONS)];
}

/** Both tables as the page shows them. */
export function formatParity(): string {
  return [
    '## API 3.0',
    table('Product', apiParity()),
    '## COS',
    table('Of a', cosParity()),
    '',
  ].join('\n\n');
}

function callersOf(product: string, action: string): string[] {
  return Object.entries(CALLERS[product] ?? {})
    .filter(([, actions]) => actions.includes(action))
    .map(([caller]) => caller);
}

function isRecordedCall(product: string, action: string): boolean {
  return recorded.some(
    (request) =>
      isApiCall(request) &&
      request.action === action &&
      request.host === `${product}.tencentcloudapi.com`,
  );
}

function cosRows(
  kind: 'bucket' | 'object',
  operations: Readonly<Record<string, { readonly action: string }>>,
): ParityRow[] {
  return Object.entries(operations)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, operation]) => {
      const [method = '', subResource = ''] = name.split(' ');
      const inQuery = subResource === '' ? '' : ` ?${subResource}`;
      return {
        product: kind,
        action: `${method}${inQuery}`,
        served: true,
        askedBy: [`cos:${operation.action}`],
        testedBy: [
          ...(byEngine.has(`cos:${operation.action}`) ? [REAL_ENGINE] : []),
          ...(isRecordedCosRequest(kind, method, subResource) ? [RECORDED] : []),
          ...testsWith((source, file) => asksCos(source, file, kind, method, subResource)),
        ],
      };
    });
}

function isRecordedCosRequest(kind: string, method: string, subResource: string): boolean {
  return recorded.some((request) => {
    if (isApiCall(request) || request.method !== method) return false;
    const { pathname, searchParams } = new URL(request.url, 'http://cos');
    return (
      (pathname === '/' ? 'bucket' : 'object') === kind &&
      [...searchParams.keys()].join('&') === subResource
    );
  });
}

/** Whether a test of COS sends this: in so many words, or with each name of a list in turn. */
function asksCos(
  source: string,
  file: string,
  kind: string,
  method: string,
  subResource: string,
): boolean {
  if (!file.startsWith('cos-')) return false;
  const key = kind === 'bucket' ? '' : "[^'?]+";
  const query = subResource === '' ? '' : `\\?${subResource}`;
  const isListed = kind === 'bucket' && new RegExp(`[[ ]'${subResource}',?[ \\]]`).test(source);
  return (
    new RegExp(`send\\(\\s*'${method}', '${key}${query}['&]`).test(source) ||
    (isListed && source.includes(`send('${method}', \`?\${name}\``))
  );
}

function readTests(): ReadonlyMap<string, string> {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  return new Map(
    files.sort().map((file) => [path.basename(file), readFileSync(path.join(TESTS, file), 'utf8')]),
  );
}

function testsWith(isWith: (source: string, file: string) => boolean): string[] {
  return [...testSources].filter(([file, source]) => isWith(source, file)).map(([file]) => file);
}

function table(first: string, rows: readonly ParityRow[]): string {
  const isCos = rows.every(({ askedBy }) => askedBy.every((name) => name.startsWith('cos:')));
  const head = [first, isCos ? 'Request' : 'Action', isCos ? 'In policies' : 'Asked by'];
  return [
    `| ${[...head, 'Served', 'Tested by'].join(' | ')} |`,
    `|${' --- |'.repeat(head.length + 2)}`,
    ...rows.map(({ product, action, askedBy, served, testedBy }) => {
      const cells = [product, `\`${action}\``, askedBy.join(', '), served ? 'yes' : 'no'];
      return `| ${[...cells, testedBy.join(', ')].join(' | ')} |`;
    }),
  ].join('\n');
}
