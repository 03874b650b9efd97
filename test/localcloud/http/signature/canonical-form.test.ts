import { decodePath } from '../../../../localcloud/http/signature/canonical-form';

describe('a path that is not encoded as it must be', () => {
  it('is malformed, with the reason as the cause', () => {
    expect(decodePath('/a%20b')).toBe('/a b');
    let error: unknown;
    try {
      decodePath('/100%');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ reason: 'malformed', cause: expect.any(URIError) as unknown });
  });
});
