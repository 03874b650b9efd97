import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { createApiClient, errorCode, type ApiAnswer } from '../support/api-client';
import { FakeClock } from '../support/fake-clock';
import {
  readMachineRequests,
  RECORDED_KEYS,
  recordedTime,
  type RecordedApiCall,
} from '../support/recorded-requests';
import { lacking, OwnIds } from '../support/replay';

const requests = readMachineRequests();
const clock = new FakeClock(Math.min(...requests.map(recordedTime)));
const ids = new OwnIds();
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, credentials: RECORDED_KEYS, clock });
});
afterAll(async () => {
  await cloud.close();
});

async function call({ host, action, body }: RecordedApiCall): Promise<ApiAnswer> {
  const api = createApiClient({ port: cloud.port, ...RECORDED_KEYS, now: () => clock.now() });
  const product = host.split('.')[0] ?? '';
  const answer = await api(product, action, ids.inPlaceOf(JSON.parse(body)));
  const isUnderWay = answer['Status'] === 'Creating' || answer['Status'] === 'Updating';
  return isUnderWay ? call({ host, action, body } as RecordedApiCall) : answer;
}

describe('the recorded life of a machine, replayed on an empty local cloud', () => {
  it.each(requests.map((recorded) => [recorded.n, recorded.action, recorded] as const))(
    '%i %s',
    async (_n, _action, recorded) => {
      await clock.advance(Math.max(0, recordedTime(recorded) - clock.now()));
      const answer = await call(recorded);
      ids.note(recorded.response, answer);
      expect(errorCode(answer)).toBe(errorCode(recorded.response));
      expect(lacking(recorded.response, answer)).toEqual([]);
    },
  );
});
