const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;

/** `2026-11-23 12:15:06`: Beijing time, as CAM and SCF write it. `time` in milliseconds. */
export function beijingTime(time: number): string {
  return new Date(time + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-11-23T04:15:06Z`: ISO 8601 to the second, as API Gateway writes it. */
export function isoTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
