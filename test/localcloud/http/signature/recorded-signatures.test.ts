import type { AccessKey } from '../../../../localcloud/access-key';
import { verifyCosSignature } from '../../../../localcloud/http/signature/cos-signature';
import type { HttpRequest } from '../../../../localcloud/http/http-request';
import { SignatureError } from '../../../../localcloud/http/signature/signature-error';
import { verifyTc3 } from '../../../../localcloud/http/signature/tc3';
import {
  isApiCall,
  readRecordedRequests,
  RECORDED_KEYS,
  recordedTime,
  type RecordedRequest,
} from '../../../support/recorded-requests';

const key: AccessKey = { secretKey: RECORDED_KEYS.secretKey, principal: { type: 'account' } };
const requests = readRecordedRequests();

function findAccessKey(secretId: string): AccessKey | undefined {
  return secretId === RECORDED_KEYS.secretId ? key : undefined;
}

function signedRequest(recorded: RecordedRequest): HttpRequest {
  const [path = '/', query = ''] = isApiCall(recorded) ? ['/'] : recorded.url.split('?');
  return {
    method: isApiCall(recorded) ? 'POST' : recorded.method,
    path,
    query,
    headers: { ...recorded.headers, host: recorded.host },
    body: Buffer.from(recorded.body),
  };
}

function verify(recorded: RecordedRequest, request: HttpRequest, now: number) {
  return isApiCall(recorded)
    ? verifyTc3(request, findAccessKey, now)
    : verifyCosSignature(request, findAccessKey, now);
}

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SignatureError) return error.reason;
    throw error;
  }
  return 'none';
}

describe('signatures made by the SDKs of the real provider', () => {
  it('has requests of all three schemes', () => {
    const schemes = requests.map(({ headers }) => headers['authorization']?.slice(0, 6));
    expect(requests).toHaveLength(200);
    expect(new Set(schemes)).toEqual(new Set(['TC3-HM', 'AWS4-H', 'q-sign']));
  });

  it('accepts every recorded request at its own time', () => {
    const refused = requests.filter(
      (recorded) =>
        failure(() => verify(recorded, signedRequest(recorded), recordedTime(recorded))) !== 'none',
    );
    expect(refused).toEqual([]);
  });

  it.each([
    ['body', (request: HttpRequest) => ({ ...request, body: Buffer.from('{"other":1}') })],
    [
      'host',
      (request: HttpRequest) => ({
        ...request,
        headers: { ...request.headers, host: `x${request.headers['host'] ?? ''}` },
      }),
    ],
  ])('refuses every recorded API call with another %s', (_part, change) => {
    const reasons = requests
      .filter(isApiCall)
      .map((recorded) =>
        failure(() => verify(recorded, change(signedRequest(recorded)), recordedTime(recorded))),
      );
    expect(new Set(reasons)).toEqual(new Set(['mismatch']));
  });

  it('refuses every recorded COS request for another path', () => {
    const reasons = requests
      .filter((recorded) => !isApiCall(recorded))
      .map((recorded) =>
        failure(() =>
          verify(
            recorded,
            { ...signedRequest(recorded), path: '/another' },
            recordedTime(recorded),
          ),
        ),
      );
    expect(new Set(reasons)).toEqual(new Set(['mismatch']));
  });

  it('refuses every recorded request two hours later', () => {
    const reasons = requests.map((recorded) =>
      failure(() =>
        verify(recorded, signedRequest(recorded), recordedTime(recorded) + 2 * 60 * 60 * 1000),
      ),
    );
    expect(new Set(reasons)).toEqual(new Set(['outside its time']));
  });
});
