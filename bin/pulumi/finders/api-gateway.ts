import { findApi } from '../../../infra/gateways/api-gateway/web-socket-api-lifecycle';
import { byInputs, listAll, type Finders, type Search } from './search';

export const API_GATEWAY: Finders = {
  'tencentcloud:index/apiGatewayService:ApiGatewayService': findService,
  'pulumi-nodejs:dynamic/apigateway:WebSocketApi': async ({ inputs, connect }) =>
    findApi(await connect('apigateway'), {
      serviceId: String(inputs['serviceId']),
      path: String(inputs['path']),
    }),
  'pulumi-nodejs:dynamic/apigateway:WebSocketDeployment': byInputs(({ apiId }) => apiId),
};

/** Names of services are not unique. */
async function findService({ inputs, connect, known }: Search): Promise<string | undefined> {
  const apigateway = await connect('apigateway');
  const services = await listAll(async (page) => {
    const { Result } = await apigateway('DescribeServicesStatus', page);
    return (Result as { ServiceSet: { ServiceId: string; ServiceName: string }[] }).ServiceSet;
  });
  return services.find(
    ({ ServiceId, ServiceName }) => ServiceName === inputs['serviceName'] && !known.has(ServiceId),
  )?.ServiceId;
}
