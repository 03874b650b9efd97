import type { CallProduct } from '../../infra/tencent-api/client';

type Fields = Record<string, unknown>;

/** An error of API 3.0, with its code. */
export class ApiError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * API Gateway as far as one WebSocket API needs it, in memory: what was called, and what the
 * calls made of the service.
 */
export class ApiGatewayDouble {
  readonly calls: { readonly action: string; readonly input: Fields }[] = [];
  readonly apis = new Map<string, Fields>();
  readonly released = new Set<string>();
  /** How many looks at an API find no push-back URL yet. */
  urlAppearsAfter = 0;
  private next = 1;

  readonly call: CallProduct = (action, input) => {
    this.calls.push({ action, input });
    return Promise.resolve().then(() => this.answer(action, input));
  };

  get actions(): string[] {
    return this.calls.map(({ action }) => action);
  }

  private answer(action: string, input: Fields): Fields {
    const apiId = String(input['ApiId']);
    switch (action) {
      case 'CreateApi': {
        const created = `api-${this.next++}`;
        this.apis.set(created, input);
        return { Result: { ApiId: created } };
      }
      case 'DescribeApisStatus':
        return {
          Result: {
            ApiIdStatusSet: [...this.apis].map(([ApiId, api]) => ({
              ApiId,
              Path: (api['RequestConfig'] as Fields)['Path'],
            })),
          },
        };
      case 'DescribeApi': {
        const api = this.apis.get(apiId);
        if (api === undefined) {
          throw new ApiError('ResourceNotFound.InvalidApi');
        }
        this.urlAppearsAfter -= 1;
        return {
          Result: {
            ...api,
            InternalDomain: this.urlAppearsAfter < 0 ? `http://push/${apiId}` : null,
          },
        };
      }
      case 'ModifyApi':
        this.apis.set(apiId, input);
        return {};
      case 'DeleteApi':
        if (!this.apis.delete(apiId)) {
          throw new ApiError('ResourceNotFound.InvalidApi');
        }
        return { Result: true };
      case 'DescribeService':
        return { AvailableEnvironments: [...this.released] };
      case 'ReleaseService':
        this.released.add(String(input['EnvironmentName']));
        return { Result: { ReleaseVersion: '1' } };
      case 'UnReleaseService':
        this.released.delete(String(input['EnvironmentName']));
        return { Result: true };
      default:
        throw new ApiError('InvalidAction');
    }
  }
}
