/** Ports below this one are root's, but in Docker, and so in a build. */
export const LEAST_UNPRIVILEGED_PORT = 1024;
