/** A file of the project's configuration cannot be used: the message says which, where and why. */
export class ProjectConfigError extends Error {}
