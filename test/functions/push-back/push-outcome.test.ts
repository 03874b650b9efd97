import { HttpError } from '../../../functions/http/http';
import { pushOutcome } from '../../../functions/push-back/push-outcome';

describe("the gateway's answer to a push", () => {
  it.each([
    [200, '{"errNo":0,"errMsg":"ok"}', 'reached', undefined],
    [200, '{"errNo":0}', 'reached', undefined],
    [200, '{"errNo":301,"errMsg":"no such connection"}', 'refused', 'errNo 301'],
    [200, '{"errNo":-1}', 'refused', 'errNo -1'],
    [404, 'not found', 'refused', 'HTTP 404'],
    [410, '', 'refused', 'HTTP 410'],
    [200, '{"errNo":302,"errMsg":"malformed"}', 'failed', 'errNo 302'],
    [200, '', 'failed', 'unreadable answer'],
    [200, 'ok', 'failed', 'unreadable answer'],
    [200, 'null', 'failed', 'unreadable answer'],
    [200, '{}', 'failed', 'unreadable answer'],
    [200, '{"errNo":"0"}', 'failed', 'unreadable answer'],
    [200, '{"errNo":1.5}', 'failed', 'unreadable answer'],
    [204, '', 'failed', 'HTTP 204'],
    [302, '', 'failed', 'HTTP 302'],
    [400, '{"errNo":301}', 'failed', 'HTTP 400'],
    [403, '', 'failed', 'HTTP 403'],
    [413, '', 'failed', 'HTTP 413'],
    [429, '', 'failed', 'HTTP 429'],
    [500, '{"errNo":301}', 'failed', 'HTTP 500'],
    [502, '', 'failed', 'HTTP 502'],
    [504, '', 'failed', 'HTTP 504'],
  ])('%i %s means %s', (status, body, result, reason) => {
    const answer = { status, headers: {}, body };
    expect(pushOutcome(answer)).toEqual(reason ? { result, reason } : { result });
  });

  it('means a failure where there is none', () => {
    const outcome = { result: 'failed', reason: 'ECONNRESET' };
    expect(pushOutcome(new HttpError('ECONNRESET'))).toEqual(outcome);
  });
});
