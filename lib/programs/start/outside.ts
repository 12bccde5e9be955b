/** Messages about things that only another machine, or whoever runs the image, can give; each is said by the system or by a well-known library. */
export const OUTSIDE: readonly RegExp[] = [
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EAI_FAIL|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ETIMEDOUT|ESERVFAIL)\b/,
  /\b(getaddrinfo|connection refused|network is unreachable|could ?n[o']t connect|(unable|failed) to connect|can'?t reach database)\b/i,
  /\bMongo(ServerSelection|Network|oose)\w*Error\b|\bMongooseServerSelectionError\b|\bSequelize(Connection|Host)\w*Error\b|\bPrismaClientInitializationError\b|\bP100[0-3]\b/,
  /\bfetch failed\b|\bUND_ERR_/,
  /\bCredentialsProviderError\b|could not load credentials|(missing|no) credentials|could not load the default credentials|\bCredentialsError\b/i,
  /\bregion is missing\b|missing region in config/i,
  // the build may forbid what a runtime allows: a port below 1024, a file system that is mounted
  /\blisten (EACCES|EADDRNOTAVAIL)\b/,
];

/** Words of applications that want a setting. They are weaker: the same words stand in many other lines. */
export const SUSPICIONS: readonly RegExp[] = [
  /\b(environment|env)\b.{0,60}\b(variable|var|missing|required|invalid|not (set|found|defined|provided)|undefined|must|validation|schema|config)/i,
  /\b(missing|required|requires?|invalid|undefined|unset|must (be )?(set|provide\w*|define\w*)|not (set|found|defined|provided)|needs?|provide)\b.{0,60}\b(env\w*|process\.env|secret\w*|token|api[ _-]?key|credential\w*|password|dsn|database[ _-]?url|connection string|variables?|configuration)\b/i,
  /\b(secret\w*|token|api[ _-]?key|credential\w*|password|dsn|database[ _-]?url|connection string|secretOrPrivateKey|clientID|app[._]?key|\w+ option)\b.{0,60}\b(missing|required|invalid|undefined|unset|empty|must|should be|requires?|not (set|found|defined|provided)|have a value)\b/i,
  /\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b.{0,60}\b(missing|required|invalid|undefined|unset|empty|must|not (set|found|defined|provided)|is not)\b/,
  /\b(missing|required|invalid|undefined|unset|must (set|provide|define)|set|provide|define|need)\b.{0,40}\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/,
  /\b(ZodError|config validation error|Invalid environment|EnvError|ERR_INVALID_URL|Invalid URL)\b/i,
  /process\.env\./,
];
