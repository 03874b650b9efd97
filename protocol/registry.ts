/**
 * Where the registry keeps one empty object a connection. The functions' roles are limited to it,
 * so the program that makes the roles and the functions that write the objects share it.
 */
export const REGISTRY_PREFIX = 'connections/';
