export interface PushpinPlace {
  /** For its files, logs and sockets. */
  readonly folder: string;
  readonly clientPort: number;
  readonly publishPort: number;
}

/**
 * Pushpin without its throttle (`message_rate` is 2,500 a second by default), on loopback alone.
 * Of the ways to publish, only HTTP is left on.
 */
export function pushpinSettings({ folder, clientPort, publishPort }: PushpinPlace): string {
  return `[global]
include={libdir}/internal.conf
rundir=${folder}
ipc_prefix=p-
[runner]
services=condure,pushpin-proxy,pushpin-handler
http_port=127.0.0.1:${clientPort}
logdir=${folder}
log_level=1
client_buffer_size=8192
client_maxconn=50000
[proxy]
routesfile=${folder}/routes
zurl_out_specs=ipc://${folder}/zurl-in
zurl_out_stream_specs=ipc://${folder}/zurl-in-stream
zurl_in_specs=ipc://${folder}/zurl-out
updates_check=off
[handler]
push_in_spec=
push_in_sub_specs=
push_in_http_addr=127.0.0.1
push_in_http_port=${publishPort}
command_spec=ipc://${folder}/command
message_rate=-1
message_hwm=100000
`;
}

/** Its HTTP client, which by Debian's settings may not call this machine. */
export function zurlSettings(folder: string): string {
  return `[General]
in_spec=ipc://${folder}/zurl-in
in_stream_spec=ipc://${folder}/zurl-in-stream
out_spec=ipc://${folder}/zurl-out
in_req_spec=
defpolicy=allow
max_open_requests=20000
in_hwm=100000
out_hwm=100000
`;
}
