import { createServer } from 'http';
import { AddressInfo } from 'net';
import { resolve } from 'path';
import { STATIC_FILES_PORT } from '../../project/model/start-command';
import { answerWith } from './answer';
import { Prefix } from './prefix';
import { Site } from './site';

// The server of static files, as it stands in the image of a front end that has no server of its own.
//
//     node static.mjs DIRECTORY
//
// Serves the files below DIRECTORY on the port of the variable PORT; below the path that its pages ask for them, where that is
// another one than /.

/** Longer than load balancers keep a connection: one that the server ends first is one that they still send on. */
const KEEP_ALIVE = 65_000;

/** How long a client may take to send what it asks for, or to take a little of what it gets. */
const SLOWEST = 60_000;

const root = resolve(process.argv[2] ?? '.');
let site: Site | undefined;
try {
  site = new Site(root);
} catch {
  // said below
}
if (!site?.hasIndex) {
  console.error(`there is no index.html in ${root}: set the prop buildOutput to the directory of the site, or the prop command if this is none`);
  process.exit(1);
}

const prefix = Prefix.of(site);
const below = prefix === undefined ? '' : ` below ${prefix.path}, where its pages have their scripts and styles`;
const server = createServer(
  { keepAliveTimeout: KEEP_ALIVE, headersTimeout: KEEP_ALIVE + 1_000, requestTimeout: KEEP_ALIVE + 2_000 },
  answerWith({ site, prefix }),
);
server.timeout = SLOWEST;
server.listen(Number(process.env.PORT || STATIC_FILES_PORT), () => {
  console.log(`serving ${root} on port ${(server.address() as AddressInfo).port}${below}`);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
}
